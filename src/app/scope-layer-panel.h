/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_LAYER_PANEL (scope_layer_panel_get_type ())
G_DECLARE_FINAL_TYPE (ScopeLayerPanel, scope_layer_panel, SCOPE, LAYER_PANEL, AdwBin)

/**
 * ScopeLayerPanel:
 *
 * The selected layer as its file has it: what it was configured with, its weights with their shapes and stored types, and why it
 * cannot be run where that is so. The model page's inspector.
 */
void scope_layer_panel_set_session (ScopeLayerPanel *self, ScopeSession *session);

G_END_DECLS
