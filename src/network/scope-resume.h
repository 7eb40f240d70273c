/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-network.h"

G_BEGIN_DECLS

/**
 * scope_network_new_resumable:
 * @network: any network
 *
 * The same network for windows that are taken up in the middle. Behind its input stand, for each recurrent layer, the states that
 * it begins with, (windows, units) each, and behind its outputs the same states at the end; a window may have any number
 * of steps. Where a window is cut, and where it is taken up with the states of the part before, changes no bit of an answer.
 *
 * Returns: (nullable): %NULL where a window cannot be taken step by step: a layer that looks at several steps or goes
 *     backwards, a mask, several inputs, or an answer for every step
 */
ScopeNetwork *scope_network_new_resumable (ScopeNetwork *network) G_GNUC_WARN_UNUSED_RESULT;

/* Input 1 + i and output (outputs of the network that it was made of) + i are state i. */
guint scope_network_get_n_states (ScopeNetwork *self);
guint scope_network_get_state_size (ScopeNetwork *self, guint state);
/* The layer, as scope_model_find_layer() takes it, and by what track its trace knows the state. */
const char *scope_network_get_state_layer (ScopeNetwork *self, guint state, const char **track);

G_END_DECLS
