/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-memory-job.h"

#include "scope-error.h"
#include "scope-pass.h"

#include <glib/gi18n.h>

/* A mean of so many windows' steps is steady; each is run by itself. */
#define MOST_WINDOWS 48

/* Multiplications that the gradient may take: a few seconds of one core; and what one window may, in a very large layer. */
#define MOST_COST 4e9
#define MOST_COST_OF_ONE 2e10

typedef struct
{
  ScopeMemory *memory;
  ScopeGates *gates;
  char *layer;
  ScopeForecast *forecast;
} Job;

static void
job_free (gpointer user_data)
{
  Job *job = user_data;

  scope_memory_unref (job->memory);
  scope_gates_unref (job->gates);
  g_free (job->layer);
  scope_forecast_unref (job->forecast);
  g_free (job);
}

/* How many of @n windows of so many steps the gradient is taken of. */
static gsize
count_affordable (ScopeFading *fading, gsize n_steps, gsize n)
{
  double cost = scope_fading_get_cost (fading, n_steps);

  if (cost > MOST_COST)
    return cost <= MOST_COST_OF_ONE ? 1 : 0;
  return (gsize) MIN ((double) n, MOST_COST / MAX (cost, 1));
}

static void
run_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  const char *const layers[] = { job->layer, NULL };
  gsize n_all = scope_forecast_get_n_windows (job->forecast);
  gsize n = MIN (n_all, MOST_WINDOWS);
  g_autoptr (ScopeMemory) memory = scope_memory_ref (job->memory);
  g_autoptr (ScopeFading) fading = scope_fading_new (job->gates, NULL);
  GError *error = NULL;

  for (gsize i = 0; i < n; i++)
    {
      gsize window = scope_forecast_get_first (job->forecast) + i * n_all / n;
      g_autoptr (ScopePass) pass = scope_pass_new (scope_forecast_get_network (job->forecast),
                                                   scope_forecast_get_feed (job->forecast), window,
                                                   layers, cancellable, &error);
      ScopeTrace *trace = pass != NULL ? scope_pass_find_trace (pass, job->layer) : NULL;
      ScopeMemory *with_run = trace != NULL ? scope_memory_with_trace (memory, trace) : NULL;

      if (pass == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
      if (with_run == NULL)
        {
          scope_error_set (&error, SCOPE_ERROR_UNSUPPORTED, job->layer,
                           _ ("the run has no gates of this layer"), NULL, NULL);
          g_task_return_error (task, error);
          return;
        }
      g_clear_pointer (&memory, scope_memory_unref);
      memory = with_run;

      if (fading != NULL)
        {
          gsize n_affordable = count_affordable (fading, scope_trace_get_run_length (trace), n);

          if ((i + 1) * n_affordable / n > i * n_affordable / n)
            scope_fading_add (fading, trace, 1, cancellable);
        }
    }
  if (g_task_return_error_if_cancelled (task))
    return;
  if (fading != NULL && scope_fading_get_n_runs (fading) > 0)
    {
      ScopeMemory *with_fading = scope_memory_with_fading (memory, fading);

      scope_memory_unref (memory);
      memory = with_fading;
    }
  g_task_return_pointer (task, g_steal_pointer (&memory), (GDestroyNotify) scope_memory_unref);
}

void
scope_memory_job_start (ScopeMemory *memory, ScopeGates *gates, const char *layer,
                        ScopeForecast *forecast, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (memory != NULL && gates != NULL && layer != NULL && forecast != NULL);
  g_return_if_fail (scope_forecast_get_n_windows (forecast) > 0);

  job = g_new (Job, 1);
  *job = (Job){ scope_memory_ref (memory), scope_gates_ref (gates), g_strdup (layer),
                scope_forecast_ref (forecast) };
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, scope_memory_job_start);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, run_job);
}

ScopeMemory *
scope_memory_job_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
