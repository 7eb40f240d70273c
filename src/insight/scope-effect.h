/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-model.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_EFFECT (scope_effect_get_type ())

/**
 * ScopeEffect:
 *
 * What a unit of a recurrent layer does to each of the model's outputs, where nothing but linear layers lies between: how much the
 * output rises when the unit's answer h rises by 1, the product of the kernels of all Dense layers on the way. In the model's own
 * (scaled) values. Refcounted, immutable, any thread.
 */
typedef struct _ScopeEffect ScopeEffect;

GType scope_effect_get_type (void);

/**
 * scope_effect_find:
 * @model: any model
 * @layer: path of a recurrent layer, as scope_model_find_layer() takes it
 *
 * On the way may lie Dense layers with a linear activation (also in a TimeDistributed one), linear Activation layers, and what does
 * nothing to a forecast: dropout, noise, ActivityRegularization, Identity; Flatten and Reshape where there is no time axis to mix. Each layer on it must be
 * read once, by the next alone, and the last one must be an output of the model. Halves of a Bidirectional layer as #ScopeHead has them;
 * an average counts half.
 *
 * Returns: (nullable): %NULL where anything else lies between, or nothing: the units are the output then
 */
ScopeEffect *scope_effect_find (ScopeModel *model, const char *layer) G_GNUC_WARN_UNUSED_RESULT;
ScopeEffect *scope_effect_ref (ScopeEffect *self);
void scope_effect_unref (ScopeEffect *self);

/* Name of the layer whose answer is the output, and which of the model's outputs that is. */
const char *scope_effect_get_layer (ScopeEffect *self);
guint scope_effect_get_output (ScopeEffect *self);
guint scope_effect_get_n_units (ScopeEffect *self);
/* Numbers of that output, for each time step where it has some. */
guint scope_effect_get_n_values (ScopeEffect *self);
double scope_effect_get (ScopeEffect *self, guint unit, guint value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeEffect, scope_effect_unref)

G_END_DECLS
