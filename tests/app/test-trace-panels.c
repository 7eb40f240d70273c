/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-trace-panels.h"

#include "app-test.h"
#include "scope-run-job.h"

#include <math.h>

typedef struct
{
  gboolean done;
  ScopeRunResult *result;
  ScopePass *pass;
  GError *error;
} Answer;

static void
run_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->result = scope_run_job_finish (result, &answer->error);
  answer->done = TRUE;
}

static void
open_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->pass = scope_run_job_open_finish (result, &answer->error);
  answer->done = TRUE;
}

/* The jobs of the page: a run with its progress, and one window of it. */
static ScopePass *
open_window (ScopeSession *session, gsize window)
{
  g_autoptr (ScopeProgress) progress = scope_progress_new ();
  Answer answer = { FALSE };

  scope_run_job_start (scope_session_get_network (session), scope_session_get_series (session),
                       scope_session_get_recipe (session), progress, NULL, run_cb, &answer);
  scope_test_wait (&answer.done, 60);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (scope_progress_get_done (progress), ==,
                    scope_forecast_get_n_windows (answer.result->forecast));
  g_assert_cmpfloat (answer.result->seconds, >, 0);

  answer.done = FALSE;
  scope_run_job_open (answer.result->forecast, window, NULL, open_cb, &answer);
  scope_test_wait (&answer.done, 60);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (scope_pass_get_window (answer.pass), ==, window);
  scope_run_result_free (answer.result);
  return answer.pass;
}

/* Six panels of an LSTM, units × steps, each cell the trace's own number; gates from 0 to 1, states
 * around zero. */
static void
test_forward (void)
{
  static const char *const signs[] = { "i", "f", "c\xcc\x83", "o", "c", "h" };
  static const int gates[] = { 0, 1, 2, 3, -1, -1 };
  ScopeSession *session =
      app_test_open ("../../data/sample/sample.keras", "../../data/sample/EWR-2013.csv",
                     "../../data/sample/sample.recipe.json", NULL);
  g_autoptr (ScopePass) pass = open_window (session, 5000);
  ScopeTrace *trace = scope_pass_get_trace (pass, 0);
  ScopeTracePanels panels;

  scope_trace_panels_init (&panels, trace, scope_session_get_gates (session));
  g_assert_cmpuint (panels.n, ==, 6);
  g_assert_cmpuint (panels.n_steps, ==, 24);
  g_assert_cmpuint (panels.n_units, ==, 16);
  for (guint i = 0; i < panels.n; i++)
    {
      const float *data = scope_array_get_data (scope_trace_get_track (trace, i));

      g_assert_cmpstr (panels.panels[i].symbol, ==, signs[i]);
      g_assert_cmpint (panels.gates[i], ==, gates[i]);
      scope_assert_close (panels.panels[i].min,
                          i == 0 || i == 1 || i == 3 ? 0 : -panels.panels[i].max, 0);
      for (gsize step = 0; step < 24; step++)
        for (gsize unit = 0; unit < 16; unit++)
          {
            scope_assert_close (scope_trace_panels_get (&panels, i, unit, step),
                                data[step * 16 + unit], 0);
            scope_assert_close (scope_cells_get (&panels.panels[i].cells, unit, step),
                                data[step * 16 + unit], 0);
          }
    }
  scope_trace_panels_clear (&panels);
  g_object_unref (session);
}

/* A layer that takes the newest row first is shown with the oldest on the left, as all others
 * are. */
static void
test_backwards (void)
{
  ScopeSession *session = app_test_open ("keras3/backwards-keras3.keras", NULL);
  ScopeNetwork *network = scope_session_get_network (session);
  g_auto (GStrv) paths = scope_model_dup_recurrent_paths (scope_session_get_model (session));
  gsize window = MAX (scope_network_get_window (network), 4);
  gsize dims[] = { window, scope_network_get_row_size (network, 0) };
  g_autoptr (ScopeArray) rows = scope_array_new (2, dims);
  ScopeArray *inputs[] = { rows };
  ScopeArray *outputs[4] = { NULL };
  gsize start = 0;
  ScopeBatch batch = { inputs, 1, &start, 1, window };
  ScopeRunOptions options = { .trace_layers = (const char *const *) paths };
  g_autoptr (GPtrArray) traces = NULL;
  g_autoptr (GError) error = NULL;
  guint n_backwards = 0;

  for (gsize i = 0; i < dims[0] * dims[1]; i++)
    scope_array_get_writable (rows)[i] = (float) sin ((double) i);
  scope_network_run (network, &batch, &options, outputs, &traces, &error);
  g_assert_no_error (error);
  for (guint t = 0; t < traces->len; t++)
    {
      ScopeTrace *trace = g_ptr_array_index (traces, t);
      g_autoptr (ScopeGates) gates = scope_gates_new (
          scope_model_find_layer (scope_session_get_model (session), scope_trace_get_layer (trace)),
          NULL);
      gsize n_steps = scope_trace_get_n_steps (trace);
      gsize n_units = scope_trace_get_n_units (trace);
      const float *data = scope_array_get_data (scope_trace_get_track (trace, 0));
      ScopeTracePanels panels;

      scope_trace_panels_init (&panels, trace, gates);
      n_backwards += scope_trace_get_backwards (trace);
      for (gsize step = 0; step < n_steps; step++)
        scope_assert_close (scope_trace_panels_get (&panels, 0, 0, step),
                            scope_trace_get_backwards (trace) ? data[(n_steps - 1 - step) * n_units]
                                                              : data[step * n_units],
                            0);
      scope_trace_panels_clear (&panels);
    }
  g_assert_cmpuint (n_backwards, >, 0);
  for (guint i = 0; i < G_N_ELEMENTS (outputs); i++)
    g_clear_pointer (&outputs[i], scope_array_unref);
  g_object_unref (session);
}

int
main (int argc, char *argv[])
{
  app_test_init_displayless (&argc, &argv);
  g_test_add_func ("/trace-panels/forward", test_forward);
  g_test_add_func ("/trace-panels/backwards", test_backwards);
  return g_test_run ();
}
