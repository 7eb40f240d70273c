/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-unit-row.h"

#include <math.h>

struct _ScopeUnitRow
{
  GObject parent_instance;

  guint unit;
  ScopeUnitData *data; /* NULL while it is computed */
};

G_DEFINE_FINAL_TYPE (ScopeUnitRow, scope_unit_row, G_TYPE_OBJECT)

static void
scope_unit_row_finalize (GObject *object)
{
  ScopeUnitRow *self = SCOPE_UNIT_ROW (object);

  g_clear_pointer (&self->data, scope_unit_data_unref);

  G_OBJECT_CLASS (scope_unit_row_parent_class)->finalize (object);
}

static void
scope_unit_row_class_init (ScopeUnitRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = scope_unit_row_finalize;
}

static void
scope_unit_row_init (ScopeUnitRow *self)
{
}

ScopeUnitRow *
scope_unit_row_new (guint unit, ScopeUnitData *data)
{
  ScopeUnitRow *self = g_object_new (SCOPE_TYPE_UNIT_ROW, NULL);

  self->unit = unit;
  self->data = data != NULL ? scope_unit_data_ref (data) : NULL;
  return self;
}

guint
scope_unit_row_get_unit (ScopeUnitRow *self)
{
  g_return_val_if_fail (SCOPE_IS_UNIT_ROW (self), 0);

  return self->unit;
}

double
scope_unit_row_get (ScopeUnitRow *self, ScopeUnitColumn column)
{
  g_return_val_if_fail (SCOPE_IS_UNIT_ROW (self), NAN);

  return self->data != NULL
             ? scope_unit_stats_get (scope_unit_data_get_stats (self->data), self->unit, column)
             : NAN;
}

double
scope_unit_row_get_stat (ScopeUnitRow *self, guint gate, ScopeMatrix matrix, ScopeStat stat)
{
  g_return_val_if_fail (SCOPE_IS_UNIT_ROW (self), NAN);

  return self->data != NULL ? scope_unit_data_get_stat (self->data, self->unit, gate, matrix, stat)
                            : NAN;
}

ScopeUnitFlags
scope_unit_row_get_flags (ScopeUnitRow *self)
{
  g_return_val_if_fail (SCOPE_IS_UNIT_ROW (self), 0);

  return self->data != NULL
             ? scope_unit_stats_get_flags (scope_unit_data_get_stats (self->data), self->unit)
             : 0;
}

static char *
join_flags (ScopeUnitRow *self, const char *(*text) (ScopeUnitFlags flag), const char *separator)
{
  ScopeUnitFlags flags = scope_unit_row_get_flags (self);
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < SCOPE_N_UNIT_FLAGS; i++)
    if (flags & (1u << i))
      g_string_append_printf (joined, "%s%s", joined->len > 0 ? separator : "",
                              text ((ScopeUnitFlags) (1u << i)));
  return g_string_free (g_steal_pointer (&joined), FALSE);
}

char *
scope_unit_row_dup_flag_titles (ScopeUnitRow *self)
{
  g_return_val_if_fail (SCOPE_IS_UNIT_ROW (self), NULL);

  return join_flags (self, scope_unit_flag_get_title, ", ");
}

char *
scope_unit_row_dup_flag_rules (ScopeUnitRow *self)
{
  g_return_val_if_fail (SCOPE_IS_UNIT_ROW (self), NULL);

  return join_flags (self, scope_unit_flag_get_rule, "\n");
}
