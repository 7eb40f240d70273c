/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-unit-data.h"

#include "app-test.h"
#include "scope-unit-row.h"
#include "scope-unit-words.h"
#include "scope-weight-list.h"
#include "scope-weight-row.h"
#include "scope-weights.h"

#include <math.h>
#include <string.h>

typedef struct
{
  gboolean done;
  ScopeUnitData *data;
  GError *error;
} Answer;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->data = scope_unit_data_load_finish (result, &answer->error);
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

/* Every weight of the file, counted one by one. */
static void
test_distribution (void)
{
  g_autoptr (ScopeSession) session = app_test_open ("pairs/models/newark-march.h5", NULL);
  g_autoptr (ScopeUnitData) data = load (session);
  ScopeLayer *layer = scope_session_get_layer_object (session);
  static const char *const roles[] = { "kernel", "recurrent_kernel", "bias" };
  guint units = scope_layer_get_units (layer);

  for (int matrix = -1; matrix < SCOPE_N_MATRICES; matrix++)
    for (int gate = -1; gate < 4; gate++)
      {
        double largest = 0, extent, most;
        guint64 n = 0, within = 0, sum = 0;
        guint bins[51], by_hand[51] = { 0 };
        ScopeWeightPlace place;

        for (guint m = 0; m < G_N_ELEMENTS (roles); m++)
          {
            ScopeArray *array = scope_layer_get_array (layer, roles[m]);

            for (gsize i = 0; i < scope_array_get_size (array); i++)
              {
                /* A column block for each gate. */
                if ((matrix >= 0 && (guint) matrix != m)
                    || (gate >= 0 && (guint) gate != i / units % 4))
                  continue;
                n++;
                largest = MAX (largest, fabs (scope_array_get_data (array)[i]));
              }
          }
        extent = scope_unit_data_get_extent (data, gate, matrix, 1);
        g_assert_cmpfloat (extent, ==, largest);
        g_assert_true (scope_unit_data_find_largest (data, gate, matrix, &place));
        g_assert_cmpfloat (fabs (place.weight), ==, largest);
        g_assert_cmpfloat (scope_weights_get (scope_unit_data_get_gates (data), place.gate,
                                              place.matrix, place.row, place.unit),
                           ==, place.weight);

        scope_unit_data_count (data, gate, matrix, extent, bins, G_N_ELEMENTS (bins));
        most = scope_unit_data_get_extent (data, gate, matrix, 0.8);
        for (guint m = 0; m < G_N_ELEMENTS (roles); m++)
          {
            ScopeArray *array = scope_layer_get_array (layer, roles[m]);

            for (gsize i = 0; i < scope_array_get_size (array); i++)
              {
                double weight = scope_array_get_data (array)[i];

                if ((matrix >= 0 && (guint) matrix != m)
                    || (gate >= 0 && (guint) gate != i / units % 4))
                  continue;
                within += fabs (weight) <= most + extent / 1000;
                by_hand[(guint) CLAMP ((weight / extent + 1) / 2 * 51, 0, 50)]++;
              }
          }
        /* At least the share, and not much more: weights are counted in thousandths of their range. */
        g_assert_cmpfloat ((double) within, >=, 0.8 * (double) n);
        for (guint bin = 0; bin < G_N_ELEMENTS (bins); bin++)
          {
            sum += bins[bin];
            /* A weight at a part's edge may have been counted beside it. */
            g_assert_cmpint (ABS ((int) bins[bin] - (int) by_hand[bin]), <=, 1);
          }
        g_assert_cmpuint (sum, ==, n);
      }
}

static void
test_order (void)
{
  g_autoptr (ScopeSession) session = app_test_open ("keras3/gates-keras3.keras", NULL);
  g_autoptr (ScopeUnitData) data = load (session);
  ScopeArray *bias = scope_layer_get_array (scope_session_get_layer_object (session), "bias");
  g_autofree guint *index = scope_unit_data_dup_order (data, SCOPE_UNIT_ORDER_INDEX);
  g_autofree guint *forget = scope_unit_data_dup_order (data, SCOPE_UNIT_FORGET_BIAS);
  guint seen = 0;

  for (guint place = 0; place < 4; place++)
    {
      g_assert_cmpuint (index[place], ==, place);
      seen |= 1u << forget[place];
      if (place > 0)
        g_assert_cmpfloat (scope_array_get_data (bias)[4 + forget[place - 1]], >=,
                           scope_array_get_data (bias)[4 + forget[place]]);
    }
  g_assert_cmpuint (seen, ==, 15);
  for (int order = SCOPE_UNIT_ORDER_INDEX; order < SCOPE_N_UNIT_COLUMNS; order++)
    g_assert_true (scope_unit_data_has_order (data, order));
}

/* A GRU forgets by its update gate: no forget bias, no memory of one. */
static void
test_without_forget_gate (void)
{
  g_autoptr (ScopeSession) session = app_test_open ("layers/keras3/gru-after-keras3.keras", NULL);
  g_autoptr (ScopeUnitData) data = load (session);
  g_autoptr (ScopeUnitRow) row = scope_unit_row_new (0, data);
  g_autoptr (ScopeUnitRow) waiting = scope_unit_row_new (0, NULL);
  g_auto (GStrv) names = scope_session_dup_input_names (session);
  g_autofree char *story = NULL;

  g_assert_false (scope_unit_data_has_order (data, SCOPE_UNIT_MEMORY_STEPS));
  g_assert_false (scope_unit_data_has_order (data, SCOPE_UNIT_FORGET_BIAS));
  g_assert_true (isnan (scope_unit_row_get (row, SCOPE_UNIT_MEMORY_STEPS)));
  g_assert_true (isfinite (scope_unit_row_get (row, SCOPE_UNIT_W_NORM)));
  g_assert_true (isnan (scope_unit_row_get (waiting, SCOPE_UNIT_W_NORM)));
  g_assert_null (scope_unit_words_dup_memory (session, scope_unit_data_get_stats (data), 0));
  story = scope_unit_words_dup_story (session, scope_unit_data_get_stats (data), 0,
                                      (const char *const *) names);
  g_assert_true (g_str_has_prefix (story, "It listens most to "));
}

/* With a table its step is known: memories are told on the clock, heads by the column that they forecast. */
static void
test_words (void)
{
  g_autoptr (ScopeSession) plain = app_test_open ("pairs/models/newark-autumn.h5", NULL);
  g_autoptr (ScopeSession) session =
      app_test_open ("pairs/models/newark-autumn.h5", "pairs/tables/newark-2013-autumn.csv",
                     "pairs/newark-autumn.json", NULL);
  g_autoptr (ScopeUnitData) data = load (session);
  ScopeUnitStats *stats = scope_unit_data_get_stats (data);
  g_autofree char *steps = scope_unit_words_dup_memory (plain, stats, 1);
  g_autofree char *hours = scope_unit_words_dup_memory (session, stats, 1);
  g_autofree char *anonymous =
      scope_unit_words_dup_head_title (plain, scope_unit_stats_get_head (stats), 0);
  g_autofree char *named =
      scope_unit_words_dup_head_title (session, scope_unit_stats_get_head (stats), 0);

  g_assert_cmpfloat (scope_unit_words_get_step_seconds (plain), ==, 0);
  g_assert_cmpfloat (scope_unit_words_get_step_seconds (session), ==, 3600);
  g_assert_true (g_str_has_suffix (steps, " steps"));
  g_assert_true (g_str_has_suffix (hours, "h"));
  g_assert_cmpstr (anonymous, ==, "output 0");
  g_assert_cmpstr (named, ==,
                   scope_recipe_get_target (scope_session_get_recipe (session), 0)->column);
}

static void
test_list (void)
{
  g_autoptr (ScopeSession) session = app_test_open ("keras3/gates-keras3.keras", NULL);
  ScopeGates *gates = scope_session_get_gates (session);
  g_autoptr (ScopeWeightList) all = scope_weight_list_new (gates, -1);
  g_autoptr (ScopeWeightList) units = scope_weight_list_new (gates, SCOPE_MATRIX_U);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (all));
  gboolean seen[SCOPE_N_MATRICES][4][4] = { { { FALSE } } };

  g_assert_cmpuint (n, ==, (3 + 4 + 1) * 4);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ScopeWeightRow) row = g_list_model_get_item (G_LIST_MODEL (all), i);
      ScopeMatrix matrix = scope_weight_row_get_matrix (row);
      guint from = scope_weight_row_get_row (row);
      guint unit = scope_weight_row_get_unit (row);

      g_assert_false (seen[matrix][from][unit]);
      seen[matrix][from][unit] = TRUE;
      if (from == 0)
        g_assert_cmpuint (scope_weight_list_find (all, matrix, unit), ==, i);
    }
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (all), n));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (units)), ==, 16);
  g_assert_cmpuint (scope_weight_list_find (units, SCOPE_MATRIX_U, 3), ==, 12);
  g_assert_cmpuint (scope_weight_list_find (units, SCOPE_MATRIX_W, 3), ==, G_MAXUINT);
}

static void
test_cancelled (void)
{
  g_autoptr (ScopeSession) session = app_test_open ("keras3/gates-keras3.keras", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = { FALSE };

  g_cancellable_cancel (cancellable);
  scope_unit_data_load_async (scope_session_get_model (session),
                              scope_session_get_gates_layer (session), cancellable, loaded_cb,
                              &answer);
  scope_test_wait (&answer.done, 30);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (answer.data);
  g_error_free (answer.error);
}

int
main (int argc, char *argv[])
{
  app_test_init_displayless (&argc, &argv);
  g_test_add_func ("/unit-data/distribution", test_distribution);
  g_test_add_func ("/unit-data/order", test_order);
  g_test_add_func ("/unit-data/without-forget-gate", test_without_forget_gate);
  g_test_add_func ("/unit-data/words", test_words);
  g_test_add_func ("/unit-data/list", test_list);
  g_test_add_func ("/unit-data/cancelled", test_cancelled);
  return g_test_run ();
}
