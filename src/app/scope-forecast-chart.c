/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-forecast-chart.h"

#include "scope-format.h"
#include "scope-line-path.h"
#include "scope-number.h"
#include "scope-readout.h"
#include "scope-recipe-words.h"
#include "scope-time.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>

/* Points that a picture shows at least. */
#define LEAST_POINTS 6
/* Room on the left, in lines of text: for five figures and a sign. */
#define LEFT_LINES 3.4

#define N_SERIES 3

struct _ScopeForecastChart
{
  ScopePlot parent_instance;

  ScopeForecastLines *lines;
  char *name;
  char *unit;
  char *forecast_name;
  char *x_title;
  ScopeRecipe *recipe;
  gint64 window;
  gssize cursor; /* a point, or -1 */
  ScopePeriod period;
  ScopePeriod extent; /* of the points that were shown last */
  ScopeLineSeries series[N_SERIES];
  ScopeLinePlot plot;
  ScopeLineLayout *layout;
};

enum
{
  PROP_0,
  PROP_WINDOW,
  N_PROPS
};

enum
{
  VIEW_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ScopeForecastChart, scope_forecast_chart, SCOPE_TYPE_PLOT)

double
scope_forecast_chart_get_left (const ScopeStyle *style)
{
  return ceil (LEFT_LINES * scope_style_get_line_height (style));
}

static void
scope_forecast_chart_lay_out (ScopePlot *plot, const ScopeStyle *style, double width, double height)
{
  ScopeForecastChart *self = SCOPE_FORECAST_CHART (plot);

  g_clear_pointer (&self->layout, scope_line_layout_free);
  self->plot.left = scope_forecast_chart_get_left (style);
  self->layout = scope_line_layout_new (&self->plot, style, width, height);
}

static void
scope_forecast_chart_paint (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                            double height)
{
  ScopeForecastChart *self = SCOPE_FORECAST_CHART (plot);

  /* Axes of nothing would say something. */
  if (self->lines != NULL)
    scope_line_plot_paint (&self->plot, self->layout, style, cr);
}

/* The moment of a point in words: a time, or a row's number. */
static char *
dup_place (ScopeForecastChart *self, gsize point)
{
  g_autofree char *row = NULL;

  if (self->lines->has_time)
    return scope_recipe_words_dup_moment (self->recipe, self->lines->x[point]);
  row = scope_words_dup_count ((gint64) self->lines->x[point]);
  /* Translators: %s is the number of a row of the table */
  return g_strdup_printf (_ ("row %s"), row);
}

/* A value of one of the lines with its unit. */
static char *
dup_value (ScopeForecastChart *self, guint series, gsize point)
{
  return scope_format_quantity (scope_line_series_get (&self->series[series], point), 3,
                                self->unit);
}

static void
paint_readout (ScopeForecastChart *self, const ScopeStyle *style, cairo_t *cr)
{
  const char *names[N_SERIES] = { _ ("observed"), _ ("forecast"), _ ("persistence") };
  g_autofree char *place = dup_place (self, (gsize) self->cursor);
  char *values[N_SERIES];

  for (guint s = 0; s < N_SERIES; s++)
    values[s] = dup_value (self, s, (gsize) self->cursor);
  scope_readout_paint (cr, style, &self->layout->area,
                       scope_scale_map (&self->layout->x, self->plot.cursor_x), place, names,
                       self->series, (const char *const *) values, N_SERIES);
  for (guint s = 0; s < N_SERIES; s++)
    g_free (values[s]);
}

static void
scope_forecast_chart_paint_overlay (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr,
                                    double width, double height)
{
  ScopeForecastChart *self = SCOPE_FORECAST_CHART (plot);

  self->plot.cursor_x = self->cursor >= 0 ? self->lines->x[self->cursor] : NAN;
  scope_line_plot_paint_overlay (&self->plot, self->layout, style, cr);
  if (self->cursor >= 0 && self->plot.cursor_x >= self->layout->x.min
      && self->plot.cursor_x <= self->layout->x.max)
    paint_readout (self, style, cr);
}

static gboolean
scope_forecast_chart_point (ScopePlot *plot, double x, double y)
{
  ScopeForecastChart *self = SCOPE_FORECAST_CHART (plot);
  ScopeLineHit hit;

  if (self->layout == NULL || self->lines == NULL
      || !scope_line_plot_hit (&self->plot, self->layout, x, y, &hit))
    return FALSE;
  self->cursor = (gssize) hit.index;
  return TRUE;
}

static void
get_extent (ScopeForecastChart *self, double *from, double *to)
{
  *from = self->lines->x[0];
  *to = self->lines->x[self->lines->n - 1];
}

/* Takes the picture along where a point is not in it. */
static void
show_point (ScopeForecastChart *self, gsize point)
{
  double x = self->lines->x[point];
  double from, to, span;

  if (!scope_forecast_chart_get_view (self, &from, &to) || (x >= from && x <= to))
    return;
  span = to - from;
  if (x < from)
    scope_forecast_chart_set_view (self, x - span * 0.1, x + span * 0.9);
  else
    scope_forecast_chart_set_view (self, x - span * 0.9, x + span * 0.1);
}

/* Where the keyboard's cursor begins: at the chosen forecast, else in the middle of what is
 * shown. */
static gssize
get_first_cursor (ScopeForecastChart *self)
{
  double from, to;
  gsize point;

  if (scope_forecast_lines_find (self->lines, self->window, &point))
    return (gssize) point;
  scope_forecast_chart_get_view (self, &from, &to);
  return (gssize) scope_line_plot_find (&self->plot, (from + to) / 2);
}

static gboolean
scope_forecast_chart_move (ScopePlot *plot, ScopeMove move)
{
  ScopeForecastChart *self = SCOPE_FORECAST_CHART (plot);
  gssize to = self->cursor;
  double from_x, to_x;

  if (self->lines == NULL)
    return FALSE;
  if (self->cursor < 0)
    {
      self->cursor = get_first_cursor (self);
      show_point (self, (gsize) self->cursor);
      return TRUE;
    }

  scope_forecast_chart_get_view (self, &from_x, &to_x);
  switch (move)
    {
    case SCOPE_MOVE_LEFT:
      to -= 1;
      break;
    case SCOPE_MOVE_RIGHT:
      to += 1;
      break;
    case SCOPE_MOVE_PAGE_LEFT:
      to -= 10;
      break;
    case SCOPE_MOVE_PAGE_RIGHT:
      to += 10;
      break;
    case SCOPE_MOVE_PAGE_UP:
      to = (gssize) scope_line_plot_find (&self->plot, self->lines->x[to] - (to_x - from_x));
      break;
    case SCOPE_MOVE_PAGE_DOWN:
      to = (gssize) scope_line_plot_find (&self->plot, self->lines->x[to] + (to_x - from_x));
      break;
    case SCOPE_MOVE_ROW_START:
      to = (gssize) scope_line_plot_find (&self->plot, from_x);
      break;
    case SCOPE_MOVE_ROW_END:
      to = (gssize) scope_line_plot_find (&self->plot, to_x);
      break;
    case SCOPE_MOVE_START:
      to = 0;
      break;
    case SCOPE_MOVE_END:
      to = (gssize) self->lines->n - 1;
      break;
    default:
      return FALSE;
    }
  to = CLAMP (to, 0, (gssize) self->lines->n - 1);
  if (to == self->cursor)
    return FALSE;
  self->cursor = to;
  show_point (self, (gsize) to);
  return TRUE;
}

static void
scope_forecast_chart_leave (ScopePlot *plot)
{
  SCOPE_FORECAST_CHART (plot)->cursor = -1;
}

/* The nearest forecast to the cursor, where the point itself has none and one is hardly farther. */
static gint64
find_window (ScopeForecastChart *self, gsize point)
{
  gsize reach = 1;
  double from, to;

  if (self->lines->windows[point] >= 0)
    return self->lines->windows[point];
  /* Zoomed out, several points share the pixel that was clicked. */
  if (self->layout != NULL && scope_forecast_chart_get_view (self, &from, &to))
    reach =
        (gsize) CLAMP (2 * (double) self->lines->n / MAX (self->layout->area.width, 1) * (to - from)
                           / MAX (self->lines->x[self->lines->n - 1] - self->lines->x[0], 1e-9),
                       0, 1000);
  for (gsize distance = 1; distance <= reach; distance++)
    {
      if (point >= distance && self->lines->windows[point - distance] >= 0)
        return self->lines->windows[point - distance];
      if (point + distance < self->lines->n && self->lines->windows[point + distance] >= 0)
        return self->lines->windows[point + distance];
    }
  return -1;
}

static void
scope_forecast_chart_choose (ScopePlot *plot)
{
  ScopeForecastChart *self = SCOPE_FORECAST_CHART (plot);
  gint64 window;

  if (self->cursor < 0)
    return;
  window = find_window (self, (gsize) self->cursor);
  if (window >= 0)
    scope_forecast_chart_set_window (self, window);
}

static gboolean
scope_forecast_chart_zoom_at (ScopePlot *plot, double factor, double x)
{
  ScopeForecastChart *self = SCOPE_FORECAST_CHART (plot);
  double from, to, centre;
  gsize point;

  if (!scope_forecast_chart_get_view (self, &from, &to))
    return FALSE;
  if (isfinite (x) && self->layout != NULL)
    centre = CLAMP (scope_scale_unmap (&self->layout->x, x), from, to);
  else if (self->cursor >= 0)
    centre = CLAMP (self->lines->x[self->cursor], from, to);
  else if (scope_forecast_lines_find (self->lines, self->window, &point)
           && self->lines->x[point] >= from && self->lines->x[point] <= to)
    centre = self->lines->x[point];
  else
    centre = (from + to) / 2;
  scope_forecast_chart_set_view (self, centre - (centre - from) / factor,
                                 centre + (to - centre) / factor);
  return TRUE;
}

static gboolean
scope_forecast_chart_pan (ScopePlot *plot, double dx, double dy)
{
  ScopeForecastChart *self = SCOPE_FORECAST_CHART (plot);
  double from, to, first, last, shift;

  if (self->layout == NULL || !scope_forecast_chart_is_zoomed (self)
      || !scope_forecast_chart_get_view (self, &from, &to))
    return FALSE;
  get_extent (self, &first, &last);
  shift = -dx / self->layout->area.width * (to - from);
  shift = CLAMP (shift, first - from, last - to);
  scope_forecast_chart_set_view (self, from + shift, to + shift);
  return TRUE;
}

static char *
scope_forecast_chart_describe (ScopePlot *plot)
{
  ScopeForecastChart *self = SCOPE_FORECAST_CHART (plot);
  g_autofree char *place = NULL;
  g_autofree char *texts[N_SERIES] = { NULL, NULL, NULL };

  if (self->cursor < 0)
    return NULL;
  place = dup_place (self, (gsize) self->cursor);
  for (guint s = 0; s < N_SERIES; s++)
    texts[s] = dup_value (self, s, (gsize) self->cursor);
  /* Translators: a time, then three values with their units */
  return g_strdup_printf (_ ("%s: observed %s, forecast %s, persistence %s"), place, texts[0],
                          texts[1], texts[2]);
}

static char *
scope_forecast_chart_summarize (ScopePlot *plot)
{
  ScopeForecastChart *self = SCOPE_FORECAST_CHART (plot);
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  double from_x, to_x;

  if (!scope_forecast_chart_get_view (self, &from_x, &to_x))
    return NULL;
  from = dup_place (self, scope_line_plot_find (&self->plot, from_x));
  to = dup_place (self, scope_line_plot_find (&self->plot, to_x));
  /* Translators: a variable, the first and the last time of a picture */
  return g_strdup_printf (_ ("%s from %s to %s. Enter opens the window of the forecast"),
                          self->name, from, to);
}

static char *
scope_forecast_chart_dup_csv (ScopePlot *plot)
{
  ScopeForecastChart *self = SCOPE_FORECAST_CHART (plot);
  g_autoptr (GString) text = NULL;
  char buffer[SCOPE_NUMBER_SIZE];
  gsize first, end;
  double from, to;

  if (!scope_forecast_chart_get_view (self, &from, &to))
    return NULL;
  text = g_string_new (self->lines->has_time ? "valid_time" : "row");
  g_string_append (text, ",observed,forecast,persistence\n");
  scope_line_path_find_range (&self->plot, from, to, &first, &end);
  for (gsize i = first; i < end; i++)
    {
      if (self->lines->x[i] < from || self->lines->x[i] > to)
        continue;
      if (self->lines->has_time)
        {
          g_autofree char *time = scope_time_dup_text (self->lines->x[i]);

          g_string_append (text, time);
        }
      else
        g_string_append (text, scope_number_write (self->lines->x[i], buffer));
      for (guint s = 0; s < N_SERIES; s++)
        g_string_append_printf (
            text, ",%s", scope_number_write (scope_line_series_get (&self->series[s], i), buffer));
      g_string_append_c (text, '\n');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
scope_forecast_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                              int *minimum, int *natural, int *minimum_baseline,
                              int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 320 : 170;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 640 : 200;
}

static void
scope_forecast_chart_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WINDOW:
      g_value_set_int64 (value, SCOPE_FORECAST_CHART (object)->window);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
scope_forecast_chart_set_property (GObject *object, guint id, const GValue *value,
                                   GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WINDOW:
      scope_forecast_chart_set_window (SCOPE_FORECAST_CHART (object), g_value_get_int64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
clear_words (ScopeForecastChart *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->unit, g_free);
  g_clear_pointer (&self->forecast_name, g_free);
  g_clear_pointer (&self->x_title, g_free);
  g_clear_pointer (&self->recipe, scope_recipe_unref);
}

static void
scope_forecast_chart_finalize (GObject *object)
{
  ScopeForecastChart *self = SCOPE_FORECAST_CHART (object);

  g_clear_pointer (&self->lines, scope_forecast_lines_unref);
  g_clear_pointer (&self->layout, scope_line_layout_free);
  clear_words (self);
  G_OBJECT_CLASS (scope_forecast_chart_parent_class)->finalize (object);
}

static void
scope_forecast_chart_class_init (ScopeForecastChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  ScopePlotClass *plot_class = SCOPE_PLOT_CLASS (klass);

  object_class->finalize = scope_forecast_chart_finalize;
  object_class->get_property = scope_forecast_chart_get_property;
  object_class->set_property = scope_forecast_chart_set_property;
  GTK_WIDGET_CLASS (klass)->measure = scope_forecast_chart_measure;
  plot_class->lay_out = scope_forecast_chart_lay_out;
  plot_class->paint = scope_forecast_chart_paint;
  plot_class->paint_overlay = scope_forecast_chart_paint_overlay;
  plot_class->point = scope_forecast_chart_point;
  plot_class->move = scope_forecast_chart_move;
  plot_class->leave = scope_forecast_chart_leave;
  plot_class->choose = scope_forecast_chart_choose;
  plot_class->zoom = scope_forecast_chart_zoom_at;
  plot_class->pan = scope_forecast_chart_pan;
  plot_class->describe = scope_forecast_chart_describe;
  plot_class->summarize = scope_forecast_chart_summarize;
  plot_class->dup_csv = scope_forecast_chart_dup_csv;

  properties[PROP_WINDOW] =
      g_param_spec_int64 ("window", NULL, NULL, -1, G_MAXINT64, -1,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[VIEW_CHANGED] = g_signal_new ("view-changed", G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
scope_forecast_chart_init (ScopeForecastChart *self)
{
  self->window = -1;
  self->cursor = -1;
  self->period = self->extent = (ScopePeriod){ NAN, NAN };
  scope_line_plot_init (&self->plot);
  /* The box with the cursor's values says the same at once. */
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "outlined-outside");
  scope_plot_set_label (SCOPE_PLOT (self), _ ("Forecast and observation"));
  scope_plot_set_file_name (SCOPE_PLOT (self), "forecast");
}

static void
update_mark (ScopeForecastChart *self)
{
  gsize point;

  self->plot.mark_x = self->plot.mark_y = NAN;
  if (self->lines == NULL || !scope_forecast_lines_find (self->lines, self->window, &point))
    return;
  self->plot.mark_x = self->lines->x[point];
  self->plot.mark_y = self->lines->forecast[point];
}

/* Whether the same period is drawn again, of another target or by another recipe: then the part
 * that is shown stays. */
static gboolean
is_same_period (ScopeForecastChart *self, ScopeForecastLines *lines)
{
  return lines->x[0] == self->extent.from
         && fabs (lines->x[lines->n - 1] - self->extent.to) <= 1000 * MAX (lines->max_gap, 1);
}

void
scope_forecast_chart_set_lines (ScopeForecastChart *self, ScopeForecastLines *lines,
                                const ScopeForecastChartWords *words)
{
  ScopeForecastLines *old;

  g_return_if_fail (SCOPE_IS_FORECAST_CHART (self));
  g_return_if_fail (lines == NULL || words != NULL);

  if (lines != NULL && lines->n == 0)
    lines = NULL;
  old = self->lines;
  self->lines = lines != NULL ? scope_forecast_lines_ref (lines) : NULL;
  if (lines != NULL && !is_same_period (self, lines))
    self->plot.x_min = self->plot.x_max = NAN;
  self->cursor = -1;
  clear_words (self);
  self->plot.n = self->plot.n_series = 0;
  self->plot.x = NULL;
  self->plot.y_title = self->plot.y_unit = self->plot.x_title = NULL;

  if (lines != NULL)
    {
      self->name = g_strdup (words->name);
      self->unit = g_strdup (words->unit);
      self->forecast_name = g_strdup (words->forecast_name);
      self->x_title = g_strdup (words->x_title);
      self->recipe = scope_recipe_ref (words->recipe);
      self->series[0] = (ScopeLineSeries){ .name = _ ("observed"),
                                           .role = SCOPE_LINE_OBSERVED,
                                           .doubles = lines->observed };
      self->series[1] = (ScopeLineSeries){ .name = self->forecast_name,
                                           .role = SCOPE_LINE_FORECAST,
                                           .doubles = lines->forecast };
      self->series[2] = (ScopeLineSeries){ .name = _ ("persistence"),
                                           .role = SCOPE_LINE_REFERENCE,
                                           .doubles = lines->persistence };
      self->plot.series = self->series;
      self->plot.n_series = N_SERIES;
      self->plot.n = lines->n;
      self->plot.x = lines->x;
      self->plot.x_kind = lines->has_time ? SCOPE_AXIS_TIME : SCOPE_AXIS_INTEGER;
      self->plot.max_gap = lines->max_gap;
      self->plot.y_title = self->name;
      if (*self->unit == '\0')
        self->plot.y_unit = _ ("no unit stated");
      else if (!scope_recipe_words_has_unit (self->name, self->unit))
        self->plot.y_unit = self->unit;
      self->plot.x_title = self->x_title;
      get_extent (self, &self->extent.from, &self->extent.to);
      if (self->plot.x_max > self->extent.to)
        self->plot.x_min = self->plot.x_max = NAN;
    }
  update_mark (self);
  g_clear_pointer (&old, scope_forecast_lines_unref);
  scope_plot_queue_paint (SCOPE_PLOT (self));
  g_signal_emit (self, signals[VIEW_CHANGED], 0);
}

ScopeForecastLines *
scope_forecast_chart_get_lines (ScopeForecastChart *self)
{
  g_return_val_if_fail (SCOPE_IS_FORECAST_CHART (self), NULL);
  return self->lines;
}

void
scope_forecast_chart_set_period (ScopeForecastChart *self, double from, double to)
{
  g_return_if_fail (SCOPE_IS_FORECAST_CHART (self));

  self->period = (ScopePeriod){ from, to };
  self->plot.periods = &self->period;
  self->plot.n_periods = isfinite (from) && isfinite (to) ? 1 : 0;
  scope_plot_queue_paint (SCOPE_PLOT (self));
}

void
scope_forecast_chart_set_window (ScopeForecastChart *self, gint64 window)
{
  gsize point;

  g_return_if_fail (SCOPE_IS_FORECAST_CHART (self));
  g_return_if_fail (window >= -1);

  if (self->window == window)
    return;
  self->window = window;
  update_mark (self);
  if (self->lines != NULL && scope_forecast_lines_find (self->lines, window, &point))
    show_point (self, point);
  scope_plot_queue_overlay (SCOPE_PLOT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WINDOW]);
}

gint64
scope_forecast_chart_get_window (ScopeForecastChart *self)
{
  g_return_val_if_fail (SCOPE_IS_FORECAST_CHART (self), -1);
  return self->window;
}

gboolean
scope_forecast_chart_get_view (ScopeForecastChart *self, double *from, double *to)
{
  g_return_val_if_fail (SCOPE_IS_FORECAST_CHART (self), FALSE);

  if (self->lines == NULL)
    return FALSE;
  get_extent (self, from, to);
  if (isfinite (self->plot.x_min) && isfinite (self->plot.x_max))
    {
      *from = self->plot.x_min;
      *to = self->plot.x_max;
    }
  return TRUE;
}

void
scope_forecast_chart_set_view (ScopeForecastChart *self, double from, double to)
{
  double first, last, span, least;

  g_return_if_fail (SCOPE_IS_FORECAST_CHART (self));
  g_return_if_fail (isfinite (from) && isfinite (to));

  if (self->lines == NULL)
    return;
  get_extent (self, &first, &last);
  least = MIN (last - first, LEAST_POINTS * (last - first) / (double) self->lines->n);
  span = CLAMP (fabs (to - from), least, last - first);
  from = (from + to - span) / 2;
  from = CLAMP (from, first, MAX (first, last - span));
  to = from + span;
  if (span >= (last - first) * (1 - 1e-9))
    from = to = NAN;
  if (from == self->plot.x_min && to == self->plot.x_max)
    return;
  self->plot.x_min = from;
  self->plot.x_max = to;
  scope_plot_queue_paint (SCOPE_PLOT (self));
  g_signal_emit (self, signals[VIEW_CHANGED], 0);
}

gboolean
scope_forecast_chart_is_zoomed (ScopeForecastChart *self)
{
  g_return_val_if_fail (SCOPE_IS_FORECAST_CHART (self), FALSE);
  return self->lines != NULL && isfinite (self->plot.x_min);
}

void
scope_forecast_chart_zoom (ScopeForecastChart *self, double factor)
{
  g_return_if_fail (SCOPE_IS_FORECAST_CHART (self));
  scope_forecast_chart_zoom_at (SCOPE_PLOT (self), factor, NAN);
}

void
scope_forecast_chart_fit (ScopeForecastChart *self)
{
  double first, last;

  g_return_if_fail (SCOPE_IS_FORECAST_CHART (self));

  if (self->lines == NULL)
    return;
  get_extent (self, &first, &last);
  scope_forecast_chart_set_view (self, first, last);
}
