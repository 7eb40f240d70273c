/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "scope-labels.h"
#include "scope-raster.h"
#include "scope-scale.h"

G_BEGIN_DECLS

/**
 * ScopeTracePanel:
 * @symbol: "i", "f", "c̃", "o", "c", "h"
 * @hue: its dot; %SCOPE_HUE_NONE for c and h
 * @cells: units × steps, oldest step first; for a trace stored as steps × units swap the strides.
 *   Orders are not used: ScopeTracePlot has the unit order.
 * @colormap: diverging, or the gate's
 * @min, @max: range of colours and of the line; shown as text ("0 … 1", "±15.1")
 */
typedef struct
{
  const char *symbol;
  ScopeHue hue;
  ScopeCells cells;
  const ScopeColormap *colormap;
  double min;
  double max;
} ScopeTracePanel;

/**
 * ScopeTraceInput:
 * @name: beside the line
 * @values: one a step, @stride values from one to the next; each line has its own scale
 * @chosen: drawn in the accent, its name bold
 */
typedef struct
{
  const char *name;
  const float *values;
  gsize stride;
  gboolean chosen;
} ScopeTraceInput;

/**
 * ScopeTracePlot:
 * @n_steps: steps of the window; step s (0 is the oldest) is lag @n_steps − s
 * @inputs: lines on top, at most as many as their names have room (the rest is counted in words)
 * @inputs_title: heading of the inputs, %NULL for "inputs" in the user's language
 * @panels: top to bottom
 * @unit_order: the unit shown in each row, or %NULL
 * @chosen_unit: its line is drawn over each panel; or -1
 * @cursor_step: a line through all, with its lag on top; or -1
 * @step_seconds: distance of two steps, for the second line of labels; 0 for unknown
 * @x_title: what the axis is; or %NULL
 * @left: least room on the left, @right alike
 *
 * Everything that one window does in a layer, on one time axis.
 */
typedef struct
{
  gsize n_steps;
  const ScopeTraceInput *inputs;
  guint n_inputs;
  const char *inputs_title;
  const ScopeTracePanel *panels;
  guint n_panels;
  const guint *unit_order;
  int chosen_unit;
  int cursor_step;
  double step_seconds;
  const char *x_title;
  double left;
  double right;
} ScopeTracePlot;

/**
 * ScopeTraceLayout:
 * @inputs: where the input lines are; height 0 without
 * @panels: where the cells of each panel are
 * @x: step's left edge to pixels: the domain is 0 to n_steps
 */
typedef struct
{
  double width;
  double height;
  cairo_rectangle_t inputs;
  cairo_rectangle_t *panels;
  guint n_panels;
  gsize n_steps;
  gsize n_units;
  guint *order; /* unit in each row */
  ScopeScale x;
  guint n_shown_inputs;
  guint *shown_inputs;   /* numbers of the inputs that have room */
  double *input_label_y; /* where the name of each shown input is */
  ScopeLabels *labels;
} ScopeTraceLayout;

/**
 * ScopeTraceHit:
 * @panel: number of the panel, -1 for the inputs
 * @unit: the data's row; 0 for the inputs
 */
typedef struct
{
  int panel;
  guint unit;
  gsize step;
} ScopeTraceHit;

void scope_trace_plot_init (ScopeTracePlot *plot);

/* The height at which everything is easily read. */
double scope_trace_plot_get_natural_height (const ScopeTracePlot *plot, const ScopeStyle *style);

ScopeTraceLayout *scope_trace_layout_new (const ScopeTracePlot *plot, const ScopeStyle *style,
                                          double width, double height) G_GNUC_WARN_UNUSED_RESULT;
void scope_trace_layout_free (ScopeTraceLayout *layout);

gboolean
scope_trace_layout_hit (const ScopeTraceLayout *layout, double x, double y, ScopeTraceHit *hit);
/* The rectangle of a unit at a step in a panel; of all inputs at a step for panel -1. */
gboolean scope_trace_layout_get_cell (const ScopeTraceLayout *layout, const ScopeTraceHit *hit,
                                      cairo_rectangle_t *rect);

void scope_trace_plot_paint (const ScopeTracePlot *plot, const ScopeTraceLayout *layout,
                             const ScopeStyle *style, cairo_t *cr);
/* Lines of the chosen unit, cursor. */
void scope_trace_plot_paint_overlay (const ScopeTracePlot *plot, const ScopeTraceLayout *layout,
                                     const ScopeStyle *style, cairo_t *cr);
void scope_trace_plot_draw (const ScopeTracePlot *plot, const ScopeStyle *style, cairo_t *cr,
                            double width, double height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeTraceLayout, scope_trace_layout_free)

G_END_DECLS
