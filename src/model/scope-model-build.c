/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the reader's answer to a model: which container it is, whose Keras, which layers, which weights. */
#include "scope-model-private.h"

#include "scope-architecture.h"
#include "scope-error.h"
#include "scope-foreign.h"
#include "scope-guess.h"
#include "scope-infer.h"
#include "scope-training.h"
#include "scope-v3-tree.h"
#include "scope-weights.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
has_layer_list (ScopeImage *image, const char *path)
{
  return scope_image_get_attribute (image, path, "layer_names") != NULL
         || scope_image_get_attribute (image, path, "layer_names0") != NULL
         || scope_image_get_attribute (image, path, "nb_layers") != NULL;
}

static gboolean
has_v3_weights (ScopeImage *image)
{
  g_autoptr (ScopeV3Tree) tree = scope_v3_tree_new (image);
  GPtrArray *top = scope_v3_tree_list (tree, "");

  if (scope_v3_tree_has (tree, "layers")
      || scope_v3_tree_has (tree, "_layer_checkpoint_dependencies"))
    return TRUE;
  /* A model of a class of its own keeps its layers by the names of its attributes; each has "vars". */
  if (!scope_v3_tree_has (tree, "vars"))
    return FALSE;
  for (guint i = 0; i < top->len; i++)
    {
      g_autofree char *vars = scope_v3_tree_join (g_ptr_array_index (top, i), "vars");

      if (scope_v3_tree_has (tree, vars))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_configuration_text (ScopeModel *self)
{
  return self->container == SCOPE_CONTAINER_KERAS || self->container == SCOPE_CONTAINER_FOLDER;
}

static gboolean
is_v3 (ScopeModel *self)
{
  return has_configuration_text (self) || self->container == SCOPE_CONTAINER_WEIGHTS_V3
         || self->container == SCOPE_CONTAINER_SHARDS;
}

/* What several files are is known before any of them is read. */
static gboolean
find_bundle (ScopeModel *self)
{
  static const struct
  {
    const char *id;
    ScopeContainer container;
  } bundles[] = {
    { "keras", SCOPE_CONTAINER_KERAS },
    { "folder", SCOPE_CONTAINER_FOLDER },
    { "shards", SCOPE_CONTAINER_SHARDS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bundles); i++)
    if (strcmp (scope_image_get_container (self->image), bundles[i].id) == 0)
      {
        self->container = bundles[i].container;
        return TRUE;
      }
  return FALSE;
}

static gboolean
find_container (ScopeModel *self, GError **error)
{
  ScopeImage *image = self->image;

  self->root = "/";
  if (find_bundle (self))
    return TRUE;
  if (scope_image_get_string (image, "/", "model_config") != NULL)
    self->container = SCOPE_CONTAINER_HDF5;
  else if (has_layer_list (image, "/") || has_layer_list (image, "/model_weights")
           || scope_image_get_attribute (image, "/graph", "nb_params") != NULL)
    self->container = SCOPE_CONTAINER_HDF5_WEIGHTS;
  else if (has_v3_weights (image))
    self->container = SCOPE_CONTAINER_WEIGHTS_V3;
  else
    {
      scope_foreign_set_error (image, error);
      return FALSE;
    }

  /* A whole model keeps in one group what a weights file has at its root. */
  if (!is_v3 (self) && !has_layer_list (image, "/")
      && scope_image_find (image, "/model_weights") != NULL)
    self->root = "/model_weights";
  return TRUE;
}

/* The configuration that the file has, with where it was found for messages; NULL where it has none. */
static const char *
find_config (ScopeModel *self, char **place)
{
  const char *name = scope_image_get_name (self->image);

  if (has_configuration_text (self))
    {
      *place = g_strdup_printf ("%s, config.json", name);
      return scope_image_get_text (self->image, "config.json");
    }
  *place = g_strdup_printf (_ ("%s, attribute model_config"), name);
  return scope_image_get_string (self->image, "/", "model_config");
}

/* A configuration that is there but no text must not pass for a file with weights alone. */
static gboolean
check_config (ScopeModel *self, const char *text, const char *place, GError **error)
{
  if (text != NULL || scope_image_get_attribute (self->image, "/", "model_config") == NULL)
    return TRUE;
  scope_error_set (error, SCOPE_ERROR_DAMAGED, place, _ ("something else"), _ ("text"),
                   _ ("Save the model again from Keras, or get another copy of the file."));
  return FALSE;
}

/* Keras 1 does not say what it ran on, but names its weights as that does: TensorFlow's end in ":0", Theano's do not. */
static gboolean
has_theano_names (ScopeModel *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < scope_image_get_n_nodes (self->image); i++)
    {
      const ScopeImageNode *node = scope_image_get_node (self->image, i);

      if (node->kind != SCOPE_NODE_DATASET || !g_str_has_prefix (node->path, self->root))
        continue;
      if (g_str_has_suffix (node->path, ":0"))
        return FALSE;
      any = TRUE;
    }
  return any;
}

static void
find_version (ScopeModel *self, JsonNode *metadata, JsonNode *config, ScopeKeras *keras)
{
  JsonObject *object = scope_json_as_object (config);
  const char *version = scope_image_get_string (self->image, "/", "keras_version");
  const char *backend = scope_image_get_string (self->image, "/", "backend");

  if (version == NULL)
    version = scope_image_get_string (self->image, self->root, "keras_version");
  if (version == NULL)
    version = scope_json_get_string (scope_json_as_object (metadata), "keras_version");
  if (version == NULL)
    version = scope_json_get_string (object, "keras_version");
  if (backend == NULL)
    backend = scope_image_get_string (self->image, self->root, "backend");
  if (backend == NULL)
    backend = scope_json_get_string (object, "backend");

  self->keras_version = g_strdup (version);
  self->backend = g_strdup (backend);
  /* Keras 1 wrote no version beside its weights, and every later Keras takes a missing one for 1. */
  if (!scope_keras_parse (version, keras))
    *keras = (ScopeKeras){ .major = is_v3 (self) ? 3 : 1 };
  else if (keras->major < 1)
    keras->major = 1;
  self->keras_major = MIN (keras->major, 3);
  keras->hard_sigmoid = self->hard_sigmoid;
  keras->theano = backend != NULL ? strcmp (backend, "theano") == 0
                                  : keras->major == 1 && has_theano_names (self);
}

/* The width of what the first layer with weights takes, where the configuration does not say: a model that was never
 * built with a shape. */
static void
guess_input (const ScopeKerasContext *context, ScopeLayer *root)
{
  ScopeLayer *input;
  ScopeShape declared;

  if (strcmp (root->class_name, "Sequential") != 0 || root->children->len < 2)
    return;

  input = g_ptr_array_index (root->children, 0);
  declared = scope_layer_get_shape (input, "batch_shape");
  if (declared.n_dims == 0)
    declared = scope_layer_get_shape (input, "batch_input_shape");
  if (declared.n_dims > 0)
    return;

  for (guint i = 1; i < root->children->len; i++)
    {
      ScopeLayer *layer = g_ptr_array_index (root->children, i);
      ScopeShape shape = scope_guess_input (layer);

      if (shape.n_dims > 0)
        {
          scope_layer_set_shape (input, "batch_shape", &shape);
          scope_keras_context_remark (context,
                                      _ ("The input’s shape is not in the configuration; it was "
                                         "read off the weights of “%s”."),
                                      layer->name);
          return;
        }
      /* Only layers that leave the shape as it is may stand between. */
      if (layer->class == NULL || layer->class->shape != scope_shapes_same)
        return;
    }
}

static gboolean
read_weights (ScopeModel *self, const ScopeKerasContext *context, GError **error)
{
  return is_v3 (self)
             ? scope_weights_read_v3 (context, self->image, self->layers, error)
             : scope_weights_read_legacy (context, self->image, self->root, self->layers, error);
}

static gboolean
infer (ScopeModel *self, const ScopeKerasContext *context, GError **error)
{
  g_autoptr (GArray) outputs = g_array_new (FALSE, FALSE, sizeof (ScopeShape));

  if (scope_infer_graph (self->layers, NULL, 0, outputs))
    return TRUE;
  scope_error_set (error, SCOPE_ERROR_CONTRADICTION, context->file,
                   _ ("layers that feed each other in a circle"),
                   _ ("an order in which they can be computed"), NULL);
  return FALSE;
}

/* What cannot be run inside a layer stops the layer. */
static void
spread_obstacles (ScopeLayer *parent)
{
  for (guint i = 0; i < parent->children->len; i++)
    {
      ScopeLayer *child = g_ptr_array_index (parent->children, i);

      spread_obstacles (child);
      if (child->obstacle != NULL && parent->obstacle == NULL)
        {
          g_autofree char *text = NULL;

          /* Translators: a layer inside another one, and why it cannot be run */
          text = g_strdup_printf (_ ("“%s” in it: %s"), child->name, child->obstacle);
          scope_layer_set_obstacle (parent, text);
        }
    }
}

static gboolean
has_convolution (ScopeLayer *layer)
{
  if (strstr (layer->class_name, "Conv") != NULL)
    return TRUE;
  for (guint i = 0; i < layer->children->len; i++)
    if (has_convolution (g_ptr_array_index (layer->children, i)))
      return TRUE;
  return FALSE;
}

static gboolean
build (ScopeModel *self, GError **error)
{
  g_autofree char *place = NULL;
  const char *text = find_config (self, &place);
  const char *metadata_text = scope_image_get_text (self->image, "metadata.json");
  g_autoptr (JsonNode) config = NULL;
  g_autoptr (JsonNode) metadata = NULL;
  ScopeKerasContext context = { .file = scope_image_get_name (self->image),
                                .remarks = self->remarks };

  if (self->architecture != NULL)
    {
      g_free (place);
      place = g_strdup (_ ("the given architecture"));
      if (text != NULL)
        scope_keras_context_remark (
            &context, "%s", _ ("The given architecture was used in place of the file’s own."));
      text = self->architecture;
    }
  else if (!check_config (self, text, place, error))
    return FALSE;
  if (text != NULL)
    {
      config = scope_json_parse (text, -1, place, error);
      if (config == NULL)
        return FALSE;
      /* json.dump (model.to_json (), …) wraps the text in a text. */
      if (scope_json_as_string (config) != NULL)
        {
          g_autoptr (JsonNode) wrapped = g_steal_pointer (&config);

          config = scope_json_parse (scope_json_as_string (wrapped), -1, place, error);
          if (config == NULL)
            return FALSE;
        }
    }
  if (metadata_text != NULL)
    metadata = scope_json_parse (metadata_text, -1, context.file, NULL);

  find_version (self, metadata, config, &context.keras);
  if (config != NULL)
    {
      self->layers = scope_keras_config_build (&context, config, error);
      self->time_major = self->layers != NULL && scope_time_major_undo (&context, self->layers);
      if (self->layers == NULL || !read_weights (self, &context, error))
        return FALSE;
      self->class_name = g_strdup (self->layers->class_name);
      guess_input (&context, self->layers);
    }
  else
    {
      self->layers =
          is_v3 (self) ? scope_architecture_guess_v3 (&context, self->image, error)
                       : scope_architecture_guess_legacy (&context, self->image, self->root, error);
      if (self->layers == NULL)
        return FALSE;
    }

  scope_training_read (self->image, config, &self->loss, &self->optimizer);
  if (!infer (self, &context, error) || !scope_weights_check (&context, self->layers, error))
    return FALSE;
  for (guint i = 0; i < self->layers->children->len; i++)
    spread_obstacles (g_ptr_array_index (self->layers->children, i));
  if (context.keras.theano && has_convolution (self->layers))
    scope_keras_context_remark (
        &context, "%s",
        _ ("The model was made with Theano, which turns the kernels of convolutions round; so "
           "does Gatescope for this file."));
  return TRUE;
}

gboolean
scope_model_build (ScopeModel *self, GError **error)
{
  return find_container (self, error) && build (self, error);
}
