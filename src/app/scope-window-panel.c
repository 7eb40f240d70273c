/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-window-panel.h"

#include "scope-accessible.h"
#include "scope-format.h"
#include "scope-gate-arithmetic.h"
#include "scope-lag-chart.h"
#include "scope-look-back-job.h"
#include "scope-number-card.h"
#include "scope-recipe-words.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>

struct _ScopeWindowPanel
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *inputs_period;
  GtkLabel *valid;
  ScopeNumberCard *forecast;
  ScopeNumberCard *observed;
  ScopeNumberCard *error;
  ScopeNumberCard *persistence;
  ScopeGateArithmetic *arithmetic;
  GtkStack *look_back_stack;
  GtkLabel *look_back_fault;
  ScopeLagChart *look_back;

  ScopeSession *session; /* the page's, which outlives its inspector */
  int step;
  GCancellable *job;
};

G_DEFINE_FINAL_TYPE (ScopeWindowPanel, scope_window_panel, ADW_TYPE_BIN)

/* With its sign where it is a difference. */
static char *
dup_number (double value, gboolean is_difference, guint decimals)
{
  g_autofree char *number = NULL;

  if (!isfinite (value))
    return scope_format_number (value, 3);
  number = scope_format_fixed (value, decimals);
  return is_difference && value > 0 ? g_strconcat ("+", number, NULL) : g_steal_pointer (&number);
}

static void
set_card (ScopeNumberCard *card, double value, gboolean is_difference, guint decimals,
          const char *unit, const char *note)
{
  g_autofree char *number = dup_number (value, is_difference, decimals);
  g_autofree char *text = NULL;

  if (isfinite (value))
    text = *unit != '\0' ? g_strdup_printf ("%s\302\240%s", number, unit) : g_strdup (number);
  scope_number_card_set (card, text, note);
}

/* All to the same place, which the larger one has three figures for. */
static guint
get_decimals (double said, double seen)
{
  double largest = MAX (isfinite (said) ? fabs (said) : 0, isfinite (seen) ? fabs (seen) : 0);

  return (guint) CLAMP (2 - floor (log10 (MAX (largest, 1e-4))), 0, 6);
}

/* From its first to its last row, on the clock or by number. */
static void
show_period (ScopeWindowPanel *self, ScopeFeed *feed, gsize window, guint target)
{
  ScopeRecipe *recipe = scope_feed_get_recipe (feed);
  g_autofree char *period = NULL;
  g_autofree char *valid = NULL;
  gsize first = scope_feed_get_starts (feed)[window];
  gsize last = first + scope_feed_get_window (feed) - 1;
  double valid_time = scope_feed_get_valid_time (feed, window, target);

  if (scope_feed_has_time (feed))
    {
      g_autofree char *from =
          scope_recipe_words_dup_moment (recipe, scope_feed_get_row_time (feed, first));
      g_autofree char *to =
          scope_recipe_words_dup_moment (recipe, scope_feed_get_row_time (feed, last));
      g_autofree char *when = scope_recipe_words_dup_moment (recipe, valid_time);

      if (first == last)
        period = g_strdup (from);
      else
        /* Translators: the first and the last moment of a window */
        period = g_strdup_printf (_ ("%s – %s"), from, to);
      /* Translators: the moment that a forecast is for */
      valid = g_strdup_printf (_ ("forecast for %s"), when);
    }
  else
    {
      g_autofree char *from =
          scope_words_dup_count ((gint64) scope_feed_get_table_row (feed, first));
      g_autofree char *to = scope_words_dup_count ((gint64) scope_feed_get_table_row (feed, last));
      g_autofree char *when = scope_words_dup_count ((gint64) valid_time);

      /* Translators: the first and the last row of a window */
      period = g_strdup_printf (_ ("rows %s – %s"), from, to);
      /* Translators: the row that a forecast is for, by its number */
      valid = g_strdup_printf (_ ("forecast for row %s"), when);
    }
  gtk_label_set_label (self->inputs_period, period);
  gtk_label_set_label (self->valid, valid);
}

static void
show_cards (ScopeWindowPanel *self, ScopeForecast *forecast, gsize window, guint target)
{
  ScopeFeed *feed = scope_forecast_get_feed (forecast);
  const char *unit = scope_feed_get_target_unit (feed, target);
  double said = scope_forecast_get_forecast (forecast, target)[window];
  double seen = scope_forecast_get_observed (forecast, target)[window];
  double kept = scope_forecast_get_persistence (forecast, target)[window];
  gboolean scored = scope_forecast_is_scored (forecast, window, target);
  g_autofree char *lead = scope_recipe_words_dup_lead (scope_feed_get_recipe (feed),
                                                       scope_feed_get_target_lead (feed, target));
  g_autofree char *kept_note = NULL;
  guint decimals = get_decimals (said, seen);

  set_card (self->forecast, said, FALSE, decimals, unit, lead);
  set_card (self->observed, seen, FALSE, decimals, unit,
            isnan (seen) ? _ ("nothing there") : scope_feed_get_target_name (feed, target));
  set_card (self->error, said - seen, TRUE, decimals, unit,
            scored ? _ ("scored") : _ ("not scored"));
  if (isfinite (kept - seen))
    {
      g_autofree char *kept_error = dup_number (kept - seen, TRUE, decimals);

      /* Translators: how far persistence, the simplest forecast, is off */
      kept_note = g_strdup_printf (_ ("error %s"), kept_error);
    }
  set_card (self->persistence, kept, FALSE, decimals, unit, kept_note);
}

static void
update_window (ScopeWindowPanel *self)
{
  ScopeForecast *forecast = scope_session_get_forecast (self->session);
  gint64 window = scope_session_get_window (self->session);
  guint target = scope_session_get_target (self->session);
  g_autofree char *count = NULL;
  g_autofree char *title = NULL;
  ScopeFeed *feed;

  if (forecast == NULL || window < 0 || target >= scope_forecast_get_n_targets (forecast))
    return;
  feed = scope_forecast_get_feed (forecast);
  count = scope_words_dup_count (window);
  /* Translators: a window by its number */
  title = g_strdup_printf (_ ("Window %s"), count);
  gtk_label_set_label (self->title, title);
  show_period (self, feed, scope_forecast_get_first (forecast) + (gsize) window, target);
  show_cards (self, forecast, (gsize) window, target);
}

/* "t−23, 18 Jan 2013 23:00" of a step of the opened window. */
static char *
dup_place (ScopeWindowPanel *self, int step)
{
  ScopePass *pass = scope_session_get_pass (self->session);
  ScopeForecast *forecast = scope_session_get_forecast (self->session);
  ScopeFeed *feed = scope_forecast_get_feed (forecast);
  guint n_steps = (guint) scope_pass_get_n_steps (pass);
  g_autofree char *lag = NULL;
  g_autofree char *time = NULL;

  if (step < 0 || (guint) step >= n_steps)
    return NULL;
  lag = scope_format_lag (n_steps - (guint) step);
  if (!scope_feed_has_time (feed))
    return g_steal_pointer (&lag);
  time = scope_recipe_words_dup_moment (
      scope_feed_get_recipe (feed),
      scope_feed_get_row_time (feed, scope_feed_get_starts (feed)[scope_pass_get_window (pass)]
                                         + (gsize) step));
  /* Translators: a lag and its moment */
  return g_strdup_printf (_ ("at %s, %s"), lag, time);
}

static void
update_place (ScopeWindowPanel *self)
{
  int step = self->step >= 0 ? self->step : scope_session_get_step (self->session);
  g_autofree char *place = NULL;

  if (scope_session_get_pass (self->session) == NULL
      || scope_session_get_forecast (self->session) == NULL)
    return;
  place = dup_place (self, step);
  scope_gate_arithmetic_set_place (self->arithmetic, scope_session_get_unit (self->session), step,
                                   place);
}

static void
update_trace (ScopeWindowPanel *self)
{
  ScopePass *pass = scope_session_get_pass (self->session);
  ScopeGates *gates = scope_session_get_gates (self->session);
  const char *layer = scope_session_get_gates_layer (self->session);
  ScopeTrace *trace = pass != NULL && layer != NULL ? scope_pass_find_trace (pass, layer) : NULL;
  g_auto (GStrv) names = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->arithmetic), gates != NULL);
  if (trace == NULL || gates == NULL)
    {
      /* While the next window is on its way the last one's numbers stay: nothing jumps. */
      if (scope_session_get_window (self->session) < 0)
        scope_gate_arithmetic_set_trace (self->arithmetic, NULL, NULL, NULL, NULL);
      return;
    }
  names = scope_session_dup_input_names (self->session);
  scope_gate_arithmetic_set_trace (self->arithmetic, scope_session_get_model (self->session), trace,
                                   gates, (const char *const *) names);
  if (scope_session_get_gate (self->session) >= 0)
    scope_gate_arithmetic_set_gate (self->arithmetic, scope_session_get_gate (self->session));
  update_place (self);
}

static void
gate_changed_cb (ScopeWindowPanel *self)
{
  int gate = scope_session_get_gate (self->session);

  if (gate >= 0)
    scope_gate_arithmetic_set_gate (self->arithmetic, gate);
}

static void
gate_chosen_cb (ScopeWindowPanel *self)
{
  int gate = scope_gate_arithmetic_get_gate (self->arithmetic);

  /* What the panel chose by itself is no choice of the person's. */
  if (gate >= 0 && scope_session_get_gate (self->session) >= 0)
    scope_session_set_gate (self->session, gate);
}

static void
stop (ScopeWindowPanel *self)
{
  if (self->job == NULL)
    return;
  g_cancellable_cancel (self->job);
  g_clear_object (&self->job);
}

static void
looked_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ScopeWindowPanel) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeInfluence) influence = scope_look_back_job_finish (result, &error);
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));
  ScopeStep step = { 0 };
  gboolean is_current = cancellable == self->job;

  if (self->session != NULL)
    scope_session_end_job (self->session, cancellable);
  if (!is_current)
    return;
  g_clear_object (&self->job);
  if (influence == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        gtk_label_set_label (self->look_back_fault, error->message);
      gtk_stack_set_visible_child_name (self->look_back_stack, "fault");
      return;
    }
  scope_recipe_get_step (scope_session_get_recipe (self->session), &step);
  scope_lag_chart_set (self->look_back, influence, TRUE, NAN, step.months == 0 ? step.seconds : 0,
                       0);
  gtk_stack_set_visible_child_name (self->look_back_stack, "chart");
}

/* The opened window's own look-back. */
static void
look_back (ScopeWindowPanel *self)
{
  ScopeForecast *forecast = scope_session_get_forecast (self->session);
  ScopeLookBackJob job = { .parts = SCOPE_INFLUENCE_LAGS };

  stop (self);
  job.forecast = forecast;
  job.target = scope_session_get_target (self->session);
  job.window = scope_session_get_window (self->session);
  if (forecast == NULL || job.window < 0 || job.target >= scope_forecast_get_n_targets (forecast)
      || scope_session_get_pass (self->session) == NULL)
    return;
  self->job = g_cancellable_new ();
  scope_session_begin_job (self->session, self->job);
  scope_look_back_job_start (&job, NULL, self->job, looked_back_cb, g_object_ref (self));
}

static void
pass_changed_cb (ScopeWindowPanel *self)
{
  update_trace (self);
  look_back (self);
}

static void
target_changed_cb (ScopeWindowPanel *self)
{
  update_window (self);
  look_back (self);
}

static void
scope_window_panel_dispose (GObject *object)
{
  ScopeWindowPanel *self = SCOPE_WINDOW_PANEL (object);

  stop (self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (scope_window_panel_parent_class)->dispose (object);
}

static void
scope_window_panel_class_init (ScopeWindowPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scope_window_panel_dispose;

  g_type_ensure (SCOPE_TYPE_NUMBER_CARD);
  g_type_ensure (SCOPE_TYPE_GATE_ARITHMETIC);
  g_type_ensure (SCOPE_TYPE_LAG_CHART);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gatescope/Gatescope/scope-window-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ScopeWindowPanel, title);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindowPanel, inputs_period);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindowPanel, valid);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindowPanel, forecast);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindowPanel, observed);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindowPanel, error);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindowPanel, persistence);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindowPanel, arithmetic);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindowPanel, look_back_stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindowPanel, look_back_fault);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindowPanel, look_back);
}

static void
scope_window_panel_init (ScopeWindowPanel *self)
{
  self->step = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  scope_accessible_track_stack (self->look_back_stack);
  scope_lag_chart_set_compact (self->look_back, TRUE);
  scope_plot_set_label (SCOPE_PLOT (self->look_back), _ ("How far back this forecast looked"));
}

void
scope_window_panel_set_session (ScopeWindowPanel *self, ScopeSession *session)
{
  g_return_if_fail (SCOPE_IS_WINDOW_PANEL (self));
  g_return_if_fail (SCOPE_IS_SESSION (session) && self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::window", G_CALLBACK (update_window), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::target", G_CALLBACK (target_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::pass", G_CALLBACK (pass_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::layer", G_CALLBACK (update_trace), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::unit", G_CALLBACK (update_place), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::step", G_CALLBACK (update_place), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::gate", G_CALLBACK (gate_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->arithmetic, "notify::gate", G_CALLBACK (gate_chosen_cb), self,
                           G_CONNECT_SWAPPED);
}

void
scope_window_panel_set_step (ScopeWindowPanel *self, int step)
{
  g_return_if_fail (SCOPE_IS_WINDOW_PANEL (self));

  if (self->step == step)
    return;
  self->step = step;
  update_place (self);
}

void
scope_window_panel_set_gate (ScopeWindowPanel *self, int gate)
{
  g_return_if_fail (SCOPE_IS_WINDOW_PANEL (self));
  scope_gate_arithmetic_set_gate (self->arithmetic, gate);
}
