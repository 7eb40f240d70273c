/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-rows.h"

G_BEGIN_DECLS

/**
 * scope_feature_dup_values:
 * @feature: what to take; its lag is left out of account
 * @column: number of its column; any for a derived one
 * @n_unknown: (out) (optional): cells whose text is no category of the feature
 *
 * Returns: (array length=rows->n): its numbers before scaling, by rows in use, NaN where missing
 */
double *scope_feature_dup_values (const ScopeFeature *feature, ScopeSeries *series,
                                  const ScopeRows *rows, guint column, gsize *n_unknown);

G_END_DECLS
