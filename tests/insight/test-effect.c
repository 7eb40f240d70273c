/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Products of small whole numbers, which float32 and float64 hold exactly. */
#include "scope-effect.h"
#include "scope-reader.h"
#include "scope-test.h"
#include "small-model.h"

static const float zeros[64] = { 0 };
static const float first[] = { 1, 2, 3, 4, 5, 6 };   /* (2, 3) */
static const float second[] = { 1, 0, -1, 2, 0, 1 }; /* (3, 2) */

#define LSTM(sequences)                                                                            \
  "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"lstm\", \"batch_input_shape\": [null, 3, "  \
  "1], \"units\": 2, \"activation\": \"tanh\", \"recurrent_activation\": \"sigmoid\", "            \
  "\"return_sequences\": " sequences "}}"
#define DENSE(name, units, activation)                                                             \
  "{\"class_name\": \"Dense\", \"config\": {\"name\": \"" name "\", \"units\": " units             \
  ", \"activation\": \"" activation "\", \"use_bias\": false}}"
#define OTHER(class_name, members)                                                                 \
  "{\"class_name\": \"" class_name "\", \"config\": {\"name\": \"other\"" members "}}"

static ScopeModel *
make_model (const char *lstm, const char *dense, const char *other, const char *last)
{
  const SmallLayer layers[] = {
    { "lstm",
      lstm,
      { { "kernel:0", 2, { 1, 8 }, zeros },
        { "recurrent_kernel:0", 2, { 2, 8 }, zeros },
        { "bias:0", 1, { 8 }, zeros } } },
    { "dense", dense, { { "kernel:0", 2, { 2, 3 }, first } } },
    { "other", other, { { NULL } } },
    { last != NULL ? "last" : NULL, last, { { "kernel:0", 2, { 3, 2 }, second } } },
    { NULL },
  };

  return small_model_new (layers);
}

static void
check_two (ScopeModel *model)
{
  g_autoptr (ScopeEffect) effect = scope_effect_find (model, "lstm");
  /* first · second */
  static const double expected[2][2] = { { 1 - 2, 4 + 3 }, { 4 - 5, 10 + 6 } };

  g_assert_nonnull (effect);
  g_assert_cmpstr (scope_effect_get_layer (effect), ==, "last");
  g_assert_cmpuint (scope_effect_get_output (effect), ==, 0);
  g_assert_cmpuint (scope_effect_get_n_units (effect), ==, 2);
  g_assert_cmpuint (scope_effect_get_n_values (effect), ==, 2);
  for (guint unit = 0; unit < 2; unit++)
    for (guint value = 0; value < 2; value++)
      scope_assert_close (scope_effect_get (effect, unit, value), expected[unit][value], 0);
}

static void
test_linear (void)
{
  g_autoptr (ScopeModel) dropout =
      make_model (LSTM ("false"), DENSE ("dense", "3", "linear"),
                  OTHER ("Dropout", ", \"rate\": 0.5"), DENSE ("last", "2", "linear"));
  g_autoptr (ScopeModel) activation = make_model (
      LSTM ("true"), DENSE ("dense", "3", "linear"),
      OTHER ("Activation", ", \"activation\": \"linear\""), DENSE ("last", "2", "linear"));

  check_two (dropout);
  check_two (activation);
}

static void
test_nonlinear (void)
{
  g_autoptr (ScopeModel) inside =
      make_model (LSTM ("false"), DENSE ("dense", "3", "relu"),
                  OTHER ("Dropout", ", \"rate\": 0.5"), DENSE ("last", "2", "linear"));
  g_autoptr (ScopeModel) between = make_model (LSTM ("false"), DENSE ("dense", "3", "linear"),
                                               OTHER ("Activation", ", \"activation\": \"tanh\""),
                                               DENSE ("last", "2", "linear"));
  g_autoptr (ScopeModel) last =
      make_model (LSTM ("false"), DENSE ("dense", "3", "linear"),
                  OTHER ("Dropout", ", \"rate\": 0.5"), DENSE ("last", "2", "sigmoid"));

  g_assert_null (scope_effect_find (inside, "lstm"));
  g_assert_null (scope_effect_find (between, "lstm"));
  g_assert_null (scope_effect_find (last, "lstm"));
  g_assert_null (scope_effect_find (last, "nothing"));
}

/* A row of three by two: the numbers keep their places. */
static void
test_reshape (void)
{
  g_autoptr (ScopeModel) model = make_model (LSTM ("false"), DENSE ("dense", "3", "linear"),
                                             OTHER ("Reshape", ", \"target_shape\": [3, 1]"), NULL);
  g_autoptr (ScopeEffect) effect = scope_effect_find (model, "lstm");

  g_assert_nonnull (effect);
  g_assert_cmpuint (scope_effect_get_n_values (effect), ==, 3);
  for (guint i = 0; i < 6; i++)
    scope_assert_close (scope_effect_get (effect, i / 3, i % 3), first[i], 0);
}

/* Both halves of a Bidirectional layer have their own rows; what is followed by another recurrent layer has no effect of its own. */
static void
test_keras (void)
{
  g_autofree char *path = scope_test_fixture_path ("insight/untrained-keras3.keras");
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeImage) image = scope_reader_open (path, SCOPE_READER_WHOLE, NULL, NULL, &error);
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (ScopeEffect) forward = NULL;
  g_autoptr (ScopeEffect) backward = NULL;
  const float *kernel;

  g_assert_no_error (error);
  model = scope_model_new (image, &error);
  g_assert_no_error (error);
  forward = scope_effect_find (model, "both/forward");
  backward = scope_effect_find (model, "both/backward");
  kernel = scope_array_get_data (
      scope_layer_get_array (scope_model_find_layer (model, "dense"), "kernel"));
  for (guint unit = 0; unit < 8; unit++)
    for (guint value = 0; value < 3; value++)
      {
        scope_assert_close (scope_effect_get (forward, unit, value), kernel[unit * 3 + value], 0);
        scope_assert_close (scope_effect_get (backward, unit, value),
                            kernel[(8 + unit) * 3 + value], 0);
      }
  g_assert_null (scope_effect_find (model, "lstm"));
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/insight/effect/linear", test_linear);
  g_test_add_func ("/insight/effect/nonlinear", test_nonlinear);
  g_test_add_func ("/insight/effect/reshape", test_reshape);
  g_test_add_func ("/insight/effect/keras", test_keras);
  return g_test_run ();
}
