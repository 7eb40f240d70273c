/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-gate-stats.h"

#include <glib/gi18n.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

/* A weight under this share of the largest of its gate's matrix counts as next to nothing. */
#define NEAR_ZERO_SHARE 0.01

typedef struct
{
  const char *name;
  const char *title;
  const char *explanation;
} StatWords;

static const StatWords words[SCOPE_N_STATS] = {
  [SCOPE_STAT_N] = { "n", N_ ("Weights"), N_ ("How many weights lead into the unit here.") },
  [SCOPE_STAT_MEAN] = { "mean", N_ ("Mean"), N_ ("Sum of the weights over their number.") },
  [SCOPE_STAT_SD] = { "sd", N_ ("SD"),
                      N_ ("Standard deviation of the weights, of the population (divided by n).") },
  [SCOPE_STAT_MIN] = { "min", N_ ("Minimum"), N_ ("The smallest weight.") },
  [SCOPE_STAT_Q25] = { "q25", N_ ("25 %"),
                       N_ ("A quarter of the weights lie below, interpolated linearly.") },
  [SCOPE_STAT_MEDIAN] = { "median", N_ ("Median"),
                          N_ ("Half of the weights lie below, interpolated linearly.") },
  [SCOPE_STAT_Q75] = { "q75", N_ ("75 %"),
                       N_ ("Three quarters of the weights lie below, interpolated linearly.") },
  [SCOPE_STAT_MAX] = { "max", N_ ("Maximum"), N_ ("The largest weight.") },
  [SCOPE_STAT_L1] = { "l1", N_ ("L1"), N_ ("Sum of the absolute weights.") },
  [SCOPE_STAT_L2] = { "l2", N_ ("L2"), N_ ("Square root of the sum of the squared weights.") },
  [SCOPE_STAT_NEAR_ZERO] = { "near_zero", N_ ("Near zero"),
                             N_ ("Share of the weights that are under 1 % of the largest of the "
                                 "gate’s whole matrix.") },
  [SCOPE_STAT_KURTOSIS] = { "kurtosis", N_ ("Kurtosis"),
                            N_ ("Excess kurtosis, m₄/m₂² − 3 with the moments of the population: 0 "
                                "for a normal "
                                "distribution, above for heavy tails; undefined where all weights "
                                "are equal.") },
};

double
scope_matrix_view_get_largest (const ScopeMatrixView *view)
{
  double largest = 0;

  g_return_val_if_fail (view != NULL, NAN);

  if (view->data == NULL)
    return 0;
  for (gsize row = 0; row < view->n_rows; row++)
    for (gsize column = 0; column < view->n_columns; column++)
      {
        double size = fabs ((double) view->data[row * view->row_stride + column]);

        if (isnan (size))
          return NAN;
        largest = MAX (largest, size);
      }
  return largest;
}

/* Moments about the mean in two passes, so that a large mean costs no digits. */
static void
compute_moments (const double *weights, gsize n, double *values)
{
  double sum = 0, l1 = 0, squares = 0, m2 = 0, m4 = 0, mean;

  for (gsize i = 0; i < n; i++)
    {
      sum += weights[i];
      l1 += fabs (weights[i]);
      squares += weights[i] * weights[i];
    }
  mean = sum / n;

  for (gsize i = 0; i < n; i++)
    {
      double square = (weights[i] - mean) * (weights[i] - mean);

      m2 += square;
      m4 += square * square;
    }
  m2 /= n;
  m4 /= n;

  values[SCOPE_STAT_MEAN] = mean;
  values[SCOPE_STAT_SD] = sqrt (m2);
  values[SCOPE_STAT_L1] = l1;
  values[SCOPE_STAT_L2] = sqrt (squares);
  values[SCOPE_STAT_KURTOSIS] = m2 > 0 ? m4 / (m2 * m2) - 3 : NAN;
}

void
scope_gate_stats_compute (const ScopeMatrixView *view, gsize column, double largest, double *values)
{
  g_autofree double *weights = NULL;
  gsize n, n_near_zero = 0;

  g_return_if_fail (view != NULL);
  g_return_if_fail (values != NULL);

  n = view->data != NULL ? view->n_rows : 0;
  g_return_if_fail (n == 0 || column < view->n_columns);

  for (guint stat = 0; stat < SCOPE_N_STATS; stat++)
    values[stat] = NAN;
  values[SCOPE_STAT_N] = (double) n;
  if (n == 0)
    return;

  weights = g_new (double, n);
  for (gsize row = 0; row < n; row++)
    {
      weights[row] = view->data[row * view->row_stride + column];
      if (!isfinite (weights[row]))
        return;
      if (fabs (weights[row]) < NEAR_ZERO_SHARE * largest)
        n_near_zero++;
    }

  compute_moments (weights, n, values);
  values[SCOPE_STAT_NEAR_ZERO] = isnan (largest) ? NAN : (double) n_near_zero / n;

  gsl_sort (weights, 1, n);
  values[SCOPE_STAT_MIN] = weights[0];
  values[SCOPE_STAT_Q25] = gsl_stats_quantile_from_sorted_data (weights, 1, n, 0.25);
  values[SCOPE_STAT_MEDIAN] = gsl_stats_quantile_from_sorted_data (weights, 1, n, 0.5);
  values[SCOPE_STAT_Q75] = gsl_stats_quantile_from_sorted_data (weights, 1, n, 0.75);
  values[SCOPE_STAT_MAX] = weights[n - 1];
}

GArray *
scope_gate_stats_list (ScopeGates *gates)
{
  double largest[SCOPE_MAX_GATES][SCOPE_N_MATRICES];
  guint n_gates, n_units;
  GArray *list;

  g_return_val_if_fail (gates != NULL, NULL);

  n_gates = scope_gates_get_n_gates (gates);
  n_units = scope_gates_get_n_units (gates);
  list = g_array_new (FALSE, FALSE, sizeof (ScopeGateStats));

  for (guint gate = 0; gate < n_gates; gate++)
    for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
      {
        ScopeMatrixView view = scope_gates_get_view (gates, gate, matrix);

        largest[gate][matrix] = scope_matrix_view_get_largest (&view);
      }

  for (guint unit = 0; unit < n_units; unit++)
    for (guint gate = 0; gate < n_gates; gate++)
      for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
        {
          ScopeMatrixView view = scope_gates_get_view (gates, gate, matrix);
          ScopeGateStats stats = { .unit = unit, .gate = gate, .matrix = matrix };

          if (view.data == NULL)
            continue;
          scope_gate_stats_compute (&view, unit, largest[gate][matrix], stats.values);
          g_array_append_val (list, stats);
        }
  return list;
}

const char *
scope_stat_get_name (ScopeStat stat)
{
  g_return_val_if_fail ((guint) stat < SCOPE_N_STATS, NULL);

  return words[stat].name;
}

const char *
scope_stat_get_title (ScopeStat stat)
{
  g_return_val_if_fail ((guint) stat < SCOPE_N_STATS, NULL);

  return _ (words[stat].title);
}

const char *
scope_stat_get_explanation (ScopeStat stat)
{
  g_return_val_if_fail ((guint) stat < SCOPE_N_STATS, NULL);

  return _ (words[stat].explanation);
}
