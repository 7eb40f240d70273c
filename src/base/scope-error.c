/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-error.h"

#include <glib/gi18n.h>

/* Written out: a formatter that puts blanks into G_DEFINE_QUARK's argument changes the string. */
GQuark
scope_error_quark (void)
{
  return g_quark_from_static_string ("scope-error-quark");
}

void
scope_error_set (GError **error, ScopeError code, const char *place, const char *found,
                 const char *expected, const char *advice)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *valid = NULL;

  g_return_if_fail (place != NULL);
  g_return_if_fail (found != NULL);

  if (error == NULL)
    return;

  if (expected != NULL)
    /* Translators: where: what was found; what was expected */
    g_string_printf (text, _ ("%s: found %s; expected %s."), place, found, expected);
  else
    /* Translators: where: what was found */
    g_string_printf (text, _ ("%s: found %s."), place, found);

  if (advice != NULL)
    g_string_append_printf (text, " %s", advice);

  /* What is quoted from a damaged file, or by a parser that met one, may be no text at all. */
  valid = g_utf8_make_valid (text->str, (gssize) text->len);
  g_set_error_literal (error, SCOPE_ERROR, code, valid);
}

char *
scope_error_dup_short (const char *text, guint n)
{
  g_autofree char *valid = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  valid = g_utf8_make_valid (text, -1);
  return g_utf8_strlen (valid, -1) > (glong) n ? g_utf8_substring (valid, 0, (glong) n)
                                               : g_steal_pointer (&valid);
}
