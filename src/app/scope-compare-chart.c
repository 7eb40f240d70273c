/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-compare-chart.h"

#include "scope-format.h"
#include "scope-gate-cursor.h"
#include "scope-gate-dot.h"
#include "scope-gate-plot.h"
#include "scope-number.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>

#define N_PARTS 3 /* A, B, A − B */
#define MOST_NAMED_ROWS 64
#define LEAST_U_HEIGHT 72

struct _ScopeCompareChart
{
  ScopePlot parent_instance;

  ScopeAlignment *alignment;
  int gate;
  char **names;
  ScopeArray *arrays[SCOPE_GATE_PLOT_MAX_GATES][SCOPE_N_MATRICES]; /* by panel */
  ScopeColormap *colormap;
  ScopeGatePlot plot;
  ScopeGateLayout *layout;
};

enum
{
  CURSOR_MOVED,
  CHOSEN,
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ScopeCompareChart, scope_compare_chart, SCOPE_TYPE_PLOT)

static guint
get_gate (ScopeCompareChart *self, guint panel)
{
  return self->gate >= 0 ? (guint) self->gate : panel;
}

static ScopeAlignmentPart
get_part (ScopeCompareChart *self, guint panel)
{
  return self->gate >= 0 ? (ScopeAlignmentPart) panel : SCOPE_ALIGNMENT_DIFFERENCE;
}

static float
get_value (ScopeCompareChart *self, guint panel, ScopeGatePart part, guint row, guint unit)
{
  const ScopeCells *cells = &self->plot.gates[panel].cells[part];

  return cells->data != NULL ? cells->data[row * cells->row_stride + unit] : NAN;
}

static void
scope_compare_chart_lay_out (ScopePlot *plot, const ScopeStyle *style, double width, double height)
{
  ScopeCompareChart *self = SCOPE_COMPARE_CHART (plot);

  g_clear_pointer (&self->layout, scope_gate_layout_free);
  g_clear_pointer (&self->colormap, scope_colormap_unref);
  self->colormap = scope_colormap_new_diverging (scope_style_get_palette (style));
  self->plot.colormap = self->colormap;
  self->layout = scope_gate_layout_new (&self->plot, style, width, height);
}

static void
scope_compare_chart_paint (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                           double height)
{
  ScopeCompareChart *self = SCOPE_COMPARE_CHART (plot);

  scope_gate_plot_paint (&self->plot, self->layout, style, cr);
}

static void
scope_compare_chart_paint_overlay (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr,
                                   double width, double height)
{
  ScopeCompareChart *self = SCOPE_COMPARE_CHART (plot);

  scope_gate_plot_paint_overlay (&self->plot, self->layout, style, cr);
}

static gboolean
scope_compare_chart_point (ScopePlot *plot, double x, double y)
{
  ScopeCompareChart *self = SCOPE_COMPARE_CHART (plot);
  ScopeGateCell cell;

  if (self->layout == NULL || self->plot.n_gates == 0
      || !scope_gate_layout_hit (self->layout, x, y, &cell))
    return FALSE;
  self->plot.cursor = cell;
  self->plot.has_cursor = TRUE;
  g_signal_emit (self, signals[CURSOR_MOVED], 0);
  return TRUE;
}

static gboolean
scope_compare_chart_move (ScopePlot *plot, ScopeMove move)
{
  ScopeCompareChart *self = SCOPE_COMPARE_CHART (plot);

  if (self->layout == NULL || self->layout->units == 0 || self->plot.n_gates == 0)
    return FALSE;
  if (!self->plot.has_cursor)
    {
      scope_gate_cursor_begin (self->layout, &self->plot.cursor, self->plot.chosen_unit);
      self->plot.has_cursor = TRUE;
    }
  else if (!scope_gate_cursor_move (self->layout, &self->plot.cursor, move))
    return FALSE;
  g_signal_emit (self, signals[CURSOR_MOVED], 0);
  return TRUE;
}

static void
scope_compare_chart_leave (ScopePlot *plot)
{
  SCOPE_COMPARE_CHART (plot)->plot.has_cursor = FALSE;
  g_signal_emit (plot, signals[CURSOR_MOVED], 0);
}

static void
scope_compare_chart_choose (ScopePlot *plot)
{
  ScopeCompareChart *self = SCOPE_COMPARE_CHART (plot);

  if (!self->plot.has_cursor)
    return;
  /* Enter on what is chosen already goes into it. */
  if (self->plot.chosen_unit == (int) self->plot.cursor.unit)
    g_signal_emit (self, signals[OPENED], 0);
  else
    g_signal_emit (self, signals[CHOSEN], 0, self->plot.cursor.unit);
}

static void
scope_compare_chart_open (ScopePlot *plot)
{
  if (SCOPE_COMPARE_CHART (plot)->plot.has_cursor)
    g_signal_emit (plot, signals[OPENED], 0);
}

/* "W, forget f: T (degC) to unit 12" */
static char *
dup_place (ScopeCompareChart *self, const ScopeGateCell *cell)
{
  ScopeGates *gates = scope_alignment_get_gates_a (self->alignment);
  g_autofree char *gate = scope_words_dup_gate (gates, get_gate (self, cell->gate));
  const char *letter = scope_matrix_get_letter ((ScopeMatrix) cell->part);

  if (cell->part == SCOPE_GATE_PART_B)
    /* Translators: a bias: its gate and its unit */
    return g_strdup_printf (_ ("%s, %s: unit %u"), letter, gate, cell->unit);
  if (cell->part == SCOPE_GATE_PART_U)
    /* Translators: a weight from unit to unit: matrix, gate, from, to */
    return g_strdup_printf (_ ("%s, %s: unit %u to unit %u"), letter, gate, cell->row, cell->unit);
  if (self->names != NULL && cell->row < g_strv_length (self->names))
    /* Translators: a weight from a feature to a unit: matrix, gate, from, to */
    return g_strdup_printf (_ ("%s, %s: %s to unit %u"), letter, gate, self->names[cell->row],
                            cell->unit);
  return g_strdup_printf (_ ("%s, %s: feature %u to unit %u"), letter, gate, cell->row, cell->unit);
}

static char *
scope_compare_chart_describe (ScopePlot *plot)
{
  ScopeCompareChart *self = SCOPE_COMPARE_CHART (plot);
  const ScopeGateCell *cell = &self->plot.cursor;
  g_autofree char *place = NULL;
  g_autofree char *difference = NULL;
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  if (self->alignment == NULL || !self->plot.has_cursor)
    return NULL;
  place = dup_place (self, cell);
  if (self->gate < 0)
    {
      difference =
          scope_format_signed (get_value (self, cell->gate, cell->part, cell->row, cell->unit), 3);
      /* Translators: a weight's place, and by how much it differs in two models */
      return g_strdup_printf (_ ("%s: A − B is %s"), place, difference);
    }
  a = scope_format_signed (get_value (self, 0, cell->part, cell->row, cell->unit), 3);
  b = scope_format_signed (get_value (self, 1, cell->part, cell->row, cell->unit), 3);
  difference = scope_format_signed (get_value (self, 2, cell->part, cell->row, cell->unit), 3);
  /* Translators: a weight's place, its value in two models and the difference */
  return g_strdup_printf (_ ("%s: A %s, B %s, A − B %s"), place, a, b, difference);
}

double
scope_compare_chart_get_largest_difference (ScopeCompareChart *self)
{
  double largest = NAN;

  g_return_val_if_fail (SCOPE_IS_COMPARE_CHART (self), NAN);

  for (guint panel = 0; panel < self->plot.n_gates; panel++)
    for (guint part = 0; part < SCOPE_N_MATRICES; part++)
      {
        ScopeArray *array = self->arrays[panel][part];

        if (array == NULL || get_part (self, panel) != SCOPE_ALIGNMENT_DIFFERENCE)
          continue;
        for (gsize i = 0; i < scope_array_get_size (array); i++)
          {
            double size = fabs (scope_array_get_data (array)[i]);

            if (isfinite (size) && !(size <= largest))
              largest = size;
          }
      }
  return largest;
}

static char *
scope_compare_chart_summarize (ScopePlot *plot)
{
  ScopeCompareChart *self = SCOPE_COMPARE_CHART (plot);
  g_autofree char *largest = NULL;

  if (self->alignment == NULL)
    return NULL;
  largest = scope_format_number (scope_compare_chart_get_largest_difference (self), 3);
  /* Translators: two models' weights: the largest difference that is shown */
  return g_strdup_printf (_ ("Largest difference of A and B: %s"), largest);
}

static void
append_csv (ScopeCompareChart *self, guint gate, ScopeMatrix matrix, GString *text)
{
  g_autoptr (ScopeArray) a =
      scope_alignment_dup_matrix (self->alignment, gate, matrix, SCOPE_ALIGNMENT_A);
  g_autoptr (ScopeArray) b =
      scope_alignment_dup_matrix (self->alignment, gate, matrix, SCOPE_ALIGNMENT_B);
  g_autoptr (ScopeArray) difference =
      scope_alignment_dup_matrix (self->alignment, gate, matrix, SCOPE_ALIGNMENT_DIFFERENCE);
  ScopeGates *gates = scope_alignment_get_gates_a (self->alignment);
  guint n_units = scope_alignment_get_n_units (self->alignment);
  char buffer[SCOPE_NUMBER_SIZE];

  if (a == NULL || b == NULL || difference == NULL)
    return;
  for (gsize i = 0; i < scope_array_get_size (a); i++)
    {
      guint row = (guint) (i / n_units);

      g_string_append_printf (text, "%s,%s,", scope_matrix_get_letter (matrix),
                              scope_gates_get_letter (gates, gate));
      if (matrix == SCOPE_MATRIX_W && self->names != NULL && row < g_strv_length (self->names))
        scope_number_append_field (text, self->names[row]);
      else if (matrix != SCOPE_MATRIX_B)
        g_string_append_printf (text, "%u", row);
      g_string_append_printf (text, ",%u", (guint) (i % n_units));
      g_string_append_printf (text, ",%s",
                              scope_number_write_float (scope_array_get_data (a)[i], buffer));
      g_string_append_printf (text, ",%s",
                              scope_number_write_float (scope_array_get_data (b)[i], buffer));
      g_string_append_printf (
          text, ",%s\n", scope_number_write_float (scope_array_get_data (difference)[i], buffer));
    }
}

static char *
scope_compare_chart_dup_csv (ScopePlot *plot)
{
  ScopeCompareChart *self = SCOPE_COMPARE_CHART (plot);
  g_autoptr (GString) text = NULL;
  guint n_gates;

  if (self->alignment == NULL)
    return NULL;
  text = g_string_new ("matrix,gate,from,unit,a,b,difference\n");
  n_gates = scope_gates_get_n_gates (scope_alignment_get_gates_a (self->alignment));
  for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
    for (guint gate = 0; gate < n_gates; gate++)
      if (self->gate < 0 || (guint) self->gate == gate)
        append_csv (self, gate, (ScopeMatrix) matrix, text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
scope_compare_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                             int *minimum, int *natural, int *minimum_baseline,
                             int *natural_baseline)
{
  ScopeCompareChart *self = SCOPE_COMPARE_CHART (widget);
  const ScopeStyle *style;
  double line, w = 0, u = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 400;
      *natural = 720;
      return;
    }
  style = scope_plot_get_style (SCOPE_PLOT (widget));
  line = ceil (scope_style_get_line_height (style));
  if (self->plot.n_gates > 0)
    {
      w = (double) MIN (self->plot.gates[0].cells[SCOPE_GATE_PART_W].rows, MOST_NAMED_ROWS) * line;
      u = (double) self->plot.gates[0].cells[SCOPE_GATE_PART_U].rows * line;
    }
  u = MIN (u, MAX (LEAST_U_HEIGHT, w / 2));
  *minimum = (int) ceil (w + u + 8 * line);
  *natural =
      MAX (*minimum, MIN ((int) scope_gate_plot_get_natural_height (&self->plot, style), 900));
}

static void
clear_arrays (ScopeCompareChart *self)
{
  for (guint panel = 0; panel < SCOPE_GATE_PLOT_MAX_GATES; panel++)
    for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
      g_clear_pointer (&self->arrays[panel][matrix], scope_array_unref);
}

static void
scope_compare_chart_finalize (GObject *object)
{
  ScopeCompareChart *self = SCOPE_COMPARE_CHART (object);

  clear_arrays (self);
  g_clear_pointer (&self->layout, scope_gate_layout_free);
  g_clear_pointer (&self->colormap, scope_colormap_unref);
  g_clear_pointer (&self->alignment, scope_alignment_unref);
  g_strfreev (self->names);

  G_OBJECT_CLASS (scope_compare_chart_parent_class)->finalize (object);
}

static void
scope_compare_chart_class_init (ScopeCompareChartClass *klass)
{
  ScopePlotClass *plot_class = SCOPE_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = scope_compare_chart_finalize;
  GTK_WIDGET_CLASS (klass)->measure = scope_compare_chart_measure;
  plot_class->lay_out = scope_compare_chart_lay_out;
  plot_class->paint = scope_compare_chart_paint;
  plot_class->paint_overlay = scope_compare_chart_paint_overlay;
  plot_class->point = scope_compare_chart_point;
  plot_class->move = scope_compare_chart_move;
  plot_class->leave = scope_compare_chart_leave;
  plot_class->choose = scope_compare_chart_choose;
  plot_class->open = scope_compare_chart_open;
  plot_class->describe = scope_compare_chart_describe;
  plot_class->summarize = scope_compare_chart_summarize;
  plot_class->dup_csv = scope_compare_chart_dup_csv;

  signals[CURSOR_MOVED] = g_signal_new ("cursor-moved", G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
scope_compare_chart_init (ScopeCompareChart *self)
{
  scope_gate_plot_init (&self->plot);
  self->gate = -1;
  scope_plot_set_label (SCOPE_PLOT (self), _ ("Weights of two models"));
  scope_plot_set_file_name (SCOPE_PLOT (self), "comparison");
}

static void
fill_panel (ScopeCompareChart *self, guint panel)
{
  static const char *const parts[N_PARTS] = { "A", "B", "A − B" };
  ScopeGates *gates = scope_alignment_get_gates_a (self->alignment);
  ScopeGatePlotGate *shown = &self->plot.gates[panel];
  guint gate = get_gate (self, panel);

  *shown = (ScopeGatePlotGate){ 0 };
  shown->hue = scope_gate_dot_find_hue (gates, gate);
  shown->name = scope_gates_get_title (gates, gate);
  shown->symbol = self->gate >= 0 ? parts[panel] : scope_words_get_gate_sign (gates, gate);
  for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
    {
      ScopeArray *array = scope_alignment_dup_matrix (self->alignment, gate, (ScopeMatrix) matrix,
                                                      get_part (self, panel));

      self->arrays[panel][matrix] = array;
      if (array != NULL)
        scope_cells_init (&shown->cells[matrix], scope_array_get_data (array),
                          scope_array_get_size (array)
                              / MAX (scope_alignment_get_n_units (self->alignment), 1),
                          scope_alignment_get_n_units (self->alignment));
    }
}

/* Where A and B are equal their difference has no measure of its own: it is shown in that of the weights. */
static double
find_largest_weight (ScopeAlignment *alignment)
{
  ScopeGates *gates = scope_alignment_get_gates_a (alignment);
  double largest = 0;

  for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
    for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
      {
        ScopeMatrixView view = scope_gates_get_view (gates, gate, (ScopeMatrix) matrix);

        for (gsize row = 0; view.data != NULL && row < view.n_rows; row++)
          for (gsize unit = 0; unit < view.n_columns; unit++)
            largest = MAX (largest, fabs (view.data[row * view.row_stride + unit]));
      }
  return largest;
}

void
scope_compare_chart_set (ScopeCompareChart *self, ScopeAlignment *alignment, int gate,
                         const char *const *names)
{
  int unit = self->plot.chosen_unit;

  g_return_if_fail (SCOPE_IS_COMPARE_CHART (self));

  if (alignment != NULL)
    scope_alignment_ref (alignment);
  g_clear_pointer (&self->alignment, scope_alignment_unref);
  g_strfreev (self->names);
  self->alignment = alignment;
  self->gate = gate;
  self->names = names != NULL ? g_strdupv ((char **) names) : NULL;
  clear_arrays (self);
  scope_gate_plot_init (&self->plot);
  self->plot.chosen_unit = unit;
  if (alignment != NULL)
    {
      double extent;

      self->plot.n_gates =
          gate >= 0 ? N_PARTS : scope_gates_get_n_gates (scope_alignment_get_gates_a (alignment));
      for (guint panel = 0; panel < self->plot.n_gates; panel++)
        fill_panel (self, panel);
      extent = scope_gate_plot_get_extent (&self->plot);
      if (extent == 0)
        extent = find_largest_weight (alignment);
      self->plot.max = extent > 0 ? extent : 1;
      self->plot.min = -self->plot.max;
      self->plot.feature_labels = (const char *const *) self->names;
      self->plot.unit_title = _ ("unit of A; B’s in the same order and signs");
    }
  scope_plot_queue_paint (SCOPE_PLOT (self));
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_signal_emit (self, signals[CURSOR_MOVED], 0);
}

void
scope_compare_chart_select (ScopeCompareChart *self, int unit)
{
  g_return_if_fail (SCOPE_IS_COMPARE_CHART (self));

  self->plot.chosen_unit = unit;
  /* The unit's number is bold in the picture itself. */
  scope_plot_queue_paint (SCOPE_PLOT (self));
}

double
scope_compare_chart_get_extent (ScopeCompareChart *self)
{
  g_return_val_if_fail (SCOPE_IS_COMPARE_CHART (self), 0);

  return self->alignment != NULL ? self->plot.max : 0;
}

void
scope_compare_chart_count (ScopeCompareChart *self, guint *bins, guint n_bins)
{
  g_return_if_fail (SCOPE_IS_COMPARE_CHART (self) && bins != NULL);

  for (guint i = 0; i < n_bins; i++)
    bins[i] = 0;
  for (guint panel = 0; panel < self->plot.n_gates; panel++)
    for (guint part = 0; part < SCOPE_N_MATRICES; part++)
      if (self->plot.gates[panel].cells[part].data != NULL)
        scope_cells_count (&self->plot.gates[panel].cells[part], self->plot.min, self->plot.max,
                           bins, n_bins);
}

double
scope_compare_chart_get_cursor_value (ScopeCompareChart *self)
{
  const ScopeGateCell *cell;

  g_return_val_if_fail (SCOPE_IS_COMPARE_CHART (self), NAN);

  cell = &self->plot.cursor;
  return self->alignment != NULL && self->plot.has_cursor
             ? get_value (self, cell->gate, cell->part, cell->row, cell->unit)
             : NAN;
}
