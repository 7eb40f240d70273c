/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gate-plot.h"
#include "scope-plot.h"

G_BEGIN_DECLS

/* The keyboard's way through the picture of the gates, from weight to weight as they are shown. */

/* Where it begins: in the column of @chosen_unit, or in the first where that is -1; in the topmost row. */
void
scope_gate_cursor_begin (const ScopeGateLayout *layout, ScopeGateCell *cursor, int chosen_unit);
/* FALSE at the edge. */
gboolean
scope_gate_cursor_move (const ScopeGateLayout *layout, ScopeGateCell *cursor, ScopeMove move);

G_END_DECLS
