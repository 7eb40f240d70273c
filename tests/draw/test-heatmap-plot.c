/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-heatmap-plot.h"

#include "draw-test.h"
#include "scope-test.h"

#include <math.h>

#define ROWS 5
#define COLS 7

static float numbers[ROWS * COLS];
static const guint row_order[ROWS] = { 3, 1, 4, 0, 2 };
static const char *const names[ROWS] = {
  "p (mbar)", "T (degC)", "a name that is longer than there is room for, much longer",
  "رطوبة نسبية (%)", "風速 (m/s)"
};

static void
fill (ScopeHeatmapPlot *plot, const ScopeColormap *map)
{
  for (guint i = 0; i < ROWS * COLS; i++)
    numbers[i] = (float) i / (ROWS * COLS - 1) * 2 - 1;
  scope_heatmap_plot_init (plot);
  scope_cells_init (&plot->cells, numbers, ROWS, COLS);
  plot->cells.row_order = row_order;
  plot->colormap = map;
  plot->row_labels = names;
  plot->row_title = "variable";
  plot->column_title = "unit";
  plot->bold_row = 1;
}

static void
test_cells (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (scope_style_get_palette (style));
  g_autoptr (ScopeHeatmapLayout) layout = NULL;
  ScopeHeatmapPlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 400, 200, &cr);

  fill (&plot, map);
  layout = scope_heatmap_layout_new (&plot, style, 400, 200);
  scope_heatmap_plot_paint (&plot, layout, style, cr);
  for (gsize row = 0; row < ROWS; row++)
    for (gsize col = 0; col < COLS; col++)
      {
        cairo_rectangle_t rect;
        gsize hit_row, hit_col;
        guint32 expected =
            scope_colormap_lookup_value (map, numbers[row_order[row] * COLS + col], -1, 1);

        scope_heatmap_layout_get_cell (layout, row, col, &rect);
        for (guint corner = 0; corner < 4; corner++)
          {
            double x = rect.x + (corner % 2 == 0 ? 0.01 : rect.width - 0.01);
            double y = rect.y + (corner / 2 == 0 ? 0.01 : rect.height - 0.01);

            g_assert_true (scope_heatmap_layout_hit (layout, x, y, &hit_row, &hit_col));
            g_assert_cmpuint (hit_row, ==, row);
            g_assert_cmpuint (hit_col, ==, col);
          }
        g_assert_cmphex (
            draw_test_get_pixel (surface, rect.x + rect.width / 2, rect.y + rect.height / 2), ==,
            expected);
      }
  g_assert_false (
      scope_heatmap_layout_hit (layout, layout->area.x - 1, layout->area.y + 1, NULL, NULL));
  g_assert_false (scope_heatmap_layout_hit (layout, layout->area.x + layout->area.width + 0.1,
                                            layout->area.y + 1, NULL, NULL));
  g_assert_false (scope_heatmap_layout_hit (layout, NAN, layout->area.y + 1, NULL, NULL));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_labels (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (scope_style_get_palette (style));
  ScopeHeatmapPlot plot;

  fill (&plot, map);
  for (guint lags = 0; lags < 2; lags++)
    for (double width = 150; width <= 1200; width += 75)
      for (double height = 90; height <= 500; height += 41)
        {
          g_autoptr (ScopeHeatmapLayout) layout = NULL;

          plot.column_lags = lags > 0;
          plot.step_seconds = lags > 0 ? 3600 : 0;
          plot.column_labels = lags > 0 || width > 600 ? NULL : names;
          plot.cells.cols = lags > 0 || width > 600 ? COLS : ROWS;
          layout = scope_heatmap_layout_new (&plot, style, width, height);
          draw_test_assert_labels (layout->labels, width, height);
          /* The bold row is the one that is never left out. */
          g_assert_true (draw_test_find_label (layout->labels, names[1])->bold);
          if (lags > 0)
            g_assert_nonnull (draw_test_find_label (layout->labels, "t\u22121"));
        }
}

/* With a margin that is given, pictures above each other share their x axis. */
static void
test_left (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (scope_style_get_palette (style));
  g_autoptr (ScopeHeatmapLayout) layout = NULL;
  ScopeHeatmapPlot plot;

  fill (&plot, map);
  plot.left = 333;
  layout = scope_heatmap_layout_new (&plot, style, 600, 200);
  scope_assert_close (layout->area.x, 333, 0);
}

static void
test_overlay (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  const ScopePalette *palette = scope_style_get_palette (style);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (palette);
  g_autoptr (ScopeHeatmapLayout) layout = NULL;
  ScopeHeatmapPlot plot;
  cairo_rectangle_t rect;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 400, 200, &cr);

  fill (&plot, map);
  plot.chosen_row = 4; /* at place 2 */
  layout = scope_heatmap_layout_new (&plot, style, 400, 200);
  scope_heatmap_plot_paint_overlay (&plot, layout, style, cr);
  scope_heatmap_layout_get_cell (layout, 2, 3, &rect);
  g_assert_cmphex (draw_test_get_pixel (surface, rect.x + rect.width / 2, floor (rect.y - 0.5)), ==,
                   scope_color_to_argb (&palette->accent));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_nothing (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  ScopeHeatmapPlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 40, 20, &cr);

  scope_heatmap_plot_init (&plot);
  scope_heatmap_plot_draw (&plot, style, cr, 40, 20);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/heatmap-plot/cells", test_cells);
  g_test_add_func ("/heatmap-plot/labels", test_labels);
  g_test_add_func ("/heatmap-plot/left", test_left);
  g_test_add_func ("/heatmap-plot/overlay", test_overlay);
  g_test_add_func ("/heatmap-plot/nothing", test_nothing);
  return g_test_run ();
}
