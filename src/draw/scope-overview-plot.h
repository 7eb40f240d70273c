/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "scope-line-plot.h"

G_BEGIN_DECLS

typedef enum
{
  SCOPE_BRUSH_NONE,   /* beside the strip */
  SCOPE_BRUSH_BEFORE, /* on the strip, outside of the brush */
  SCOPE_BRUSH_AFTER,
  SCOPE_BRUSH_INSIDE, /* to be moved */
  SCOPE_BRUSH_START,  /* its edges, to be dragged */
  SCOPE_BRUSH_END
} ScopeBrushPart;

/**
 * ScopeOverviewPlot:
 * @lines: the series; their whole extent is shown, whatever part the plot itself shows
 * @from: the brush, in units of x; both NaN for none
 * @left: room on the left, the same as that of the chart it belongs to (its layout's area.x)
 * @right: room on the right
 *
 * A strip with the whole record and a brush over the part that a chart shows.
 */
typedef struct
{
  const ScopeLinePlot *lines;
  double from;
  double to;
  double left;
  double right;
} ScopeOverviewPlot;

typedef struct
{
  cairo_rectangle_t area;
  ScopeScale x;
  ScopeScale y;
  cairo_rectangle_t brush; /* width 0 for none */
} ScopeOverviewLayout;

void scope_overview_plot_init (ScopeOverviewPlot *plot);
void scope_overview_layout_init (ScopeOverviewLayout *layout, const ScopeOverviewPlot *plot,
                                 double width, double height);
/* What is under a point, and the x there (clamped to the record) in @value. */
ScopeBrushPart
scope_overview_layout_hit (const ScopeOverviewLayout *layout, double x, double y, double *value);
void scope_overview_plot_paint (const ScopeOverviewPlot *plot, const ScopeOverviewLayout *layout,
                                const ScopeStyle *style, cairo_t *cr);
/* The brush. */
void
scope_overview_plot_paint_overlay (const ScopeOverviewPlot *plot, const ScopeOverviewLayout *layout,
                                   const ScopeStyle *style, cairo_t *cr);

G_END_DECLS
