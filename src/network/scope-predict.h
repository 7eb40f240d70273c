/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-network.h"

G_BEGIN_DECLS

/**
 * scope_network_predict:
 * @inputs: (array length=n_inputs): for each input (N, time steps, …) as Keras's predict() takes it, or (N, …) for an
 *     input without a time axis; N is the same for all
 * @n_inputs: number of inputs
 * @options: (nullable): as scope_network_run()
 * @outputs: (out) (array length=n_outputs): for each output (N, …)
 * @traces: (out) (optional): as scope_network_run()
 * @error: SCOPE_ERROR_CONTRADICTION where shapes do not fit the model: which input, found, expected
 *
 * scope_network_run() on whole arrays: (N, T, F) is N·T rows with windows at 0, T, 2T …
 */
gboolean scope_network_predict (ScopeNetwork *self, ScopeArray *const *inputs, guint n_inputs,
                                const ScopeRunOptions *options, ScopeArray **outputs,
                                GPtrArray **traces, GError **error);

G_END_DECLS
