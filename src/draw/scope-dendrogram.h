/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "scope-cells.h"
#include "scope-color.h"

G_BEGIN_DECLS

/**
 * ScopeDendrogramMerge:
 * @low, @high: places of the two that are joined, in leaves: 0 for the middle of the first
 * @low_height, @high_height: where each of them was joined itself; 0 for a leaf
 * @height: where the two are joined
 */
typedef struct
{
  double low;
  double high;
  double low_height;
  double high_height;
  double height;
} ScopeDendrogramMerge;

/**
 * ScopeDendrogram:
 * @n_leaves: those of the tree, in the order of the rows or columns beside which it is drawn
 * @merges: @n_leaves − 1
 * @height: of the last
 *
 * The tree of a clustering.
 */
typedef struct
{
  gsize n_leaves;
  ScopeDendrogramMerge *merges;
  double height;
} ScopeDendrogram;

/* Paints what is @seen of the leaves: above columns with the leaves at the bottom of @rect, or, @sideways, right of rows with
 * the leaves at its left. Merges that fall on one pixel are drawn once. */
void
scope_dendrogram_paint (const ScopeDendrogram *tree, cairo_t *cr, const cairo_rectangle_t *rect,
                        ScopeSpan seen, gboolean sideways, const ScopeColor *color);

G_END_DECLS
