/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ScopeSpan:
 * @start: where it begins, as a share of the whole
 * @size: how much of the whole it is; above 0
 *
 * What is seen of rows or columns: { 0, 1 } is all of them.
 */
typedef struct
{
  double start;
  double size;
} ScopeSpan;

#define SCOPE_SPAN_ALL ((ScopeSpan){ 0, 1 })

/**
 * ScopeCells:
 * @data: the value of row 0, column 0; not owned
 * @rows: number of rows that are shown
 * @cols: number of columns that are shown
 * @row_stride: distance of a row to the next, in values
 * @col_stride: distance of a column to the next, in values
 * @row_order: the row of @data that is shown at each place, or %NULL: as they come
 * @col_order: the same for columns
 *
 * A view on float32 numbers as the cells of a picture. With the strides swapped a matrix is shown
 * transposed; with an offset in @data a slice of it.
 */
typedef struct
{
  const float *data;
  gsize rows;
  gsize cols;
  gsize row_stride;
  gsize col_stride;
  const guint *row_order;
  const guint *col_order;
} ScopeCells;

/* Row-major without gaps, in the order of the data. */
void scope_cells_init (ScopeCells *cells, const float *data, gsize rows, gsize cols);

/* The data's row shown at place @row, and column. */
static inline gsize
scope_cells_row_index (const ScopeCells *cells, gsize row)
{
  return cells->row_order != NULL ? cells->row_order[row] : row;
}

static inline gsize
scope_cells_col_index (const ScopeCells *cells, gsize col)
{
  return cells->col_order != NULL ? cells->col_order[col] : col;
}

/* The value shown at a place. */
static inline float
scope_cells_get (const ScopeCells *cells, gsize row, gsize col)
{
  return cells->data[scope_cells_row_index (cells, row) * cells->row_stride
                     + scope_cells_col_index (cells, col) * cells->col_stride];
}

/* Widens *@min and *@max by the finite values; start from (+infinity, -infinity). Returns how many
 * values were finite. */
gsize scope_cells_extend_range (const ScopeCells *cells, double *min, double *max);

/* Adds the finite values within @min and @max to @n_bins counts of equal width; values outside
 * count in the first or last, as they are coloured. */
void scope_cells_count (const ScopeCells *cells, double min, double max, guint *bins, guint n_bins);

G_END_DECLS
