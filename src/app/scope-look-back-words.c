/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-look-back-words.h"

#include "scope-format.h"
#include "scope-verdict.h"

#include <glib/gi18n.h>

void
scope_look_back_words_of_all (ScopeInfluence *influence, double tolerance, const ScopeStep *step,
                              guint asked_lag, char **headline, char **explanation)
{
  ScopeVerdictInput input = {
    .n_lags = scope_influence_get_n_lags (influence),
    .median = scope_influence_get_median (influence),
    .p95 = scope_influence_get_p95 (influence),
    .n_windows = scope_influence_get_n_windows (influence),
    .tolerance = tolerance,
    .unit = scope_influence_get_unit (influence),
    .step_seconds = step->seconds,
    .step_months = step->months,
    .asked_lag = asked_lag,
  };
  g_autoptr (ScopeVerdict) verdict = scope_verdict_new (&input);

  *headline = g_strdup (verdict->headline);
  *explanation = g_strdup (verdict->explanation);
}

void
scope_look_back_words_of_one (ScopeInfluence *influence, ScopeFeed *feed, char **headline,
                              char **explanation)
{
  const char *unit = scope_influence_get_unit (influence);
  const double *size = scope_influence_get_median (influence);
  guint strongest = 1;
  g_autofree char *time = NULL;
  g_autofree char *lag = NULL;
  g_autofree char *change = NULL;
  g_autofree char *value = NULL;

  for (guint k = 2; k <= scope_influence_get_n_lags (influence); k++)
    if (size[k - 1] > size[strongest - 1])
      strongest = k;

  time = scope_format_time (scope_feed_get_valid_time (
      feed, scope_influence_get_window (influence, 0), scope_influence_get_target (influence)));
  lag = scope_format_lag (strongest);
  change = scope_format_signed (scope_influence_get_change (influence, 0, strongest), 3);
  value = scope_format_quantity (scope_influence_get_forecast (influence, 0), 3, unit);
  *headline = g_strdup_printf (_ ("In this window %s counts most"), lag);
  *explanation = g_strdup_printf (
      _ ("The forecast for %s is %s. What was observed at %s adds %s %s to it, compared with the "
         "baseline in its place. One window shows what counted here, not what counts in general."),
      time, value, lag, change, unit);
}
