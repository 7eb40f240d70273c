/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-text.h"
#include "scope-error.h"

#include <glib/gi18n.h>
#include <string.h>

static const struct
{
  const char *mark;
  gsize length;
  const char *encoding;
} marks[] = {
  { "\xEF\xBB\xBF", 3, "utf-8" },
  { "\xFF\xFE", 2, "utf-16le" },
  { "\xFE\xFF", 2, "utf-16be" },
};

/* Names that Python takes and iconv does not, by their letters and digits alone. */
static const struct
{
  const char *python;
  const char *iconv;
} aliases[] = {
  { "utf8", "UTF-8" },
  { "utf8sig", "UTF-8" },
  { "ascii", "US-ASCII" },
  { "latin1", "ISO-8859-1" },
  { "latin", "ISO-8859-1" },
  { "l1", "ISO-8859-1" },
  { "iso88591", "ISO-8859-1" },
  { "iso885915", "ISO-8859-15" },
  { "latin9", "ISO-8859-15" },
  { "cp1252", "WINDOWS-1252" },
  { "windows1252", "WINDOWS-1252" },
};

static const char *
to_iconv_name (const char *encoding)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *p = encoding; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (plain, g_ascii_tolower (*p));

  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (g_str_equal (plain->str, aliases[i].python))
      return aliases[i].iconv;

  return encoding;
}

static guint64
count_line (const char *data, gsize offset)
{
  guint64 line = 1;

  for (gsize i = 0; i < offset; i++)
    if (data[i] == '\n' || (data[i] == '\r' && (i + 1 == offset || data[i + 1] != '\n')))
      line++;

  return line;
}

static void
set_no_text (GError **error, const char *name, guint64 line)
{
  g_autofree char *place = g_strdup_printf (_ ("%s, line %" G_GUINT64_FORMAT), name, line);

  scope_error_set (error, SCOPE_ERROR_TABLE, place, _ ("a zero byte, which no text has"),
                   _ ("a table as text: comma-, semicolon- or tab-separated"),
                   _ ("Save the table as CSV in UTF-8 and open that."));
}

static gboolean
convert (const char *data, gsize length, const char *encoding, char **text, gsize *n_bytes,
         GError **error)
{
  gsize n_read;

  *text = g_convert (data, (gssize) length, "UTF-8", encoding, &n_read, n_bytes, error);
  return *text != NULL;
}

GBytes *
scope_text_decode (GBytes *bytes, const char *name, const char *encoding, char **used,
                   GError **error)
{
  g_autoptr (GError) local_error = NULL;
  const char *from = encoding != NULL ? to_iconv_name (encoding) : NULL;
  char *text = NULL;
  gsize n_bytes = 0;
  gsize n_mark = 0;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  const char *end;

  for (guint i = 0; i < G_N_ELEMENTS (marks) && n_mark == 0; i++)
    if (length >= marks[i].length && memcmp (data, marks[i].mark, marks[i].length) == 0
        && (from == NULL || g_ascii_strncasecmp (from, marks[i].encoding, 6) == 0
            || g_ascii_strncasecmp (from, "utf", 3) == 0))
      {
        from = marks[i].encoding;
        n_mark = marks[i].length;
      }

  data += n_mark;
  length -= n_mark;

  if (from == NULL || g_ascii_strcasecmp (from, "UTF-8") == 0)
    {
      if (length == 0 || g_utf8_validate (data, (gssize) length, &end))
        {
          *used = g_strdup (encoding != NULL ? encoding : "utf-8");
          return g_bytes_new_from_bytes (bytes, n_mark, length);
        }
      if (*end == '\0')
        {
          set_no_text (error, name, count_line (data, (gsize) (end - data)));
          return NULL;
        }
      if (from != NULL)
        {
          g_autofree char *place = g_strdup_printf (_ ("%s, line %" G_GUINT64_FORMAT), name,
                                                    count_line (data, (gsize) (end - data)));
          g_autofree char *found =
              g_strdup_printf (_ ("the byte 0x%02X, which is no UTF-8"), (guchar) *end);

          scope_error_set (
              error, SCOPE_ERROR_TABLE, place, found, _ ("text in UTF-8"),
              _ ("Name the table's encoding in the recipe's reading, for example latin-1."));
          return NULL;
        }
      if (memchr (data, '\0', length) != NULL)
        {
          end = memchr (data, '\0', length);
          set_no_text (error, name, count_line (data, (gsize) (end - data)));
          return NULL;
        }

      /* Windows-1252 is Latin-1 with letters where that has control characters. */
      if (convert (data, length, "WINDOWS-1252", &text, &n_bytes, NULL))
        *used = g_strdup ("windows-1252");
      else if (convert (data, length, "ISO-8859-1", &text, &n_bytes, &local_error))
        *used = g_strdup ("latin-1");
    }
  else
    {
      if (convert (data, length, from, &text, &n_bytes, &local_error))
        *used = g_strdup (encoding != NULL ? encoding : from);
    }

  if (text == NULL)
    {
      g_autofree char *found = NULL;

      /* A converter that cannot be had is the one or the other, by GLib's version. */
      if (g_error_matches (local_error, G_CONVERT_ERROR, G_CONVERT_ERROR_NO_CONVERSION)
          || g_error_matches (local_error, G_CONVERT_ERROR, G_CONVERT_ERROR_FAILED))
        {
          found = g_strdup_printf (_ ("the encoding “%s”"), from);
          scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, name, found,
                           _ ("an encoding that this system can read"),
                           _ ("Save the table in UTF-8."));
        }
      else
        {
          found = g_strdup_printf (_ ("bytes that are no “%s”"), from);
          scope_error_set (error, SCOPE_ERROR_TABLE, name, found, _ ("text in that encoding"),
                           _ ("Save the table in UTF-8."));
        }
      return NULL;
    }

  if (memchr (text, '\0', n_bytes) != NULL)
    {
      end = memchr (text, '\0', n_bytes);
      set_no_text (error, name, count_line (text, (gsize) (end - text)));
      g_free (text);
      return NULL;
    }

  return g_bytes_new_take (text, n_bytes);
}
