/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-axis.h"

#include "scope-format.h"

#include <math.h>

/* Texts of which each has at least so much room are cut rather than left out. */
#define LEAST_NAME_WIDTH 44.0

static const double nice_seconds[] = {
  1,          2,          5,           10,         15,        30,        60,
  120,        300,        600,         900,        1800,      3600,      2 * 3600,
  3 * 3600,   6 * 3600,   12 * 3600,   86400,      2 * 86400, 5 * 86400, 10 * 86400,
  20 * 86400, 50 * 86400, 100 * 86400, 365 * 86400
};

cairo_rectangle_t
scope_axis_snap (double x, double y, double width, double height)
{
  double left = ceil (x - 1e-6);
  double top = ceil (y - 1e-6);

  return (cairo_rectangle_t){ left, top, MAX (1, floor (x + width + 1e-6) - left),
                              MAX (1, floor (y + height + 1e-6) - top) };
}

gsize
scope_axis_nice_step (double least)
{
  static const gsize factors[] = { 1, 2, 5 };
  gsize power = 1;

  for (;; power *= 10)
    for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
      if ((double) (factors[i] * power) >= least || power >= G_MAXSIZE / 100)
        return factors[i] * power;
}

double
scope_axis_widest (const ScopeStyle *style, gsize n, ScopePlaceText text, gconstpointer user_data,
                   double limit)
{
  double widest = 0;

  for (gsize i = 0; i < n && widest < limit; i++)
    {
      g_autofree char *string = text (i, user_data);
      double width = 0;

      scope_style_measure (style, string, FALSE, &width, NULL);
      widest = MAX (widest, width);
    }
  return MIN (widest, limit);
}

void
scope_axis_add_rows (ScopeLabels *labels, const ScopeStyle *style, gsize n, double right,
                     double top, double height, double max_width, gssize bold, ScopePlaceText text,
                     gconstpointer user_data)
{
  scope_axis_add_rows_seen (labels, style, n, SCOPE_SPAN_ALL, right, top, height, max_width, bold,
                            text, user_data);
}

/* The first and the last place whose middle is within @seen; FALSE where there is none. */
static gboolean
find_places (ScopeSpan seen, gsize n, gsize *first, gsize *last)
{
  double start = ceil (seen.start * (double) n - 0.5 - 1e-6);
  double end = floor ((seen.start + seen.size) * (double) n - 0.5 + 1e-6);

  start = MAX (start, 0);
  end = MIN (end, (double) n - 1);
  if (!(end >= start))
    return FALSE;
  *first = (gsize) start;
  *last = (gsize) end;
  return TRUE;
}

void
scope_axis_add_rows_seen (ScopeLabels *labels, const ScopeStyle *style, gsize n, ScopeSpan seen,
                          double right, double top, double height, double max_width, gssize bold,
                          ScopePlaceText text, gconstpointer user_data)
{
  double row_height = height / (seen.size * (double) MAX (n, 1));
  double line = scope_style_get_line_height (style);
  /* Where not every row has its text, they may as well stand loosely. */
  gsize step = row_height >= line * 0.999 ? 1 : scope_axis_nice_step (line * 1.4 / row_height);
  /* How near to the bold text another may come. */
  double fit = MIN (row_height * (double) step, line);
  gsize first, last;

  if (!find_places (seen, n, &first, &last))
    return;
  top -= seen.start * (double) n * row_height;
  if (bold >= (gssize) first && bold <= (gssize) last)
    {
      g_autofree char *string = text ((gsize) bold, user_data);

      scope_labels_add (labels, string, right, top + ((double) bold + 0.5) * row_height, 1, 0.5,
                        max_width, TRUE, SCOPE_TONE_NORMAL);
    }
  for (gsize i = (first + step - 1) / step * step; i <= last; i += step)
    {
      g_autofree char *string = NULL;

      if ((gssize) i == bold)
        continue;
      if (bold >= (gssize) first && bold <= (gssize) last
          && fabs ((double) i - (double) bold) * row_height < fit - 1e-6)
        continue;
      string = text (i, user_data);
      scope_labels_add (labels, string, right, top + ((double) i + 0.5) * row_height, 1, 0.5,
                        max_width, FALSE, SCOPE_TONE_NORMAL);
    }
}

/* How many columns apart texts stand, and how wide each may be (0: as it is). */
static gsize
choose_column_step (double column_width, double widest, double *room)
{
  gsize step = scope_axis_nice_step ((widest + SCOPE_GAP) / column_width);

  *room = 0;
  if (step == 1)
    return 1;
  if (column_width >= LEAST_NAME_WIDTH)
    {
      *room = column_width - SCOPE_GAP;
      return 1;
    }
  *room = MAX ((double) step * column_width - SCOPE_GAP, 1);
  return step;
}

void
scope_axis_add_bold_column (ScopeLabels *labels, const ScopeStyle *style, gsize n, double left,
                            double width, double top, gssize place, ScopePlaceText text,
                            gconstpointer user_data, const cairo_rectangle_t *bounds)
{
  scope_axis_add_bold_column_seen (labels, style, n, SCOPE_SPAN_ALL, left, width, top, place, text,
                                   user_data, bounds);
}

void
scope_axis_add_bold_column_seen (ScopeLabels *labels, const ScopeStyle *style, gsize n,
                                 ScopeSpan seen, double left, double width, double top,
                                 gssize place, ScopePlaceText text, gconstpointer user_data,
                                 const cairo_rectangle_t *bounds)
{
  g_autofree char *string = NULL;
  double column_width = width / (seen.size * (double) MAX (n, 1));
  double x, room, string_width, most;
  gsize first, last;

  if (place < 0 || !find_places (seen, n, &first, &last) || (gsize) place < first
      || (gsize) place > last)
    return;
  string = text ((gsize) place, user_data);
  scope_style_measure (style, string, TRUE, &string_width, NULL);
  room = MAX (column_width - SCOPE_GAP, 2 * LEAST_NAME_WIDTH);
  string_width = MIN (string_width, room);
  most = MAX (bounds->x + bounds->width - string_width / 2, bounds->x + string_width / 2);
  x = left + ((double) place + 0.5 - seen.start * (double) n) * column_width;
  x = CLAMP (x, bounds->x + string_width / 2, most);
  scope_labels_add (labels, string, x, top, 0.5, 0, room, TRUE, SCOPE_TONE_NORMAL);
}

void
scope_axis_add_columns (ScopeLabels *labels, const ScopeStyle *style, gsize n, double left,
                        double width, double top, gssize except, ScopePlaceText text,
                        gconstpointer user_data, const cairo_rectangle_t *bounds)
{
  scope_axis_add_columns_seen (labels, style, n, SCOPE_SPAN_ALL, left, width, top, except,
                               scope_axis_widest (style, n, text, user_data, width), text,
                               user_data, bounds);
}

void
scope_axis_add_columns_seen (ScopeLabels *labels, const ScopeStyle *style, gsize n, ScopeSpan seen,
                             double left, double width, double top, gssize except, double widest,
                             ScopePlaceText text, gconstpointer user_data,
                             const cairo_rectangle_t *bounds)
{
  double column_width = width / (seen.size * (double) MAX (n, 1));
  double room;
  gsize step = choose_column_step (column_width, widest, &room);
  gsize first, last;

  if (!find_places (seen, n, &first, &last))
    return;
  for (gsize i = (first + step - 1) / step * step; i <= last; i += step)
    {
      g_autofree char *string = NULL;

      if ((gssize) i == except)
        continue;
      string = text (i, user_data);
      scope_labels_try_add (labels, string,
                            left + ((double) i + 0.5 - seen.start * (double) n) * column_width, top,
                            0.5, 0, room, FALSE, SCOPE_TONE_NORMAL, SCOPE_GAP * 0.6, bounds);
    }
}

/* The distance of labels in lags: round on the clock where the step is known. */
static gsize
choose_lag_step (double least, double step_seconds)
{
  if (step_seconds > 0)
    for (guint i = 0; i < G_N_ELEMENTS (nice_seconds); i++)
      {
        double lags = nice_seconds[i] / step_seconds;

        if (lags >= MAX (least, 0.999) && fabs (lags - round (lags)) < 1e-6)
          return (gsize) round (lags);
      }
  return scope_axis_nice_step (least);
}

double
scope_axis_get_lags_height (const ScopeStyle *style, double step_seconds)
{
  return scope_style_get_line_height (style) * (step_seconds > 0 ? 2 : 1);
}

/* A text centred at @x, but moved so that it is within @bounds. */
static gboolean
add_within (ScopeLabels *labels, const ScopeStyle *style, const char *text, double x, double top,
            ScopeTone tone, const cairo_rectangle_t *bounds)
{
  double width;

  scope_style_measure (style, text, FALSE, &width, NULL);
  x = MIN (x, bounds->x + bounds->width - width / 2);
  x = MAX (x, bounds->x + width / 2);
  return scope_labels_try_add (labels, text, x, top, 0.5, 0, 0, FALSE, tone, SCOPE_GAP, bounds)
         != NULL;
}

static void
add_lag (ScopeLabels *labels, const ScopeStyle *style, gsize n, gsize lag, double left,
         double width, double top, double step_seconds, const cairo_rectangle_t *bounds)
{
  double x = left + ((double) (n - lag) + 0.5) * width / (double) n;
  g_autofree char *text = scope_format_lag ((guint) lag);
  g_autofree char *distance = NULL;

  if (!add_within (labels, style, text, x, top, SCOPE_TONE_NORMAL, bounds) || step_seconds <= 0)
    return;
  distance = scope_format_duration ((double) lag * step_seconds);
  add_within (labels, style, distance, x, top + scope_style_get_line_height (style), SCOPE_TONE_DIM,
              bounds);
}

double
scope_axis_add_lags (ScopeLabels *labels, const ScopeStyle *style, gsize n, double left,
                     double width, double top, double step_seconds, const cairo_rectangle_t *bounds)
{
  g_autofree char *oldest = scope_format_lag ((guint) n);
  double label_width = 0;
  gsize step;

  scope_style_measure (style, oldest, FALSE, &label_width, NULL);
  if (step_seconds > 0)
    {
      g_autofree char *distance = scope_format_duration ((double) n * step_seconds);
      double distance_width = 0;

      scope_style_measure (style, distance, FALSE, &distance_width, NULL);
      label_width = MAX (label_width, distance_width);
    }
  step = choose_lag_step ((label_width + 4 * SCOPE_GAP) / (width / (double) n), step_seconds);

  /* The newest is what the picture is about, so its label is there whatever else fits. */
  add_lag (labels, style, n, 1, left, width, top, step_seconds, bounds);
  for (gsize lag = step; lag <= n; lag += step)
    if (lag > 1)
      add_lag (labels, style, n, lag, left, width, top, step_seconds, bounds);
  return scope_axis_get_lags_height (style, step_seconds);
}

void
scope_axis_paint_frame (cairo_t *cr, const cairo_rectangle_t *rect, const ScopeColor *color,
                        double line_width)
{
  cairo_rectangle (cr, rect->x - line_width / 2, rect->y - line_width / 2, rect->width + line_width,
                   rect->height + line_width);
  cairo_set_line_width (cr, line_width);
  scope_color_set_source (color, cr);
  cairo_stroke (cr);
}

void
scope_axis_paint_choice (cairo_t *cr, const cairo_rectangle_t *rect, const ScopeColor *color,
                         const ScopePalette *palette, double line_width)
{
  cairo_rectangle_t inner, outer;

  /* On whole pixels, so that the line is as sharp as the cells. */
  inner.x = round (rect->x);
  inner.y = round (rect->y);
  inner.width = MAX (1, round (rect->x + rect->width) - inner.x);
  inner.height = MAX (1, round (rect->y + rect->height) - inner.y);
  outer = (cairo_rectangle_t){ inner.x - line_width, inner.y - line_width,
                               inner.width + 2 * line_width, inner.height + 2 * line_width };
  scope_axis_paint_frame (cr, &outer, &palette->background, 1);
  scope_axis_paint_frame (cr, &inner, color, line_width);
}

void
scope_axis_paint_cursor (cairo_t *cr, double x, double top, double bottom,
                         const ScopePalette *palette)
{
  ScopeColor halo = scope_color_with_alpha (&palette->background, 0.75);

  x = floor (x) + 0.5;
  cairo_move_to (cr, x, top);
  cairo_line_to (cr, x, bottom);
  scope_color_set_source (&halo, cr);
  cairo_set_line_width (cr, 4);
  cairo_stroke_preserve (cr);
  scope_color_set_source (&palette->accent, cr);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}
