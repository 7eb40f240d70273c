/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Forward passes against what Keras itself answered: golden/ in tests/fixtures and in its folders for our own models and,
 * where GATESCOPE_CORPUS names a folder, FOLDER/golden for the models in it. Tolerances are those of scope-verify.h, which the golden
 * files' README gives; every output and every trace has to be compared.
 *
 * tests/corpus-not-yet lists the models of a corpus that cannot run yet, with the first layer that stops them; "-" for one that cannot be
 * opened.
 * One that is listed and runs is a failure, like one that is not listed and does not.
 */
#include "scope-reader.h"
#include "scope-test.h"
#include "scope-verify.h"

#include <string.h>

#define SUFFIX ".golden.h5"

typedef struct
{
  char *folder; /* golden files' */
  char *root;   /* the models are somewhere under it */
  char *name;   /* the model's file name */
  char *layer;  /* nullable: the first layer that cannot run yet */
  char *class_name;
} Case;

static void
case_free (Case *self)
{
  g_free (self->folder);
  g_free (self->root);
  g_free (self->name);
  g_free (self->layer);
  g_free (self->class_name);
  g_free (self);
}

/* Whether it is a file, or an archive's folder. */
static gboolean
is_model (const char *path)
{
  g_autofree char *config = g_build_filename (path, "config.json", NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR) || g_file_test (config, G_FILE_TEST_EXISTS);
}

/* The model called @name at any depth under @folder. */
static char *
find_file (const char *folder, const char *name)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  const char *entry;
  char *found = NULL;

  if (is_model (path))
    return g_steal_pointer (&path);

  while (found == NULL && dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inner = g_build_filename (folder, entry, NULL);

      if (g_file_test (inner, G_FILE_TEST_IS_DIR))
        found = find_file (inner, name);
    }
  return found;
}

static ScopeImage *
open_image (const char *path)
{
  g_autoptr (GError) error = NULL;
  ScopeImage *image = scope_reader_open (path, SCOPE_READER_WHOLE, NULL, NULL, &error);

  g_assert_no_error (error);
  return image;
}

/* NULL where the file cannot be opened: the list says so by a dash for the layer. */
static ScopeModel *
open_model (const Case *self, ScopeImage *golden)
{
  g_autofree char *path = find_file (self->root, self->name);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeImage) image = NULL;
  const char *architecture = scope_image_get_string (golden, "/", "architecture");
  ScopeModel *model;

  if (path == NULL)
    g_error ("%s: there is a golden file, but no model of that name", self->name);
  image = open_image (path);
  model = architecture != NULL ? scope_model_new_with_architecture (image, architecture, &error)
                               : scope_model_new (image, &error);
  if (model == NULL && g_strcmp0 (self->layer, "-") == 0)
    g_test_skip ("cannot be opened yet");
  else if (model == NULL)
    {
      g_test_message ("%s", error->message);
      g_test_fail ();
    }
  return model;
}

/* The layers before the one that stops a model: their traces must be right. */
static void
check_partial (const Case *self, ScopeModel *model, ScopeImage *golden)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeNetwork) network = scope_network_new_partial (model, &error);
  g_autoptr (GPtrArray) lines = NULL;

  if (network == NULL)
    {
      g_assert_error (error, SCOPE_ERROR, SCOPE_ERROR_UNSUPPORTED);
      return;
    }
  g_assert_false (scope_network_is_whole (network));
  g_assert_cmpuint (scope_network_get_n_outputs (network), ==, 0);
  lines = scope_network_verify (network, golden, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < lines->len; i++)
    {
      const ScopeVerifyLine *line = g_ptr_array_index (lines, i);

      if (line->status == SCOPE_VERIFY_OVER)
        {
          g_test_message ("%s: %s is off by %.3g, allowed %.3g", self->name, line->name,
                          line->difference, line->allowed);
          g_test_fail ();
        }
      if (line->status == SCOPE_VERIFY_OK)
        g_test_message ("%s: %s", self->name, line->name);
    }
}

/* Whether the list knows of the first obstacle; the test ends there. */
static void
check_obstacle (const Case *self, ScopeModel *model, ScopeImage *golden)
{
  g_autoptr (GPtrArray) obstacles = scope_network_list_obstacles (model);
  const ScopeObstacle *first;

  g_assert_cmpuint (obstacles->len, >, 0);
  first = g_ptr_array_index (obstacles, 0);
  if (self->layer == NULL)
    {
      g_autofree char *text =
          g_strdup_printf ("%s, %s, %s: not in the list, and cannot run: %s", self->name,
                           first->layer, first->class_name, first->why);

      g_test_message ("%s", text);
      g_test_fail ();
      return;
    }
  g_assert_cmpstr (first->layer, ==, self->layer);
  g_assert_cmpstr (first->class_name, ==, self->class_name);
  check_partial (self, model, golden);
  g_test_skip ("cannot run");
}

static void
test_golden (gconstpointer data)
{
  const Case *self = data;
  g_autofree char *file = g_strconcat (self->name, SUFFIX, NULL);
  g_autofree char *path = g_build_filename (self->folder, file, NULL);
  g_autoptr (ScopeImage) golden = open_image (path);
  g_autoptr (ScopeModel) model = open_model (self, golden);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeNetwork) network = model != NULL ? scope_network_new (model, &error) : NULL;
  g_autoptr (GPtrArray) lines = NULL;
  guint n_compared = 0;

  if (model == NULL)
    return;
  if (network == NULL)
    {
      check_obstacle (self, model, golden);
      return;
    }
  if (self->layer != NULL)
    {
      g_test_message ("%s runs: take it out of the list", self->name);
      g_test_fail ();
      return;
    }

  lines = scope_network_verify (network, golden, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < lines->len; i++)
    {
      const ScopeVerifyLine *line = g_ptr_array_index (lines, i);

      if (line->status == SCOPE_VERIFY_OVER)
        {
          g_test_message ("%s: %s is off by %.3g, allowed %.3g %s", self->name, line->name,
                          line->difference, line->allowed, line->note != NULL ? line->note : "");
          g_test_fail ();
        }
      if (line->status == SCOPE_VERIFY_OK)
        n_compared++;
      else if (g_str_has_prefix (line->name, "y/") || g_str_has_prefix (line->name, "traces/")
               || g_str_has_prefix (line->name, "maps/"))
        g_assert_cmpint (line->status, ==, SCOPE_VERIFY_OVER);
    }
  /* At least the outputs. */
  g_assert_cmpuint (n_compared, >=, scope_network_get_n_outputs (network));
}

/* Lines "NAME, layer, class"; # begins a comment. */
static GHashTable *
read_list (const char *path)
{
  g_autoptr (GBytes) bytes = scope_test_load (path);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GHashTable *list =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char **words;

      if (lines[i][0] == '#' || *g_strstrip (lines[i]) == '\0')
        continue;
      words = g_strsplit (lines[i], ", ", -1);
      if (g_strv_length (words) != 3)
        g_error ("%s: line %u is not of the form NAME, layer, class", path, i + 1);
      g_hash_table_replace (list, g_strdup (words[0]), words);
    }
  return list;
}

static guint
add_folder (const char *prefix, const char *root, const char *list_path)
{
  g_autofree char *folder = g_build_filename (root, "golden", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GHashTable) list = list_path != NULL ? read_list (list_path) : NULL;
  const char *entry;
  guint n = 0;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *test_path = NULL;
      Case *self;
      char **words;

      if (!g_str_has_suffix (entry, SUFFIX))
        continue;

      self = g_new0 (Case, 1);
      self->folder = g_strdup (folder);
      self->root = g_strdup (root);
      self->name = g_strndup (entry, strlen (entry) - strlen (SUFFIX));
      words = list != NULL ? g_hash_table_lookup (list, self->name) : NULL;
      if (words != NULL)
        {
          self->layer = g_strdup (words[1]);
          self->class_name = g_strdup (words[2]);
        }
      test_path = g_strdup_printf ("/golden/%s/%s", prefix, self->name);
      g_test_add_data_func_full (test_path, self, test_golden, (GDestroyNotify) case_free);
      n++;
    }
  return n;
}

static void
test_no_corpus (void)
{
  g_test_skip ("GATESCOPE_CORPUS names no folder of models");
}

int
main (int argc, char **argv)
{
  static const char *const folders[] = { "", "layers", "later", "cannot" };
  g_autofree char *corpus = NULL;
  g_autofree char *list = NULL;

  scope_test_init (&argc, &argv);

  list = scope_test_fixture_path ("../corpus-not-yet");
  corpus = scope_test_corpus_path ("");
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *fixtures = scope_test_fixture_path (folders[i]);

      if (add_folder (i == 0 ? "fixtures" : folders[i], fixtures, list) == 0)
        g_error ("%s: no golden files", fixtures);
    }
  if (corpus != NULL)
    {
      if (add_folder ("corpus", corpus, list) == 0)
        g_error ("%s: no golden files", corpus);
    }
  else
    g_test_add_func ("/golden/corpus", test_no_corpus);
  return g_test_run ();
}
