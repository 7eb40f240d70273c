/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-alignment.h"
#include "scope-plot.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_COMPARE_CHART (scope_compare_chart_get_type ())
G_DECLARE_FINAL_TYPE (ScopeCompareChart, scope_compare_chart, SCOPE, COMPARE_CHART, ScopePlot)

/**
 * ScopeCompareChart:
 *
 * Two layers beside each other, the second in the first's order of units and in its signs: A, B and A − B of one gate, or A − B of
 * all, in one scale of colours.
 *
 * Signals: "cursor-moved" (): pointer or keys are on another weight, or have left; "chosen" (uint unit): a click, or Enter;
 * "opened" (): a second click.
 */

/**
 * scope_compare_chart_set:
 * @alignment: (nullable):
 * @gate: whose A, B and A − B; -1: A − B of all
 * @names: (nullable) (array zero-terminated=1): of W's rows
 */
void scope_compare_chart_set (ScopeCompareChart *self, ScopeAlignment *alignment, int gate,
                              const char *const *names);
/* Frames A's unit; -1: none. */
void scope_compare_chart_select (ScopeCompareChart *self, int unit);

/* Half the width of the scale; 0 where nothing is shown. */
double scope_compare_chart_get_extent (ScopeCompareChart *self);
/* How many of the numbers that are shown lie in each of @n_bins parts of the scale. */
void scope_compare_chart_count (ScopeCompareChart *self, guint *bins, guint n_bins);
/* What pointer or keys are on; NaN without. */
double scope_compare_chart_get_cursor_value (ScopeCompareChart *self);
/* The largest |A − B| that is shown, or NaN. */
double scope_compare_chart_get_largest_difference (ScopeCompareChart *self);

G_END_DECLS
