/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the fixtures cannot have, because no Keras that runs today writes it: rules of Keras 1, of Theano, and refusals. The answers
 * are worked out by hand from K@1.0.5, 1.0.6, 1.0.7 and 1.2.2, and stand beside each test. They are sums of a few numbers in float32: 1e-6
 * is ten times their rounding.
 */
#include "scope-test.h"

#include "network-model.h"

#include <math.h>

#define CLOSE 1e-6

/* One layer of Keras 1; its weights' names end in ":0" where it ran on TensorFlow. */
static ScopeArray *
run_of (NetworkLayer layer, const char *keras, const char *backend, gsize n_rows, gsize n_features,
        const float *rows)
{
  g_autoptr (ScopeModel) model = network_model_new_of (&layer, 1, keras, backend);
  g_autoptr (ScopeNetwork) network = network_compile (model);
  g_autoptr (ScopeArray) series = network_rows (n_rows, n_features, rows);
  const gsize starts[] = { 0 };

  return network_run (network, series, starts, 1, n_rows, NULL, NULL);
}

static void
check (ScopeArray *answer, gsize n, const double *expected)
{
  g_assert_cmpuint (scope_array_get_size (answer), ==, n);
  for (gsize i = 0; i < n; i++)
    {
      double found = (double) scope_array_get_data (answer)[i];

      if (!(fabs (found - expected[i]) <= CLOSE))
        g_error ("number %zu: %.9g, expected %.9g", i, found, expected[i]);
    }
}

#define CHECK(answer, ...)                                                                         \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (ScopeArray) checked = (answer);                                                     \
    const double expected[] = { __VA_ARGS__ };                                                     \
    check (checked, G_N_ELEMENTS (expected), expected);                                            \
  }                                                                                                \
  G_STMT_END

/* The first obstacle of a model of one layer. */
static char *
dup_obstacle (NetworkLayer layer, const char *keras)
{
  g_autoptr (ScopeModel) model = network_model_new_of (&layer, 1, keras, NULL);
  g_autoptr (GPtrArray) obstacles = scope_network_list_obstacles (model);

  g_assert_cmpuint (obstacles->len, ==, 1);
  return g_strdup (((ScopeObstacle *) g_ptr_array_index (obstacles, 0))->why);
}

static const float two[] = { 2 };
static const float one_and_half[] = { 1.5f };
static const float one[] = { 1 };
static const float four[] = { 4 };

/* γ = 2, β = 1.5, mean 1, and 4 as "running_std". ε = 0.25 */
static NetworkLayer
norm (const char *members, gboolean theano)
{
  return (NetworkLayer){
    .class_name = "BatchNormalization",
    .name = "norm",
    .config = g_strdup_printf ("\"batch_input_shape\": [null, 1], \"epsilon\": 0.25%s", members),
    .weights = { { theano ? "gamma" : "gamma:0", 1, { 1 }, two },
                 { theano ? "beta" : "beta:0", 1, { 1 }, one_and_half },
                 { theano ? "running_mean" : "running_mean:0", 1, { 1 }, one },
                 { theano ? "running_std" : "running_std:0", 1, { 1 }, four } }
  };
}

static void
test_batch_normalization (void)
{
  const float x[] = { 3 };

  /* 2 (3 - 1)/(4 + 0.25) + 1.5: a standard deviation up to 1.0.5, and on Theano in 1.0.6. */
  CHECK (run_of (norm ("", FALSE), "1.0.5", NULL, 1, 1, x), 4 / 4.25 + 1.5);
  CHECK (run_of (norm ("", TRUE), "1.0.6", NULL, 1, 1, x), 4 / 4.25 + 1.5);
  /* A variance under the old name: 2 (3 - 1)/√(4 + 0.25) + 1.5, but on Theano in 1.0.7 √4 + 0.25. */
  CHECK (run_of (norm ("", FALSE), "1.0.6", NULL, 1, 1, x), 4 / sqrt (4.25) + 1.5);
  CHECK (run_of (norm ("", TRUE), "1.0.7", NULL, 1, 1, x), 4 / 2.25 + 1.5);
  CHECK (run_of (norm ("", FALSE), "1.0.7", NULL, 1, 1, x), 4 / sqrt (4.25) + 1.5);
  CHECK (run_of (norm (", \"mode\": 0", TRUE), "1.2.2", NULL, 1, 1, x), 4 / sqrt (4.25) + 1.5);
  CHECK (run_of (norm ("", FALSE), "2.15.0", "tensorflow", 1, 1, x), 4 / sqrt (4.25) + 1.5);
}

static void
test_sample_normalization (void)
{
  static const float gammas[] = { 2, 2 };
  static const float betas[] = { 1, 0 };
  const float x[] = { 3, 7 };
  NetworkLayer layer = { .class_name = "BatchNormalization",
                         .name = "norm",
                         .config = g_strdup (
                             "\"batch_input_shape\": [null, 2], \"epsilon\": 0.25, \"mode\": 1"),
                         .weights = { { "gamma:0", 1, { 2 }, gammas },
                                      { "beta:0", 1, { 2 }, betas },
                                      { "running_mean:0", 1, { 2 }, gammas },
                                      { "running_std:0", 1, { 2 }, gammas } } };
  g_autofree char *why = NULL;

  /* Mean 5, variance 4: ±2/(√4.25 + 0.25), whatever the running ones are. */
  CHECK (run_of (layer, "1.2.2", NULL, 1, 2, x), -4 / (sqrt (4.25) + 0.25) + 1,
         4 / (sqrt (4.25) + 0.25));

  /* Mode 2 depends on which windows are run together. */
  why = dup_obstacle (norm (", \"mode\": 2", FALSE), "1.2.2");
  g_assert_nonnull (strstr (why, "mode is 2"));
}

/* One channel, one filter; the order of Keras 1.1 and later. */
static NetworkLayer
convolution (const char *members, gsize length, const float *kernel, gboolean theano)
{
  return (NetworkLayer){ .class_name = "Convolution1D",
                         .name = "conv",
                         .config = g_strdup_printf (
                             "\"batch_input_shape\": [null, 4, 1], \"nb_filter\": 1, "
                             "\"filter_length\": %zu, \"bias\": false%s",
                             length, members),
                         .weights = { { theano ? "W" : "W:0", 4, { length, 1, 1, 1 }, kernel } } };
}

static void
test_theano (void)
{
  static const float kernel[] = { 1, 10, 100 };
  const float x[] = { 1, 2, 3, 4 };
  g_autoptr (ScopeModel) model = NULL;
  NetworkLayer layer = convolution ("", 3, kernel, TRUE);

  /* As TensorFlow does it, and turned round. */
  CHECK (run_of (convolution ("", 3, kernel, FALSE), "1.2.2", NULL, 4, 1, x), 321, 432);
  CHECK (run_of (convolution ("", 3, kernel, TRUE), "1.2.2", NULL, 4, 1, x), 123, 234);
  /* Keras 2 says which. */
  CHECK (run_of (convolution (", \"kernel_size\": [3], \"filters\": 1, \"use_bias\": false", 3,
                              kernel, FALSE),
                 "1.2.2", "theano", 4, 1, x),
         123, 234);
  /* With an even kernel TensorFlow fills up at the end, Theano in front. */
  CHECK (run_of (convolution (", \"border_mode\": \"same\"", 2, kernel, FALSE), "1.2.2", NULL, 4, 1,
                 x),
         21, 32, 43, 4);
  CHECK (
      run_of (convolution (", \"border_mode\": \"same\"", 2, kernel, TRUE), "1.2.2", NULL, 4, 1, x),
      1, 12, 23, 34);
  /* "full" there is on Theano alone. */
  CHECK (
      run_of (convolution (", \"border_mode\": \"full\"", 2, kernel, TRUE), "1.2.2", NULL, 4, 1, x),
      1, 12, 23, 34, 40);

  /* The model says so. */
  model = network_model_new_of (&layer, 1, "1.2.2", NULL);
  g_assert_true (g_strv_contains (
      scope_model_get_remarks (model),
      "The model was made with Theano, which turns the kernels of convolutions round; so does "
      "Gatescope for this file."));
}

/* Up to 1.0.8: filters, channels, length, 1. */
static void
test_old_kernel (void)
{
  static const float kernel[] = { 1,    10, /* filter 0: channel 0, */ 100,
                                  1000, /* channel 1 */
                                  2,    20, 200,
                                  2000 };
  const float x[] = { 1, 2, 3, 4 };
  NetworkLayer layer = { .class_name = "Convolution1D",
                         .name = "conv",
                         .config =
                             g_strdup ("\"batch_input_shape\": [null, 2, 2], \"nb_filter\": 2, "
                                       "\"filter_length\": 2, \"bias\": false"),
                         .weights = { { "W:0", 4, { 2, 2, 2, 1 }, kernel } } };

  /* x is (steps, channels): channel 0 is 1, 3 and channel 1 is 2, 4. */
  CHECK (run_of (layer, "1.0.8", NULL, 2, 2, x), 1 + 30 + 200 + 4000, 2 * (1 + 30 + 200 + 4000));
}

/* Over 4 steps of one channel. */
static NetworkLayer
pool (const char *class_name, guint length)
{
  return (NetworkLayer){ .class_name = class_name,
                         .name = "pool",
                         .config = g_strdup_printf (
                             "\"batch_input_shape\": [null, 4, 1], \"pool_length\": %u, "
                             "\"stride\": 2, \"border_mode\": \"same\"",
                             length) };
}

static void
test_theano_pool (void)
{
  const float x[] = { 5, 1, 2, 7 };

  /* A pool of 2 begins one step before the series: (5), (1, 2). One of 3 as well: (5, 1), (1, 2, 7). */
  CHECK (run_of (pool ("AveragePooling1D", 2), "2.0.0", "theano", 4, 1, x), 5, 1.5);
  CHECK (run_of (pool ("MaxPooling1D", 3), "2.0.0", "theano", 4, 1, x), 5, 7);
  CHECK (run_of (pool ("AveragePooling1D", 2), "2.0.0", "tensorflow", 4, 1, x), 3, 4.5);
}

static void
test_highway (void)
{
  static const float kernel[] = { 1, 0, 0, 2 };
  static const float carry[] = { 0, 0, 1, 0 };
  static const float bias[] = { 1, -1 };
  static const float zero[] = { 0, 0 };
  const float x[] = { 2, 3 };
  NetworkLayer layer = { .class_name = "Highway",
                         .name = "highway",
                         .config = g_strdup (
                             "\"batch_input_shape\": [null, 2], \"activation\": \"relu\""),
                         .weights = { { "W:0", 2, { 2, 2 }, kernel },
                                      { "W_carry:0", 2, { 2, 2 }, carry },
                                      { "b:0", 1, { 2 }, bias },
                                      { "b_carry:0", 1, { 2 }, zero } } };
  NetworkLayer older = layer;
  double t = 1 / (1 + exp (-3.0));

  /* act = (3, 5), t = (σ 3, σ 0). */
  older.config = g_strdup (layer.config);
  CHECK (run_of (layer, "1.2.2", NULL, 1, 2, x), t * 3 + (1 - t) * 2, 0.5 * 5 + 0.5 * 3);

  older.weights[1] = (NetworkWeight){ "b:0", 1, { 2 }, bias };
  older.weights[2] = (NetworkWeight){ "W_carry:0", 2, { 2, 2 }, carry };
  CHECK (run_of (older, "1.0.7", NULL, 1, 2, x), t * 3 + (1 - t) * 2, 0.5 * 5 + 0.5 * 3);
}

static void
test_maxout (void)
{
  static const float kernel[] = { 1, 0, 0, 1, /* feature 0 */ 0, 1, -1, 0 };
  static const float bias[] = { 0, 1, 10, -10 };
  const float x[] = { 2, 3 };
  NetworkLayer layer = {
    .class_name = "MaxoutDense",
    .name = "maxout",
    .config = g_strdup (
        "\"batch_input_shape\": [null, 2], \"output_dim\": 2, \"nb_feature\": 2, \"bias\": true"),
    .weights = { { "W:0", 3, { 2, 2, 2 }, kernel }, { "b:0", 2, { 2, 2 }, bias } }
  };

  /* Feature 0 gives (2, 4), feature 1 (7, -8). */
  CHECK (run_of (layer, "1.2.2", NULL, 1, 2, x), 7, 4);
}

/* What has no answer says why, and nothing is run. */
static void
test_refusals (void)
{
  static const struct
  {
    const char *class_name;
    const char *config;
    const char *words;
  } cases[] = {
    { "Softmax", "\"batch_input_shape\": [null, 3, 2], \"axis\": 0", "axis 0" },
    { "Softmax", "\"batch_input_shape\": [null, 3, 2], \"axis\": 3", "axis 3" },
    { "Concatenate", "\"batch_input_shape\": [null, 3, 2], \"axis\": -3", "axis -3" },
    { "Reshape", "\"batch_input_shape\": [null, 3, 2], \"target_shape\": [5]", "(?, 3, 2)" },
    { "Permute", "\"batch_input_shape\": [null, 3, 2], \"dims\": [1, 3]", "(?, 3, 2)" },
    { "RepeatVector", "\"batch_input_shape\": [null, 3, 2], \"n\": 2", "(?, 3, 2)" },
    { "RepeatVector", "\"batch_input_shape\": [null, 3], \"n\": 0", "(?, 3)" },
    { "Cropping1D", "\"batch_input_shape\": [null, 3, 2], \"cropping\": [2, 1]", "(?, 3, 2)" },
    { "UpSampling2D",
      "\"batch_input_shape\": [null, 3, 2, 1], \"size\": 2, \"interpolation\": \"bicubic\"",
      "bicubic" },
    { "MaxPooling1D", "\"batch_input_shape\": [null, 3, 2], \"pool_size\": 4", "(?, 3, 2)" },
    { "MaxPooling1D", "\"batch_input_shape\": [null, 3, 2], \"pool_size\": 0", "pool_size" },
    { "MaxPooling3D",
      "\"batch_input_shape\": [null, 3, 2, 2, 2], \"pool_size\": [65536, 65536, 65536]",
      "pool_size" },
    { "MaxPooling2D", "\"batch_input_shape\": [null, 3, 2], \"pool_size\": [1, 1]",
      "at least 4 dimensions" },
    { "GlobalMaxPooling1D", "\"batch_input_shape\": [null, 3]", "at least 3 dimensions" },
    { "Attention", "\"batch_input_shape\": [null, 3, 2]", "1 tensor" },
    { "Subtract", "\"batch_input_shape\": [null, 3, 2]", "1 tensor" },
    { "Rescaling", "\"batch_input_shape\": [null, 3], \"offset\": 1", "0 scales" },
    { "Normalization", "\"batch_input_shape\": [null, 3], \"mean\": [1, 2, 3], \"variance\": [1]",
      "3 means and 1 variances" },
    { "Merge", "\"batch_input_shape\": [null, 3], \"mode\": \"blend\"", "blend" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetworkLayer layer = { .class_name = cases[i].class_name,
                             .name = "layer",
                             .config = g_strdup (cases[i].config) };
      g_autofree char *why = dup_obstacle (layer, "2.15.0");

      if (strstr (why, cases[i].words) == NULL)
        g_error ("%s: “%s” does not say “%s”", cases[i].class_name, why, cases[i].words);
    }
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/layers/batch-normalization", test_batch_normalization);
  g_test_add_func ("/layers/sample-normalization", test_sample_normalization);
  g_test_add_func ("/layers/theano", test_theano);
  g_test_add_func ("/layers/old-kernel", test_old_kernel);
  g_test_add_func ("/layers/theano-pool", test_theano_pool);
  g_test_add_func ("/layers/highway", test_highway);
  g_test_add_func ("/layers/maxout", test_maxout);
  g_test_add_func ("/layers/refusals", test_refusals);
  return g_test_run ();
}
