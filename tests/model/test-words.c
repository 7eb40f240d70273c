/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keras 1's configurations in Keras 2's words (K@1.2.2 get_config(), K@2.0.0 legacy/interfaces.py), and the defaults of each Keras
 * where a configuration does not say. */
#include "scope-model.h"
#include "scope-test.h"

#include "model-image.h"

#include <math.h>
#include <string.h>

static ScopeModel *
open_layers (const char *version, const char *layers)
{
  g_autofree char *config =
      g_strdup_printf ("{\"class_name\": \"Sequential\", \"config\": [%s]}", layers);
  const char *const weights[] = { "nothing", NULL, NULL };
  g_autoptr (ScopeImage) image = model_image_legacy (version, config, weights);
  g_autoptr (GError) error = NULL;
  ScopeModel *model = scope_model_new (image, &error);

  g_assert_no_error (error);
  return model;
}

static void
check_int (ScopeModel *model, const char *layer, const char *key, gint64 expected)
{
  g_assert_cmpint (scope_layer_get_int (scope_model_find_layer (model, layer), key, -77), ==,
                   expected);
}

static void
check_string (ScopeModel *model, const char *layer, const char *key, const char *expected)
{
  g_assert_cmpstr (scope_layer_get_string (scope_model_find_layer (model, layer), key, NULL), ==,
                   expected);
}

static void
check_class (ScopeModel *model, const char *layer, const char *expected)
{
  g_assert_cmpstr (scope_layer_get_class (scope_model_find_layer (model, layer)), ==, expected);
}

static void
test_keras1 (void)
{
  g_autoptr (ScopeModel) model = open_layers (
      "1.2.2", "{\"class_name\": \"Convolution1D\", \"config\": {\"name\": \"c\", \"nb_filter\": "
               "5, \"filter_length\": 3, "
               "\"border_mode\": \"same\", \"subsample_length\": 2, \"bias\": false, "
               "\"batch_input_shape\": [null, 10, 3]}},"
               "{\"class_name\": \"MaxPooling1D\", \"config\": {\"name\": \"p\", \"pool_length\": "
               "2, \"stride\": 2, \"border_mode\": \"valid\"}},"
               "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"l\", \"output_dim\": 4, "
               "\"inner_activation\": \"hard_sigmoid\", "
               "\"dropout_W\": 0.25, \"dropout_U\": 0.5, \"consume_less\": \"gpu\", "
               "\"return_sequences\": true}},"
               "{\"class_name\": \"Dropout\", \"config\": {\"name\": \"d\", \"p\": 0.3}},"
               "{\"class_name\": \"TimeDistributedDense\", \"config\": {\"name\": \"t\", "
               "\"output_dim\": 2, \"activation\": \"linear\"}}");
  g_autofree char *text = NULL;

  check_class (model, "c", "Conv1D");
  check_int (model, "c", "filters", 5);
  check_int (model, "c", "kernel_size", 3);
  check_string (model, "c", "padding", "same");
  check_int (model, "c", "strides", 2);
  g_assert_false (scope_layer_get_boolean (scope_model_find_layer (model, "c"), "use_bias", TRUE));
  check_int (model, "p", "pool_size", 2);
  check_int (model, "p", "strides", 2);
  check_int (model, "l", "units", 4);
  check_int (model, "l", "implementation", 2);
  check_string (model, "l", "recurrent_activation", "hard_sigmoid");
  scope_assert_close (
      scope_layer_get_double (scope_model_find_layer (model, "l"), "recurrent_dropout", 0), 0.5, 0);
  scope_assert_close (scope_layer_get_double (scope_model_find_layer (model, "d"), "rate", 0), 0.3,
                      0);
  check_class (model, "t", "Dense");
  /* 10 steps → ⌈10/2⌉ = 5 → ⌊(5 − 2)/2⌋ + 1 = 2 */
  text = scope_layer_dup_output_text (scope_model_find_layer (model, "t"));
  g_assert_cmpstr (text, ==, "(?, 2, 2)");
}

/* The input's shape as first layers of each Keras say it. */
static void
test_inputs (void)
{
  static const struct
  {
    const char *layer;
    const char *shape;
  } cases[] = {
    { "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"x\", \"output_dim\": 4, \"input_dim\": "
      "3, \"input_length\": 6}}",
      "(?, 6, 3)" },
    { "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"x\", \"output_dim\": 4, \"input_dim\": "
      "3, \"input_length\": null}}",
      "(?, ?, 3)" },
    { "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"x\", \"output_dim\": 4, \"input_dim\": "
      "3}}",
      "(?, ?, 3)" },
    { "{\"class_name\": \"Dense\", \"config\": {\"name\": \"x\", \"output_dim\": 4, \"input_dim\": "
      "3}}",
      "(?, 3)" },
    { "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"x\", \"units\": 4, \"input_shape\": [6, "
      "3]}}",
      "(?, 6, 3)" },
    { "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"x\", \"units\": 4, "
      "\"batch_input_shape\": [25, 6, 3]}}",
      "(25, 6, 3)" },
    { "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"x\", \"units\": 4, \"batch_shape\": "
      "[null, null, 3]}}",
      "(?, ?, 3)" },
    { "{\"class_name\": \"Embedding\", \"config\": {\"name\": \"x\", \"output_dim\": 4, "
      "\"input_dim\": 9, \"batch_input_shape\": [null, 7]}}",
      "(?, 7)" },
    { "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"x\", \"units\": 4}}", "?" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ScopeModel) model = open_layers ("1.2.2", cases[i].layer);
      g_autofree char *text = scope_layer_dup_output_text (scope_model_get_layer (model, 0));

      g_assert_cmpstr (scope_layer_get_class (scope_model_get_layer (model, 0)), ==, "InputLayer");
      g_assert_cmpstr (text, ==, cases[i].shape);
    }
}

static ScopeActivationKind
gate_default (const char *version, const char *class_name)
{
  g_autofree char *layer =
      g_strdup_printf ("{\"class_name\": \"%s\", \"config\": {\"name\": \"x\", \"units\": 4, "
                       "\"filters\": 4, \"kernel_size\": [1, 1]}}",
                       class_name);
  g_autoptr (ScopeModel) model = open_layers (version, layer);
  ScopeActivation activation;

  g_assert_true (scope_layer_get_activation (scope_model_find_layer (model, "x"),
                                             "recurrent_activation", &activation));
  return activation.kind;
}

/* K@1.2.2, K@2.2.5 and K@2.3.0 recurrent.py, K@v2.15.0 and K@v3.0.0 lstm.py and base_conv_lstm.py. */
static void
test_defaults (void)
{
  g_assert_cmpint (gate_default ("1.2.2", "LSTM"), ==, SCOPE_ACTIVATION_HARD_SIGMOID_2);
  g_assert_cmpint (gate_default ("2.2.5", "LSTM"), ==, SCOPE_ACTIVATION_HARD_SIGMOID_2);
  g_assert_cmpint (gate_default ("2.3.0", "LSTM"), ==, SCOPE_ACTIVATION_SIGMOID);
  g_assert_cmpint (gate_default ("2.2.4-tf", "GRU"), ==, SCOPE_ACTIVATION_SIGMOID);
  g_assert_cmpint (gate_default ("2.15.0", "LSTM"), ==, SCOPE_ACTIVATION_SIGMOID);
  g_assert_cmpint (gate_default ("3.10.0", "GRU"), ==, SCOPE_ACTIVATION_SIGMOID);
  g_assert_cmpint (gate_default ("2.1.0", "CuDNNLSTM"), ==, SCOPE_ACTIVATION_SIGMOID);
  g_assert_cmpint (gate_default ("2.15.0", "ConvLSTM2D"), ==, SCOPE_ACTIVATION_HARD_SIGMOID_2);
  g_assert_cmpint (gate_default ("3.10.0", "ConvLSTM2D"), ==, SCOPE_ACTIVATION_SIGMOID);
}

static void
test_activations (void)
{
  static const struct
  {
    const char *version;
    const char *value;
    int kind; /* -1: no function of Keras */
    double alpha;
    double max_value;
  } cases[] = {
    { "2.9.0", "\"tanh\"", SCOPE_ACTIVATION_TANH, 0, INFINITY },
    { "2.9.0", "null", SCOPE_ACTIVATION_LINEAR, 0, INFINITY },
    { "2.9.0", "\"hard_sigmoid\"", SCOPE_ACTIVATION_HARD_SIGMOID_2, 0, INFINITY },
    { "3.5.0", "\"hard_sigmoid\"", SCOPE_ACTIVATION_HARD_SIGMOID_3, 0, INFINITY },
    { "2.9.0", "{\"class_name\": \"LeakyReLU\", \"config\": {\"name\": \"q\", \"alpha\": 0.1}}",
      SCOPE_ACTIVATION_LEAKY_RELU, 0.1, INFINITY },
    { "2.9.0", "{\"class_name\": \"LeakyReLU\", \"config\": {\"name\": \"q\"}}",
      SCOPE_ACTIVATION_LEAKY_RELU, 0.3, INFINITY },
    { "3.5.0",
      "{\"module\": \"keras.layers\", \"class_name\": \"ReLU\", \"config\": {\"max_value\": 6.0, "
      "\"negative_slope\": 0.5}}",
      SCOPE_ACTIVATION_RELU, 0.5, 6 },
    { "3.5.0",
      "{\"module\": \"keras.activations\", \"class_name\": \"function\", \"config\": \"mish\", "
      "\"registered_name\": \"function\"}",
      SCOPE_ACTIVATION_MISH, 0, INFINITY },
    { "3.5.0",
      "{\"module\": \"builtins\", \"class_name\": \"function\", \"config\": \"my_act\", "
      "\"registered_name\": \"function\"}",
      -1, 0, 0 },
    { "2.9.0", "\"my_act\"", -1, 0, 0 },
    { "2.9.0", "[1, 2]", -1, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *layer =
          g_strdup_printf ("{\"class_name\": \"Dense\", \"config\": {\"name\": \"x\", \"units\": "
                           "4, \"activation\": %s}}",
                           cases[i].value);
      g_autoptr (ScopeModel) model = open_layers (cases[i].version, layer);
      ScopeActivation activation;
      gboolean known = scope_layer_get_activation (scope_model_find_layer (model, "x"),
                                                   "activation", &activation);

      g_assert_cmpint (known, ==, cases[i].kind >= 0);
      if (!known)
        continue;
      g_assert_cmpint (activation.kind, ==, cases[i].kind);
      scope_assert_close (activation.alpha, cases[i].alpha, 0);
      scope_assert_close (activation.max_value, cases[i].max_value, 0);
    }
}

/* Layers that are activations: LeakyReLU's slope is 0.3 where the function's is 0.2. */
static void
test_activation_layers (void)
{
  g_autoptr (ScopeModel) model = open_layers (
      "2.9.0",
      "{\"class_name\": \"LeakyReLU\", \"config\": {\"name\": \"a\"}},"
      "{\"class_name\": \"ELU\", \"config\": {\"name\": \"b\", \"alpha\": 2.0}},"
      "{\"class_name\": \"ThresholdedReLU\", \"config\": {\"name\": \"c\", \"theta\": 0.5}},"
      "{\"class_name\": \"Softmax\", \"config\": {\"name\": \"d\", \"axis\": -1}}");
  ScopeActivation activation;

  g_assert_true (
      scope_layer_get_activation (scope_model_find_layer (model, "a"), "activation", &activation));
  scope_assert_close (scope_activation_apply (&activation, -1), -0.3, 1e-15);
  g_assert_true (
      scope_layer_get_activation (scope_model_find_layer (model, "b"), "activation", &activation));
  scope_assert_close (scope_activation_apply (&activation, -1), 2 * (exp (-1) - 1), 1e-15);
  g_assert_true (
      scope_layer_get_activation (scope_model_find_layer (model, "c"), "activation", &activation));
  scope_assert_close (scope_activation_apply (&activation, 0.5), 0, 0);
  scope_assert_close (scope_activation_apply (&activation, 0.75), 0.75, 0);
  g_assert_true (
      scope_layer_get_activation (scope_model_find_layer (model, "d"), "activation", &activation));
  g_assert_cmpint (activation.kind, ==, SCOPE_ACTIVATION_SOFTMAX);
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);

  g_test_add_func ("/words/keras1", test_keras1);
  g_test_add_func ("/words/inputs", test_inputs);
  g_test_add_func ("/words/defaults", test_defaults);
  g_test_add_func ("/words/activations", test_activations);
  g_test_add_func ("/words/activation-layers", test_activation_layers);

  return g_test_run ();
}
