/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-kernels.h"

G_BEGIN_DECLS

/* Numbers that come of a row of @width: as many, but half of them for glu. 0: such a row has no answer. */
gint64 scope_activate_get_width (const ScopeActivation *activation, gint64 width);

/**
 * scope_activate:
 * @numbers: (n_rows, width); afterwards (n_rows, scope_activate_get_width())
 *
 * Any activation, also those that look at a whole row (softmax, log_softmax, sparsemax, glu), in place.
 */
void scope_activate (const ScopeKernels *kernels, const ScopeActivation *activation, float *numbers,
                     gsize n_rows, gsize width);

G_END_DECLS
