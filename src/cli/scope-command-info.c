/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-cli.h"

#include "scope-network.h"

#include <glib/gi18n.h>

/* A shape as JSON has it: numbers, null where free. */
static void
add_shape (JsonBuilder *builder, guint n_dims, const gint64 *dims)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_dims; i++)
    if (dims[i] == SCOPE_DIM_FREE)
      json_builder_add_null_value (builder);
    else
      json_builder_add_int_value (builder, dims[i]);
  json_builder_end_array (builder);
}

static void
add_tensor (JsonBuilder *builder, ScopeModel *model, const ScopeTensor *tensor)
{
  ScopeLayer *layer = scope_model_get_layer (model, tensor->layer);
  const gint64 *dims;
  guint n_dims = scope_layer_get_output_dims (layer, &dims);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, scope_layer_get_name (layer));
  json_builder_set_member_name (builder, "shape");
  add_shape (builder, n_dims, dims);
  json_builder_end_object (builder);
}

static void
add_text (JsonBuilder *builder, const char *key, const char *text)
{
  json_builder_set_member_name (builder, key);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
add_layer (JsonBuilder *builder, ScopeLayer *layer)
{
  const gint64 *dims;
  guint n_dims = scope_layer_get_output_dims (layer, &dims);
  guint units = scope_layer_get_units (layer);

  json_builder_begin_object (builder);
  add_text (builder, "name", scope_layer_get_name (layer));
  add_text (builder, "class", scope_layer_get_class (layer));
  json_builder_set_member_name (builder, "output_shape");
  if (n_dims > 0)
    add_shape (builder, n_dims, dims);
  else
    json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "units");
  if (units > 0)
    json_builder_add_int_value (builder, units);
  else
    json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "parameters");
  json_builder_add_int_value (builder, (gint64) scope_layer_get_n_parameters (layer));
  json_builder_end_object (builder);
}

static void
add_gates (JsonBuilder *builder, ScopeModel *model)
{
  g_auto (GStrv) paths = scope_model_dup_recurrent_paths (model);

  json_builder_begin_array (builder);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autoptr (ScopeGates) gates =
          scope_gates_new (scope_model_find_layer (model, paths[i]), NULL);

      if (gates == NULL)
        continue;
      json_builder_begin_object (builder);
      add_text (builder, "layer", paths[i]);
      json_builder_set_member_name (builder, "order");
      json_builder_begin_array (builder);
      for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
        json_builder_add_string_value (builder, scope_gates_get_letter (gates, gate));
      json_builder_end_array (builder);
      add_text (builder, "storage", scope_gates_get_storage (gates));
      json_builder_set_member_name (builder, "peepholes");
      json_builder_add_boolean_value (builder, scope_gates_has_peepholes (gates));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static JsonNode *
describe (ScopeModel *model, GPtrArray *obstacles)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_text (builder, "container", scope_model_get_container_id (model));
  add_text (builder, "keras_version", scope_model_get_keras_version (model));
  json_builder_set_member_name (builder, "keras_major");
  json_builder_add_int_value (builder, scope_model_get_keras_major (model));
  add_text (builder, "backend", scope_model_get_backend (model));
  add_text (builder, "name", scope_model_get_name (model));
  add_text (builder, "class", scope_model_get_class (model));
  add_text (builder, "loss", scope_model_get_loss (model));
  add_text (builder, "optimizer", scope_model_get_optimizer (model));
  json_builder_set_member_name (builder, "parameters");
  json_builder_add_int_value (builder, (gint64) scope_model_get_n_parameters (model));

  json_builder_set_member_name (builder, "inputs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < scope_model_get_n_inputs (model); i++)
    add_tensor (builder, model, scope_model_get_input (model, i));
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "outputs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < scope_model_get_n_outputs (model); i++)
    add_tensor (builder, model, scope_model_get_output (model, i));
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "layers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < scope_model_get_n_layers (model); i++)
    add_layer (builder, scope_model_get_layer (model, i));
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "hard_sigmoid");
  if (scope_model_get_hard_sigmoid (model) > 0)
    json_builder_add_int_value (builder, scope_model_get_hard_sigmoid (model));
  else
    json_builder_add_null_value (builder);

  json_builder_set_member_name (builder, "gates");
  add_gates (builder, model);

  json_builder_set_member_name (builder, "cannot_run");
  json_builder_begin_array (builder);
  for (guint i = 0; i < obstacles->len; i++)
    {
      const ScopeObstacle *obstacle = g_ptr_array_index (obstacles, i);

      json_builder_begin_object (builder);
      add_text (builder, "layer", obstacle->layer);
      add_text (builder, "class", obstacle->class_name);
      add_text (builder, "why", obstacle->why);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static void
append_line (GString *text, const char *title, const char *value)
{
  if (value != NULL)
    g_string_append_printf (text, "%-16s%s\n", title, value);
}

static void
append_tensors (GString *text, const char *title, ScopeModel *model, guint n,
                const ScopeTensor *(*get) (ScopeModel *, guint))
{
  for (guint i = 0; i < n; i++)
    {
      ScopeLayer *layer = scope_model_get_layer (model, get (model, i)->layer);
      g_autofree char *shape = scope_layer_dup_output_text (layer);
      g_autofree char *line = g_strdup_printf ("%s  %s", scope_layer_get_name (layer), shape);

      append_line (text, i == 0 ? title : "", line);
    }
}

static void
append_layers (GString *text, ScopeModel *model)
{
  int width = 5;

  for (guint i = 0; i < scope_model_get_n_layers (model); i++)
    width = MAX (width,
                 (int) g_utf8_strlen (scope_layer_get_name (scope_model_get_layer (model, i)), -1));

  g_string_append_printf (text, "\n%-*s  %-20s %-20s %7s %11s\n", width, _ ("layer"), _ ("class"),
                          _ ("output"), _ ("units"), _ ("parameters"));
  for (guint i = 0; i < scope_model_get_n_layers (model); i++)
    {
      ScopeLayer *layer = scope_model_get_layer (model, i);
      g_autofree char *shape = scope_layer_dup_output_text (layer);
      guint units = scope_layer_get_units (layer);
      g_autofree char *units_text = units > 0 ? g_strdup_printf ("%u", units) : g_strdup ("");

      g_string_append_printf (text, "%-*s  %-20s %-20s %7s %11" G_GUINT64_FORMAT "\n", width,
                              scope_layer_get_name (layer), scope_layer_get_class (layer), shape,
                              units_text, scope_layer_get_n_parameters (layer));
    }
}

static char *
describe_for_people (ScopeModel *model, GPtrArray *obstacles)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) paths = scope_model_dup_recurrent_paths (model);
  g_autofree char *time_steps = scope_model_dup_time_steps_text (model);
  g_autofree char *rule = scope_model_dup_hard_sigmoid_text (model);
  g_autofree char *version = NULL;
  g_autofree char *parameters = NULL;

  version = g_strdup_printf (
      "%s%s%s",
      scope_model_get_keras_version (model) != NULL ? scope_model_get_keras_version (model)
                                                    : _ ("not stated"),
      scope_model_get_backend (model) != NULL ? ", " : "",
      scope_model_get_backend (model) != NULL ? scope_model_get_backend (model) : "");
  parameters = g_strdup_printf ("%" G_GUINT64_FORMAT, scope_model_get_n_parameters (model));

  append_line (text, _ ("file"), scope_model_get_file_name (model));
  append_line (text, _ ("container"), scope_model_get_container (model));
  append_line (text, _ ("Keras"), version);
  append_tensors (text, _ ("inputs"), model, scope_model_get_n_inputs (model),
                  scope_model_get_input);
  append_tensors (text, _ ("outputs"), model, scope_model_get_n_outputs (model),
                  scope_model_get_output);
  append_line (text, _ ("parameters"), parameters);
  append_line (text, _ ("loss"), scope_model_get_loss (model));
  append_line (text, _ ("optimizer"), scope_model_get_optimizer (model));
  append_layers (text, model);

  g_string_append_c (text, '\n');
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autoptr (ScopeGates) gates =
          scope_gates_new (scope_model_find_layer (model, paths[i]), NULL);

      if (gates == NULL)
        continue;
      /* Translators: a layer's name, and how the file stores its gates */
      g_string_append_printf (text, _ ("gates of %s: %s\n"), paths[i],
                              scope_gates_get_storage (gates));
      if (scope_gates_get_peephole_text (gates) != NULL)
        g_string_append_printf (text, "  %s\n", scope_gates_get_peephole_text (gates));
    }
  if (rule != NULL)
    g_string_append_printf (text, "\n%s\n", rule);
  if (time_steps != NULL)
    g_string_append_printf (text, "\n%s\n", time_steps);

  if (obstacles->len > 0)
    g_string_append_printf (text, "\n%s\n", _ ("Cannot be run:"));
  for (guint i = 0; i < obstacles->len; i++)
    {
      const ScopeObstacle *obstacle = g_ptr_array_index (obstacles, i);

      g_string_append_printf (text, "  %s (%s): %s\n", obstacle->layer, obstacle->class_name,
                              obstacle->why);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
run (int argc, char **argv, GError **error)
{
  gboolean json = FALSE;
  g_auto (ScopeCliReading) reading = { 0 };
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Answer in JSON"), NULL },
    SCOPE_CLI_READING (reading),
    { NULL },
  };
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (GPtrArray) obstacles = NULL;
  const char *const *remarks;

  if (!scope_cli_parse (&scope_command_info, &argc, &argv, options, 1, 1, error))
    return FALSE;

  model = scope_cli_open_model (argv[1], &reading, error);
  if (model == NULL)
    return FALSE;

  remarks = scope_model_get_remarks (model);
  for (guint i = 0; remarks != NULL && remarks[i] != NULL; i++)
    scope_cli_remark (remarks[i]);

  obstacles = scope_network_list_obstacles (model);
  if (json)
    {
      g_autoptr (JsonNode) node = describe (model, obstacles);

      return scope_cli_print_json (node, error);
    }
  else
    {
      g_autofree char *text = describe_for_people (model, obstacles);

      return scope_cli_print (text, error);
    }
}

const ScopeCommand scope_command_info = {
  .name = "info",
  .arguments = "MODEL",
  .summary = N_ ("What a model file holds, and whether it can be run"),
  .run = run,
};
