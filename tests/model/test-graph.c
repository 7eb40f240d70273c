/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the layers of Functional and nested models are joined, and whose the arrays of a nested model are. The forms are those of
 * Keras 2.3.1, 2.15.0 and 3.15.1, as these wrote such models. */
#include "scope-model.h"
#include "scope-test.h"

#include "model-image.h"

#include <string.h>

#define INPUT(name, shape)                                                                         \
  "{\"class_name\": \"InputLayer\", \"name\": \"" name "\", \"config\": {\"name\": \"" name        \
  "\", \"batch_input_shape\": " shape "}, \"inbound_nodes\": []}"
#define NODE(class, name, config, nodes)                                                           \
  "{\"class_name\": \"" class "\", \"name\": \"" name "\", \"config\": {\"name\": \"" name         \
                              "\"" config "}, \"inbound_nodes\": " nodes "}"
#define TENSOR(layer, node)                                                                        \
  "{\"class_name\": \"__keras_tensor__\", \"config\": {\"shape\": [null, 4], \"dtype\": "          \
  "\"float32\", "                                                                                  \
  "\"keras_history\": [\"" layer "\", " #node ", 0]}}"
#define FUNCTIONAL(layers, inputs, outputs)                                                        \
  "{\"class_name\": \"Functional\", \"config\": {\"name\": \"f\", \"layers\": [" layers            \
  "], \"input_layers\": " inputs ", \"output_layers\": " outputs "}}"

static ScopeModel *
open_config (const char *version, const char *config, const char *const *layers)
{
  g_autoptr (ScopeImage) image = model_image_legacy (version, config, layers);
  g_autoptr (GError) error = NULL;
  ScopeModel *model = scope_model_new (image, &error);

  g_assert_no_error (error);
  return model;
}

static void
check_feed (ScopeModel *model, const char *layer, guint call, guint index, const char *source,
            guint node)
{
  const ScopeTensor *feed =
      scope_layer_get_feed (scope_model_find_layer (model, layer), call, index);

  g_assert_cmpstr (scope_layer_get_name (scope_model_get_layer (model, feed->layer)), ==, source);
  g_assert_cmpuint (feed->node, ==, node);
}

static const char *const no_weights[] = { "nothing", NULL, NULL };

/* One layer called twice, two inputs, a merge; the layers listed in another order than they run in. */
static void
test_shared (void)
{
  static const char *const configs[] = {
    FUNCTIONAL (
        NODE ("Concatenate", "cat", ", \"axis\": -1", "[[[\"d\", 0, 0, {}], [\"d\", 1, 0, {}]]]") ", " INPUT (
            "a", "[null, 3]") ", " INPUT ("b", "[null, 3]") ", " NODE ("Dense", "d",
                                                                       ", \"units\": 4",
                                                                       "[[[\"a\", 0, 0, {}]], "
                                                                       "[[\"b\", 0, 0, {}]]]"),
        "[[\"a\", 0, 0], [\"b\", 0, 0]]", "[[\"cat\", 0, 0]]"),
    FUNCTIONAL (
        NODE ("Concatenate", "cat", ", \"axis\": -1", "[{\"args\": [[" TENSOR ("d", 0) ", " TENSOR ("d", 1) "]], \"kwargs\": {}}]") ", " INPUT (
            "a",
            "[null, 3]") ", " INPUT ("b",
                                     "[null, 3]") ", " NODE ("Dense", "d", ", \"units\": 4",
                                                             "[{\"args\": [" TENSOR (
                                                                 "a", 0) "], \"kwargs\": {}}, "
                                                                         "{\"args\": "
                                                                         "[" TENSOR ("b", 0) "], "
                                                                                             "\"kwa"
                                                                                             "rgs\""
                                                                                             ": "
                                                                                             "{\"tr"
                                                                                             "ainin"
                                                                                             "g\": "
                                                                                             "false"
                                                                                             "}}]"),
        "{\"first\": [\"a\", 0, 0], \"second\": [\"b\", 0, 0]}", "[\"cat\", 0, 0]"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (configs); i++)
    {
      g_autoptr (ScopeModel) model =
          open_config (i == 0 ? "2.15.0" : "3.15.1", configs[i], no_weights);
      ScopeLayer *shared = scope_model_find_layer (model, "d");
      g_autofree char *text = NULL;

      g_assert_cmpuint (scope_layer_get_n_calls (shared), ==, 2);
      check_feed (model, "d", 0, 0, "a", 0);
      check_feed (model, "d", 1, 0, "b", 0);
      check_feed (model, "cat", 0, 0, "d", 0);
      check_feed (model, "cat", 0, 1, "d", 1);
      g_assert_cmpuint (scope_model_get_n_inputs (model), ==, 2);
      g_assert_cmpuint (scope_model_get_output (model, 0)->layer, ==, 0);
      text = scope_layer_dup_output_text (scope_model_find_layer (model, "cat"));
      g_assert_cmpstr (text, ==, "(?, 8)");
    }
}

/* A tensor that is passed by keyword is a feed too, with its keyword. */
static void
test_keyword (void)
{
  static const char *const configs[] = {
    FUNCTIONAL (INPUT ("x", "[null, 5, 3]") ", " INPUT ("h", "[null, 4]") ", " INPUT (
                    "c", "[null, 4]") ", " NODE ("LSTM", "l", ", \"units\": 4",
                                                 "[[[\"x\", 0, 0, {\"initial_state\": [[\"h\", 0, "
                                                 "0], [\"c\", 0, 0]]}]]]"),
                "[[\"x\", 0, 0], [\"h\", 0, 0], [\"c\", 0, 0]]", "[[\"l\", 0, 0]]"),
    FUNCTIONAL (INPUT ("x", "[null, 5, 3]") ", " INPUT ("h", "[null, 4]") ", " INPUT (
                    "c", "[null, 4]") ", " NODE ("LSTM", "l", ", \"units\": 4",
                                                 "[{\"args\": [" TENSOR (
                                                     "x", 0) "], \"kwargs\": {\"initial_state\": "
                                                             "[" TENSOR ("h", 0) ", " TENSOR (
                                                                 "c", 0) "], "
                                                                         "\"mask\": "
                                                                         "null}}]"),
                "[[\"x\", 0, 0], [\"h\", 0, 0], [\"c\", 0, 0]]", "[[\"l\", 0, 0]]"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (configs); i++)
    {
      g_autoptr (ScopeModel) model = open_config ("2.15.0", configs[i], no_weights);
      ScopeLayer *layer = scope_model_find_layer (model, "l");

      g_assert_cmpuint (scope_layer_get_n_feeds (layer, 0), ==, 3);
      check_feed (model, "l", 0, 2, "c", 0);
      g_assert_cmpstr (scope_layer_get_feed_argument (layer, 0, 0), ==, NULL);
      g_assert_cmpstr (scope_layer_get_feed_argument (layer, 0, 1), ==, "initial_state");
    }
}

#define INNER                                                                                      \
  "\"layers\": [" INPUT ("ia", "[null, 3]") ", " NODE (                                            \
      "Dense", "fixed", ", \"units\": 3, \"trainable\": false",                                    \
      "[[[\"ia\", 0, 0, {}]]]") ", " NODE ("BatchNormalization", "norm", "",                       \
                                           "[[[\"fixed\", 0, 0, {}]]]") ", " NODE ("Dense",        \
                                                                                   "last",         \
                                                                                   ", "            \
                                                                                   "\"units\""     \
                                                                                   ": 3",          \
                                                                                   "[[["           \
                                                                                   "\"norm\","     \
                                                                                   " 0, 0, "       \
                                                                                   "{}]]]") "], "  \
                                                                                            "\"in" \
                                                                                            "put_" \
                                                                                            "laye" \
                                                                                            "rs\"" \
                                                                                            ": "   \
                                                                                            "[["   \
                                                                                            "\"ia" \
                                                                                            "\", " \
                                                                                            "0, "  \
                                                                                            "0]]," \
                                                                                            " \"o" \
                                                                                            "utpu" \
                                                                                            "t_"   \
                                                                                            "laye" \
                                                                                            "rs\"" \
                                                                                            ": "   \
                                                                                            "[["   \
                                                                                            "\"la" \
                                                                                            "st\"" \
                                                                                            ", "   \
                                                                                            "0, "  \
                                                                                            "0]]"

/* A model in a model counts its own first call: Keras 2 from 1 everywhere, Keras 3 at the ends alone. */
static void
test_nested (void)
{
  static const char *const keras2 = FUNCTIONAL (
      INPUT ("top", "[null, 3]") ", " NODE (
          "Functional", "sub", ", " INNER,
          "[[[\"top\", 0, 0, {}]], [[\"sub\", 1, 0, {}]]]") ", " NODE ("Add", "add", "",
                                                                       "[[[\"sub\", 1, 0, {}], "
                                                                       "[\"sub\", 2, 0, {}]]]"),
      "[[\"top\", 0, 0]]", "[[\"add\", 0, 0], [\"sub\", 2, 0]]");
  static const char *const keras3 = FUNCTIONAL (
      INPUT ("top", "[null, 3]") ", " NODE (
          "Functional", "sub", ", " INNER,
          "[{\"args\": [" TENSOR ("top", 0) "], \"kwargs\": {}}, {\"args\": [" TENSOR (
              "sub",
              0) "], \"kwargs\": {}}]") ", " NODE ("Add", "add", "",
                                                   "[{\"args\": [[" TENSOR ("sub", 0) ", " TENSOR (
                                                       "sub", 1) "]], \"kwargs\": {}}]"),
      "[[\"top\", 0, 0]]", "[[\"add\", 0, 0], [\"sub\", 2, 0]]");

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (ScopeModel) model =
          open_config (i == 0 ? "2.15.0" : "3.15.1", i == 0 ? keras2 : keras3, no_weights);
      ScopeLayer *sub = scope_model_find_layer (model, "sub");

      g_assert_true (scope_layer_is_model (sub));
      g_assert_cmpuint (scope_layer_get_n_children (sub), ==, 4);
      g_assert_cmpuint (scope_layer_get_inner_input (sub, 0)->layer, ==, 0);
      g_assert_cmpuint (scope_layer_get_inner_output (sub, 0)->layer, ==, 3);
      g_assert_true (scope_model_find_layer (model, "sub/last") == scope_layer_get_child (sub, 3));
      check_feed (model, "sub", 1, 0, "sub", 0);
      check_feed (model, "add", 0, 0, "sub", 0);
      check_feed (model, "add", 0, 1, "sub", 1);
      g_assert_cmpuint (scope_model_get_output (model, 1)->node, ==, 1);
    }
}

/* One list for all of a nested model's arrays: what is trainable of every layer first, then the rest (K@v2.15.0
 * hdf5_format.py _legacy_weights). Here: norm's gamma and beta, last's two, then fixed's two, then norm's two. */
static void
test_nested_weights (void)
{
  static const char *const config =
      FUNCTIONAL (INPUT ("top", "[null, 2]") ", " NODE (
                      "Dense", "widen", ", \"units\": 3",
                      "[[[\"top\", 0, 0, {}]]]") ", " NODE ("Functional", "sub", ", " INNER,
                                                            "[[[\"widen\", 0, 0, {}]]]"),
                  "[[\"top\", 0, 0]]", "[[\"sub\", 1, 0]]");
  const char *const layers[] = {
    "widen", "k",          "2x3", "b",           "3",   NULL,        "sub", "gamma",
    "3",     "beta",       "3",   "last/kernel", "3x3", "last/bias", "3",   "fixed/kernel",
    "3x3",   "fixed/bias", "3",   "mean",        "3",   "variance",  "3",   NULL,
    NULL
  };
  static const struct
  {
    const char *layer;
    const char *role;
    const char *name;
    gboolean trainable;
  } expected[] = {
    { "sub/fixed", "kernel", "fixed/kernel", FALSE },
    { "sub/fixed", "bias", "fixed/bias", FALSE },
    { "sub/norm", "gamma", "gamma", TRUE },
    { "sub/norm", "beta", "beta", TRUE },
    { "sub/norm", "moving_mean", "mean", FALSE },
    { "sub/norm", "moving_variance", "variance", FALSE },
    { "sub/last", "kernel", "last/kernel", TRUE },
    { "sub/last", "bias", "last/bias", TRUE },
  };
  g_autoptr (ScopeModel) model = open_config ("2.15.0", config, layers);

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      ScopeLayer *layer = scope_model_find_layer (model, expected[i].layer);
      gboolean found = FALSE;

      for (guint j = 0; j < scope_layer_get_n_weights (layer); j++)
        {
          const ScopeWeight *weight = scope_layer_get_weight (layer, j);

          if (strcmp (weight->role, expected[i].role) == 0)
            {
              found = TRUE;
              g_assert_cmpstr (weight->name, ==, expected[i].name);
              g_assert_cmpint (weight->trainable, ==, expected[i].trainable);
            }
        }
      g_assert_true (found);
    }
}

/* A Bidirectional's list is the forward layer's, then the backward one's; Keras 1's 24 arrays too. */
static void
test_two_ways (void)
{
  static const char *const keras2 =
      "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": "
      "[{\"class_name\": \"Bidirectional\", "
      "\"config\": {\"name\": \"b\", \"batch_input_shape\": [null, 5, 3], \"layer\": "
      "{\"class_name\": \"LSTM\", \"config\": "
      "{\"name\": \"l\", \"units\": 2, \"go_backwards\": false}}}}]}}";
  const char *const layers[] = { "b",   "f/k", "3x8", "f/r", "2x8", "f/b", "8", "w/k",
                                 "3x8", "w/r", "2x8", "w/b", "8",   NULL,  NULL };
  g_autoptr (ScopeModel) model = open_config ("2.3.1", keras2, layers);
  ScopeLayer *forward = scope_model_find_layer (model, "b/forward");
  ScopeLayer *backward = scope_model_find_layer (model, "b/backward");
  g_auto (GStrv) paths = scope_model_dup_recurrent_paths (model);

  g_assert_cmpstr (scope_layer_get_weight (forward, 1)->name, ==, "f/r");
  g_assert_cmpstr (scope_layer_get_weight (backward, 0)->name, ==, "w/k");
  g_assert_false (scope_layer_get_boolean (forward, "go_backwards", TRUE));
  g_assert_true (scope_layer_get_boolean (backward, "go_backwards", FALSE));
  g_assert_cmpuint (g_strv_length (paths), ==, 2);
  g_assert_cmpstr (paths[0], ==, "b/forward");
  g_assert_cmpstr (paths[1], ==, "b/backward");
  g_assert_cmpuint (scope_layer_get_units (scope_model_find_layer (model, "b")), ==, 2);
  g_assert_true (scope_model_find_layer (model, "b/l") == forward);
  g_assert_null (scope_model_find_layer (model, "b/nobody"));
}

/* Layers' names may hold slashes. */
static void
test_slashes (void)
{
  static const char *const config =
      "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": "
      "[{\"class_name\": \"Dense\", \"config\": "
      "{\"name\": \"block/d\", \"units\": 2, \"batch_input_shape\": [null, 3]}}]}}";
  const char *const layers[] = { "block/d", "block/d/kernel:0", "3x2", "block/d/bias:0", "2", NULL,
                                 NULL };
  g_autoptr (ScopeModel) model = open_config ("2.4.0", config, layers);

  g_assert_cmpuint (scope_layer_get_n_parameters (scope_model_find_layer (model, "block/d")), ==,
                    8);
}

/* Keras 1's rows that a Merge joins: each has an input of its own, and groups beside those of all others. */
static void
test_merge (void)
{
  static const char *const config =
      "{\"class_name\": \"Sequential\", \"config\": [{\"class_name\": \"Merge\", \"config\": "
      "{\"name\": \"m\", \"mode\": \"concat\", "
      "\"concat_axis\": -1, \"layers\": ["
      "{\"class_name\": \"Sequential\", \"config\": [{\"class_name\": \"LSTM\", \"config\": "
      "{\"name\": \"l\", \"output_dim\": 2, \"batch_input_shape\": [null, 5, 3]}}]},"
      "{\"class_name\": \"Sequential\", \"config\": [{\"class_name\": \"Dense\", \"config\": "
      "{\"name\": \"d\", \"output_dim\": 4, \"batch_input_shape\": [null, 7]}}]}]}},"
      "{\"class_name\": \"Dense\", \"config\": {\"name\": \"out\", \"output_dim\": 1}}]}";
  const char *const layers[] = { "l",   "l_W",   "3x8", "l_U",   "2x8", "l_b", "8", NULL,
                                 "d",   "d_W",   "7x4", "d_b",   "4",   NULL,  "m", NULL,
                                 "out", "out_W", "6x1", "out_b", "1",   NULL,  NULL };
  g_autoptr (ScopeModel) model = open_config ("1.2.2", config, layers);
  g_autofree char *text = scope_layer_dup_output_text (scope_model_find_layer (model, "m"));

  g_assert_cmpuint (scope_model_get_n_inputs (model), ==, 2);
  g_assert_cmpstr (scope_layer_get_class (scope_model_find_layer (model, "m")), ==, "Concatenate");
  check_feed (model, "m", 0, 0, "l", 0);
  check_feed (model, "m", 0, 1, "d", 0);
  check_feed (model, "out", 0, 0, "m", 0);
  g_assert_cmpstr (text, ==, "(?, 6)");
  g_assert_cmpuint (scope_model_get_n_parameters (model), ==,
                    4 * (3 * 2 + 2 * 2 + 2) + 7 * 4 + 4 + 6 + 1);
  g_assert_null (scope_model_get_remarks (model)[0]);
}

/* What cannot be run in a layer stops the layer. */
static void
test_inner_obstacle (void)
{
  static const char *const config =
      "{\"class_name\": \"Sequential\", \"config\": [{\"class_name\": \"TimeDistributed\", "
      "\"config\": {\"name\": \"t\", "
      "\"batch_input_shape\": [null, 5, 3], \"layer\": {\"class_name\": \"Lambda\", \"config\": "
      "{\"name\": \"inside\"}}}}]}";
  g_autoptr (ScopeModel) model = open_config ("2.2.4", config, no_weights);
  const char *obstacle = scope_layer_get_obstacle (scope_model_find_layer (model, "t"));

  g_assert_nonnull (obstacle);
  g_assert_nonnull (strstr (obstacle, "inside"));
  g_assert_nonnull (strstr (obstacle, "program code"));
}

static void
test_refuses (void)
{
  static const struct
  {
    const char *config;
    const char *words[3];
  } cases[] = {
    { FUNCTIONAL (INPUT ("a", "[null, 3]") ", " NODE ("Dense", "d", ", \"units\": 2",
                                                      "[[[\"nobody\", 0, 0, {}]]]"),
                  "[[\"a\", 0, 0]]", "[[\"d\", 0, 0]]"),
      { "“d”", "nobody", "a layer of this model" } },
    { FUNCTIONAL (INPUT ("a", "[null, 3]") ", " NODE ("Dense", "d", ", \"units\": 2",
                                                      "[[[\"a\", 3, 0, {}]]]"),
                  "[[\"a\", 0, 0]]", "[[\"d\", 0, 0]]"),
      { "“d”", "call 3", "1 call" } },
    { FUNCTIONAL (
          INPUT ("a", "[null, 3]") ", " NODE ("Add", "x", "", "[[[\"y\", 0, 0, {}]]]") ", " NODE (
              "Add", "y", "", "[[[\"x\", 0, 0, {}]]]"),
          "[[\"a\", 0, 0]]", "[[\"x\", 0, 0]]"),
      { "test.h5", "circle", "order" } },
    { FUNCTIONAL (INPUT ("a", "[null, 3]") ", " INPUT ("a", "[null, 3]"), "[[\"a\", 0, 0]]",
                  "[[\"a\", 0, 0]]"),
      { "“a”", "two layers", "one" } },
    { FUNCTIONAL (INPUT ("a", "[null, 3]"), "[[\"a\", 0, 0]]", "[]"),
      { "output_layers", "test.h5", "at least one" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ScopeImage) image = model_image_legacy ("2.4.0", cases[i].config, no_weights);
      g_autoptr (GError) error = NULL;
      g_autoptr (ScopeModel) model = scope_model_new (image, &error);

      g_assert_null (model);
      scope_assert_error (error, SCOPE_ERROR_CONTRADICTION, cases[i].words[0], cases[i].words[1],
                          cases[i].words[2]);
    }
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);

  g_test_add_func ("/graph/shared", test_shared);
  g_test_add_func ("/graph/keyword", test_keyword);
  g_test_add_func ("/graph/nested", test_nested);
  g_test_add_func ("/graph/nested-weights", test_nested_weights);
  g_test_add_func ("/graph/two-ways", test_two_ways);
  g_test_add_func ("/graph/slashes", test_slashes);
  g_test_add_func ("/graph/merge", test_merge);
  g_test_add_func ("/graph/inner-obstacle", test_inner_obstacle);
  g_test_add_func ("/graph/refuses", test_refuses);

  return g_test_run ();
}
