/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-recipe-fields.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

void
scope_field_set_error (const ScopeFieldPlace *place, const char *member, const char *found,
                       const char *expected, GError **error)
{
  scope_recipe_set_error (place->recipe, error, found, expected, _ ("Correct the recipe."), "%s%s",
                          place->path, member);
}

/* What stands there, in words. */
char *
scope_field_describe (JsonNode *node)
{
  if (node == NULL)
    return g_strdup (_ ("nothing"));
  if (JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("null");
  if (JSON_NODE_HOLDS_OBJECT (node))
    return g_strdup (_ ("an object"));
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      guint n = json_array_get_length (json_node_get_array (node));

      return g_strdup_printf (ngettext ("a list of %u", "a list of %u", n), n);
    }
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup_printf (_ ("the text “%s”"), json_node_get_string (node));
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  return g_strdup_printf (_ ("the number %g"), json_node_get_double (node));
}

void
scope_field_set_type_error (const ScopeFieldPlace *place, const char *member, JsonNode *node,
                            const char *expected, GError **error)
{
  g_autofree char *found = scope_field_describe (node);

  scope_field_set_error (place, member, found, expected, error);
}

/* The member, or NULL where it is absent or null. */
JsonNode *
scope_field_get (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node == NULL || JSON_NODE_HOLDS_NULL (node) ? NULL : node;
}

gboolean
scope_field_is_number (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node)
         && (json_node_get_value_type (node) == G_TYPE_INT64
             || json_node_get_value_type (node) == G_TYPE_DOUBLE);
}

/* Each of these leaves @value as it is where the member is absent. */
gboolean
scope_field_read_text (const ScopeFieldPlace *place, JsonObject *object, const char *member,
                       char **value, GError **error)
{
  JsonNode *node = scope_field_get (object, member);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    {
      scope_field_set_type_error (place, member, node, _ ("a text"), error);
      return FALSE;
    }

  g_free (*value);
  *value = json_node_dup_string (node);
  return TRUE;
}

gboolean
scope_field_read_number (const ScopeFieldPlace *place, JsonObject *object, const char *member,
                         double *value, gboolean *there, GError **error)
{
  JsonNode *node = scope_field_get (object, member);

  *there = node != NULL;
  if (node == NULL)
    return TRUE;
  if (!scope_field_is_number (node) || !isfinite (json_node_get_double (node)))
    {
      scope_field_set_type_error (place, member, node, _ ("a number"), error);
      return FALSE;
    }

  *value = json_node_get_double (node);
  return TRUE;
}

gboolean
scope_field_read_count (const ScopeFieldPlace *place, JsonObject *object, const char *member,
                        double low, double high, double *value, GError **error)
{
  JsonNode *node = scope_field_get (object, member);
  double number;

  if (node == NULL)
    return TRUE;

  number = scope_field_is_number (node) ? json_node_get_double (node) : NAN;
  if (!(number >= low && number <= high) || number != floor (number))
    {
      g_autofree char *expected =
          g_strdup_printf (_ ("a whole number from %.0f to %.0f"), low, high);

      scope_field_set_type_error (place, member, node, expected, error);
      return FALSE;
    }

  *value = number;
  return TRUE;
}

gboolean
scope_field_read_texts (const ScopeFieldPlace *place, JsonObject *object, const char *member,
                        char ***value, GError **error)
{
  JsonNode *node = scope_field_get (object, member);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  JsonArray *array;

  if (node == NULL)
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    g_ptr_array_add (texts, json_node_dup_string (node));
  else
    {
      array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
      for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
        {
          JsonNode *element = json_array_get_element (array, i);

          if (!JSON_NODE_HOLDS_VALUE (element)
              || json_node_get_value_type (element) != G_TYPE_STRING)
            array = NULL;
          else
            g_ptr_array_add (texts, json_node_dup_string (element));
        }
      if (array == NULL)
        {
          scope_field_set_type_error (place, member, node, _ ("a list of texts"), error);
          return FALSE;
        }
    }

  g_ptr_array_add (texts, NULL);
  g_strfreev (*value);
  *value = (char **) g_ptr_array_steal (texts, NULL);
  return TRUE;
}

gboolean
scope_field_read_object (const ScopeFieldPlace *place, JsonObject *object, const char *member,
                         JsonObject **value, GError **error)
{
  JsonNode *node = scope_field_get (object, member);

  *value = NULL;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      scope_field_set_type_error (place, member, node, _ ("an object"), error);
      return FALSE;
    }

  *value = json_node_get_object (node);
  return TRUE;
}

/* An absent or empty list of objects gives NULL. */
gboolean
scope_field_read_list (const ScopeFieldPlace *place, JsonObject *object, const char *member,
                       JsonArray **value, GError **error)
{
  JsonNode *node = scope_field_get (object, member);

  *value = NULL;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) == 0
      || json_array_get_length (json_node_get_array (node)) > SCOPE_FIELD_MAX_LIST)
    {
      scope_field_set_type_error (place, member, node, _ ("a list of objects"), error);
      return FALSE;
    }

  *value = json_node_get_array (node);
  return TRUE;
}

gboolean
scope_field_read_list_object (ScopeRecipe *self, const char *member, JsonArray *array, guint index,
                              JsonObject **object, GError **error)
{
  JsonNode *node = json_array_get_element (array, index);

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      *object = json_node_get_object (node);
      return TRUE;
    }
  else
    {
      g_autofree char *found = scope_field_describe (node);

      scope_recipe_set_error (self, error, found, _ ("an object"), _ ("Correct the recipe."),
                              "%s[%u]", member, index);
      return FALSE;
    }
}

gboolean
scope_field_read_byte (const ScopeFieldPlace *place, JsonObject *object, const char *member,
                       const char *allowed, char *value, GError **error)
{
  g_autofree char *text = NULL;

  if (!scope_field_read_text (place, object, member, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if (strlen (text) != 1 || strchr (allowed, *text) == NULL)
    {
      g_autofree char *found = g_strdup_printf (_ ("the text “%s”"), text);
      g_autoptr (GString) expected = g_string_new (NULL);

      for (const char *p = allowed; *p != '\0'; p++)
        g_string_append_printf (expected, "%s“%s”", p > allowed ? ", " : "",
                                *p == '\t' ? "\\t" : (char[]){ *p, '\0' });
      scope_field_set_error (place, member, found, expected->str, error);
      return FALSE;
    }

  *value = *text;
  return TRUE;
}
