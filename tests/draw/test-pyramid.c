/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-pyramid.h"

#include "draw-test.h"
#include "scope-test.h"

#include <math.h>

#define WIDTH 320
#define HEIGHT 180

static ScopeColormap *
diverging_new (void)
{
  ScopePalette palette;

  scope_palette_init_default (&palette, FALSE, FALSE);
  return scope_colormap_new_diverging (&palette);
}

static ScopePyramid *
pyramid_new (const float *numbers, gsize rows, gsize cols)
{
  ScopeCells cells;

  scope_cells_init (&cells, numbers, rows, cols);
  return scope_pyramid_new (&cells);
}

static guint
count (const guint32 *pixels, gsize n, guint32 color)
{
  guint found = 0;

  for (gsize i = 0; i < n; i++)
    found += pixels[i] == color;
  return found;
}

/* A lone 1 among 4 194 304 zeros is seen at every zoom and from every side that it is in, and is gone where it is not. Where
 * pixels hold several cells it takes exactly one. */
static void
test_outlier (void)
{
  const gsize rows = 1024, cols = 4096;
  const double sizes[] = { 1, 0.93, 0.5, 0.37, 0.2, 0.11, 0.04, 0.013 };
  g_autofree float *numbers = g_new0 (float, rows *cols);
  g_autofree guint32 *pixels = g_new (guint32, WIDTH * HEIGHT);
  g_autoptr (ScopeColormap) map = diverging_new ();
  const guint32 zero = scope_colormap_lookup (map, 0.5);
  guint n_seen = 0;

  for (guint i = 0; i < 12; i++)
    {
      gsize row = i * 619 % rows, col = (i * 1733 + 4095) % cols;
      g_autoptr (ScopePyramid) pyramid = NULL;

      numbers[row * cols + col] = i % 2 == 0 ? 1 : -1;
      pyramid = pyramid_new (numbers, rows, cols);
      for (guint j = 0; j < G_N_ELEMENTS (sizes) * G_N_ELEMENTS (sizes); j++)
        {
          ScopeSpan row_span = { 0, sizes[j % G_N_ELEMENTS (sizes)] };
          ScopeSpan col_span = { 0, sizes[j / G_N_ELEMENTS (sizes)] };
          double y, x;
          guint32 expected = scope_colormap_lookup (map, i % 2 == 0 ? 1 : 0);
          guint found;

          /* Wherever the part lies around it. */
          row_span.start = CLAMP ((row + 0.5) / (double) rows - row_span.size * (i % 3) / 2, 0,
                                  1 - row_span.size);
          col_span.start = CLAMP ((col + 0.5) / (double) cols - col_span.size * (j % 5) / 4, 0,
                                  1 - col_span.size);
          scope_pyramid_draw (pyramid, row_span, col_span, map, -1, 1, pixels, WIDTH, HEIGHT,
                              WIDTH * sizeof *pixels);
          found = count (pixels, WIDTH * HEIGHT, expected);
          g_assert_cmpuint (found, >=, 1);
          g_assert_cmpuint (found + count (pixels, WIDTH * HEIGHT, zero), ==, WIDTH * HEIGHT);
          if (row_span.size * rows >= HEIGHT && col_span.size * cols >= WIDTH)
            g_assert_cmpuint (found, ==, 1);

          /* It is where it belongs: at most a cell of the level, which is a pixel, away. */
          y = ((row + 0.5) / rows - row_span.start) / row_span.size * HEIGHT;
          x = ((col + 0.5) / cols - col_span.start) / col_span.size * WIDTH;
          for (int at_y = 0; at_y < HEIGHT; at_y++)
            for (int at_x = 0; at_x < WIDTH; at_x++)
              if (pixels[at_y * WIDTH + at_x] == expected)
                {
                  double cell_height = HEIGHT / (row_span.size * rows);
                  double cell_width = WIDTH / (col_span.size * cols);

                  g_assert_cmpfloat (fabs (at_y + 0.5 - y), <=, 1.5 + cell_height / 2);
                  g_assert_cmpfloat (fabs (at_x + 0.5 - x), <=, 1.5 + cell_width / 2);
                  n_seen++;
                }
        }
      numbers[row * cols + col] = 0;
    }
  g_assert_cmpuint (n_seen, >, 500);
}

/* Larger than a pixel, each cell has its own colour on all of its pixels; a pixel shows the cell at its middle. */
static void
test_cells (void)
{
  float numbers[7 * 5];
  g_autoptr (ScopePyramid) pyramid = NULL;
  g_autofree guint32 *pixels = g_new (guint32, WIDTH * HEIGHT);
  g_autoptr (ScopeColormap) map = diverging_new ();
  const ScopeSpan spans[] = { { 0, 1 }, { 0.3, 0.55 }, { 0.62, 0.38 } };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    numbers[i] = (float) (i * 11 % 35) / 17 - 1;
  pyramid = pyramid_new (numbers, 7, 5);
  g_assert_cmpuint (scope_pyramid_get_rows (pyramid), ==, 7);
  g_assert_cmpuint (scope_pyramid_get_cols (pyramid), ==, 5);
  for (guint i = 0; i < 9; i++)
    {
      ScopeSpan rows = spans[i % 3], cols = spans[i / 3];

      scope_pyramid_draw (pyramid, rows, cols, map, -1, 1, pixels, WIDTH, HEIGHT,
                          WIDTH * sizeof *pixels);
      for (int y = 0; y < HEIGHT; y += 7)
        for (int x = 0; x < WIDTH; x += 3)
          {
            guint row = (guint) ((rows.start + (y + 0.5) / HEIGHT * rows.size) * 7);
            guint col = (guint) ((cols.start + (x + 0.5) / WIDTH * cols.size) * 5);

            g_assert_cmphex (pixels[y * WIDTH + x], ==,
                             scope_colormap_lookup_value (map, numbers[row * 5 + col], -1, 1));
          }
    }
}

/* Reduced pixels against a search over the cells themselves, at a zoom whose levels' cells are pixels exactly. */
static void
test_reduced (void)
{
  const gsize rows = 8 * HEIGHT, cols = 4 * WIDTH;
  g_autofree float *numbers = g_new (float, rows *cols);
  g_autoptr (ScopePyramid) pyramid = NULL;
  g_autofree guint32 *pixels = g_new (guint32, WIDTH * HEIGHT);
  g_autoptr (ScopeColormap) map = diverging_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (11);

  for (gsize i = 0; i < rows * cols; i++)
    numbers[i] = (float) g_rand_double_range (random, -1, 1);
  pyramid = pyramid_new (numbers, rows, cols);
  scope_pyramid_draw (pyramid, SCOPE_SPAN_ALL, SCOPE_SPAN_ALL, map, -1, 1, pixels, WIDTH, HEIGHT,
                      WIDTH * sizeof *pixels);
  for (gsize y = 0; y < HEIGHT; y++)
    for (gsize x = 0; x < WIDTH; x++)
      {
        float farthest = 0;

        for (gsize row = 8 * y; row < 8 * (y + 1); row++)
          for (gsize col = 4 * x; col < 4 * (x + 1); col++)
            if (fabsf (numbers[row * cols + col]) > fabsf (farthest))
              farthest = numbers[row * cols + col];
        g_assert_cmphex (pixels[y * WIDTH + x], ==,
                         scope_colormap_lookup_value (map, farthest, -1, 1));
      }
}

/* NaN hides nothing: a pixel is clear only where all of its cells are missing. */
static void
test_missing (void)
{
  const gsize rows = 701, cols = 1503;
  g_autofree float *numbers = g_new (float, rows *cols);
  g_autoptr (ScopePyramid) pyramid = NULL;
  g_autofree guint32 *pixels = g_new (guint32, WIDTH * HEIGHT);
  g_autoptr (ScopeColormap) map = diverging_new ();
  ScopeSpan part = { 0.25, 0.01 };

  for (gsize i = 0; i < rows * cols; i++)
    numbers[i] = NAN;
  numbers[350 * cols + 700] = 0.5f;
  pyramid = pyramid_new (numbers, rows, cols);
  g_assert_true (scope_pyramid_has_missing (pyramid));
  scope_pyramid_draw (pyramid, SCOPE_SPAN_ALL, SCOPE_SPAN_ALL, map, -1, 1, pixels, WIDTH, HEIGHT,
                      WIDTH * sizeof *pixels);
  g_assert_cmpuint (count (pixels, WIDTH * HEIGHT, 0), ==, WIDTH * HEIGHT - 1);
  g_assert_cmpuint (count (pixels, WIDTH * HEIGHT, scope_colormap_lookup_value (map, 0.5, -1, 1)),
                    ==, 1);
  scope_pyramid_draw (pyramid, part, part, map, -1, 1, pixels, WIDTH, HEIGHT,
                      WIDTH * sizeof *pixels);
  g_assert_cmpuint (count (pixels, WIDTH * HEIGHT, 0), ==, WIDTH * HEIGHT);
  g_clear_pointer (&pyramid, scope_pyramid_unref);

  numbers[0] = INFINITY;
  numbers[1] = -INFINITY;
  pyramid = pyramid_new (numbers, 1, 2);
  g_assert_false (scope_pyramid_has_missing (pyramid));
  scope_pyramid_draw (pyramid, SCOPE_SPAN_ALL, SCOPE_SPAN_ALL, map, -1, 1, pixels, 2, 1,
                      2 * sizeof *pixels);
  g_assert_cmphex (pixels[0], ==, scope_colormap_lookup (map, 1));
  g_assert_cmphex (pixels[1], ==, scope_colormap_lookup (map, 0));
}

/* Strides and orders are those of the cells. */
static void
test_order (void)
{
  const float numbers[] = { 0, 0.1f, 9, 0.2f, 0.3f, 9, 0.4f, 0.5f, 9 };
  const guint row_order[] = { 2, 0, 1 }, col_order[] = { 1, 0 };
  const float shown[] = { 0.5f, 0.4f, 0.1f, 0, 0.3f, 0.2f };
  g_autoptr (ScopeColormap) map = diverging_new ();
  ScopeCells cells = { numbers, 3, 2, 3, 1, row_order, col_order };
  g_autoptr (ScopePyramid) pyramid = scope_pyramid_new (&cells);
  guint32 pixels[6];

  scope_pyramid_draw (pyramid, SCOPE_SPAN_ALL, SCOPE_SPAN_ALL, map, -1, 1, pixels, 2, 3,
                      2 * sizeof *pixels);
  for (guint i = 0; i < 6; i++)
    g_assert_cmphex (pixels[i], ==, scope_colormap_lookup_value (map, shown[i], -1, 1));
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/pyramid/outlier", test_outlier);
  g_test_add_func ("/pyramid/cells", test_cells);
  g_test_add_func ("/pyramid/reduced", test_reduced);
  g_test_add_func ("/pyramid/missing", test_missing);
  g_test_add_func ("/pyramid/order", test_order);
  return g_test_run ();
}
