/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-step-store.h"

#include <math.h>

#define GROUP "seconds"

/* One at a time: each reads the whole file and writes it anew. */
static GMutex lock;

typedef struct
{
  ScopeModel *model;
  double seconds;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  scope_model_unref (job->model);
  g_free (job);
}

static char *
dup_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "gatescope", "steps.ini", NULL);
}

static GKeyFile *
read_file (void)
{
  g_autofree char *path = dup_path ();
  GKeyFile *file = g_key_file_new ();

  /* None is there before the first step is typed. */
  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  return file;
}

static void
load_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  const char *digest = scope_model_get_digest (job->model);
  double *seconds = g_new0 (double, 1);

  g_mutex_lock (&lock);
  {
    g_autoptr (GKeyFile) file = read_file ();

    *seconds = g_key_file_get_double (file, GROUP, digest, NULL);
  }
  g_mutex_unlock (&lock);
  if (!isfinite (*seconds) || *seconds < 0)
    *seconds = 0;
  g_task_return_pointer (task, seconds, g_free);
}

static void
save_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  const char *digest = scope_model_get_digest (job->model);
  g_autofree char *path = dup_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_mutex_lock (&lock);
  {
    g_autoptr (GKeyFile) file = read_file ();

    if (job->seconds > 0)
      g_key_file_set_double (file, GROUP, digest, job->seconds);
    else
      g_key_file_remove_key (file, GROUP, digest, NULL);
    g_mkdir_with_parents (folder, 0700);
    if (!g_key_file_save_to_file (file, path, &error))
      g_message ("%s", error->message);
  }
  g_mutex_unlock (&lock);
  g_task_return_boolean (task, TRUE);
}

static GTask *
create_task (ScopeModel *model, double seconds, GCancellable *cancellable,
             GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new (Job, 1);

  *job = (Job){ scope_model_ref (model), seconds };
  g_task_set_task_data (task, job, job_free);
  return task;
}

void
scope_step_store_load_async (ScopeModel *model, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (model != NULL);

  task = create_task (model, 0, cancellable, callback, user_data);
  g_task_run_in_thread (task, load_thread);
}

double
scope_step_store_load_finish (GAsyncResult *result)
{
  g_autofree double *seconds = NULL;

  g_return_val_if_fail (g_task_is_valid (result, NULL), 0);

  seconds = g_task_propagate_pointer (G_TASK (result), NULL);
  return seconds != NULL ? *seconds : 0;
}

void
scope_step_store_save (ScopeModel *model, double seconds)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (model != NULL);

  task = create_task (model, seconds, NULL, NULL, NULL);
  g_task_run_in_thread (task, save_thread);
}
