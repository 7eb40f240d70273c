/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_WEIGHT_LIST (scope_weight_list_get_type ())
G_DECLARE_FINAL_TYPE (ScopeWeightList, scope_weight_list, SCOPE, WEIGHT_LIST, GObject)

/**
 * ScopeWeightList:
 *
 * A list model of #ScopeWeightRow: matrix by matrix, in it unit by unit, in it from top to bottom. Rows are made when they are
 * looked at, so a list of a million costs nothing.
 */
/* @matrix: -1 for all */
ScopeWeightList *scope_weight_list_new (ScopeGates *gates, int matrix) G_GNUC_WARN_UNUSED_RESULT;
/* The first row of a unit in a matrix; G_MAXUINT where it is not in the list. */
guint scope_weight_list_find (ScopeWeightList *self, ScopeMatrix matrix, guint unit);

G_END_DECLS
