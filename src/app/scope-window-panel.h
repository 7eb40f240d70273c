/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_WINDOW_PANEL (scope_window_panel_get_type ())
G_DECLARE_FINAL_TYPE (ScopeWindowPanel, scope_window_panel, SCOPE, WINDOW_PANEL, AdwBin)

/**
 * ScopeWindowPanel:
 *
 * The opened window in numbers: when it is, what was forecast and observed, how the gate at the
 * cursor came to its value, and how far back this forecast looked.
 */

void scope_window_panel_set_session (ScopeWindowPanel *self, ScopeSession *session);
/* The step that the arithmetic is of, 0 for the oldest row; -1: the session's. */
void scope_window_panel_set_step (ScopeWindowPanel *self, int step);
/* The gate that the arithmetic is of. */
void scope_window_panel_set_gate (ScopeWindowPanel *self, int gate);

G_END_DECLS
