/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-matrix-table.h"

#include "scope-column-heads.h"
#include "scope-format.h"
#include "scope-weight-list.h"
#include "scope-weight-row.h"
#include "scope-weights.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>

/* More rows than this stay in the order of the file: a row that is sorted has to be made first. */
#define MOST_SORTED 250000

typedef enum
{
  COLUMN_MATRIX,
  COLUMN_FROM,
  COLUMN_TO,
  COLUMN_GATE, /* and up: a gate each */
  N_COLUMNS = COLUMN_GATE + SCOPE_MAX_GATES
} ColumnKind;

typedef struct
{
  ScopeMatrixTable *table;
  guint kind;
  GtkColumnViewColumn *object; /* the view's */
} Column;

struct _ScopeMatrixTable
{
  AdwBin parent_instance;

  GtkColumnView *view;
  GtkSortListModel *sorted;
  GtkSingleSelection *selection;
  ScopeSession *session;
  ScopeGates *gates;
  char **names;
  gboolean synchronising;
  Column columns[N_COLUMNS];
};

G_DEFINE_FINAL_TYPE (ScopeMatrixTable, scope_matrix_table, ADW_TYPE_BIN)

static char *
dup_text (ScopeMatrixTable *self, guint kind, ScopeWeightRow *item)
{
  ScopeMatrix matrix = scope_weight_row_get_matrix (item);
  guint row = scope_weight_row_get_row (item);
  guint unit = scope_weight_row_get_unit (item);

  switch (kind)
    {
    case COLUMN_MATRIX:
      return g_strdup (scope_matrix_get_letter (matrix));
    case COLUMN_FROM:
      if (matrix == SCOPE_MATRIX_W)
        return g_strdup (self->names[row]);
      return matrix == SCOPE_MATRIX_U ? g_strdup_printf (_ ("unit %u"), row) : g_strdup ("–");
    case COLUMN_TO:
      return g_strdup_printf (_ ("unit %u"), unit);
    default:
      if (kind - COLUMN_GATE >= scope_gates_get_n_gates (self->gates))
        return g_strdup ("");
      return scope_format_number (
          scope_weights_get (self->gates, kind - COLUMN_GATE, matrix, row, unit), 4);
    }
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const Column *column = user_data;
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column->kind >= COLUMN_GATE ? 1 : 0);
  if (column->kind == COLUMN_FROM)
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const Column *column = user_data;
  g_autofree char *text = dup_text (column->table, column->kind, gtk_list_item_get_item (item));

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static int
compare_numbers (double one, double other)
{
  /* What is not a number goes last. */
  if (isnan (one) != isnan (other))
    return isnan (one) ? 1 : -1;
  return one < other ? -1 : one > other;
}

static int
compare_rows (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Column *column = user_data;
  ScopeWeightRow *one = (ScopeWeightRow *) a;
  ScopeWeightRow *other = (ScopeWeightRow *) b;
  ScopeMatrix matrix = scope_weight_row_get_matrix (one);
  ScopeMatrix other_matrix = scope_weight_row_get_matrix (other);
  ScopeGates *gates = column->table->gates;
  guint gate = column->kind - COLUMN_GATE;

  switch (column->kind)
    {
    case COLUMN_MATRIX:
      return compare_numbers (matrix, other_matrix);
    case COLUMN_FROM:
      return matrix != other_matrix ? compare_numbers (matrix, other_matrix)
                                    : compare_numbers (scope_weight_row_get_row (one),
                                                       scope_weight_row_get_row (other));
    case COLUMN_TO:
      return compare_numbers (scope_weight_row_get_unit (one), scope_weight_row_get_unit (other));
    default:
      if (gates == NULL || gate >= scope_gates_get_n_gates (gates))
        return 0;
      return compare_numbers (
          scope_weights_get (gates, gate, matrix, scope_weight_row_get_row (one),
                             scope_weight_row_get_unit (one)),
          scope_weights_get (gates, gate, other_matrix, scope_weight_row_get_row (other),
                             scope_weight_row_get_unit (other)));
    }
}

/* Headings sort where there are not too many rows for it, and say so where there are. */
static void
update_sorters (ScopeMatrixTable *self, guint n_rows)
{
  gboolean can_sort = n_rows <= MOST_SORTED;

  if (!can_sort)
    gtk_column_view_sort_by_column (self->view, NULL, GTK_SORT_ASCENDING);
  for (guint kind = 0; kind < N_COLUMNS; kind++)
    {
      Column *column = &self->columns[kind];
      g_autoptr (GtkSorter) sorter = NULL;

      if (can_sort == (gtk_column_view_column_get_sorter (column->object) != NULL))
        continue;
      if (can_sort)
        sorter = GTK_SORTER (gtk_custom_sorter_new (compare_rows, column, NULL));
      gtk_column_view_column_set_sorter (column->object, sorter);
      scope_column_heads_set (self->view, column->object, kind >= COLUMN_GATE ? 1 : 0, 0,
                              can_sort ? NULL
                                       : _ ("Too many rows to be put in order: choose one matrix"));
    }
}

static void
add_column (ScopeMatrixTable *self, guint kind, const char *title)
{
  Column *column = &self->columns[kind];
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  *column = (Column){ self, kind, NULL };
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), column);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), column);
  column->object = gtk_column_view_column_new (title, g_steal_pointer (&factory));
  gtk_column_view_column_set_expand (column->object, kind == COLUMN_FROM || kind >= COLUMN_GATE);
  gtk_column_view_append_column (self->view, column->object);
  scope_column_heads_set (self->view, column->object, kind >= COLUMN_GATE ? 1 : 0, 0, NULL);
  g_object_unref (column->object);
}

static gboolean
is_of (GListModel *list, guint position, ScopeMatrix matrix, guint unit)
{
  g_autoptr (ScopeWeightRow) row = g_list_model_get_item (list, position);

  return row != NULL && scope_weight_row_get_matrix (row) == matrix
         && scope_weight_row_get_unit (row) == unit;
}

/* The first row of a unit as they stand now: in the order of the file its place is known, else it is looked for. */
static guint
find_unit (ScopeMatrixTable *self, ScopeMatrix matrix, guint unit)
{
  GListModel *list = G_LIST_MODEL (self->sorted);
  GListModel *plain = gtk_sort_list_model_get_model (self->sorted);
  guint position = scope_weight_list_find (SCOPE_WEIGHT_LIST (plain), matrix, unit);

  if (position == GTK_INVALID_LIST_POSITION
      || (is_of (list, position, matrix, unit)
          && (position == 0 || !is_of (list, position - 1, matrix, unit))))
    return position;
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    if (is_of (list, i, matrix, unit))
      return i;
  return GTK_INVALID_LIST_POSITION;
}

/* The row of the session's unit, in the matrix that is being read. */
static void
follow_unit (ScopeMatrixTable *self)
{
  int unit = scope_session_get_unit (self->session);
  ScopeWeightRow *selected = gtk_single_selection_get_selected_item (self->selection);
  GListModel *list = gtk_single_selection_get_model (self->selection);
  int shown = scope_session_get_matrix (self->session);
  ScopeMatrix matrix = shown >= 0 ? (ScopeMatrix) shown : SCOPE_MATRIX_W;
  guint position = GTK_INVALID_LIST_POSITION;

  if (self->synchronising || list == NULL)
    return;
  if (selected != NULL && unit >= 0 && scope_weight_row_get_unit (selected) == (guint) unit)
    return;
  if (selected != NULL)
    matrix = scope_weight_row_get_matrix (selected);
  if (unit >= 0)
    position = find_unit (self, matrix, (guint) unit);
  self->synchronising = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->synchronising = FALSE;
  if (position != GTK_INVALID_LIST_POSITION)
    scope_column_heads_scroll_to (self->view, position);
}

static void
selected_cb (ScopeMatrixTable *self)
{
  ScopeWeightRow *row = gtk_single_selection_get_selected_item (self->selection);

  if (self->synchronising || row == NULL)
    return;
  self->synchronising = TRUE;
  scope_session_set_unit (self->session, (int) scope_weight_row_get_unit (row));
  self->synchronising = FALSE;
}

static void
update (ScopeMatrixTable *self)
{
  g_autoptr (ScopeWeightList) list = NULL;
  g_auto (GStrv) names = NULL;
  int gate = scope_session_get_gate (self->session);

  self->synchronising = TRUE;
  gtk_single_selection_set_model (self->selection, NULL);
  gtk_sort_list_model_set_model (self->sorted, NULL);
  if (self->gates != NULL)
    {
      names = scope_session_dup_input_names (self->session);
      if (g_strv_length (names) == scope_gates_get_n_features (self->gates))
        {
          g_strfreev (self->names);
          self->names = g_steal_pointer (&names);
        }
      for (guint i = 0; i < SCOPE_MAX_GATES; i++)
        {
          gboolean exists = i < scope_gates_get_n_gates (self->gates);
          g_autofree char *title = exists ? scope_words_dup_gate (self->gates, i) : NULL;

          gtk_column_view_column_set_title (self->columns[COLUMN_GATE + i].object, title);
          gtk_column_view_column_set_visible (self->columns[COLUMN_GATE + i].object,
                                              exists && (gate < 0 || (guint) gate == i));
        }
      list = scope_weight_list_new (self->gates, scope_session_get_matrix (self->session));
      update_sorters (self, g_list_model_get_n_items (G_LIST_MODEL (list)));
      gtk_sort_list_model_set_model (self->sorted, G_LIST_MODEL (list));
      gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->sorted));
    }
  self->synchronising = FALSE;
  follow_unit (self);
}

static void
scope_matrix_table_dispose (GObject *object)
{
  ScopeMatrixTable *self = SCOPE_MATRIX_TABLE (object);

  /* The view takes its columns' orders back when it goes. */
  if (self->sorted != NULL)
    {
      self->synchronising = TRUE;
      gtk_sort_list_model_set_sorter (self->sorted, NULL);
      g_signal_handlers_disconnect_by_data (self->selection, self);
    }
  g_clear_object (&self->selection);
  g_clear_object (&self->sorted);
  g_clear_object (&self->session);
  g_clear_pointer (&self->gates, scope_gates_unref);
  g_clear_pointer (&self->names, g_strfreev);

  G_OBJECT_CLASS (scope_matrix_table_parent_class)->dispose (object);
}

static void
scope_matrix_table_class_init (ScopeMatrixTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = scope_matrix_table_dispose;
}

static void
scope_matrix_table_init (ScopeMatrixTable *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  self->view =
      GTK_COLUMN_VIEW (gtk_column_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection))));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Weights of the layer"), -1);
  self->sorted =
      gtk_sort_list_model_new (NULL, g_object_ref (gtk_column_view_get_sorter (self->view)));
  gtk_sort_list_model_set_incremental (self->sorted, TRUE);
  add_column (self, COLUMN_MATRIX, _ ("Matrix"));
  add_column (self, COLUMN_FROM, _ ("From"));
  add_column (self, COLUMN_TO, _ ("To"));
  for (guint gate = 0; gate < SCOPE_MAX_GATES; gate++)
    add_column (self, COLUMN_GATE + gate, "");

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  gtk_widget_set_overflow (scroller, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (scroller, "card");
  adw_bin_set_child (ADW_BIN (self), scroller);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
}

void
scope_matrix_table_set_session (ScopeMatrixTable *self, ScopeSession *session)
{
  static const char *const changes[] = { "notify::gate", "notify::matrix", "notify::recipe" };

  g_return_if_fail (SCOPE_IS_MATRIX_TABLE (self));
  g_return_if_fail (SCOPE_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    g_signal_connect_object (session, changes[i], G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::unit", G_CALLBACK (follow_unit), self,
                           G_CONNECT_SWAPPED);
}

void
scope_matrix_table_set_gates (ScopeMatrixTable *self, ScopeGates *gates)
{
  ScopeGates *old;

  g_return_if_fail (SCOPE_IS_MATRIX_TABLE (self));
  g_return_if_fail (self->session != NULL);

  old = self->gates;
  self->gates = gates != NULL ? scope_gates_ref (gates) : NULL;
  update (self);
  g_clear_pointer (&old, scope_gates_unref);
}
