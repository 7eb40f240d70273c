/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-decimal.h"
#include "scope-test.h"

#include <math.h>
#include <string.h>

static void
test_numbers (void)
{
  /* Ends of the exact ranges, ties, and what is left to the C library; the C library says what is
   * right: same bits. */
  static const char *const texts[] = { "0",
                                       "-0",
                                       "1",
                                       "+7",
                                       "-8.05",
                                       ".8",
                                       "5.",
                                       "1307.75",
                                       "0.1",
                                       "000000000000000000000012.5",
                                       "999999999999999",
                                       "9007199254740993",
                                       "123456789012345678901234567890",
                                       "1e22",
                                       "1e23",
                                       "1E-22",
                                       "1e-23",
                                       "3.4523399999999995",
                                       "24.96714153011233",
                                       "0.000000000000000000000000000001",
                                       "2.2250738585072011e-308",
                                       "4.9e-324",
                                       "1e-400",
                                       "1.7976931348623157e308",
                                       "8.5e+0007" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      double value, expected = g_ascii_strtod (texts[i], NULL);

      g_assert_true (scope_decimal_read (texts[i], strlen (texts[i]), '.', &value));
      g_assert_cmpmem (&value, sizeof value, &expected, sizeof expected);
    }
}

static void
test_random_numbers (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < 100000; i++)
    {
      char text[64];
      double value, expected;

      g_snprintf (text, sizeof text, "%s%u.%0*u%s%d", i % 2 ? "-" : "", g_rand_int (rand) % 1000000,
                  g_rand_int_range (rand, 1, 12), g_rand_int (rand) % 1000000, i % 3 ? "e" : "",
                  i % 3 ? g_rand_int_range (rand, -30, 30) : 0);
      expected = g_ascii_strtod (text, NULL);
      g_assert_true (scope_decimal_read (text, strlen (text), '.', &value));
      g_assert_cmpmem (&value, sizeof value, &expected, sizeof expected);
    }
}

static void
test_comma (void)
{
  double value;

  g_assert_true (scope_decimal_read (",8", 2, ',', &value));
  g_assert_cmpfloat (value, ==, 0.8);
  g_assert_true (scope_decimal_read ("-1307,75e1", 10, ',', &value));
  g_assert_cmpfloat (value, ==, -13077.5);
  g_assert_true (scope_decimal_read ("0,1234567890123456789", 21, ',', &value));
  g_assert_cmpfloat (value, ==, 0.1234567890123456789);
  g_assert_false (scope_decimal_read ("1.5", 3, ',', &value));
  g_assert_false (scope_decimal_read ("1,5", 3, '.', &value));
}

static void
test_no_numbers (void)
{
  static const char *const texts[] = { "",      "-",     "+",     ".",    "e5",  "1e",
                                       "1e+",   "1.2.3", "1,000", "0x10", "nan", "inf",
                                       "NA",    "1 2",   "1e999", "12a3", "--1", "infinity",
                                       "1_000", "5%",    "-.",    "T" };
  double value;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (scope_decimal_read (texts[i], strlen (texts[i]), '.', &value));
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/decimal/numbers", test_numbers);
  g_test_add_func ("/decimal/random-numbers", test_random_numbers);
  g_test_add_func ("/decimal/comma", test_comma);
  g_test_add_func ("/decimal/no-numbers", test_no_numbers);
  return g_test_run ();
}
