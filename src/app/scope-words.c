/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-words.h"

#include <string.h>

/* Between groups of three digits: narrow and never the end of a line, whatever the locale (ISO 80000-1). */
#define THIN_SPACE "\xe2\x80\xaf"

char *
scope_words_dup_count (gint64 count)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, ABS (count));
  g_autoptr (GString) text = g_string_new (count < 0 ? "\xe2\x88\x92" : "");
  gsize n = strlen (digits);

  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && (n - i) % 3 == 0)
        g_string_append (text, THIN_SPACE);
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
scope_words_dup_dims (const gsize *dims, guint n_dims)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_dims; i++)
    {
      g_autofree char *number = scope_words_dup_count ((gint64) dims[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? " × " : "", number);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

const char *
scope_words_get_gate_sign (ScopeGates *gates, guint gate)
{
  g_return_val_if_fail (gates != NULL, "");

  return scope_gates_get_sign (gates, gate);
}

char *
scope_words_dup_gate (ScopeGates *gates, guint gate)
{
  g_return_val_if_fail (gates != NULL, NULL);

  return g_strdup_printf ("%s %s", scope_gates_get_title (gates, gate),
                          scope_words_get_gate_sign (gates, gate));
}

gboolean
scope_words_contains (const char *haystack, const char *needle)
{
  g_autofree char *folded_haystack = NULL;
  g_autofree char *folded_needle = NULL;

  g_return_val_if_fail (haystack != NULL && needle != NULL, FALSE);

  folded_haystack = g_utf8_casefold (haystack, -1);
  folded_needle = g_utf8_casefold (needle, -1);
  return strstr (folded_haystack, folded_needle) != NULL;
}

char *
scope_words_dup_child_path (ScopeModel *model, const char *parent_path, ScopeLayer *parent,
                            guint child)
{
  ScopeLayer *object;
  static const char *const directions[] = { "forward", "backward" };

  g_return_val_if_fail (model != NULL && parent != NULL, NULL);

  object = scope_layer_get_child (parent, child);
  /* A bidirectional layer's halves go by their direction, whatever the file calls them. */
  if (child < G_N_ELEMENTS (directions))
    {
      g_autofree char *path = g_strdup_printf ("%s/%s", parent_path, directions[child]);

      if (scope_model_find_layer (model, path) == object)
        return g_steal_pointer (&path);
    }
  return g_strdup_printf ("%s/%s", parent_path, scope_layer_get_name (object));
}
