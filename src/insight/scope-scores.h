/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ScopeScores:
 * @n: windows that entered
 * @mae: mean |e|, e = forecast − observed
 * @rmse: √mean e²
 * @bias: mean e
 * @persistence_rmse: √mean (persistence − observed)²
 * @skill_vs_persistence: 1 − mse / mse of persistence: 1 perfect, 0 as good as persistence, below 0 worse
 * @observed_sd: standard deviation of the observations (of the population)
 *
 * How good forecasts are, in the unit of the table. All NaN where @n is 0. Where persistence is never wrong, skill is −∞, and
 * NaN where the forecast is never wrong either.
 */
typedef struct
{
  gsize n;
  double mae;
  double rmse;
  double bias;
  double persistence_rmse;
  double skill_vs_persistence;
  double observed_sd;
} ScopeScores;

/**
 * scope_scores_compute:
 * @observed: (array length=n):
 * @forecast: (array length=n):
 * @persistence: (array length=n):
 * @enters: (nullable) (array length=n): which of them enter; %NULL for all
 * @n: number of windows
 * @scores: (out):
 *
 * A window whose observation or persistence is NaN never enters. A forecast of NaN (a network that gave no number)
 * does, and makes the scores NaN: a network's failure is not hidden. Sums are in double precision, compensated.
 */
void
scope_scores_compute (const double *observed, const double *forecast, const double *persistence,
                      const gboolean *enters, gsize n, ScopeScores *scores);

G_END_DECLS
