/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-trace-panels.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_TRACE_TABLE (scope_trace_table_get_type ())
G_DECLARE_FINAL_TYPE (ScopeTraceTable, scope_trace_table, SCOPE, TRACE_TABLE, AdwBin)

/**
 * ScopeTraceTable:
 *
 * The chosen unit's gates and states as numbers, a row for each step, for those who do not see the
 * picture and those who want to read them. Signal "step-chosen" (int): a row was selected.
 */

/**
 * scope_trace_table_set:
 * @trace: (nullable): of one window; %NULL for none
 * @unit: of the layer; -1 for none
 * @times: (nullable) (array zero-terminated=1): a moment for each step, the oldest first
 */
void scope_trace_table_set (ScopeTraceTable *self, ScopeTrace *trace, ScopeGates *gates, int unit,
                            const char *const *times);
/* Selects the row of a step, 0 the oldest; -1 for none. */
void scope_trace_table_set_step (ScopeTraceTable *self, int step);

G_END_DECLS
