/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the model card says: loss and optimizer, where time_steps is, and the digest. Numbers of parameters are worked out by
 * hand from g·(n·u + u² + b·u), as Keras's model.summary() counts them. */
#include "scope-model.h"
#include "scope-test.h"

#include "model-image.h"

#include <string.h>

static ScopeImage *
make_image (const char *input, const char *layer, const char *extra_name, const char *extra,
            const char *const *weights)
{
  ModelImage *builder = model_image_new ("hdf5");
  g_autofree char *config =
      g_strdup_printf ("{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": "
                       "[{\"class_name\": \"InputLayer\", "
                       "\"config\": {\"name\": \"i\", \"batch_input_shape\": %s}}, %s]}}",
                       input, layer);

  model_image_set_root_string (builder, "keras_version", "2.9.0");
  model_image_set_root_string (builder, "model_config", config);
  if (extra != NULL)
    model_image_set_root_string (builder, extra_name, extra);
  if (weights[2] != NULL && weights[4] != NULL)
    model_image_add_layer (builder, "x", weights[0], weights[1], weights[2], weights[3], weights[4],
                           weights[5], NULL);
  else
    model_image_add_layer (builder, "x", weights[0], weights[1], weights[2], weights[3], NULL);
  return model_image_finish (builder, FALSE);
}

static ScopeModel *
open_model (const char *input, const char *layer, const char *const *weights)
{
  g_autoptr (ScopeImage) image = make_image (input, layer, NULL, NULL, weights);
  g_autoptr (GError) error = NULL;
  ScopeModel *model = scope_model_new (image, &error);

  g_assert_no_error (error);
  return model;
}

#define LAYER(class, config)                                                                       \
  "{\"class_name\": \"" class "\", \"config\": {\"name\": \"x\", " config "}}"

static void
test_time_steps (void)
{
  static const struct
  {
    const char *input;
    const char *layer;
    const char *weights[7];
    const char *words[4];
  } cases[] = {
    { "[null, 24, 14]",
      LAYER ("LSTM", "\"units\": 32"),
      { "k", "14x128", "r", "32x128", "b", "128", NULL },
      { "all 24 steps", "6\u202F016", "4·(14·32 + 32² + 32)", "“x” (LSTM)" } },
    { "[null, 24, 14]",
      LAYER ("LSTM", "\"units\": 32, \"use_bias\": false"),
      { "k", "14x128", "r", "32x128", NULL, NULL, NULL },
      { "all 24 steps", "5\u202F888", "4·(14·32 + 32²)", "LSTM" } },
    { "[null, null, 3]",
      LAYER ("GRU", "\"units\": 4, \"reset_after\": true"),
      { "k", "3x12", "r", "4x12", "b", "2x12", NULL },
      { "every step", "108 numbers", "3·(3·4 + 4² + 2·4)", "free" } },
    { "[null, 1, 3]",
      LAYER ("GRU", "\"units\": 4, \"reset_after\": false"),
      { "k", "3x12", "r", "4x12", "b", "12", NULL },
      { "the 1 step", "96 numbers", "3·(3·4 + 4² + 4)", "GRU" } },
    { "[null, 5, 3]",
      LAYER ("SimpleRNN", "\"units\": 4"),
      { "k", "3x4", "r", "4x4", "b", "4", NULL },
      { "all 5 steps", "32 numbers", "1·(3·4 + 4² + 4)", "SimpleRNN" } },
    { "[null, 3]",
      LAYER ("Dense", "\"units\": 4"),
      { "k", "3x4", "b", "4", NULL, NULL, NULL },
      { "no time_steps", "one row", "recurrent", "" } },
    { "[null, 8, 3]",
      LAYER ("Dense", "\"units\": 4"),
      { "k", "3x4", "b", "4", NULL, NULL, NULL },
      { "time_steps is 8", "No layer is recurrent", "", "" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ScopeModel) model = open_model (cases[i].input, cases[i].layer, cases[i].weights);
      g_autofree char *text = scope_model_dup_time_steps_text (model);

      g_test_message ("%s", text);
      for (guint j = 0; j < 4; j++)
        g_assert_nonnull (strstr (text, cases[i].words[j]));
    }
}

static void
test_training (void)
{
  static const struct
  {
    const char *training;
    const char *loss;
    const char *optimizer;
  } cases[] = {
    { NULL, NULL, NULL },
    { "{\"loss\": \"mse\", \"optimizer_config\": {\"class_name\": \"Adam\", \"config\": {\"lr\": "
      "NaN}}}",
      "mse", "Adam" },
    { "{\"loss\": {\"class_name\": \"MeanSquaredError\", \"config\": {\"name\": "
      "\"mean_squared_error\"}}, "
      "\"optimizer_config\": {\"class_name\": \"Custom>Adam\", \"config\": {}}}",
      "mean_squared_error", "Adam" },
    { "{\"loss\": [\"mae\", null, \"mse\"], \"optimizer_config\": null}", "mae, mse", NULL },
    { "{\"loss\": {\"a\": \"mae\", \"b\": {\"class_name\": \"Huber\", \"config\": {}}}}",
      "mae, Huber", NULL },
    { "{\"loss\": null", NULL, NULL },
  };
  const char *const weights[] = { "k", "3x4", "b", "4", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ScopeImage) image = make_image ("[null, 3]", LAYER ("Dense", "\"units\": 4"),
                                                 "training_config", cases[i].training, weights);
      g_autoptr (GError) error = NULL;
      g_autoptr (ScopeModel) model = scope_model_new (image, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (scope_model_get_loss (model), ==, cases[i].loss);
      g_assert_cmpstr (scope_model_get_optimizer (model), ==, cases[i].optimizer);
    }
}

/* Keras 3 keeps it beside the configuration. */
static void
test_compile_config (void)
{
  ModelImage *builder = model_image_new ("keras");
  g_autoptr (ScopeImage) image = NULL;
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (GError) error = NULL;

  model_image_set_text (
      builder, "config.json",
      "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": "
      "[{\"class_name\": \"InputLayer\", \"config\": "
      "{\"name\": \"i\", \"batch_shape\": [null, 3]}}]}, \"compile_config\": {\"optimizer\": "
      "{\"module\": \"keras.optimizers\", "
      "\"class_name\": \"RMSprop\", \"config\": {}}, \"loss\": \"mean_absolute_error\"}}");
  image = model_image_finish (builder, FALSE);
  model = scope_model_new (image, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (scope_model_get_loss (model), ==, "mean_absolute_error");
  g_assert_cmpstr (scope_model_get_optimizer (model), ==, "RMSprop");
}

/* SHA-256 in hexadecimal, the same for the same model, another where anything of it differs. */
static void
test_digest (void)
{
  const char *const weights[] = { "k", "3x4", "b", "4", NULL };
  const char *const transposed[] = { "k", "4x3", "b", "3", NULL };
  g_autoptr (ScopeModel) a =
      open_model ("[null, 3]", LAYER ("Dense", "\"units\": 4, \"activation\": \"relu\""), weights);
  g_autoptr (ScopeModel) b =
      open_model ("[null, 3]", LAYER ("Dense", "\"activation\": \"relu\", \"units\": 4"), weights);
  g_autoptr (ScopeModel) c =
      open_model ("[null, 3]", LAYER ("Dense", "\"units\": 4, \"activation\": \"tanh\""), weights);
  g_autoptr (ScopeModel) d = open_model (
      "[null, 4]", LAYER ("Dense", "\"units\": 3, \"activation\": \"relu\""), transposed);

  g_assert_cmpuint (strlen (scope_model_get_digest (a)), ==, 64);
  g_assert_cmpstr (scope_model_get_digest (a), ==, scope_model_get_digest (b));
  g_assert_cmpstr (scope_model_get_digest (a), !=, scope_model_get_digest (c));
  g_assert_cmpstr (scope_model_get_digest (a), !=, scope_model_get_digest (d));
}

/* hard_sigmoid(1): 0.2 · 1 + 0.5 with Keras 2's rule, (1 + 3) / 6 with Keras 3's. */
static void
test_hard_sigmoid (void)
{
  const char *const weights[] = { "k", "3x8", "r", "2x8", "b", "8", NULL };
  g_autoptr (ScopeModel) model = open_model (
      "[null, 5, 3]", LAYER ("LSTM", "\"units\": 2, \"recurrent_activation\": \"hard_sigmoid\""),
      weights);
  g_autoptr (ScopeModel) plain =
      open_model ("[null, 5, 3]",
                  LAYER ("LSTM", "\"units\": 2, \"recurrent_activation\": \"sigmoid\""), weights);
  g_autoptr (ScopeModel) other = NULL;
  g_autoptr (ScopeModel) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = scope_model_dup_hard_sigmoid_text (model);
  g_autofree char *other_text = NULL;
  ScopeActivation activation;

  g_assert_cmpuint (scope_model_get_hard_sigmoid (model), ==, 2);
  g_assert_false (scope_model_has_given_hard_sigmoid (model));
  g_assert_nonnull (strstr (text, "clip(0.2 x + 0.5, 0, 1)"));
  g_assert_nonnull (strstr (text, "2.9.0"));

  other = scope_model_with_hard_sigmoid (model, 3, &error);
  g_assert_no_error (error);
  other_text = scope_model_dup_hard_sigmoid_text (other);
  g_assert_cmpuint (scope_model_get_hard_sigmoid (other), ==, 3);
  g_assert_true (scope_model_has_given_hard_sigmoid (other));
  g_assert_nonnull (strstr (other_text, "as you chose"));
  g_assert_true (scope_layer_get_activation (scope_model_find_layer (other, "x"),
                                             "recurrent_activation", &activation));
  scope_assert_close (scope_activation_apply (&activation, 1), 4.0 / 6, 1e-15);
  /* Recipes that were kept for the model are for both. */
  g_assert_cmpstr (scope_model_get_digest (other), ==, scope_model_get_digest (model));

  back = scope_model_with_hard_sigmoid (other, 0, &error);
  g_assert_no_error (error);
  g_assert_true (scope_layer_get_activation (scope_model_find_layer (back, "x"),
                                             "recurrent_activation", &activation));
  scope_assert_close (scope_activation_apply (&activation, 1), 0.7, 1e-15);

  g_assert_cmpuint (scope_model_get_hard_sigmoid (plain), ==, 0);
  g_assert_null (scope_model_dup_hard_sigmoid_text (plain));
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);

  g_test_add_func ("/card/time-steps", test_time_steps);
  g_test_add_func ("/card/training", test_training);
  g_test_add_func ("/card/compile-config", test_compile_config);
  g_test_add_func ("/card/digest", test_digest);
  g_test_add_func ("/card/hard-sigmoid", test_hard_sigmoid);

  return g_test_run ();
}
