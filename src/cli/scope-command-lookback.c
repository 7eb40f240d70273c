/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-case.h"
#include "scope-cli.h"

#include "scope-error.h"
#include "scope-forecast.h"
#include "scope-influence.h"
#include "scope-verdict.h"

#include <glib/gi18n.h>
#include <math.h>

static void
append_row (GString *text, guint lag, const char *feature, double median, double p95,
            gsize n_windows)
{
  char buffer[SCOPE_NUMBER_SIZE];

  g_string_append_printf (text, "%u", lag);
  if (feature != NULL)
    {
      g_string_append_c (text, ',');
      scope_number_append_field (text, feature);
    }
  g_string_append_printf (text, ",%s", scope_number_write (median, buffer));
  g_string_append_printf (text, ",%s,%" G_GSIZE_FORMAT "\n", scope_number_write (p95, buffer),
                          n_windows);
}

/* Lag by lag: all features together (an empty field), then each. */
static char *
occlusion_to_csv (ScopeInfluence *influence, ScopeFeed *feed)
{
  guint n_features = scope_influence_get_n_features (influence);
  gsize n_windows = scope_influence_get_n_windows (influence);
  g_autoptr (GString) text = g_string_new ("lag,feature,median,p95,n_windows\n");

  for (guint lag = 1; lag <= scope_influence_get_n_lags (influence); lag++)
    {
      append_row (text, lag, "", scope_influence_get_median (influence)[lag - 1],
                  scope_influence_get_p95 (influence)[lag - 1], n_windows);
      for (guint feature = 0; feature < n_features; feature++)
        {
          gsize cell = (gsize) (lag - 1) * n_features + feature;

          append_row (text, lag, scope_feed_get_feature_name (feed, feature),
                      scope_influence_get_cell_median (influence)[cell],
                      scope_influence_get_cell_p95 (influence)[cell], n_windows);
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
truncation_to_csv (ScopeInfluence *influence)
{
  g_autoptr (GString) text = g_string_new ("k,median,p95,n_windows\n");

  for (guint k = 0; k <= scope_influence_get_n_lags (influence); k++)
    append_row (text, k, NULL, scope_influence_get_truncation_median (influence)[k],
                scope_influence_get_truncation_p95 (influence)[k],
                scope_influence_get_n_windows (influence));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The forecast's RMSE is over every window, as on the look-back page. */
static gboolean
find_tolerance (ScopeCase *opened, guint target, double *tolerance, GError **error)
{
  g_autoptr (ScopeForecast) forecast = NULL;
  ScopeScores scores;

  forecast = scope_forecast_new (opened->network, opened->feed, 0, NULL, NULL, error);
  if (forecast == NULL)
    return FALSE;
  scope_forecast_get_scores (forecast, target, &scores);
  *tolerance = SCOPE_VERDICT_TOLERANCE_SHARE * scores.rmse;
  return TRUE;
}

static gboolean
print_for_people (ScopeCase *opened, ScopeInfluence *influence, guint target, double tolerance,
                  GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (ScopeVerdict) verdict = NULL;
  const char *unit = scope_influence_get_unit (influence);
  ScopeStep step = { 0 };
  ScopeVerdictInput input = { 0 };

  if (isnan (tolerance) && !find_tolerance (opened, target, &tolerance, error))
    return FALSE;

  scope_recipe_get_step (scope_feed_get_recipe (opened->feed), &step);
  input.n_lags = scope_influence_get_n_lags (influence);
  input.median = scope_influence_get_median (influence);
  input.p95 = scope_influence_get_p95 (influence);
  input.n_windows = scope_influence_get_n_windows (influence);
  input.tolerance = tolerance;
  input.unit = unit;
  input.step_seconds = step.seconds;
  input.step_months = step.months;
  verdict = scope_verdict_new (&input);

  g_string_append_printf (text, "%s\n%s\n\n", verdict->headline, verdict->explanation);
  g_string_append_printf (text, _ ("Baseline: %s\n\n"),
                          scope_influence_get_baseline_text (influence));
  g_string_append_printf (text, "%6s %12s %12s  %s\n", _ ("lag"), _ ("median"), _ ("95 %"), unit);
  for (guint lag = 1; lag <= input.n_lags; lag++)
    g_string_append_printf (text, "%6u %12.4g %12.4g\n", lag, input.median[lag - 1],
                            input.p95[lag - 1]);
  return scope_cli_print (text->str, error);
}

/* NaN when the call names none. */
static gboolean
parse_tolerance (const char *text, double *tolerance, GError **error)
{
  char *end = NULL;

  *tolerance = NAN;
  if (text == NULL)
    return TRUE;

  *tolerance = g_ascii_strtod (text, &end);
  if (end != text && *end == '\0' && isfinite (*tolerance) && *tolerance >= 0)
    return TRUE;

  g_set_error (error, SCOPE_ERROR, SCOPE_ERROR_USAGE,
               _ ("--tolerance takes a number from 0, not “%s”."), text);
  return FALSE;
}

/* -1 when the call names none; which numbers there are is known only once the recipe is. */
static gboolean
parse_target (const char *text, int *target, GError **error)
{
  guint64 number = 0;

  *target = -1;
  if (text == NULL)
    return TRUE;

  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &number, NULL))
    {
      *target = (int) number;
      return TRUE;
    }

  g_set_error (error, SCOPE_ERROR, SCOPE_ERROR_USAGE, _ ("--target takes a number, not “%s”."),
               text);
  return FALSE;
}

static gboolean
run (int argc, char **argv, GError **error)
{
  gboolean csv = FALSE;
  gboolean truncation = FALSE;
  g_autofree char *recipe = NULL;
  g_auto (ScopeCliReading) reading = { 0 };
  g_autofree char *tolerance_text = NULL;
  g_autofree char *target_text = NULL;
  double tolerance;
  int n_windows = SCOPE_INFLUENCE_WINDOWS;
  int chosen_target;
  int threads = 0;
  const GOptionEntry options[] = {
    { "recipe", 0, 0, G_OPTION_ARG_FILENAME, &recipe,
      N_ ("How the table reaches the model (default: found, and said)"), "R.json" },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, N_ ("Answer in CSV, with full precision"), NULL },
    { "truncation", 0, 0, G_OPTION_ARG_NONE, &truncation,
      N_ ("All but the last k steps replaced, instead of one lag at a time (in CSV)"), NULL },
    { "tolerance", 0, 0, G_OPTION_ARG_STRING, &tolerance_text,
      N_ ("Change under which a lag is irrelevant (default: 10 % of the RMSE)"), "X" },
    { "windows", 0, 0, G_OPTION_ARG_INT, &n_windows,
      N_ ("Number of evenly spaced windows (default: 200)"), "N" },
    { "target", 0, 0, G_OPTION_ARG_STRING, &target_text,
      N_ ("Which of the recipe’s targets, from 0 (default: the primary one)"), "K" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &threads, N_ ("Threads (default: one a processor)"), "N" },
    SCOPE_CLI_READING (reading),
    { NULL },
  };
  g_autoptr (ScopeCase) opened = NULL;
  g_autoptr (ScopeInfluence) influence = NULL;
  g_autoptr (GArray) windows = NULL;
  g_autofree char *text = NULL;
  ScopeInfluenceParts parts = SCOPE_INFLUENCE_LAGS;
  guint target;

  if (!scope_cli_parse (&scope_command_lookback, &argc, &argv, options, 2, 2, error)
      || !scope_cli_check_threads (threads, error)
      || !parse_tolerance (tolerance_text, &tolerance, error)
      || !parse_target (target_text, &chosen_target, error))
    return FALSE;
  if (n_windows < 1)
    {
      g_set_error (error, SCOPE_ERROR, SCOPE_ERROR_USAGE,
                   _ ("--windows takes a number from 1, not %d."), n_windows);
      return FALSE;
    }

  opened = scope_case_open (argv[1], argv[2], recipe, &reading, error);
  if (opened == NULL)
    return FALSE;

  target =
      chosen_target >= 0 ? (guint) chosen_target : scope_feed_get_primary_target (opened->feed);
  if (target >= scope_feed_get_n_targets (opened->feed))
    {
      g_set_error (error, SCOPE_ERROR, SCOPE_ERROR_USAGE,
                   _ ("--target takes a number from 0 to %u for this recipe, not %u."),
                   scope_feed_get_n_targets (opened->feed) - 1, target);
      return FALSE;
    }

  if (truncation)
    parts = SCOPE_INFLUENCE_TRUNCATION;
  else if (csv)
    parts |= SCOPE_INFLUENCE_CELLS;

  windows = scope_influence_choose_windows (opened->feed, (gsize) n_windows);
  influence = scope_influence_new (opened->network, opened->feed, (const gsize *) windows->data,
                                   windows->len, target, parts, (guint) threads, NULL, NULL, error);
  if (influence == NULL)
    return FALSE;

  if (!csv && !truncation)
    return print_for_people (opened, influence, target, tolerance, error);

  text = truncation ? truncation_to_csv (influence) : occlusion_to_csv (influence, opened->feed);
  return scope_cli_print (text, error);
}

const ScopeCommand scope_command_lookback = {
  .name = "lookback",
  .arguments = "MODEL TABLE",
  .summary = N_ ("How far back the forecast looks, lag by lag"),
  .run = run,
};
