/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-compare-view.h"

#include "scope-alignment.h"
#include "scope-choice.h"
#include "scope-color-bar.h"
#include "scope-compare-chart.h"
#include "scope-compare-words.h"
#include "scope-format.h"
#include "scope-value-table.h"
#include "scope-view-frame.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>

struct _ScopeCompareView
{
  AdwBin parent_instance;

  ScopeViewFrame *frame;
  GtkWidget *compare_button;
  GtkDropDown *layer_choice; /* B's layer */
  GtkDropDown *gate_choice;
  GtkLabel *reading;
  ScopeColorBar *color_bar;
  ScopeCompareChart *chart;
  ScopeValueTable *table;

  ScopeSession *session;
  char *layer;   /* of A */
  char **layers; /* of B that can be chosen */
  ScopeAlignment *alignment;
  GCancellable *job;
  gboolean was_cancelled; /* the message's button then begins anew */
  gboolean synchronising;
};

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ScopeCompareView, scope_compare_view, ADW_TYPE_BIN)

typedef struct
{
  ScopeModel *a;
  ScopeModel *b;
  char *layer_a;
  char *layer_b;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  scope_model_unref (job->a);
  scope_model_unref (job->b);
  g_free (job->layer_a);
  g_free (job->layer_b);
  g_free (job);
}

static void
run_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  ScopeAlignment *alignment =
      scope_alignment_new (job->a, job->layer_a, job->b, job->layer_b, cancellable, &error);

  if (alignment != NULL)
    g_task_return_pointer (task, alignment, (GDestroyNotify) scope_alignment_unref);
  else
    g_task_return_error (task, error);
}

static void
stop_job (ScopeCompareView *self)
{
  if (self->job == NULL)
    return;
  g_cancellable_cancel (self->job);
  g_clear_object (&self->job);
}

enum
{
  COLUMN_UNIT,
  COLUMN_OTHER,
  COLUMN_SIGN,
  COLUMN_RELATIVE,
  COLUMN_DISTANCE,
  N_COLUMNS
};

static void
set_columns (ScopeCompareView *self)
{
  const ScopeValueColumn columns[N_COLUMNS] = {
    { _ ("Unit of A"), "unit", NULL, FALSE, FALSE },
    { _ ("Unit of B"), "other", _ ("The number in B of the unit that is most like it."), FALSE,
      FALSE },
    { _ ("Sign"), "sign",
      _ ("−1: B’s unit answers −h where A’s answers h, and all that reads it is turned as well."),
      FALSE, FALSE },
    { _ ("Moved, %"), "relative",
      _ ("The distance over the size of the unit’s weights, the larger of A’s and B’s: 0 equal, "
         "about "
         "141 unrelated, 200 opposite."),
      FALSE, FALSE },
    { _ ("Distance"), "distance",
      _ ("L2 norm of A − B over all weights that lead into the unit and out of it."), FALSE,
      FALSE },
  };

  scope_value_table_set_columns (self->table, columns, N_COLUMNS);
}

static void
set_count (ScopeValueRow *row, guint column, int count)
{
  g_autofree char *text = scope_format_fixed (count, 0);

  scope_value_row_set_number (row, column, count, text);
}

static void
fill_table (ScopeCompareView *self)
{
  const ScopeAlignedUnit *units = scope_alignment_get_units (self->alignment);
  const guint *ranking = scope_alignment_get_ranking (self->alignment);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < scope_alignment_get_n_units (self->alignment); i++)
    {
      const ScopeAlignedUnit *unit = &units[ranking[i]];
      ScopeValueRow *row = scope_value_row_new (unit->unit, N_COLUMNS);

      set_count (row, COLUMN_UNIT, (int) unit->unit);
      set_count (row, COLUMN_OTHER, (int) unit->other);
      scope_value_row_set_number (row, COLUMN_SIGN, unit->sign, unit->sign < 0 ? "−1" : "+1");
      scope_value_row_set_number (row, COLUMN_RELATIVE, 100 * unit->relative,
                                  unit->relative == 0 ? "0" : NULL);
      scope_value_row_set_number (row, COLUMN_DISTANCE, unit->distance,
                                  unit->distance == 0 ? "0" : NULL);
      g_ptr_array_add (rows, row);
    }
  set_columns (self);
  scope_value_table_set_rows (self->table, rows);
}

static void
follow_unit (ScopeCompareView *self)
{
  int unit = scope_session_get_unit (self->session);

  if (self->alignment == NULL)
    return;
  scope_compare_chart_select (self->chart, unit);
  scope_value_table_select (self->table, unit >= 0, (guint) MAX (unit, 0));
}

static void
update_reading (ScopeCompareView *self)
{
  ScopePlot *plot = SCOPE_PLOT (self->chart);
  g_autofree char *words = SCOPE_PLOT_GET_CLASS (plot)->describe (plot);
  g_autofree char *whole = NULL;

  if (words == NULL && self->alignment != NULL)
    whole = SCOPE_PLOT_GET_CLASS (plot)->summarize (plot);
  gtk_label_set_label (self->reading, words != NULL ? words : whole != NULL ? whole : "");
  scope_color_bar_set_marker (self->color_bar, scope_compare_chart_get_cursor_value (self->chart));
}

/* The gate's choice: A − B of all, or A, B and A − B of one. */
static void
update_chart (ScopeCompareView *self)
{
  g_auto (GStrv) names = scope_session_dup_input_names (self->session);
  int gate = scope_session_get_gate (self->session);
  guint bins[SCOPE_COLOR_BAR_BINS];

  if (self->alignment == NULL)
    return;
  scope_compare_chart_set (self->chart, self->alignment, gate, (const char *const *) names);
  scope_compare_chart_count (self->chart, bins, SCOPE_COLOR_BAR_BINS);
  scope_color_bar_set (self->color_bar, scope_compare_chart_get_extent (self->chart), bins, FALSE,
                       _ ("weight (no unit)"));
  self->synchronising = TRUE;
  gtk_drop_down_set_selected (self->gate_choice, (guint) (gate + 1));
  self->synchronising = FALSE;
  follow_unit (self);
  update_reading (self);
}

static void
fill_gate_choice (ScopeCompareView *self)
{
  ScopeGates *gates = scope_alignment_get_gates_a (self->alignment);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _ ("A − B of all gates"));
  for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
    {
      g_autofree char *name = scope_words_dup_gate (gates, gate);

      /* Translators: %s is a gate: the weights of two models and their difference */
      gtk_string_list_take (names, g_strdup_printf (_ ("A, B, A − B of %s"), name));
    }
  self->synchronising = TRUE;
  gtk_drop_down_set_model (self->gate_choice, G_LIST_MODEL (names));
  self->synchronising = FALSE;
}

static char *
dup_name (ScopeModel *model, const char *layer)
{
  /* Translators: a file's name and a layer's */
  return g_strdup_printf (_ ("%s, %s"), scope_model_get_file_name (model), layer);
}

static const char *
get_other_layer (ScopeCompareView *self)
{
  guint chosen = gtk_drop_down_get_selected (self->layer_choice);

  return self->layers != NULL && chosen < g_strv_length (self->layers) ? self->layers[chosen]
                                                                       : NULL;
}

static void
show (ScopeCompareView *self)
{
  g_autofree char *a = dup_name (scope_session_get_model (self->session),
                                 scope_session_get_gates_layer (self->session));
  g_autofree char *b = dup_name (scope_session_get_other (self->session), get_other_layer (self));
  g_autofree char *verdict = scope_compare_words_dup_verdict (self->alignment, a, b);

  fill_gate_choice (self);
  fill_table (self);
  update_chart (self);
  scope_view_frame_set_sentence (self->frame, verdict);
  scope_view_frame_show_content (self->frame);
}

static void
aligned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ScopeCompareView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeAlignment) alignment = g_task_propagate_pointer (G_TASK (result), &error);
  GCancellable *job = g_task_get_cancellable (G_TASK (result));

  if (self->session != NULL)
    scope_session_end_job (self->session, job);
  /* Something else is compared by now. */
  if (self->job != job)
    return;
  g_clear_object (&self->job);
  self->alignment = g_steal_pointer (&alignment);
  if (self->alignment != NULL)
    show (self);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    scope_view_frame_show_message (self->frame, error->message, _ ("Compare With…"));
}

static void
clear (ScopeCompareView *self)
{
  stop_job (self);
  g_clear_pointer (&self->alignment, scope_alignment_unref);
  scope_compare_chart_set (self->chart, NULL, -1, NULL);
  scope_view_frame_set_sentence (self->frame, NULL);
}

static void
start (ScopeCompareView *self)
{
  ScopeModel *a = scope_session_get_model (self->session);
  ScopeModel *b = scope_session_get_other (self->session);
  const char *layer_a = scope_session_get_gates_layer (self->session);
  const char *layer_b = get_other_layer (self);
  g_autoptr (GTask) task = NULL;
  Job *job;

  clear (self);
  self->was_cancelled = FALSE;
  if (a == NULL || layer_a == NULL)
    return;
  if (b == NULL)
    {
      scope_view_frame_show_message (
          self->frame,
          _ ("Put a second model beside this one: another epoch, another seed, another table. Its "
             "units are matched with this one’s, whatever their order and sign, and what is left "
             "is "
             "the difference."),
          _ ("Compare With…"));
      return;
    }
  if (layer_b == NULL)
    {
      g_autofree char *text =
          g_strdup_printf (_ ("%s has no LSTM, GRU or SimpleRNN layer to compare with."),
                           scope_model_get_file_name (b));

      scope_view_frame_show_message (self->frame, text, _ ("Compare With…"));
      return;
    }
  scope_view_frame_show_busy (self->frame, _ ("Matching the units of the two models"));
  self->job = g_cancellable_new ();
  scope_session_begin_job (self->session, self->job);
  job = g_new (Job, 1);
  *job = (Job){ scope_model_ref (a), scope_model_ref (b), g_strdup (layer_a), g_strdup (layer_b) };
  task = g_task_new (NULL, self->job, aligned_cb, g_object_ref (self));
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, run_job);
}

/* The layer of B with the same path, else the one in the same place, else the first. */
static guint
find_layer (ScopeCompareView *self)
{
  g_auto (GStrv) paths = scope_model_dup_recurrent_paths (scope_session_get_model (self->session));
  const char *layer = scope_session_get_gates_layer (self->session);
  guint place = 0;

  for (guint i = 0; self->layers[i] != NULL; i++)
    if (g_strcmp0 (self->layers[i], layer) == 0)
      return i;
  while (paths[place] != NULL && g_strcmp0 (paths[place], layer) != 0)
    place++;
  return paths[place] != NULL && place < g_strv_length (self->layers) ? place : 0;
}

static void
update_layers (ScopeCompareView *self)
{
  ScopeModel *other = scope_session_get_other (self->session);
  g_autoptr (GtkStringList) names = NULL;
  guint n;

  g_clear_pointer (&self->layers, g_strfreev);
  if (other != NULL && scope_session_get_model (self->session) != NULL)
    self->layers = scope_model_dup_recurrent_paths (other);
  n = self->layers != NULL ? g_strv_length (self->layers) : 0;
  names = gtk_string_list_new ((const char *const *) self->layers);
  self->synchronising = TRUE;
  gtk_drop_down_set_model (self->layer_choice, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->layer_choice,
                              n > 0 ? find_layer (self) : GTK_INVALID_LIST_POSITION);
  self->synchronising = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->layer_choice), n > 1);
}

static void
follow_models (ScopeCompareView *self)
{
  const char *layer = scope_session_get_gates_layer (self->session);
  ScopeModel *other = scope_session_get_other (self->session);
  g_autofree char *title = NULL;

  g_free (self->layer);
  self->layer = g_strdup (layer);
  update_layers (self);
  clear (self);
  if (layer == NULL)
    return;
  /* Translators: a layer's name and the name of another model's file */
  title = other != NULL
              ? g_strdup_printf (_ ("%s beside %s"), layer, scope_model_get_file_name (other))
              : g_strdup_printf (_ ("%s beside another model"), layer);
  scope_view_frame_set_title (self->frame, title);
  /* Without one, the view's message has the button. */
  gtk_widget_set_visible (self->compare_button, other != NULL);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    start (self);
}

static void
follow_layer (ScopeCompareView *self)
{
  if (g_strcmp0 (scope_session_get_gates_layer (self->session), self->layer) != 0)
    follow_models (self);
}

static void
scope_compare_view_map (GtkWidget *widget)
{
  ScopeCompareView *self = SCOPE_COMPARE_VIEW (widget);

  GTK_WIDGET_CLASS (scope_compare_view_parent_class)->map (widget);
  if (self->session != NULL && self->alignment == NULL && self->job == NULL)
    start (self);
}

static void
layer_chosen_cb (ScopeCompareView *self)
{
  if (!self->synchronising && self->session != NULL)
    start (self);
}

static void
gate_chosen_cb (ScopeCompareView *self)
{
  guint chosen = gtk_drop_down_get_selected (self->gate_choice);

  if (!self->synchronising && chosen != GTK_INVALID_LIST_POSITION && self->alignment != NULL)
    scope_session_set_gate (self->session, (int) chosen - 1);
}

static void
unit_chosen_cb (ScopeCompareView *self, guint unit)
{
  scope_session_set_unit (self->session, (int) unit);
}

static void
opened_cb (ScopeCompareView *self)
{
  g_signal_emit (self, signals[OPENED], 0);
}

static void
cancelled_cb (ScopeCompareView *self)
{
  stop_job (self);
  self->was_cancelled = TRUE;
  scope_view_frame_show_message (self->frame, _ ("The units have not been matched yet."),
                                 _ ("Match Units"));
}

static void
next_cb (ScopeCompareView *self)
{
  if (self->was_cancelled)
    start (self);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.compare", NULL);
}

static void
scope_compare_view_dispose (GObject *object)
{
  ScopeCompareView *self = SCOPE_COMPARE_VIEW (object);

  stop_job (self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->alignment, scope_alignment_unref);
  g_clear_pointer (&self->layers, g_strfreev);
  g_clear_pointer (&self->layer, g_free);

  G_OBJECT_CLASS (scope_compare_view_parent_class)->dispose (object);
}

static void
scope_compare_view_class_init (ScopeCompareViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = scope_compare_view_dispose;
  GTK_WIDGET_CLASS (klass)->map = scope_compare_view_map;

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

/* What is chosen, what the pointer reads, and the scale: over the pictures. */
static GtkWidget *
create_toolbar (ScopeCompareView *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *choices = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *reading = gtk_label_new (NULL);

  gtk_box_append (GTK_BOX (choices), GTK_WIDGET (self->gate_choice));
  gtk_box_append (GTK_BOX (choices), GTK_WIDGET (self->layer_choice));
  gtk_label_set_xalign (GTK_LABEL (reading), 0);
  gtk_label_set_ellipsize (GTK_LABEL (reading), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (reading, "caption");
  gtk_widget_add_css_class (reading, "numeric");
  gtk_widget_set_hexpand (left, TRUE);
  gtk_widget_set_valign (left, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (left), choices);
  gtk_box_append (GTK_BOX (left), reading);
  gtk_widget_set_valign (GTK_WIDGET (self->color_bar), GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), left);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->color_bar));
  self->reading = GTK_LABEL (reading);
  return row;
}

static GtkWidget *
create_scroller (GtkWidget *child)
{
  GtkWidget *viewport = gtk_viewport_new (NULL, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_viewport_set_scroll_to_focus (GTK_VIEWPORT (viewport), FALSE);
  gtk_viewport_set_child (GTK_VIEWPORT (viewport), child);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), viewport);
  gtk_widget_set_size_request (scroller, -1, 220);
  return scroller;
}

static void
create_choices (ScopeCompareView *self)
{
  self->gate_choice = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  self->layer_choice = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  /* Translators: the layer of model B that is compared: "B: lstm_1" */
  scope_choice_set_up (self->layer_choice, _ ("B: %s"));
  scope_choice_set_up (self->gate_choice, "%s");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->gate_choice), _ ("What is shown"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->gate_choice), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Shown"), -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->layer_choice), _ ("Layer of the other model"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->layer_choice),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Layer of the other model"),
                                  -1);
  g_signal_connect_swapped (self->gate_choice, "notify::selected", G_CALLBACK (gate_chosen_cb),
                            self);
  g_signal_connect_swapped (self->layer_choice, "notify::selected", G_CALLBACK (layer_chosen_cb),
                            self);
}

static void
scope_compare_view_init (ScopeCompareView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *paned = gtk_paned_new (GTK_ORIENTATION_VERTICAL);

  self->frame = SCOPE_VIEW_FRAME (scope_view_frame_new (_ (
      "The units of a layer have no order, and a unit whose weights in and out all change sign "
      "answers −h where it answered h: neither changes a forecast. So before two models are "
      "compared, each unit of B is matched with the unit of A that it is most like, and put "
      "into its place and sign (Hungarian method on the weights that lead into and out of a unit, "
      "each matrix in its own measure).\n\n"
      "A is the open model, B the other one. All pictures have one scale of colours. The table "
      "lists the units, those that moved most first.")));
  create_choices (self);
  self->color_bar = g_object_ref_sink (g_object_new (SCOPE_TYPE_COLOR_BAR, NULL));
  self->chart = g_object_new (SCOPE_TYPE_COMPARE_CHART, NULL);
  self->table = SCOPE_VALUE_TABLE (scope_value_table_new ());
  scope_value_table_set_words (self->table, _ ("Units of both models, matched"), "matched-units");
  gtk_widget_set_size_request (GTK_WIDGET (self->table), -1, 96);
  gtk_widget_set_margin_top (GTK_WIDGET (self->table), 6);
  gtk_paned_set_start_child (GTK_PANED (paned), create_scroller (GTK_WIDGET (self->chart)));
  gtk_paned_set_end_child (GTK_PANED (paned), GTK_WIDGET (self->table));
  gtk_paned_set_shrink_start_child (GTK_PANED (paned), FALSE);
  gtk_paned_set_shrink_end_child (GTK_PANED (paned), FALSE);
  gtk_widget_set_vexpand (paned, TRUE);
  gtk_box_append (GTK_BOX (box), create_toolbar (self));
  gtk_box_append (GTK_BOX (box), paned);
  g_object_unref (self->color_bar);
  scope_view_frame_set_content (self->frame, box);
  scope_value_table_attach (self->table, SCOPE_PLOT (self->chart), GTK_WIDGET (self->frame));
  scope_view_frame_add_menu (self->frame, scope_plot_create_menu_button (SCOPE_PLOT (self->chart)));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->frame));
  g_signal_connect_swapped (self->frame, "cancelled", G_CALLBACK (cancelled_cb), self);
  g_signal_connect_swapped (self->frame, "next", G_CALLBACK (next_cb), self);
  g_signal_connect_swapped (self->chart, "cursor-moved", G_CALLBACK (update_reading), self);
  g_signal_connect_swapped (self->chart, "chosen", G_CALLBACK (unit_chosen_cb), self);
  g_signal_connect_swapped (self->chart, "opened", G_CALLBACK (opened_cb), self);
  g_signal_connect_swapped (self->table, "chosen", G_CALLBACK (unit_chosen_cb), self);
  g_signal_connect_swapped (self->table, "opened", G_CALLBACK (opened_cb), self);
}

void
scope_compare_view_set_session (ScopeCompareView *self, ScopeSession *session)
{
  g_return_if_fail (SCOPE_IS_COMPARE_VIEW (self));
  g_return_if_fail (SCOPE_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->compare_button = gtk_button_new_with_label (_ ("Compare With…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->compare_button), "win.compare");
  scope_view_frame_add_tool (self->frame, self->compare_button);
  g_signal_connect_object (session, "notify::model", G_CALLBACK (follow_models), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::layer", G_CALLBACK (follow_layer), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::other", G_CALLBACK (follow_models), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::gate", G_CALLBACK (update_chart), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::recipe", G_CALLBACK (update_chart), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::unit", G_CALLBACK (follow_unit), self,
                           G_CONNECT_SWAPPED);
  follow_models (self);
}
