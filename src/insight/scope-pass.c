/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-pass.h"

#include "scope-feed-check.h"

#include <math.h>
#include <string.h>

struct _ScopePass
{
  gatomicrefcount ref_count;
  gsize window;
  gsize n_steps;
  guint n_features;
  guint n_targets;
  ScopeArray *inputs; /* (steps, features) */
  double *physical;   /* (steps, features) */
  double *forecast;   /* by target, like the next two */
  double *observed;
  double *persistence;
  GPtrArray *traces; /* of ScopeTrace */
};

G_DEFINE_BOXED_TYPE (ScopePass, scope_pass, scope_pass_ref, scope_pass_unref)

static void
copy_inputs (ScopePass *self, ScopeFeed *feed)
{
  gsize start = scope_feed_get_starts (feed)[self->window];
  gsize dims[] = { self->n_steps, self->n_features };
  const float *rows = scope_array_get_data (scope_feed_get_inputs (feed));

  self->inputs = scope_array_new (2, dims);
  memcpy (scope_array_get_writable (self->inputs), rows + start * self->n_features,
          self->n_steps * self->n_features * sizeof (float));

  self->physical = g_new (double, self->n_steps * self->n_features);
  for (gsize step = 0; step < self->n_steps; step++)
    for (guint feature = 0; feature < self->n_features; feature++)
      self->physical[step * self->n_features + feature] =
          scope_feed_get_feature_value (feed, feature, start + step);
}

static gboolean
run (ScopePass *self, ScopeNetwork *network, ScopeFeed *feed, const char *const *layers,
     GCancellable *cancellable, GError **error)
{
  guint n_outputs = scope_network_get_n_outputs (network);
  g_autofree ScopeArray **outputs = g_new0 (ScopeArray *, n_outputs);
  gsize start = 0;
  ScopeBatch batch = { .inputs = &self->inputs,
                       .n_inputs = 1,
                       .starts = &start,
                       .n_windows = 1,
                       .window = self->n_steps };
  ScopeRunOptions options = { .n_threads = 1, .trace_layers = layers, .cancellable = cancellable };

  if (!scope_network_run (network, &batch, &options, outputs, &self->traces, error))
    return FALSE;

  for (guint target = 0; target < self->n_targets; target++)
    {
      self->forecast[target] = scope_feed_read_target (feed, target, outputs, 0);
      self->observed[target] = scope_feed_get_observed (feed, self->window, target);
      self->persistence[target] = scope_feed_get_persistence (feed, self->window, target);
    }
  for (guint i = 0; i < n_outputs; i++)
    scope_array_unref (outputs[i]);
  return TRUE;
}

ScopePass *
scope_pass_new (ScopeNetwork *network, ScopeFeed *feed, gsize window, const char *const *layers,
                GCancellable *cancellable, GError **error)
{
  g_autoptr (ScopePass) self = NULL;
  g_auto (GStrv) all_layers = NULL;

  g_return_val_if_fail (network != NULL, NULL);
  g_return_val_if_fail (feed != NULL, NULL);
  g_return_val_if_fail (window < scope_feed_get_n_all_windows (feed), NULL);

  if (!scope_feed_check_network (feed, network, error))
    return NULL;

  self = g_new0 (ScopePass, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->window = window;
  self->n_steps = scope_feed_get_window (feed);
  self->n_features = scope_feed_get_n_features (feed);
  self->n_targets = scope_feed_get_n_targets (feed);
  self->forecast = g_new (double, self->n_targets);
  self->observed = g_new (double, self->n_targets);
  self->persistence = g_new (double, self->n_targets);
  copy_inputs (self, feed);

  if (layers == NULL)
    {
      all_layers = scope_model_dup_recurrent_paths (scope_network_get_model (network));
      layers = (const char *const *) all_layers;
    }
  if (!run (self, network, feed, layers, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

ScopePass *
scope_pass_ref (ScopePass *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_pass_unref (ScopePass *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->inputs, scope_array_unref);
  g_clear_pointer (&self->traces, g_ptr_array_unref);
  g_free (self->physical);
  g_free (self->forecast);
  g_free (self->observed);
  g_free (self->persistence);
  g_free (self);
}

gsize
scope_pass_get_window (ScopePass *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->window;
}

ScopeArray *
scope_pass_get_inputs (ScopePass *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->inputs;
}

const double *
scope_pass_get_physical (ScopePass *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->physical;
}

gsize
scope_pass_get_n_steps (ScopePass *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_steps;
}

guint
scope_pass_get_n_features (ScopePass *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_features;
}

guint
scope_pass_get_n_targets (ScopePass *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_targets;
}

double
scope_pass_get_forecast (ScopePass *self, guint target)
{
  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail (target < self->n_targets, NAN);

  return self->forecast[target];
}

double
scope_pass_get_observed (ScopePass *self, guint target)
{
  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail (target < self->n_targets, NAN);

  return self->observed[target];
}

double
scope_pass_get_persistence (ScopePass *self, guint target)
{
  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail (target < self->n_targets, NAN);

  return self->persistence[target];
}

guint
scope_pass_get_n_traces (ScopePass *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->traces != NULL ? self->traces->len : 0;
}

ScopeTrace *
scope_pass_get_trace (ScopePass *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < scope_pass_get_n_traces (self), NULL);

  return g_ptr_array_index (self->traces, index);
}

ScopeTrace *
scope_pass_find_trace (ScopePass *self, const char *layer)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (layer != NULL, NULL);

  for (guint i = 0; i < scope_pass_get_n_traces (self); i++)
    if (g_str_equal (scope_trace_get_layer (scope_pass_get_trace (self, i)), layer))
      return scope_pass_get_trace (self, i);
  return NULL;
}
