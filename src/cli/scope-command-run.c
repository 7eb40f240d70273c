/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-case.h"
#include "scope-cli.h"

#include "scope-error.h"
#include "scope-forecast.h"
#include "scope-time.h"

#include <glib/gi18n.h>
#include <math.h>

static void
append_header (GString *text, guint n_targets)
{
  g_string_append (text, "start_row,start_time,valid_time");
  for (guint target = 0; target < n_targets; target++)
    if (n_targets == 1)
      g_string_append (text, ",observed,forecast");
    else
      g_string_append_printf (text, ",observed_%u,forecast_%u", target, target);
  g_string_append_c (text, '\n');
}

/* Of a table without times the two fields are empty. */
static void
append_time (GString *text, ScopeFeed *feed, double time)
{
  g_autofree char *shown = scope_feed_has_time (feed) ? scope_time_dup_text (time) : g_strdup ("");

  g_string_append_printf (text, ",%s", shown);
}

static char *
forecast_to_csv (ScopeForecast *forecast, gboolean with_header)
{
  ScopeFeed *feed = scope_forecast_get_feed (forecast);
  guint n_targets = scope_forecast_get_n_targets (forecast);
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[SCOPE_NUMBER_SIZE];

  if (with_header)
    append_header (text, n_targets);
  for (gsize i = 0; i < scope_forecast_get_n_windows (forecast); i++)
    {
      gsize window = scope_forecast_get_first (forecast) + i;

      g_string_append_printf (text, "%" G_GSIZE_FORMAT, scope_feed_get_start_row (feed, window));
      append_time (text, feed, scope_feed_get_start_time (feed, window));
      append_time (text, feed,
                   scope_feed_get_valid_time (feed, window, scope_feed_get_primary_target (feed)));
      for (guint target = 0; target < n_targets; target++)
        {
          g_string_append_printf (
              text, ",%s",
              scope_number_write (scope_forecast_get_observed (forecast, target)[i], buffer));
          g_string_append_printf (
              text, ",%s",
              scope_number_write (scope_forecast_get_forecast (forecast, target)[i], buffer));
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_score (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  scope_cli_add_number (builder, value);
}

static void
add_target (JsonBuilder *builder, ScopeForecast *forecast, guint target)
{
  ScopeFeed *feed = scope_forecast_get_feed (forecast);
  ScopeScores scores;

  scope_forecast_get_scores (forecast, target, &scores);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "column");
  json_builder_add_string_value (builder, scope_feed_get_target_name (feed, target));
  json_builder_set_member_name (builder, "unit");
  json_builder_add_string_value (builder, scope_feed_get_target_unit (feed, target));
  json_builder_set_member_name (builder, "output");
  json_builder_add_int_value (builder, scope_feed_get_target_output (feed, target));
  json_builder_set_member_name (builder, "output_index");
  json_builder_add_int_value (builder, (gint64) scope_feed_get_target_output_index (feed, target));
  json_builder_set_member_name (builder, "lead_steps");
  json_builder_add_int_value (builder, scope_feed_get_target_lead (feed, target));
  json_builder_set_member_name (builder, "n_scored");
  json_builder_add_int_value (builder, (gint64) scores.n);
  add_score (builder, "mae", scores.mae);
  add_score (builder, "rmse", scores.rmse);
  add_score (builder, "bias", scores.bias);
  add_score (builder, "persistence_rmse", scores.persistence_rmse);
  add_score (builder, "skill_vs_persistence", scores.skill_vs_persistence);
  json_builder_end_object (builder);
}

static JsonNode *
forecast_to_json (ScopeForecast *forecast)
{
  ScopeFeed *feed = scope_forecast_get_feed (forecast);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "n_windows");
  json_builder_add_int_value (builder, (gint64) scope_forecast_get_n_windows (forecast));
  json_builder_set_member_name (builder, "rows_in_use");
  json_builder_add_int_value (builder, (gint64) scope_feed_get_n_rows (feed));
  json_builder_set_member_name (builder, "gaps");
  json_builder_add_int_value (builder, (gint64) scope_feed_get_n_gaps (feed));
  json_builder_set_member_name (builder, "rows_with_missing_features");
  json_builder_add_int_value (builder, (gint64) scope_feed_get_n_missing_rows (feed));
  json_builder_set_member_name (builder, "primary_target");
  json_builder_add_int_value (builder, scope_feed_get_primary_target (feed));
  json_builder_set_member_name (builder, "targets");
  json_builder_begin_array (builder);
  for (guint target = 0; target < scope_forecast_get_n_targets (forecast); target++)
    add_target (builder, forecast, target);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static char *
forecast_for_people (ScopeForecast *forecast)
{
  ScopeFeed *feed = scope_forecast_get_feed (forecast);
  gsize n = scope_forecast_get_n_windows (forecast);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (
      text,
      g_dngettext (GETTEXT_PACKAGE, "%" G_GSIZE_FORMAT " window of %" G_GSIZE_FORMAT " rows\n",
                   "%" G_GSIZE_FORMAT " windows of %" G_GSIZE_FORMAT " rows\n", n),
      n, scope_feed_get_window (feed));
  for (guint target = 0; target < scope_forecast_get_n_targets (forecast); target++)
    {
      const char *unit = scope_feed_get_target_unit (feed, target);
      guint lead = scope_feed_get_target_lead (feed, target);
      ScopeScores scores;

      scope_forecast_get_scores (forecast, target, &scores);
      g_string_append_printf (
          text,
          g_dngettext (GETTEXT_PACKAGE, "\n%s, %u step ahead, over %" G_GSIZE_FORMAT " windows\n",
                       "\n%s, %u steps ahead, over %" G_GSIZE_FORMAT " windows\n", lead),
          scope_feed_get_target_name (feed, target), lead, scores.n);
      g_string_append_printf (text, _ ("  MAE               %8.4g %s\n"), scores.mae, unit);
      g_string_append_printf (text, _ ("  RMSE              %8.4g %s\n"), scores.rmse, unit);
      g_string_append_printf (text, _ ("  bias              %+8.4g %s\n"), scores.bias, unit);
      g_string_append_printf (text, _ ("  persistence RMSE  %8.4g %s\n"), scores.persistence_rmse,
                              unit);
      g_string_append_printf (text, _ ("  skill against it  %+8.3f\n"),
                              scores.skill_vs_persistence);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What no score can take in is said: weights that are no numbers, or a scale that no number survives. */
static void
remark_on_answers (ScopeForecast *forecast)
{
  gsize n_bad = 0;

  for (guint target = 0; target < scope_forecast_get_n_targets (forecast); target++)
    for (gsize i = 0; i < scope_forecast_get_n_windows (forecast); i++)
      n_bad += !isfinite (scope_forecast_get_forecast (forecast, target)[i]);

  if (n_bad > 0)
    {
      g_autofree char *text = g_strdup_printf (
          g_dngettext (
              GETTEXT_PACKAGE,
              "%" G_GSIZE_FORMAT " forecast is not a finite number, and cannot be scored.",
              "%" G_GSIZE_FORMAT " forecasts are not finite numbers, and cannot be scored.", n_bad),
          n_bad);

      scope_cli_remark (text);
    }
}

/* Scores over nothing are no scores: say so before somebody reads them. */
static void
say_unscored (ScopeForecast *forecast)
{
  ScopeScores scores;

  if (scope_forecast_get_n_windows (forecast) == 0)
    return;
  scope_forecast_get_scores (
      forecast, scope_feed_get_primary_target (scope_forecast_get_feed (forecast)), &scores);
  if (scores.n == 0)
    scope_cli_remark (
        _ ("No window lies within what the recipe’s “scored” names: there is nothing to "
           "score."));
}

static gboolean
run (int argc, char **argv, GError **error)
{
  gboolean csv = FALSE;
  gboolean json = FALSE;
  g_autofree char *recipe = NULL;
  g_autofree char *shard = NULL;
  g_auto (ScopeCliReading) reading = { 0 };
  int threads = 0;
  const GOptionEntry options[] = {
    { "recipe", 0, 0, G_OPTION_ARG_FILENAME, &recipe,
      N_ ("How the table reaches the model (default: found, and said)"), "R.json" },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, N_ ("The forecast of every window, in CSV"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("The scores, in JSON"), NULL },
    { "shard", 0, 0, G_OPTION_ARG_STRING, &shard, N_ ("Only part K of N of the windows"), "K/N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &threads, N_ ("Threads (default: one a processor)"), "N" },
    SCOPE_CLI_READING (reading),
    { NULL },
  };
  g_autoptr (ScopeCase) opened = NULL;
  g_autoptr (ScopeForecast) forecast = NULL;
  gsize first;
  gsize count;
  gboolean is_first;

  if (!scope_cli_parse (&scope_command_run, &argc, &argv, options, 2, 2, error)
      || !scope_cli_check_threads (threads, error)
      /* A call that cannot be right is told so before the work. */
      || !scope_cli_parse_shard (shard, 0, &first, &count, &is_first, error))
    return FALSE;
  if (csv && json)
    {
      g_set_error_literal (error, SCOPE_ERROR, SCOPE_ERROR_USAGE,
                           _ ("--csv and --json are two answers; ask for one."));
      return FALSE;
    }

  opened = scope_case_open (argv[1], argv[2], recipe, &reading, error);
  if (opened == NULL)
    return FALSE;

  scope_cli_parse_shard (shard, scope_feed_get_n_windows (opened->feed), &first, &count, &is_first,
                         NULL);
  forecast = scope_forecast_new_range (opened->network, opened->feed, first, count, (guint) threads,
                                       NULL, NULL, error);
  if (forecast == NULL)
    return FALSE;
  remark_on_answers (forecast);

  say_unscored (forecast);
  if (json)
    {
      g_autoptr (JsonNode) node = forecast_to_json (forecast);

      return scope_cli_print_json (node, error);
    }
  else
    {
      g_autofree char *text =
          csv ? forecast_to_csv (forecast, is_first) : forecast_for_people (forecast);

      return scope_cli_print (text, error);
    }
}

const ScopeCommand scope_command_run = {
  .name = "run",
  .arguments = "MODEL TABLE",
  .summary = N_ ("Forecasts of every window of a table, and their skill"),
  .run = run,
};
