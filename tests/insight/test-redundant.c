/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Against NumPy on vectors that are written down there as the rule says it (tests/fixtures/insight/generate.py). */
#include "scope-model.h"
#include "scope-redundant.h"
#include "scope-test.h"
#include "scope-unit-stats.h"
#include "small-model.h"
#include "truth.h"

#include <math.h>

static ScopeModel *
make_model (guint n, guint u, const float *w, const float *recurrent, const float *bias)
{
  g_autofree char *config = g_strdup_printf (
      "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"lstm\", \"batch_input_shape\": [null, "
      "3, %u], \"units\": %u, \"activation\": \"tanh\", \"recurrent_activation\": \"sigmoid\"}}",
      n, u);
  const SmallLayer layers[] = {
    { "lstm",
      config,
      { { "kernel:0", 2, { n, 4 * u }, w },
        { "recurrent_kernel:0", 2, { u, 4 * u }, recurrent },
        { "bias:0", 1, { 4 * u }, bias } } },
    { NULL },
  };

  return small_model_new (layers);
}

static void
test_numpy (void)
{
  g_autoptr (JsonParser) parser = truth_load ("redundant.json");
  JsonObject *root = truth_get (parser);
  g_autoptr (GArray) kernel = truth_floats (root, "kernel");
  g_autoptr (GArray) recurrent = truth_floats (root, "recurrent");
  g_autoptr (GArray) bias = truth_floats (root, "bias");
  JsonArray *best = json_object_get_array_member (root, "best");
  guint n = (guint) json_object_get_int_member (root, "n");
  guint u = (guint) json_object_get_int_member (root, "u");
  g_autoptr (ScopeModel) model =
      make_model (n, u, (float *) kernel->data, (float *) recurrent->data, (float *) bias->data);
  g_autoptr (ScopeUnitStats) stats = scope_unit_stats_new (model, "lstm", NULL);
  guint n_flagged = 0;

  for (guint unit = 0; unit < u; unit++)
    {
      JsonArray *expected = json_array_get_array_element (best, unit);
      double r = json_array_get_double_element (expected, 0);
      g_autofree char *names = scope_unit_stats_dup_flag_names (stats, unit);
      guint other;
      int sign;
      double correlation;

      g_assert_cmpint (scope_unit_stats_get_redundant (stats, unit, &other, &sign, &correlation),
                       ==, r >= SCOPE_REDUNDANT_CORRELATION);
      g_assert_true (!(scope_unit_stats_get_flags (stats, unit) & SCOPE_UNIT_FLAG_REDUNDANT)
                     == (r < SCOPE_REDUNDANT_CORRELATION));
      if (r < SCOPE_REDUNDANT_CORRELATION)
        continue;
      n_flagged++;
      g_assert_cmpint (other, ==, json_array_get_int_element (expected, 1));
      g_assert_cmpint (sign, ==, json_array_get_int_element (expected, 2));
      /* Sums of some hundred float64. */
      scope_assert_close (correlation, r, 1e-13);
      if (unit == 7)
        g_assert_true (g_str_has_suffix (names, "redundant:2"));
    }
  g_assert_cmpuint (n_flagged, ==, 4);
}

/* Among so many that most pairs are given up early: the copies are found, and nothing else. Two of each other hear each other's
 * part and their own exchanged, which comes to the same. */
static void
test_many (void)
{
  const guint n = 3, u = 150;
  g_autofree float *w = g_new (float, n * 4 * u);
  g_autofree float *recurrent = g_new (float, u * 4 * u);
  g_autofree float *bias = g_new (float, 4 * u);
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (ScopeUnitStats) stats = NULL;

  for (guint i = 0; i < n * 4 * u; i++)
    w[i] = (float) g_rand_double_range (rand, -1, 1);
  for (guint i = 0; i < u * 4 * u; i++)
    recurrent[i] = (float) g_rand_double_range (rand, -1, 1);
  for (guint i = 0; i < 4 * u; i++)
    bias[i] = (float) g_rand_double_range (rand, -1, 1);
  for (guint gate = 0; gate < 4; gate++)
    {
      guint from = gate * u + 17, to = gate * u + 101;

      for (guint row = 0; row < n; row++)
        w[row * 4 * u + to] = w[row * 4 * u + from];
      for (guint row = 0; row < u; row++)
        recurrent[row * 4 * u + to] = recurrent[row * 4 * u + from];
      bias[to] = bias[from];
      /* To itself what the other tells itself, and the other way round. */
      recurrent[17 * 4 * u + to] = recurrent[101 * 4 * u + from];
      recurrent[101 * 4 * u + to] = recurrent[17 * 4 * u + from];
    }
  model = make_model (n, u, w, recurrent, bias);
  stats = scope_unit_stats_new (model, "lstm", NULL);
  for (guint unit = 0; unit < u; unit++)
    {
      guint other;
      double correlation;
      gboolean flagged = scope_unit_stats_get_redundant (stats, unit, &other, NULL, &correlation);

      g_assert_cmpint (flagged, ==, unit == 17 || unit == 101);
      if (!flagged)
        continue;
      g_assert_cmpuint (other, ==, unit == 17 ? 101 : 17);
      scope_assert_close (correlation, 1, 1e-12);
    }
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/insight/redundant/numpy", test_numpy);
  g_test_add_func ("/insight/redundant/many", test_many);
  return g_test_run ();
}
