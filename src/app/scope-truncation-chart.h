/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-influence.h"
#include "scope-plot.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_TRUNCATION_CHART (scope_truncation_chart_get_type ())
G_DECLARE_FINAL_TYPE (ScopeTruncationChart, scope_truncation_chart, SCOPE, TRUNCATION_CHART,
                      ScopePlot)

/**
 * ScopeTruncationChart:
 *
 * The truncation curve: how far the forecast moves when all but the last k steps are at the baseline: median over many
 * windows with the 95th percentile as a band, or one window's.
 */

/* @influence may be NULL; it needs its truncation. @tolerance is NaN for none. */
void scope_truncation_chart_set (ScopeTruncationChart *self, ScopeInfluence *influence,
                                 gboolean one_window, double tolerance);

G_END_DECLS
