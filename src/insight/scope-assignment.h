/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * scope_assignment_find:
 * @costs: (n, n) finite numbers: of giving row i column j
 * @n: 1 or more
 * @columns: (out) (array length=n): the column of each row
 * @error: G_IO_ERROR_CANCELLED
 *
 * The assignment with the smallest sum (Kuhn 1955), by shortest augmenting paths with dual prices (Jonker and Volgenant
 * 1987): n³ steps. Nothing that the program links to has it (GSL has not, and LAPACK is none).
 */
gboolean scope_assignment_find (const double *costs, guint n, guint *columns,
                                GCancellable *cancellable, GError **error);

G_END_DECLS
