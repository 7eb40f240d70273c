/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-file-values.h"

#include "scope-column-heads.h"
#include "scope-number.h"
#include "scope-words.h"

#include <glib/gi18n.h>

#define MAX_COLUMNS 64
#define MAX_ROWS 10000

struct _ScopeFileValues
{
  AdwBin parent_instance;

  GtkLabel *note;
  GtkColumnView *view;
  GtkStringList *rows; /* each the index of its row */
  ScopeArray *array;
  gsize n_columns;
};

G_DEFINE_FINAL_TYPE (ScopeFileValues, scope_file_values, ADW_TYPE_BIN)

/* Column 0 is the place, number k the value k - 1. */
static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), GPOINTER_TO_UINT (user_data) == 0 ? 0 : 1);
  gtk_widget_add_css_class (label, "numeric");
  if (GPOINTER_TO_UINT (user_data) == 0)
    gtk_widget_add_css_class (label, "dim-label");
  gtk_list_item_set_child (item, label);
}

/* "2, 5": where a row is along all axes but the last. */
static char *
dup_place (ScopeArray *array, gsize row)
{
  guint n_dims = scope_array_get_n_dims (array);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = n_dims > 0 ? n_dims - 1 : 0; i-- > 0;)
    {
      g_autofree char *number = NULL;
      gsize length = scope_array_get_dim (array, i);

      number = g_strdup_printf ("%" G_GSIZE_FORMAT "%s", row % length, text->len > 0 ? ", " : "");
      g_string_prepend (text, number);
      row /= length;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* As many digits as tell it from the next float32. */
static char *
dup_number (float value)
{
  char number[SCOPE_NUMBER_SIZE];
  const char *text = scope_number_write_float (value, number);

  return *text == '-' ? g_strconcat ("\u2212", text + 1, NULL) : g_strdup (text);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (item));
  ScopeFileValues *self =
      SCOPE_FILE_VALUES (g_object_get_data (G_OBJECT (factory), "scope-file-values"));
  gsize row = gtk_list_item_get_position (item);
  guint column = GPOINTER_TO_UINT (user_data);
  g_autofree char *text = NULL;

  if (self->array == NULL || (row + 1) * self->n_columns > scope_array_get_size (self->array))
    return;
  text = column == 0
             ? dup_place (self->array, row)
             : dup_number (scope_array_get_data (self->array)[row * self->n_columns + column - 1]);
  gtk_label_set_label (label, text);
}

static void
add_column (ScopeFileValues *self, guint column)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) added = NULL;
  g_autofree char *title = column > 0 ? g_strdup_printf ("%u", column - 1) : g_strdup ("");

  g_object_set_data (G_OBJECT (factory), "scope-file-values", self);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GUINT_TO_POINTER (column));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (column));
  added = gtk_column_view_column_new (title, g_object_ref (factory));
  gtk_column_view_append_column (self->view, added);
  scope_column_heads_set (self->view, added, column == 0 ? 0 : 1, 0, NULL);
}

static void
clear (ScopeFileValues *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  gtk_string_list_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                          NULL);
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->view, column);
    }
  g_clear_pointer (&self->array, scope_array_unref);
}

static void
scope_file_values_dispose (GObject *object)
{
  ScopeFileValues *self = SCOPE_FILE_VALUES (object);

  if (self->view != NULL)
    clear (self);
  self->view = NULL;
  g_clear_object (&self->rows);
  G_OBJECT_CLASS (scope_file_values_parent_class)->dispose (object);
}

static void
scope_file_values_class_init (ScopeFileValuesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = scope_file_values_dispose;
}

static void
scope_file_values_init (ScopeFileValues *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *note = gtk_label_new (NULL);
  GtkWidget *view;

  self->rows = gtk_string_list_new (NULL);
  view = gtk_column_view_new (
      GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->rows)))));
  gtk_widget_add_css_class (view, "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Values of the dataset"), -1);
  self->view = GTK_COLUMN_VIEW (view);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_size_request (scrolled, -1, 220);
  gtk_widget_add_css_class (scrolled, "card");
  gtk_label_set_xalign (GTK_LABEL (note), 0);
  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_widget_add_css_class (note, "dim-label");
  gtk_widget_add_css_class (note, "caption");
  self->note = GTK_LABEL (note);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_box_append (GTK_BOX (box), note);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
scope_file_values_new (void)
{
  return g_object_new (SCOPE_TYPE_FILE_VALUES, NULL);
}

/* "The first 64 of 128 columns are shown." */
static char *
dup_note (gsize n_rows, gsize n_columns)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (n_columns > MAX_COLUMNS)
    {
      g_autofree char *count = scope_words_dup_count ((gint64) n_columns);

      g_string_append_printf (text, _ ("The first %d of %s columns are shown."), MAX_COLUMNS,
                              count);
    }
  if (n_rows > MAX_ROWS)
    {
      g_autofree char *shown = scope_words_dup_count (MAX_ROWS);
      g_autofree char *count = scope_words_dup_count ((gint64) n_rows);

      g_string_append (text, text->len > 0 ? " " : "");
      g_string_append_printf (text, _ ("The first %s of %s rows are shown."), shown, count);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
scope_file_values_set (ScopeFileValues *self, ScopeArray *array)
{
  g_autoptr (GStrvBuilder) rows = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;
  g_autofree char *note = NULL;
  guint n_dims;
  gsize n_rows;

  g_return_if_fail (SCOPE_IS_FILE_VALUES (self));

  clear (self);
  if (array == NULL)
    return;

  n_dims = scope_array_get_n_dims (array);
  self->array = scope_array_ref (array);
  self->n_columns = n_dims > 0 ? scope_array_get_dim (array, n_dims - 1) : 1;
  n_rows = self->n_columns > 0 ? scope_array_get_size (array) / self->n_columns : 0;
  note = n_rows > 0 ? dup_note (n_rows, self->n_columns) : g_strdup (_ ("It holds no numbers."));
  gtk_label_set_label (self->note, note);
  gtk_widget_set_visible (GTK_WIDGET (self->note), *note != '\0');

  if (n_dims > 1)
    add_column (self, 0);
  for (gsize i = 0; i < MIN (self->n_columns, MAX_COLUMNS); i++)
    add_column (self, (guint) i + 1);
  for (gsize i = 0; i < MIN (n_rows, MAX_ROWS); i++)
    g_strv_builder_add (rows, "");
  words = g_strv_builder_end (rows);
  gtk_string_list_splice (self->rows, 0, 0, (const char *const *) words);
}
