/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-layer-type.h"

G_BEGIN_DECLS

/**
 * ScopeLayerStep: a step that keeps its layer: shapes are those that the model library works out for the class.
 */
typedef struct
{
  ScopeStep parent;
  ScopeLayer *layer;
} ScopeLayerStep;

/* @size: of the kind's own structure, which begins with a ScopeLayerStep. Its class frees it with scope_layer_step_free(). */
gpointer scope_layer_step_new (gsize size, const ScopeStepClass *class, const ScopePlan *plan,
                               ScopeLayer *layer, const char *path) G_GNUC_WARN_UNUSED_RESULT;
void scope_layer_step_free (ScopeStep *step);

/* infer() of a step whose outputs' shapes are its class's. */
gboolean scope_layer_step_infer (const ScopeStep *step, const ScopeShape *inputs,
                                 ScopeShape *outputs, char **why);

/* Adds a step whose second output is the mask of its first. */
gboolean scope_layer_step_add_with_mask (ScopePlan *plan, ScopeStep *step, const guint *inputs,
                                         guint n_inputs, GArray *outputs, char **why);

/* Whether @layer is of that class. */
gboolean scope_layer_step_is (const ScopeLayerStep *self, const char *class_name);

/* A layer's activation, which must leave the number of numbers as it is. */
gboolean
scope_layer_step_get_activation (ScopeLayer *layer, ScopeActivation *activation, char **why);

/* The configuration's data_format. */
gboolean scope_layer_has_channels_first (ScopeLayer *layer);

/**
 * scope_layer_get_axes:
 * @key: "axis", or another key of an axis or of a list of them
 * @fallback: where there is none
 * @n_dims: of the tensor, batch included
 * @axes: (out): (array length=SCOPE_ARRAY_MAX_DIMS): in the configuration's order, counted from the front
 * @why: (out): where one is not an axis of such a tensor, or is the batch
 *
 * Returns: how many; 0 with @why
 */
guint scope_layer_get_axes (ScopeLayer *layer, const char *key, gint64 fallback, guint n_dims,
                            guint *axes, char **why);

/* Sets @why to say that the layer cannot take a tensor of that shape, and answers %FALSE. */
gboolean scope_layer_step_refuse (const ScopeShape *input, char **why);

/* FALSE and @why unless dimension @axis has that length or is free. */
gboolean
scope_layer_step_check_dim (const ScopeShape *input, guint axis, gsize expected, char **why);

G_END_DECLS
