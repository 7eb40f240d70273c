/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-influence.h"
#include "scope-plot.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_LAG_CHART (scope_lag_chart_get_type ())
G_DECLARE_FINAL_TYPE (ScopeLagChart, scope_lag_chart, SCOPE, LAG_CHART, ScopePlot)

/**
 * ScopeLagChart:
 *
 * Influence by lag: the median and the 95th percentile of the change over many windows, or the size of the change in
 * one. Property "lag" (uint, 0 for none): the lag that was chosen; a click and Enter set it.
 */

/**
 * scope_lag_chart_set:
 * @influence: (nullable): with its lags
 * @one_window: it stands on a single window: no spread is drawn
 * @tolerance: in its unit; NaN for none
 * @step_seconds: of the table; 0 where unknown
 * @left: least room left of the bars, for charts that share the axis; 0: what the labels need
 */
void scope_lag_chart_set (ScopeLagChart *self, ScopeInfluence *influence, gboolean one_window,
                          double tolerance, double step_seconds, double left);
/* A strip for a narrow place. */
void scope_lag_chart_set_compact (ScopeLagChart *self, gboolean compact);
guint scope_lag_chart_get_lag (ScopeLagChart *self);
void scope_lag_chart_set_lag (ScopeLagChart *self, guint lag);

G_END_DECLS
