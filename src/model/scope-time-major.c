/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Models whose recurrent layers take time as the first axis (time_major, tf.keras): the same as those that take the windows first, as long as
 * all that stands between works on each step of each window by itself. Then the inputs' first two axes are exchanged, and nothing
 * else need know.
 */
#include "scope-model-private.h"

#include "scope-keras-config.h"

#include <glib/gi18n.h>
#include <string.h>

/* Layers that work on the last axis alone, or on each number. */
static const char *const elementwise[] = {
  "InputLayer",    "Dense",
  "Activation",    "ActivityRegularization",
  "Dropout",       "GaussianDropout",
  "GaussianNoise", "AlphaDropout",
  "ReLU",          "LeakyReLU",
  "ELU",           "ThresholdedReLU",
  "Rescaling",     "Add",
  "Subtract",      "Multiply",
  "Average",       "Maximum",
  "Minimum",       NULL,
};

static gboolean
is_major (ScopeLayer *layer)
{
  return scope_layer_get_boolean (layer, "time_major", FALSE);
}

static gboolean
allows (ScopeLayer *layer)
{
  if (scope_layer_is_recurrent (layer) || strcmp (layer->class_name, "RNN") == 0)
    return is_major (layer);
  return g_strv_contains (elementwise, layer->class_name);
}

static void
exchange_input (ScopeLayer *layer)
{
  static const char *const keys[] = { "batch_shape", "batch_input_shape" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      ScopeShape shape = scope_layer_get_shape (layer, keys[i]);
      gint64 steps = shape.n_dims == 3 ? shape.dims[0] : 0;

      if (shape.n_dims != 3)
        continue;
      shape.dims[0] = shape.dims[1];
      shape.dims[1] = steps;
      scope_layer_set_shape (layer, keys[i], &shape);
    }
}

gboolean
scope_time_major_undo (const ScopeKerasContext *context, ScopeLayer *model)
{
  gboolean any = FALSE;

  for (guint i = 0; i < model->children->len; i++)
    {
      ScopeLayer *layer = g_ptr_array_index (model->children, i);

      if (!allows (layer))
        return FALSE;
      any = any || is_major (layer);
    }
  if (!any)
    return FALSE;

  for (guint i = 0; i < model->children->len; i++)
    {
      ScopeLayer *layer = g_ptr_array_index (model->children, i);

      if (strcmp (layer->class_name, "InputLayer") == 0)
        exchange_input (layer);
      else if (is_major (layer))
        json_object_set_boolean_member (layer->config, "time_major", FALSE);
    }
  scope_keras_context_remark (
      context, "%s",
      _ ("The model takes time as its first axis (time_major); Gatescope shows it with the windows "
         "first. Arrays "
         "that go into it and come out of it have the time first, as Keras has them."));
  return TRUE;
}
