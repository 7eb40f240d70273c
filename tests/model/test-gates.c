/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gates of every layout that files keep them in. The fixtures gates-* hold one network in the bytes of Keras 1, 2 and 3; the
 * numbers beside them were read from keras1/gates-keras1.h5 with h5py, array by array. */
#include "scope-gates.h"
#include "scope-model.h"
#include "scope-reader.h"
#include "scope-test.h"

#include "model-image.h"

#include <string.h>

static ScopeModel *
open_fixture (const char *relative)
{
  g_autofree char *path = scope_test_fixture_path (relative);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeImage) image = scope_reader_open (path, SCOPE_READER_WHOLE, NULL, NULL, &error);
  ScopeModel *model;

  g_assert_no_error (error);
  model = scope_model_new (image, &error);
  g_assert_no_error (error);
  return model;
}

static ScopeGates *
gates_of (ScopeModel *model, const char *layer)
{
  g_autoptr (GError) error = NULL;
  ScopeLayer *found = scope_model_find_layer (model, layer);
  ScopeGates *gates;

  g_assert_nonnull (found);
  gates = scope_gates_new (found, &error);
  g_assert_no_error (error);
  return gates;
}

static float
at (ScopeMatrixView view, gsize row, gsize column)
{
  g_assert_cmpuint (row, <, view.n_rows);
  g_assert_cmpuint (column, <, view.n_columns);
  return view.data[row * view.row_stride + column];
}

/* First row of W of each gate, and b, as h5py reads lstm_1_W_i:0 … of the Keras 1 file. */
static const float first_rows[4][4] = {
  { 0.6358142f, 0.19539338f, -0.3117527f, -0.727601f },
  { -1.0938601f, 0.01076082f, -0.46798113f, -0.5035395f },
  { -0.12815416f, -0.02993332f, -1.3145012f, 0.5341336f },
  { -1.1701999f, 1.0736545f, 0.34096465f, -0.27241957f },
};
static const float first_u_rows[4][4] = {
  { 0.2740205f, -0.42591774f, -0.3820719f, 0.5718828f },
  { -0.3930788f, -0.44931632f, -0.04561878f, 0.09930526f },
  { 0.5188148f, -0.43966383f, -0.7840773f, -0.06124832f },
  { 0.3218184f, -0.74076325f, -0.24363151f, 0.1530979f },
};
static const float biases[4][4] = {
  { 0.4194036f, -0.06792473f, 0.34452885f, 0.12377961f },
  { -0.09266911f, -0.7900185f, 0.06664009f, -0.08308354f },
  { -0.48015577f, 0.15435144f, -0.00762676f, 0.11251592f },
  { -0.18132477f, 0.06060677f, -0.14196958f, 0.319484f },
};

/* The printed digits are good to half of the last one. */
#define PRINTED 5e-8

static void
test_one_network (gconstpointer data)
{
  static const char *const letters[] = { "i", "f", "c", "o" };
  g_autoptr (ScopeModel) model = open_fixture (data);
  g_autoptr (ScopeModel) reference = open_fixture ("keras1/gates-keras1.h5");
  g_autoptr (ScopeGates) gates = gates_of (model, "lstm_1");
  g_autoptr (ScopeGates) other = gates_of (reference, "lstm_1");

  g_assert_cmpuint (scope_gates_get_n_gates (gates), ==, 4);
  g_assert_cmpuint (scope_gates_get_n_features (gates), ==, 3);
  g_assert_cmpuint (scope_gates_get_n_units (gates), ==, 4);
  g_assert_cmpint (scope_gates_get_forget (gates), ==, 1);
  for (guint gate = 0; gate < 4; gate++)
    {
      g_assert_cmpstr (scope_gates_get_letter (gates, gate), ==, letters[gate]);
      for (guint unit = 0; unit < 4; unit++)
        {
          scope_assert_close (at (scope_gates_get_view (gates, gate, SCOPE_MATRIX_W), 0, unit),
                              first_rows[gate][unit], 10 * PRINTED);
          scope_assert_close (at (scope_gates_get_view (gates, gate, SCOPE_MATRIX_U), 0, unit),
                              first_u_rows[gate][unit], PRINTED);
          scope_assert_close (at (scope_gates_get_view (gates, gate, SCOPE_MATRIX_B), 0, unit),
                              biases[gate][unit], PRINTED);
        }
      /* Every number, and exactly: the three files hold the same float32. */
      for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
        {
          ScopeMatrixView a = scope_gates_get_view (gates, gate, matrix);
          ScopeMatrixView b = scope_gates_get_view (other, gate, matrix);

          g_assert_cmpuint (a.n_rows, ==, b.n_rows);
          g_assert_cmpuint (a.n_columns, ==, b.n_columns);
          for (gsize row = 0; row < a.n_rows; row++)
            for (gsize column = 0; column < a.n_columns; column++)
              scope_assert_close (at (a, row, column), at (b, row, column), 0);
        }
    }
}

static void
test_storage (void)
{
  static const char *const cases[][2] = {
    { "keras1/gates-keras1.h5", "twelve arrays" },
    { "keras1/gates-keras1-gpu.h5", "three arrays" },
    { "keras3/gates-keras3.keras", "three arrays" },
    { "keras2/no-bias-keras2.h5", "without biases" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ScopeModel) model = open_fixture (cases[i][0]);
      g_auto (GStrv) paths = scope_model_dup_recurrent_paths (model);
      g_autoptr (ScopeGates) gates = gates_of (model, paths[0]);

      g_assert_nonnull (strstr (scope_gates_get_storage (gates), cases[i][1]));
    }
}

/* Without biases their view is empty. */
static void
test_no_bias (void)
{
  g_autoptr (ScopeModel) model = open_fixture ("keras2/no-bias-keras2.h5");
  g_auto (GStrv) paths = scope_model_dup_recurrent_paths (model);
  g_autoptr (ScopeGates) gates = gates_of (model, paths[0]);

  for (guint gate = 0; gate < 4; gate++)
    g_assert_null (scope_gates_get_view (gates, gate, SCOPE_MATRIX_B).data);
}

#define CUDNN(name, units)                                                                         \
  "{\"class_name\": \"Sequential\", \"config\": [{\"class_name\": \"" name                         \
  "\", \"config\": {\"name\": \"rnn\", \"units\": " units                                          \
  ", \"batch_input_shape\": [null, 5, 3]}}]}"

/*
 * The rule of K@2.3.1 saving.py, worked out by NumPy on the same numbers (0, 1, 2 … thousandths):
 *   k = np.arange(24).reshape(3, 8)/1000; u = 2
 *   W = np.hstack([k[:, g*u:(g+1)*u].reshape(u, 3).T for g in range(4)])
 *   r = np.arange(16).reshape(2, 8)/1000; U = np.hstack([r[:, g*u:(g+1)*u].T for g in range(4)])
 *   b = np.arange(16)/1000; b[:8] + b[8:]
 */
static void
test_cudnn_lstm (void)
{
  const float w[3][8] = { { 0, 9, 2, 11, 4, 13, 6, 15 },
                          { 1, 16, 3, 18, 5, 20, 7, 22 },
                          { 8, 17, 10, 19, 12, 21, 14, 23 } };
  const float u[2][8] = { { 0, 8, 2, 10, 4, 12, 6, 14 }, { 1, 9, 3, 11, 5, 13, 7, 15 } };
  const char *const layers[] = { "rnn", "rnn/kernel:0", "3x8", "rnn/recurrent_kernel:0",
                                 "2x8", "rnn/bias:0",   "16",  NULL,
                                 NULL };
  static const char *const configs[] = { CUDNN ("CuDNNLSTM", "2"), CUDNN ("LSTM", "2") };

  for (guint i = 0; i < G_N_ELEMENTS (configs); i++)
    {
      g_autoptr (ScopeImage) image = model_image_legacy ("2.1.5", configs[i], layers);
      g_autoptr (GError) error = NULL;
      g_autoptr (ScopeModel) model = scope_model_new (image, &error);
      g_autoptr (ScopeGates) gates = NULL;

      g_assert_no_error (error);
      gates = gates_of (model, "rnn");
      g_assert_nonnull (strstr (scope_gates_get_storage (gates), "CuDNN"));
      for (guint column = 0; column < 8; column++)
        {
          guint gate = column / 2;

          for (guint row = 0; row < 3; row++)
            scope_assert_close (
                at (scope_gates_get_view (gates, gate, SCOPE_MATRIX_W), row, column % 2),
                w[row][column] / 1000, 1e-9);
          for (guint row = 0; row < 2; row++)
            scope_assert_close (
                at (scope_gates_get_view (gates, gate, SCOPE_MATRIX_U), row, column % 2),
                u[row][column] / 1000, 1e-9);
          scope_assert_close (
              at (scope_gates_get_view (gates, gate, SCOPE_MATRIX_B), 0, column % 2),
              (2.0 * column + 8) / 1000, 1e-8);
        }
    }
}

/* GRU: z, r, h; with two biases those of z and r are summed and the candidate's second one stands apart. */
static void
test_gru (void)
{
  static const char *const config = "{\"class_name\": \"Sequential\", \"config\": {\"name\": "
                                    "\"s\", \"layers\": [{\"class_name\": \"GRU\","
                                    " \"config\": {\"name\": \"g\", \"units\": 2, \"reset_after\": "
                                    "true, \"batch_input_shape\": [null, 5, 3]}}]}}";
  const char *const layers[] = { "g",   "g/gru_cell/kernel:0",
                                 "3x6", "g/gru_cell/recurrent_kernel:0",
                                 "2x6", "g/gru_cell/bias:0",
                                 "2x6", NULL,
                                 NULL };
  g_autoptr (ScopeImage) image = model_image_legacy ("2.4.0", config, layers);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeModel) model = scope_model_new (image, &error);
  g_autoptr (ScopeGates) gates = NULL;
  static const char *const letters[] = { "z", "r", "h" };
  /* Rows of the bias are 0 … 5 and 6 … 11 thousandths. */
  const double sums[] = { 6, 8, 10, 12, 4, 5 };

  g_assert_no_error (error);
  gates = gates_of (model, "g");
  g_assert_cmpuint (scope_gates_get_n_gates (gates), ==, 3);
  g_assert_cmpint (scope_gates_get_forget (gates), ==, -1);
  for (guint gate = 0; gate < 3; gate++)
    {
      g_assert_cmpstr (scope_gates_get_letter (gates, gate), ==, letters[gate]);
      scope_assert_close (at (scope_gates_get_view (gates, gate, SCOPE_MATRIX_W), 1, 1),
                          (6 + 2 * gate + 1) / 1000.0, 1e-9);
      for (guint unit = 0; unit < 2; unit++)
        scope_assert_close (at (scope_gates_get_view (gates, gate, SCOPE_MATRIX_B), 0, unit),
                            sums[2 * gate + unit] / 1000, 1e-8);
    }
  scope_assert_close (at (scope_gates_get_recurrent_bias (gates), 0, 0), 0.010, 1e-9);
  scope_assert_close (at (scope_gates_get_recurrent_bias (gates), 0, 1), 0.011, 1e-9);
  g_assert_cmpint (scope_gates_get_activation (gates, 2)->kind, ==, SCOPE_ACTIVATION_TANH);
  g_assert_cmpint (scope_gates_get_activation (gates, 0)->kind, ==, SCOPE_ACTIVATION_SIGMOID);
}

/* Keras 1's nine arrays stand in the order z, r, h as three each. */
static void
test_gru_keras1 (void)
{
  static const char *const config = "{\"class_name\": \"Sequential\", \"config\": "
                                    "[{\"class_name\": \"GRU\", \"config\": {\"name\": \"g\","
                                    " \"output_dim\": 2, \"batch_input_shape\": [null, 5, 3]}}]}";
  const char *const layers[] = { "g", "g_W_z:0", "3x2", "g_U_z:0", "2x2", "g_b_z:0",
                                 "2", "g_W_r:0", "3x2", "g_U_r:0", "2x2", "g_b_r:0",
                                 "2", "g_W_h:0", "3x2", "g_U_h:0", "2x2", "g_b_h:0",
                                 "2", NULL,      NULL };
  g_autoptr (ScopeImage) image = model_image_legacy ("1.2.2", config, layers);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeModel) model = scope_model_new (image, &error);
  g_autoptr (ScopeGates) gates = NULL;

  g_assert_no_error (error);
  gates = gates_of (model, "g");
  g_assert_nonnull (strstr (scope_gates_get_storage (gates), "nine arrays"));
  g_assert_true (
      scope_gates_get_view (gates, 1, SCOPE_MATRIX_U).data
      == scope_array_get_data (scope_layer_get_array (scope_model_find_layer (model, "g"), "U_r")));
  g_assert_cmpint (scope_gates_get_activation (gates, 0)->kind, ==,
                   SCOPE_ACTIVATION_HARD_SIGMOID_2);
}

/* A layer without gates says so. */
static void
test_refuses (void)
{
  g_autoptr (ScopeModel) model = open_fixture ("keras1/gates-keras1.h5");
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeGates) gates =
      scope_gates_new (scope_model_find_layer (model, "dense_1"), &error);

  g_assert_null (gates);
  scope_assert_error (error, SCOPE_ERROR_UNSUPPORTED, "dense_1", "Dense", "recurrent");
}

/* Each array of a ModelImage holds 0, 1, 2 … thousandths; so does each of the three vectors. The order of the arrays is that of
 * build() in TensorFlow Addons' rnn/peephole_lstm_cell.py. */
static void
test_peepholes (gconstpointer class_name)
{
  g_autofree char *config = g_strdup_printf (
      "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": "
      "[{\"class_name\": "
      "\"RNN\", \"config\": {\"name\": \"r\", \"batch_input_shape\": [null, 5, 3], \"cell\": "
      "{\"class_name\": \"%s\", \"config\": {\"name\": \"cell\", \"units\": 2}}}}]}}",
      (const char *) class_name);
  const char *const layers[] = { "r",   "r/cell/kernel:0",
                                 "3x8", "r/cell/recurrent_kernel:0",
                                 "2x8", "r/cell/bias:0",
                                 "8",   "r/cell/input_gate_peephole_weights:0",
                                 "2",   "r/cell/forget_gate_peephole_weights:0",
                                 "2",   "r/cell/output_gate_peephole_weights:0",
                                 "2",   NULL,
                                 NULL };
  g_autoptr (ScopeImage) image = model_image_legacy ("2.4.0", config, layers);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeModel) model = scope_model_new (image, &error);
  g_auto (GStrv) paths = NULL;
  g_autoptr (ScopeGates) gates = NULL;

  g_assert_no_error (error);
  paths = scope_model_dup_recurrent_paths (model);
  g_assert_cmpstr (paths[0], ==, "r/cell");
  g_assert_null (scope_layer_get_obstacle (scope_model_find_layer (model, "r")));
  gates = gates_of (model, paths[0]);
  g_assert_true (scope_gates_has_peepholes (gates));
  g_assert_nonnull (strstr (scope_gates_get_peephole_text (gates), "i, f and o"));
  for (guint gate = 0; gate < 4; gate++)
    {
      static const char *const roles[] = { "input_gate_peephole_weights",
                                           "forget_gate_peephole_weights", NULL,
                                           "output_gate_peephole_weights" };
      ScopeMatrixView view = scope_gates_get_view (gates, gate, SCOPE_MATRIX_V);

      if (roles[gate] == NULL)
        {
          g_assert_null (view.data);
          continue;
        }
      g_assert_true (view.data
                     == scope_array_get_data (scope_layer_get_array (
                         scope_model_find_layer (model, paths[0]), roles[gate])));
      g_assert_cmpuint (view.n_rows, ==, 1);
      g_assert_cmpuint (view.n_columns, ==, 2);
      scope_assert_close (view.data[1], 0.001, 1e-9);
    }
}

static void
test_no_peepholes (void)
{
  g_autoptr (ScopeModel) model = open_fixture ("keras3/gates-keras3.keras");
  g_autoptr (ScopeGates) gates = gates_of (model, "lstm_1");

  g_assert_false (scope_gates_has_peepholes (gates));
  g_assert_nonnull (strstr (scope_gates_get_peephole_text (gates), "no peepholes"));
  for (guint gate = 0; gate < 4; gate++)
    g_assert_null (scope_gates_get_view (gates, gate, SCOPE_MATRIX_V).data);
}

int
main (int argc, char **argv)
{
  static const char *const files[] = {
    "keras1/gates-keras1.h5",         "keras1/gates-keras1-gpu.h5", "keras1/gates-keras1-theano.h5",
    "keras1/gates-keras1-weights.h5", "keras2/gates-keras2.0.h5",   "keras2/gates-keras2.3.h5",
    "keras2/gates-keras2.h5",         "keras3/gates-keras3.keras",
  };

  scope_test_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_strdup_printf ("/gates/%s", strchr (files[i], '/') + 1);

      g_test_add_data_func (name, files[i], test_one_network);
    }
  g_test_add_func ("/gates/storage", test_storage);
  g_test_add_func ("/gates/no-bias", test_no_bias);
  g_test_add_func ("/gates/cudnn-lstm", test_cudnn_lstm);
  g_test_add_func ("/gates/gru", test_gru);
  g_test_add_func ("/gates/gru-keras1", test_gru_keras1);
  g_test_add_data_func ("/gates/peepholes/experimental", "PeepholeLSTMCell", test_peepholes);
  g_test_add_data_func ("/gates/peepholes/addons", "Addons>PeepholeLSTMCell", test_peepholes);
  g_test_add_func ("/gates/no-peepholes", test_no_peepholes);
  g_test_add_func ("/gates/refuses", test_refuses);

  return g_test_run ();
}
