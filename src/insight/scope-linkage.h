/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_LINKAGE (scope_linkage_get_type ())

/* More are refused: the distances of so many take 64 MiB. */
#define SCOPE_LINKAGE_MAX_ITEMS 4096
/* Beyond, the leaves stay in plain order: the best one takes n³ steps. */
#define SCOPE_LINKAGE_MAX_OPTIMAL 1024

/**
 * ScopeLinkage:
 *
 * Which of n weight vectors are alike: average linkage (UPGMA, Sokal and Michener 1958) over Euclidean distances. The distance
 * of two clusters is the mean of those of their members. Found by a chain of nearest neighbours (Murtagh 1983; Müllner
 * 2011, arXiv:1109.2378) in O(n²) steps and n(n−1)/2 doubles. Numbered as SciPy's
 * scipy.cluster.hierarchy.linkage (method="average") does. Refcounted, immutable, any thread.
 */
typedef struct _ScopeLinkage ScopeLinkage;

/**
 * ScopeMerge: one row of the linkage matrix, n−1 in all, by ascending height.
 * @a, @b: what is joined, @a < @b: an item (under n), or n + the number of an earlier merge
 * @height: distance of the two
 * @size: items in the new cluster
 */
typedef struct
{
  guint a;
  guint b;
  double height;
  guint size;
} ScopeMerge;

/**
 * ScopeLeafOrder:
 * @SCOPE_LEAF_ORDER_PLAIN: @a's leaves before @b's, at every merge (SciPy's leaves_list)
 * @SCOPE_LEAF_ORDER_OPTIMAL: the merges are turned so that the distances of neighbours have the smallest sum (Bar-Joseph,
 *     Gifford and Jaakkola 2001); plain for more than SCOPE_LINKAGE_MAX_OPTIMAL items
 */
typedef enum
{
  SCOPE_LEAF_ORDER_PLAIN,
  SCOPE_LEAF_ORDER_OPTIMAL,
} ScopeLeafOrder;

/* What is put together: units by the weights that lead into them, or the rows of one matrix by where they lead to. */
typedef enum
{
  SCOPE_LINKAGE_COLUMNS, /* units: their columns */
  SCOPE_LINKAGE_ROWS,    /* features of W, or units of U: their rows */
} ScopeLinkageSide;

GType scope_linkage_get_type (void);

/**
 * scope_linkage_new:
 * @points: (array): (n, n_dims) finite numbers, row-major
 * @n: 1 or more items
 * @n_dims: numbers of each; 0: all alike
 * @normalised: whether each is divided by its L2 norm first (one of norm 0 stays as it is), so that the direction counts and
 *     the strength does not: distances then are 0 to 2
 * @order: of the leaves
 * @error: SCOPE_ERROR_UNSUPPORTED where there are too many, or where a number is not finite; G_IO_ERROR_CANCELLED
 *
 * Blocks: n² · (n_dims + a few) steps.
 */
ScopeLinkage *scope_linkage_new (const float *points, gsize n, gsize n_dims, gboolean normalised,
                                 ScopeLeafOrder order, GCancellable *cancellable,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_linkage_new_weights:
 * @gates: any recurrent cell
 * @side: what is clustered
 * @matrices: 1 << #ScopeMatrix, joined by |: whose weights make the vectors, one after another; matrices that the cell
 *     does not have add nothing. Of SCOPE_LINKAGE_ROWS exactly one, W or U.
 * @gate: of which gate, or -1: of all
 *
 * As scope_linkage_new().
 */
ScopeLinkage *
scope_linkage_new_weights (ScopeGates *gates, ScopeLinkageSide side, guint matrices, int gate,
                           gboolean normalised, ScopeLeafOrder order, GCancellable *cancellable,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
ScopeLinkage *scope_linkage_ref (ScopeLinkage *self);
void scope_linkage_unref (ScopeLinkage *self);

guint scope_linkage_get_n_items (ScopeLinkage *self);
/* (array length=n_items - 1). */
const ScopeMerge *scope_linkage_get_merges (ScopeLinkage *self);
/* (array length=n_items): the item at each place. */
const guint *scope_linkage_get_leaves (ScopeLinkage *self);
/* Which order those are in: plain where there were too many for the best one. */
ScopeLeafOrder scope_linkage_get_order (ScopeLinkage *self);
/* Height of the last merge; 0 for one item. */
double scope_linkage_get_height (ScopeLinkage *self);

/**
 * scope_linkage_get_span:
 * @merge: number of a merge
 * @low, @high: (out): places of the two clusters that it joins, each the middle of its own two: where the dendrogram's legs
 *     stand, 0 for the first leaf, 1 for the next. @low < @high.
 * @low_height, @high_height: (out) (optional): at which height each leg begins; 0 for a leaf
 */
void scope_linkage_get_span (ScopeLinkage *self, guint merge, double *low, double *high,
                             double *low_height, double *high_height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeLinkage, scope_linkage_unref)

G_END_DECLS
