/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-spectrum-plot.h"

#include "draw-test.h"
#include "scope-test.h"

#include <math.h>

/* A pair on the unit circle at 60°, one outside of it, zero, and one that is no number. */
static const double real[] = { 0.5, 0.5, -1.5, 0, NAN };
static const double imaginary[] = { 0.86602540378443865, -0.86602540378443865, 0, 0, 0 };

static void
fill (ScopeSpectrumPlot *plot, guint n_gates)
{
  static const char *const symbols[] = { "i", "f", "c̃", "o" };
  static const char *const names[] = { "input", "forget", "candidate", "output" };

  scope_spectrum_plot_init (plot);
  plot->n_gates = n_gates;
  plot->axis_title = "across the real part, upwards the imaginary one (no unit)";
  for (guint gate = 0; gate < n_gates; gate++)
    plot->gates[gate] = (ScopeSpectrumPlotGate){ { symbols[gate], names[gate], (ScopeHue) gate },
                                                 "spectral radius 1.50",
                                                 G_N_ELEMENTS (real),
                                                 real,
                                                 imaginary };
}

/* Planes are square, in one scale, with the unit circle on them. */
static void
test_plane (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  const ScopePalette *palette = scope_style_get_palette (style);
  g_autoptr (ScopeSpectrumLayout) layout = NULL;
  ScopeSpectrumPlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 900, 300, &cr);
  double x, y, right, top, ignored;

  fill (&plot, 4);
  layout = scope_spectrum_layout_new (&plot, style, 900, 300);
  scope_assert_close (layout->extent, 1.65, 1e-12);
  scope_spectrum_plot_paint (&plot, layout, style, cr);
  for (guint gate = 0; gate < 4; gate++)
    {
      g_assert_cmpfloat (layout->area[gate].width, ==, layout->area[gate].height);
      g_assert_cmpfloat (layout->area[gate].width, ==, layout->area[0].width);
      g_assert_cmpfloat (layout->area[gate].y, ==, layout->area[0].y);

      scope_spectrum_layout_map (layout, gate, 0, 0, &x, &y);
      scope_spectrum_layout_map (layout, gate, 1, 0, &right, &ignored);
      scope_spectrum_layout_map (layout, gate, 0, 1, &ignored, &top);
      scope_assert_close (right - x, y - top, 1e-9);
      /* The circle is there at 45°, where neither a grid line nor a point is. */
      g_assert_cmphex (draw_test_get_pixel (surface, x - (right - x) * G_SQRT2 / 2,
                                            y - (right - x) * G_SQRT2 / 2),
                       !=, scope_color_to_argb (&palette->background));
      /* And not at half the way. */
      g_assert_cmphex (
          draw_test_get_pixel (surface, x - (right - x) * 0.34, y - (right - x) * 0.34), ==,
          scope_color_to_argb (&palette->background));
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* Each point has its gate's hue where it is, and is found there. */
static void
test_points (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeSpectrumLayout) layout = NULL;
  ScopeSpectrumPlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 900, 300, &cr);
  ScopePalette palette;
  g_autoptr (ScopeStyle) strong = NULL;

  /* In high contrast points are opaque: their colour is the hue itself. */
  scope_palette_init_default (&palette, FALSE, TRUE);
  strong = scope_style_new (&palette, NULL);
  fill (&plot, 4);
  layout = scope_spectrum_layout_new (&plot, strong, 900, 300);
  scope_spectrum_plot_paint (&plot, layout, strong, cr);
  for (guint gate = 0; gate < 4; gate++)
    for (guint point = 0; point < 4; point++)
      {
        guint hit_gate, hit_point;
        double x, y;

        scope_spectrum_layout_map (layout, gate, real[point], imaginary[point], &x, &y);
        g_assert_cmphex (draw_test_get_pixel (surface, x, y), ==,
                         scope_color_to_argb (scope_palette_get_hue (&palette, (ScopeHue) gate)));
        g_assert_true (
            scope_spectrum_layout_hit (layout, &plot, x + 2, y - 2, &hit_gate, &hit_point));
        g_assert_cmpuint (hit_gate, ==, gate);
        g_assert_cmpuint (hit_point, ==, point);
      }
  g_assert_false (scope_spectrum_layout_hit (layout, &plot, layout->area[0].x + 2,
                                             layout->area[0].y + 2, NULL, NULL));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* The cursor rings its eigenvalue and the conjugate one. */
static void
test_cursor (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  guint32 background = scope_color_to_argb (&scope_style_get_palette (style)->background);
  g_autoptr (ScopeSpectrumLayout) layout = NULL;
  ScopeSpectrumPlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 900, 300, &cr);

  fill (&plot, 4);
  plot.cursor_gate = 1;
  plot.cursor_point = 0;
  layout = scope_spectrum_layout_new (&plot, style, 900, 300);
  scope_spectrum_plot_paint_overlay (&plot, layout, style, cr);
  for (guint point = 0; point < 3; point++)
    {
      double x, y;
      cairo_rectangle_t around;

      scope_spectrum_layout_map (layout, 1, real[point], imaginary[point], &x, &y);
      around = (cairo_rectangle_t){ x - 9, y - 9, 18, 18 };
      around.x = floor (around.x);
      around.y = floor (around.y);
      /* Nothing but the overlay was painted. */
      if (point < 2)
        g_assert_cmpuint (draw_test_count_pixels (surface, &around, background), <, 300);
      else
        g_assert_cmpuint (draw_test_count_pixels (surface, &around, background), ==, 324);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_labels (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  ScopeSpectrumPlot plot;

  for (guint n = 1; n <= 4; n++)
    for (double width = 320; width <= 1400; width += 90)
      for (double height = 200; height <= 800; height += 100)
        {
          g_autoptr (ScopeSpectrumLayout) layout = NULL;

          fill (&plot, n);
          layout = scope_spectrum_layout_new (&plot, style, width, height);
          draw_test_assert_labels (layout->labels, width, height);
          for (guint gate = 0; gate < n; gate++)
            {
              const cairo_rectangle_t *area = &layout->area[gate];

              g_assert_cmpfloat (area->x + area->width, <=, width);
              g_assert_cmpfloat (area->y + area->height, <=, height);
            }
          g_assert_true (draw_test_find_label (layout->labels, "1") != NULL
                         || draw_test_find_label (layout->labels, "1.0") != NULL);
        }
}

static void
test_nothing (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  ScopeSpectrumPlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 60, 40, &cr);

  scope_spectrum_plot_init (&plot);
  scope_spectrum_plot_draw (&plot, style, cr, 60, 40);
  fill (&plot, 2);
  plot.gates[0].n_points = 0;
  plot.cursor_gate = 0;
  scope_spectrum_plot_draw (&plot, style, cr, 60, 40);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/spectrum-plot/plane", test_plane);
  g_test_add_func ("/spectrum-plot/points", test_points);
  g_test_add_func ("/spectrum-plot/cursor", test_cursor);
  g_test_add_func ("/spectrum-plot/labels", test_labels);
  g_test_add_func ("/spectrum-plot/nothing", test_nothing);
  return g_test_run ();
}
