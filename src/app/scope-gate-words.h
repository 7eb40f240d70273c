/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"
#include "scope-layer.h"

G_BEGIN_DECLS

/* What the gates of a recurrent cell do, in plain sentences and in equations. All translated. */

/* "Decides how much of the old memory is kept: 1 all of it, 0 nothing." Static. */
const char *scope_gate_words_get_sentence (ScopeGates *gates, guint gate);
/* "fₜ = σ(W xₜ + U hₜ₋₁ + b)", with the layer's own activation; @layer: whose gates they are. */
char *scope_gate_words_dup_equation (ScopeGates *gates, ScopeLayer *layer, guint gate);

/* The same for what the gates are put together to: memory and answer of an LSTM, state of a GRU. NULL for a cell
 * without more than its one gate. */
const char *scope_gate_words_get_cell_sentence (ScopeGates *gates);
const char *scope_gate_words_get_cell_equation (ScopeGates *gates);

G_END_DECLS
