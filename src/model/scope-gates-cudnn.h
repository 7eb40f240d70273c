/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-array.h"

G_BEGIN_DECLS

/*
 * CuDNN's layout of LSTM and GRU weights in Keras's own, exactly as Keras converts them (K@2.3.1 keras/engine/saving.py
 * _convert_rnn_weights): n features, u units, g gates. All return NULL where memory is not to be had.
 */

/* (n, g u) → (n, g u): each gate's n u numbers are a (u, n) matrix written row by row; it is transposed. */
ScopeArray *
scope_gates_cudnn_convert_kernel (ScopeArray *kernel, guint n_gates) G_GNUC_WARN_UNUSED_RESULT;
/* (u, g u) → (u, g u): each gate's block is transposed. */
ScopeArray *scope_gates_cudnn_convert_recurrent (ScopeArray *recurrent,
                                                 guint n_gates) G_GNUC_WARN_UNUSED_RESULT;
/* (2 g u) → (g u): the input's and the recurrent bias added. */
ScopeArray *scope_gates_cudnn_sum_bias (ScopeArray *bias) G_GNUC_WARN_UNUSED_RESULT;
/* (2 g u) → (2, g u). */
ScopeArray *scope_gates_cudnn_split_bias (ScopeArray *bias) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
