/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "scope-labels.h"
#include "scope-raster.h"

G_BEGIN_DECLS

/**
 * ScopeHeatmapPlot:
 * @cells: the matrix
 * @colormap: its colours
 * @min: value of the first colour
 * @max: value of the last colour
 * @row_labels: a name for each row of the data (not of the place), or %NULL: their numbers
 * @column_labels: the same for columns
 * @column_lags: columns are lags without names: column c is t−(cols − c)
 * @step_seconds: with @column_lags: the clock's distance between columns, 0 for unknown
 * @row_title: what rows are, with unit; above the row labels; or %NULL
 * @column_title: what columns are, with unit; under the column labels; or %NULL
 * @left: least room left of the matrix, so that pictures above each other share their x axis; 0 for
 *   what the labels need
 * @right: least room right of the matrix
 * @bold_row: row of the data whose label is bold, or -1
 * @chosen_row: row of the data that is framed, or -1
 * @chosen_column: column of the data that is framed, or -1
 * @cursor_row: place of the cursor's cell, or -1
 * @cursor_column: place of the cursor's cell, or -1
 *
 * A matrix with names. All pointers are the caller's and stay so.
 */
typedef struct
{
  ScopeCells cells;
  const ScopeColormap *colormap;
  double min;
  double max;
  const char *const *row_labels;
  const char *const *column_labels;
  gboolean column_lags;
  double step_seconds;
  const char *row_title;
  const char *column_title;
  double left;
  double right;
  int bold_row;
  int chosen_row;
  int chosen_column;
  int cursor_row;
  int cursor_column;
} ScopeHeatmapPlot;

/**
 * ScopeHeatmapLayout:
 * @area: where the cells are
 */
typedef struct
{
  double width;
  double height;
  cairo_rectangle_t area;
  gsize rows;
  gsize cols;
  ScopeLabels *labels;
} ScopeHeatmapLayout;

/* Nothing chosen, no cursor, range -1 to 1, no cells. */
void scope_heatmap_plot_init (ScopeHeatmapPlot *plot);

/* Room left of the matrix that the labels ask for in a picture @width wide. */
double scope_heatmap_plot_measure_left (const ScopeHeatmapPlot *plot, const ScopeStyle *style,
                                        double width);

ScopeHeatmapLayout *
scope_heatmap_layout_new (const ScopeHeatmapPlot *plot, const ScopeStyle *style, double width,
                          double height) G_GNUC_WARN_UNUSED_RESULT;
void scope_heatmap_layout_free (ScopeHeatmapLayout *layout);

/* The place (row, column as shown) under a point; %FALSE and untouched outside of the cells. */
gboolean scope_heatmap_layout_hit (const ScopeHeatmapLayout *layout, double x, double y, gsize *row,
                                   gsize *column);
/* The rectangle of a place. */
void scope_heatmap_layout_get_cell (const ScopeHeatmapLayout *layout, gsize row, gsize column,
                                    cairo_rectangle_t *rect);

/* Everything but the overlay: cells, frame, labels. */
void scope_heatmap_plot_paint (const ScopeHeatmapPlot *plot, const ScopeHeatmapLayout *layout,
                               const ScopeStyle *style, cairo_t *cr);
/* What moves with pointer and selection: frames of the chosen row and column, the cursor. */
void
scope_heatmap_plot_paint_overlay (const ScopeHeatmapPlot *plot, const ScopeHeatmapLayout *layout,
                                  const ScopeStyle *style, cairo_t *cr);
/* Layout, picture and overlay in one. */
void scope_heatmap_plot_draw (const ScopeHeatmapPlot *plot, const ScopeStyle *style, cairo_t *cr,
                              double width, double height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeHeatmapLayout, scope_heatmap_layout_free)

G_END_DECLS
