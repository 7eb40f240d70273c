/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-forecast.h"

#include "scope-feed-check.h"

struct _ScopeForecast
{
  gatomicrefcount ref_count;
  ScopeNetwork *network;
  ScopeFeed *feed;
  gsize first;
  gsize n_windows;
  guint n_targets;
  double *observed; /* (targets, windows), like the next two */
  double *forecast;
  double *persistence;
};

G_DEFINE_BOXED_TYPE (ScopeForecast, scope_forecast, scope_forecast_ref, scope_forecast_unref)

static void
free_outputs (ScopeArray **outputs, guint n_outputs)
{
  for (guint i = 0; i < n_outputs; i++)
    g_clear_pointer (&outputs[i], scope_array_unref);
  g_free (outputs);
}

static gboolean
run (ScopeForecast *self, guint n_threads, GCancellable *cancellable, ScopeProgress *progress,
     GError **error)
{
  ScopeArray *inputs = scope_feed_get_inputs (self->feed);
  guint n_outputs = scope_network_get_n_outputs (self->network);
  ScopeArray **outputs = g_new0 (ScopeArray *, n_outputs);
  ScopeBatch batch = { .inputs = &inputs,
                       .n_inputs = 1,
                       .starts = scope_feed_get_starts (self->feed) + self->first,
                       .n_windows = self->n_windows,
                       .window = scope_feed_get_window (self->feed) };
  ScopeRunOptions options = { .n_threads = n_threads,
                              .cancellable = cancellable,
                              .progress = progress };

  if (!scope_network_run (self->network, &batch, &options, outputs, NULL, error))
    {
      free_outputs (outputs, n_outputs);
      return FALSE;
    }

  for (guint target = 0; target < self->n_targets; target++)
    for (gsize i = 0; i < self->n_windows; i++)
      self->forecast[target * self->n_windows + i] =
          scope_feed_read_target (self->feed, target, outputs, i);
  free_outputs (outputs, n_outputs);
  return TRUE;
}

ScopeForecast *
scope_forecast_new_range (ScopeNetwork *network, ScopeFeed *feed, gsize first, gsize n_windows,
                          guint n_threads, GCancellable *cancellable, ScopeProgress *progress,
                          GError **error)
{
  g_autoptr (ScopeForecast) self = NULL;

  g_return_val_if_fail (network != NULL, NULL);
  g_return_val_if_fail (feed != NULL, NULL);
  g_return_val_if_fail (first <= scope_feed_get_n_all_windows (feed), NULL);
  g_return_val_if_fail (n_windows <= scope_feed_get_n_all_windows (feed) - first, NULL);

  if (!scope_feed_check_network (feed, network, error))
    return NULL;

  self = g_new0 (ScopeForecast, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->network = scope_network_ref (network);
  self->feed = scope_feed_ref (feed);
  self->first = first;
  self->n_windows = n_windows;
  self->n_targets = scope_feed_get_n_targets (feed);
  self->observed = g_new (double, self->n_targets *n_windows);
  self->forecast = g_new (double, self->n_targets *n_windows);
  self->persistence = g_new (double, self->n_targets *n_windows);

  for (guint target = 0; target < self->n_targets; target++)
    for (gsize i = 0; i < n_windows; i++)
      {
        self->observed[target * n_windows + i] = scope_feed_get_observed (feed, first + i, target);
        self->persistence[target * n_windows + i] =
            scope_feed_get_persistence (feed, first + i, target);
      }

  if (n_windows > 0 && !run (self, n_threads, cancellable, progress, error))
    return NULL;
  return g_steal_pointer (&self);
}

ScopeForecast *
scope_forecast_new (ScopeNetwork *network, ScopeFeed *feed, guint n_threads,
                    GCancellable *cancellable, ScopeProgress *progress, GError **error)
{
  g_return_val_if_fail (feed != NULL, NULL);

  return scope_forecast_new_range (network, feed, 0, scope_feed_get_n_all_windows (feed), n_threads,
                                   cancellable, progress, error);
}

void
scope_forecast_get_shard (gsize n_windows, gsize shard, gsize n_shards, gsize *first, gsize *count)
{
  gsize size, rest;

  g_return_if_fail (n_shards > 0 && shard < n_shards);
  g_return_if_fail (first != NULL && count != NULL);

  /* The first parts take the windows that are left over. */
  size = n_windows / n_shards;
  rest = n_windows % n_shards;
  *first = shard * size + MIN (shard, rest);
  *count = size + (shard < rest ? 1 : 0);
}

ScopeForecast *
scope_forecast_ref (ScopeForecast *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_forecast_unref (ScopeForecast *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  scope_network_unref (self->network);
  scope_feed_unref (self->feed);
  g_free (self->observed);
  g_free (self->forecast);
  g_free (self->persistence);
  g_free (self);
}

ScopeNetwork *
scope_forecast_get_network (ScopeForecast *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->network;
}

ScopeFeed *
scope_forecast_get_feed (ScopeForecast *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->feed;
}

gsize
scope_forecast_get_n_windows (ScopeForecast *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_windows;
}

gsize
scope_forecast_get_first (ScopeForecast *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->first;
}

guint
scope_forecast_get_n_targets (ScopeForecast *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_targets;
}

const double *
scope_forecast_get_observed (ScopeForecast *self, guint target)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (target < self->n_targets, NULL);

  return self->observed + target * self->n_windows;
}

const double *
scope_forecast_get_forecast (ScopeForecast *self, guint target)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (target < self->n_targets, NULL);

  return self->forecast + target * self->n_windows;
}

const double *
scope_forecast_get_persistence (ScopeForecast *self, guint target)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (target < self->n_targets, NULL);

  return self->persistence + target * self->n_windows;
}

gboolean
scope_forecast_is_scored (ScopeForecast *self, gsize index, guint target)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (index < self->n_windows && target < self->n_targets, FALSE);

  return scope_feed_is_scored (self->feed, self->first + index, target);
}

void
scope_forecast_get_scores (ScopeForecast *self, guint target, ScopeScores *scores)
{
  g_autofree gboolean *enters = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (target < self->n_targets);
  g_return_if_fail (scores != NULL);

  enters = g_new (gboolean, self->n_windows);
  for (gsize i = 0; i < self->n_windows; i++)
    enters[i] = scope_feed_is_scored (self->feed, self->first + i, target);
  scope_scores_compute (
      scope_forecast_get_observed (self, target), scope_forecast_get_forecast (self, target),
      scope_forecast_get_persistence (self, target), enters, self->n_windows, scores);
}
