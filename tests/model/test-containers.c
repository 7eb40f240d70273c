/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every container that Keras has used, with the same layers in it. */
#include "scope-model.h"
#include "scope-test.h"

#include "model-image.h"

#include <string.h>

/* LSTM (3 → 4), Dropout, Dense (4 → 2), whose names are not in the order of the alphabet. */
#define LAYERS_2                                                                                   \
  "[{\"class_name\": \"LSTM\", \"config\": {\"name\": \"z_lstm\", \"units\": 4, "                  \
  "\"batch_input_shape\": [null, 6, 3]}},"                                                         \
  " {\"class_name\": \"Dropout\", \"config\": {\"name\": \"m_drop\", \"rate\": 0.1}},"             \
  " {\"class_name\": \"Dense\", \"config\": {\"name\": \"a_dense\", \"units\": 2, "                \
  "\"activation\": \"relu\"}}]"
#define SEQUENTIAL_2                                                                               \
  "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"seq\", \"layers\": " LAYERS_2 "}}"
#define KERAS_3(class, name, config)                                                               \
  "{\"module\": \"keras.layers\", \"class_name\": \"" class "\", \"registered_name\": null, "      \
                                                            "\"config\": {\"name\": \"" name       \
                                                            "\"" config "}}"
#define SEQUENTIAL_3                                                                               \
  "{\"module\": \"keras\", \"class_name\": \"Sequential\", \"registered_name\": null, "            \
  "\"config\": {\"name\": \"seq\", "                                                               \
  "\"layers\": [" KERAS_3 ("InputLayer", "in", ", \"batch_shape\": [null, 6, 3]") ", " KERAS_3 (   \
      "LSTM", "z_lstm",                                                                            \
      ", \"units\": 4") ", " KERAS_3 ("Dropout", "m_drop",                                         \
                                      "") ", " KERAS_3 ("Dense", "a_dense",                        \
                                                        ", \"units\": 2, \"activation\": "         \
                                                        "\"relu\"") "]}}"

static void
check_layers (ScopeModel *model)
{
  static const char *const classes[] = { "InputLayer", "LSTM", "Dropout", "Dense" };
  static const guint64 parameters[] = { 0, 4 * (3 * 4 + 4 * 4 + 4), 0, 4 * 2 + 2 };
  ScopeLayer *dense;
  ScopeActivation activation;
  const gint64 *dims;

  g_assert_cmpuint (scope_model_get_n_layers (model), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      ScopeLayer *layer = scope_model_get_layer (model, i);

      g_assert_cmpstr (scope_layer_get_class (layer), ==, classes[i]);
      g_assert_cmpuint (scope_layer_get_n_parameters (layer), ==, parameters[i]);
      g_assert_cmpstr (scope_layer_get_obstacle (layer), ==, NULL);
      g_assert_cmpuint (scope_layer_get_n_calls (layer), ==, 1);
      g_assert_cmpuint (scope_layer_get_n_feeds (layer, 0), ==, i > 0);
      if (i > 0)
        g_assert_cmpuint (scope_layer_get_feed (layer, 0, 0)->layer, ==, i - 1);
    }
  g_assert_cmpuint (scope_model_get_n_parameters (model), ==, 138);
  g_assert_cmpuint (scope_model_get_time_steps (model), ==, 6);
  g_assert_cmpuint (scope_model_get_n_features (model), ==, 3);
  g_assert_true (scope_model_has_time_axis (model));
  g_assert_cmpuint (scope_model_get_n_inputs (model), ==, 1);
  g_assert_cmpuint (scope_model_get_input (model, 0)->layer, ==, 0);
  g_assert_cmpuint (scope_model_get_n_outputs (model), ==, 1);
  g_assert_cmpuint (scope_model_get_output (model, 0)->layer, ==, 3);

  dense = scope_model_find_layer (model, "a_dense");
  g_assert_true (dense == scope_model_get_layer (model, 3));
  g_assert_cmpuint (scope_layer_get_output_dims (dense, &dims), ==, 2);
  g_assert_cmpint (dims[0], ==, SCOPE_DIM_FREE);
  g_assert_cmpint (dims[1], ==, 2);
  g_assert_true (scope_layer_get_activation (dense, "activation", &activation));
  g_assert_cmpint (activation.kind, ==, SCOPE_ACTIVATION_RELU);
  g_assert_nonnull (scope_layer_get_array (dense, "kernel"));
  g_assert_cmpuint (scope_array_get_dim (scope_layer_get_array (dense, "kernel"), 0), ==, 4);
}

static ScopeModel *
open_image (ScopeImage *image)
{
  g_autoptr (GError) error = NULL;
  ScopeModel *model = scope_model_new (image, &error);

  g_assert_no_error (error);
  return model;
}

static void
add_legacy_layers (ModelImage *builder, const char *suffix)
{
  g_autofree char *kernel = g_strconcat ("x/kernel", suffix, NULL);
  g_autofree char *recurrent = g_strconcat ("x/recurrent_kernel", suffix, NULL);
  g_autofree char *bias = g_strconcat ("x/bias", suffix, NULL);

  model_image_add_layer (builder, "z_lstm", kernel, "3x16", recurrent, "4x16", bias, "16", NULL);
  model_image_add_layer (builder, "m_drop", NULL);
  model_image_add_layer (builder, "a_dense", kernel, "4x2", bias, "2", NULL);
}

static void
test_legacy (void)
{
  static const struct
  {
    const char *version;
    const char *config;
    const char *suffix;
    guint major;
  } cases[] = {
    { "2.3.1", SEQUENTIAL_2, ":0", 2 },
    { "2.2.4-tf", SEQUENTIAL_2, ":0", 2 },
    { "2.0.6", "{\"class_name\": \"Sequential\", \"config\": " LAYERS_2 "}", ":0", 2 },
    { "3.6.0", SEQUENTIAL_3, "", 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ModelImage *builder = model_image_new ("hdf5");
      g_autoptr (ScopeImage) image = NULL;
      g_autoptr (ScopeModel) model = NULL;

      model_image_set_root_string (builder, "keras_version", cases[i].version);
      model_image_set_root_string (builder, "backend", "tensorflow");
      model_image_set_root_string (builder, "model_config", cases[i].config);
      add_legacy_layers (builder, cases[i].suffix);
      image = model_image_finish (builder, FALSE);
      model = open_image (image);
      check_layers (model);
      g_assert_cmpstr (scope_model_get_container_id (model), ==, "hdf5");
      g_assert_cmpstr (scope_model_get_keras_version (model), ==, cases[i].version);
      g_assert_cmpuint (scope_model_get_keras_major (model), ==, cases[i].major);
      g_assert_cmpstr (scope_model_get_backend (model), ==, "tensorflow");
      g_assert_cmpstr (scope_model_get_class (model), ==, "Sequential");
      g_assert_null (scope_model_get_remarks (model)[0]);
    }
}

static void
test_archive (void)
{
  static const char *const places[] = { "/layers/", "/_layer_checkpoint_dependencies/",
                                        "/layers\\" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      ModelImage *builder = model_image_new ("keras");
      gboolean windows = strchr (places[i], '\\') != NULL;
      g_autofree char *lstm = g_strconcat (places[i], windows ? "lstm\\cell" : "lstm/cell", NULL);
      g_autoptr (ScopeImage) image = NULL;
      g_autoptr (ScopeModel) model = NULL;
      static const char *const shapes[] = { "3x16", "4x16", "16", "4x2", "2" };

      model_image_set_text (builder, "config.json", SEQUENTIAL_3);
      model_image_set_text (builder, "metadata.json",
                            i == 0
                                ? "{\"keras_version\": \"3.10.0\", \"date_saved\": \"2025-01-01\"}"
                                : "{\"keras_version\": \"2.14.0\"}");
      for (guint j = 0; j < 5; j++)
        {
          g_autofree char *path = j < 3 ? g_strdup_printf ("%s/vars/%u", lstm, j)
                                        : g_strdup_printf ("%sdense/vars/%u", places[i], j - 3);

          model_image_add_array (builder, path, shapes[j]);
        }
      model_image_add_array (builder, "/optimizer/vars/0", "");
      image = model_image_finish (builder, FALSE);
      model = open_image (image);
      check_layers (model);
      g_assert_cmpstr (scope_model_get_container_id (model), ==, "keras");
      g_assert_cmpuint (scope_model_get_keras_major (model), ==, i == 0 ? 3 : 2);
    }
}

/* A class's layers are counted, and the numbers of arrays and groups are numbers: 10 comes after 9. */
static void
test_counting (void)
{
  /* Keras 3 counts one by one; 2.12 and 2.13 counted layers with weights twice. */
  for (guint step = 1; step <= 2; step++)
    {
      ModelImage *builder = model_image_new ("keras");
      g_autoptr (GString) config = g_string_new (
          "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": ["
          "{\"class_name\": \"InputLayer\", \"config\": {\"name\": \"i\", \"batch_shape\": [null, "
          "1]}}");
      g_autoptr (ScopeImage) image = NULL;
      g_autoptr (ScopeModel) model = NULL;

      for (guint i = 0; i < 12; i++)
        {
          g_autofree char *group =
              i == 0 ? g_strdup ("dense") : g_strdup_printf ("dense_%u", i * step);
          g_autofree char *kernel = g_strdup_printf ("/layers/%s/vars/0", group);
          g_autofree char *bias = g_strdup_printf ("/layers/%s/vars/1", group);
          g_autofree char *shape = g_strdup_printf ("%ux%u", i + 1, i + 2);
          g_autofree char *length = g_strdup_printf ("%u", i + 2);

          g_string_append_printf (
              config,
              ", {\"class_name\": \"Dense\", \"config\": {\"name\": \"d%u\", \"units\": %u}}", i,
              i + 2);
          model_image_add_array (builder, kernel, shape);
          model_image_add_array (builder, bias, length);
        }
      g_string_append (config, "]}}");
      model_image_set_text (builder, "config.json", config->str);
      image = model_image_finish (builder, FALSE);
      model = open_image (image);
      for (guint i = 0; i < 12; i++)
        g_assert_cmpuint (scope_layer_get_n_weights (scope_model_get_layer (model, i + 1)), ==, 2);
    }
}

static void
test_weights_only (void)
{
  ModelImage *builder = model_image_new ("hdf5");
  g_autoptr (ScopeImage) image = NULL;
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (ScopeModel) whole = NULL;
  g_autoptr (GError) error = NULL;
  ScopeLayer *layer;

  model_image_set_root_string (builder, "keras_version", "2.8.0");
  add_legacy_layers (builder, ":0");
  image = model_image_finish (builder, TRUE);

  model = open_image (image);
  g_assert_cmpstr (scope_model_get_container_id (model), ==, "hdf5-weights");
  g_assert_cmpuint (scope_model_get_n_parameters (model), ==, 138);
  layer = scope_model_find_layer (model, "z_lstm");
  g_assert_cmpstr (scope_layer_get_class (layer), ==, "LSTM");
  g_assert_cmpuint (scope_layer_get_units (layer), ==, 4);
  g_assert_nonnull (scope_layer_get_obstacle (layer));
  g_assert_nonnull (scope_model_get_remarks (model)[0]);
  g_assert_cmpuint (scope_model_get_n_features (model), ==, 3);
  g_assert_cmpuint (scope_model_get_time_steps (model), ==, 0);

  whole = scope_model_new_with_architecture (image, SEQUENTIAL_2, &error);
  g_assert_no_error (error);
  check_layers (whole);
  g_assert_cmpstr (scope_model_get_container_id (whole), ==, "hdf5-weights");
}

/* As Keras itself does: the n-th group with arrays for the n-th layer with weights, whatever they are called. */
static void
test_other_names (void)
{
  ModelImage *builder = model_image_new ("hdf5");
  g_autoptr (ScopeImage) image = NULL;
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (GError) error = NULL;

  model_image_add_layer (builder, "lstm_7", "k", "3x16", "r", "4x16", "b", "16", NULL);
  model_image_add_layer (builder, "dense_9", "k", "4x2", "b", "2", NULL);
  image = model_image_finish (builder, TRUE);
  model = scope_model_new_with_architecture (image, SEQUENTIAL_2, &error);
  g_assert_no_error (error);
  check_layers (model);
  g_assert_nonnull (scope_model_get_remarks (model)[0]);
}

static void
test_weights_v3 (void)
{
  ModelImage *builder = model_image_new ("hdf5");
  g_autoptr (ScopeImage) image = NULL;
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (ScopeModel) whole = NULL;
  g_autoptr (GError) error = NULL;

  model_image_add_group (builder, "/layers/dropout/vars");
  model_image_add_array (builder, "/layers/dense/vars/0", "4x2");
  model_image_add_array (builder, "/layers/dense/vars/1", "2");
  model_image_add_array (builder, "/layers/lstm/cell/vars/0", "3x16");
  model_image_add_array (builder, "/layers/lstm/cell/vars/1", "4x16");
  model_image_add_array (builder, "/layers/lstm/cell/vars/2", "16");
  model_image_add_array (builder, "/optimizer/vars/0", "4x2");
  image = model_image_finish (builder, FALSE);

  /* The file lists dense before lstm; only their widths tell which feeds which. */
  model = open_image (image);
  g_assert_cmpstr (scope_model_get_container_id (model), ==, "weights-v3");
  g_assert_cmpuint (scope_model_get_keras_major (model), ==, 3);
  g_assert_cmpstr (scope_layer_get_class (scope_model_get_layer (model, 1)), ==, "LSTM");
  g_assert_cmpstr (scope_layer_get_class (scope_model_get_layer (model, 2)), ==, "Dense");
  g_assert_cmpuint (scope_model_get_n_parameters (model), ==, 138);

  whole = scope_model_new_with_architecture (image, SEQUENTIAL_3, &error);
  g_assert_no_error (error);
  check_layers (whole);
}

/* Keras 0.x: groups by number, arrays by number, no names at all. */
static void
test_keras0 (void)
{
  static const char *const config = "{\"name\": \"Sequential\", \"layers\": [{\"name\": \"Dense\", "
                                    "\"output_dim\": 4, \"input_shape\": [3], "
                                    "\"activation\": \"tanh\"}, {\"name\": \"Dropout\", \"p\": "
                                    "0.5}, {\"name\": \"Dense\", \"output_dim\": 2}]}";
  ModelImage *builder = model_image_new ("hdf5");
  g_autoptr (ScopeImage) image = NULL;
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (GError) error = NULL;

  model_image_add_layer (builder, "layer_0", "param_0", "3x4", "param_1", "4", NULL);
  model_image_add_layer (builder, "layer_1", NULL);
  model_image_add_layer (builder, "layer_2", "param_0", "4x2", "param_1", "2", NULL);
  image = model_image_finish (builder, TRUE);
  model = scope_model_new_with_architecture (image, config, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (scope_model_get_keras_major (model), ==, 1);
  g_assert_cmpuint (scope_model_get_n_parameters (model), ==, 3 * 4 + 4 + 4 * 2 + 2);
  g_assert_cmpuint (scope_layer_get_units (scope_model_get_layer (model, 1)), ==, 4);
  g_assert_false (scope_model_has_time_axis (model));
}

/* A model that was never given its input's shape: the weights have it. */
static void
test_unbuilt (void)
{
  static const char *const config = "{\"class_name\": \"Sequential\", \"config\": {\"name\": "
                                    "\"s\", \"layers\": [{\"class_name\": \"LSTM\", "
                                    "\"config\": {\"name\": \"l\", \"units\": 4}}]}}";
  const char *const layers[] = { "l", "k", "3x16", "r", "4x16", "b", "16", NULL, NULL };
  g_autoptr (ScopeImage) image = model_image_legacy ("2.4.0", config, layers);
  g_autoptr (ScopeModel) model = open_image (image);

  g_assert_cmpuint (scope_model_get_n_features (model), ==, 3);
  g_assert_cmpuint (scope_model_get_time_steps (model), ==, 0);
  g_assert_true (scope_model_has_time_axis (model));
  g_assert_nonnull (strstr (scope_model_get_remarks (model)[0], "read off the weights"));
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);

  g_test_add_func ("/containers/legacy", test_legacy);
  g_test_add_func ("/containers/archive", test_archive);
  g_test_add_func ("/containers/counting", test_counting);
  g_test_add_func ("/containers/weights-only", test_weights_only);
  g_test_add_func ("/containers/other-names", test_other_names);
  g_test_add_func ("/containers/weights-v3", test_weights_v3);
  g_test_add_func ("/containers/keras0", test_keras0);
  g_test_add_func ("/containers/unbuilt", test_unbuilt);

  return g_test_run ();
}
