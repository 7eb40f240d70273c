/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-keras-nodes.h"

#include "scope-json.h"

#include <string.h>

/* [name, 0, 0]: what feeds a call, or what a model answers with. */
static JsonArray *
new_triple (const char *name)
{
  JsonArray *triple = json_array_new ();

  json_array_add_string_element (triple, name);
  json_array_add_int_element (triple, 0);
  json_array_add_int_element (triple, 0);
  return triple;
}

/* Takes @config. */
static void
add_layer (JsonArray *layers, const char *class_name, const char *name, JsonObject *config,
           const char *const *feeds, guint n_feeds)
{
  JsonObject *layer = json_object_new ();
  JsonArray *calls = json_array_new ();
  JsonArray *call = json_array_new ();

  json_object_set_string_member (config, "name", name);
  json_object_set_string_member (layer, "class_name", class_name);
  json_object_set_string_member (layer, "name", name);
  json_object_set_object_member (layer, "config", config);
  for (guint i = 0; i < n_feeds; i++)
    json_array_add_array_element (call, new_triple (feeds[i]));
  if (n_feeds > 0)
    json_array_add_array_element (calls, call);
  else
    json_array_unref (call);
  json_object_set_array_member (layer, "inbound_nodes", calls);
  json_array_add_object_element (layers, layer);
}

static void
copy_member (JsonObject *from, const char *key, JsonObject *to, const char *name)
{
  JsonNode *node = scope_json_get_member (from, key);

  if (node != NULL)
    json_object_set_member (to, name, json_node_copy (node));
}

static void
add_input (JsonArray *layers, JsonObject *input)
{
  JsonArray *shape = scope_json_get_array (input, "input_shape");
  JsonObject *config = json_object_new ();
  const char *name = scope_json_get_string (input, "name");

  if (shape != NULL)
    {
      JsonArray *batch = json_array_new ();

      json_array_add_null_element (batch);
      for (guint i = 0; i < json_array_get_length (shape); i++)
        json_array_add_element (batch, json_node_copy (json_array_get_element (shape, i)));
      json_object_set_array_member (config, "batch_input_shape", batch);
    }
  else
    copy_member (input, "batch_input_shape", config, "batch_input_shape");
  add_layer (layers, "InputLayer", name != NULL ? name : "", config, NULL, 0);
}

/* What feeds @node: one name, or a merge of several, which becomes a layer of its own. */
static char *
dup_feed (JsonArray *layers, JsonObject *node)
{
  JsonArray *inputs = scope_json_get_array (node, "inputs");
  const char *input = scope_json_get_string (node, "input");
  const char *name = scope_json_get_string (node, "name");
  g_autoptr (GPtrArray) feeds = g_ptr_array_new ();
  JsonObject *config;
  char *merge;

  for (guint i = 0; inputs != NULL && i < json_array_get_length (inputs); i++)
    {
      const char *feed = scope_json_as_string (json_array_get_element (inputs, i));

      if (feed != NULL)
        g_ptr_array_add (feeds, (gpointer) feed);
    }
  if (feeds->len < 2)
    return g_strdup (feeds->len == 1 ? g_ptr_array_index (feeds, 0) : input);

  config = json_object_new ();
  copy_member (node, "merge_mode", config, "mode");
  copy_member (node, "concat_axis", config, "concat_axis");
  copy_member (node, "dot_axes", config, "dot_axes");
  merge = g_strdup_printf ("merge_inputs_for_%s", name != NULL ? name : "");
  add_layer (layers, "Merge", merge, config, (const char *const *) feeds->pdata, feeds->len);
  return merge;
}

static JsonObject *
copy_object (JsonObject *from)
{
  JsonObject *to = json_object_new ();
  JsonObjectIter iter;
  const char *key;
  JsonNode *member;

  json_object_iter_init_ordered (&iter, from);
  while (json_object_iter_next_ordered (&iter, &key, &member))
    json_object_set_member (to, key, json_node_copy (member));
  return to;
}

/* Keras 0 has a node's class under "name", beside its configuration. */
static void
add_node (JsonArray *layers, JsonObject *node, JsonObject *nodes)
{
  const char *name = scope_json_get_string (node, "name");
  JsonObject *described = scope_json_get_object (nodes, name != NULL ? name : "");
  const char *class_name = scope_json_get_string (described, "name");
  g_autofree char *feed = dup_feed (layers, node);
  const char *const feeds[] = { feed };

  if (name == NULL)
    return;
  add_layer (layers, class_name != NULL ? class_name : "", name,
             described != NULL ? copy_object (described) : json_object_new (), feeds,
             feed != NULL ? 1 : 0);
}

/* The member of @list called @name, or where it has no such name, its @index. */
static JsonObject *
find_named (JsonArray *list, const char *name)
{
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *object = scope_json_as_object (json_array_get_element (list, i));

      if (object != NULL && g_strcmp0 (scope_json_get_string (object, "name"), name) == 0)
        return object;
    }
  return NULL;
}

static JsonArray *
list_inputs (JsonObject *graph, JsonArray *inputs)
{
  JsonArray *order = scope_json_get_array (graph, "input_order");
  JsonArray *ends = json_array_new ();

  for (guint i = 0; order != NULL && i < json_array_get_length (order); i++)
    {
      const char *name = scope_json_as_string (json_array_get_element (order, i));

      if (name != NULL)
        json_array_add_array_element (ends, new_triple (name));
    }
  for (guint i = 0; order == NULL && i < json_array_get_length (inputs); i++)
    {
      JsonObject *input = scope_json_as_object (json_array_get_element (inputs, i));
      const char *name = scope_json_get_string (input, "name");

      if (name != NULL)
        json_array_add_array_element (ends, new_triple (name));
    }
  return ends;
}

/* An output passes on a node, or several merged, under a name of its own. */
static JsonArray *
list_outputs (JsonObject *graph, JsonArray *layers)
{
  JsonArray *order = scope_json_get_array (graph, "output_order");
  JsonArray *outputs = scope_json_get_array (graph, "output_config");
  JsonArray *ends = json_array_new ();
  guint n = order != NULL     ? json_array_get_length (order)
            : outputs != NULL ? json_array_get_length (outputs)
                              : 0;

  for (guint i = 0; outputs != NULL && i < n; i++)
    {
      JsonObject *output =
          order != NULL
              ? find_named (outputs, scope_json_as_string (json_array_get_element (order, i)))
              : scope_json_as_object (json_array_get_element (outputs, i));
      g_autofree char *feed = output != NULL ? dup_feed (layers, output) : NULL;

      if (feed != NULL)
        json_array_add_array_element (ends, new_triple (feed));
    }
  return ends;
}

JsonObject *
scope_keras_nodes_dup_config (JsonObject *graph)
{
  JsonArray *inputs = scope_json_get_array (graph, "input_config");
  JsonArray *nodes = scope_json_get_array (graph, "node_config");
  JsonObject *described = scope_json_get_object (graph, "nodes");
  JsonObject *config;
  JsonArray *layers;

  if (inputs == NULL || nodes == NULL || described == NULL)
    return NULL;

  config = json_object_new ();
  layers = json_array_new ();
  for (guint i = 0; i < json_array_get_length (inputs); i++)
    {
      JsonObject *input = scope_json_as_object (json_array_get_element (inputs, i));

      if (input != NULL)
        add_input (layers, input);
    }
  for (guint i = 0; i < json_array_get_length (nodes); i++)
    {
      JsonObject *node = scope_json_as_object (json_array_get_element (nodes, i));

      if (node != NULL)
        add_node (layers, node, described);
    }
  json_object_set_string_member (config, "name", "graph");
  json_object_set_array_member (config, "input_layers", list_inputs (graph, inputs));
  json_object_set_array_member (config, "output_layers", list_outputs (graph, layers));
  json_object_set_array_member (config, "layers", layers);
  return config;
}
