/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-line-path.h"

#include <math.h>

/* Points to a pixel from which on a line is drawn as what it covers; a dashed one sooner, as dashes
 * cannot be told from its ups and downs then, and are slow to draw. */
#define DENSE 2.0
#define DENSE_DASHES 1.0

typedef struct
{
  double x;
  double y;
} Point;

/* Points of a line that fall in one column of pixels. */
typedef struct
{
  double column;
  gsize n;
  Point first;
  Point least;
  Point most;
  Point last;
  gboolean least_before_most;
} Column;

void
scope_line_path_find_range (const ScopeLinePlot *plot, double x_min, double x_max, gsize *first,
                            gsize *end)
{
  gsize low = 0, high = plot->n;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (scope_line_plot_get_x (plot, middle) < x_min)
        low = middle + 1;
      else
        high = middle;
    }
  *first = low > 0 ? low - 1 : 0;
  high = plot->n;
  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (scope_line_plot_get_x (plot, middle) <= x_max)
        low = middle + 1;
      else
        high = middle;
    }
  *end = MIN (low + 1, plot->n);
}

static void
flush (cairo_t *cr, Column *column, gboolean *in_line)
{
  if (column->n == 0)
    return;
  if (!*in_line)
    cairo_move_to (cr, column->first.x, column->first.y);
  *in_line = TRUE;
  /* A line to where the pen is makes the dot of a point alone, through its round ends. */
  cairo_line_to (cr, column->first.x, column->first.y);
  if (column->n > 2)
    {
      const Point *one = column->least_before_most ? &column->least : &column->most;
      const Point *other = column->least_before_most ? &column->most : &column->least;

      cairo_line_to (cr, one->x, one->y);
      cairo_line_to (cr, other->x, other->y);
    }
  if (column->n > 1)
    cairo_line_to (cr, column->last.x, column->last.y);
  column->n = 0;
}

static void
add_point (Column *column, Point point)
{
  if (column->n == 0)
    {
      *column = (Column){ column->column, 0, point, point, point, point, TRUE };
    }
  if (point.y < column->least.y)
    {
      column->least = point;
      column->least_before_most = FALSE;
    }
  if (point.y > column->most.y)
    {
      column->most = point;
      column->least_before_most = TRUE;
    }
  column->last = point;
  column->n++;
}

static gboolean
leaps (const ScopeLinePlot *plot, gsize index, gsize first)
{
  return plot->max_gap > 0 && index > first
         && scope_line_plot_get_x (plot, index) - scope_line_plot_get_x (plot, index - 1)
                > plot->max_gap;
}

void
scope_line_path_trace (cairo_t *cr, const ScopeLinePlot *plot, const ScopeLineSeries *series,
                       gsize first, gsize end, const ScopeScale *x, const ScopeScale *y)
{
  Column column = { 0 };
  gboolean in_line = FALSE;

  for (gsize i = first; i < end; i++)
    {
      double value = scope_line_series_get (series, i);
      Point point;

      if (!isfinite (value) || leaps (plot, i, first))
        {
          flush (cr, &column, &in_line);
          in_line = FALSE;
          if (!isfinite (value))
            continue;
        }
      point = (Point){ scope_scale_map (x, scope_line_plot_get_x (plot, i)),
                       scope_scale_map (y, value) };
      if (column.n > 0 && floor (point.x) != column.column)
        flush (cr, &column, &in_line);
      column.column = floor (point.x);
      add_point (&column, point);
    }
  flush (cr, &column, &in_line);
}

/* What the points of each column of pixels cover, as rectangles; each reaches to where the column
 * before it ended, as the line would. */
static void
trace_columns (cairo_t *cr, const ScopeLinePlot *plot, const ScopeLineSeries *series, gsize first,
               gsize end, const ScopeScale *x, const ScopeScale *y)
{
  double half = cairo_get_line_width (cr) / 2;
  double column = 0, top = INFINITY, bottom = -INFINITY, last = NAN;

  for (gsize i = first; i <= end; i++)
    {
      double value = i < end ? scope_line_series_get (series, i) : NAN;
      double place = i < end ? scope_scale_map (x, scope_line_plot_get_x (plot, i)) : INFINITY;

      if (floor (place) != column)
        {
          /* A little wider than the column, so that no seam is seen on paper. */
          if (top <= bottom)
            cairo_rectangle (cr, column, top - half, 1.1, bottom - top + 2 * half);
          column = floor (place);
          top = isnan (last) ? INFINITY : last;
          bottom = isnan (last) ? -INFINITY : last;
        }
      if (!isfinite (value) || leaps (plot, i, first))
        last = NAN;
      if (!isfinite (value))
        continue;
      last = scope_scale_map (y, value);
      top = MIN (top, last);
      bottom = MAX (bottom, last);
    }
}

void
scope_line_path_stroke (cairo_t *cr, const ScopeLinePlot *plot, const ScopeLineSeries *series,
                        gsize first, gsize end, const ScopeScale *x, const ScopeScale *y)
{
  double dense = cairo_get_dash_count (cr) > 0 ? DENSE_DASHES : DENSE;

  cairo_new_path (cr);
  if ((double) (end - first) > dense * fabs (x->end - x->start))
    {
      trace_columns (cr, plot, series, first, end, x, y);
      cairo_fill (cr);
      return;
    }
  scope_line_path_trace (cr, plot, series, first, end, x, y);
  cairo_stroke (cr);
}

/* An outline of points on its upper edge and, backwards, on its lower. */
static void
close_band (cairo_t *cr, GArray *upper, GArray *lower)
{
  for (guint i = 0; i < upper->len; i++)
    {
      const Point *point = &g_array_index (upper, Point, i);

      if (i == 0)
        cairo_move_to (cr, point->x, point->y);
      else
        cairo_line_to (cr, point->x, point->y);
    }
  for (guint i = lower->len; i > 0; i--)
    {
      const Point *point = &g_array_index (lower, Point, i - 1);

      cairo_line_to (cr, point->x, point->y);
    }
  if (upper->len > 0)
    cairo_close_path (cr);
  g_array_set_size (upper, 0);
  g_array_set_size (lower, 0);
}

void
scope_line_path_trace_band (cairo_t *cr, const ScopeLinePlot *plot, const ScopeLineSeries *series,
                            gsize first, gsize end, const ScopeScale *x, const ScopeScale *y)
{
  g_autoptr (GArray) upper = g_array_new (FALSE, FALSE, sizeof (Point));
  g_autoptr (GArray) lower = g_array_new (FALSE, FALSE, sizeof (Point));

  for (gsize i = first; i < end; i++)
    {
      double top = scope_line_series_get (series, i);
      double bottom = series->lower != NULL ? series->lower[i] : 0;
      double place = scope_scale_map (x, scope_line_plot_get_x (plot, i));
      Point high = { place, scope_scale_map (y, top) };
      Point low = { place, scope_scale_map (y, bottom) };

      if (!isfinite (top) || !isfinite (bottom) || leaps (plot, i, first))
        close_band (cr, upper, lower);
      if (!isfinite (top) || !isfinite (bottom))
        continue;
      if (upper->len > 0 && floor (g_array_index (upper, Point, upper->len - 1).x) == floor (place))
        {
          Point *last_high = &g_array_index (upper, Point, upper->len - 1);
          Point *last_low = &g_array_index (lower, Point, lower->len - 1);

          /* Pixels grow downwards. */
          last_high->y = MIN (last_high->y, high.y);
          last_low->y = MAX (last_low->y, low.y);
          continue;
        }
      g_array_append_val (upper, high);
      g_array_append_val (lower, low);
    }
  close_band (cr, upper, lower);
}

void
scope_line_path_set_pen (cairo_t *cr, const ScopeLineSeries *series, const ScopePalette *palette)
{
  static const double dashes[] = { 5, 3.5 };
  ScopeColor pale;

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_width (cr, 1.4);
  switch (series->role)
    {
    case SCOPE_LINE_FORECAST:
      cairo_set_line_width (cr, 1.8);
      scope_color_set_source (&palette->forecast, cr);
      break;
    case SCOPE_LINE_REFERENCE:
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
      cairo_set_line_width (cr, 1.2);
      cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
      scope_color_set_source (&palette->reference, cr);
      break;
    case SCOPE_LINE_GATE:
      cairo_set_line_width (cr, 1.8);
      scope_color_set_source (scope_palette_get_hue (palette, series->hue), cr);
      break;
    case SCOPE_LINE_BAND:
      pale = scope_color_mix (&palette->background, &palette->accent,
                              palette->high_contrast ? 0.45 : 0.28);
      scope_color_set_source (&pale, cr);
      break;
    case SCOPE_LINE_OBSERVED:
    default:
      scope_color_set_source (&palette->observed, cr);
      break;
    }
}
