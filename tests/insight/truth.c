/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "truth.h"

#include "scope-test.h"

JsonParser *
truth_load (const char *name)
{
  g_autofree char *relative = g_strconcat ("insight/", name, NULL);
  g_autofree char *path = scope_test_fixture_path (relative);
  g_autoptr (GError) error = NULL;
  JsonParser *parser = json_parser_new_immutable ();

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return parser;
}

JsonObject *
truth_get (JsonParser *parser)
{
  return json_node_get_object (json_parser_get_root (parser));
}

GArray *
truth_doubles (JsonObject *object, const char *member)
{
  JsonArray *list = json_object_get_array_member (object, member);
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (double));

  g_assert_nonnull (list);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      double number = json_array_get_double_element (list, i);

      g_array_append_val (numbers, number);
    }
  return numbers;
}

GArray *
truth_floats (JsonObject *object, const char *member)
{
  g_autoptr (GArray) doubles = truth_doubles (object, member);
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (float));

  for (guint i = 0; i < doubles->len; i++)
    {
      float number = (float) g_array_index (doubles, double, i);

      g_array_append_val (numbers, number);
    }
  return numbers;
}
