/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gate-range.h"
#include "scope-plot.h"
#include "scope-session.h"
#include "scope-unit-data.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_GATE_VIEW (scope_gate_view_get_type ())
G_DECLARE_FINAL_TYPE (ScopeGateView, scope_gate_view, SCOPE, GATE_VIEW, ScopePlot)

/**
 * ScopeGateView:
 *
 * W, U and b of every gate side by side in one scale. What is shown follows the session's gate and matrix, its unit is framed in
 * each of them; a click, or Enter, on a weight selects the weight's unit, one on a heading the gate. A heading under the
 * pointer says what its gate does.
 *
 * Zoomed, all gates show the same columns, so that a unit's weights stay side by side; names stay at their rows and columns.
 *
 * Signals: "cursor-moved" (): pointer or keys are on another weight, or have left; "opened" (): a second click; "busy-changed" ();
 * "order-failed" (): units or features could not be clustered, which has been said, and are in their own order again.
 */
void scope_gate_view_set_session (ScopeGateView *self, ScopeSession *session);

/* NULL while it is computed: the picture keeps its place and is empty. */
void scope_gate_view_set_data (ScopeGateView *self, ScopeUnitData *data);

/* @order: SCOPE_UNIT_ORDER_INDEX, SCOPE_UNIT_ORDER_CLUSTERED (scope-gate-picture.h) or a ScopeUnitColumn; @title: stands under
 * the units' numbers ("unit, longest memory first"). */
void scope_gate_view_set_order (ScopeGateView *self, int order, const char *title);
/* Whether features whose weights are alike stand together; else they are in their own order. */
void scope_gate_view_set_cluster_rows (ScopeGateView *self, gboolean cluster);
/* What sets the ends of the colours; the largest of all weights unless it is set. */
void scope_gate_view_set_range (ScopeGateView *self, const ScopeGateRange *range);
/* Whether another order is being worked out. */
gboolean scope_gate_view_get_busy (ScopeGateView *self);
/* Whether all cells are seen: nothing is zoomed. */
gboolean scope_gate_view_get_whole (ScopeGateView *self);

/* Half the width of the scale, which is centred on zero; 0 while there is nothing to show. */
double scope_gate_view_get_extent (ScopeGateView *self);
/* The weight under pointer or keys; NaN without one. */
double scope_gate_view_get_cursor_weight (ScopeGateView *self);
/* The same in words, or what the gate under the pointer does; NULL without. */
char *scope_gate_view_dup_cursor_words (ScopeGateView *self);

G_END_DECLS
