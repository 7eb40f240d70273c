/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-memory-plot.h"

#include "draw-test.h"
#include "scope-test.h"

#include <math.h>

/* 1, 10 and 100 steps, one that never forgets, one that keeps nothing, one that is no number. */
static const double steps[] = { 1, 10, 100, INFINITY, 0, NAN };

static void
fill (ScopeMemoryPlot *plot)
{
  scope_memory_plot_init (plot);
  plot->n_units = G_N_ELEMENTS (steps);
  plot->steps = steps;
  plot->untrained = 3.2;
  plot->untrained_label = "untrained: f = 0.731, 3.2 steps";
  plot->step_seconds = 3600;
}

/* Equal ratios are equal distances; what is infinite, or nothing, stands at an end. */
static void
test_axis (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeMemoryLayout) layout = NULL;
  ScopeMemoryPlot plot;
  double x[5];

  fill (&plot);
  layout = scope_memory_layout_new (&plot, style, 300, 80);
  for (guint i = 0; i < 5; i++)
    g_assert_true (scope_memory_layout_map (layout, steps[i], &x[i]));
  scope_assert_close (x[1] - x[0], x[2] - x[1], 1e-9);
  g_assert_cmpfloat (x[3], ==, layout->area.x + layout->area.width);
  g_assert_cmpfloat (x[4], ==, layout->area.x);
  g_assert_false (scope_memory_layout_map (layout, NAN, &x[0]));
  g_assert_nonnull (draw_test_find_label (layout->labels, "10"));
  g_assert_nonnull (draw_test_find_label (layout->labels, "10\u00a0h"));
}

static void
test_hit (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeMemoryLayout) layout = NULL;
  ScopeMemoryPlot plot;

  fill (&plot);
  layout = scope_memory_layout_new (&plot, style, 300, 80);
  for (guint i = 0; i < 5; i++)
    {
      double x;
      guint unit;

      scope_memory_layout_map (layout, steps[i], &x);
      g_assert_true (scope_memory_layout_hit (layout, &plot, x, layout->area.y + 5, &unit));
      g_assert_cmpuint (unit, ==, i);
      g_assert_false (scope_memory_layout_hit (layout, &plot, x, layout->height + 20, &unit));
    }
}

/* The mark, a stroke for each unit, and the chosen unit's two circles, all at their places. */
static void
test_pixels (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  const ScopePalette *palette = scope_style_get_palette (style);
  guint32 background = scope_color_to_argb (&palette->background);
  guint32 accent = scope_color_to_argb (&palette->accent);
  g_autoptr (ScopeMemoryLayout) layout = NULL;
  ScopeMemoryPlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 300, 80, &cr);
  double x, y;

  fill (&plot);
  layout = scope_memory_layout_new (&plot, style, 300, 80);
  scope_memory_plot_paint (&plot, layout, style, cr);
  y = layout->area.y + layout->area.height / 2;
  for (guint i = 0; i < 5; i++)
    {
      scope_memory_layout_map (layout, steps[i], &x);
      g_assert_cmphex (draw_test_get_pixel (surface, x, y), !=, background);
      /* Between two strokes there is nothing. */
      g_assert_cmphex (draw_test_get_pixel (surface, x > 150 ? x - 12 : x + 12, y), ==, background);
    }
  scope_memory_layout_map (layout, 3.2, &x);
  {
    cairo_rectangle_t line = { floor (x), layout->area.y, 1, layout->area.height - 2 };

    g_assert_cmpuint (
        draw_test_count_pixels (surface, &line, scope_color_to_argb (&palette->foreground)), >, 4);
  }

  plot.chosen_unit = 1;
  plot.run_steps = 30;
  scope_memory_plot_paint_overlay (&plot, layout, style, cr);
  scope_memory_layout_map (layout, 10, &x);
  g_assert_cmphex (draw_test_get_pixel (surface, x, y - 1), ==, accent);
  scope_memory_layout_map (layout, 30, &x);
  g_assert_cmphex (draw_test_get_pixel (surface, x, y - 1), ==, background);
  g_assert_cmphex (draw_test_get_pixel (surface, x + 5, y - 1), !=, background);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_labels (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  double many[64];
  ScopeMemoryPlot plot;

  fill (&plot);
  plot.steps = many;
  for (guint n = 1; n <= G_N_ELEMENTS (many); n *= 2)
    for (double spread = 0.01; spread < 10; spread *= 5)
      for (double width = 200; width <= 500; width += 60)
        {
          g_autoptr (ScopeMemoryLayout) layout = NULL;

          for (guint i = 0; i < n; i++)
            many[i] = 3 * exp (spread * ((double) i / MAX (n - 1, 1) - 0.3));
          plot.n_units = n;
          layout = scope_memory_layout_new (&plot, style, width,
                                            scope_memory_plot_get_natural_height (&plot, style));
          draw_test_assert_labels (layout->labels, width, layout->height);
          g_assert_cmpuint (layout->n_ticks, >, 0);
          g_assert_nonnull (draw_test_find_label (layout->labels, plot.untrained_label));
        }
}

static void
test_nothing (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  ScopeMemoryPlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 60, 40, &cr);

  scope_memory_plot_init (&plot);
  scope_memory_plot_draw (&plot, style, cr, 60, 40);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/memory-plot/axis", test_axis);
  g_test_add_func ("/memory-plot/hit", test_hit);
  g_test_add_func ("/memory-plot/pixels", test_pixels);
  g_test_add_func ("/memory-plot/labels", test_labels);
  g_test_add_func ("/memory-plot/nothing", test_nothing);
  return g_test_run ();
}
