/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-line-plot.h"

#include "draw-test.h"
#include "scope-test.h"

#include <math.h>

#define N 200
#define START 1358550000.0 /* 18 Jan 2013 23:00 */

static double times[N], observed[N];
static float forecast[N];

static void
fill (ScopeLinePlot *plot, ScopeLineSeries series[2])
{
  for (guint i = 0; i < N; i++)
    {
      times[i] = START + 3600.0 * i;
      observed[i] = i >= 100 && i < 110 ? NAN : 10 * sin (i / 12.0);
      forecast[i] = (float) (9 * sin (i / 12.0 + 0.3));
    }
  series[0] =
      (ScopeLineSeries){ "observed", SCOPE_LINE_OBSERVED, SCOPE_HUE_NONE, NULL, observed, NULL };
  series[1] = (ScopeLineSeries){
    "forecast, 24 h ahead", SCOPE_LINE_FORECAST, SCOPE_HUE_NONE, forecast, NULL, NULL
  };
  scope_line_plot_init (plot);
  plot->n = N;
  plot->x = times;
  plot->x_kind = SCOPE_AXIS_TIME;
  plot->series = series;
  plot->n_series = 2;
  plot->y_unit = "°C";
  plot->y_title = "temperature";
  plot->x_title = "time of the table";
}

static void
test_hit (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeLineLayout) layout = NULL;
  ScopeLineSeries series[2];
  ScopeLinePlot plot;
  ScopeLineHit hit;

  fill (&plot, series);
  layout = scope_line_layout_new (&plot, style, 900, 300);
  for (gsize i = 0; i < N; i++)
    {
      double x = scope_scale_map (&layout->x, times[i]);
      double y = scope_scale_map (&layout->y, forecast[i]);

      g_assert_true (scope_line_plot_hit (&plot, layout, x, y, &hit));
      g_assert_cmpuint (hit.index, ==, i);
      /* Where the two cross, either is nearest. */
      if (fabs (forecast[i] - observed[i]) > 1e-6 || isnan (observed[i]))
        g_assert_cmpint (hit.series, ==, 1);
    }
  g_assert_false (
      scope_line_plot_hit (&plot, layout, layout->area.x - 1, layout->area.y + 5, &hit));
  g_assert_false (
      scope_line_plot_hit (&plot, layout, layout->area.x + 5, layout->area.y - 1, &hit));
}

static void
test_find (void)
{
  static const double x[] = { 0, 1, 3, 10 };
  ScopeLinePlot plot;

  scope_line_plot_init (&plot);
  plot.n = G_N_ELEMENTS (x);
  plot.x = x;
  g_assert_cmpuint (scope_line_plot_find (&plot, -5), ==, 0);
  g_assert_cmpuint (scope_line_plot_find (&plot, 1.9), ==, 1);
  g_assert_cmpuint (scope_line_plot_find (&plot, 2.1), ==, 2);
  g_assert_cmpuint (scope_line_plot_find (&plot, 99), ==, 3);
  plot.x = NULL; /* 0 to 3 */
  g_assert_cmpuint (scope_line_plot_find (&plot, 2.1), ==, 2);
  plot.n = 0;
  g_assert_cmpuint (scope_line_plot_find (&plot, 2.1), ==, 0);
}

static void
test_labels (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  ScopeLineSeries series[2];
  ScopeLinePlot plot;

  fill (&plot, series);
  plot.level = 4;
  plot.level_label = "tolerance 4 °C";
  for (double hours = 3; hours < 500; hours *= 1.7)
    for (double width = 220; width <= 1300; width += 120)
      for (double height = 110; height <= 500; height += 78)
        {
          g_autoptr (ScopeLineLayout) layout = NULL;

          plot.x_min = START + 40 * 3600;
          plot.x_max = plot.x_min + hours * 3600;
          layout = scope_line_layout_new (&plot, style, width, height);
          draw_test_assert_labels (layout->labels, width, height);
          g_assert_nonnull (draw_test_find_label (layout->labels, "temperature (°C)"));
        }
}

static void
test_no_unit (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeLineLayout) layout = NULL;
  ScopeLineSeries series[2];
  ScopeLinePlot plot;

  fill (&plot, series);
  plot.y_unit = plot.y_title = NULL;
  layout = scope_line_layout_new (&plot, style, 500, 200);
  g_assert_nonnull (draw_test_find_label (layout->labels, "no unit"));
}

/* The y axis is for what is seen: a spike elsewhere does not flatten it, one in view is in it. */
static void
test_visible_range (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  ScopeLineSeries series[2];
  ScopeLinePlot plot;

  fill (&plot, series);
  observed[10] = 1000;
  for (guint in_view = 0; in_view < 2; in_view++)
    {
      g_autoptr (ScopeLineLayout) layout = NULL;

      plot.x_min = times[in_view ? 5 : 50];
      plot.x_max = times[80];
      layout = scope_line_layout_new (&plot, style, 500, 200);
      if (in_view)
        g_assert_cmpfloat (layout->y.max, >, 1000);
      else
        g_assert_cmpfloat (layout->y.max, <, 12);
    }
}

static gboolean
column_has (cairo_surface_t *surface, const cairo_rectangle_t *area, double x, guint32 color)
{
  ScopeColor wanted = scope_color_from_argb (color);

  /* A line that lies between two pixels leaves a paler shade of its colour on both. */
  for (double y = area->y; y < area->y + area->height; y++)
    {
      ScopeColor seen = scope_color_from_argb (draw_test_get_pixel (surface, x, y));

      if (scope_color_difference (&seen, &wanted) < 40)
        return TRUE;
    }
  return FALSE;
}

/* Missing hours have no line, the hours beside them have; a flat line lies where its value is. */
static void
test_gap (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  const ScopePalette *palette = scope_style_get_palette (style);
  g_autoptr (ScopeLineLayout) layout = NULL;
  ScopeLineSeries series[2];
  ScopeLinePlot plot;
  guint32 color = scope_color_to_argb (&palette->forecast);
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 800, 200, &cr);

  fill (&plot, series);
  for (guint i = 0; i < N; i++)
    forecast[i] = i >= 100 && i < 120 && i != 110 ? NAN : 2.5f;
  plot.series = series + 1;
  plot.n_series = 1;
  plot.y_min = 0;
  plot.y_max = 5;
  layout = scope_line_layout_new (&plot, style, 800, 200);
  scope_line_plot_paint (&plot, layout, style, cr);
  g_assert_true (
      column_has (surface, &layout->area, scope_scale_map (&layout->x, times[98]), color));
  g_assert_false (
      column_has (surface, &layout->area, scope_scale_map (&layout->x, times[105]), color));
  g_assert_false (
      column_has (surface, &layout->area, scope_scale_map (&layout->x, times[114]), color));
  /* A forecast alone between gaps is a dot: antialiased, so a shade of the colour. */
  {
    double x = scope_scale_map (&layout->x, times[110]);
    double y = scope_scale_map (&layout->y, 2.5);
    ScopeColor seen = scope_color_from_argb (draw_test_get_pixel (surface, x, y - 0.5));

    g_assert_cmpfloat (scope_color_difference (&seen, &palette->background), >, 15);
  }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* A leap of more than max_gap on the axis breaks the line too. */
static void
test_leap (void)
{
  static const double x[] = { 0, 1, 2, 8, 9, 10 };
  static const float y[] = { 1, 1, 1, 1, 1, 1 };
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  const ScopePalette *palette = scope_style_get_palette (style);
  ScopeLineSeries series = { NULL, SCOPE_LINE_FORECAST, SCOPE_HUE_NONE, y, NULL, NULL };
  ScopeLinePlot plot;

  scope_line_plot_init (&plot);
  plot.n = G_N_ELEMENTS (x);
  plot.x = x;
  plot.series = &series;
  plot.n_series = 1;
  for (guint gap = 0; gap < 2; gap++)
    {
      cairo_t *cr;
      cairo_surface_t *surface = draw_test_surface_new (style, 300, 100, &cr);
      g_autoptr (ScopeLineLayout) layout = NULL;

      plot.max_gap = gap ? 1.5 : 0;
      layout = scope_line_layout_new (&plot, style, 300, 100);
      scope_line_plot_paint (&plot, layout, style, cr);
      g_assert_cmpint (column_has (surface, &layout->area, scope_scale_map (&layout->x, 5),
                                   scope_color_to_argb (&palette->forecast)),
                       ==, !gap);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

/* 75 000 hours on 700 pixels: a single outlier is seen, and it takes a fraction of a second (ten
 * times what an unoptimised build with sanitizers was seen to take). */
static void
test_long_record (void)
{
  const gsize n = 75000;
  g_autofree double *x = g_new (double, n);
  g_autofree float *y = g_new (float, n);
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  const ScopePalette *palette = scope_style_get_palette (style);
  g_autoptr (ScopeLineLayout) layout = NULL;
  ScopeLineSeries series = { "forecast", SCOPE_LINE_FORECAST, SCOPE_HUE_NONE, y, NULL, NULL };
  ScopeLinePlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 700, 200, &cr);
  cairo_rectangle_t top;
  double start;

  for (gsize i = 0; i < n; i++)
    {
      x[i] = START + 3600.0 * (double) i;
      y[i] = (float) sin ((double) i / 4);
    }
  y[41234] = 30;
  scope_line_plot_init (&plot);
  plot.n = n;
  plot.x = x;
  plot.x_kind = SCOPE_AXIS_TIME;
  plot.series = &series;
  plot.n_series = 1;
  start = g_get_monotonic_time () / 1e6;
  layout = scope_line_layout_new (&plot, style, 700, 200);
  scope_line_plot_paint (&plot, layout, style, cr);
  g_assert_cmpfloat (g_get_monotonic_time () / 1e6 - start, <, 1.0);
  top = (cairo_rectangle_t){ floor (scope_scale_map (&layout->x, x[41234])) - 1,
                             floor (scope_scale_map (&layout->y, 28)), 3, 10 };
  g_assert_cmpuint (
      draw_test_count_pixels (surface, &top, scope_color_to_argb (&palette->forecast)), >, 3);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* A band is filled between its edges and nowhere else. */
static void
test_band (void)
{
  static const double upper[] = { 4, 4, NAN, 4, 4 };
  static const double lower[] = { 2, 2, 2, 2, 2 };
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  const ScopePalette *palette = scope_style_get_palette (style);
  g_autoptr (ScopeLineLayout) layout = NULL;
  ScopeLineSeries series = { NULL, SCOPE_LINE_BAND, SCOPE_HUE_NONE, NULL, upper, lower };
  ScopeLinePlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 300, 200, &cr);
  guint32 inside;

  scope_line_plot_init (&plot);
  plot.n = G_N_ELEMENTS (upper);
  plot.series = &series;
  plot.n_series = 1;
  plot.y_min = 0;
  plot.y_max = 6;
  layout = scope_line_layout_new (&plot, style, 300, 200);
  scope_line_plot_paint (&plot, layout, style, cr);
  inside = draw_test_get_pixel (surface, scope_scale_map (&layout->x, 0.4),
                                scope_scale_map (&layout->y, 3.3));
  g_assert_cmphex (inside, !=, scope_color_to_argb (&palette->background));
  g_assert_cmphex (draw_test_get_pixel (surface, scope_scale_map (&layout->x, 3.6),
                                        scope_scale_map (&layout->y, 3.3)),
                   ==, inside);
  g_assert_cmphex (draw_test_get_pixel (surface, scope_scale_map (&layout->x, 2.2),
                                        scope_scale_map (&layout->y, 3.3)),
                   !=, inside);
  g_assert_cmphex (draw_test_get_pixel (surface, scope_scale_map (&layout->x, 0.4),
                                        scope_scale_map (&layout->y, 1.3)),
                   !=, inside);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_nothing (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  static const double nothing[] = { NAN, NAN };
  ScopeLineSeries series = { "observed", SCOPE_LINE_OBSERVED, SCOPE_HUE_NONE, NULL, nothing, NULL };
  ScopeLinePlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 60, 40, &cr);

  scope_line_plot_init (&plot);
  scope_line_plot_draw (&plot, style, cr, 60, 40);
  plot.x_kind = SCOPE_AXIS_TIME;
  plot.n = 2;
  plot.series = &series;
  plot.n_series = 1;
  scope_line_plot_draw (&plot, style, cr, 60, 40);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/line-plot/hit", test_hit);
  g_test_add_func ("/line-plot/find", test_find);
  g_test_add_func ("/line-plot/labels", test_labels);
  g_test_add_func ("/line-plot/no-unit", test_no_unit);
  g_test_add_func ("/line-plot/visible-range", test_visible_range);
  g_test_add_func ("/line-plot/gap", test_gap);
  g_test_add_func ("/line-plot/leap", test_leap);
  g_test_add_func ("/line-plot/long-record", test_long_record);
  g_test_add_func ("/line-plot/band", test_band);
  g_test_add_func ("/line-plot/nothing", test_nothing);
  return g_test_run ();
}
