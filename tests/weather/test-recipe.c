/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-recipe.h"
#include "scope-test.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

static const char table[] =
    "date,T (degC),p (hPa),sky\n"
    "2020-01-01,1,1000,a\n2020-01-02,2,1001,b\n2020-01-03,3,1002,a\n2020-01-04,4,1003,a\n"
    "2020-01-05,5,1004,a\n2020-01-06,6,1005,a\n2020-01-07,7,1006,a\n2020-01-08,8,1007,a\n"
    "2020-01-09,9,1008,a\n2020-01-10,10,1009,a\n";

static const ScopeOutputFacts one_number = { 1, 1 };

static ScopeSeries *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  ScopeSeries *series = scope_series_read_bytes (bytes, "table.csv", NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return series;
}

static ScopeModelFacts
make_facts (guint n_features, const ScopeOutputFacts *output)
{
  return (ScopeModelFacts){ .n_inputs = 1,
                            .n_features = n_features,
                            .window = 3,
                            .has_time_axis = TRUE,
                            .n_outputs = 1,
                            .outputs = output };
}

static ScopeRecipe *
guess (const ScopeModelFacts *facts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeSeries) series = read_text (table);
  ScopeRecipe *recipe = scope_recipe_new_guess (series, facts, &error);

  g_assert_no_error (error);
  return recipe;
}

static gboolean
has_remark (ScopeRecipe *recipe, const char *word)
{
  const char *const *remarks = scope_recipe_get_remarks (recipe);

  for (guint i = 0; remarks[i] != NULL; i++)
    if (strstr (remarks[i], word) != NULL)
      return TRUE;

  return FALSE;
}

static void
test_guess (void)
{
  ScopeModelFacts facts = make_facts (2, &one_number);
  g_autoptr (ScopeRecipe) recipe = guess (&facts);
  const ScopeFeature *t = scope_recipe_get_feature (recipe, 0);
  const ScopeTarget *target = scope_recipe_get_target (recipe, 0);
  ScopeStep step;
  gsize first, last;

  g_assert_cmpuint (scope_recipe_get_n_features (recipe), ==, 2);
  g_assert_cmpstr (t->column, ==, "T (degC)");
  g_assert_cmpstr (scope_recipe_get_feature (recipe, 1)->column, ==, "p (hPa)");
  g_assert_cmpstr (scope_recipe_get_time_columns (recipe)[0], ==, "date");
  g_assert_true (scope_recipe_get_step (recipe, &step));
  g_assert_cmpfloat (step.seconds, ==, 86400);
  g_assert_cmpuint (scope_recipe_get_window (recipe), ==, 3);

  /* 70 % of ten rows: 1 to 7, mean 4, squares about it 28 over 7. */
  g_assert_true (scope_recipe_get_fitted_rows (recipe, &first, &last));
  g_assert_cmpuint (first, ==, 0);
  g_assert_cmpuint (last, ==, 6);
  g_assert_cmpint (t->scaling.kind, ==, SCOPE_SCALING_STANDARD);
  g_assert_cmpfloat (t->scaling.mean, ==, 4);
  g_assert_cmpfloat (t->scaling.scale, ==, 2);

  g_assert_cmpuint (scope_recipe_get_n_targets (recipe), ==, 1);
  g_assert_cmpstr (target->column, ==, "T (degC)");
  g_assert_cmpuint (target->lead_steps, ==, 1);
  g_assert_cmpfloat (target->inverse.mean, ==, 4);
  g_assert_true (has_remark (recipe, "scaler"));
  g_assert_true (has_remark (recipe, "“date”"));
  g_assert_true (has_remark (recipe, "what it forecasts"));
}

static void
test_guess_by_name (void)
{
  static const char *const names[] = { "P", "T", NULL };
  ScopeModelFacts facts = make_facts (2, &one_number);
  g_autoptr (ScopeRecipe) recipe = NULL;

  facts.feature_names = names;
  recipe = guess (&facts);
  g_assert_cmpstr (scope_recipe_get_feature (recipe, 0)->column, ==, "p (hPa)");
  g_assert_cmpstr (scope_recipe_get_feature (recipe, 1)->column, ==, "T (degC)");
  g_assert_true (has_remark (recipe, "by name"));
}

static void
test_guess_outputs (void)
{
  static const struct
  {
    ScopeOutputFacts output;
    guint n_targets;
    guint at; /* one of them */
    const char *column;
    gsize index;
    guint lead;
  } cases[] = {
    { { 1, 1 }, 1, 0, "T (degC)", 0, 1 }, { { 1, 2 }, 2, 1, "p (hPa)", 1, 1 }, /* each feature */
    { { 1, 6 }, 6, 5, "p (hPa)", 5, 3 },  /* three steps of each feature */
    { { 1, 5 }, 5, 4, "T (degC)", 4, 5 }, /* five steps */
    { { 7, 1 }, 7, 6, "T (degC)", 6, 7 }, /* seven steps */
    { { 0, 1 }, 1, 0, "T (degC)", 2, 1 }, /* after each of three rows: the last */
    { { 3, 2 }, 2, 1, "p (hPa)", 5, 1 },  /* the same of each feature */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ScopeModelFacts facts = make_facts (2, &cases[i].output);
      g_autoptr (ScopeRecipe) recipe = guess (&facts);
      const ScopeTarget *target;

      g_assert_cmpuint (scope_recipe_get_n_targets (recipe), ==, cases[i].n_targets);
      target = scope_recipe_get_target (recipe, cases[i].at);
      g_assert_cmpstr (target->column, ==, cases[i].column);
      g_assert_cmpuint (target->output_index, ==, cases[i].index);
      g_assert_cmpuint (target->lead_steps, ==, cases[i].lead);
    }
}

static void
test_guess_refuses (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeSeries) series = read_text (table);
  ScopeModelFacts facts = make_facts (14, &one_number);

  g_assert_null (scope_recipe_new_guess (series, &facts, &error));
  scope_assert_error (error, SCOPE_ERROR_RECIPE, "table.csv", "2 columns of numbers", "14");
  g_clear_error (&error);

  facts = make_facts (2, &one_number);
  facts.n_inputs = 2;
  g_assert_null (scope_recipe_new_guess (series, &facts, &error));
  scope_assert_error (error, SCOPE_ERROR_RECIPE, "2 inputs", "predict");
}

static void
test_free_window (void)
{
  g_autoptr (GString) hourly = g_string_new ("time,x\n");
  g_autoptr (ScopeSeries) series = NULL;
  g_autoptr (ScopeRecipe) recipe = NULL;
  g_autoptr (ScopeRecipe) daily = NULL;
  g_autoptr (ScopeRecipe) row = NULL;
  g_autoptr (GError) error = NULL;
  ScopeModelFacts facts = make_facts (1, &one_number);

  for (guint i = 0; i < 48; i++)
    g_string_append_printf (hourly, "2020-01-%02u %02u:00,%u\n", 1 + i / 24, i % 24, i);
  series = read_text (hourly->str);
  facts.window = 0;
  recipe = scope_recipe_new_guess (series, &facts, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (scope_recipe_get_window (recipe), ==, 24);
  g_assert_true (has_remark (recipe, "any length"));

  daily = guess (&facts);
  g_assert_cmpuint (scope_recipe_get_window (daily), ==, 30);

  facts.has_time_axis = FALSE;
  row = guess (&facts);
  g_assert_cmpuint (scope_recipe_get_window (row), ==, 1);
}

/* Rows of several places: those of the first are neighbours. */
static void
test_sites (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeSeries) series =
      read_text ("day,town,x\n2020-01-01,A,1\n2020-01-01,B,2\n2020-01-02,A,3\n2020-01-02,B,4\n"
                 "2020-01-03,A,5\n2020-01-03,B,6\n2020-01-04,A,7\n2020-01-04,B,8\n");
  ScopeModelFacts facts = make_facts (1, &one_number);
  g_autoptr (ScopeRecipe) recipe = scope_recipe_new_guess (series, &facts, &error);
  const char *column, *value;

  g_assert_no_error (error);
  g_assert_true (scope_recipe_get_rows_used (recipe, &column, &value));
  g_assert_cmpstr (column, ==, "town");
  g_assert_cmpstr (value, ==, "A");
  g_assert_true (has_remark (recipe, "“town”"));
}

static void
test_corrections (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeSeries) series = read_text (table);
  ScopeModelFacts facts = make_facts (1, &one_number);
  g_autoptr (ScopeRecipe) recipe = scope_recipe_new_guess (series, &facts, &error);
  ScopeScaling typed = { .kind = SCOPE_SCALING_STANDARD, .mean = 5, .scale = 3 };

  g_assert_no_error (error);
  scope_recipe_set_feature_column (recipe, 0, "p (hPa)");
  g_assert_true (scope_recipe_complete (recipe, series, &facts, &error));
  g_assert_cmpfloat (scope_recipe_get_feature (recipe, 0)->scaling.mean, ==, 1003);
  g_assert_cmpstr (scope_recipe_get_feature (recipe, 0)->name, ==, "p (hPa)");

  scope_recipe_set_target_column (recipe, 0, "p (hPa)");
  g_assert_cmpfloat (scope_recipe_get_target (recipe, 0)->inverse.mean, ==, 1003);

  g_assert_true (scope_recipe_fit_scaling (recipe, series, SCOPE_SCALING_MINMAX, &error));
  g_assert_cmpfloat (scope_recipe_get_feature (recipe, 0)->scaling.data_min, ==, 1000);
  g_assert_cmpfloat (scope_recipe_get_feature (recipe, 0)->scaling.data_max, ==, 1006);
  g_assert_cmpfloat (scope_recipe_get_target (recipe, 0)->inverse.data_max, ==, 1006);

  /* Numbers that were typed in were found on no rows of this table. */
  scope_recipe_set_feature_scaling (recipe, 0, &typed);
  g_assert_cmpfloat (scope_recipe_get_feature (recipe, 0)->scaling.mean, ==, 5);
  g_assert_false (scope_recipe_get_fitted_rows (recipe, NULL, NULL));

  g_assert_true (scope_recipe_fit_scaling (recipe, series, SCOPE_SCALING_NONE, &error));
  g_assert_cmpint (scope_recipe_get_target (recipe, 0)->inverse.kind, ==, SCOPE_SCALING_NONE);
}

static void
test_round_trip (void)
{
  static const char text[] =
      "{ \"answer\": {\"deep\": [1, 2]}, \"model\": \"m.keras\", \"table\": \"table.csv\","
      " \"reading\": {\"kind\": \"csv\", \"missing\": [\"\", \"-99\"], \"colour\": \"red\"},"
      " \"rows_used\": {\"column\": \"sky\", \"value\": \"a\"},"
      " \"time\": {\"columns\": [\"date\"], \"format\": [\"%Y-%m-%d\"], \"step\": \"86400 s\", "
      "\"step_seconds\": "
      "86400, \"step_tolerance_seconds\": 60, \"zone\": \"UTC\"},"
      " \"features\": [{\"column\": \"T (degC)\", \"derived\": null, \"note\": \"mine\", "
      "\"scaling\": {\"kind\": "
      "\"minmax\", \"data_min\": 0.1, \"data_max\": 9, \"feature_range\": [-1, 1]}},"
      " {\"column\": \"sky\", \"categories\": {\"a\": 1, \"b\": 2.5}, \"lag_rows\": 2, "
      "\"scaling\": {\"kind\": "
      "\"none\"}}, {\"column\": null, \"derived\": {\"function\": \"cos\", \"of\": "
      "\"day_of_year\", \"period\": 365.25}, "
      "\"scaling\": {\"kind\": \"standard\"}}],"
      " \"window\": 3, \"stride\": 1, \"lead_steps\": 2, \"fitted_rows\": [1, 4],"
      " \"targets\": [{\"output\": 0, \"output_index\": 0, \"column\": \"T (degC)\", "
      "\"lead_steps\": 2, \"inverse\": "
      "{\"kind\": \"none\"}, \"rmse\": 1.5}], \"primary_target\": 0,"
      " \"scored\": {\"from\": \"2020-01-05\", \"to\": \"2020-01-07\"}, \"units\": {\"T (degC)\": "
      "\"°C\"} }";
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = scope_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "new", "my.recipe.json", NULL);
  g_autoptr (ScopeRecipe) recipe = scope_recipe_parse (text, -1, "my.json", &error);
  g_autoptr (ScopeRecipe) again = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  const ScopeFeature *feature;
  JsonObject *json, *object;
  double from, to;
  gsize row;

  g_assert_no_error (error);
  scope_recipe_set_window (recipe, 4);
  g_assert_true (scope_recipe_save (recipe, path, &error));
  g_assert_no_error (error);
  again = scope_recipe_load (path, &error);
  g_assert_no_error (error);
  first = scope_recipe_dup_json (recipe);
  second = scope_recipe_dup_json (again);
  g_assert_cmpstr (first, ==, second);

  g_assert_cmpuint (scope_recipe_get_window (again), ==, 4);
  feature = scope_recipe_get_feature (again, 0);
  g_assert_cmpfloat (feature->scaling.data_min, ==, 0.1);
  g_assert_cmpfloat (feature->scaling.range_min, ==, -1);
  feature = scope_recipe_get_feature (again, 1);
  g_assert_cmpuint (feature->lag_rows, ==, 2);
  g_assert_cmpstr (feature->category_texts[1], ==, "b");
  g_assert_cmpfloat (feature->category_numbers[1], ==, 2.5);
  feature = scope_recipe_get_feature (again, 2);
  g_assert_cmpint (feature->function, ==, SCOPE_DERIVED_COS);
  g_assert_cmpint (feature->of, ==, SCOPE_DERIVED_OF_DAY_OF_YEAR);
  g_assert_cmpfloat (feature->period, ==, 365.25);
  g_assert_true (scope_recipe_get_scored (again, &from, &to));
  g_assert_cmpfloat (from, ==, scope_time_make (2020, 1, 5, 0, 0, 0));
  g_assert_cmpfloat (to, ==, scope_time_make (2020, 1, 7, 23, 59, 59));
  g_assert_cmpstr (scope_recipe_get_unit (again, NULL, "T (degC)"), ==, "°C");
  g_assert_cmpstr (scope_recipe_get_zone (again), ==, "UTC");
  g_assert_true (scope_recipe_get_fitted_rows (again, &row, NULL));
  g_assert_cmpuint (row, ==, 1);

  /* What is not known here is still there. */
  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  json = json_node_get_object (json_parser_get_root (parser));
  g_assert_true (json_object_has_member (json, "answer"));
  g_assert_cmpstr (
      json_object_get_string_member (json_object_get_object_member (json, "time"), "step"), ==,
      "86400 s");
  g_assert_cmpstr (
      json_object_get_string_member (json_object_get_object_member (json, "reading"), "colour"), ==,
      "red");
  object = json_array_get_object_element (json_object_get_array_member (json, "features"), 0);
  g_assert_cmpstr (json_object_get_string_member (object, "note"), ==, "mine");
  object = json_array_get_object_element (json_object_get_array_member (json, "targets"), 0);
  g_assert_cmpfloat (json_object_get_double_member (object, "rmse"), ==, 1.5);

  scope_test_remove_folder (folder);
}

/* A copy is one's own: the first keeps what it was. */
static void
test_copy (void)
{
  ScopeModelFacts facts = make_facts (2, &one_number);
  g_autoptr (ScopeRecipe) recipe = guess (&facts);
  g_autoptr (ScopeRecipe) copy = scope_recipe_copy (recipe);
  g_autofree char *before = scope_recipe_dup_json (recipe);
  g_autofree char *same = scope_recipe_dup_json (copy);
  g_autofree char *after = NULL;

  g_assert_cmpstr (before, ==, same);
  scope_recipe_set_feature_column (copy, 0, "sky");
  scope_recipe_set_target_lead (copy, 0, 5);
  scope_recipe_set_scored (copy, 0, NAN);
  scope_recipe_set_unit (copy, "sky", "m");
  after = scope_recipe_dup_json (recipe);
  g_assert_cmpstr (before, ==, after);
}

static void
test_fitted_words (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeRecipe) here = scope_recipe_parse (
      "{\"scaler_fitted_on\": \"rows 2..5 of the rows in use\"}", -1, "a", &error);
  g_autoptr (ScopeRecipe) elsewhere = scope_recipe_parse (
      "{\"scaler_fitted_on\": \"rows 2..5 of the rows in use of other.csv\"}", -1, "a", &error);
  gsize first, last;

  g_assert_no_error (error);
  g_assert_true (scope_recipe_get_fitted_rows (here, &first, &last));
  g_assert_cmpuint (first, ==, 2);
  g_assert_cmpuint (last, ==, 5);
  g_assert_false (scope_recipe_get_fitted_rows (elsewhere, NULL, NULL));
}

static void
test_bad_json (void)
{
  static const char *const cases[][4] = {
    { "", "bad.json", "JSON" },
    { "[1]", "a list of 1", "object" },
    { "{\"window\": }", "bad.json", "JSON" },
    { "{\"window\": 0}", "“window”", "the number 0", "whole number from 1" },
    { "{\"window\": 1.5}", "“window”", "1.5" },
    { "{\"window\": \"long\"}", "“window”", "the text “long”" },
    { "{\"lead_steps\": -1}", "“lead_steps”", "-1" },
    { "{\"features\": {}}", "“features”", "an object", "a list" },
    { "{\"features\": []}", "“features”", "a list of 0" },
    { "{\"features\": [3]}", "“features[0]”", "the number 3", "an object" },
    { "{\"features\": [{}]}", "“features[0].column”", "nothing" },
    { "{\"features\": [{\"column\": 7}]}", "“features[0].column”", "the number 7", "a text" },
    { "{\"features\": [{\"column\": \"a\", \"scaling\": {\"kind\": \"robust\"}}]}",
      "“features[0].scaling.kind”", "robust", "“standard”" },
    { "{\"features\": [{\"column\": \"a\", \"scaling\": {\"kind\": \"standard\", \"mean\": 1}}]}",
      "“features[0].scaling.scale”", "nothing", "a number" },
    { "{\"features\": [{\"column\": \"a\", \"scaling\": {\"kind\": \"minmax\", \"data_min\": 1, "
      "\"data_max\": 0}}]}",
      "“features[0].scaling.data_max”", "0", "data_min" },
    { "{\"features\": [{\"column\": null, \"derived\": {\"function\": \"tan\"}}]}",
      "“features[0].derived.function”", "tan", "“sin”" },
    { "{\"features\": [{\"column\": null, \"derived\": {\"function\": \"sin\", \"of\": "
      "\"week\"}}]}",
      "“features[0].derived.of”", "week", "“hour”" },
    { "{\"features\": [{\"column\": null, \"derived\": {\"function\": \"sin\", \"of\": \"hour\", "
      "\"period\": 0}}]}",
      "“features[0].derived.period”", "0" },
    { "{\"features\": [{\"column\": \"a\", \"derived\": {\"function\": \"sin\", \"of\": \"hour\", "
      "\"period\": 24}}]}",
      "“features[0].derived”", "also names a column", "one of the two" },
    { "{\"features\": [{\"column\": \"a\", \"categories\": {\"x\": \"y\"}}]}",
      "“features[0].categories.x”", "the text “y”" },
    { "{\"targets\": [{\"output\": 0}]}", "“targets[0].column”", "nothing" },
    { "{\"targets\": [{\"column\": \"a\"}], \"primary_target\": 1}", "“primary_target”", "1" },
    { "{\"time\": {\"columns\": [\"a\"], \"format\": [\"%Q\"]}}", "“time.format[0]”", "%Q",
      "strptime" },
    { "{\"time\": {\"columns\": 3}}", "“time.columns”", "a list of texts" },
    { "{\"time\": {\"columns\": [\"a\"], \"step\": \"often\"}}", "“time.step”", "often", "1 hour" },
    { "{\"time\": {\"columns\": [\"a\"], \"step_seconds\": -5}}", "“time.step_seconds”", "-5" },
    { "{\"reading\": {\"separator\": \"##\"}}", "“reading.separator”", "##", "“;”" },
    { "{\"reading\": {\"kind\": \"xls\"}}", "“reading.kind”", "xls" },
    { "{\"rows_used\": {\"column\": \"a\"}}", "“rows_used.value”", "nothing" },
    { "{\"fitted_rows\": [5, 2]}", "“fitted_rows”", "a list of 2" },
    { "{\"scored\": {\"from\": \"soon\"}}", "“scored.from”", "soon" },
    { "{\"window\": NaN}", "bad.json" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (scope_recipe_parse (cases[i][0], -1, "bad.json", &error));
      g_assert_error (error, SCOPE_ERROR, SCOPE_ERROR_RECIPE);
      for (guint k = 1; k < 4 && cases[i][k] != NULL; k++)
        if (strstr (error->message, cases[i][k]) == NULL)
          g_error ("“%s” is not in: %s", cases[i][k], error->message);
    }
}

static void
test_deep_json (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *text = g_strdup_printf ("{\"a\": %s", deep);

  g_assert_null (scope_recipe_parse (text, -1, "bad.json", &error));
  scope_assert_error (error, SCOPE_ERROR_RECIPE, "bad.json", "deeper");
  g_clear_error (&error);
  g_assert_null (scope_recipe_parse ("{\"a\": \"\xff\"}", -1, "bad.json", &error));
  scope_assert_error (error, SCOPE_ERROR_RECIPE, "UTF-8");
  g_clear_error (&error);
  g_assert_null (scope_recipe_load ("/dev/zero", &error));
  scope_assert_error (error, SCOPE_ERROR_UNREADABLE, "/dev/zero");
  g_clear_error (&error);
  g_assert_null (scope_recipe_load ("/nowhere/recipe.json", &error));
  scope_assert_error (error, SCOPE_ERROR_UNREADABLE, "/nowhere/recipe.json");
}

/* What a recipe says against what the table and the model are. */
static void
test_contradictions (void)
{
#define FEATURE(column) "{\"column\": \"" column "\", \"scaling\": {\"kind\": \"none\"}}"
  static const char *const cases[][4] = {
    { "{\"features\": [" FEATURE ("T (degC)") "]}", "“features”", "1 feature",
      "2, as the model takes" },
    { "{\"features\": [" FEATURE ("T (degC)") ", " FEATURE ("q") "]}", "“features[1].column”",
      "“q”", "“p (hPa)”" },
    { "{\"features\": [" FEATURE ("T (degC)") ", " FEATURE ("sky") "]}", "“features[1].column”",
      "“sky”", "categories" },
    { "{\"window\": 5}", "“window”", "5", "3, as the model takes" },
    { "{\"targets\": [{\"column\": \"q\"}]}", "“targets[0].column”", "“q”" },
    { "{\"targets\": [{\"column\": \"sky\"}]}", "“targets[0].column”", "“sky”" },
    { "{\"targets\": [{\"column\": \"T (degC)\", \"output\": 1}]}", "“targets[0].output”",
      "found 1" },
    { "{\"targets\": [{\"column\": \"T (degC)\", \"output_index\": 1}]}",
      "“targets[0].output_index”", "found 1" },
    { "{\"time\": {\"columns\": [\"when\"], \"format\": [\"%Y\"]}}", "“time.columns[0]”",
      "“when”" },
    { "{\"time\": {\"columns\": [\"date\"], \"format\": [\"%d.%m.%Y\"]}}", "“time.format”",
      "2020-01-01", "%d.%m.%Y" },
    { "{\"rows_used\": {\"column\": \"sky\", \"value\": \"z\"}}", "“rows_used.value”", "“z”",
      "“a”" },
    { "{\"rows_used\": {\"column\": \"place\", \"value\": \"z\"}}", "“rows_used.column”",
      "“place”" },
    { "{\"fitted_rows\": [0, 10]}", "“fitted_rows”", "10", "10 in use" },
    { "{\"time\": null, \"features\": [" FEATURE (
          "T (degC)") ", {\"column\": null, \"derived\": {\"function\": "
                      "\"sin\", \"of\": \"hour\", \"period\": 24}}]}",
      "“features[1].derived”", "column of time" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ScopeSeries) series = read_text (table);
      g_autoptr (ScopeRecipe) recipe = scope_recipe_parse (cases[i][0], -1, "my.json", &error);
      ScopeModelFacts facts = make_facts (2, &one_number);

      g_assert_no_error (error);
      g_assert_false (scope_recipe_complete (recipe, series, &facts, &error));
      g_assert_error (error, SCOPE_ERROR, SCOPE_ERROR_RECIPE);
      g_assert_nonnull (strstr (error->message, "my.json"));
      for (guint k = 1; k < 4 && cases[i][k] != NULL; k++)
        if (strstr (error->message, cases[i][k]) == NULL)
          g_error ("“%s” is not in: %s", cases[i][k], error->message);
    }
}

#define TWO_FEATURES                                                                               \
  "[{\"column\": \"T (degC)\"}, {\"column\": \"p (hPa)\", \"scaling\": {\"kind\": \"minmax\"}, "   \
  "\"lag_rows\": 3}]"

/* Any JSON at all gives a recipe or an error, and what it gives can be used or is refused. */
static void
test_hostile (void)
{
  static const char *const parts[] = { "null",
                                       "3",
                                       "-1",
                                       "1e300",
                                       "\"T (degC)\"",
                                       "\"\"",
                                       "[]",
                                       "{}",
                                       "[[]]",
                                       "true",
                                       "[\"date\"]",
                                       "[\"%Y\"]",
                                       "{\"kind\": \"minmax\"}",
                                       "{\"column\": \"T (degC)\"}",
                                       TWO_FEATURES,
                                       "[{\"column\": \"T (degC)\", \"lead_steps\": 1000000}]",
                                       "{\"columns\": [\"date\"]}",
                                       "{\"columns\": [], \"format\": []}",
                                       "[0, 3]",
                                       "1",
                                       "2",
                                       "1000000" };
  static const char *const members[] = { "reading",     "rows_used", "time",
                                         "features",    "window",    "stride",
                                         "lead_steps",  "targets",   "primary_target",
                                         "fitted_rows", "scored",    "units",
                                         "model",       "table",     "scaler_fitted_on" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint n_complete = 0;

  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr (GString) text = g_string_new ("{");
      g_autoptr (GError) error = NULL;
      g_autoptr (ScopeRecipe) recipe = NULL;
      g_autoptr (ScopeSeries) series = read_text (table);
      ScopeModelFacts facts = make_facts (2, &one_number);
      guint n = (guint) g_rand_int_range (rand, 0, 5);

      for (guint k = 0; k < n; k++)
        g_string_append_printf (text, "%s\"%s\": %s", k > 0 ? ", " : "",
                                members[g_rand_int_range (rand, 0, G_N_ELEMENTS (members))],
                                parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))]);
      g_string_append_c (text, '}');

      recipe = scope_recipe_parse (text->str, -1, "my.json", &error);
      g_assert_true ((recipe == NULL) == (error != NULL));
      if (recipe == NULL)
        continue;
      if (scope_recipe_complete (recipe, series, &facts, &error))
        {
          g_autofree char *json = scope_recipe_dup_json (recipe);
          g_autoptr (ScopeRecipe) again = scope_recipe_parse (json, -1, "again.json", &error);

          g_assert_no_error (error);
          g_assert_nonnull (again);
          n_complete++;
        }
      else
        g_assert_nonnull (error);
    }

  g_assert_cmpuint (n_complete, >, 300);
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/recipe/guess", test_guess);
  g_test_add_func ("/recipe/guess-by-name", test_guess_by_name);
  g_test_add_func ("/recipe/guess-outputs", test_guess_outputs);
  g_test_add_func ("/recipe/guess-refuses", test_guess_refuses);
  g_test_add_func ("/recipe/free-window", test_free_window);
  g_test_add_func ("/recipe/sites", test_sites);
  g_test_add_func ("/recipe/corrections", test_corrections);
  g_test_add_func ("/recipe/round-trip", test_round_trip);
  g_test_add_func ("/recipe/copy", test_copy);
  g_test_add_func ("/recipe/fitted-words", test_fitted_words);
  g_test_add_func ("/recipe/bad-json", test_bad_json);
  g_test_add_func ("/recipe/deep-json", test_deep_json);
  g_test_add_func ("/recipe/contradictions", test_contradictions);
  g_test_add_func ("/recipe/hostile", test_hostile);
  return g_test_run ();
}
