/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-keras-config.h"

#include "scope-error.h"
#include "scope-keras-nodes.h"
#include "scope-keras-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* Modules that are Keras's own under one of its names. */
static const char *const own_modules[] = { "keras", "tf_keras", "keras_core", "tensorflow.keras",
                                           "tensorflow.python.keras" };

char *
scope_keras_context_dup_place (const ScopeKerasContext *context, const char *layer)
{
  if (layer == NULL)
    return g_strdup (context->file);
  /* Translators: a file and a layer in it */
  return g_strdup_printf (_ ("%s, layer “%s”"), context->file, layer);
}

void
scope_keras_context_remark (const ScopeKerasContext *context, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  if (!g_ptr_array_find_with_equal_func (context->remarks, text, g_str_equal, NULL))
    g_ptr_array_add (context->remarks, g_steal_pointer (&text));
}

static gboolean
is_own_module (const char *module)
{
  for (guint i = 0; i < G_N_ELEMENTS (own_modules); i++)
    {
      gsize length = strlen (own_modules[i]);

      if (strncmp (module, own_modules[i], length) == 0
          && (module[length] == '\0' || module[length] == '.'))
        return TRUE;
    }
  return FALSE;
}

/* A class that somebody else wrote: its name with its package, or NULL. Keras 3 says so by module and registered
 * name, tf.keras by a ">" in the class. */
static char *
dup_foreign_name (JsonObject *object, const char *class_name)
{
  const char *module = scope_json_get_string (object, "module");
  const char *registered = scope_json_get_string (object, "registered_name");

  /* TensorFlow Addons' cell, which is described well enough to be known here. */
  if (g_str_has_suffix (class_name, "PeepholeLSTMCell"))
    return NULL;
  if (registered != NULL && strchr (registered, '>') != NULL)
    return g_strdup (registered);
  if (strchr (class_name, '>') != NULL)
    return g_strdup (class_name);
  if (module != NULL && !is_own_module (module))
    return g_strdup_printf ("%s.%s", module, class_name);
  if (module == NULL && scope_class_find (class_name) == NULL)
    return g_strdup (class_name);
  return NULL;
}

/* "int8_from_float32" of a dtype policy, which is a string or an object; NULL where there is none. A policy of quantisation has its
 * name in two parts (KM dtype_policy.py QuantizedDTypePolicy.get_config). */
static char *
dup_policy (JsonObject *config)
{
  JsonNode *node = scope_json_get_member (config, "dtype");
  JsonObject *object = scope_json_get_object (scope_json_as_object (node), "config");
  const char *mode = scope_json_get_string (object, "mode");
  const char *source = scope_json_get_string (object, "source_name");

  if (scope_json_as_object (node) == NULL)
    return g_strdup (scope_json_as_string (node));
  if (mode != NULL)
    return g_strdup_printf ("%s_from_%s", mode, source != NULL ? source : "float32");
  return g_strdup (scope_json_get_string (object, "name"));
}

static gboolean
is_quantised (ScopeLayer *layer, const char *policy)
{
  /* An Embedding without quantisation may take whole numbers, and so may an input. */
  if (strcmp (layer->class_name, "InputLayer") == 0)
    return FALSE;
  return scope_json_get_object (layer->config, "quantization_config") != NULL
         || strstr (policy, "_from_") != NULL || strstr (policy, "int4") != NULL
         || g_str_has_prefix (policy, "int8") || g_str_has_prefix (policy, "uint8")
         || strstr (policy, "float8") != NULL;
}

static void
judge_policy (const ScopeKerasContext *context, ScopeLayer *layer)
{
  g_autofree char *policy = dup_policy (layer->config);

  if (policy == NULL)
    return;

  if (is_quantised (layer, policy))
    {
      g_autofree char *text = g_strdup_printf (_ ("its weights are quantised (%s)"), policy);

      layer->quantised = TRUE;
      scope_layer_set_obstacle (layer, text);
    }
  else if (g_str_has_prefix (policy, "mixed_") || strcmp (policy, "float16") == 0
           || strcmp (policy, "bfloat16") == 0 || strcmp (policy, "float64") == 0)
    scope_keras_context_remark (
        context, _ ("Keras computes this model in %s; Gatescope computes it in float32."), policy);
}

/* What of the file stands against running this layer ever. */
static void
judge_class (ScopeLayer *layer, JsonObject *object, const char *class_name)
{
  g_autofree char *foreign = dup_foreign_name (object, class_name);
  g_autofree char *text = NULL;

  if (layer->class != NULL && (layer->class->flags & SCOPE_CLASS_CODE) != 0)
    text = g_strdup_printf (_ ("%s holds program code, which Gatescope never runs"),
                            layer->class_name);
  else if (foreign != NULL)
    text = g_strdup_printf (
        _ ("%s is a class of the model’s author, whose code is not in the file"), foreign);
  if (text != NULL)
    scope_layer_set_obstacle (layer, text);
}

static gboolean
add_wrapped (const ScopeKerasContext *context, ScopeLayer *layer, const char *key, GError **error)
{
  JsonNode *node = scope_json_get_member (layer->config, key);
  ScopeLayer *child;

  if (scope_json_as_object (node) == NULL)
    {
      g_autofree char *place = scope_keras_context_dup_place (context, layer->name);
      g_autofree char *found = g_strdup_printf (_ ("no “%s” in its configuration"), key);

      scope_error_set (error, SCOPE_ERROR_DAMAGED, place, found, _ ("the layer that it wraps"),
                       NULL);
      return FALSE;
    }
  child = scope_keras_config_build_layer (context, node, layer->children->len, error);
  if (child == NULL)
    return FALSE;
  g_ptr_array_add (layer->children, child);
  return TRUE;
}

/* A member of another object under the same key, which both then have. */
static void
copy_members (JsonObject *from, JsonObject *to)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, from);
  while (json_object_iter_next_ordered (&iter, &key, &node))
    json_object_set_member (to, key, json_node_copy (node));
}

/* Without a layer of its own the backward one is the forward one's twin that goes the other way. */
static ScopeLayer *
make_backward (const ScopeKerasContext *context, ScopeLayer *layer, GError **error)
{
  ScopeLayer *forward = g_ptr_array_index (layer->children, 0);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  JsonObject *config = json_object_new ();
  g_autofree char *name = NULL;

  if (g_str_has_prefix (forward->name, "forward_"))
    name = g_strconcat ("backward_", forward->name + strlen ("forward_"), NULL);
  else
    name = g_strconcat ("backward_", forward->name, NULL);

  copy_members (scope_json_get_object (layer->config, "layer"), object);
  copy_members (forward->config, config);
  json_object_set_boolean_member (config, "go_backwards",
                                  !scope_layer_get_boolean (forward, "go_backwards", FALSE));
  json_object_set_string_member (config, "name", name);
  json_object_set_object_member (object, "config", config);
  json_node_set_object (node, object);
  return scope_keras_config_build_layer (context, node, 1, error);
}

static gboolean
add_bidirectional (const ScopeKerasContext *context, ScopeLayer *layer, GError **error)
{
  ScopeLayer *backward;

  if (!add_wrapped (context, layer, "layer", error))
    return FALSE;
  if (scope_json_get_object (layer->config, "backward_layer") != NULL)
    return add_wrapped (context, layer, "backward_layer", error);

  backward = make_backward (context, layer, error);
  if (backward == NULL)
    return FALSE;
  g_ptr_array_add (layer->children, backward);
  return TRUE;
}

static gboolean
add_cells (const ScopeKerasContext *context, ScopeLayer *layer, GError **error)
{
  JsonArray *cells = scope_json_get_array (layer->config, "cells");

  for (guint i = 0; cells != NULL && i < json_array_get_length (cells); i++)
    {
      ScopeLayer *cell =
          scope_keras_config_build_layer (context, json_array_get_element (cells, i), i, error);

      if (cell == NULL)
        return FALSE;
      g_ptr_array_add (layer->children, cell);
    }
  return TRUE;
}

/* What is in a layer: a wrapped layer, cells, or the layers of a model. */
static gboolean
build_inside (const ScopeKerasContext *context, ScopeLayer *layer, JsonNode *config, GError **error)
{
  gboolean row = strcmp (layer->class_name, "Sequential") == 0;
  JsonArray *list = row ? scope_json_as_array (config) : NULL;

  /* Up to Keras 2.2.2 a Sequential's configuration is the list itself. */
  if (list == NULL)
    list = scope_json_get_array (layer->config, "layers");

  if (strcmp (layer->class_name, "Bidirectional") == 0)
    return add_bidirectional (context, layer, error);
  if (strcmp (layer->class_name, "TimeDistributed") == 0)
    return add_wrapped (context, layer, "layer", error);
  if (strcmp (layer->class_name, "RNN") == 0)
    return add_wrapped (context, layer, "cell", error);
  if (strcmp (layer->class_name, "StackedRNNCells") == 0)
    return add_cells (context, layer, error);
  if (!scope_layer_is_model (layer))
    return TRUE;

  if (list == NULL)
    {
      g_autofree char *place = scope_keras_context_dup_place (context, layer->name);

      scope_error_set (error, SCOPE_ERROR_DAMAGED, place, _ ("a model without a list of layers"),
                       _ ("“layers” in its configuration"), NULL);
      return FALSE;
    }
  if (json_array_get_length (list) > SCOPE_KERAS_MAX_LAYERS)
    {
      g_autofree char *place = scope_keras_context_dup_place (context, layer->name);
      g_autofree char *found = g_strdup_printf (_ ("%u layers"), json_array_get_length (list));
      g_autofree char *expected = g_strdup_printf (_ ("at most %d"), SCOPE_KERAS_MAX_LAYERS);

      scope_error_set (error, SCOPE_ERROR_DAMAGED, place, found, expected, NULL);
      return FALSE;
    }
  if (row)
    return scope_keras_sequential_build (context, layer, list, error);
  return scope_keras_graph_build (context, layer, error);
}

/* A class that has a size must say it: everything about its weights follows from it. */
static gboolean
check_size (const ScopeKerasContext *context, ScopeLayer *layer, GError **error)
{
  const char *key = layer->class != NULL ? layer->class->units_key : NULL;
  g_autofree char *place = NULL;
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;
  JsonNode *node;

  if (key == NULL || layer->operation || scope_layer_get_units (layer) > 0)
    return TRUE;

  place = scope_keras_context_dup_place (context, layer->name);
  node = scope_json_get_member (layer->config, key);
  if (node == NULL)
    found = g_strdup_printf (_ ("no “%s” in its configuration"), key);
  else
    {
      g_autofree char *text = json_to_string (node, FALSE);
      g_autofree char *shown = scope_error_dup_short (text, 40);

      found = g_strdup_printf (_ ("“%s” %s"), key, shown);
    }
  expected = g_strdup_printf (_ ("a whole number from 1 to %d"), SCOPE_SHAPE_MAX_DIM);
  scope_error_set (error, SCOPE_ERROR_DAMAGED, place, found, expected,
                   _ ("Save the model again from Keras, or get another copy of the file."));
  return FALSE;
}

/* Whether a call is given its tensors one by one, as a function is, and not as a list, as a layer that merges is. */
static gboolean
takes_operands (JsonObject *object)
{
  JsonArray *calls = scope_json_get_array (object, "inbound_nodes");
  JsonObject *call = calls != NULL && json_array_get_length (calls) > 0
                         ? scope_json_as_object (json_array_get_element (calls, 0))
                         : NULL;
  JsonArray *operands = scope_json_get_array (call, "args");

  return operands != NULL && json_array_get_length (operands) > 1;
}

/* Keras 3 lists functions such as ops.add() among the layers. The older format drops the module that says so; but a layer's
 * configuration says whether it is trainable, a function's has nothing but its arguments (KM layer.py, operation.py get_config). */
static gboolean
is_operation (const ScopeKerasContext *context, ScopeLayer *layer, JsonObject *object)
{
  /* Layers that have functions of the same name. */
  static const char *const both[] = { "Add",     "Subtract", "Multiply", "Average",
                                      "Maximum", "Minimum",  "Dot",      NULL };
  const char *module = scope_json_get_string (object, "module");

  if (module != NULL)
    return strstr (module, ".ops.") != NULL;
  if (context->keras.major < 3 || json_object_has_member (layer->config, "trainable"))
    return FALSE;
  if (strcmp (layer->class_name, "Reshape") == 0)
    return json_object_has_member (layer->config, "newshape");
  return layer->class == NULL
             ? scope_keras_words_has_function (layer->class_name)
             : g_strv_contains (both, layer->class_name) && takes_operands (object);
}

/* A subclass of Model that kept Keras's own configuration is a model, whatever it is called. */
static gboolean
looks_functional (JsonObject *config)
{
  return scope_json_get_array (config, "layers") != NULL
         && json_object_has_member (config, "input_layers")
         && json_object_has_member (config, "output_layers");
}

ScopeLayer *
scope_keras_config_build_layer (const ScopeKerasContext *context, JsonNode *node, guint index,
                                GError **error)
{
  JsonObject *object = scope_json_as_object (node);
  const char *file_class = scope_json_get_string (object, "class_name");
  const char *name = scope_json_get_string (object, "name");
  JsonNode *config_node = scope_json_get_member (object, "config");
  JsonObject *config = scope_json_as_object (config_node);
  g_autoptr (JsonObject) empty = NULL;
  g_autoptr (JsonObject) nodes = NULL;
  g_autoptr (ScopeLayer) layer = NULL;
  g_autofree char *made_name = NULL;
  const char *class_name;
  const char *bare;

  /* Keras 0.x has neither: the class is the name, and the configuration stands beside it. */
  if (file_class == NULL && object != NULL && name != NULL)
    {
      file_class = name;
      name = scope_json_get_string (object, "custom_name");
      config = object;
    }
  nodes = scope_keras_nodes_dup_config (config);
  if (nodes != NULL)
    {
      file_class = "Functional";
      config = nodes;
    }
  if (file_class == NULL)
    {
      g_autofree char *place = NULL;

      place = g_strdup_printf (_ ("%s, layer number %u of its model"), context->file, index + 1);
      scope_error_set (error, SCOPE_ERROR_DAMAGED, place, _ ("no class"),
                       _ ("“class_name” in its configuration"), NULL);
      return NULL;
    }

  if (config == NULL)
    config = empty = json_object_new ();
  if (config != object && scope_json_get_string (config, "name") != NULL)
    name = scope_json_get_string (config, "name");

  bare = strrchr (file_class, '>');
  bare = bare != NULL ? bare + 1 : file_class;
  class_name = scope_keras_words_translate (bare, config);
  if (scope_class_find (class_name) == NULL && looks_functional (config))
    class_name = "Functional";
  if (strcmp (class_name, "Model") == 0)
    class_name = "Functional";

  if (name == NULL)
    {
      g_autofree char *group = scope_class_dup_group (class_name);

      name = made_name = g_strdup_printf ("%s_%u", group, index + 1);
    }
  layer = scope_layer_new (name, class_name, config, &context->keras);
  g_free (layer->file_class);
  layer->file_class =
      g_strdup (strcmp (bare, "GroupQueryAttention") == 0 ? "GroupedQueryAttention" : bare);
  layer->built = scope_shape_from_json (
      scope_json_get_array (scope_json_get_object (object, "build_config"), "input_shape"));
  layer->trainable = scope_json_get_boolean (config, "trainable", TRUE);
  layer->operation = is_operation (context, layer, object);

  if (!scope_layer_is_model (layer) && !layer->operation)
    judge_class (layer, object, strchr (file_class, '>') != NULL ? file_class : class_name);
  judge_policy (context, layer);
  if (!check_size (context, layer, error))
    return NULL;
  if (!layer->operation && !build_inside (context, layer, config_node, error))
    return NULL;
  return g_steal_pointer (&layer);
}

ScopeLayer *
scope_keras_config_build (const ScopeKerasContext *context, JsonNode *root, GError **error)
{
  g_autoptr (ScopeLayer) model = NULL;

  if (JSON_NODE_HOLDS_ARRAY (root))
    {
      /* A bare list is a Sequential's configuration. */
      g_autoptr (JsonObject) object = json_object_new ();
      g_autoptr (JsonNode) wrapped = json_node_new (JSON_NODE_OBJECT);

      json_object_set_string_member (object, "class_name", "Sequential");
      json_object_set_member (object, "config", json_node_copy (root));
      json_node_set_object (wrapped, object);
      model = scope_keras_config_build_layer (context, wrapped, 0, error);
    }
  else
    model = scope_keras_config_build_layer (context, root, 0, error);

  if (model == NULL)
    return NULL;
  if (!scope_layer_is_model (model))
    {
      g_autofree char *found = NULL;

      found = g_strdup_printf (_ ("a model of class “%s”, whose layers are not in the file"),
                               model->class_name);
      scope_error_set (
          error, SCOPE_ERROR_UNSUPPORTED, context->file, found,
          _ ("a Sequential or a Functional model"),
          _ ("Only models whose layers Keras itself can list are kept whole in a file; "
             "build the same layers as a Sequential or Functional model, copy the "
             "weights into it and save that."));
      return NULL;
    }
  return g_steal_pointer (&model);
}
