/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-look-back-page.h"

#include "scope-format.h"
#include "scope-influence-map.h"
#include "scope-lag-chart.h"
#include "scope-look-back-job.h"
#include "scope-look-back-words.h"
#include "scope-messages.h"
#include "scope-truncation-chart.h"
#include "scope-verdict.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>

/*
 * What was measured of some windows. Lags and the truncation curve come first, as the sentence needs no more; the cells, which
 * cost as many times more as there are features, come after it.
 */
typedef struct
{
  ScopeInfluence *lags;
  ScopeInfluence *cells;
} Measured;

struct _ScopeLookBackPage
{
  ScopePage parent_instance;

  GtkStack *stack;
  AdwStatusPage *empty;
  GtkButton *next;
  GtkLabel *headline;
  GtkLabel *explanation;
  GtkToggleButton *all_button;
  GtkToggleButton *one_button;
  GtkEntry *tolerance;
  GtkLabel *tolerance_unit;
  GtkStack *status;
  GtkLabel *facts;
  GtkProgressBar *progress;
  GtkLabel *rate;
  GtkLabel *stopped;
  GtkBox *lag_menu;
  GtkBox *map_menu;
  GtkBox *truncation_menu;
  ScopeLagChart *lag_chart;
  ScopeInfluenceMap *map;
  ScopeTruncationChart *truncation_chart;

  Measured all;
  Measured one;
  gint64 one_window; /* of which window `one` is */
  GCancellable *job; /* under way */
  gboolean held;     /* the person cancelled: nothing begins by itself */
};

G_DEFINE_FINAL_TYPE (ScopeLookBackPage, scope_look_back_page, SCOPE_TYPE_PAGE)

static void measure_what_is_missing (ScopeLookBackPage *self);

static ScopeSession *
get_session (ScopeLookBackPage *self)
{
  return scope_page_get_session (SCOPE_PAGE (self));
}

static gboolean
shows_one (ScopeLookBackPage *self)
{
  return gtk_toggle_button_get_active (self->one_button);
}

static Measured *
get_shown (ScopeLookBackPage *self)
{
  return shows_one (self) ? &self->one : &self->all;
}

static void
measured_clear (Measured *measured)
{
  g_clear_pointer (&measured->lags, scope_influence_unref);
  g_clear_pointer (&measured->cells, scope_influence_unref);
}

/* The table's step for sentences and axes: seconds, or months. */
static void
get_step (ScopeLookBackPage *self, ScopeStep *step)
{
  ScopeRecipe *recipe = scope_session_get_recipe (get_session (self));

  *step = (ScopeStep){ 0 };
  if (recipe != NULL)
    scope_recipe_get_step (recipe, step);
}

/* A tenth of the forecast's RMSE; NaN without one. */
static double
get_default_tolerance (ScopeLookBackPage *self)
{
  ScopeSession *session = get_session (self);
  ScopeForecast *forecast = scope_session_get_forecast (session);
  ScopeScores scores;

  if (forecast == NULL)
    return NAN;
  scope_forecast_get_scores (forecast, scope_session_get_target (session), &scores);
  return SCOPE_VERDICT_TOLERANCE_SHARE * scores.rmse;
}

/* What was typed, else the default. What is typed and no number leaves the default, and the field says so. */
static double
get_tolerance (ScopeLookBackPage *self)
{
  g_autofree char *text =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->tolerance))));
  char *end;
  double typed;
  gboolean good;

  typed = g_strtod (text, &end);
  good = *text == '\0' || (*end == '\0' && isfinite (typed) && typed >= 0);
  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (self->tolerance), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->tolerance), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->tolerance), GTK_ACCESSIBLE_STATE_INVALID,
                               good ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
  return good && *text != '\0' ? typed : get_default_tolerance (self);
}

static void
update_empty (ScopeLookBackPage *self)
{
  ScopeSession *session = get_session (self);

  if (scope_session_get_model (session) == NULL)
    scope_page_set_empty (self->empty, self->next, _ ("No model is open"),
                          _ ("Open a model to ask how far back its forecast looks."),
                          _ ("Open Model"), "win.open", NULL);
  else if (scope_session_get_network (session) == NULL)
    {
      const GError *error = scope_session_get_network_error (session);

      scope_page_set_empty (self->empty, self->next, _ ("This model cannot be run"),
                            error != NULL ? error->message : "", _ ("Show Layers"), "win.page",
                            "model");
    }
  else if (scope_session_get_series (session) == NULL)
    scope_page_set_empty (self->empty, self->next, _ ("No table is open"),
                          _ ("How much each past hour counts is measured on real weather. Open a "
                             "table of observations."),
                          _ ("Open Table"), "win.open-table", NULL);
  else
    scope_page_set_empty (self->empty, self->next, _ ("The table has not been run yet"),
                          _ ("Run the model on the table first; then this page says how far back "
                             "its forecast looks."),
                          _ ("Go to Run"), "win.page", "run");
}

static void
update_tolerance (ScopeLookBackPage *self)
{
  ScopeSession *session = get_session (self);
  ScopeForecast *forecast = scope_session_get_forecast (session);
  g_autofree char *automatic = scope_format_short (get_default_tolerance (self), 2);
  g_autofree char *tooltip = NULL;
  const char *unit = "";

  if (forecast != NULL)
    unit = scope_feed_get_target_unit (scope_forecast_get_feed (forecast),
                                       scope_session_get_target (session));
  gtk_entry_set_placeholder_text (self->tolerance, automatic);
  gtk_label_set_label (self->tolerance_unit, unit);
  tooltip = g_strdup_printf (_ ("A lag whose 95th percentile stays under this is irrelevant. "
                                "Empty: a tenth of the RMSE, %s %s"),
                             automatic, unit);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->tolerance), tooltip);
}

/* The answer in words, for the windows that are shown. */
static void
say (ScopeLookBackPage *self, double tolerance)
{
  ScopeForecast *forecast = scope_session_get_forecast (get_session (self));
  g_autofree char *headline = NULL;
  g_autofree char *explanation = NULL;
  ScopeStep step;

  get_step (self, &step);
  if (shows_one (self))
    scope_look_back_words_of_one (self->one.lags, scope_forecast_get_feed (forecast), &headline,
                                  &explanation);
  else
    scope_look_back_words_of_all (self->all.lags, tolerance, &step,
                                  scope_lag_chart_get_lag (self->lag_chart), &headline,
                                  &explanation);
  gtk_label_set_label (self->headline, headline);
  gtk_label_set_label (self->explanation, explanation);
}

static void
update_facts (ScopeLookBackPage *self)
{
  ScopeInfluence *influence = get_shown (self)->lags;
  g_autofree char *text = NULL;
  gsize n;

  if (influence == NULL)
    {
      gtk_label_set_label (self->facts, "");
      return;
    }
  n = scope_influence_get_n_windows (influence);
  text = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Occlusion in %" G_GSIZE_FORMAT " window of %s · baseline: %s",
                   "Occlusion in %" G_GSIZE_FORMAT " evenly spaced windows of %s · baseline: %s",
                   n),
      n,
      scope_feed_get_target_name (
          scope_forecast_get_feed (scope_session_get_forecast (get_session (self))),
          scope_influence_get_target (influence)),
      scope_influence_get_baseline_text (influence));
  gtk_label_set_label (self->facts, text);
}

static void
update_status (ScopeLookBackPage *self)
{
  gboolean has_all = get_shown (self)->lags != NULL && get_shown (self)->cells != NULL;

  gtk_stack_set_visible_child_name (self->status, self->job != NULL ? "working"
                                                  : has_all         ? "facts"
                                                                    : "stopped");
  if (self->job == NULL && !has_all)
    gtk_label_set_label (self->stopped, get_shown (self)->lags != NULL
                                            ? _ ("The variables have not been measured.")
                                            : _ ("Nothing has been measured yet."));
}

/* Shows what there is; charts keep their place and stay blank until their numbers come. */
static void
update (ScopeLookBackPage *self)
{
  ScopeForecast *forecast = scope_session_get_forecast (get_session (self));
  Measured *shown = get_shown (self);
  gboolean one = shows_one (self);
  double tolerance = get_tolerance (self);
  ScopeStep step;

  if (forecast == NULL)
    {
      update_empty (self);
      gtk_stack_set_visible_child_name (self->stack, "empty");
      return;
    }

  get_step (self, &step);
  gtk_stack_set_visible_child_name (self->stack, "answer");
  gtk_widget_set_sensitive (GTK_WIDGET (self->one_button),
                            scope_session_get_window (get_session (self)) >= 0);
  update_tolerance (self);
  scope_influence_map_set (self->map, shown->cells, scope_forecast_get_feed (forecast),
                           scope_session_get_target (get_session (self)), one, step.seconds);
  scope_lag_chart_set (self->lag_chart, shown->lags, one, one ? NAN : tolerance, step.seconds,
                       scope_influence_map_measure_left (self->map));
  scope_influence_map_set_lag (self->map, scope_lag_chart_get_lag (self->lag_chart));
  scope_truncation_chart_set (self->truncation_chart, shown->lags, one, tolerance);

  if (shown->lags == NULL)
    {
      gtk_label_set_label (self->headline, _ ("How far back does the forecast look?"));
      gtk_label_set_label (self->explanation,
                           _ ("Each lag of many windows is replaced by its mean, "
                              "to see how far the forecast moves."));
    }
  else
    say (self, tolerance);
  update_facts (self);
  update_status (self);
}

static void
progress_cb (ScopeProgress *progress, GParamSpec *pspec, ScopeLookBackPage *self)
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

static void
job_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ScopeLookBackPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeInfluence) influence = NULL;
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));
  gboolean is_current = cancellable == self->job;
  ScopeSession *session = get_session (self);
  Measured *measured;

  influence = scope_look_back_job_finish (result, &error);
  if (session != NULL)
    scope_session_end_job (session, cancellable);
  if (!is_current)
    return;

  g_clear_object (&self->job);
  if (influence == NULL)
    {
      self->held = TRUE;
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        scope_messages_show_error (GTK_WIDGET (self), _ ("The look-back could not be measured"),
                                   error);
      update (self);
      return;
    }

  measured = scope_look_back_job_is_of_one (result) ? &self->one : &self->all;
  if (scope_influence_get_parts (influence) & SCOPE_INFLUENCE_CELLS)
    measured->cells = g_steal_pointer (&influence);
  else
    {
      measured->lags = g_steal_pointer (&influence);
      if (measured == &self->all)
        scope_session_set_influence (session, measured->lags);
    }
  update (self);
  measure_what_is_missing (self);
}

static void
stop (ScopeLookBackPage *self)
{
  if (self->job == NULL)
    return;
  g_cancellable_cancel (self->job);
  g_clear_object (&self->job);
}

/* The next part that the page shows and does not have; nothing while it is hidden. */
static void
measure_what_is_missing (ScopeLookBackPage *self)
{
  ScopeSession *session = get_session (self);
  ScopeForecast *forecast = scope_session_get_forecast (session);
  Measured *shown = get_shown (self);
  g_autoptr (ScopeProgress) progress = NULL;
  ScopeLookBackJob job = { 0 };

  if (forecast == NULL || self->job != NULL || self->held
      || !gtk_widget_get_mapped (GTK_WIDGET (self))
      || (shown->lags != NULL && shown->cells != NULL))
    return;

  progress = scope_progress_new ();
  g_signal_connect_object (progress, "notify::fraction", G_CALLBACK (progress_cb), self, 0);
  self->job = g_cancellable_new ();
  job.forecast = forecast;
  job.target = scope_session_get_target (session);
  job.window = shows_one (self) ? self->one_window : -1;
  job.parts = shown->lags == NULL ? SCOPE_INFLUENCE_LAGS | SCOPE_INFLUENCE_TRUNCATION
                                  : SCOPE_INFLUENCE_CELLS;
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_label_set_label (self->rate, "");
  scope_session_begin_job (session, self->job);
  scope_look_back_job_start (&job, progress, self->job, job_done_cb, g_object_ref (self));
  update_status (self);
}

/* Another forecast, or another target of it: nothing that was measured holds any more. */
static void
start_over_cb (ScopeLookBackPage *self)
{
  stop (self);
  measured_clear (&self->all);
  measured_clear (&self->one);
  self->one_window = scope_session_get_window (get_session (self));
  self->held = FALSE;
  update (self);
  measure_what_is_missing (self);
}

static void
window_changed_cb (ScopeLookBackPage *self)
{
  gint64 window = scope_session_get_window (get_session (self));

  if (window == self->one_window)
    return;
  self->one_window = window;
  measured_clear (&self->one);
  if (shows_one (self))
    {
      stop (self);
      if (window < 0)
        gtk_toggle_button_set_active (self->all_button, TRUE);
    }
  update (self);
  measure_what_is_missing (self);
}

static void
scope_changed_cb (ScopeLookBackPage *self)
{
  if (get_session (self) == NULL)
    return;
  stop (self);
  self->held = FALSE;
  update (self);
  measure_what_is_missing (self);
}

static void
tolerance_changed_cb (ScopeLookBackPage *self)
{
  if (get_session (self) != NULL)
    update (self);
}

/* The chosen lag is the one that the sentence answers for. */
static void
lag_changed_cb (ScopeLookBackPage *self)
{
  guint lag = scope_lag_chart_get_lag (self->lag_chart);

  scope_influence_map_set_lag (self->map, lag);
  if (get_shown (self)->lags != NULL)
    say (self, get_tolerance (self));
}

static void
cancel_cb (ScopeLookBackPage *self)
{
  if (self->job != NULL)
    g_cancellable_cancel (self->job);
}

static void
start_cb (ScopeLookBackPage *self)
{
  self->held = FALSE;
  measure_what_is_missing (self);
}

static void
scope_look_back_page_start (ScopePage *page)
{
  start_cb (SCOPE_LOOK_BACK_PAGE (page));
}

static gboolean
scope_look_back_page_go_back (ScopePage *page)
{
  ScopeLookBackPage *self = SCOPE_LOOK_BACK_PAGE (page);

  if (scope_lag_chart_get_lag (self->lag_chart) == 0)
    return FALSE;
  scope_lag_chart_set_lag (self->lag_chart, 0);
  return TRUE;
}

static void
scope_look_back_page_set_up (ScopePage *page, ScopeSession *session)
{
  static const char *const signals[] = { "notify::model", "notify::network", "notify::series",
                                         "notify::forecast", "notify::target" };
  ScopeLookBackPage *self = SCOPE_LOOK_BACK_PAGE (page);

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (session, signals[i], G_CALLBACK (start_over_cb), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::window", G_CALLBACK (window_changed_cb), self,
                           G_CONNECT_SWAPPED);
  start_over_cb (self);
}

static void
scope_look_back_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (scope_look_back_page_parent_class)->map (widget);
  measure_what_is_missing (SCOPE_LOOK_BACK_PAGE (widget));
}

static void
scope_look_back_page_dispose (GObject *object)
{
  ScopeLookBackPage *self = SCOPE_LOOK_BACK_PAGE (object);

  stop (self);
  measured_clear (&self->all);
  measured_clear (&self->one);
  G_OBJECT_CLASS (scope_look_back_page_parent_class)->dispose (object);
}

static void
scope_look_back_page_class_init (ScopeLookBackPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ScopePageClass *page_class = SCOPE_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scope_look_back_page_dispose;
  widget_class->map = scope_look_back_page_map;
  page_class->set_up = scope_look_back_page_set_up;
  page_class->start = scope_look_back_page_start;
  page_class->go_back = scope_look_back_page_go_back;

  g_type_ensure (SCOPE_TYPE_LAG_CHART);
  g_type_ensure (SCOPE_TYPE_INFLUENCE_MAP);
  g_type_ensure (SCOPE_TYPE_TRUNCATION_CHART);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gatescope/Gatescope/scope-look-back-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, empty);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, next);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, headline);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, all_button);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, one_button);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, tolerance);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, tolerance_unit);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, status);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, facts);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, progress);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, rate);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, stopped);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, lag_menu);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, map_menu);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, truncation_menu);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, lag_chart);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, map);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, truncation_chart);
  gtk_widget_class_bind_template_callback (widget_class, scope_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, tolerance_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, lag_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
}

static void
scope_look_back_page_init (ScopeLookBackPage *self)
{
  self->one_window = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_box_append (self->lag_menu, scope_plot_create_menu_button (SCOPE_PLOT (self->lag_chart)));
  gtk_box_append (self->map_menu, scope_plot_create_menu_button (SCOPE_PLOT (self->map)));
  gtk_box_append (self->truncation_menu,
                  scope_plot_create_menu_button (SCOPE_PLOT (self->truncation_chart)));
}
