/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models in several files: a folder, weights in pieces. tests/fixtures/several/generate.py says which numbers
 * are in them. */
#include "scope-test.h"

#include "scope-reader.h"

#include <glib/gstdio.h>
#include <unistd.h>

static const char *const arrays[] = {
  "/layers/lstm/cell/vars/0", "/layers/lstm/cell/vars/1", "/layers/lstm/cell/vars/2",
  "/layers/gru/cell/vars/0",  "/layers/gru/cell/vars/1",  "/layers/gru/cell/vars/2",
  "/layers/dense/vars/0",     "/layers/dense/vars/1",
};

/* Sixteenths are exact in float32: no tolerance. */
static void
check_arrays (ScopeImage *image)
{
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    {
      const ScopeImageNode *node = scope_image_find (image, arrays[i]);

      g_test_message ("%s", arrays[i]);
      g_assert_nonnull (node);
      g_assert_nonnull (node->array);
      for (gsize k = 0; k < scope_array_get_size (node->array); k++)
        g_assert_cmpfloat (scope_array_get_data (node->array)[k], ==,
                           (float) (i + (double) (k + 1) / 16));
    }
}

static ScopeImage *
open_whole (const char *path)
{
  g_autoptr (GError) error = NULL;
  ScopeFileKind kind;
  ScopeImage *image;

  g_assert_true (scope_reader_sniff (path, &kind, &error));
  g_assert_no_error (error);
  g_assert_cmpint (kind, ==, SCOPE_FILE_SEVERAL);
  image = scope_reader_open (path, SCOPE_READER_WHOLE, NULL, NULL, &error);
  g_assert_no_error (error);
  return image;
}

static const struct
{
  const char *path;
  const char *container;
  const char *name;
} wholes[] = {
  { "several/folder", "folder", "folder" },
  { "several/folder/config.json", "folder", "folder" },
  { "several/folder-in-pieces", "folder", "folder-in-pieces" },
  { "several/folder-in-pieces/config.json", "folder", "folder-in-pieces" },
  { "several/pieces/model.weights.json", "shards", "model.weights.json" },
};

static void
test_whole (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *path = scope_test_fixture_path (wholes[i].path);
  g_autoptr (ScopeImage) image = open_whole (path);
  gboolean has_config = g_str_equal (wholes[i].container, "folder");

  g_assert_cmpstr (scope_image_get_container (image), ==, wholes[i].container);
  g_assert_cmpstr (scope_image_get_name (image), ==, wholes[i].name);
  g_assert_cmpint (scope_image_get_text (image, "config.json") != NULL, ==, has_config);
  g_assert_cmpint (scope_image_get_text (image, "metadata.json") != NULL, ==, has_config);
  check_arrays (image);
}

/* A copy of tests/fixtures/several/@name to spoil. */
static char *
copy_fixture (const char *folder, const char *name)
{
  g_autofree char *relative = g_build_filename ("several", name, NULL);
  g_autofree char *from = scope_test_fixture_path (relative);
  char *to = g_build_filename (folder, name, NULL);
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *member;

  g_assert_cmpint (g_mkdir (to, 0700), ==, 0);
  while ((member = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, member, NULL);
      g_autoptr (GBytes) bytes = scope_test_load (source);

      g_free (
          scope_test_write (to, member, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
    }
  return to;
}

static void
expect_refusal (const char *path, int code, const char *first, const char *second)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (scope_reader_open (path, SCOPE_READER_WHOLE, NULL, NULL, &error));
  g_test_message ("%s", error->message);
  scope_assert_error (error, code, first, second);
}

static void
test_links (void)
{
  g_autofree char *folder = scope_test_make_folder ();
  g_autofree char *copy = copy_fixture (folder, "folder");
  g_autofree char *weights = g_build_filename (copy, "model.weights.h5", NULL);
  g_autofree char *moved = g_build_filename (copy, "weights", NULL);
  g_autofree char *outside = g_build_filename (folder, "outside.h5", NULL);
  g_autoptr (ScopeImage) image = NULL;

  /* Within the folder a link is as good as the file. */
  g_assert_cmpint (g_rename (weights, moved), ==, 0);
  g_assert_cmpint (symlink ("weights", weights), ==, 0);
  image = open_whole (copy);
  check_arrays (image);

  g_assert_cmpint (g_unlink (weights), ==, 0);
  g_assert_cmpint (g_rename (moved, outside), ==, 0);
  g_assert_cmpint (symlink ("../outside.h5", weights), ==, 0);
  expect_refusal (copy, SCOPE_ERROR_UNREADABLE, "folder, model.weights.h5",
                  "a link that leads out of the folder");
  g_assert_cmpint (g_unlink (weights), ==, 0);
  g_assert_cmpint (symlink (outside, weights), ==, 0);
  expect_refusal (copy, SCOPE_ERROR_UNREADABLE, "folder, model.weights.h5",
                  "a link that leads out of the folder");
  scope_test_remove_folder (folder);
}

static void
test_missing_piece (void)
{
  g_autofree char *folder = scope_test_make_folder ();
  g_autofree char *copy = copy_fixture (folder, "pieces");
  g_autofree char *list = g_build_filename (copy, "model.weights.json", NULL);
  g_autofree char *piece = g_build_filename (copy, "model_00001.weights.h5", NULL);

  g_assert_cmpint (g_unlink (piece), ==, 0);
  expect_refusal (list, SCOPE_ERROR_UNREADABLE, "pieces, model_00001.weights.h5", "no such file");
  g_assert_cmpint (g_mkdir (piece, 0700), ==, 0);
  expect_refusal (list, SCOPE_ERROR_UNREADABLE, "pieces, model_00001.weights.h5", "a folder");
  scope_test_remove_folder (folder);
}

/* The same array in two pieces: nobody could say which one counts. */
static void
test_array_twice (void)
{
  g_autofree char *folder = scope_test_make_folder ();
  g_autofree char *copy = copy_fixture (folder, "pieces");
  g_autofree char *list = g_build_filename (copy, "model.weights.json", NULL);
  g_autofree char *first = g_build_filename (copy, "model_00000.weights.h5", NULL);
  g_autoptr (GBytes) bytes = scope_test_load (first);

  g_free (scope_test_write (copy, "model_00002.weights.h5", g_bytes_get_data (bytes, NULL),
                            g_bytes_get_size (bytes)));
  expect_refusal (list, SCOPE_ERROR_DAMAGED, "/layers/lstm/cell/vars/0", "occurs twice");
  scope_test_remove_folder (folder);
}

static const struct
{
  const char *text;
  int code;
  const char *word;
} lists[] = {
  { "{\"weight_map\": {\"/a/vars\": \"../secret.weights.h5\"}}", SCOPE_ERROR_DAMAGED,
    "../secret.weights.h5" },
  { "{\"weight_map\": {\"/a/vars\": \"/etc/secret.weights.h5\"}}", SCOPE_ERROR_DAMAGED,
    "/etc/secret.weights.h5" },
  { "{\"weight_map\": {\"/a/vars\": \"a\\\\u002f.weights.h5\"}}", SCOPE_ERROR_DAMAGED,
    "leads elsewhere" },
  { "{\"weight_map\": {}}", SCOPE_ERROR_DAMAGED, "no name of a file of weights" },
  { "{\"weight_map\": {\"key.weights.h5\": 1}}", SCOPE_ERROR_DAMAGED,
    "no name of a file of weights" },
  { "{\"weight_map\": {\"a\": \"b.weights.h5", SCOPE_ERROR_DAMAGED, "without an end" },
  { "{\"weight_map\": {\"a\": \"\\", SCOPE_ERROR_DAMAGED, "without an end" },
};

static void
test_lists (void)
{
  g_autofree char *folder = scope_test_make_folder ();

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *path =
          scope_test_write (folder, "x.weights.json", lists[i].text, strlen (lists[i].text));

      expect_refusal (path, lists[i].code, "x.weights.json", lists[i].word);
    }
  scope_test_remove_folder (folder);
}

static void
test_other_folders (void)
{
  g_autofree char *folder = scope_test_make_folder ();
  g_autofree char *copy = copy_fixture (folder, "folder");
  g_autofree char *weights = g_build_filename (copy, "model.weights.h5", NULL);
  g_autofree char *config = g_build_filename (copy, "config.json", NULL);
  g_autofree char *saved = NULL;
  g_autofree char *npz = NULL;

  expect_refusal (folder, SCOPE_ERROR_UNREADABLE, "found a folder", "Choose a single file");

  g_assert_cmpint (g_unlink (weights), ==, 0);
  expect_refusal (copy, SCOPE_ERROR_UNREADABLE, "found a folder", "Choose a single file");
  npz = scope_test_write (copy, "model.weights.npz", "PK", 2);
  expect_refusal (copy, SCOPE_ERROR_UNSUPPORTED, "folder, model.weights.npz", "program code");

  g_assert_cmpint (g_unlink (config), ==, 0);
  saved = scope_test_write (copy, "saved_model.pb", "", 0);
  expect_refusal (copy, SCOPE_ERROR_NOT_A_MODEL, "SavedModel", "model.save");
  scope_test_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (wholes); i++)
    {
      g_autofree char *path = g_strconcat ("/several/whole/", wholes[i].path, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_whole);
    }
  g_test_add_func ("/several/links", test_links);
  g_test_add_func ("/several/missing-piece", test_missing_piece);
  g_test_add_func ("/several/array-twice", test_array_twice);
  g_test_add_func ("/several/lists", test_lists);
  g_test_add_func ("/several/other-folders", test_other_folders);
  return g_test_run ();
}
