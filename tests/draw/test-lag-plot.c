/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-lag-plot.h"

#include "draw-test.h"
#include "scope-test.h"

#include <math.h>

static const double median[] = { 4, 2, 1, 0.5, NAN, 0 };
static const double p95[] = { 8, 5, 3, 1, NAN, 0.25 };

static void
fill (ScopeLagPlot *plot)
{
  scope_lag_plot_init (plot);
  plot->n_lags = G_N_ELEMENTS (median);
  plot->median = median;
  plot->p95 = p95;
  plot->median_name = "median of 200 windows";
  plot->p95_name = "95 % of windows are below";
  plot->unit = "°C";
  plot->step_seconds = 3600;
  plot->x_title = "lag, and its time before the forecast's t";
  plot->y_max = 10;
}

static void
test_hit (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeLagLayout) layout = NULL;
  ScopeLagPlot plot;
  cairo_rectangle_t column;
  guint hit;

  fill (&plot);
  layout = scope_lag_layout_new (&plot, style, 640, 240);
  for (guint lag = 1; lag <= plot.n_lags; lag++)
    {
      scope_lag_layout_get_column (layout, lag, &column);
      g_assert_true (scope_lag_layout_hit (layout, column.x + 0.01, column.y + 5, &hit));
      g_assert_cmpuint (hit, ==, lag);
      g_assert_true (
          scope_lag_layout_hit (layout, column.x + column.width - 0.01, column.y + 5, &hit));
      g_assert_cmpuint (hit, ==, lag);
    }
  /* The newest is rightmost. */
  scope_lag_layout_get_column (layout, 1, &column);
  scope_assert_close (column.x + column.width, layout->area.x + layout->area.width, 1e-9);
  g_assert_false (scope_lag_layout_hit (layout, layout->area.x - 1, column.y + 5, &hit));
}

static void
test_bars (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  const ScopePalette *palette = scope_style_get_palette (style);
  guint32 accent = scope_color_to_argb (&palette->accent);
  g_autoptr (ScopeLagLayout) layout = NULL;
  ScopeLagPlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 640, 240, &cr);

  fill (&plot);
  layout = scope_lag_layout_new (&plot, style, 640, 240);
  scope_lag_plot_paint (&plot, layout, style, cr);
  for (guint lag = 1; lag <= plot.n_lags; lag++)
    {
      cairo_rectangle_t column;
      double x;

      scope_lag_layout_get_column (layout, lag, &column);
      x = column.x + column.width / 2;
      if (isnan (median[lag - 1]))
        {
          column.x += 1;
          column.width -= 2;
          draw_test_assert_hatched (surface, &column);
          continue;
        }
      if (median[lag - 1] > 0)
        g_assert_cmphex (
            draw_test_get_pixel (surface, x, scope_scale_map (&layout->y, median[lag - 1] * 0.5)),
            ==, accent);
      if (p95[lag - 1] >= 1)
        {
          double y = scope_scale_map (&layout->y, (median[lag - 1] + p95[lag - 1]) / 2);

          g_assert_cmphex (draw_test_get_pixel (surface, x, y), !=, accent);
          g_assert_cmphex (draw_test_get_pixel (surface, x, y), !=,
                           scope_color_to_argb (&palette->background));
        }
      g_assert_cmphex (draw_test_get_pixel (surface, x, scope_scale_map (&layout->y, 9)), ==,
                       scope_color_to_argb (&palette->background));
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_labels (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  double many[500];
  ScopeLagPlot plot;

  for (guint i = 0; i < G_N_ELEMENTS (many); i++)
    many[i] = exp (-(double) i / 9);
  fill (&plot);
  plot.median = plot.p95 = many;
  plot.y_max = NAN;
  plot.tolerance = 0.3;
  plot.tolerance_label = "tolerance 0.3 °C";
  for (guint lags = 1; lags <= 500; lags = lags * 2 + 1)
    for (double seconds = 0; seconds <= 86400; seconds = seconds == 0 ? 600 : seconds * 12)
      for (double width = 300; width <= 1200; width += 100)
        {
          g_autoptr (ScopeLagLayout) layout = NULL;

          plot.n_lags = lags;
          plot.step_seconds = seconds;
          layout = scope_lag_layout_new (&plot, style, width, 220);
          draw_test_assert_labels (layout->labels, width, 220);
          g_assert_nonnull (draw_test_find_label (layout->labels, "t\u22121"));
          g_assert_nonnull (draw_test_find_label (layout->labels, "°C"));
        }
}

/* Hourly steps are labelled at round hours, with the clock's distance under them. */
static void
test_clock (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeLagLayout) layout = NULL;
  double many[48] = { 1 };
  ScopeLagPlot plot;

  fill (&plot);
  plot.median = plot.p95 = many;
  plot.n_lags = 48;
  layout = scope_lag_layout_new (&plot, style, 640, 220);
  g_assert_nonnull (draw_test_find_label (layout->labels, "t\u221224"));
  g_assert_nonnull (draw_test_find_label (layout->labels, "24\u00a0h"));
  g_assert_nonnull (draw_test_find_label (layout->labels, "t\u221248"));
  g_assert_nonnull (draw_test_find_label (layout->labels, "2\u00a0d"));
  g_assert_null (draw_test_find_label (layout->labels, "t\u221210"));
}

static void
test_nothing (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  ScopeLagPlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 60, 40, &cr);

  scope_lag_plot_init (&plot);
  scope_lag_plot_draw (&plot, style, cr, 60, 40);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/lag-plot/hit", test_hit);
  g_test_add_func ("/lag-plot/bars", test_bars);
  g_test_add_func ("/lag-plot/labels", test_labels);
  g_test_add_func ("/lag-plot/clock", test_clock);
  g_test_add_func ("/lag-plot/nothing", test_nothing);
  return g_test_run ();
}
