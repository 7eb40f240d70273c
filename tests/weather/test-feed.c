/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-feed.h"
#include "scope-test.h"

#include <math.h>
#include <string.h>

/*
 * Thirteen rows: p is missing in row 2, T is a word in row 5, and an hour is missing between rows 7
 * and 8. All that is expected of it was worked out by hand.
 */
static const char table[] = "time,T (degC),p (hPa)\n"
                            "2020-01-01 00:00,1,1000\n"
                            "2020-01-01 01:00,2,1001\n"
                            "2020-01-01 02:00,3,\n"
                            "2020-01-01 03:00,4,1003\n"
                            "2020-01-01 04:00,5,1004\n"
                            "2020-01-01 05:00,word,1005\n"
                            "2020-01-01 06:00,7,1006\n"
                            "2020-01-01 07:00,8,1007\n"
                            "2020-01-01 09:00,10,1009\n"
                            "2020-01-01 10:00,11,1010\n"
                            "2020-01-01 11:00,12,1011\n"
                            "2020-01-01 12:00,13,1012\n"
                            "2020-01-01 13:00,14,1013\n";

static const char recipe_text[] =
    "{ \"features\": [ { \"column\": \"T (degC)\", \"scaling\": { \"kind\": \"minmax\", "
    "\"data_min\": 0, "
    "\"data_max\": 10 } }, { \"column\": \"p (hPa)\", \"scaling\": { \"kind\": \"none\" } } ],"
    "  \"window\": 2, \"lead_steps\": 1, \"fitted_rows\": [0, 2],"
    "  \"targets\": [ { \"output\": 0, \"output_index\": 0, \"column\": \"T (degC)\" } ],"
    "  \"scored\": { \"from\": \"2020-01-01T12:00:00\", \"to\": null } }";

static const ScopeOutputFacts one_number = { 1, 1 };
static const ScopeModelFacts facts = { .n_inputs = 1,
                                       .n_features = 2,
                                       .window = 2,
                                       .has_time_axis = TRUE,
                                       .n_outputs = 1,
                                       .outputs = &one_number };

static ScopeSeries *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  ScopeSeries *series = scope_series_read_bytes (bytes, "table.csv", NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return series;
}

static ScopeRecipe *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  ScopeRecipe *recipe = scope_recipe_parse (text, -1, "recipe.json", &error);

  g_assert_no_error (error);
  return recipe;
}

static ScopeFeed *
make_feed (const char *text, const char *recipe, const ScopeModelFacts *model)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeSeries) series = read_text (text);
  g_autoptr (ScopeRecipe) parsed = parse (recipe);
  ScopeFeed *feed = scope_feed_new (series, parsed, model, &error);

  g_assert_no_error (error);
  return feed;
}

static void
assert_time (double time, const char *expected)
{
  g_autofree char *text = scope_time_dup_text (time);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_windows (void)
{
  static const gsize starts[] = { 0, 8, 9, 10, 3, 6, 11 };
  static const gsize order[] = { 0, 4, 5, 1, 2, 3, 6 };
  g_autoptr (ScopeFeed) feed = make_feed (table, recipe_text, &facts);
  ScopeLeftOut left_out;

  g_assert_cmpuint (scope_feed_get_n_rows (feed), ==, 13);
  g_assert_cmpuint (scope_feed_get_n_gaps (feed), ==, 1);
  g_assert_cmpuint (scope_feed_get_n_missing_rows (feed), ==, 2);
  g_assert_cmpuint (scope_feed_get_window (feed), ==, 2);
  g_assert_cmpuint (scope_feed_get_n_windows (feed), ==, 4);
  g_assert_cmpuint (scope_feed_get_n_all_windows (feed), ==, 7);
  g_assert_cmpmem (scope_feed_get_starts (feed), sizeof starts, starts, sizeof starts);
  g_assert_cmpmem (scope_feed_get_order (feed), sizeof order, order, sizeof order);
  scope_feed_get_left_out (feed, &left_out);
  g_assert_cmpuint (left_out.gap, ==, 1);
  g_assert_cmpuint (left_out.missing_input, ==, 4);
  g_assert_cmpuint (left_out.beyond, ==, 1);
  g_assert_cmpuint (left_out.gap_ahead, ==, 1);
  g_assert_cmpuint (left_out.missing_target, ==, 1);
  g_assert_true (scope_feed_is_consecutive (feed, 6));
  g_assert_false (scope_feed_is_consecutive (feed, 7));
  g_assert_false (scope_feed_is_consecutive (feed, 12));
}

static void
test_answers (void)
{
  g_autoptr (ScopeFeed) feed = make_feed (table, recipe_text, &facts);

  /* Window 1: rows 8 and 9, for row 10. */
  g_assert_cmpuint (scope_feed_get_start_row (feed, 1), ==, 8);
  assert_time (scope_feed_get_start_time (feed, 1), "2020-01-01T09:00:00");
  assert_time (scope_feed_get_last_input_time (feed, 1), "2020-01-01T10:00:00");
  assert_time (scope_feed_get_valid_time (feed, 1, 0), "2020-01-01T11:00:00");
  g_assert_cmpfloat (scope_feed_get_observed (feed, 1, 0), ==, 12);
  g_assert_cmpfloat (scope_feed_get_persistence (feed, 1, 0), ==, 11);

  /* Window 4 is due where T is a word, window 5 in the gap, window 6 after the last row. */
  g_assert_true (isnan (scope_feed_get_observed (feed, 4, 0)));
  assert_time (scope_feed_get_valid_time (feed, 4, 0), "2020-01-01T05:00:00");
  g_assert_true (isnan (scope_feed_get_observed (feed, 5, 0)));
  assert_time (scope_feed_get_valid_time (feed, 5, 0), "2020-01-01T08:00:00");
  g_assert_cmpfloat (scope_feed_get_persistence (feed, 5, 0), ==, 8);
  g_assert_true (isnan (scope_feed_get_observed (feed, 6, 0)));
  assert_time (scope_feed_get_valid_time (feed, 6, 0), "2020-01-01T14:00:00");

  /* Scored from 12:00 on: windows 2 (12:00) and 3 (13:00). */
  g_assert_false (scope_feed_is_scored (feed, 0, 0));
  g_assert_false (scope_feed_is_scored (feed, 1, 0));
  g_assert_true (scope_feed_is_scored (feed, 2, 0));
  g_assert_true (scope_feed_is_scored (feed, 3, 0));
  g_assert_false (scope_feed_is_scored (feed, 6, 0));

  g_assert_cmpstr (scope_feed_get_target_name (feed, 0), ==, "T (degC)");
  g_assert_cmpstr (scope_feed_get_target_unit (feed, 0), ==, "degC");
  g_assert_cmpstr (scope_feed_get_feature_unit (feed, 1), ==, "hPa");
  /* The target takes its feature's scaling. */
  g_assert_cmpfloat (scope_feed_invert (feed, 0, 0.5), ==, 5);
  g_assert_cmpfloat (scope_feed_invert_difference (feed, 0, 0.5), ==, 5);
}

static void
test_inputs (void)
{
  static const float first[] = { 0.1f, 1000, 0.2f, 1001, 0.3f, NAN };
  g_autoptr (ScopeFeed) feed = make_feed (table, recipe_text, &facts);
  const float *inputs = scope_array_get_data (scope_feed_get_inputs (feed));
  const float *baseline;
  gboolean fitted;

  scope_assert_floats (inputs, first, 6, 0);
  g_assert_true (isnan (inputs[5 * 2]));
  g_assert_cmpfloat (inputs[5 * 2 + 1], ==, 1005);

  /* Means of rows 0 to 2: 2 of T, which is 0.2; 1000.5 of the two p that are there. */
  baseline = scope_feed_get_baseline (feed, &fitted);
  g_assert_true (fitted);
  g_assert_cmpfloat (baseline[0], ==, 0.2f);
  g_assert_cmpfloat (baseline[1], ==, 1000.5f);
}

static void
test_lag_and_derived (void)
{
  static const char text[] = "{ \"features\": [ { \"column\": \"p (hPa)\", \"lag_rows\": 2, "
                             "\"scaling\": { \"kind\": \"none\" } },"
                             " { \"column\": null, \"derived\": { \"function\": \"sin\", \"of\": "
                             "\"hour\", \"period\": 24 } } ],"
                             " \"window\": 1, \"targets\": [ { \"column\": \"T (degC)\", "
                             "\"lead_steps\": 3, \"inverse\": { \"kind\": "
                             "\"none\" } } ] }";
  ScopeModelFacts row = facts;
  g_autoptr (ScopeFeed) feed = NULL;
  const float *inputs;

  row.window = 1;
  feed = make_feed (table, text, &row);
  inputs = scope_array_get_data (scope_feed_get_inputs (feed));
  g_assert_true (isnan (inputs[0]));
  g_assert_true (isnan (inputs[2]));
  g_assert_cmpfloat (inputs[4], ==, 1000);
  g_assert_true (isnan (inputs[8]));  /* row 4 takes row 2 */
  g_assert_true (isnan (inputs[16])); /* rows 8 and 9 reach across the gap */
  g_assert_true (isnan (inputs[18]));
  g_assert_cmpfloat (inputs[20], ==, 1009);
  /* sin (2π · 6 / 24) = 1 at 06:00; sin (2π · 3 / 24) = √½ at 03:00. */
  scope_assert_close (inputs[6 * 2 + 1], 1, 1e-7);
  scope_assert_close (inputs[3 * 2 + 1], sqrt (0.5), 1e-7);
  g_assert_cmpstr (scope_feed_get_feature_name (feed, 0), ==, "p (hPa) t-2");
  g_assert_cmpstr (scope_feed_get_feature_name (feed, 1), ==, "sin(hour)");
  /* Row 2 for row 5 misses its target, row 3 for row 6 has both; row 10 reaches beyond. */
  g_assert_cmpuint (scope_feed_get_n_windows (feed), ==, 1);
  g_assert_cmpuint (scope_feed_get_start_row (feed, 0), ==, 3);
}

static void
test_categories (void)
{
  static const char text[] =
      "{ \"rows_used\": { \"column\": \"place\", \"value\": \"b\" }, \"features\": [ { \"column\": "
      "\"sky\", "
      "\"categories\": { \"rain\": 2, \"clear\": 1 }, \"scaling\": { \"kind\": \"none\" } } ], "
      "\"window\": 1,"
      " \"targets\": [ { \"column\": \"T\", \"inverse\": { \"kind\": \"none\" } } ] }";
  static const char rows[] =
      "time,place,sky,T\n2020-01-01,a,rain,1\n2020-01-01,b,rain,2\n2020-01-02,a,fog,3\n"
      "2020-01-02,b,clear,4\n2020-01-03,a,rain,5\n2020-01-03,b,fog,6\nsomeday,b,rain,7\n"
      "2020-01-04,b,rain,8\n2020-01-05,b,rain,9\n";
  ScopeModelFacts row = facts;
  g_autoptr (ScopeFeed) feed = NULL;
  const float *inputs;

  row.window = 1;
  row.n_features = 1;
  feed = make_feed (rows, text, &row);
  inputs = scope_array_get_data (scope_feed_get_inputs (feed));

  /* The row whose time cannot be read is not used and keeps its number: rows 1, 3, 5, 7 and 8. */
  g_assert_cmpuint (scope_feed_get_n_rows (feed), ==, 5);
  g_assert_cmpuint (scope_feed_get_table_row (feed, 3), ==, 7);
  g_assert_cmpuint (scope_feed_get_n_gaps (feed), ==, 0);
  g_assert_cmpfloat (inputs[0], ==, 2);
  g_assert_cmpfloat (inputs[1], ==, 1);
  g_assert_true (isnan (inputs[2]));
  g_assert_cmpuint (scope_feed_get_n_windows (feed), ==, 3);
  g_assert_cmpuint (scope_feed_get_start_row (feed, 2), ==, 7);
}

static void
test_without_time (void)
{
  static const char text[] =
      "{ \"time\": null, \"window\": 2, \"features\": [ { \"column\": \"x\", \"scaling\": { "
      "\"kind\": \"none\" } } ] }";
  ScopeModelFacts one = facts;
  g_autoptr (ScopeFeed) feed = NULL;

  one.n_features = 1;
  feed = make_feed ("x,y\n1,9\n2,8\n3,7\n4,6\n", text, &one);
  g_assert_false (scope_feed_has_time (feed));
  g_assert_cmpuint (scope_feed_get_n_windows (feed), ==, 2);
  g_assert_cmpuint (scope_feed_get_n_all_windows (feed), ==, 3);
  g_assert_true (isnan (scope_feed_get_start_time (feed, 0)));
  g_assert_cmpfloat (scope_feed_get_valid_time (feed, 0, 0), ==, 2);
  g_assert_cmpfloat (scope_feed_get_valid_time (feed, 2, 0), ==, 4);
  g_assert_cmpfloat (scope_feed_get_observed (feed, 1, 0), ==, 4);
}

static void
test_stride (void)
{
  static const char text[] =
      "{ \"time\": null, \"window\": 2, \"stride\": 2, \"features\": [ { \"column\": \"x\", "
      "\"scaling\": { \"kind\": \"none\" } } ] }";
  ScopeModelFacts one = facts;
  g_autoptr (ScopeFeed) feed = NULL;

  one.n_features = 1;
  feed = make_feed ("x,y\n1,9\n2,8\n3,7\n4,6\n5,5\n", text, &one);
  g_assert_cmpuint (scope_feed_get_n_windows (feed), ==, 2);
  g_assert_cmpuint (scope_feed_get_start_row (feed, 1), ==, 2);
}

static void
test_no_window (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeSeries) series = read_text (
      "time,T (degC),p (hPa)\n2020-01-01 00:00,1,2\n2020-01-01 02:00,1,2\n2020-01-01 05:00,1,2\n"
      "2020-01-01 09:00,1,\n");
  g_autoptr (ScopeRecipe) recipe = parse (recipe_text);

  scope_recipe_set_fitted_rows (recipe, 0, 1);
  scope_recipe_set_step (recipe, &(ScopeStep){ .seconds = 3600 });
  g_assert_null (scope_feed_new (series, recipe, &facts, &error));
  scope_assert_error (error, SCOPE_ERROR_RECIPE, "table.csv", "gap", "2 consecutive rows");
}

static gboolean
has_remark (ScopeFeed *feed, const char *word)
{
  const char *const *remarks = scope_feed_get_remarks (feed);

  for (guint i = 0; remarks[i] != NULL; i++)
    if (strstr (remarks[i], word) != NULL)
      return TRUE;

  return FALSE;
}

/* Rows are taken as they stand: a table with the newest first is told so, and a repeated hour is a gap with its reason. */
static void
test_backwards (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeSeries) newest_first = read_text (
      "time,T (degC),p (hPa)\n2020-01-01 03:00,1,2\n2020-01-01 02:00,1,3\n2020-01-01 01:00,1,2\n"
      "2020-01-01 00:00,1,2\n");
  g_autoptr (ScopeRecipe) recipe = parse (recipe_text);
  g_autoptr (ScopeFeed) repeated = NULL;

  scope_recipe_set_fitted_rows (recipe, 0, 1);
  scope_recipe_set_step (recipe, &(ScopeStep){ .seconds = 3600 });
  g_assert_null (scope_feed_new (newest_first, recipe, &facts, &error));
  scope_assert_error (error, SCOPE_ERROR_RECIPE, "table.csv", "at 3 of 4 rows", "Sort the table");

  repeated = make_feed ("time,T (degC),p (hPa)\n2020-01-01 00:00,1,2\n2020-01-01 01:00,1,3\n"
                        "2020-01-01 02:00,1,2\n2020-01-01 02:00,1,2\n2020-01-01 03:00,1,2\n",
                        recipe_text, &facts);
  g_assert_cmpuint (scope_feed_get_n_gaps (repeated), ==, 1);
  g_assert_true (has_remark (repeated, "1 row is no later"));
}

/* Spoilt tables give a feed whose windows lie within it, or an error with words. */
static void
test_hostile (void)
{
  static const char bytes[] = "0123456789-:/ ,\n.TZeNA\"";
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  guint n_feeds = 0;

  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *spoilt = g_strdup (table);
      g_autoptr (GBytes) data = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (ScopeSeries) series = NULL;
      g_autoptr (ScopeRecipe) recipe = i % 2 ? parse (recipe_text) : scope_recipe_new ();
      g_autoptr (ScopeFeed) feed = NULL;

      for (guint k = 0; k < 1 + i % 12; k++)
        spoilt[g_rand_int_range (rand, 0, sizeof table - 1)] =
            bytes[g_rand_int_range (rand, 0, sizeof bytes - 1)];
      data = g_bytes_new_static (spoilt, sizeof table - 1);
      series = scope_series_read_bytes (data, "table.csv", NULL, NULL, NULL, &error);
      if (series != NULL)
        feed = scope_feed_new (series, recipe, &facts, &error);
      g_assert_true ((feed == NULL) == (error != NULL));
      if (feed == NULL)
        continue;

      n_feeds++;
      for (gsize window = 0; window < scope_feed_get_n_all_windows (feed); window++)
        {
          g_assert_cmpuint (scope_feed_get_starts (feed)[window] + scope_feed_get_window (feed), <=,
                            scope_feed_get_n_rows (feed));
          if (window < scope_feed_get_n_windows (feed))
            {
              g_assert_false (isnan (scope_feed_get_observed (feed, window, 0)));
              g_assert_false (isnan (scope_feed_get_persistence (feed, window, 0)));
            }
        }
    }

  g_assert_cmpuint (n_feeds, >, 300);
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/feed/windows", test_windows);
  g_test_add_func ("/feed/answers", test_answers);
  g_test_add_func ("/feed/inputs", test_inputs);
  g_test_add_func ("/feed/lag-and-derived", test_lag_and_derived);
  g_test_add_func ("/feed/categories", test_categories);
  g_test_add_func ("/feed/without-time", test_without_time);
  g_test_add_func ("/feed/stride", test_stride);
  g_test_add_func ("/feed/no-window", test_no_window);
  g_test_add_func ("/feed/backwards", test_backwards);
  g_test_add_func ("/feed/hostile", test_hostile);
  return g_test_run ();
}
