/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-scores.h"

#include <math.h>

/* Neumaier's sum: the lost low bits are carried along, so that a record of a million windows keeps
 * twelve digits. */
typedef struct
{
  double sum;
  double lost;
} Sum;

static void
sum_add (Sum *self, double value)
{
  double sum = self->sum + value;

  if (fabs (self->sum) >= fabs (value))
    self->lost += (self->sum - sum) + value;
  else
    self->lost += (value - sum) + self->sum;
  self->sum = sum;
}

static double
sum_get (const Sum *self)
{
  /* An infinity leaves NaN in what was lost. */
  return isfinite (self->sum) ? self->sum + self->lost : self->sum;
}

void
scope_scores_compute (const double *observed, const double *forecast, const double *persistence,
                      const gboolean *enters, gsize n, ScopeScores *scores)
{
  Sum error = { 0 }, absolute = { 0 }, square = { 0 }, reference = { 0 }, mean = { 0 };
  Sum deviation = { 0 };
  gsize count = 0;
  double mse, reference_mse, mean_observed;

  g_return_if_fail (scores != NULL);
  g_return_if_fail (n == 0 || (observed != NULL && forecast != NULL && persistence != NULL));

  for (gsize i = 0; i < n; i++)
    {
      double e, p;

      if ((enters != NULL && !enters[i]) || isnan (observed[i]) || isnan (persistence[i]))
        continue;

      e = forecast[i] - observed[i];
      p = persistence[i] - observed[i];
      sum_add (&error, e);
      sum_add (&absolute, fabs (e));
      sum_add (&square, e * e);
      sum_add (&reference, p * p);
      sum_add (&mean, observed[i]);
      count++;
    }

  scores->n = count;
  if (count == 0)
    {
      scores->mae = scores->rmse = scores->bias = NAN;
      scores->persistence_rmse = scores->skill_vs_persistence = scores->observed_sd = NAN;
      return;
    }

  mean_observed = sum_get (&mean) / count;
  for (gsize i = 0; i < n; i++)
    if ((enters == NULL || enters[i]) && !isnan (observed[i]) && !isnan (persistence[i]))
      sum_add (&deviation, (observed[i] - mean_observed) * (observed[i] - mean_observed));

  mse = sum_get (&square) / count;
  reference_mse = sum_get (&reference) / count;
  scores->mae = sum_get (&absolute) / count;
  scores->rmse = sqrt (mse);
  scores->bias = sum_get (&error) / count;
  scores->persistence_rmse = sqrt (reference_mse);
  scores->skill_vs_persistence = 1 - mse / reference_mse;
  scores->observed_sd = sqrt (sum_get (&deviation) / count);
}
