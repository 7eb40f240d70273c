/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files through the real gatescope-reader. */
#include "scope-test.h"

#include "scope-npy.h"
#include "scope-reader.h"

#include <string.h>

static ScopeImage *
open_fixture (const char *relative, ScopeReaderFlags flags)
{
  g_autofree char *path = scope_test_fixture_path (relative);
  g_autoptr (GError) error = NULL;
  ScopeImage *image = scope_reader_open (path, flags, NULL, NULL, &error);

  g_assert_no_error (error);
  return image;
}

/* tests/fixtures/hdf5/truth/NAME.npy: what NumPy makes of each dataset, as float32. Conversion has one
 * answer, so there is no tolerance. */
static void
check_truth (ScopeImage *image, const char *path, const char *truth_name, const char *stored_type,
             const char *storage)
{
  g_autofree char *name = g_strdup_printf ("hdf5/truth/%s.npy", truth_name);
  g_autofree char *truth_path = scope_test_fixture_path (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeArray) truth = scope_npy_read (truth_path, &error);
  const ScopeImageNode *node = scope_image_find (image, path);

  g_assert_no_error (error);
  g_assert_nonnull (node);
  g_test_message ("%s", path);
  scope_assert_array (node->array, scope_array_get_n_dims (truth), scope_array_get_dims (truth),
                      scope_array_get_data (truth), 0);
  g_assert_cmpstr (node->stored_type, ==, stored_type);
  g_assert_cmpstr (scope_array_get_stored_type (node->array), ==, stored_type);
  g_assert_cmpstr (node->storage, ==, storage);
}

static void
test_types (void)
{
  static const char *const cases[][2] = {
    { "float16", "float16" },
    { "float16-big", "float16 big-endian" },
    { "float32", "float32" },
    { "float32-big", "float32 big-endian" },
    { "float64", "float64" },
    { "float64-big", "float64 big-endian" },
    { "int-i1", "int8" },
    { "int-u1", "uint8" },
    { "int-li2", "int16" },
    { "int-bi2", "int16 big-endian" },
    { "int-lu2", "uint16" },
    { "int32", "int32" },
    { "int32-big", "int32 big-endian" },
    { "uint32", "uint32" },
    { "int64", "int64" },
    { "int64-big", "int64 big-endian" },
    { "uint64", "uint64" },
    { "bool", "bool" },
    { "bfloat16", "bfloat16" },
    { "scalar", "float64" },
    { "one", "int64" },
    { "no-rows", "float32" },
  };
  g_autoptr (ScopeImage) image = open_fixture ("hdf5/types.h5", SCOPE_READER_WHOLE);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/", cases[i][0], NULL);

      check_truth (image, path, cases[i][0], cases[i][1], "contiguous");
    }
  /* The same bytes without a word about what they are. */
  check_truth (image, "/opaque", "bfloat16", "opaque 2", "contiguous");
  check_truth (image, "/group/inner/numbers", "group-inner-numbers", "float64", "contiguous");
  check_truth (image, "/twice/numbers", "group-inner-numbers", "float64", "contiguous");
  check_truth (image, "/Größe/°C", "degrees", "float32", "contiguous");
}

static void
test_no_numbers (void)
{
  static const char *const cases[][2] = {
    { "/text", "string" },
    { "/texts", "string" },
    { "/compound", "compound" },
    { "/empty", "float32" },
    { "/nine", "float32, 9 dimensions" },
    { "/named", "named type" },
  };
  g_autoptr (ScopeImage) image = open_fixture ("hdf5/types.h5", SCOPE_READER_WHOLE);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ScopeImageNode *node = scope_image_find (image, cases[i][0]);

      g_assert_nonnull (node);
      g_assert_cmpint (node->kind, ==, SCOPE_NODE_DATASET);
      g_assert_null (node->array);
      g_assert_cmpstr (node->stored_type, ==, cases[i][1]);
    }
}

/* Named, never followed: one leads out of the file, one nowhere, one round in a circle. */
static void
test_links (void)
{
  static const char *const cases[][3] = {
    { "/soft", "soft", "/float32" },
    { "/dangling", "soft", "/nowhere" },
    { "/external", "external", "/etc/passwd:/secret" },
    { "/group/again", "hard", "/group" },
  };
  g_autoptr (ScopeImage) image = open_fixture ("hdf5/types.h5", SCOPE_READER_WHOLE);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ScopeImageNode *node = scope_image_find (image, cases[i][0]);

      g_assert_cmpint (node->kind, ==, SCOPE_NODE_LINK);
      g_assert_cmpstr (node->stored_type, ==, cases[i][1]);
      g_assert_cmpstr (node->storage, ==, cases[i][2]);
      g_assert_null (node->array);
    }
}

static void
check_attribute (ScopeImage *image, const char *name, const char *expected)
{
  GVariant *value = scope_image_get_attribute (image, "/attributes", name);
  g_autoptr (GVariant) parsed = g_variant_parse (NULL, expected, NULL, NULL, NULL);

  g_assert_nonnull (parsed);
  g_test_message ("attribute %s", name);
  g_assert_nonnull (value);
  g_assert_cmpvariant (value, parsed);
}

/* What tests/fixtures/hdf5/generate.py wrote, in GVariant's notation. */
static void
test_attributes (void)
{
  g_autoptr (ScopeImage) image = open_fixture ("hdf5/types.h5", SCOPE_READER_WHOLE);
  g_autofree char *long_text = g_strnfill (200000, 'x');
  g_auto (GStrv) many = NULL;
  g_auto (GStrv) none = NULL;

  check_attribute (image, "text", "'Größe in °C'");
  check_attribute (image, "bytes", "'plain'");
  check_attribute (image, "padded", "'ab'");
  check_attribute (image, "names-variable", "['lstm', 'dense_1']");
  check_attribute (image, "names-fixed", "['lstm', 'dense_1']");
  check_attribute (image, "names-one", "['lstm']");
  check_attribute (image, "names-empty", "@ad []");
  check_attribute (image, "names-none", "@as []");
  check_attribute (image, "spoilt", "'21 �C'");
  check_attribute (image, "int", "int64 -5");
  check_attribute (image, "uint", "int64 200");
  check_attribute (image, "huge", "18446744073709551616.0");
  check_attribute (image, "bool", "int64 1");
  check_attribute (image, "float", "0.1");
  check_attribute (image, "float16", "0.5");
  check_attribute (image, "big", "0.1");
  check_attribute (image, "list", "[1.0, 2.0, 3.0]");
  check_attribute (image, "matrix", "[1.5, 2.0, 3.0, 4.0]");
  check_attribute (image, "reference", "('reference',)");
  g_assert_cmpstr (scope_image_get_string (image, "/attributes", "long"), ==, long_text);

  many = scope_image_dup_strings (image, "/attributes", "many");
  g_assert_cmpuint (g_strv_length (many), ==, 5);
  g_assert_cmpstr (many[3], ==, "d");
  none = scope_image_dup_strings (image, "/attributes", "names-empty");
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

/* The newer forms: chunks, filters, groups and attributes in heaps, creation order. */
static void
test_newer_form (void)
{
  g_autoptr (ScopeImage) image = open_fixture ("hdf5/latest.h5", SCOPE_READER_WHOLE);
  const char *zipped = "chunked, shuffle, gzip, checksum";

  check_truth (image, "/zipped", "zipped", "float32", zipped);
  check_truth (image, "/zipped-double", "zipped-double", "float64", zipped);
  check_truth (image, "/zipped-half", "zipped-half", "float16", zipped);
  check_truth (image, "/scaled", "scaled", "int64", "chunked, scale and offset");
  check_truth (image, "/holes", "holes", "float32", "contiguous");
  check_truth (image, "/grown", "grown", "float32", "chunked");
  g_assert_cmpint (g_variant_get_int64 (scope_image_get_attribute (image, "/", "attribute 39")), ==,
                   39);
  g_assert_cmpfloat (scope_array_get_data (scope_image_find (image, "/many/39")->array)[0], ==, 39);
}

static void
test_user_block (void)
{
  g_autoptr (ScopeImage) image = open_fixture ("hdf5/userblock.h5", SCOPE_READER_WHOLE);

  check_truth (image, "/behind-a-block", "behind-a-block", "float32", "contiguous");
}

/* By name, parents first. */
static void
test_order (void)
{
  g_autoptr (ScopeImage) image = open_fixture ("hdf5/latest.h5", SCOPE_READER_WHOLE);

  g_assert_cmpstr (scope_image_get_node (image, 0)->path, ==, "/");
  g_assert_cmpstr (scope_image_get_node (image, 1)->path, ==, "/grown");
  g_assert_cmpstr (scope_image_get_node (image, 2)->path, ==, "/holes");
  g_assert_cmpstr (scope_image_get_node (image, 3)->path, ==, "/many");
  g_assert_cmpstr (scope_image_get_node (image, 4)->path, ==, "/many/00");
}

static void
test_tree_only (void)
{
  static const char *const files[] = { "hdf5/types.h5", "hdf5/latest.h5", "hdf5/lzf.h5",
                                       "bad/shape-bomb.h5", "bad/virtual-dataset.h5" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (ScopeImage) image = open_fixture (files[i], SCOPE_READER_TREE_ONLY);

      g_assert_cmpuint (scope_image_get_n_nodes (image), >, 1);
      for (guint k = 0; k < scope_image_get_n_nodes (image); k++)
        g_assert_null (scope_image_get_node (image, k)->array);
    }
}

static void
test_archive (void)
{
  g_autoptr (ScopeImage) image = open_fixture ("bad/shape-contradicts.keras", SCOPE_READER_WHOLE);
  const gsize dims[] = { 16 };

  g_assert_cmpstr (scope_image_get_container (image), ==, "keras");
  g_assert_nonnull (strstr (scope_image_get_text (image, "config.json"), "\"LSTM\""));
  g_assert_nonnull (strstr (scope_image_get_text (image, "metadata.json"), "keras_version"));
  g_assert_true (
      scope_array_has_shape (scope_image_find (image, "/layers/lstm/cell/vars/2")->array, 1, dims));
}

/* Only what counts time along one dimension in wide numbers, and not eight million of them. */
static void
test_exact (void)
{
  static const char *const files[] = { "netcdf/seconds.nc", "netcdf/big-endian.nc" };
  g_autoptr (ScopeImage) none = open_fixture ("netcdf/no-times.nc", SCOPE_READER_WHOLE);
  g_autoptr (ScopeImage) tree = open_fixture (files[0], SCOPE_READER_TREE_ONLY);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (ScopeImage) image = open_fixture (files[i], SCOPE_READER_WHOLE);
      const ScopeImageNode *node = scope_image_find (image, "/valid_time");
      const double *numbers;
      gsize n;

      g_assert_nonnull (node->exact);
      numbers = g_variant_get_fixed_array (node->exact, &n, sizeof *numbers);
      g_assert_cmpuint (n, ==, 5);
      for (gsize k = 0; k < n; k++)
        g_assert_cmpfloat (numbers[k], ==, 1717200600.0 + 3600.0 * (double) k);
      g_assert_null (scope_image_find (image, "/latitude")->exact);
      g_assert_null (scope_image_find (image, "/t2m")->exact);
    }

  g_assert_cmpuint (scope_image_get_n_nodes (none), ==, 8);
  for (guint k = 0; k < scope_image_get_n_nodes (none); k++)
    g_assert_null (scope_image_get_node (none, k)->exact);
  g_assert_nonnull (scope_image_find (none, "/huge")->array);
  g_assert_null (scope_image_find (tree, "/valid_time")->exact);
}

/* As other tools pack it: deflated, sizes behind the data, a member that is no business of ours. */
static void
test_repacked_archive (void)
{
  g_autoptr (ScopeImage) image = open_fixture ("hdf5/deflated.keras", SCOPE_READER_WHOLE);

  check_truth (image, "/layers/dense/vars/0", "deflated", "float32", "contiguous");
  g_assert_cmpstr (scope_image_get_text (image, "config.json"), ==,
                   "{\"class_name\": \"Sequential\"}");
  g_assert_cmpstr (scope_image_get_text (image, "metadata.json"), ==, "{}");
  g_assert_null (scope_image_get_text (image, "assets/words.txt"));
}

/* Each of these is an error that says where, and what to do; the names of the files say what is wrong. */
static void
test_bad (void)
{
  static const struct
  {
    const char *path;
    ScopeError code;
    const char *found;
    const char *advice;
  } cases[] = {
    { "bad/text.h5", SCOPE_ERROR_NOT_A_MODEL, "found text", "downloaded" },
    { "bad/html.h5", SCOPE_ERROR_NOT_A_MODEL, "found text", "fetch the file itself" },
    { "bad/empty.h5", SCOPE_ERROR_NOT_A_MODEL, "0 bytes", "download it again" },
    { "bad/git-lfs-pointer.h5", SCOPE_ERROR_NOT_A_MODEL, "Git LFS", "git lfs pull" },
    { "bad/pytorch.h5", SCOPE_ERROR_NOT_A_MODEL, "PyTorch", "Keras" },
    { "bad/other-zip.keras", SCOPE_ERROR_NOT_A_MODEL, "without config.json", "Keras" },
    { "bad/eight-bytes.h5", SCOPE_ERROR_DAMAGED, "8 bytes", "download it again" },
    { "bad/truncated.h5", SCOPE_ERROR_DAMAGED, "expected 14624 bytes", "download it again" },
    { "bad/truncated.keras", SCOPE_ERROR_DAMAGED, "cannot be unpacked", "download it again" },
    { "bad/truncated-weights.keras", SCOPE_ERROR_DAMAGED, "model.weights.h5", "download it again" },
    { "bad/spoilt.h5", SCOPE_ERROR_DAMAGED, "HDF5:", "download it again" },
    { "bad/bomb.keras", SCOPE_ERROR_DAMAGED, "model.weights.h5", "download it again" },
    { "bad/shape-bomb.h5", SCOPE_ERROR_UNSUPPORTED, "/model_weights/lstm_1/lstm_1/kernel:0",
      "stores 0 bytes" },
    { "bad/external-storage.h5", SCOPE_ERROR_UNSUPPORTED, "in another file", "save it again" },
    { "bad/virtual-dataset.h5", SCOPE_ERROR_UNSUPPORTED, "virtual", "save it again" },
    { "netcdf/virtual.nc", SCOPE_ERROR_UNSUPPORTED, "/time", "virtual" },
    { "netcdf/claims.nc", SCOPE_ERROR_UNSUPPORTED, "/time", "stores 0 bytes" },
    { "hdf5/lzf.h5", SCOPE_ERROR_UNSUPPORTED, "lzf", "gzip" },
    { "hdf5/hollow.h5", SCOPE_ERROR_UNSUPPORTED, "/hollow", "honestly hold" },
    { "hdf5/deep.h5", SCOPE_ERROR_UNSUPPORTED, "/g/g/g", "nested too deep" },
    { "hdf5/twice.keras", SCOPE_ERROR_DAMAGED, "config.json", "twice" },
    { "hdf5/claims.keras", SCOPE_ERROR_UNSUPPORTED, "model.weights.h5", "unpacks to more" },
    { "hdf5/no-weights.keras", SCOPE_ERROR_DAMAGED, "no member model.weights.h5", "download it" },
    { "hdf5/npz.keras", SCOPE_ERROR_UNSUPPORTED, "NumPy", "model.save()" },
    { "hdf5/climbs.keras", SCOPE_ERROR_NOT_A_MODEL, "without config.json", "../config.json" },
    { "bad", SCOPE_ERROR_UNREADABLE, "a folder", "Choose" },
    { "bad/nowhere.h5", SCOPE_ERROR_UNREADABLE, "no such file", "Check" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = scope_test_fixture_path (cases[i].path);
      g_autofree char *name = g_path_get_basename (path);
      g_autoptr (GError) error = NULL;

      g_assert_null (scope_reader_open (path, SCOPE_READER_WHOLE, NULL, NULL, &error));
      g_test_message ("%s", error->message);
      scope_assert_error (error, (int) cases[i].code, name, cases[i].found, cases[i].advice);
    }
}

/* What the reader passes on: a contradiction inside is the model's to find. */
static void
test_passes_on (void)
{
  static const char *const files[] = { "bad/no-model.h5",         "bad/no-groups.h5",
                                       "bad/nested-attribute.h5", "bad/soft-link.h5",
                                       "bad/external-link.h5",    "bad/chunk-bomb.h5",
                                       "bad/group-loop.h5",       "bad/nested-zip.keras",
                                       "bad/weights-of-text.h5" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (ScopeImage) image = open_fixture (files[i], SCOPE_READER_WHOLE);

      g_assert_nonnull (image);
    }
}

static void
test_progress (void)
{
  g_autoptr (ScopeProgress) progress = scope_progress_new ();
  g_autofree char *path = scope_test_fixture_path ("hdf5/types.h5");
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeImage) image = scope_reader_open (path, 0, NULL, progress, &error);

  g_assert_no_error (error);
  g_assert_nonnull (image);
  g_assert_cmpuint (scope_progress_get_done (progress), >, 0);
  g_assert_cmpfloat (scope_progress_get_fraction (progress), <=, 1);
}

/* Arrays that are read from where they lie, and others beside them. */
static void
test_large (void)
{
  g_autoptr (ScopeImage) image = open_fixture ("hdf5/large.h5", SCOPE_READER_WHOLE);
  g_autoptr (ScopeImage) archive = open_fixture ("hdf5/large.keras", SCOPE_READER_WHOLE);

  check_truth (image, "/first", "large", "float32", "contiguous");
  check_truth (image, "/again", "large", "float32", "contiguous");
  check_truth (image, "/big-endian", "large", "float32 big-endian", "contiguous");
  check_truth (image, "/never", "never", "float32", "contiguous");
  check_truth (archive, "/first", "large", "float32", "contiguous");
  /* One memory for what is one in the file. */
  g_assert_true (scope_array_get_data (scope_image_find (image, "/first")->array)
                 == scope_array_get_data (scope_image_find (image, "/again")->array));
}

/* One dataset, also of a file that holds others which nobody could read. */
static void
test_values (void)
{
  g_autofree char *types = scope_test_fixture_path ("hdf5/types.h5");
  g_autofree char *truth_path = scope_test_fixture_path ("hdf5/truth/float64.npy");
  g_autofree char *lzf = scope_test_fixture_path ("hdf5/lzf.h5");
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) nothing = NULL;
  g_autoptr (GError) text = NULL;
  g_autoptr (GError) filter = NULL;
  g_autoptr (ScopeArray) truth = scope_npy_read (truth_path, &error);
  g_autoptr (ScopeArray) values = scope_reader_read_values (types, "/float64", NULL, NULL, &error);

  g_assert_no_error (error);
  scope_assert_array (values, scope_array_get_n_dims (truth), scope_array_get_dims (truth),
                      scope_array_get_data (truth), 0);
  g_assert_null (scope_reader_read_values (types, "/nowhere", NULL, NULL, &nothing));
  scope_assert_error (nothing, SCOPE_ERROR_UNSUPPORTED, "types.h5, /nowhere", "nothing");
  g_assert_null (scope_reader_read_values (types, "/text", NULL, NULL, &text));
  scope_assert_error (text, SCOPE_ERROR_UNSUPPORTED, "types.h5, /text", "string");
  g_assert_null (scope_reader_read_values (lzf, "/squeezed", NULL, NULL, &filter));
  scope_assert_error (filter, SCOPE_ERROR_UNSUPPORTED, "lzf.h5, /squeezed", "lzf");
}

/* What Keras keeps for training is in the tree, without its numbers. */
static void
test_training (void)
{
  static const char *const files[] = { "keras2/compiled-keras2.h5",
                                       "keras3/compiled-keras3.keras" };
  static const char *const groups[] = { "/optimizer_weights/", "/optimizer/" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (ScopeImage) image = open_fixture (files[i], SCOPE_READER_WHOLE);
      guint n_training = 0;
      guint n_arrays = 0;

      for (guint k = 0; k < scope_image_get_n_nodes (image); k++)
        {
          const ScopeImageNode *node = scope_image_get_node (image, k);

          if (g_str_has_prefix (node->path, groups[i]))
            {
              n_training++;
              g_assert_null (node->array);
            }
          else if (node->array != NULL)
            n_arrays++;
        }
      g_assert_cmpuint (n_training, >, 0);
      g_assert_cmpuint (n_arrays, >, 0);
    }
}

static gpointer
open_many (gpointer data)
{
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (ScopeImage) image = open_fixture ("hdf5/latest.h5", SCOPE_READER_WHOLE);

      check_truth (image, "/zipped", "zipped", "float32", "chunked, shuffle, gzip, checksum");
    }
  return NULL;
}

/* Several at once, each from a thread of its own. */
static void
test_threads (void)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("open", open_many, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* A file with bytes turned over, as many times as the test has time for: always an image or an error. The first
 * superblock stays whole, or little else would be tried. */
static void
test_mutations (void)
{
  static const char *const files[] = { "hdf5/latest.h5", "bad/shape-contradicts.h5",
                                       "bad/shape-contradicts.keras" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (20130101);
  g_autofree char *folder = scope_test_make_folder ();
  guint n_rounds = g_test_thorough () ? 2000 : 60;
  guint n_images = 0;
  guint n_errors = 0;

  for (guint f = 0; f < G_N_ELEMENTS (files); f++)
    {
      g_autofree char *path = scope_test_fixture_path (files[f]);
      g_autoptr (GBytes) whole = scope_test_load (path);
      gsize n_bytes = g_bytes_get_size (whole);

      for (guint i = 0; i < n_rounds; i++)
        {
          g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (whole, NULL), n_bytes);
          g_autofree char *mutant = NULL;
          g_autoptr (GError) error = NULL;
          g_autoptr (ScopeImage) image = NULL;

          for (guint k = 0; k < 1 + i % 20; k++)
            data[g_rand_int_range (rand, 96, (gint32) n_bytes)] =
                (guint8) g_rand_int_range (rand, 0, 256);
          mutant = scope_test_write (folder, "mutant.h5", data, n_bytes);
          image = scope_reader_open (mutant, SCOPE_READER_WHOLE, NULL, NULL, &error);
          g_assert_true ((image == NULL) == (error != NULL));
          n_images += image != NULL;
          if (image == NULL)
            {
              scope_assert_error (error, error->code, "mutant.h5");
              n_errors++;
            }
        }
    }
  g_test_message ("%u images, %u errors", n_images, n_errors);
  g_assert_cmpuint (n_errors, >, 0);
  scope_test_remove_folder (folder);
}

/* A reader that waits answers as one that is started for the file does, bad files too; each serves one file. */
static void
test_prepared (void)
{
  g_autofree char *path = scope_test_fixture_path ("keras2/gates-keras2.h5");
  g_autofree char *bad = scope_test_fixture_path ("bad/spoilt.h5");
  g_autofree char *archive = scope_test_fixture_path ("keras3/gates-keras3.keras");
  g_autofree char *folder = scope_test_fixture_path ("layers/keras3/unzipped-keras3");
  const char *const paths[] = { path, archive, folder };
  g_autoptr (GPtrArray) before =
      g_ptr_array_new_with_free_func ((GDestroyNotify) scope_image_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) spoilt = NULL;
  g_autoptr (GError) spoilt_again = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_ptr_array_add (before,
                       scope_reader_open (paths[i], SCOPE_READER_WHOLE, NULL, NULL, &error));
      g_assert_no_error (error);
    }
  g_assert_null (scope_reader_open (bad, SCOPE_READER_WHOLE, NULL, NULL, &spoilt));

  scope_reader_prepare ();
  for (guint round = 0; round < 3; round++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
        {
          ScopeImage *expected = g_ptr_array_index (before, i);
          g_autoptr (ScopeImage) image = NULL;

          /* Long enough for the next one to wait, most of the time. */
          g_usleep (60000);
          image = scope_reader_open (paths[i], SCOPE_READER_WHOLE, NULL, NULL, &error);
          g_assert_no_error (error);
          g_assert_cmpuint (scope_image_get_n_nodes (image), ==,
                            scope_image_get_n_nodes (expected));
          for (guint k = 0; k < scope_image_get_n_nodes (image); k++)
            {
              const ScopeImageNode *a = scope_image_get_node (image, k);
              const ScopeImageNode *b = scope_image_get_node (expected, k);

              g_assert_cmpstr (a->path, ==, b->path);
              g_assert_true ((a->array == NULL) == (b->array == NULL));
              if (a->array != NULL)
                g_assert_cmpmem (scope_array_get_data (a->array),
                                 scope_array_get_size (a->array) * sizeof (float),
                                 scope_array_get_data (b->array),
                                 scope_array_get_size (b->array) * sizeof (float));
            }
        }
      g_usleep (60000);
      g_clear_error (&spoilt_again);
      g_assert_null (scope_reader_open (bad, SCOPE_READER_WHOLE, NULL, NULL, &spoilt_again));
      g_assert_cmpstr (spoilt_again->message, ==, spoilt->message);
    }
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/reader/types", test_types);
  g_test_add_func ("/reader/no-numbers", test_no_numbers);
  g_test_add_func ("/reader/links", test_links);
  g_test_add_func ("/reader/attributes", test_attributes);
  g_test_add_func ("/reader/newer-form", test_newer_form);
  g_test_add_func ("/reader/user-block", test_user_block);
  g_test_add_func ("/reader/order", test_order);
  g_test_add_func ("/reader/tree-only", test_tree_only);
  g_test_add_func ("/reader/exact", test_exact);
  g_test_add_func ("/reader/archive", test_archive);
  g_test_add_func ("/reader/repacked-archive", test_repacked_archive);
  g_test_add_func ("/reader/bad", test_bad);
  g_test_add_func ("/reader/passes-on", test_passes_on);
  g_test_add_func ("/reader/progress", test_progress);
  g_test_add_func ("/reader/large", test_large);
  g_test_add_func ("/reader/values", test_values);
  g_test_add_func ("/reader/training", test_training);
  g_test_add_func ("/reader/threads", test_threads);
  g_test_add_func ("/reader/mutations", test_mutations);
  /* The last one: from here on readers wait. */
  g_test_add_func ("/reader/prepared", test_prepared);
  return g_test_run ();
}
