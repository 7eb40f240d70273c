/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-view.h"

#include "app-test.h"
#include "gates-test.h"
#include "scope-color-bar.h"
#include "scope-export.h"
#include "scope-linkage.h"

#include <stdio.h>
#include <string.h>

static void
activate (GtkWidget *button)
{
  g_assert_true (gtk_widget_get_mapped (button));
  g_signal_emit_by_name (button, "clicked");
}

/* Buttons zoom around the cursor and back; keys bring what they go to into sight. All of them say what they do. */
static void
test_zoom (void)
{
  GatesTest fixture;
  ScopeGateView *view;
  GtkWidget *in, *out, *fit;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *last = NULL;
  g_autofree char *seen = NULL;
  const char *columns;
  guint first, end, n;

  gates_test_set_up (&fixture, "pairs/models/newark-june.keras", NULL, NULL);
  view = SCOPE_GATE_VIEW (fixture.view);
  in = gates_test_find_by_name (fixture.page, GTK_TYPE_BUTTON, "Zoom in");
  out = gates_test_find_by_name (fixture.page, GTK_TYPE_BUTTON, "Zoom out");
  fit = gates_test_find_by_name (fixture.page, GTK_TYPE_BUTTON, "Show all");
  g_assert_true (in != NULL && out != NULL && fit != NULL);
  g_assert_true (scope_gate_view_get_whole (view));
  gates_test_move (&fixture, SCOPE_MOVE_DOWN);
  gates_test_move (&fixture, SCOPE_MOVE_RIGHT);
  before = scope_gate_view_dup_cursor_words (view);
  for (guint i = 0; i < 12; i++)
    {
      activate (in);
      app_test_draw (fixture.page);
    }
  g_assert_false (scope_gate_view_get_whole (view));
  seen = SCOPE_PLOT_GET_CLASS (fixture.view)->summarize (fixture.view);
  g_test_message ("%s", seen);
  /* How many fit depends on the picture's width; the cursor's column, the second, is always among them. */
  columns = strstr (seen, ". Columns ");
  g_assert_nonnull (columns);
  g_assert_cmpint (sscanf (columns, ". Columns %u to %u of %u are seen.", &first, &end, &n), ==, 3);
  g_assert_cmpuint (first, <=, 2);
  g_assert_cmpuint (end, >=, 2);
  g_assert_cmpuint (end - first + 1, <, n);
  g_assert_true (g_str_has_suffix (seen, " are seen."));
  after = scope_gate_view_dup_cursor_words (view);
  g_assert_cmpstr (after, ==, before);
  /* The last weight of all is not seen; a key goes there, and it is where the picture then is. */
  g_assert_true (gates_test_move (&fixture, SCOPE_MOVE_END));
  app_test_draw (fixture.page);
  last = scope_gate_view_dup_cursor_words (view);
  g_assert_true (gates_test_point_at (&fixture, last));
  activate (out);
  g_assert_false (scope_gate_view_get_whole (view));
  activate (fit);
  g_assert_true (scope_gate_view_get_whole (view));
  gates_test_tear_down (&fixture);
}

static GtkDropDown *
find_choice (GatesTest *fixture, const char *name)
{
  GtkWidget *choice = gates_test_find_by_name (fixture->page, GTK_TYPE_DROP_DOWN, name);

  g_assert_nonnull (choice);
  return GTK_DROP_DOWN (choice);
}

/* The four ways to set the ends of the colours; a typed one is checked, and says so to those who do not see it. */
static void
test_range (void)
{
  GatesTest fixture;
  GtkDropDown *choice;
  GtkWidget *entry, *bar;
  ScopeGateView *view;
  double most, all;

  gates_test_set_up (&fixture, "keras3/gates-keras3.keras", NULL, NULL);
  view = SCOPE_GATE_VIEW (fixture.view);
  bar = gates_test_find_mapped (fixture.page, SCOPE_TYPE_COLOR_BAR);
  choice = find_choice (&fixture, "Range of the colours");
  most = scope_gate_view_get_extent (view);
  gtk_drop_down_set_selected (choice, 1);
  all = scope_gate_view_get_extent (view);
  g_assert_cmpfloat (most, <=, all);
  g_assert_cmpint (g_list_model_get_n_items (gtk_drop_down_get_model (choice)), ==, 4);

  gtk_drop_down_set_selected (choice, 2);
  app_test_draw (fixture.page);
  {
    g_autofree char *csv = SCOPE_PLOT_GET_CLASS (bar)->dup_csv (SCOPE_PLOT (bar));
    g_autofree char *summary = SCOPE_PLOT_GET_CLASS (bar)->summarize (SCOPE_PLOT (bar));

    g_assert_null (csv);
    g_assert_cmpstr (summary, ==, "Each gate has its own scale: weight (no unit)");
  }

  gtk_drop_down_set_selected (choice, 3);
  entry = gates_test_find_by_name (
      fixture.page, GTK_TYPE_ENTRY,
      "End of the colours: a number, or a share of the weights in per cent");
  g_assert_true (entry != NULL && gtk_widget_get_visible (entry));
  gtk_editable_set_text (GTK_EDITABLE (entry), "0.25");
  g_assert_cmpfloat (scope_gate_view_get_extent (view), ==, 0.25);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_FALSE);
  gtk_editable_set_text (GTK_EDITABLE (entry), "-1");
  g_assert_cmpfloat (scope_gate_view_get_extent (view), ==, 0.25);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  gtk_editable_set_text (GTK_EDITABLE (entry), "50 %");
  g_assert_cmpfloat (scope_gate_view_get_extent (view), <, all);
  g_assert_cmpfloat (scope_gate_view_get_extent (view), >, 0);
  gtk_drop_down_set_selected (choice, 0);
  g_assert_false (gtk_widget_get_visible (entry));
  g_assert_cmpfloat (scope_gate_view_get_extent (view), ==, most);
  gates_test_tear_down (&fixture);
}

/* Units by likeness: worked out beside the main loop, then walked through by keys in the order of the tree. */
static void
test_likeness (void)
{
  GatesTest fixture;
  GtkDropDown *choice;
  ScopeGateView *view;
  g_autoptr (ScopeLinkage) linkage = NULL;
  g_autoptr (GError) error = NULL;
  guint n;

  gates_test_set_up (&fixture, "pairs/models/newark-june.keras", NULL, NULL);
  view = SCOPE_GATE_VIEW (fixture.view);
  choice = find_choice (&fixture, "Order of the units");
  gtk_drop_down_set_selected (choice, 1);
  g_assert_cmpstr (
      gtk_string_object_get_string (GTK_STRING_OBJECT (gtk_drop_down_get_selected_item (choice))),
      ==, "likeness");
  g_assert_true (scope_gate_view_get_busy (view));
  app_test_wait_until (!scope_gate_view_get_busy (view), 10);
  gtk_widget_activate_action (fixture.page, "gates.cluster-rows", NULL);
  app_test_wait_until (!scope_gate_view_get_busy (view), 10);
  app_test_draw (fixture.page);

  linkage =
      scope_linkage_new_weights (scope_session_get_gates (fixture.session), SCOPE_LINKAGE_COLUMNS,
                                 15, -1, FALSE, SCOPE_LEAF_ORDER_OPTIMAL, NULL, &error);
  g_assert_no_error (error);
  n = scope_linkage_get_n_items (linkage);
  g_assert_true (gates_test_move (&fixture, SCOPE_MOVE_DOWN));
  g_assert_true (gates_test_move (&fixture, SCOPE_MOVE_END));
  gates_test_move (&fixture, SCOPE_MOVE_START);
  for (guint place = 0; place < n; place++)
    {
      gates_test_choose (&fixture);
      g_assert_cmpint (scope_session_get_unit (fixture.session), ==,
                       (int) scope_linkage_get_leaves (linkage)[place]);
      if (place + 1 < n)
        g_assert_true (gates_test_move (&fixture, SCOPE_MOVE_RIGHT));
    }
  gates_test_tear_down (&fixture);
}

/* Peepholes have their button, their row and their words; other cells have not. */
static void
test_peepholes (void)
{
  GatesTest fixture;
  GtkWidget *button;
  g_autofree char *csv = NULL;
  guint n;

  gates_test_set_up (&fixture, "keras3/gates-keras3.keras", NULL, NULL);
  g_assert_false (gtk_widget_get_visible (gates_test_find_button (fixture.page, "V")));
  gates_test_tear_down (&fixture);

  gates_test_set_up (&fixture, "layers/keras2/peephole-keras2.h5", NULL, NULL);
  button = gates_test_find_button (fixture.page, "V");
  g_assert_true (gtk_widget_get_mapped (button));
  g_assert_true (gates_test_point_at (&fixture, "V, output o: cell of unit 0: "));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  g_assert_cmpint (scope_session_get_matrix (fixture.session), ==, SCOPE_MATRIX_V);
  app_test_draw (fixture.page);
  g_assert_false (gates_test_point_at (&fixture, "W, "));
  csv = SCOPE_PLOT_GET_CLASS (fixture.view)->dup_csv (fixture.view);
  {
    g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);

    n = scope_gates_get_n_units (scope_session_get_gates (fixture.session));
    g_assert_cmpuint (g_strv_length (lines), ==, 1 + 3 * n + 1);
    g_assert_true (g_str_has_prefix (lines[1], "V,i,,0,"));
  }
  gates_test_tear_down (&fixture);
}

/* An exported picture has its scale on it, and its numbers can be copied as Python. */
static void
test_export_legend (void)
{
  GatesTest fixture;
  g_autoptr (GBytes) png = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *python = NULL;

  gates_test_set_up (&fixture, "keras3/gates-keras3.keras", NULL, NULL);
  png = scope_plot_export (fixture.view, SCOPE_EXPORT_PNG, &error);
  g_assert_no_error (error);
  texture = gdk_texture_new_from_bytes (png, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==,
                   2 * gtk_widget_get_width (GTK_WIDGET (fixture.view)));
  g_assert_cmpint (gdk_texture_get_height (texture), >=,
                   2 * gtk_widget_get_height (GTK_WIDGET (fixture.view)) + 60);
  scope_session_set_gate (fixture.session, 3);
  python = SCOPE_PLOT_GET_CLASS (fixture.view)->dup_numpy (fixture.view, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (python, "import numpy as np\n\nW_o = np.array([["));
  g_assert_nonnull (strstr (python, "\nU_o = np.array([["));
  g_assert_nonnull (strstr (python, "\nb_o = np.array(["));
  g_assert_null (strstr (python, "_i ="));
  gates_test_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  app_test_init (&argc, &argv);
  g_test_add_func ("/gate-view/zoom", test_zoom);
  g_test_add_func ("/gate-view/range", test_range);
  g_test_add_func ("/gate-view/likeness", test_likeness);
  g_test_add_func ("/gate-view/peepholes", test_peepholes);
  g_test_add_func ("/gate-view/export-legend", test_export_legend);
  return g_test_run ();
}
