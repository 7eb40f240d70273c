/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-unit-memory.h"

#include "app-test.h"
#include "scope-format.h"
#include "scope-memory-strip.h"
#include "scope-run-job.h"
#include "scope-words.h"

#include <math.h>
#include <string.h>

typedef struct
{
  gboolean done;
  ScopeUnitData *data;
  ScopeRunResult *result;
  GError *error;
} Answer;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->data = scope_unit_data_load_finish (result, &answer->error);
  answer->done = TRUE;
}

static void
run_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->result = scope_run_job_finish (result, &answer->error);
  answer->done = TRUE;
}

static ScopeUnitData *
load (ScopeSession *session)
{
  Answer answer = { FALSE };

  scope_unit_data_load_async (scope_session_get_model (session),
                              scope_session_get_gates_layer (session), NULL, loaded_cb, &answer);
  scope_test_wait (&answer.done, 30);
  g_assert_no_error (answer.error);
  return answer.data;
}

static void
run (ScopeSession *session)
{
  Answer answer = { FALSE };

  scope_run_job_start (scope_session_get_network (session), scope_session_get_series (session),
                       scope_session_get_recipe (session), NULL, NULL, run_cb, &answer);
  scope_test_wait (&answer.done, 60);
  g_assert_no_error (answer.error);
  scope_session_set_feed (session, answer.result->feed);
  scope_session_set_forecast (session, answer.result->forecast);
  scope_run_result_free (answer.result);
}

/* −1/ln σ(b) steps by the file's own bias, ln 2 of them to one half, on the clock of the table's hours; then as the run has it,
 * over all steps of some dozens of windows. */
static void
test_memory (void)
{
  g_autoptr (ScopeSession) session =
      app_test_open ("pairs/models/newark-june.keras", "pairs/tables/newark-2013-june.csv",
                     "pairs/newark-june.json", NULL);
  g_autoptr (ScopeUnitData) data = load (session);
  GtkWidget *widget = g_object_new (SCOPE_TYPE_UNIT_MEMORY, NULL);
  GtkWidget *window, *note;
  ScopeLayer *layer = scope_session_get_layer_object (session);
  guint units = scope_layer_get_units (layer);
  double bias = scope_array_get_data (scope_layer_get_array (layer, "bias"))[units + 2];
  double steps = 1 / log1p (exp (-bias));
  g_autofree char *memory = scope_format_duration (steps * 3600);
  g_autofree char *half = scope_format_duration (steps * log (2) * 3600);
  g_autofree char *half_life = g_strdup_printf ("half-life %s", half);
  g_autofree char *count = NULL;
  ScopePlot *strip;
  g_autofree char *csv = NULL;
  g_auto (GStrv) lines = NULL;
  gsize n_windows, n_steps;

  scope_unit_memory_set_session (SCOPE_UNIT_MEMORY (widget), session);
  scope_unit_memory_set_data (SCOPE_UNIT_MEMORY (widget), data);
  scope_session_set_unit (session, 2);
  window = app_test_present (widget, 320, 400);
  g_assert_nonnull (app_test_find_label (widget, memory));
  g_assert_nonnull (app_test_find_label (widget, half_life));
  g_assert_nonnull (app_test_find_label (widget, "a run of a table measures it"));

  run (session);
  app_test_wait_until (app_test_find_label (widget, "In the run ") != NULL, 60);
  note = app_test_find_label (widget, "In the run ");
  n_windows = MIN (scope_forecast_get_n_windows (scope_session_get_forecast (session)), 48);
  {
    g_autoptr (ScopePass) pass = scope_pass_new (
        scope_session_get_network (session), scope_session_get_feed (session), 0, NULL, NULL, NULL);

    n_steps = scope_pass_get_n_steps (pass);
  }
  count = scope_words_dup_count ((gint64) (n_windows * n_steps));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (note)), count));

  /* A click on another unit's stroke chooses it. */
  strip = SCOPE_PLOT (app_test_find (widget, SCOPE_TYPE_MEMORY_STRIP));
  csv = SCOPE_PLOT_GET_CLASS (strip)->dup_csv (strip);
  lines = g_strsplit (csv, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + units + 1);
  {
    g_auto (GStrv) fields = g_strsplit (lines[1 + 2], ",", -1);

    /* float32 bias, double arithmetic. */
    scope_assert_close (g_ascii_strtod (fields[3], NULL), steps, 1e-9);
    g_assert_cmpfloat (g_ascii_strtod (fields[5], NULL), >, 0);
  }
  SCOPE_PLOT_GET_CLASS (strip)->move (strip, SCOPE_MOVE_END);
  g_assert_true (SCOPE_PLOT_GET_CLASS (strip)->move (strip, SCOPE_MOVE_START)
                 || SCOPE_PLOT_GET_CLASS (strip)->move (strip, SCOPE_MOVE_END));
  SCOPE_PLOT_GET_CLASS (strip)->choose (strip);
  g_assert_cmpint (scope_session_get_unit (session), !=, 2);

  app_test_wait_until (!scope_session_get_busy (session), 30);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A cell that keeps nothing has no memory to tell. */
static void
test_none (void)
{
  g_autoptr (ScopeSession) session = app_test_open ("layers/keras3/rnn-plain-keras3.keras", NULL);
  g_autoptr (ScopeUnitData) data = load (session);
  GtkWidget *widget = g_object_new (SCOPE_TYPE_UNIT_MEMORY, NULL);
  GtkWidget *window;

  scope_unit_memory_set_session (SCOPE_UNIT_MEMORY (widget), session);
  scope_unit_memory_set_data (SCOPE_UNIT_MEMORY (widget), data);
  scope_session_set_unit (session, 0);
  window = app_test_present (widget, 320, 400);
  g_assert_nonnull (app_test_find_label (widget, "norm of W"));
  g_assert_false (gtk_widget_get_mapped (app_test_find (widget, SCOPE_TYPE_MEMORY_STRIP)));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  app_test_init (&argc, &argv);
  g_test_add_func ("/unit-memory/memory", test_memory);
  g_test_add_func ("/unit-memory/none", test_none);
  return g_test_run ();
}
