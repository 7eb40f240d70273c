/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-layer-table.h"

#include "scope-browser-item.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* Rows that are shown before the table scrolls by itself. */
#define MAX_HEIGHT 640

struct _ScopeLayerTable
{
  AdwBin parent_instance;

  GtkColumnView *view;
  GListStore *items;
  GtkSingleSelection *selection;

  ScopeSession *session;
  gboolean synchronising;
};

typedef enum
{
  COLUMN_NAME,
  COLUMN_CLASS,
  COLUMN_OUTPUT,
  COLUMN_UNITS,
  COLUMN_PARAMETERS,
} Column;

G_DEFINE_FINAL_TYPE (ScopeLayerTable, scope_layer_table, ADW_TYPE_BIN)

static gboolean
is_number (Column column)
{
  return column >= COLUMN_OUTPUT;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), is_number (GPOINTER_TO_UINT (column)) ? 1 : 0);
  if (is_number (GPOINTER_TO_UINT (column)))
    gtk_widget_add_css_class (label, "numeric");
  else
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_list_item_set_child (item, label);
}

static char *
dup_cell (ScopeLayer *layer, Column column)
{
  switch (column)
    {
    case COLUMN_NAME:
      return g_strdup (scope_layer_get_name (layer));
    case COLUMN_CLASS:
      return g_strdup (scope_layer_get_class (layer));
    case COLUMN_OUTPUT:
      return scope_browser_item_dup_shape (layer);
    case COLUMN_UNITS:
      return scope_layer_get_units (layer) > 0
                 ? scope_words_dup_count (scope_layer_get_units (layer))
                 : NULL;
    case COLUMN_PARAMETERS:
    default:
      return scope_words_dup_count ((gint64) scope_layer_get_n_parameters (layer));
    }
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  ScopeBrowserItem *node = gtk_list_item_get_item (item);
  g_autofree char *text = dup_cell (scope_browser_item_get_layer (node), GPOINTER_TO_UINT (column));

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), text != NULL ? text : "");
}

static void
add_column (ScopeLayerTable *self, Column column, const char *title, gboolean expand)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) object = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GUINT_TO_POINTER (column));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (column));
  object = gtk_column_view_column_new (title, g_steal_pointer (&factory));
  gtk_column_view_column_set_expand (object, expand);
  gtk_column_view_append_column (self->view, object);
}

static void
follow_layer (ScopeLayerTable *self)
{
  const char *path = scope_session_get_layer (self->session);
  guint position = GTK_INVALID_LIST_POSITION;

  if (self->synchronising)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (ScopeBrowserItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      const char *name = scope_browser_item_get_path (item);

      /* Half of a bidirectional layer stands in the layer's row. */
      if (path != NULL && g_str_has_prefix (path, name)
          && (path[strlen (name)] == '\0' || path[strlen (name)] == '/'))
        position = i;
    }
  self->synchronising = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->synchronising = FALSE;
}

static void
follow_model (ScopeLayerTable *self)
{
  ScopeModel *model = scope_session_get_model (self->session);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; model != NULL && i < scope_model_get_n_layers (model); i++)
    g_ptr_array_add (items, scope_browser_item_new (model, i));
  self->synchronising = TRUE;
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)),
                       items->pdata, items->len);
  self->synchronising = FALSE;
  follow_layer (self);
}

static void
selected_cb (ScopeLayerTable *self)
{
  ScopeBrowserItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (self->synchronising || item == NULL)
    return;
  self->synchronising = TRUE;
  scope_session_set_layer (self->session, scope_browser_item_get_path (item));
  self->synchronising = FALSE;
}

static void
activated_cb (ScopeLayerTable *self)
{
  ScopeLayer *layer = scope_session_get_layer_object (self->session);

  if (layer != NULL && (scope_layer_is_recurrent (layer) || scope_layer_is_cell (layer)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.page", "s", "gates");
}

static void
scope_layer_table_dispose (GObject *object)
{
  ScopeLayerTable *self = SCOPE_LAYER_TABLE (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (scope_layer_table_parent_class)->dispose (object);
}

static void
scope_layer_table_class_init (ScopeLayerTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = scope_layer_table_dispose;
}

static void
scope_layer_table_init (ScopeLayerTable *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->items = g_list_store_new (SCOPE_TYPE_BROWSER_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  self->view =
      GTK_COLUMN_VIEW (gtk_column_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection))));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Layers of the model"), -1);
  add_column (self, COLUMN_NAME, _ ("Layer"), TRUE);
  add_column (self, COLUMN_CLASS, _ ("Class"), TRUE);
  add_column (self, COLUMN_OUTPUT, _ ("Output"), FALSE);
  add_column (self, COLUMN_UNITS, _ ("Units"), FALSE);
  add_column (self, COLUMN_PARAMETERS, _ ("Parameters"), FALSE);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MAX_HEIGHT);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_add_css_class (scroller, "card");
  gtk_widget_set_overflow (scroller, GTK_OVERFLOW_HIDDEN);
  adw_bin_set_child (ADW_BIN (self), scroller);

  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
}

void
scope_layer_table_set_session (ScopeLayerTable *self, ScopeSession *session)
{
  g_return_if_fail (SCOPE_IS_LAYER_TABLE (self));
  g_return_if_fail (SCOPE_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::model", G_CALLBACK (follow_model), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::layer", G_CALLBACK (follow_layer), self,
                           G_CONNECT_SWAPPED);
  follow_model (self);
}
