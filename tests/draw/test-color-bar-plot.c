/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-color-bar-plot.h"

#include "draw-test.h"
#include "scope-format.h"
#include "scope-test.h"

#include <math.h>

static const guint counts[4] = { 1, 0, 1000000, 500000 };

static void
fill (ScopeColorBarPlot *plot, const ScopeColormap *map)
{
  scope_color_bar_plot_init (plot);
  plot->colormap = map;
  plot->min = -0.8;
  plot->max = 0.8;
  plot->counts = counts;
  plot->n_counts = G_N_ELEMENTS (counts);
  plot->label = "weight (no unit)";
}

static void
test_values (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  const ScopePalette *palette = scope_style_get_palette (style);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (palette);
  g_autoptr (ScopeColorBarLayout) layout = NULL;
  ScopeColorBarPlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 300, 60, &cr);
  double y, value;

  fill (&plot, map);
  layout = scope_color_bar_layout_new (&plot, style, 300, 60);
  scope_color_bar_plot_paint (&plot, layout, style, cr);
  y = layout->bar.y + layout->bar.height / 2;
  for (double share = 0.05; share < 1; share += 0.1)
    {
      double x = layout->bar.x + share * layout->bar.width;
      ScopeColor seen, expected;

      g_assert_true (scope_color_bar_layout_hit (layout, x, y, &value));
      scope_assert_close (value, -0.8 + 1.6 * share, 1e-9);
      seen = scope_color_from_argb (draw_test_get_pixel (surface, x, y));
      expected = scope_color_from_argb (scope_colormap_lookup (map, share));
      /* One of 256 steps of the bar. */
      g_assert_cmpfloat (scope_color_difference (&seen, &expected), <, 4);
    }
  g_assert_false (scope_color_bar_layout_hit (layout, layout->bar.x - 1, y, &value));
  /* One value among a million has its pixel, none has none. */
  y = layout->histogram.y + layout->histogram.height - 1.5;
  g_assert_cmphex (draw_test_get_pixel (surface, layout->bar.x + layout->bar.width / 8, y), !=,
                   scope_color_to_argb (&palette->background));
  g_assert_cmphex (draw_test_get_pixel (surface, layout->bar.x + layout->bar.width * 3 / 8, y), ==,
                   scope_color_to_argb (&palette->background));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_labels (void)
{
  static const double ranges[][2] = {
    { -0.8, 0.8 }, { 0, 1 }, { -12345.678, 12345.678 }, { 0, 0 }, { 1e-9, 3e-9 }
  };
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (scope_style_get_palette (style));
  ScopeColorBarPlot plot;

  fill (&plot, map);
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    for (double width = 160; width <= 700; width += 37)
      for (double height = 30; height <= 80; height += 7)
        {
          g_autoptr (ScopeColorBarLayout) layout = NULL;
          g_autofree char *end = scope_format_short (i == 3 ? 1 : ranges[i][1], 2);

          plot.min = ranges[i][0];
          plot.max = ranges[i][1];
          layout = scope_color_bar_layout_new (&plot, style, width, height);
          draw_test_assert_labels (layout->labels, width, height);
          g_assert_nonnull (draw_test_find_label (layout->labels, end));
          g_assert_nonnull (draw_test_find_label (layout->labels, plot.label));
          g_assert_cmpuint (scope_labels_get_size (layout->labels), >=, 3);
        }
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/color-bar-plot/values", test_values);
  g_test_add_func ("/color-bar-plot/labels", test_labels);
  return g_test_run ();
}
