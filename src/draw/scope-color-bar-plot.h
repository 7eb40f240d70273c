/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "scope-colormap.h"
#include "scope-labels.h"
#include "scope-scale.h"

G_BEGIN_DECLS

/**
 * ScopeColorBarPlot:
 * @colormap: the colours
 * @min: value of the first
 * @max: value of the last
 * @counts: how many values lie in each of @n_counts parts of the range (scope_cells_count()), drawn
 *   over the bar; or %NULL
 * @label: what the colours mean with its unit, left of the bar or above it, or %NULL
 * @marker: a value to point at (the cell under the pointer), or NaN
 *
 * The legend of a heatmap, horizontal.
 */
typedef struct
{
  const ScopeColormap *colormap;
  double min;
  double max;
  const guint *counts;
  guint n_counts;
  const char *label;
  double marker;
} ScopeColorBarPlot;

/**
 * ScopeColorBarLayout:
 * @bar: the bar of colours
 * @histogram: room of the distribution above it; of height 0 if there is none
 * @scale: values to x
 */
typedef struct
{
  cairo_rectangle_t bar;
  cairo_rectangle_t histogram;
  ScopeScale scale;
  ScopeLabels *labels;
} ScopeColorBarLayout;

void scope_color_bar_plot_init (ScopeColorBarPlot *plot);

/* The height at which the label stands above the distribution; in less it stands beside the bar. */
double
scope_color_bar_plot_get_natural_height (const ScopeColorBarPlot *plot, const ScopeStyle *style);

ScopeColorBarLayout *
scope_color_bar_layout_new (const ScopeColorBarPlot *plot, const ScopeStyle *style, double width,
                            double height) G_GNUC_WARN_UNUSED_RESULT;
void scope_color_bar_layout_free (ScopeColorBarLayout *layout);

/* The value at a point of the bar or its distribution. */
gboolean
scope_color_bar_layout_hit (const ScopeColorBarLayout *layout, double x, double y, double *value);

void scope_color_bar_plot_paint (const ScopeColorBarPlot *plot, const ScopeColorBarLayout *layout,
                                 const ScopeStyle *style, cairo_t *cr);
/* The marker. */
void scope_color_bar_plot_paint_overlay (const ScopeColorBarPlot *plot,
                                         const ScopeColorBarLayout *layout, const ScopeStyle *style,
                                         cairo_t *cr);
void scope_color_bar_plot_draw (const ScopeColorBarPlot *plot, const ScopeStyle *style, cairo_t *cr,
                                double width, double height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeColorBarLayout, scope_color_bar_layout_free)

G_END_DECLS
