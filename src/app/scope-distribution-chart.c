/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-distribution-chart.h"

#include "scope-distribution-plot.h"
#include "scope-format.h"
#include "scope-gate-dot.h"
#include "scope-number.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>

#define MAX_BINS 61

typedef struct
{
  double shares[MAX_BINS];
  double expected[MAX_BINS];
  guint counts[MAX_BINS];
  char *note;
} Panel;

struct _ScopeDistributionChart
{
  ScopePlot parent_instance;

  ScopeInitial *initial;
  guint first_gate;                       /* of those that are shown */
  ScopeMatrix matrices[SCOPE_N_MATRICES]; /* of the rows */
  Panel *panels[SCOPE_N_MATRICES][SCOPE_MAX_GATES];
  ScopeDistributionPlot plot;
  ScopeDistributionLayout *layout;
};

enum
{
  CHOSEN,
  CURSOR_MOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ScopeDistributionChart, scope_distribution_chart, SCOPE_TYPE_PLOT)

static const ScopeInitialPart *
get_part (ScopeDistributionChart *self, guint row, guint column)
{
  return scope_initial_get_part (self->initial, self->first_gate + column, self->matrices[row]);
}

static void
scope_distribution_chart_lay_out (ScopePlot *plot, const ScopeStyle *style, double width,
                                  double height)
{
  ScopeDistributionChart *self = SCOPE_DISTRIBUTION_CHART (plot);

  g_clear_pointer (&self->layout, scope_distribution_layout_free);
  self->layout = scope_distribution_layout_new (&self->plot, style, width, height);
}

static void
scope_distribution_chart_paint (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                                double height)
{
  ScopeDistributionChart *self = SCOPE_DISTRIBUTION_CHART (plot);

  scope_distribution_plot_paint (&self->plot, self->layout, style, cr);
}

static void
scope_distribution_chart_paint_overlay (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr,
                                        double width, double height)
{
  ScopeDistributionChart *self = SCOPE_DISTRIBUTION_CHART (plot);

  scope_distribution_plot_paint_overlay (&self->plot, self->layout, style, cr);
}

static gboolean
scope_distribution_chart_point (ScopePlot *plot, double x, double y)
{
  ScopeDistributionChart *self = SCOPE_DISTRIBUTION_CHART (plot);
  guint row;

  if (self->layout == NULL
      || !scope_distribution_layout_hit (self->layout, &self->plot, x, y, &row,
                                         &self->plot.cursor_column, &self->plot.cursor_bin))
    return FALSE;
  self->plot.cursor_row = (int) row;
  g_signal_emit (self, signals[CURSOR_MOVED], 0);
  return TRUE;
}

static void
move_bin (ScopeDistributionChart *self, int bins)
{
  int n = (int) self->plot.rows[self->plot.cursor_row].n_bins;
  int bin = (int) self->plot.cursor_bin + bins;

  /* Over the edge it goes on in the gate beside. */
  if (bin < 0 && self->plot.cursor_column > 0)
    {
      self->plot.cursor_column--;
      bin = n - 1;
    }
  else if (bin >= n && self->plot.cursor_column + 1 < self->plot.n_columns)
    {
      self->plot.cursor_column++;
      bin = 0;
    }
  self->plot.cursor_bin = (guint) CLAMP (bin, 0, n - 1);
}

static void
move_row (ScopeDistributionChart *self, int rows)
{
  int to = CLAMP (self->plot.cursor_row + rows, 0, (int) self->plot.n_rows - 1);
  double place = (self->plot.cursor_bin + 0.5) / self->plot.rows[self->plot.cursor_row].n_bins;

  self->plot.cursor_row = to;
  self->plot.cursor_bin =
      MIN ((guint) (place * self->plot.rows[to].n_bins), self->plot.rows[to].n_bins - 1);
}

static gboolean
scope_distribution_chart_move (ScopePlot *plot, ScopeMove move)
{
  ScopeDistributionChart *self = SCOPE_DISTRIBUTION_CHART (plot);
  ScopeDistributionPlot *p = &self->plot;
  int old_row = p->cursor_row;
  guint old_column = p->cursor_column, old_bin = p->cursor_bin;

  if (p->n_rows == 0 || p->n_columns == 0)
    return FALSE;
  if (p->cursor_row < 0)
    {
      p->cursor_row = 0;
      p->cursor_column = 0;
      p->cursor_bin = p->rows[0].n_bins / 2;
      g_signal_emit (self, signals[CURSOR_MOVED], 0);
      return TRUE;
    }
  switch (move)
    {
    case SCOPE_MOVE_LEFT:
      move_bin (self, -1);
      break;
    case SCOPE_MOVE_RIGHT:
      move_bin (self, 1);
      break;
    case SCOPE_MOVE_UP:
      move_row (self, -1);
      break;
    case SCOPE_MOVE_DOWN:
      move_row (self, 1);
      break;
    case SCOPE_MOVE_PAGE_LEFT:
    case SCOPE_MOVE_PAGE_UP:
      p->cursor_column = p->cursor_column > 0 ? p->cursor_column - 1 : 0;
      break;
    case SCOPE_MOVE_PAGE_RIGHT:
    case SCOPE_MOVE_PAGE_DOWN:
      p->cursor_column = MIN (p->cursor_column + 1, p->n_columns - 1);
      break;
    case SCOPE_MOVE_ROW_START:
    case SCOPE_MOVE_START:
      p->cursor_bin = 0;
      break;
    default:
      p->cursor_bin = p->rows[p->cursor_row].n_bins - 1;
      break;
    }
  g_signal_emit (self, signals[CURSOR_MOVED], 0);
  return p->cursor_row != old_row || p->cursor_column != old_column || p->cursor_bin != old_bin;
}

static void
scope_distribution_chart_leave (ScopePlot *plot)
{
  SCOPE_DISTRIBUTION_CHART (plot)->plot.cursor_row = -1;
  g_signal_emit (plot, signals[CURSOR_MOVED], 0);
}

static void
scope_distribution_chart_choose (ScopePlot *plot)
{
  ScopeDistributionChart *self = SCOPE_DISTRIBUTION_CHART (plot);

  if (self->plot.cursor_row < 0)
    return;
  self->plot.chosen_row = self->plot.cursor_row;
  self->plot.chosen_column = self->plot.cursor_column;
  scope_plot_queue_overlay (plot);
  g_signal_emit (self, signals[CHOSEN], 0, self->first_gate + self->plot.chosen_column,
                 (guint) self->matrices[self->plot.chosen_row]);
}

static double
get_edge (const ScopeDistributionRow *row, guint bin)
{
  return row->min + (row->max - row->min) * bin / row->n_bins;
}

/* "W, forget f, from 0.10 to 0.15: 12 of 448 weights; the initialiser draws 14.2" */
static char *
scope_distribution_chart_describe (ScopePlot *plot)
{
  ScopeDistributionChart *self = SCOPE_DISTRIBUTION_CHART (plot);
  guint r, c, bin;
  const ScopeInitialPart *part;
  const Panel *panel;
  g_autofree char *gate = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *text = NULL;

  if (self->plot.cursor_row < 0)
    return NULL;
  r = (guint) self->plot.cursor_row;
  c = self->plot.cursor_column;
  bin = self->plot.cursor_bin;
  part = get_part (self, r, c);
  panel = self->panels[r][c];
  if (part == NULL || panel == NULL || bin >= self->plot.rows[r].n_bins)
    return NULL;
  gate = scope_words_dup_gate (scope_initial_get_gates (self->initial), part->gate);
  from = scope_format_number (get_edge (&self->plot.rows[r], bin), 3);
  to = scope_format_number (get_edge (&self->plot.rows[r], bin + 1), 3);
  /* Translators: a matrix, a gate, a range of weights, how many weights of how many lie in it */
  text = g_strdup_printf (_ ("%s, %s, from %s to %s: %u of %" G_GSIZE_FORMAT " weights"),
                          scope_matrix_get_letter (part->matrix), gate, from, to,
                          panel->counts[bin], part->n);
  if (isfinite (panel->expected[bin]))
    {
      g_autofree char *expected = scope_format_number (panel->expected[bin] * (double) part->n, 3);

      /* Translators: the sentence before, and how many the initialiser puts there on the average */
      return g_strdup_printf (_ ("%s; the initialiser draws %s on the average"), text, expected);
    }
  return g_steal_pointer (&text);
}

static char *
scope_distribution_chart_summarize (ScopePlot *plot)
{
  ScopeDistributionChart *self = SCOPE_DISTRIBUTION_CHART (plot);
  const ScopeInitialPart *farthest = NULL;
  g_autofree char *gate = NULL;
  g_autofree char *distance = NULL;

  for (guint row = 0; row < self->plot.n_rows; row++)
    for (guint column = 0; column < self->plot.n_columns; column++)
      {
        const ScopeInitialPart *part = get_part (self, row, column);

        if (part != NULL && isfinite (part->distance)
            && (farthest == NULL || part->distance > farthest->distance))
          farthest = part;
      }
  if (farthest == NULL)
    return NULL;
  gate = scope_words_dup_gate (scope_initial_get_gates (self->initial), farthest->gate);
  distance = scope_format_fixed (farthest->distance, 2);
  /* Translators: a matrix, a gate and a Kolmogorov–Smirnov distance */
  return g_strdup_printf (_ ("Farthest from its initialiser: %s, %s, distance %s"),
                          scope_matrix_get_letter (farthest->matrix), gate, distance);
}

static char *
scope_distribution_chart_dup_csv (ScopePlot *plot)
{
  ScopeDistributionChart *self = SCOPE_DISTRIBUTION_CHART (plot);
  g_autoptr (GString) text = g_string_new ("matrix,gate,from,to,count,expected\n");
  char buffer[SCOPE_NUMBER_SIZE];

  if (self->plot.n_rows == 0)
    return NULL;
  for (guint r = 0; r < self->plot.n_rows; r++)
    for (guint c = 0; c < self->plot.n_columns; c++)
      for (guint bin = 0; self->panels[r][c] != NULL && bin < self->plot.rows[r].n_bins; bin++)
        {
          const ScopeInitialPart *part = get_part (self, r, c);
          const Panel *panel = self->panels[r][c];

          g_string_append_printf (
              text, "%s,%s", scope_matrix_get_letter (part->matrix),
              scope_gates_get_letter (scope_initial_get_gates (self->initial), part->gate));
          g_string_append_printf (text, ",%s",
                                  scope_number_write (get_edge (&self->plot.rows[r], bin), buffer));
          g_string_append_printf (
              text, ",%s", scope_number_write (get_edge (&self->plot.rows[r], bin + 1), buffer));
          g_string_append_printf (
              text, ",%u,%s\n", panel->counts[bin],
              scope_number_write (panel->expected[bin] * (double) part->n, buffer));
        }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
scope_distribution_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                                  int *minimum, int *natural, int *minimum_baseline,
                                  int *natural_baseline)
{
  ScopeDistributionChart *self = SCOPE_DISTRIBUTION_CHART (widget);

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 360 : 260;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL
                 ? 720
                 : MAX (260, (int) scope_distribution_plot_get_natural_height (
                                 &self->plot, scope_plot_get_style (SCOPE_PLOT (widget))));
}

static void
clear_panels (ScopeDistributionChart *self)
{
  for (guint row = 0; row < SCOPE_N_MATRICES; row++)
    for (guint column = 0; column < SCOPE_MAX_GATES; column++)
      {
        if (self->panels[row][column] != NULL)
          g_free (self->panels[row][column]->note);
        g_clear_pointer (&self->panels[row][column], g_free);
      }
}

static void
scope_distribution_chart_finalize (GObject *object)
{
  ScopeDistributionChart *self = SCOPE_DISTRIBUTION_CHART (object);

  clear_panels (self);
  g_clear_pointer (&self->initial, scope_initial_unref);
  g_clear_pointer (&self->layout, scope_distribution_layout_free);

  G_OBJECT_CLASS (scope_distribution_chart_parent_class)->finalize (object);
}

static void
scope_distribution_chart_class_init (ScopeDistributionChartClass *klass)
{
  ScopePlotClass *plot_class = SCOPE_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = scope_distribution_chart_finalize;
  GTK_WIDGET_CLASS (klass)->measure = scope_distribution_chart_measure;
  plot_class->lay_out = scope_distribution_chart_lay_out;
  plot_class->paint = scope_distribution_chart_paint;
  plot_class->paint_overlay = scope_distribution_chart_paint_overlay;
  plot_class->point = scope_distribution_chart_point;
  plot_class->move = scope_distribution_chart_move;
  plot_class->leave = scope_distribution_chart_leave;
  plot_class->choose = scope_distribution_chart_choose;
  plot_class->describe = scope_distribution_chart_describe;
  plot_class->summarize = scope_distribution_chart_summarize;
  plot_class->dup_csv = scope_distribution_chart_dup_csv;

  signals[CURSOR_MOVED] = g_signal_new ("cursor-moved", G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
scope_distribution_chart_init (ScopeDistributionChart *self)
{
  scope_distribution_plot_init (&self->plot);
  scope_plot_set_label (SCOPE_PLOT (self), _ ("Weights beside their initialisers, by gate"));
  scope_plot_set_file_name (SCOPE_PLOT (self), "training");
}

/* Where an initialiser puts almost all of its numbers. */
static void
widen_by_initialiser (const ScopeInitialiser *initialiser, double *min, double *max)
{
  double mean = scope_initialiser_get_mean (initialiser);
  double sd = scope_initialiser_get_sd (initialiser);

  if (!isfinite (mean) || !isfinite (sd))
    return;
  if (initialiser->kind == SCOPE_INITIALISER_UNIFORM)
    {
      *min = MIN (*min, initialiser->a);
      *max = MAX (*max, initialiser->b);
      return;
    }
  *min = MIN (*min, mean - 2.5 * sd);
  *max = MAX (*max, mean + 2.5 * sd);
}

/* The range of all gates' weights and of what their initialisers draw. */
static gboolean
find_range (ScopeDistributionChart *self, ScopeMatrix matrix, double *min, double *max,
            gsize *n_weights)
{
  gboolean found = FALSE;

  *min = INFINITY;
  *max = -INFINITY;
  *n_weights = 0;
  for (guint column = 0; column < self->plot.n_columns; column++)
    {
      const ScopeInitialPart *part =
          scope_initial_get_part (self->initial, self->first_gate + column, matrix);
      double least, most;

      if (part == NULL
          || !scope_initial_get_range (self->initial, part->gate, matrix, &least, &most))
        continue;
      found = TRUE;
      *min = MIN (*min, least);
      *max = MAX (*max, most);
      *n_weights = MAX (*n_weights, part->n);
      widen_by_initialiser (&part->initialiser, min, max);
    }
  if (!found)
    return FALSE;
  if (*max - *min < 1e-6 * MAX (fabs (*min), fabs (*max)) || *max == *min)
    {
      double size = MAX (fabs (*max), 0.1);

      *min -= 0.5 * size;
      *max += 0.5 * size;
    }
  else
    {
      double room = 0.02 * (*max - *min);

      *min -= room;
      *max += room;
    }
  return TRUE;
}

static void
fill_panel (ScopeDistributionChart *self, guint row, guint column)
{
  const ScopeDistributionRow *one = &self->plot.rows[row];
  const ScopeInitialPart *part = get_part (self, row, column);
  ScopeDistributionPanel *shown = &self->plot.panels[row][column];
  double least, most;
  g_autofree char *distance = NULL;
  Panel *panel;

  if (part == NULL
      || !scope_initial_get_range (self->initial, part->gate, part->matrix, &least, &most))
    return;
  panel = self->panels[row][column] = g_new0 (Panel, 1);
  scope_initial_count (self->initial, part->gate, part->matrix, one->min, one->max, panel->counts,
                       panel->expected, one->n_bins);
  for (guint bin = 0; bin < one->n_bins; bin++)
    {
      panel->shares[bin] = (double) panel->counts[bin] / (double) MAX (part->n, 1);
      panel->expected[bin] /= (double) MAX (part->n, 1);
    }
  if (isfinite (part->distance))
    {
      distance = scope_format_fixed (part->distance, 2);
      /* Translators: a Kolmogorov–Smirnov distance */
      panel->note = g_strdup_printf (_ ("distance %s"), distance);
    }
  else
    panel->note = g_strdup (_ ("initialiser not known"));
  shown->shares = panel->shares;
  shown->note = panel->note;
  if (part->initialiser.kind == SCOPE_INITIALISER_CONSTANT)
    shown->atom = part->initialiser.a;
  else if (isfinite (panel->expected[0]))
    shown->reference = panel->expected;
}

static guint
choose_n_bins (gsize n_weights)
{
  return n_weights < 100 ? 21 : n_weights < 2000 ? 31 : MAX_BINS;
}

static void
fill (ScopeDistributionChart *self)
{
  ScopeGates *gates = scope_initial_get_gates (self->initial);

  self->plot.values_name = _ ("in this file");
  self->plot.reference_name = _ ("as the initialiser draws them");
  self->plot.axis_title =
      _ ("across the weight (no unit), upwards the share of the weights in a bin");
  for (guint column = 0; column < self->plot.n_columns; column++)
    {
      guint gate = self->first_gate + column;

      self->plot.headings[column] = (ScopePanelHeading){ scope_gates_get_sign (gates, gate),
                                                         scope_gates_get_title (gates, gate),
                                                         scope_gate_dot_find_hue (gates, gate) };
    }
  for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
    {
      guint row = self->plot.n_rows;
      double min, max;
      gsize n_weights;

      if (!find_range (self, matrix, &min, &max, &n_weights))
        continue;
      self->matrices[row] = (ScopeMatrix) matrix;
      self->plot.rows[row] = (ScopeDistributionRow){ scope_matrix_get_letter ((ScopeMatrix) matrix),
                                                     min, max, choose_n_bins (n_weights) };
      self->plot.n_rows++;
      for (guint column = 0; column < self->plot.n_columns; column++)
        fill_panel (self, row, column);
    }
}

void
scope_distribution_chart_set (ScopeDistributionChart *self, ScopeInitial *initial, int gate)
{
  guint n_gates;

  g_return_if_fail (SCOPE_IS_DISTRIBUTION_CHART (self));

  if (initial != NULL)
    scope_initial_ref (initial);
  g_clear_pointer (&self->initial, scope_initial_unref);
  self->initial = initial;
  clear_panels (self);
  scope_distribution_plot_init (&self->plot);
  if (initial != NULL)
    {
      n_gates = scope_gates_get_n_gates (scope_initial_get_gates (initial));
      self->first_gate = gate >= 0 && (guint) gate < n_gates ? (guint) gate : 0;
      self->plot.n_columns = gate >= 0 && (guint) gate < n_gates ? 1 : n_gates;
      fill (self);
    }
  scope_plot_queue_paint (SCOPE_PLOT (self));
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_signal_emit (self, signals[CURSOR_MOVED], 0);
}

void
scope_distribution_chart_select (ScopeDistributionChart *self, int gate, ScopeMatrix matrix)
{
  g_return_if_fail (SCOPE_IS_DISTRIBUTION_CHART (self));

  self->plot.chosen_row = -1;
  for (guint row = 0; gate >= 0 && row < self->plot.n_rows; row++)
    if (self->matrices[row] == matrix && (guint) gate >= self->first_gate
        && (guint) gate < self->first_gate + self->plot.n_columns)
      {
        self->plot.chosen_row = (int) row;
        self->plot.chosen_column = (guint) gate - self->first_gate;
      }
  scope_plot_queue_overlay (SCOPE_PLOT (self));
}
