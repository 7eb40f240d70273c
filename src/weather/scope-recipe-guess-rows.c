/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-recipe-complete.h"
#include "scope-time-guess.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Sites in a table. */
#define MAX_SITES 1000
/* Share of neighbours one step apart from which on a table needs no explanation. */
#define EVEN 0.9

typedef struct
{
  GPtrArray *values; /* (nullable): what the first row says, then every other text seen */
  GHashTable *seen;
  char *first;
  gboolean *picked;
  gsize n_picked;
} SiteReader;

static void
add_zone (ScopeRecipe *self, ScopeSeries *series)
{
  gboolean utc = FALSE;

  if (self->has_zone)
    return;

  for (guint i = 0; self->time_columns[i] != NULL; i++)
    {
      g_autofree char *text = NULL;
      guint column;

      if (!scope_series_find_column (series, self->time_columns[i], &column))
        continue;
      text = scope_series_dup_text (series, column, 0);
      utc = utc || strstr (text, "UTC") != NULL || strstr (text, "GMT") != NULL
            || (g_str_has_suffix (text, "Z") && strchr (text, 'T') != NULL)
            || strstr (self->time_columns[i], "UTC") != NULL;
    }

  self->has_zone = TRUE;
  g_free (self->zone);
  self->zone = g_strdup (utc ? "UTC" : NULL);
}

void
scope_recipe_complete_time (ScopeRecipe *self, ScopeSeries *series)
{
  g_autoptr (ScopeTimeGuess) guess = NULL;
  guint columns[SCOPE_TIME_MAX_COLUMNS];
  guint n_columns = 0;
  g_autofree char *names = NULL;
  g_autofree char *formats = NULL;

  if (self->has_time && (self->time_formats != NULL || self->time_columns[0] == NULL))
    {
      if (self->time_formats == NULL)
        self->time_formats = g_new0 (char *, 1);
      return;
    }

  if (self->has_time)
    {
      for (; self->time_columns[n_columns] != NULL && n_columns < SCOPE_TIME_MAX_COLUMNS;
           n_columns++)
        if (!scope_series_find_column (series, self->time_columns[n_columns], &columns[n_columns]))
          break;
      /* A column that is not there is an error of whoever reads the times. */
      if (n_columns == 0 || self->time_columns[n_columns] != NULL)
        {
          self->time_formats = g_new0 (char *, 1);
          return;
        }
    }

  /* The first column of a netCDF table is its time. */
  if (scope_series_get_reading (series)->kind == SCOPE_READING_NETCDF)
    {
      self->has_time = TRUE;
      g_strfreev (self->time_columns);
      self->time_columns = g_new0 (char *, 2);
      self->time_columns[0] = g_strdup (scope_series_get_column_name (series, 0));
      self->time_formats = g_new0 (char *, 2);
      self->time_formats[0] = g_strdup ("CF");
      return;
    }

  guess = scope_time_guess (series, self->has_time ? columns : NULL, n_columns);
  if (guess == NULL)
    {
      if (!self->has_time)
        {
          self->has_time = TRUE;
          self->time_columns = g_new0 (char *, 1);
          scope_recipe_add_remark (self, g_strdup (_ ("No column of time was found: all rows are "
                                                      "taken as neighbours one step apart.")));
        }
      self->time_formats = g_new0 (char *, 1);
      return;
    }

  self->has_time = TRUE;
  g_strfreev (self->time_columns);
  self->time_columns = g_new0 (char *, guess->n_columns + 1);
  for (guint i = 0; i < guess->n_columns; i++)
    self->time_columns[i] = g_strdup (scope_series_get_column_name (series, guess->columns[i]));
  self->time_formats = g_strdupv (guess->formats);
  add_zone (self, series);

  names = g_strjoinv ("”, “", self->time_columns);
  formats = g_strjoinv ("”, “", self->time_formats);
  scope_recipe_add_remark (self,
                           g_strdup_printf (_ ("Time is read from “%s” as “%s”."), names, formats));
  if (guess->ambiguous)
    scope_recipe_add_remark (
        self,
        g_strdup (
            strstr (guess->formats[0], "%m") < strstr (guess->formats[0], "%d")
                ? _ ("Day and month could be the other way round in every row; the month was taken "
                     "to come first.")
                : _ (
                    "Day and month could be the other way round in every row; the day was taken to "
                    "come first.")));
}

static gboolean
read_site (gsize row, const char *const *texts, const gsize *lengths, gpointer user_data)
{
  SiteReader *self = user_data;
  char *text = g_strndup (texts[0], lengths[0]);

  if (row == 0)
    self->first = g_strdup (text);
  self->picked[row] = g_str_equal (text, self->first);
  if (self->picked[row])
    self->n_picked++;
  g_hash_table_add (self->seen, text);
  return g_hash_table_size (self->seen) <= MAX_SITES;
}

/* Share of neighbours among the picked rows that are one step apart; negative where time goes back,
 * or stands. */
static double
get_evenness (const double *times, const gboolean *picked, gsize n)
{
  g_autofree double *chosen = g_new (double, n + 1);
  gsize n_chosen = 0;
  ScopeStep step;
  double share = 0;

  for (gsize i = 0; i < n; i++)
    if (picked == NULL || picked[i])
      {
        if (n_chosen > 0 && chosen[n_chosen - 1] >= times[i])
          return -1;
        chosen[n_chosen++] = times[i];
      }

  return scope_step_guess (chosen, n_chosen, &step, &share) ? share : 0;
}

static gboolean
is_time_column (ScopeRecipe *self, const char *name)
{
  return self->time_columns != NULL
         && g_strv_contains ((const char *const *) self->time_columns, name);
}

void
scope_recipe_complete_rows_used (ScopeRecipe *self, ScopeSeries *series)
{
  g_autoptr (ScopeRows) rows = NULL;
  gsize n_rows = scope_series_get_n_rows (series);
  g_autofree double *times = NULL;

  if (self->has_rows_used)
    return;
  self->has_rows_used = TRUE;

  rows = scope_rows_new (series, self, NULL);
  if (rows == NULL || rows->times == NULL || get_evenness (rows->times, NULL, rows->n) >= 0)
    return;

  times = g_new (double, n_rows);
  for (gsize i = 0; i < n_rows; i++)
    times[i] = NAN;
  for (gsize i = 0; i < rows->n; i++)
    times[rows->table_rows[i]] = rows->times[i];

  for (guint column = 0; column < scope_series_get_n_columns (series); column++)
    {
      const char *name = scope_series_get_column_name (series, column);
      SiteReader reader = { 0 };
      gboolean complete;

      if (scope_series_is_numeric (series, column) || is_time_column (self, name))
        continue;

      reader.seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      reader.picked = g_new0 (gboolean, n_rows);
      complete = scope_series_foreach (series, &column, 1, read_site, &reader);
      if (complete && g_hash_table_size (reader.seen) > 1
          && get_evenness (times, reader.picked, n_rows) >= EVEN)
        {
          self->rows_column = g_strdup (name);
          self->rows_value = g_strdup (reader.first);
          scope_recipe_add_remark (
              self,
              g_strdup_printf (
                  ngettext ("Times repeat, and “%s” has %u text: its rows with “%s” are used.",
                            "Times repeat, and “%s” has %u texts: its rows with “%s” are used.",
                            g_hash_table_size (reader.seen)),
                  name, g_hash_table_size (reader.seen), reader.first));
        }

      g_hash_table_unref (reader.seen);
      g_free (reader.picked);
      g_free (reader.first);
      if (self->rows_column != NULL)
        return;
    }
}

void
scope_recipe_complete_step (ScopeRecipe *self, const ScopeRows *rows)
{
  g_autofree char *text = NULL;
  double share = 1;

  if (rows->times == NULL || self->has_step)
    return;

  if (!scope_step_guess (rows->times, rows->n, &self->step, &share))
    {
      /* One row, or time that only goes back: no row follows another, whatever the step. */
      self->step = (ScopeStep){ .seconds = 3600 };
      self->has_step = TRUE;
      scope_recipe_add_remark (
          self, g_strdup (_ ("No row is later than the one before it: no step was found.")));
      return;
    }

  self->has_step = TRUE;
  text = scope_step_dup_text (&self->step);
  if (self->step.tolerance > 0)
    scope_recipe_add_remark (
        self, g_strdup_printf (
                  _ ("Times are not quite even: the step between rows is %s, give or take %g s."),
                  text, self->step.tolerance));
  else if (share < EVEN)
    scope_recipe_add_remark (
        self, g_strdup_printf (
                  _ ("The most common distance between rows, %s, holds for %.0f %% of them; the "
                     "others are gaps."),
                  text, 100 * share));
  else
    scope_recipe_add_remark (self, g_strdup_printf (_ ("The step between rows is %s."), text));
}
