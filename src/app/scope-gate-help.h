/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"
#include "scope-layer.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_GATE_HELP (scope_gate_help_get_type ())
G_DECLARE_FINAL_TYPE (ScopeGateHelp, scope_gate_help, SCOPE, GATE_HELP, AdwBin)

/**
 * ScopeGateHelp:
 *
 * What each gate of a layer does, as a sentence and as its equation, and what the gates make together.
 */
void scope_gate_help_set (ScopeGateHelp *self, ScopeGates *gates, ScopeLayer *layer);

G_END_DECLS
