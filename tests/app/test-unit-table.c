/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-unit-table.h"

#include "app-test.h"
#include "scope-unit-filter.h"

#include <string.h>

typedef struct
{
  gboolean done;
  ScopeUnitData *data;
  GError *error;
} Answer;

typedef struct
{
  ScopeSession *session;
  ScopeUnitData *data;
  GtkWidget *window;
  ScopeUnitTable *table;
  GListModel *shown;
} Fixture;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->data = scope_unit_data_load_finish (result, &answer->error);
  answer->done = TRUE;
}

static void
set_up (Fixture *fixture)
{
  Answer answer = { FALSE };
  GtkColumnView *view;

  fixture->session = app_test_open ("pairs/models/newark-autumn.h5", NULL);
  scope_unit_data_load_async (scope_session_get_model (fixture->session),
                              scope_session_get_gates_layer (fixture->session), NULL, loaded_cb,
                              &answer);
  scope_test_wait (&answer.done, 30);
  g_assert_no_error (answer.error);
  fixture->data = answer.data;
  fixture->table = g_object_new (SCOPE_TYPE_UNIT_TABLE, NULL);
  scope_unit_table_set_session (fixture->table, fixture->session);
  scope_unit_table_set_data (fixture->table, scope_session_get_gates (fixture->session),
                             fixture->data);
  fixture->window = app_test_present (GTK_WIDGET (fixture->table), 800, 400);
  view = GTK_COLUMN_VIEW (app_test_find (GTK_WIDGET (fixture->table), GTK_TYPE_COLUMN_VIEW));
  fixture->shown = G_LIST_MODEL (gtk_column_view_get_model (view));
}

static void
tear_down (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  scope_unit_data_unref (fixture->data);
  g_object_unref (fixture->session);
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (fixture->shown);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

/* What is typed leaves the unit of that number; what no unit is like says so, and a button leads back. */
static void
test_search (void)
{
  Fixture fixture;
  GtkWidget *search;
  guint n;

  set_up (&fixture);
  n = count (&fixture);
  g_assert_cmpuint (n, ==, scope_gates_get_n_units (scope_session_get_gates (fixture.session)));
  scope_session_set_unit (fixture.session, 1);
  search = app_test_find (GTK_WIDGET (fixture.table), GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (search), "2");
  app_test_wait_until (count (&fixture) == 1, 5);
  {
    g_autoptr (ScopeUnitRow) row = g_list_model_get_item (fixture.shown, 0);

    g_assert_cmpuint (scope_unit_row_get_unit (row), ==, 2);
  }
  /* Looking for another one does not choose it, nor lets the chosen one go. */
  g_assert_cmpint (scope_session_get_unit (fixture.session), ==, 1);

  gtk_editable_set_text (GTK_EDITABLE (search), "no such remark");
  app_test_wait_until (count (&fixture) == 0, 5);
  app_test_draw (GTK_WIDGET (fixture.table));
  g_assert_true (gtk_widget_get_mapped (
      app_test_find_label (GTK_WIDGET (fixture.table), "No unit is like that.")));
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  app_test_wait_until (count (&fixture) == n, 5);
  g_assert_cmpint (scope_session_get_unit (fixture.session), ==, 1);
  tear_down (&fixture);
}

/* Ctrl+C gives a spreadsheet what is shown: the heading of `stats --units`, a line for each row, tabs between. */
static void
test_copy (void)
{
  Fixture fixture;
  GdkClipboard *clipboard;
  char *text = NULL;
  g_auto (GStrv) lines = NULL;

  set_up (&fixture);
  scope_unit_table_sort (fixture.table, SCOPE_UNIT_W_NORM);
  clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture.table));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture.table), "units.copy", NULL));
  gdk_clipboard_read_text_async (clipboard, NULL, read_cb, &text);
  app_test_wait_until (text != NULL, 10);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpstr (
      lines[0], ==,
      "unit\tw_norm\tu_in_norm\tu_out_norm\thead_norm\tforget_bias\tmemory_steps\tflags");
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + count (&fixture) + 1);
  for (guint i = 0; i < count (&fixture); i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[1 + i], "\t", -1);
      g_autoptr (ScopeUnitRow) row = g_list_model_get_item (fixture.shown, i);

      g_assert_cmpuint (g_strv_length (fields), ==, 8);
      g_assert_cmpuint (g_ascii_strtoull (fields[0], NULL, 10), ==, scope_unit_row_get_unit (row));
      g_assert_cmpfloat (g_ascii_strtod (fields[1], NULL), ==,
                         scope_unit_row_get (row, SCOPE_UNIT_W_NORM));
    }
  g_free (text);
  tear_down (&fixture);
}

/* Each choice of remarks lists as many units as it says. */
static void
test_remarks (void)
{
  Fixture fixture;
  GtkWidget *search, *choice;
  g_autoptr (GArray) flags = NULL;
  g_autoptr (GtkStringList) choices = NULL;
  guint n;

  set_up (&fixture);
  n = count (&fixture);
  choices = scope_unit_filter_list_choices (fixture.data, &flags);
  search = app_test_find (GTK_WIDGET (fixture.table), GTK_TYPE_SEARCH_ENTRY);
  choice = gtk_widget_get_next_sibling (search);
  g_assert_true (GTK_IS_DROP_DOWN (choice));
  for (guint i = flags->len; i-- > 1;)
    {
      const char *text = gtk_string_list_get_string (choices, i);

      gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), i);
      g_assert_cmpuint (count (&fixture), ==, g_ascii_strtoull (strrchr (text, ' ') + 1, NULL, 10));
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), 0);
  g_assert_cmpuint (count (&fixture), ==, n);
  tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  app_test_init (&argc, &argv);
  g_test_add_func ("/unit-table/search", test_search);
  g_test_add_func ("/unit-table/copy", test_copy);
  g_test_add_func ("/unit-table/remarks", test_remarks);
  return g_test_run ();
}
