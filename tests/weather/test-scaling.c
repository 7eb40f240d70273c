/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-scaling.h"
#include "scope-test.h"

#include <math.h>

static void
test_arithmetic (void)
{
  ScopeScaling minmax = {
    .kind = SCOPE_SCALING_MINMAX, .data_min = -10, .data_max = 30, .range_min = -1, .range_max = 1
  };
  ScopeScaling standard = { .kind = SCOPE_SCALING_STANDARD, .mean = 10, .scale = 4 };
  ScopeScaling none = { .kind = SCOPE_SCALING_NONE };

  /* By hand: (20 + 10) / 40 · 2 − 1; nothing is clipped. */
  g_assert_cmpfloat (scope_scaling_apply (&minmax, 20), ==, 0.5);
  g_assert_cmpfloat (scope_scaling_apply (&minmax, 50), ==, 2);
  g_assert_cmpfloat (scope_scaling_invert (&minmax, 0.5), ==, 20);
  g_assert_cmpfloat (scope_scaling_invert_difference (&minmax, 0.5), ==, 10);
  g_assert_cmpfloat (scope_scaling_apply (&standard, 20), ==, 2.5);
  g_assert_cmpfloat (scope_scaling_invert (&standard, 2.5), ==, 20);
  g_assert_cmpfloat (scope_scaling_invert_difference (&standard, 2.5), ==, 10);
  g_assert_cmpfloat (scope_scaling_apply (&none, 20), ==, 20);
  g_assert_cmpfloat (scope_scaling_invert (&none, 20), ==, 20);
  g_assert_true (isnan (scope_scaling_apply (&standard, NAN)));
}

/* scikit-learn's MinMaxScaler and StandardScaler divide by 1 where a column never changes. */
static void
test_constant (void)
{
  ScopeScaling minmax = {
    .kind = SCOPE_SCALING_MINMAX, .data_min = 5, .data_max = 5, .range_min = 0, .range_max = 1
  };
  ScopeScaling standard = { .kind = SCOPE_SCALING_STANDARD, .mean = 5, .scale = 0 };

  g_assert_true (scope_scaling_is_constant (&minmax));
  g_assert_true (scope_scaling_is_constant (&standard));
  g_assert_cmpfloat (scope_scaling_apply (&minmax, 5), ==, 0);
  g_assert_cmpfloat (scope_scaling_apply (&minmax, 7), ==, 2);
  g_assert_cmpfloat (scope_scaling_invert (&minmax, 2), ==, 7);
  g_assert_cmpfloat (scope_scaling_apply (&standard, 7), ==, 2);
  g_assert_cmpfloat (scope_scaling_invert (&standard, 2), ==, 7);
}

/* Sixty times 0.1: their sum over sixty is not 0.1 in doubles, and the difference over itself would be 1. */
static void
test_fit_constant (void)
{
  double values[60];
  ScopeScaling scaling;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = 0.1;

  g_assert_true (
      scope_scaling_fit (&scaling, SCOPE_SCALING_STANDARD, values, G_N_ELEMENTS (values)));
  g_assert_cmpfloat (scaling.mean, ==, 0.1);
  g_assert_cmpfloat (scaling.scale, ==, 0);
  g_assert_cmpfloat (scope_scaling_apply (&scaling, 0.1), ==, 0);
  g_assert_true (scope_scaling_fit (&scaling, SCOPE_SCALING_MINMAX, values, G_N_ELEMENTS (values)));
  g_assert_cmpfloat (scope_scaling_apply (&scaling, 0.1), ==, 0);
}

static void
test_fit (void)
{
  /* Mean 5, squares about it 32 over 8: the example of the population's standard deviation, 2. */
  const double values[] = { 2, 4, 4, NAN, 4, 5, 5, 7, 9, NAN };
  const double nothing[] = { NAN, NAN };
  ScopeScaling scaling;

  g_assert_true (
      scope_scaling_fit (&scaling, SCOPE_SCALING_STANDARD, values, G_N_ELEMENTS (values)));
  g_assert_cmpfloat (scaling.mean, ==, 5);
  g_assert_cmpfloat (scaling.scale, ==, 2);
  g_assert_true (scope_scaling_fit (&scaling, SCOPE_SCALING_MINMAX, values, G_N_ELEMENTS (values)));
  g_assert_cmpfloat (scaling.data_min, ==, 2);
  g_assert_cmpfloat (scaling.data_max, ==, 9);
  g_assert_cmpfloat (scaling.range_min, ==, 0);
  g_assert_cmpfloat (scaling.range_max, ==, 1);
  g_assert_false (scope_scaling_fit (&scaling, SCOPE_SCALING_MINMAX, nothing, 2));
  g_assert_false (scope_scaling_fit (&scaling, SCOPE_SCALING_STANDARD, NULL, 0));
}

static void
test_words (void)
{
  for (ScopeScalingKind kind = SCOPE_SCALING_NONE; kind <= SCOPE_SCALING_STANDARD; kind++)
    {
      ScopeScalingKind again;

      g_assert_true (scope_scaling_kind_from_text (scope_scaling_kind_to_text (kind), &again));
      g_assert_cmpint (kind, ==, again);
    }
  {
    ScopeScalingKind kind;

    g_assert_false (scope_scaling_kind_from_text ("robust", &kind));
  }
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/scaling/arithmetic", test_arithmetic);
  g_test_add_func ("/scaling/constant", test_constant);
  g_test_add_func ("/scaling/fit", test_fit);
  g_test_add_func ("/scaling/fit-constant", test_fit_constant);
  g_test_add_func ("/scaling/words", test_words);
  return g_test_run ();
}
