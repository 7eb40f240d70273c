/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-browser.h"

#include "scope-accessible.h"
#include "scope-browser-gutter.h"
#include "scope-browser-item.h"
#include "scope-gate-dot.h"

struct _ScopeBrowser
{
  AdwBin parent_instance;

  GtkSearchEntry *entry;
  GtkStack *stack;
  GtkListView *list;

  ScopeSession *session;
  GListStore *layers;
  GtkCustomFilter *filter;
  GtkTreeListModel *tree;
  GtkSingleSelection *selection;
  gboolean synchronising; /* one side is taking over what the other has */
};

G_DEFINE_FINAL_TYPE (ScopeBrowser, scope_browser, ADW_TYPE_BIN)

/* A row's widgets, found by the list item that has them. */
typedef struct
{
  ScopeBrowserGutter *gutter;
  GtkTreeExpander *expander;
  ScopeGateDot *dot;
  GtkLabel *title;
  GtkLabel *detail;
  GtkLabel *explanation; /* beside the title */
  GtkLabel *subtitle;    /* under it */
} Row;

static GtkWidget *
create_label (gboolean is_dim)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (is_dim)
    {
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "numeric");
    }
  return label;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  Row *row = g_new0 (Row, 1);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *whole = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  row->gutter = SCOPE_BROWSER_GUTTER (scope_browser_gutter_new ());
  row->expander = GTK_TREE_EXPANDER (gtk_tree_expander_new ());
  row->dot = SCOPE_GATE_DOT (scope_gate_dot_new (SCOPE_HUE_NONE));
  row->title = GTK_LABEL (create_label (FALSE));
  row->detail = GTK_LABEL (create_label (TRUE));
  row->explanation = GTK_LABEL (create_label (TRUE));
  row->subtitle = GTK_LABEL (create_label (TRUE));

  /* Class or shape stand at the right end, whatever stands before them. */
  gtk_widget_set_hexpand (GTK_WIDGET (row->detail), TRUE);
  gtk_label_set_xalign (row->detail, 1);
  gtk_label_set_ellipsize (row->detail, PANGO_ELLIPSIZE_NONE);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (row->dot));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (row->title));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (row->explanation));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (row->detail));
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (row->subtitle));
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);

  gtk_tree_expander_set_child (row->expander, box);
  gtk_widget_set_hexpand (GTK_WIDGET (row->expander), TRUE);
  gtk_box_append (GTK_BOX (whole), GTK_WIDGET (row->gutter));
  gtk_box_append (GTK_BOX (whole), GTK_WIDGET (row->expander));
  gtk_list_item_set_child (item, whole);
  g_object_set_data_full (G_OBJECT (item), "row", row, g_free);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  Row *row = g_object_get_data (G_OBJECT (item), "row");
  GtkTreeListRow *tree_row = gtk_list_item_get_item (item);
  g_autoptr (ScopeBrowserItem) node = gtk_tree_list_row_get_item (tree_row);
  gboolean is_layer = scope_browser_item_is_layer (node);
  ScopeHue hue = scope_browser_item_get_hue (node);

  scope_browser_gutter_set_item (row->gutter, node);
  gtk_tree_expander_set_list_row (row->expander, tree_row);
  scope_gate_dot_set_hue (row->dot, hue);
  gtk_widget_set_visible (GTK_WIDGET (row->dot), hue != SCOPE_HUE_NONE);
  gtk_label_set_label (row->title, scope_browser_item_get_title (node));
  gtk_label_set_label (row->detail, scope_browser_item_get_detail (node));
  gtk_label_set_label (row->explanation, scope_browser_item_get_subtitle (node));
  gtk_widget_set_visible (GTK_WIDGET (row->explanation),
                          !is_layer && scope_browser_item_get_subtitle (node) != NULL);
  gtk_label_set_label (row->subtitle, scope_browser_item_get_subtitle (node));
  gtk_widget_set_visible (GTK_WIDGET (row->subtitle),
                          is_layer && scope_browser_item_get_subtitle (node) != NULL);
  if (is_layer)
    gtk_widget_add_css_class (GTK_WIDGET (row->title), "heading");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row->title), "heading");
  gtk_widget_set_tooltip_text (GTK_WIDGET (row->expander), scope_browser_item_get_words (node));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  scope_browser_item_get_words (node), -1);
}

static GListModel *
create_children (gpointer item, gpointer user_data)
{
  GListModel *children = scope_browser_item_get_children (item);

  return children != NULL ? g_object_ref (children) : NULL;
}

static gboolean
matches (gpointer item, gpointer user_data)
{
  ScopeBrowser *self = user_data;

  return scope_browser_item_matches (item, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

/* How well a row stands for the session's selection: the deeper the agreement, the better; 0 where it does not. */
static guint
rate (ScopeBrowser *self, ScopeBrowserItem *item)
{
  int matrix = scope_browser_item_get_matrix (item);
  int gate = scope_browser_item_get_gate (item);

  if (g_strcmp0 (scope_browser_item_get_path (item), scope_session_get_layer (self->session)) != 0)
    return 0;
  if (matrix >= 0 && matrix != scope_session_get_matrix (self->session))
    return 0;
  if (gate >= 0 && gate != scope_session_get_gate (self->session))
    return 0;
  return 1 + (matrix >= 0) + (gate >= 0);
}

static void
follow_session (ScopeBrowser *self)
{
  guint best = GTK_INVALID_LIST_POSITION;
  guint best_rate = 0;

  if (self->synchronising)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->tree)); i++)
    {
      g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->tree), i);
      g_autoptr (ScopeBrowserItem) item = gtk_tree_list_row_get_item (row);
      guint rated = rate (self, item);

      if (rated > best_rate)
        {
          best = i;
          best_rate = rated;
        }
    }
  self->synchronising = TRUE;
  gtk_single_selection_set_selected (self->selection, best);
  self->synchronising = FALSE;
}

static void
selected_cb (ScopeBrowser *self)
{
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (self->selection);
  g_autoptr (ScopeBrowserItem) item = NULL;

  if (self->synchronising || row == NULL)
    return;
  item = gtk_tree_list_row_get_item (row);
  self->synchronising = TRUE;
  scope_session_set_layer (self->session, scope_browser_item_get_path (item));
  scope_session_set_matrix (self->session, scope_browser_item_get_matrix (item));
  scope_session_set_gate (self->session, scope_browser_item_get_gate (item));
  self->synchronising = FALSE;
}

static void
show_whether_found (ScopeBrowser *self)
{
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->tree)) == 0
                      && g_list_model_get_n_items (G_LIST_MODEL (self->layers)) > 0;

  gtk_stack_set_visible_child_name (self->stack, is_empty ? "nothing" : "list");
}

/* A layer's own rows (the matrices, or the halves of a bidirectional one) are open from the start, gates
 * are not. */
static void
expand_layers (ScopeBrowser *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->tree)); i++)
    {
      g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->tree), i);
      g_autoptr (ScopeBrowserItem) item = gtk_tree_list_row_get_item (row);

      if (scope_browser_item_is_layer (item))
        gtk_tree_list_row_set_expanded (row, TRUE);
    }
}

static void
follow_model (ScopeBrowser *self)
{
  ScopeModel *model = scope_session_get_model (self->session);
  g_autoptr (GPtrArray) items =
      model != NULL ? scope_browser_item_list (model) : g_ptr_array_new ();

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");

  self->synchronising = TRUE;
  g_list_store_splice (self->layers, 0, g_list_model_get_n_items (G_LIST_MODEL (self->layers)),
                       items->pdata, items->len);
  /* A long model would be a long list: there only what is selected opens. */
  if (items->len <= 24)
    expand_layers (self);
  self->synchronising = FALSE;
  follow_session (self);
}

static void
search_changed_cb (ScopeBrowser *self)
{
  self->synchronising = TRUE;
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  self->synchronising = FALSE;
  show_whether_found (self);
  follow_session (self);
}

static void
stop_search_cb (ScopeBrowser *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

/* Enter in the search field takes the first layer found. */
static void
search_activated_cb (ScopeBrowser *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->tree)) == 0)
    return;
  gtk_single_selection_set_selected (self->selection, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

/* A second click opens: the gates of a matrix, the numbers of a layer. */
static void
row_activated_cb (ScopeBrowser *self, guint position)
{
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  g_autoptr (ScopeBrowserItem) item = gtk_tree_list_row_get_item (row);
  ScopeLayer *layer = scope_session_get_layer_object (self->session);
  gboolean has_gates =
      layer != NULL && (scope_layer_is_recurrent (layer) || scope_layer_is_cell (layer));

  if (!scope_browser_item_is_layer (item) || has_gates)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.page", "s", "gates");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.page", "s", "model");
}

static void
scope_browser_dispose (GObject *object)
{
  ScopeBrowser *self = SCOPE_BROWSER (object);

  g_clear_object (&self->session);
  g_clear_object (&self->selection);
  g_clear_object (&self->layers);

  G_OBJECT_CLASS (scope_browser_parent_class)->dispose (object);
}

static void
scope_browser_class_init (ScopeBrowserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scope_browser_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/gatescope/Gatescope/scope-browser.ui");
  gtk_widget_class_bind_template_child (widget_class, ScopeBrowser, entry);
  gtk_widget_class_bind_template_child (widget_class, ScopeBrowser, stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeBrowser, list);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
scope_browser_init (ScopeBrowser *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkFilterListModel *filtered;

  gtk_widget_init_template (GTK_WIDGET (self));
  scope_accessible_track_stack (self->stack);

  self->layers = g_list_store_new (SCOPE_TYPE_BROWSER_ITEM);
  self->filter = gtk_custom_filter_new (matches, self, NULL);
  filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->layers)),
                                        GTK_FILTER (self->filter));
  self->tree =
      gtk_tree_list_model_new (G_LIST_MODEL (filtered), FALSE, FALSE, create_children, NULL, NULL);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (self->tree));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
}

void
scope_browser_set_session (ScopeBrowser *self, ScopeSession *session)
{
  g_return_if_fail (SCOPE_IS_BROWSER (self));
  g_return_if_fail (SCOPE_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::model", G_CALLBACK (follow_model), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::layer", G_CALLBACK (follow_session), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::matrix", G_CALLBACK (follow_session), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::gate", G_CALLBACK (follow_session), self,
                           G_CONNECT_SWAPPED);
  follow_model (self);
}

void
scope_browser_search (ScopeBrowser *self)
{
  g_return_if_fail (SCOPE_IS_BROWSER (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
