/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-recipe-words.h"

#include "app-test.h"
#include "scope-facts.h"

#include <string.h>

/* Takes @actual. */
static void
assert_words (char *actual, const char *expected)
{
  g_assert_cmpstr (actual, ==, expected);
  g_free (actual);
}

/* What data/sample/README.md and its recipe say, in words. */
static void
test_sample (void)
{
  ScopeSession *session =
      app_test_open ("../../data/sample/sample.keras", "../../data/sample/EWR-2013.csv",
                     "../../data/sample/sample.recipe.json", NULL);
  ScopeRecipe *recipe = scope_session_get_recipe (session);
  g_autoptr (ScopeFacts) facts =
      scope_facts_new (scope_session_get_model (session), scope_session_get_network (session));
  g_autoptr (ScopeFeed) feed =
      scope_feed_new (scope_session_get_series (session), recipe, scope_facts_get (facts), NULL);
  g_autofree char *windows = NULL;

  assert_words (scope_recipe_words_dup_summary (recipe), "6 inputs, standard, 6\302\240h ahead");
  assert_words (scope_recipe_words_dup_inputs (recipe),
                "temp, dewp, humid, wind_speed, sin(hour), cos(hour)");
  assert_words (scope_recipe_words_dup_scaling (recipe),
                "standard, fitted on rows 1\u202f010 to 5\u202f766 of those in use");
  assert_words (scope_recipe_words_dup_window (recipe), "24 rows (24\302\240h)");
  assert_words (scope_recipe_words_dup_forecast (recipe),
                "temp, dewp, humid, wind_speed, 6\302\240h ahead");
  assert_words (scope_recipe_words_dup_time (recipe), "time_hour, steps of 1\302\240h; UTC");
  assert_words (scope_recipe_words_dup_rows (recipe), "all");
  assert_words (scope_recipe_words_dup_scored (recipe),
                "forecasts for 1 Sep 2013 06:00 to 31 Dec 2013 23:00");
  assert_words (scope_recipe_words_dup_zone (recipe), "UTC");
  g_assert_true (scope_recipe_words_has_unit ("T (degC)", "degC"));
  g_assert_true (scope_recipe_words_has_unit ("T [K]", "K"));
  g_assert_false (scope_recipe_words_has_unit ("skin", "K"));

  /* 2688 scored of the 8255 that count (README); the rest of the counts are the feed's. */
  g_assert_nonnull (feed);
  windows = scope_recipe_words_dup_windows (feed, 2688);
  g_assert_true (g_str_has_prefix (
      windows, "2\u202f688 windows scored · 5\u202f567 outside of the scored period · drawn"));
  g_assert_nonnull (strstr (windows, "6 beyond the last row"));
  g_object_unref (session);
}

/* A row a day: moments have no hour, leads are days; one station of two. */
static void
test_days (void)
{
  ScopeSession *session =
      app_test_open ("pairs/models/two-stations.keras", "pairs/tables/two-places.csv",
                     "pairs/two-stations.json", NULL);
  ScopeRecipe *recipe = scope_session_get_recipe (session);

  assert_words (scope_recipe_words_dup_rows (recipe), "those whose “place” is “north”");
  assert_words (scope_recipe_words_dup_window (recipe), "5 rows (5 days)");
  assert_words (scope_recipe_words_dup_lead (recipe, 1), "1 day ahead");
  assert_words (scope_recipe_words_dup_zone (recipe), "the table’s own clock");
  /* At noon, as this table's rows are. */
  assert_words (scope_recipe_words_dup_moment (recipe, 43200), "1 Jan 1970 12:00");
  assert_words (scope_recipe_words_dup_moment (recipe, 0), "1 Jan 1970");
  g_object_unref (session);
}

/* A row a month. */
static void
test_months (void)
{
  ScopeSession *session = app_test_open (
      "pairs/models/months.keras", "pairs/tables/rain-by-month.csv", "pairs/months.json", NULL);
  ScopeRecipe *recipe = scope_session_get_recipe (session);

  assert_words (scope_recipe_words_dup_window (recipe), "6 rows (6 months)");
  assert_words (scope_recipe_words_dup_forecast (recipe), "rain, 1 month to 3 months ahead");
  g_object_unref (session);
}

int
main (int argc, char *argv[])
{
  app_test_init_displayless (&argc, &argv);
  g_test_add_func ("/recipe-words/sample", test_sample);
  g_test_add_func ("/recipe-words/days", test_days);
  g_test_add_func ("/recipe-words/months", test_months);
  return g_test_run ();
}
