/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-overview-plot.h"

#include "draw-test.h"
#include "scope-test.h"

#include <math.h>

static const float values[] = { 1, 3, 2, 5, 4, 6, 2, 1, 0, 3, 2 };

static void
fill (ScopeOverviewPlot *plot, ScopeLinePlot *lines, ScopeLineSeries *series)
{
  *series =
      (ScopeLineSeries){ "forecast", SCOPE_LINE_FORECAST, SCOPE_HUE_NONE, values, NULL, NULL };
  scope_line_plot_init (lines);
  lines->n = G_N_ELEMENTS (values);
  lines->series = series;
  lines->n_series = 1;
  scope_overview_plot_init (plot);
  plot->lines = lines;
}

static void
test_hit (void)
{
  ScopeOverviewPlot plot;
  ScopeOverviewLayout layout;
  ScopeLinePlot lines;
  ScopeLineSeries series;
  double x, value;

  fill (&plot, &lines, &series);
  plot.left = 30;
  plot.right = 10;
  scope_overview_layout_init (&layout, &plot, 600, 40);
  g_assert_cmpfloat (layout.area.x, >=, 30);
  scope_assert_close (layout.brush.width, 0, 0);
  g_assert_cmpint (scope_overview_layout_hit (&layout, 300, 20, &value), ==, SCOPE_BRUSH_BEFORE);

  plot.from = 4;
  plot.to = 6;
  scope_overview_layout_init (&layout, &plot, 600, 40);
  x = scope_scale_map (&layout.x, 5);
  g_assert_cmpint (scope_overview_layout_hit (&layout, x, 20, &value), ==, SCOPE_BRUSH_INSIDE);
  scope_assert_close (value, 5, 1e-9);
  g_assert_cmpint (scope_overview_layout_hit (&layout, scope_scale_map (&layout.x, 4), 20, &value),
                   ==, SCOPE_BRUSH_START);
  g_assert_cmpint (scope_overview_layout_hit (&layout, scope_scale_map (&layout.x, 6), 20, &value),
                   ==, SCOPE_BRUSH_END);
  g_assert_cmpint (scope_overview_layout_hit (&layout, scope_scale_map (&layout.x, 2), 20, &value),
                   ==, SCOPE_BRUSH_BEFORE);
  g_assert_cmpint (scope_overview_layout_hit (&layout, scope_scale_map (&layout.x, 8), 20, &value),
                   ==, SCOPE_BRUSH_AFTER);
  g_assert_cmpint (scope_overview_layout_hit (&layout, x, 39.5, &value), ==, SCOPE_BRUSH_NONE);
  /* While dragging, a pointer beside the strip is at its end. */
  g_assert_cmpint (scope_overview_layout_hit (&layout, -50, 20, &value), ==, SCOPE_BRUSH_NONE);
  scope_assert_close (value, 0, 0);

  /* The narrowest brush is still one to be moved. */
  plot.from = plot.to = 5;
  scope_overview_layout_init (&layout, &plot, 600, 40);
  g_assert_cmpfloat (layout.brush.width, >=, 2);
  g_assert_cmpint (scope_overview_layout_hit (&layout, x + 1, 20, &value), ==, SCOPE_BRUSH_INSIDE);
}

static void
test_paint (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  const ScopePalette *palette = scope_style_get_palette (style);
  ScopeOverviewPlot plot;
  ScopeOverviewLayout layout;
  ScopeLinePlot lines;
  ScopeLineSeries series;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 600, 40, &cr);

  fill (&plot, &lines, &series);
  plot.from = 4;
  plot.to = 6;
  scope_overview_layout_init (&layout, &plot, 600, 40);
  scope_overview_plot_paint (&plot, &layout, style, cr);
  scope_overview_plot_paint_overlay (&plot, &layout, style, cr);
  /* Shaded inside, not outside: (5, 1) and (9, 6) are far from the line. */
  g_assert_cmphex (draw_test_get_pixel (surface, scope_scale_map (&layout.x, 5),
                                        scope_scale_map (&layout.y, 0.5)),
                   !=, scope_color_to_argb (&palette->background));
  g_assert_cmphex (draw_test_get_pixel (surface, scope_scale_map (&layout.x, 9),
                                        scope_scale_map (&layout.y, 5.5)),
                   ==, scope_color_to_argb (&palette->background));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/overview-plot/hit", test_hit);
  g_test_add_func ("/overview-plot/paint", test_paint);
  return g_test_run ();
}
