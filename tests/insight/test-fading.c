/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How states fade, against central differences that NumPy took of the same cells in float64 (tests/fixtures/insight/generate.py), and
 * in closed form: without U a constant gate f leaves f^k.
 */
#include "scope-fading.h"
#include "scope-memory.h"
#include "scope-network.h"
#include "scope-test.h"
#include "small-model.h"
#include "truth.h"

#include <math.h>
#include <string.h>

static ScopeModel *
make_model (const char *kind, guint n, guint u, guint steps, const float *kernel,
            const float *recurrent, const float *bias)
{
  gboolean is_lstm = g_str_equal (kind, "LSTM");
  gboolean after = g_str_equal (kind, "GRU after");
  gsize width = (is_lstm ? 4 : 3) * (gsize) u;
  g_autofree char *config =
      g_strdup_printf ("{\"class_name\": \"%s\", \"config\": {\"name\": \"rnn\", "
                       "\"batch_input_shape\": [null, %u, %u], \"units\": %u, \"activation\": "
                       "\"tanh\", \"recurrent_activation\": \"sigmoid\"%s}}",
                       is_lstm ? "LSTM" : "GRU", steps, n, u,
                       is_lstm ? ""
                       : after ? ", \"reset_after\": true"
                               : ", \"reset_after\": false");
  const SmallLayer layers[] = {
    { "rnn",
      config,
      { { "kernel:0", 2, { n, width }, kernel },
        { "recurrent_kernel:0", 2, { u, width }, recurrent },
        { "bias:0", after ? 2 : 1, { after ? 2 : width, width }, bias } } },
    { NULL },
  };

  return small_model_new (layers);
}

static ScopeTrace *
run (ScopeModel *model, const float *x, gsize n_windows, gsize steps, gsize n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeNetwork) network = scope_network_new (model, &error);
  g_autoptr (ScopeArray) rows = scope_array_new (2, (gsize[]){ steps * n_windows, n });
  g_autoptr (ScopeArray) output = NULL;
  g_autoptr (GPtrArray) traces = NULL;
  g_autofree gsize *starts = g_new (gsize, n_windows);
  ScopeArray *inputs[] = { rows };
  ScopeArray *outputs[1];
  const char *const names[] = { "rnn", NULL };
  const ScopeRunOptions options = { .trace_layers = names };
  ScopeBatch batch = {
    .inputs = inputs, .n_inputs = 1, .starts = starts, .n_windows = n_windows, .window = steps
  };

  g_assert_no_error (error);
  memcpy (scope_array_get_writable (rows), x, steps * n_windows * n * sizeof (float));
  for (gsize i = 0; i < n_windows; i++)
    starts[i] = steps * i;
  scope_network_run (network, &batch, &options, outputs, &traces, &error);
  g_assert_no_error (error);
  output = outputs[0];
  return scope_trace_ref (g_ptr_array_index (traces, 0));
}

static ScopeGates *
find_gates (ScopeModel *model)
{
  g_autoptr (GError) error = NULL;
  ScopeGates *gates = scope_gates_new (scope_model_find_layer (model, "rnn"), &error);

  g_assert_no_error (error);
  return gates;
}

static void
test_numpy (void)
{
  g_autoptr (JsonParser) parser = truth_load ("fading.json");
  JsonObject *root = truth_get (parser);
  JsonArray *cells = json_object_get_array_member (root, "cells");
  guint n = (guint) json_object_get_int_member (root, "n");
  guint u = (guint) json_object_get_int_member (root, "u");
  guint steps = (guint) json_object_get_int_member (root, "steps");
  guint windows = (guint) json_object_get_int_member (root, "windows");

  g_assert_cmpuint (json_array_get_length (cells), ==, 3);
  for (guint i = 0; i < json_array_get_length (cells); i++)
    {
      JsonObject *cell = json_array_get_object_element (cells, i);
      const char *kind = json_object_get_string_member (cell, "kind");
      g_autoptr (GArray) kernel = truth_floats (cell, "kernel");
      g_autoptr (GArray) recurrent = truth_floats (cell, "recurrent");
      g_autoptr (GArray) bias = truth_floats (cell, "bias");
      g_autoptr (GArray) x = truth_floats (cell, "x");
      g_autoptr (GArray) expected = truth_doubles (cell, "fading");
      g_autoptr (ScopeModel) model =
          make_model (kind, n, u, steps, (float *) (gpointer) kernel->data,
                      (float *) (gpointer) recurrent->data, (float *) (gpointer) bias->data);
      g_autoptr (ScopeTrace) trace = run (model, (float *) (gpointer) x->data, windows, steps, n);
      g_autoptr (ScopeGates) gates = find_gates (model);
      g_autoptr (GError) error = NULL;
      g_autoptr (ScopeFading) fading = scope_fading_new (gates, &error);

      g_assert_no_error (error);
      g_test_message ("%s", kind);
      g_assert_true (scope_fading_add (fading, trace, 100, NULL));
      g_assert_cmpuint (scope_fading_get_n_runs (fading), ==, windows);
      g_assert_cmpuint (scope_fading_get_n_lags (fading), ==, steps - 1);
      /* The states of the run are float32 (1e-7 each, over six steps), the differences good to 1e-9. */
      for (guint unit = 0; unit < u; unit++)
        for (guint lag = 0; lag < steps; lag++)
          scope_assert_close (scope_fading_get (fading, unit, lag),
                              g_array_index (expected, double, unit *steps + lag), 2e-6);
    }
}

/* f = 0.9, 0.5 and 0: as many steps as −1/ln f, between two lags and beyond the run's end alike. */
static void
test_closed_form (void)
{
  const float zeros[3 * 12] = { 0 };
  float bias[12] = { 0 };
  float x[8];
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (ScopeTrace) trace = NULL;
  g_autoptr (ScopeGates) gates = NULL;
  g_autoptr (ScopeFading) fading = NULL;
  g_autoptr (ScopeMemory) alone = NULL, measured = NULL, memory = NULL;

  bias[3] = (float) log (9);
  bias[5] = -200;
  for (guint i = 0; i < 8; i++)
    x[i] = (float) i;
  model = make_model ("LSTM", 1, 3, 8, zeros, zeros, bias);
  trace = run (model, x, 1, 8, 1);
  gates = find_gates (model);
  fading = scope_fading_new (gates, NULL);
  g_assert_true (scope_fading_add (fading, trace, 100, NULL));
  /* The logit is rounded to 1e-7. */
  for (guint lag = 0; lag < 8; lag++)
    {
      scope_assert_close (scope_fading_get (fading, 0, lag), pow (0.9, lag), 1e-6);
      scope_assert_close (scope_fading_get (fading, 1, lag), pow (0.5, lag), 1e-6);
    }
  scope_assert_close (scope_fading_get_steps (fading, 0), 9.491221581029903, 1e-4);
  scope_assert_close (scope_fading_get_steps (fading, 1), 1 / G_LN2, 1e-5);
  scope_assert_close (scope_fading_get_steps (fading, 2), 1.0 / 200, 1e-6);

  alone = scope_memory_new (scope_model_find_layer (model, "rnn"), NULL);
  measured = scope_memory_with_trace (alone, trace);
  memory = scope_memory_with_fading (measured, fading);
  g_assert_false (scope_memory_has_gradient (measured));
  g_assert_true (scope_memory_has_gradient (memory));
  g_assert_true (scope_memory_has_run (memory));
  g_assert_true (isnan (scope_memory_get_unit (measured, 0)->gradient_steps));
  scope_assert_close (scope_memory_get_unit (memory, 0)->gradient_steps, 9.491221581029903, 1e-4);
  g_assert_false (scope_memory_get_unit (memory, 0)->disagrees);
  g_assert_false (scope_memory_get_unit (memory, 1)->disagrees);
}

/* A unit that forgets half at each step by its own gate, and is told of itself again by way of the candidate: it remembers far longer than
 * its gate says. */
static void
test_detour (void)
{
  const float kernel[4] = { 0 }, recurrent[4] = { 0, 0, 0.95f, 0 };
  const float bias[4] = { 50, 0, 0, 50 };
  const float x[12] = { 0 };
  g_autoptr (ScopeModel) model = make_model ("LSTM", 1, 1, 12, kernel, recurrent, bias);
  g_autoptr (ScopeTrace) trace = run (model, x, 1, 12, 1);
  g_autoptr (ScopeGates) gates = find_gates (model);
  g_autoptr (ScopeFading) fading = scope_fading_new (gates, NULL);
  g_autoptr (ScopeMemory) alone = scope_memory_new (scope_model_find_layer (model, "rnn"), NULL);
  g_autoptr (ScopeMemory) memory = NULL;

  /* At c = 0 each step multiplies by f + 0.95 = 1.45 (tanh is steepest there). */
  g_assert_true (scope_fading_add (fading, trace, 100, NULL));
  scope_assert_close (scope_fading_get (fading, 0, 3), pow (1.45, 3), 1e-5);
  scope_assert_close (scope_fading_get_steps (fading, 0), INFINITY, 0);
  memory = scope_memory_with_fading (alone, fading);
  g_assert_true (scope_memory_get_unit (memory, 0)->disagrees);
}

static void
test_refuses (void)
{
  const float zeros[16] = { 0 };
  g_autoptr (ScopeModel) model = make_model ("LSTM", 1, 1, 4, zeros, zeros, zeros);
  g_autoptr (ScopeModel) other = make_model ("LSTM", 1, 2, 4, zeros, zeros, zeros);
  g_autoptr (ScopeTrace) trace = NULL;
  g_autoptr (ScopeTrace) own = NULL;
  g_autoptr (ScopeGates) gates = find_gates (model);
  g_autoptr (ScopeFading) fading = scope_fading_new (gates, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const float x[4] = { 0 };

  trace = run (other, x, 1, 4, 1);
  own = run (model, x, 1, 4, 1);
  g_assert_false (scope_fading_add (fading, trace, 100, NULL));
  g_assert_true (isnan (scope_fading_get_steps (fading, 0)));
  g_cancellable_cancel (cancellable);
  g_assert_false (scope_fading_add (fading, own, 100, cancellable));
  g_assert_cmpuint (scope_fading_get_n_runs (fading), ==, 0);
  g_assert_true (isnan (scope_fading_get_steps (fading, 0)));
}

/* A cell whose gates look at all units has no slope for each. */
static void
test_unsuitable (void)
{
  const float zeros[4] = { 0 };
  const SmallLayer layers[] = {
    { "rnn",
      "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"rnn\", \"batch_input_shape\": [null, 4, "
      "1], "
      "\"units\": 1, \"activation\": \"tanh\", \"recurrent_activation\": \"softmax\"}}",
      { { "kernel:0", 2, { 1, 4 }, zeros },
        { "recurrent_kernel:0", 2, { 1, 4 }, zeros },
        { "bias:0", 1, { 4 }, zeros } } },
    { NULL },
  };
  g_autoptr (ScopeModel) model = small_model_new (layers);
  g_autoptr (ScopeGates) gates = find_gates (model);
  g_autoptr (GError) error = NULL;

  g_assert_null (scope_fading_new (gates, NULL));
  g_assert_null (scope_fading_new (gates, &error));
  scope_assert_error (error, SCOPE_ERROR_UNSUPPORTED, "all units");
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/insight/fading/numpy", test_numpy);
  g_test_add_func ("/insight/fading/closed-form", test_closed_form);
  g_test_add_func ("/insight/fading/detour", test_detour);
  g_test_add_func ("/insight/fading/refuses", test_refuses);
  g_test_add_func ("/insight/fading/unsuitable", test_unsuitable);
  return g_test_run ();
}
