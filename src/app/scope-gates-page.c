/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gates-page.h"

#include "scope-accessible.h"
#include "scope-choice.h"
#include "scope-color-bar.h"
#include "scope-entry-check.h"
#include "scope-format.h"
#include "scope-gate-help.h"
#include "scope-gate-menu.h"
#include "scope-gate-order.h"
#include "scope-gate-view.h"
#include "scope-layer-views.h"
#include "scope-matrix-table.h"
#include "scope-unit-inspector.h"
#include "scope-unit-table.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* The share of the weights that has colours of its own: the few largest, mostly biases of the forget gate, would leave pale
 * colours to all others. */
#define MOST_WEIGHTS 0.98
#define ZOOM_STEP 1.5

/* The rows of the range's choice. */
enum
{
  RANGE_MOST,
  RANGE_SHARED,
  RANGE_PER_GATE,
  RANGE_TYPED,
};

struct _ScopeGatesPage
{
  ScopePage parent_instance;

  GtkStack *stack;
  AdwStatusPage *empty;
  GtkButton *next;
  GtkWidget *note_box;
  GtkLabel *note;
  GtkButton *note_button;
  ScopeLayerViews *layer_views;
  GtkLabel *title;
  GtkDropDown *layer_choice;
  GtkLabel *reading;
  ScopeColorBar *color_bar;
  GtkBox *view_menu;
  GtkToggleButton *matrix_all;
  GtkToggleButton *matrix_w;
  GtkToggleButton *matrix_u;
  GtkToggleButton *matrix_b;
  GtkToggleButton *matrix_v;
  GtkDropDown *gate_choice;
  GtkDropDown *order_choice;
  GtkDropDown *range_choice;
  GtkEntry *range_entry;
  GtkSpinner *spinner;
  GtkToggleButton *numbers;
  ScopeGateHelp *help;
  GtkStack *view_stack;
  ScopeGateView *view;
  ScopeMatrixTable *matrix_table;
  ScopeUnitTable *unit_table;
  ScopeUnitInspector *inspector;

  char *layer; /* whose gates are shown */
  ScopeUnitData *data;
  GCancellable *job; /* that computes them */
  GArray *orders;    /* int: what the order's choices stand for */
  int order;
  ScopeGateRange range;
  GSimpleActionGroup *actions;
  gboolean synchronising;
};

G_DEFINE_FINAL_TYPE (ScopeGatesPage, scope_gates_page, SCOPE_TYPE_PAGE)

static ScopeSession *
get_session (ScopeGatesPage *self)
{
  return scope_page_get_session (SCOPE_PAGE (self));
}

/* What is missing before gates can be seen, and the step that leads there. */
static void
update_empty (ScopeGatesPage *self)
{
  ScopeModel *model = scope_session_get_model (get_session (self));
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) paths = NULL;

  if (model == NULL)
    {
      scope_page_set_empty (self->empty, self->next, _ ("No model is open"),
                            _ ("Open a model that Keras wrote to see which numbers belong to which "
                               "gate."),
                            _ ("Open Model"), "win.open", NULL);
      return;
    }

  /* A recurrent layer whose weights are not what they should be says why. */
  paths = scope_model_dup_recurrent_paths (model);
  if (paths[0] != NULL)
    {
      g_autoptr (ScopeGates) gates =
          scope_gates_new (scope_model_find_layer (model, paths[0]), &error);

      if (gates == NULL)
        {
          scope_page_set_empty (self->empty, self->next, _ ("The gates cannot be read"),
                                error->message, _ ("Show Layers"), "win.page", "model");
          return;
        }
    }
  scope_page_set_empty (self->empty, self->next, _ ("This model has no gates"),
                        _ ("None of its layers is an LSTM, a GRU or a SimpleRNN. Its layers and "
                           "their weights are on the model page."),
                        _ ("Show Layers"), "win.page", "model");
}

/* Whether @path is the layer of the gates, or one that holds it. */
static gboolean
holds_gates (ScopeGatesPage *self, const char *path)
{
  gsize length = strlen (path);

  return g_str_has_prefix (self->layer, path)
         && (self->layer[length] == '\0' || self->layer[length] == '/');
}

/* The first recurrent layer in @path, else the model's first. */
static char *
find_recurrent (ScopeGatesPage *self, const char *path)
{
  g_auto (GStrv) paths =
      scope_model_dup_recurrent_paths (scope_session_get_model (get_session (self)));
  g_autofree char *prefix = g_strconcat (path, "/", NULL);

  for (guint i = 0; paths[i] != NULL; i++)
    if (g_str_has_prefix (paths[i], prefix))
      return g_strdup (paths[i]);
  return g_strdup (paths[0]);
}

/* A layer without gates is selected: the page says whose it shows, and leads to one that has some. */
static void
update_note (ScopeGatesPage *self)
{
  const char *path = scope_session_get_layer (get_session (self));
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;
  g_autofree char *target = NULL;
  gboolean needed = self->layer != NULL && path != NULL && !holds_gates (self, path);

  gtk_widget_set_visible (self->note_box, needed);
  if (!needed)
    return;
  target = find_recurrent (self, path);
  if (g_str_has_prefix (target, path))
    text = g_strdup_printf (_ ("%s has gates in each of its parts. Shown are those of %s."), path,
                            self->layer);
  else
    text = g_strdup_printf (_ ("%s has no gates. Shown are those of %s."), path, self->layer);
  gtk_label_set_label (self->note, text);
  label = g_strdup_printf (_ ("Select %s"), target);
  gtk_button_set_label (self->note_button, label);
  g_object_set_data_full (G_OBJECT (self->note_button), "layer", g_steal_pointer (&target), g_free);
}

static void
note_clicked_cb (ScopeGatesPage *self)
{
  scope_session_set_layer (get_session (self),
                           g_object_get_data (G_OBJECT (self->note_button), "layer"));
}

static void
update_reading (ScopeGatesPage *self)
{
  ScopeGates *gates;
  g_autofree char *words = NULL;
  g_autofree char *features = NULL;
  g_autofree char *units = NULL;

  if (get_session (self) == NULL)
    return;
  gates = scope_session_get_gates (get_session (self));
  words = scope_gate_view_dup_cursor_words (self->view);
  scope_color_bar_set_marker (self->color_bar, scope_gate_view_get_cursor_weight (self->view));
  if (words == NULL && gates != NULL)
    {
      guint n = scope_gates_get_n_features (gates);
      guint u = scope_gates_get_n_units (gates);

      features = g_strdup_printf (ngettext ("%u feature", "%u features", n), n);
      units = g_strdup_printf (ngettext ("%u unit", "%u units", u), u);
      /* Translators: what the picture shows, in two short lines: "32 units", "14 features" */
      words = g_strdup_printf (scope_gates_has_peepholes (gates)
                                   ? _ ("Across: %s. Down: %s (W), units (U), bias (b), cell (V)")
                                   : _ ("Across: %s. Down: %s (W), units (U), bias (b)"),
                               units, features);
    }
  gtk_label_set_label (self->reading, words);
}

static void
update_color_bar (ScopeGatesPage *self)
{
  ScopeSession *session = get_session (self);
  guint bins[SCOPE_COLOR_BAR_BINS];
  double extent = scope_gate_view_get_extent (self->view);
  int gate = scope_session_get_gate (session);

  if (self->data == NULL || extent == 0)
    {
      scope_color_bar_set (self->color_bar, 0, NULL, FALSE, NULL);
      return;
    }
  /* Each gate's scale is under its heading, then. */
  if (self->range.kind == SCOPE_RANGE_PER_GATE)
    {
      scope_color_bar_set (self->color_bar, 0, NULL, FALSE,
                           _ ("Each gate has its own scale: weight (no unit)"));
      return;
    }
  scope_unit_data_count (self->data, gate, scope_session_get_matrix (session), extent, bins,
                         SCOPE_COLOR_BAR_BINS);
  scope_color_bar_set (self->color_bar, extent, bins, scope_gate_range_clips (&self->range),
                       _ ("weight (no unit)"));
}

/* What the toolbar says of the session's matrix and gate. */
static void
update_choices (ScopeGatesPage *self)
{
  int matrix = scope_session_get_matrix (get_session (self));
  int gate = scope_session_get_gate (get_session (self));
  GtkToggleButton *buttons[] = { self->matrix_all, self->matrix_w, self->matrix_u, self->matrix_b,
                                 self->matrix_v };

  self->synchronising = TRUE;
  gtk_toggle_button_set_active (buttons[matrix + 1], TRUE);
  gtk_drop_down_set_selected (self->gate_choice, (guint) (gate + 1));
  self->synchronising = FALSE;
}

static void
selection_changed_cb (ScopeGatesPage *self)
{
  update_choices (self);
  update_color_bar (self);
}

static void
matrix_toggled_cb (ScopeGatesPage *self)
{
  GtkToggleButton *buttons[] = { self->matrix_all, self->matrix_w, self->matrix_u, self->matrix_b,
                                 self->matrix_v };

  if (self->synchronising || get_session (self) == NULL)
    return;
  for (int i = 0; i < (int) G_N_ELEMENTS (buttons); i++)
    if (gtk_toggle_button_get_active (buttons[i]))
      scope_session_set_matrix (get_session (self), i - 1);
}

static void
gate_chosen_cb (ScopeGatesPage *self)
{
  guint chosen = gtk_drop_down_get_selected (self->gate_choice);

  if (self->synchronising || get_session (self) == NULL || chosen == GTK_INVALID_LIST_POSITION)
    return;
  scope_session_set_gate (get_session (self), (int) chosen - 1);
}

static void
apply_order (ScopeGatesPage *self)
{
  scope_gate_view_set_order (self->view, self->order, scope_gate_order_get_title (self->order));
}

static void
order_chosen_cb (ScopeGatesPage *self)
{
  guint chosen = gtk_drop_down_get_selected (self->order_choice);

  if (self->synchronising || chosen >= self->orders->len)
    return;
  self->order = g_array_index (self->orders, int, chosen);
  apply_order (self);
  /* The table has no column for likeness. */
  if (self->order != SCOPE_UNIT_ORDER_CLUSTERED)
    scope_unit_table_sort (self->unit_table, self->order);
}

static void
set_range (ScopeGatesPage *self, ScopeRangeKind kind, double share)
{
  self->range.kind = kind;
  self->range.share = share;
  scope_gate_view_set_range (self->view, &self->range);
  if (get_session (self) != NULL)
    update_color_bar (self);
}

/* "0.5" or "95 %". */
static void
range_typed_cb (ScopeGatesPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->range_entry));
  g_autofree char *wrong = NULL;
  gboolean is_share = strchr (text, '%') != NULL;

  if (gtk_drop_down_get_selected (self->range_choice) != RANGE_TYPED)
    return;
  wrong = scope_gate_range_parse (is_share ? SCOPE_RANGE_PERCENTILE : SCOPE_RANGE_TYPED, text,
                                  &self->range);
  scope_entry_mark (GTK_WIDGET (self->range_entry), wrong == NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->range_entry),
                               wrong != NULL ? wrong
                                             : _ ("The end of the colours, such as 0.5, or a share "
                                                  "of the weights, such as 95 %"));
  if (wrong == NULL)
    set_range (self, self->range.kind, self->range.share);
}

static void
range_chosen_cb (ScopeGatesPage *self)
{
  guint chosen = gtk_drop_down_get_selected (self->range_choice);
  double extent = scope_gate_view_get_extent (self->view);

  gtk_widget_set_visible (GTK_WIDGET (self->range_entry), chosen == RANGE_TYPED);
  switch (chosen)
    {
    case RANGE_SHARED:
      set_range (self, SCOPE_RANGE_SHARED, 1);
      break;
    case RANGE_PER_GATE:
      set_range (self, SCOPE_RANGE_PER_GATE, 1);
      break;
    case RANGE_TYPED:
      /* What is shown is where the person begins. */
      if (extent > 0)
        {
          g_autofree char *text = scope_format_number (extent, 2);

          gtk_editable_set_text (GTK_EDITABLE (self->range_entry), text);
          gtk_widget_grab_focus (GTK_WIDGET (self->range_entry));
        }
      range_typed_cb (self);
      break;
    default:
      set_range (self, SCOPE_RANGE_PERCENTILE, MOST_WEIGHTS);
      break;
    }
}

/* The orders that this layer's units can be put in; the chosen one stays where it can. */
static void
update_orders (ScopeGatesPage *self)
{
  g_autoptr (GtkStringList) names = scope_gate_order_list (self->data, self->orders);
  guint selected = 0;

  for (guint i = 0; i < self->orders->len; i++)
    if (g_array_index (self->orders, int, i) == self->order)
      selected = i;
  self->synchronising = TRUE;
  gtk_drop_down_set_model (self->order_choice, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->order_choice, selected);
  self->synchronising = FALSE;
  self->order = g_array_index (self->orders, int, selected);
  apply_order (self);
}

static void
busy_changed_cb (ScopeGatesPage *self)
{
  gboolean busy = scope_gate_view_get_busy (self->view);

  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  if (!busy && get_session (self) != NULL)
    update_color_bar (self);
}

/* The picture is in the file's order again; so is what says so. */
static void
order_failed_cb (ScopeGatesPage *self)
{
  g_autoptr (GVariant) off = g_variant_ref_sink (g_variant_new_boolean (FALSE));

  self->order = SCOPE_UNIT_ORDER_INDEX;
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "cluster-rows", off);
  if (self->data != NULL)
    update_orders (self);
}

static void
update_gate_choice (ScopeGatesPage *self)
{
  ScopeGates *gates = scope_session_get_gates (get_session (self));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _ ("all"));
  for (guint gate = 0; gates != NULL && gate < scope_gates_get_n_gates (gates); gate++)
    gtk_string_list_take (names, scope_words_dup_gate (gates, gate));
  self->synchronising = TRUE;
  gtk_drop_down_set_model (self->gate_choice, G_LIST_MODEL (names));
  self->synchronising = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->gate_choice),
                          gates != NULL && scope_gates_get_n_gates (gates) > 1);
  update_choices (self);
}

/* Several recurrent layers, or the two directions of one: a list of them stands for the title. */
static void
update_layer_choice (ScopeGatesPage *self)
{
  ScopeModel *model = scope_session_get_model (get_session (self));
  g_auto (GStrv) paths = model != NULL ? scope_model_dup_recurrent_paths (model) : NULL;
  guint n = paths != NULL ? g_strv_length (paths) : 0;
  g_autoptr (GtkStringList) names = gtk_string_list_new ((const char *const *) paths);
  g_autofree char *title = NULL;

  self->synchronising = TRUE;
  gtk_drop_down_set_model (self->layer_choice, G_LIST_MODEL (names));
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (paths[i], self->layer) == 0)
      gtk_drop_down_set_selected (self->layer_choice, i);
  self->synchronising = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->layer_choice), n > 1);
  /* Translators: %s is a layer's name */
  title = n > 1 ? g_strdup (_ ("Weights of"))
                : g_strdup_printf (_ ("Weights of %s, by gate"), self->layer);
  gtk_label_set_label (self->title, title);
  gtk_label_set_ellipsize (self->title, n > 1 ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_MIDDLE);
}

static void
layer_chosen_cb (ScopeGatesPage *self)
{
  GtkStringObject *chosen = gtk_drop_down_get_selected_item (self->layer_choice);

  if (self->synchronising || chosen == NULL)
    return;
  scope_session_set_layer (get_session (self), gtk_string_object_get_string (chosen));
}

/* Few cells have a V: its button is there where there is one. */
static void
update_matrices (ScopeGatesPage *self)
{
  ScopeGates *gates = scope_session_get_gates (get_session (self));
  gboolean has_v = gates != NULL && scope_gates_has_peepholes (gates);

  gtk_widget_set_visible (GTK_WIDGET (self->matrix_v), has_v);
}

static void
set_data (ScopeGatesPage *self, ScopeUnitData *data)
{
  ScopeGates *gates = scope_session_get_gates (get_session (self));

  g_clear_pointer (&self->data, scope_unit_data_unref);
  self->data = data != NULL ? scope_unit_data_ref (data) : NULL;
  scope_gate_view_set_data (self->view, data);
  scope_unit_table_set_data (self->unit_table, gates, data);
  scope_unit_inspector_set_data (self->inspector, data);
  if (data != NULL)
    update_orders (self);
  update_color_bar (self);
  update_reading (self);
}

static void
stop_job (ScopeGatesPage *self)
{
  if (self->job == NULL)
    return;
  g_cancellable_cancel (self->job);
  g_clear_object (&self->job);
}

typedef struct
{
  ScopeGatesPage *page;
  GCancellable *job;
} Loading;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Loading *loading = user_data;
  g_autoptr (ScopeGatesPage) self = loading->page;
  g_autoptr (GCancellable) job = loading->job;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeUnitData) data = scope_unit_data_load_finish (result, &error);

  scope_session_end_job (get_session (self), job);
  /* Another layer has been asked for in the meantime. */
  if (self->job != job)
    return;
  g_clear_object (&self->job);
  if (data != NULL)
    set_data (self, data);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      scope_page_set_empty (self->empty, self->next, _ ("The gates cannot be read"), error->message,
                            _ ("Show Layers"), "win.page", "model");
      gtk_stack_set_visible_child_name (self->stack, "empty");
    }
}

static void
load (ScopeGatesPage *self)
{
  Loading *loading = g_new (Loading, 1);

  self->job = g_cancellable_new ();
  scope_session_begin_job (get_session (self), self->job);
  *loading = (Loading){ g_object_ref (self), g_object_ref (self->job) };
  scope_unit_data_load_async (scope_session_get_model (get_session (self)), self->layer, self->job,
                              loaded_cb, loading);
}

/* The table of weights is filled only where it is looked at: thousands of rows are not for nothing. */
static void
numbers_toggled_cb (ScopeGatesPage *self)
{
  gboolean shown = gtk_toggle_button_get_active (self->numbers);

  if (get_session (self) == NULL)
    return;
  scope_matrix_table_set_gates (self->matrix_table,
                                shown ? scope_session_get_gates (get_session (self)) : NULL);
  gtk_stack_set_visible_child_name (self->view_stack, shown ? "numbers" : "picture");
}

static void
follow_model (ScopeGatesPage *self)
{
  ScopeSession *session = get_session (self);
  ScopeGates *gates = scope_session_get_gates (session);

  stop_job (self);
  g_free (self->layer);
  self->layer = gates != NULL ? g_strdup (scope_session_get_gates_layer (session)) : NULL;
  set_data (self, NULL);
  numbers_toggled_cb (self);
  scope_page_set_inspector (SCOPE_PAGE (self), gates != NULL ? GTK_WIDGET (self->inspector) : NULL);
  if (gates == NULL)
    {
      update_empty (self);
      gtk_stack_set_visible_child_name (self->stack, "empty");
      return;
    }
  update_layer_choice (self);
  update_gate_choice (self);
  update_matrices (self);
  update_note (self);
  scope_gate_help_set (self->help, gates,
                       scope_model_find_layer (scope_session_get_model (session), self->layer));
  gtk_stack_set_visible_child_name (self->stack, "gates");
  load (self);
}

static void
follow_layer (ScopeGatesPage *self)
{
  const char *layer = scope_session_get_gates_layer (get_session (self));

  if (g_strcmp0 (layer, self->layer) != 0)
    follow_model (self);
  else
    update_note (self);
}

/* A second click goes into the unit: what stands beside the page. */
static void
opened_cb (ScopeGatesPage *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self->inspector)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.inspector", NULL);
}

static void
scope_gates_page_set_up (ScopePage *page, ScopeSession *session)
{
  ScopeGatesPage *self = SCOPE_GATES_PAGE (page);

  scope_layer_views_set_session (self->layer_views, session);
  scope_gate_view_set_session (self->view, session);
  scope_matrix_table_set_session (self->matrix_table, session);
  scope_unit_table_set_session (self->unit_table, session);
  scope_unit_inspector_set_session (self->inspector, session);
  g_signal_connect_object (session, "notify::model", G_CALLBACK (follow_model), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::layer", G_CALLBACK (follow_layer), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::gate", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::matrix", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  follow_model (self);
}

/* Escape lets the unit go, then the gate and the matrix, and leads back to the weights. */
static gboolean
scope_gates_page_go_back (ScopePage *page)
{
  ScopeSession *session = scope_page_get_session (page);

  if (scope_session_get_unit (session) >= 0)
    scope_session_set_unit (session, -1);
  else if (scope_session_get_gate (session) >= 0)
    scope_session_set_gate (session, -1);
  else if (scope_session_get_matrix (session) >= 0)
    scope_session_set_matrix (session, -1);
  else if (!g_str_equal (scope_layer_views_get_shown (SCOPE_GATES_PAGE (page)->layer_views),
                         "weights"))
    scope_layer_views_show (SCOPE_GATES_PAGE (page)->layer_views, "weights");
  else
    return FALSE;
  return TRUE;
}

static void
zoom_in_cb (ScopeGatesPage *self)
{
  scope_plot_zoom (SCOPE_PLOT (self->view), ZOOM_STEP);
}

static void
zoom_out_cb (ScopeGatesPage *self)
{
  scope_plot_zoom (SCOPE_PLOT (self->view), 1 / ZOOM_STEP);
}

static void
zoom_fit_cb (ScopeGatesPage *self)
{
  scope_plot_fit (SCOPE_PLOT (self->view));
}

static gboolean
toggle_numbers_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  ScopeGatesPage *self = SCOPE_GATES_PAGE (widget);

  if (self->layer == NULL)
    return FALSE;
  gtk_toggle_button_set_active (self->numbers, !gtk_toggle_button_get_active (self->numbers));
  return TRUE;
}

static void
scope_gates_page_dispose (GObject *object)
{
  ScopeGatesPage *self = SCOPE_GATES_PAGE (object);

  stop_job (self);
  g_clear_pointer (&self->data, scope_unit_data_unref);
  g_clear_object (&self->inspector);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (scope_gates_page_parent_class)->dispose (object);
}

static void
scope_gates_page_finalize (GObject *object)
{
  ScopeGatesPage *self = SCOPE_GATES_PAGE (object);

  g_free (self->layer);
  g_array_unref (self->orders);

  G_OBJECT_CLASS (scope_gates_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, empty);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, next);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, note_box);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, note);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, note_button);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, layer_views);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, title);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, layer_choice);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, reading);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, color_bar);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, view_menu);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, matrix_all);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, matrix_w);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, matrix_u);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, matrix_b);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, matrix_v);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, gate_choice);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, order_choice);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, range_choice);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, range_entry);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, numbers);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, help);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, view_stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, view);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, matrix_table);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, unit_table);
  gtk_widget_class_bind_template_callback (widget_class, note_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, layer_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, matrix_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, gate_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, order_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, range_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, range_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, busy_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, order_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_out_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_fit_cb);
  gtk_widget_class_bind_template_callback (widget_class, numbers_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_reading);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
}

static void
scope_gates_page_class_init (ScopeGatesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = scope_gates_page_dispose;
  object_class->finalize = scope_gates_page_finalize;
  SCOPE_PAGE_CLASS (klass)->set_up = scope_gates_page_set_up;
  SCOPE_PAGE_CLASS (klass)->go_back = scope_gates_page_go_back;

  g_type_ensure (SCOPE_TYPE_COLOR_BAR);
  g_type_ensure (SCOPE_TYPE_GATE_HELP);
  g_type_ensure (SCOPE_TYPE_GATE_VIEW);
  g_type_ensure (SCOPE_TYPE_LAYER_VIEWS);
  g_type_ensure (SCOPE_TYPE_MATRIX_TABLE);
  g_type_ensure (SCOPE_TYPE_UNIT_TABLE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gatescope/Gatescope/scope-gates-page.ui");
  bind_children (widget_class);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_t, GDK_CONTROL_MASK, toggle_numbers_cb, NULL);
}

static void
scope_gates_page_init (ScopeGatesPage *self)
{
  self->orders = g_array_new (FALSE, FALSE, sizeof (int));
  self->order = SCOPE_UNIT_ORDER_INDEX;
  gtk_widget_init_template (GTK_WIDGET (self));

  self->inspector = g_object_ref_sink (g_object_new (SCOPE_TYPE_UNIT_INSPECTOR, NULL));
  /* A long name of a layer gives way. */
  scope_choice_set_up (self->layer_choice, "%s");
  /* Translators: which gates are shown, "Gates: all" */
  scope_choice_set_up (self->gate_choice, _ ("Gates: %s"));
  /* Translators: by what the units are ordered, "Order: memory" */
  scope_choice_set_up (self->order_choice, _ ("Order: %s"));
  /* Translators: which weights set the scale of colours, "Range: all" */
  scope_choice_set_up (self->range_choice, _ ("Range: %s"));
  self->range = (ScopeGateRange){ SCOPE_RANGE_PERCENTILE, MOST_WEIGHTS, 1 };
  range_chosen_cb (self);
  self->actions = scope_gate_menu_set_up (self->view, GTK_WIDGET (self));
  scope_accessible_track_stack (self->stack);
  scope_accessible_track_stack (self->view_stack);
  gtk_box_append (self->view_menu, scope_plot_create_menu_button (SCOPE_PLOT (self->view)));
}
