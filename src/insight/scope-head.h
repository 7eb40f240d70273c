/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-model.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_HEAD (scope_head_get_type ())

/**
 * ScopeHead:
 *
 * The next layer with weights that reads a recurrent layer, seen from the units that it reads: for each unit the
 * row of weights that it is multiplied with. Refcounted, immutable.
 *
 * A row is found where it is plain: the reader is a Dense layer (also in a TimeDistributed one) or a recurrent one (its W
 * over all gates; of a Bidirectional one both directions), and everything between passes each unit on by itself: dropout, noise, elementwise
 * activations, normalisation (whose own factors are left out), RepeatVector, pooling over all steps, Flatten where there
 * is no time axis. Of a Bidirectional layer's two halves each has its own rows where they are joined by "concat", the same
 * where they are added or averaged, none otherwise. Of several readers the first in the model's order counts.
 */
typedef struct _ScopeHead ScopeHead;

GType scope_head_get_type (void);

/**
 * scope_head_find:
 * @model: any model
 * @layer: path of a recurrent layer, as scope_model_find_layer() takes it
 *
 * Returns: (nullable): %NULL where nothing with weights reads @layer, or not in plain rows
 */
ScopeHead *scope_head_find (ScopeModel *model, const char *layer) G_GNUC_WARN_UNUSED_RESULT;
ScopeHead *scope_head_ref (ScopeHead *self);
void scope_head_unref (ScopeHead *self);

/* Name of the layer that reads. */
const char *scope_head_get_layer (ScopeHead *self);
/* Whether that is a recurrent layer, so that its rows are W's. */
gboolean scope_head_is_recurrent (ScopeHead *self);
guint scope_head_get_n_units (ScopeHead *self);
/* Weights in a row: outputs of a Dense layer; gates × units of a recurrent one. */
guint scope_head_get_n_values (ScopeHead *self);
float scope_head_get (ScopeHead *self, guint unit, guint value);
/* What a value leads into: "output 3", "f, unit 12", "backward f, unit 12". Translated. */
char *scope_head_dup_value_title (ScopeHead *self, guint value);
/* L2 norm of the unit's row. */
double scope_head_get_norm (ScopeHead *self, guint unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeHead, scope_head_unref)

G_END_DECLS
