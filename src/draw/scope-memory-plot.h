/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "scope-labels.h"
#include "scope-scale.h"

G_BEGIN_DECLS

/**
 * ScopeMemoryPlot:
 * @n_units: number of units
 * @steps: the memory of each, in steps; infinity stands at the right end, 0 at the left one, NaN nowhere
 * @untrained: a dashed line with @untrained_label, in steps; or NaN
 * @untrained_label: may be %NULL
 * @chosen_unit: its memory as a full circle; or -1
 * @run_steps: the chosen unit's memory in a run, as an open circle; or NaN
 * @step_seconds: for a second line of numbers on the clock; 0 for unknown
 * @cursor_unit: or -1
 *
 * How long the units of a layer remember: a stroke for each on an axis of powers of ten.
 */
typedef struct
{
  guint n_units;
  const double *steps;
  double untrained;
  const char *untrained_label;
  int chosen_unit;
  double run_steps;
  double step_seconds;
  int cursor_unit;
} ScopeMemoryPlot;

/**
 * ScopeMemoryLayout:
 * @area: of the strokes
 * @scale: decimal logarithm of steps to x
 */
typedef struct
{
  double width;
  double height;
  cairo_rectangle_t area;
  ScopeScale scale;
  guint n_ticks;
  double ticks[16]; /* in steps */
  ScopeLabels *labels;
} ScopeMemoryLayout;

void scope_memory_plot_init (ScopeMemoryPlot *plot);

/* What all texts need. */
double scope_memory_plot_get_natural_height (const ScopeMemoryPlot *plot, const ScopeStyle *style);

ScopeMemoryLayout *scope_memory_layout_new (const ScopeMemoryPlot *plot, const ScopeStyle *style,
                                            double width, double height) G_GNUC_WARN_UNUSED_RESULT;
void scope_memory_layout_free (ScopeMemoryLayout *layout);

/* Where a memory is, also one that is infinite or 0; %FALSE for NaN. */
gboolean scope_memory_layout_map (const ScopeMemoryLayout *layout, double steps, double *x);
/* The unit whose stroke is next to a point; of several at one place the chosen one, else the first. */
gboolean scope_memory_layout_hit (const ScopeMemoryLayout *layout, const ScopeMemoryPlot *plot,
                                  double x, double y, guint *unit);

void scope_memory_plot_paint (const ScopeMemoryPlot *plot, const ScopeMemoryLayout *layout,
                              const ScopeStyle *style, cairo_t *cr);
/* Circles of the chosen unit, and the cursor. */
void scope_memory_plot_paint_overlay (const ScopeMemoryPlot *plot, const ScopeMemoryLayout *layout,
                                      const ScopeStyle *style, cairo_t *cr);
void scope_memory_plot_draw (const ScopeMemoryPlot *plot, const ScopeStyle *style, cairo_t *cr,
                             double width, double height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeMemoryLayout, scope_memory_layout_free)

G_END_DECLS
