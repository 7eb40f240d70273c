/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-distribution-plot.h"

#include "draw-test.h"
#include "scope-test.h"

#include <math.h>

#define N_BINS 5

static const double shares[N_BINS] = { 0.1, 0.2, 0.4, 0.3, 0 };
static const double reference[N_BINS] = { 0.2, 0.2, 0.2, 0.2, 0.2 };

static void
fill (ScopeDistributionPlot *plot, guint n_columns)
{
  static const char *const symbols[] = { "i", "f", "c̃", "o" };
  static const char *const names[] = { "input", "forget", "candidate", "output" };
  static const char *const letters[] = { "W", "U", "b" };

  scope_distribution_plot_init (plot);
  plot->n_columns = n_columns;
  plot->n_rows = 3;
  plot->values_name = "in this file";
  plot->reference_name = "as the initialiser draws them";
  plot->axis_title = "across the weight (no unit), upwards the share of the weights";
  for (guint column = 0; column < n_columns; column++)
    plot->headings[column] =
        (ScopePanelHeading){ symbols[column], names[column], (ScopeHue) column };
  for (guint row = 0; row < 3; row++)
    {
      plot->rows[row] = (ScopeDistributionRow){ letters[row], -1, 1, N_BINS };
      for (guint column = 0; column < n_columns; column++)
        plot->panels[row][column] = (ScopeDistributionPanel){ shares, reference, NAN, "KS 0.30" };
    }
}

/* A bar is as high as its share: in its hue under that, the background above. */
static void
test_bars (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  const ScopePalette *palette = scope_style_get_palette (style);
  g_autoptr (ScopeDistributionLayout) layout = NULL;
  ScopeDistributionPlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 1000, 500, &cr);

  fill (&plot, 4);
  for (guint row = 0; row < 3; row++)
    for (guint column = 0; column < 4; column++)
      plot.panels[row][column].reference = NULL;
  layout = scope_distribution_layout_new (&plot, style, 1000, 500);
  scope_distribution_plot_paint (&plot, layout, style, cr);
  for (guint row = 0; row < 3; row++)
    for (guint column = 0; column < 4; column++)
      for (guint bin = 0; bin < N_BINS; bin++)
        {
          guint32 hue =
              scope_color_to_argb (scope_palette_get_hue (palette, plot.headings[column].hue));
          cairo_rectangle_t rect;
          double x, top;

          scope_assert_close (layout->top[row], 0.4 * 1.08, 1e-12);
          scope_distribution_layout_get_bin (layout, &plot, row, column, bin, &rect);
          x = rect.x + rect.width / 2;
          top = rect.y + rect.height * (1 - shares[bin] / layout->top[row]);
          if (shares[bin] > 0)
            g_assert_cmphex (draw_test_get_pixel (surface, x, top + 2), ==, hue);
          g_assert_cmphex (draw_test_get_pixel (surface, x, top - 2), ==,
                           scope_color_to_argb (&palette->background));
        }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* What they are compared with is a line at its height, or upright where all of it has one value. */
static void
test_reference (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  const ScopePalette *palette = scope_style_get_palette (style);
  guint32 line = scope_color_to_argb (&palette->foreground);
  g_autoptr (ScopeDistributionLayout) layout = NULL;
  ScopeDistributionPlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 1000, 500, &cr);
  cairo_rectangle_t around;
  double y;

  fill (&plot, 2);
  plot.panels[0][0].shares = NULL;
  plot.panels[0][1].shares = NULL;
  plot.panels[0][1].reference = NULL;
  plot.panels[0][1].atom = 0.5;
  layout = scope_distribution_layout_new (&plot, style, 1000, 500);
  scope_distribution_plot_paint (&plot, layout, style, cr);
  y = layout->area[0][0].y + layout->area[0][0].height * (1 - 0.2 / layout->top[0]);
  around = (cairo_rectangle_t){ layout->area[0][0].x, y - 2, layout->area[0][0].width, 4 };
  g_assert_cmpuint (draw_test_count_pixels (surface, &around, line), >, 20);
  around.y = y + 10;
  g_assert_cmpuint (draw_test_count_pixels (surface, &around, line), <, 10);

  around = layout->area[0][1];
  around.x += around.width * 0.75 - 2;
  around.width = 4;
  g_assert_cmpuint (draw_test_count_pixels (surface, &around, line), >, 20);
  around.x -= around.width * 4;
  g_assert_cmpuint (draw_test_count_pixels (surface, &around, line), ==, 0);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_hit (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeDistributionLayout) layout = NULL;
  ScopeDistributionPlot plot;

  fill (&plot, 3);
  plot.panels[2][0].shares = NULL;
  layout = scope_distribution_layout_new (&plot, style, 800, 420);
  for (guint row = 0; row < 3; row++)
    for (guint column = 0; column < 3; column++)
      for (guint bin = 0; bin < N_BINS; bin++)
        {
          cairo_rectangle_t rect;
          guint r, c, b;

          scope_distribution_layout_get_bin (layout, &plot, row, column, bin, &rect);
          if (row == 2 && column == 0)
            {
              g_assert_false (scope_distribution_layout_hit (layout, &plot, rect.x + 1, rect.y + 1,
                                                             &r, &c, &b));
              continue;
            }
          g_assert_true (scope_distribution_layout_hit (layout, &plot, rect.x + 0.01,
                                                        rect.y + rect.height - 1, &r, &c, &b));
          g_assert_cmpuint (r, ==, row);
          g_assert_cmpuint (c, ==, column);
          g_assert_cmpuint (b, ==, bin);
        }
}

static void
test_labels (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  ScopeDistributionPlot plot;

  for (guint n = 1; n <= 4; n++)
    for (double width = 360; width <= 1400; width += 80)
      for (double height = 300; height <= 800; height += 100)
        for (double scale = 1e-4; scale < 1e4; scale *= 10)
          {
            g_autoptr (ScopeDistributionLayout) layout = NULL;

            fill (&plot, n);
            for (guint row = 0; row < 3; row++)
              {
                plot.rows[row].min = -scale;
                plot.rows[row].max = 2 * scale;
              }
            layout = scope_distribution_layout_new (&plot, style, width, height);
            draw_test_assert_labels (layout->labels, width, height);
            g_assert_nonnull (draw_test_find_label (layout->labels, "W"));
            g_assert_nonnull (draw_test_find_label (layout->labels, "b"));
          }
}

static void
test_nothing (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  ScopeDistributionPlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 60, 40, &cr);

  scope_distribution_plot_init (&plot);
  scope_distribution_plot_draw (&plot, style, cr, 60, 40);
  fill (&plot, 4);
  plot.cursor_row = 0;
  scope_distribution_plot_draw (&plot, style, cr, 60, 40);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/distribution-plot/bars", test_bars);
  g_test_add_func ("/distribution-plot/reference", test_reference);
  g_test_add_func ("/distribution-plot/hit", test_hit);
  g_test_add_func ("/distribution-plot/labels", test_labels);
  g_test_add_func ("/distribution-plot/nothing", test_nothing);
  return g_test_run ();
}
