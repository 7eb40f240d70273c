/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-truncation-chart.h"

#include "scope-format.h"
#include "scope-line-plot.h"
#include "scope-number.h"

#include <glib/gi18n.h>
#include <math.h>

struct _ScopeTruncationChart
{
  ScopePlot parent_instance;

  ScopeInfluence *influence;
  gboolean one_window;
  char *tolerance_label;
  ScopeLineSeries series[2];
  ScopeLinePlot plot;
  ScopeLineLayout *layout;
};

G_DEFINE_FINAL_TYPE (ScopeTruncationChart, scope_truncation_chart, SCOPE_TYPE_PLOT)

static void
scope_truncation_chart_lay_out (ScopePlot *plot, const ScopeStyle *style, double width,
                                double height)
{
  ScopeTruncationChart *self = SCOPE_TRUNCATION_CHART (plot);

  g_clear_pointer (&self->layout, scope_line_layout_free);
  self->layout = scope_line_layout_new (&self->plot, style, width, height);
}

static void
scope_truncation_chart_paint (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                              double height)
{
  ScopeTruncationChart *self = SCOPE_TRUNCATION_CHART (plot);

  scope_line_plot_paint (&self->plot, self->layout, style, cr);
}

static void
scope_truncation_chart_paint_overlay (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr,
                                      double width, double height)
{
  ScopeTruncationChart *self = SCOPE_TRUNCATION_CHART (plot);

  scope_line_plot_paint_overlay (&self->plot, self->layout, style, cr);
}

static gboolean
scope_truncation_chart_point (ScopePlot *plot, double x, double y)
{
  ScopeTruncationChart *self = SCOPE_TRUNCATION_CHART (plot);
  ScopeLineHit hit;

  if (self->layout == NULL || !scope_line_plot_hit (&self->plot, self->layout, x, y, &hit))
    return FALSE;
  self->plot.cursor_x = (double) hit.index;
  return TRUE;
}

static gboolean
scope_truncation_chart_move (ScopePlot *plot, ScopeMove move)
{
  ScopeTruncationChart *self = SCOPE_TRUNCATION_CHART (plot);
  double last = (double) self->plot.n - 1;
  double to = self->plot.cursor_x;

  if (self->plot.n == 0)
    return FALSE;
  if (isnan (to))
    {
      self->plot.cursor_x = 0;
      return TRUE;
    }

  switch (move)
    {
    case SCOPE_MOVE_LEFT:
      to--;
      break;
    case SCOPE_MOVE_RIGHT:
      to++;
      break;
    case SCOPE_MOVE_PAGE_LEFT:
    case SCOPE_MOVE_PAGE_DOWN:
      to -= 10;
      break;
    case SCOPE_MOVE_PAGE_RIGHT:
    case SCOPE_MOVE_PAGE_UP:
      to += 10;
      break;
    case SCOPE_MOVE_ROW_START:
    case SCOPE_MOVE_START:
      to = 0;
      break;
    case SCOPE_MOVE_ROW_END:
    case SCOPE_MOVE_END:
      to = last;
      break;
    default:
      return FALSE;
    }
  to = CLAMP (to, 0, last);
  if (to == self->plot.cursor_x)
    return FALSE;
  self->plot.cursor_x = to;
  return TRUE;
}

static void
scope_truncation_chart_leave (ScopePlot *plot)
{
  SCOPE_TRUNCATION_CHART (plot)->plot.cursor_x = NAN;
}

static char *
describe_k (ScopeTruncationChart *self, guint k)
{
  const char *unit = scope_influence_get_unit (self->influence);
  g_autofree char *median =
      scope_format_quantity (scope_influence_get_truncation_median (self->influence)[k], 3, unit);
  g_autofree char *p95 = NULL;

  if (self->one_window)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "Only the last %u step kept: moves the forecast by %s",
                     "Only the last %u steps kept: moves the forecast by %s", k),
        k, median);
  p95 = scope_format_quantity (scope_influence_get_truncation_p95 (self->influence)[k], 3, unit);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   "Only the last %u step kept: median %s, in 95 %% of the windows under %s",
                   "Only the last %u steps kept: median %s, in 95 %% of the windows under %s", k),
      k, median, p95);
}

static char *
scope_truncation_chart_describe (ScopePlot *plot)
{
  ScopeTruncationChart *self = SCOPE_TRUNCATION_CHART (plot);

  return isnan (self->plot.cursor_x) ? NULL : describe_k (self, (guint) self->plot.cursor_x);
}

/* The shortest window that is enough from there on, where a tolerance says what is enough. */
static char *
scope_truncation_chart_summarize (ScopePlot *plot)
{
  ScopeTruncationChart *self = SCOPE_TRUNCATION_CHART (plot);
  const double *p95;
  guint k;

  if (self->influence == NULL || isnan (self->plot.level))
    return NULL;

  p95 = scope_influence_get_truncation_p95 (self->influence);
  k = scope_influence_get_n_lags (self->influence);
  while (k > 0 && p95[k - 1] <= self->plot.level)
    k--;
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "The last %u step gives the forecast within the tolerance",
                   "The last %u steps give the forecast within the tolerance", k),
      k);
}

static char *
scope_truncation_chart_dup_csv (ScopePlot *plot)
{
  ScopeTruncationChart *self = SCOPE_TRUNCATION_CHART (plot);
  g_autoptr (GString) text = g_string_new ("k,median,p95\n");
  char buffer[SCOPE_NUMBER_SIZE];

  if (self->influence == NULL)
    return NULL;
  for (guint k = 0; k < self->plot.n; k++)
    {
      g_string_append_printf (
          text, "%u,%s", k,
          scope_number_write (scope_influence_get_truncation_median (self->influence)[k], buffer));
      g_string_append_printf (
          text, ",%s\n",
          scope_number_write (scope_influence_get_truncation_p95 (self->influence)[k], buffer));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
scope_truncation_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                                int *minimum, int *natural, int *minimum_baseline,
                                int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 320 : 200;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 640 : 240;
}

static void
scope_truncation_chart_finalize (GObject *object)
{
  ScopeTruncationChart *self = SCOPE_TRUNCATION_CHART (object);

  g_clear_pointer (&self->influence, scope_influence_unref);
  g_clear_pointer (&self->layout, scope_line_layout_free);
  g_free (self->tolerance_label);
  G_OBJECT_CLASS (scope_truncation_chart_parent_class)->finalize (object);
}

static void
scope_truncation_chart_class_init (ScopeTruncationChartClass *klass)
{
  ScopePlotClass *plot_class = SCOPE_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = scope_truncation_chart_finalize;
  GTK_WIDGET_CLASS (klass)->measure = scope_truncation_chart_measure;
  plot_class->lay_out = scope_truncation_chart_lay_out;
  plot_class->paint = scope_truncation_chart_paint;
  plot_class->paint_overlay = scope_truncation_chart_paint_overlay;
  plot_class->point = scope_truncation_chart_point;
  plot_class->move = scope_truncation_chart_move;
  plot_class->leave = scope_truncation_chart_leave;
  plot_class->describe = scope_truncation_chart_describe;
  plot_class->summarize = scope_truncation_chart_summarize;
  plot_class->dup_csv = scope_truncation_chart_dup_csv;
}

static void
scope_truncation_chart_init (ScopeTruncationChart *self)
{
  scope_line_plot_init (&self->plot);
  self->plot.x_kind = SCOPE_AXIS_INTEGER;
  self->plot.x_title = _ ("steps kept, counted back from t−1");
  scope_plot_set_label (SCOPE_PLOT (self), _ ("Truncation curve"));
  scope_plot_set_file_name (SCOPE_PLOT (self), "truncation");
}

void
scope_truncation_chart_set (ScopeTruncationChart *self, ScopeInfluence *influence,
                            gboolean one_window, double tolerance)
{
  ScopeInfluence *old;

  g_return_if_fail (SCOPE_IS_TRUNCATION_CHART (self));

  old = self->influence;
  self->influence = influence != NULL ? scope_influence_ref (influence) : NULL;
  g_clear_pointer (&old, scope_influence_unref);
  g_clear_pointer (&self->tolerance_label, g_free);
  self->one_window = one_window;
  self->plot.n = 0;
  self->plot.n_series = 0;
  self->plot.series = NULL;
  self->plot.y_unit = NULL;
  self->plot.level = NAN;
  self->plot.level_label = NULL;
  self->plot.cursor_x = NAN;

  if (influence != NULL)
    {
      const char *unit = scope_influence_get_unit (influence);
      ScopeLineSeries *next = self->series;

      if (!one_window)
        *next++ = (ScopeLineSeries){
          .name = _ ("95 % of the windows are below"),
          .role = SCOPE_LINE_BAND,
          .doubles = scope_influence_get_truncation_p95 (influence),
        };
      *next++ = (ScopeLineSeries){
        .name = one_window ? _ ("size of the change in this window") : _ ("median change"),
        .role = SCOPE_LINE_FORECAST,
        .doubles = scope_influence_get_truncation_median (influence),
      };
      self->plot.series = self->series;
      self->plot.n_series = (guint) (next - self->series);
      self->plot.n = scope_influence_get_n_lags (influence) + 1;
      self->plot.y_unit = *unit != '\0' ? unit : NULL;
      if (tolerance >= 0)
        {
          g_autofree char *amount = scope_format_quantity (tolerance, 2, unit);

          self->plot.level = tolerance;
          self->tolerance_label = g_strdup_printf (_ ("tolerance %s"), amount);
          self->plot.level_label = self->tolerance_label;
        }
    }
  scope_plot_queue_paint (SCOPE_PLOT (self));
}
