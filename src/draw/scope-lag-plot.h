/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "scope-labels.h"
#include "scope-scale.h"
#include "scope-ticks.h"

G_BEGIN_DECLS

/**
 * ScopeLagPlot:
 * @n_lags: lag 1 is the newest input and drawn rightmost
 * @median: of lag k at k − 1; NaN for missing
 * @p95: the 95th percentile, or %NULL (one window has none)
 * @median_name: in the legend ("median of 200 windows")
 * @p95_name: in the legend ("95 % of windows are below")
 * @unit: of both, above the y axis; %NULL for "no unit"
 * @tolerance: a dashed line with @tolerance_label, or NaN
 * @step_seconds: the clock's distance of two steps, for the labels' second line; 0 for unknown
 * @x_title: what the axis is; or %NULL
 * @y_max: end of the y axis, NaN for what the bars need
 * @left: least room on the left, @right alike
 * @chosen_lag: framed; or 0
 * @cursor_lag: or 0
 *
 * Influence by lag.
 */
typedef struct
{
  guint n_lags;
  const double *median;
  const double *p95;
  const char *median_name;
  const char *p95_name;
  const char *unit;
  double tolerance;
  const char *tolerance_label;
  double step_seconds;
  const char *x_title;
  double y_max;
  double left;
  double right;
  guint chosen_lag;
  guint cursor_lag;
} ScopeLagPlot;

typedef struct
{
  double width;
  double height;
  cairo_rectangle_t area;
  ScopeScale y;
  ScopeTicks *y_ticks;
  guint n_lags;
  cairo_rectangle_t keys[2];
  ScopeLabels *labels;
} ScopeLagLayout;

void scope_lag_plot_init (ScopeLagPlot *plot);

ScopeLagLayout *scope_lag_layout_new (const ScopeLagPlot *plot, const ScopeStyle *style,
                                      double width, double height) G_GNUC_WARN_UNUSED_RESULT;
void scope_lag_layout_free (ScopeLagLayout *layout);

/* The lag whose column is under a point. */
gboolean scope_lag_layout_hit (const ScopeLagLayout *layout, double x, double y, guint *lag);
/* The column of a lag over the whole height. */
void scope_lag_layout_get_column (const ScopeLagLayout *layout, guint lag, cairo_rectangle_t *rect);

void scope_lag_plot_paint (const ScopeLagPlot *plot, const ScopeLagLayout *layout,
                           const ScopeStyle *style, cairo_t *cr);
void scope_lag_plot_paint_overlay (const ScopeLagPlot *plot, const ScopeLagLayout *layout,
                                   const ScopeStyle *style, cairo_t *cr);
void scope_lag_plot_draw (const ScopeLagPlot *plot, const ScopeStyle *style, cairo_t *cr,
                          double width, double height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeLagLayout, scope_lag_layout_free)

G_END_DECLS
