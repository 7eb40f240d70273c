/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Recurrent layers beyond the LSTM, masks, and what wraps them, against closed forms. With linear activations, W = 1 and no bias a
 * SimpleRNN adds up what it is given, U times what it had; its numbers here are small whole ones and halves, so that float32
 * holds every sum and the answers are right to the bit. Where a sigmoid or a tanh is in it, 2e-6 is ten times their error.
 */
#include "scope-test.h"

#include "network-model.h"

#include <math.h>
#include <string.h>

#define CLOSE 2e-6

static const float one[] = { 1 };
static const float half[] = { 0.5f };

/* A layer before all others: what a window is. */
static NetworkLayer
first_layer (const char *class_name, const char *members, gsize n_steps)
{
  return (NetworkLayer){ .class_name = class_name,
                         .name = "first",
                         .config = g_strdup_printf ("\"batch_input_shape\": [null, %zu, 1], %s",
                                                    n_steps, members) };
}

#define ADDING "\"units\": 1, \"activation\": \"linear\", \"use_bias\": false"

/* h = x + u h */
static NetworkLayer
adding (const char *members, const float *u)
{
  return (NetworkLayer){ .class_name = "SimpleRNN",
                         .name = "rnn",
                         .config = g_strdup_printf (ADDING "%s", members),
                         .weights = { { "kernel:0", 2, { 1, 1 }, one },
                                      { "recurrent_kernel:0", 2, { 1, 1 }, u } } };
}

/* The same wrapped: in another layer's configuration under "layer", as often as @n times its weights. */
static NetworkLayer
wrapped (const char *class_name, const char *members, const char *inner, guint n)
{
  NetworkLayer layer = { .class_name = class_name,
                         .name = "wrapper",
                         .config = g_strdup_printf (
                             "\"layer\": {\"class_name\": \"SimpleRNN\", \"config\": {\"name\": "
                             "\"rnn\", " ADDING "%s}}%s",
                             inner, members) };
  static const char *const names[] = { "a/kernel:0", "a/recurrent_kernel:0", "b/kernel:0",
                                       "b/recurrent_kernel:0" };

  for (guint i = 0; i < 2 * n; i++)
    layer.weights[i] = (NetworkWeight){ names[i], 2, { 1, 1 }, one };
  return layer;
}

/* Windows of @n_steps rows of one number, one behind the other. */
static ScopeArray *
run (const NetworkLayer *layers, guint n_layers, const float *x, gsize n_windows, gsize n_steps,
     const char *traced, GPtrArray **traces)
{
  g_autoptr (ScopeModel) model = network_model_new (layers, n_layers);
  g_autoptr (ScopeNetwork) network = network_compile (model);
  g_autoptr (ScopeArray) rows = network_rows (n_windows * n_steps, 1, x);
  g_autofree gsize *starts = g_new (gsize, n_windows);
  const char *const names[] = { traced, NULL };
  const ScopeRunOptions options = { .trace_layers = traced != NULL ? names : NULL };

  for (gsize w = 0; w < n_windows; w++)
    starts[w] = w * n_steps;
  return network_run (network, rows, starts, n_windows, n_steps, &options, traces);
}

static void
check (const NetworkLayer *layers, guint n_layers, const float *x, gsize n_windows, gsize n_steps,
       const float *expected, gsize n_expected, double tolerance)
{
  g_autoptr (ScopeArray) output = run (layers, n_layers, x, n_windows, n_steps, NULL, NULL);

  g_assert_cmpuint (scope_array_get_size (output), ==, n_expected);
  scope_assert_floats (scope_array_get_data (output), expected, n_expected, tolerance);
}

/* 9 is what does not count: in the middle, at the beginning, at the end, everywhere. */
static const float masked_rows[] = { 1, 9, 2, 4, 9, 9, 1, 2, 1, 2, 9, 9, 9, 9, 9, 9 };

#define MASKING "\"mask_value\": 9.0"

static void
check_masked (const char *members, const float *expected, gsize n_expected)
{
  const NetworkLayer layers[] = { first_layer ("Masking", MASKING, 4), adding (members, half) };

  check (layers, G_N_ELEMENTS (layers), masked_rows, 4, 4, expected, n_expected, 0);
}

/* h = x + h / 2; where a step does not count h stays, and what was answered before is answered again. */
static void
test_masks (void)
{
  static const float all[] = { 1, 1, 2.5, 5.25, 0, 0, 1, 2.5, 1, 2.5, 2.5, 2.5, 0, 0, 0, 0 };
  static const float zeros[] = { 1, 0, 2.5, 5.25, 0, 0, 1, 2.5, 1, 2.5, 0, 0, 0, 0, 0, 0 };
  static const float last[] = { 5.25, 2.5, 2.5, 0 };
  static const float last_zeros[] = { 5.25, 2.5, 0, 0 };
  /* The last row first: 4, 4 / 2 + 2, kept, 4 / 2 + 1; … */
  static const float backwards[] = { 4, 4, 4, 3, 2, 2, 2, 2, 0, 0, 2, 2, 0, 0, 0, 0 };
  static const float last_backwards[] = { 3, 2, 2, 0 };

  check_masked (", \"return_sequences\": true", all, G_N_ELEMENTS (all));
  check_masked (", \"return_sequences\": true, \"unroll\": true", all, G_N_ELEMENTS (all));
  check_masked (", \"return_sequences\": true, \"zero_output_for_mask\": true", zeros,
                G_N_ELEMENTS (zeros));
  check_masked ("", last, G_N_ELEMENTS (last));
  check_masked (", \"zero_output_for_mask\": true", last_zeros, G_N_ELEMENTS (last_zeros));
  check_masked (", \"return_sequences\": true, \"go_backwards\": true", backwards,
                G_N_ELEMENTS (backwards));
  check_masked (", \"go_backwards\": true", last_backwards, G_N_ELEMENTS (last_backwards));
}

/* A mask goes through Dropout, and to a layer behind; Flatten stops it. */
static void
test_mask_passes (void)
{
  /* 1, 1, 2.5, 5.25 by a second sum: 1, 1, 3, 6.75 where step 1 does not count, 1, 1.5, 3.25, 6.875 where all do. */
  static const float x[] = { 1, 9, 2, 4 };
  static const float expected[] = { 1, 1, 3, 6.75 };
  const NetworkLayer layers[] = {
    first_layer ("Masking", MASKING, 4),
    { .class_name = "Dropout", .name = "dropout", .config = g_strdup ("\"rate\": 0.5") },
    adding (", \"return_sequences\": true", half),
    { .class_name = "SimpleRNN",
      .name = "second",
      .config = g_strdup (ADDING ", \"return_sequences\": true"),
      .weights = { { "kernel:0", 2, { 1, 1 }, one },
                   { "recurrent_kernel:0", 2, { 1, 1 }, half } } },
  };

  check (layers, G_N_ELEMENTS (layers), x, 1, 4, expected, G_N_ELEMENTS (expected), 0);
}

/* A mask keeps all states of an LSTM, and the trace has those that were kept: c = c / 2 + x with gates that are shut, open or half open
 * by their biases. */
static void
test_masked_lstm (void)
{
  static const float kernel[] = { 0, 0, 1, 0 };
  static const float recurrent[] = { 0, 0, 0, 0 };
  static const float bias[] = { 60, 0, 0, 60 };
  static const double cell[] = { 1, 1, 2.5, 5.25, 0, 0, 1, 2.5, 1, 2.5, 2.5, 2.5, 0, 0, 0, 0 };
  const NetworkLayer layers[] = {
    first_layer ("Masking", MASKING, 4),
    network_lstm ("lstm", G_MAXSIZE, 1, 1, "\"activation\": \"linear\", \"return_sequences\": true",
                  kernel, recurrent, bias),
  };
  g_autoptr (GPtrArray) traces = NULL;
  g_autoptr (ScopeArray) output = run (layers, 2, masked_rows, 4, 4, "lstm", &traces);
  ScopeTrace *trace = g_ptr_array_index (traces, 0);

  for (guint i = 0; i < G_N_ELEMENTS (cell); i++)
    {
      scope_assert_close (scope_array_get_data (scope_trace_find (trace, "cell"))[i], cell[i],
                          CLOSE);
      scope_assert_close (scope_array_get_data (scope_trace_find (trace, "hidden"))[i], cell[i],
                          CLOSE);
      scope_assert_close (scope_array_get_data (output)[i], cell[i], CLOSE);
    }
}

static NetworkLayer
gru (const char *members, gboolean reset_after, const float *kernel, const float *recurrent,
     const float *bias)
{
  return (NetworkLayer){
    .class_name = "GRU",
    .name = "gru",
    .config = g_strdup_printf ("\"batch_input_shape\": [null, 3, 1], \"units\": 2, "
                               "\"return_sequences\": true, \"reset_after\": %s%s",
                               reset_after ? "true" : "false", members),
    .weights = { { "kernel:0", 2, { 1, 6 }, kernel },
                 { "recurrent_kernel:0", 2, { 2, 6 }, recurrent },
                 { "bias:0", reset_after ? 2 : 1, { reset_after ? 2 : 6, 6 }, bias } }
  };
}

/* Where W and U are 0, z and h̃ are constants of the biases, and h_t = (1 - z^t) h̃. */
static void
test_gru_constant (void)
{
  static const float nothing[12] = { 0 };
  /* Input biases z z r r h h; recurrent ones, which the reset gate lets through. */
  static const float bias[] = { 0.3f, -0.5f, 0.7f, -1, 0.4f, -0.2f, 0.1f, 0.2f, 0, 0.5f, 0.6f, 1 };
  static const float x[] = { 1, 2, 3 };
  g_autoptr (GPtrArray) traces = NULL;
  const NetworkLayer layer = gru ("", TRUE, nothing, nothing, bias);
  g_autoptr (ScopeArray) output = run (&layer, 1, x, 1, 3, "gru", &traces);
  ScopeTrace *trace = g_ptr_array_index (traces, 0);

  for (guint t = 0; t < 3; t++)
    for (guint u = 0; u < 2; u++)
      {
        double z = 1 / (1 + exp (-((double) bias[u] + (double) bias[6 + u])));
        double r = 1 / (1 + exp (-((double) bias[2 + u] + (double) bias[8 + u])));
        double candidate = tanh ((double) bias[4 + u] + r * (double) bias[10 + u]);
        double h = (1 - pow (z, t + 1)) * candidate;

        scope_assert_close (scope_array_get_data (output)[t * 2 + u], h, CLOSE);
        scope_assert_close (scope_array_get_data (scope_trace_find (trace, "update"))[t * 2 + u], z,
                            CLOSE);
        scope_assert_close (scope_array_get_data (scope_trace_find (trace, "reset"))[t * 2 + u], r,
                            CLOSE);
        scope_assert_close (scope_array_get_data (scope_trace_find (trace, "candidate"))[t * 2 + u],
                            candidate, CLOSE);
        scope_assert_close (scope_array_get_data (scope_trace_find (trace, "hidden"))[t * 2 + u], h,
                            CLOSE);
      }
}

/* Two units that hand each other what they have: U_h = (0 1; 1 0), update shut, reset open in the first alone. Reset before U, the
 * second gets the first's; reset after it, the first gets the second's. */
static void
test_gru_reset (void)
{
  static const float kernel[] = { 0, 0, 0, 0, 1, 1 };
  static const float recurrent[] = { 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0 };
  static const float bias[] = { -60, -60, 60, -60, 0, 0, 0, 0, 0, 0, 0, 0 };
  static const float x[] = { 1, 2, 3 };
  static const float before[] = { 1, 1, 2, 3, 3, 5 };
  static const float after[] = { 1, 1, 3, 2, 5, 3 };
  const char *linear = ", \"activation\": \"linear\"";
  const NetworkLayer layers[] = { gru (linear, FALSE, kernel, recurrent, bias),
                                  gru (linear, TRUE, kernel, recurrent, bias) };

  check (&layers[0], 1, x, 1, 3, before, G_N_ELEMENTS (before), CLOSE);
  check (&layers[1], 1, x, 1, 3, after, G_N_ELEMENTS (after), CLOSE);
}

/* Sums from the left: 1, 3, 7; from the right: 7, 6, 4. */
static void
test_merge_modes (void)
{
  static const struct
  {
    const char *mode;
    gboolean sequences;
    gsize n;
    float expected[6];
  } modes[] = {
    { "concat", TRUE, 6, { 1, 7, 3, 6, 7, 4 } },
    { "sum", TRUE, 3, { 8, 9, 11 } },
    { "mul", TRUE, 3, { 7, 18, 28 } },
    { "ave", TRUE, 3, { 4, 4.5, 5.5 } },
    { "concat", FALSE, 2, { 7, 7 } },
    { "sum", FALSE, 1, { 14 } },
    { "mul", FALSE, 1, { 49 } },
    { "ave", FALSE, 1, { 7 } },
  };
  static const float x[] = { 1, 2, 4 };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autofree char *members = g_strdup_printf (
          ", \"merge_mode\": \"%s\", \"batch_input_shape\": [null, 3, 1]", modes[i].mode);
      const NetworkLayer layer = wrapped (
          "Bidirectional", members, modes[i].sequences ? ", \"return_sequences\": true" : "", 2);

      check (&layer, 1, x, 1, 3, modes[i].expected, modes[i].n, 0);
    }
}

/* A Bidirectional answers zeros where a step does not count: 1, 0, 3, 7 and 7, 0, 6, 4. The trace of each child is in the order of its
 * steps, and has the states that were kept. */
static void
test_masked_bidirectional (void)
{
  static const float x[] = { 1, 9, 2, 4 };
  static const float expected[] = { 1, 7, 0, 0, 3, 6, 7, 4 };
  static const float behind[] = { 4, 6, 6, 7 };
  const NetworkLayer layers[] = {
    first_layer ("Masking", MASKING, 4),
    wrapped ("Bidirectional", "", ", \"return_sequences\": true", 2),
  };
  g_autoptr (GPtrArray) traces = NULL;
  g_autoptr (ScopeArray) output = run (layers, 2, x, 1, 4, "wrapper/backward", &traces);
  ScopeTrace *trace = g_ptr_array_index (traces, 0);

  scope_assert_floats (scope_array_get_data (output), expected, G_N_ELEMENTS (expected), 0);
  g_assert_true (scope_trace_get_backwards (trace));
  scope_assert_floats (scope_array_get_data (scope_trace_find (trace, "hidden")), behind,
                       G_N_ELEMENTS (behind), 0);
}

static NetworkLayer
stack (const char *members)
{
  static const char cell[] =
      "{\"class_name\": \"SimpleRNNCell\", \"config\": {\"name\": \"%s\", " ADDING "}}";
  g_autofree char *lower = g_strdup_printf (cell, "lower");
  g_autofree char *upper = g_strdup_printf (cell, "upper");

  return (NetworkLayer){
    .class_name = "RNN",
    .name = "stack",
    .config = g_strdup_printf ("\"cell\": {\"class_name\": \"StackedRNNCells\", \"config\": "
                               "{\"name\": \"cells\", \"cells\": [%s, %s]}}%s",
                               lower, upper, members),
    .weights = { { "lower/kernel:0", 2, { 1, 1 }, one },
                 { "lower/recurrent_kernel:0", 2, { 1, 1 }, one },
                 { "upper/kernel:0", 2, { 1, 1 }, one },
                 { "upper/recurrent_kernel:0", 2, { 1, 1 }, one } },
  };
}

/* Sums of sums: 1, 3, 7 and 1, 4, 11; backwards 4, 6, 7 and 4, 10, 17; with the middle left out 4, 4, 5 and 4, 4, 9. */
static void
test_stacked_cells (void)
{
  static const float x[] = { 1, 2, 4 };
  static const float masked[] = { 1, 9, 4 };
  static const float forwards[] = { 1, 4, 11 };
  static const float backwards[] = { 4, 10, 17 };
  static const float kept[] = { 4, 4, 9 };
  const char *reversed = ", \"return_sequences\": true, \"go_backwards\": true";
  const NetworkLayer plain[] = { stack (", \"batch_input_shape\": [null, 3, 1], "
                                        "\"return_sequences\": true"),
                                 stack (", \"batch_input_shape\": [null, 3, 1], "
                                        "\"return_sequences\": true, \"go_backwards\": true") };
  const NetworkLayer layers[] = { first_layer ("Masking", MASKING, 3), stack (reversed) };
  g_autoptr (GPtrArray) traces = NULL;
  g_autoptr (ScopeArray) output = NULL;
  ScopeTrace *trace;

  check (&plain[0], 1, x, 1, 3, forwards, G_N_ELEMENTS (forwards), 0);
  check (&plain[1], 1, x, 1, 3, backwards, G_N_ELEMENTS (backwards), 0);

  output = run (layers, 2, masked, 1, 3, "stack/1", &traces);
  scope_assert_floats (scope_array_get_data (output), kept, G_N_ELEMENTS (kept), 0);
  trace = g_ptr_array_index (traces, 0);
  g_assert_cmpstr (scope_trace_get_layer (trace), ==, "stack/cells/upper");
  g_assert_true (scope_trace_get_backwards (trace));
  scope_assert_floats (scope_array_get_data (scope_trace_find (trace, "hidden")), kept,
                       G_N_ELEMENTS (kept), 0);
}

/* Two groups of three: 1, 3, 6 and 4, 9, 15. The trace has the steps of both one after the other. */
static void
test_time_distributed (void)
{
  static const float x[] = { 1, 2, 3, 4, 5, 6 };
  static const float expected[] = { 1, 3, 6, 4, 9, 15 };
  const NetworkLayer layers[] = {
    first_layer ("Reshape", "\"target_shape\": [2, 3, 1]", 6),
    wrapped ("TimeDistributed", "", ", \"return_sequences\": true", 1),
  };
  g_autoptr (GPtrArray) traces = NULL;
  g_autoptr (ScopeArray) output = run (layers, 2, x, 1, 6, "wrapper/rnn", &traces);
  ScopeTrace *trace = g_ptr_array_index (traces, 0);

  g_assert_cmpuint (scope_array_get_n_dims (output), ==, 4);
  scope_assert_floats (scope_array_get_data (output), expected, G_N_ELEMENTS (expected), 0);
  g_assert_cmpuint (scope_trace_get_n_steps (trace), ==, 6);
  scope_assert_floats (scope_array_get_data (scope_trace_find (trace, "hidden")), expected,
                       G_N_ELEMENTS (expected), 0);
  scope_assert_floats (scope_array_get_data (scope_trace_get_input (trace)), x, G_N_ELEMENTS (x),
                       0);
}

/*
 * A window of ones over frames of 2 × 3, gates open by their biases, U one in the middle for the candidate alone: c = c + Σ x + h, and h = c.
 * Frames 1 … 6 and ones: sums under the window 12, 21, 16 and 4, 6, 4 in both lines, so that 12 + 4 + 12 = 28 … come out.
 */
static void
test_conv_lstm (void)
{
  static const float x[] = { 1, 2, 3, 4, 5, 6, 1, 1, 1, 1, 1, 1 };
  static const float expected[] = { 28, 48, 36, 28, 48, 36 };
  static const float bias[] = { 60, 60, 0, 60 };
  float kernel[3 * 3 * 4] = { 0 };
  float recurrent[3 * 3 * 4] = { 0 };
  NetworkLayer layers[2];

  for (guint k = 0; k < 9; k++)
    kernel[4 * k + 2] = 1;
  recurrent[4 * 4 + 2] = 1;

  for (guint first = 0; first < 2; first++)
    {
      layers[0] = first_layer (
          "Reshape", first ? "\"target_shape\": [2, 1, 2, 3]" : "\"target_shape\": [2, 2, 3, 1]",
          12);
      layers[1] = (NetworkLayer){
        .class_name = "ConvLSTM2D",
        .name = "conv",
        .config =
            g_strdup_printf ("\"filters\": 1, \"kernel_size\": [3, 3], \"padding\": \"same\", "
                             "\"activation\": \"linear\", \"recurrent_activation\": \"sigmoid\", "
                             "\"data_format\": \"%s\"",
                             first ? "channels_first" : "channels_last"),
        .weights = { { "kernel:0", 4, { 3, 3, 1, 4 }, kernel },
                     { "recurrent_kernel:0", 4, { 3, 3, 1, 4 }, recurrent },
                     { "bias:0", 1, { 4 }, bias } },
      };
      /* Sigmoids that are 1 but for their last digit: 48 times the error of one. */
      check (layers, 2, x, 1, 12, expected, G_N_ELEMENTS (expected), 48 * CLOSE);
    }
}

/* However windows are cut into chunks and threads, a window's answer is the same to the bit. */
static void
test_cutting (void)
{
  enum
  {
    N = 300,
    STEPS = 3
  };
  g_autofree float *kernel = network_random (1, 6, 1);
  g_autofree float *recurrent = network_random (2, 12, 1);
  g_autofree float *bias = network_random (3, 12, 1);
  g_autofree float *x = network_random (4, N + STEPS, 1);
  g_autoptr (ScopeArray) rows = network_rows (N + STEPS, 1, x);
  const NetworkLayer layer = gru ("", TRUE, kernel, recurrent, bias);
  g_autoptr (ScopeModel) model = network_model_new (&layer, 1);
  g_autoptr (ScopeNetwork) network = network_compile (model);
  g_autofree gsize *starts = g_new (gsize, N);
  g_autoptr (ScopeArray) all = NULL;

  for (gsize w = 0; w < N; w++)
    starts[w] = w;
  all = network_run (network, rows, starts, N, STEPS, NULL, NULL);
  for (gsize w = 0; w < N; w += 37)
    {
      g_autoptr (ScopeArray) alone = network_run (network, rows, starts + w, 1, STEPS, NULL, NULL);

      scope_assert_floats (scope_array_get_data (alone), scope_array_get_data (all) + w * STEPS * 2,
                           STEPS * 2, 0);
    }
}

static void
check_refused (const NetworkLayer *layers, guint n_layers, const char *word)
{
  g_autoptr (ScopeModel) model = network_model_new (layers, n_layers);
  g_autoptr (GPtrArray) obstacles = scope_network_list_obstacles (model);
  const ScopeObstacle *obstacle;

  g_assert_cmpuint (obstacles->len, ==, 1);
  obstacle = g_ptr_array_index (obstacles, 0);
  g_test_message ("%s: %s", obstacle->layer, obstacle->why);
  g_assert_nonnull (strstr (obstacle->why, word));
}

/* What cannot be run says why. */
static void
test_refused (void)
{
  /* Between layers that work on each step by itself time and windows are exchanged; this one turns axes round. */
  const NetworkLayer major[] = { first_layer ("Permute", "\"dims\": [1, 2]", 3),
                                 adding (", \"time_major\": true", one) };
  static const float three[] = { 1, 1, 1 };
  const NetworkLayer flat[] = {
    first_layer ("Flatten", "\"data_format\": \"channels_last\"", 3),
    { .class_name = "SimpleRNN",
      .name = "rnn",
      .config = g_strdup (ADDING),
      .weights = { { "kernel:0", 2, { 3, 1 }, three },
                   { "recurrent_kernel:0", 2, { 1, 1 }, one } } },
  };
  const NetworkLayer cell = {
    .class_name = "RNN",
    .name = "rnn",
    .config = g_strdup ("\"batch_input_shape\": [null, 3, 1], \"cell\": {\"class_name\": "
                        "\"Dense\", \"config\": {\"name\": \"dense\", \"units\": 1, "
                        "\"use_bias\": false}}"),
    .weights = { { "kernel:0", 2, { 1, 1 }, one } },
  };
  const NetworkLayer merge = wrapped (
      "Bidirectional", ", \"merge_mode\": \"max\", \"batch_input_shape\": [null, 3, 1]", "", 2);

  check_refused (major, G_N_ELEMENTS (major), "time_major");
  check_refused (flat, G_N_ELEMENTS (flat), "(?, 3)");
  check_refused (&cell, 1, "Dense");
  check_refused (&merge, 1, "max");
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);

  g_test_add_func ("/recurrent/masks", test_masks);
  g_test_add_func ("/recurrent/mask-passes", test_mask_passes);
  g_test_add_func ("/recurrent/masked-lstm", test_masked_lstm);
  g_test_add_func ("/recurrent/gru-constant", test_gru_constant);
  g_test_add_func ("/recurrent/gru-reset", test_gru_reset);
  g_test_add_func ("/recurrent/merge-modes", test_merge_modes);
  g_test_add_func ("/recurrent/masked-bidirectional", test_masked_bidirectional);
  g_test_add_func ("/recurrent/stacked-cells", test_stacked_cells);
  g_test_add_func ("/recurrent/time-distributed", test_time_distributed);
  g_test_add_func ("/recurrent/conv-lstm", test_conv_lstm);
  g_test_add_func ("/recurrent/cutting", test_cutting);
  g_test_add_func ("/recurrent/refused", test_refused);
  return g_test_run ();
}
