/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-view-private.h"

#include "scope-color-bar-plot.h"
#include "scope-gate-words.h"
#include "scope-weights.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>

/* As text on the clipboard, more are of no use and take long. */
#define MOST_NUMBERS 1000000
#define LEGEND_BAR_WIDTH 280.0

float
scope_gate_view_get_weight (ScopeGateView *self, const ScopeGateCell *cell)
{
  return scope_weights_get (self->gates, self->first_gate + cell->gate, (ScopeMatrix) cell->part,
                            cell->row, cell->unit);
}

static char *
describe_weight (ScopeGateView *self, const ScopeWeightPlace *place)
{
  return scope_weights_dup_words (self->gates, (const char *const *) self->names, place);
}

char *
scope_gate_view_dup_cursor_words (ScopeGateView *self)
{
  const ScopeGateCell *cell;
  ScopeWeightPlace place;

  g_return_val_if_fail (SCOPE_IS_GATE_VIEW (self), NULL);

  if (self->gates == NULL)
    return NULL;
  if (self->heading >= 0)
    return g_strdup (
        scope_gate_words_get_sentence (self->gates, self->first_gate + (guint) self->heading));
  if (!self->plot.has_cursor)
    return NULL;
  cell = &self->plot.cursor;
  place = (ScopeWeightPlace){ self->first_gate + cell->gate, (ScopeMatrix) cell->part, cell->row,
                              cell->unit, scope_gate_view_get_weight (self, cell) };
  return describe_weight (self, &place);
}

/* The layer whose gates are shown. */
static ScopeLayer *
get_layer (ScopeGateView *self)
{
  return scope_model_find_layer (scope_session_get_model (self->session),
                                 scope_session_get_gates_layer (self->session));
}

char *
scope_gate_view_describe (ScopePlot *plot)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);
  g_autofree char *words = scope_gate_view_dup_cursor_words (self);
  ScopeLayer *layer = words != NULL && self->heading >= 0 ? get_layer (self) : NULL;
  g_autofree char *equation = NULL;
  g_autofree char *name = NULL;

  if (layer == NULL)
    return g_steal_pointer (&words);
  name = scope_words_dup_gate (self->gates, self->first_gate + (guint) self->heading);
  equation =
      scope_gate_words_dup_equation (self->gates, layer, self->first_gate + (guint) self->heading);
  return g_strdup_printf ("%s\n%s\n%s", name, words, equation);
}

int
scope_gate_view_get_shown_gate (ScopeGateView *self)
{
  int gate = scope_session_get_gate (self->session);

  return gate < (int) scope_gates_get_n_gates (self->gates) ? gate : -1;
}

/* Which places of the units are seen, where that is not all of them. */
static char *
dup_seen (ScopeGateView *self)
{
  guint n = scope_gates_get_n_units (self->gates);
  double first = self->zoom.units.start * n;
  double last = first + self->zoom.units.size * n;

  if (self->zoom.units.size >= 1)
    return NULL;
  /* Translators: of a picture that is zoomed: of all columns, counted from 1, these are seen */
  return g_strdup_printf (_ ("Columns %u to %u of %u are seen."), (guint) floor (first + 1e-6) + 1,
                          (guint) MIN (ceil (last - 1e-6), n), n);
}

char *
scope_gate_view_summarize (ScopePlot *plot)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);
  ScopeWeightPlace place;
  g_autofree char *largest = NULL;
  int unit;
  g_autofree char *chosen = NULL;
  g_autofree char *seen = NULL;
  g_autofree char *text = NULL;

  if (self->data == NULL
      || !scope_unit_data_find_largest (self->data, scope_gate_view_get_shown_gate (self),
                                        scope_session_get_matrix (self->session), &place))
    return NULL;
  largest = describe_weight (self, &place);
  unit = scope_session_get_unit (self->session);
  if (unit >= 0)
    chosen = g_strdup_printf (_ ("Unit %d is selected."), unit);
  seen = dup_seen (self);
  /* Translators: the picture of the gates in words: numbers of gates, features and units; its largest weight */
  text = g_strdup_printf (_ ("Gates: %u, features: %u, units: %u. Largest weight: %s."),
                          self->plot.n_gates, scope_gates_get_n_features (self->gates),
                          scope_gates_get_n_units (self->gates), largest);
  return g_strconcat (text, chosen != NULL ? " " : "", chosen != NULL ? chosen : "",
                      seen != NULL ? " " : "", seen, NULL);
}

gboolean
scope_gate_view_shows (ScopeGateView *self, guint matrix)
{
  int shown = scope_session_get_matrix (self->session);

  return shown < 0 || (guint) shown == matrix;
}

char *
scope_gate_view_dup_csv (ScopePlot *plot)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);
  g_autoptr (GString) text = NULL;

  if (self->gates == NULL)
    return NULL;
  text = g_string_new ("matrix,gate,from,unit,weight\n");
  for (guint matrix = 0; matrix < SCOPE_N_MATRICES_AND_V; matrix++)
    for (guint gate = 0; scope_gate_view_shows (self, matrix) && gate < self->plot.n_gates; gate++)
      scope_weights_append_csv (self->gates, (const char *const *) self->names,
                                self->first_gate + gate, (ScopeMatrix) matrix, text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
scope_gate_view_dup_numpy (ScopePlot *plot, GError **error)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);
  g_autoptr (GString) text = g_string_new ("import numpy as np\n\n");
  guint64 n = 0;

  if (self->gates == NULL)
    return NULL;
  for (guint matrix = 0; matrix < SCOPE_N_MATRICES_AND_V; matrix++)
    for (guint gate = 0; scope_gate_view_shows (self, matrix) && gate < self->plot.n_gates; gate++)
      {
        n += scope_weights_append_numpy (self->gates, self->first_gate + gate, (ScopeMatrix) matrix,
                                         text);
        if (n > MOST_NUMBERS)
          {
            g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                                 _ ("More than a million numbers are too many for the clipboard. "
                                    "Choose one matrix or one gate, or export the numbers as a "
                                    "file that ends in .npy."));
            return NULL;
          }
      }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Of one matrix; several have no common shape. */
ScopeArray *
scope_gate_view_dup_array (ScopePlot *plot)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);
  int matrix = self->gates != NULL ? scope_session_get_matrix (self->session) : -1;

  return matrix >= 0 && self->plot.n_gates > 0 ? scope_weights_dup_array (
             self->gates, self->first_gate, self->plot.n_gates, (ScopeMatrix) matrix)
                                               : NULL;
}

/* What the file is of on the left, the scale of colours on the right. */
double
scope_gate_view_legend (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);
  const ScopePalette *palette = scope_style_get_palette (style);
  double line = scope_style_get_line_height (style);
  double bar_width = MIN (LEGEND_BAR_WIDTH, width / 2);
  g_autoptr (ScopeColormap) colormap = NULL;
  g_autoptr (ScopeLabels) labels = NULL;
  guint counts[SCOPE_GATE_BINS];
  ScopeColorBarPlot bar;
  double height;

  if (self->picture == NULL)
    return 0;
  scope_color_bar_plot_init (&bar);
  bar.label = _ ("weight (no unit)");
  bar.counts = counts;
  bar.n_counts = SCOPE_GATE_BINS;
  height = scope_color_bar_plot_get_natural_height (&bar, style) + line;
  if (cr == NULL)
    return height;

  labels = scope_labels_new (style);
  scope_labels_add (labels, scope_plot_get_label (plot), 0, line / 2, 0, 0,
                    width - bar_width - line, TRUE, SCOPE_TONE_NORMAL);
  if (self->range.kind == SCOPE_RANGE_PER_GATE)
    scope_labels_add (labels, _ ("Each gate has its own scale: weight (no unit)"), 0, 2 * line, 0,
                      0, width, FALSE, SCOPE_TONE_DIM);
  scope_labels_paint (labels, cr);
  if (self->range.kind == SCOPE_RANGE_PER_GATE)
    return height;

  colormap = scope_colormap_new_diverging (palette);
  scope_unit_data_count (self->data, scope_gate_view_get_shown_gate (self),
                         scope_session_get_matrix (self->session), self->plot.max, counts,
                         SCOPE_GATE_BINS);
  bar.colormap = colormap;
  bar.min = self->plot.min;
  bar.max = self->plot.max;
  cairo_save (cr);
  cairo_translate (cr, width - bar_width, 0);
  scope_color_bar_plot_draw (&bar, style, cr, bar_width, height - line);
  cairo_restore (cr);
  return height;
}
