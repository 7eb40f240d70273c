/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-model-page.h"

#include "app-test.h"
#include "scope-words.h"

/* The card has this model's own numbers, and the answer to the first question. */
static void
test_card (void)
{
  ScopeSession *session = app_test_open ("keras3/compiled-keras3.keras", NULL);
  ScopeModel *model = scope_session_get_model (session);
  GtkWidget *page = g_object_new (SCOPE_TYPE_MODEL_PAGE, NULL);
  GtkWidget *window = app_test_present (page, 900, 900);
  g_autofree char *parameters =
      scope_words_dup_count ((gint64) scope_model_get_n_parameters (model));
  g_autofree char *time_steps = scope_model_dup_time_steps_text (model);

  scope_page_set_session (SCOPE_PAGE (page), session);
  g_assert_nonnull (app_test_find_label (page, scope_model_get_file_name (model)));
  g_assert_nonnull (app_test_find_label (page, parameters));
  g_assert_nonnull (app_test_find_label (page, time_steps));
  g_assert_nonnull (app_test_find_label (page, scope_model_get_container (model)));
  g_assert_nonnull (app_test_find_label (page, scope_model_get_loss (model)));
  g_assert_nonnull (app_test_find_label (page, scope_model_get_optimizer (model)));
  g_assert_nonnull (
      app_test_find_label (page, scope_gates_get_storage (scope_session_get_gates (session))));
  g_assert_false (gtk_widget_get_visible (
      gtk_widget_get_parent (app_test_find_label (page, "This model cannot be run"))));

  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (session);
}

/* The inspector follows the selected layer, with its weights as they are stored. */
static void
test_inspector (void)
{
  ScopeSession *session = app_test_open ("keras3/stacked-keras3.keras", NULL);
  ScopeModel *model = scope_session_get_model (session);
  GtkWidget *page = g_object_ref_sink (g_object_new (SCOPE_TYPE_MODEL_PAGE, NULL));
  GtkWidget *inspector;

  scope_page_set_session (SCOPE_PAGE (page), session);
  inspector = scope_page_get_inspector (SCOPE_PAGE (page));
  for (guint i = 0; i < scope_model_get_n_layers (model); i++)
    {
      ScopeLayer *layer = scope_model_get_layer (model, i);

      scope_session_set_layer (session, scope_layer_get_name (layer));
      g_assert_nonnull (app_test_find_label (inspector, scope_layer_get_name (layer)));
      for (guint k = 0; k < scope_layer_get_n_weights (layer); k++)
        {
          const ScopeWeight *weight = scope_layer_get_weight (layer, k);

          g_assert_nonnull (app_test_find_label (inspector, weight->role));
          g_assert_nonnull (
              app_test_find_label (inspector, scope_array_get_stored_type (weight->array)));
        }
    }
  g_assert_finalize_object (page);
  g_assert_finalize_object (session);
}

static gboolean
is_shown (GtkWidget *page, const char *text)
{
  GtkWidget *label = app_test_find_label (page, text);

  return label != NULL && gtk_widget_get_mapped (label);
}

/* Which hard_sigmoid, and that there is no V; an LSTM with sigmoid gates has nothing to ask. */
static void
test_rule (void)
{
  ScopeSession *session = app_test_open ("keras2/hard-keras2.h5", NULL);
  ScopeSession *plain = app_test_open ("keras2/gates-keras2.h5", NULL);
  GtkWidget *page = g_object_new (SCOPE_TYPE_MODEL_PAGE, NULL);
  GtkWidget *other = g_object_new (SCOPE_TYPE_MODEL_PAGE, NULL);
  GtkWidget *window = app_test_present (page, 900, 1400);
  GtkWidget *other_window = app_test_present (other, 900, 1400);

  scope_page_set_session (SCOPE_PAGE (page), session);
  scope_page_set_session (SCOPE_PAGE (other), plain);
  app_test_draw (page);
  app_test_draw (other);
  g_assert_true (is_shown (page, "clip(0.2 x + 0.5, 0, 1)"));
  g_assert_true (is_shown (page, "no peepholes"));
  g_assert_false (is_shown (other, "Which hard_sigmoid?"));
  g_assert_true (is_shown (other, "no peepholes"));

  gtk_window_destroy (GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (other_window));
  g_object_unref (session);
  g_object_unref (plain);
}

int
main (int argc, char *argv[])
{
  app_test_init (&argc, &argv);
  g_test_add_func ("/model-page/card", test_card);
  g_test_add_func ("/model-page/inspector", test_inspector);
  g_test_add_func ("/model-page/rule", test_rule);
  return g_test_run ();
}
