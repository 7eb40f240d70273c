/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layers in a row: Sequential models of every Keras. */
#include "scope-keras-config.h"

#include "scope-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* Where a first layer of Keras 1 and 2 keeps the shape of the input: whole, or without the batch. */
static const char *const batch_keys[] = { "batch_shape", "batch_input_shape" };

/* Shape of the input as a first layer says it; not known where it does not. */
static ScopeShape
get_declared_input (ScopeLayer *layer)
{
  ScopeShape shape = { 0 };
  gint64 features;
  gint64 steps;

  for (guint i = 0; i < G_N_ELEMENTS (batch_keys) && shape.n_dims == 0; i++)
    shape = scope_layer_get_shape (layer, batch_keys[i]);
  if (shape.n_dims > 0)
    return shape;

  shape = scope_layer_get_shape (layer, "input_shape");
  if (shape.n_dims > 0)
    return scope_shape_insert (&shape, 0, SCOPE_DIM_FREE);

  features = scope_layer_get_int (layer, "input_dim", 0);
  if (features <= 0 || strcmp (layer->class_name, "Embedding") == 0)
    return (ScopeShape){ 0 };

  /* Keras 1 gives a layer's width, and for those that look at time its length, which may be null. */
  scope_shape_append (&shape, SCOPE_DIM_FREE);
  if (json_object_has_member (layer->config, "input_length"))
    {
      steps = scope_layer_get_int (layer, "input_length", SCOPE_DIM_FREE);
      scope_shape_append (&shape, steps > 0 ? steps : SCOPE_DIM_FREE);
    }
  else if (scope_layer_is_recurrent (layer))
    scope_shape_append (&shape, SCOPE_DIM_FREE);
  scope_shape_append (&shape, features);
  return shape;
}

/* @model: the Sequential that @first stands in front of; it may know more. */
static ScopeShape
get_first_input (ScopeLayer *model, ScopeLayer *first)
{
  ScopeShape shape = get_declared_input (first);

  /* A model in front has inputs of its own. */
  if (shape.n_dims == 0 && scope_layer_is_model (first) && first->children->len > 0)
    shape = get_declared_input (g_ptr_array_index (first->children, 0));
  if (shape.n_dims == 0)
    shape = scope_layer_get_shape (model, "build_input_shape");
  if (shape.n_dims == 0)
    shape = first->built;
  return shape;
}

/* Every model begins with its inputs, also where Keras leaves them to the first layer. */
static ScopeLayer *
make_input_layer (ScopeLayer *model, ScopeLayer *first)
{
  ScopeShape shape = get_first_input (model, first);
  g_autoptr (JsonObject) config = json_object_new ();
  g_autofree char *name = g_strconcat (first->name, "_input", NULL);
  ScopeLayer *layer;

  layer = scope_layer_new (name, "InputLayer", config, &model->keras);
  layer->made = TRUE;
  if (shape.n_dims > 0)
    scope_layer_set_shape (layer, "batch_shape", &shape);
  return layer;
}

/* Adds a layer that @n_feeds layers before it feed; gives its index. */
static guint
add_layer (ScopeLayer *model, ScopeLayer *layer, const guint *feeds, guint n_feeds)
{
  ScopeCall *call = scope_layer_add_call (layer);

  for (guint i = 0; i < n_feeds; i++)
    scope_call_add_feed (call, &(ScopeTensor){ .layer = feeds[i] }, NULL, NULL);
  g_ptr_array_add (model->children, layer);
  return model->children->len - 1;
}

/* Adds a first layer, behind an input. */
static guint
add_first (ScopeLayer *model, ScopeLayer *first)
{
  ScopeTensor input = { .layer = model->children->len };

  g_array_append_val (model->inner_inputs, input);
  if (strcmp (first->class_name, "InputLayer") == 0)
    return add_layer (model, first, NULL, 0);

  add_layer (model, make_input_layer (model, first), NULL, 0);
  return add_layer (model, first, &input.layer, 1);
}

static gboolean add_row (const ScopeKerasContext *context, ScopeLayer *model, JsonArray *layers,
                         guint *last, GError **error);

/* The layers of a Sequential: its configuration is their list, or has one. */
static JsonArray *
get_list (JsonNode *node)
{
  JsonNode *config = scope_json_get_member (scope_json_as_object (node), "config");
  JsonArray *list = scope_json_as_array (config);

  return list != NULL ? list : scope_json_get_array (scope_json_as_object (config), "layers");
}

/* Keras 1's way to join several rows: a Merge in front of all others holds them (K@1.2.2 models.py). Its weights' groups
 * stand beside those of all other layers. */
static gboolean
add_merge (const ScopeKerasContext *context, ScopeLayer *model, JsonNode *node, JsonArray *rows,
           guint *last, GError **error)
{
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (guint));
  ScopeLayer *merge;

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonArray *list = get_list (json_array_get_element (rows, i));
      guint end;

      if (list == NULL || json_array_get_length (list) == 0)
        {
          scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, context->file,
                           _ ("a Merge of something else than rows of layers"),
                           _ ("Sequential models in its list"), NULL);
          return FALSE;
        }
      if (!add_row (context, model, list, &end, error))
        return FALSE;
      g_array_append_val (ends, end);
    }

  merge = scope_keras_config_build_layer (context, node, model->children->len, error);
  if (merge == NULL)
    return FALSE;
  *last = add_layer (model, merge, (const guint *) (gpointer) ends->data, ends->len);
  return TRUE;
}

static gboolean
add_row (const ScopeKerasContext *context, ScopeLayer *model, JsonArray *layers, guint *last,
         GError **error)
{
  for (guint i = 0; i < json_array_get_length (layers); i++)
    {
      JsonNode *node = json_array_get_element (layers, i);
      JsonObject *object = scope_json_as_object (node);
      JsonArray *rows = scope_json_get_array (scope_json_get_object (object, "config"), "layers");
      ScopeLayer *layer;

      if (i == 0 && rows != NULL
          && g_strcmp0 (scope_json_get_string (object, "class_name"), "Merge") == 0)
        {
          if (!add_merge (context, model, node, rows, last, error))
            return FALSE;
          continue;
        }
      layer = scope_keras_config_build_layer (context, node, i, error);
      if (layer == NULL)
        return FALSE;
      *last = i == 0 ? add_first (model, layer) : add_layer (model, layer, last, 1);
    }
  return TRUE;
}

gboolean
scope_keras_sequential_build (const ScopeKerasContext *context, ScopeLayer *model,
                              JsonArray *layers, GError **error)
{
  ScopeTensor output = { 0 };

  if (json_array_get_length (layers) == 0)
    {
      g_autofree char *place = scope_keras_context_dup_place (context, model->name);

      scope_error_set (error, SCOPE_ERROR_DAMAGED, place, _ ("a model without layers"),
                       _ ("at least one"), NULL);
      return FALSE;
    }
  if (!add_row (context, model, layers, &output.layer, error))
    return FALSE;
  g_array_append_val (model->inner_outputs, output);
  return TRUE;
}
