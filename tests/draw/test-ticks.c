/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-ticks.h"

#include "scope-test.h"

#include <math.h>

/* Worked out by hand: the smallest of 1, 2, 5 × 10^k of which so few multiples lie within. */
static void
test_linear (void)
{
  static const struct
  {
    double min, max;
    guint most;
    const char *labels;
  } cases[] = {
    { 0, 10, 6, "0 2 4 6 8 10" },
    { 0, 10, 5, "0 5 10" },
    { -0.83, 0.91, 5, "−0.5 0.0 0.5" },
    { -0.83, 0.91, 9, "−0.8 −0.6 −0.4 −0.2 0.0 0.2 0.4 0.6 0.8" },
    { 997, 1031, 4, "1000 1010 1020 1030" },
    { 0.00012, 0.00051, 4, "0.0002 0.0003 0.0004 0.0005" },
    { 3, 3, 3, "2.8 3.0 3.2" },
    { NAN, 1, 3, "0.0 0.5 1.0" },
    { 0, 3e7, 4, "0 1.00×10⁷ 2.00×10⁷ 3.00×10⁷" },
    { 5, -5, 3, "−5 0 5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ScopeTicks) ticks =
          scope_ticks_new_linear (cases[i].min, cases[i].max, cases[i].most);
      g_autoptr (GString) labels = g_string_new (NULL);

      for (guint t = 0; t < ticks->n_ticks; t++)
        g_string_append_printf (labels, "%s%s", t > 0 ? " " : "", ticks->ticks[t].label);
      g_assert_cmpstr (labels->str, ==, cases[i].labels);
    }
}

static void
test_integer (void)
{
  g_autoptr (ScopeTicks) few = scope_ticks_new_integer (0, 3, 20);
  g_autoptr (ScopeTicks) many = scope_ticks_new_integer (1, 120, 6);

  /* Never a half. */
  g_assert_cmpuint (few->n_ticks, ==, 4);
  g_assert_cmpstr (few->ticks[1].label, ==, "1");
  scope_assert_close (few->step, 1, 0);
  /* 20, 40, … 120. */
  g_assert_cmpuint (many->n_ticks, ==, 6);
  scope_assert_close (many->ticks[5].value, 120, 1e-9);
}

/* Whatever the range, ticks lie within it and are not more than asked for. */
static void
test_any_range (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint i = 0; i < 2000; i++)
    {
      double size = pow (10, g_rand_double_range (random, -8, 12));
      double min = g_rand_double_range (random, -1, 1) * size;
      double max = min + g_rand_double (random) * size + size * 1e-6;
      guint most = (guint) g_rand_int_range (random, 2, 12);
      g_autoptr (ScopeTicks) ticks = scope_ticks_new_linear (min, max, most);

      g_assert_cmpuint (ticks->n_ticks, <=, most);
      for (guint t = 0; t < ticks->n_ticks; t++)
        {
          g_assert_cmpfloat (ticks->ticks[t].value, >=, min - 1e-6 * (max - min));
          g_assert_cmpfloat (ticks->ticks[t].value, <=, max + 1e-6 * (max - min));
          if (t > 0)
            g_assert_cmpfloat (ticks->ticks[t].value, >, ticks->ticks[t - 1].value);
        }
    }
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/ticks/linear", test_linear);
  g_test_add_func ("/ticks/integer", test_integer);
  g_test_add_func ("/ticks/any-range", test_any_range);
  return g_test_run ();
}
