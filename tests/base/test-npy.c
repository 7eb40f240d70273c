/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-test.h"

#include "scope-npy.h"

#include <glib/gstdio.h>
#include <string.h>

/* Each NAME.npy of tests/fixtures/npy was written by NumPy 2.4.6 from its own array, and NAME.raw beside
 * it holds what NumPy makes of that array as '<f4' in C order (tests/fixtures/hdf5/generate.py). */
static void
test_numpy_wrote (void)
{
  static const struct
  {
    const char *name;
    guint n_dims;
    gsize dims[3];
  } cases[] = {
    { "f4", 3, { 3, 4, 2 } },        { "f4-big", 3, { 3, 4, 2 } },  { "f8", 3, { 3, 4, 2 } },
    { "f8-big", 3, { 3, 4, 2 } },    { "i4", 3, { 3, 4, 2 } },      { "i4-big", 3, { 3, 4, 2 } },
    { "i8", 3, { 3, 4, 2 } },        { "i8-big", 1, { 12 } },       { "hard", 1, { 73 } },
    { "scalar", 0, { 0 } },          { "row", 1, { 3 } },           { "no-rows", 2, { 0, 5 } },
    { "fortran", 3, { 3, 4, 2 } },   { "fortran-f4", 2, { 4, 2 } }, { "version-2", 3, { 3, 4, 2 } },
    { "version-3", 3, { 3, 4, 2 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("npy/%s.npy", cases[i].name);
      g_autofree char *raw_name = g_strdup_printf ("npy/%s.raw", cases[i].name);
      g_autofree char *path = scope_test_fixture_path (name);
      g_autofree char *raw_path = scope_test_fixture_path (raw_name);
      g_autoptr (GBytes) raw = scope_test_load (raw_path);
      g_autoptr (GError) error = NULL;
      g_autoptr (ScopeArray) array = scope_npy_read (path, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (raw), ==, 4 * scope_array_get_size (array));
      /* Rounding to nearest is one answer: no tolerance. */
      scope_assert_array (array, cases[i].n_dims, cases[i].dims, g_bytes_get_data (raw, NULL), 0);
    }
}

/* Byte for byte what numpy.save() writes for the same array of float32. */
static void
test_written_as_numpy_does (void)
{
  static const char *const names[] = { "f4", "scalar" };
  g_autofree char *folder = scope_test_make_folder ();
  g_autofree char *copy = g_build_filename (folder, "a", "new", "folder", "copy.npy", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_strdup_printf ("npy/%s.npy", names[i]);
      g_autofree char *path = scope_test_fixture_path (name);
      g_autoptr (GError) error = NULL;
      g_autoptr (ScopeArray) array = scope_npy_read (path, &error);
      g_autoptr (GBytes) expected = scope_test_load (path);
      g_autoptr (GBytes) actual = NULL;

      g_assert_true (scope_npy_write (copy, array, &error));
      g_assert_no_error (error);
      actual = scope_test_load (copy);
      g_assert_cmpmem (g_bytes_get_data (actual, NULL), g_bytes_get_size (actual),
                       g_bytes_get_data (expected, NULL), g_bytes_get_size (expected));
    }
  scope_test_remove_folder (folder);
}

static void
test_row_written (void)
{
  g_autofree char *folder = scope_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "row.npy", NULL);
  g_autoptr (GError) error = NULL;
  const gsize dims[] = { 3 };
  const float numbers[] = { 1, 2, 3 };
  g_autoptr (ScopeArray) array = scope_array_new (1, dims);
  g_autoptr (ScopeArray) again = NULL;
  g_autoptr (GBytes) bytes = NULL;

  memcpy (scope_array_get_writable (array), numbers, sizeof numbers);
  g_assert_true (scope_npy_write (path, array, &error));
  again = scope_npy_read (path, &error);
  scope_assert_array (again, 1, dims, numbers, 0);
  /* Python's word for a tuple of one. */
  bytes = scope_test_load (path);
  g_assert_nonnull (memmem (g_bytes_get_data (bytes, NULL), 128, "(3,)", 4));
  scope_test_remove_folder (folder);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *path;
    ScopeError code;
    const char *word;
  } cases[] = {
    { "npy/complex.npy", SCOPE_ERROR_DAMAGED, "<c8" },
    { "npy/records.npy", SCOPE_ERROR_DAMAGED, "float32, float64, int32 or int64" },
    { "bad/text.h5", SCOPE_ERROR_DAMAGED, "other bytes" },
    { "bad/empty.h5", SCOPE_ERROR_DAMAGED, "an empty file" },
    { "npy", SCOPE_ERROR_UNREADABLE, "a folder" },
    { "npy/nowhere.npy", SCOPE_ERROR_UNREADABLE, "no such file" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = scope_test_fixture_path (cases[i].path);
      g_autoptr (GError) error = NULL;

      g_assert_null (scope_npy_read (path, &error));
      scope_assert_error (error, (int) cases[i].code, path, cases[i].word);
    }
}

/* Every header that has been cut or changed in one place gives an array or an error. */
static void
test_mutations (void)
{
  g_autofree char *folder = scope_test_make_folder ();
  g_autofree char *path = scope_test_fixture_path ("npy/f8.npy");
  g_autoptr (GBytes) bytes = scope_test_load (path);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20130101);
  gsize n_bytes = g_bytes_get_size (bytes);
  guint n_arrays = 0;

  for (guint i = 0; i < 3000; i++)
    {
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), n_bytes);
      gsize kept = i % 2 == 0 ? n_bytes : (gsize) g_rand_int_range (rand, 0, (gint32) n_bytes);
      g_autofree char *mutant = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (ScopeArray) array = NULL;

      for (guint k = 0; k < 1 + i % 3; k++)
        data[g_rand_int_range (rand, 0, 128)] = (guint8) g_rand_int_range (rand, 0, 256);
      mutant = g_build_filename (folder, "mutant.npy", NULL);
      g_assert_true (g_file_set_contents_full (mutant, (const char *) data, (gssize) kept,
                                               G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      array = scope_npy_read (mutant, &error);
      g_assert_true ((array == NULL) == (error != NULL));
      if (array != NULL)
        n_arrays++;
      else
        g_assert_true (error->domain == SCOPE_ERROR);
    }
  /* Blanks in the header can change without harm; most of the rest cannot. */
  g_assert_cmpuint (n_arrays, >, 100);
  g_assert_cmpuint (n_arrays, <, 2900);
  scope_test_remove_folder (folder);
}

static void
test_not_writable (void)
{
  g_autoptr (ScopeArray) array = scope_array_new (0, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (scope_npy_write ("/dev/null/y0.npy", array, &error));
  scope_assert_error (error, SCOPE_ERROR_UNREADABLE, "/dev/null/y0.npy");
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/npy/numpy-wrote", test_numpy_wrote);
  g_test_add_func ("/npy/written-as-numpy-does", test_written_as_numpy_does);
  g_test_add_func ("/npy/row-written", test_row_written);
  g_test_add_func ("/npy/refused", test_refused);
  g_test_add_func ("/npy/mutations", test_mutations);
  g_test_add_func ("/npy/not-writable", test_not_writable);
  return g_test_run ();
}
