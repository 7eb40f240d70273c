/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_TABLE_PANEL (scope_table_panel_get_type ())
G_DECLARE_FINAL_TYPE (ScopeTablePanel, scope_table_panel, SCOPE, TABLE_PANEL, AdwBin)

/**
 * ScopeTablePanel:
 *
 * The open table in numbers, what was guessed in reading it, and what became of its windows.
 */
void scope_table_panel_set_session (ScopeTablePanel *self, ScopeSession *session);

G_END_DECLS
