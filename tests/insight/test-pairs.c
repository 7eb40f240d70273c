/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Every pair of the fixtures and of the corpus: a model, a table and a recipe with what pandas, scikit-learn and Keras made of
 * them. The tolerances are those to which their answers agree among each other in float32 and float64, with
 * room for another order of sums: a forecast within 2e-5 of the standard deviation of what was observed.
 */
#include "scope-facts.h"
#include "scope-forecast.h"
#include "scope-reader.h"
#include "scope-test.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FORECAST_TOLERANCE 2e-5
#define SCORE_TOLERANCE 1e-5
#define OBSERVED_TOLERANCE 1e-12

typedef struct
{
  char *recipe; /* path of the JSON */
  char *folder; /* the corpus, or the fixtures */
} Pair;

typedef struct
{
  JsonParser *parser;
  JsonObject *expected;
  ScopeFeed *feed;
  ScopeForecast *forecast;
  double *sd; /* of what was observed in all windows that count, by target */
} Opened;

/* A file of that name at any depth. */
static char *
find_file (const char *folder, const char *name)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *direct = g_build_filename (folder, name, NULL);
  const char *entry;

  if (g_file_test (direct, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&direct);
  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, entry, NULL);
      char *found;

      if (!g_file_test (path, G_FILE_TEST_IS_DIR) || g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        continue;
      found = find_file (path, name);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* What a pair names: with the pairs where it is there, else anywhere in the corpus. */
static char *
find_named (const Pair *pair, const char *name)
{
  g_autofree char *pairs = g_path_get_dirname (pair->recipe);
  char *path = find_file (pairs, name);

  return path != NULL ? path : find_file (pair->folder, name);
}

/* The words of tests/corpus-not-yet on a model: "NAME, layer, class"; NULL where it is not listed. */
static char **
find_not_yet (const char *model)
{
  g_autofree char *path = scope_test_fixture_path ("../corpus-not-yet");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_strstrip (lines[i]), ", ", 3);

      if (g_strv_length (words) == 3 && g_str_equal (words[0], model))
        return g_steal_pointer (&words);
    }
  return NULL;
}

/* Whether what stops the model is what the list says. */
static gboolean
is_listed (ScopeModel *model, char **words)
{
  g_autoptr (GPtrArray) obstacles = NULL;
  const ScopeObstacle *first;

  if (model == NULL || words == NULL)
    return FALSE;
  obstacles = scope_network_list_obstacles (model);
  if (obstacles->len == 0)
    return FALSE;
  first = obstacles->pdata[0];
  return g_str_equal (first->layer, words[1]) && g_str_equal (first->class_name, words[2]);
}

/* NULL where the pair is skipped or has failed. */
static ScopeNetwork *
open_network (const Pair *pair, const char *name)
{
  g_autofree char *path = find_named (pair, name);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeImage) image = NULL;
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (ScopeNetwork) network = NULL;
  g_auto (GStrv) not_yet = find_not_yet (name);

  if (path == NULL)
    g_error ("%s is nowhere in %s", name, pair->folder);
  image = scope_reader_open (path, SCOPE_READER_WHOLE, NULL, NULL, &error);
  model = image != NULL ? scope_model_new (image, &error) : NULL;
  network = model != NULL ? scope_network_new (model, &error) : NULL;

  if (network == NULL && is_listed (model, not_yet))
    g_test_skip (error->message);
  else if (network == NULL)
    g_test_fail_printf ("does not run, and corpus-not-yet does not say so: %s", error->message);
  else if (not_yet != NULL)
    {
      g_test_fail_printf ("%s runs, but corpus-not-yet lists it", name);
      return NULL;
    }
  return g_steal_pointer (&network);
}

static ScopeSeries *
open_table (const Pair *pair, const char *name, ScopeRecipe *recipe, GError **error)
{
  g_autofree char *beside = g_build_filename (pair->folder, "..", "weather", NULL);
  g_autofree char *path = find_named (pair, name);

  if (path == NULL)
    path = find_file (beside, name);
  if (path == NULL)
    g_error ("%s is nowhere in %s, and not in %s", name, pair->folder, beside);
  return scope_series_read (path, scope_recipe_get_reading (recipe), NULL, NULL, error);
}

/* FALSE where the pair is skipped or has failed. */
static gboolean
open_pair (const Pair *pair, Opened *opened)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeNetwork) network = NULL;
  g_autoptr (ScopeRecipe) recipe = NULL;
  g_autoptr (ScopeSeries) series = NULL;
  g_autoptr (ScopeFacts) facts = NULL;

  opened->parser = json_parser_new ();
  json_parser_load_from_file (opened->parser, pair->recipe, &error);
  g_assert_no_error (error);
  opened->expected = json_node_get_object (json_parser_get_root (opened->parser));

  network = open_network (pair, json_object_get_string_member (opened->expected, "model"));
  if (network == NULL)
    return FALSE;
  recipe = scope_recipe_load (pair->recipe, &error);
  g_assert_no_error (error);
  series =
      open_table (pair, json_object_get_string_member (opened->expected, "table"), recipe, &error);
  g_assert_no_error (error);

  facts = scope_facts_new (scope_network_get_model (network), network);
  opened->feed = scope_feed_new (series, recipe, scope_facts_get (facts), &error);
  g_assert_no_error (error);
  opened->forecast = scope_forecast_new (network, opened->feed, 0, NULL, NULL, &error);
  g_assert_no_error (error);

  opened->sd = g_new (double, scope_forecast_get_n_targets (opened->forecast));
  for (guint target = 0; target < scope_forecast_get_n_targets (opened->forecast); target++)
    {
      const double *observed = scope_forecast_get_observed (opened->forecast, target);
      ScopeScores scores;

      scope_scores_compute (observed, observed, observed, NULL,
                            scope_feed_get_n_windows (opened->feed), &scores);
      opened->sd[target] = scores.observed_sd;
    }
  return TRUE;
}

static void
close_pair (Opened *opened)
{
  g_clear_pointer (&opened->forecast, scope_forecast_unref);
  g_clear_pointer (&opened->feed, scope_feed_unref);
  g_clear_object (&opened->parser);
  g_free (opened->sd);
}

static void
check_scores (Opened *opened)
{
  JsonArray *targets = json_object_get_array_member (opened->expected, "targets");

  g_assert_cmpuint (scope_forecast_get_n_targets (opened->forecast), ==,
                    json_array_get_length (targets));
  for (guint target = 0; target < json_array_get_length (targets); target++)
    {
      JsonObject *expected = json_array_get_object_element (targets, target);
      double persistence = json_object_get_double_member (expected, "persistence_rmse");
      double rmse = json_object_get_double_member (expected, "rmse");
      ScopeScores scores;

      scope_forecast_get_scores (opened->forecast, target, &scores);
      /* A pair with limits of what is scored says how many windows enter. */
      g_assert_cmpuint (
          scores.n, ==,
          json_object_get_int_member_with_default (
              expected, "n_scored", json_object_get_int_member (opened->expected, "n_windows")));
      scope_assert_close (scores.persistence_rmse, persistence, OBSERVED_TOLERANCE * persistence);
      scope_assert_close (scores.mae, json_object_get_double_member (expected, "mae"),
                          SCORE_TOLERANCE * opened->sd[target]);
      scope_assert_close (scores.rmse, rmse, SCORE_TOLERANCE * opened->sd[target]);
      scope_assert_close (scores.bias, json_object_get_double_member (expected, "bias"),
                          SCORE_TOLERANCE * opened->sd[target]);
      scope_assert_close (scores.skill_vs_persistence,
                          json_object_get_double_member (expected, "skill_vs_persistence"),
                          SCORE_TOLERANCE * (1 + (rmse / persistence) * (rmse / persistence)));
    }
}

static double
parse_number (const char *text)
{
  char *end;
  double value = g_ascii_strtod (text, &end);

  g_assert_true (end != text && *end == '\0');
  return value;
}

/* One line of the CSV against the window that begins at its row. */
static void
check_line (Opened *opened, gsize window, char **cells)
{
  guint n_targets = scope_forecast_get_n_targets (opened->forecast);
  guint primary = scope_feed_get_primary_target (opened->feed);
  g_autofree char *start = scope_time_dup_text (scope_feed_get_start_time (opened->feed, window));
  g_autofree char *valid =
      scope_time_dup_text (scope_feed_get_valid_time (opened->feed, window, primary));

  g_assert_cmpstr (start, ==, cells[1]);
  g_assert_cmpstr (valid, ==, cells[2]);
  g_assert_cmpuint (g_strv_length (cells), ==, 3 + 2 * n_targets);

  for (guint target = 0; target < n_targets; target++)
    {
      double observed = parse_number (cells[3 + 2 * target]);
      double forecast = parse_number (cells[4 + 2 * target]);

      scope_assert_close (scope_forecast_get_observed (opened->forecast, target)[window], observed,
                          OBSERVED_TOLERANCE * fabs (observed));
      scope_assert_close (scope_forecast_get_forecast (opened->forecast, target)[window], forecast,
                          FORECAST_TOLERANCE * opened->sd[target]);
    }
}

static void
check_csv (Opened *opened, const char *recipe)
{
  g_autofree char *stem = g_strndup (recipe, strlen (recipe) - strlen (".json"));
  g_autofree char *path = g_strconcat (stem, ".csv", NULL);
  g_autoptr (GBytes) bytes = scope_test_load (path);
  g_auto (GStrv) lines = g_strsplit (g_bytes_get_data (bytes, NULL), "\n", -1);
  g_autoptr (GHashTable) by_row = g_hash_table_new (g_direct_hash, g_direct_equal);
  gsize n_windows = scope_feed_get_n_windows (opened->feed);
  guint n_lines = 0;

  for (gsize window = 0; window < n_windows; window++)
    g_hash_table_insert (by_row, GSIZE_TO_POINTER (scope_feed_get_start_row (opened->feed, window)),
                         GSIZE_TO_POINTER (window));

  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = NULL;
      gpointer window;

      g_strchomp (lines[i]);
      if (*lines[i] == '\0')
        continue;
      cells = g_strsplit (lines[i], ",", -1);
      if (!g_hash_table_lookup_extended (
              by_row, GSIZE_TO_POINTER (g_ascii_strtoull (cells[0], NULL, 10)), NULL, &window))
        g_error ("no window begins at row %s", cells[0]);
      check_line (opened, GPOINTER_TO_SIZE (window), cells);
      n_lines++;
    }
  g_assert_cmpuint (n_lines, ==, json_object_get_int_member (opened->expected, "windows_in_csv"));
}

static void
test_pair (gconstpointer data)
{
  const Pair *pair = data;
  Opened opened = { 0 };

  if (open_pair (pair, &opened))
    {
      g_assert_cmpuint (scope_feed_get_n_windows (opened.feed), ==,
                        json_object_get_int_member (opened.expected, "n_windows"));
      g_assert_cmpuint (scope_feed_get_n_rows (opened.feed), ==,
                        json_object_get_int_member (opened.expected, "rows_in_use"));
      g_assert_cmpuint (scope_feed_get_n_gaps (opened.feed), ==,
                        json_object_get_int_member (opened.expected, "gaps"));
      g_assert_cmpuint (scope_feed_get_n_missing_rows (opened.feed), ==,
                        json_object_get_int_member (opened.expected, "rows_with_missing_features"));
      check_scores (&opened);
      check_csv (&opened, pair->recipe);
    }
  close_pair (&opened);
}

static void
pair_free (gpointer data)
{
  Pair *pair = data;

  g_free (pair->recipe);
  g_free (pair->folder);
  g_free (pair);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* A test for each NAME.json in @folder/pairs. */
static void
add_pairs (const char *prefix, const char *folder)
{
  g_autofree char *pairs = g_build_filename (folder, "pairs", NULL);
  g_autoptr (GDir) dir = g_dir_open (pairs, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_strconcat ("/insight/pairs/", prefix, "/", names->pdata[i], NULL);
      Pair *pair = g_new0 (Pair, 1);

      pair->recipe = g_build_filename (pairs, names->pdata[i], NULL);
      pair->folder = g_strdup (folder);
      g_test_add_data_func_full (path, pair, test_pair, pair_free);
    }
}

/* A build without any pair would pass unseen. */
static void
test_there_are_some (void)
{
  g_autofree char *folder = scope_test_fixture_path ("pairs");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  g_assert_nonnull (dir);
  g_assert_nonnull (g_dir_read_name (dir));
}

int
main (int argc, char **argv)
{
  g_autofree char *fixtures = NULL;
  g_autofree char *corpus = NULL;

  scope_test_init (&argc, &argv);
  fixtures = scope_test_fixture_path ("");
  corpus = scope_test_corpus_path ("");
  g_test_add_func ("/insight/pairs/there-are-some", test_there_are_some);
  add_pairs ("fixtures", fixtures);
  if (corpus != NULL)
    add_pairs ("corpus", corpus);
  return g_test_run ();
}
