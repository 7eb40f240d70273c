/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-forecast-lines.h"
#include "scope-line-plot.h"
#include "scope-plot.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_FORECAST_CHART (scope_forecast_chart_get_type ())
G_DECLARE_FINAL_TYPE (ScopeForecastChart, scope_forecast_chart, SCOPE, FORECAST_CHART, ScopePlot)

/**
 * ScopeForecastChart:
 *
 * Observed, forecast and persistence over time, with zoom (Ctrl and wheel, + and −) and pan (drag,
 * sideways wheel; the arrows move a cursor that takes the picture along, Page Up and Page Down a
 * whole picture).
 *
 * Properties: "window" (int64, -1 for none): the window whose forecast was chosen; a click and
 * Enter set it. Signal "view-changed": another part is shown.
 */

/**
 * ScopeForecastChartWords:
 * @name: the target's
 * @unit: its unit; "" where none is stated
 * @forecast_name: in the legend ("forecast, 6 h ahead")
 * @x_title: what the axis of time is ("UTC")
 * @recipe: in whose words moments are said
 */
typedef struct
{
  const char *name;
  const char *unit;
  const char *forecast_name;
  const char *x_title;
  ScopeRecipe *recipe;
} ScopeForecastChartWords;

/* NULL: nothing. The texts are copied. Keeps the part that is shown where the points are the
 * same. */
void scope_forecast_chart_set_lines (ScopeForecastChart *self, ScopeForecastLines *lines,
                                     const ScopeForecastChartWords *words);
ScopeForecastLines *scope_forecast_chart_get_lines (ScopeForecastChart *self);

/* The rows that the chosen window saw, in units of x; NaN for none: shaded. */
void scope_forecast_chart_set_period (ScopeForecastChart *self, double from, double to);

void scope_forecast_chart_set_window (ScopeForecastChart *self, gint64 window);
gint64 scope_forecast_chart_get_window (ScopeForecastChart *self);

/* The part that is shown, in units of x. FALSE where there are no points. */
gboolean scope_forecast_chart_get_view (ScopeForecastChart *self, double *from, double *to);
/* Clamped to what there is; a part that is too small is widened. */
void scope_forecast_chart_set_view (ScopeForecastChart *self, double from, double to);
/* Whether less than everything is shown. */
gboolean scope_forecast_chart_is_zoomed (ScopeForecastChart *self);
void scope_forecast_chart_zoom (ScopeForecastChart *self, double factor);
/* Shows everything. */
void scope_forecast_chart_fit (ScopeForecastChart *self);

/* Room on the left of this chart and of what lies under it on the same axis, in pixels. */
double scope_forecast_chart_get_left (const ScopeStyle *style);

G_END_DECLS
