/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-cli.h"

#include "scope-number.h"
#include "scope-reader.h"

#include <glib/gi18n.h>
#include <string.h>

/* Longer texts (a model's configuration) are cut in the tree for people; --json has them whole. */
#define MAX_SHOWN 60
#define PRINTED_AT_ONCE (1 << 20)

static char *
dup_shape (const ScopeImageNode *node)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (node->n_dims == 0)
    return g_strdup (_ ("scalar"));
  for (guint i = 0; i < node->n_dims; i++)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, i > 0 ? " × " : "", node->dims[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_value (GVariant *value)
{
  g_autofree char *whole = g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)
                               ? g_strdup (g_variant_get_string (value, NULL))
                               : g_variant_print (value, FALSE);
  glong length = g_utf8_strlen (whole, -1);
  g_autofree char *start = NULL;

  if (length <= MAX_SHOWN)
    return g_steal_pointer (&whole);

  start = g_utf8_substring (whole, 0, MAX_SHOWN);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s… (%ld character)", "%s… (%ld characters)", (gulong) length),
      start, length);
}

static void
append_node (GString *text, const ScopeImageNode *node)
{
  gboolean is_root = strcmp (node->path, "/") == 0;
  int depth = 0;
  const char *name = is_root ? "/" : strrchr (node->path, '/') + 1;
  GVariantIter iter;
  const char *key;
  GVariant *value;

  for (const char *p = node->path; !is_root && *p != '\0'; p++)
    depth += *p == '/';

  g_string_append_printf (text, "%*s%s", 2 * depth, "", name);
  if (node->kind == SCOPE_NODE_DATASET)
    {
      g_autofree char *shape = dup_shape (node);

      g_string_append_printf (text, "  %s  %s  %s", node->stored_type, shape, node->storage);
    }
  else if (node->kind == SCOPE_NODE_LINK)
    /* Translators: a link within a file that Gatescope names and does not follow */
    g_string_append_printf (text, _ ("  link to %s, not followed"), node->storage);
  g_string_append_c (text, '\n');

  if (node->attributes == NULL)
    return;
  g_variant_iter_init (&iter, node->attributes);
  while (g_variant_iter_loop (&iter, "{&sv}", &key, &value))
    {
      g_autofree char *shown = dup_value (value);

      g_string_append_printf (text, "%*s@%s = %s\n", 2 * depth + 2, "", key, shown);
    }
}

static void
add_node (JsonBuilder *builder, const ScopeImageNode *node)
{
  static const char *const kinds[] = { "group", "dataset", "link" };

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "path");
  json_builder_add_string_value (builder, node->path);
  json_builder_set_member_name (builder, "kind");
  json_builder_add_string_value (builder, kinds[node->kind]);
  if (node->kind == SCOPE_NODE_DATASET)
    {
      json_builder_set_member_name (builder, "type");
      json_builder_add_string_value (builder, node->stored_type);
      json_builder_set_member_name (builder, "shape");
      json_builder_begin_array (builder);
      for (guint i = 0; i < node->n_dims; i++)
        json_builder_add_int_value (builder, (gint64) node->dims[i]);
      json_builder_end_array (builder);
    }
  if (node->kind != SCOPE_NODE_GROUP)
    {
      json_builder_set_member_name (builder, node->kind == SCOPE_NODE_LINK ? "target" : "storage");
      json_builder_add_string_value (builder, node->storage);
    }
  json_builder_set_member_name (builder, "attributes");
  if (node->attributes != NULL)
    json_builder_add_value (builder, json_gvariant_serialize (node->attributes));
  else
    {
      json_builder_begin_object (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

/* A dataset's numbers: a line for each place of all axes but the last, as comma-separated values, or one list. */
static gboolean
print_values (const char *path, const char *dataset, gboolean json, GError **error)
{
  g_autoptr (ScopeArray) array = scope_reader_read_values (path, dataset, NULL, NULL, error);
  g_autoptr (GString) text = NULL;
  const float *values;
  guint n_dims;
  gsize n_columns;

  if (array == NULL)
    return FALSE;

  values = scope_array_get_data (array);
  n_dims = scope_array_get_n_dims (array);
  n_columns = n_dims > 0 ? scope_array_get_dim (array, n_dims - 1) : 1;
  if (json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();
      g_autoptr (JsonNode) root = NULL;

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "path");
      json_builder_add_string_value (builder, dataset);
      json_builder_set_member_name (builder, "type");
      json_builder_add_string_value (builder, scope_array_get_stored_type (array));
      json_builder_set_member_name (builder, "shape");
      json_builder_begin_array (builder);
      for (guint i = 0; i < n_dims; i++)
        json_builder_add_int_value (builder, (gint64) scope_array_get_dim (array, i));
      json_builder_end_array (builder);
      json_builder_set_member_name (builder, "values");
      json_builder_begin_array (builder);
      for (gsize i = 0; i < scope_array_get_size (array); i++)
        {
          char number[SCOPE_NUMBER_SIZE];

          /* As few digits as tell it from the next float32. */
          scope_cli_add_number (
              builder, g_ascii_strtod (scope_number_write_float (values[i], number), NULL));
        }
      json_builder_end_array (builder);
      json_builder_end_object (builder);
      root = json_builder_get_root (builder);
      return scope_cli_print_json (root, error);
    }

  text = g_string_new (NULL);
  for (gsize i = 0; i < scope_array_get_size (array); i++)
    {
      char number[SCOPE_NUMBER_SIZE];

      g_string_append (text, scope_number_write_float (values[i], number));
      g_string_append_c (text, (i + 1) % n_columns == 0 ? '\n' : ',');
      if (text->len > PRINTED_AT_ONCE)
        {
          if (!scope_cli_print (text->str, error))
            return FALSE;
          g_string_truncate (text, 0);
        }
    }
  return scope_cli_print (text->str, error);
}

static gboolean
run (int argc, char **argv, GError **error)
{
  gboolean json = FALSE;
  g_autofree char *values = NULL;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Answer in JSON"), NULL },
    { "values", 0, 0, G_OPTION_ARG_STRING, &values,
      N_ ("The numbers of this dataset, in place of the tree"), "DATASET" },
    { NULL },
  };
  g_autoptr (ScopeImage) image = NULL;
  g_autoptr (GString) text = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (!scope_cli_parse (&scope_command_tree, &argc, &argv, options, 1, 1, error))
    return FALSE;

  if (values != NULL)
    return print_values (argv[1], values, json, error);

  image = scope_reader_open (argv[1], SCOPE_READER_TREE_ONLY, NULL, NULL, error);
  if (image == NULL)
    return FALSE;

  if (!json)
    {
      text = g_string_new (NULL);
      for (guint i = 0; i < scope_image_get_n_nodes (image); i++)
        append_node (text, scope_image_get_node (image, i));
      return scope_cli_print (text->str, error);
    }

  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < scope_image_get_n_nodes (image); i++)
    add_node (builder, scope_image_get_node (image, i));
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  return scope_cli_print_json (root, error);
}

const ScopeCommand scope_command_tree = {
  .name = "tree",
  .arguments = "FILE",
  .summary = N_ ("Any HDF5 file as it is: groups, attributes, datasets"),
  .run = run,
};
