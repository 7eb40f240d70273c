/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-window-view.h"

#include "scope-accessible.h"
#include "scope-format.h"
#include "scope-recipe-words.h"
#include "scope-trace-table.h"
#include "scope-window-chart.h"

#include <glib/gi18n.h>

struct _ScopeWindowView
{
  AdwBin parent_instance;

  GtkLabel *heading;
  GtkLabel *place;
  GtkDropDown *layers;
  GtkBox *menu;
  GtkToggleButton *as_table;
  GtkStack *stack;
  ScopeWindowChart *chart;
  ScopeTraceTable *table;

  ScopeSession *session;
  char **layer_paths;
};

enum
{
  CURSOR_MOVED,
  GATE_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ScopeWindowView, scope_window_view, ADW_TYPE_BIN)

static ScopeFeed *
get_feed (ScopeWindowView *self)
{
  ScopeForecast *forecast = scope_session_get_forecast (self->session);

  return forecast != NULL ? scope_forecast_get_feed (forecast) : NULL;
}

/* "lstm · unit 6 at t−23" and the moment, of what the arithmetic beside is of. */
static void
update_place (ScopeWindowView *self)
{
  ScopePass *pass = scope_session_get_pass (self->session);
  ScopeFeed *feed = get_feed (self);
  int step = scope_window_chart_get_step (self->chart);
  int unit = scope_session_get_unit (self->session);
  g_autoptr (GString) text = g_string_new (NULL);

  if (pass == NULL || feed == NULL)
    return;
  if (unit >= 0)
    g_string_append_printf (text, _ ("unit %d"), unit);
  if (step >= 0 && (gsize) step < scope_pass_get_n_steps (pass))
    {
      g_autofree char *lag =
          scope_format_lag ((guint) (scope_pass_get_n_steps (pass) - (gsize) step));

      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", lag);
      if (scope_feed_has_time (feed))
        {
          g_autofree char *time = scope_recipe_words_dup_moment (
              scope_feed_get_recipe (feed),
              scope_feed_get_row_time (
                  feed, scope_feed_get_starts (feed)[scope_pass_get_window (pass)] + (gsize) step));

          g_string_append_printf (text, " · %s", time);
        }
    }
  gtk_label_set_label (self->place, text->str);
}

/* The feature that is forecast, or -1. */
static int
find_target_feature (ScopeFeed *feed, guint target)
{
  ScopeRecipe *recipe = scope_feed_get_recipe (feed);

  for (guint i = 0; i < scope_recipe_get_n_features (recipe); i++)
    {
      const ScopeFeature *feature = scope_recipe_get_feature (recipe, i);

      if (feature->lag_rows == 0
          && g_strcmp0 (feature->column, scope_feed_get_target_name (feed, target)) == 0)
        return (int) i;
    }
  return -1;
}

static char **
dup_feature_names (ScopeFeed *feed)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < scope_feed_get_n_features (feed); i++)
    {
      const char *name = scope_feed_get_feature_name (feed, i);
      const char *unit = scope_feed_get_feature_unit (feed, i);
      g_autofree char *text = NULL;

      /* A column's name mostly has its unit already. */
      text = *unit != '\0' && !scope_recipe_words_has_unit (name, unit)
                 ? g_strdup_printf ("%s (%s)", name, unit)
                 : g_strdup (name);
      g_strv_builder_add (names, text);
    }
  return g_strv_builder_end (names);
}

static char *
dup_axis_title (ScopeWindowView *self, ScopeFeed *feed, ScopePass *pass, ScopeTrace *trace)
{
  g_autofree char *zone = NULL;
  g_autofree char *time = NULL;

  if (scope_trace_get_n_steps (trace) != scope_pass_get_n_steps (pass))
    return g_strdup (_ ("the layer’s own steps, which are not the table’s rows"));
  if (!scope_feed_has_time (feed))
    return g_strdup (_ ("lag: rows before t, the row after the last input"));
  zone = scope_recipe_words_dup_zone (scope_feed_get_recipe (feed));
  time = scope_recipe_words_dup_moment (
      scope_feed_get_recipe (feed),
      scope_feed_get_last_input_time (feed, scope_pass_get_window (pass)));
  /* Translators: the title of an axis of lags: a moment, and whose clock it is */
  return g_strdup_printf (_ ("lag, and time before t; t−1 is %s, %s"), time, zone);
}

static double *
dup_times (ScopeFeed *feed, ScopePass *pass)
{
  gsize n = scope_pass_get_n_steps (pass);
  gsize start = scope_feed_get_starts (feed)[scope_pass_get_window (pass)];
  double *times;

  if (!scope_feed_has_time (feed))
    return NULL;
  times = g_new (double, n);
  for (gsize step = 0; step < n; step++)
    times[step] = scope_feed_get_row_time (feed, start + step);
  return times;
}

static ScopeTrace *
find_trace (ScopeWindowView *self)
{
  ScopePass *pass = scope_session_get_pass (self->session);
  const char *layer = scope_session_get_gates_layer (self->session);

  return pass != NULL && layer != NULL ? scope_pass_find_trace (pass, layer) : NULL;
}

/* The moments of the window's rows in words; NULL where the layer's steps are not those. */
static char **
dup_time_texts (ScopeFeed *feed, ScopePass *pass, ScopeTrace *trace)
{
  g_autofree double *times = dup_times (feed, pass);
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  if (times == NULL || scope_trace_get_n_steps (trace) != scope_pass_get_n_steps (pass))
    return NULL;
  for (gsize step = 0; step < scope_pass_get_n_steps (pass); step++)
    {
      g_autofree char *text =
          scope_recipe_words_dup_moment (scope_feed_get_recipe (feed), times[step]);

      g_strv_builder_add (texts, text);
    }
  return g_strv_builder_end (texts);
}

/* The table's numbers, while it is what is shown. */
static void
update_table (ScopeWindowView *self)
{
  ScopePass *pass = scope_session_get_pass (self->session);
  ScopeTrace *trace = find_trace (self);
  g_auto (GStrv) times = NULL;

  if (!gtk_toggle_button_get_active (self->as_table) || trace == NULL)
    return;
  times = dup_time_texts (get_feed (self), pass, trace);
  scope_trace_table_set (self->table, trace, scope_session_get_gates (self->session),
                         scope_session_get_unit (self->session), (const char *const *) times);
  scope_trace_table_set_step (self->table, scope_session_get_step (self->session));
}

static void
update_page (ScopeWindowView *self)
{
  const char *page = gtk_toggle_button_get_active (self->as_table) ? "table" : "chart";

  if (scope_session_get_pass (self->session) != NULL && find_trace (self) == NULL)
    page = "none";
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
as_table_cb (ScopeWindowView *self)
{
  if (self->session == NULL)
    return;
  update_table (self);
  update_page (self);
}

static void
step_chosen_cb (ScopeTraceTable *table, int step, ScopeWindowView *self)
{
  scope_session_set_step (self->session, step);
}

static void
update_layers (ScopeWindowView *self)
{
  ScopeModel *model = scope_session_get_model (self->session);
  const char *layer = scope_session_get_gates_layer (self->session);
  g_autoptr (GtkStringList) list = NULL;
  g_auto (GStrv) paths = NULL;
  guint n;

  /* Not while the list is another: then nothing was chosen. */
  g_clear_pointer (&self->layer_paths, g_strfreev);
  paths = model != NULL ? scope_model_dup_recurrent_paths (model) : g_new0 (char *, 1);
  n = g_strv_length (paths);
  list = gtk_string_list_new ((const char *const *) paths);
  gtk_drop_down_set_model (self->layers, G_LIST_MODEL (list));
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (paths[i], layer) == 0)
      gtk_drop_down_set_selected (self->layers, i);
  gtk_widget_set_visible (GTK_WIDGET (self->layers), n > 1);
  self->layer_paths = g_steal_pointer (&paths);
}

static void
layer_selected_cb (ScopeWindowView *self)
{
  guint selected = gtk_drop_down_get_selected (self->layers);

  if (self->session == NULL || self->layer_paths == NULL
      || selected >= g_strv_length (self->layer_paths))
    return;
  if (g_strcmp0 (self->layer_paths[selected], scope_session_get_gates_layer (self->session)) != 0)
    scope_session_set_layer (self->session, self->layer_paths[selected]);
}

static void
update_chart (ScopeWindowView *self)
{
  ScopePass *pass = scope_session_get_pass (self->session);
  ScopeGates *gates = scope_session_get_gates (self->session);
  const char *layer = scope_session_get_gates_layer (self->session);
  ScopeTrace *trace = find_trace (self);
  ScopeFeed *feed = get_feed (self);
  g_auto (GStrv) names = NULL;
  g_autofree char *title = NULL;
  g_autofree char *units = NULL;
  g_autofree char *heading = NULL;
  g_autofree double *times = NULL;
  ScopeWindowChartTexts texts = { 0 };
  ScopeStep step = { 0 };

  if (pass == NULL || feed == NULL || trace == NULL || gates == NULL)
    {
      /* While the next window is on its way the last one stays: nothing jumps. */
      if (scope_session_get_window (self->session) < 0)
        scope_window_chart_set (self->chart, NULL, NULL, NULL, NULL);
      update_page (self);
      return;
    }
  names = dup_feature_names (feed);
  title = dup_axis_title (self, feed, pass, trace);
  times = dup_times (feed, pass);
  scope_recipe_get_step (scope_feed_get_recipe (feed), &step);
  texts.feature_names = (const char *const *) names;
  texts.bold_feature = find_target_feature (feed, scope_session_get_target (self->session));
  texts.x_title = title;
  texts.step_seconds = step.months == 0 ? step.seconds : 0;
  texts.times = times;
  scope_window_chart_set (self->chart, pass, trace, gates, &texts);
  scope_window_chart_set_choice (self->chart, scope_session_get_unit (self->session),
                                 scope_session_get_step (self->session));
  units = g_strdup_printf (ngettext ("%u unit in the file’s order", "%u units in the file’s order",
                                     scope_gates_get_n_units (gates)),
                           scope_gates_get_n_units (gates));
  /* Where there is a choice of layers, it says which. */
  heading = gtk_widget_get_visible (GTK_WIDGET (self->layers))
                ? g_steal_pointer (&units)
                : g_strdup_printf ("%s, %s", layer, units);
  gtk_label_set_label (self->heading, heading);
  update_table (self);
  update_page (self);
  update_place (self);
}

static void
layer_changed_cb (ScopeWindowView *self)
{
  update_layers (self);
  update_chart (self);
}

static void
choice_changed_cb (ScopeWindowView *self)
{
  scope_window_chart_set_choice (self->chart, scope_session_get_unit (self->session),
                                 scope_session_get_step (self->session));
  update_place (self);
}

static void
unit_changed_cb (ScopeWindowView *self)
{
  choice_changed_cb (self);
  update_table (self);
}

static void
step_changed_cb (ScopeWindowView *self)
{
  choice_changed_cb (self);
  scope_trace_table_set_step (self->table, scope_session_get_step (self->session));
}

static void
cursor_moved_cb (ScopeWindowView *self)
{
  int step = scope_window_chart_get_step (self->chart);

  update_place (self);
  g_signal_emit (self, signals[CURSOR_MOVED], 0, step);
}

static void
chosen_cb (ScopeWindowChart *chart, int gate, int unit, int step, ScopeWindowView *self)
{
  if (unit >= 0)
    scope_session_set_unit (self->session, unit);
  if (step >= 0)
    scope_session_set_step (self->session, step);
  if (gate >= 0)
    g_signal_emit (self, signals[GATE_CHOSEN], 0, gate);
}

static void
close_cb (ScopeWindowView *self)
{
  scope_session_set_window (self->session, -1);
}

static void
scope_window_view_dispose (GObject *object)
{
  ScopeWindowView *self = SCOPE_WINDOW_VIEW (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->layer_paths, g_strfreev);
  G_OBJECT_CLASS (scope_window_view_parent_class)->dispose (object);
}

static void
scope_window_view_class_init (ScopeWindowViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scope_window_view_dispose;

  signals[CURSOR_MOVED] = g_signal_new ("cursor-moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[GATE_CHOSEN] = g_signal_new ("gate-chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_INT);

  g_type_ensure (SCOPE_TYPE_WINDOW_CHART);
  g_type_ensure (SCOPE_TYPE_TRACE_TABLE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gatescope/Gatescope/scope-window-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ScopeWindowView, heading);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindowView, place);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindowView, layers);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindowView, menu);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindowView, stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindowView, chart);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindowView, as_table);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindowView, table);
  gtk_widget_class_bind_template_callback (widget_class, layer_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, cursor_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, as_table_cb);
  gtk_widget_class_bind_template_callback (widget_class, step_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
}

static void
scope_window_view_init (ScopeWindowView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  scope_accessible_track_stack (self->stack);
  gtk_box_append (self->menu, scope_plot_create_menu_button (SCOPE_PLOT (self->chart)));
}

void
scope_window_view_set_session (ScopeWindowView *self, ScopeSession *session)
{
  g_return_if_fail (SCOPE_IS_WINDOW_VIEW (self));
  g_return_if_fail (SCOPE_IS_SESSION (session) && self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::pass", G_CALLBACK (update_chart), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::target", G_CALLBACK (update_chart), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::layer", G_CALLBACK (layer_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::model", G_CALLBACK (layer_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::unit", G_CALLBACK (unit_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::step", G_CALLBACK (step_changed_cb), self,
                           G_CONNECT_SWAPPED);
  layer_changed_cb (self);
}

void
scope_window_view_focus (ScopeWindowView *self)
{
  g_return_if_fail (SCOPE_IS_WINDOW_VIEW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->chart));
}
