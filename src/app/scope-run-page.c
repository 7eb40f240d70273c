/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-run-page.h"

#include "scope-facts-list.h"
#include "scope-forecast-chart.h"
#include "scope-format.h"
#include "scope-messages.h"
#include "scope-overview-strip.h"
#include "scope-recipe-dialog.h"
#include "scope-recipe-words.h"
#include "scope-remarks-list.h"
#include "scope-run-job.h"
#include "scope-score-cards.h"
#include "scope-table-panel.h"
#include "scope-window-panel.h"
#include "scope-window-view.h"
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
  GtkScrolledWindow *scroller;
  ScopeScoreCards *cards;
  GtkDropDown *targets;
  GtkLabel *lead;
  GtkBox *chart_menu;
  ScopeForecastChart *chart;
  ScopeOverviewStrip *strip;
  GtkLabel *windows;
  GtkStack *window_stack;
  GtkButton *largest;
  ScopeWindowView *view;
  GtkStack *inspector_stack;
  ScopeTablePanel *table_panel;
  ScopeWindowPanel *window_panel;

  GCancellable *job;     /* a run under way */
  GCancellable *opening; /* a window on its way */
  gboolean has_run;      /* the person has run these two: a changed recipe is run by itself */
  gboolean fills_targets;
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

/* What is missing before the model can be run on a table, and the step that leads there. FALSE where nothing is. */
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
update_lead (ScopeRunPage *self)
{
  ScopeForecast *forecast = scope_session_get_forecast (get_session (self));
  guint target = scope_session_get_target (get_session (self));
  g_autofree char *lead = NULL;

  if (forecast == NULL || target >= scope_forecast_get_n_targets (forecast))
    {
      gtk_label_set_label (self->lead, "");
      return;
    }
  lead = scope_recipe_words_dup_lead (
      scope_feed_get_recipe (scope_forecast_get_feed (forecast)),
      scope_feed_get_target_lead (scope_forecast_get_feed (forecast), target));
  gtk_label_set_label (self->lead, lead);
}

static void
update_chart (ScopeRunPage *self)
{
  ScopeSession *session = get_session (self);
  ScopeForecast *forecast = scope_session_get_forecast (session);
  guint target = scope_session_get_target (session);
  g_autoptr (ScopeForecastLines) lines = NULL;
  g_autofree char *lead = NULL;
  g_autofree char *name = NULL;
  g_autofree char *zone = NULL;
  g_autofree char *windows = NULL;
  ScopeForecastChartWords words = { 0 };
  ScopeScores scores;
  ScopeRecipe *recipe;
  ScopeFeed *feed;

  scope_score_cards_set (self->cards, forecast, target);
  update_lead (self);
  if (forecast == NULL || target >= scope_forecast_get_n_targets (forecast))
    {
      scope_forecast_chart_set_lines (self->chart, NULL, NULL);
      gtk_label_set_label (self->windows, "");
      return;
    }
  feed = scope_forecast_get_feed (forecast);
  recipe = scope_feed_get_recipe (feed);
  lines = scope_forecast_lines_new (forecast, target);
  lead = scope_recipe_words_dup_lead (recipe, scope_feed_get_target_lead (feed, target));
  /* Translators: a line's name in a legend; %s is "6 h ahead" */
  name = g_strdup_printf (_ ("forecast, %s"), lead);
  zone = scope_recipe_words_dup_zone (recipe);
  words.name = scope_feed_get_target_name (feed, target);
  words.unit = scope_feed_get_target_unit (feed, target);
  words.forecast_name = name;
  words.x_title = lines->has_time ? zone : _ ("row of the table");
  scope_forecast_chart_set_lines (self->chart, lines, &words);

  scope_forecast_get_scores (forecast, target, &scores);
  windows = scope_recipe_words_dup_windows (feed, scores.n);
  gtk_label_set_label (self->windows, windows);
}

/* A target's name; where a column is forecast for several times, with the lead. */
static char *
dup_target_name (ScopeFeed *feed, guint target)
{
  const char *name = scope_feed_get_target_name (feed, target);

  for (guint i = 0; i < scope_feed_get_n_targets (feed); i++)
    if (i != target && g_strcmp0 (scope_feed_get_target_name (feed, i), name) == 0)
      {
        g_autofree char *lead = scope_recipe_words_dup_lead (
            scope_feed_get_recipe (feed), scope_feed_get_target_lead (feed, target));

        return g_strdup_printf (_ ("%s, %s"), name, lead);
      }
  return g_strdup (name);
}

static void
update_targets (ScopeRunPage *self)
{
  ScopeForecast *forecast = scope_session_get_forecast (get_session (self));
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  guint n = forecast != NULL ? scope_forecast_get_n_targets (forecast) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = dup_target_name (scope_forecast_get_feed (forecast), i);

      gtk_string_list_append (list, name);
    }
  self->fills_targets = TRUE;
  gtk_drop_down_set_model (self->targets, G_LIST_MODEL (list));
  if (n > 0)
    gtk_drop_down_set_selected (self->targets, scope_session_get_target (get_session (self)));
  self->fills_targets = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->targets), n > 1);
  gtk_drop_down_set_show_arrow (self->targets, n > 1);
}

static void
target_selected_cb (ScopeRunPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->targets);

  if (!self->fills_targets && selected != GTK_INVALID_LIST_POSITION && get_session (self) != NULL)
    scope_session_set_target (get_session (self), selected);
}

static void
target_changed_cb (ScopeRunPage *self)
{
  guint target = scope_session_get_target (get_session (self));

  if (target < g_list_model_get_n_items (gtk_drop_down_get_model (self->targets)))
    gtk_drop_down_set_selected (self->targets, target);
  update_chart (self);
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
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
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

  if (self->job != NULL || scope_session_get_network (session) == NULL
      || scope_session_get_series (session) == NULL || scope_session_get_recipe (session) == NULL)
    return;
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
  update_state (self);
}

/* Another recipe for the same two: what was shown is shown of the new one. */
static void
recipe_changed_cb (ScopeRunPage *self)
{
  stop (self);
  if (self->has_run && scope_session_get_recipe (get_session (self)) != NULL)
    start (self);
  update_state (self);
}

static void
forecast_changed_cb (ScopeRunPage *self)
{
  update_targets (self);
  update_chart (self);
  update_state (self);
}

/* The unit that says most at the end of the window: a beginning for whoever has chosen none. */
static int
find_loudest_unit (ScopeTrace *trace)
{
  ScopeArray *hidden = scope_trace_find (trace, "hidden");
  gsize n_units = scope_trace_get_n_units (trace);
  gsize last = scope_trace_get_backwards (trace) ? 0 : scope_trace_get_n_steps (trace) - 1;
  const float *values;
  gsize loudest = 0;

  if (hidden == NULL)
    return 0;
  values = scope_array_get_data (hidden) + last * n_units;
  for (gsize unit = 1; unit < n_units; unit++)
    if (fabsf (values[unit]) > fabsf (values[loudest]))
      loudest = unit;
  return (int) loudest;
}

static void
choose_beginning (ScopeRunPage *self, ScopePass *pass)
{
  ScopeSession *session = get_session (self);
  const char *layer = scope_session_get_gates_layer (session);
  ScopeTrace *trace = layer != NULL ? scope_pass_find_trace (pass, layer) : NULL;
  gsize n_steps = scope_pass_get_n_steps (pass);

  if (scope_session_get_step (session) < 0 || (gsize) scope_session_get_step (session) >= n_steps)
    scope_session_set_step (session, (int) n_steps - 1);
  if (trace != NULL && scope_session_get_unit (session) < 0)
    scope_session_set_unit (session, find_loudest_unit (trace));
}

static void
window_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ScopeRunPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopePass) pass = scope_run_job_open_finish (result, &error);
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));
  gboolean is_current = cancellable == self->opening;
  ScopeSession *session = get_session (self);

  if (session != NULL)
    scope_session_end_job (session, cancellable);
  if (!is_current)
    return;
  g_clear_object (&self->opening);
  if (pass == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        scope_messages_show_error (GTK_WIDGET (self), _ ("The window could not be opened"), error);
      return;
    }
  scope_session_set_pass (session, pass);
  choose_beginning (self, pass);
}

/* The rows that the opened window saw, on the chart. */
static void
show_period (ScopeRunPage *self, ScopeForecast *forecast, gint64 window)
{
  ScopeForecastLines *lines = scope_forecast_chart_get_lines (self->chart);
  ScopeFeed *feed;
  gsize first, last;

  if (forecast == NULL || window < 0 || lines == NULL)
    {
      scope_forecast_chart_set_period (self->chart, NAN, NAN);
      return;
    }
  feed = scope_forecast_get_feed (forecast);
  first = scope_feed_get_starts (feed)[scope_forecast_get_first (forecast) + (gsize) window];
  last = first + scope_feed_get_window (feed) - 1;
  if (lines->has_time)
    scope_forecast_chart_set_period (self->chart, scope_feed_get_row_time (feed, first),
                                     scope_feed_get_row_time (feed, last));
  else
    scope_forecast_chart_set_period (self->chart, (double) scope_feed_get_table_row (feed, first),
                                     (double) scope_feed_get_table_row (feed, last));
}

/* Brings the opened window into the page where it is lower than the page ends. */
static void
scroll_to_view (ScopeRunPage *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  GtkWidget *content = gtk_widget_get_parent (GTK_WIDGET (self->window_stack));
  double x, y;

  if (gtk_widget_translate_coordinates (GTK_WIDGET (self->window_stack), content, 0, 0, &x, &y))
    gtk_adjustment_clamp_page (adjustment, y,
                               y + gtk_widget_get_height (GTK_WIDGET (self->window_stack)));
}

static void
window_changed_cb (ScopeRunPage *self)
{
  ScopeSession *session = get_session (self);
  ScopeForecast *forecast = scope_session_get_forecast (session);
  gint64 window = scope_session_get_window (session);

  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  scope_forecast_chart_set_window (self->chart, window);
  show_period (self, forecast, window);
  gtk_stack_set_visible_child_name (self->window_stack, window >= 0 ? "view" : "none");
  gtk_stack_set_visible_child_name (self->inspector_stack, window >= 0 ? "window" : "table");
  if (window < 0 || forecast == NULL || (gsize) window >= scope_forecast_get_n_windows (forecast))
    return;
  scroll_to_view (self);
  self->opening = g_cancellable_new ();
  scope_session_begin_job (session, self->opening);
  scope_run_job_open (forecast, (gsize) window, self->opening, window_opened_cb,
                      g_object_ref (self));
}

static void
window_chosen_cb (ScopeRunPage *self)
{
  scope_session_set_window (get_session (self), scope_forecast_chart_get_window (self->chart));
}

/* The scored window whose forecast is farthest off; without any scored one the last. */
static void
largest_cb (ScopeRunPage *self)
{
  ScopeForecast *forecast = scope_session_get_forecast (get_session (self));
  guint target = scope_session_get_target (get_session (self));
  const double *said, *seen;
  gint64 largest = -1;
  double most = -1;
  gsize n;

  if (forecast == NULL || scope_forecast_get_n_windows (forecast) == 0)
    return;
  n = scope_forecast_get_n_windows (forecast);
  said = scope_forecast_get_forecast (forecast, target);
  seen = scope_forecast_get_observed (forecast, target);
  for (gsize i = 0; i < n; i++)
    if (scope_forecast_is_scored (forecast, i, target) && fabs (said[i] - seen[i]) > most)
      {
        most = fabs (said[i] - seen[i]);
        largest = (gint64) i;
      }
  scope_session_set_window (get_session (self), largest >= 0 ? largest : (gint64) n - 1);
  scope_window_view_focus (self->view);
}

static void
cursor_moved_cb (ScopeWindowView *view, int step, ScopeRunPage *self)
{
  scope_window_panel_set_step (self->window_panel, step);
}

static void
gate_chosen_cb (ScopeWindowView *view, int gate, ScopeRunPage *self)
{
  scope_window_panel_set_gate (self->window_panel, gate);
}

static void
view_changed_cb (ScopeRunPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "run.zoom-out",
                                 scope_forecast_chart_is_zoomed (self->chart));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "run.zoom-fit",
                                 scope_forecast_chart_is_zoomed (self->chart));
}

static void
zoom_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ScopeRunPage *self = SCOPE_RUN_PAGE (widget);

  if (g_strcmp0 (name, "run.zoom-in") == 0)
    scope_forecast_chart_zoom (self->chart, 2);
  else if (g_strcmp0 (name, "run.zoom-out") == 0)
    scope_forecast_chart_zoom (self->chart, 0.5);
  else
    scope_forecast_chart_fit (self->chart);
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
  ScopeRunPage *self = SCOPE_RUN_PAGE (page);

  if (scope_session_get_window (get_session (self)) >= 0)
    {
      scope_session_set_window (get_session (self), -1);
      gtk_widget_grab_focus (GTK_WIDGET (self->chart));
      return TRUE;
    }
  if (!scope_forecast_chart_is_zoomed (self->chart))
    return FALSE;
  scope_forecast_chart_fit (self->chart);
  return TRUE;
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

  scope_window_view_set_session (self->view, session);
  scope_window_panel_set_session (self->window_panel, session);
  scope_table_panel_set_session (self->table_panel, session);
  connect (self, session, "notify::model", files_changed_cb);
  connect (self, session, "notify::network", files_changed_cb);
  connect (self, session, "notify::series", files_changed_cb);
  connect (self, session, "notify::recipe", recipe_changed_cb);
  connect (self, session, "notify::recipe-error", update_state);
  connect (self, session, "notify::forecast", forecast_changed_cb);
  connect (self, session, "notify::target", target_changed_cb);
  connect (self, session, "notify::window", window_changed_cb);
  forecast_changed_cb (self);
}

static void
scope_run_page_dispose (GObject *object)
{
  ScopeRunPage *self = SCOPE_RUN_PAGE (object);

  stop (self);
  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
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
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, cards);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, targets);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, lead);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, chart_menu);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, chart);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, strip);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, windows);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, window_stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, largest);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, view);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, inspector_stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, table_panel);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, window_panel);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, target_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, window_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, largest_cb);
  gtk_widget_class_bind_template_callback (widget_class, cursor_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, gate_chosen_cb);
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
  g_type_ensure (SCOPE_TYPE_SCORE_CARDS);
  g_type_ensure (SCOPE_TYPE_FORECAST_CHART);
  g_type_ensure (SCOPE_TYPE_OVERVIEW_STRIP);
  g_type_ensure (SCOPE_TYPE_WINDOW_VIEW);
  g_type_ensure (SCOPE_TYPE_WINDOW_PANEL);
  g_type_ensure (SCOPE_TYPE_TABLE_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/gatescope/Gatescope/scope-run-page.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "run.edit-recipe", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "run.zoom-in", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "run.zoom-out", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "run.zoom-fit", NULL, zoom_action);
}

static void
scope_run_page_init (ScopeRunPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Taken away while there is nothing to inspect, and brought back. */
  g_object_ref (self->inspector_stack);
  scope_overview_strip_set_chart (self->strip, self->chart);
  gtk_box_append (self->chart_menu, scope_plot_create_menu_button (SCOPE_PLOT (self->chart)));
  view_changed_cb (self);
}
