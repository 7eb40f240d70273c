/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-lag-chart.h"

#include "scope-format.h"
#include "scope-lag-plot.h"
#include "scope-number.h"

#include <glib/gi18n.h>
#include <math.h>

struct _ScopeLagChart
{
  ScopePlot parent_instance;

  ScopeInfluence *influence;
  gboolean one_window;
  gboolean compact;
  double step_seconds;
  char *median_name;
  char *tolerance_label;
  ScopeLagPlot plot;
  ScopeLagLayout *layout;
};

enum
{
  PROP_0,
  PROP_LAG,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ScopeLagChart, scope_lag_chart, SCOPE_TYPE_PLOT)

static void
scope_lag_chart_lay_out (ScopePlot *plot, const ScopeStyle *style, double width, double height)
{
  ScopeLagChart *self = SCOPE_LAG_CHART (plot);

  g_clear_pointer (&self->layout, scope_lag_layout_free);
  self->layout = scope_lag_layout_new (&self->plot, style, width, height);
}

static void
scope_lag_chart_paint (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                       double height)
{
  ScopeLagChart *self = SCOPE_LAG_CHART (plot);

  scope_lag_plot_paint (&self->plot, self->layout, style, cr);
}

static void
scope_lag_chart_paint_overlay (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                               double height)
{
  ScopeLagChart *self = SCOPE_LAG_CHART (plot);

  scope_lag_plot_paint_overlay (&self->plot, self->layout, style, cr);
}

static gboolean
scope_lag_chart_point (ScopePlot *plot, double x, double y)
{
  ScopeLagChart *self = SCOPE_LAG_CHART (plot);
  guint lag;

  if (self->layout == NULL || !scope_lag_layout_hit (self->layout, x, y, &lag))
    return FALSE;
  self->plot.cursor_lag = lag;
  return TRUE;
}

/* To the right is newer: a smaller lag. */
static gboolean
scope_lag_chart_move (ScopePlot *plot, ScopeMove move)
{
  ScopeLagChart *self = SCOPE_LAG_CHART (plot);
  int n = (int) self->plot.n_lags;
  int lag = (int) self->plot.cursor_lag;
  int to;

  if (n == 0)
    return FALSE;
  if (lag == 0)
    {
      self->plot.cursor_lag = self->plot.chosen_lag > 0 ? self->plot.chosen_lag : 1;
      return TRUE;
    }

  switch (move)
    {
    case SCOPE_MOVE_LEFT:
      to = lag + 1;
      break;
    case SCOPE_MOVE_RIGHT:
      to = lag - 1;
      break;
    case SCOPE_MOVE_PAGE_LEFT:
    case SCOPE_MOVE_PAGE_UP:
      to = lag + 10;
      break;
    case SCOPE_MOVE_PAGE_RIGHT:
    case SCOPE_MOVE_PAGE_DOWN:
      to = lag - 10;
      break;
    case SCOPE_MOVE_ROW_START:
    case SCOPE_MOVE_START:
      to = n;
      break;
    case SCOPE_MOVE_ROW_END:
    case SCOPE_MOVE_END:
      to = 1;
      break;
    default:
      return FALSE;
    }
  to = CLAMP (to, 1, n);
  self->plot.cursor_lag = (guint) to;
  return to != lag;
}

static void
scope_lag_chart_leave (ScopePlot *plot)
{
  SCOPE_LAG_CHART (plot)->plot.cursor_lag = 0;
}

static void
scope_lag_chart_choose (ScopePlot *plot)
{
  ScopeLagChart *self = SCOPE_LAG_CHART (plot);

  scope_lag_chart_set_lag (self, self->plot.cursor_lag);
}

/* "t−5, 5 h back: median 0.52 °F, 95 % of windows under 1.23 °F" */
static char *
describe_lag (ScopeLagChart *self, guint lag)
{
  const char *unit = scope_influence_get_unit (self->influence);
  g_autofree char *name = scope_format_lag (lag);
  g_autofree char *median = scope_format_quantity (self->plot.median[lag - 1], 3, unit);
  g_autofree char *back = NULL;
  g_autofree char *place = NULL;
  g_autofree char *p95 = NULL;

  if (self->step_seconds > 0)
    back = scope_format_duration (self->step_seconds * lag);
  /* Translators: a lag and the clock's time, "t−5 (5 h)" */
  place = back != NULL ? g_strdup_printf (_ ("%s (%s)"), name, back) : g_strdup (name);

  if (self->one_window)
    return g_strdup_printf (_ ("%s: moves this window’s forecast by %s"), place, median);

  p95 = scope_format_quantity (self->plot.p95[lag - 1], 3, unit);
  return g_strdup_printf (_ ("%s: median %s, in 95 %% of the windows under %s"), place, median,
                          p95);
}

static char *
scope_lag_chart_describe (ScopePlot *plot)
{
  ScopeLagChart *self = SCOPE_LAG_CHART (plot);

  return self->plot.cursor_lag > 0 ? describe_lag (self, self->plot.cursor_lag) : NULL;
}

static char *
scope_lag_chart_summarize (ScopePlot *plot)
{
  ScopeLagChart *self = SCOPE_LAG_CHART (plot);
  guint strongest = 1;

  if (self->plot.n_lags == 0)
    return NULL;
  for (guint lag = 2; lag <= self->plot.n_lags; lag++)
    if (self->plot.median[lag - 1] > self->plot.median[strongest - 1])
      strongest = lag;
  return describe_lag (self, strongest);
}

static char *
scope_lag_chart_dup_csv (ScopePlot *plot)
{
  ScopeLagChart *self = SCOPE_LAG_CHART (plot);
  g_autoptr (GString) text = g_string_new (self->one_window ? "lag,change\n" : "lag,median,p95\n");
  char buffer[SCOPE_NUMBER_SIZE];

  if (self->plot.n_lags == 0)
    return NULL;
  for (guint lag = 1; lag <= self->plot.n_lags; lag++)
    {
      double median = self->one_window ? scope_influence_get_change (self->influence, 0, lag)
                                       : self->plot.median[lag - 1];

      g_string_append_printf (text, "%u,%s", lag, scope_number_write (median, buffer));
      if (!self->one_window)
        g_string_append_printf (text, ",%s", scope_number_write (self->plot.p95[lag - 1], buffer));
      g_string_append_c (text, '\n');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
scope_lag_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  gboolean compact = SCOPE_LAG_CHART (widget)->compact;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = compact ? 160 : 320;
      *natural = compact ? 240 : 640;
    }
  else
    {
      *minimum = compact ? 110 : 220;
      *natural = compact ? 130 : 280;
    }
}

static void
scope_lag_chart_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_LAG:
      g_value_set_uint (value, SCOPE_LAG_CHART (object)->plot.chosen_lag);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
scope_lag_chart_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_LAG:
      scope_lag_chart_set_lag (SCOPE_LAG_CHART (object), g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
scope_lag_chart_finalize (GObject *object)
{
  ScopeLagChart *self = SCOPE_LAG_CHART (object);

  g_clear_pointer (&self->influence, scope_influence_unref);
  g_clear_pointer (&self->layout, scope_lag_layout_free);
  g_free (self->median_name);
  g_free (self->tolerance_label);
  G_OBJECT_CLASS (scope_lag_chart_parent_class)->finalize (object);
}

static void
scope_lag_chart_class_init (ScopeLagChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  ScopePlotClass *plot_class = SCOPE_PLOT_CLASS (klass);

  object_class->finalize = scope_lag_chart_finalize;
  object_class->get_property = scope_lag_chart_get_property;
  object_class->set_property = scope_lag_chart_set_property;
  GTK_WIDGET_CLASS (klass)->measure = scope_lag_chart_measure;
  plot_class->lay_out = scope_lag_chart_lay_out;
  plot_class->paint = scope_lag_chart_paint;
  plot_class->paint_overlay = scope_lag_chart_paint_overlay;
  plot_class->point = scope_lag_chart_point;
  plot_class->move = scope_lag_chart_move;
  plot_class->leave = scope_lag_chart_leave;
  plot_class->choose = scope_lag_chart_choose;
  plot_class->describe = scope_lag_chart_describe;
  plot_class->summarize = scope_lag_chart_summarize;
  plot_class->dup_csv = scope_lag_chart_dup_csv;

  properties[PROP_LAG] =
      g_param_spec_uint ("lag", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
scope_lag_chart_init (ScopeLagChart *self)
{
  scope_lag_plot_init (&self->plot);
  scope_plot_set_label (SCOPE_PLOT (self), _ ("Influence by lag"));
  scope_plot_set_file_name (SCOPE_PLOT (self), "influence-by-lag");
}

void
scope_lag_chart_set (ScopeLagChart *self, ScopeInfluence *influence, gboolean one_window,
                     double tolerance, double step_seconds, double left)
{
  ScopeInfluence *old;
  gsize n_windows;

  g_return_if_fail (SCOPE_IS_LAG_CHART (self));

  old = self->influence;
  self->influence = influence != NULL ? scope_influence_ref (influence) : NULL;
  g_clear_pointer (&old, scope_influence_unref);
  g_clear_pointer (&self->median_name, g_free);
  g_clear_pointer (&self->tolerance_label, g_free);
  self->one_window = one_window;
  self->step_seconds = step_seconds;
  /* Nothing of the influence that went is borrowed any longer, its unit least of all: an empty chart shows that too. */
  self->plot.n_lags = 0;
  self->plot.median = self->plot.p95 = NULL;
  self->plot.median_name = self->plot.p95_name = NULL;
  self->plot.unit = NULL;
  self->plot.cursor_lag = 0;
  self->plot.tolerance = NAN;
  self->plot.tolerance_label = NULL;
  self->plot.left = left;

  if (influence != NULL)
    {
      const char *unit = scope_influence_get_unit (influence);

      n_windows = scope_influence_get_n_windows (influence);
      self->plot.n_lags = scope_influence_get_n_lags (influence);
      self->plot.median = scope_influence_get_median (influence);
      self->plot.p95 = one_window ? NULL : scope_influence_get_p95 (influence);
      self->median_name =
          one_window ? g_strdup (_ ("size of the change in this window"))
                     : g_strdup_printf (
                         g_dngettext (GETTEXT_PACKAGE, "median of %" G_GSIZE_FORMAT " window",
                                      "median of %" G_GSIZE_FORMAT " windows", n_windows),
                         n_windows);
      self->plot.median_name = self->median_name;
      self->plot.p95_name = one_window ? NULL : _ ("95 % of the windows are below");
      self->plot.unit = *unit != '\0' ? unit : NULL;
      self->plot.step_seconds = step_seconds;
      if (tolerance >= 0)
        {
          g_autofree char *amount = scope_format_quantity (tolerance, 2, unit);

          self->plot.tolerance = tolerance;
          self->tolerance_label = g_strdup_printf (_ ("tolerance %s"), amount);
          self->plot.tolerance_label = self->tolerance_label;
        }
    }
  if (self->plot.chosen_lag > self->plot.n_lags)
    scope_lag_chart_set_lag (self, 0);
  scope_plot_queue_paint (SCOPE_PLOT (self));
}

guint
scope_lag_chart_get_lag (ScopeLagChart *self)
{
  g_return_val_if_fail (SCOPE_IS_LAG_CHART (self), 0);

  return self->plot.chosen_lag;
}

void
scope_lag_chart_set_lag (ScopeLagChart *self, guint lag)
{
  g_return_if_fail (SCOPE_IS_LAG_CHART (self));

  if (lag == self->plot.chosen_lag || lag > self->plot.n_lags)
    return;
  self->plot.chosen_lag = lag;
  scope_plot_queue_overlay (SCOPE_PLOT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAG]);
}

void
scope_lag_chart_set_compact (ScopeLagChart *self, gboolean compact)
{
  g_return_if_fail (SCOPE_IS_LAG_CHART (self));

  self->compact = compact;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
