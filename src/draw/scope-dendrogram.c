/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-dendrogram.h"

#include <math.h>

/* Brackets that are narrower than this, in pixels, are one line. */
#define LEAST_SEEN 1.0

static void
line_to (cairo_t *cr, const cairo_rectangle_t *rect, gboolean sideways, double along, double up,
         gboolean first)
{
  double x = sideways ? rect->x + up : rect->x + along;
  double y = sideways ? rect->y + along : rect->y + rect->height - up;

  if (first)
    cairo_move_to (cr, x, y);
  else
    cairo_line_to (cr, x, y);
}

/* How far up the thin brackets of each pixel go. */
typedef struct
{
  float low;
  float high; /* 0: there are none */
} Column;

static void
add_thin (Column *columns, int n, double along, double low, double high)
{
  Column *column;

  if (!(along >= 0 && along < n))
    return;
  column = &columns[(int) along];
  column->low = column->high > 0 ? MIN (column->low, (float) low) : (float) low;
  column->high = MAX (column->high, (float) high);
}

static void
fill_thin (const Column *columns, int n, cairo_t *cr, const cairo_rectangle_t *rect,
           gboolean sideways)
{
  for (int i = 0; i < n; i++)
    {
      double low = columns[i].low, high = columns[i].high;

      if (high <= 0)
        continue;
      if (sideways)
        cairo_rectangle (cr, rect->x + low, rect->y + i, high - low, 1);
      else
        cairo_rectangle (cr, rect->x + i, rect->y + rect->height - high, 1, high - low);
    }
  cairo_fill (cr);
}

void
scope_dendrogram_paint (const ScopeDendrogram *tree, cairo_t *cr, const cairo_rectangle_t *rect,
                        ScopeSpan seen, gboolean sideways, const ScopeColor *color)
{
  double length, depth, leaf, start, scale;
  g_autofree Column *columns = NULL;
  int n_columns;

  g_return_if_fail (tree != NULL && cr != NULL && rect != NULL && color != NULL);
  g_return_if_fail (seen.size > 0);

  if (tree->n_leaves < 2 || !(rect->width >= 1) || !(rect->height >= 1))
    return;
  length = sideways ? rect->height : rect->width;
  depth = (sideways ? rect->width : rect->height) - 1;
  leaf = length / (seen.size * (double) tree->n_leaves);
  start = seen.start * (double) tree->n_leaves - 0.5;
  scale = tree->height > 0 ? depth / tree->height : 0;
  n_columns = (int) ceil (length);
  columns = g_new0 (Column, n_columns);

  cairo_save (cr);
  cairo_rectangle (cr, rect->x, rect->y, rect->width, rect->height);
  cairo_clip (cr);
  for (gsize i = 0; i + 1 < tree->n_leaves; i++)
    {
      const ScopeDendrogramMerge *merge = &tree->merges[i];
      double low = (merge->low - start) * leaf;
      double high = (merge->high - start) * leaf;
      /* All alike: brackets of no height at the leaves would be a line; they are one at the top. */
      double top = tree->height > 0 ? merge->height * scale : depth;

      if (high < -1 || low > length + 1)
        continue;
      if (high - low < LEAST_SEEN)
        {
          add_thin (columns, n_columns, (low + high) / 2,
                    MIN (merge->low_height, merge->high_height) * scale, top);
          continue;
        }
      line_to (cr, rect, sideways, low, merge->low_height * scale, TRUE);
      line_to (cr, rect, sideways, low, top, FALSE);
      line_to (cr, rect, sideways, high, top, FALSE);
      line_to (cr, rect, sideways, high, merge->high_height * scale, FALSE);
    }
  cairo_set_line_width (cr, 1);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  scope_color_set_source (color, cr);
  cairo_stroke (cr);
  fill_thin (columns, n_columns, cr, rect, sideways);
  cairo_restore (cr);
}
