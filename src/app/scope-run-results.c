/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-run-results.h"

#include "scope-accessible.h"
#include "scope-forecast-chart.h"
#include "scope-messages.h"
#include "scope-overview-strip.h"
#include "scope-recipe-words.h"
#include "scope-run-job.h"
#include "scope-score-cards.h"
#include "scope-window-view.h"

#include <glib/gi18n.h>
#include <math.h>

/* Under the opened window, as scope-run-results.ui has it. */
#define BOTTOM_MARGIN 12

struct _ScopeRunResults
{
  AdwBin parent_instance;

  GtkScrolledWindow *scroller;
  ScopeScoreCards *cards;
  GtkDropDown *targets;
  GtkLabel *lead;
  GtkBox *chart_menu;
  ScopeForecastChart *chart;
  ScopeOverviewStrip *strip;
  GtkLabel *windows;
  GtkStack *window_stack;
  ScopeWindowView *view;

  ScopeSession *session;
  ScopeWindowPanel *panel; /* the page's inspector */
  GCancellable *opening;   /* a window on its way */
  gboolean fills_targets;
};

G_DEFINE_FINAL_TYPE (ScopeRunResults, scope_run_results, ADW_TYPE_BIN)

/* Whether one of the columns is forecast for several times: then a target's name has its lead. */
static gboolean
has_leads (ScopeFeed *feed)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < scope_feed_get_n_targets (feed); i++)
    if (!g_hash_table_add (names, (gpointer) scope_feed_get_target_name (feed, i)))
      return TRUE;
  return FALSE;
}

static char *
dup_target_name (ScopeFeed *feed, guint target, gboolean with_lead)
{
  const char *name = scope_feed_get_target_name (feed, target);
  g_autofree char *lead = NULL;

  if (!with_lead)
    return g_strdup (name);
  lead = scope_recipe_words_dup_lead (scope_feed_get_recipe (feed),
                                      scope_feed_get_target_lead (feed, target));
  /* Translators: what is forecast, and how far ahead: "temp, 6 h ahead" */
  return g_strdup_printf (_ ("%s, %s"), name, lead);
}

/* "6 h ahead"; with the name of what is forecast where there is no choice that says it. */
static void
update_lead (ScopeRunResults *self)
{
  ScopeForecast *forecast = scope_session_get_forecast (self->session);
  guint target = scope_session_get_target (self->session);
  g_autofree char *text = NULL;
  ScopeFeed *feed;

  if (forecast != NULL && target < scope_forecast_get_n_targets (forecast))
    {
      feed = scope_forecast_get_feed (forecast);
      if (scope_forecast_get_n_targets (forecast) == 1)
        text = dup_target_name (feed, target, TRUE);
      else if (!has_leads (feed))
        text = scope_recipe_words_dup_lead (scope_feed_get_recipe (feed),
                                            scope_feed_get_target_lead (feed, target));
    }
  gtk_label_set_label (self->lead, text != NULL ? text : "");
}

static void
update_chart (ScopeRunResults *self)
{
  ScopeSession *session = self->session;
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
  words.recipe = recipe;
  scope_forecast_chart_set_lines (self->chart, lines, &words);

  scope_forecast_get_scores (forecast, target, &scores);
  windows = scope_recipe_words_dup_windows (feed, scores.n);
  gtk_label_set_label (self->windows, windows);
}

static void
update_targets (ScopeRunResults *self)
{
  ScopeForecast *forecast = scope_session_get_forecast (self->session);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  guint n = forecast != NULL ? scope_forecast_get_n_targets (forecast) : 0;
  gboolean with_lead = n > 0 && has_leads (scope_forecast_get_feed (forecast));

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = dup_target_name (scope_forecast_get_feed (forecast), i, with_lead);

      gtk_string_list_append (list, name);
    }
  self->fills_targets = TRUE;
  gtk_drop_down_set_model (self->targets, G_LIST_MODEL (list));
  if (n > 0)
    gtk_drop_down_set_selected (self->targets, scope_session_get_target (self->session));
  self->fills_targets = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->targets), n > 1);
}

static void
target_selected_cb (ScopeRunResults *self)
{
  guint selected = gtk_drop_down_get_selected (self->targets);

  if (!self->fills_targets && selected != GTK_INVALID_LIST_POSITION && self->session != NULL)
    scope_session_set_target (self->session, selected);
}

static void
target_changed_cb (ScopeRunResults *self)
{
  guint target = scope_session_get_target (self->session);

  if (target < g_list_model_get_n_items (gtk_drop_down_get_model (self->targets)))
    gtk_drop_down_set_selected (self->targets, target);
  update_chart (self);
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
choose_beginning (ScopeRunResults *self, ScopePass *pass)
{
  ScopeSession *session = self->session;
  const char *layer = scope_session_get_gates_layer (session);
  ScopeTrace *trace = layer != NULL ? scope_pass_find_trace (pass, layer) : NULL;
  gsize n_steps = scope_pass_get_n_steps (pass);

  if (scope_session_get_step (session) < 0 || (gsize) scope_session_get_step (session) >= n_steps)
    scope_session_set_step (session, (int) n_steps - 1);
  if (trace != NULL && scope_session_get_unit (session) < 0)
    scope_session_set_unit (session, find_loudest_unit (trace));
}

/* Another layer has other units. */
static void
layer_changed_cb (ScopeRunResults *self)
{
  ScopePass *pass = scope_session_get_pass (self->session);

  if (pass != NULL)
    choose_beginning (self, pass);
}

static void
window_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ScopeRunResults) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopePass) pass = scope_run_job_open_finish (result, &error);
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));
  gboolean is_current = cancellable == self->opening;
  ScopeSession *session = self->session;

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
show_period (ScopeRunResults *self, ScopeForecast *forecast, gint64 window)
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
scroll_to_view (ScopeRunResults *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  GtkWidget *content = gtk_widget_get_parent (GTK_WIDGET (self->window_stack));
  double x, y;

  if (gtk_widget_translate_coordinates (GTK_WIDGET (self->window_stack), content, 0, 0, &x, &y))
    gtk_adjustment_clamp_page (
        adjustment, y, y + gtk_widget_get_height (GTK_WIDGET (self->window_stack)) + BOTTOM_MARGIN);
}

/* The opened window, else the step that leads to one; nothing while there is no forecast to
 * click. */
static void
update_lower_half (ScopeRunResults *self)
{
  const char *page = "none";

  if (scope_session_get_forecast (self->session) == NULL)
    page = "blank";
  else if (scope_session_get_window (self->session) >= 0)
    page = "view";
  gtk_stack_set_visible_child_name (self->window_stack, page);
}

static void
window_changed_cb (ScopeRunResults *self)
{
  ScopeSession *session = self->session;
  ScopeForecast *forecast = scope_session_get_forecast (session);
  gint64 window = scope_session_get_window (session);

  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  scope_forecast_chart_set_window (self->chart, window);
  show_period (self, forecast, window);
  update_lower_half (self);
  if (window < 0 || forecast == NULL || (gsize) window >= scope_forecast_get_n_windows (forecast))
    return;
  scroll_to_view (self);
  self->opening = g_cancellable_new ();
  scope_session_begin_job (session, self->opening);
  scope_run_job_open (forecast, (gsize) window, self->opening, window_opened_cb,
                      g_object_ref (self));
}

static void
window_chosen_cb (ScopeRunResults *self)
{
  scope_session_set_window (self->session, scope_forecast_chart_get_window (self->chart));
}

/* The scored window whose forecast is farthest off; without any scored one the last. */
static void
largest_cb (ScopeRunResults *self)
{
  ScopeForecast *forecast = scope_session_get_forecast (self->session);
  guint target = scope_session_get_target (self->session);
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
  scope_session_set_window (self->session, largest >= 0 ? largest : (gint64) n - 1);
  scope_window_view_focus (self->view);
}

static void
cursor_moved_cb (ScopeWindowView *view, int step, ScopeRunResults *self)
{
  scope_window_panel_set_step (self->panel, step);
}

static void
gate_chosen_cb (ScopeWindowView *view, int gate, ScopeRunResults *self)
{
  scope_window_panel_set_gate (self->panel, gate);
}

static void
view_changed_cb (ScopeRunResults *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "results.zoom-out",
                                 scope_forecast_chart_is_zoomed (self->chart));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "results.zoom-fit",
                                 scope_forecast_chart_is_zoomed (self->chart));
}

static void
zoom_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ScopeRunResults *self = SCOPE_RUN_RESULTS (widget);

  if (g_strcmp0 (name, "results.zoom-in") == 0)
    scope_forecast_chart_zoom (self->chart, 2);
  else if (g_strcmp0 (name, "results.zoom-out") == 0)
    scope_forecast_chart_zoom (self->chart, 0.5);
  else
    scope_forecast_chart_fit (self->chart);
}

static void
forecast_changed_cb (ScopeRunResults *self)
{
  update_targets (self);
  update_chart (self);
  update_lower_half (self);
}

static void
scope_run_results_dispose (GObject *object)
{
  ScopeRunResults *self = SCOPE_RUN_RESULTS (object);

  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_object (&self->session);
  g_clear_object (&self->panel);
  G_OBJECT_CLASS (scope_run_results_parent_class)->dispose (object);
}

static void
scope_run_results_class_init (ScopeRunResultsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scope_run_results_dispose;

  g_type_ensure (SCOPE_TYPE_SCORE_CARDS);
  g_type_ensure (SCOPE_TYPE_FORECAST_CHART);
  g_type_ensure (SCOPE_TYPE_OVERVIEW_STRIP);
  g_type_ensure (SCOPE_TYPE_WINDOW_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gatescope/Gatescope/scope-run-results.ui");
  gtk_widget_class_bind_template_child (widget_class, ScopeRunResults, scroller);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunResults, cards);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunResults, targets);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunResults, lead);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunResults, chart_menu);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunResults, chart);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunResults, strip);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunResults, windows);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunResults, window_stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunResults, view);
  gtk_widget_class_bind_template_callback (widget_class, target_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, window_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, largest_cb);
  gtk_widget_class_bind_template_callback (widget_class, cursor_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, gate_chosen_cb);
  gtk_widget_class_install_action (widget_class, "results.zoom-in", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "results.zoom-out", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "results.zoom-fit", NULL, zoom_action);
}

static void
scope_run_results_init (ScopeRunResults *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  scope_accessible_track_stack (self->window_stack);
  scope_overview_strip_set_chart (self->strip, self->chart);
  gtk_box_append (self->chart_menu, scope_plot_create_menu_button (SCOPE_PLOT (self->chart)));
  view_changed_cb (self);
}

void
scope_run_results_set_session (ScopeRunResults *self, ScopeSession *session,
                               ScopeWindowPanel *panel)
{
  g_return_if_fail (SCOPE_IS_RUN_RESULTS (self));
  g_return_if_fail (SCOPE_IS_SESSION (session) && self->session == NULL);
  g_return_if_fail (SCOPE_IS_WINDOW_PANEL (panel));

  self->session = g_object_ref (session);
  self->panel = g_object_ref (panel);
  scope_window_view_set_session (self->view, session);
  g_signal_connect_object (session, "notify::forecast", G_CALLBACK (forecast_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::target", G_CALLBACK (target_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::layer", G_CALLBACK (layer_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::window", G_CALLBACK (window_changed_cb), self,
                           G_CONNECT_SWAPPED);
  forecast_changed_cb (self);
}

gboolean
scope_run_results_go_back (ScopeRunResults *self)
{
  g_return_val_if_fail (SCOPE_IS_RUN_RESULTS (self), FALSE);

  if (scope_session_get_window (self->session) >= 0)
    {
      scope_session_set_window (self->session, -1);
      gtk_widget_grab_focus (GTK_WIDGET (self->chart));
      return TRUE;
    }
  if (!scope_forecast_chart_is_zoomed (self->chart))
    return FALSE;
  scope_forecast_chart_fit (self->chart);
  return TRUE;
}
