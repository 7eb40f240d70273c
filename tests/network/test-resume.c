/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-resume.h"

#include "network-model.h"
#include "scope-reader.h"
#include "scope-test.h"

#include <string.h>

#define WINDOW 40
#define FEATURES 2
#define FIRST 5
#define SECOND 3

/* LSTM with all its steps, Dense for each of them, LSTM, Dense. */
static ScopeNetwork *
make_network (void)
{
  g_autofree float *w = network_random (1, FEATURES * 4 * FIRST, 0.8);
  g_autofree float *u = network_random (2, FIRST * 4 * FIRST, 0.8);
  g_autofree float *b = network_random (3, 4 * FIRST, 0.8);
  g_autofree float *between = network_random (4, FIRST * FIRST, 0.8);
  g_autofree float *w2 = network_random (5, FIRST * 4 * SECOND, 0.8);
  g_autofree float *u2 = network_random (6, SECOND * 4 * SECOND, 0.8);
  g_autofree float *b2 = network_random (7, 4 * SECOND, 0.8);
  g_autofree float *head = network_random (8, SECOND, 0.8);
  static const float bias[FIRST] = { 0.1f };
  NetworkLayer layers[] = {
    network_lstm ("one", WINDOW, FEATURES, FIRST, "\"return_sequences\": true", w, u, b),
    network_dense ("between", FIRST, FIRST, "relu", between, bias),
    network_lstm ("two", G_MAXSIZE, FIRST, SECOND, "\"return_sequences\": false", w2, u2, b2),
    network_dense ("head", SECOND, 1, "linear", head, bias),
  };
  g_autoptr (ScopeModel) model = network_model_new (layers, G_N_ELEMENTS (layers));

  return network_compile (model);
}

/* @n_steps of one window with the states that are in @states, which come back as they are at the end. */
static float
run_part (ScopeNetwork *network, const float *rows, gsize n_steps, ScopeArray **states)
{
  guint n_states = scope_network_get_n_states (network);
  const gsize start = 0;
  ScopeArray *inputs[8] = { network_rows (n_steps, FEATURES, rows) };
  ScopeArray *outputs[8] = { NULL };
  ScopeBatch batch = {
    .inputs = inputs, .n_inputs = 1 + n_states, .starts = &start, .n_windows = 1, .window = n_steps
  };
  g_autoptr (GError) error = NULL;
  float answer;

  for (guint i = 0; i < n_states; i++)
    inputs[1 + i] = states[i];
  g_assert_true (scope_network_run (network, &batch, NULL, outputs, NULL, &error));
  g_assert_no_error (error);
  answer = scope_array_get_data (outputs[0])[0];
  scope_array_unref (inputs[0]);
  scope_array_unref (outputs[0]);
  for (guint i = 0; i < n_states; i++)
    {
      scope_array_unref (states[i]);
      states[i] = outputs[1 + i];
    }
  return answer;
}

/* A window in one piece and cut anywhere: the same bits, and the states that the trace of the whole one has. */
static void
test_cut (void)
{
  g_autoptr (ScopeNetwork) network = make_network ();
  g_autoptr (ScopeNetwork) resumable = scope_network_new_resumable (network);
  g_autofree float *numbers = network_random (9, WINDOW * FEATURES, 2);
  g_autoptr (ScopeArray) rows = network_rows (WINDOW, FEATURES, numbers);
  const gsize start = 0;
  const char *layers[] = { "one", "two", NULL };
  const ScopeRunOptions options = { .trace_layers = layers };
  g_autoptr (GPtrArray) traces = NULL;
  g_autoptr (ScopeArray) whole = network_run (network, rows, &start, 1, WINDOW, &options, &traces);

  g_assert_nonnull (resumable);
  g_assert_cmpuint (scope_network_get_n_states (resumable), ==, 4);
  for (gsize cut = 1; cut < WINDOW; cut++)
    {
      ScopeArray *states[4];
      float answer;

      for (guint i = 0; i < 4; i++)
        {
          const gsize dims[] = { 1, scope_network_get_state_size (resumable, i) };

          states[i] = scope_array_new (2, dims);
        }
      run_part (resumable, numbers, cut, states);
      for (guint i = 0; i < 4; i++)
        {
          const char *track;
          const char *layer = scope_network_get_state_layer (resumable, i, &track);
          ScopeTrace *trace = g_ptr_array_index (traces, i / 2);
          gsize size = scope_network_get_state_size (resumable, i);

          g_assert_cmpstr (layer, ==, layers[i / 2]);
          g_assert_cmpmem (scope_array_get_data (states[i]), size * sizeof (float),
                           scope_array_get_data (scope_trace_find (trace, track))
                               + (cut - 1) * size,
                           size * sizeof (float));
        }
      answer = run_part (resumable, numbers + cut * FEATURES, WINDOW - cut, states);
      scope_assert_floats (&answer, scope_array_get_data (whole), 1, 0);
      for (guint i = 0; i < 4; i++)
        scope_array_unref (states[i]);
    }
}

/* What looks at several steps, or goes backwards, is not cut. */
static void
test_refuses (void)
{
  static const char *const files[] = {
    "keras3/backwards-keras3.keras",
    "layers/keras3/both-lstm-keras3.keras",
    "layers/keras3/masked-lstm-keras3.keras",
    "layers/keras3/seq2seq-keras3.keras",
    "layers/keras3/attention-lstm-keras3.keras",
    "layers/keras3/convolved-then-lstm-keras3.keras",
    "layers/keras3/merges-lstm-keras3.keras",
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = scope_test_fixture_path (files[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (ScopeImage) image =
          scope_reader_open (path, SCOPE_READER_WHOLE, NULL, NULL, &error);
      g_autoptr (ScopeModel) model = image != NULL ? scope_model_new (image, &error) : NULL;
      g_autoptr (ScopeNetwork) network = model != NULL ? scope_network_new (model, &error) : NULL;

      g_assert_no_error (error);
      g_assert_null (scope_network_new_resumable (network));
    }
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/network/resume/cut", test_cut);
  g_test_add_func ("/network/resume/refuses", test_refuses);
  return g_test_run ();
}
