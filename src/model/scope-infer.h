/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-layer.h"

G_BEGIN_DECLS

/**
 * scope_infer_call:
 * @inputs: (array length=n_inputs): what feeds call @call of @layer
 *
 * Works out the shapes of a call and, for a nested model or a wrapper, of all that is in it, and keeps them in the layer. The first
 * call of a nested model decides the shapes inside.
 *
 * Returns: (element-type ScopeShape): the call's outputs; empty where not known
 */
const GArray *
scope_infer_call (ScopeLayer *layer, guint call, const ScopeShape *inputs, guint n_inputs);

/**
 * scope_infer_graph:
 * @model: a model whose feeds are resolved
 * @inputs: (array length=n_inputs): shapes that feed it; its InputLayers' own where there are none
 * @outputs: (element-type ScopeShape): the shapes of its outputs are added
 *
 * Returns: %FALSE where layers feed each other in a circle
 */
gboolean
scope_infer_graph (ScopeLayer *model, const ScopeShape *inputs, guint n_inputs, GArray *outputs);

G_END_DECLS
