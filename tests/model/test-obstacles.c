/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Layers whose arrays are not what their class has: the file opens, the arrays are there under names, and the layer says what is the
 * matter. tests/fixtures/cannot has what Keras itself wrote; h5py's reading of it is held against in tests/model/test-gates.c.
 */
#include "scope-model.h"
#include "scope-reader.h"
#include "scope-test.h"

#include <string.h>

static ScopeModel *
open_model (const char *fixture, const char *architecture)
{
  g_autofree char *path = scope_test_fixture_path (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeImage) image = scope_reader_open (path, SCOPE_READER_WHOLE, NULL, NULL, &error);
  ScopeModel *model;

  g_assert_no_error (error);
  model = architecture != NULL ? scope_model_new_with_architecture (image, architecture, &error)
                               : scope_model_new (image, &error);
  g_assert_no_error (error);
  return model;
}

/* The roles of a layer's arrays, joined by blanks. */
static char *
dup_roles (ScopeLayer *layer)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < scope_layer_get_n_weights (layer); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            scope_layer_get_weight (layer, i)->role);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check (ScopeModel *model, const char *name, const char *roles, const char *word)
{
  ScopeLayer *layer = scope_model_find_layer (model, name);
  g_autofree char *found = NULL;

  g_assert_nonnull (layer);
  found = dup_roles (layer);
  g_assert_cmpstr (found, ==, roles);
  g_assert_nonnull (strstr (scope_layer_get_obstacle (layer), word));
}

static void
test_quantised (void)
{
  g_autoptr (ScopeModel) one = open_model ("cannot/keras3/quantised-keras3.keras", NULL);
  g_autoptr (ScopeModel) two = open_model ("cannot/keras3/quantised-sums-keras3.keras", NULL);
  ScopeArray *kernel = scope_layer_get_array (scope_model_find_layer (one, "dense"), "kernel");

  check (one, "dense", "kernel bias kernel_scale", "quantised (int8_from_float32)");
  check (two, "embedding", "embeddings embeddings_scale", "quantised (int8_from_float32)");
  check (two, "sums", "kernel bias kernel_scale", "quantised (int8_from_float32)");
  g_assert_cmpstr (scope_array_get_stored_type (kernel), ==, "int8");
  /* What is not quantised is as it ever was. */
  g_assert_null (scope_layer_get_obstacle (scope_model_find_layer (one, "lstm")));
}

static void
test_namesake (void)
{
  g_autoptr (ScopeModel) model = open_model ("cannot/keras2/namesake-keras2.h5", NULL);

  check (model, "attention", "weight 0 weight 1", "it has 2 arrays");
  g_assert_null (scope_layer_get_obstacle (scope_model_find_layer (model, "lstm")));
  g_assert_null (scope_layer_get_obstacle (scope_model_find_layer (model, "dense")));
}

/* Keras 0's Graph: what feeds a node stands beside it, and all arrays are in one list. */
static void
test_graph (void)
{
  g_autofree char *path = scope_test_fixture_path ("layers/keras0/graph-keras0.json");
  g_autofree char *text = NULL;
  g_autoptr (ScopeModel) model = NULL;
  ScopeLayer *last;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  model = open_model ("layers/keras0/graph-keras0.h5", text);
  g_assert_cmpuint (scope_model_get_n_inputs (model), ==, 2);
  g_assert_cmpuint (scope_model_get_n_outputs (model), ==, 2);
  last = scope_model_find_layer (model, "last");
  g_assert_cmpuint (scope_layer_get_n_feeds (last, 0), ==, 1);
  g_assert_cmpstr (scope_layer_get_class (
                       scope_model_get_layer (model, scope_layer_get_feed (last, 0, 0)->layer)),
                   ==, "Concatenate");
  /* 12 arrays of the LSTM, 2 and 2 of the others: 4·(2·3 + 3² + 3), 3·3 + 3, 6·2 + 2. */
  g_assert_cmpuint (scope_model_get_n_parameters (model), ==, 72 + 12 + 14);
}

/* Functions among the layers, in the format that does not say which they are. */
static void
test_functions (void)
{
  g_autoptr (ScopeModel) model = open_model ("layers/keras3/function-masks-keras3.h5", NULL);
  guint n = 0;

  for (guint i = 0; i < scope_model_get_n_layers (model); i++)
    n += scope_layer_is_operation (scope_model_get_layer (model, i));
  g_assert_cmpuint (n, >, 5);
  g_assert_false (scope_layer_is_operation (scope_model_find_layer (model, "joined")));
  g_assert_false (scope_layer_is_operation (scope_model_find_layer (model, "masking")));
}

/* Weights alone: a row of cells in the order in which their widths fit, and the parts of attention. The JSON beside each file makes the same
 * arrays of it. */
static void
test_weights_alone (void)
{
  static const struct
  {
    const char *stem;
    const char *guessed; /* a layer as it is inferred */
    const char *class_name;
  } cases[] = {
    { "layers/keras3/cells-stacked-keras3", "rnn/cell/lstm_cell", "LSTMCell" },
    { "layers/keras3/heads-keras3", "multi_head_attention", "MultiHeadAttention" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *file = g_strconcat (cases[i].stem, ".weights.h5", NULL);
      g_autofree char *json = g_strconcat (cases[i].stem, ".json", NULL);
      g_autofree char *path = scope_test_fixture_path (json);
      g_autofree char *text = NULL;
      g_autoptr (ScopeModel) guessed = open_model (file, NULL);
      g_autoptr (ScopeModel) known = NULL;
      ScopeLayer *layer = scope_model_find_layer (guessed, cases[i].guessed);

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      known = open_model (file, text);
      g_assert_nonnull (layer);
      g_assert_cmpstr (scope_layer_get_class (layer), ==, cases[i].class_name);
      g_assert_nonnull (scope_layer_get_obstacle (layer));
      g_assert_cmpuint (scope_model_get_n_parameters (guessed), ==,
                        scope_model_get_n_parameters (known));
    }
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/model/obstacles/quantised", test_quantised);
  g_test_add_func ("/model/obstacles/namesake", test_namesake);
  g_test_add_func ("/model/obstacles/graph", test_graph);
  g_test_add_func ("/model/obstacles/functions", test_functions);
  g_test_add_func ("/model/obstacles/weights-alone", test_weights_alone);
  return g_test_run ();
}
