/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-feed.h"
#include "scope-test.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

/*
 * Pairs of a model and a table, answered by pandas, scikit-learn and Keras: NAME.json is a recipe
 * with all its numbers, NAME.csv has up to 200 of its windows. The same windows, rows and times
 * exactly; observations and the error of persistence to 1e-12 of their size (sums of doubles in
 * another order).
 */
#define TOLERANCE 1e-12

/* The windows of the CSV: the first 50, 100 evenly spaced ones, the last 50, or all of up to
 * 200. */
#define CSV_LIMIT 200

static JsonObject *
load_json (const char *path, JsonParser *parser)
{
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (parser));
}

/* What a model says of itself, by the pair's own words. */
static ScopeOutputFacts *
make_facts (JsonObject *json, ScopeModelFacts *facts)
{
  JsonArray *shapes = json_object_get_array_member (json, "output_shapes");
  ScopeOutputFacts *outputs = g_new0 (ScopeOutputFacts, json_array_get_length (shapes));

  for (guint i = 0; i < json_array_get_length (shapes); i++)
    {
      JsonArray *shape = json_array_get_array_element (shapes, i);
      guint n = json_array_get_length (shape);

      outputs[i].numbers = (gsize) json_array_get_int_element (shape, n - 1);
      outputs[i].steps = n > 1 ? (gsize) json_array_get_int_element (shape, 0) : 1;
    }

  *facts = (ScopeModelFacts){ .n_inputs = 1,
                              .n_features = json_array_get_length (
                                  json_object_get_array_member (json, "features")),
                              .window = (guint) json_object_get_int_member (json, "window"),
                              .has_time_axis = TRUE,
                              .n_outputs = json_array_get_length (shapes),
                              .outputs = outputs };
  return outputs;
}

/* Beside the pair's folder, or in a folder "weather" beside the corpus. */
static char *
find_table (const char *folder, const char *name)
{
  static const char *const places[] = { "tables", "../sample",     ".",
                                        "..",     "../../weather", "../../../weather" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_build_filename (folder, places[i], name, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }

  return NULL;
}

static void
check_persistence (ScopeFeed *feed, JsonObject *json)
{
  JsonArray *targets = json_object_get_array_member (json, "targets");

  g_assert_cmpuint (scope_feed_get_n_targets (feed), ==, json_array_get_length (targets));
  for (guint i = 0; i < json_array_get_length (targets); i++)
    {
      JsonObject *target = json_array_get_object_element (targets, i);
      gsize n = scope_feed_get_n_windows (feed);
      gsize n_scored = 0;
      double expected = json_object_get_double_member (target, "persistence_rmse");
      double sum = 0;

      for (gsize window = 0; window < n; window++)
        {
          double e = scope_feed_get_persistence (feed, window, i)
                     - scope_feed_get_observed (feed, window, i);

          if (!scope_feed_is_scored (feed, window, i))
            continue;
          sum += e * e;
          n_scored++;
        }

      scope_assert_close (sqrt (sum / (double) n_scored), expected, TOLERANCE * expected);
    }
}

static void
check_time (const char *expected, double time)
{
  g_autofree char *text = scope_time_dup_text (time);

  g_assert_cmpstr (text, ==, expected);
}

/* Which window a line of the CSV is. */
static gsize
get_csv_window (gsize line, gsize n)
{
  if (n <= CSV_LIMIT || line < 50)
    return line;
  return G_MAXSIZE;
}

static void
check_csv (ScopeFeed *feed, const char *path)
{
  g_autoptr (GBytes) bytes = scope_test_load (path);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) lines = g_strsplit (g_strstrip (text), "\n", -1);
  gsize n_lines = g_strv_length (lines) - 1;
  gsize n = scope_feed_get_n_windows (feed);
  guint n_targets = scope_feed_get_n_targets (feed);
  gsize window = 0;

  g_assert_cmpuint (n_lines, ==, MIN (n, CSV_LIMIT));
  for (gsize i = 0; i < n_lines; i++)
    {
      g_auto (GStrv) fields = g_strsplit (g_strchomp (lines[i + 1]), ",", -1);
      gsize row = (gsize) g_ascii_strtoull (fields[0], NULL, 10);
      gsize expected = get_csv_window (i, n);

      /* The rows rise, so the window is found by walking on; the last lines are the last
       * windows. */
      while (window < n && scope_feed_get_start_row (feed, window) != row)
        window++;
      g_assert_cmpuint (window, <, n);
      if (expected != G_MAXSIZE)
        g_assert_cmpuint (window, ==, expected);
      if (n > CSV_LIMIT && i >= 150)
        g_assert_cmpuint (window, ==, n - CSV_LIMIT + i);

      check_time (fields[1], scope_feed_get_start_time (feed, window));
      check_time (fields[2],
                  scope_feed_get_valid_time (feed, window, scope_feed_get_primary_target (feed)));
      for (guint k = 0; k < n_targets; k++)
        {
          double observed = g_ascii_strtod (fields[3 + 2 * k], NULL);

          scope_assert_close (scope_feed_get_observed (feed, window, k), observed,
                              TOLERANCE * fabs (observed));
        }
    }
}

static void
test_pair (gconstpointer data)
{
  const char *path = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *json = load_json (path, parser);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *table = find_table (folder, json_object_get_string_member (json, "table"));
  g_autofree char *csv = NULL;
  g_autofree ScopeOutputFacts *outputs = NULL;
  g_autoptr (ScopeRecipe) recipe = NULL;
  g_autoptr (ScopeSeries) series = NULL;
  g_autoptr (ScopeFeed) feed = NULL;
  ScopeModelFacts facts;

  if (table == NULL)
    {
      g_test_skip ("its table is not there");
      return;
    }

  recipe = scope_recipe_load (path, &error);
  g_assert_no_error (error);
  series = scope_series_read (table, scope_recipe_get_reading (recipe), NULL, NULL, &error);
  g_assert_no_error (error);
  outputs = make_facts (json, &facts);
  feed = scope_feed_new (series, recipe, &facts, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (scope_feed_get_n_rows (feed), ==,
                    json_object_get_int_member (json, "rows_in_use"));
  if (json_object_has_member (json, "gaps"))
    g_assert_cmpuint (scope_feed_get_n_gaps (feed), ==, json_object_get_int_member (json, "gaps"));
  if (json_object_has_member (json, "rows_with_missing_features"))
    g_assert_cmpuint (scope_feed_get_n_missing_rows (feed), ==,
                      json_object_get_int_member (json, "rows_with_missing_features"));
  g_assert_cmpuint (scope_feed_get_n_windows (feed), ==,
                    json_object_get_int_member (json, "n_windows"));
  check_persistence (feed, json);

  csv = g_strdup_printf ("%.*scsv", (int) (strlen (path) - strlen ("json")), path);
  check_csv (feed, csv);
}

/* Without its recipe's reading and time a pair's table must give the same rows and windows, so that
 * both are found. Only what stands for "no value" cannot be known. */
static void
test_guess (gconstpointer data)
{
  static const char *const guessed[] = { "encoding", "separator", "decimal", "header_line",
                                         "lines_skipped_after_header" };
  const char *path = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *json = load_json (path, parser);
  JsonObject *reading;
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *table = find_table (folder, json_object_get_string_member (json, "table"));
  g_autofree ScopeOutputFacts *outputs = NULL;
  g_autoptr (ScopeRecipe) recipe = NULL;
  g_autoptr (ScopeSeries) series = NULL;
  g_autoptr (ScopeFeed) feed = NULL;
  g_autofree char *text = NULL;
  JsonNode *node = json_node_copy (json_parser_get_root (parser));
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  ScopeModelFacts facts;

  if (table == NULL)
    {
      g_test_skip ("its table is not there");
      json_node_free (node);
      return;
    }

  outputs = make_facts (json, &facts);
  reading = json_object_get_object_member (json, "reading");
  for (guint i = 0; i < G_N_ELEMENTS (guessed); i++)
    if (json_object_has_member (reading, guessed[i]))
      json_object_remove_member (reading, guessed[i]);
  json_object_remove_member (json, "time");
  json_generator_set_root (generator, node);
  text = json_generator_to_data (generator, NULL);
  json_node_free (node);

  recipe = scope_recipe_parse (text, -1, "guessed.json", &error);
  g_assert_no_error (error);
  series = scope_series_read (table, scope_recipe_get_reading (recipe), NULL, NULL, &error);
  g_assert_no_error (error);
  feed = scope_feed_new (series, recipe, &facts, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (scope_feed_get_n_rows (feed), ==,
                    json_object_get_int_member (json, "rows_in_use"));
  g_assert_cmpuint (scope_feed_get_n_windows (feed), ==,
                    json_object_get_int_member (json, "n_windows"));
  check_persistence (feed, json);
}

static void
add_folder (const char *folder)
{
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      {
        char *path = g_build_filename (folder, name, NULL);
        g_autofree char *pair = g_strdup_printf ("/pairs/%.*s", (int) strlen (name) - 5, name);
        g_autofree char *guess = g_strdup_printf ("%s/guessed", pair);

        g_test_add_data_func_full (pair, path, test_pair, NULL);
        g_test_add_data_func_full (guess, path, test_guess, g_free);
      }
}

int
main (int argc, char *argv[])
{
  g_autofree char *own = NULL;
  g_autofree char *corpus = NULL;

  scope_test_init (&argc, &argv);
  own = scope_test_fixture_path ("pairs");
  corpus = scope_test_corpus_path ("pairs");
  add_folder (own);
  add_folder (corpus);
  return g_test_run ();
}
