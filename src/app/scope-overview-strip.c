/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-overview-strip.h"

#include "scope-format.h"
#include "scope-overview-plot.h"

#include <glib/gi18n.h>
#include <math.h>

#define N_SERIES 2

struct _ScopeOverviewStrip
{
  ScopePlot parent_instance;

  ScopeForecastChart *chart; /* not owned: the page has both */
  ScopeForecastLines *lines;
  ScopeLineSeries series[N_SERIES];
  ScopeLinePlot plot;
  ScopeOverviewPlot overview;
  ScopeOverviewLayout layout;
  ScopeBrushPart grabbed;
  double grab_x; /* pointer, in pixels */
  double grab_from;
  double grab_to;
};

G_DEFINE_FINAL_TYPE (ScopeOverviewStrip, scope_overview_strip, SCOPE_TYPE_PLOT)

/* The brush has moved: only the layout of the brush is another. */
static void
lay_out_brush (ScopeOverviewStrip *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  self->overview.from = self->overview.to = NAN;
  if (self->chart != NULL && self->lines != NULL && scope_forecast_chart_is_zoomed (self->chart))
    scope_forecast_chart_get_view (self->chart, &self->overview.from, &self->overview.to);
  if (width > 0 && height > 0)
    scope_overview_layout_init (&self->layout, &self->overview, width, height);
}

static void
scope_overview_strip_lay_out (ScopePlot *plot, const ScopeStyle *style, double width, double height)
{
  ScopeOverviewStrip *self = SCOPE_OVERVIEW_STRIP (plot);

  self->overview.left = scope_forecast_chart_get_left (style);
  self->overview.right = 12;
  lay_out_brush (self);
  scope_overview_layout_init (&self->layout, &self->overview, width, height);
}

static void
scope_overview_strip_paint (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                            double height)
{
  ScopeOverviewStrip *self = SCOPE_OVERVIEW_STRIP (plot);

  scope_overview_plot_paint (&self->overview, &self->layout, style, cr);
}

static void
scope_overview_strip_paint_overlay (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr,
                                    double width, double height)
{
  ScopeOverviewStrip *self = SCOPE_OVERVIEW_STRIP (plot);

  scope_overview_plot_paint_overlay (&self->overview, &self->layout, style, cr);
}

static gboolean
scope_overview_strip_point (ScopePlot *plot, double x, double y)
{
  ScopeOverviewStrip *self = SCOPE_OVERVIEW_STRIP (plot);
  const char *cursor = NULL;

  if (self->lines == NULL)
    return FALSE;
  switch (scope_overview_layout_hit (&self->layout, x, y, NULL))
    {
    case SCOPE_BRUSH_NONE:
      break;
    case SCOPE_BRUSH_START:
    case SCOPE_BRUSH_END:
      cursor = "ew-resize";
      break;
    case SCOPE_BRUSH_INSIDE:
      cursor = "grab";
      break;
    default:
      cursor = "crosshair";
      break;
    }
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), cursor);
  return cursor != NULL;
}

/* A click beside the brush brings it there. */
static void
scope_overview_strip_choose (ScopePlot *plot)
{
  ScopeOverviewStrip *self = SCOPE_OVERVIEW_STRIP (plot);
  double from, to, x;

  if (self->chart == NULL || !scope_forecast_chart_is_zoomed (self->chart)
      || !scope_forecast_chart_get_view (self->chart, &from, &to)
      || (self->grabbed != SCOPE_BRUSH_BEFORE && self->grabbed != SCOPE_BRUSH_AFTER))
    return;
  x = scope_scale_unmap (&self->layout.x, self->grab_x);
  scope_forecast_chart_set_view (self->chart, x - (to - from) / 2, x + (to - from) / 2);
}

static gboolean
scope_overview_strip_move (ScopePlot *plot, ScopeMove move)
{
  ScopeOverviewStrip *self = SCOPE_OVERVIEW_STRIP (plot);
  double from, to, first, last, shift;

  if (self->chart == NULL || !scope_forecast_chart_get_view (self->chart, &from, &to))
    return FALSE;
  first = self->lines->x[0];
  last = self->lines->x[self->lines->n - 1];
  switch (move)
    {
    case SCOPE_MOVE_LEFT:
      shift = -0.1 * (to - from);
      break;
    case SCOPE_MOVE_RIGHT:
      shift = 0.1 * (to - from);
      break;
    case SCOPE_MOVE_PAGE_LEFT:
    case SCOPE_MOVE_PAGE_UP:
      shift = from - to;
      break;
    case SCOPE_MOVE_PAGE_RIGHT:
    case SCOPE_MOVE_PAGE_DOWN:
      shift = to - from;
      break;
    case SCOPE_MOVE_ROW_START:
    case SCOPE_MOVE_START:
      shift = first - from;
      break;
    case SCOPE_MOVE_ROW_END:
    case SCOPE_MOVE_END:
      shift = last - to;
      break;
    default:
      return FALSE;
    }
  shift = CLAMP (shift, first - from, last - to);
  scope_forecast_chart_set_view (self->chart, from + shift, to + shift);
  return TRUE;
}

static gboolean
scope_overview_strip_zoom (ScopePlot *plot, double factor, double x)
{
  ScopeOverviewStrip *self = SCOPE_OVERVIEW_STRIP (plot);

  if (self->chart == NULL)
    return FALSE;
  scope_forecast_chart_zoom (self->chart, factor);
  return TRUE;
}

/* A drag is followed by a gesture of its own, which knows where it began. */
static gboolean
scope_overview_strip_pan (ScopePlot *plot, double dx, double dy)
{
  ScopeOverviewStrip *self = SCOPE_OVERVIEW_STRIP (plot);

  return self->grabbed != SCOPE_BRUSH_NONE;
}

static char *
scope_overview_strip_summarize (ScopePlot *plot)
{
  ScopeOverviewStrip *self = SCOPE_OVERVIEW_STRIP (plot);
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  double from_x, to_x;

  if (self->chart == NULL || !scope_forecast_chart_get_view (self->chart, &from_x, &to_x))
    return NULL;
  if (!scope_forecast_chart_is_zoomed (self->chart))
    return g_strdup (_ ("Everything is shown"));
  if (!self->lines->has_time)
    return NULL;
  from = scope_format_time (from_x);
  to = scope_format_time (to_x);
  /* Translators: the first and the last time of the part that the chart shows */
  return g_strdup_printf (_ ("Shown: %s to %s"), from, to);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, ScopeOverviewStrip *self)
{
  self->grabbed = SCOPE_BRUSH_NONE;
  if (self->chart == NULL
      || !scope_forecast_chart_get_view (self->chart, &self->grab_from, &self->grab_to))
    return;
  self->grabbed = scope_overview_layout_hit (&self->layout, x, y, NULL);
  self->grab_x = x;
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, ScopeOverviewStrip *self)
{
  double start = scope_scale_unmap (&self->layout.x, self->grab_x);
  double now = scope_scale_unmap (&self->layout.x, self->grab_x + dx);
  double first, last, shift;

  if (self->lines == NULL || self->grabbed == SCOPE_BRUSH_NONE || fabs (dx) < 8)
    return;
  first = self->lines->x[0];
  last = self->lines->x[self->lines->n - 1];
  now = CLAMP (now, first, last);
  switch (self->grabbed)
    {
    case SCOPE_BRUSH_INSIDE:
      shift = CLAMP (now - start, first - self->grab_from, last - self->grab_to);
      scope_forecast_chart_set_view (self->chart, self->grab_from + shift, self->grab_to + shift);
      break;
    case SCOPE_BRUSH_START:
      scope_forecast_chart_set_view (self->chart, now, self->grab_to);
      break;
    case SCOPE_BRUSH_END:
      scope_forecast_chart_set_view (self->chart, self->grab_from, now);
      break;
    default:
      scope_forecast_chart_set_view (self->chart, MIN (start, now), MAX (start, now));
      break;
    }
}

static void
scope_overview_strip_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                              int *minimum, int *natural, int *minimum_baseline,
                              int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 320 : 36;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 640 : 36;
}

static void
scope_overview_strip_finalize (GObject *object)
{
  g_clear_pointer (&SCOPE_OVERVIEW_STRIP (object)->lines, scope_forecast_lines_unref);
  G_OBJECT_CLASS (scope_overview_strip_parent_class)->finalize (object);
}

static void
scope_overview_strip_class_init (ScopeOverviewStripClass *klass)
{
  ScopePlotClass *plot_class = SCOPE_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = scope_overview_strip_finalize;
  GTK_WIDGET_CLASS (klass)->measure = scope_overview_strip_measure;
  plot_class->lay_out = scope_overview_strip_lay_out;
  plot_class->paint = scope_overview_strip_paint;
  plot_class->paint_overlay = scope_overview_strip_paint_overlay;
  plot_class->point = scope_overview_strip_point;
  plot_class->choose = scope_overview_strip_choose;
  plot_class->move = scope_overview_strip_move;
  plot_class->zoom = scope_overview_strip_zoom;
  plot_class->pan = scope_overview_strip_pan;
  plot_class->summarize = scope_overview_strip_summarize;
}

static void
scope_overview_strip_init (ScopeOverviewStrip *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  scope_line_plot_init (&self->plot);
  scope_overview_plot_init (&self->overview);
  self->overview.lines = &self->plot;
  self->grabbed = SCOPE_BRUSH_NONE;
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_css_class (GTK_WIDGET (self), "outlined-outside");
  scope_plot_set_label (SCOPE_PLOT (self), _ ("Part of the record that is shown"));
  scope_plot_set_file_name (SCOPE_PLOT (self), "forecast-overview");
}

static void
view_changed_cb (ScopeOverviewStrip *self)
{
  ScopeForecastLines *lines = scope_forecast_chart_get_lines (self->chart);

  if (lines != self->lines)
    {
      g_clear_pointer (&self->lines, scope_forecast_lines_unref);
      self->lines = lines != NULL ? scope_forecast_lines_ref (lines) : NULL;
      self->plot.n = self->plot.n_series = 0;
      self->plot.x = NULL;
      if (lines != NULL)
        {
          self->series[0] =
              (ScopeLineSeries){ .role = SCOPE_LINE_OBSERVED, .doubles = lines->observed };
          self->series[1] =
              (ScopeLineSeries){ .role = SCOPE_LINE_FORECAST, .doubles = lines->forecast };
          self->plot.n = lines->n;
          self->plot.x = lines->x;
          self->plot.max_gap = lines->max_gap;
          self->plot.series = self->series;
          self->plot.n_series = N_SERIES;
        }
      scope_plot_queue_paint (SCOPE_PLOT (self));
    }
  lay_out_brush (self);
  scope_plot_queue_overlay (SCOPE_PLOT (self));
}

void
scope_overview_strip_set_chart (ScopeOverviewStrip *self, ScopeForecastChart *chart)
{
  g_return_if_fail (SCOPE_IS_OVERVIEW_STRIP (self));
  g_return_if_fail (SCOPE_IS_FORECAST_CHART (chart) && self->chart == NULL);

  self->chart = chart;
  g_signal_connect_object (chart, "view-changed", G_CALLBACK (view_changed_cb), self,
                           G_CONNECT_SWAPPED);
  view_changed_cb (self);
}
