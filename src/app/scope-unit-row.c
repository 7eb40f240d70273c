/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-unit-row.h"

#include <glib/gi18n.h>
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

/* "redundant" says with whom. */
static char *
dup_title (ScopeUnitRow *self, ScopeUnitFlags flag)
{
  const char *title = scope_unit_flag_get_title (flag);
  guint other;

  if (flag != SCOPE_UNIT_FLAG_REDUNDANT
      || !scope_unit_stats_get_redundant (scope_unit_data_get_stats (self->data), self->unit,
                                          &other, NULL, NULL))
    return g_strdup (title);
  /* Translators: a remark on a unit, "redundant", and the number of the unit that hears the same */
  return g_strdup_printf (_ ("%s with %u"), title, other);
}

static char *
dup_rule (ScopeUnitRow *self, ScopeUnitFlags flag)
{
  return g_strdup (scope_unit_flag_get_rule (flag));
}

/* The number of the other unit leads to it. */
static char *
dup_markup (ScopeUnitRow *self, ScopeUnitFlags flag)
{
  const char *title = scope_unit_flag_get_title (flag);
  g_autofree char *link = NULL;
  g_autofree char *words = NULL;
  guint other;

  if (flag != SCOPE_UNIT_FLAG_REDUNDANT
      || !scope_unit_stats_get_redundant (scope_unit_data_get_stats (self->data), self->unit,
                                          &other, NULL, NULL))
    return g_markup_escape_text (title, -1);
  words = dup_title (self, flag);
  link = g_markup_escape_text (words, -1);
  return g_strdup_printf ("<a href=\"unit:%u\">%s</a>", other, link);
}

static char *
join_flags (ScopeUnitRow *self, char *(*dup_text) (ScopeUnitRow *self, ScopeUnitFlags flag),
            const char *separator)
{
  ScopeUnitFlags flags = scope_unit_row_get_flags (self);
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < SCOPE_N_UNIT_FLAGS; i++)
    if (flags & (1u << i))
      {
        g_autofree char *text = dup_text (self, (ScopeUnitFlags) (1u << i));

        g_string_append_printf (joined, "%s%s", joined->len > 0 ? separator : "", text);
      }
  return g_string_free (g_steal_pointer (&joined), FALSE);
}

char *
scope_unit_row_dup_flag_titles (ScopeUnitRow *self)
{
  g_return_val_if_fail (SCOPE_IS_UNIT_ROW (self), NULL);

  return join_flags (self, dup_title, ", ");
}

char *
scope_unit_row_dup_flag_rules (ScopeUnitRow *self)
{
  g_return_val_if_fail (SCOPE_IS_UNIT_ROW (self), NULL);

  return join_flags (self, dup_rule, "\n");
}

char *
scope_unit_row_dup_flag_markup (ScopeUnitRow *self)
{
  g_return_val_if_fail (SCOPE_IS_UNIT_ROW (self), NULL);

  return join_flags (self, dup_markup, ", ");
}

char *
scope_unit_row_dup_flag_names (ScopeUnitRow *self)
{
  g_return_val_if_fail (SCOPE_IS_UNIT_ROW (self), NULL);

  return self->data != NULL
             ? scope_unit_stats_dup_flag_names (scope_unit_data_get_stats (self->data), self->unit)
             : g_strdup ("");
}
