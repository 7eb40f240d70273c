/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-scores.h"
#include "scope-test.h"

#include <math.h>

static const double observed[] = { 10, 12, 9, 15, 11.5 };
static const double forecast[] = { 11, 11.5, 9, 13, 12 };
static const double persistence[] = { 9.5, 10, 12, 9, 15 };

static void
test_by_hand (void)
{
  ScopeScores scores;

  scope_scores_compute (observed, forecast, persistence, NULL, 5, &scores);

  /* e = 1, −0.5, 0, −2, 0.5: sum −1, |e| 4, e² 5.5; persistence: 0.5² + 2² + 3² + 6² + 3.5² = 61.5.
   * The rest is rounding in double precision. */
  g_assert_cmpuint (scores.n, ==, 5);
  scope_assert_close (scores.mae, 0.8, 1e-15);
  scope_assert_close (scores.bias, -0.2, 1e-15);
  scope_assert_close (scores.rmse, sqrt (5.5 / 5), 1e-15);
  scope_assert_close (scores.persistence_rmse, sqrt (61.5 / 5), 1e-15);
  scope_assert_close (scores.skill_vs_persistence, 1 - 5.5 / 61.5, 1e-15);
  /* numpy 2.4.6: observed.std() */
  scope_assert_close (scores.observed_sd, 2.04939015319192, 1e-14);
}

static void
test_who_enters (void)
{
  const gboolean enters[] = { TRUE, FALSE, TRUE, TRUE, TRUE };
  double gappy[] = { 10, 12, NAN, 15, 11.5 };
  double no_reference[] = { 9.5, 10, 12, NAN, 15 };
  ScopeScores scores;

  /* Left are the first and the last: e = 1, 0.5. */
  scope_scores_compute (gappy, forecast, no_reference, enters, 5, &scores);
  g_assert_cmpuint (scores.n, ==, 2);
  scope_assert_close (scores.mae, 0.75, 1e-15);
  scope_assert_close (scores.bias, 0.75, 1e-15);
  scope_assert_close (scores.skill_vs_persistence, 1 - 1.25 / 12.5, 1e-15);
}

static void
test_nothing (void)
{
  const gboolean enters[] = { FALSE, FALSE, FALSE, FALSE, FALSE };
  ScopeScores scores;

  scope_scores_compute (observed, forecast, persistence, enters, 5, &scores);
  g_assert_cmpuint (scores.n, ==, 0);
  g_assert_true (isnan (scores.mae) && isnan (scores.rmse) && isnan (scores.bias));
  g_assert_true (isnan (scores.persistence_rmse) && isnan (scores.skill_vs_persistence));

  scope_scores_compute (NULL, NULL, NULL, NULL, 0, &scores);
  g_assert_cmpuint (scores.n, ==, 0);
  g_assert_true (isnan (scores.rmse));
}

static void
test_perfect_persistence (void)
{
  ScopeScores scores;

  scope_scores_compute (observed, forecast, observed, NULL, 5, &scores);
  g_assert_true (isinf (scores.skill_vs_persistence) && scores.skill_vs_persistence < 0);
  scope_scores_compute (observed, observed, observed, NULL, 5, &scores);
  g_assert_true (isnan (scores.skill_vs_persistence));
  scope_assert_close (scores.rmse, 0, 0);
}

/* A network that gives no number is not hidden by leaving its windows out. */
static void
test_no_number (void)
{
  const double bad[] = { 11, NAN, 9, 13, 12 };
  ScopeScores scores;

  scope_scores_compute (observed, bad, persistence, NULL, 5, &scores);
  g_assert_cmpuint (scores.n, ==, 5);
  g_assert_true (isnan (scores.rmse) && isnan (scores.mae));
  scope_assert_close (scores.persistence_rmse, sqrt (61.5 / 5), 1e-15);
}

/* A long record in a unit with a large offset: the sum of 2^20 times 0.1 in plain double precision is off
 * by over 1e-8, compensated it is not. */
static void
test_long_record (void)
{
  gsize n = 1 << 20;
  g_autofree double *o = g_new (double, n);
  g_autofree double *f = g_new (double, n);
  ScopeScores scores;

  for (gsize i = 0; i < n; i++)
    {
      o[i] = 101325;
      f[i] = i % 2 == 0 ? 101325 + 0.1 : 101325 - 0.3;
    }
  scope_scores_compute (o, f, o, NULL, n, &scores);
  scope_assert_close (scores.bias, ((f[0] - o[0]) + (f[1] - o[1])) / 2, 1e-16);
  scope_assert_close (scores.observed_sd, 0, 0);
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/insight/scores/by-hand", test_by_hand);
  g_test_add_func ("/insight/scores/who-enters", test_who_enters);
  g_test_add_func ("/insight/scores/nothing", test_nothing);
  g_test_add_func ("/insight/scores/perfect-persistence", test_perfect_persistence);
  g_test_add_func ("/insight/scores/no-number", test_no_number);
  g_test_add_func ("/insight/scores/long-record", test_long_record);
  return g_test_run ();
}
