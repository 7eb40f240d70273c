/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"
#include "scope-model.h"

G_BEGIN_DECLS

/**
 * shuffled_model_new:
 * @model: any model
 * @layer: path of a recurrent layer of it
 * @others: (array length=units): which unit of @model each of the new one's is
 * @signs: (array length=units): 1, or -1 where it is turned
 * @whole: (out): whether all that reads the units was changed with them, so that the answers are the same
 *
 * The same model with the layer's units in another order and sign: columns of W, U and b, rows of U, peepholes, and the rows of a
 * Dense or recurrent layer that reads them.
 *
 * Returns: (nullable): %NULL for a layout that this does not write (CuDNN's), and for halves of a Bidirectional layer that are added up
 */
ScopeModel *shuffled_model_new (ScopeModel *model, const char *layer, const guint *others,
                                const int *signs, gboolean *whole);

G_END_DECLS
