/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-stats.h"
#include "scope-test.h"

#include <math.h>
#include <string.h>

/* Three units, five rows, in a wider array as a file that keeps gates side by side has it. */
static const float weights[] = {
  9, 0.5f,    -1.25f,    0.004f, 9, /**/
  9, 2.0f,    0.75f,     0.004f, 9, /**/
  9, -0.125f, 3.5f,      0.004f, 9, /**/
  9, 0.0f,    -0.03125f, 0.004f, 9, /**/
  9, 1.5f,    8.0f,      0.004f, 9, /**/
};
static const ScopeMatrixView view = {
  .data = weights + 1, .n_rows = 5, .n_columns = 3, .row_stride = 5
};

/* numpy 2.4.6 of the same numbers in float64: mean, std, min, percentile 25, 50, 75, max, Σ|w|, √Σw²,
 * share under 1 % of 8, m4/m2² − 3. */
static const double expected[3][SCOPE_N_STATS] = {
  { 5, 0.775, 0.8381527307120105, -0.125, 0, 0.5, 1.5, 2, 4.125, 2.5525722320827673, 0.2,
    -1.561020630437811 },
  { 5, 2.19375, 3.295854403641035, -1.25, -0.03125, 0.75, 3.5, 8, 13.53125, 8.85302075918158, 0.2,
    -0.7813969044231572 },
  { 5, 0.004000000189989805, 0, 0.004000000189989805, 0.004000000189989805, 0.004000000189989805,
    0.004000000189989805, 0.004000000189989805, 0.020000000949949026, 0.008944272334829279, 1,
    NAN },
};

static void
test_numpy (void)
{
  double values[SCOPE_N_STATS];
  double largest = scope_matrix_view_get_largest (&view);

  scope_assert_close (largest, 8, 0);
  for (guint unit = 0; unit < 3; unit++)
    {
      scope_gate_stats_compute (&view, unit, largest, values);
      /* Both are in double precision; sums are added in another order. */
      for (guint stat = 0; stat < SCOPE_N_STATS; stat++)
        scope_assert_close (values[stat], expected[unit][stat], 1e-14);
    }
}

/* Quartiles between two order statistics: numpy.percentile ([1, 2, 4, 8], [25, 50, 75]). */
static void
test_interpolated (void)
{
  const float numbers[] = { 8, 1, 4, 2 };
  const ScopeMatrixView column = { numbers, 4, 1, 1 };
  double values[SCOPE_N_STATS];

  scope_gate_stats_compute (&column, 0, 8, values);
  scope_assert_close (values[SCOPE_STAT_Q25], 1.75, 0);
  scope_assert_close (values[SCOPE_STAT_MEDIAN], 3, 0);
  scope_assert_close (values[SCOPE_STAT_Q75], 5, 0);
}

static void
test_one_weight (void)
{
  const float bias[] = { 1, -2.5f };
  const ScopeMatrixView row = { bias, 1, 2, 2 };
  double values[SCOPE_N_STATS];

  scope_gate_stats_compute (&row, 1, 2.5, values);
  scope_assert_close (values[SCOPE_STAT_N], 1, 0);
  scope_assert_close (values[SCOPE_STAT_MEAN], -2.5, 0);
  scope_assert_close (values[SCOPE_STAT_SD], 0, 0);
  scope_assert_close (values[SCOPE_STAT_MEDIAN], -2.5, 0);
  scope_assert_close (values[SCOPE_STAT_L1], 2.5, 0);
  scope_assert_close (values[SCOPE_STAT_NEAR_ZERO], 0, 0);
  g_assert_true (isnan (values[SCOPE_STAT_KURTOSIS]));
}

static void
test_undefined (void)
{
  const float broken[] = { 1, NAN, 3, INFINITY };
  const ScopeMatrixView none = { NULL, 4, 2, 2 };
  const ScopeMatrixView bad = { broken, 2, 2, 2 };
  double values[SCOPE_N_STATS];

  scope_gate_stats_compute (&none, 0, 0, values);
  scope_assert_close (values[SCOPE_STAT_N], 0, 0);
  for (guint stat = 1; stat < SCOPE_N_STATS; stat++)
    g_assert_true (isnan (values[stat]));

  g_assert_true (isnan (scope_matrix_view_get_largest (&bad)));
  scope_gate_stats_compute (&bad, 1, NAN, values);
  scope_assert_close (values[SCOPE_STAT_N], 2, 0);
  for (guint stat = 1; stat < SCOPE_N_STATS; stat++)
    g_assert_true (isnan (values[stat]));

  /* The sound column beside it still has its moments; what is near zero is not known. */
  scope_gate_stats_compute (&bad, 0, NAN, values);
  scope_assert_close (values[SCOPE_STAT_MEAN], 2, 0);
  g_assert_true (isnan (values[SCOPE_STAT_NEAR_ZERO]));
}

/* The words of the command line are a promise. */
static void
test_names (void)
{
  g_autoptr (GString) names = g_string_new ("unit,gate,matrix");

  for (guint stat = 0; stat < SCOPE_N_STATS; stat++)
    {
      g_string_append_printf (names, ",%s", scope_stat_get_name (stat));
      g_assert_cmpuint (strlen (scope_stat_get_title (stat)), >, 0);
      g_assert_cmpuint (strlen (scope_stat_get_explanation (stat)), >, 0);
    }
  g_assert_cmpstr (names->str, ==,
                   "unit,gate,matrix,n,mean,sd,min,q25,median,q75,max,l1,l2,near_zero,kurtosis");
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/insight/gate-stats/numpy", test_numpy);
  g_test_add_func ("/insight/gate-stats/interpolated", test_interpolated);
  g_test_add_func ("/insight/gate-stats/one-weight", test_one_weight);
  g_test_add_func ("/insight/gate-stats/undefined", test_undefined);
  g_test_add_func ("/insight/gate-stats/names", test_names);
  return g_test_run ();
}
