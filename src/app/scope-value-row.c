/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-value-row.h"

#include <math.h>

struct _ScopeValueRow
{
  GObject parent_instance;

  guint id;
  guint n_columns;
  char **texts;
  double *values;
};

G_DEFINE_FINAL_TYPE (ScopeValueRow, scope_value_row, G_TYPE_OBJECT)

static void
scope_value_row_finalize (GObject *object)
{
  ScopeValueRow *self = SCOPE_VALUE_ROW (object);

  for (guint i = 0; i < self->n_columns; i++)
    g_free (self->texts[i]);
  g_free (self->texts);
  g_free (self->values);

  G_OBJECT_CLASS (scope_value_row_parent_class)->finalize (object);
}

static void
scope_value_row_class_init (ScopeValueRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = scope_value_row_finalize;
}

static void
scope_value_row_init (ScopeValueRow *self)
{
}

ScopeValueRow *
scope_value_row_new (guint id, guint n_columns)
{
  ScopeValueRow *self = g_object_new (SCOPE_TYPE_VALUE_ROW, NULL);

  self->id = id;
  self->n_columns = n_columns;
  self->texts = g_new0 (char *, MAX (n_columns, 1));
  self->values = g_new (double, MAX (n_columns, 1));
  for (guint i = 0; i < n_columns; i++)
    self->values[i] = NAN;
  return self;
}

void
scope_value_row_set_text (ScopeValueRow *self, guint column, const char *text)
{
  g_return_if_fail (SCOPE_IS_VALUE_ROW (self) && column < self->n_columns);

  g_free (self->texts[column]);
  self->texts[column] = g_strdup (text);
}

void
scope_value_row_set_number (ScopeValueRow *self, guint column, double value, const char *text)
{
  g_return_if_fail (SCOPE_IS_VALUE_ROW (self) && column < self->n_columns);

  self->values[column] = value;
  scope_value_row_set_text (self, column, text);
}

guint
scope_value_row_get_id (ScopeValueRow *self)
{
  g_return_val_if_fail (SCOPE_IS_VALUE_ROW (self), 0);

  return self->id;
}

guint
scope_value_row_get_n_columns (ScopeValueRow *self)
{
  g_return_val_if_fail (SCOPE_IS_VALUE_ROW (self), 0);

  return self->n_columns;
}

const char *
scope_value_row_get_text (ScopeValueRow *self, guint column)
{
  g_return_val_if_fail (SCOPE_IS_VALUE_ROW (self) && column < self->n_columns, NULL);

  return self->texts[column];
}

double
scope_value_row_get_number (ScopeValueRow *self, guint column)
{
  g_return_val_if_fail (SCOPE_IS_VALUE_ROW (self) && column < self->n_columns, NAN);

  return self->values[column];
}
