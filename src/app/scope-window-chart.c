/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-window-chart.h"

#include "scope-axis.h"
#include "scope-format.h"
#include "scope-number.h"
#include "scope-time.h"
#include "scope-trace-plot.h"

#include <glib/gi18n.h>
#include <math.h>

/* Features whose values are said in words. */
#define MOST_WORDS 8
/* Under this the panels' rows cannot be told apart. */
#define LEAST_HEIGHT 320

struct _ScopeWindowChart
{
  ScopePlot parent_instance;

  ScopePass *pass;
  ScopeTrace *trace;
  ScopeTracePanels panels;
  char **feature_names;
  float *physical; /* (steps, features) */
  double *times;
  ScopeTraceInput *inputs;
  char *x_title;
  int unit;
  int step;
  gboolean has_cursor;
  ScopeTraceHit cursor;
  ScopeTracePlot plot;
  ScopeTraceLayout *layout;
};

enum
{
  CURSOR_MOVED,
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ScopeWindowChart, scope_window_chart, SCOPE_TYPE_PLOT)

static void
scope_window_chart_lay_out (ScopePlot *plot, const ScopeStyle *style, double width, double height)
{
  ScopeWindowChart *self = SCOPE_WINDOW_CHART (plot);

  g_clear_pointer (&self->layout, scope_trace_layout_free);
  scope_trace_panels_set_palette (&self->panels, scope_style_get_palette (style));
  self->layout = scope_trace_layout_new (&self->plot, style, width, height);
}

static void
scope_window_chart_paint (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                          double height)
{
  ScopeWindowChart *self = SCOPE_WINDOW_CHART (plot);

  scope_trace_plot_paint (&self->plot, self->layout, style, cr);
}

static void
scope_window_chart_paint_overlay (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr,
                                  double width, double height)
{
  ScopeWindowChart *self = SCOPE_WINDOW_CHART (plot);
  const ScopePalette *palette = scope_style_get_palette (style);
  cairo_rectangle_t cell;

  self->plot.chosen_unit = self->unit;
  self->plot.cursor_step = scope_window_chart_get_step (self);
  scope_trace_plot_paint_overlay (&self->plot, self->layout, style, cr);
  if (self->has_cursor && self->cursor.panel >= 0
      && scope_trace_layout_get_cell (self->layout, &self->cursor, &cell))
    scope_axis_paint_choice (cr, &cell, &palette->accent, palette, 1.5);
}

static void
set_cursor (ScopeWindowChart *self, const ScopeTraceHit *hit)
{
  int before = scope_window_chart_get_step (self);

  self->has_cursor = hit != NULL;
  if (hit != NULL)
    self->cursor = *hit;
  if (scope_window_chart_get_step (self) != before)
    g_signal_emit (self, signals[CURSOR_MOVED], 0);
}

static gboolean
scope_window_chart_point (ScopePlot *plot, double x, double y)
{
  ScopeWindowChart *self = SCOPE_WINDOW_CHART (plot);
  ScopeTraceHit hit;

  if (self->layout == NULL || self->trace == NULL
      || !scope_trace_layout_hit (self->layout, x, y, &hit))
    return FALSE;
  set_cursor (self, &hit);
  return TRUE;
}

static void
scope_window_chart_leave (ScopePlot *plot)
{
  set_cursor (SCOPE_WINDOW_CHART (plot), NULL);
}

static gboolean
scope_window_chart_move (ScopePlot *plot, ScopeMove move)
{
  ScopeWindowChart *self = SCOPE_WINDOW_CHART (plot);
  ScopeTraceHit hit = self->cursor;
  gint64 unit, step;

  if (self->trace == NULL)
    return FALSE;
  if (!self->has_cursor)
    {
      hit = (ScopeTraceHit){ 0, (guint) MAX (self->unit, 0),
                             self->step >= 0 ? (gsize) self->step : self->panels.n_steps - 1 };
      set_cursor (self, &hit);
      return TRUE;
    }
  unit = hit.unit;
  step = (gint64) hit.step;
  switch (move)
    {
    case SCOPE_MOVE_LEFT:
      step--;
      break;
    case SCOPE_MOVE_RIGHT:
      step++;
      break;
    case SCOPE_MOVE_PAGE_LEFT:
      step -= 10;
      break;
    case SCOPE_MOVE_PAGE_RIGHT:
      step += 10;
      break;
    case SCOPE_MOVE_ROW_START:
      step = 0;
      break;
    case SCOPE_MOVE_ROW_END:
      step = (gint64) self->panels.n_steps - 1;
      break;
    case SCOPE_MOVE_UP:
      unit--;
      break;
    case SCOPE_MOVE_DOWN:
      unit++;
      break;
    case SCOPE_MOVE_PAGE_UP:
      unit -= 10;
      break;
    case SCOPE_MOVE_PAGE_DOWN:
      unit += 10;
      break;
    case SCOPE_MOVE_START:
      unit = 0;
      break;
    case SCOPE_MOVE_END:
      unit = (gint64) self->panels.n_units - 1;
      break;
    default:
      return FALSE;
    }
  hit.panel = MAX (hit.panel, 0);
  hit.unit = (guint) CLAMP (unit, 0, (gint64) self->panels.n_units - 1);
  hit.step = (gsize) CLAMP (step, 0, (gint64) self->panels.n_steps - 1);
  if (hit.unit == self->cursor.unit && hit.step == self->cursor.step)
    return FALSE;
  set_cursor (self, &hit);
  return TRUE;
}

static void
scope_window_chart_choose (ScopePlot *plot)
{
  ScopeWindowChart *self = SCOPE_WINDOW_CHART (plot);
  int gate = -1, unit = -1;

  if (!self->has_cursor)
    return;
  if (self->cursor.panel >= 0)
    {
      gate = self->panels.gates[self->cursor.panel];
      unit = (int) self->cursor.unit;
    }
  g_signal_emit (self, signals[CHOSEN], 0, gate, unit, (int) self->cursor.step);
}

/* "t−23, 18 Jan 2013 23:00" */
static char *
dup_step_text (ScopeWindowChart *self, gsize step)
{
  g_autofree char *lag = scope_format_lag ((guint) (self->panels.n_steps - step));
  g_autofree char *time = NULL;

  if (self->times == NULL)
    return g_steal_pointer (&lag);
  time = scope_format_time (self->times[step]);
  /* Translators: a lag and its moment */
  return g_strdup_printf (_ ("%s, %s"), lag, time);
}

static char *
scope_window_chart_describe (ScopePlot *plot)
{
  ScopeWindowChart *self = SCOPE_WINDOW_CHART (plot);
  g_autoptr (GString) text = NULL;
  g_autofree char *place = NULL;
  gsize step;

  if (!self->has_cursor || self->trace == NULL)
    return NULL;
  step = self->cursor.step;
  place = dup_step_text (self, step);
  text = g_string_new (place);
  if (self->cursor.panel < 0)
    {
      for (guint i = 0; i < MIN (self->plot.n_inputs, MOST_WORDS); i++)
        {
          g_autofree char *value =
              scope_format_number (self->inputs[i].values[step * self->inputs[i].stride], 3);

          g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : ": ", self->inputs[i].name,
                                  value);
        }
      return g_string_free (g_steal_pointer (&text), FALSE);
    }
  /* Translators: one of a layer's units, by its number */
  g_string_append_printf (text, _ (" · unit %u"), self->cursor.unit);
  for (guint i = 0; i < self->panels.n; i++)
    {
      g_autofree char *value = scope_format_number (
          scope_trace_panels_get (&self->panels, i, self->cursor.unit, step), 3);

      g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : ": ", self->panels.panels[i].symbol,
                              value);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
scope_window_chart_summarize (ScopePlot *plot)
{
  ScopeWindowChart *self = SCOPE_WINDOW_CHART (plot);

  if (self->trace == NULL)
    return NULL;
  /* Translators: a layer's name, how many units, how many steps */
  return g_strdup_printf (
      _ ("Layer %s, units 0 to %u from top to bottom, %u steps, the oldest on the left. Left and "
         "right move through time, up and down through the units; Enter chooses"),
      scope_trace_get_layer (self->trace), (guint) self->panels.n_units - 1,
      (guint) self->panels.n_steps);
}

static char *
scope_window_chart_dup_csv (ScopePlot *plot)
{
  ScopeWindowChart *self = SCOPE_WINDOW_CHART (plot);
  g_autoptr (GString) text = NULL;
  char buffer[SCOPE_NUMBER_SIZE];

  if (self->trace == NULL)
    return NULL;
  text = g_string_new ("lag,time,unit");
  for (guint i = 0; i < self->panels.n; i++)
    g_string_append_printf (text, ",%s", scope_trace_get_track_name (self->trace, i));
  g_string_append_c (text, '\n');
  for (gsize step = 0; step < self->panels.n_steps; step++)
    {
      g_autofree char *time = scope_time_dup_text (self->times != NULL ? self->times[step] : NAN);

      for (gsize unit = 0; unit < self->panels.n_units; unit++)
        {
          g_string_append_printf (text, "%" G_GSIZE_FORMAT ",%s,%" G_GSIZE_FORMAT,
                                  self->panels.n_steps - step, time, unit);
          for (guint i = 0; i < self->panels.n; i++)
            g_string_append_printf (
                text, ",%s",
                scope_number_write (scope_trace_panels_get (&self->panels, i, unit, step), buffer));
          g_string_append_c (text, '\n');
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* (tracks, steps, units), the oldest step first. */
static ScopeArray *
scope_window_chart_dup_array (ScopePlot *plot)
{
  ScopeWindowChart *self = SCOPE_WINDOW_CHART (plot);
  gsize dims[] = { self->panels.n, self->panels.n_steps, self->panels.n_units };
  ScopeArray *array;
  float *data;

  if (self->trace == NULL)
    return NULL;
  array = scope_array_new (G_N_ELEMENTS (dims), dims);
  if (array == NULL)
    return NULL;
  data = scope_array_get_writable (array);
  for (guint i = 0; i < self->panels.n; i++)
    for (gsize k = 0; k < dims[1] * dims[2]; k++)
      *data++ = self->panels.panels[i].cells.data[k];
  return array;
}

static void
scope_window_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                            int *minimum, int *natural, int *minimum_baseline,
                            int *natural_baseline)
{
  ScopeWindowChart *self = SCOPE_WINDOW_CHART (widget);

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 320 : LEAST_HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 640 : LEAST_HEIGHT;
  if (orientation == GTK_ORIENTATION_VERTICAL && self->panels.n > 0)
    *natural = MAX (LEAST_HEIGHT, (int) scope_trace_plot_get_natural_height (
                                      &self->plot, scope_plot_get_style (SCOPE_PLOT (self))));
}

static void
clear (ScopeWindowChart *self)
{
  g_clear_pointer (&self->layout, scope_trace_layout_free);
  scope_trace_panels_clear (&self->panels);
  g_clear_pointer (&self->pass, scope_pass_unref);
  g_clear_pointer (&self->trace, scope_trace_unref);
  g_clear_pointer (&self->feature_names, g_strfreev);
  g_clear_pointer (&self->physical, g_free);
  g_clear_pointer (&self->times, g_free);
  g_clear_pointer (&self->inputs, g_free);
  g_clear_pointer (&self->x_title, g_free);
  scope_trace_plot_init (&self->plot);
}

static void
scope_window_chart_finalize (GObject *object)
{
  clear (SCOPE_WINDOW_CHART (object));
  G_OBJECT_CLASS (scope_window_chart_parent_class)->finalize (object);
}

static void
scope_window_chart_class_init (ScopeWindowChartClass *klass)
{
  ScopePlotClass *plot_class = SCOPE_PLOT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = scope_window_chart_finalize;
  GTK_WIDGET_CLASS (klass)->measure = scope_window_chart_measure;
  plot_class->lay_out = scope_window_chart_lay_out;
  plot_class->paint = scope_window_chart_paint;
  plot_class->paint_overlay = scope_window_chart_paint_overlay;
  plot_class->point = scope_window_chart_point;
  plot_class->move = scope_window_chart_move;
  plot_class->leave = scope_window_chart_leave;
  plot_class->choose = scope_window_chart_choose;
  plot_class->describe = scope_window_chart_describe;
  plot_class->summarize = scope_window_chart_summarize;
  plot_class->dup_csv = scope_window_chart_dup_csv;
  plot_class->dup_array = scope_window_chart_dup_array;

  signals[CURSOR_MOVED] =
      g_signal_new ("cursor-moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHOSEN] = g_signal_new ("chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 3, G_TYPE_INT, G_TYPE_INT, G_TYPE_INT);
}

static void
scope_window_chart_init (ScopeWindowChart *self)
{
  self->unit = self->step = -1;
  scope_trace_plot_init (&self->plot);
  gtk_widget_add_css_class (GTK_WIDGET (self), "outlined-outside");
  scope_plot_set_label (SCOPE_PLOT (self), _ ("The opened window, step by step"));
  scope_plot_set_file_name (SCOPE_PLOT (self), "window");
}

/* A layer that takes other steps than the table's rows (the rest of a decoder) has no inputs on its
 * axis. */
static void
take_inputs (ScopeWindowChart *self, const ScopeWindowChartTexts *texts)
{
  guint n = scope_pass_get_n_features (self->pass);
  const double *physical = scope_pass_get_physical (self->pass);

  if (scope_pass_get_n_steps (self->pass) != self->panels.n_steps)
    return;
  self->feature_names = g_strdupv ((char **) texts->feature_names);
  self->physical = g_new (float, self->panels.n_steps *n);
  self->inputs = g_new0 (ScopeTraceInput, n);
  for (gsize k = 0; k < self->panels.n_steps * n; k++)
    self->physical[k] = (float) physical[k];
  for (guint i = 0; i < n; i++)
    self->inputs[i] = (ScopeTraceInput){ .name = self->feature_names[i],
                                         .values = self->physical + i,
                                         .stride = n,
                                         .chosen = (int) i == texts->bold_feature };
  if (texts->times != NULL)
    self->times = g_memdup2 (texts->times, self->panels.n_steps * sizeof (double));
  self->plot.inputs = self->inputs;
  self->plot.n_inputs = n;
  self->plot.step_seconds = texts->step_seconds;
}

void
scope_window_chart_set (ScopeWindowChart *self, ScopePass *pass, ScopeTrace *trace,
                        ScopeGates *gates, const ScopeWindowChartTexts *texts)
{
  guint n_before;

  g_return_if_fail (SCOPE_IS_WINDOW_CHART (self));
  g_return_if_fail (pass == NULL || (trace != NULL && gates != NULL && texts != NULL));

  n_before = self->panels.n;
  if (pass != NULL)
    {
      scope_pass_ref (pass);
      scope_trace_ref (trace);
    }
  clear (self);
  self->pass = pass;
  self->trace = pass != NULL ? trace : NULL;
  if (pass != NULL)
    {
      scope_trace_panels_init (&self->panels, trace, gates);
      self->x_title = g_strdup (texts->x_title);
      self->plot.x_title = self->x_title;
      self->plot.n_steps = self->panels.n_steps;
      self->plot.panels = self->panels.panels;
      self->plot.n_panels = self->panels.n;
      take_inputs (self, texts);
    }
  if (self->has_cursor
      && (self->cursor.step >= self->panels.n_steps || self->cursor.unit >= self->panels.n_units))
    set_cursor (self, NULL);
  if (self->panels.n != n_before)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  scope_plot_queue_paint (SCOPE_PLOT (self));
}

void
scope_window_chart_set_choice (ScopeWindowChart *self, int unit, int step)
{
  g_return_if_fail (SCOPE_IS_WINDOW_CHART (self));

  if (self->unit == unit && self->step == step)
    return;
  self->unit = unit;
  self->step = step;
  scope_plot_queue_overlay (SCOPE_PLOT (self));
}

int
scope_window_chart_get_step (ScopeWindowChart *self)
{
  g_return_val_if_fail (SCOPE_IS_WINDOW_CHART (self), -1);

  if (self->has_cursor)
    return (int) self->cursor.step;
  return self->step >= 0 && (gsize) self->step < self->panels.n_steps ? self->step : -1;
}
