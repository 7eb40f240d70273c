/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "scope-dendrogram.h"
#include "scope-labels.h"
#include "scope-raster.h"

G_BEGIN_DECLS

#define SCOPE_GATE_PLOT_MAX_GATES 4

/* The parts of a gate's weights, stacked from top to bottom. */
typedef enum
{
  SCOPE_GATE_PART_W,
  SCOPE_GATE_PART_U,
  SCOPE_GATE_PART_B,
  SCOPE_GATE_PART_V, /* peepholes */
  SCOPE_N_GATE_PARTS
} ScopeGatePart;

/**
 * ScopeGatePlotGate:
 * @symbol: "i", "f", "c̃", "o"; set bold in the heading
 * @name: "input", "forget", "candidate", "output"; may be %NULL
 * @hue: its dot
 * @cells: W (features × units), U (units × units, from × to), b and V (1 × units); @data %NULL for
 *   one that does not exist. @row_order and @col_order are not used: ScopeGatePlot has the orders.
 * @pyramids: of the same cells in the plot's orders, or %NULL: with them a large matrix is drawn as fast as a small one
 * @extent: half the width of this gate's own range, which is centred on zero; 0: it has the plot's
 * @counts: how the weights are distributed over its own range, in @n_counts parts; where it is given, a scale with them stands
 *   under the gate's heading
 */
typedef struct
{
  const char *symbol;
  const char *name;
  ScopeHue hue;
  ScopeCells cells[SCOPE_N_GATE_PARTS];
  ScopePyramid *pyramids[SCOPE_N_GATE_PARTS];
  double extent;
  const guint *counts;
  guint n_counts;
} ScopeGatePlotGate;

/**
 * ScopeGateCell:
 * @part: W, U, b or V
 * @gate: number of the gate in the plot
 * @row: row of the data: a feature in W, the unit that is listened to in U, 0 in b and V
 * @unit: column of the data: the unit to which the weight belongs
 *
 * One weight.
 */
typedef struct
{
  ScopeGatePart part;
  guint gate;
  guint row;
  guint unit;
} ScopeGateCell;

/**
 * ScopeGatePlot:
 * @n_gates: 1 to %SCOPE_GATE_PLOT_MAX_GATES
 * @gates: side by side, left to right
 * @show: which parts are shown
 * @colormap: a diverging map, for all
 * @min: value of its first colour, @max: of its last
 * @feature_labels: a name for each feature, or %NULL: numbers
 * @feature_order: the feature shown at each row of W; %NULL: as they come
 * @unit_order: the unit shown at each place, for columns and for the rows of U; %NULL: as they come
 * @unit_tree: the clustering that @unit_order comes from, drawn above the columns and beside the rows of U; or %NULL
 * @feature_tree: the one that @feature_order comes from, drawn beside the rows of W; or %NULL
 * @seen_units: what is seen of the columns, in every gate the same
 * @seen_rows: what is seen of the rows of W and of U
 * @left: room left of the matrices, of scope_gate_plot_measure_left(); 0: it is measured, which takes a while where there are many
 *   names
 * @unit_title: stands under the units' numbers and says in which order they are, or %NULL
 * @from_title: stands beside "U", what its rows are; %NULL for "from unit" in the user's language
 * @bold_feature: the target among the features, or -1
 * @chosen_unit: framed in every matrix, its number bold; or -1
 * @chosen_row: a feature framed as a row of W or a unit framed as one of U, or -1
 * @chosen_row_part: which of the two
 * @has_cursor: @cursor is to be drawn
 *
 * All weights of a recurrent layer, gate by gate. All pointers are the caller's and stay so.
 */
typedef struct
{
  guint n_gates;
  ScopeGatePlotGate gates[SCOPE_GATE_PLOT_MAX_GATES];
  gboolean show[SCOPE_N_GATE_PARTS];
  const ScopeColormap *colormap;
  double min;
  double max;
  const char *const *feature_labels;
  const guint *feature_order;
  const guint *unit_order;
  const ScopeDendrogram *unit_tree;
  const ScopeDendrogram *feature_tree;
  ScopeSpan seen_units;
  ScopeSpan seen_rows[SCOPE_N_GATE_PARTS];
  double left;
  const char *unit_title;
  const char *from_title;
  int bold_feature;
  int chosen_unit;
  int chosen_row;
  ScopeGatePart chosen_row_part;
  gboolean has_cursor;
  ScopeGateCell cursor;
} ScopeGatePlot;

/**
 * ScopeGateLayout:
 * @area: where the cells of each matrix are; of width 0 where it is not shown
 * @bar: where each gate's own scale is; of width 0 without one
 * @unit_tree: where the tree of the columns is, above each gate; of width 0 without one
 * @row_tree: where the trees of the rows of W and of U are
 * @dot: middle of each heading's dot, @dot_radius its size
 */
typedef struct
{
  guint n_gates;
  cairo_rectangle_t area[SCOPE_GATE_PLOT_MAX_GATES][SCOPE_N_GATE_PARTS];
  cairo_rectangle_t bar[SCOPE_GATE_PLOT_MAX_GATES];
  cairo_rectangle_t unit_tree[SCOPE_GATE_PLOT_MAX_GATES];
  cairo_rectangle_t row_tree[SCOPE_N_GATE_PARTS];
  gsize rows[SCOPE_N_GATE_PARTS];
  gsize units;
  ScopeSpan seen_units;
  ScopeSpan seen_rows[SCOPE_N_GATE_PARTS];
  guint *order;          /* unit at each place */
  guint *places;         /* place of each unit */
  guint *feature_order;  /* feature at each row of W */
  guint *feature_places; /* row of each feature */
  double dot_x[SCOPE_GATE_PLOT_MAX_GATES];
  double dot_y;
  double dot_radius;
  ScopeLabels *labels;
} ScopeGateLayout;

/* All parts shown, nothing chosen, no gates, range -1 to 1. */
void scope_gate_plot_init (ScopeGatePlot *plot);

/* The largest absolute value of the matrices that are shown (0 without any finite one): half the
 * width of a range centred on zero. */
double scope_gate_plot_get_extent (const ScopeGatePlot *plot);

/* What the names of features and the numbers of units need left of the matrices, in a picture @width wide. */
double
scope_gate_plot_measure_left (const ScopeGatePlot *plot, const ScopeStyle *style, double width);
/* What trees and the gates' own scales take of the height, between the headings and the first matrix. */
double scope_gate_plot_get_above_height (const ScopeGatePlot *plot);
/* The height at which every row has room for its name. */
double scope_gate_plot_get_natural_height (const ScopeGatePlot *plot, const ScopeStyle *style);

ScopeGateLayout *scope_gate_layout_new (const ScopeGatePlot *plot, const ScopeStyle *style,
                                        double width, double height) G_GNUC_WARN_UNUSED_RESULT;
void scope_gate_layout_free (ScopeGateLayout *layout);

/* The weight under a point; %FALSE and untouched outside of all matrices. */
gboolean
scope_gate_layout_hit (const ScopeGateLayout *layout, double x, double y, ScopeGateCell *cell);
/* The rectangle of a weight, or what is seen of it; %FALSE if nothing is. */
gboolean scope_gate_layout_get_cell (const ScopeGateLayout *layout, const ScopeGateCell *cell,
                                     cairo_rectangle_t *rect);
/* The weight @columns to the right and @rows down from @cell as things are shown, across gates and
 * from matrix to matrix; stays at the edge. For keys. %FALSE if it did not move. */
gboolean
scope_gate_layout_step (const ScopeGateLayout *layout, ScopeGateCell *cell, int columns, int rows);

/* How large a cell is, and where it would be if all were seen: the area may have to be moved to show it. */
void scope_gate_layout_get_place (const ScopeGateLayout *layout, const ScopeGateCell *cell,
                                  ScopeSpan *rows, ScopeSpan *columns);

void scope_gate_plot_paint (const ScopeGatePlot *plot, const ScopeGateLayout *layout,
                            const ScopeStyle *style, cairo_t *cr);
/* Frames of the chosen unit and row, cursor. (The bold number is part of the picture.) */
void scope_gate_plot_paint_overlay (const ScopeGatePlot *plot, const ScopeGateLayout *layout,
                                    const ScopeStyle *style, cairo_t *cr);
void scope_gate_plot_draw (const ScopeGatePlot *plot, const ScopeStyle *style, cairo_t *cr,
                           double width, double height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeGateLayout, scope_gate_layout_free)

G_END_DECLS
