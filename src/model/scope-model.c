/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-model-private.h"

#include "scope-architecture.h"
#include "scope-error.h"
#include "scope-foreign.h"
#include "scope-infer.h"
#include "scope-training.h"
#include "scope-v3-tree.h"
#include "scope-weights.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_BOXED_TYPE (ScopeModel, scope_model, scope_model_ref, scope_model_unref)

/* What a file is, by its layout. */
static const struct
{
  const char *id;
  const char *title;
} containers[] = {
  [SCOPE_CONTAINER_HDF5] = { "hdf5", N_ ("legacy HDF5") },
  [SCOPE_CONTAINER_HDF5_WEIGHTS] = { "hdf5-weights", N_ ("legacy HDF5, weights only") },
  [SCOPE_CONTAINER_KERAS] = { "keras", N_ ("Keras archive (.keras)") },
  [SCOPE_CONTAINER_WEIGHTS_V3] = { "weights-v3", N_ ("weights of Keras 3 (.weights.h5)") },
};

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
find_container (ScopeModel *self, GError **error)
{
  ScopeImage *image = self->image;

  self->root = "/";
  if (strcmp (scope_image_get_container (image), "keras") == 0)
    self->container = SCOPE_CONTAINER_KERAS;
  else if (scope_image_get_string (image, "/", "model_config") != NULL)
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
  if (self->container != SCOPE_CONTAINER_KERAS && self->container != SCOPE_CONTAINER_WEIGHTS_V3
      && !has_layer_list (image, "/") && scope_image_find (image, "/model_weights") != NULL)
    self->root = "/model_weights";
  return TRUE;
}

static gboolean
is_v3 (ScopeModel *self)
{
  return self->container == SCOPE_CONTAINER_KERAS || self->container == SCOPE_CONTAINER_WEIGHTS_V3;
}

/* The configuration that the file has, with where it was found for messages; NULL where it has none. */
static const char *
find_config (ScopeModel *self, char **place)
{
  const char *name = scope_image_get_name (self->image);

  if (self->container == SCOPE_CONTAINER_KERAS)
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
      ScopeShape shape = scope_architecture_guess_input (layer);

      if (shape.n_dims > 0)
        {
          scope_architecture_set_input (input, &shape);
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

static gboolean
build (ScopeModel *self, const char *architecture, GError **error)
{
  g_autofree char *place = NULL;
  const char *text = find_config (self, &place);
  const char *metadata_text = scope_image_get_text (self->image, "metadata.json");
  g_autoptr (JsonNode) config = NULL;
  g_autoptr (JsonNode) metadata = NULL;
  ScopeKerasContext context = { .file = scope_image_get_name (self->image),
                                .remarks = self->remarks };

  if (architecture != NULL)
    {
      g_free (place);
      place = g_strdup (_ ("the given architecture"));
      if (text != NULL)
        scope_keras_context_remark (
            &context, "%s", _ ("The given architecture was used in place of the file’s own."));
      text = architecture;
    }
  else if (!check_config (self, text, place, error))
    return FALSE;
  if (text != NULL)
    {
      config = scope_json_parse (text, -1, place, error);
      if (config == NULL)
        return FALSE;
    }
  if (metadata_text != NULL)
    metadata = scope_json_parse (metadata_text, -1, context.file, NULL);

  find_version (self, metadata, config, &context.keras);
  if (config != NULL)
    {
      self->layers = scope_keras_config_build (&context, config, error);
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
  return infer (self, &context, error) && scope_weights_check (&context, self->layers, error);
}

static ScopeModel *
model_new (ScopeImage *image, const char *architecture, GError **error)
{
  g_autoptr (ScopeModel) self = g_new0 (ScopeModel, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->image = scope_image_ref (image);
  self->remarks = g_ptr_array_new_with_free_func (g_free);
  if (!find_container (self, error) || !build (self, architecture, error))
    return NULL;

  g_ptr_array_add (self->remarks, NULL);
  return g_steal_pointer (&self);
}

ScopeModel *
scope_model_new (ScopeImage *image, GError **error)
{
  g_return_val_if_fail (image != NULL, NULL);

  return model_new (image, NULL, error);
}

ScopeModel *
scope_model_new_with_architecture (ScopeImage *image, const char *json_text, GError **error)
{
  g_return_val_if_fail (image != NULL, NULL);
  g_return_val_if_fail (json_text != NULL, NULL);

  return model_new (image, json_text, error);
}

ScopeModel *
scope_model_ref (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_model_unref (ScopeModel *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  scope_image_unref (self->image);
  g_clear_pointer (&self->layers, scope_layer_unref);
  g_ptr_array_unref (self->remarks);
  g_free (self->class_name);
  g_free (self->keras_version);
  g_free (self->backend);
  g_free (self->loss);
  g_free (self->optimizer);
  g_free (self->digest);
  g_free (self);
}

ScopeImage *
scope_model_get_image (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->image;
}

const char *
scope_model_get_file_name (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return scope_image_get_name (self->image);
}

const char *
scope_model_get_name (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->layers->name;
}

const char *
scope_model_get_container (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _ (containers[self->container].title);
}

const char *
scope_model_get_container_id (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return containers[self->container].id;
}

const char *
scope_model_get_keras_version (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->keras_version;
}

guint
scope_model_get_keras_major (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->keras_major;
}

const char *
scope_model_get_backend (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->backend;
}

const char *
scope_model_get_loss (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->loss;
}

const char *
scope_model_get_optimizer (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->optimizer;
}

const char *
scope_model_get_class (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->class_name != NULL ? self->class_name : _ ("unknown");
}

guint
scope_model_get_n_layers (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->layers->children->len;
}

ScopeLayer *
scope_model_get_layer (ScopeModel *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->layers->children->len, NULL);

  return g_ptr_array_index (self->layers->children, index);
}

guint
scope_model_get_n_inputs (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->layers->inner_inputs->len;
}

const ScopeTensor *
scope_model_get_input (ScopeModel *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);

  return scope_layer_get_inner_input (self->layers, index);
}

guint
scope_model_get_n_outputs (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->layers->inner_outputs->len;
}

const ScopeTensor *
scope_model_get_output (ScopeModel *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);

  return scope_layer_get_inner_output (self->layers, index);
}

guint64
scope_model_get_n_parameters (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return scope_layer_get_n_parameters (self->layers);
}

const char *const *
scope_model_get_remarks (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->remarks->pdata;
}

/* Shape of the first input. */
static const ScopeShape *
get_input_shape (ScopeModel *self)
{
  static const ScopeShape unknown = { 0 };
  const ScopeTensor *input;

  if (self->layers->inner_inputs->len == 0)
    return &unknown;
  input = scope_layer_get_inner_input (self->layers, 0);
  return scope_layer_get_call_shape (g_ptr_array_index (self->layers->children, input->layer),
                                     input->node, input->tensor);
}

guint
scope_model_get_time_steps (ScopeModel *self)
{
  const ScopeShape *shape;

  g_return_val_if_fail (self != NULL, 0);

  shape = get_input_shape (self);
  return shape->n_dims == 3 && shape->dims[1] > 0 ? (guint) shape->dims[1] : 0;
}

guint
scope_model_get_n_features (ScopeModel *self)
{
  const ScopeShape *shape;

  g_return_val_if_fail (self != NULL, 0);

  shape = get_input_shape (self);
  return shape->n_dims >= 2 && shape->dims[shape->n_dims - 1] > 0
             ? (guint) shape->dims[shape->n_dims - 1]
             : 0;
}

gboolean
scope_model_has_time_axis (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return get_input_shape (self)->n_dims == 3;
}

/* What a wrapped layer is called in a path besides its name. */
static const char *
get_alias (ScopeLayer *parent, guint child)
{
  if (strcmp (parent->class_name, "Bidirectional") != 0)
    return NULL;
  return child == 0 ? "forward" : "backward";
}

static ScopeLayer *
find_below (ScopeLayer *parent, const char *path)
{
  for (guint i = 0; i < parent->children->len; i++)
    {
      ScopeLayer *child = g_ptr_array_index (parent->children, i);
      const char *names[] = { get_alias (parent, i), child->name };

      for (guint j = 0; j < G_N_ELEMENTS (names); j++)
        {
          gsize length = names[j] != NULL ? strlen (names[j]) : 0;
          ScopeLayer *found;

          if (names[j] == NULL || strncmp (path, names[j], length) != 0)
            continue;
          if (path[length] == '\0')
            return child;
          /* Names may hold slashes themselves: a longer name may still fit. */
          found = path[length] == '/' ? find_below (child, path + length + 1) : NULL;
          if (found != NULL)
            return found;
        }
    }
  return NULL;
}

ScopeLayer *
scope_model_find_layer (ScopeModel *self, const char *path)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  return find_below (self->layers, path);
}

static void
list_recurrent (ScopeLayer *parent, const char *prefix, GStrvBuilder *builder)
{
  for (guint i = 0; i < parent->children->len; i++)
    {
      ScopeLayer *child = g_ptr_array_index (parent->children, i);
      const char *alias = get_alias (parent, i);
      g_autofree char *path = g_strconcat (prefix, alias != NULL ? alias : child->name, NULL);
      g_autofree char *below = g_strconcat (path, "/", NULL);

      if (scope_layer_is_recurrent (child) || scope_layer_is_cell (child))
        g_strv_builder_add (builder, path);
      list_recurrent (child, below, builder);
    }
}

char **
scope_model_dup_recurrent_paths (ScopeModel *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (self != NULL, NULL);

  list_recurrent (self->layers, "", builder);
  return g_strv_builder_end (builder);
}
