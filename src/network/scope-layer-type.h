/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-plan.h"

G_BEGIN_DECLS

/**
 * ScopeCompileFunc:
 * @plan: gets the steps (none, where the layer passes its input on)
 * @layer: configuration and weights
 * @path: its name as scope_model_find_layer() takes it
 * @inputs: (array length=n_inputs): values that feed this call
 * @outputs: (element-type guint): empty at first; gets the values that come out
 * @why: (out): a translated sentence, where it cannot be run
 */
typedef gboolean (*ScopeCompileFunc) (ScopePlan *plan, ScopeLayer *layer, const char *path,
                                      const guint *inputs, guint n_inputs, GArray *outputs,
                                      char **why);

/**
 * ScopeMaskRule: what becomes of a mask that comes in with an input.
 * @SCOPE_MASK_STOPS: Keras's layer does not support masking; its outputs have none. (It must make new values.)
 * @SCOPE_MASK_PASSES: its outputs have the input's
 * @SCOPE_MASK_OWN: its compile function asks scope_plan_get_mask() and says scope_plan_set_mask() of its outputs
 */
typedef enum
{
  SCOPE_MASK_STOPS,
  SCOPE_MASK_PASSES,
  SCOPE_MASK_OWN,
} ScopeMaskRule;

/* What is known of running a class. */
typedef struct
{
  const char *class_name;
  ScopeCompileFunc compile;
  ScopeMaskRule mask;
} ScopeLayerType;

/* NULL for what Gatescope cannot run (yet). A function of Keras 3 is not the layer of that name. */
const ScopeLayerType *scope_layer_type_find (ScopeLayer *layer);

/* One for each file scope-step-*.c; scope-layer-type.c says which classes it serves. */
gboolean scope_compile_recurrent (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                                  GArray *, char **);
gboolean scope_compile_bidirectional (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                                      GArray *, char **);
gboolean scope_compile_time_distributed (ScopePlan *, ScopeLayer *, const char *, const guint *,
                                         guint, GArray *, char **);
gboolean scope_compile_dense (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                              GArray *, char **);
gboolean scope_compile_activation (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                                   GArray *, char **);
gboolean scope_compile_softmax (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                                GArray *, char **);
gboolean scope_compile_arrange (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                                GArray *, char **);
gboolean scope_compile_prelu (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                              GArray *, char **);
gboolean scope_compile_masking (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                                GArray *, char **);
gboolean scope_compile_embedding (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                                  GArray *, char **);
gboolean scope_compile_batch_normalization (ScopePlan *, ScopeLayer *, const char *, const guint *,
                                            guint, GArray *, char **);
gboolean scope_compile_affine (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                               GArray *, char **);
gboolean scope_compile_group_norm (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                                   GArray *, char **);
gboolean scope_compile_merge (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                              GArray *, char **);
gboolean scope_compile_concatenate (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                                    GArray *, char **);
gboolean scope_compile_dot (ScopePlan *, ScopeLayer *, const char *, const guint *, guint, GArray *,
                            char **);
gboolean scope_compile_merge_function (ScopePlan *, ScopeLayer *, const char *, const guint *,
                                       guint, GArray *, char **);
gboolean scope_compile_convolution (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                                    GArray *, char **);
gboolean scope_compile_pool (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                             GArray *, char **);
gboolean scope_compile_global_pool (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                                    GArray *, char **);
gboolean scope_compile_depthwise (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                                  GArray *, char **);
gboolean scope_compile_transposed (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                                   GArray *, char **);
gboolean scope_compile_attention (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                                  GArray *, char **);
gboolean scope_compile_multi_head (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                                   GArray *, char **);
gboolean scope_compile_operation (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                                  GArray *, char **);
gboolean scope_compile_reduction (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                                  GArray *, char **);
gboolean scope_compile_expand (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                               GArray *, char **);
gboolean scope_compile_highway (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                                GArray *, char **);
gboolean scope_compile_maxout (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                               GArray *, char **);
gboolean scope_compile_view (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                             GArray *, char **);
gboolean scope_compile_reduce (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                               GArray *, char **);
gboolean scope_compile_einsum (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                               GArray *, char **);
gboolean scope_compile_local (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                              GArray *, char **);
gboolean scope_compile_upsample (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                                 GArray *, char **);
gboolean scope_compile_identity (ScopePlan *, ScopeLayer *, const char *, const guint *, guint,
                                 GArray *, char **);

/* Sets @why and answers FALSE unless there is one input of at least @min_dims dimensions, batch included. */
gboolean scope_compile_check_single (const ScopePlan *plan, const guint *inputs, guint n_inputs,
                                     guint min_dims, char **why);

G_END_DECLS
