/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-value-table.h"

#include "scope-column-heads.h"
#include "scope-context-menu.h"
#include "scope-format.h"
#include "scope-number.h"
#include "scope-table-export.h"

#include <glib/gi18n.h>
#include <math.h>

/* Significant digits of what a column's largest number is shown with. */
#define DIGITS 3

typedef struct
{
  ScopeValueTable *table;
  guint index;
  char *title;
  char *name;
  char *explanation;
  gboolean is_text;
  gboolean is_hidden;
  guint decimals;
} Column;

struct _ScopeValueTable
{
  AdwBin parent_instance;

  GtkColumnView *view;
  GListStore *rows;
  GtkSingleSelection *selection;
  GPtrArray *columns; /* Column */
  char *label;
  char *file_name;
  gboolean synchronising;
};

enum
{
  CHOSEN,
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ScopeValueTable, scope_value_table, ADW_TYPE_BIN)

static void
column_free (gpointer data)
{
  Column *column = data;

  g_free (column->title);
  g_free (column->name);
  g_free (column->explanation);
  g_free (column);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const Column *column = user_data;
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column->is_text ? 0 : 1);
  gtk_widget_add_css_class (label, "numeric");
  if (column->is_text)
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const Column *column = user_data;
  ScopeValueRow *row = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);
  const char *text = scope_value_row_get_text (row, column->index);
  double value = scope_value_row_get_number (row, column->index);
  g_autofree char *number = NULL;

  if (text == NULL && !column->is_text)
    number = isfinite (value) ? scope_format_fixed (value, column->decimals)
                              : scope_format_number (value, DIGITS);
  gtk_label_set_label (GTK_LABEL (label), text != NULL ? text : number != NULL ? number : "");
  /* A text may be cut. */
  gtk_widget_set_tooltip_text (label, column->is_text ? text : NULL);
}

static int
compare_rows (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Column *column = user_data;
  ScopeValueRow *one = (ScopeValueRow *) a;
  ScopeValueRow *other = (ScopeValueRow *) b;
  double first, second;

  if (column->is_text)
    {
      const char *left = scope_value_row_get_text (one, column->index);
      const char *right = scope_value_row_get_text (other, column->index);
      int order = g_utf8_collate (left != NULL ? left : "", right != NULL ? right : "");

      return gtk_ordering_from_cmpfunc (order);
    }
  first = scope_value_row_get_number (one, column->index);
  second = scope_value_row_get_number (other, column->index);
  if (isnan (first) || isnan (second))
    return gtk_ordering_from_cmpfunc ((isnan (first) ? 1 : 0) - (isnan (second) ? 1 : 0));
  return gtk_ordering_from_cmpfunc ((first > second) - (first < second));
}

static void
add_column (ScopeValueTable *self, Column *column)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *added;
  g_autoptr (GtkSorter) sorter = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), column);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), column);
  added = gtk_column_view_column_new (column->title, g_steal_pointer (&factory));
  sorter = GTK_SORTER (gtk_custom_sorter_new (compare_rows, column, NULL));
  gtk_column_view_column_set_sorter (added, sorter);
  gtk_column_view_column_set_expand (added, TRUE);
  gtk_column_view_column_set_visible (added, !column->is_hidden);
  gtk_column_view_append_column (self->view, added);
  scope_column_heads_set (self->view, added, column->is_text ? 0 : 1, 0, column->explanation);
  g_object_unref (added);
}

static void
remove_columns (ScopeValueTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->view, column);
    }
  g_ptr_array_set_size (self->columns, 0);
}

static void
selected_cb (ScopeValueTable *self)
{
  ScopeValueRow *row = gtk_single_selection_get_selected_item (self->selection);

  if (!self->synchronising && row != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, scope_value_row_get_id (row));
}

static void
activated_cb (ScopeValueTable *self, guint position)
{
  g_autoptr (ScopeValueRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (row != NULL)
    g_signal_emit (self, signals[OPENED], 0, scope_value_row_get_id (row));
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *csv = scope_value_table_dup_csv (SCOPE_VALUE_TABLE (widget));

  scope_table_export_copy (widget, csv);
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ScopeValueTable *self = SCOPE_VALUE_TABLE (widget);
  g_autofree char *csv = scope_value_table_dup_csv (self);

  scope_table_export_save (widget, self->file_name, csv);
}

static GMenuModel *
create_menu (void)
{
  GMenu *menu = g_menu_new ();

  g_menu_append (menu, _ ("Copy Rows"), "table.copy");
  g_menu_append (menu, _ ("Export Numbers…"), "table.export");
  return G_MENU_MODEL (menu);
}

static void
scope_value_table_dispose (GObject *object)
{
  ScopeValueTable *self = SCOPE_VALUE_TABLE (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->rows);

  G_OBJECT_CLASS (scope_value_table_parent_class)->dispose (object);
}

static void
scope_value_table_finalize (GObject *object)
{
  ScopeValueTable *self = SCOPE_VALUE_TABLE (object);

  g_ptr_array_unref (self->columns);
  g_free (self->label);
  g_free (self->file_name);

  G_OBJECT_CLASS (scope_value_table_parent_class)->finalize (object);
}

static void
scope_value_table_class_init (ScopeValueTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = scope_value_table_dispose;
  object_class->finalize = scope_value_table_finalize;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_install_action (widget_class, "table.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "table.export", NULL, export_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "table.copy",
                                       NULL);
}

static void
scope_value_table_init (ScopeValueTable *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  g_autoptr (GMenuModel) menu = create_menu ();
  GtkSortListModel *sorted;
  GtkWidget *view;

  self->columns = g_ptr_array_new_with_free_func (column_free);
  self->file_name = g_strdup ("numbers");
  self->rows = g_list_store_new (SCOPE_TYPE_VALUE_ROW);
  view = gtk_column_view_new (NULL);
  self->view = GTK_COLUMN_VIEW (view);
  sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->rows)),
                                    g_object_ref (gtk_column_view_get_sorter (self->view)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (sorted));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  gtk_column_view_set_reorderable (self->view, FALSE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (view, "activate", G_CALLBACK (activated_cb), self);
  gtk_widget_add_css_class (view, "data-table");
  gtk_widget_add_css_class (view, "value-table");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_set_overflow (scrolled, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (scrolled, "card");
  adw_bin_set_child (ADW_BIN (self), scrolled);

  scope_context_menu_attach (GTK_WIDGET (self), menu);
}

GtkWidget *
scope_value_table_new (void)
{
  return g_object_new (SCOPE_TYPE_VALUE_TABLE, NULL);
}

void
scope_value_table_set_words (ScopeValueTable *self, const char *label, const char *file_name)
{
  g_return_if_fail (SCOPE_IS_VALUE_TABLE (self) && label != NULL && file_name != NULL);

  g_free (self->label);
  self->label = g_strdup (label);
  g_free (self->file_name);
  self->file_name = g_strdup (file_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

void
scope_value_table_set_columns (ScopeValueTable *self, const ScopeValueColumn *columns,
                               guint n_columns)
{
  g_return_if_fail (SCOPE_IS_VALUE_TABLE (self) && (columns != NULL || n_columns == 0));

  self->synchronising = TRUE;
  g_list_store_remove_all (self->rows);
  self->synchronising = FALSE;
  remove_columns (self);
  for (guint i = 0; i < n_columns; i++)
    {
      Column *column = g_new0 (Column, 1);

      *column = (Column){ self,
                          i,
                          g_strdup (columns[i].title),
                          g_strdup (columns[i].name),
                          g_strdup (columns[i].explanation),
                          columns[i].is_text,
                          columns[i].is_hidden,
                          2 };
      g_ptr_array_add (self->columns, column);
      add_column (self, column);
    }
}

/* One number of decimals for a column, so that its numbers can be compared at a glance. */
static void
choose_decimals (ScopeValueTable *self, GPtrArray *rows)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *column = g_ptr_array_index (self->columns, i);
      double largest = 0;

      for (guint row = 0; row < rows->len; row++)
        {
          double value = fabs (scope_value_row_get_number (g_ptr_array_index (rows, row), i));

          if (isfinite (value))
            largest = MAX (largest, value);
        }
      column->decimals =
          largest > 0 ? (guint) CLAMP (DIGITS - 1 - (int) floor (log10 (largest)), 0, 7) : 2;
    }
}

void
scope_value_table_set_rows (ScopeValueTable *self, GPtrArray *rows)
{
  g_return_if_fail (SCOPE_IS_VALUE_TABLE (self) && rows != NULL);

  choose_decimals (self, rows);
  self->synchronising = TRUE;
  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                       rows->pdata, rows->len);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  self->synchronising = FALSE;
}

void
scope_value_table_select (ScopeValueTable *self, gboolean any, guint id)
{
  GListModel *model;
  guint position = GTK_INVALID_LIST_POSITION;

  g_return_if_fail (SCOPE_IS_VALUE_TABLE (self));

  model = G_LIST_MODEL (self->selection);
  for (guint i = 0; any && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ScopeValueRow) row = g_list_model_get_item (model, i);

      if (scope_value_row_get_id (row) != id)
        continue;
      position = i;
      break;
    }
  if (position == gtk_single_selection_get_selected (self->selection))
    return;
  self->synchronising = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->synchronising = FALSE;
  if (position != GTK_INVALID_LIST_POSITION)
    scope_column_heads_scroll_to (self->view, position);
}

guint
scope_value_table_get_n_rows (ScopeValueTable *self)
{
  g_return_val_if_fail (SCOPE_IS_VALUE_TABLE (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->selection));
}

char *
scope_value_table_dup_csv (ScopeValueTable *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[SCOPE_NUMBER_SIZE];
  guint n;

  g_return_val_if_fail (SCOPE_IS_VALUE_TABLE (self), NULL);

  for (guint i = 0; i < self->columns->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "",
                            ((Column *) g_ptr_array_index (self->columns, i))->name);
  g_string_append_c (text, '\n');
  n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  for (guint position = 0; position < n; position++)
    {
      g_autoptr (ScopeValueRow) row =
          g_list_model_get_item (G_LIST_MODEL (self->selection), position);

      for (guint i = 0; i < self->columns->len; i++)
        {
          const Column *column = g_ptr_array_index (self->columns, i);

          if (i > 0)
            g_string_append_c (text, ',');
          if (!column->is_text)
            g_string_append (text,
                             scope_number_write (scope_value_row_get_number (row, i), buffer));
          else if (scope_value_row_get_text (row, i) != NULL)
            scope_number_append_field (text, scope_value_row_get_text (row, i));
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
plot_copy_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_widget_activate_action (GTK_WIDGET (user_data), "table.copy", NULL);
}

static void
plot_export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_widget_activate_action (GTK_WIDGET (user_data), "table.export", NULL);
}

void
scope_value_table_attach (ScopeValueTable *self, ScopePlot *plot, GtkWidget *ancestor)
{
  static const GActionEntry entries[] = { { "copy", plot_copy_cb }, { "export", plot_export_cb } };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GMenu) menu = g_menu_new ();

  g_return_if_fail (SCOPE_IS_VALUE_TABLE (self) && SCOPE_IS_PLOT (plot));
  g_return_if_fail (GTK_IS_WIDGET (ancestor));

  g_menu_append (menu, _ ("Copy Table"), "rows.copy");
  g_menu_append (menu, _ ("Export Table…"), "rows.export");
  scope_plot_set_extra_menu (plot, G_MENU_MODEL (menu));
  /* The ancestor goes no later than the table, which is in it. */
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (ancestor, "rows", G_ACTION_GROUP (group));
}
