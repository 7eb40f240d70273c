/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-format.h"

#include "scope-test.h"

#include <math.h>

#define assert_text(call, expected)                                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *text = (call);                                                                \
                                                                                                   \
    g_assert_cmpstr (text, ==, (expected));                                                        \
  }                                                                                                \
  G_STMT_END

static void
test_number (void)
{
  assert_text (scope_format_number (0.4312, 3), "0.431");
  assert_text (scope_format_number (-0.4312, 2), "\u22120.43");
  assert_text (scope_format_number (12.345, 3), "12.3");
  assert_text (scope_format_number (1234.5678, 3), "1235");
  assert_text (scope_format_number (0.9996, 3), "1.00");
  assert_text (scope_format_number (99.96, 3), "100");
  assert_text (scope_format_number (0, 3), "0");
  assert_text (scope_format_number (-0.0, 3), "0");
  assert_text (scope_format_number (12345678, 3), "1.23×10⁷");
  assert_text (scope_format_number (-0.000012, 2), "\u22121.2×10⁻⁵");
  assert_text (scope_format_number (9.996e-7, 3), "1.00×10⁻⁶");
  assert_text (scope_format_number (NAN, 3), "–");
  assert_text (scope_format_number (INFINITY, 3), "∞");
  assert_text (scope_format_number (-INFINITY, 3), "\u2212∞");
}

static void
test_others (void)
{
  assert_text (scope_format_short (1, 3), "1");
  assert_text (scope_format_short (0.25, 3), "0.25");
  assert_text (scope_format_short (-100, 2), "\u2212100");
  assert_text (scope_format_short (15.1, 3), "15.1");
  assert_text (scope_format_short (NAN, 3), "–");
  assert_text (scope_format_signed (0.31, 2), "+0.31");
  assert_text (scope_format_signed (-0.31, 2), "\u22120.31");
  assert_text (scope_format_signed (0, 2), "0");
  assert_text (scope_format_fixed (-0.001, 2), "0.00");
  assert_text (scope_format_fixed (-1.005, 1), "\u22121.0");
  assert_text (scope_format_quantity (3.17, 3, "°C"), "3.17\u00a0°C");
  assert_text (scope_format_quantity (41, 2, "%"), "41\u00a0%");
  assert_text (scope_format_quantity (270, 3, "°"), "270°");
  assert_text (scope_format_quantity (0.5, 1, NULL), "0.5");
  assert_text (scope_format_lag (5), "t\u22125");
  assert_text (scope_format_lag (0), "t");
}

static void
test_duration (void)
{
  assert_text (scope_format_duration (600), "10\u00a0min");
  assert_text (scope_format_duration (3600), "1\u00a0h");
  assert_text (scope_format_duration (5400), "1.5\u00a0h");
  assert_text (scope_format_duration (86400), "24\u00a0h");
  assert_text (scope_format_duration (129600), "36\u00a0h");
  assert_text (scope_format_duration (216000), "2.5\u00a0d");
  assert_text (scope_format_duration (5 * 86400), "5\u00a0d");
  assert_text (scope_format_duration (3 * 365.25 * 86400), "3\u00a0y");
  assert_text (scope_format_duration (45), "45\u00a0s");
}

static void
test_time (void)
{
  assert_text (scope_format_time (1358550000), "18 Jan 2013 23:00");
  assert_text (scope_format_time (NAN), "–");
  assert_text (scope_format_time (1e18), "–");
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/format/number", test_number);
  g_test_add_func ("/format/others", test_others);
  g_test_add_func ("/format/duration", test_duration);
  g_test_add_func ("/format/time", test_time);
  return g_test_run ();
}
