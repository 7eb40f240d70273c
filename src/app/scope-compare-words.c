/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-compare-words.h"

#include "scope-format.h"

#include <glib/gi18n.h>

static gboolean
are_equal (ScopeAlignment *alignment)
{
  const ScopeAlignedUnit *units = scope_alignment_get_units (alignment);

  for (guint i = 0; i < scope_alignment_get_n_units (alignment); i++)
    if (units[i].distance != 0)
      return FALSE;
  return scope_alignment_get_distance (alignment) == 0;
}

static void
tell_places (ScopeAlignment *alignment, GString *text)
{
  guint n = scope_alignment_get_n_units (alignment);
  guint n_moved = scope_alignment_get_n_moved (alignment);
  guint n_turned = scope_alignment_get_n_turned (alignment);

  if (n_moved > 0)
    /* Translators: units of model B that have another number than the unit of A which they are like */
    g_string_append_printf (text,
                            ngettext (" %u of %u unit has another number in B.",
                                      " %u of %u units have another number in B.", n),
                            n_moved, n);
  if (n_turned > 0)
    g_string_append_printf (text,
                            ngettext (" %u is turned: it answers −h where A’s answers h.",
                                      " %u are turned: they answer −h where A’s answer h.",
                                      n_turned),
                            n_turned);
}

static void
tell_difference (ScopeAlignment *alignment, GString *text)
{
  const ScopeAlignedUnit *units = scope_alignment_get_units (alignment);
  guint most = scope_alignment_get_ranking (alignment)[0];
  double norm = scope_alignment_get_norm (alignment);
  double distance = scope_alignment_get_distance (alignment);
  g_autofree char *share = scope_format_number (norm > 0 ? 100 * distance / norm : 0, 2);
  g_autofree char *moved = scope_format_number (100 * units[most].relative, 2);

  if (distance > 0 && norm > 0)
    /* Translators: how far apart two layers' weights are, as a percentage of the first's size */
    g_string_append_printf (text, _ (" Their weights differ by %s %% of A’s."), share);
  else
    g_string_append (text,
                     _ (" Their own weights are equal; the next layer reads them differently."));
  /* Translators: the unit that changed most, and by how many per cent of its size */
  g_string_append_printf (text, _ (" Unit %u moved most, by %s %% of its size."), units[most].unit,
                          moved);
}

char *
scope_compare_words_dup_verdict (ScopeAlignment *alignment, const char *a, const char *b)
{
  g_autoptr (GString) text = NULL;
  gboolean equal;

  g_return_val_if_fail (alignment != NULL && a != NULL && b != NULL, NULL);

  equal = are_equal (alignment);
  text = g_string_new (NULL);
  if (equal
      && scope_alignment_get_n_moved (alignment) + scope_alignment_get_n_turned (alignment) == 0)
    g_string_append_printf (text, _ ("%s (A) and %s (B) are equal, to the last bit."), a, b);
  else if (equal)
    g_string_append_printf (
        text, _ ("%s (A) and %s (B) are equal up to the order and the signs of their units."), a,
        b);
  else
    /* Translators: names of two layers */
    g_string_append_printf (text, _ ("%s is A, %s is B."), a, b);
  if (!equal)
    tell_difference (alignment, text);
  tell_places (alignment, text);
  if (scope_alignment_get_no_turns (alignment) != NULL)
    g_string_append_printf (text, " %s", scope_alignment_get_no_turns (alignment));
  return g_strstrip (g_string_free (g_steal_pointer (&text), FALSE));
}
