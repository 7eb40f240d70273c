/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-test.h"

#include <string.h>

static void
test_count (void)
{
  static const struct
  {
    guint n_dims;
    gsize dims[9];
    gboolean fits;
    gsize count;
  } cases[] = {
    { 0, { 0 }, TRUE, 1 },
    { 1, { 0 }, TRUE, 0 },
    { 3, { 2, 3, 4 }, TRUE, 24 },
    { 3, { 4, 0, G_MAXSIZE }, TRUE, 0 },
    { 2, { G_MAXSIZE, 2 }, FALSE, 0 },
    /* The count fits, its bytes do not. */
    { 1, { G_MAXSIZE / 4 }, FALSE, 0 },
    { 1, { G_MAXSSIZE / 4 }, TRUE, G_MAXSSIZE / 4 },
    { 9, { 1, 1, 1, 1, 1, 1, 1, 1, 1 }, FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize count = 99;

      g_assert_cmpint (scope_array_count (cases[i].n_dims, cases[i].dims, &count), ==,
                       cases[i].fits);
      if (cases[i].fits)
        g_assert_cmpuint (count, ==, cases[i].count);
    }
}

static void
test_own (void)
{
  const gsize dims[] = { 2, 3 };
  g_autoptr (ScopeArray) array = scope_array_new (2, dims);
  g_autofree char *shape = scope_array_dup_shape_text (array);
  const float zeros[6] = { 0 };

  scope_assert_array (array, 2, dims, zeros, 0);
  g_assert_cmpstr (shape, ==, "2 × 3");
  g_assert_cmpstr (scope_array_get_stored_type (array), ==, "float32");
  scope_array_get_writable (array)[5] = 7;
  g_assert_cmpfloat (scope_array_get_data (array)[5], ==, 7);
  g_assert_null (scope_array_new (2, (const gsize[]){ G_MAXSIZE, G_MAXSIZE }));
}

static void
test_scalar (void)
{
  g_autoptr (ScopeArray) array = scope_array_new (0, NULL);
  g_autofree char *shape = scope_array_dup_shape_text (array);

  g_assert_cmpuint (scope_array_get_size (array), ==, 1);
  g_assert_cmpstr (shape, ==, "scalar");
}

static void
test_wrap (void)
{
  static const float numbers[] = { 1, 2, 3, 4, 5, 6 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (numbers + 1, sizeof numbers - 4);
  const gsize dims[] = { 2, 2 };
  const gsize too_many[] = { 3, 2 };
  g_autoptr (ScopeArray) array = scope_array_new_wrap (2, dims, numbers + 2, "int8", bytes);

  scope_assert_array (array, 2, dims, numbers + 2, 0);
  g_assert_true (scope_array_get_data (array) == numbers + 2);
  g_assert_cmpstr (scope_array_get_stored_type (array), ==, "int8");

  g_assert_null (scope_array_new_wrap (2, too_many, numbers + 1, NULL, bytes));
  g_assert_null (scope_array_new_wrap (2, dims, numbers, NULL, bytes));
  g_assert_null (scope_array_new_wrap (
      2, dims, (const float *) (gconstpointer) ((const char *) numbers + 2), NULL, bytes));
}

static void
count_free (gpointer data)
{
  (*(int *) data)++;
}

static void
test_keeps_its_owner (void)
{
  static const float numbers[] = { 1, 2 };
  int freed = 0;
  const gsize dims[] = { 2 };
  GBytes *bytes = g_bytes_new_with_free_func (numbers, sizeof numbers, count_free, &freed);
  ScopeArray *array = scope_array_new_wrap (1, dims, numbers, NULL, bytes);

  g_bytes_unref (bytes);
  scope_array_ref (array);
  scope_array_unref (array);
  g_assert_cmpint (freed, ==, 0);
  scope_array_unref (array);
  g_assert_cmpint (freed, ==, 1);
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/array/count", test_count);
  g_test_add_func ("/array/own", test_own);
  g_test_add_func ("/array/scalar", test_scalar);
  g_test_add_func ("/array/wrap", test_wrap);
  g_test_add_func ("/array/keeps-its-owner", test_keeps_its_owner);
  return g_test_run ();
}
