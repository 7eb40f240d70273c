/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-effect.h"

#include "scope-head-private.h"

#include <math.h>

struct _ScopeEffect
{
  gatomicrefcount ref_count;
  char *layer;
  guint output;
  guint n_units;
  gsize n_values;
  double *values; /* (n_units, n_values) */
  gboolean reshaped;
  guint n_kernels; /* on the way */
};

G_DEFINE_BOXED_TYPE (ScopeEffect, scope_effect, scope_effect_ref, scope_effect_unref)

/* Layers that are nothing at all in a forecast. */
static gboolean
changes_nothing (ScopeLayer *layer)
{
  static const char *const classes[] = {
    "Dropout",      "SpatialDropout1D",       "GaussianDropout", "GaussianNoise",
    "AlphaDropout", "ActivityRegularization", "Identity",        NULL,
  };

  return g_strv_contains (classes, scope_layer_get_class (layer));
}

static gboolean
is_linear (ScopeLayer *layer)
{
  ScopeActivation activation;

  return scope_layer_get_activation (layer, "activation", &activation)
         && activation.kind == SCOPE_ACTIVATION_LINEAR;
}

/* Multiplies the effects with a kernel; FALSE where it does not take them up one by one. */
static gboolean
pass_dense (ScopeEffect *self, ScopeLayer *layer)
{
  ScopeArray *kernel = scope_layer_get_array (layer, "kernel");
  const float *weights;
  double *product;
  gsize n_columns;

  if (self->reshaped || kernel == NULL || scope_array_get_n_dims (kernel) != 2
      || scope_array_get_dim (kernel, 0) != self->n_values || !is_linear (layer))
    return FALSE;

  weights = scope_array_get_data (kernel);
  n_columns = scope_array_get_dim (kernel, 1);
  product = g_try_new0 (double, MAX (self->n_units * n_columns, 1));
  if (product == NULL)
    return FALSE;
  for (gsize unit = 0; unit < self->n_units; unit++)
    for (gsize row = 0; row < self->n_values; row++)
      {
        double effect = self->values[unit * self->n_values + row];

        for (gsize column = 0; effect != 0 && column < n_columns; column++)
          product[unit * n_columns + column] += effect * weights[row * n_columns + column];
      }
  g_free (self->values);
  self->values = product;
  self->n_values = n_columns;
  self->n_kernels++;
  return TRUE;
}

static gboolean
pass_layer (ScopeEffect *self, ScopeLayer *layer)
{
  const char *name = scope_layer_get_class (layer);
  const gint64 *dims;

  if (changes_nothing (layer))
    return TRUE;
  if (g_str_equal (name, "Activation"))
    return is_linear (layer);
  if (g_str_equal (name, "Dense"))
    return pass_dense (self, layer);
  if (g_str_equal (name, "TimeDistributed") && scope_layer_get_n_children (layer) == 1)
    return pass_layer (self, scope_layer_get_child (layer, 0));
  if (g_str_equal (name, "Flatten"))
    {
      guint n_dims = scope_layer_get_input_dims (layer, &dims);

      return n_dims == 2 || (n_dims == 3 && dims[1] == 1);
    }
  if (g_str_equal (name, "Reshape"))
    {
      /* The numbers keep their order, but a layer after it sees them in rows. */
      self->reshaped = TRUE;
      return scope_layer_get_input_dims (layer, &dims) == 2;
    }
  return FALSE;
}

/* The layer that reads @source, and how often anything does. */
static guint
count_readers (ScopeModel *model, guint source, guint *reader)
{
  guint n = 0;

  for (guint i = 0; i < scope_model_get_n_layers (model); i++)
    {
      ScopeLayer *layer = scope_model_get_layer (model, i);

      for (guint call = 0; call < scope_layer_get_n_calls (layer); call++)
        for (guint k = 0; k < scope_layer_get_n_feeds (layer, call); k++)
          {
            const ScopeTensor *feed = scope_layer_get_feed (layer, call, k);

            if (feed->layer != source)
              continue;
            *reader = i;
            /* One that is called more than once, or takes something else as well, does not hand it on alone. */
            n += feed->tensor == 0 && k == 0 && scope_layer_get_n_calls (layer) == 1
                         && scope_layer_get_n_feeds (layer, call) == 1
                     ? 1
                     : 2;
          }
    }
  return n;
}

static gboolean
find_output (ScopeModel *model, guint source, guint *output)
{
  for (guint i = 0; i < scope_model_get_n_outputs (model); i++)
    if (scope_model_get_output (model, i)->layer == source)
      {
        *output = i;
        return scope_model_get_output (model, i)->tensor == 0;
      }
  return FALSE;
}

static gboolean
follow (ScopeEffect *self, ScopeModel *model, guint source)
{
  for (guint step = 0; step <= scope_model_get_n_layers (model); step++)
    {
      ScopeLayer *layer = scope_model_get_layer (model, source);
      gboolean is_output = find_output (model, source, &self->output);
      guint reader = 0;
      guint n_readers = count_readers (model, source, &reader);

      if (is_output && n_readers == 0)
        {
          self->layer = g_strdup (scope_layer_get_name (layer));
          return TRUE;
        }
      if (is_output || n_readers != 1 || scope_layer_get_n_calls (layer) != 1
          || !pass_layer (self, scope_model_get_layer (model, reader)))
        return FALSE;
      source = reader;
    }
  return FALSE;
}

ScopeEffect *
scope_effect_find (ScopeModel *model, const char *layer)
{
  g_autoptr (ScopeEffect) self = NULL;
  ScopeHeadSource source;

  g_return_val_if_fail (model != NULL, NULL);
  g_return_val_if_fail (layer != NULL, NULL);

  if (!scope_head_find_source (model, layer, &source))
    return NULL;

  self = g_new0 (ScopeEffect, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->n_units = source.n_units;
  self->n_values = source.width;
  self->values = g_try_new0 (double, (gsize) source.n_units *source.width);
  if (self->values == NULL)
    return NULL;
  for (guint unit = 0; unit < source.n_units; unit++)
    self->values[(gsize) unit * source.width + source.first + unit] = source.factor;

  if (!follow (self, model, source.layer) || self->n_kernels == 0)
    return NULL;
  return g_steal_pointer (&self);
}

ScopeEffect *
scope_effect_ref (ScopeEffect *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_effect_unref (ScopeEffect *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->layer);
  g_free (self->values);
  g_free (self);
}

const char *
scope_effect_get_layer (ScopeEffect *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->layer;
}

guint
scope_effect_get_output (ScopeEffect *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->output;
}

guint
scope_effect_get_n_units (ScopeEffect *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_units;
}

guint
scope_effect_get_n_values (ScopeEffect *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (guint) self->n_values;
}

double
scope_effect_get (ScopeEffect *self, guint unit, guint value)
{
  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail (unit < self->n_units && value < self->n_values, NAN);

  return self->values[(gsize) unit * self->n_values + value];
}
