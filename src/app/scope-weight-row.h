/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_WEIGHT_ROW (scope_weight_row_get_type ())
G_DECLARE_FINAL_TYPE (ScopeWeightRow, scope_weight_row, SCOPE, WEIGHT_ROW, GObject)

/**
 * ScopeWeightRow:
 *
 * A row of the table of weights: what leads from one place to one unit, through every gate. Immutable.
 */
ScopeWeightRow *
scope_weight_row_new (ScopeMatrix matrix, guint row, guint unit) G_GNUC_WARN_UNUSED_RESULT;

ScopeMatrix scope_weight_row_get_matrix (ScopeWeightRow *self);
/* Feature in W, unit in U, 0 in b. */
guint scope_weight_row_get_row (ScopeWeightRow *self);
guint scope_weight_row_get_unit (ScopeWeightRow *self);

G_END_DECLS
