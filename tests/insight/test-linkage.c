/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Against scipy.cluster.hierarchy (tests/fixtures/insight/generate.py). Both work in float64 on the same numbers; sums are taken in
 * another order, so that heights may differ by some 1e-16 of themselves: 1e-12 is room enough, and far under what an error would make.
 */
#include "scope-error.h"
#include "scope-linkage-distances.h"
#include "scope-linkage.h"
#include "scope-test.h"
#include "small-model.h"
#include "truth.h"

#include <math.h>

#define CLOSE 1e-12

static double
length_of (ScopeLinkage *linkage, GArray *distances)
{
  const guint *leaves = scope_linkage_get_leaves (linkage);
  guint n = scope_linkage_get_n_items (linkage);
  double length = 0;

  for (guint i = 0; i + 1 < n; i++)
    length +=
        g_array_index (distances, double, scope_condensed_index (n, leaves[i], leaves[i + 1]));
  return length;
}

/* Every leaf once, and the leaves of every merge side by side. */
static void
check_places (ScopeLinkage *linkage)
{
  guint n = scope_linkage_get_n_items (linkage);
  const guint *leaves = scope_linkage_get_leaves (linkage);
  const ScopeMerge *merges = scope_linkage_get_merges (linkage);
  g_autofree guint *first = g_new (guint, 2 * n);
  g_autofree guint *last = g_new (guint, 2 * n);
  g_autofree gboolean *seen = g_new0 (gboolean, n);

  for (guint i = 0; i < n; i++)
    {
      g_assert_false (seen[leaves[i]]);
      seen[leaves[i]] = TRUE;
      first[leaves[i]] = last[leaves[i]] = i;
    }
  for (guint k = 0; k + 1 < n; k++)
    {
      double low, high, low_height, high_height;

      first[n + k] = MIN (first[merges[k].a], first[merges[k].b]);
      last[n + k] = MAX (last[merges[k].a], last[merges[k].b]);
      g_assert_cmpuint (last[n + k] - first[n + k] + 1, ==, merges[k].size);

      scope_linkage_get_span (linkage, k, &low, &high, &low_height, &high_height);
      g_assert_cmpfloat (low, <, high);
      g_assert_cmpfloat (low, >=, first[n + k]);
      g_assert_cmpfloat (high, <=, last[n + k]);
      g_assert_cmpfloat (MAX (low_height, high_height), <=, merges[k].height + CLOSE);
    }
}

static void
check_case (JsonObject *object, gboolean ties)
{
  g_autoptr (GArray) points = truth_floats (object, "points");
  g_autoptr (GArray) merges = truth_doubles (object, "merges");
  g_autoptr (GArray) leaves = truth_doubles (object, "leaves");
  g_autoptr (GArray) distances = truth_doubles (object, "distances");
  gsize n = (gsize) json_object_get_int_member (object, "n");
  gsize n_dims = (gsize) json_object_get_int_member (object, "n_dims");
  gboolean normalised = json_object_get_boolean_member (object, "normalised");
  g_autoptr (ScopeLinkage) plain = scope_linkage_new ((float *) points->data, n, n_dims, normalised,
                                                      SCOPE_LEAF_ORDER_PLAIN, NULL, NULL);
  g_autoptr (ScopeLinkage) optimal = scope_linkage_new (
      (float *) points->data, n, n_dims, normalised, SCOPE_LEAF_ORDER_OPTIMAL, NULL, NULL);
  const ScopeMerge *found = scope_linkage_get_merges (plain);

  g_assert_cmpuint (scope_linkage_get_n_items (plain), ==, n);
  g_assert_cmpuint (merges->len, ==, 4 * (n - 1));
  for (guint k = 0; k + 1 < n; k++)
    {
      const double *expected = &g_array_index (merges, double, 4 * k);

      scope_assert_close (found[k].height, expected[2], CLOSE);
      if (ties)
        continue;
      g_assert_cmpuint (found[k].a, ==, (guint) expected[0]);
      g_assert_cmpuint (found[k].b, ==, (guint) expected[1]);
      g_assert_cmpuint (found[k].size, ==, (guint) expected[3]);
    }
  for (guint i = 0; i < n && !ties; i++)
    g_assert_cmpuint (scope_linkage_get_leaves (plain)[i], ==,
                      (guint) g_array_index (leaves, double, i));
  check_places (plain);
  check_places (optimal);
  g_assert_cmpint (scope_linkage_get_order (optimal), ==, SCOPE_LEAF_ORDER_OPTIMAL);
  scope_assert_close (scope_linkage_get_height (plain), g_array_index (merges, double, 4 * n - 6),
                      CLOSE);
  /* All orders were tried where they are few enough; SciPy's own best one is at least a bound. */
  if (!json_object_get_null_member (object, "shortest"))
    scope_assert_close (length_of (optimal, distances),
                        json_object_get_double_member (object, "shortest"), CLOSE * 100);
  g_assert_cmpfloat (length_of (optimal, distances), <=,
                     json_object_get_double_member (object, "scipy_optimal") + CLOSE);
  g_assert_cmpfloat (length_of (optimal, distances), <=, length_of (plain, distances) + CLOSE);
}

static void
test_scipy (void)
{
  g_autoptr (JsonParser) parser = truth_load ("linkage.json");
  static const char *const names[] = { "random", "normalised", "clouds", "same",
                                       "zero",   "eleven",     "two" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_test_message ("%s", names[i]);
      check_case (json_object_get_object_member (truth_get (parser), names[i]),
                  g_str_equal (names[i], "same"));
    }
}

/* Equally far neighbours: any of them may come first, the heights of average linkage may then differ too; ours is a valid tree. */
static void
test_ties (void)
{
  g_autoptr (JsonParser) parser = truth_load ("linkage.json");
  JsonObject *object = json_object_get_object_member (truth_get (parser), "grid");
  g_autoptr (GArray) points = truth_floats (object, "points");
  g_autoptr (ScopeLinkage) linkage = scope_linkage_new ((float *) points->data, 12, 2, FALSE,
                                                        SCOPE_LEAF_ORDER_OPTIMAL, NULL, NULL);
  const ScopeMerge *merges = scope_linkage_get_merges (linkage);

  check_places (linkage);
  for (guint k = 1; k < 11; k++)
    g_assert_cmpfloat (merges[k - 1].height, <=, merges[k].height);
  scope_assert_close (merges[0].height, 1, 0);
}

/* By hand: 0, 1 and 4 on a line. (0, 1) at 1; then the mean of 4 and 3. */
static void
test_line (void)
{
  const float points[] = { 0, 4, 1 };
  g_autoptr (ScopeLinkage) linkage =
      scope_linkage_new (points, 3, 1, FALSE, SCOPE_LEAF_ORDER_PLAIN, NULL, NULL);
  const ScopeMerge *merges = scope_linkage_get_merges (linkage);
  double low, high;

  g_assert_cmpuint (merges[0].a, ==, 0);
  g_assert_cmpuint (merges[0].b, ==, 2);
  scope_assert_close (merges[0].height, 1, 0);
  g_assert_cmpuint (merges[1].a, ==, 1);
  g_assert_cmpuint (merges[1].b, ==, 3);
  scope_assert_close (merges[1].height, 3.5, 0);
  g_assert_cmpuint (merges[1].size, ==, 3);
  /* Leaves 1, 0, 2: the second merge joins place 0 with the middle of 1 and 2. */
  scope_linkage_get_span (linkage, 1, &low, &high, NULL, NULL);
  scope_assert_close (low, 0, 0);
  scope_assert_close (high, 1.5, 0);
}

static void
test_one (void)
{
  const float point[] = { 7 };
  g_autoptr (ScopeLinkage) linkage =
      scope_linkage_new (point, 1, 1, TRUE, SCOPE_LEAF_ORDER_OPTIMAL, NULL, NULL);

  g_assert_cmpuint (scope_linkage_get_leaves (linkage)[0], ==, 0);
  scope_assert_close (scope_linkage_get_height (linkage), 0, 0);
}

static void
test_refuses (void)
{
  const float points[] = { 1, NAN };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (scope_linkage_new (points, 2, 1, FALSE, SCOPE_LEAF_ORDER_PLAIN, NULL, &error));
  scope_assert_error (error, SCOPE_ERROR_UNSUPPORTED, "vector 1", "finite");
  g_clear_error (&error);
  g_assert_null (scope_linkage_new (NULL, SCOPE_LINKAGE_MAX_ITEMS + 1, 0, FALSE,
                                    SCOPE_LEAF_ORDER_PLAIN, NULL, &error));
  scope_assert_error (error, SCOPE_ERROR_UNSUPPORTED, "4097", "4096");
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_null (
      scope_linkage_new (points, 2, 0, FALSE, SCOPE_LEAF_ORDER_PLAIN, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* SCOPE_LINKAGE_MAX_ITEMS of them: in time for a person who waits, and in plain order. */
static void
test_many (void)
{
  const gsize n = SCOPE_LINKAGE_MAX_ITEMS, n_dims = 8;
  g_autofree float *points = g_new (float, n *n_dims);
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  g_autoptr (ScopeLinkage) linkage = NULL;
  gint64 start;

  for (gsize i = 0; i < n * n_dims; i++)
    points[i] = (float) g_rand_double_range (rand, -1, 1);
  start = g_get_monotonic_time ();
  linkage = scope_linkage_new (points, n, n_dims, TRUE, SCOPE_LEAF_ORDER_OPTIMAL, NULL, NULL);
  g_test_message ("%zu items: %.2f s", n, (double) (g_get_monotonic_time () - start) / 1e6);
  g_assert_cmpint (scope_linkage_get_order (linkage), ==, SCOPE_LEAF_ORDER_PLAIN);
  check_places (linkage);
}

static void
test_weights (void)
{
  /* Two features, two units: c of unit 1 is twice unit 0's, so that normalised they are the same. */
  const float kernel[] = { 1, 2, 3, 6, 2, 4, 0, 0, 2, 4, 1, 2, 1, 2, 0, 0 };
  const float zeros[16] = { 0 };
  const SmallLayer layers[] = {
    { "lstm",
      "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"lstm\", \"batch_input_shape\": [null, "
      "3, 2], \"units\": 2, \"activation\": \"tanh\", \"recurrent_activation\": \"sigmoid\"}}",
      { { "kernel:0", 2, { 2, 8 }, kernel },
        { "recurrent_kernel:0", 2, { 2, 8 }, zeros },
        { "bias:0", 1, { 8 }, zeros } } },
    { NULL },
  };
  g_autoptr (ScopeModel) model = small_model_new (layers);
  g_autoptr (ScopeGates) gates = scope_gates_new (scope_model_find_layer (model, "lstm"), NULL);
  g_autoptr (ScopeLinkage) alike = scope_linkage_new_weights (
      gates, SCOPE_LINKAGE_COLUMNS, 1 << SCOPE_MATRIX_W | 1 << SCOPE_MATRIX_B, -1, TRUE,
      SCOPE_LEAF_ORDER_PLAIN, NULL, NULL);
  g_autoptr (ScopeLinkage) plain =
      scope_linkage_new_weights (gates, SCOPE_LINKAGE_COLUMNS, 1 << SCOPE_MATRIX_W, 0, FALSE,
                                 SCOPE_LEAF_ORDER_PLAIN, NULL, NULL);
  g_autoptr (ScopeLinkage) rows = scope_linkage_new_weights (
      gates, SCOPE_LINKAGE_ROWS, 1 << SCOPE_MATRIX_W, 1, FALSE, SCOPE_LEAF_ORDER_PLAIN, NULL, NULL);

  scope_assert_close (scope_linkage_get_height (alike), 0, 1e-15);
  /* i: unit 0 hears (1, 2), unit 1 (2, 4). */
  scope_assert_close (scope_linkage_get_height (plain), sqrt (5), 1e-15);
  /* f: feature 0 tells (3, 6), feature 1 (1, 2). */
  scope_assert_close (scope_linkage_get_height (rows), sqrt (20), 1e-15);
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/insight/linkage/scipy", test_scipy);
  g_test_add_func ("/insight/linkage/ties", test_ties);
  g_test_add_func ("/insight/linkage/line", test_line);
  g_test_add_func ("/insight/linkage/one", test_one);
  g_test_add_func ("/insight/linkage/refuses", test_refuses);
  g_test_add_func ("/insight/linkage/many", test_many);
  g_test_add_func ("/insight/linkage/weights", test_weights);
  return g_test_run ();
}
