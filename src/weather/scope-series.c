/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-series-private.h"
#include "scope-csv.h"

#include <math.h>
#include <string.h>

G_DEFINE_BOXED_TYPE (ScopeSeries, scope_series, scope_series_ref, scope_series_unref)

int
scope_reading_find_missing (const ScopeReading *reading, const char *text, gsize length)
{
  for (int i = 0; reading->missing != NULL && reading->missing[i] != NULL; i++)
    if (strncmp (reading->missing[i], text, length) == 0 && reading->missing[i][length] == '\0')
      return i;

  return -1;
}

/* Splits "T (degC)" and "T [degC]" into name and unit; brackets within the unit belong to it. */
static void
split_unit (const char *name, char **label, char **unit)
{
  gsize length = strlen (name);
  char close = length > 0 ? name[length - 1] : '\0';
  char open = close == ')' ? '(' : '[';
  int depth = 0;

  if (close == ')' || close == ']')
    for (gsize i = length; i-- > 1;)
      {
        if (name[i] == close)
          depth++;
        else if (name[i] == open && --depth == 0)
          {
            *label = g_strstrip (g_strndup (name, i));
            *unit = g_strstrip (g_strndup (name + i + 1, length - i - 2));
            if (**label != '\0' && **unit != '\0')
              return;
            g_free (*label);
            g_free (*unit);
            break;
          }
      }

  *label = g_strdup (name);
  *unit = g_strdup ("");
}

ScopeSeries *
scope_series_alloc (const char *name, guint n_columns, const char *const *names)
{
  ScopeSeries *self = g_new0 (ScopeSeries, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (name);
  self->n_columns = n_columns;
  self->names = g_new0 (char *, n_columns + 1);
  self->labels = g_new0 (char *, n_columns + 1);
  self->units = g_new0 (char *, n_columns + 1);
  self->values = g_new0 (double *, n_columns);
  self->n_missing = g_new0 (gsize, n_columns);
  self->n_text = g_new0 (gsize, n_columns);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < n_columns; i++)
    {
      g_autofree char *plain = g_strstrip (g_strdup (names[i]));
      char *unique;

      if (*plain == '\0')
        {
          g_free (plain);
          plain = g_strdup_printf ("column %u", i + 1);
        }

      split_unit (plain, &self->labels[i], &self->units[i]);
      unique = g_strdup (plain);
      for (guint k = 1; g_hash_table_contains (self->by_name, unique); k++)
        {
          g_free (unique);
          unique = g_strdup_printf ("%s.%u", plain, k);
        }
      self->names[i] = unique;
      g_hash_table_insert (self->by_name, unique, GUINT_TO_POINTER (i + 1));
    }

  return self;
}

ScopeSeries *
scope_series_new (const char *name, gsize n_rows, guint n_columns, const char *const *names,
                  const double *const *values)
{
  ScopeSeries *self;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (n_columns > 0 && names != NULL && values != NULL, NULL);
  g_return_val_if_fail (n_rows <= SCOPE_SERIES_MAX_CELLS / n_columns, NULL);

  self = scope_series_alloc (name, n_columns, names);
  self->n_rows = n_rows;
  self->reading = scope_reading_new ();
  self->reading->missing = g_new0 (char *, 1);
  self->remarks = g_new0 (char *, 1);
  for (guint i = 0; i < n_columns; i++)
    {
      self->values[i] = g_memdup2 (values[i], n_rows * sizeof (double));
      for (gsize row = 0; row < n_rows; row++)
        if (isnan (values[i][row]))
          self->n_missing[i]++;
    }

  return self;
}

ScopeSeries *
scope_series_ref (ScopeSeries *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_series_unref (ScopeSeries *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i < self->n_columns; i++)
    g_free (self->values[i]);
  g_hash_table_unref (self->by_name);
  g_strfreev (self->names);
  g_strfreev (self->labels);
  g_strfreev (self->units);
  g_strfreev (self->remarks);
  g_free (self->values);
  g_free (self->n_missing);
  g_free (self->n_text);
  g_free (self->offsets);
  g_free (self->lines);
  g_clear_pointer (&self->text, g_bytes_unref);
  g_clear_pointer (&self->reading, scope_reading_free);
  g_free (self->name);
  g_free (self);
}

const char *
scope_series_get_name (ScopeSeries *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

const ScopeReading *
scope_series_get_reading (ScopeSeries *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->reading;
}

const char *const *
scope_series_get_remarks (ScopeSeries *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->remarks;
}

gsize
scope_series_get_n_rows (ScopeSeries *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_rows;
}

guint
scope_series_get_n_columns (ScopeSeries *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_columns;
}

const char *
scope_series_get_column_name (ScopeSeries *self, guint column)
{
  g_return_val_if_fail (self != NULL && column < self->n_columns, NULL);

  return self->names[column];
}

const char *
scope_series_get_column_label (ScopeSeries *self, guint column)
{
  g_return_val_if_fail (self != NULL && column < self->n_columns, NULL);

  return self->labels[column];
}

const char *
scope_series_get_column_unit (ScopeSeries *self, guint column)
{
  g_return_val_if_fail (self != NULL && column < self->n_columns, NULL);

  return self->units[column];
}

gboolean
scope_series_is_numeric (ScopeSeries *self, guint column)
{
  gsize n_numbers;

  g_return_val_if_fail (self != NULL && column < self->n_columns, FALSE);

  n_numbers = self->n_rows - self->n_missing[column] - self->n_text[column];
  return n_numbers > 0 && n_numbers >= self->n_text[column];
}

gboolean
scope_series_find_column (ScopeSeries *self, const char *name, guint *column)
{
  g_autofree char *plain = NULL;
  gpointer found;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  plain = g_strstrip (g_strdup (name));
  found = g_hash_table_lookup (self->by_name, plain);
  if (found != NULL && column != NULL)
    *column = GPOINTER_TO_UINT (found) - 1;
  return found != NULL;
}

const double *
scope_series_get_values (ScopeSeries *self, guint column)
{
  g_return_val_if_fail (self != NULL && column < self->n_columns, NULL);

  return self->values[column];
}

gsize
scope_series_get_n_missing (ScopeSeries *self, guint column)
{
  g_return_val_if_fail (self != NULL && column < self->n_columns, 0);

  return self->n_missing[column];
}

gsize
scope_series_get_n_text (ScopeSeries *self, guint column)
{
  g_return_val_if_fail (self != NULL && column < self->n_columns, 0);

  return self->n_text[column];
}

guint64
scope_series_get_line (ScopeSeries *self, gsize row)
{
  g_return_val_if_fail (self != NULL && row < self->n_rows, 0);

  return self->lines != NULL ? self->lines[row] : row + 1;
}

/* The shortest text that gives the same number; "" for NaN. */
static char *
dup_number_text (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (value))
    return g_strdup ("");

  for (int digits = 15; digits < 17; digits++)
    {
      g_autofree char *format = g_strdup_printf ("%%.%dg", digits);

      g_ascii_formatd (buffer, sizeof buffer, format, value);
      if (g_ascii_strtod (buffer, NULL) == value)
        return g_strdup (buffer);
    }

  return g_strdup (g_ascii_dtostr (buffer, sizeof buffer, value));
}

gboolean
scope_series_foreach (ScopeSeries *self, const guint *columns, guint n_columns, ScopeCellFunc func,
                      gpointer user_data)
{
  g_auto (ScopeCsv) csv = { 0 };
  g_autofree const char **texts = g_new0 (const char *, n_columns);
  g_autofree gsize *lengths = g_new0 (gsize, n_columns);
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  gsize n_bytes = 0;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  if (self->text != NULL)
    {
      const char *data = g_bytes_get_data (self->text, &n_bytes);

      scope_csv_init (&csv, data, n_bytes, self->reading->separator);
    }

  for (gsize row = 0; row < self->n_rows; row++)
    {
      g_ptr_array_set_size (owned, 0);
      if (self->text != NULL)
        {
          csv.position = self->offsets[row];
          scope_csv_next (&csv);
        }

      for (guint i = 0; i < n_columns; i++)
        {
          if (self->text == NULL)
            {
              g_ptr_array_add (owned, dup_number_text (self->values[columns[i]][row]));
              texts[i] = g_ptr_array_index (owned, owned->len - 1);
              lengths[i] = strlen (texts[i]);
            }
          else if (columns[i] >= csv.n_fields)
            {
              texts[i] = "";
              lengths[i] = 0;
            }
          else if (csv.fields[columns[i]].doubled)
            {
              g_ptr_array_add (owned, scope_csv_field_dup (&csv.fields[columns[i]]));
              texts[i] = g_ptr_array_index (owned, owned->len - 1);
              lengths[i] = strlen (texts[i]);
            }
          else
            {
              texts[i] = csv.fields[columns[i]].text;
              lengths[i] = csv.fields[columns[i]].length;
            }
        }

      if (!func (row, texts, lengths, user_data))
        return FALSE;
    }

  return TRUE;
}

char *
scope_series_dup_text (ScopeSeries *self, guint column, gsize row)
{
  g_auto (ScopeCsv) csv = { 0 };
  gsize n_bytes;
  const char *data;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (column < self->n_columns && row < self->n_rows, NULL);

  if (self->text == NULL)
    return dup_number_text (self->values[column][row]);

  data = g_bytes_get_data (self->text, &n_bytes);
  scope_csv_init (&csv, data, n_bytes, self->reading->separator);
  csv.position = self->offsets[row];
  scope_csv_next (&csv);
  return column < csv.n_fields ? scope_csv_field_dup (&csv.fields[column]) : g_strdup ("");
}

gboolean
scope_series_is_missing (ScopeSeries *self, guint column, gsize row)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (column < self->n_columns && row < self->n_rows, FALSE);

  if (self->text == NULL)
    return isnan (self->values[column][row]);

  text = scope_series_dup_text (self, column, row);
  return scope_reading_find_missing (self->reading, text, strlen (text)) >= 0;
}
