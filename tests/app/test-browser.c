/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-browser.h"

#include "app-test.h"
#include "scope-browser-item.h"

/* W, U, b under a recurrent layer and the four gates under each, with this fixture's own shapes. */
static void
test_items (void)
{
  ScopeSession *session = app_test_open ("keras3/gates-keras3.keras", NULL);
  ScopeModel *model = scope_session_get_model (session);
  ScopeGates *gates = scope_session_get_gates (session);
  guint n_recurrent = 0;

  for (guint i = 0; i < scope_model_get_n_layers (model); i++)
    {
      g_autoptr (ScopeBrowserItem) item = scope_browser_item_new (model, i);
      ScopeLayer *layer = scope_model_get_layer (model, i);
      GListModel *matrices = scope_browser_item_get_children (item);
      static const char *const letters[] = { "W", "U", "b" };

      g_assert_cmpstr (scope_browser_item_get_title (item), ==, scope_layer_get_name (layer));
      g_assert_true (scope_browser_item_is_layer (item));
      g_assert_true (scope_browser_item_matches (item, ""));
      g_assert_true (scope_browser_item_matches (item, scope_layer_get_class (layer)));
      g_assert_false (scope_browser_item_matches (item, "no such layer"));
      if (!scope_layer_is_recurrent (layer))
        {
          g_assert_null (matrices);
          continue;
        }
      n_recurrent++;
      g_assert_cmpint (g_list_model_get_n_items (matrices), ==, 3);
      for (guint m = 0; m < 3; m++)
        {
          g_autoptr (ScopeBrowserItem) matrix = g_list_model_get_item (matrices, m);
          GListModel *rows = scope_browser_item_get_children (matrix);
          g_autoptr (ScopeBrowserItem) candidate = g_list_model_get_item (rows, 2);

          g_assert_cmpstr (scope_browser_item_get_title (matrix), ==, letters[m]);
          g_assert_cmpint (g_list_model_get_n_items (rows), ==, 4);
          g_assert_cmpstr (scope_browser_item_get_title (candidate), ==, "candidate c\u0303");
          g_assert_cmpint (scope_browser_item_get_matrix (candidate), ==, (int) m);
          g_assert_cmpint (scope_browser_item_get_gate (candidate), ==, 2);
          g_assert_cmpint (scope_browser_item_get_hue (candidate), ==, SCOPE_HUE_C);
          if (m == SCOPE_MATRIX_W)
            {
              g_autofree char *shape =
                  g_strdup_printf ("%u × %u", scope_gates_get_n_features (gates),
                                   4 * scope_gates_get_n_units (gates));

              g_assert_cmpstr (scope_browser_item_get_detail (matrix), ==, shape);
            }
        }
    }
  g_assert_cmpint (n_recurrent, ==, 1);
  g_assert_finalize_object (session);
}

static GtkSingleSelection *
get_selection (GtkWidget *browser)
{
  GtkWidget *list = app_test_find (browser, GTK_TYPE_LIST_VIEW);

  return GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
}

static ScopeBrowserItem *
get_item (GtkSingleSelection *selection, guint position)
{
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (selection), position);

  return gtk_tree_list_row_get_item (row);
}

/* Position of the row that shows @title, or GTK_INVALID_LIST_POSITION. */
static guint
find_row (GtkSingleSelection *selection, const char *title)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (selection)); i++)
    {
      g_autoptr (ScopeBrowserItem) item = get_item (selection, i);

      if (g_strcmp0 (scope_browser_item_get_title (item), title) == 0)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

/* A row chosen is the session's selection, and the other way round. */
static void
test_selection (void)
{
  ScopeSession *session = app_test_open ("keras3/gates-keras3.keras", NULL);
  ScopeBrowser *browser = g_object_new (SCOPE_TYPE_BROWSER, NULL);
  GtkWidget *window;
  GtkSingleSelection *selection;
  ScopeBrowserItem *item;
  guint u;

  scope_browser_set_session (browser, session);
  window = app_test_present (GTK_WIDGET (browser), 280, 600);
  selection = get_selection (GTK_WIDGET (browser));

  item = get_item (selection, gtk_single_selection_get_selected (selection));
  g_assert_cmpstr (scope_browser_item_get_path (item), ==, scope_session_get_layer (session));
  g_object_unref (item);

  u = find_row (selection, "U");
  g_assert_cmpuint (u, !=, GTK_INVALID_LIST_POSITION);
  gtk_single_selection_set_selected (selection, u);
  g_assert_cmpint (scope_session_get_matrix (session), ==, SCOPE_MATRIX_U);
  g_assert_cmpint (scope_session_get_gate (session), ==, -1);

  scope_session_set_matrix (session, SCOPE_MATRIX_B);
  item = get_item (selection, gtk_single_selection_get_selected (selection));
  g_assert_cmpint (scope_browser_item_get_matrix (item), ==, SCOPE_MATRIX_B);
  g_object_unref (item);

  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (session);
}

/* Searching keeps the selection of what is still listed, and says where nothing is. */
static void
test_search (void)
{
  ScopeSession *session = app_test_open ("keras3/stacked-keras3.keras", NULL);
  ScopeBrowser *browser = g_object_new (SCOPE_TYPE_BROWSER, NULL);
  GtkWidget *window, *entry;
  GtkSingleSelection *selection;
  guint n_all, n_found;
  g_autofree char *layer = NULL;

  scope_browser_set_session (browser, session);
  window = app_test_present (GTK_WIDGET (browser), 280, 600);
  selection = get_selection (GTK_WIDGET (browser));
  entry = app_test_find (GTK_WIDGET (browser), GTK_TYPE_SEARCH_ENTRY);
  n_all = g_list_model_get_n_items (G_LIST_MODEL (selection));
  layer = g_strdup (scope_session_get_layer (session));

  gtk_editable_set_text (GTK_EDITABLE (entry), "dense");
  app_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (selection)) < n_all, 5);
  n_found = g_list_model_get_n_items (G_LIST_MODEL (selection));
  g_assert_cmpuint (n_found, >, 0);
  for (guint i = 0; i < n_found; i++)
    {
      g_autoptr (ScopeBrowserItem) item = get_item (selection, i);

      g_assert_true (scope_browser_item_matches (item, "dense"));
    }
  g_assert_cmpstr (scope_session_get_layer (session), ==, layer);

  gtk_editable_set_text (GTK_EDITABLE (entry), "no such layer");
  app_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (selection)) == 0, 5);
  g_assert_true (
      gtk_widget_get_mapped (app_test_find (GTK_WIDGET (browser), ADW_TYPE_STATUS_PAGE)));

  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (session);
}

/* Branches: in → start → filter, open → gate → add, and start → add past them (tests/fixtures/generator/graphs.py). */
static void
test_graph (void)
{
  ScopeSession *session = app_test_open ("layers/keras3/wavenet-keras3.keras", NULL);
  g_autoptr (GPtrArray) items = scope_browser_item_list (scope_session_get_model (session));
  static const struct
  {
    const char *name;
    const char *subtitle; /* what it begins with */
    guint node;
    guint in;
    guint after;
  } rows[] = {
    { "in", "→", 0, 0, 1 },
    { "start", "in →", 0, 1, 1 },
    { "filter_1", "start →", 1, 1, 3 },
    { "open_1", "start →", 2, 1, 7 },
    { "gate_1", "filter_1, open_1 →", 1, 6, 3 },
    { "add_1", "start, gate_1 →", 0, 3, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ScopeBrowserItem *item = g_ptr_array_index (items, i);
      const ScopeRails *rails = scope_browser_item_get_rails (item);

      g_assert_cmpstr (scope_browser_item_get_title (item), ==, rows[i].name);
      g_assert_true (g_str_has_prefix (scope_browser_item_get_subtitle (item), rows[i].subtitle));
      g_assert_nonnull (rails);
      g_assert_cmpuint (rails->node, ==, rows[i].node);
      g_assert_cmphex (rails->in, ==, rows[i].in);
      g_assert_cmphex (rails->after, ==, rows[i].after);
      g_assert_cmpuint (scope_browser_item_get_n_lanes (item), ==, 3);
    }
  g_assert_finalize_object (session);
}

/* A plain row of layers needs no lines; a model in a model has its own, and its rows know what they are under. */
static void
test_nested (void)
{
  ScopeSession *row = app_test_open ("keras3/gates-keras3.keras", NULL);
  ScopeSession *session = app_test_open ("layers/keras3/nested-graph-keras3.keras", NULL);
  g_autoptr (GPtrArray) plain = scope_browser_item_list (scope_session_get_model (row));
  g_autoptr (GPtrArray) items = scope_browser_item_list (scope_session_get_model (session));
  ScopeBrowserItem *middle = g_ptr_array_index (items, 2);
  GListModel *inside = scope_browser_item_get_children (middle);
  g_autoptr (ScopeBrowserItem) deep = g_list_model_get_item (inside, 1);

  g_assert_null (scope_browser_item_get_rails (g_ptr_array_index (plain, 0)));
  g_assert_true (g_str_has_prefix (scope_browser_item_get_subtitle (middle), "in, row →"));
  g_assert_cmphex (scope_browser_item_get_rails (middle)->in, ==, 3);
  g_assert_cmpstr (scope_browser_item_get_title (deep), ==, "deep");
  g_assert_true (scope_browser_item_get_parent (deep) == middle);
  g_assert_nonnull (scope_browser_item_get_rails (deep));
  /* Whoever holds a row longer than the list does not find what is gone. */
  g_clear_pointer (&items, g_ptr_array_unref);
  g_assert_null (scope_browser_item_get_parent (deep));
  g_assert_finalize_object (session);
  g_assert_finalize_object (row);
}

int
main (int argc, char *argv[])
{
  app_test_init (&argc, &argv);
  g_test_add_func ("/browser/items", test_items);
  g_test_add_func ("/browser/graph", test_graph);
  g_test_add_func ("/browser/nested", test_nested);
  g_test_add_func ("/browser/selection", test_selection);
  g_test_add_func ("/browser/search", test_search);
  return g_test_run ();
}
