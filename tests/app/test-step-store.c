/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-step-store.h"

#include "app-test.h"

#include <glib/gstdio.h>
#include <math.h>

typedef struct
{
  gboolean done;
  double seconds;
} Answer;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->seconds = scope_step_store_load_finish (result);
  answer->done = TRUE;
}

static double
load (ScopeModel *model)
{
  Answer answer = { FALSE, NAN };

  scope_step_store_load_async (model, NULL, loaded_cb, &answer);
  scope_test_wait (&answer.done, 30);
  return answer.seconds;
}

/* Saving goes on another thread. */
static double
load_until (ScopeModel *model, double expected)
{
  for (guint i = 0; i < 200 && load (model) != expected; i++)
    g_usleep (10000);
  return load (model);
}

/* Each model has its own, whatever its file is called, and it can be forgotten. */
static void
test_steps (void)
{
  g_autoptr (ScopeSession) one = app_test_open ("keras3/gates-keras3.keras", NULL);
  g_autoptr (ScopeSession) other = app_test_open ("pairs/models/newark-autumn.h5", NULL);

  g_assert_cmpfloat (load (scope_session_get_model (one)), ==, 0);
  scope_step_store_save (scope_session_get_model (one), 600);
  g_assert_cmpfloat (load_until (scope_session_get_model (one), 600), ==, 600);
  g_assert_cmpfloat (load (scope_session_get_model (other)), ==, 0);
  scope_step_store_save (scope_session_get_model (other), 86400);
  g_assert_cmpfloat (load_until (scope_session_get_model (other), 86400), ==, 86400);
  g_assert_cmpfloat (load (scope_session_get_model (one)), ==, 600);
  scope_step_store_save (scope_session_get_model (one), 0);
  g_assert_cmpfloat (load_until (scope_session_get_model (one), 0), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = g_dir_make_tmp ("gatescope-XXXXXX", NULL);
  g_autofree char *file = NULL;
  g_autofree char *inner = NULL;
  int status;

  /* Before anything asks where the person's data are. */
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  app_test_init_displayless (&argc, &argv);
  g_test_add_func ("/step-store/steps", test_steps);
  status = g_test_run ();
  file = g_build_filename (folder, "gatescope", "steps.ini", NULL);
  inner = g_build_filename (folder, "gatescope", NULL);
  g_unlink (file);
  g_rmdir (inner);
  g_rmdir (folder);
  return status;
}
