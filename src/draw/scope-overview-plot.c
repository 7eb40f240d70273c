/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-overview-plot.h"

#include "scope-axis.h"
#include "scope-line-path.h"

#include <math.h>

/* Within so many pixels of an edge the pointer takes it. */
#define EDGE 6.0
#define LEAST_BRUSH 2.0

void
scope_overview_plot_init (ScopeOverviewPlot *plot)
{
  g_return_if_fail (plot != NULL);

  *plot = (ScopeOverviewPlot){ .from = NAN, .to = NAN };
}

void
scope_overview_layout_init (ScopeOverviewLayout *layout, const ScopeOverviewPlot *plot,
                            double width, double height)
{
  const ScopeLinePlot *lines;
  double least = INFINITY, most = -INFINITY;

  g_return_if_fail (layout != NULL && plot != NULL && plot->lines != NULL);

  lines = plot->lines;
  layout->area =
      scope_axis_snap (plot->left + 1, 1, width - plot->left - plot->right - 2, height - 2);
  for (guint s = 0; s < lines->n_series; s++)
    for (gsize i = 0; i < lines->n; i++)
      {
        double value = scope_line_series_get (&lines->series[s], i);

        if (!isfinite (value))
          continue;
        least = MIN (least, value);
        most = MAX (most, value);
      }
  scope_scale_init (&layout->x, lines->n > 0 ? scope_line_plot_get_x (lines, 0) : 0,
                    lines->n > 0 ? scope_line_plot_get_x (lines, lines->n - 1) : 1, layout->area.x,
                    layout->area.x + layout->area.width);
  scope_scale_init (&layout->y, least, most, layout->area.y + layout->area.height - 2,
                    layout->area.y + 2);

  layout->brush = (cairo_rectangle_t){ 0, 0, 0, 0 };
  if (isfinite (plot->from) && isfinite (plot->to))
    {
      double from = MIN (plot->from, plot->to);
      double to = MAX (plot->from, plot->to);

      from = scope_scale_map (&layout->x, CLAMP (from, layout->x.min, layout->x.max));
      to = scope_scale_map (&layout->x, CLAMP (to, layout->x.min, layout->x.max));
      layout->brush = (cairo_rectangle_t){ from, layout->area.y, MAX (to - from, LEAST_BRUSH),
                                           layout->area.height };
    }
}

ScopeBrushPart
scope_overview_layout_hit (const ScopeOverviewLayout *layout, double x, double y, double *value)
{
  const cairo_rectangle_t *area;
  double end;

  g_return_val_if_fail (layout != NULL, SCOPE_BRUSH_NONE);

  area = &layout->area;
  if (value != NULL)
    *value = CLAMP (scope_scale_unmap (&layout->x, x), layout->x.min, layout->x.max);
  if (!(x >= area->x - EDGE && x <= area->x + area->width + EDGE) || y < area->y
      || y >= area->y + area->height)
    return SCOPE_BRUSH_NONE;
  if (layout->brush.width <= 0)
    return SCOPE_BRUSH_BEFORE;
  end = layout->brush.x + layout->brush.width;
  /* A narrow brush must still be movable: its edges lie outside of it then. */
  if (layout->brush.width > 3 * EDGE ? fabs (x - layout->brush.x) <= EDGE
                                     : x < layout->brush.x && x >= layout->brush.x - EDGE)
    return SCOPE_BRUSH_START;
  if (layout->brush.width > 3 * EDGE ? fabs (x - end) <= EDGE : x > end && x <= end + EDGE)
    return SCOPE_BRUSH_END;
  if (x < layout->brush.x)
    return SCOPE_BRUSH_BEFORE;
  return x > end ? SCOPE_BRUSH_AFTER : SCOPE_BRUSH_INSIDE;
}

void
scope_overview_plot_paint (const ScopeOverviewPlot *plot, const ScopeOverviewLayout *layout,
                           const ScopeStyle *style, cairo_t *cr)
{
  const ScopePalette *palette;
  const ScopeLinePlot *lines;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  palette = scope_style_get_palette (style);
  lines = plot->lines;
  for (guint s = 0; s < lines->n_series; s++)
    {
      const ScopeLineSeries *series = &lines->series[s];

      /* References and bands would hide the rest in so low a strip. */
      if (series->role == SCOPE_LINE_REFERENCE || series->role == SCOPE_LINE_BAND)
        continue;
      scope_line_path_set_pen (cr, series, palette);
      cairo_set_line_width (cr, 0.8);
      scope_line_path_stroke (cr, lines, series, 0, lines->n, &layout->x, &layout->y);
    }
  scope_axis_paint_frame (cr, &layout->area, &palette->grid, 1);
}

void
scope_overview_plot_paint_overlay (const ScopeOverviewPlot *plot, const ScopeOverviewLayout *layout,
                                   const ScopeStyle *style, cairo_t *cr)
{
  const ScopePalette *palette;
  ScopeColor shade;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  if (layout->brush.width <= 0)
    return;
  palette = scope_style_get_palette (style);
  shade = scope_color_with_alpha (&palette->accent, 0.22);
  cairo_rectangle (cr, layout->brush.x, layout->brush.y, layout->brush.width, layout->brush.height);
  scope_color_set_source (&shade, cr);
  cairo_fill (cr);
  scope_axis_paint_frame (cr, &layout->brush, &palette->accent, 1);
  for (guint side = 0; side < 2 && layout->brush.width > 3 * EDGE; side++)
    {
      double x = layout->brush.x + side * layout->brush.width;

      cairo_rectangle (cr, x - 1.5, layout->brush.y + layout->brush.height / 2 - 7, 3, 14);
    }
  scope_color_set_source (&palette->accent, cr);
  cairo_fill (cr);
}
