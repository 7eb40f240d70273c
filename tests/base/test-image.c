/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-test.h"

#include "scope-image-writer.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

static const float kernel[] = { 1, 2, 3, 4, 5, 6 };
static const gsize kernel_dims[] = { 2, 3 };

static GVariant *
make_attributes (void)
{
  static const char *const names[] = { "lstm/kernel:0", "lstm/bias:0" };
  static const double numbers[] = { 1.5, -2 };
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "text", "s", "Größe");
  g_variant_dict_insert_value (&dict, "names", g_variant_new_strv (names, 2));
  g_variant_dict_insert_value (&dict, "none", g_variant_new_array (G_VARIANT_TYPE_DOUBLE, NULL, 0));
  g_variant_dict_insert_value (&dict, "part0", g_variant_new_strv (names, 1));
  g_variant_dict_insert_value (&dict, "part1", g_variant_new_strv (names + 1, 1));
  g_variant_dict_insert_value (
      &dict, "numbers",
      g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, numbers, 2, sizeof (double)));
  g_variant_dict_insert (&dict, "int", "x", G_GINT64_CONSTANT (-5));
  g_variant_dict_insert (&dict, "float", "d", 0.1);
  g_variant_dict_insert (&dict, "other", "(s)", "reference");
  return g_variant_dict_end (&dict);
}

static GBytes *
make_block (void)
{
  g_autoptr (ScopeImageWriter) writer = scope_image_writer_new ("keras");
  const gsize bias_dims[] = { 2 };
  float *bias;

  g_assert_true (scope_image_writer_add_text (writer, "config.json", "{\"a\": 1}"));
  g_assert_true (scope_image_writer_add_group (writer, "/", make_attributes ()));
  /* Makes the group above it. */
  g_assert_true (
      scope_image_writer_add_values (writer, "/lstm/kernel:0", 2, kernel_dims, kernel, NULL));
  g_assert_true (scope_image_writer_add_dataset (writer, "/lstm/bias:0", "float64", "chunked, gzip",
                                                 1, bias_dims, TRUE, make_attributes ()));
  g_assert_true (scope_image_writer_add_dataset (writer, "/lstm/names", "string", "contiguous", 1,
                                                 bias_dims, FALSE, NULL));
  g_assert_true (scope_image_writer_add_link (writer, "/lstm/soft", "soft", "/elsewhere"));
  g_assert_true (scope_image_writer_lay_out (writer, -1, NULL));

  bias = scope_image_writer_get_array (writer, "/lstm/bias:0");
  bias[0] = -1;
  bias[1] = 7;
  g_assert_null (scope_image_writer_get_array (writer, "/lstm/names"));
  return scope_image_writer_finish (writer);
}

static ScopeImage *
make_image (void)
{
  g_autoptr (GBytes) block = make_block ();
  g_autoptr (GError) error = NULL;
  ScopeImage *image = scope_image_new (block, "model.keras", &error);

  g_assert_no_error (error);
  return image;
}

static void
test_nodes (void)
{
  static const char *const paths[] = { "/",           "/lstm",     "/lstm/kernel:0", "/lstm/bias:0",
                                       "/lstm/names", "/lstm/soft" };
  static const ScopeNodeKind kinds[] = { SCOPE_NODE_GROUP,   SCOPE_NODE_GROUP,   SCOPE_NODE_DATASET,
                                         SCOPE_NODE_DATASET, SCOPE_NODE_DATASET, SCOPE_NODE_LINK };
  g_autoptr (ScopeImage) image = make_image ();

  g_assert_cmpstr (scope_image_get_name (image), ==, "model.keras");
  g_assert_cmpstr (scope_image_get_container (image), ==, "keras");
  g_assert_cmpstr (scope_image_get_text (image, "config.json"), ==, "{\"a\": 1}");
  g_assert_null (scope_image_get_text (image, "metadata.json"));
  g_assert_cmpuint (scope_image_get_n_nodes (image), ==, G_N_ELEMENTS (paths));
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      const ScopeImageNode *node = scope_image_get_node (image, i);

      g_assert_cmpstr (node->path, ==, paths[i]);
      g_assert_cmpint (node->kind, ==, kinds[i]);
      g_assert_true (scope_image_find (image, paths[i]) == node);
      g_assert_true (g_variant_is_of_type (node->attributes, G_VARIANT_TYPE_VARDICT));
    }
  g_assert_null (scope_image_find (image, "/lstm/"));
  g_assert_null (scope_image_find (image, "lstm"));
  g_assert_cmpstr (scope_image_find (image, "/lstm/soft")->storage, ==, "/elsewhere");
  g_assert_cmpstr (scope_image_find (image, "/lstm/soft")->stored_type, ==, "soft");
}

static void
test_arrays (void)
{
  static const float bias[] = { -1, 7 };
  const gsize bias_dims[] = { 2 };
  g_autoptr (ScopeImage) image = make_image ();
  const ScopeImageNode *node = scope_image_find (image, "/lstm/bias:0");
  g_autoptr (ScopeArray) kept = scope_array_ref (node->array);

  scope_assert_array (node->array, 1, bias_dims, bias, 0);
  g_assert_cmpstr (scope_array_get_stored_type (node->array), ==, "float64");
  g_assert_cmpstr (node->storage, ==, "chunked, gzip");
  g_assert_cmpuint ((gsize) scope_array_get_data (node->array) % SCOPE_IMAGE_ALIGNMENT, ==, 0);
  scope_assert_array (scope_image_find (image, "/lstm/kernel:0")->array, 2, kernel_dims, kernel, 0);
  g_assert_null (scope_image_find (image, "/lstm/names")->array);
  g_assert_cmpuint (scope_image_find (image, "/lstm/names")->dims[0], ==, 2);

  /* An array outlives the image that it came from. */
  g_clear_pointer (&image, scope_image_unref);
  scope_assert_array (kept, 1, bias_dims, bias, 0);
}

static void
check_strings (ScopeImage *image, const char *path, const char *name, const char *expected)
{
  g_auto (GStrv) strings = scope_image_dup_strings (image, path, name);
  g_autofree char *joined = strings != NULL ? g_strjoinv ("|", strings) : NULL;

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_attributes (void)
{
  g_autoptr (ScopeImage) image = make_image ();
  GVariant *value = scope_image_get_attribute (image, "/", "numbers");

  g_assert_cmpstr (scope_image_get_string (image, "/", "text"), ==, "Größe");
  g_assert_cmpstr (scope_image_get_string (image, "/lstm/bias:0", "text"), ==, "Größe");
  g_assert_null (scope_image_get_string (image, "/", "int"));
  g_assert_null (scope_image_get_string (image, "/", "other"));
  g_assert_null (scope_image_get_string (image, "/lstm", "text"));
  g_assert_null (scope_image_get_string (image, "/nowhere", "text"));
  g_assert_cmpint (g_variant_get_int64 (scope_image_get_attribute (image, "/", "int")), ==, -5);
  scope_assert_close (g_variant_get_double (scope_image_get_attribute (image, "/", "float")), 0.1,
                      0);
  g_assert_cmpuint (g_variant_n_children (value), ==, 2);

  check_strings (image, "/", "names", "lstm/kernel:0|lstm/bias:0");
  check_strings (image, "/", "part", "lstm/kernel:0|lstm/bias:0");
  check_strings (image, "/", "none", "");
  check_strings (image, "/", "text", "Größe");
  check_strings (image, "/", "numbers", NULL);
  check_strings (image, "/", "missing", NULL);
}

/* Reads every number, so that a sanitizer sees where it lies. */
static void
sum_up (const ScopeArray *array)
{
  const float *numbers = scope_array_get_data (array);
  gsize size = scope_array_get_size (array);
  double sum = 0;

  for (gsize i = 0; i < size; i++)
    sum += (double) numbers[i];
  g_assert_true (isnan (sum) || sum == sum);
}

/* Each byte of the header and of what precedes it, changed to values that hurt most, and thousands of
 * random changes: an image or an error, and never a wrong address. */
static void
test_mutations (void)
{
  static const guint8 values[] = { 0, 1, 0x7f, 0x80, 0xff };
  g_autoptr (GBytes) block = make_block ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (20130101);
  gsize n_bytes = g_bytes_get_size (block);
  guint64 header_bytes;
  guint n_images = 0;
  guint n_refused = 0;

  memcpy (&header_bytes, (const char *) g_bytes_get_data (block, NULL) + 8, 8);
  for (gsize i = 0; i < (16 + header_bytes) * G_N_ELEMENTS (values) + 5000; i++)
    {
      gsize at = i / G_N_ELEMENTS (values);
      /* Aligned as a mapping is, and exactly as long, so that a sanitizer sees one byte too far. */
      guint8 *data = g_aligned_alloc (1, n_bytes, SCOPE_IMAGE_ALIGNMENT);
      gsize kept = n_bytes;
      g_autoptr (GBytes) mutant = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (ScopeImage) image = NULL;

      memcpy (data, g_bytes_get_data (block, NULL), n_bytes);
      if (at < 16 + header_bytes)
        data[at] = values[i % G_N_ELEMENTS (values)];
      else
        {
          for (guint k = 0; k < 1 + i % 4; k++)
            data[g_rand_int_range (rand, 16, (gint32) (16 + header_bytes))] =
                (guint8) g_rand_int_range (rand, 0, 256);
          if (i % 3 == 0)
            kept = (gsize) g_rand_int_range (rand, 0, (gint32) n_bytes);
        }

      mutant = g_bytes_new_with_free_func (data, kept, g_aligned_free, data);
      image = scope_image_new (mutant, "mutant", &error);
      g_assert_true ((image == NULL) == (error != NULL));
      if (image == NULL)
        {
          scope_assert_error (error, SCOPE_ERROR_READER, "mutant");
          n_refused++;
          continue;
        }

      n_images++;
      for (guint k = 0; k < scope_image_get_n_nodes (image); k++)
        {
          const ScopeImageNode *node = scope_image_get_node (image, k);
          g_auto (GStrv) names = scope_image_dup_strings (image, node->path, "names");

          g_assert_true (names == NULL || g_utf8_validate (node->path, -1, NULL));
          if (node->array != NULL)
            sum_up (node->array);
        }
    }
  g_test_message ("%u images, %u refused", n_images, n_refused);
  g_assert_cmpuint (n_images, >, 0);
  g_assert_cmpuint (n_refused, >, n_images);
}

/* A header that GVariant finds in order, and whose words are lies. */
typedef struct
{
  const char *text; /* in GVariant's own notation */
  const char *word; /* in the error's message; NULL where it is none */
} Lie;

static void
test_lies (void)
{
#define ROOT "('/', 0, '', '', [], 0, 0, {}, [])"
  static const Lie lies[] = {
    { "('hdf5', {}, [" ROOT "])", NULL },
    { "('hdf5', {}, [])", "nodes" },
    { "('hdf5', {}, [('/a', 0, '', '', [], 0, 0, {}, [])])", "root" },
    { "('hdf5', {}, [" ROOT ", " ROOT "])", "root" },
    { "('hdf5', {}, [" ROOT ", ('a', 0, '', '', [], 0, 0, {}, [])])", "path" },
    { "('hdf5', {}, [" ROOT ", ('', 0, '', '', [], 0, 0, {}, [])])", "path" },
    { "('hdf5', {}, [" ROOT ", ('/a/', 0, '', '', [], 0, 0, {}, [])])", "path" },
    { "('hdf5', {}, [" ROOT ", ('/a//b', 0, '', '', [], 0, 0, {}, [])])", "path" },
    { "('hdf5', {}, [" ROOT ", ('/a/b', 0, '', '', [], 0, 0, {}, [])])", "no group" },
    { "('hdf5', {}, [" ROOT ", ('/a', 1, '', '', [], 0, 0, {}, []), ('/a/b', 0, '', '', [], 0, "
      "0, {}, [])])",
      "no group" },
    { "('hdf5', {}, [" ROOT ", ('/a', 0, '', '', [], 0, 0, {}, []), ('/a', 0, '', '', [], 0, 0, "
      "{}, [])])",
      "twice" },
    { "('hdf5', {}, [" ROOT ", ('/a', 3, '', '', [], 0, 0, {}, [])])", "kind 3" },
    { "('hdf5', {}, [" ROOT ", ('/a', 0, '', '', [], 1, 448, {}, [])])", "no dataset" },
    { "('hdf5', {}, [" ROOT ", ('/a', 1, '', '', [4], 1, 448, {}, [])])", NULL },
    { "('hdf5', {}, [" ROOT ", ('/a', 1, '', '', [], 1, 448, {}, [])])", NULL },
    { "('hdf5', {}, [" ROOT ", ('/a', 1, '', '', [17], 1, 448, {}, [])])", "larger" },
    { "('hdf5', {}, [" ROOT ", ('/a', 1, '', '', [0, 9], 1, 512, {}, [])])", NULL },
    { "('hdf5', {}, [" ROOT ", ('/a', 1, '', '', [1], 1, 512, {}, [])])", "larger" },
    { "('hdf5', {}, [" ROOT ", ('/a', 1, '', '', [1], 1, 576, {}, [])])", "not in the block" },
    { "('hdf5', {}, [" ROOT ", ('/a', 1, '', '', [1], 1, 452, {}, [])])", "not in the block" },
    { "('hdf5', {}, [" ROOT ", ('/a', 1, '', '', [1], 1, 0, {}, [])])", "not in the block" },
    { "('hdf5', {}, [" ROOT ", ('/a', 1, '', '', [1], 1, 18446744073709551552, {}, [])])",
      "not in the block" },
    { "('hdf5', {}, [" ROOT ", ('/a', 1, '', '', [4611686018427387904, 4], 1, 448, {}, [])])",
      "larger" },
    { "('hdf5', {}, [" ROOT ", ('/a', 1, '', '', [18446744073709551615], 0, 0, {}, [])])",
      "too long" },
    { "('hdf5', {}, [" ROOT ", ('/a', 1, '', '', [1, 1, 1, 1, 1, 1, 1, 1, 1], 0, 0, {}, [])])",
      "9 dimensions" },
    { "('hdf5', {}, [('/', 0, '', '', [], 0, 0, {'a': <<1>>}, [])])", "type v" },
    { "('hdf5', {}, [('/', 0, '', '', [], 0, 0, {'a': <'x'>, 'a': <'y'>}, [])])", "twice" },
    { "('hdf5', {}, [" ROOT ", ('/a', 1, '', '', [1], 2, 448, {}, [])])", "not in the file" },
    { "('hdf5', {}, [" ROOT ", ('/a', 1, '', '', [1], 4294967295, 448, {}, [])])",
      "not in the file" },
    { "('hdf5', {'a': 'x', 'a': 'y'}, [" ROOT "])", "twice" },
    { "('hdf5', {}, [" ROOT ", ('/a', 1, '', '', [2], 0, 0, {}, [0.1, 0.2])])", NULL },
    { "('hdf5', {}, [" ROOT ", ('/a', 1, '', '', [2], 0, 0, {}, [0.1])])", "1 exact" },
    { "('hdf5', {}, [" ROOT ", ('/a', 1, '', '', [2], 0, 0, {}, [0.1, 0.2, 0.3])])", "3 exact" },
    { "('hdf5', {}, [" ROOT ", ('/a', 1, '', '', [2, 1], 0, 0, {}, [0.1, 0.2])])", "2 exact" },
    { "('hdf5', {}, [" ROOT ", ('/a', 1, '', '', [], 0, 0, {}, [0.1])])", "1 exact" },
    { "('hdf5', {}, [" ROOT ", ('/a', 0, '', '', [1], 0, 0, {}, [0.1])])", "1 exact" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GVariant) header = g_variant_parse (G_VARIANT_TYPE (SCOPE_IMAGE_HEADER_TYPE),
                                                     lies[i].text, NULL, NULL, &error);
      g_autoptr (ScopeImage) image = NULL;
      g_autoptr (GBytes) block = NULL;
      guint64 header_bytes;
      char *data;

      g_assert_no_error (error);
      header_bytes = g_variant_get_size (header);
      g_assert_cmpuint (16 + header_bytes, <=, 448);
      data = g_aligned_alloc0 (1, 512, SCOPE_IMAGE_ALIGNMENT);
      memcpy (data, SCOPE_IMAGE_MAGIC, 8);
      memcpy (data + 8, &header_bytes, 8);
      g_variant_store (header, data + 16);
      block = g_bytes_new_with_free_func (data, 512, g_aligned_free, data);

      image = scope_image_new (block, "lie", &error);
      if (lies[i].word == NULL)
        g_assert_no_error (error);
      else
        scope_assert_error (error, SCOPE_ERROR_READER, "lie", lies[i].word);
    }
}

typedef struct
{
  const char *nodes; /* besides the root */
  const char *word;  /* in the error's message; NULL where it is none */
} InFiles;

/* Two files of 64 and of 40 bytes: 0, 1, 2 … and 100, 101 … */
static const InFiles in_files[] = {
  { "('/a', 1, '', '', [16], 2, 0, {}, []), ('/b', 1, '', '', [10], 3, 0, {}, [])", NULL },
  { "('/a', 1, '', '', [3], 2, 4, {}, []), ('/b', 1, '', '', [2], 3, 32, {}, [])", NULL },
  /* The same numbers under several names are there once, or their memory would have no bounds. */
  { "('/a', 1, '', '', [16], 2, 0, {}, []), ('/b', 1, '', '', [4, 4], 2, 0, {}, []), ('/c', 1, '', "
    "'', "
    "[10], 3, 0, {}, []), ('/d', 1, '', '', [16], 2, 0, {}, [])",
    NULL },
  { "('/a', 1, '', '', [16], 2, 0, {}, []), ('/b', 1, '', '', [15], 2, 0, {}, [])",
    "not in the file" },
  { "('/a', 1, '', '', [17], 2, 0, {}, [])", "not in the file" },
  { "('/a', 1, '', '', [1], 2, 61, {}, [])", "not in the file" },
  { "('/a', 1, '', '', [1], 2, 18446744073709551612, {}, [])", "not in the file" },
  { "('/a', 1, '', '', [1], 4, 0, {}, [])", "not in the file" },
  { "('/a', 1, '', '', [4611686018427387904, 4], 2, 0, {}, [])", "not in the file" },
};

static GBytes *
make_block_of (const char *nodes)
{
  g_autofree char *text =
      g_strdup_printf ("('hdf5', {}, [('/', 0, '', '', [], 0, 0, {}, []), %s])", nodes);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) header =
      g_variant_parse (G_VARIANT_TYPE (SCOPE_IMAGE_HEADER_TYPE), text, NULL, NULL, &error);
  guint64 header_bytes;
  char *data;

  g_assert_no_error (error);
  header_bytes = g_variant_get_size (header);
  data = g_malloc0 (16 + header_bytes);
  memcpy (data, SCOPE_IMAGE_MAGIC, 8);
  memcpy (data + 8, &header_bytes, 8);
  g_variant_store (header, data + 16);
  return g_bytes_new_take (data, 16 + header_bytes);
}

static void
test_in_files (gconstpointer data)
{
  const InFiles *given = data;
  g_autofree char *folder = scope_test_make_folder ();
  float first[16];
  float second[10];
  int descriptors[2];
  const guint64 sizes[] = { sizeof first, sizeof second };
  ScopeImageFiles files = { descriptors, sizes, 2 };
  g_autoptr (GBytes) block = make_block_of (given->nodes);
  g_autoptr (ScopeImage) image = NULL;
  g_autoptr (ScopeImage) without = NULL;
  g_autoptr (GError) error = NULL;
  char *paths[2];

  for (guint i = 0; i < 16; i++)
    first[i] = (float) i;
  for (guint i = 0; i < 10; i++)
    second[i] = (float) (100 + i);
  paths[0] = scope_test_write (folder, "first", first, sizeof first);
  paths[1] = scope_test_write (folder, "second", second, sizeof second);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint ((descriptors[i] = g_open (paths[i], O_RDONLY, 0)), >=, 0);

  image = scope_image_new_with_files (block, "test", &files, NULL, NULL, &error);
  if (given->word != NULL)
    scope_assert_error (error, SCOPE_ERROR_READER, given->word);
  else
    {
      g_assert_no_error (error);
      for (guint i = 1; i < scope_image_get_n_nodes (image); i++)
        {
          const ScopeImageNode *node = scope_image_get_node (image, i);
          const float *values = scope_array_get_data (node->array);

          g_assert_true ((gsize) values % sizeof (float) == 0);
          for (gsize k = 1; k < scope_array_get_size (node->array); k++)
            g_assert_cmpfloat (values[k], ==, values[0] + (float) k);
        }
      g_assert_cmpuint (scope_array_get_size (scope_image_get_node (image, 1)->array), >, 0);
    }

  /* Nobody who has no files believes what lies in them. */
  without = scope_image_new (block, "test", NULL);
  g_assert_null (without);
  for (guint i = 0; i < 2; i++)
    {
      close (descriptors[i]);
      g_free (paths[i]);
    }
  scope_test_remove_folder (folder);
}

/* The same numbers whether they were read ahead or not; where they lie at odd bytes they are read to even ones. */
static void
test_ahead (void)
{
  static const struct
  {
    const char *nodes;
    gsize offset;
  } cases[] = {
    { "('/a', 1, '', '', [1500000], 2, 8, {}, [])", 8 },
    { "('/a', 1, '', '', [1500000], 2, 6, {}, [])", 6 },
    { "('/a', 1, '', '', [10], 2, 8, {}, [])", 8 },
  };
  g_autofree char *folder = scope_test_make_folder ();
  gsize n_bytes = 6000020;
  g_autofree guint8 *bytes = g_malloc (n_bytes);
  g_autofree char *path = NULL;
  const guint64 size = n_bytes;
  int descriptor;

  for (gsize i = 0; i < n_bytes; i++)
    bytes[i] = (guint8) (i * 37 % 101);
  path = scope_test_write (folder, "ahead", bytes, n_bytes);
  descriptor = g_open (path, O_RDONLY, 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ScopeReadAhead) ahead = scope_read_ahead_start (descriptor, size);
      ScopeImageFiles files = { &descriptor, &size, 1, ahead };
      g_autoptr (GBytes) block = make_block_of (cases[i].nodes);
      g_autoptr (GError) error = NULL;
      g_autoptr (ScopeImage) image = NULL;
      ScopeArray *array;

      g_assert_nonnull (ahead);
      image = scope_image_new_with_files (block, "test", &files, NULL, NULL, &error);
      g_assert_no_error (error);
      g_clear_pointer (&ahead, scope_read_ahead_free);
      array = scope_image_find (image, "/a")->array;
      g_assert_cmpmem (scope_array_get_data (array), scope_array_get_size (array) * sizeof (float),
                       bytes + cases[i].offset, scope_array_get_size (array) * sizeof (float));
    }
  close (descriptor);
  scope_test_remove_folder (folder);
}

/* It was longer when the reader looked. */
static void
test_shorter_file (void)
{
  g_autofree char *folder = scope_test_make_folder ();
  g_autofree char *path = scope_test_write (folder, "short", "12345678", 8);
  g_autoptr (GBytes) block = make_block_of ("('/a', 1, '', '', [4], 2, 0, {}, [])");
  const guint64 size = 16;
  int descriptor = g_open (path, O_RDONLY, 0);
  ScopeImageFiles files = { &descriptor, &size, 1 };
  g_autoptr (GError) error = NULL;

  g_assert_null (scope_image_new_with_files (block, "test", &files, NULL, NULL, &error));
  scope_assert_error (error, SCOPE_ERROR_UNREADABLE, "shorter while it was read");
  close (descriptor);
  scope_test_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/image/nodes", test_nodes);
  g_test_add_func ("/image/ahead", test_ahead);
  g_test_add_func ("/image/arrays", test_arrays);
  g_test_add_func ("/image/attributes", test_attributes);
  g_test_add_func ("/image/lies", test_lies);
  g_test_add_func ("/image/mutations", test_mutations);
  for (guint i = 0; i < G_N_ELEMENTS (in_files); i++)
    {
      g_autofree char *path = g_strdup_printf ("/image/in-files/%u", i);

      g_test_add_data_func (path, &in_files[i], test_in_files);
    }
  g_test_add_func ("/image/shorter-file", test_shorter_file);
  return g_test_run ();
}
