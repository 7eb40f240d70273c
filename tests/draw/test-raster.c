/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-raster.h"

#include "draw-test.h"
#include "scope-test.h"

#include <math.h>

static ScopeColormap *
diverging_new (void)
{
  ScopePalette palette;

  scope_palette_init_default (&palette, FALSE, FALSE);
  return scope_colormap_new_diverging (&palette);
}

static void
test_pixels (void)
{
  static const float numbers[6] = { -1, -0.5f, 0, 0.5f, 1, NAN };
  g_autoptr (ScopeColormap) map = diverging_new ();
  ScopeCells cells;
  cairo_surface_t *surface;

  scope_cells_init (&cells, numbers, 2, 3);
  surface = scope_raster_new (&cells, map, -1, 1, 100, 100);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 3);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 2);
  for (guint i = 0; i < 5; i++)
    g_assert_cmphex (draw_test_get_pixel (surface, i % 3, i / 3), ==,
                     scope_colormap_lookup (map, i / 4.0));
  /* Nothing, so that the hatching shows through. */
  g_assert_cmphex (draw_test_get_pixel (surface, 2, 1), ==, 0);
  cairo_surface_destroy (surface);
}

/* A single 1 among 4 194 304 zeros is on a picture of 300 × 200 pixels, where it belongs. */
static void
test_outlier (void)
{
  const gsize rows = 1024, cols = 4096;
  g_autofree float *numbers = g_new0 (float, rows *cols);
  g_autoptr (ScopeColormap) map = diverging_new ();
  ScopeCells cells;

  scope_cells_init (&cells, numbers, rows, cols);
  for (guint i = 0; i < 8; i++)
    {
      gsize row = i * 137 % rows, col = i * 1733 % cols;
      cairo_surface_t *surface;
      cairo_rectangle_t all = { 0, 0, 300, 200 };

      numbers[row * cols + col] = i % 2 == 0 ? 1 : -1;
      surface = scope_raster_new (&cells, map, -1, 1, 300, 200);
      g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 300);
      g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 200);
      g_assert_cmpuint (draw_test_count_pixels (surface, &all, scope_colormap_lookup (map, 0.5)),
                        ==, 300 * 200 - 1);
      /* Row r lies in pixel r × 200 / 1024 or, where it is split, its neighbour. */
      {
        double x = floor ((double) col * 300 / (double) cols);
        double y = floor ((double) row * 200 / (double) rows);
        cairo_rectangle_t near = { MAX (x - 1, 0), MAX (y - 1, 0), 3, 3 };

        near.width = MIN (near.width, 300 - near.x);
        near.height = MIN (near.height, 200 - near.y);
        g_assert_cmpuint (draw_test_count_pixels (surface, &near,
                                                  scope_colormap_lookup (map, i % 2 == 0 ? 1 : 0)),
                          ==, 1);
      }
      numbers[row * cols + col] = 0;
      cairo_surface_destroy (surface);
    }
}

/* On a range without a middle, both a high among lows and a low among highs are kept. */
static void
test_sequential_outlier (void)
{
  const gsize n = 1000;
  g_autofree float *numbers = g_new (float, n *n);
  ScopePalette palette;
  g_autoptr (ScopeColormap) map = NULL;
  cairo_rectangle_t all = { 0, 0, 90, 90 };

  scope_palette_init_default (&palette, TRUE, FALSE);
  map = scope_colormap_new_gate (&palette, SCOPE_HUE_F);
  for (guint high = 0; high < 2; high++)
    {
      ScopeCells cells;
      cairo_surface_t *surface;

      for (gsize i = 0; i < n * n; i++)
        numbers[i] = high ? 0.2f : 0.9f;
      numbers[777 * n + 333] = high ? 1 : 0;
      scope_cells_init (&cells, numbers, n, n);
      surface = scope_raster_new (&cells, map, 0, 1, 90, 90);
      g_assert_cmpuint (
          draw_test_count_pixels (surface, &all, scope_colormap_lookup (map, high ? 1 : 0)), ==, 1);
      cairo_surface_destroy (surface);
    }
}

/* A pixel with any value shows it; only one without any is missing. */
static void
test_missing_among_values (void)
{
  float numbers[16];
  g_autoptr (ScopeColormap) map = diverging_new ();
  ScopeCells cells;
  cairo_surface_t *surface;

  for (guint i = 0; i < 16; i++)
    numbers[i] = NAN;
  numbers[5] = 0.5f;
  scope_cells_init (&cells, numbers, 4, 4);
  surface = scope_raster_new (&cells, map, -1, 1, 2, 2);
  g_assert_cmphex (draw_test_get_pixel (surface, 0, 0), ==, scope_colormap_lookup (map, 0.75));
  g_assert_cmphex (draw_test_get_pixel (surface, 1, 1), ==, 0);
  cairo_surface_destroy (surface);
}

/* Painted large, edges are sharp: every pixel of a cell has its colour, also at a scale of two. */
static void
test_paint (void)
{
  static const float numbers[6] = { -1, -0.5f, 0, 0.5f, 1, NAN };
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  const ScopePalette *palette = scope_style_get_palette (style);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (palette);
  ScopeCells cells;

  scope_cells_init (&cells, numbers, 2, 3);
  for (double scale = 1; scale <= 2; scale++)
    {
      cairo_t *cr;
      cairo_surface_t *surface =
          draw_test_surface_new (style, (int) (80 * scale), (int) (60 * scale), &cr);
      cairo_rectangle_t rect = { 10, 10, 60, 40 };

      cairo_scale (cr, scale, scale);
      scope_raster_paint (cr, &rect, &cells, map, palette, -1, 1);
      for (guint i = 0; i < 6; i++)
        {
          cairo_rectangle_t cell = { (10 + i % 3 * 20) * scale, (10 + i / 3 * 20) * scale,
                                     20 * scale, 20 * scale };

          if (isnan (numbers[i]))
            draw_test_assert_hatched (surface, &cell);
          else
            g_assert_cmpuint (
                draw_test_count_pixels (surface, &cell, scope_colormap_lookup (map, i / 4.0)), ==,
                (guint) (400 * scale * scale));
        }
      /* Zero recedes: it is the background's colour. */
      g_assert_cmphex (draw_test_get_pixel (surface, 60 * scale, 20 * scale), ==,
                       draw_test_get_pixel (surface, 2, 2));
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/raster/pixels", test_pixels);
  g_test_add_func ("/raster/outlier", test_outlier);
  g_test_add_func ("/raster/sequential-outlier", test_sequential_outlier);
  g_test_add_func ("/raster/missing-among-values", test_missing_among_values);
  g_test_add_func ("/raster/paint", test_paint);
  return g_test_run ();
}
