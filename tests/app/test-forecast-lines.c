/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-forecast-lines.h"

#include "app-test.h"
#include "scope-facts.h"

#include <math.h>

static ScopeForecast *
run (ScopeSession *session, ScopeSeries *series, ScopeRecipe *recipe)
{
  ScopeNetwork *network = scope_session_get_network (session);
  g_autoptr (ScopeFacts) facts = scope_facts_new (scope_session_get_model (session), network);
  g_autoptr (ScopeFeed) feed = NULL;
  g_autoptr (GError) error = NULL;
  ScopeForecast *forecast;

  feed = scope_feed_new (series, recipe, scope_facts_get (facts), &error);
  g_assert_no_error (error);
  forecast = scope_forecast_new (network, feed, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  return forecast;
}

/* The sample has gaps, missing observations and forecasts beyond its last row: every row is a
 * point, every forecast is at its valid time, and what the feed says of windows is what is drawn of
 * them. All exact: nothing is computed here. */
static void
test_sample (void)
{
  ScopeSession *session =
      app_test_open ("../../data/sample/sample.keras", "../../data/sample/EWR-2013.csv",
                     "../../data/sample/sample.recipe.json", NULL);
  g_autoptr (ScopeForecast) forecast =
      run (session, scope_session_get_series (session), scope_session_get_recipe (session));
  ScopeFeed *feed = scope_forecast_get_feed (forecast);
  g_autoptr (ScopeForecastLines) lines = scope_forecast_lines_new (forecast, 0);
  const double *temp;
  gsize n_rows_seen = 0, n_windows_seen = 0, n_gaps_seen = 0;
  ScopeLeftOut left;
  guint column;

  scope_feed_get_left_out (feed, &left);
  g_assert_true (lines->has_time);
  g_assert_cmpuint (lines->n_beyond, ==, left.beyond);
  /* An hour and a half: neighbours are an hour apart. */
  scope_assert_close (lines->max_gap, 5400, 0);

  g_assert_true (scope_series_find_column (scope_session_get_series (session), "temp", &column));
  temp = scope_series_get_values (scope_session_get_series (session), column);
  for (gsize i = 0; i < lines->n; i++)
    {
      gint64 window = lines->windows[i];

      if (i > 0)
        {
          g_assert_cmpfloat (lines->x[i], >, lines->x[i - 1]);
          n_gaps_seen += lines->x[i] - lines->x[i - 1] > lines->max_gap;
        }
      if (n_rows_seen < scope_feed_get_n_rows (feed)
          && lines->x[i] == scope_feed_get_row_time (feed, n_rows_seen))
        {
          scope_assert_close (lines->observed[i],
                              temp[scope_feed_get_table_row (feed, n_rows_seen)], 0);
          n_rows_seen++;
        }
      else
        g_assert_true (isnan (lines->observed[i]));
      if (window < 0)
        {
          g_assert_true (isnan (lines->forecast[i]) && isnan (lines->persistence[i]));
          continue;
        }
      n_windows_seen++;
      scope_assert_close (lines->x[i], scope_feed_get_valid_time (feed, (gsize) window, 0), 0);
      scope_assert_close (lines->forecast[i], scope_forecast_get_forecast (forecast, 0)[window], 0);
      scope_assert_close (lines->persistence[i],
                          scope_forecast_get_persistence (forecast, 0)[window], 0);
    }
  g_assert_cmpuint (n_rows_seen, ==, scope_feed_get_n_rows (feed));
  g_assert_cmpuint (n_windows_seen, ==, scope_feed_get_n_all_windows (feed));
  /* Forecasts for times within a gap lie in it: at most as many breaks are left as there are
   * gaps. */
  g_assert_cmpuint (n_gaps_seen, <=, scope_feed_get_n_gaps (feed));
  g_object_unref (session);
}

/* Two stations, one under the other, both used: time goes backwards once, so rows are drawn by
 * their numbers, with a break between the stations, and no line goes from one to the other. */
static void
test_backwards (void)
{
  ScopeSession *session = app_test_open ("lookback/leaky.h5", NULL);
  g_autoptr (GString) text = g_string_new ("time,x0\n");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (ScopeSeries) series = NULL;
  g_autoptr (ScopeRecipe) recipe = NULL;
  g_autoptr (ScopeFacts) facts = NULL;
  g_autoptr (ScopeForecast) forecast = NULL;
  g_autoptr (ScopeForecastLines) lines = NULL;
  g_autoptr (GError) error = NULL;
  gsize point;

  for (guint station = 0; station < 2; station++)
    for (guint hour = 0; hour < 40; hour++)
      g_string_append_printf (text, "2021-01-%02u %02u:00,%u\n", 1 + hour / 24, hour % 24,
                              10 + hour + 100 * station);
  bytes = g_bytes_new (text->str, text->len);
  series = scope_series_read_bytes (bytes, "two.csv", NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  facts = scope_facts_new (scope_session_get_model (session), scope_session_get_network (session));
  recipe = scope_recipe_new_guess (series, scope_facts_get (facts), &error);
  g_assert_no_error (error);
  forecast = run (session, series, recipe);
  lines = scope_forecast_lines_new (forecast, 0);

  g_assert_false (lines->has_time);
  /* 80 rows, one break, and the row after the last, for which there is a forecast. */
  g_assert_cmpuint (lines->n, ==, 82);
  g_assert_cmpuint (lines->n_beyond, ==, 1);
  scope_assert_close (lines->x[39], 39, 0);
  scope_assert_close (lines->observed[39], 49, 0);
  scope_assert_close (lines->x[40], 39.5, 0);
  g_assert_true (isnan (lines->observed[40]) && isnan (lines->forecast[40]));
  scope_assert_close (lines->x[41], 40, 0);
  scope_assert_close (lines->observed[41], 110, 0);
  scope_assert_close (lines->x[81], 80, 0);
  /* The first window sees rows 0 to 23 and is for row 24. */
  g_assert_true (scope_forecast_lines_find (lines, 0, &point));
  scope_assert_close (lines->x[point], 24, 0);
  g_assert_false (scope_forecast_lines_find (lines, -1, &point));
  g_object_unref (session);
}

int
main (int argc, char *argv[])
{
  app_test_init_displayless (&argc, &argv);
  g_test_add_func ("/forecast-lines/sample", test_sample);
  g_test_add_func ("/forecast-lines/backwards", test_backwards);
  return g_test_run ();
}
