/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Networks in memory: closed forms, the equations in double precision (reference.h), and what must not depend on how windows
 * are cut into runs. Tolerances: with numbers up to about 1, a float32 pass over some dozen steps is off by a few roundings of 6e-8
 * each; 2e-6 is ten times what was seen.
 */
#include "scope-test.h"

#include "network-model.h"
#include "reference.h"

#include <math.h>
#include <string.h>

#define CLOSE 2e-6

/* Random LSTM on random rows. */
typedef struct
{
  gsize n_features;
  gsize n_units;
  float *kernel;
  float *recurrent;
  float *bias;
} Cell;

static void
cell_init (Cell *self, guint32 seed, gsize n_features, gsize n_units)
{
  self->n_features = n_features;
  self->n_units = n_units;
  self->kernel = network_random (seed, n_features * 4 * n_units, 1 / sqrt ((double) n_features));
  self->recurrent = network_random (seed + 1, n_units * 4 * n_units, 1 / sqrt ((double) n_units));
  self->bias = network_random (seed + 2, 4 * n_units, 0.5);
}

static void
cell_clear (Cell *self)
{
  g_free (self->kernel);
  g_free (self->recurrent);
  g_free (self->bias);
}

static ScopeNetwork *
compile_cell (const Cell *self, gsize window, const char *members)
{
  NetworkLayer layer = network_lstm ("lstm", window, self->n_features, self->n_units, members,
                                     self->kernel, self->recurrent, self->bias);
  g_autoptr (ScopeModel) model = network_model_new (&layer, 1);

  return network_compile (model);
}

static gsize *
count_up (gsize n, gsize stride)
{
  gsize *starts = g_new (gsize, n);

  for (gsize w = 0; w < n; w++)
    starts[w] = w * stride;
  return starts;
}

/* Outputs and all traces of @network on windows of random rows against the reference, within @tolerance times the largest value
 * of a trace, at least 1. */
static void
check_cell (ScopeNetwork *network, const Cell *cell, gsize window, gsize n_windows, gsize stride,
            const ScopeActivation *gate, const ScopeActivation *candidate, gboolean backwards,
            gboolean sequences, double tolerance)
{
  static const char *const names[] = { "input", "forget", "candidate", "output", "cell", "hidden" };
  const char *const traced[] = { "lstm", NULL };
  const ScopeRunOptions options = { .trace_layers = traced, .n_threads = 1 };
  gsize n_rows = (n_windows - 1) * stride + window;
  g_autofree float *values = network_random (9, n_rows * cell->n_features, 1);
  g_autoptr (ScopeArray) rows = network_rows (n_rows, cell->n_features, values);
  g_autofree gsize *starts = count_up (n_windows, stride);
  g_autoptr (GPtrArray) traces = NULL;
  g_autoptr (ScopeArray) output =
      network_run (network, rows, starts, n_windows, window, &options, &traces);
  gsize size = window * cell->n_units;
  double *tracks[6];

  for (guint i = 0; i < 6; i++)
    tracks[i] = g_new (double, size);

  for (gsize w = 0; w < n_windows; w++)
    {
      ScopeTrace *trace = g_ptr_array_index (traces, 0);
      const float *x = values + starts[w] * cell->n_features;
      const float *given =
          scope_array_get_data (scope_trace_get_input (trace)) + w * window * cell->n_features;
      const float *hidden;

      reference_lstm (window, cell->n_features, cell->n_units, x, cell->kernel, cell->recurrent,
                      cell->bias, gate, candidate, backwards, tracks);
      for (guint i = 0; i < 6; i++)
        {
          const float *track = scope_array_get_data (scope_trace_find (trace, names[i])) + w * size;

          double allowed = tolerance;

          for (gsize k = 0; k < size; k++)
            allowed = MAX (allowed, tolerance * fabs (tracks[i][k]));
          for (gsize k = 0; k < size; k++)
            scope_assert_close (track[k], tracks[i][k], allowed);
        }
      for (gsize t = 0; t < window; t++)
        for (gsize k = 0; k < cell->n_features; k++)
          g_assert_cmpfloat (given[t * cell->n_features + k], ==,
                             x[(backwards ? window - 1 - t : t) * cell->n_features + k]);

      /* The output is the trace of h, to the bit. */
      hidden = scope_array_get_data (scope_trace_find (trace, "hidden")) + w * size;
      if (sequences)
        scope_assert_floats (scope_array_get_data (output) + w * size, hidden, size, 0);
      else
        scope_assert_floats (scope_array_get_data (output) + w * cell->n_units,
                             hidden + size - cell->n_units, cell->n_units, 0);
    }
  for (guint i = 0; i < 6; i++)
    g_free (tracks[i]);
}

/* Numbers of units and features around the widths of vectors; windows that overlap and windows that do not. */
static void
test_sizes (void)
{
  static const ScopeActivation gate = { .kind = SCOPE_ACTIVATION_SIGMOID };
  static const ScopeActivation candidate = { .kind = SCOPE_ACTIVATION_TANH };
  static const gsize units[] = { 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 50, 64, 100, 129 };
  static const gsize features[] = { 1, 3, 14 };

  for (guint u = 0; u < G_N_ELEMENTS (units); u++)
    {
      Cell cell;
      gsize window = 11;
      g_autoptr (ScopeNetwork) network = NULL;

      cell_init (&cell, 5, features[u % G_N_ELEMENTS (features)], units[u]);
      network = compile_cell (&cell, window, "\"recurrent_activation\": \"sigmoid\"");
      g_assert_cmpuint (scope_network_get_window (network), ==, window);
      g_assert_cmpuint (scope_network_get_row_size (network, 0), ==, cell.n_features);
      check_cell (network, &cell, window, 3 + u, 1, &gate, &candidate, FALSE, FALSE, CLOSE);
      check_cell (network, &cell, window, 53, 1, &gate, &candidate, FALSE, FALSE, CLOSE);
      check_cell (network, &cell, window, 5, 13, &gate, &candidate, FALSE, FALSE, CLOSE);
      cell_clear (&cell);
    }
}

/* Every activation of a cell, in both places, both ways round, with and without sequences; free length of windows. */
static void
test_activations (void)
{
  static const struct
  {
    const char *gate;
    const char *candidate;
  } rows[] = {
    { "sigmoid", "tanh" },    { "hard_sigmoid", "tanh" },   { "sigmoid", "relu" },
    { "linear", "linear" },   { "softmax", "tanh" },        { "sigmoid", "softmax" },
    { "softmax", "softmax" }, { "tanh", "log_softmax" },    { "hard_sigmoid", "softsign" },
    { "sigmoid", "elu" },     { "hard_sigmoid", "selu" },   { "sigmoid", "softplus" },
    { "sigmoid", "swish" },   { "exponential", "sigmoid" }, { "sigmoid", "gelu" },
    { "sigmoid", "relu6" },   { "sigmoid", "leaky_relu" },  { "softsign", "mish" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint k = 0; k < 4; k++)
      {
        gboolean backwards = k % 2 == 1;
        gboolean sequences = k / 2 == 1;
        g_autofree char *members = g_strdup_printf (
            "\"activation\": \"%s\", \"recurrent_activation\": \"%s\", \"go_backwards\": %s, "
            "\"return_sequences\": %s",
            rows[i].candidate, rows[i].gate, backwards ? "true" : "false",
            sequences ? "true" : "false");
        g_autoptr (ScopeNetwork) network = NULL;
        ScopeActivation gate;
        ScopeActivation candidate;
        Cell cell;

        g_assert_true (scope_activation_parse (rows[i].gate, 2, &gate));
        g_assert_true (scope_activation_parse (rows[i].candidate, 2, &candidate));
        cell_init (&cell, 5 + i, 3, 9);
        /* What is not bounded would soon grow beyond all bounds, and its roundings with it. */
        for (guint n = 0; n < 9 * 36; n++)
          cell.recurrent[n] *= 0.25f;
        network = compile_cell (&cell, 0, members);
        g_assert_cmpuint (scope_network_get_window (network), ==, 0);
        check_cell (network, &cell, 7, 11, 1, &gate, &candidate, backwards, sequences, 5 * CLOSE);
        cell_clear (&cell);
      }
}

/* U = 0, i = o = 1, W into c̃ alone: c = Σ f^(k-1) tanh (w x [lag k]), h = tanh (c). */
static void
test_leaky (void)
{
  const float kernel[] = { 0, 0, 0.5f, 0 };
  const float recurrent[4] = { 0 };
  const float bias[] = { 60, 1.25f, 0, 60 };
  const double f = 1 / (1 + exp (-1.25));
  NetworkLayer layer = network_lstm ("lstm", 24, 1, 1, "\"recurrent_activation\": \"sigmoid\"",
                                     kernel, recurrent, bias);
  g_autoptr (ScopeModel) model = network_model_new (&layer, 1);
  g_autoptr (ScopeNetwork) network = network_compile (model);
  g_autofree float *values = network_random (4, 60, 1);
  g_autoptr (ScopeArray) rows = network_rows (60, 1, values);
  g_autofree gsize *starts = count_up (37, 1);
  g_autoptr (ScopeArray) output = network_run (network, rows, starts, 37, 24, NULL, NULL);

  for (gsize w = 0; w < 37; w++)
    {
      double c = 0;

      for (guint lag = 1; lag <= 24; lag++)
        c += pow (f, lag - 1) * tanh (0.5 * (double) values[w + 24 - lag]);
      scope_assert_close (scope_array_get_data (output)[w], tanh (c), CLOSE);
    }
}

/* A shut forget gate: no lag but 1 changes a bit. */
static void
test_shut (void)
{
  Cell cell;
  g_autoptr (ScopeNetwork) network = NULL;
  g_autofree float *values = network_random (6, 12 * 2, 1);
  g_autofree float *others = network_random (7, 12 * 2, 1);
  g_autoptr (ScopeArray) rows = NULL;
  g_autoptr (ScopeArray) other_rows = NULL;
  g_autoptr (ScopeArray) output = NULL;
  g_autoptr (ScopeArray) other_output = NULL;
  const gsize start = 0;

  cell_init (&cell, 8, 2, 5);
  memset (cell.recurrent, 0, 5 * 20 * sizeof (float));
  for (guint u = 0; u < 5; u++)
    {
      cell.bias[5 + u] = -60;
      cell.kernel[5 + u] = cell.kernel[20 + 5 + u] = 0;
    }
  network = compile_cell (&cell, 12, "\"recurrent_activation\": \"sigmoid\"");
  memcpy (others + 22, values + 22, 2 * sizeof (float));
  rows = network_rows (12, 2, values);
  other_rows = network_rows (12, 2, others);
  output = network_run (network, rows, &start, 1, 12, NULL, NULL);
  other_output = network_run (network, other_rows, &start, 1, 12, NULL, NULL);
  scope_assert_floats (scope_array_get_data (output), scope_array_get_data (other_output), 5, 0);
  cell_clear (&cell);
}

/* LSTM → LSTM → Dense: what all tests of cutting run on. */
static ScopeNetwork *
compile_stack (void)
{
  g_autofree float *kernel = network_random (1, 4 * 4 * 20, 0.5);
  g_autofree float *recurrent = network_random (2, 20 * 80, 0.3);
  g_autofree float *bias = network_random (3, 80, 0.5);
  g_autofree float *kernel_2 = network_random (4, 20 * 4 * 7, 0.4);
  g_autofree float *recurrent_2 = network_random (5, 7 * 28, 0.5);
  g_autofree float *head = network_random (6, 7 * 3, 0.5);
  g_autofree float *head_bias = network_random (7, 3, 0.5);
  NetworkLayer layers[] = {
    network_lstm ("lstm", 10, 4, 20, "\"return_sequences\": true", kernel, recurrent, bias),
    network_lstm ("lstm_1", G_MAXSIZE, 20, 7, "", kernel_2, recurrent_2, NULL),
    network_dense ("dense", 7, 3, "sigmoid", head, head_bias),
  };
  g_autoptr (ScopeModel) model = network_model_new (layers, G_N_ELEMENTS (layers));

  return network_compile (model);
}

/* The same windows as rows of a series, as a batch of copies, in another order, and in any number of threads: the same
 * bits. */
static void
test_cutting (void)
{
  enum
  {
    N = 700,
    WINDOW = 10,
    FEATURES = 4,
    OUTPUTS = 3
  };
  g_autoptr (ScopeNetwork) network = compile_stack ();
  g_autofree float *values = network_random (10, (N + WINDOW - 1) * FEATURES, 1);
  g_autoptr (ScopeArray) rows = network_rows (N + WINDOW - 1, FEATURES, values);
  g_autofree float *copies = g_new (float, N *WINDOW *FEATURES);
  g_autoptr (ScopeArray) copied = NULL;
  g_autofree gsize *overlapping = count_up (N, 1);
  g_autofree gsize *apart = count_up (N, WINDOW);
  g_autofree gsize *shuffled = g_new (gsize, N);
  g_autoptr (ScopeArray) expected = NULL;
  static const guint threads[] = { 1, 2, 3, 7, 0 };

  for (gsize w = 0; w < N; w++)
    memcpy (copies + w * WINDOW * FEATURES, values + w * FEATURES,
            WINDOW * FEATURES * sizeof (float));
  copied = network_rows (N * WINDOW, FEATURES, copies);
  for (gsize w = 0; w < N; w++)
    shuffled[w] = w * 37 % N;

  expected = network_run (network, rows, overlapping, N, WINDOW, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      const ScopeRunOptions options = { .n_threads = threads[i] };
      g_autoptr (ScopeArray) again =
          network_run (network, rows, overlapping, N, WINDOW, &options, NULL);
      g_autoptr (ScopeArray) batch =
          network_run (network, copied, apart, N, WINDOW, &options, NULL);
      g_autoptr (ScopeArray) mixed =
          network_run (network, rows, shuffled, N, WINDOW, &options, NULL);

      scope_assert_floats (scope_array_get_data (again), scope_array_get_data (expected),
                           N * OUTPUTS, 0);
      scope_assert_floats (scope_array_get_data (batch), scope_array_get_data (expected),
                           N * OUTPUTS, 0);
      for (gsize w = 0; w < N; w++)
        scope_assert_floats (scope_array_get_data (mixed) + w * OUTPUTS,
                             scope_array_get_data (expected) + shuffled[w] * OUTPUTS, OUTPUTS, 0);
    }

  /* Any few of them alone. */
  for (gsize first = 0; first < 60; first += 7)
    {
      g_autoptr (ScopeArray) few =
          network_run (network, rows, overlapping + first, 1 + first / 3, WINDOW, NULL, NULL);

      scope_assert_floats (scope_array_get_data (few),
                           scope_array_get_data (expected) + first * OUTPUTS,
                           (1 + first / 3) * OUTPUTS, 0);
    }
}

/* All levels within a few roundings of each other; with fused multiply-add, to the bit. */
static void
test_levels (void)
{
  static const char *const ids[] = { "baseline", "avx2", "avx512" };
  g_autofree char *before = g_strdup (g_getenv ("GATESCOPE_LEVEL"));
  g_autofree float *values = network_random (11, 300 * 4, 1);
  g_autoptr (ScopeArray) rows = network_rows (300, 4, values);
  g_autofree gsize *starts = count_up (291, 1);
  const ScopeRunOptions options = { .n_threads = 1 };
  ScopeArray *outputs[G_N_ELEMENTS (ids)];
  const char *levels[G_N_ELEMENTS (ids)];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (ScopeNetwork) network = NULL;

      g_setenv ("GATESCOPE_LEVEL", ids[i], TRUE);
      levels[i] = scope_network_get_level ();
      network = compile_stack ();
      outputs[i] = network_run (network, rows, starts, 291, 10, &options, NULL);
      scope_assert_floats (scope_array_get_data (outputs[i]), scope_array_get_data (outputs[0]),
                           291 * 3, CLOSE);
    }
  if (g_strcmp0 (levels[1], "AVX2") == 0)
    scope_assert_floats (scope_array_get_data (outputs[2]), scope_array_get_data (outputs[1]),
                         291 * 3, 0);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    scope_array_unref (outputs[i]);
  if (before != NULL)
    g_setenv ("GATESCOPE_LEVEL", before, TRUE);
  else
    g_unsetenv ("GATESCOPE_LEVEL");
}

/* A missing number makes the windows that hold it missing, and no other. */
static void
test_missing (void)
{
  static const char *const activations[] = { "tanh", "relu", "hard_sigmoid", "softmax", "relu6" };

  for (guint i = 0; i < G_N_ELEMENTS (activations); i++)
    {
      g_autofree char *members = g_strdup_printf (
          "\"activation\": \"%s\", \"recurrent_activation\": \"hard_sigmoid\"", activations[i]);
      g_autofree float *values = network_random (12, 100 * 4, 1);
      g_autoptr (ScopeArray) rows = NULL;
      g_autofree gsize *starts = count_up (91, 1);
      g_autoptr (ScopeNetwork) network = NULL;
      g_autoptr (ScopeArray) output = NULL;
      Cell cell;

      cell_init (&cell, 20, 4, 11);
      network = compile_cell (&cell, 10, members);
      values[50 * 4 + 1] = NAN;
      rows = network_rows (100, 4, values);
      output = network_run (network, rows, starts, 91, 10, NULL, NULL);
      for (gsize w = 0; w < 91; w++)
        for (guint k = 0; k < 11; k++)
          g_assert_cmpint (isnan (scope_array_get_data (output)[w * 11 + k]), ==,
                           w <= 50 && w + 10 > 50);
      cell_clear (&cell);
    }
}

/* Dense on a row, without a time axis, and on every step of a sequence; every activation at the end. */
static void
test_dense (void)
{
  g_autofree float *kernel = network_random (30, 5 * 6, 1);
  g_autofree float *bias = network_random (31, 6, 1);
  g_autofree float *values = network_random (32, 20 * 5, 1);
  g_autoptr (ScopeArray) rows = network_rows (20, 5, values);
  static const char *const activations[] = {
    "linear",  "tanh",     "sigmoid",     "hard_sigmoid", "relu",  "elu",
    "selu",    "softplus", "softsign",    "exponential",  "swish", "gelu",
    "softmax", "mish",     "log_softmax", "leaky_relu",   "relu6",
  };

  for (guint i = 0; i < G_N_ELEMENTS (activations); i++)
    for (gsize steps = 0; steps <= 4; steps += 4)
      {
        gsize window = MAX (steps, 1);
        gsize n_windows = 20 / window;
        g_autofree char *shape =
            steps > 0 ? g_strdup_printf ("[null, %zu, 5]", steps) : g_strdup ("[null, 5]");
        NetworkLayer layers[] = {
          network_dense ("dense", 5, 6, "linear", kernel, bias),
          { .class_name = "Dropout", .name = "dropout", .config = g_strdup ("\"rate\": 0.5") },
          { .class_name = "Activation",
            .name = "activation",
            .config = g_strdup_printf ("\"activation\": \"%s\"", activations[i]) },
        };
        g_autofree gsize *apart = count_up (n_windows, window);
        g_autofree char *members = NULL;
        g_autoptr (ScopeModel) model = NULL;
        g_autoptr (ScopeNetwork) network = NULL;
        g_autoptr (ScopeArray) output = NULL;
        ScopeActivation activation;
        gsize dims[SCOPE_ARRAY_MAX_DIMS];

        members = layers[0].config;
        layers[0].config = g_strdup_printf ("%s, \"batch_input_shape\": %s", members, shape);
        model = network_model_new (layers, G_N_ELEMENTS (layers));
        network = network_compile (model);
        g_assert_true (scope_activation_parse (activations[i], 2, &activation));
        g_assert_cmpuint (scope_network_get_window (network), ==, window);
        g_assert_cmpuint (scope_network_get_output_dims (network, 0, window, dims), ==,
                          steps > 0 ? 2 : 1);
        g_assert_cmpuint (dims[steps > 0 ? 1 : 0], ==, 6);

        output = network_run (network, rows, apart, n_windows, window, NULL, NULL);
        g_assert_cmpuint (scope_array_get_dim (output, 0), ==, n_windows);
        for (gsize r = 0; r < 20; r++)
          {
            double y[6];

            for (guint j = 0; j < 6; j++)
              {
                y[j] = (double) bias[j];
                for (guint k = 0; k < 5; k++)
                  y[j] += (double) values[r * 5 + k] * (double) kernel[k * 6 + j];
              }
            reference_activate (&activation, y, 6);
            for (guint j = 0; j < 6; j++)
              scope_assert_close (scope_array_get_data (output)[r * 6 + j], y[j], 5 * CLOSE);
          }
      }
}

static void
check_error (ScopeNetwork *network, const ScopeBatch *batch, const ScopeRunOptions *options,
             int code, const char *word, const char *other)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) traces = NULL;
  ScopeArray *output = NULL;

  g_assert_false (scope_network_run (network, batch, options, &output, &traces, &error));
  scope_assert_error (error, code, "network.h5", word, other);
  g_assert_null (output);
  g_assert_null (traces);
}

static void
test_errors (void)
{
  g_autoptr (ScopeNetwork) network = compile_stack ();
  g_autofree float *values = network_random (13, 40 * 4, 1);
  g_autoptr (ScopeArray) rows = network_rows (40, 4, values);
  g_autoptr (ScopeArray) narrow = network_rows (40, 3, values);
  const gsize flat_dims[] = { 160 };
  g_autoptr (ScopeArray) flat = scope_array_new (1, flat_dims);
  const gsize starts[] = { 0, 30, 31 };
  const gsize far[] = { G_MAXSIZE };
  const char *const unknown[] = { "dense", NULL };
  const ScopeRunOptions options = { .trace_layers = unknown };

  check_error (network, &(ScopeBatch){ &narrow, 1, starts, 2, 10 }, NULL, SCOPE_ERROR_CONTRADICTION,
               "rows of 3 numbers", "expected 4");
  check_error (network, &(ScopeBatch){ &flat, 1, starts, 2, 10 }, NULL, SCOPE_ERROR_CONTRADICTION,
               "160", "1 dimension");
  check_error (network, &(ScopeBatch){ &rows, 1, starts, 2, 9 }, NULL, SCOPE_ERROR_CONTRADICTION,
               "windows of 9 rows", "expected 10");
  check_error (network, &(ScopeBatch){ &rows, 1, starts, 3, 10 }, NULL, SCOPE_ERROR_CONTRADICTION,
               "begins at row 31", "40");
  check_error (network, &(ScopeBatch){ &rows, 1, far, 1, 10 }, NULL, SCOPE_ERROR_CONTRADICTION,
               "begins at row", "40");
  check_error (network, &(ScopeBatch){ &rows, 0, starts, 2, 10 }, NULL, SCOPE_ERROR_CONTRADICTION,
               "0 inputs", "expected 1");
  check_error (network, &(ScopeBatch){ &rows, 1, starts, 2, 10 }, &options, SCOPE_ERROR_USAGE,
               "found dense", "lstm, lstm_1");

  /* No windows is no error. */
  {
    g_autoptr (ScopeArray) output = network_run (network, rows, starts, 0, 10, NULL, NULL);

    g_assert_cmpuint (scope_array_get_dim (output, 0), ==, 0);
  }
}

static void
test_cancelled (void)
{
  g_autoptr (ScopeNetwork) network = compile_stack ();
  g_autofree float *values = network_random (13, 40 * 4, 1);
  g_autoptr (ScopeArray) rows = network_rows (40, 4, values);
  g_autofree gsize *starts = count_up (31, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const ScopeRunOptions options = { .cancellable = cancellable };
  const ScopeBatch batch = { &rows, 1, starts, 31, 10 };
  g_autoptr (GError) error = NULL;
  ScopeArray *output = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (scope_network_run (network, &batch, &options, &output, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (output);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (20000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* A long run ends within a moment of its being cancelled: well before the minute or so that all of it takes. */
static void
test_cancelled_while_running (void)
{
  enum
  {
    N = 60000,
    WINDOW = 500,
    UNITS = 200
  };
  Cell cell;
  g_autoptr (ScopeNetwork) network = NULL;
  g_autofree float *values = network_random (14, N + WINDOW - 1, 1);
  g_autoptr (ScopeArray) rows = network_rows (N + WINDOW - 1, 1, values);
  g_autofree gsize *starts = count_up (N, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const ScopeRunOptions options = { .cancellable = cancellable, .n_threads = 2 };
  const ScopeBatch batch = { &rows, 1, starts, N, WINDOW };
  g_autoptr (GError) error = NULL;
  ScopeArray *output = NULL;
  GThread *thread;

  cell_init (&cell, 40, 1, UNITS);
  network = compile_cell (&cell, WINDOW, "");
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_false (scope_network_run (network, &batch, &options, &output, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  cell_clear (&cell);
}

static void
test_progress (void)
{
  g_autoptr (ScopeNetwork) network = compile_stack ();
  g_autofree float *values = network_random (15, 1009 * 4, 1);
  g_autoptr (ScopeArray) rows = network_rows (1009, 4, values);
  g_autofree gsize *starts = count_up (1000, 1);
  g_autoptr (ScopeProgress) progress = scope_progress_new ();
  const ScopeRunOptions options = { .progress = progress, .n_threads = 2 };
  g_autoptr (ScopeArray) output = network_run (network, rows, starts, 1000, 10, &options, NULL);

  g_assert_nonnull (output);
  g_assert_cmpuint (scope_progress_get_done (progress), ==, 1000);
  g_assert_cmpuint (scope_progress_get_total (progress), ==, 1000);
}

/* A class that nobody runs: named with its class, with those behind it judged on their own. */
static void
test_obstacles (void)
{
  g_autofree float *kernel = network_random (1, 4 * 4 * 2, 0.5);
  g_autofree float *recurrent = network_random (2, 2 * 8, 0.3);
  NetworkLayer layers[] = {
    network_lstm ("lstm", 10, 4, 2, "\"return_sequences\": true", kernel, recurrent, NULL),
    { .class_name = "GroupQueryAttention", .name = "odd", .config = g_strdup ("") },
    { .class_name = "Activation",
      .name = "strange",
      .config = g_strdup ("\"activation\": \"my_function\"") },
    { .class_name = "Activation",
      .name = "plain",
      .config = g_strdup ("\"activation\": \"relu\"") },
  };
  g_autoptr (ScopeModel) model = network_model_new (layers, G_N_ELEMENTS (layers));
  g_autoptr (GPtrArray) obstacles = scope_network_list_obstacles (model);
  g_autoptr (GError) error = NULL;
  const ScopeObstacle *obstacle;

  g_assert_cmpuint (obstacles->len, ==, 2);
  obstacle = g_ptr_array_index (obstacles, 0);
  g_assert_cmpstr (obstacle->layer, ==, "odd");
  g_assert_cmpstr (obstacle->class_name, ==, "GroupQueryAttention");
  obstacle = g_ptr_array_index (obstacles, 1);
  g_assert_cmpstr (obstacle->layer, ==, "strange");

  g_assert_null (scope_network_new (model, &error));
  scope_assert_error (error, SCOPE_ERROR_UNSUPPORTED, "network.h5", "odd", "GroupQueryAttention");
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  /* First: it changes the environment, which wants no other threads. */
  g_test_add_func ("/network/levels", test_levels);
  g_test_add_func ("/network/sizes", test_sizes);
  g_test_add_func ("/network/activations", test_activations);
  g_test_add_func ("/network/leaky", test_leaky);
  g_test_add_func ("/network/shut", test_shut);
  g_test_add_func ("/network/cutting", test_cutting);
  g_test_add_func ("/network/missing", test_missing);
  g_test_add_func ("/network/dense", test_dense);
  g_test_add_func ("/network/errors", test_errors);
  g_test_add_func ("/network/cancelled", test_cancelled);
  g_test_add_func ("/network/cancelled-while-running", test_cancelled_while_running);
  g_test_add_func ("/network/progress", test_progress);
  g_test_add_func ("/network/obstacles", test_obstacles);
  return g_test_run ();
}
