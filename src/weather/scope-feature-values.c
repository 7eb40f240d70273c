/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-feature-values.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const ScopeFeature *feature;
  const ScopeReading *reading;
  const ScopeRows *rows;
  gsize next; /* row in use that comes next in the table */
  double *values;
  gsize n_unknown;
} CategoryReader;

static gboolean
read_category (gsize row, const char *const *texts, const gsize *lengths, gpointer user_data)
{
  CategoryReader *self = user_data;
  const ScopeFeature *feature = self->feature;
  double *value;

  if (self->next == self->rows->n)
    return FALSE;
  if (row != self->rows->table_rows[self->next])
    return TRUE;

  value = &self->values[self->next++];
  for (guint i = 0; feature->category_texts[i] != NULL; i++)
    if (strlen (feature->category_texts[i]) == lengths[0]
        && memcmp (feature->category_texts[i], texts[0], lengths[0]) == 0)
      {
        *value = feature->category_numbers[i];
        return TRUE;
      }

  *value = NAN;
  self->n_unknown++;
  return TRUE;
}

static double
derive (const ScopeFeature *feature, double time)
{
  ScopeCivil civil;
  double x = 0;

  scope_time_split (time, &civil);
  switch (feature->of)
    {
    case SCOPE_DERIVED_OF_MONTH:
      x = civil.month;
      break;
    case SCOPE_DERIVED_OF_DAY_OF_YEAR:
      x = civil.day_of_year;
      break;
    case SCOPE_DERIVED_OF_HOUR:
    default:
      x = civil.hour + civil.minute / 60.0 + civil.second / 3600.0;
      break;
    }

  x = 2 * G_PI * x / feature->period;
  return feature->function == SCOPE_DERIVED_COS ? cos (x) : sin (x);
}

double *
scope_feature_dup_values (const ScopeFeature *feature, ScopeSeries *series, const ScopeRows *rows,
                          guint column, gsize *n_unknown)
{
  double *values = g_new (double, rows->n + 1);

  if (n_unknown != NULL)
    *n_unknown = 0;

  if (feature->column == NULL)
    {
      for (gsize row = 0; row < rows->n; row++)
        values[row] = rows->times != NULL ? derive (feature, rows->times[row]) : NAN;
    }
  else if (feature->category_texts != NULL)
    {
      CategoryReader reader = { .feature = feature, .rows = rows, .values = values };

      scope_series_foreach (series, &column, 1, read_category, &reader);
      if (n_unknown != NULL)
        *n_unknown = reader.n_unknown;
    }
  else
    {
      const double *from = scope_series_get_values (series, column);

      for (gsize row = 0; row < rows->n; row++)
        values[row] = from[rows->table_rows[row]];
    }

  return values;
}
