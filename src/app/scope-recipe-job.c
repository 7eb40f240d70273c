/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-recipe-job.h"

#include "scope-facts.h"
#include "scope-feed.h"

typedef struct
{
  ScopeNetwork *network;
  ScopeSeries *series;
  ScopeRecipe *recipe;
  gboolean fits;
  ScopeScalingKind kind;
} JobData;

static void
job_data_free (gpointer user_data)
{
  JobData *data = user_data;

  scope_network_unref (data->network);
  scope_series_unref (data->series);
  scope_recipe_unref (data->recipe);
  g_free (data);
}

static void
job_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  JobData *data = task_data;
  g_autoptr (ScopeFacts) facts =
      scope_facts_new (scope_network_get_model (data->network), data->network);
  g_autoptr (ScopeFeed) feed = NULL;
  GError *error = NULL;

  /* First the time and the rows, then the scaling of them. */
  if (!scope_recipe_complete (data->recipe, data->series, scope_facts_get (facts), &error)
      || (data->fits && !scope_recipe_fit_scaling (data->recipe, data->series, data->kind, &error)))
    {
      g_task_return_error (task, error);
      return;
    }
  /* A recipe that gives no window is said to be at fault here, where it can be corrected. */
  feed = scope_feed_new (data->series, data->recipe, scope_facts_get (facts), &error);
  if (feed == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, scope_recipe_ref (data->recipe),
                           (GDestroyNotify) scope_recipe_unref);
}

void
scope_recipe_job_start (ScopeNetwork *network, ScopeSeries *series, ScopeRecipe *recipe,
                        gboolean fits, ScopeScalingKind kind, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  JobData *data;

  g_return_if_fail (network != NULL && series != NULL && recipe != NULL);

  data = g_new0 (JobData, 1);
  data->network = scope_network_ref (network);
  data->series = scope_series_ref (series);
  data->recipe = scope_recipe_copy (recipe);
  data->fits = fits;
  data->kind = kind;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, scope_recipe_job_start);
  g_task_set_task_data (task, data, job_data_free);
  g_task_run_in_thread (task, job_thread);
}

ScopeRecipe *
scope_recipe_job_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
