/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"
#include "scope-unit-data.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_UNIT_TABLE (scope_unit_table_get_type ())
G_DECLARE_FINAL_TYPE (ScopeUnitTable, scope_unit_table, SCOPE, UNIT_TABLE, AdwBin)

/**
 * ScopeUnitTable:
 *
 * The units of a recurrent layer, a row each, to be sorted by any column: their norms, memory and flags, or, for the gate and
 * matrix that are chosen above it, what the weights that lead into each look like. The choice follows the session's gate and
 * matrix; the selected row is the session's unit.
 *
 * Signal "opened" (): a row was activated (a second click, or Enter).
 */
void scope_unit_table_set_session (ScopeUnitTable *self, ScopeSession *session);

/* The layer of @gates (nullable); @data: NULL while it is computed, rows then have their numbers only. */
void scope_unit_table_set_data (ScopeUnitTable *self, ScopeGates *gates, ScopeUnitData *data);
/* Sorts as the pictures do: SCOPE_UNIT_ORDER_INDEX or a ScopeUnitColumn, largest first. */
void scope_unit_table_sort (ScopeUnitTable *self, int order);
/* -1: norms, memory and flags of all gates. */
void scope_unit_table_choose (ScopeUnitTable *self, int gate, ScopeMatrix matrix);

G_END_DECLS
