/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_LAYER_TABLE (scope_layer_table_get_type ())
G_DECLARE_FINAL_TYPE (ScopeLayerTable, scope_layer_table, SCOPE, LAYER_TABLE, AdwBin)

/**
 * ScopeLayerTable:
 *
 * The layers of a model with class, output, units and parameters, a row each. The selected row is the session's layer.
 */
void scope_layer_table_set_session (ScopeLayerTable *self, ScopeSession *session);

G_END_DECLS
