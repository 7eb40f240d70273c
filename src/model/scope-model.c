/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-model-private.h"

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
  [SCOPE_CONTAINER_FOLDER] = { "folder", N_ ("Keras archive, unpacked into a folder") },
  [SCOPE_CONTAINER_WEIGHTS_V3] = { "weights-v3", N_ ("weights of Keras 3 (.weights.h5)") },
  [SCOPE_CONTAINER_SHARDS] = { "shards",
                               N_ ("weights of Keras 3 in several files (.weights.json)") },
};

static ScopeModel *
model_new (ScopeImage *image, const char *architecture, guint hard_sigmoid, GError **error)
{
  g_autoptr (ScopeModel) self = g_new0 (ScopeModel, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->image = scope_image_ref (image);
  self->remarks = g_ptr_array_new_with_free_func (g_free);
  self->architecture = g_strdup (architecture);
  self->hard_sigmoid = hard_sigmoid;
  if (!scope_model_build (self, error))
    return NULL;

  g_ptr_array_add (self->remarks, NULL);
  return g_steal_pointer (&self);
}

ScopeModel *
scope_model_new (ScopeImage *image, GError **error)
{
  g_return_val_if_fail (image != NULL, NULL);

  return model_new (image, NULL, 0, error);
}

ScopeModel *
scope_model_new_with_architecture (ScopeImage *image, const char *json_text, GError **error)
{
  g_return_val_if_fail (image != NULL, NULL);
  g_return_val_if_fail (json_text != NULL, NULL);

  return model_new (image, json_text, 0, error);
}

ScopeModel *
scope_model_with_architecture (ScopeModel *self, const char *json_text, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (json_text != NULL, NULL);

  return model_new (self->image, json_text, self->hard_sigmoid, error);
}

ScopeModel *
scope_model_with_hard_sigmoid (ScopeModel *self, guint major, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (major == 0 || major == 2 || major == 3, NULL);

  return model_new (self->image, self->architecture, major, error);
}

gboolean
scope_model_is_architecture (const char *text, gssize n_bytes)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;
  JsonArray *list;

  g_return_val_if_fail (text != NULL, FALSE);

  root = scope_json_parse (text, n_bytes, "", NULL);
  object = scope_json_as_object (root);
  list = scope_json_as_array (root);
  /* A bare list of layers is a Sequential's. */
  if (list != NULL && json_array_get_length (list) > 0)
    return scope_json_get_string (scope_json_as_object (json_array_get_element (list, 0)),
                                  "class_name")
           != NULL;
  /* Keras 0.x has the class as the name. */
  return scope_json_get_string (object, "class_name") != NULL
         || (scope_json_get_string (object, "name") != NULL
             && scope_json_get_array (object, "layers") != NULL);
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
  g_free (self->architecture);
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

gboolean
scope_model_is_time_major (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->time_major;
}

gboolean
scope_model_is_weights_only (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->container == SCOPE_CONTAINER_HDF5_WEIGHTS
         || self->container == SCOPE_CONTAINER_WEIGHTS_V3
         || self->container == SCOPE_CONTAINER_SHARDS;
}

const char *
scope_model_get_given_architecture (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->architecture;
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
