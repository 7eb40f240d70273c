/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_LAYER_VIEWS (scope_layer_views_get_type ())
G_DECLARE_FINAL_TYPE (ScopeLayerViews, scope_layer_views, SCOPE, LAYER_VIEWS, AdwBin)

/**
 * ScopeLayerViews:
 *
 * The ways to look at a recurrent layer: a row of buttons, and under it the spectrum of U, what training changed, or the layer beside
 * another one. The first view, the weights, is whatever stands below this widget: it is to be shown while "shows-weights" is true, and
 * this widget then has the row only.
 *
 * Property "shows-weights" (boolean, readable). Signal "opened" (): a second click on a unit.
 */
void scope_layer_views_set_session (ScopeLayerViews *self, ScopeSession *session);

/* "weights", "spectrum", "training" or "compare". */
void scope_layer_views_show (ScopeLayerViews *self, const char *name);
const char *scope_layer_views_get_shown (ScopeLayerViews *self);

G_END_DECLS
