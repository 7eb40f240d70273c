/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* Written out: a formatter that puts blanks into G_DEFINE_QUARK's argument changes the string. */
GQuark
scope_error_quark (void)
{
  return g_quark_from_static_string ("scope-error-quark");
}

/* What a file says is shown as text: what is no UTF-8, and what would steer a terminal, as a sign that something was there. */
static char *
dup_shown (const char *text, gssize length)
{
  g_autofree char *valid = g_utf8_make_valid (text, length);
  GString *shown = g_string_sized_new (strlen (valid) + 1);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      g_string_append_unichar (shown,
                               c == '\n' || c == '\t' || !g_unichar_iscntrl (c) ? c : 0xfffd);
    }
  return g_string_free (shown, FALSE);
}

void
scope_error_set (GError **error, ScopeError code, const char *place, const char *found,
                 const char *expected, const char *advice)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *shown = NULL;

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
  shown = dup_shown (text->str, (gssize) text->len);
  g_set_error_literal (error, SCOPE_ERROR, code, shown);
}

char *
scope_error_dup_short (const char *text, guint n)
{
  g_autofree char *shown = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  shown = dup_shown (text, -1);
  return g_utf8_strlen (shown, -1) > (glong) n ? g_utf8_substring (shown, 0, (glong) n)
                                               : g_steal_pointer (&shown);
}
