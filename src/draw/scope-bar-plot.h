/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "scope-labels.h"
#include "scope-scale.h"

G_BEGIN_DECLS

#define SCOPE_BAR_PLOT_MAX_BARS 4

/**
 * ScopeBarPlot:
 * @n_rows: number of rows
 * @n_bars: bars in each row, 1 to %SCOPE_BAR_PLOT_MAX_BARS
 * @values: @n_rows × @n_bars, row by row; NaN has no bar and "–" for its value
 * @labels: a name for each row
 * @hues: the colour of each bar of a row, %SCOPE_HUE_NONE for the accent
 * @bar_names: a name for each bar of a row, in a legend on top; or %NULL
 * @show_values: write each value beside its bar (with one bar a row)
 * @unit: of the values, stands above them; or %NULL
 * @digits: significant digits of the values
 * @extent: the length of the axis to each side where there are values; 0 for what they need
 * @bold_row: or -1
 * @cursor_row: or -1
 *
 * Signed bars, one row a feature, from a common zero.
 */
typedef struct
{
  guint n_rows;
  guint n_bars;
  const double *values;
  const char *const *labels;
  ScopeHue hues[SCOPE_BAR_PLOT_MAX_BARS];
  const char *const *bar_names;
  gboolean show_values;
  const char *unit;
  guint digits;
  double extent;
  int bold_row;
  int cursor_row;
} ScopeBarPlot;

/**
 * ScopeBarLayout:
 * @area: of the bars
 * @zero: x of the zero line
 */
typedef struct
{
  double width;
  double height;
  cairo_rectangle_t area;
  ScopeScale x;
  double zero;
  double top; /* of the first row */
  double row_height;
  guint n_rows;
  guint n_bars;
  cairo_rectangle_t keys[SCOPE_BAR_PLOT_MAX_BARS];
  ScopeLabels *labels;
} ScopeBarLayout;

void scope_bar_plot_init (ScopeBarPlot *plot);

/* The height at which every row has room for its name. */
double scope_bar_plot_get_natural_height (const ScopeBarPlot *plot, const ScopeStyle *style);

ScopeBarLayout *scope_bar_layout_new (const ScopeBarPlot *plot, const ScopeStyle *style,
                                      double width, double height) G_GNUC_WARN_UNUSED_RESULT;
void scope_bar_layout_free (ScopeBarLayout *layout);

/* The row, and in it the bar, at a point anywhere in the row. */
gboolean
scope_bar_layout_hit (const ScopeBarLayout *layout, double x, double y, guint *row, guint *bar);
/* The whole width of a bar's line, whatever its value. */
void scope_bar_layout_get_slot (const ScopeBarLayout *layout, guint row, guint bar,
                                cairo_rectangle_t *rect);

void scope_bar_plot_paint (const ScopeBarPlot *plot, const ScopeBarLayout *layout,
                           const ScopeStyle *style, cairo_t *cr);
void scope_bar_plot_paint_overlay (const ScopeBarPlot *plot, const ScopeBarLayout *layout,
                                   const ScopeStyle *style, cairo_t *cr);
void scope_bar_plot_draw (const ScopeBarPlot *plot, const ScopeStyle *style, cairo_t *cr,
                          double width, double height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeBarLayout, scope_bar_layout_free)

G_END_DECLS
