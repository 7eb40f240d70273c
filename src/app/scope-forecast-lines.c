/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-forecast-lines.h"

#include <math.h>

/* The longest month and a half. */
#define MONTH_GAP (45 * 86400.0)

/* A forecast for a time that has no row. */
typedef struct
{
  double x;
  gint64 window;
} Extra;

typedef struct
{
  ScopeFeed *feed;
  ScopeForecast *forecast;
  guint target;
  gsize n_rows;
  gboolean has_time;
  gint64 *row_windows; /* due at each row */
  GArray *extras;      /* ascending */
} Builder;

/* Rows that go backwards (a table of several stations, one under the other) have no axis of
 * time. */
static gboolean
goes_forward (ScopeFeed *feed)
{
  if (!scope_feed_has_time (feed))
    return FALSE;
  for (gsize row = 1; row < scope_feed_get_n_rows (feed); row++)
    if (!(scope_feed_get_row_time (feed, row) >= scope_feed_get_row_time (feed, row - 1)))
      return FALSE;
  return TRUE;
}

static double
get_row_x (Builder *self, gsize row)
{
  return self->has_time ? scope_feed_get_row_time (self->feed, row)
                        : (double) scope_feed_get_table_row (self->feed, row);
}

/* The row at @x, if there is one. */
static gboolean
find_row (Builder *self, double x, gsize *row)
{
  gsize low = 0, high = self->n_rows;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (get_row_x (self, middle) < x)
        low = middle + 1;
      else
        high = middle;
    }
  *row = low;
  return low < self->n_rows && get_row_x (self, low) == x;
}

static int
compare_extras (gconstpointer a, gconstpointer b)
{
  double first = ((const Extra *) a)->x;
  double second = ((const Extra *) b)->x;

  return first < second ? -1 : first > second ? 1 : 0;
}

static void
place_windows (Builder *self)
{
  gsize n_windows = scope_forecast_get_n_windows (self->forecast);
  gsize first = scope_forecast_get_first (self->forecast);
  const gsize *starts = scope_feed_get_starts (self->feed);
  gsize reach = scope_feed_get_window (self->feed) - 1
                + scope_feed_get_target_lead (self->feed, self->target);
  g_autofree gsize *run_last = g_new (gsize, MAX (self->n_rows, 1));

  for (gsize row = self->n_rows; row > 0; row--)
    run_last[row - 1] = row < self->n_rows && scope_feed_is_consecutive (self->feed, row - 1)
                            ? run_last[row]
                            : row - 1;

  for (gsize i = 0; i < n_windows; i++)
    {
      gsize start = starts[first + i];
      gsize last = start + scope_feed_get_window (self->feed) - 1;
      Extra extra;
      gsize row;

      if (start + reach <= run_last[last])
        {
          self->row_windows[start + reach] = (gint64) i;
          continue;
        }
      extra.x = scope_feed_get_valid_time (self->feed, first + i, self->target);
      extra.window = (gint64) i;
      if (!self->has_time)
        extra.x =
            get_row_x (self, last) + (double) scope_feed_get_target_lead (self->feed, self->target);
      /* Without times only what lies after all rows has a place of its own. */
      if (!self->has_time && extra.x <= get_row_x (self, self->n_rows - 1))
        continue;
      if (find_row (self, extra.x, &row) && self->row_windows[row] < 0)
        self->row_windows[row] = (gint64) i;
      else
        g_array_append_val (self->extras, extra);
    }
  g_array_sort (self->extras, compare_extras);
}

static void
add_point (ScopeForecastLines *lines, Builder *self, double x, double observed, gint64 window)
{
  gsize i = lines->n++;

  lines->x[i] = x;
  lines->observed[i] = observed;
  lines->windows[i] = window;
  lines->forecast[i] = lines->persistence[i] = NAN;
  if (window < 0)
    return;
  lines->forecast[i] = scope_forecast_get_forecast (self->forecast, self->target)[window];
  lines->persistence[i] = scope_forecast_get_persistence (self->forecast, self->target)[window];
}

/* Between rows drawn by number that are not neighbours: a point that breaks the lines. */
static void
add_break (ScopeForecastLines *lines, Builder *self, gsize row)
{
  if (!self->has_time && row > 0 && !scope_feed_is_consecutive (self->feed, row - 1))
    add_point (lines, self, get_row_x (self, row) - 0.5, NAN, -1);
}

static double
get_max_gap (ScopeFeed *feed)
{
  ScopeStep step;

  if (!scope_recipe_get_step (scope_feed_get_recipe (feed), &step))
    return 0;
  return step.months > 0 ? step.months * MONTH_GAP : 1.5 * step.seconds + step.tolerance;
}

static void
finalize (gpointer data)
{
  ScopeForecastLines *self = data;

  g_free (self->x);
  g_free (self->observed);
  g_free (self->forecast);
  g_free (self->persistence);
  g_free (self->windows);
}

ScopeForecastLines *
scope_forecast_lines_new (ScopeForecast *forecast, guint target)
{
  ScopeForecastLines *lines;
  ScopeFeed *feed;
  const double *values;
  Builder builder = { 0 };
  gsize n_most, next = 0;
  guint column;

  g_return_val_if_fail (forecast != NULL, NULL);
  g_return_val_if_fail (target < scope_forecast_get_n_targets (forecast), NULL);

  feed = scope_forecast_get_feed (forecast);
  builder.feed = feed;
  builder.forecast = forecast;
  builder.target = target;
  builder.n_rows = scope_feed_get_n_rows (feed);
  builder.has_time = goes_forward (feed);
  builder.row_windows = g_new (gint64, MAX (builder.n_rows, 1));
  builder.extras = g_array_new (FALSE, FALSE, sizeof (Extra));
  for (gsize row = 0; row < builder.n_rows; row++)
    builder.row_windows[row] = -1;
  place_windows (&builder);

  n_most = builder.n_rows + builder.extras->len
           + (builder.has_time ? 0 : scope_feed_get_n_gaps (feed)) + 1;
  lines = g_atomic_rc_box_new0 (ScopeForecastLines);
  lines->has_time = builder.has_time;
  lines->max_gap = builder.has_time ? get_max_gap (feed) : 0;
  lines->x = g_new (double, n_most);
  lines->observed = g_new (double, n_most);
  lines->forecast = g_new (double, n_most);
  lines->persistence = g_new (double, n_most);
  lines->windows = g_new (gint64, n_most);

  values = scope_series_find_column (scope_feed_get_series (feed),
                                     scope_feed_get_target_name (feed, target), &column)
               ? scope_series_get_values (scope_feed_get_series (feed), column)
               : NULL;
  for (gsize row = 0; row < builder.n_rows; row++)
    {
      double x = get_row_x (&builder, row);

      for (; next < builder.extras->len && g_array_index (builder.extras, Extra, next).x < x;
           next++)
        add_point (lines, &builder, g_array_index (builder.extras, Extra, next).x, NAN,
                   g_array_index (builder.extras, Extra, next).window);
      add_break (lines, &builder, row);
      add_point (lines, &builder, x,
                 values != NULL ? values[scope_feed_get_table_row (feed, row)] : NAN,
                 builder.row_windows[row]);
    }
  lines->n_beyond = builder.extras->len - next;
  for (; next < builder.extras->len; next++)
    add_point (lines, &builder, g_array_index (builder.extras, Extra, next).x, NAN,
               g_array_index (builder.extras, Extra, next).window);

  g_free (builder.row_windows);
  g_array_unref (builder.extras);
  return lines;
}

ScopeForecastLines *
scope_forecast_lines_ref (ScopeForecastLines *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return g_atomic_rc_box_acquire (self);
}

void
scope_forecast_lines_unref (ScopeForecastLines *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, finalize);
}

gboolean
scope_forecast_lines_find (ScopeForecastLines *self, gint64 window, gsize *point)
{
  g_return_val_if_fail (self != NULL && point != NULL, FALSE);

  for (gsize i = 0; window >= 0 && i < self->n; i++)
    if (self->windows[i] == window)
      {
        *point = i;
        return TRUE;
      }
  return FALSE;
}
