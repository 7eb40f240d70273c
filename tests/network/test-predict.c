/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whole arrays as Keras's predict() takes them: inputs with windows of different lengths, without time steps, with more dimensions.
 * Keras's answers are those of the golden files, and as close as their README says (max (1e-5 · largest |y|, 10 · float32_error_y)).
 */
#include "scope-predict.h"
#include "scope-reader.h"
#include "scope-test.h"

#include <math.h>

static ScopeImage *
open_image (const char *fixture)
{
  g_autofree char *path = scope_test_fixture_path (fixture);
  g_autoptr (GError) error = NULL;
  ScopeImage *image = scope_reader_open (path, SCOPE_READER_WHOLE, NULL, NULL, &error);

  g_assert_no_error (error);
  return image;
}

static ScopeNetwork *
open_network (const char *fixture)
{
  g_autoptr (ScopeImage) image = open_image (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeModel) model = scope_model_new (image, &error);
  ScopeNetwork *network;

  g_assert_no_error (error);
  network = scope_network_new (model, &error);
  g_assert_no_error (error);
  return network;
}

static ScopeArray *
find_array (ScopeImage *golden, const char *group, guint index)
{
  g_autofree char *path = g_strdup_printf ("/%s/%u", group, index);
  const ScopeImageNode *node = scope_image_find (golden, path);

  return node != NULL ? node->array : NULL;
}

static double
get_allowed (ScopeImage *golden, ScopeArray *y)
{
  GVariant *found = scope_image_get_attribute (golden, "/", "float32_error_y");
  double largest = 0;

  for (gsize i = 0; i < scope_array_get_size (y); i++)
    largest = MAX (largest, fabs ((double) scope_array_get_data (y)[i]));
  return MAX (1e-5 * largest, found != NULL && g_variant_is_of_type (found, G_VARIANT_TYPE_DOUBLE)
                                  ? 10 * g_variant_get_double (found)
                                  : 0);
}

static void
test_golden (gconstpointer data)
{
  const char *name = data;
  g_autofree char *model_path = g_strdup_printf ("layers/%s", name);
  g_autofree char *base = g_path_get_basename (name);
  g_autofree char *golden_path = g_strdup_printf ("layers/golden/%s.golden.h5", base);
  g_autoptr (ScopeNetwork) network = open_network (model_path);
  g_autoptr (ScopeImage) golden = open_image (golden_path);
  guint n_inputs = scope_network_get_n_inputs (network);
  guint n_outputs = scope_network_get_n_outputs (network);
  g_autofree ScopeArray **inputs = g_new0 (ScopeArray *, n_inputs);
  g_autofree ScopeArray **outputs = g_new0 (ScopeArray *, n_outputs);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_inputs; i++)
    g_assert_nonnull ((inputs[i] = find_array (golden, "x", i)));
  scope_network_predict (network, inputs, n_inputs, NULL, outputs, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n_outputs; i++)
    {
      ScopeArray *y = find_array (golden, "y", i);

      g_assert_nonnull (y);
      g_assert_cmpuint (scope_array_get_n_dims (y), ==, scope_array_get_n_dims (outputs[i]));
      for (guint k = 0; k < scope_array_get_n_dims (y); k++)
        g_assert_cmpuint (scope_array_get_dim (y, k), ==, scope_array_get_dim (outputs[i], k));
      g_assert_cmpfloat (scope_test_largest_difference (scope_array_get_data (outputs[i]),
                                                        scope_array_get_data (y),
                                                        scope_array_get_size (y)),
                         <=, get_allowed (golden, y));
      scope_array_unref (outputs[i]);
    }
}

/* Which input it is, what came and what it takes. */
static void
test_refuses (void)
{
  g_autoptr (ScopeNetwork) network = open_network ("layers/keras3/shared-heads-keras3.keras");
  const gsize right[] = { 2, 6, 4 };
  const gsize other[] = { 3, 5, 4 };
  const gsize wide[] = { 2, 5, 7 };
  g_autoptr (ScopeArray) first = scope_array_new (3, right);
  g_autoptr (ScopeArray) more = scope_array_new (3, other);
  g_autoptr (ScopeArray) wider = scope_array_new (3, wide);
  g_autoptr (GError) windows = NULL;
  g_autoptr (GError) shape = NULL;
  g_autoptr (GError) number = NULL;
  ScopeArray *outputs[2] = { NULL };

  g_assert_false (scope_network_predict (network, (ScopeArray *[]){ first, more }, 2, NULL, outputs,
                                         NULL, &windows));
  scope_assert_error (windows, SCOPE_ERROR_CONTRADICTION, "input 1 (“other”)", "3 × 5 × 4",
                      "the same number for all");
  g_assert_false (scope_network_predict (network, (ScopeArray *[]){ first, wider }, 2, NULL,
                                         outputs, NULL, &shape));
  scope_assert_error (shape, SCOPE_ERROR_CONTRADICTION, "input 1", "2 × 5 × 7", "(?, 5, 4)");
  g_assert_false (
      scope_network_predict (network, (ScopeArray *[]){ first }, 1, NULL, outputs, NULL, &number));
  scope_assert_error (number, SCOPE_ERROR_CONTRADICTION, "1 array");
}

int
main (int argc, char **argv)
{
  static const char *const names[] = {
    "keras3/shared-heads-keras3.keras", "keras3/bilinear-keras3.keras",  "keras2/locally-keras2.h5",
    "keras3/nested-graph-keras3.keras", "keras3/states-in-keras3.keras", "keras2/each-keras2.h5",
    "keras3/conv-lstm-2d-keras3.keras", "keras2/time-major-keras2.h5",
  };

  scope_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strdup_printf ("/network/predict/%s", names[i]);

      g_test_add_data_func (path, names[i], test_golden);
    }
  g_test_add_func ("/network/predict/refuses", test_refuses);
  return g_test_run ();
}
