/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-run-page.h"

#include "scope-accessible.h"
#include "scope-error.h"
#include "scope-facts-list.h"
#include "scope-format.h"
#include "scope-messages.h"
#include "scope-recipe-dialog.h"
#include "scope-recipe-words.h"
#include "scope-remarks-list.h"
#include "scope-run-job.h"
#include "scope-run-results.h"
#include "scope-table-panel.h"
#include "scope-window-panel.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>

struct _ScopeRunPage
{
  ScopePage parent_instance;

  GtkStack *stack;
  AdwStatusPage *empty;
  GtkButton *next;
  GtkButton *other;
  GtkLabel *data_label;
  GtkLabel *recipe_label;
  GtkStack *run_stack;
  GtkStack *status;
  GtkLabel *done;
  GtkProgressBar *progress;
  GtkLabel *rate;
  GtkStack *content;
  GtkLabel *ready_files;
  ScopeFactsList *recipe_facts;
  GtkWidget *guesses_part;
  GtkBox *guesses;
  ScopeRunResults *results;
  GtkStack *inspector_stack;
  ScopeTablePanel *table_panel;
  ScopeWindowPanel *window_panel;

  GCancellable *job;   /* a run under way */
  GCancellable *check; /* whether there is a window to run */
  GError *no_window;   /* why there is none */
  gboolean has_run;    /* the person has run these two: a changed recipe is run by itself */
};

G_DEFINE_FINAL_TYPE (ScopeRunPage, scope_run_page, SCOPE_TYPE_PAGE)

static void start (ScopeRunPage *self);

static ScopeSession *
get_session (ScopeRunPage *self)
{
  return scope_page_get_session (SCOPE_PAGE (self));
}

/* Every layer that stands against a run, and why. */
static char *
dup_obstacles (ScopeSession *session)
{
  GPtrArray *obstacles = scope_session_get_obstacles (session);
  const GError *error = scope_session_get_network_error (session);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < obstacles->len; i++)
    {
      const ScopeObstacle *obstacle = g_ptr_array_index (obstacles, i);

      if (text->len > 0)
        g_string_append_c (text, '\n');
      /* Translators: a layer, its class, and why it cannot be run */
      g_string_append_printf (text, _ ("Layer “%s” (%s): %s"), obstacle->layer,
                              obstacle->class_name, obstacle->why);
    }
  if (text->len == 0 && error != NULL)
    g_string_append (text, error->message);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What is missing before the model can be run on a table, and the step that leads there. FALSE
 * where nothing is. */
static gboolean
update_empty (ScopeRunPage *self)
{
  ScopeSession *session = get_session (self);
  const GError *error = scope_session_get_recipe_error (session);
  gboolean has_other = FALSE;

  gtk_widget_set_visible (GTK_WIDGET (self->next), TRUE);
  if (scope_session_get_model (session) == NULL)
    scope_page_set_empty (self->empty, self->next, _ ("No model is open"),
                          _ ("Open the model that is to be run on this table."), _ ("Open Model"),
                          "win.open", NULL);
  else if (scope_session_get_network (session) == NULL)
    {
      g_autofree char *obstacles = dup_obstacles (session);

      scope_page_set_empty (self->empty, self->next, _ ("This model cannot be run"), obstacles,
                            _ ("Show Layers"), "win.page", "model");
    }
  else if (scope_network_get_n_inputs (scope_session_get_network (session)) > 1)
    {
      guint n_inputs = scope_network_get_n_inputs (scope_session_get_network (session));
      g_autofree char *text = g_strdup_printf (
          ngettext ("It has %u input, and a table feeds one. On arrays it is run by "
                    "gatescope-cli predict.",
                    "It has %u inputs, and a table feeds one. On arrays it is run by "
                    "gatescope-cli predict.",
                    n_inputs),
          n_inputs);

      scope_page_set_empty (self->empty, self->next, _ ("This model takes more than a table"), text,
                            _ ("Show Layers"), "win.page", "model");
    }
  else if (scope_session_get_series (session) == NULL)
    scope_page_set_empty (self->empty, self->next, _ ("No table is open"),
                          _ ("Open a table of observations to run every window of it through the "
                             "network."),
                          _ ("Open Table"), "win.open-table", NULL);
  else if (scope_session_get_recipe (session) == NULL && error != NULL)
    {
      scope_page_set_empty (self->empty, self->next, _ ("The table does not fit the model"),
                            error->message, _ ("Open Another Table"), "win.open-table", NULL);
      has_other = TRUE;
    }
  else if (scope_session_get_recipe (session) == NULL)
    {
      scope_page_set_empty (self->empty, self->next, _ ("Fitting the table to the model"),
                            _ ("The table’s columns are being compared with what the model takes."),
                            "", "win.open-table", NULL);
      gtk_widget_set_visible (GTK_WIDGET (self->next), FALSE);
    }
  else if (self->no_window != NULL)
    {
      scope_page_set_empty (self->empty, self->next, _ ("The table cannot be run by this recipe"),
                            self->no_window->message, _ ("Change the Recipe…"), "run.edit-recipe",
                            NULL);
      has_other = TRUE;
    }
  else
    return FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->other), has_other);
  return TRUE;
}

/* The recipe in plain words, and what of it was guessed. */
static void
update_ready (ScopeRunPage *self)
{
  ScopeSession *session = get_session (self);
  ScopeRecipe *recipe = scope_session_get_recipe (session);
  const char *const *remarks = scope_recipe_get_remarks (recipe);
  g_autofree char *files = NULL;
  g_autofree char *inputs = scope_recipe_words_dup_inputs (recipe);
  g_autofree char *scaling = scope_recipe_words_dup_scaling (recipe);
  g_autofree char *window = scope_recipe_words_dup_window (recipe);
  g_autofree char *forecast = scope_recipe_words_dup_forecast (recipe);
  g_autofree char *time = scope_recipe_words_dup_time (recipe);
  g_autofree char *rows = scope_recipe_words_dup_rows (recipe);
  g_autofree char *scored = scope_recipe_words_dup_scored (recipe);

  /* Translators: a model's and a table's file name */
  files = g_strdup_printf (_ ("%s on %s"),
                           scope_model_get_file_name (scope_session_get_model (session)),
                           scope_series_get_name (scope_session_get_series (session)));
  gtk_label_set_label (self->ready_files, files);
  scope_facts_list_clear (self->recipe_facts);
  scope_facts_list_add (self->recipe_facts, _ ("Inputs"), inputs);
  scope_facts_list_add (self->recipe_facts, _ ("Scaling"), scaling);
  scope_facts_list_add (self->recipe_facts, _ ("Window"), window);
  scope_facts_list_add (self->recipe_facts, _ ("Forecast"), forecast);
  scope_facts_list_add (self->recipe_facts, _ ("Time"), time);
  scope_facts_list_add (self->recipe_facts, _ ("Rows in use"), rows);
  scope_facts_list_add (self->recipe_facts, _ ("Scored"), scored);
  scope_remarks_list_fill (self->guesses, remarks);
  gtk_widget_set_visible (self->guesses_part, remarks != NULL && remarks[0] != NULL);
}

/* Which of empty, ready and results is shown, and what the controls say. */
static void
update_state (ScopeRunPage *self)
{
  ScopeSession *session = get_session (self);
  ScopeForecast *forecast = scope_session_get_forecast (session);
  gboolean has_results = forecast != NULL || self->job != NULL;
  g_autofree char *summary = NULL;

  if (update_empty (self))
    {
      gtk_stack_set_visible_child_name (self->stack, "empty");
      scope_page_set_inspector (SCOPE_PAGE (self), NULL);
      return;
    }
  summary = scope_recipe_words_dup_summary (scope_session_get_recipe (session));
  gtk_label_set_label (self->recipe_label, summary);
  gtk_label_set_label (self->data_label,
                       scope_series_get_name (scope_session_get_series (session)));
  if (!has_results)
    update_ready (self);
  gtk_widget_set_visible (GTK_WIDGET (self->run_stack), has_results);
  gtk_widget_set_visible (GTK_WIDGET (self->status), has_results);
  gtk_stack_set_visible_child_name (self->run_stack, self->job != NULL ? "cancel" : "run");
  gtk_stack_set_visible_child_name (self->status, self->job != NULL ? "working" : "done");
  gtk_stack_set_visible_child_name (self->content, has_results ? "results" : "ready");
  gtk_stack_set_visible_child_name (self->stack, "work");
  scope_page_set_inspector (SCOPE_PAGE (self), GTK_WIDGET (self->inspector_stack));
}

static void
progress_cb (ScopeProgress *progress, GParamSpec *pspec, ScopeRunPage *self)
{
  double fraction = scope_progress_get_fraction (progress);
  g_autofree char *rate = scope_words_dup_count ((gint64) scope_progress_get_rate (progress));
  g_autofree char *percent = scope_format_fixed (100 * MAX (fraction, 0), 0);
  g_autofree char *text = NULL;

  gtk_progress_bar_set_fraction (self->progress, CLAMP (fraction, 0, 1));
  /* Translators: progress of a job, and its rate */
  text = g_strdup_printf (_ ("%s %% · %s windows/s"), percent, rate);
  gtk_label_set_label (self->rate, text);
}

/* "0.21 s · 41 000 windows/s" */
static void
say_done (ScopeRunPage *self, ScopeRunResult *result)
{
  double n = (double) scope_forecast_get_n_windows (result->forecast);
  g_autofree char *seconds = scope_format_number (result->seconds, 2);
  g_autofree char *rate = NULL;
  g_autofree char *text = NULL;

  /* Two figures are what a clock is good for. */
  if (result->seconds > 0)
    {
      double per_second = n / result->seconds;
      double unit = pow (10, MAX (floor (log10 (MAX (per_second, 1))) - 1, 0));

      rate = scope_words_dup_count ((gint64) (round (per_second / unit) * unit));
    }
  text = rate != NULL ? g_strdup_printf (_ ("%s s · %s windows/s"), seconds, rate)
                      : g_strdup_printf (_ ("%s s"), seconds);
  gtk_label_set_label (self->done, text);
}

static void
forget_check (ScopeRunPage *self)
{
  if (self->check != NULL)
    g_cancellable_cancel (self->check);
  g_clear_object (&self->check);
  g_clear_error (&self->no_window);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ScopeRunPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean has_window = scope_run_job_check_finish (result, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->check)
    return;
  g_clear_object (&self->check);
  if (has_window || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->no_window = g_steal_pointer (&error);
  update_state (self);
}

/* A table may fit the model and yet have no window: too few rows, or a gap in each. That is said
 * before the person runs it. */
static void
check (ScopeRunPage *self)
{
  ScopeSession *session = get_session (self);
  ScopeNetwork *network = scope_session_get_network (session);

  forget_check (self);
  if (network == NULL || scope_network_get_n_inputs (network) > 1
      || scope_session_get_series (session) == NULL || scope_session_get_recipe (session) == NULL)
    return;
  self->check = g_cancellable_new ();
  scope_run_job_check (network, scope_session_get_series (session),
                       scope_session_get_recipe (session), self->check, checked_cb,
                       g_object_ref (self));
}

static void
run_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ScopeRunPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeRunResult) answer = scope_run_job_finish (result, &error);
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));
  gboolean is_current = cancellable == self->job;
  ScopeSession *session = get_session (self);

  if (session != NULL)
    scope_session_end_job (session, cancellable);
  if (!is_current)
    return;

  g_clear_object (&self->job);
  if (answer == NULL)
    {
      self->has_run = FALSE;
      /* What the recipe makes of the table stays on the page. */
      if (g_error_matches (error, SCOPE_ERROR, SCOPE_ERROR_RECIPE))
        self->no_window = g_steal_pointer (&error);
      else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        scope_messages_show_error (GTK_WIDGET (self), _ ("The model could not be run"), error);
      update_state (self);
      return;
    }

  say_done (self, answer);
  if (!self->has_run
      || scope_session_get_target (session) >= scope_forecast_get_n_targets (answer->forecast))
    scope_session_set_target (session, scope_feed_get_primary_target (answer->feed));
  self->has_run = TRUE;
  scope_session_set_feed (session, answer->feed);
  scope_session_set_forecast (session, answer->forecast);
  update_state (self);
}

static void
stop (ScopeRunPage *self)
{
  if (self->job == NULL)
    return;
  g_cancellable_cancel (self->job);
  g_clear_object (&self->job);
}

static void
start (ScopeRunPage *self)
{
  ScopeSession *session = get_session (self);
  g_autoptr (ScopeProgress) progress = NULL;

  if (self->job != NULL || self->no_window != NULL || scope_session_get_network (session) == NULL
      || scope_session_get_series (session) == NULL || scope_session_get_recipe (session) == NULL)
    return;
  /* The run itself says the same. */
  forget_check (self);
  progress = scope_progress_new ();
  g_signal_connect_object (progress, "notify::fraction", G_CALLBACK (progress_cb), self, 0);
  self->job = g_cancellable_new ();
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_label_set_label (self->rate, "");
  scope_session_begin_job (session, self->job);
  scope_run_job_start (scope_session_get_network (session), scope_session_get_series (session),
                       scope_session_get_recipe (session), progress, self->job, run_done_cb,
                       g_object_ref (self));
  update_state (self);
}

static void
start_cb (ScopeRunPage *self)
{
  start (self);
}

static void
cancel_cb (ScopeRunPage *self)
{
  if (self->job != NULL)
    g_cancellable_cancel (self->job);
}

/* Other files: what was run was of others. */
static void
files_changed_cb (ScopeRunPage *self)
{
  stop (self);
  self->has_run = FALSE;
  check (self);
  update_state (self);
}

/* Another recipe for the same two: what was shown is shown of the new one. */
static void
recipe_changed_cb (ScopeRunPage *self)
{
  stop (self);
  forget_check (self);
  if (self->has_run && scope_session_get_recipe (get_session (self)) != NULL)
    start (self);
  else
    check (self);
  update_state (self);
}

static void
window_changed_cb (ScopeRunPage *self)
{
  gboolean has_window = scope_session_get_window (get_session (self)) >= 0;

  gtk_stack_set_visible_child_name (self->inspector_stack, has_window ? "window" : "table");
}

static void
edit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ScopeRunPage *self = SCOPE_RUN_PAGE (widget);

  if (scope_session_get_recipe (get_session (self)) != NULL)
    scope_recipe_dialog_present (GTK_WINDOW (gtk_widget_get_root (widget)), get_session (self));
}

static void
scope_run_page_start (ScopePage *page)
{
  start (SCOPE_RUN_PAGE (page));
}

static gboolean
scope_run_page_go_back (ScopePage *page)
{
  return scope_run_results_go_back (SCOPE_RUN_PAGE (page)->results);
}

static void
connect (ScopeRunPage *self, ScopeSession *session, const char *signal,
         void (*callback) (ScopeRunPage *))
{
  g_signal_connect_object (session, signal, G_CALLBACK (callback), self, G_CONNECT_SWAPPED);
}

static void
scope_run_page_set_up (ScopePage *page, ScopeSession *session)
{
  ScopeRunPage *self = SCOPE_RUN_PAGE (page);

  scope_window_panel_set_session (self->window_panel, session);
  scope_run_results_set_session (self->results, session, self->window_panel);
  scope_table_panel_set_session (self->table_panel, session);
  connect (self, session, "notify::model", files_changed_cb);
  connect (self, session, "notify::network", files_changed_cb);
  connect (self, session, "notify::series", files_changed_cb);
  connect (self, session, "notify::recipe", recipe_changed_cb);
  connect (self, session, "notify::recipe-error", update_state);
  connect (self, session, "notify::forecast", update_state);
  connect (self, session, "notify::window", window_changed_cb);
  check (self);
  update_state (self);
}

static void
scope_run_page_dispose (GObject *object)
{
  ScopeRunPage *self = SCOPE_RUN_PAGE (object);

  stop (self);
  forget_check (self);
  g_clear_object (&self->inspector_stack);

  G_OBJECT_CLASS (scope_run_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, empty);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, next);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, other);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, data_label);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, recipe_label);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, run_stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, status);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, done);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, progress);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, rate);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, content);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, ready_files);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, recipe_facts);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, guesses_part);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, guesses);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, results);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, inspector_stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, table_panel);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, window_panel);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
scope_run_page_class_init (ScopeRunPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ScopePageClass *page_class = SCOPE_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scope_run_page_dispose;
  page_class->set_up = scope_run_page_set_up;
  page_class->start = scope_run_page_start;
  page_class->go_back = scope_run_page_go_back;

  g_type_ensure (SCOPE_TYPE_FACTS_LIST);
  g_type_ensure (SCOPE_TYPE_RUN_RESULTS);
  g_type_ensure (SCOPE_TYPE_WINDOW_PANEL);
  g_type_ensure (SCOPE_TYPE_TABLE_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/gatescope/Gatescope/scope-run-page.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "run.edit-recipe", NULL, edit_action);
}

static void
scope_run_page_init (ScopeRunPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  scope_accessible_track_stack (self->stack);
  scope_accessible_track_stack (self->run_stack);
  scope_accessible_track_stack (self->status);
  scope_accessible_track_stack (self->content);
  scope_accessible_track_stack (self->inspector_stack);
  /* Taken away while there is nothing to inspect, and brought back. */
  g_object_ref (self->inspector_stack);
}
