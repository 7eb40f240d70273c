/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-recipe-dialog.h"

#include "app-test.h"
#include "scope-entry-check.h"
#include "scope-feature-row.h"
#include "scope-scaling-editor.h"

#include <math.h>

static ScopeSession *
open_sample (void)
{
  return app_test_open ("../../data/sample/sample.keras", "../../data/sample/EWR-2013.csv",
                        "../../data/sample/sample.recipe.json", NULL);
}

static GtkWidget *
present_dialog (ScopeSession *session, GtkWidget **parent)
{
  g_autoptr (GListModel) windows = NULL;
  GtkWidget *dialog = NULL;

  *parent = app_test_present (gtk_label_new (""), 400, 300);
  scope_recipe_dialog_present (GTK_WINDOW (*parent), session);
  windows = g_object_ref (gtk_window_get_toplevels ());
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) item = g_list_model_get_item (windows, i);

      if (SCOPE_IS_RECIPE_DIALOG (item))
        dialog = item;
    }
  g_assert_nonnull (dialog);
  app_test_wait_until (gtk_widget_get_mapped (dialog), 10);
  return dialog;
}

/* The first row under @root with this title. */
static GtkWidget *
find_row (GtkWidget *root, const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (root)
      && g_str_has_prefix (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
press (GtkWidget *dialog, const char *label)
{
  GtkWidget *button =
      gtk_widget_get_ancestor (app_test_find_label (dialog, label), GTK_TYPE_BUTTON);

  g_signal_emit_by_name (button, "clicked");
}

static void
close_both (GtkWidget *parent, ScopeSession *session)
{
  gtk_window_destroy (GTK_WINDOW (parent));
  app_test_wait_until (!scope_session_get_busy (session), 10);
  g_object_unref (session);
}

/* All inputs from standard to min–max: the limits are those of the rows that the recipe says, as
 * csv and min() have them. */
static void
test_scaling (void)
{
  static const double limits[2] = { 17.06, 100.04 };
  ScopeSession *session = open_sample ();
  GtkWidget *parent;
  GtkWidget *dialog = present_dialog (session, &parent);
  ScopeRecipe *before = scope_session_get_recipe (session);
  ScopeRecipe *after;
  gboolean can_undo;

  adw_combo_row_set_selected (ADW_COMBO_ROW (find_row (dialog, "All inputs")), 3);
  press (dialog, "Apply");
  app_test_wait_until (scope_session_get_recipe (session) != before, 30);
  after = scope_session_get_recipe (session);
  g_assert_cmpint (scope_recipe_get_feature (after, 0)->scaling.kind, ==, SCOPE_SCALING_MINMAX);
  scope_assert_close (scope_recipe_get_feature (after, 0)->scaling.data_min, limits[0], 0);
  scope_assert_close (scope_recipe_get_feature (after, 0)->scaling.data_max, limits[1], 0);
  g_assert_cmpint (scope_recipe_get_target (after, 0)->inverse.kind, ==, SCOPE_SCALING_MINMAX);
  /* Sine and cosine are never scaled. */
  g_assert_cmpint (scope_recipe_get_feature (after, 4)->scaling.kind, ==, SCOPE_SCALING_NONE);
  g_object_get (session, "can-undo", &can_undo, NULL);
  g_assert_true (can_undo);
  close_both (parent, session);
}

/* Another column for the first input, its scaling typed in. */
static void
test_feature (void)
{
  ScopeSession *session = open_sample ();
  GtkWidget *parent;
  GtkWidget *dialog = present_dialog (session, &parent);
  ScopeRecipe *before = scope_session_get_recipe (session);
  GtkWidget *row = find_row (dialog, "Input 0");
  GtkWidget *column = app_test_find (row, GTK_TYPE_DROP_DOWN);
  GListModel *choices = gtk_drop_down_get_model (GTK_DROP_DOWN (column));
  ScopeScaling scaling = { SCOPE_SCALING_STANDARD, 0, 1, 0, 1, 1013.5, 7.25 };
  const ScopeFeature *feature;

  for (guint i = 0; i < g_list_model_get_n_items (choices); i++)
    {
      g_autoptr (GtkStringObject) choice = g_list_model_get_item (choices, i);

      if (g_str_equal (gtk_string_object_get_string (choice), "pressure"))
        gtk_drop_down_set_selected (GTK_DROP_DOWN (column), i);
    }
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  {
    GtkWidget *editor = app_test_find (row, SCOPE_TYPE_SCALING_EDITOR);
    GtkWidget *mean = gtk_widget_get_next_sibling (app_test_find_label (editor, "mean"));
    GtkWidget *scale = gtk_widget_get_next_sibling (app_test_find_label (editor, "scale"));

    gtk_editable_set_text (GTK_EDITABLE (mean), "1013.5");
    gtk_editable_set_text (GTK_EDITABLE (scale), "7.25");
  }
  press (dialog, "Apply");
  app_test_wait_until (scope_session_get_recipe (session) != before, 30);
  feature = scope_recipe_get_feature (scope_session_get_recipe (session), 0);
  g_assert_cmpstr (feature->column, ==, "pressure");
  scope_assert_close (feature->scaling.mean, scaling.mean, 0);
  scope_assert_close (feature->scaling.scale, scaling.scale, 0);
  close_both (parent, session);
}

/* What cannot be meant is said with what is expected; nothing is lost, and nothing is changed. */
static void
test_bad_input (void)
{
  ScopeSession *session = open_sample ();
  GtkWidget *parent;
  GtkWidget *dialog = present_dialog (session, &parent);
  ScopeRecipe *before = scope_session_get_recipe (session);
  GtkWidget *last = find_row (dialog, "To row");
  GtkWidget *scored = find_row (dialog, "Scored from");

  gtk_editable_set_text (GTK_EDITABLE (last), "many");
  g_assert_true (gtk_widget_has_css_class (last, "error"));
  press (dialog, "Apply");
  g_assert_nonnull (app_test_find_label (dialog, "“many”"));
  g_assert_nonnull (app_test_find_label (dialog, "a whole number"));
  g_assert_true (scope_session_get_recipe (session) == before);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (last)), ==, "many");

  gtk_editable_set_text (GTK_EDITABLE (last), "5766");
  g_assert_false (gtk_widget_has_css_class (last, "error"));
  gtk_editable_set_text (GTK_EDITABLE (scored), "soon");
  press (dialog, "Apply");
  g_assert_nonnull (app_test_find_label (dialog, "a time such as 2013-09-01 06:00"));
  g_assert_true (scope_session_get_recipe (session) == before);

  /* What only table and model can judge is said in the same place. */
  gtk_editable_set_text (GTK_EDITABLE (scored), "2013-09-01 06:00");
  gtk_editable_set_text (GTK_EDITABLE (last), "99999");
  press (dialog, "Apply");
  app_test_wait_until (
      app_test_find_label (dialog, "99999") != NULL && !scope_session_get_busy (session), 30);
  g_assert_nonnull (app_test_find_label (dialog, "8703"));
  g_assert_true (scope_session_get_recipe (session) == before);
  close_both (parent, session);
}

/* Nothing changed: nothing to undo, nothing to run anew. */
static void
test_same (void)
{
  ScopeSession *session = open_sample ();
  GtkWidget *parent;
  GtkWidget *dialog = present_dialog (session, &parent);
  ScopeRecipe *before = scope_session_get_recipe (session);

  press (dialog, "Apply");
  app_test_wait_until (!scope_session_get_busy (session), 30);
  g_assert_true (scope_session_get_recipe (session) == before);
  close_both (parent, session);
}

/* Where the last recipe of these files is kept, which nobody could guess of a sandbox. */
static void
test_kept (void)
{
  ScopeSession *session = open_sample ();
  GtkWidget *parent;
  GtkWidget *dialog = present_dialog (session, &parent);
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "gatescope", "recipes", NULL);

  g_assert_nonnull (app_test_find_label (dialog, folder));
  close_both (parent, session);
}

/* What a person may type. */
static void
test_entries (void)
{
  GtkWidget *entry = g_object_ref_sink (gtk_entry_new ());
  GtkEditable *editable = GTK_EDITABLE (entry);
  double number = 1;
  guint64 count = 1;

  gtk_editable_set_text (editable, " \xe2\x88\x92"
                                   "12.5 ");
  g_assert_true (scope_entry_check_number (editable, &number));
  scope_assert_close (number, -12.5, 0);
  gtk_editable_set_text (editable, "");
  g_assert_true (scope_entry_check_number (editable, &number));
  scope_assert_close (number, -12.5, 0);
  gtk_editable_set_text (editable, "inf");
  g_assert_false (scope_entry_check_number (editable, &number));
  gtk_editable_set_text (editable, "0");
  g_assert_false (scope_entry_check_count (editable, 1, &count));
  gtk_editable_set_text (editable, "24");
  g_assert_true (scope_entry_check_count (editable, 1, &count));
  g_assert_cmpuint (count, ==, 24);
  gtk_editable_set_text (editable, "2013-09-01 06:00");
  g_assert_true (scope_entry_check_time (editable, &number));
  /* date -u -d '2013-09-01 06:00' +%s */
  scope_assert_close (number, 1378015200, 0);
  gtk_editable_set_text (editable, "2013-02-30");
  g_assert_false (scope_entry_check_time (editable, &number));
  g_object_unref (entry);
}

int
main (int argc, char *argv[])
{
  app_test_init (&argc, &argv);
  g_test_add_func ("/recipe-dialog/scaling", test_scaling);
  g_test_add_func ("/recipe-dialog/feature", test_feature);
  g_test_add_func ("/recipe-dialog/bad-input", test_bad_input);
  g_test_add_func ("/recipe-dialog/same", test_same);
  g_test_add_func ("/recipe-dialog/kept", test_kept);
  g_test_add_func ("/recipe-dialog/entries", test_entries);
  return g_test_run ();
}
