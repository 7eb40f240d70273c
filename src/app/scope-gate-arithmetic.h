/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"
#include "scope-model.h"
#include "scope-trace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_GATE_ARITHMETIC (scope_gate_arithmetic_get_type ())
G_DECLARE_FINAL_TYPE (ScopeGateArithmetic, scope_gate_arithmetic, SCOPE, GATE_ARITHMETIC, AdwBin)

/**
 * ScopeGateArithmetic:
 *
 * How one gate of one unit came to its value at one step: W·x, U·h, b, their sum, the activation of
 * it, and the largest products in it. Property "gate" (int): which; its buttons set it.
 */

/* @trace NULL: nothing is shown. @input_names: (array zero-terminated=1): one for each row of W,
 * copied. */
void
scope_gate_arithmetic_set_trace (ScopeGateArithmetic *self, ScopeModel *model, ScopeTrace *trace,
                                 ScopeGates *gates, const char *const *input_names);
/* @step: 0 for the oldest row; @place: what it is called ("t−23, 18 Jan 2013 23:00"). -1 for
 * none. */
void
scope_gate_arithmetic_set_place (ScopeGateArithmetic *self, int unit, int step, const char *place);
void scope_gate_arithmetic_set_gate (ScopeGateArithmetic *self, int gate);
int scope_gate_arithmetic_get_gate (ScopeGateArithmetic *self);

G_END_DECLS
