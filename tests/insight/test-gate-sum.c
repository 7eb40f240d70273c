/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-sum.h"
#include "scope-pass.h"
#include "scope-predict.h"
#include "scope-reader.h"
#include "scope-test.h"
#include "scope-trace-private.h"
#include "small-model.h"

#include <math.h>
#include <string.h>

#define E(x) ((x) / 8.0f)

static const float kernel[] = { E (1), E (-2), E (3), E (0),  E (2), E (1), E (-1), E (4),
                                E (0), E (1),  E (2), E (-3), E (1), E (0), E (5),  E (-2) };
static const float recurrent[] = { E (2), E (-1), E (0),  E (1), E (3), E (-4), E (1),  E (2),
                                   E (1), E (1),  E (-2), E (0), E (0), E (2),  E (-3), E (1) };
static const float bias[] = { E (1), E (-1), E (8), E (16), E (0), E (2), E (-2), E (3) };
static const double a[] = { 0.5, 1.5, -0.75, 1, 2 };
static const double b[] = { -1, 0.25, 0.5, 1, 2 };

static const char recipe[] =
    "{\"features\": [{\"column\": \"a\", \"scaling\": {\"kind\": \"none\"}},"
    " {\"column\": \"b\", \"scaling\": {\"kind\": \"none\"}}],"
    " \"window\": 3, \"stride\": 1, \"lead_steps\": 1,"
    " \"targets\": [{\"output\": 0, \"output_index\": 0, \"column\": \"a\", \"lead_steps\": 1,"
    "  \"inverse\": {\"kind\": \"none\"}}], \"primary_target\": 0}";

typedef struct
{
  ScopeModel *model;
  ScopePass *pass;
  ScopeTrace *trace;
} Fixture;

static void
set_up (Fixture *fixture, const SmallLayer *layers)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeNetwork) network = NULL;
  g_autoptr (ScopeFeed) feed = NULL;
  const double *columns[] = { a, b };

  fixture->model = small_model_new (layers);
  network = scope_network_new (fixture->model, &error);
  g_assert_no_error (error);
  feed = small_feed_new (fixture->model, network, columns, 2, 5, recipe);
  fixture->pass = scope_pass_new (network, feed, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (scope_pass_get_n_traces (fixture->pass), ==, 1);
  fixture->trace = scope_pass_find_trace (fixture->pass, layers->name);
  g_assert_nonnull (fixture->trace);
}

static void
tear_down (Fixture *fixture)
{
  scope_pass_unref (fixture->pass);
  scope_model_unref (fixture->model);
}

static const SmallLayer lstm[] = {
  { "lstm",
    "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"lstm\", \"batch_input_shape\": [null, 3, "
    "2], "
    "\"units\": 2, \"activation\": \"tanh\", \"recurrent_activation\": \"sigmoid\"}}",
    { { "kernel:0", 2, { 2, 8 }, kernel },
      { "recurrent_kernel:0", 2, { 2, 8 }, recurrent },
      { "bias:0", 1, { 8 }, bias } } },
  { NULL },
};

/* The second step by numpy 2.4.6 in float64; the hidden state it begins with is the float32 of the
 * trace, hence 1e-6. */
static void
test_numpy (void)
{
  static const double inputs[] = { 0.1875,  -0.34375, 0.625,    -0.09375,
                                   0.40625, 0.1875,   -0.03125, 0.6875 };
  static const double units[] = {
    0.01082344843356083, 0.01082344843356083,  -0.02164689686712166, 0, 0,
    0.02164689686712166, -0.03247034530068249, 0.01082344843356083
  };
  static const double sums[] = {
    0.32332344843356087, -0.4579265515664392, 1.6033531031328785, 1.90625, 0.40625,
    0.4591468968671216,  -0.3137203453006825, 1.0733234484335608
  };
  static const double gates[] = { 0.5801339877836933,  0.3874778185750576,  0.8324865059488108,
                                  0.870597268408361,   0.38528396626947226, 0.42938865379203695,
                                  0.42220690550485357, 0.745228429879742 };
  Fixture fixture;

  set_up (&fixture, lstm);
  for (guint gate = 0; gate < 4; gate++)
    for (guint unit = 0; unit < 2; unit++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (ScopeGateSum) sum =
            scope_gate_sum_new (fixture.model, fixture.trace, 0, 1, gate, unit, &error);
        guint i = gate * 2 + unit;

        g_assert_no_error (error);
        scope_assert_close (sum->from_inputs, inputs[i], 1e-14);
        scope_assert_close (sum->from_units, units[i], 1e-6);
        scope_assert_close (sum->bias, bias[i], 0);
        scope_assert_close (sum->sum, sums[i], 1e-6);
        scope_assert_close (sum->result, gates[i], 1e-6);
        scope_assert_close (sum->traced, gates[i], 1e-6);
      }
  tear_down (&fixture);
}

static void
test_parts (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeGateSum) sum = NULL;
  g_autoptr (ScopeGateSum) copy = NULL;
  double total = 0;

  /* Input gate of unit 0, first step: 1/8 · 0.5, 0 · −1, and no state yet. */
  set_up (&fixture, lstm);
  sum = scope_gate_sum_new (fixture.model, fixture.trace, 0, 0, 0, 0, &error);
  g_assert_no_error (error);
  copy = scope_gate_sum_copy (sum);
  g_assert_cmpuint (copy->n_parts, ==, 4);
  g_assert_cmpint (copy->parts[0].matrix, ==, SCOPE_MATRIX_W);
  g_assert_cmpuint (copy->parts[0].index, ==, 0);
  scope_assert_close (copy->parts[0].weight, 0.125, 0);
  scope_assert_close (copy->parts[0].value, 0.5, 0);
  scope_assert_close (copy->parts[0].product, 0.0625, 0);
  for (guint i = 0; i < copy->n_parts; i++)
    {
      total += copy->parts[i].product;
      if (i > 0)
        g_assert_cmpfloat (fabs (copy->parts[i].product), <=, fabs (copy->parts[i - 1].product));
    }
  scope_assert_close (total + copy->bias, copy->sum, 1e-15);
  scope_assert_close (copy->from_units, 0, 0);
  tear_down (&fixture);
}

/* Every gate of every step and unit is what the trace says, to float rounding. */
static void
check_all (ScopeModel *model, ScopeTrace *trace, guint n_gates)
{
  for (guint step = 0; step < 3; step++)
    for (guint gate = 0; gate < n_gates; gate++)
      for (guint unit = 0; unit < 2; unit++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (ScopeGateSum) sum =
              scope_gate_sum_new (model, trace, 0, step, gate, unit, &error);

          g_assert_no_error (error);
          scope_assert_close (sum->result, sum->traced, 1e-6);
          scope_assert_close (sum->from_inputs + sum->from_units + sum->bias, sum->sum, 1e-15);
        }
}

static void
test_lstm (void)
{
  Fixture fixture;

  set_up (&fixture, lstm);
  check_all (fixture.model, fixture.trace, 4);
  tear_down (&fixture);
}

/* A trace worked out elsewhere: @tracks of three steps of two units each. */
static void
check_given (const SmallLayer *layers, const char *const *names, const float tracks[][6],
             guint n_tracks, guint n_gates)
{
  g_autoptr (ScopeModel) model = small_model_new (layers);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeTrace) trace =
      scope_trace_new (layers->name, FALSE, names, n_tracks, 1, 3, 2, 2, &error);

  g_assert_no_error (error);
  for (guint track = 0; track < n_tracks; track++)
    memcpy (scope_trace_get_writable (trace, track, 0), tracks[track], sizeof tracks[track]);
  for (guint step = 0; step < 3; step++)
    {
      scope_trace_get_writable (trace, n_tracks, 0)[2 * step] = (float) a[step];
      scope_trace_get_writable (trace, n_tracks, 0)[2 * step + 1] = (float) b[step];
    }
  check_all (model, trace, n_gates);
}

static const char *const gru_names[] = { "update", "reset", "candidate", "hidden" };
static const float gru_kernel[] = { E (1), E (-2), E (3), E (0),  E (2), E (1),
                                    E (0), E (1),  E (2), E (-3), E (1), E (0) };
static const float gru_recurrent[] = { E (2), E (-1), E (0),  E (1), E (3), E (-4),
                                       E (1), E (1),  E (-2), E (0), E (0), E (2) };
static const float gru_biases[] = { E (1), E (-1), E (2), E (3), E (-4), E (5),
                                    E (2), E (1),  E (1), E (4), E (6),  E (-3) };

/* numpy 2.4.6, float64: z, r, h̃ and h of the three steps. */
static void
test_gru_before (void)
{
  const SmallLayer layers[] = {
    { "gru",
      "{\"class_name\": \"GRU\", \"config\": {\"name\": \"gru\", \"batch_input_shape\": [null, 3, "
      "2], "
      "\"units\": 2, \"activation\": \"tanh\", \"recurrent_activation\": \"sigmoid\", "
      "\"reset_after\": false}}",
      { { "kernel:0", 2, { 2, 6 }, gru_kernel },
        { "recurrent_kernel:0", 2, { 2, 6 }, gru_recurrent },
        { "bias:0", 1, { 6 }, gru_biases } } },
    { NULL },
  };
  static const float tracks[][6] = {
    { 0.546738152f, 0.4073334f, 0.575497336f, 0.401700145f, 0.514517092f, 0.554874194f },
    { 0.546738152f, 0.679178699f, 0.687108844f, 0.563423387f, 0.487173046f, 0.541069779f },
    { -0.462117157f, 0.596373555f, -0.146655507f, 0.732567632f, -0.577294699f, 0.574537455f },
    { -0.209460077f, 0.353450687f, -0.18279937f, 0.5802763f, -0.374320109f, 0.577721792f },
  };

  check_given (layers, gru_names, tracks, 4, 3);
}

static void
test_gru_after (void)
{
  const SmallLayer layers[] = {
    { "gru",
      "{\"class_name\": \"GRU\", \"config\": {\"name\": \"gru\", \"batch_input_shape\": [null, 3, "
      "2], "
      "\"units\": 2, \"activation\": \"tanh\", \"recurrent_activation\": \"sigmoid\", "
      "\"reset_after\": true}}",
      { { "kernel:0", 2, { 2, 6 }, gru_kernel },
        { "recurrent_kernel:0", 2, { 2, 6 }, gru_recurrent },
        { "bias:0", 2, { 2, 6 }, gru_biases } } },
    { NULL },
  };
  static const float tracks[][6] = {
    { 0.60766317f, 0.437823499f, 0.641621694f, 0.422134944f, 0.590027135f, 0.570425964f },
    { 0.577495365f, 0.777299861f, 0.720527693f, 0.68524352f, 0.529651646f, 0.669054709f },
    { -0.0667789444f, 0.376531988f, 0.413285157f, 0.537599362f, -0.198991387f, 0.294364871f },
    { -0.0261998394f, 0.211677436f, 0.131302049f, 0.400016328f, -0.00410929726f, 0.354631205f },
  };

  check_given (layers, gru_names, tracks, 4, 3);
}

static void
test_simple (void)
{
  const float w[] = { E (1), E (-2), E (3), E (5) };
  const float u[] = { E (2), E (1), E (-3), E (4) };
  const float bias_row[] = { E (1), E (-2) };
  const char *const names[] = { "hidden" };
  const SmallLayer layers[] = {
    { "rnn",
      "{\"class_name\": \"SimpleRNN\", \"config\": {\"name\": \"rnn\", \"batch_input_shape\": "
      "[null, "
      "3, 2], \"units\": 2, \"activation\": \"tanh\"}}",
      { { "kernel:0", 2, { 2, 2 }, w },
        { "recurrent_kernel:0", 2, { 2, 2 }, u },
        { "bias:0", 1, { 2 }, bias_row } } },
    { NULL },
  };
  static const float tracks[][6] = {
    { -0.1853332f, -0.761594156f, 0.56864262f, -0.702750284f, 0.554213241f, -0.0302855498f },
  };

  check_given (layers, names, tracks, 1, 1);
}

/* The opened window: inputs scaled and not, forecast, observation. */
static void
test_pass (void)
{
  Fixture fixture;
  gsize dims[] = { 3, 2 };
  const float inputs[] = { 0.5f, -1, 1.5f, 0.25f, -0.75f, 0.5f };
  ScopeArray *hidden;

  set_up (&fixture, lstm);
  scope_assert_array (scope_pass_get_inputs (fixture.pass), 2, dims, inputs, 0);
  for (guint i = 0; i < 6; i++)
    scope_assert_close (scope_pass_get_physical (fixture.pass)[i], inputs[i], 0);
  scope_assert_close (scope_pass_get_observed (fixture.pass, 0), 1, 0);
  scope_assert_close (scope_pass_get_persistence (fixture.pass, 0), -0.75, 0);

  /* Nothing follows the LSTM: the forecast is unit 0's last hidden state. */
  hidden = scope_trace_find (fixture.trace, "hidden");
  scope_assert_close (scope_pass_get_forecast (fixture.pass, 0),
                      scope_array_get_data (hidden)[2 * 2], 0);
  g_assert_null (scope_pass_find_trace (fixture.pass, "lstm_7"));
  tear_down (&fixture);
}

/* Every gate of a cell with peepholes is what the forward pass made of it, which Keras's own answers hold (tests/network/test-golden.c):
 * sums of a dozen float32, hence 1e-6. */
static void
test_peepholes (void)
{
  g_autofree char *path = scope_test_fixture_path ("layers/keras2/peephole-keras2.h5");
  g_autofree char *golden_path =
      scope_test_fixture_path ("layers/golden/peephole-keras2.h5.golden.h5");
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeImage) image = scope_reader_open (path, SCOPE_READER_WHOLE, NULL, NULL, &error);
  g_autoptr (ScopeImage) golden =
      scope_reader_open (golden_path, SCOPE_READER_WHOLE, NULL, NULL, &error);
  g_autoptr (ScopeModel) model = image != NULL ? scope_model_new (image, &error) : NULL;
  g_autoptr (ScopeNetwork) network = model != NULL ? scope_network_new (model, &error) : NULL;
  g_auto (GStrv) paths = NULL;
  g_autoptr (GPtrArray) traces = NULL;
  ScopeArray *input;
  ScopeArray *outputs[8] = { NULL };
  ScopeRunOptions options = { 0 };
  guint n_peepholes = 0;

  g_assert_no_error (error);
  paths = scope_model_dup_recurrent_paths (model);
  options.trace_layers = (const char *const *) paths;
  input = scope_image_find (golden, "/x/0")->array;
  g_assert_cmpuint (scope_network_get_n_outputs (network), <=, G_N_ELEMENTS (outputs));
  scope_network_predict (network, &input, 1, &options, outputs, &traces, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < traces->len; i++)
    {
      ScopeTrace *trace = g_ptr_array_index (traces, i);

      for (gsize step = 0; step < scope_trace_get_n_steps (trace); step++)
        for (guint gate = 0; gate < 4; gate++)
          {
            g_autoptr (ScopeGateSum) sum =
                scope_gate_sum_new (model, trace, 0, step, gate, 1, &error);

            g_assert_no_error (error);
            g_assert_cmpfloat_with_epsilon (sum->result, sum->traced, 1e-6);
            n_peepholes += sum->from_cell != 0;
          }
    }
  /* Three gates of each step, two of the first. */
  g_assert_cmpuint (n_peepholes, >, 0);
  for (guint i = 0; i < scope_network_get_n_outputs (network); i++)
    scope_array_unref (outputs[i]);
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/insight/gate-sum/numpy", test_numpy);
  g_test_add_func ("/insight/gate-sum/parts", test_parts);
  g_test_add_func ("/insight/gate-sum/lstm", test_lstm);
  g_test_add_func ("/insight/gate-sum/gru-before", test_gru_before);
  g_test_add_func ("/insight/gate-sum/gru-after", test_gru_after);
  g_test_add_func ("/insight/gate-sum/simple", test_simple);
  g_test_add_func ("/insight/gate-sum/pass", test_pass);
  g_test_add_func ("/insight/gate-sum/peepholes", test_peepholes);
  return g_test_run ();
}
