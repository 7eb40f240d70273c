/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-scale.h"

#include "scope-test.h"

#include <float.h>
#include <math.h>

static void
test_domain (void)
{
  static const struct
  {
    double min, max, safe_min, safe_max;
  } cases[] = {
    /* equal ends: a tenth of the value to each side */
    { 1, 3, 1, 3 },  { 3, 1, 1, 3 },   { 5, 5, 4.5, 5.5 },    { -5, -5, -5.5, -4.5 },
    { 0, 0, -1, 1 }, { NAN, 3, 0, 1 }, { 2, INFINITY, 0, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double min = cases[i].min, max = cases[i].max;

      scope_scale_make_domain (&min, &max);
      scope_assert_close (min, cases[i].safe_min, 1e-12);
      scope_assert_close (max, cases[i].safe_max, 1e-12);
    }
}

static void
test_huge_domain (void)
{
  double min = -DBL_MAX, max = DBL_MAX;

  scope_scale_make_domain (&min, &max);
  g_assert_true (isfinite (max - min));
  g_assert_cmpfloat (min, <, max);
}

static void
test_map (void)
{
  ScopeScale scale;

  /* A y axis: 0 at the lower edge, 10 at the upper. */
  scope_scale_init (&scale, 0, 10, 200, 100);
  scope_assert_close (scope_scale_map (&scale, 2.5), 175, 1e-12);
  scope_assert_close (scope_scale_unmap (&scale, 175), 2.5, 1e-12);
  scope_assert_close (scope_scale_normalize (&scale, 15), 1.5, 1e-12);
  g_assert_true (isnan (scope_scale_map (&scale, NAN)));

  scope_scale_init (&scale, 7, 7, 0, 100);
  scope_assert_close (scope_scale_map (&scale, 7), 50, 1e-9);
  scope_scale_init (&scale, 0, 1, 50, 50);
  scope_assert_close (scope_scale_unmap (&scale, 50), 0, 0);
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/scale/domain", test_domain);
  g_test_add_func ("/scale/huge-domain", test_huge_domain);
  g_test_add_func ("/scale/map", test_map);
  return g_test_run ();
}
