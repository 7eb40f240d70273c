/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page that shows a file as it is: what h5py reads in these fixtures (tests/fixtures/h5py, tests/fixtures/generator/bad.py). */
#include "scope-file-page.h"

#include "app-test.h"
#include "scope-file-item.h"
#include "scope-reader.h"

static ScopeFileItem *
open_root (const char *name)
{
  g_autofree char *path = scope_test_fixture_path (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeImage) image =
      scope_reader_open (path, SCOPE_READER_TREE_ONLY, NULL, NULL, &error);

  g_assert_no_error (error);
  return scope_file_item_new (image);
}

/* The item called @name in @parent. */
static ScopeFileItem *
find (ScopeFileItem *parent, const char *name)
{
  GListModel *children = scope_file_item_get_children (parent);

  for (guint i = 0; i < g_list_model_get_n_items (children); i++)
    {
      g_autoptr (ScopeFileItem) item = g_list_model_get_item (children, i);

      if (g_str_equal (scope_file_item_get_name (item), name))
        return item;
    }
  g_error ("nothing called %s", name);
}

static void
test_items (void)
{
  g_autoptr (ScopeFileItem) root = open_root ("bad/no-model.h5");
  ScopeFileItem *group = find (root, "weather");
  ScopeFileItem *values = find (group, "block0_values");
  ScopeFileItem *names = find (group, "axis0");

  g_assert_cmpstr (scope_file_item_get_name (root), ==, "/");
  g_assert_cmpstr (scope_file_item_get_kind (group), ==, "group");
  g_assert_null (scope_file_item_get_shape (group));
  g_assert_cmpuint (g_list_model_get_n_items (scope_file_item_get_children (group)), ==, 3);
  g_assert_cmpstr (scope_file_item_get_kind (values), ==, "float64");
  g_assert_cmpstr (scope_file_item_get_shape (values), ==, "5 × 2");
  g_assert_cmpstr (scope_file_item_get_storage (values), ==, "contiguous");
  g_assert_null (scope_file_item_get_children (values));
  g_assert_cmpstr (scope_file_item_get_kind (names), ==, "string");
}

static void
test_links (void)
{
  g_autoptr (ScopeFileItem) root = open_root ("bad/soft-link.h5");
  guint n_links = 0;
  GPtrArray *open = g_ptr_array_new ();

  g_ptr_array_add (open, root);
  for (guint k = 0; k < open->len; k++)
    {
      GListModel *children = scope_file_item_get_children (g_ptr_array_index (open, k));

      for (guint i = 0; children != NULL && i < g_list_model_get_n_items (children); i++)
        {
          g_autoptr (ScopeFileItem) item = g_list_model_get_item (children, i);

          n_links += g_str_equal (scope_file_item_get_kind (item), "link");
          g_ptr_array_add (open, item);
        }
    }
  g_assert_cmpuint (n_links, >, 0);
  g_ptr_array_unref (open);
}

static void
test_values (void)
{
  g_autoptr (GVariant) words =
      g_variant_ref_sink (g_variant_new_strv ((const char *const[]){ "dense_1", "lstm_1" }, 2));
  g_autoptr (GVariant) text = g_variant_ref_sink (g_variant_new_string ("0123456789"));
  g_autofree char *joined = scope_file_item_dup_value (words, 100);
  g_autofree char *cut = scope_file_item_dup_value (text, 4);

  g_assert_cmpstr (joined, ==, "dense_1, lstm_1");
  g_assert_cmpstr (cut, ==, "0123… (10 characters)");
}

static gboolean
has_label (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_label (child, text))
      return TRUE;
  return FALSE;
}

static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, label);
  return found;
}

/* The tree comes, a dataset's values when they are asked for, a message for a file that is none. */
static void
test_page (void)
{
  g_autofree char *path = scope_test_fixture_path ("bad/no-model.h5");
  g_autofree char *bad_path = scope_test_fixture_path ("bad/text.h5");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) bad = g_file_new_for_path (bad_path);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = scope_file_page_new ();
  GtkSelectionModel *rows;
  GtkWidget *button;

  gtk_window_set_default_size (GTK_WINDOW (window), 900, 700);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  scope_file_page_set_file (SCOPE_FILE_PAGE (page), file);
  app_test_wait_until (has_label (page, "block0_values"), 10);
  g_assert_true (has_label (page, "PYTABLES_FORMAT_VERSION"));

  /* 9 is what bad.py wrote last. */
  rows = gtk_column_view_get_model (GTK_COLUMN_VIEW (app_test_find (page, GTK_TYPE_COLUMN_VIEW)));
  gtk_selection_model_select_item (rows, g_list_model_get_n_items (G_LIST_MODEL (rows)) - 1, TRUE);
  button = find_button (page, "Show _Values");
  g_assert_true (gtk_widget_get_visible (button));
  g_signal_emit_by_name (button, "clicked");
  app_test_wait_until (has_label (page, "4") && has_label (page, "9"), 10);
  g_assert_false (gtk_widget_get_visible (button));

  scope_file_page_set_file (SCOPE_FILE_PAGE (page), bad);
  app_test_wait_until (gtk_widget_get_mapped (app_test_find (page, ADW_TYPE_STATUS_PAGE)), 10);
  scope_file_page_set_file (SCOPE_FILE_PAGE (page), NULL);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  app_test_init (&argc, &argv);

  g_test_add_func ("/app/file-page/items", test_items);
  g_test_add_func ("/app/file-page/links", test_links);
  g_test_add_func ("/app/file-page/values", test_values);
  g_test_add_func ("/app/file-page/page", test_page);
  return g_test_run ();
}
