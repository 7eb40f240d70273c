/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-range.h"

#include "app-test.h"

#include <math.h>

static void
test_parse (void)
{
  static const struct
  {
    ScopeRangeKind kind;
    const char *text;
    double value; /* NaN: is refused */
  } cases[] = {
    { SCOPE_RANGE_TYPED, "0.5", 0.5 },
    { SCOPE_RANGE_TYPED, " 1e-3 ", 0.001 },
    { SCOPE_RANGE_TYPED, "±2", 2 },
    { SCOPE_RANGE_TYPED, "", NAN },
    { SCOPE_RANGE_TYPED, "0", NAN },
    { SCOPE_RANGE_TYPED, "-0.5", NAN },
    { SCOPE_RANGE_TYPED, "−0.5", NAN },
    { SCOPE_RANGE_TYPED, "inf", NAN },
    { SCOPE_RANGE_TYPED, "nan", NAN },
    { SCOPE_RANGE_TYPED, "0.5 x", NAN },
    { SCOPE_RANGE_TYPED, "1e300", NAN },
    { SCOPE_RANGE_PERCENTILE, "95 %", 0.95 },
    { SCOPE_RANGE_PERCENTILE, "99.5%", 0.995 },
    { SCOPE_RANGE_PERCENTILE, "100", 1 },
    { SCOPE_RANGE_PERCENTILE, "0 %", NAN },
    { SCOPE_RANGE_PERCENTILE, "101 %", NAN },
    { SCOPE_RANGE_PERCENTILE, "%", NAN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ScopeGateRange range = { SCOPE_RANGE_SHARED, 0.25, 7 };
      g_autofree char *wrong = scope_gate_range_parse (cases[i].kind, cases[i].text, &range);

      g_test_message ("“%s”: %s", cases[i].text, wrong != NULL ? wrong : "good");
      g_assert_true ((wrong != NULL) == isnan (cases[i].value));
      if (wrong != NULL)
        {
          /* As it was. */
          g_assert_cmpint (range.kind, ==, SCOPE_RANGE_SHARED);
          g_assert_cmpfloat (range.share, ==, 0.25);
          g_assert_cmpfloat (range.extent, ==, 7);
          continue;
        }
      g_assert_cmpint (range.kind, ==, cases[i].kind);
      scope_assert_close (range.kind == SCOPE_RANGE_TYPED ? range.extent : range.share,
                          cases[i].value, 1e-15);
    }
}

int
main (int argc, char *argv[])
{
  app_test_init_displayless (&argc, &argv);
  g_test_add_func ("/gate-range/parse", test_parse);
  return g_test_run ();
}
