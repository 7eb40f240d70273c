/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-run-job.h"

#include "scope-facts.h"

typedef struct
{
  ScopeNetwork *network;
  ScopeSeries *series;
  ScopeRecipe *recipe;
  ScopeProgress *progress;
} RunData;

typedef struct
{
  ScopeForecast *forecast;
  gsize window;
} OpenData;

void
scope_run_result_free (ScopeRunResult *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->forecast, scope_forecast_unref);
  g_clear_pointer (&self->feed, scope_feed_unref);
  g_free (self);
}

static void
run_data_free (gpointer user_data)
{
  RunData *data = user_data;

  scope_network_unref (data->network);
  scope_series_unref (data->series);
  scope_recipe_unref (data->recipe);
  g_clear_object (&data->progress);
  g_free (data);
}

static void
run_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  RunData *data = task_data;
  g_autoptr (ScopeFacts) facts =
      scope_facts_new (scope_network_get_model (data->network), data->network);
  g_autoptr (ScopeRunResult) result = g_new0 (ScopeRunResult, 1);
  GError *error = NULL;
  gint64 start;

  result->feed = scope_feed_new (data->series, data->recipe, scope_facts_get (facts), &error);
  if (result->feed == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    return;
  start = g_get_monotonic_time ();
  result->forecast =
      scope_forecast_new (data->network, result->feed, 0, cancellable, data->progress, &error);
  result->seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  if (result->forecast == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&result), (GDestroyNotify) scope_run_result_free);
}

static RunData *
run_data_new (ScopeNetwork *network, ScopeSeries *series, ScopeRecipe *recipe)
{
  RunData *data = g_new0 (RunData, 1);

  data->network = scope_network_ref (network);
  data->series = scope_series_ref (series);
  /* A recipe is for one thread at a time. */
  data->recipe = scope_recipe_copy (recipe);
  return data;
}

void
scope_run_job_start (ScopeNetwork *network, ScopeSeries *series, ScopeRecipe *recipe,
                     ScopeProgress *progress, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  RunData *data;

  g_return_if_fail (network != NULL && series != NULL && recipe != NULL);

  data = run_data_new (network, series, recipe);
  g_set_object (&data->progress, progress);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, scope_run_job_start);
  g_task_set_task_data (task, data, run_data_free);
  g_task_run_in_thread (task, run_thread);
}

ScopeRunResult *
scope_run_job_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
check_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  RunData *data = task_data;
  g_autoptr (ScopeFacts) facts =
      scope_facts_new (scope_network_get_model (data->network), data->network);
  g_autoptr (ScopeFeed) feed = NULL;
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  feed = scope_feed_new (data->series, data->recipe, scope_facts_get (facts), &error);
  if (feed == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
scope_run_job_check (ScopeNetwork *network, ScopeSeries *series, ScopeRecipe *recipe,
                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (network != NULL && series != NULL && recipe != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, scope_run_job_check);
  g_task_set_task_data (task, run_data_new (network, series, recipe), run_data_free);
  g_task_run_in_thread (task, check_thread);
}

gboolean
scope_run_job_check_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
open_data_free (gpointer user_data)
{
  OpenData *data = user_data;

  scope_forecast_unref (data->forecast);
  g_free (data);
}

static void
open_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  OpenData *data = task_data;
  ScopeForecast *forecast = data->forecast;
  GError *error = NULL;
  ScopePass *pass;

  pass = scope_pass_new (scope_forecast_get_network (forecast), scope_forecast_get_feed (forecast),
                         scope_forecast_get_first (forecast) + data->window, NULL, cancellable,
                         &error);
  if (pass != NULL)
    g_task_return_pointer (task, pass, (GDestroyNotify) scope_pass_unref);
  else
    g_task_return_error (task, error);
}

void
scope_run_job_open (ScopeForecast *forecast, gsize window, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  OpenData *data;

  g_return_if_fail (forecast != NULL);
  g_return_if_fail (window < scope_forecast_get_n_windows (forecast));

  data = g_new0 (OpenData, 1);
  data->forecast = scope_forecast_ref (forecast);
  data->window = window;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, scope_run_job_open);
  g_task_set_task_data (task, data, open_data_free);
  g_task_run_in_thread (task, open_thread);
}

ScopePass *
scope_run_job_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
