/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"
#include "scope-kernels.h"

G_BEGIN_DECLS

/**
 * scope_panels_pack:
 * @self: (out): free @self->numbers with scope_buffer_free()
 * @lanes: of the kernels that will read it
 * @matrix: (depth, n_columns)
 * @bias: (nullable): (n_columns)
 *
 * Columns one after the other, four vectors of them in a panel; the last panel has no more vectors than it
 * needs.
 */
gboolean scope_panels_pack (ScopePanels *self, guint lanes, gsize depth, gsize n_columns,
                            const float *matrix, const float *bias, GError **error);

/**
 * scope_panels_pack_gates:
 * @numbers: (out): (n_panels; 1 + features + units; 4, lanes): b, W and U of four gates of the units of a panel. A
 *     fourth gate that the cell does not have is zeros
 * @n_panels: (out): ⌈units / lanes⌉
 * @gates: a cell of up to four gates
 * @lanes: of the kernels that will read it
 */
gboolean scope_panels_pack_gates (float **numbers, gsize *n_panels, ScopeGates *gates, guint lanes,
                                  GError **error);

G_END_DECLS
