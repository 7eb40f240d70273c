/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-line-path.h"

#include "scope-test.h"

#include <math.h>

static void
count_path (cairo_t *cr, guint *n_moves, guint *n_lines, double *least_y, double *most_y)
{
  cairo_path_t *path = cairo_copy_path (cr);

  *n_moves = *n_lines = 0;
  *least_y = INFINITY;
  *most_y = -INFINITY;
  for (int i = 0; i < path->num_data; i += path->data[i].header.length)
    {
      if (path->data[i].header.type == CAIRO_PATH_MOVE_TO)
        ++*n_moves;
      else if (path->data[i].header.type == CAIRO_PATH_LINE_TO)
        ++*n_lines;
      else
        continue;
      *least_y = MIN (*least_y, path->data[i + 1].point.y);
      *most_y = MAX (*most_y, path->data[i + 1].point.y);
    }
  cairo_path_destroy (path);
}

/* A million points on a hundred pixels are at most a few hundred lines, with the extremes among
 * them: cairo keeps points in 1/256 pixels, so 0.01. */
static void
test_reduce (void)
{
  const gsize n = 1000000;
  g_autofree float *values = g_new0 (float, n);
  ScopeLineSeries series = { NULL, SCOPE_LINE_OBSERVED, SCOPE_HUE_NONE, values, NULL, NULL };
  ScopeLinePlot plot;
  ScopeScale x, y;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);
  guint n_moves, n_lines;
  double least, most;

  values[123456] = 5;
  values[123460] = -7;
  scope_line_plot_init (&plot);
  plot.n = n;
  scope_scale_init (&x, 0, (double) (n - 1), 0, 100);
  scope_scale_init (&y, -10, 10, 100, 0);
  scope_line_path_trace (cr, &plot, &series, 0, n, &x, &y);
  count_path (cr, &n_moves, &n_lines, &least, &most);
  g_assert_cmpuint (n_moves, ==, 1);
  g_assert_cmpuint (n_lines, <=, 4 * 101);
  scope_assert_close (least, 25, 0.01); /* 5 on an axis from -10 at 100 to 10 at 0 */
  scope_assert_close (most, 85, 0.01);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_breaks (void)
{
  static const float values[] = { NAN, 1, 2, NAN, NAN, 3, NAN, 4, 5, INFINITY, 6 };
  ScopeLineSeries series = { NULL, SCOPE_LINE_OBSERVED, SCOPE_HUE_NONE, values, NULL, NULL };
  ScopeLinePlot plot;
  ScopeScale x, y;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);
  guint n_moves, n_lines;
  double least, most;

  scope_line_plot_init (&plot);
  plot.n = G_N_ELEMENTS (values);
  scope_scale_init (&x, 0, 10, 0, 1000);
  scope_scale_init (&y, 0, 10, 100, 0);
  scope_line_path_trace (cr, &plot, &series, 0, plot.n, &x, &y);
  count_path (cr, &n_moves, &n_lines, &least, &most);
  g_assert_cmpuint (n_moves, ==, 4);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_range (void)
{
  static const double x[] = { 0, 10, 20, 30, 40 };
  static const struct
  {
    double min, max;
    gsize first, end;
  } cases[] = { { 12, 28, 1, 4 }, { 10, 20, 0, 4 }, { -5, 100, 0, 5 },
                { 50, 60, 4, 5 }, { -9, -5, 0, 1 }, { 21, 22, 2, 4 } };
  ScopeLinePlot plot;

  scope_line_plot_init (&plot);
  plot.n = G_N_ELEMENTS (x);
  plot.x = x;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize first, end;

      scope_line_path_find_range (&plot, cases[i].min, cases[i].max, &first, &end);
      g_assert_cmpuint (first, ==, cases[i].first);
      g_assert_cmpuint (end, ==, cases[i].end);
    }
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/line-path/reduce", test_reduce);
  g_test_add_func ("/line-path/breaks", test_breaks);
  g_test_add_func ("/line-path/range", test_range);
  return g_test_run ();
}
