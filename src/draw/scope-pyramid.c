/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-pyramid.h"

#include <math.h>
#include <string.h>

/* 2^24 rows or columns are more than any layer has. */
#define MAX_LEVELS 25
/* Values that are compared at once: a loop of a fixed length is one that compilers turn into vector instructions. */
#define LANES 8

typedef struct
{
  float *data; /* rows × cols */
  gsize rows;
  gsize cols;
} Level;

struct _ScopePyramid
{
  gatomicrefcount count;
  gboolean has_missing;
  guint n_levels;
  Level levels[MAX_LEVELS];
};

static inline float
farther (float a, float b)
{
  return fabsf (b) > fabsf (a) ? b : a;
}

/* The same where one or both may be NaN, which counts for nothing beside a number. */
static inline float
farther_or_there (float a, float b)
{
  return isnan (a) || fabsf (b) > fabsf (a) ? b : a;
}

/* @to[i] = the farther of @a[i] and @b[i]. */
static void
merge_rows (const float *a, const float *b, float *to, gsize n, gboolean has_missing)
{
  gsize i = 0;

  if (has_missing)
    {
      for (; i < n; i++)
        to[i] = farther_or_there (a[i], b[i]);
      return;
    }
  for (; i + LANES <= n; i += LANES)
    for (gsize lane = 0; lane < LANES; lane++)
      to[i + lane] = farther (a[i + lane], b[i + lane]);
  for (; i < n; i++)
    to[i] = farther (a[i], b[i]);
}

static void
copy_cells (ScopePyramid *self, const ScopeCells *cells)
{
  Level *level = &self->levels[0];
  float *to;

  *level = (Level){ g_new (float, cells->rows * cells->cols), cells->rows, cells->cols };
  self->n_levels = 1;
  to = level->data;
  for (gsize row = 0; row < cells->rows; row++)
    for (gsize col = 0; col < cells->cols; col++, to++)
      {
        *to = scope_cells_get (cells, row, col);
        self->has_missing |= isnan (*to);
      }
}

static void
add_level (ScopePyramid *self, float *scratch)
{
  const Level *below = &self->levels[self->n_levels - 1];
  Level *level = &self->levels[self->n_levels++];

  level->rows = (below->rows + 1) / 2;
  level->cols = (below->cols + 1) / 2;
  level->data = g_new (float, level->rows * level->cols);
  for (gsize row = 0; row < level->rows; row++)
    {
      const float *first = below->data + 2 * row * below->cols;
      const float *second = 2 * row + 1 < below->rows ? first + below->cols : first;
      float *to = level->data + row * level->cols;

      merge_rows (first, second, scratch, below->cols, self->has_missing);
      for (gsize col = 0; col < level->cols; col++)
        to[col] = farther_or_there (scratch[2 * col], scratch[MIN (2 * col + 1, below->cols - 1)]);
    }
}

ScopePyramid *
scope_pyramid_new (const ScopeCells *cells)
{
  ScopePyramid *self;
  g_autofree float *scratch = NULL;

  g_return_val_if_fail (cells != NULL && cells->data != NULL, NULL);
  g_return_val_if_fail (cells->rows > 0 && cells->cols > 0, NULL);

  self = g_new0 (ScopePyramid, 1);
  g_atomic_ref_count_init (&self->count);
  copy_cells (self, cells);
  scratch = g_new (float, cells->cols);
  while (self->n_levels < MAX_LEVELS
         && MIN (self->levels[self->n_levels - 1].rows, self->levels[self->n_levels - 1].cols) > 1)
    add_level (self, scratch);
  return self;
}

ScopePyramid *
scope_pyramid_ref (ScopePyramid *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
scope_pyramid_unref (ScopePyramid *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->count))
    return;
  for (guint i = 0; i < self->n_levels; i++)
    g_free (self->levels[i].data);
  g_free (self);
}

gsize
scope_pyramid_get_rows (const ScopePyramid *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->levels[0].rows;
}

gsize
scope_pyramid_get_cols (const ScopePyramid *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->levels[0].cols;
}

gboolean
scope_pyramid_has_missing (const ScopePyramid *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->has_missing;
}

/* Which of a level's @n cells each pixel shows: starts[i] to ends[i]. @cells: how many the matrix is long at that level, whose
 * last cell may be of less than all the others. Where cells are smaller than pixels none is left out between two; where they
 * are larger a pixel shows the one at its middle. */
static void
find_bounds (ScopeSpan span, double cells, gsize n, int n_pixels, guint32 *starts, guint32 *ends)
{
  double first = span.start * cells;
  double step = span.size * cells / n_pixels;

  for (int i = 0; i < n_pixels; i++)
    {
      double from = step >= 1 ? first + i * step : first + (i + 0.5) * step;
      double to = step >= 1 ? first + (i + 1) * step : from;
      gsize start = (gsize) CLAMP (floor (from + 1e-9), 0, (double) n - 1);
      /* Those of the last pixel go to the end of the part, which may lie within one. */
      double end = i == n_pixels - 1 && step >= 1 ? ceil (to - 1e-9) : floor (to + 1e-9);

      starts[i] = (guint32) start;
      ends[i] = (guint32) MAX (CLAMP (end, 0, (double) n), (double) start + 1);
    }
}

/* The coarsest level that still has a cell for each pixel, in both directions. */
static guint
choose_level (const ScopePyramid *self, ScopeSpan rows, ScopeSpan cols, int width, int height)
{
  double cells = MIN (rows.size * (double) self->levels[0].rows / height,
                      cols.size * (double) self->levels[0].cols / width);

  return cells >= 2 ? MIN ((guint) floor (log2 (cells)), self->n_levels - 1) : 0;
}

/* @to[x] = the farthest of the cells from @starts[x] to @ends[x] of a line. */
static void
reduce_line (const float *line, const guint32 *starts, const guint32 *ends, float *to, int width,
             gboolean has_missing, gboolean at_most_two)
{
  for (int x = 0; x < width; x++)
    {
      float value = line[starts[x]];

      /* One or two in turns, as with most zooms, is what no processor can foresee: no branch, then. */
      if (at_most_two && !has_missing)
        value = farther (value, line[ends[x] - 1]);
      else if (has_missing)
        for (guint32 i = starts[x] + 1; i < ends[x]; i++)
          value = farther_or_there (value, line[i]);
      else
        for (guint32 i = starts[x] + 1; i < ends[x]; i++)
          value = farther (value, line[i]);
      to[x] = value;
    }
}

void
scope_pyramid_draw (const ScopePyramid *self, ScopeSpan rows, ScopeSpan cols,
                    const ScopeColormap *colormap, double min, double max, guint32 *pixels,
                    int width, int height, gsize stride)
{
  const Level *level;
  guint chosen;
  g_autofree guint32 *bounds = NULL;
  guint32 *row_starts, *row_ends, *col_starts, *col_ends;
  g_autofree float *scratch = NULL;
  g_autofree float *values = NULL;
  gsize first, n;
  gboolean at_most_two = TRUE;

  g_return_if_fail (self != NULL && colormap != NULL && pixels != NULL);
  g_return_if_fail (width > 0 && height > 0);
  g_return_if_fail (rows.size > 0 && cols.size > 0);

  chosen = choose_level (self, rows, cols, width, height);
  level = &self->levels[chosen];
  bounds = g_new (guint32, 2 * ((gsize) width + (gsize) height));
  col_starts = bounds;
  col_ends = col_starts + width;
  row_starts = col_ends + width;
  row_ends = row_starts + height;
  find_bounds (cols, ldexp ((double) self->levels[0].cols, -(int) chosen), level->cols, width,
               col_starts, col_ends);
  find_bounds (rows, ldexp ((double) self->levels[0].rows, -(int) chosen), level->rows, height,
               row_starts, row_ends);
  first = col_starts[0];
  n = col_ends[width - 1] - first;
  for (int x = 0; x < width; x++)
    {
      col_starts[x] -= (guint32) first;
      col_ends[x] -= (guint32) first;
      at_most_two &= col_ends[x] - col_starts[x] <= 2;
    }
  scratch = g_new (float, n);
  values = g_new (float, width);

  for (int y = 0; y < height; y++)
    {
      guint32 *line = (guint32 *) ((guchar *) pixels + (gsize) y * stride);
      const float *source = level->data + row_starts[y] * level->cols + first;

      if (y > 0 && row_starts[y] == row_starts[y - 1] && row_ends[y] == row_ends[y - 1])
        {
          memcpy (line, (guchar *) line - stride, (gsize) width * sizeof *line);
          continue;
        }
      for (guint32 row = row_starts[y] + 1; row < row_ends[y]; row++)
        {
          merge_rows (source, level->data + row * level->cols + first, scratch, n,
                      self->has_missing);
          source = scratch;
        }
      reduce_line (source, col_starts, col_ends, values, width, self->has_missing, at_most_two);
      scope_colormap_lookup_values (colormap, values, (gsize) width, min, max, line);
    }
}
