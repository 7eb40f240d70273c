/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-picture.h"

#include "app-test.h"
#include "scope-linkage.h"
#include "scope-weights.h"

#include <math.h>
#include <string.h>

typedef struct
{
  gboolean done;
  ScopeUnitData *data;
  ScopeGatePicture *picture;
  GError *error;
} Answer;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->data = scope_unit_data_load_finish (result, &answer->error);
  answer->done = TRUE;
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->picture = scope_gate_picture_new_finish (result, &answer->error);
  answer->done = TRUE;
}

static ScopeUnitData *
load (ScopeSession *session)
{
  Answer answer = { FALSE };

  scope_unit_data_load_async (scope_session_get_model (session),
                              scope_session_get_gates_layer (session), NULL, loaded_cb, &answer);
  scope_test_wait (&answer.done, 30);
  g_assert_no_error (answer.error);
  return answer.data;
}

static void
assert_permutation (const guint *order, guint n)
{
  g_autofree gboolean *seen = g_new0 (gboolean, n);

  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (order[i], <, n);
      g_assert_false (seen[order[i]]);
      seen[order[i]] = TRUE;
    }
}

/* Every pyramid has the file's weights where the orders say, by their colours. */
static void
assert_pyramids (ScopeGatePicture *picture, ScopeGates *gates)
{
  ScopePalette palette;
  g_autoptr (ScopeColormap) map = NULL;
  const guint *units = scope_gate_picture_get_units (picture);
  const guint *features = scope_gate_picture_get_features (picture);

  scope_palette_init_default (&palette, FALSE, FALSE);
  map = scope_colormap_new_diverging (&palette);
  for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
    for (guint matrix = 0; matrix < SCOPE_N_MATRICES_AND_V; matrix++)
      {
        ScopeMatrixView view = scope_gates_get_view (gates, gate, matrix);
        ScopePyramid *pyramid = scope_gate_picture_get_pyramid (picture, gate, matrix);
        g_autofree guint32 *pixels = NULL;

        g_assert_true ((pyramid != NULL) == (view.data != NULL));
        if (pyramid == NULL)
          continue;
        pixels = g_new (guint32, view.n_rows * view.n_columns);
        scope_pyramid_draw (pyramid, SCOPE_SPAN_ALL, SCOPE_SPAN_ALL, map, -1, 1, pixels,
                            (int) view.n_columns, (int) view.n_rows,
                            view.n_columns * sizeof *pixels);
        for (gsize row = 0; row < view.n_rows; row++)
          for (gsize column = 0; column < view.n_columns; column++)
            {
              gsize from = matrix == SCOPE_MATRIX_W   ? features[row]
                           : matrix == SCOPE_MATRIX_U ? units[row]
                                                      : row;

              g_assert_cmphex (pixels[row * view.n_columns + column], ==,
                               scope_colormap_lookup_value (
                                   map, view.data[from * view.row_stride + units[column]], -1, 1));
            }
      }
}

/* Orders by a number, by likeness of all weights, of one matrix and of one gate. */
static void
test_orders (void)
{
  g_autoptr (ScopeSession) session = app_test_open ("pairs/models/newark-june.keras", NULL);
  g_autoptr (ScopeUnitData) data = load (session);
  ScopeGates *gates = scope_unit_data_get_gates (data);
  guint n = scope_gates_get_n_units (gates);
  guint n_features = scope_gates_get_n_features (gates);
  const ScopeGateArrangement arrangements[] = {
    { SCOPE_UNIT_ORDER_INDEX, FALSE, -1, -1 },
    { SCOPE_UNIT_FORGET_BIAS, FALSE, -1, -1 },
    { SCOPE_UNIT_ORDER_CLUSTERED, FALSE, -1, -1 },
    { SCOPE_UNIT_ORDER_CLUSTERED, TRUE, 1, SCOPE_MATRIX_U },
    { SCOPE_UNIT_ORDER_INDEX, TRUE, -1, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (arrangements); i++)
    {
      const ScopeGateArrangement *asked = &arrangements[i];
      Answer answer = { FALSE };
      const ScopeDendrogram *tree;

      scope_gate_picture_new_async (data, asked, NULL, made_cb, &answer);
      scope_test_wait (&answer.done, 30);
      g_assert_no_error (answer.error);
      g_assert_true (scope_gate_picture_get_data (answer.picture) == data);
      g_assert_true (scope_gate_picture_is_quick (data, asked)
                     == (asked->units != SCOPE_UNIT_ORDER_CLUSTERED && !asked->cluster_rows));
      assert_permutation (scope_gate_picture_get_units (answer.picture), n);
      assert_permutation (scope_gate_picture_get_features (answer.picture), n_features);
      assert_pyramids (answer.picture, gates);

      tree = scope_gate_picture_get_unit_tree (answer.picture);
      g_assert_true ((tree != NULL) == (asked->units == SCOPE_UNIT_ORDER_CLUSTERED));
      if (tree != NULL)
        {
          guint matrices = asked->matrix >= 0 ? 1u << asked->matrix : 15u;
          g_autoptr (GError) error = NULL;
          g_autoptr (ScopeLinkage) linkage =
              scope_linkage_new_weights (gates, SCOPE_LINKAGE_COLUMNS, matrices, asked->gate, FALSE,
                                         SCOPE_LEAF_ORDER_OPTIMAL, NULL, &error);

          g_assert_no_error (error);
          g_assert_cmpmem (scope_linkage_get_leaves (linkage), n * sizeof (guint),
                           scope_gate_picture_get_units (answer.picture), n * sizeof (guint));
          g_assert_cmpuint (tree->n_leaves, ==, n);
          for (guint k = 0; k + 1 < n; k++)
            {
              g_assert_cmpfloat (tree->merges[k].low, <, tree->merges[k].high);
              g_assert_cmpfloat (tree->merges[k].height, ==,
                                 scope_linkage_get_merges (linkage)[k].height);
            }
        }
      tree = scope_gate_picture_get_feature_tree (answer.picture);
      g_assert_true ((tree != NULL) == asked->cluster_rows);
      if (tree != NULL)
        g_assert_cmpuint (tree->n_leaves, ==, n_features);
      scope_gate_picture_unref (answer.picture);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (ScopeSession) session = app_test_open ("keras3/gates-keras3.keras", NULL);
  g_autoptr (ScopeUnitData) data = load (session);
  const ScopeGateArrangement by = { SCOPE_UNIT_ORDER_CLUSTERED, TRUE, -1, -1 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = { FALSE };

  g_cancellable_cancel (cancellable);
  scope_gate_picture_new_async (data, &by, cancellable, made_cb, &answer);
  scope_test_wait (&answer.done, 30);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (answer.picture);
  g_clear_error (&answer.error);
}

/* Peepholes: of i, f and o, none of c. */
static void
test_peepholes (void)
{
  g_autoptr (ScopeSession) session = app_test_open ("layers/keras2/peephole-keras2.h5", NULL);
  g_autoptr (ScopeUnitData) data = load (session);
  ScopeGates *gates = scope_unit_data_get_gates (data);
  guint n = scope_gates_get_n_units (gates);
  const ScopeGateArrangement by = { SCOPE_UNIT_ORDER_INDEX, FALSE, -1, -1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeGatePicture) picture = scope_gate_picture_new (data, &by, NULL, &error);
  g_autoptr (ScopeArray) array = NULL;
  guint bins[5] = { 0 }, sum = 0;
  double largest = 0;

  g_assert_no_error (error);
  assert_pyramids (picture, gates);
  g_assert_null (scope_gate_picture_get_pyramid (picture, 2, SCOPE_MATRIX_V));
  array = scope_weights_dup_array (gates, 0, 4, SCOPE_MATRIX_V);
  g_assert_cmpuint (scope_array_get_dims (array)[0], ==, 3);
  for (guint i = 0; i < 3 * n; i++)
    largest = MAX (largest, fabs (scope_array_get_data (array)[i]));
  g_assert_cmpfloat (largest, >, 0);
  g_assert_cmpfloat (scope_unit_data_get_extent (data, -1, SCOPE_MATRIX_V, 1), ==, largest);
  scope_unit_data_count (data, -1, SCOPE_MATRIX_V, largest, bins, 5);
  for (guint i = 0; i < 5; i++)
    sum += bins[i];
  g_assert_cmpuint (sum, ==, 3 * n);
  g_assert_null (scope_weights_dup_array (gates, 2, 1, SCOPE_MATRIX_V));
}

/* Python's words for the numbers; each reads back as it is stored. */
static void
test_numpy (void)
{
  g_autoptr (ScopeSession) session = app_test_open ("keras3/gates-keras3.keras", NULL);
  ScopeGates *gates = scope_session_get_gates (session);
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;

  g_assert_cmpuint (scope_weights_append_numpy (gates, 1, SCOPE_MATRIX_W, text), ==, 12);
  g_assert_cmpuint (scope_weights_append_numpy (gates, 1, SCOPE_MATRIX_B, text), ==, 4);
  g_assert_cmpuint (scope_weights_append_numpy (gates, 1, SCOPE_MATRIX_V, text), ==, 0);
  lines = g_strsplit (text->str, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_true (g_str_has_prefix (lines[0], "W_f = np.array([["));
  g_assert_true (g_str_has_suffix (lines[0], "],"));
  g_assert_true (g_str_has_prefix (lines[1], "                ["));
  g_assert_true (g_str_has_suffix (lines[2], "]], dtype=np.float32)"));
  g_assert_true (g_str_has_prefix (lines[3], "b_f = np.array(["));
  g_assert_true (g_str_has_suffix (lines[3], "], dtype=np.float32)"));
  for (guint row = 0; row < 3; row++)
    {
      char *place = strrchr (lines[row], '[') + 1;
      ScopeMatrixView view = scope_gates_get_view (gates, 1, SCOPE_MATRIX_W);

      for (guint unit = 0; unit < 4; unit++)
        {
          g_assert_cmpfloat ((float) g_ascii_strtod (place, &place), ==,
                             view.data[row * view.row_stride + unit]);
          g_assert_true (*place == (unit < 3 ? ',' : ']'));
          place++;
        }
    }
}

int
main (int argc, char *argv[])
{
  app_test_init_displayless (&argc, &argv);
  g_test_add_func ("/gate-picture/orders", test_orders);
  g_test_add_func ("/gate-picture/cancelled", test_cancelled);
  g_test_add_func ("/gate-picture/peepholes", test_peepholes);
  g_test_add_func ("/gate-picture/numpy", test_numpy);
  return g_test_run ();
}
