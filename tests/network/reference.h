/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-activation.h"

G_BEGIN_DECLS

/**
 * reference_lstm:
 * @x: (n_steps, n_features): one window
 * @kernel: (n_features, 4 n_units), columns i, f, c, o
 * @recurrent: (n_units, 4 n_units)
 * @bias: (nullable): (4 n_units)
 * @tracks: (out) (nullable): six of (n_steps, n_units): i, f, c̃, o, c, h
 *
 * An LSTM in double precision, written as its equations stand in Keras's documentation and as slowly: what the
 * network is held against where no file of Keras's is at hand.
 */
void
reference_lstm (gsize n_steps, gsize n_features, gsize n_units, const float *x, const float *kernel,
                const float *recurrent, const float *bias, const ScopeActivation *gate,
                const ScopeActivation *candidate, gboolean backwards, double *tracks[6]);

/* A vector's activation, also softmax and log_softmax. */
void reference_activate (const ScopeActivation *activation, double *x, gsize n);

G_END_DECLS
