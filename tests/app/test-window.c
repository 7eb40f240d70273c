/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-window.h"

#include "app-test.h"
#include "scope-application.h"
#include "scope-browser.h"
#include "scope-layer-panel.h"
#include "scope-loader.h"

static GtkApplication *application;

static ScopeWindow *
create_window (int width, int height)
{
  ScopeWindow *window = scope_window_new (application);

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  app_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (window)), 10);
  return window;
}

static void
open_files (ScopeWindow *window, const char *first, const char *second, const char *third)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (files, app_test_get_file (first));
  if (second != NULL)
    g_ptr_array_add (files, app_test_get_file (second));
  if (third != NULL)
    g_ptr_array_add (files, app_test_get_file (third));
  scope_window_open (window, files);
}

static void
close_window (ScopeWindow *window)
{
  GtkWidget *watched = GTK_WIDGET (window);

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &watched);
  gtk_window_close (GTK_WINDOW (window));
  app_test_wait_until (watched == NULL, 10);
}

/* A table that is opened while a model is open leads to the run page with its recipe. */
static void
test_model_then_table (void)
{
  ScopeWindow *window = create_window (1280, 800);
  ScopeSession *session = scope_window_get_session (window);

  scope_window_show_page (window, "model");
  open_files (window, "sample/sample.keras", NULL, NULL);
  app_test_wait_until (scope_session_get_model (session) != NULL, 30);
  g_assert_cmpstr (scope_window_get_page (window), ==, "model");
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "sample.keras – Gatescope");

  open_files (window, "sample/EWR-2013.csv", NULL, NULL);
  app_test_wait_until (scope_session_get_recipe (session) != NULL, 30);
  app_test_wait_until (g_strcmp0 (scope_window_get_page (window), "run") == 0, 5);
  app_test_wait_until (!scope_session_get_busy (session), 5);
  close_window (window);
}

/* From the click on the sample to its first page on screen, under a second. */
static void
test_sample_speed (void)
{
  ScopeWindow *window = create_window (1280, 800);
  ScopeSession *session = scope_window_get_session (window);
  gint64 start = g_get_monotonic_time ();
  double seconds;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.open-sample", NULL));
  app_test_wait_until (scope_session_get_recipe (session) != NULL, 30);
  app_test_draw (GTK_WIDGET (window));
  seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  g_test_message ("%.3f s", seconds);
  g_assert_cmpfloat (seconds, <, 1);
  close_window (window);
}

/* Weights alone, then their architecture, then another rule of hard_sigmoid; the window stays on its layer. */
static void
test_architecture_and_rule (void)
{
  ScopeWindow *window = create_window (1280, 800);
  ScopeSession *session = scope_window_get_session (window);

  open_files (window, "several/alone.weights.h5", NULL, NULL);
  app_test_wait_until (scope_session_get_model (session) != NULL, 30);
  g_assert_null (scope_session_get_network (session));
  open_files (window, "several/architecture.json", NULL, NULL);
  app_test_wait_until (scope_session_get_network (session) != NULL, 30);
  g_assert_cmpstr (scope_model_get_name (scope_session_get_model (session)), ==, "several");

  open_files (window, "keras2/hard-keras2.h5", NULL, NULL);
  app_test_wait_until (scope_model_get_hard_sigmoid (scope_session_get_model (session)) == 2, 30);
  scope_session_set_layer (session, "dense_1");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.hard-sigmoid", "u", 3));
  app_test_wait_until (scope_model_get_hard_sigmoid (scope_session_get_model (session)) == 3, 30);
  g_assert_cmpstr (scope_session_get_layer (session), ==, "dense_1");
  app_test_wait_until (!scope_session_get_busy (session), 5);
  close_window (window);
}

/* The other way round works as well. */
static void
test_table_then_model (void)
{
  ScopeWindow *window = create_window (1280, 800);
  ScopeSession *session = scope_window_get_session (window);

  open_files (window, "sample/EWR-2013.csv", NULL, NULL);
  app_test_wait_until (scope_session_get_series (session) != NULL, 30);
  g_assert_null (scope_session_get_recipe (session));
  open_files (window, "sample/sample.keras", NULL, NULL);
  app_test_wait_until (scope_session_get_recipe (session) != NULL, 30);
  close_window (window);
}

/* A recipe opened with the two is the one that is used. */
static void
test_with_recipe (void)
{
  ScopeWindow *window = create_window (1280, 800);
  ScopeSession *session = scope_window_get_session (window);
  g_autofree char *path = scope_test_fixture_path ("pairs/sample.json");
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeRecipe) recipe = scope_recipe_load (path, &error);

  g_assert_no_error (error);
  open_files (window, "sample/sample.keras", "sample/EWR-2013.csv", "pairs/sample.json");
  app_test_wait_until (scope_session_get_recipe (session) != NULL, 30);
  g_assert_cmpuint (scope_recipe_get_target (scope_session_get_recipe (session), 0)->lead_steps, ==,
                    scope_recipe_get_target (recipe, 0)->lead_steps);
  close_window (window);
}

/* A recipe that is opened last says how the table is read, too. */
static void
test_recipe_reads (void)
{
  static const char text[] =
      "{\"reading\": {\"separator\": \",\", \"header_line\": 1, \"missing\": [\"NA\", \"0\"]}}";
  g_autofree char *folder = scope_test_make_folder ();
  g_autofree char *path = scope_test_write (folder, "zero.json", text, sizeof text - 1);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  ScopeWindow *window = create_window (1280, 800);
  ScopeSession *session = scope_window_get_session (window);
  gsize before;
  guint column;

  open_files (window, "sample/sample.keras", "sample/EWR-2013.csv", NULL);
  app_test_wait_until (scope_session_get_recipe (session) != NULL, 30);
  g_assert_true (scope_series_find_column (scope_session_get_series (session), "precip", &column));
  before = scope_series_get_n_missing (scope_session_get_series (session), column);

  g_ptr_array_add (files, g_file_new_for_path (path));
  scope_window_open (window, files);
  app_test_wait_until (
      scope_series_get_n_missing (scope_session_get_series (session), column) > before, 30);
  app_test_wait_until (!scope_session_get_busy (session), 30);
  close_window (window);

  /* It was kept for the two, and the table is read that way the next time as well. */
  window = create_window (1280, 800);
  session = scope_window_get_session (window);
  open_files (window, "sample/sample.keras", "sample/EWR-2013.csv", NULL);
  app_test_wait_until (scope_session_get_recipe (session) != NULL, 30);
  g_assert_cmpuint (scope_series_get_n_missing (scope_session_get_series (session), column), >,
                    before);
  close_window (window);
  scope_test_remove_folder (folder);
}

static guint
count_windows (void)
{
  return g_list_length (gtk_application_get_windows (application));
}

/* Of several models each has a window. */
static void
test_several_models (void)
{
  ScopeWindow *window = create_window (1280, 800);
  guint n = count_windows ();

  open_files (window, "keras3/gates-keras3.keras", "keras2/gates-keras2.h5", NULL);
  app_test_wait_until (count_windows () == n + 1, 30);
  for (GList *item = gtk_application_get_windows (application); item != NULL; item = item->next)
    g_assert_nonnull (scope_session_get_model (scope_window_get_session (item->data)));
  while (count_windows () > 0)
    close_window (gtk_application_get_windows (application)->data);
}

/* Dozens of models: the first is there to be used before the others have their windows, one by one and not without end; who
 * closes it wants none of the rest. */
static void
test_many_models (void)
{
  ScopeWindow *window = create_window (1000, 700);
  ScopeSession *session = scope_window_get_session (window);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_before = count_windows ();
  guint n_after;

  for (guint i = 0; i < SCOPE_LOADER_MAX_WINDOWS + 6; i++)
    g_ptr_array_add (files, app_test_get_file ("keras3/act-elu-keras3.h5"));
  scope_window_open (window, files);
  app_test_wait_until (scope_session_get_model (session) != NULL, 60);
  g_assert_cmpuint (count_windows (), ==, n_before);
  app_test_wait_until (count_windows () >= n_before + 3, 60);
  close_window (window);
  n_after = count_windows ();
  app_test_draw (GTK_WIDGET (gtk_application_get_windows (application)->data));
  g_assert_cmpuint (count_windows (), ==, n_after);
  while (count_windows () > 0)
    close_window (gtk_application_get_windows (application)->data);
}

/* The Tab key leads through every page and back to where it began; a stop that holds it would be a trap. */
static void
test_tab (void)
{
  static const char *const pages[] = { "model", "gates", "run", "look-back" };
  ScopeWindow *window = create_window (1280, 800);
  ScopeSession *session = scope_window_get_session (window);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.open-sample", NULL));
  app_test_wait_until (scope_session_get_recipe (session) != NULL, 30);
  scope_window_show_page (window, "run");
  app_test_wait_until (!scope_session_get_busy (session), 30);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.start", NULL));
  app_test_wait_until (scope_session_get_forecast (session) != NULL, 30);
  /* With all that there is to show. */
  scope_session_set_unit (session, 3);
  scope_session_set_window (session, 100);

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
      GtkWidget *before = NULL;
      guint n_same = 0;

      scope_window_show_page (window, pages[i]);
      app_test_wait_until (!scope_session_get_busy (session), 60);
      app_test_draw (GTK_WIDGET (window));
      gtk_window_set_focus (GTK_WINDOW (window), NULL);
      for (guint k = 0; k < 300; k++)
        {
          GtkWidget *focus;

          gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
          focus = gtk_window_get_focus (GTK_WINDOW (window));
          /* A list takes as many as it has rows, with rows that it uses again. */
          n_same = focus == before ? n_same + 1 : 0;
          if (n_same > 20)
            g_error ("page %s: the Tab key does not leave a %s", pages[i],
                     G_OBJECT_TYPE_NAME (focus));
          if (!g_hash_table_add (seen, focus) && n_same == 0)
            break;
          before = focus;
        }
      g_test_message ("%s: %u stops", pages[i], g_hash_table_size (seen));
      g_assert_cmpuint (g_hash_table_size (seen), >, 10);
      g_assert_cmpuint (g_hash_table_size (seen), <, 300);
    }
  close_window (window);
}

/* In a narrow window the page comes first, and one pane takes the other's place. */
static void
test_narrow (void)
{
  ScopeWindow *window = create_window (1000, 700);
  ScopeSession *session = scope_window_get_session (window);
  GtkWidget *browser = app_test_find (GTK_WIDGET (window), SCOPE_TYPE_BROWSER);
  GtkWidget *switcher = app_test_find (GTK_WIDGET (window), ADW_TYPE_VIEW_SWITCHER);
  GtkWidget *bar = app_test_find (GTK_WIDGET (window), ADW_TYPE_VIEW_SWITCHER_BAR);

  scope_window_show_page (window, "model");
  open_files (window, "sample/sample.keras", NULL, NULL);
  app_test_wait_until (scope_session_get_model (session) != NULL, 30);
  app_test_draw (GTK_WIDGET (window));
  g_assert_true (gtk_widget_get_mapped (browser));
  g_assert_false (gtk_widget_get_mapped (switcher));
  g_assert_true (adw_view_switcher_bar_get_reveal (ADW_VIEW_SWITCHER_BAR (bar)));
  /* Nothing is wider than the window: there is no window manager here that would have made it grow. */
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), <=, 1000);
  g_assert_null (
      app_test_find (GTK_WIDGET (window), SCOPE_TYPE_LAYER_PANEL) != NULL
              && gtk_widget_get_mapped (app_test_find (GTK_WIDGET (window), SCOPE_TYPE_LAYER_PANEL))
          ? window
          : NULL);

  g_object_set (window, "show-inspector", TRUE, NULL);
  app_test_draw (GTK_WIDGET (window));
  g_assert_true (
      gtk_widget_get_mapped (app_test_find (GTK_WIDGET (window), SCOPE_TYPE_LAYER_PANEL)));
  g_assert_false (gtk_widget_get_mapped (browser));

  g_object_set (window, "show-browser", TRUE, NULL);
  app_test_draw (GTK_WIDGET (window));
  g_assert_true (gtk_widget_get_mapped (browser));
  close_window (window);
}

static GtkEventController *
find_drop_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return controller;
    }
  return NULL;
}

/* Files that are dropped onto the window are opened, several at once. */
static void
test_drop (void)
{
  ScopeWindow *window = create_window (1280, 800);
  ScopeSession *session = scope_window_get_session (window);
  GtkEventController *target = find_drop_target (GTK_WIDGET (window));
  GSList *files = NULL;
  GValue value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_assert_nonnull (target);
  files = g_slist_append (files, app_test_get_file ("sample/sample.keras"));
  files = g_slist_append (files, app_test_get_file ("sample/EWR-2013.csv"));
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, g_boxed_copy (GDK_TYPE_FILE_LIST, files));
  g_signal_emit_by_name (target, "drop", &value, 100.0, 100.0, &taken);
  g_assert_true (taken);
  app_test_wait_until (scope_session_get_recipe (session) != NULL, 30);
  g_value_unset (&value);
  g_slist_free_full (files, g_object_unref);
  close_window (window);
}

/* In the smallest window the page has all of the room, and the browser comes when it is asked for. */
static void
test_tiny (void)
{
  ScopeWindow *window = create_window (640, 500);
  ScopeSession *session = scope_window_get_session (window);
  GtkWidget *browser = app_test_find (GTK_WIDGET (window), SCOPE_TYPE_BROWSER);

  scope_window_show_page (window, "model");
  open_files (window, "sample/sample.keras", NULL, NULL);
  app_test_wait_until (scope_session_get_model (session) != NULL, 30);
  app_test_draw (GTK_WIDGET (window));
  g_assert_false (gtk_widget_get_mapped (browser));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), <=, 640);

  g_object_set (window, "show-browser", TRUE, NULL);
  app_test_draw (GTK_WIDGET (window));
  g_assert_true (gtk_widget_get_mapped (browser));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), <=, 640);
  close_window (window);
}

/* What the window was like is what it will be like. */
static void
test_memory (void)
{
  ScopeWindow *window = create_window (1400, 900);
  int width, height;

  scope_window_show_page (window, "gates");
  g_object_set (window, "show-inspector", FALSE, NULL);
  close_window (window);

  window = scope_window_new (application);
  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  g_assert_cmpint (width, ==, 1400);
  g_assert_cmpint (height, ==, 900);
  g_assert_cmpstr (scope_window_get_page (window), ==, "gates");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A window that closes while it is reading leaves nothing behind. */
static void
test_close_while_reading (void)
{
  ScopeWindow *window = create_window (1280, 800);

  open_files (window, "sample/EWR-2013.csv", "sample/sample.keras", NULL);
  close_window (window);
}

/* One dialog says which file, and the rest is open. */
static void
test_failure (void)
{
  ScopeWindow *window = create_window (1280, 800);
  ScopeSession *session = scope_window_get_session (window);
  GtkWidget *dialog = NULL;

  open_files (window, "bad/truncated.h5", "keras3/gates-keras3.keras", NULL);
  app_test_wait_until (scope_session_get_model (session) != NULL, 30);
  for (guint i = 0; i < g_list_model_get_n_items (gtk_window_get_toplevels ()); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (gtk_window_get_toplevels (), i);

      if (ADW_IS_MESSAGE_DIALOG (toplevel))
        dialog = toplevel;
    }
  g_assert_nonnull (dialog);
  g_assert_nonnull (app_test_find_label (dialog, "“truncated.h5” could not be opened"));
  gtk_window_destroy (GTK_WINDOW (dialog));
  close_window (window);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  int status;

  app_test_init (&argc, &argv);
  application = GTK_APPLICATION (scope_application_new ());
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_application_set_default (G_APPLICATION (application));

  g_test_add_func ("/window/model-then-table", test_model_then_table);
  g_test_add_func ("/window/sample-speed", test_sample_speed);
  g_test_add_func ("/window/table-then-model", test_table_then_model);
  g_test_add_func ("/window/architecture-and-rule", test_architecture_and_rule);
  g_test_add_func ("/window/with-recipe", test_with_recipe);
  g_test_add_func ("/window/recipe-reads", test_recipe_reads);
  g_test_add_func ("/window/several-models", test_several_models);
  g_test_add_func ("/window/many-models", test_many_models);
  g_test_add_func ("/window/tab", test_tab);
  g_test_add_func ("/window/narrow", test_narrow);
  g_test_add_func ("/window/tiny", test_tiny);
  g_test_add_func ("/window/drop", test_drop);
  g_test_add_func ("/window/memory", test_memory);
  g_test_add_func ("/window/close-while-reading", test_close_while_reading);
  g_test_add_func ("/window/failure", test_failure);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
