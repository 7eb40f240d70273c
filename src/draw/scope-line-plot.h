/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "scope-labels.h"
#include "scope-scale.h"
#include "scope-ticks.h"

G_BEGIN_DECLS

typedef enum
{
  SCOPE_LINE_OBSERVED,  /* foreground */
  SCOPE_LINE_FORECAST,  /* the accent's blue, a little stronger */
  SCOPE_LINE_REFERENCE, /* grey, dashed */
  SCOPE_LINE_GATE,      /* the hue of a gate */
  SCOPE_LINE_BAND       /* the room between @lower and the values, in pale accent */
} ScopeLineRole;

/**
 * ScopeLineSeries:
 * @name: in the legend; %NULL for none
 * @role: how it is drawn
 * @hue: with %SCOPE_LINE_GATE
 * @values: as many as the plot has x; NaN is a gap. One of @values and @doubles is set.
 * @doubles: the same in double precision
 * @lower: with %SCOPE_LINE_BAND: the lower edge (doubles), %NULL for zero
 */
typedef struct
{
  const char *name;
  ScopeLineRole role;
  ScopeHue hue;
  const float *values;
  const double *doubles;
  const double *lower;
} ScopeLineSeries;

typedef enum
{
  SCOPE_AXIS_NUMBER,
  SCOPE_AXIS_INTEGER,
  SCOPE_AXIS_TIME /* seconds since 1970-01-01 00:00 of the table's own clock */
} ScopeAxisKind;

/* A period that is shaded, in units of x. */
typedef struct
{
  double from;
  double to;
} ScopePeriod;

/**
 * ScopeLinePlot:
 * @n: number of points
 * @x: ascending, finite, @n of them; %NULL for 0 to @n - 1
 * @x_kind: how the axis is labelled
 * @max_gap: a line is broken where x leaps by more; 0 for never
 * @series: in the legend's order; bands are drawn under references, and these under other lines,
 *   which are drawn in their order
 * @x_min: visible part, both NaN for all
 * @y_min: visible part, both NaN for what the visible values need
 * @y_unit: stands above the y axis, %NULL for "no unit" unless @y_title says more
 * @y_title: what y is, stands before the unit; or %NULL
 * @x_title: stands under the x axis at its end, with unit or zone; or %NULL. On an axis of time it shares the
 *   line of the days and years.
 * @periods: shaded parts
 * @level: a dashed horizontal line (a tolerance) with @level_label, or NaN
 * @mark_x, @mark_y: a dot on a chosen point (a forecast at its valid time), or NaN
 * @cursor_x: a vertical line, or NaN
 * @left: least room left of the chart, 0 for what the labels need; @right alike
 *
 * Lines over time or number.
 */
typedef struct
{
  gsize n;
  const double *x;
  ScopeAxisKind x_kind;
  double max_gap;
  const ScopeLineSeries *series;
  guint n_series;
  double x_min;
  double x_max;
  double y_min;
  double y_max;
  const char *y_unit;
  const char *y_title;
  const char *x_title;
  const ScopePeriod *periods;
  guint n_periods;
  double level;
  const char *level_label;
  double mark_x;
  double mark_y;
  double cursor_x;
  double left;
  double right;
} ScopeLinePlot;

/**
 * ScopeLineLayout:
 * @area: inside of the axes
 * @x: values to pixels, @y likewise (upwards)
 */
typedef struct
{
  double width;
  double height;
  cairo_rectangle_t area;
  ScopeScale x;
  ScopeScale y;
  ScopeTicks *x_ticks;
  ScopeTicks *y_ticks;
  cairo_rectangle_t *keys; /* of each series in the legend; width 0 without */
  guint n_keys;
  ScopeLabels *labels;
} ScopeLineLayout;

/**
 * ScopeLineHit:
 * @index: the point whose x is nearest
 * @series: the series whose value there is nearest to the pointer, or -1 if all are missing
 * @x: where the pointer is, in units of x
 */
typedef struct
{
  gsize index;
  int series;
  double x;
  double y;
} ScopeLineHit;

void scope_line_plot_init (ScopeLinePlot *plot);

/* The value of a series at a point, NaN if missing. */
double scope_line_series_get (const ScopeLineSeries *series, gsize index);
/* x of a point. */
double scope_line_plot_get_x (const ScopeLinePlot *plot, gsize index);
/* The index whose x is nearest to @x; 0 if there is none. */
gsize scope_line_plot_find (const ScopeLinePlot *plot, double x);

ScopeLineLayout *scope_line_layout_new (const ScopeLinePlot *plot, const ScopeStyle *style,
                                        double width, double height) G_GNUC_WARN_UNUSED_RESULT;
void scope_line_layout_free (ScopeLineLayout *layout);

/* %FALSE outside of the axes and on an empty plot. */
gboolean scope_line_plot_hit (const ScopeLinePlot *plot, const ScopeLineLayout *layout, double x,
                              double y, ScopeLineHit *hit);

void scope_line_plot_paint (const ScopeLinePlot *plot, const ScopeLineLayout *layout,
                            const ScopeStyle *style, cairo_t *cr);
/* Mark and cursor. */
void scope_line_plot_paint_overlay (const ScopeLinePlot *plot, const ScopeLineLayout *layout,
                                    const ScopeStyle *style, cairo_t *cr);
void scope_line_plot_draw (const ScopeLinePlot *plot, const ScopeStyle *style, cairo_t *cr,
                           double width, double height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeLineLayout, scope_line_layout_free)

G_END_DECLS
