/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Activations against what Keras itself answered (tests/fixtures/activations-keras*.json: float64 of tf.keras 2.15.0 and Keras 3.15.1)
 * and against values worked out by hand from Keras's definitions. */
#include "scope-activation.h"
#include "scope-json.h"
#include "scope-test.h"

#include <math.h>
#include <string.h>

/* Keras computes in float64 too; its backends round the last bits of exp and tanh otherwise. */
#define TOLERANCE 1e-12
/* But some constants it rounds to float32, by up to 6e-8 of them: gelu's √2, leaky_relu's slope. */
#define ROUNDED_TOLERANCE 3e-8

static double
element (JsonArray *array, guint index)
{
  double value = 0;

  g_assert_true (scope_json_as_double (json_array_get_element (array, index), &value));
  return value;
}

static void
test_keras (gconstpointer data)
{
  guint major = GPOINTER_TO_UINT (data);
  g_autofree char *name = g_strdup_printf ("activations-keras%u.json", major);
  g_autofree char *path = scope_test_fixture_path (name);
  g_autoptr (GBytes) bytes = scope_test_load (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = scope_json_parse (g_bytes_get_data (bytes, NULL),
                                                (gssize) g_bytes_get_size (bytes), name, &error);
  JsonObject *answers;
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;
  guint n = 0;

  g_assert_no_error (error);
  answers = scope_json_get_object (scope_json_as_object (root), "activations");
  json_object_iter_init (&iter, answers);
  while (json_object_iter_next (&iter, &key, &node))
    {
      JsonArray *x = scope_json_get_array (scope_json_as_object (node), "x");
      JsonArray *y = scope_json_get_array (scope_json_as_object (node), "y");
      gboolean rounded = g_str_equal (key, "gelu") || g_str_equal (key, "leaky_relu");
      double tolerance = rounded ? ROUNDED_TOLERANCE : TOLERANCE;
      ScopeActivation activation;

      g_test_message ("%s", key);
      g_assert_true (scope_activation_parse (key, major, &activation));
      /* Those that look at a whole row are the network's. */
      g_assert_cmpint (scope_activation_is_elementwise (&activation), ==,
                       !JSON_NODE_HOLDS_ARRAY (json_array_get_element (x, 0)));
      if (!scope_activation_is_elementwise (&activation))
        continue;
      for (guint i = 0; i < json_array_get_length (x); i++)
        {
          double expected = element (y, i);

          scope_assert_close (scope_activation_apply (&activation, element (x, i)), expected,
                              tolerance * MAX (1.0, fabs (expected)));
        }
      n++;
    }
  g_assert_cmpuint (n, >=, major == 2 ? 16 : 27);
}

typedef struct
{
  ScopeActivationKind kind;
  double alpha;
  double max_value;
  double threshold;
  double x;
  double y;
} Case;

static void
test_parameters (void)
{
  static const Case cases[] = {
    /* relu(x, negative_slope, max_value, threshold): keras.activations.relu's own docstring */
    { SCOPE_ACTIVATION_RELU, 0.5, INFINITY, 0, -10, -5 },
    { SCOPE_ACTIVATION_RELU, 0, 5, 0, 10, 5 },
    { SCOPE_ACTIVATION_RELU, 0, INFINITY, 5, 10, 10 },
    { SCOPE_ACTIVATION_RELU, 0, INFINITY, 5, 4.9, 0 },
    /* slope·(x − threshold) below it */
    { SCOPE_ACTIVATION_RELU, 0.1, 6, 1, -4, -0.5 },
    { SCOPE_ACTIVATION_LEAKY_RELU, 0.3, INFINITY, 0, -2, -0.6 },
    { SCOPE_ACTIVATION_ELU, 2, INFINITY, 0, -1, 2 * (0.36787944117144233 - 1) },
    { SCOPE_ACTIVATION_CELU, 2, INFINITY, 0, -2, 2 * (0.36787944117144233 - 1) },
    { SCOPE_ACTIVATION_SOFT_SHRINK, 0, INFINITY, 0.5, -2, -1.5 },
    { SCOPE_ACTIVATION_HARD_SHRINK, 0, INFINITY, 0.5, 0.5, 0 },
    { SCOPE_ACTIVATION_THRESHOLD, 0, INFINITY, 1, 1, 0 },
    { SCOPE_ACTIVATION_THRESHOLD, 0, INFINITY, 1, 1.5, 1.5 },
    /* 0.5·1·(1 + tanh(√(2/π)·1.044715)) */
    { SCOPE_ACTIVATION_GELU_TANH, 0, INFINITY, 0, 1, 0.8411919906082768 },
    /* No overflow far from zero. */
    { SCOPE_ACTIVATION_SOFTPLUS, 0, INFINITY, 0, 1000, 1000 },
    { SCOPE_ACTIVATION_MISH, 0, INFINITY, 0, 1000, 1000 },
    { SCOPE_ACTIVATION_LOG_SIGMOID, 0, INFINITY, 0, -1000, -1000 },
    { SCOPE_ACTIVATION_SIGMOID, 0, INFINITY, 0, -1000, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ScopeActivation activation = { .kind = cases[i].kind,
                                           .alpha = cases[i].alpha,
                                           .max_value = cases[i].max_value,
                                           .threshold = cases[i].threshold };

      scope_assert_close (scope_activation_apply (&activation, cases[i].x), cases[i].y, 1e-12);
      g_assert_true (isnan (scope_activation_apply (&activation, NAN)));
    }
}

static void
test_names (void)
{
  ScopeActivation activation;
  g_autofree char *text = NULL;

  g_assert_true (scope_activation_parse (NULL, 2, &activation));
  g_assert_cmpint (activation.kind, ==, SCOPE_ACTIVATION_LINEAR);
  g_assert_true (scope_activation_parse ("swish", 2, &activation));
  g_assert_cmpint (activation.kind, ==, SCOPE_ACTIVATION_SILU);
  g_assert_true (scope_activation_parse ("softmax_v2", 2, &activation));
  g_assert_cmpint (activation.kind, ==, SCOPE_ACTIVATION_SOFTMAX);
  g_assert_true (scope_activation_parse ("hard_sigmoid", 1, &activation));
  g_assert_cmpint (activation.kind, ==, SCOPE_ACTIVATION_HARD_SIGMOID_2);
  g_assert_true (scope_activation_parse ("hard_sigmoid", 3, &activation));
  g_assert_cmpint (activation.kind, ==, SCOPE_ACTIVATION_HARD_SIGMOID_3);
  g_assert_false (scope_activation_parse ("my_function", 2, &activation));

  g_assert_true (scope_activation_parse ("leaky_relu", 3, &activation));
  scope_assert_close (activation.alpha, 0.2, 0);
  activation.alpha = 0.1;
  text = scope_activation_dup_description (&activation);
  g_assert_nonnull (strstr (text, "leaky_relu"));
  g_assert_nonnull (strstr (text, "slope 0.1"));

  /* Every kind has words. */
  for (int kind = 0; kind <= SCOPE_ACTIVATION_THRESHOLD; kind++)
    {
      const ScopeActivation each = { .kind = (ScopeActivationKind) kind, .max_value = INFINITY };
      g_autofree char *description = scope_activation_dup_description (&each);

      g_assert_cmpuint (strlen (description), >, 5);
      g_assert_cmpuint (strlen (scope_activation_get_symbol (&each)), >, 0);
    }
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);

  g_test_add_data_func ("/activation/keras2", GUINT_TO_POINTER (2), test_keras);
  g_test_add_data_func ("/activation/keras3", GUINT_TO_POINTER (3), test_keras);
  g_test_add_func ("/activation/parameters", test_parameters);
  g_test_add_func ("/activation/names", test_names);

  return g_test_run ();
}
