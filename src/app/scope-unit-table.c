/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-unit-table.h"

#include "scope-accessible.h"
#include "scope-choice.h"
#include "scope-column-heads.h"
#include "scope-context-menu.h"
#include "scope-format.h"
#include "scope-table-export.h"
#include "scope-unit-export.h"
#include "scope-unit-filter.h"
#include "scope-unit-row.h"
#include "scope-unit-words.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Significant digits of what a column's largest number is shown with. */
#define DIGITS 3
/* Between the last number and the remarks, which stand flush left. */
#define REMARKS_MARGIN 10

typedef enum
{
  COLUMN_UNIT,
  COLUMN_NORM, /* a ScopeUnitColumn */
  COLUMN_TIME, /* memory on the clock */
  COLUMN_FLAGS,
  COLUMN_STAT, /* a ScopeStat */
} ColumnKind;

typedef struct
{
  ScopeUnitTable *table;
  ColumnKind kind;
  guint index;
  guint decimals;
  GtkColumnViewColumn *object; /* the view's */
} Column;

#define N_COLUMNS (3 + SCOPE_N_UNIT_COLUMNS + SCOPE_N_STATS)

struct _ScopeUnitTable
{
  AdwBin parent_instance;

  GtkColumnView *view;
  GtkLabel *title;
  GtkLabel *note;
  GtkDropDown *flag_choice;
  GtkSearchEntry *search;
  GtkMenuButton *menu_button;
  GtkStack *stack;
  GtkDropDown *gate_choice;
  GtkDropDown *matrix_choice;
  GListStore *rows;
  ScopeUnitFilter *filter;
  GArray *flags; /* guint: what the choices of remarks stand for */
  GtkSingleSelection *selection;

  ScopeSession *session;
  ScopeGates *gates;
  ScopeUnitData *data;
  double step_seconds; /* 0: not known */
  int gate;            /* -1: norms */
  ScopeMatrix matrix;
  gboolean synchronising;
  Column columns[N_COLUMNS];
};

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ScopeUnitTable, scope_unit_table, ADW_TYPE_BIN)

static double
get_value (const Column *column, ScopeUnitRow *row)
{
  ScopeUnitTable *self = column->table;

  switch (column->kind)
    {
    case COLUMN_UNIT:
      return scope_unit_row_get_unit (row);
    case COLUMN_NORM:
      return scope_unit_row_get (row, (ScopeUnitColumn) column->index);
    case COLUMN_TIME:
      return scope_unit_row_get (row, SCOPE_UNIT_MEMORY_STEPS) * self->step_seconds;
    case COLUMN_FLAGS:
      return scope_unit_row_get_flags (row);
    case COLUMN_STAT:
    default:
      return self->gate >= 0 ? scope_unit_row_get_stat (row, (guint) self->gate, self->matrix,
                                                        (ScopeStat) column->index)
                             : NAN;
    }
}

static char *
dup_text (const Column *column, ScopeUnitRow *row)
{
  double value = get_value (column, row);

  switch (column->kind)
    {
    case COLUMN_UNIT:
      return g_strdup_printf ("%u", scope_unit_row_get_unit (row));
    case COLUMN_TIME:
      return scope_format_duration (value);
    case COLUMN_NORM:
      /* Memories span orders of magnitude: each with its own digits. */
      if (column->index == SCOPE_UNIT_MEMORY_STEPS)
        return scope_format_number (value, DIGITS);
      break;
    default:
      if (column->index == SCOPE_STAT_N)
        return scope_format_fixed (value, 0);
      if (column->index == SCOPE_STAT_NEAR_ZERO && isfinite (value))
        {
          g_autofree char *percent = scope_format_fixed (100 * value, 0);

          return g_strdup_printf ("%s %%", percent);
        }
    }
  return isfinite (value) ? scope_format_fixed (value, column->decimals)
                          : scope_format_number (value, DIGITS);
}

static int
compare_rows (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Column *column = user_data;
  double one = get_value (column, (ScopeUnitRow *) a);
  double other = get_value (column, (ScopeUnitRow *) b);

  if (isnan (one) || isnan (other))
    return (isnan (other) ? 1 : 0) - (isnan (one) ? 1 : 0);
  return one < other   ? GTK_ORDERING_SMALLER
         : one > other ? GTK_ORDERING_LARGER
                       : GTK_ORDERING_EQUAL;
}

/* "unit:12": the unit that a remark names. */
static gboolean
link_cb (GtkLabel *label, const char *uri, ScopeUnitTable *self)
{
  if (g_str_has_prefix (uri, "unit:"))
    scope_session_set_unit (self->session,
                            (int) g_ascii_strtoll (uri + strlen ("unit:"), NULL, 10));
  return TRUE;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const Column *column = user_data;
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column->kind == COLUMN_FLAGS ? 0 : 1);
  gtk_widget_add_css_class (label, "numeric");
  if (column->kind == COLUMN_FLAGS)
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_set_margin_start (label, REMARKS_MARGIN);
      g_signal_connect (label, "activate-link", G_CALLBACK (link_cb), column->table);
    }
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const Column *column = user_data;
  ScopeUnitRow *row = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);
  g_autofree char *text = NULL;

  if (column->kind == COLUMN_FLAGS)
    {
      g_autofree char *markup = scope_unit_row_dup_flag_markup (row);
      g_autofree char *rules = scope_unit_row_dup_flag_rules (row);

      gtk_label_set_markup (GTK_LABEL (label), markup);
      /* Paled, a link would not be read as one. */
      if (strstr (markup, "<a ") != NULL)
        gtk_widget_remove_css_class (label, "dim-label");
      else
        gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_set_tooltip_text (label, *rules != '\0' ? rules : NULL);
      return;
    }
  text = dup_text (column, row);
  gtk_label_set_label (GTK_LABEL (label), text);
}

/* Short ones: a dozen columns have to find room beside each other. What they mean is said by get_explanation(). */
static const char *
get_title (const Column *column)
{
  static const char *const stats[SCOPE_N_STATS] = {
    [SCOPE_STAT_N] = N_ ("n"),           [SCOPE_STAT_MEAN] = N_ ("Mean"),
    [SCOPE_STAT_SD] = N_ ("SD"),         [SCOPE_STAT_MIN] = N_ ("Min"),
    [SCOPE_STAT_Q25] = N_ ("25 %"),      [SCOPE_STAT_MEDIAN] = N_ ("Median"),
    [SCOPE_STAT_Q75] = N_ ("75 %"),      [SCOPE_STAT_MAX] = N_ ("Max"),
    [SCOPE_STAT_L1] = N_ ("L1"),         [SCOPE_STAT_L2] = N_ ("L2"),
    [SCOPE_STAT_NEAR_ZERO] = N_ ("≈ 0"), [SCOPE_STAT_KURTOSIS] = N_ ("Kurtosis"),
  };

  switch (column->kind)
    {
    case COLUMN_UNIT:
      return _ ("Unit");
    case COLUMN_NORM:
      if (column->index != SCOPE_UNIT_MEMORY_STEPS)
        return scope_unit_column_get_title ((ScopeUnitColumn) column->index);
      /* Translators: heading of a column of memories; the first stands beside one on the clock */
      return column->table->step_seconds > 0 ? _ ("in steps") : _ ("Memory, steps");
    case COLUMN_TIME:
      return _ ("Memory");
    case COLUMN_FLAGS:
      return _ ("Remarks");
    default:
      return _ (stats[column->index]);
    }
}

static const char *
get_explanation (const Column *column)
{
  switch (column->kind)
    {
    case COLUMN_UNIT:
      return _ ("Number of the unit, from 0.");
    case COLUMN_NORM:
      return scope_unit_column_get_explanation ((ScopeUnitColumn) column->index);
    case COLUMN_TIME:
      return _ ("The same memory on the clock: steps times the table’s step.");
    case COLUMN_FLAGS:
      return _ ("What is remarkable about a unit; each remark says its rule when the pointer rests "
                "on it.");
    default:
      return scope_stat_get_explanation ((ScopeStat) column->index);
    }
}

static void
add_column (ScopeUnitTable *self, guint place, ColumnKind kind, guint index)
{
  Column *column = &self->columns[place];
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSorter) sorter = NULL;

  *column = (Column){ self, kind, index, 2, NULL };
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), column);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), column);
  column->object = gtk_column_view_column_new (get_title (column), g_steal_pointer (&factory));
  sorter = GTK_SORTER (gtk_custom_sorter_new (compare_rows, column, NULL));
  gtk_column_view_column_set_sorter (column->object, sorter);
  gtk_column_view_column_set_expand (column->object, kind != COLUMN_UNIT);
  gtk_column_view_append_column (self->view, column->object);
  scope_column_heads_set (self->view, column->object, kind == COLUMN_FLAGS ? 0 : 1,
                          kind == COLUMN_FLAGS ? REMARKS_MARGIN : 0, get_explanation (column));
  g_object_unref (column->object);
}

static gboolean
is_visible (ScopeUnitTable *self, const Column *column)
{
  gboolean has_forget = self->gates != NULL && scope_gates_get_forget (self->gates) >= 0;

  switch (column->kind)
    {
    case COLUMN_UNIT:
      return TRUE;
    case COLUMN_STAT:
      return self->gate >= 0;
    case COLUMN_TIME:
      return self->gate < 0 && has_forget && self->step_seconds > 0;
    case COLUMN_NORM:
      if (column->index == SCOPE_UNIT_FORGET_BIAS || column->index == SCOPE_UNIT_MEMORY_STEPS)
        return self->gate < 0 && has_forget;
      if (column->index == SCOPE_UNIT_HEAD_NORM)
        return self->gate < 0
               && (self->data == NULL
                   || scope_unit_data_has_order (self->data, SCOPE_UNIT_HEAD_NORM));
      return self->gate < 0;
    default:
      return self->gate < 0;
    }
}

static gboolean
is_weight_like (const Column *column)
{
  return column->kind == COLUMN_STAT && column->index >= SCOPE_STAT_MEAN
         && column->index <= SCOPE_STAT_MAX;
}

static double
find_largest (const Column *column, GPtrArray *rows)
{
  double largest = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      double value = fabs (get_value (column, g_ptr_array_index (rows, i)));

      if (isfinite (value))
        largest = MAX (largest, value);
    }
  return largest;
}

static guint
find_decimals (double largest)
{
  return largest > 0 ? (guint) CLAMP (DIGITS - 1 - (int) floor (log10 (largest)), 0, 7) : 2;
}

/* One number of decimals for a column, so that its numbers can be compared at a glance; and one for all columns that are in
 * the measure of the weights themselves. */
static void
choose_decimals (ScopeUnitTable *self, GPtrArray *rows)
{
  double weights = 0;

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      double largest = find_largest (&self->columns[i], rows);

      self->columns[i].decimals = find_decimals (largest);
      if (is_weight_like (&self->columns[i]))
        weights = MAX (weights, largest);
    }
  for (guint i = 0; i < N_COLUMNS; i++)
    if (is_weight_like (&self->columns[i]))
      self->columns[i].decimals = find_decimals (weights);
}

static void
update_title (ScopeUnitTable *self)
{
  g_autofree char *note = NULL;

  if (self->gates == NULL)
    return;
  if (self->gate >= 0)
    {
      g_autofree char *gate = scope_words_dup_gate (self->gates, (guint) self->gate);

      /* Translators: what the numbers of a table are: a matrix (W, U or b) and a gate */
      note = g_strdup_printf (_ ("%s, %s, into each unit"), scope_matrix_get_letter (self->matrix),
                              gate);
    }
  else
    note = g_strdup (_ ("norms, memory, all gates"));
  gtk_label_set_label (self->note, note);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->note), note);
}

static guint
find_unit (ScopeUnitTable *self, int unit)
{
  GListModel *model = G_LIST_MODEL (self->selection);

  for (guint i = 0; unit >= 0 && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ScopeUnitRow) row = g_list_model_get_item (model, i);

      if (scope_unit_row_get_unit (row) == (guint) unit)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

static void
follow_unit (ScopeUnitTable *self)
{
  guint position = find_unit (self, scope_session_get_unit (self->session));

  if (self->synchronising)
    return;
  self->synchronising = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->synchronising = FALSE;
  if (position != GTK_INVALID_LIST_POSITION)
    scope_column_heads_scroll_to (self->view, position);
}

/* What can be filtered by; a choice that is gone is given up. */
static void
update_flag_choice (ScopeUnitTable *self)
{
  guint selected = gtk_drop_down_get_selected (self->flag_choice);
  guint wanted = self->flags != NULL && selected < self->flags->len
                     ? g_array_index (self->flags, guint, selected)
                     : 0;
  g_autoptr (GtkStringList) choices = NULL;
  guint found = 0;

  g_clear_pointer (&self->flags, g_array_unref);
  choices = scope_unit_filter_list_choices (self->data, &self->flags);
  for (guint i = 1; wanted != 0 && i < self->flags->len; i++)
    if (g_array_index (self->flags, guint, i) == wanted)
      found = i;
  self->synchronising = TRUE;
  gtk_drop_down_set_model (self->flag_choice, G_LIST_MODEL (choices));
  gtk_drop_down_set_selected (self->flag_choice, found);
  scope_unit_filter_set_flags (self->filter,
                               (ScopeUnitFlags) g_array_index (self->flags, guint, found));
  self->synchronising = FALSE;
}

/* Where the filter leaves nothing, it says so. */
static void
update_page (ScopeUnitTable *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0
                 || g_list_model_get_n_items (G_LIST_MODEL (self->rows)) == 0;

  gtk_stack_set_visible_child_name (self->stack, any ? "table" : "nothing");
}

static void
flag_chosen_cb (ScopeUnitTable *self)
{
  guint chosen = gtk_drop_down_get_selected (self->flag_choice);

  if (self->synchronising || self->flags == NULL || chosen >= self->flags->len)
    return;
  self->synchronising = TRUE;
  scope_unit_filter_set_flags (self->filter,
                               (ScopeUnitFlags) g_array_index (self->flags, guint, chosen));
  self->synchronising = FALSE;
  update_page (self);
  follow_unit (self);
}

static void
search_changed_cb (ScopeUnitTable *self)
{
  self->synchronising = TRUE;
  scope_unit_filter_set_text (self->filter, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  self->synchronising = FALSE;
  update_page (self);
  if (self->session != NULL)
    follow_unit (self);
}

static void
stop_search_cb (ScopeUnitTable *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

static void
show_all_cb (ScopeUnitTable *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_drop_down_set_selected (self->flag_choice, 0);
}

/* New numbers, or another choice of them: all rows are read anew, selection and order stay. */
static void
refill (ScopeUnitTable *self)
{
  guint n = self->gates != NULL ? scope_gates_get_n_units (self->gates) : 0;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (rows, scope_unit_row_new (i, self->data));
  choose_decimals (self, rows);
  self->synchronising = TRUE;
  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                       rows->pdata, rows->len);
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      const Column *column = &self->columns[i];

      gtk_column_view_column_set_title (column->object, get_title (column));
      gtk_column_view_column_set_visible (column->object, is_visible (self, column));
    }
  self->synchronising = FALSE;
  update_title (self);
  update_flag_choice (self);
  update_page (self);
  follow_unit (self);
}

static char *
dup_csv (ScopeUnitTable *self)
{
  return scope_unit_export_dup_csv (G_LIST_MODEL (self->selection), self->gates, self->gate,
                                    self->matrix);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ScopeUnitTable *self = SCOPE_UNIT_TABLE (widget);
  g_autofree char *csv = NULL;

  if (self->gates == NULL || self->data == NULL)
    return;
  csv = dup_csv (self);
  scope_table_export_copy (widget, csv);
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ScopeUnitTable *self = SCOPE_UNIT_TABLE (widget);
  const char *layer = scope_session_get_gates_layer (self->session);
  g_autofree char *csv = NULL;
  g_autofree char *stem = NULL;
  g_autofree char *name_stem = NULL;

  if (self->gates == NULL || self->data == NULL)
    return;
  csv = dup_csv (self);
  stem = g_strdelimit (g_strdup (layer), "/", '-');
  name_stem = self->gate < 0
                  ? g_strdup_printf ("%s-units", stem)
                  : g_strdup_printf ("%s-%s-%s", stem, scope_matrix_get_letter (self->matrix),
                                     scope_gates_get_letter (self->gates, (guint) self->gate));
  scope_table_export_save (widget, name_stem, csv);
}

static void
selected_cb (ScopeUnitTable *self)
{
  ScopeUnitRow *row = gtk_single_selection_get_selected_item (self->selection);

  if (self->synchronising || row == NULL)
    return;
  self->synchronising = TRUE;
  scope_session_set_unit (self->session, (int) scope_unit_row_get_unit (row));
  self->synchronising = FALSE;
}

static void
activated_cb (ScopeUnitTable *self)
{
  g_signal_emit (self, signals[OPENED], 0);
}

static void
update_choice (ScopeUnitTable *self)
{
  self->synchronising = TRUE;
  gtk_drop_down_set_selected (self->gate_choice, (guint) (self->gate + 1));
  gtk_drop_down_set_selected (self->matrix_choice, self->matrix);
  gtk_widget_set_sensitive (GTK_WIDGET (self->matrix_choice), self->gate >= 0);
  self->synchronising = FALSE;
}

static void
chosen_cb (ScopeUnitTable *self)
{
  guint gate = gtk_drop_down_get_selected (self->gate_choice);
  guint matrix = gtk_drop_down_get_selected (self->matrix_choice);

  if (self->synchronising || gate == GTK_INVALID_LIST_POSITION
      || matrix == GTK_INVALID_LIST_POSITION)
    return;
  scope_unit_table_choose (self, (int) gate - 1, (ScopeMatrix) matrix);
}

/* What the browser chooses is what the table is about; back to all gates, back to the norms. */
static void
follow_gate (ScopeUnitTable *self)
{
  int gate = scope_session_get_gate (self->session);
  int matrix = scope_session_get_matrix (self->session);

  if (self->gates == NULL || gate >= (int) scope_gates_get_n_gates (self->gates))
    return;
  /* Of V, which few cells have, there are no statistics. */
  scope_unit_table_choose (
      self, gate, matrix >= 0 && matrix < SCOPE_N_MATRICES ? (ScopeMatrix) matrix : self->matrix);
}

/* The table's step on the clock: hours and days for the memories. */
static void
follow_recipe (ScopeUnitTable *self)
{
  double seconds = scope_unit_words_get_step_seconds (self->session);

  if (seconds == self->step_seconds)
    return;
  self->step_seconds = seconds;
  refill (self);
}

static void
scope_unit_table_dispose (GObject *object)
{
  ScopeUnitTable *self = SCOPE_UNIT_TABLE (object);

  g_clear_object (&self->session);
  g_clear_object (&self->filter);
  g_clear_pointer (&self->flags, g_array_unref);
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->gates, scope_gates_unref);
  g_clear_pointer (&self->data, scope_unit_data_unref);

  G_OBJECT_CLASS (scope_unit_table_parent_class)->dispose (object);
}

static void
scope_unit_table_class_init (ScopeUnitTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scope_unit_table_dispose;

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gatescope/Gatescope/scope-unit-table.ui");
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitTable, view);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitTable, title);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitTable, note);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitTable, flag_choice);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitTable, search);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitTable, menu_button);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitTable, stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitTable, gate_choice);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitTable, matrix_choice);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, flag_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
  gtk_widget_class_install_action (widget_class, "units.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "units.export", NULL, export_action);
}

/* Only in the table itself: in the search, Ctrl+C copies its text. */
static void
add_shortcuts (ScopeUnitTable *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_c, GDK_CONTROL_MASK),
                        gtk_named_action_new ("units.copy")));
  gtk_widget_add_controller (GTK_WIDGET (self->view), controller);
}

static void
scope_unit_table_init (ScopeUnitTable *self)
{
  GtkFilterListModel *filtered;
  GtkSortListModel *sorted;
  guint n = 0;

  self->gate = -1;
  gtk_widget_init_template (GTK_WIDGET (self));

  add_column (self, n++, COLUMN_UNIT, 0);
  for (guint i = 0; i < SCOPE_UNIT_MEMORY_STEPS; i++)
    add_column (self, n++, COLUMN_NORM, i);
  add_column (self, n++, COLUMN_TIME, 0);
  add_column (self, n++, COLUMN_NORM, SCOPE_UNIT_MEMORY_STEPS);
  add_column (self, n++, COLUMN_FLAGS, 0);
  for (guint i = 0; i < SCOPE_N_STATS; i++)
    add_column (self, n++, COLUMN_STAT, i);

  self->rows = g_list_store_new (SCOPE_TYPE_UNIT_ROW);
  self->filter = scope_unit_filter_new ();
  filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->rows)),
                                        g_object_ref (GTK_FILTER (self->filter)));
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (filtered),
                                    g_object_ref (gtk_column_view_get_sorter (self->view)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (sorted));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  scope_choice_set_up (self->flag_choice, "%s");
  scope_accessible_track_stack (self->stack);
  scope_context_menu_attach (GTK_WIDGET (self), gtk_menu_button_get_menu_model (self->menu_button));
  add_shortcuts (self);
}

void
scope_unit_table_set_session (ScopeUnitTable *self, ScopeSession *session)
{
  g_return_if_fail (SCOPE_IS_UNIT_TABLE (self));
  g_return_if_fail (SCOPE_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::unit", G_CALLBACK (follow_unit), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::gate", G_CALLBACK (follow_gate), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::matrix", G_CALLBACK (follow_gate), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::recipe", G_CALLBACK (follow_recipe), self,
                           G_CONNECT_SWAPPED);
  follow_recipe (self);
}

void
scope_unit_table_set_data (ScopeUnitTable *self, ScopeGates *gates, ScopeUnitData *data)
{
  ScopeGates *old_gates;
  ScopeUnitData *old_data;

  g_return_if_fail (SCOPE_IS_UNIT_TABLE (self));
  g_return_if_fail (self->session != NULL);

  old_gates = self->gates;
  old_data = self->data;
  self->gates = gates != NULL ? scope_gates_ref (gates) : NULL;
  self->data = data != NULL ? scope_unit_data_ref (data) : NULL;
  if (gates != old_gates)
    {
      g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

      gtk_string_list_append (names, _ ("all gates"));
      for (guint gate = 0; gates != NULL && gate < scope_gates_get_n_gates (gates); gate++)
        gtk_string_list_take (names, scope_words_dup_gate (gates, gate));
      self->gate = -1;
      self->synchronising = TRUE;
      gtk_drop_down_set_model (self->gate_choice, G_LIST_MODEL (names));
      self->synchronising = FALSE;
      update_choice (self);
    }
  refill (self);
  g_clear_pointer (&old_gates, scope_gates_unref);
  g_clear_pointer (&old_data, scope_unit_data_unref);
}

void
scope_unit_table_sort (ScopeUnitTable *self, int order)
{
  g_return_if_fail (SCOPE_IS_UNIT_TABLE (self));

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      const Column *column = &self->columns[i];

      if (order == SCOPE_UNIT_ORDER_INDEX && column->kind == COLUMN_UNIT)
        gtk_column_view_sort_by_column (self->view, column->object, GTK_SORT_ASCENDING);
      else if (column->kind == COLUMN_NORM && (int) column->index == order)
        gtk_column_view_sort_by_column (self->view, column->object, GTK_SORT_DESCENDING);
    }
}

void
scope_unit_table_choose (ScopeUnitTable *self, int gate, ScopeMatrix matrix)
{
  g_return_if_fail (SCOPE_IS_UNIT_TABLE (self));
  g_return_if_fail (self->gates == NULL
                    || (gate >= -1 && gate < (int) scope_gates_get_n_gates (self->gates)));
  g_return_if_fail ((guint) matrix < SCOPE_N_MATRICES);

  if (self->gate == gate && self->matrix == matrix)
    return;
  self->gate = gate;
  self->matrix = matrix;
  update_choice (self);
  refill (self);
}
