/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-json.h"

#include "scope-error.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* The words that Python writes for what JSON has no number for, and the strings that stand for them. */
static const struct
{
  const char *word;
  double value;
} words[] = {
  { "NaN", NAN },
  { "Infinity", INFINITY },
  { "-Infinity", -INFINITY },
};

typedef struct
{
  const char *text;
  gsize length;
  const char *place;
  GString *clean; /* NULL until something differs */
  gsize copied;   /* bytes of the text that clean stands for */
} Scan;

/* From here on @clean has @replacement in place of the @n_bytes at @offset. */
static void
replace (Scan *scan, gsize offset, gsize n_bytes, const char *replacement)
{
  if (scan->clean == NULL)
    scan->clean = g_string_sized_new (scan->length + 64);
  g_string_append_len (scan->clean, scan->text + scan->copied, offset - scan->copied);
  g_string_append (scan->clean, replacement);
  scan->copied = offset + n_bytes;
}

static gboolean
fail (const Scan *scan, gsize offset, const char *found, const char *expected, GError **error)
{
  g_autofree char *where = NULL;

  /* Translators: file and part of it, and a number of bytes */
  where = g_strdup_printf (_ ("%s, byte %" G_GSIZE_FORMAT), scan->place, offset);
  scope_error_set (error, SCOPE_ERROR_DAMAGED, where, found, expected,
                   _ ("Save the model again from Keras, or get another copy of the file."));
  return FALSE;
}

/* The value of the four hexadecimal digits at @offset, or -1. */
static int
read_hex (const Scan *scan, gsize offset)
{
  int value = 0;

  for (gsize i = offset; i < offset + 4; i++)
    {
      int digit = i < scan->length ? g_ascii_xdigit_value (scan->text[i]) : -1;

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }
  return value;
}

/* An escape \uXXXX at @offset. Gives its length. */
static gboolean
scan_unicode (Scan *scan, gsize offset, gsize *n_bytes, GError **error)
{
  int unit = read_hex (scan, offset + 2);

  *n_bytes = 6;
  if (unit < 0)
    return fail (scan, offset, _ ("a broken \\u escape"), _ ("four hexadecimal digits"), error);

  if (unit >= 0xD800 && unit <= 0xDBFF && offset + 7 < scan->length
      && scan->text[offset + 6] == '\\' && scan->text[offset + 7] == 'u')
    {
      int second = read_hex (scan, offset + 8);

      if (second >= 0xDC00 && second <= 0xDFFF)
        {
          *n_bytes = 12;
          return TRUE;
        }
    }

  if (unit == 0 || (unit >= 0xD800 && unit <= 0xDFFF))
    replace (scan, offset, 6, "\\ufffd");
  return TRUE;
}

/* A string whose opening quote is at *@offset; moves it behind the closing one. */
static gboolean
scan_string (Scan *scan, gsize *offset, GError **error)
{
  gsize start = *offset;

  for (gsize i = start + 1; i < scan->length; i++)
    {
      char c = scan->text[i];

      if (c == '"')
        {
          *offset = i + 1;
          return TRUE;
        }
      if (c == '\\' && i + 1 < scan->length)
        {
          gsize n_bytes = 2;

          if (scan->text[i + 1] == 'u' && !scan_unicode (scan, i, &n_bytes, error))
            return FALSE;
          i += n_bytes - 1;
        }
    }
  return fail (scan, start, _ ("a string without an end"), _ ("a closing quote"), error);
}

/* A word or number at *@offset; moves it to its end. */
static void
scan_word (Scan *scan, gsize *offset)
{
  gsize start = *offset;
  gsize end = start;
  gsize n_bytes;

  while (end < scan->length
         && (g_ascii_isalnum (scan->text[end]) || strchr ("+-.", scan->text[end])))
    end++;
  n_bytes = end - start;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i].word) == n_bytes
        && memcmp (scan->text + start, words[i].word, n_bytes) == 0)
      {
        g_autofree char *quoted = g_strdup_printf ("\"%s\"", words[i].word);

        replace (scan, start, n_bytes, quoted);
      }
  *offset = MAX (end, start + 1);
}

static gboolean
scan_text (Scan *scan, GError **error)
{
  gsize depth = 0;
  gsize n_values = 0;
  gsize i = 0;

  while (i < scan->length)
    {
      char c = scan->text[i];

      if (c == '"')
        {
          if (!scan_string (scan, &i, error))
            return FALSE;
          continue;
        }
      if (c == '[' || c == '{')
        {
          if (++depth > SCOPE_JSON_MAX_DEPTH)
            {
              g_autofree char *expected =
                  g_strdup_printf (_ ("at most %d levels"), SCOPE_JSON_MAX_DEPTH);

              return fail (scan, i, _ ("brackets nested deeper"), expected, error);
            }
          n_values++;
        }
      else if ((c == ']' || c == '}') && depth > 0)
        depth--;
      else if (c == ',')
        n_values++;
      else if (g_ascii_isalnum (c) || c == '-')
        {
          scan_word (scan, &i);
          continue;
        }

      if (n_values > SCOPE_JSON_MAX_VALUES)
        {
          g_autofree char *expected =
              g_strdup_printf (_ ("at most %d values"), SCOPE_JSON_MAX_VALUES);

          return fail (scan, i, _ ("more values"), expected, error);
        }
      i++;
    }

  if (scan->clean != NULL)
    g_string_append_len (scan->clean, scan->text + scan->copied, scan->length - scan->copied);
  return TRUE;
}

JsonNode *
scope_json_parse (const char *text, gssize length, const char *place, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) json_error = NULL;
  Scan scan = { .text = text, .place = place };
  const char *invalid;
  gboolean ok;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (place != NULL, NULL);

  scan.length = length < 0 ? strlen (text) : (gsize) length;
  if (scan.length > SCOPE_JSON_MAX_LENGTH)
    {
      g_autofree char *found = g_strdup_printf (_ ("%" G_GSIZE_FORMAT " bytes"), scan.length);
      g_autofree char *expected =
          g_strdup_printf (_ ("at most %" G_GSIZE_FORMAT), SCOPE_JSON_MAX_LENGTH);

      fail (&scan, 0, found, expected, error);
      return NULL;
    }
  if (!g_utf8_validate_len (text, scan.length, &invalid))
    {
      fail (&scan, (gsize) (invalid - text), _ ("bytes that are not UTF-8"), _ ("text"), error);
      return NULL;
    }
  if (!scan_text (&scan, error))
    {
      if (scan.clean != NULL)
        g_string_free (scan.clean, TRUE);
      return NULL;
    }

  if (scan.clean != NULL)
    ok =
        json_parser_load_from_data (parser, scan.clean->str, (gssize) scan.clean->len, &json_error);
  else
    ok = json_parser_load_from_data (parser, text, (gssize) scan.length, &json_error);
  if (scan.clean != NULL)
    g_string_free (scan.clean, TRUE);

  if (!ok || json_parser_get_root (parser) == NULL)
    {
      g_autofree char *found = NULL;

      /* Translators: the parser's own message follows, in English */
      found = g_strdup_printf (_ ("text that is not JSON (%s)"),
                               json_error != NULL ? json_error->message : _ ("nothing in it"));
      scope_error_set (error, SCOPE_ERROR_DAMAGED, place, found, NULL,
                       _ ("Save the model again from Keras, or get another copy of the file."));
      return NULL;
    }
  return json_node_ref (json_parser_get_root (parser));
}

JsonNode *
scope_json_get_member (JsonObject *object, const char *key)
{
  return object == NULL ? NULL : json_object_get_member (object, key);
}

const char *
scope_json_get_string (JsonObject *object, const char *key)
{
  return scope_json_as_string (scope_json_get_member (object, key));
}

JsonObject *
scope_json_get_object (JsonObject *object, const char *key)
{
  return scope_json_as_object (scope_json_get_member (object, key));
}

JsonArray *
scope_json_get_array (JsonObject *object, const char *key)
{
  return scope_json_as_array (scope_json_get_member (object, key));
}

gboolean
scope_json_get_boolean (JsonObject *object, const char *key, gboolean fallback)
{
  JsonNode *node = scope_json_get_member (object, key);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return fallback;
  return json_node_get_boolean (node);
}

const char *
scope_json_as_string (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

JsonObject *
scope_json_as_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
scope_json_as_array (JsonNode *node)
{
  JsonObject *object = scope_json_as_object (node);
  const char *tag = scope_json_get_string (object, "class_name");

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    return json_node_get_array (node);

  if (g_strcmp0 (tag, "__tuple__") == 0 || g_strcmp0 (tag, "TensorShape") == 0)
    {
      /* tf.keras writes "items", Keras 3 a configuration with "value". */
      JsonNode *items = scope_json_get_member (object, "items");

      if (items == NULL)
        items = scope_json_get_member (scope_json_get_object (object, "config"), "value");
      if (items != NULL && JSON_NODE_HOLDS_ARRAY (items))
        return json_node_get_array (items);
    }
  return NULL;
}

gboolean
scope_json_as_double (JsonNode *node, double *value)
{
  const char *text = scope_json_as_string (node);
  GType type;

  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (words); i++)
    if (strcmp (text, words[i].word) == 0)
      {
        *value = words[i].value;
        return TRUE;
      }

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  type = json_node_get_value_type (node);
  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return FALSE;
  *value = json_node_get_double (node);
  return TRUE;
}

gboolean
scope_json_as_int (JsonNode *node, gint64 *value)
{
  double number;

  if (!scope_json_as_double (node, &number) || scope_json_as_string (node) != NULL)
    return FALSE;

  if (json_node_get_value_type (node) == G_TYPE_INT64)
    {
      *value = json_node_get_int (node);
      return TRUE;
    }
  /* Beyond 2^53 a double no longer holds every whole number. */
  if (number != floor (number) || fabs (number) > 9007199254740992.0)
    return FALSE;
  *value = (gint64) number;
  return TRUE;
}
