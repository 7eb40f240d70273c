/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-guess.h"

#include <string.h>

static void
part_free (gpointer data)
{
  ScopeGuessPart *part = data;

  g_free (part->name);
  g_ptr_array_unref (part->files);
  g_free (part);
}

static gboolean
is_way (const char *component)
{
  return g_str_has_prefix (component, "forward_") || g_str_has_prefix (component, "backward_");
}

/* "inner/lstm/lstm_cell/kernel:0" → "inner/lstm"; "both/forward_lstm/lstm_cell/kernel:0" → "both". */
static char *
dup_key (const char *name)
{
  g_auto (GStrv) components = g_strsplit (name, "/", -1);
  guint n = g_strv_length (components);

  if (n == 0)
    return g_strdup ("");
  n--;
  for (guint i = 1; i < n; i++)
    if (is_way (components[i]))
      n = i;
  if (n > 1 && strstr (components[n - 1], "_cell") != NULL)
    n--;
  g_clear_pointer (&components[n], g_free);
  for (guint i = n + 1; components[i] != NULL; i++)
    g_clear_pointer (&components[i], g_free);
  return g_strjoinv ("/", components);
}

GPtrArray *
scope_guess_split (GPtrArray *files)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (part_free);
  g_autoptr (GHashTable) by_key = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < files->len; i++)
    {
      ScopeFileArray *file = g_ptr_array_index (files, i);
      g_autofree char *key = dup_key (file->name);
      ScopeGuessPart *part = g_hash_table_lookup (by_key, key);

      if (part == NULL)
        {
          part = g_new0 (ScopeGuessPart, 1);
          part->name = g_steal_pointer (&key);
          part->files = g_ptr_array_new ();
          g_ptr_array_add (parts, part);
          g_hash_table_insert (by_key, part->name, part);
        }
      g_ptr_array_add (part->files, file);
    }
  return parts;
}
