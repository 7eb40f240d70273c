/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-shards.h"

#include "scope-bundle.h"
#include "scope-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAP "\"weight_map\""
#define SUFFIX ".weights.h5"

gboolean
scope_shards_is_list (const char *text, gsize n_bytes)
{
  return n_bytes > 0 && g_strstr_len (text, (gssize) n_bytes, MAP) != NULL;
}

static gboolean
fail (const char *place, const char *found, const char *expected, GError **error)
{
  scope_error_set (error, SCOPE_ERROR_DAMAGED, place, found, expected,
                   _ ("Save the weights again from Keras, or get another copy of the files."));
  return FALSE;
}

/* Whether a file beside the list can have this name. */
static gboolean
is_plain_name (const char *name)
{
  return strchr (name, '/') == NULL && strchr (name, '\\') == NULL && name[0] != '.'
         && g_utf8_validate (name, -1, NULL);
}

static gboolean
take_name (GPtrArray *names, const char *start, gsize length, const char *place, GError **error)
{
  g_autofree char *name = g_strndup (start, length);
  g_autofree char *found = NULL;

  if (!g_str_has_suffix (name, SUFFIX))
    return TRUE;
  if (g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    return TRUE;

  if (!is_plain_name (name))
    {
      g_autofree char *shown = scope_error_dup_short (name, 100);

      found = g_strdup_printf (_ ("a name that leads elsewhere (%s)"), shown);
      return fail (place, found, _ ("names of files beside it"), error);
    }
  if (names->len >= SCOPE_BUNDLE_MAX_FILES)
    {
      g_autofree char *expected = g_strdup_printf (_ ("at most %d"), SCOPE_BUNDLE_MAX_FILES);

      return fail (place, _ ("more names of files"), expected, error);
    }
  g_ptr_array_add (names, g_steal_pointer (&name));
  return TRUE;
}

/* Every text in it that names a weights' file and is no key. What else the list says, which layer is in which file, the
 * files say themselves. */
char **
scope_shards_parse (const char *text, gsize n_bytes, const char *place, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *end = text + n_bytes;

  if (!scope_shards_is_list (text, n_bytes))
    {
      fail (place, _ ("no “weight_map”"), _ ("a list of weights’ files"), error);
      return NULL;
    }

  for (const char *at = text; at < end; at++)
    {
      const char *start = at + 1;
      const char *after;

      if (*at != '"')
        continue;
      for (at = start; at < end && *at != '"'; at++)
        if (*at == '\\')
          at++;
      if (at >= end)
        {
          fail (place, _ ("a string without an end"), _ ("a closing quote"), error);
          return NULL;
        }

      for (after = at + 1; after < end && g_ascii_isspace (*after);)
        after++;
      if ((after == end || *after != ':')
          && !take_name (names, start, (gsize) (at - start), place, error))
        return NULL;
    }

  if (names->len == 0)
    {
      fail (place, _ ("no name of a file of weights"), _ ("names that end in .weights.h5"), error);
      return NULL;
    }
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}
