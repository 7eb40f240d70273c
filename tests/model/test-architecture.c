/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of weights alone: what is inferred from shapes, and the same with the architecture that Keras wrote. The golden file of
 * each keeps that architecture; both ways must give the same W, U and b of every gate, bit for bit. */
#include "scope-gates.h"
#include "scope-model.h"
#include "scope-reader.h"
#include "scope-test.h"

#include <string.h>

static ScopeImage *
open_image (const char *path)
{
  g_autoptr (GError) error = NULL;
  ScopeImage *image = scope_reader_open (path, SCOPE_READER_WHOLE, NULL, NULL, &error);

  g_assert_no_error (error);
  return image;
}

static ScopeModel *
open_model (const char *path)
{
  g_autoptr (ScopeImage) image = open_image (path);
  g_autoptr (GError) error = NULL;
  ScopeModel *model = scope_model_new (image, &error);

  g_assert_no_error (error);
  return model;
}

static void
check_same_gates (ScopeModel *inferred, const char *inferred_path, ScopeModel *whole,
                  const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeGates) a =
      scope_gates_new (scope_model_find_layer (inferred, inferred_path), &error);
  g_autoptr (ScopeGates) b = NULL;

  g_assert_no_error (error);
  b = scope_gates_new (scope_model_find_layer (whole, path), &error);
  g_assert_no_error (error);
  g_test_message ("%s as %s", path, inferred_path);
  g_assert_cmpuint (scope_gates_get_n_gates (a), ==, scope_gates_get_n_gates (b));
  g_assert_cmpuint (scope_gates_get_n_units (a), ==, scope_gates_get_n_units (b));
  g_assert_cmpuint (scope_gates_get_n_features (a), ==, scope_gates_get_n_features (b));
  for (guint gate = 0; gate < scope_gates_get_n_gates (a); gate++)
    for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
      {
        ScopeMatrixView x = scope_gates_get_view (a, gate, matrix);
        ScopeMatrixView y = scope_gates_get_view (b, gate, matrix);

        g_assert_cmpuint (x.n_rows, ==, y.n_rows);
        for (gsize row = 0; row < x.n_rows; row++)
          g_assert_cmpmem (x.data + row * x.row_stride, x.n_columns * sizeof (float),
                           y.data + row * y.row_stride, y.n_columns * sizeof (float));
      }
}

static void
check (const char *path, const char *architecture)
{
  g_autoptr (ScopeModel) inferred = open_model (path);
  g_autoptr (ScopeModel) whole = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) inferred_paths = NULL;
  g_auto (GStrv) paths = NULL;

  g_assert_true (scope_model_is_weights_only (inferred));
  g_assert_null (scope_model_get_given_architecture (inferred));
  g_assert_true (scope_model_is_architecture (architecture, -1));
  whole = scope_model_with_architecture (inferred, architecture, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (scope_model_get_given_architecture (whole), ==, architecture);
  g_assert_true (scope_model_is_weights_only (whole));

  /* What was inferred is said, and what cannot be known stops nothing but running. */
  g_assert_nonnull (scope_model_get_remarks (inferred)[0]);
  g_assert_cmpuint (scope_model_get_n_parameters (inferred), ==,
                    scope_model_get_n_parameters (whole));
  inferred_paths = scope_model_dup_recurrent_paths (inferred);
  paths = scope_model_dup_recurrent_paths (whole);
  g_assert_cmpuint (g_strv_length (inferred_paths), ==, g_strv_length (paths));
  for (guint i = 0; paths[i] != NULL; i++)
    {
      check_same_gates (inferred, inferred_paths[i], whole, paths[i]);
      g_assert_nonnull (
          scope_layer_get_obstacle (scope_model_find_layer (inferred, inferred_paths[i])));
      g_assert_null (scope_layer_get_obstacle (scope_model_find_layer (whole, paths[i])));
    }
}

static void
test_golden (gconstpointer data)
{
  const char *relative = data;
  g_autofree char *path = scope_test_fixture_path (relative);
  g_autofree char *name = g_path_get_basename (relative);
  g_autofree char *golden_relative = g_strdup_printf (
      "%sgolden/%s.golden.h5", g_str_has_prefix (relative, "layers/") ? "layers/" : "", name);
  g_autofree char *golden_path = scope_test_fixture_path (golden_relative);
  g_autoptr (ScopeImage) golden = open_image (golden_path);

  check (path, scope_image_get_string (golden, "/", "architecture"));
}

static void
test_several (gconstpointer data)
{
  g_autofree char *path = scope_test_fixture_path (data);
  g_autofree char *architecture_path = scope_test_fixture_path ("several/architecture.json");
  g_autoptr (GBytes) architecture = scope_test_load (architecture_path);
  g_autofree char *text =
      g_strndup (g_bytes_get_data (architecture, NULL), g_bytes_get_size (architecture));

  check (path, text);
}

/* json.dump (model.to_json (), file) writes a text in a text. */
static void
test_wrapped (void)
{
  g_autofree char *path = scope_test_fixture_path ("several/alone.weights.h5");
  g_autofree char *architecture_path = scope_test_fixture_path ("several/architecture.json");
  g_autoptr (GBytes) bytes = scope_test_load (architecture_path);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) parts = g_strsplit (text, "\"", -1);
  g_autofree char *escaped = g_strjoinv ("\\\"", parts);
  g_autofree char *wrapped = g_strdup_printf ("\"%s\"", escaped);
  g_autoptr (ScopeImage) image = open_image (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeModel) model = scope_model_new_with_architecture (image, wrapped, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (scope_model_get_name (model), ==, "several");
}

static void
test_is_architecture (void)
{
  static const struct
  {
    const char *text;
    gboolean is;
  } cases[] = {
    { "{\"class_name\": \"Sequential\", \"config\": []}", TRUE },
    { "[{\"class_name\": \"Dense\", \"config\": {}}]", TRUE },
    { "{\"name\": \"Sequential\", \"layers\": []}", TRUE },
    { "{\"features\": [], \"window\": 24, \"targets\": []}", FALSE },
    { "{\"keras_version\": \"3.1\"}", FALSE },
    { "[1, 2]", FALSE },
    { "[]", FALSE },
    { "\"text\"", FALSE },
    { "{\"class_name\": 3}", FALSE },
    { "{\"class_name\"", FALSE },
    { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (scope_model_is_architecture (cases[i].text, -1), ==, cases[i].is);
    }
}

/* Another model's architecture. */
static void
test_refuses (void)
{
  g_autofree char *path = scope_test_fixture_path ("several/alone.weights.h5");
  g_autoptr (ScopeModel) model = open_model (path);
  g_autoptr (GError) error = NULL;

  g_assert_null (scope_model_with_architecture (
      model,
      "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": "
      "[{\"class_name\": "
      "\"LSTM\", \"config\": {\"name\": \"memory\", \"units\": 5, \"batch_input_shape\": [null, 6, "
      "3]}}]}}",
      &error));
  scope_assert_error (error, SCOPE_ERROR_CONTRADICTION, "memory", "kernel", "3 × 8", "3 × 20");
}

int
main (int argc, char **argv)
{
  static const char *const files[] = {
    "keras1/gates-keras1-weights.h5",
    "keras2/stacked-keras2-weights.h5",
    "keras2/stacked-keras2.weights.h5",
    "keras3/stacked-keras3.weights.h5",
    "layers/keras1/both-keras1-weights.h5",
    "layers/keras1/gru-keras1-weights.h5",
    "layers/keras2/both-lstm-keras2-weights.h5",
    "layers/keras2/both-lstm-keras2.weights.h5",
    "layers/keras3/both-lstm-keras3.weights.h5",
    "layers/keras2/cells-one-keras2-weights.h5",
    "layers/keras2/cells-one-keras2.weights.h5",
    "layers/keras3/cells-one-keras3.weights.h5",
    "layers/keras2/cudnn-weights-keras2.h5",
    "layers/keras2/nested-frozen-keras2-weights.h5",
    "layers/keras2/nested-frozen-keras2.weights.h5",
    "layers/keras3/nested-frozen-keras3.weights.h5",
    "layers/keras3/sharded-keras3.weights.json",
    "layers/keras0/gru-keras0.h5",
    "layers/keras0/lstm-keras0.h5",
  };
  static const char *const several[] = { "several/alone.weights.h5",
                                         "several/pieces/model.weights.json" };

  scope_test_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_strconcat ("/architecture/", files[i], NULL);

      g_test_add_data_func (name, files[i], test_golden);
    }
  for (guint i = 0; i < G_N_ELEMENTS (several); i++)
    {
      g_autofree char *name = g_strconcat ("/architecture/", several[i], NULL);

      g_test_add_data_func (name, several[i], test_several);
    }
  g_test_add_func ("/architecture/wrapped", test_wrapped);
  g_test_add_func ("/architecture/is-architecture", test_is_architecture);
  g_test_add_func ("/architecture/refuses", test_refuses);

  return g_test_run ();
}
