/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memories in closed form: a gate of 0.9 gives −1/ln 0.9 = 9.49 steps and a half-life of 6.58; σ(1) = 0.731 gives 3.19; and a run
 * whose gates are known, because W and U into the forget gate are 0.
 */
#include "scope-memory.h"
#include "scope-model.h"
#include "scope-network.h"
#include "scope-test.h"
#include "small-model.h"

#include <math.h>

static ScopeModel *
make_model (const char *class_name, const char *members, guint n_gates, const float *kernel,
            const float *bias)
{
  g_autofree char *config = g_strdup_printf (
      "{\"class_name\": \"%s\", \"config\": {\"name\": \"rnn\", \"batch_input_shape\": [null, 4, "
      "1], \"units\": 2, \"activation\": \"tanh\"%s}}",
      class_name, members);
  const float zeros[16] = { 0 };
  const gsize width = 2 * (gsize) n_gates;
  const SmallLayer layers[] = {
    { "rnn",
      config,
      { { "kernel:0", 2, { 1, width }, kernel },
        { "recurrent_kernel:0", 2, { 2, width }, zeros },
        { "bias:0", 1, { width }, bias } } },
    { NULL },
  };

  return small_model_new (layers);
}

static ScopeMemory *
find_memory (ScopeModel *model)
{
  g_autoptr (GError) error = NULL;
  ScopeMemory *memory = scope_memory_new (scope_model_find_layer (model, "rnn"), &error);

  g_assert_no_error (error);
  return memory;
}

#define SIGMOID ", \"recurrent_activation\": \"sigmoid\""

static void
test_bias (void)
{
  const float zeros[8] = { 0 };
  const float logit = (float) log (9); /* σ = 0.9 */
  const float bias[] = { 0, 0, logit, 1, 0, 0, 0, 0 };
  g_autoptr (ScopeModel) model = make_model ("LSTM", SIGMOID, 4, zeros, bias);
  g_autoptr (ScopeMemory) memory = find_memory (model);
  const ScopeMemoryUnit *unit = scope_memory_get_unit (memory, 0);
  double keep, steps;

  g_assert_cmpuint (scope_memory_get_n_units (memory), ==, 2);
  g_assert_cmpuint (scope_memory_get_gate (memory), ==, 1);
  /* The logit is rounded to 1e-7. */
  scope_assert_close (unit->keep, 0.9, 1e-7);
  scope_assert_close (unit->steps, 9.491221581029903, 1e-5);
  scope_assert_close (unit->half_life, 6.578813478960585, 1e-5);
  g_assert_true (isnan (unit->run_steps));
  g_assert_false (unit->disagrees);
  g_assert_false (scope_memory_has_run (memory));

  /* What every unit had before training. */
  g_assert_true (scope_memory_get_untrained (memory, &keep, &steps));
  scope_assert_close (keep, 0.7310585786300049, 1e-15);
  scope_assert_close (steps, 3.1922192845297395, 1e-14);
  scope_assert_close (scope_memory_get_unit (memory, 1)->steps, steps, 0);
}

static void
test_hard_sigmoid (void)
{
  const float zeros[8] = { 0 }, bias[] = { 0, 0, 2.5f, -2.5f, 0, 0, 0, 0 };
  g_autoptr (ScopeModel) model =
      make_model ("LSTM", ", \"recurrent_activation\": \"hard_sigmoid\"", 4, zeros, bias);
  g_autoptr (ScopeModel) plain =
      make_model ("LSTM", ", \"recurrent_activation\": \"sigmoid\", \"unit_forget_bias\": false", 4,
                  zeros, bias);
  g_autoptr (ScopeMemory) memory = find_memory (model);
  g_autoptr (ScopeMemory) without = find_memory (plain);
  double keep, steps;

  /* Keras 2's: 0.2 x + 0.5 from 0 to 1. */
  scope_assert_close (scope_memory_get_unit (memory, 0)->steps, INFINITY, 0);
  scope_assert_close (scope_memory_get_unit (memory, 1)->steps, 0, 0);
  g_assert_true (scope_memory_get_untrained (memory, &keep, &steps));
  scope_assert_close (keep, 0.7, 1e-15);
  scope_assert_close (steps, -1 / log (0.7), 1e-14);
  g_assert_false (scope_memory_get_untrained (without, NULL, NULL));
}

/* h = z·h + (1 − z)·h̃: a GRU keeps by z, which has no untrained mark. */
static void
test_gru (void)
{
  const float zeros[6] = { 0 }, bias[] = { (float) log (9), 0, 5, 5, 5, 5 };
  g_autoptr (ScopeModel) model =
      make_model ("GRU", SIGMOID ", \"reset_after\": false", 3, zeros, bias);
  g_autoptr (ScopeMemory) memory = find_memory (model);

  g_assert_cmpuint (scope_memory_get_gate (memory), ==, 0);
  scope_assert_close (scope_memory_get_unit (memory, 0)->steps, 9.491221581029903, 1e-5);
  scope_assert_close (scope_memory_get_unit (memory, 1)->steps, 1 / G_LN2, 1e-14);
  g_assert_false (scope_memory_get_untrained (memory, NULL, NULL));
}

static void
test_refuses (void)
{
  const float zeros[4] = { 0 };
  g_autoptr (ScopeModel) model = make_model ("SimpleRNN", "", 1, zeros, zeros);
  g_autoptr (GError) error = NULL;

  g_assert_null (scope_memory_new (scope_model_find_layer (model, "rnn"), &error));
  scope_assert_error (error, SCOPE_ERROR_UNSUPPORTED, "rnn", "forget gate");
}

static ScopeTrace *
run (ScopeModel *model, const float *x, gsize n_windows)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeNetwork) network = scope_network_new (model, &error);
  g_autoptr (ScopeArray) rows = scope_array_new (2, (gsize[]){ 4 * n_windows, 1 });
  g_autoptr (ScopeArray) output = NULL;
  g_autoptr (GPtrArray) traces = NULL;
  g_autofree gsize *starts = g_new (gsize, n_windows);
  ScopeArray *inputs[] = { rows };
  ScopeArray *outputs[1];
  const char *const names[] = { "rnn", NULL };
  const ScopeRunOptions options = { .trace_layers = names };
  ScopeBatch batch = {
    .inputs = inputs, .n_inputs = 1, .starts = starts, .n_windows = n_windows, .window = 4
  };

  g_assert_no_error (error);
  for (gsize i = 0; i < 4 * n_windows; i++)
    scope_array_get_writable (rows)[i] = x[i];
  for (gsize i = 0; i < n_windows; i++)
    starts[i] = 4 * i;
  scope_network_run (network, &batch, &options, outputs, &traces, &error);
  g_assert_no_error (error);
  output = outputs[0];
  return scope_trace_ref (g_ptr_array_index (traces, 0));
}

/* Unit 0's gate follows its input alone, f = σ(x): what stays after all steps is the product of the gates. Unit 1's is σ(1) always. */
static void
test_run (void)
{
  const float kernel[] = { 0, 0, 1, 0, 0, 0, 0, 0 };
  const float bias[] = { 0, 0, 0, 1, 0, 0, 0, 0 };
  const float x[] = { 2, 2, -4, 2, 2, 2, 2, -4 };
  g_autoptr (ScopeModel) model = make_model ("LSTM", SIGMOID, 4, kernel, bias);
  g_autoptr (ScopeMemory) alone = find_memory (model);
  g_autoptr (ScopeTrace) trace = run (model, x, 2);
  g_autoptr (ScopeTrace) first = run (model, x, 1);
  g_autoptr (ScopeMemory) memory = scope_memory_with_trace (alone, trace);
  g_autoptr (ScopeMemory) once = scope_memory_with_trace (alone, first);
  g_autoptr (ScopeMemory) twice = scope_memory_with_trace (once, first);
  const ScopeMemoryUnit *unit = scope_memory_get_unit (memory, 0);
  double mean = (6 * log (1 / (1 + exp (-2))) + 2 * log (1 / (1 + exp (4)))) / 8;

  g_assert_true (scope_memory_has_run (memory));
  g_assert_cmpuint (scope_memory_get_n_run_steps (memory), ==, 8);
  /* The gates are float32: 1e-6 of the sum. */
  scope_assert_close (unit->run_steps, -1 / mean, 1e-5);
  scope_assert_close (unit->steps, 1 / G_LN2, 1e-14);
  /* 0.86 against 1.44 steps: within a factor of two. */
  g_assert_false (unit->disagrees);
  scope_assert_close (scope_memory_get_unit (memory, 1)->run_steps, 3.1922192845297395, 1e-5);

  /* Runs add up: each of these windows has the same four inputs. */
  g_assert_cmpuint (scope_memory_get_n_run_steps (twice), ==, 8);
  scope_assert_close (scope_memory_get_unit (twice, 0)->run_steps, unit->run_steps, 1e-6);
  g_assert_false (scope_memory_has_run (alone));
}

static void
test_disagrees (void)
{
  const float kernel[] = { 0, 0, 1, 60, 0, 0, 0, 0 };
  const float bias[8] = { 0 };
  const float open[] = { 4, 4, 4, 4 }, shut[] = { 4, 4, -4, 4 };
  g_autoptr (ScopeModel) model = make_model ("LSTM", SIGMOID, 4, kernel, bias);
  g_autoptr (ScopeMemory) alone = find_memory (model);
  g_autoptr (ScopeTrace) opened = run (model, open, 1);
  g_autoptr (ScopeTrace) closed = run (model, shut, 1);
  g_autoptr (ScopeMemory) long_one = scope_memory_with_trace (alone, opened);
  g_autoptr (ScopeMemory) short_one = scope_memory_with_trace (alone, closed);

  /* 1.44 steps by the bias, −1/ln σ(4) = 55 in the run. */
  g_assert_true (scope_memory_get_unit (long_one, 0)->disagrees);
  scope_assert_close (scope_memory_get_unit (long_one, 0)->run_steps, 1 / log (1 + exp (-4)), 1e-3);
  /* σ(240) is 1 as float32, σ(−240) is 0 or next to it. */
  scope_assert_close (scope_memory_get_unit (long_one, 1)->run_steps, INFINITY, 0);
  g_assert_cmpfloat (scope_memory_get_unit (short_one, 1)->run_steps, <, 0.1);
  g_assert_true (scope_memory_get_unit (short_one, 1)->disagrees);
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/insight/memory/bias", test_bias);
  g_test_add_func ("/insight/memory/hard-sigmoid", test_hard_sigmoid);
  g_test_add_func ("/insight/memory/gru", test_gru);
  g_test_add_func ("/insight/memory/refuses", test_refuses);
  g_test_add_func ("/insight/memory/run", test_run);
  g_test_add_func ("/insight/memory/disagrees", test_disagrees);
  return g_test_run ();
}
