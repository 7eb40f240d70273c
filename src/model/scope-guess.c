/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the shapes of its weights tell of a layer: Keras's own layouts, K@1.2.2 to KM recurrent layers. */
#include "scope-guess.h"

#include <glib/gi18n.h>
#include <string.h>

static ScopeArray *
array_at (GPtrArray *files, guint index)
{
  return index < files->len ? ((ScopeFileArray *) g_ptr_array_index (files, index))->array : NULL;
}

static gsize
dim_of (ScopeArray *array, guint dim)
{
  return dim < scope_array_get_n_dims (array) ? scope_array_get_dim (array, dim) : 0;
}

static gboolean
same_shape (ScopeArray *a, ScopeArray *b)
{
  return scope_array_has_shape (a, scope_array_get_n_dims (b), scope_array_get_dims (b));
}

/* Number of gates of the recurrent layer that arrays @first to @first + @n - 1 are of; 0 where they are none. */
static guint
count_gates (GPtrArray *files, guint first, guint n, gsize *units)
{
  ScopeArray *kernel = array_at (files, first);
  ScopeArray *recurrent = array_at (files, first + 1);
  guint n_gates;

  if (kernel == NULL || recurrent == NULL || scope_array_get_n_dims (kernel) != 2
      || scope_array_get_n_dims (recurrent) != 2 || dim_of (recurrent, 0) == 0)
    return 0;

  *units = dim_of (recurrent, 0);
  /* Keras 1: W, U, b of each gate by itself. */
  if (n == 12 || n == 9)
    return dim_of (recurrent, 1) == *units && dim_of (kernel, 1) == *units ? n / 3 : 0;
  if ((n != 2 && n != 3) || dim_of (recurrent, 1) % *units != 0
      || dim_of (kernel, 1) != dim_of (recurrent, 1))
    return 0;

  n_gates = (guint) (dim_of (recurrent, 1) / *units);
  return n_gates == 1 || n_gates == 3 || n_gates == 4 ? n_gates : 0;
}

static void
set_int (JsonObject *config, const char *key, gsize value)
{
  json_object_set_int_member (config, key, (gint64) value);
}

/* Class and configuration of a recurrent layer. */
static const char *
guess_recurrent (GPtrArray *files, guint first, guint n, JsonObject *config)
{
  static const char *const names[] = { NULL, "SimpleRNN", NULL, "GRU", "LSTM" };
  gsize units = 0;
  guint n_gates = count_gates (files, first, n, &units);
  ScopeArray *bias = n == 3 ? array_at (files, first + 2) : NULL;

  if (n_gates == 0)
    return NULL;

  set_int (config, "units", units);
  json_object_set_boolean_member (config, "use_bias", n != 2);
  /* Two biases for each gate are CuDNN's, whose activations are fixed. */
  if (bias != NULL && scope_array_get_n_dims (bias) == 1 && n_gates > 1
      && dim_of (bias, 0) == 2 * n_gates * units)
    return n_gates == 4 ? "CuDNNLSTM" : "CuDNNGRU";
  if (n_gates == 3 && bias != NULL)
    json_object_set_boolean_member (config, "reset_after", scope_array_get_n_dims (bias) == 2);
  return names[n_gates];
}

static gboolean
name_says (GPtrArray *files, guint index, const char *word)
{
  return index < files->len
         && strstr (((ScopeFileArray *) g_ptr_array_index (files, index))->name, word) != NULL;
}

static const char *
guess_kernel_and_bias (GPtrArray *files, JsonObject *config)
{
  ScopeArray *kernel = array_at (files, 0);
  guint n_dims = scope_array_get_n_dims (kernel);
  gsize last = n_dims > 0 ? dim_of (kernel, n_dims - 1) : 0;
  ScopeArray *bias = array_at (files, 1);

  if (n_dims < 2 || n_dims > 4
      || (bias != NULL && (scope_array_get_n_dims (bias) != 1 || dim_of (bias, 0) != last)))
    return NULL;

  json_object_set_boolean_member (config, "use_bias", bias != NULL);
  if (n_dims == 2)
    {
      set_int (config, "units", last);
      return "Dense";
    }
  set_int (config, "filters", last);
  return n_dims == 3 ? "Conv1D" : "Conv2D";
}

static const char *
guess_normalization (GPtrArray *files)
{
  ScopeArray *first = array_at (files, 0);

  for (guint i = 1; i < MIN (files->len, 2); i++)
    if (!same_shape (first, array_at (files, i)))
      return NULL;
  if (scope_array_get_n_dims (first) != 1)
    return NULL;

  if (files->len == 2 && !name_says (files, 0, "kernel"))
    return "LayerNormalization";
  if (files->len == 3 && scope_array_get_n_dims (array_at (files, 2)) == 0)
    return "Normalization";
  if (files->len == 4 && same_shape (first, array_at (files, 2))
      && same_shape (first, array_at (files, 3)))
    return "BatchNormalization";
  return NULL;
}

/* Class of a layer with arrays, or NULL; fills @config. */
static const char *
guess_class (GPtrArray *files, JsonObject *config)
{
  const char *class_name = guess_recurrent (files, 0, files->len, config);

  if (class_name != NULL)
    return class_name;
  if (name_says (files, 0, "embedding") && files->len == 1
      && scope_array_get_n_dims (array_at (files, 0)) == 2)
    {
      set_int (config, "input_dim", dim_of (array_at (files, 0), 0));
      set_int (config, "output_dim", dim_of (array_at (files, 0), 1));
      return "Embedding";
    }
  if (files->len <= 2)
    class_name = guess_kernel_and_bias (files, config);
  return class_name != NULL ? class_name : guess_normalization (files);
}

/* A Bidirectional's arrays: those of two recurrent layers of the same shapes. */
gboolean
scope_guess_is_two_ways (GPtrArray *files)
{
  guint half = files->len / 2;
  gsize units;

  if (files->len < 4 || files->len % 2 != 0 || count_gates (files, 0, half, &units) == 0)
    return FALSE;
  for (guint i = 0; i < half; i++)
    if (!same_shape (array_at (files, i), array_at (files, half + i)))
      return FALSE;
  return TRUE;
}

static ScopeLayer *
make_bidirectional (const ScopeKerasContext *context, const char *name, GPtrArray *files)
{
  static const char *const ways[] = { "forward", "backward" };
  ScopeLayer *layer = scope_layer_new (name, "Bidirectional", NULL, &context->keras);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (JsonObject) config = json_object_new ();
      guint half = files->len / 2;
      const char *class_name = guess_recurrent (files, i * half, half, config);

      json_object_set_boolean_member (config, "go_backwards", i == 1);
      g_ptr_array_add (layer->children,
                       scope_layer_new (ways[i], class_name, config, &context->keras));
    }
  return layer;
}

/* One layer with its weights. @class_hint: what the file calls its class, or NULL. */
ScopeLayer *
scope_guess_layer (const ScopeKerasContext *context, const char *name, const ScopeClass *class_hint,
                   GPtrArray *files, GError **error)
{
  g_autoptr (JsonObject) config = json_object_new ();
  g_autoptr (ScopeLayer) layer = NULL;
  const char *class_name;

  if (scope_guess_is_two_ways (files))
    layer = make_bidirectional (context, name, files);
  else
    {
      class_name = files->len > 0 ? guess_class (files, config) : NULL;
      /* A name may be anything; it counts where the shapes do not speak. */
      if (class_hint != NULL && (files->len == 0 || class_name == NULL)
          && (class_hint->flags & (SCOPE_CLASS_MODEL | SCOPE_CLASS_CODE)) == 0
          && (files->len == 0) == (class_hint->roles == NULL))
        class_name = class_hint->name;
      layer =
          scope_layer_new (name, class_name != NULL ? class_name : "?", config, &context->keras);
      /* A class that was only guessed by its name may have other weights than its kind. */
      if (class_name == NULL)
        scope_layer_set_obstacle (layer, _ ("its class is not in the file"));
    }

  scope_layer_set_obstacle (layer, _ ("the file holds weights alone: activations and the way the "
                                      "layers are joined are not in it"));
  if (!scope_weights_give (context, layer, files, error))
    return NULL;
  for (guint i = 0; i < layer->children->len; i++)
    scope_layer_set_obstacle (g_ptr_array_index (layer->children, i), layer->obstacle);
  return g_steal_pointer (&layer);
}

ScopeShape
scope_guess_input (ScopeLayer *layer)
{
  ScopeShape shape = { 0 };
  ScopeArray *kernel = NULL;
  gboolean recurrent;

  if (scope_layer_is_model (layer))
    return layer->children->len > 0
               ? scope_layer_get_shape (g_ptr_array_index (layer->children, 0), "batch_shape")
               : shape;
  if (layer->children->len > 0)
    {
      shape = scope_guess_input (g_ptr_array_index (layer->children, 0));
      /* What is wrapped sees one step; a row of cells sees what its first one does. */
      if (strcmp (layer->class_name, "Bidirectional") != 0
          && strcmp (layer->class_name, "StackedRNNCells") != 0 && shape.n_dims > 0)
        shape = scope_shape_insert (&shape, 1, SCOPE_DIM_FREE);
      return shape;
    }

  /* A row of whole numbers, one for each step. */
  if (strcmp (layer->class_name, "Embedding") == 0)
    {
      scope_shape_append (&shape, SCOPE_DIM_FREE);
      scope_shape_append (&shape, SCOPE_DIM_FREE);
      return shape;
    }

  recurrent = scope_layer_is_recurrent (layer);
  if (layer->weights->len > 0 && layer->class != NULL
      && (recurrent || scope_layer_is_cell (layer) || strcmp (layer->class_name, "Dense") == 0))
    kernel = g_array_index (layer->weights, ScopeWeight, 0).array;
  if (strcmp (layer->class_name, "Conv1D") == 0)
    {
      kernel = scope_layer_get_array (layer, "kernel");
      if (kernel != NULL && scope_array_get_n_dims (kernel) == 3)
        {
          scope_shape_append (&shape, SCOPE_DIM_FREE);
          scope_shape_append (&shape, SCOPE_DIM_FREE);
          scope_shape_append (&shape, (gint64) MIN (dim_of (kernel, 1), SCOPE_SHAPE_MAX_DIM));
        }
      return shape;
    }
  if (kernel == NULL || scope_array_get_n_dims (kernel) != 2)
    return shape;

  scope_shape_append (&shape, SCOPE_DIM_FREE);
  if (recurrent)
    scope_shape_append (&shape, SCOPE_DIM_FREE);
  scope_shape_append (&shape, (gint64) MIN (dim_of (kernel, 0), SCOPE_SHAPE_MAX_DIM));
  return shape;
}
