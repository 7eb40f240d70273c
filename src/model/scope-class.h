/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-layer.h"
#include "scope-shape.h"

G_BEGIN_DECLS

/**
 * ScopeRole: one weight that a class has.
 * @role: Keras's word for it
 * @shape: what its configuration says; SCOPE_DIM_FREE where it says nothing
 * @trainable: whether it is learned by gradients
 */
typedef struct
{
  const char *role;
  ScopeShape shape;
  gboolean trainable;
} ScopeRole;

/**
 * ScopeRoles: a class's weights in the order of the file.
 */
typedef struct
{
  ScopeRole roles[16];
  guint n_roles;
} ScopeRoles;

/**
 * ScopeRolesFunc:
 * @layer: its configuration
 * @input: shape of its first input; may be unknown
 * @arrays: (nullable) (element-type ScopeArray): the arrays that the file has for it, where several layouts
 *     are told apart by them
 * @roles: (out): empty at first
 */
typedef void (*ScopeRolesFunc) (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                                ScopeRoles *roles);

/**
 * ScopeShapeFunc:
 * @inputs: (array length=n_inputs): what feeds this call; a shape may be unknown
 * @outputs: (element-type ScopeShape): empty at first; stays so where nothing is known
 */
typedef void (*ScopeShapeFunc) (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs,
                                GArray *outputs);

typedef enum
{
  SCOPE_CLASS_RECURRENT = 1 << 0, /* has gates */
  SCOPE_CLASS_CELL = 1 << 1,      /* one step of a recurrent layer */
  SCOPE_CLASS_MODEL = 1 << 2,     /* has layers of its own */
  SCOPE_CLASS_CODE = 1 << 3,      /* its file holds program code */
} ScopeClassFlags;

/**
 * ScopeClass: what is known of a class of Keras. One row of the table in scope-class.c.
 * @name: in Keras 2's and 3's words
 * @units_key: where its configuration keeps its size, or NULL
 * @n_gates: 4, 3, 1; 0 without gates
 * @roles: NULL: no weights, or not known which
 * @shape: NULL: not known
 */
typedef struct
{
  const char *name;
  ScopeClassFlags flags;
  const char *units_key;
  guint n_gates;
  ScopeRolesFunc roles;
  ScopeShapeFunc shape;
} ScopeClass;

/* NULL for a class that is none of Keras's own. */
const ScopeClass *scope_class_find (const char *name);
/* The class whose groups a v3 file calls @group ("lstm", "lstm_1"), or NULL. */
const ScopeClass *scope_class_find_by_group (const char *group);
/* "LSTM" → "lstm", "SimpleRNN" → "simple_rnn" (KM naming.py to_snake_case). */
char *scope_class_dup_group (const char *name);

/* The role functions of scope-class-roles.c. */
void scope_roles_add (ScopeRoles *self, const char *role, gboolean trainable, guint n_dims,
                      const gint64 *dims);
void scope_roles_dense (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_roles_lstm (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_roles_peephole_lstm (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_roles_gru (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_roles_simple_rnn (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_roles_highway (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_roles_maxout (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_roles_embedding (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_roles_batch_norm (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_roles_layer_norm (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_roles_rms_norm (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_roles_normalization (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_roles_prelu (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_roles_conv1d (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_roles_conv (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_roles_conv_transpose (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_roles_separable_conv (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_roles_depthwise_conv (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_roles_conv_lstm (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void
scope_roles_locally_connected (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_roles_attention (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_roles_multi_head (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);

/* Both of scope-class-einsum.c. */
void scope_roles_einsum_dense (ScopeLayer *, const ScopeShape *, const GPtrArray *, ScopeRoles *);
void scope_shapes_einsum_dense (ScopeLayer *, const ScopeShape *, guint, GArray *);

/* The shape functions of scope-class-shapes.c and scope-class-spatial.c. */
void scope_shapes_input (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_same (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_activation (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_dense (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_recurrent (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_cell (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_stacked_cells (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_rnn (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_time_distributed (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_bidirectional (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_model (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_flatten (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_reshape (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_permute (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_repeat (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_embedding (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_merge (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_concatenate (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_cosine (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_dot (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_attention (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_multi_head (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_conv1d (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_pool1d (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_global_pool (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_pad (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_upsample (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_conv_nd (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_pool_nd (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_depthwise_conv (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_conv_transpose (ScopeLayer *, const ScopeShape *, guint, GArray *);
void scope_shapes_conv_lstm (ScopeLayer *, const ScopeShape *, guint, GArray *);

G_END_DECLS
