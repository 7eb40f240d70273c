/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-training-view.h"

#include "scope-distribution-chart.h"
#include "scope-format.h"
#include "scope-training-words.h"
#include "scope-value-table.h"
#include "scope-view-frame.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>

/* A layer beside its initialisers, and U's singular values. */
typedef struct
{
  ScopeInitial *initial;
  double *singular; /* NULL where a weight is not finite */
  guint n_singular;
  double expected;
} Training;

struct _ScopeTrainingView
{
  AdwBin parent_instance;

  ScopeViewFrame *frame;
  ScopeDistributionChart *chart;
  ScopeValueTable *table;

  ScopeSession *session;
  char *layer; /* that is computed, or shown */
  Training *training;
  GCancellable *job;
};

G_DEFINE_FINAL_TYPE (ScopeTrainingView, scope_training_view, ADW_TYPE_BIN)

static void
training_free (gpointer data)
{
  Training *training = data;

  g_clear_pointer (&training->initial, scope_initial_unref);
  g_free (training->singular);
  g_free (training);
}

typedef struct
{
  ScopeModel *model;
  char *layer;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  scope_model_unref (job->model);
  g_free (job->layer);
  g_free (job);
}

static void
run_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  Training *training = g_new0 (Training, 1);
  GError *error = NULL;

  training->expected = NAN;
  training->initial = scope_initial_new (scope_model_find_layer (job->model, job->layer), &error);
  if (training->initial == NULL)
    {
      training_free (training);
      g_task_return_error (task, error);
      return;
    }
  /* Without them the distributions still say much. */
  if (!g_cancellable_is_cancelled (cancellable))
    training->singular = scope_initial_dup_singular_values (
        training->initial, &training->n_singular, &training->expected, cancellable, NULL);
  g_task_return_pointer (task, training, training_free);
}

static void
stop_job (ScopeTrainingView *self)
{
  if (self->job == NULL)
    return;
  g_cancellable_cancel (self->job);
  g_clear_object (&self->job);
}

enum
{
  COLUMN_MATRIX,
  COLUMN_GATE,
  COLUMN_INITIALISER,
  COLUMN_N,
  COLUMN_DISTANCE,
  COLUMN_CRITICAL,
  COLUMN_SHIFT,
  COLUMN_MEAN,
  COLUMN_SD,
  N_COLUMNS
};

static void
set_columns (ScopeTrainingView *self)
{
  const ScopeValueColumn columns[N_COLUMNS] = {
    { _ ("Matrix"), "matrix", NULL, TRUE, FALSE },
    { _ ("Gate"), "gate", NULL, TRUE, FALSE },
    { _ ("Initialiser"), "initialiser",
      _ ("What the file says the weights were drawn from before training."), TRUE, FALSE },
    { _ ("n"), "n", _ ("Number of weights."), FALSE, FALSE },
    { _ ("Distance"), "distance",
      _ ("Kolmogorov–Smirnov: the largest difference of the share of the weights below any number "
         "and "
         "the initialiser’s; 0 alike, 1 apart."),
      FALSE, FALSE },
    { _ ("Chance"), "critical",
      _ ("The distance that untrained weights exceed once in a hundred times."), FALSE, FALSE },
    { _ ("Shift"), "shift", _ ("Mean of the weights less the initialiser’s."), FALSE, FALSE },
    { _ ("Mean"), "mean", _ ("Of the weights now."), FALSE, FALSE },
    { _ ("SD"), "sd", _ ("Of the weights now."), FALSE, FALSE },
  };

  scope_value_table_set_columns (self->table, columns, N_COLUMNS);
}

static ScopeValueRow *
create_row (ScopeGates *gates, const ScopeInitialPart *part)
{
  ScopeValueRow *row =
      scope_value_row_new (part->gate * SCOPE_N_MATRICES + part->matrix, N_COLUMNS);
  g_autofree char *gate = scope_words_dup_gate (gates, part->gate);
  g_autofree char *initialiser = scope_initialiser_dup_text (&part->initialiser);
  g_autofree char *n = scope_words_dup_count ((gint64) part->n);

  if (part->initialiser.kind == SCOPE_INITIALISER_UNKNOWN && *part->initialiser.name == '\0')
    {
      g_free (initialiser);
      initialiser = g_strdup (_ ("not in the file"));
    }
  scope_value_row_set_text (row, COLUMN_MATRIX, scope_matrix_get_letter (part->matrix));
  scope_value_row_set_text (row, COLUMN_GATE, gate);
  scope_value_row_set_text (row, COLUMN_INITIALISER, initialiser);
  scope_value_row_set_number (row, COLUMN_N, (double) part->n, n);
  scope_value_row_set_number (row, COLUMN_DISTANCE, part->distance, NULL);
  scope_value_row_set_number (row, COLUMN_CRITICAL,
                              isfinite (part->distance) ? part->critical : NAN, NULL);
  scope_value_row_set_number (row, COLUMN_SHIFT, part->shift, NULL);
  scope_value_row_set_number (row, COLUMN_MEAN, part->mean, NULL);
  scope_value_row_set_number (row, COLUMN_SD, part->sd, NULL);
  return row;
}

static void
show (ScopeTrainingView *self)
{
  ScopeInitial *initial = self->training->initial;
  ScopeGates *gates = scope_initial_get_gates (initial);
  int only = scope_session_get_gate (self->session);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *verdict = scope_training_words_dup_verdict (
      initial, self->training->singular, self->training->n_singular, self->training->expected);

  for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
    for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
      {
        const ScopeInitialPart *part = scope_initial_get_part (initial, gate, (ScopeMatrix) matrix);

        if (part != NULL && (only < 0 || (guint) only == gate))
          g_ptr_array_add (rows, create_row (gates, part));
      }
  set_columns (self);
  scope_value_table_set_rows (self->table, rows);
  scope_distribution_chart_set (self->chart, initial, only);
  scope_view_frame_set_sentence (self->frame, verdict);
  scope_view_frame_show_content (self->frame);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ScopeTrainingView) self = user_data;
  g_autoptr (GError) error = NULL;
  Training *training = g_task_propagate_pointer (G_TASK (result), &error);
  GCancellable *job = g_task_get_cancellable (G_TASK (result));

  if (self->session != NULL)
    scope_session_end_job (self->session, job);
  /* Another layer has been asked for in the meantime. */
  if (self->job != job)
    {
      g_clear_pointer (&training, training_free);
      return;
    }
  g_clear_object (&self->job);
  g_clear_pointer (&self->training, training_free);
  self->training = training;
  if (training != NULL)
    show (self);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    scope_view_frame_show_message (self->frame, error->message, NULL);
}

static void
start (ScopeTrainingView *self)
{
  ScopeModel *model = scope_session_get_model (self->session);
  g_autoptr (GTask) task = NULL;
  Job *job;

  stop_job (self);
  if (model == NULL || self->layer == NULL)
    return;
  scope_view_frame_set_sentence (self->frame, NULL);
  scope_view_frame_show_busy (self->frame, _ ("Comparing the weights with their initialisers"));
  self->job = g_cancellable_new ();
  scope_session_begin_job (self->session, self->job);
  job = g_new (Job, 1);
  *job = (Job){ scope_model_ref (model), g_strdup (self->layer) };
  task = g_task_new (NULL, self->job, loaded_cb, g_object_ref (self));
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, run_job);
}

static void
follow_model (ScopeTrainingView *self)
{
  const char *layer = scope_session_get_gates_layer (self->session);
  g_autofree char *title = NULL;

  stop_job (self);
  g_clear_pointer (&self->training, training_free);
  scope_distribution_chart_set (self->chart, NULL, -1);
  g_free (self->layer);
  self->layer = g_strdup (layer);
  if (layer == NULL)
    return;
  /* Translators: %s is a layer's name */
  title = g_strdup_printf (_ ("What training changed in %s"), layer);
  scope_view_frame_set_title (self->frame, title);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    start (self);
}

static void
follow_layer (ScopeTrainingView *self)
{
  if (g_strcmp0 (scope_session_get_gates_layer (self->session), self->layer) != 0)
    follow_model (self);
}

static void
follow_gate (ScopeTrainingView *self)
{
  if (self->training != NULL)
    show (self);
}

static void
scope_training_view_map (GtkWidget *widget)
{
  ScopeTrainingView *self = SCOPE_TRAINING_VIEW (widget);

  GTK_WIDGET_CLASS (scope_training_view_parent_class)->map (widget);
  if (self->session != NULL && self->training == NULL && self->job == NULL)
    start (self);
}

static void
cancelled_cb (ScopeTrainingView *self)
{
  stop_job (self);
  scope_view_frame_show_message (
      self->frame, _ ("The weights have not been compared with their initialisers yet."),
      _ ("Compare"));
}

static void
panel_chosen_cb (ScopeTrainingView *self, guint gate, guint matrix)
{
  scope_value_table_select (self->table, TRUE, gate * SCOPE_N_MATRICES + matrix);
}

static void
row_chosen_cb (ScopeTrainingView *self, guint id)
{
  scope_distribution_chart_select (self->chart, (int) (id / SCOPE_N_MATRICES),
                                   (ScopeMatrix) (id % SCOPE_N_MATRICES));
}

/* In words, for who goes by keys. */
static void
update_reading (ScopeTrainingView *self)
{
  ScopePlot *plot = SCOPE_PLOT (self->chart);
  g_autofree char *words = SCOPE_PLOT_GET_CLASS (plot)->describe (plot);

  scope_view_frame_set_reading (self->frame, words);
}

static void
scope_training_view_dispose (GObject *object)
{
  ScopeTrainingView *self = SCOPE_TRAINING_VIEW (object);

  stop_job (self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->training, training_free);
  g_clear_pointer (&self->layer, g_free);

  G_OBJECT_CLASS (scope_training_view_parent_class)->dispose (object);
}

static void
scope_training_view_class_init (ScopeTrainingViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = scope_training_view_dispose;
  GTK_WIDGET_CLASS (klass)->map = scope_training_view_map;
}

static void
scope_training_view_init (ScopeTrainingView *self)
{
  GtkWidget *paned = gtk_paned_new (GTK_ORIENTATION_VERTICAL);

  self->frame = SCOPE_VIEW_FRAME (scope_view_frame_new (_ (
      "Before training, Keras fills W with random numbers from the initialiser that the layer was "
      "made with (Glorot uniform unless another was asked for), U with an orthogonal matrix, b "
      "with zeros, and the forget gate’s b with ones. The bars are the weights in this file, the "
      "dashed line is what the initialiser draws on the average: where bars stand beyond it, "
      "training put them there.\n\n"
      "The distance is Kolmogorov’s and Smirnov’s: the largest difference of the two shares below "
      "any number. Untrained weights exceed the value in the column “Chance” once in a hundred "
      "times. Entries of an orthogonal matrix are not quite independent, which makes them lie "
      "closer, not further.\n\n"
      "All panels of a row share both scales.")));
  self->chart = g_object_new (SCOPE_TYPE_DISTRIBUTION_CHART, NULL);
  self->table = SCOPE_VALUE_TABLE (scope_value_table_new ());
  scope_value_table_set_words (self->table, _ ("Weights beside their initialisers"), "training");
  gtk_widget_set_size_request (GTK_WIDGET (self->table), -1, 96);
  gtk_widget_set_margin_top (GTK_WIDGET (self->table), 6);
  gtk_paned_set_start_child (GTK_PANED (paned), GTK_WIDGET (self->chart));
  gtk_paned_set_end_child (GTK_PANED (paned), GTK_WIDGET (self->table));
  gtk_paned_set_shrink_start_child (GTK_PANED (paned), FALSE);
  gtk_paned_set_shrink_end_child (GTK_PANED (paned), FALSE);
  scope_view_frame_set_content (self->frame, paned);
  scope_value_table_attach (self->table, SCOPE_PLOT (self->chart), GTK_WIDGET (self->frame));
  scope_view_frame_add_menu (self->frame, scope_plot_create_menu_button (SCOPE_PLOT (self->chart)));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->frame));
  g_signal_connect_swapped (self->frame, "cancelled", G_CALLBACK (cancelled_cb), self);
  g_signal_connect_swapped (self->frame, "next", G_CALLBACK (start), self);
  g_signal_connect_swapped (self->chart, "cursor-moved", G_CALLBACK (update_reading), self);
  g_signal_connect_swapped (self->chart, "chosen", G_CALLBACK (panel_chosen_cb), self);
  g_signal_connect_swapped (self->table, "chosen", G_CALLBACK (row_chosen_cb), self);
}

void
scope_training_view_set_session (ScopeTrainingView *self, ScopeSession *session)
{
  g_return_if_fail (SCOPE_IS_TRAINING_VIEW (self));
  g_return_if_fail (SCOPE_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::model", G_CALLBACK (follow_model), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::layer", G_CALLBACK (follow_layer), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::gate", G_CALLBACK (follow_gate), self,
                           G_CONNECT_SWAPPED);
  follow_model (self);
}
