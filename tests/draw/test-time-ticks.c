/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-ticks.h"

#include "scope-test.h"

#include <math.h>

/* Seconds as Python's datetime gives them: (datetime (…) - datetime (1970, 1, 1)), in seconds. */
#define JAN_18_2013_23H 1358550000.0
#define JAN_19_2013_12H 1358596800.0
#define DEC_30_2012 1356825600.0
#define JAN_3_2013 1357171200.0
#define FEB_10_2012 1328832000.0
#define APR_1_2012 1333238400.0
#define MAY_1_2009 1241136000.0
#define FEB_1_2013 1359676800.0
#define DEC_31_1999_235930 946684770.0
#define JAN_1_2000_000030 946684830.0

static void
test_labels (void)
{
  static const struct
  {
    double min, max;
    guint most;
    const char *labels; /* label, and "/" its second line */
  } cases[] = {
    { JAN_18_2013_23H, JAN_19_2013_12H, 6, "00:00/19 Jan 2013 03:00 06:00 09:00 12:00" },
    { DEC_30_2012, JAN_3_2013, 5, "30 Dec/2012 31 Dec 1 Jan/2013 2 Jan 3 Jan" },
    { DEC_30_2012, JAN_3_2013, 9,
      "00:00/30 Dec 2012 12:00 00:00/31 Dec 12:00 00:00/1 Jan 2013 12:00 00:00/2 Jan 12:00 "
      "00:00/3 Jan" },
    /* A leap year; every tenth day, but none right before the next month's first. */
    { FEB_10_2012, APR_1_2012, 6, "11 Feb/2012 21 Feb 1 Mar 11 Mar 21 Mar 1 Apr" },
    { FEB_10_2012, APR_1_2012, 3, "Mar/2012 Apr" },
    { MAY_1_2009, FEB_1_2013, 8, "Jul/2009 Jan/2010 Jul Jan/2011 Jul Jan/2012 Jul Jan/2013" },
    { MAY_1_2009, FEB_1_2013, 4, "2010 2011 2012 2013" },
    { DEC_31_1999_235930, JAN_1_2000_000030, 5,
      "23:59:30/31 Dec 1999 23:59:45 00:00:00/1 Jan 2000 00:00:15 00:00:30" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ScopeTicks) ticks =
          scope_ticks_new_time (cases[i].min, cases[i].max, cases[i].most);
      g_autoptr (GString) labels = g_string_new (NULL);

      for (guint t = 0; t < ticks->n_ticks; t++)
        g_string_append_printf (labels, "%s%s%s%s", t > 0 ? " " : "", ticks->ticks[t].label,
                                ticks->ticks[t].context != NULL ? "/" : "",
                                ticks->ticks[t].context != NULL ? ticks->ticks[t].context : "");
      g_assert_cmpstr (labels->str, ==, cases[i].labels);
    }
}

static void
test_any_range (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2);

  for (guint i = 0; i < 1000; i++)
    {
      double min = g_rand_double_range (random, -6e10, 2e11);
      double max = min + pow (10, g_rand_double_range (random, 0.5, 10.5));
      guint most = (guint) g_rand_int_range (random, 2, 12);
      g_autoptr (ScopeTicks) ticks = scope_ticks_new_time (min, max, most);

      g_assert_cmpuint (ticks->n_ticks, <=, most);
      for (guint t = 0; t < ticks->n_ticks; t++)
        {
          g_assert_cmpfloat (ticks->ticks[t].value, >=, min);
          g_assert_cmpfloat (ticks->ticks[t].value, <=, max);
          g_assert_nonnull (ticks->ticks[t].label);
          if (t > 0)
            g_assert_cmpfloat (ticks->ticks[t].value, >, ticks->ticks[t - 1].value);
        }
    }
}

/* Years that no date can be made of, and ranges that are none, give few ticks or none, and end. */
static void
test_extremes (void)
{
  static const double ends[][2] = {
    { -1e300, 1e300 }, { NAN, NAN }, { 0, 0 }, { 1e15, 2e15 }, { -62135596800, 253402300799 }
  };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr (ScopeTicks) ticks = scope_ticks_new_time (ends[i][0], ends[i][1], 5);

      g_assert_cmpuint (ticks->n_ticks, <=, 5);
    }
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/time-ticks/labels", test_labels);
  g_test_add_func ("/time-ticks/any-range", test_any_range);
  g_test_add_func ("/time-ticks/extremes", test_extremes);
  return g_test_run ();
}
