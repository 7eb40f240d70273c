/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-session.h"

#include "app-test.h"

/* How often each property was notified. */
static void
notify_cb (GObject *object, GParamSpec *pspec, GHashTable *counts)
{
  int n = GPOINTER_TO_INT (g_hash_table_lookup (counts, pspec->name));

  g_hash_table_insert (counts, (gpointer) pspec->name, GINT_TO_POINTER (n + 1));
}

static GHashTable *
count_notifications (ScopeSession *session)
{
  GHashTable *counts = g_hash_table_new (g_str_hash, g_str_equal);

  g_signal_connect_data (session, "notify", G_CALLBACK (notify_cb), counts, NULL, 0);
  return counts;
}

static int
get_count (GHashTable *counts, const char *name)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (counts, name));
}

/* What is there before anything is open. */
static void
test_empty (void)
{
  ScopeSession *session = scope_session_new ();
  g_auto (GStrv) names = NULL;

  g_assert_null (scope_session_get_model (session));
  g_assert_null (scope_session_get_layer (session));
  g_assert_null (scope_session_get_gates (session));
  g_assert_cmpint (scope_session_get_unit (session), ==, -1);
  g_assert_cmpint (scope_session_get_window (session), ==, -1);
  g_assert_cmpint (scope_session_get_obstacles (session)->len, ==, 0);
  names = scope_session_dup_input_names (session);
  g_assert_cmpint (g_strv_length (names), ==, 0);

  /* Nothing can be selected where nothing is open. */
  scope_session_set_layer (session, "lstm");
  scope_session_set_unit (session, 3);
  g_assert_null (scope_session_get_layer (session));
  g_assert_cmpint (scope_session_get_unit (session), ==, -1);
  g_assert_finalize_object (session);
}

/* A new model selects its first recurrent layer, and says so once. */
static void
test_model (void)
{
  ScopeSession *session = app_test_open ("keras3/stacked-keras3.keras", NULL);
  ScopeModel *model = scope_session_get_model (session);
  g_auto (GStrv) paths = scope_model_dup_recurrent_paths (model);
  GHashTable *counts = NULL;

  g_assert_nonnull (scope_session_get_network (session));
  g_assert_null (scope_session_get_network_error (session));
  g_assert_cmpint (g_strv_length (paths), >=, 2);
  g_assert_cmpstr (scope_session_get_layer (session), ==, paths[0]);
  g_assert_cmpstr (scope_session_get_gates_layer (session), ==, paths[0]);

  counts = count_notifications (session);
  scope_session_set_unit (session, 1);
  scope_session_set_unit (session, 1);
  g_assert_cmpint (get_count (counts, "unit"), ==, 1);
  scope_session_set_unit (session, 100000);
  g_assert_cmpint (scope_session_get_unit (session), ==, 1);

  /* Another layer takes the unit away. */
  scope_session_set_matrix (session, SCOPE_MATRIX_U);
  scope_session_set_gate (session, 2);
  scope_session_set_layer (session, paths[1]);
  g_assert_cmpint (get_count (counts, "layer"), ==, 1);
  g_assert_cmpint (scope_session_get_unit (session), ==, -1);
  g_assert_cmpint (scope_session_get_matrix (session), ==, -1);
  g_assert_cmpint (scope_session_get_gate (session), ==, -1);
  g_assert_cmpstr (scope_session_get_gates_layer (session), ==, paths[1]);

  /* A layer that is not there is none. */
  scope_session_set_layer (session, "nowhere");
  g_assert_cmpstr (scope_session_get_layer (session), ==, paths[1]);

  scope_session_set_model (session, NULL, NULL, NULL, NULL);
  g_assert_null (scope_session_get_layer (session));
  g_assert_null (scope_session_get_gates (session));
  g_assert_cmpint (get_count (counts, "model"), ==, 1);
  g_assert_finalize_object (session);
  g_hash_table_unref (counts);
}

/* A click on a layer without gates leaves those that are shown. */
static void
test_layer_without_gates (void)
{
  ScopeSession *session = app_test_open ("keras3/stacked-keras3.keras", NULL);
  ScopeModel *model = scope_session_get_model (session);
  ScopeLayer *last = scope_model_get_layer (model, scope_model_get_n_layers (model) - 1);
  g_autofree char *shown = g_strdup (scope_session_get_gates_layer (session));

  scope_session_set_unit (session, 2);
  scope_session_set_layer (session, scope_layer_get_name (last));
  g_assert_false (scope_layer_is_recurrent (last));
  g_assert_true (scope_session_get_layer_object (session) == last);
  g_assert_cmpstr (scope_session_get_gates_layer (session), ==, shown);
  g_assert_cmpint (scope_session_get_unit (session), ==, 2);
  g_assert_finalize_object (session);
}

/* Rows of W: features by the recipe's names where the layer reads the input, else units of the layer before. */
static void
test_input_names (void)
{
  ScopeSession *session = app_test_open ("keras3/stacked-keras3.keras", NULL);
  g_auto (GStrv) paths = scope_model_dup_recurrent_paths (scope_session_get_model (session));
  g_auto (GStrv) numbered = scope_session_dup_input_names (session);
  g_auto (GStrv) units = NULL;
  ScopeSession *joined;
  g_auto (GStrv) named = NULL;

  g_assert_cmpint (g_strv_length (numbered), ==,
                   scope_gates_get_n_features (scope_session_get_gates (session)));
  g_assert_cmpstr (numbered[0], ==, "feature 0");
  scope_session_set_layer (session, paths[1]);
  units = scope_session_dup_input_names (session);
  g_assert_cmpint (g_strv_length (units), ==,
                   scope_gates_get_n_features (scope_session_get_gates (session)));
  g_assert_true (g_str_has_suffix (units[1], " · 1"));
  g_assert_finalize_object (session);

  joined = app_test_open ("sample/sample.keras", "sample/EWR-2013.csv", "pairs/sample.json", NULL);
  g_assert_nonnull (scope_session_get_recipe (joined));
  named = scope_session_dup_input_names (joined);
  g_assert_cmpstr (named[0], ==,
                   scope_recipe_get_feature (scope_session_get_recipe (joined), 0)->name);
  g_assert_finalize_object (joined);
}

/* What depends on something goes with it; the person's changes can be taken back. */
static void
test_recipe (void)
{
  ScopeSession *session = app_test_open ("sample/sample.keras", "sample/EWR-2013.csv", NULL);
  g_autoptr (ScopeRecipe) guessed = scope_recipe_ref (scope_session_get_recipe (session));
  g_autoptr (ScopeRecipe) changed = scope_recipe_copy (guessed);
  gboolean can_undo, can_redo;

  g_object_get (session, "can-undo", &can_undo, "can-redo", &can_redo, NULL);
  g_assert_false (can_undo);
  g_assert_false (can_redo);

  scope_session_set_window (session, 7);
  scope_session_set_step (session, 3);
  scope_session_change_recipe (session, changed);
  g_assert_true (scope_session_get_recipe (session) == changed);
  g_assert_null (scope_session_get_feed (session));
  g_assert_null (scope_session_get_forecast (session));

  g_object_get (session, "can-undo", &can_undo, NULL);
  g_assert_true (can_undo);
  scope_session_undo (session);
  g_assert_true (scope_session_get_recipe (session) == guessed);
  g_object_get (session, "can-undo", &can_undo, "can-redo", &can_redo, NULL);
  g_assert_false (can_undo);
  g_assert_true (can_redo);
  scope_session_undo (session);
  scope_session_redo (session);
  g_assert_true (scope_session_get_recipe (session) == changed);

  scope_session_set_series (session, NULL, NULL);
  g_assert_null (scope_session_get_recipe (session));
  g_object_get (session, "can-undo", &can_undo, NULL);
  g_assert_false (can_undo);
  g_assert_finalize_object (session);
}

static void
test_jobs (void)
{
  ScopeSession *session = scope_session_new ();
  g_autoptr (GCancellable) first = g_cancellable_new ();
  g_autoptr (GCancellable) second = g_cancellable_new ();

  g_assert_false (scope_session_get_busy (session));
  scope_session_begin_job (session, first);
  scope_session_begin_job (session, second);
  scope_session_end_job (session, first);
  g_assert_true (scope_session_get_busy (session));
  scope_session_cancel_jobs (session);
  g_assert_false (g_cancellable_is_cancelled (first));
  g_assert_true (g_cancellable_is_cancelled (second));
  scope_session_end_job (session, second);
  g_assert_false (scope_session_get_busy (session));
  g_assert_finalize_object (session);
}

int
main (int argc, char *argv[])
{
  app_test_init_displayless (&argc, &argv);
  g_test_add_func ("/session/empty", test_empty);
  g_test_add_func ("/session/model", test_model);
  g_test_add_func ("/session/layer-without-gates", test_layer_without_gates);
  g_test_add_func ("/session/input-names", test_input_names);
  g_test_add_func ("/session/recipe", test_recipe);
  g_test_add_func ("/session/jobs", test_jobs);
  return g_test_run ();
}
