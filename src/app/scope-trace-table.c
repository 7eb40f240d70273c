/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-trace-table.h"

#include "scope-column-heads.h"
#include "scope-format.h"

#include <glib/gi18n.h>

/* Lag and moment, then the tracks. */
#define FIRST_TRACK 2

struct _ScopeTraceTable
{
  AdwBin parent_instance;

  GtkColumnView *view;
  GtkStringList *rows; /* each a row's fields, joined by tabs */
  GtkSingleSelection *selection;
  gboolean fills;
};

enum
{
  STEP_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ScopeTraceTable, scope_trace_table, ADW_TYPE_BIN)

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), GPOINTER_TO_UINT (user_data) < FIRST_TRACK ? 0 : 1);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkStringObject *row = gtk_list_item_get_item (item);
  g_auto (GStrv) fields = g_strsplit (gtk_string_object_get_string (row), "\t", -1);
  guint column = GPOINTER_TO_UINT (user_data);

  if (column < g_strv_length (fields))
    gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), fields[column]);
}

static void
add_column (ScopeTraceTable *self, guint column, const char *title)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *added;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GUINT_TO_POINTER (column));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (column));
  added = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_expand (added, column != 0);
  gtk_column_view_append_column (self->view, added);
  scope_column_heads_set (self->view, added, column < FIRST_TRACK ? 0 : 1, 0, NULL);
  g_object_unref (added);
}

static void
create_columns (ScopeTraceTable *self, const ScopeTracePanels *panels)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->view, column);
    }
  add_column (self, 0, _ ("Lag"));
  add_column (self, 1, _ ("Time"));
  for (guint i = 0; i < panels->n; i++)
    add_column (self, FIRST_TRACK + i, panels->panels[i].symbol);
}

static void
selected_cb (ScopeTraceTable *self)
{
  guint selected = gtk_single_selection_get_selected (self->selection);

  if (!self->fills && selected != GTK_INVALID_LIST_POSITION)
    g_signal_emit (self, signals[STEP_CHOSEN], 0, (int) selected);
}

static void
scope_trace_table_dispose (GObject *object)
{
  g_clear_object (&SCOPE_TRACE_TABLE (object)->rows);
  g_clear_object (&SCOPE_TRACE_TABLE (object)->selection);
  G_OBJECT_CLASS (scope_trace_table_parent_class)->dispose (object);
}

static void
scope_trace_table_class_init (ScopeTraceTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = scope_trace_table_dispose;

  signals[STEP_CHOSEN] = g_signal_new ("step-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
scope_trace_table_init (ScopeTraceTable *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *view;

  self->rows = gtk_string_list_new (NULL);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  view = gtk_column_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)));
  gtk_widget_add_css_class (view, "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Gates and states of the chosen unit, step by step"), -1);
  self->view = GTK_COLUMN_VIEW (view);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_add_css_class (scrolled, "card");
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

/* What one row shows, its fields joined by tabs. */
static char *
dup_row (const ScopeTracePanels *panels, gsize unit, gsize step, const char *time)
{
  g_autofree char *lag = scope_format_lag ((guint) (panels->n_steps - step));
  g_autoptr (GString) row = g_string_new (lag);

  g_string_append_printf (row, "\t%s", time != NULL ? time : "");
  for (guint i = 0; i < panels->n; i++)
    {
      g_autofree char *value =
          scope_format_fixed (scope_trace_panels_get (panels, i, unit, step), 4);

      g_string_append_printf (row, "\t%s", value);
    }
  return g_string_free (g_steal_pointer (&row), FALSE);
}

void
scope_trace_table_set (ScopeTraceTable *self, ScopeTrace *trace, ScopeGates *gates, int unit,
                       const char *const *times)
{
  ScopeTracePanels panels = { 0 };
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  guint selected;

  g_return_if_fail (SCOPE_IS_TRACE_TABLE (self));
  g_return_if_fail (trace == NULL || gates != NULL);

  if (trace != NULL)
    scope_trace_panels_init (&panels, trace, gates);
  for (gsize step = 0; unit >= 0 && (gsize) unit < panels.n_units && step < panels.n_steps; step++)
    g_ptr_array_add (rows,
                     dup_row (&panels, (gsize) unit, step, times != NULL ? times[step] : NULL));
  g_ptr_array_add (rows, NULL);

  self->fills = TRUE;
  selected = gtk_single_selection_get_selected (self->selection);
  create_columns (self, &panels);
  gtk_string_list_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                          (const char *const *) rows->pdata);
  gtk_single_selection_set_selected (self->selection, selected);
  self->fills = FALSE;
  scope_trace_panels_clear (&panels);
}

void
scope_trace_table_set_step (ScopeTraceTable *self, int step)
{
  g_return_if_fail (SCOPE_IS_TRACE_TABLE (self));

  self->fills = TRUE;
  gtk_single_selection_set_selected (self->selection,
                                     step >= 0 ? (guint) step : GTK_INVALID_LIST_POSITION);
  self->fills = FALSE;
  if (step >= 0)
    scope_column_heads_scroll_to (self->view, (guint) step);
}
