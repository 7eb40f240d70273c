/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-linkage.h"

G_BEGIN_DECLS

/* How the leaves of a tree of merges are put in a row; see #ScopeLeafOrder. @leaves: (out) (array length=n). */
void scope_leaf_order_plain (const ScopeMerge *merges, guint n, guint *leaves);

/**
 * scope_leaf_order_optimal:
 * @distances: of the n items, condensed
 * @error: G_IO_ERROR_CANCELLED
 *
 * n³ steps and 3n² doubles.
 */
gboolean scope_leaf_order_optimal (const ScopeMerge *merges, guint n, const double *distances,
                                   guint *leaves, GCancellable *cancellable, GError **error);

G_END_DECLS
