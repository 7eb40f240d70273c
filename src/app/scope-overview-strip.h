/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-forecast-chart.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_OVERVIEW_STRIP (scope_overview_strip_get_type ())
G_DECLARE_FINAL_TYPE (ScopeOverviewStrip, scope_overview_strip, SCOPE, OVERVIEW_STRIP, ScopePlot)

/**
 * ScopeOverviewStrip:
 *
 * The whole record in a strip, and a brush over the part that a chart shows: drag the brush or its
 * edges, drag beside it for a new one, or move and size it with the arrows, + and −.
 */

/* The chart that it belongs to; once. */
void scope_overview_strip_set_chart (ScopeOverviewStrip *self, ScopeForecastChart *chart);

G_END_DECLS
