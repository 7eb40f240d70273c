/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-unit-filter.h"

#include "scope-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ScopeUnitFilter
{
  GtkFilter parent_instance;

  ScopeUnitFlags flags;
  char **words;
};

G_DEFINE_FINAL_TYPE (ScopeUnitFilter, scope_unit_filter, GTK_TYPE_FILTER)

/* A number stands for the unit that has it, anything else for a part of a remark. */
static gboolean
has_word (ScopeUnitRow *row, const char *word)
{
  g_autofree char *remarks = NULL;

  if (strspn (word, "0123456789") == strlen (word))
    {
      g_autofree char *number = g_strdup_printf ("%u", scope_unit_row_get_unit (row));

      return strcmp (number, word) == 0;
    }
  remarks = scope_unit_row_dup_flag_titles (row);
  return scope_words_contains (remarks, word);
}

static gboolean
scope_unit_filter_match (GtkFilter *filter, gpointer item)
{
  ScopeUnitFilter *self = SCOPE_UNIT_FILTER (filter);
  ScopeUnitRow *row = item;

  if (self->flags != 0 && !(scope_unit_row_get_flags (row) & self->flags))
    return FALSE;
  for (guint i = 0; self->words != NULL && self->words[i] != NULL; i++)
    if (*self->words[i] != '\0' && !has_word (row, self->words[i]))
      return FALSE;
  return TRUE;
}

static GtkFilterMatch
scope_unit_filter_get_strictness (GtkFilter *filter)
{
  ScopeUnitFilter *self = SCOPE_UNIT_FILTER (filter);

  return self->flags == 0 && self->words == NULL ? GTK_FILTER_MATCH_ALL : GTK_FILTER_MATCH_SOME;
}

static void
scope_unit_filter_finalize (GObject *object)
{
  g_strfreev (SCOPE_UNIT_FILTER (object)->words);

  G_OBJECT_CLASS (scope_unit_filter_parent_class)->finalize (object);
}

static void
scope_unit_filter_class_init (ScopeUnitFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = scope_unit_filter_finalize;
  GTK_FILTER_CLASS (klass)->match = scope_unit_filter_match;
  GTK_FILTER_CLASS (klass)->get_strictness = scope_unit_filter_get_strictness;
}

static void
scope_unit_filter_init (ScopeUnitFilter *self)
{
}

ScopeUnitFilter *
scope_unit_filter_new (void)
{
  return g_object_new (SCOPE_TYPE_UNIT_FILTER, NULL);
}

void
scope_unit_filter_set_flags (ScopeUnitFilter *self, ScopeUnitFlags flags)
{
  g_return_if_fail (SCOPE_IS_UNIT_FILTER (self));

  if (self->flags == flags)
    return;
  self->flags = flags;
  gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_DIFFERENT);
}

void
scope_unit_filter_set_text (ScopeUnitFilter *self, const char *text)
{
  g_autofree char *stripped = NULL;

  g_return_if_fail (SCOPE_IS_UNIT_FILTER (self));

  stripped = g_strstrip (g_strdup (text != NULL ? text : ""));
  g_strfreev (self->words);
  self->words = *stripped != '\0' ? g_strsplit (stripped, " ", -1) : NULL;
  gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
add_choice (GtkStringList *choices, GArray *flags, guint flag, char *text)
{
  gtk_string_list_take (choices, text);
  g_array_append_val (flags, flag);
}

GtkStringList *
scope_unit_filter_list_choices (ScopeUnitData *data, GArray **flags)
{
  GtkStringList *choices = gtk_string_list_new (NULL);
  ScopeUnitStats *stats = data != NULL ? scope_unit_data_get_stats (data) : NULL;
  guint n = stats != NULL ? scope_unit_stats_get_n_units (stats) : 0;
  guint counts[SCOPE_N_UNIT_FLAGS] = { 0 };
  guint n_any = 0, any = 0;

  g_return_val_if_fail (flags != NULL, NULL);

  *flags = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint unit = 0; unit < n; unit++)
    {
      ScopeUnitFlags of_unit = scope_unit_stats_get_flags (stats, unit);

      n_any += of_unit != 0;
      any |= of_unit;
      for (guint i = 0; i < SCOPE_N_UNIT_FLAGS; i++)
        counts[i] += (of_unit & (1u << i)) != 0;
    }
  add_choice (choices, *flags, 0,
              n > 0 ? g_strdup_printf (ngettext ("%u unit", "All %u units", n), n)
                    : g_strdup (_ ("All units")));
  if (n_any > 0)
    /* Translators: a choice of units: those with any remark, and how many they are */
    add_choice (choices, *flags, any, g_strdup_printf (_ ("with remarks: %u"), n_any));
  for (guint i = 0; i < SCOPE_N_UNIT_FLAGS; i++)
    if (counts[i] > 0)
      /* Translators: a choice of units: those with one remark ("outlier"), and how many they are */
      add_choice (choices, *flags, 1u << i,
                  g_strdup_printf (_ ("%s: %u"),
                                   scope_unit_flag_get_title ((ScopeUnitFlags) (1u << i)),
                                   counts[i]));
  return choices;
}
