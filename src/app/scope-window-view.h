/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_WINDOW_VIEW (scope_window_view_get_type ())
G_DECLARE_FINAL_TYPE (ScopeWindowView, scope_window_view, SCOPE, WINDOW_VIEW, AdwBin)

/**
 * ScopeWindowView:
 *
 * The opened window, step by step: its chart with a heading, a choice of the layer, and a button
 * that closes it.
 *
 * Signals: "cursor-moved" (int step): the step under the cursor, -1 where it has left;
 * "gate-chosen" (int gate): of the picture that was clicked.
 */

void scope_window_view_set_session (ScopeWindowView *self, ScopeSession *session);
/* Gives the keyboard to the picture. */
void scope_window_view_focus (ScopeWindowView *self);

G_END_DECLS
