/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-rows.h"
#include "scope-recipe-private.h"
#include "scope-time-format.h"
#include "scope-time-guess.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  ScopeRows *rows;
  const char *value; /* NULL: all rows */
  gsize value_length;
  guint first_time; /* index of the first column of time among those asked for */
  guint n_time;
  const char *const *formats;
  gboolean is_netcdf;
  GString *joined;
} RowPicker;

/* A netCDF variable's time has been read with its units when the table was. */
static const char *
get_format (RowPicker *self, guint index)
{
  return self->is_netcdf && g_str_equal (self->formats[index], "CF") ? "%s" : self->formats[index];
}

static gboolean
pick_row (gsize row, const char *const *texts, const gsize *lengths, gpointer user_data)
{
  RowPicker *self = user_data;
  ScopeRows *rows = self->rows;
  const char *text;
  gsize length;

  if (self->value != NULL
      && (lengths[0] != self->value_length || memcmp (texts[0], self->value, lengths[0]) != 0))
    return TRUE;

  if (self->n_time == 0)
    {
      rows->table_rows[rows->n++] = row;
      return TRUE;
    }

  if (self->n_time == 1)
    {
      text = texts[self->first_time];
      length = lengths[self->first_time];
    }
  else
    {
      g_string_truncate (self->joined, 0);
      for (guint i = 0; i < self->n_time; i++)
        {
          if (i > 0)
            g_string_append_c (self->joined, ' ');
          g_string_append_len (self->joined, texts[self->first_time + i],
                               (gssize) lengths[self->first_time + i]);
        }
      text = self->joined->str;
      length = self->joined->len;
    }

  for (guint i = 0; self->formats[i] != NULL; i++)
    if (scope_time_format_read (get_format (self, i), text, length, &rows->times[rows->n]))
      {
        rows->table_rows[rows->n++] = row;
        return TRUE;
      }

  if (rows->n_unreadable++ == 0)
    rows->first_unreadable = row;
  return TRUE;
}

/* Which columns' texts are needed: rows_used first, then time. */
static gboolean
find_columns (ScopeSeries *series, ScopeRecipe *recipe, RowPicker *picker, guint *columns,
              guint *n_columns, GError **error)
{
  const char *const *time_columns = scope_recipe_get_time_columns (recipe);

  *n_columns = 0;
  if (recipe->rows_column != NULL)
    {
      if (!scope_recipe_find_column (recipe, series, recipe->rows_column, &columns[0], error,
                                     "rows_used.column"))
        return FALSE;
      *n_columns = 1;
    }

  picker->first_time = *n_columns;
  for (guint i = 0; time_columns != NULL && time_columns[i] != NULL; i++)
    {
      if (i == SCOPE_TIME_MAX_COLUMNS)
        {
          g_autofree char *expected = g_strdup_printf (_ ("at most %d"), SCOPE_TIME_MAX_COLUMNS);

          scope_recipe_set_error (recipe, error, _ ("more columns of time"), expected, NULL,
                                  "time.columns");
          return FALSE;
        }
      if (!scope_recipe_find_column (recipe, series, time_columns[i], &columns[*n_columns], error,
                                     "time.columns[%u]", i))
        return FALSE;
      picker->n_time++;
      (*n_columns)++;
    }

  return TRUE;
}

/* The first texts of the column, for a message. */
static char *
list_values (ScopeSeries *series, guint column)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) list = g_string_new (NULL);
  gsize n_rows = scope_series_get_n_rows (series);

  for (gsize row = 0; row < n_rows && g_hash_table_size (seen) < 8; row += MAX (1, n_rows / 500))
    {
      char *text = scope_series_dup_text (series, column, row);

      if (g_hash_table_contains (seen, text))
        {
          g_free (text);
          continue;
        }
      g_string_append_printf (list, "%s“%s”", list->len > 0 ? ", " : "", text);
      g_hash_table_add (seen, text);
    }

  return g_strdup (list->str);
}

ScopeRows *
scope_rows_new (ScopeSeries *series, ScopeRecipe *recipe, GError **error)
{
  g_autoptr (ScopeRows) self = g_new0 (ScopeRows, 1);
  g_autofree char *value = NULL;
  RowPicker picker = { .rows = self };
  guint columns[SCOPE_TIME_MAX_COLUMNS + 1];
  guint n_columns;
  gsize n_rows = scope_series_get_n_rows (series);

  if (!find_columns (series, recipe, &picker, columns, &n_columns, error))
    return NULL;

  if (recipe->rows_column != NULL)
    {
      value = g_strstrip (g_strdup (recipe->rows_value));
      picker.value = value;
      picker.value_length = strlen (value);
    }
  picker.formats = scope_recipe_get_time_formats (recipe);
  picker.is_netcdf = scope_series_get_reading (series)->kind == SCOPE_READING_NETCDF;
  if (picker.n_time > 0)
    self->times = g_new (double, n_rows + 1);
  self->table_rows = g_new (gsize, n_rows + 1);
  picker.joined = g_string_new (NULL);
  scope_series_foreach (series, columns, n_columns, pick_row, &picker);
  g_string_free (picker.joined, TRUE);

  if (self->n > 0)
    return g_steal_pointer (&self);

  if (self->n_unreadable > 0)
    {
      g_autofree char *formats = g_strjoinv ("”, “", recipe->time_formats);
      g_autofree char *expected = g_strdup_printf (_ ("a time like “%s” in every row"), formats);
      g_autoptr (GString) found = g_string_new ("“");

      for (guint i = 0; i < picker.n_time; i++)
        {
          g_autofree char *text = scope_series_dup_text (series, columns[picker.first_time + i],
                                                         self->first_unreadable);

          g_string_append_printf (found, "%s%s", i > 0 ? " " : "", text);
        }
      g_string_append (found, "”");
      scope_recipe_set_error (recipe, error, found->str, expected,
                              _ ("Correct time.columns or time.format."), "time.format");
    }
  else
    {
      g_autofree char *found = g_strdup_printf (_ ("no row with “%s”"), recipe->rows_value);
      g_autofree char *values = list_values (series, columns[0]);
      g_autofree char *expected =
          g_strdup_printf (_ ("one of the texts of “%s”: %s"), recipe->rows_column, values);

      scope_recipe_set_error (recipe, error, found, expected, NULL, "rows_used.value");
    }

  return NULL;
}

void
scope_rows_free (ScopeRows *self)
{
  if (self == NULL)
    return;

  g_free (self->table_rows);
  g_free (self->times);
  g_free (self);
}

guint8 *
scope_rows_dup_consecutive (const ScopeRows *self, const ScopeStep *step)
{
  guint8 *consecutive = g_new0 (guint8, self->n + 1);

  for (gsize row = 0; row + 1 < self->n; row++)
    consecutive[row] =
        self->times == NULL || scope_step_follows (step, self->times[row], self->times[row + 1]);

  return consecutive;
}
