/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-spectrum-chart.h"

#include "scope-format.h"
#include "scope-gate-dot.h"
#include "scope-number.h"
#include "scope-spectrum-plot.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>

struct _ScopeSpectrumChart
{
  ScopePlot parent_instance;

  ScopeGates *gates;
  GPtrArray *spectra; /* ScopeSpectrum */
  double step_seconds;
  double *real[SCOPE_SPECTRUM_PLOT_MAX_GATES];
  double *imaginary[SCOPE_SPECTRUM_PLOT_MAX_GATES];
  char *notes[SCOPE_SPECTRUM_PLOT_MAX_GATES];
  gboolean has_cursor;
  int chosen_gate; /* in the plot; -1: none */
  guint chosen_value;
  ScopeSpectrumPlot plot;
  ScopeSpectrumLayout *layout;
};

enum
{
  CHOSEN,
  CURSOR_MOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ScopeSpectrumChart, scope_spectrum_chart, SCOPE_TYPE_PLOT)

static ScopeSpectrum *
get_spectrum (ScopeSpectrumChart *self, guint place)
{
  return g_ptr_array_index (self->spectra, place);
}

static void
scope_spectrum_chart_lay_out (ScopePlot *plot, const ScopeStyle *style, double width, double height)
{
  ScopeSpectrumChart *self = SCOPE_SPECTRUM_CHART (plot);

  g_clear_pointer (&self->layout, scope_spectrum_layout_free);
  self->layout = scope_spectrum_layout_new (&self->plot, style, width, height);
}

static void
scope_spectrum_chart_paint (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                            double height)
{
  ScopeSpectrumChart *self = SCOPE_SPECTRUM_CHART (plot);

  scope_spectrum_plot_paint (&self->plot, self->layout, style, cr);
}

static void
scope_spectrum_chart_paint_overlay (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr,
                                    double width, double height)
{
  ScopeSpectrumChart *self = SCOPE_SPECTRUM_CHART (plot);

  scope_spectrum_plot_paint_overlay (&self->plot, self->layout, style, cr);
}

static gboolean
scope_spectrum_chart_point (ScopePlot *plot, double x, double y)
{
  ScopeSpectrumChart *self = SCOPE_SPECTRUM_CHART (plot);
  guint gate, value;

  if (self->layout == NULL
      || !scope_spectrum_layout_hit (self->layout, &self->plot, x, y, &gate, &value))
    return FALSE;
  self->plot.cursor_gate = (int) gate;
  self->plot.cursor_point = value;
  self->has_cursor = TRUE;
  g_signal_emit (self, signals[CURSOR_MOVED], 0);
  return TRUE;
}

static int
find_step (ScopeMove move, guint n)
{
  switch (move)
    {
    case SCOPE_MOVE_LEFT:
      return -1;
    case SCOPE_MOVE_RIGHT:
      return 1;
    case SCOPE_MOVE_PAGE_LEFT:
    case SCOPE_MOVE_PAGE_UP:
      return -10;
    case SCOPE_MOVE_PAGE_RIGHT:
    case SCOPE_MOVE_PAGE_DOWN:
      return 10;
    case SCOPE_MOVE_ROW_START:
    case SCOPE_MOVE_START:
      return -(int) n;
    case SCOPE_MOVE_ROW_END:
    case SCOPE_MOVE_END:
      return (int) n;
    default:
      return 0;
    }
}

static gboolean
scope_spectrum_chart_move (ScopePlot *plot, ScopeMove move)
{
  ScopeSpectrumChart *self = SCOPE_SPECTRUM_CHART (plot);
  int n_gates = (int) self->plot.n_gates;
  int old_gate = self->plot.cursor_gate;
  guint old_value = self->plot.cursor_point;
  guint n;

  if (n_gates == 0)
    return FALSE;
  if (!self->has_cursor)
    {
      self->has_cursor = TRUE;
      if (old_gate < 0)
        {
          self->plot.cursor_gate = 0;
          self->plot.cursor_point = 0;
        }
      g_signal_emit (self, signals[CURSOR_MOVED], 0);
      return TRUE;
    }
  if (move == SCOPE_MOVE_UP || move == SCOPE_MOVE_DOWN)
    self->plot.cursor_gate = CLAMP (old_gate + (move == SCOPE_MOVE_UP ? -1 : 1), 0, n_gates - 1);
  n = self->plot.gates[self->plot.cursor_gate].n_points;
  self->plot.cursor_point =
      (guint) CLAMP ((int) old_value + find_step (move, n), 0, MAX ((int) n, 1) - 1);
  g_signal_emit (self, signals[CURSOR_MOVED], 0);
  return self->plot.cursor_gate != old_gate || self->plot.cursor_point != old_value;
}

static void
show_choice (ScopeSpectrumChart *self)
{
  self->plot.cursor_gate = self->chosen_gate;
  self->plot.cursor_point = self->chosen_value;
}

static void
scope_spectrum_chart_leave (ScopePlot *plot)
{
  ScopeSpectrumChart *self = SCOPE_SPECTRUM_CHART (plot);

  self->has_cursor = FALSE;
  show_choice (self);
  g_signal_emit (self, signals[CURSOR_MOVED], 0);
}

static void
scope_spectrum_chart_choose (ScopePlot *plot)
{
  ScopeSpectrumChart *self = SCOPE_SPECTRUM_CHART (plot);

  if (self->plot.cursor_gate < 0)
    return;
  self->chosen_gate = self->plot.cursor_gate;
  self->chosen_value = self->plot.cursor_point;
  g_signal_emit (self, signals[CHOSEN], 0,
                 scope_spectrum_get_gate (get_spectrum (self, (guint) self->chosen_gate)),
                 self->chosen_value);
}

/* "11.6 steps (11.6 h)" */
static char *
dup_steps (double steps, double step_seconds)
{
  g_autofree char *number = scope_format_number (steps, 3);
  g_autofree char *duration = NULL;

  if (step_seconds <= 0 || !isfinite (steps))
    /* Translators: a number of time steps, mostly not a whole one */
    return g_strdup_printf (_ ("%s steps"), number);
  duration = scope_format_duration (steps * step_seconds);
  /* Translators: a number of time steps, and how long they are on the clock: "11.6 steps (12 h)" */
  return g_strdup_printf (_ ("%s steps (%s)"), number, duration);
}

static char *
dup_turn (const ScopeEigenvalue *value, double step_seconds)
{
  g_autofree char *period = NULL;

  if (value->modulus == 0)
    return g_strdup (_ ("gone at once"));
  if (isinf (value->period))
    return g_strdup (_ ("does not turn"));
  period = dup_steps (value->period, step_seconds);
  /* Translators: %s is "11.6 steps (12 h)" */
  return g_strdup_printf (_ ("turns once in %s"), period);
}

static char *
dup_fade (const ScopeEigenvalue *value, double step_seconds)
{
  g_autofree char *decay = NULL;

  if (value->modulus == 0)
    return NULL;
  if (isinf (value->decay))
    return g_strdup (_ ("neither fades nor grows"));
  decay = dup_steps (fabs (value->decay), step_seconds);
  /* Translators: %s is "2.0 steps (2 h)" */
  return value->decay < 0 ? g_strdup_printf (_ ("grows to 272 %% in %s"), decay)
                          : g_strdup_printf (_ ("fades to 37 %% in %s"), decay);
}

char *
scope_spectrum_chart_dup_words (ScopeGates *gates, ScopeSpectrum *spectrum, guint index,
                                double step_seconds)
{
  const ScopeEigenvalue *value;
  g_autofree char *gate = NULL;
  g_autofree char *real = NULL;
  g_autofree char *modulus = NULL;
  g_autofree char *number = NULL;
  g_autofree char *turn = NULL;
  g_autofree char *fade = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (gates != NULL && spectrum != NULL, NULL);
  g_return_val_if_fail (index < scope_spectrum_get_n_values (spectrum), NULL);

  value = &scope_spectrum_get_values (spectrum)[index];
  gate = scope_words_dup_gate (gates, scope_spectrum_get_gate (spectrum));
  real = scope_format_fixed (value->real, 3);
  modulus = scope_format_fixed (value->modulus, 3);
  if (scope_eigenvalue_is_complex (value))
    {
      g_autofree char *imaginary = scope_format_fixed (fabs (value->imaginary), 3);

      number = g_strdup_printf ("%s ± %si", real, imaginary);
    }
  else
    number = g_strdup (real);
  turn = dup_turn (value, step_seconds);
  fade = dup_fade (value, step_seconds);
  /* Translators: an eigenvalue: its gate, the number, its modulus, "turns once in 11.6 steps (12 h)" */
  text = g_strdup_printf (_ ("%s: %s, modulus %s; %s"), gate, number, modulus, turn);
  return fade != NULL ? g_strdup_printf ("%s, %s", text, fade) : g_steal_pointer (&text);
}

static char *
scope_spectrum_chart_describe (ScopePlot *plot)
{
  ScopeSpectrumChart *self = SCOPE_SPECTRUM_CHART (plot);

  if (!self->has_cursor || self->plot.cursor_gate < 0)
    return NULL;
  return scope_spectrum_chart_dup_words (self->gates,
                                         get_spectrum (self, (guint) self->plot.cursor_gate),
                                         self->plot.cursor_point, self->step_seconds);
}

static char *
scope_spectrum_chart_summarize (ScopePlot *plot)
{
  ScopeSpectrumChart *self = SCOPE_SPECTRUM_CHART (plot);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->plot.n_gates; i++)
    {
      ScopeSpectrum *spectrum = get_spectrum (self, i);
      g_autofree char *gate =
          scope_words_dup_gate (self->gates, scope_spectrum_get_gate (spectrum));
      g_autofree char *radius = scope_format_fixed (scope_spectrum_get_radius (spectrum), 2);

      /* Translators: a gate, its spectral radius, how many pairs of complex eigenvalues: "forget f: spectral radius 1.03, 7
       * pairs" */
      g_string_append_printf (text,
                              ngettext ("%s%s: spectral radius %s, %u complex pair",
                                        "%s%s: spectral radius %s, %u complex pairs",
                                        scope_spectrum_get_n_pairs (spectrum)),
                              text->len > 0 ? "; " : "", gate, radius,
                              scope_spectrum_get_n_pairs (spectrum));
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static char *
scope_spectrum_chart_dup_csv (ScopePlot *plot)
{
  ScopeSpectrumChart *self = SCOPE_SPECTRUM_CHART (plot);
  g_autoptr (GString) text =
      g_string_new ("gate,real,imaginary,modulus,period_steps,decay_steps\n");
  char buffer[SCOPE_NUMBER_SIZE];

  if (self->plot.n_gates == 0)
    return NULL;
  for (guint i = 0; i < self->plot.n_gates; i++)
    {
      ScopeSpectrum *spectrum = get_spectrum (self, i);
      const ScopeEigenvalue *values = scope_spectrum_get_values (spectrum);

      for (guint v = 0; v < scope_spectrum_get_n_values (spectrum); v++)
        {
          const double numbers[] = { values[v].real, values[v].imaginary, values[v].modulus,
                                     values[v].period, values[v].decay };

          g_string_append (
              text, scope_gates_get_letter (self->gates, scope_spectrum_get_gate (spectrum)));
          for (guint k = 0; k < G_N_ELEMENTS (numbers); k++)
            g_string_append_printf (text, ",%s", scope_number_write (numbers[k], buffer));
          g_string_append_c (text, '\n');
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
scope_spectrum_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                              int *minimum, int *natural, int *minimum_baseline,
                              int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 320 : 180;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 640 : 260;
}

static void
clear_points (ScopeSpectrumChart *self)
{
  for (guint i = 0; i < SCOPE_SPECTRUM_PLOT_MAX_GATES; i++)
    {
      g_clear_pointer (&self->real[i], g_free);
      g_clear_pointer (&self->imaginary[i], g_free);
      g_clear_pointer (&self->notes[i], g_free);
    }
}

static void
scope_spectrum_chart_finalize (GObject *object)
{
  ScopeSpectrumChart *self = SCOPE_SPECTRUM_CHART (object);

  clear_points (self);
  g_clear_pointer (&self->gates, scope_gates_unref);
  g_clear_pointer (&self->spectra, g_ptr_array_unref);
  g_clear_pointer (&self->layout, scope_spectrum_layout_free);

  G_OBJECT_CLASS (scope_spectrum_chart_parent_class)->finalize (object);
}

static void
scope_spectrum_chart_class_init (ScopeSpectrumChartClass *klass)
{
  ScopePlotClass *plot_class = SCOPE_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = scope_spectrum_chart_finalize;
  GTK_WIDGET_CLASS (klass)->measure = scope_spectrum_chart_measure;
  plot_class->lay_out = scope_spectrum_chart_lay_out;
  plot_class->paint = scope_spectrum_chart_paint;
  plot_class->paint_overlay = scope_spectrum_chart_paint_overlay;
  plot_class->point = scope_spectrum_chart_point;
  plot_class->move = scope_spectrum_chart_move;
  plot_class->leave = scope_spectrum_chart_leave;
  plot_class->choose = scope_spectrum_chart_choose;
  plot_class->describe = scope_spectrum_chart_describe;
  plot_class->summarize = scope_spectrum_chart_summarize;
  plot_class->dup_csv = scope_spectrum_chart_dup_csv;

  signals[CURSOR_MOVED] = g_signal_new ("cursor-moved", G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
scope_spectrum_chart_init (ScopeSpectrumChart *self)
{
  scope_spectrum_plot_init (&self->plot);
  self->chosen_gate = -1;
  scope_plot_set_label (SCOPE_PLOT (self), _ ("Eigenvalues of U by gate"));
  scope_plot_set_file_name (SCOPE_PLOT (self), "eigenvalues");
}

static void
fill_gate (ScopeSpectrumChart *self, guint place)
{
  ScopeSpectrum *spectrum = get_spectrum (self, place);
  const ScopeEigenvalue *values = scope_spectrum_get_values (spectrum);
  guint n = scope_spectrum_get_n_values (spectrum);
  guint gate = scope_spectrum_get_gate (spectrum);
  g_autofree char *radius = scope_format_fixed (scope_spectrum_get_radius (spectrum), 2);

  self->real[place] = g_new (double, MAX (n, 1));
  self->imaginary[place] = g_new (double, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    {
      self->real[place][i] = values[i].real;
      self->imaginary[place][i] = values[i].imaginary;
    }
  self->notes[place] = g_strdup_printf (_ ("spectral radius %s"), radius);
  self->plot.gates[place] = (ScopeSpectrumPlotGate){
    { scope_gates_get_sign (self->gates, gate), scope_gates_get_title (self->gates, gate),
      scope_gate_dot_find_hue (self->gates, gate) },
    self->notes[place],
    n,
    self->real[place],
    self->imaginary[place],
  };
}

void
scope_spectrum_chart_set (ScopeSpectrumChart *self, ScopeGates *gates, GPtrArray *spectra,
                          double step_seconds)
{
  g_return_if_fail (SCOPE_IS_SPECTRUM_CHART (self));
  g_return_if_fail (spectra == NULL || spectra->len <= SCOPE_SPECTRUM_PLOT_MAX_GATES);
  g_return_if_fail (spectra == NULL || spectra->len == 0 || gates != NULL);

  clear_points (self);
  if (gates != NULL)
    scope_gates_ref (gates);
  g_clear_pointer (&self->gates, scope_gates_unref);
  self->gates = gates;
  if (spectra != NULL)
    g_ptr_array_ref (spectra);
  g_clear_pointer (&self->spectra, g_ptr_array_unref);
  self->spectra = spectra;
  self->step_seconds = step_seconds;
  scope_spectrum_plot_init (&self->plot);
  self->plot.axis_title =
      _ ("across the real part, upwards the imaginary part (no unit); circle: modulus 1");
  self->has_cursor = FALSE;
  self->chosen_gate = -1;
  self->plot.n_gates = spectra != NULL ? spectra->len : 0;
  for (guint i = 0; i < self->plot.n_gates; i++)
    fill_gate (self, i);
  scope_plot_queue_paint (SCOPE_PLOT (self));
  g_signal_emit (self, signals[CURSOR_MOVED], 0);
}

void
scope_spectrum_chart_select (ScopeSpectrumChart *self, int gate, guint value)
{
  g_return_if_fail (SCOPE_IS_SPECTRUM_CHART (self));

  self->chosen_gate = -1;
  for (guint i = 0; gate >= 0 && i < self->plot.n_gates; i++)
    if (scope_spectrum_get_gate (get_spectrum (self, i)) == (guint) gate
        && value < self->plot.gates[i].n_points)
      self->chosen_gate = (int) i;
  self->chosen_value = value;
  if (!self->has_cursor)
    show_choice (self);
  scope_plot_queue_overlay (SCOPE_PLOT (self));
}
