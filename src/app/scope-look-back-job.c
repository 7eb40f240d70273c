/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-look-back-job.h"

typedef struct
{
  ScopeLookBackJob job;
  ScopeProgress *progress;
} JobData;

static void
job_data_free (JobData *data)
{
  scope_forecast_unref (data->job.forecast);
  g_clear_object (&data->progress);
  g_free (data);
}

static void
run_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  JobData *data = task_data;
  ScopeForecast *forecast = data->job.forecast;
  ScopeFeed *feed = scope_forecast_get_feed (forecast);
  g_autoptr (GArray) windows = NULL;
  ScopeInfluence *influence;
  GError *error = NULL;

  if (data->job.window >= 0)
    {
      gsize window = scope_forecast_get_first (forecast) + (gsize) data->job.window;

      windows = g_array_new (FALSE, FALSE, sizeof (gsize));
      g_array_append_val (windows, window);
    }
  else
    windows = scope_influence_choose_windows (feed, SCOPE_INFLUENCE_WINDOWS);

  influence = scope_influence_new (scope_forecast_get_network (forecast), feed,
                                   (const gsize *) windows->data, windows->len, data->job.target,
                                   data->job.parts, 0, cancellable, data->progress, &error);
  if (influence != NULL)
    g_task_return_pointer (task, influence, (GDestroyNotify) scope_influence_unref);
  else
    g_task_return_error (task, error);
}

void
scope_look_back_job_start (const ScopeLookBackJob *job, ScopeProgress *progress,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  JobData *data;

  g_return_if_fail (job != NULL && job->forecast != NULL);

  data = g_new0 (JobData, 1);
  data->job = *job;
  scope_forecast_ref (data->job.forecast);
  data->progress = progress != NULL ? g_object_ref (progress) : NULL;

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, scope_look_back_job_start);
  g_task_set_task_data (task, data, (GDestroyNotify) job_data_free);
  g_task_run_in_thread (task, run_job);
}

ScopeInfluence *
scope_look_back_job_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
scope_look_back_job_is_of_one (GAsyncResult *result)
{
  JobData *data;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  data = g_task_get_task_data (G_TASK (result));
  return data->job.window >= 0;
}
