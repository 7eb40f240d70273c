/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Not a test: paints every picture with made-up numbers, light, dark and in high contrast, so that
 * a person can look at them.
 *
 *     draw-gallery FOLDER
 */

#include "scope-bar-plot.h"
#include "scope-color-bar-plot.h"
#include "scope-distribution-plot.h"
#include "scope-export.h"
#include "scope-format.h"
#include "scope-gate-plot.h"
#include "scope-heatmap-plot.h"
#include "scope-lag-plot.h"
#include "scope-overview-plot.h"
#include "scope-spectrum-plot.h"
#include "scope-trace-plot.h"

#include <locale.h>
#include <math.h>

#define N_FEATURES 14
#define N_UNITS 16
#define N_STEPS 120
#define N_LAGS 48
#define N_HOURS 2400

static const char *const features[N_FEATURES] = {
  "p (mbar)",     "T (degC)",     "Tpot (K)",      "Tdew (degC)",    "rh (%)",
  "VPmax (mbar)", "VPact (mbar)", "VPdef (mbar)",  "sh (g/kg)",      "H2OC (mmol/mol)",
  "rho (g/m**3)", "wv (m/s)",     "max. wv (m/s)", "رطوبة نسبية (%)"
};

typedef struct
{
  ScopeStyle *style;
  GRand *random;
  float weights[SCOPE_HUE_O + 1][(N_FEATURES + N_UNITS + 1) * N_UNITS];
  float traces[6][N_STEPS * N_UNITS];
  float inputs[N_STEPS * N_FEATURES];
  float influence[N_FEATURES * N_LAGS];
  guint order[N_UNITS];
  double times[N_HOURS];
  double observed[N_HOURS];
  double forecast[N_HOURS];
  double persistence[N_HOURS];
} Gallery;

static double
normal (GRand *random)
{
  return sqrt (-2 * log (1 - g_rand_double (random))) * cos (2 * G_PI * g_rand_double (random));
}

static void
fill (Gallery *self)
{
  double drift = 0;

  for (guint gate = 0; gate < 4; gate++)
    for (guint i = 0; i < G_N_ELEMENTS (self->weights[0]); i++)
      self->weights[gate][i] = (float) (0.25 * normal (self->random));
  for (guint unit = 0; unit < N_UNITS; unit++)
    {
      self->weights[1][(N_FEATURES + N_UNITS) * N_UNITS + unit] += 1;
      self->order[unit] = (unit * 7 + 3) % N_UNITS;
    }
  for (guint step = 0; step < N_STEPS; step++)
    {
      for (guint f = 0; f < N_FEATURES; f++)
        self->inputs[step * N_FEATURES + f] =
            (float) (sin (step * 2 * G_PI / (24 + 3 * f) + f) + 0.2 * normal (self->random));
      for (guint unit = 0; unit < N_UNITS; unit++)
        for (guint trace = 0; trace < 6; trace++)
          {
            double wave = sin (step * 2 * G_PI / (24 + 4 * unit) + trace + unit)
                          + 0.2 * normal (self->random) + (double) unit / N_UNITS - 0.5;
            gboolean gate = trace == 0 || trace == 1 || trace == 3;

            self->traces[trace][step * N_UNITS + unit] = (float) (gate ? 1 / (1 + exp (-3 * wave))
                                                                  : trace == 4 ? 6 * wave
                                                                               : tanh (wave));
          }
    }
  for (guint hour = 0; hour < N_HOURS; hour++)
    {
      drift = 0.995 * drift + 0.3 * normal (self->random);
      self->times[hour] = 1356998400.0 + 3600.0 * hour;
      self->observed[hour] =
          2 + drift + 3 * sin (hour * 2 * G_PI / 24) + 0.3 * normal (self->random);
      self->forecast[hour] = self->observed[hour] + 0.9 * normal (self->random) * 0.7;
      self->persistence[hour] = hour < 24 ? NAN : self->observed[hour - 24];
      if (hour > 1000 && hour < 1010)
        self->observed[hour] = NAN;
      if (hour > 1000 && hour < 1034)
        self->forecast[hour] = NAN;
    }
  for (guint f = 0; f < N_FEATURES; f++)
    for (guint c = 0; c < N_LAGS; c++)
      self->influence[f * N_LAGS + c] =
          (float) (exp (-(double) (N_LAGS - 1 - c) / (4 + 3 * f)) * (1.5 - 0.08 * f)
                   + 0.05 * g_rand_double (self->random));
  self->influence[5 * N_LAGS + 10] = NAN;
  self->influence[5 * N_LAGS + 11] = NAN;
}

static void
paint_gates (cairo_t *cr, double width, double height, gpointer data)
{
  Gallery *self = data;
  const ScopePalette *palette = scope_style_get_palette (self->style);
  static const char *const symbols[] = { "i", "f", "c̃", "o" };
  static const char *const names[] = { "input", "forget", "candidate", "output" };
  g_autoptr (ScopeColormap) colormap = scope_colormap_new_diverging (palette);
  ScopeGatePlot plot;
  ScopeColorBarPlot bar;
  guint counts[60] = { 0 };

  scope_gate_plot_init (&plot);
  plot.n_gates = 4;
  for (guint gate = 0; gate < 4; gate++)
    {
      ScopeGatePlotGate *one = &plot.gates[gate];

      one->symbol = symbols[gate];
      one->name = names[gate];
      one->hue = (ScopeHue) gate;
      scope_cells_init (&one->cells[0], self->weights[gate], N_FEATURES, N_UNITS);
      scope_cells_init (&one->cells[1], self->weights[gate] + N_FEATURES * N_UNITS, N_UNITS,
                        N_UNITS);
      scope_cells_init (&one->cells[2], self->weights[gate] + (N_FEATURES + N_UNITS) * N_UNITS, 1,
                        N_UNITS);
      for (guint part = 0; part < 3; part++)
        scope_cells_count (&one->cells[part], -1.4, 1.4, counts, G_N_ELEMENTS (counts));
    }
  plot.colormap = colormap;
  plot.max = scope_gate_plot_get_extent (&plot);
  plot.min = -plot.max;
  plot.feature_labels = features;
  plot.unit_order = self->order;
  plot.unit_title = "to unit, in order of memory";
  plot.bold_feature = 1;
  plot.chosen_unit = 6;
  plot.has_cursor = TRUE;
  plot.cursor = (ScopeGateCell){ SCOPE_GATE_PART_U, 3, 4, 9 };
  cairo_save (cr);
  cairo_translate (cr, 0, 60);
  scope_gate_plot_draw (&plot, self->style, cr, width, height - 60);
  cairo_restore (cr);

  scope_color_bar_plot_init (&bar);
  bar.colormap = colormap;
  bar.min = plot.min;
  bar.max = plot.max;
  bar.counts = counts;
  bar.n_counts = G_N_ELEMENTS (counts);
  bar.label = "weight (no unit)";
  bar.marker = 0.43;
  cairo_translate (cr, width - 260, 0);
  scope_color_bar_plot_draw (&bar, self->style, cr, 260, 58);
}

static void
paint_one_part (cairo_t *cr, double width, double height, gpointer data)
{
  Gallery *self = data;
  g_autoptr (ScopeColormap) colormap =
      scope_colormap_new_diverging (scope_style_get_palette (self->style));
  g_autofree float *large = g_new (float, 512 * 512);
  static const char *const symbols[] = { "z", "r", "h" };
  static const char *const names[] = { "update", "reset", "candidate" };
  ScopeGatePlot plot;

  for (guint i = 0; i < 512 * 512; i++)
    large[i] = (float) (0.1 * normal (self->random));
  large[300 * 512 + 200] = 1;
  scope_gate_plot_init (&plot);
  plot.n_gates = 3;
  for (guint gate = 0; gate < 3; gate++)
    {
      plot.gates[gate].symbol = symbols[gate];
      plot.gates[gate].name = names[gate];
      plot.gates[gate].hue = (ScopeHue) gate;
      scope_cells_init (&plot.gates[gate].cells[0], large, 3, 512);
      scope_cells_init (&plot.gates[gate].cells[1], large, 512, 512);
      scope_cells_init (&plot.gates[gate].cells[2], large, 1, 512);
    }
  plot.colormap = colormap;
  plot.feature_labels = features;
  plot.chosen_unit = 200;
  scope_gate_plot_draw (&plot, self->style, cr, width, height);
}

static void
paint_lines (cairo_t *cr, double width, double height, gpointer data)
{
  Gallery *self = data;
  ScopeLineSeries series[] = {
    { "persistence", SCOPE_LINE_REFERENCE, SCOPE_HUE_NONE, NULL, self->persistence, NULL },
    { "observed", SCOPE_LINE_OBSERVED, SCOPE_HUE_NONE, NULL, self->observed, NULL },
    { "forecast, 24 h ahead", SCOPE_LINE_FORECAST, SCOPE_HUE_NONE, NULL, self->forecast, NULL }
  };
  ScopePeriod period = { self->times[1060], self->times[1090] };
  ScopeLinePlot plot;
  ScopeOverviewPlot overview;
  ScopeOverviewLayout overview_layout;
  g_autoptr (ScopeLineLayout) layout = NULL;

  scope_line_plot_init (&plot);
  plot.n = N_HOURS;
  plot.x = self->times;
  plot.x_kind = SCOPE_AXIS_TIME;
  plot.series = series;
  plot.n_series = G_N_ELEMENTS (series);
  plot.x_min = self->times[900];
  plot.x_max = self->times[1130];
  plot.y_unit = "°C";
  plot.x_title = "time of the table, its zone is not known";
  plot.periods = &period;
  plot.n_periods = 1;
  plot.mark_x = self->times[980];
  plot.mark_y = self->forecast[980];
  plot.cursor_x = self->times[1100];
  layout = scope_line_layout_new (&plot, self->style, width, height - 46);
  scope_line_plot_paint (&plot, layout, self->style, cr);
  scope_line_plot_paint_overlay (&plot, layout, self->style, cr);

  scope_overview_plot_init (&overview);
  overview.lines = &plot;
  overview.from = plot.x_min;
  overview.to = plot.x_max;
  overview.left = layout->area.x;
  overview.right = width - layout->area.x - layout->area.width;
  cairo_translate (cr, 0, height - 40);
  scope_overview_layout_init (&overview_layout, &overview, width, 40);
  scope_overview_plot_paint (&overview, &overview_layout, self->style, cr);
  scope_overview_plot_paint_overlay (&overview, &overview_layout, self->style, cr);
}

static void
paint_record (cairo_t *cr, double width, double height, gpointer data)
{
  Gallery *self = data;
  ScopeLineSeries series[] = {
    { "observed", SCOPE_LINE_OBSERVED, SCOPE_HUE_NONE, NULL, self->observed, NULL },
    { "forecast", SCOPE_LINE_FORECAST, SCOPE_HUE_NONE, NULL, self->forecast, NULL }
  };
  ScopeLinePlot plot;

  scope_line_plot_init (&plot);
  plot.n = N_HOURS;
  plot.x = self->times;
  plot.x_kind = SCOPE_AXIS_TIME;
  plot.series = series;
  plot.n_series = G_N_ELEMENTS (series);
  plot.y_title = "temperature";
  plot.y_unit = "°C";
  plot.left = 60;
  scope_line_plot_draw (&plot, self->style, cr, width, height);
}

static void
paint_truncation (cairo_t *cr, double width, double height, gpointer data)
{
  Gallery *self = data;
  double x[N_LAGS], median[N_LAGS], p95[N_LAGS];
  ScopeLineSeries series[] = {
    { "95 % of windows are below", SCOPE_LINE_BAND, SCOPE_HUE_NONE, NULL, p95, NULL },
    { "median of 200 windows", SCOPE_LINE_FORECAST, SCOPE_HUE_NONE, NULL, median, NULL }
  };
  ScopeLinePlot plot;

  for (guint k = 0; k < N_LAGS; k++)
    {
      x[k] = k + 1;
      median[k] = 5 * exp (-(k / 5.0));
      p95[k] = 9 * exp (-(k / 7.0)) + 0.05;
    }
  scope_line_plot_init (&plot);
  plot.n = N_LAGS;
  plot.x = x;
  plot.x_kind = SCOPE_AXIS_INTEGER;
  plot.series = series;
  plot.n_series = G_N_ELEMENTS (series);
  plot.y_unit = "°C";
  plot.x_title = "steps that are kept, all before are the baseline";
  plot.level = 0.32;
  plot.level_label = "tolerance 0.32 °C";
  scope_line_plot_draw (&plot, self->style, cr, width, height);
}

static void
paint_trace (cairo_t *cr, double width, double height, gpointer data)
{
  Gallery *self = data;
  const ScopePalette *palette = scope_style_get_palette (self->style);
  static const char *const symbols[] = { "i", "f", "c̃", "o", "c", "h" };
  static const ScopeHue hues[] = { SCOPE_HUE_I, SCOPE_HUE_F,    SCOPE_HUE_C,
                                   SCOPE_HUE_O, SCOPE_HUE_NONE, SCOPE_HUE_NONE };
  g_autoptr (ScopeColormap) diverging = scope_colormap_new_diverging (palette);
  ScopeColormap *gate_maps[SCOPE_N_HUES];
  ScopeTracePanel panels[6];
  ScopeTraceInput inputs[8];
  ScopeTracePlot plot;

  for (guint hue = 0; hue < SCOPE_N_HUES; hue++)
    gate_maps[hue] = scope_colormap_new_gate (palette, (ScopeHue) hue);
  for (guint i = 0; i < 6; i++)
    {
      gboolean gate = i == 0 || i == 1 || i == 3;
      double extent = i == 4 ? 15.1 : 1;

      panels[i] = (ScopeTracePanel){ symbols[i],
                                     hues[i],
                                     { self->traces[i], N_UNITS, N_STEPS, 1, N_UNITS, NULL, NULL },
                                     gate ? gate_maps[hues[i]] : diverging,
                                     gate ? 0 : -extent,
                                     extent };
    }
  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    inputs[i] = (ScopeTraceInput){ features[i], self->inputs + i, N_FEATURES, i == 1 };
  scope_trace_plot_init (&plot);
  plot.n_steps = N_STEPS;
  plot.inputs = inputs;
  plot.n_inputs = width > 700 ? 4 : 8;
  plot.panels = panels;
  plot.n_panels = 6;
  plot.unit_order = self->order;
  plot.chosen_unit = 6;
  plot.cursor_step = N_STEPS - 23;
  plot.step_seconds = 3600;
  scope_trace_plot_draw (&plot, self->style, cr, width, height);
  for (guint hue = 0; hue < SCOPE_N_HUES; hue++)
    scope_colormap_unref (gate_maps[hue]);
}

static const ScopePanelHeading headings[] = { { "i", "input", SCOPE_HUE_I },
                                              { "f", "forget", SCOPE_HUE_F },
                                              { "c̃", "candidate", SCOPE_HUE_C },
                                              { "o", "output", SCOPE_HUE_O } };

static void
paint_spectrum (cairo_t *cr, double width, double height, gpointer data)
{
  Gallery *self = data;
  double real[4][32], imaginary[4][32];
  ScopeSpectrumPlot plot;

  scope_spectrum_plot_init (&plot);
  plot.n_gates = 4;
  plot.axis_title = "across the real part, upwards the imaginary one (no unit); circle: modulus 1";
  plot.cursor_gate = 1;
  plot.cursor_point = 4;
  for (guint gate = 0; gate < 4; gate++)
    {
      for (guint i = 0; i < 32; i += 2)
        {
          double radius = 0.3 * (gate + 1) * sqrt (g_rand_double (self->random));
          double angle = G_PI * g_rand_double (self->random);

          real[gate][i] = real[gate][i + 1] = radius * cos (angle);
          imaginary[gate][i] = radius * sin (angle);
          imaginary[gate][i + 1] = -imaginary[gate][i];
        }
      plot.gates[gate] = (ScopeSpectrumPlotGate){ headings[gate], "spectral radius 1.03", 32,
                                                  real[gate], imaginary[gate] };
    }
  scope_spectrum_plot_draw (&plot, self->style, cr, width, height);
}

static void
paint_distributions (cairo_t *cr, double width, double height, gpointer data)
{
  Gallery *self = data;
  static const char *const letters[] = { "W", "U", "b" };
  double shares[3][4][41] = { { { 0 } } }, reference[41];
  ScopeDistributionPlot plot;

  scope_distribution_plot_init (&plot);
  plot.n_columns = 4;
  plot.n_rows = 3;
  plot.values_name = "in this file";
  plot.reference_name = "as the initialiser draws them";
  plot.axis_title = "across the weight (no unit), upwards the share of the weights";
  plot.cursor_row = 1;
  plot.cursor_column = 2;
  plot.cursor_bin = 22;
  for (guint bin = 0; bin < 41; bin++)
    reference[bin] = bin < 8 || bin > 32 ? 0 : 1 / 25.0;
  for (guint row = 0; row < 3; row++)
    {
      plot.rows[row] = (ScopeDistributionRow){ letters[row], -1, 1, 41 };
      for (guint gate = 0; gate < 4; gate++)
        {
          for (guint i = 0; i < 400; i++)
            {
              double value = row == 2 && gate == 1 ? 1 : 0.3 * normal (self->random);
              int bin = (int) floor ((value + 1) / 2 * 41);

              shares[row][gate][CLAMP (bin, 0, 40)] += 1 / 400.0;
            }
          plot.panels[row][gate] =
              (ScopeDistributionPanel){ shares[row][gate], row < 2 ? reference : NULL,
                                        row < 2     ? NAN
                                        : gate == 1 ? 0.9
                                                    : 0,
                                        "distance 0.23" };
        }
    }
  for (guint gate = 0; gate < 4; gate++)
    plot.headings[gate] = headings[gate];
  scope_distribution_plot_draw (&plot, self->style, cr, width, height);
}

static void
paint_listens (cairo_t *cr, double width, double height, gpointer data)
{
  Gallery *self = data;
  static const char *const names[] = { "i", "f", "c̃", "o" };
  double values[N_FEATURES * 4];
  ScopeBarPlot plot;

  for (guint f = 0; f < N_FEATURES; f++)
    for (guint gate = 0; gate < 4; gate++)
      values[f * 4 + gate] = self->weights[gate][f * N_UNITS + 6];
  scope_bar_plot_init (&plot);
  plot.n_rows = N_FEATURES;
  plot.n_bars = 4;
  plot.values = values;
  plot.labels = features;
  for (guint gate = 0; gate < 4; gate++)
    plot.hues[gate] = (ScopeHue) gate;
  plot.bar_names = names;
  plot.unit = "weight";
  plot.bold_row = 1;
  plot.cursor_row = 4;
  scope_bar_plot_draw (&plot, self->style, cr, width, height);
}

static void
paint_parts (cairo_t *cr, double width, double height, gpointer data)
{
  Gallery *self = data;
  static const char *const labels[] = { "wv (m/s)", "max. wv (m/s)", "rho (g/m**3)", "p (mbar)",
                                        "unit 5",   "unit 6",        "unit 14" };
  static const double values[] = { -0.91, -0.41, -0.35, -0.21, -0.19, 0.15, NAN };
  ScopeBarPlot plot;

  scope_bar_plot_init (&plot);
  plot.n_rows = G_N_ELEMENTS (values);
  plot.values = values;
  plot.labels = labels;
  plot.hues[0] = SCOPE_HUE_F;
  plot.show_values = TRUE;
  scope_bar_plot_draw (&plot, self->style, cr, width, height);
}

static void
paint_lags (cairo_t *cr, double width, double height, gpointer data)
{
  Gallery *self = data;
  const ScopePalette *palette = scope_style_get_palette (self->style);
  g_autoptr (ScopeColormap) colormap = scope_colormap_new_accent (palette);
  double median[N_LAGS], p95[N_LAGS];
  ScopeLagPlot plot;
  ScopeHeatmapPlot map;
  double left;

  for (guint k = 0; k < N_LAGS; k++)
    {
      median[k] = 5.4 * exp (-(k / 1.6)) + 0.1 * exp (-(k / 20.0));
      p95[k] = 9 * exp (-(k / 1.2)) + 0.9 + 0.6 * exp (-(k / 12.0));
    }
  scope_heatmap_plot_init (&map);
  scope_cells_init (&map.cells, self->influence, N_FEATURES, N_LAGS);
  map.colormap = colormap;
  map.min = 0;
  map.max = 1.6;
  map.row_labels = features;
  map.column_lags = TRUE;
  map.step_seconds = 3600;
  map.row_title = "median change by variable (°C)";
  map.column_title = "lag";
  map.bold_row = 1;
  map.cursor_row = 3;
  map.cursor_column = 44;
  left = ceil (scope_heatmap_plot_measure_left (&map, self->style, width));
  map.left = left;

  scope_lag_plot_init (&plot);
  plot.n_lags = N_LAGS;
  plot.median = median;
  plot.p95 = p95;
  plot.median_name = "median of 200 windows";
  plot.p95_name = "95 % of windows are below";
  plot.unit = "°C";
  plot.tolerance = 1;
  plot.tolerance_label = "tolerance 1 °C";
  plot.step_seconds = 3600;
  plot.left = left;
  plot.chosen_lag = 5;
  scope_lag_plot_draw (&plot, self->style, cr, width, height * 0.45);
  cairo_translate (cr, 0, height * 0.48);
  scope_heatmap_plot_draw (&map, self->style, cr, width, height * 0.52);
}

static void
paint_maps (cairo_t *cr, double width, double height, gpointer data)
{
  Gallery *self = data;
  const ScopePalette *palette = scope_style_get_palette (self->style);
  static const char *const labels[] = { "diverging",   "input i",  "forget f",
                                        "candidate c̃", "output o", "influence (accent)" };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autoptr (ScopeColormap) colormap =
          i == 0   ? scope_colormap_new_diverging (palette)
          : i == 5 ? scope_colormap_new_accent (palette)
                   : scope_colormap_new_gate (palette, (ScopeHue) (i - 1));
      ScopeColorBarPlot bar;

      scope_color_bar_plot_init (&bar);
      bar.colormap = colormap;
      bar.min = i == 0 ? -0.8 : 0;
      bar.max = i == 0 ? 0.8 : 1;
      bar.label = labels[i];
      cairo_save (cr);
      cairo_translate (cr, 0, i * height / 6);
      scope_color_bar_plot_draw (&bar, self->style, cr, width, height / 6 - 6);
      cairo_restore (cr);
    }
}

static const struct
{
  const char *name;
  double width;
  double height;
  ScopePaintFunc paint;
} pictures[] = {
  { "gates", 800, 640, paint_gates },
  { "gates-narrow", 420, 520, paint_gates },
  { "gates-512", 760, 560, paint_one_part },
  { "lines", 740, 300, paint_lines },
  { "lines-narrow", 360, 260, paint_lines },
  { "record", 740, 220, paint_record },
  { "truncation", 740, 240, paint_truncation },
  { "trace", 740, 560, paint_trace },
  { "trace-narrow", 420, 420, paint_trace },
  { "spectrum", 860, 300, paint_spectrum },
  { "spectrum-narrow", 420, 560, paint_spectrum },
  { "distributions", 860, 440, paint_distributions },
  { "distributions-narrow", 420, 400, paint_distributions },
  { "listens", 300, 320, paint_listens },
  { "parts", 300, 170, paint_parts },
  { "lags", 1090, 560, paint_lags },
  { "maps", 320, 330, paint_maps },
};

typedef struct
{
  Gallery *gallery;
  ScopePaintFunc paint;
} Framed;

static void
paint_framed (cairo_t *cr, double width, double height, gpointer data)
{
  Framed *framed = data;

  cairo_translate (cr, 12, 12);
  framed->paint (cr, width - 24, height - 24, framed->gallery);
}

int
main (int argc, char *argv[])
{
  static const char *const looks[] = { "light", "dark", "light-contrast", "dark-contrast" };

  setlocale (LC_ALL, "");
  if (argc != 2)
    {
      g_printerr ("Usage: draw-gallery FOLDER\n");
      return 2;
    }
  for (guint look = 0; look < G_N_ELEMENTS (looks); look++)
    for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
      {
        static const char *const formats[] = { "png", "svg", "pdf" };
        g_autofree Gallery *gallery = g_new0 (Gallery, 1);
        Framed framed = { gallery, pictures[i].paint };
        ScopePalette palette;

        scope_palette_init_default (&palette, look % 2 == 1, look > 1);
        gallery->style = scope_style_new (&palette, NULL);
        gallery->random = g_rand_new_with_seed (5);
        fill (gallery);
        for (guint format = 0; format < (look == 0 ? 3 : 1); format++)
          {
            g_autofree char *name =
                g_strdup_printf ("%s-%s.%s", pictures[i].name, looks[look], formats[format]);
            g_autofree char *path = g_build_filename (argv[1], name, NULL);
            g_autoptr (GError) error = NULL;

            if (!scope_export_to_file (path, (ScopeExportFormat) format, pictures[i].width + 24,
                                       pictures[i].height + 24, 1, &palette.background,
                                       paint_framed, &framed, &error))
              {
                g_printerr ("%s: %s\n", path, error->message);
                return 1;
              }
          }
        g_rand_free (gallery->random);
        scope_style_unref (gallery->style);
      }
  return 0;
}
