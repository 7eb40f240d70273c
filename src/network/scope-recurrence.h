/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"
#include "scope-layer-type.h"

G_BEGIN_DECLS

/* Windows that take all their steps together, so that their states stay in the nearest cache. */
#define SCOPE_RECURRENCE_TILE SCOPE_MAX_WINDOWS

/**
 * ScopeRecurrence: how a cell is taken along a window: what a recurrent layer is besides its cell.
 * @n_features: what the cell takes at each step
 * @n_units: of the cell
 * @n_states: of the cell: 2 for an LSTM (h, c), 1 for the others (h)
 * @n_initial: how many of the step's inputs are states that it begins with: 0 (zeros) or @n_states, behind the first input
 * @masked: whether the step's last input is a mask (windows, steps)
 * @return_sequences: every step's h, or the last one's
 * @return_state: whether the states at the end are outputs too
 * @reversed: takes the last row of its input first
 * @backwards: whether step 0 is the window's last row; a cell upon a reversed one is not reversed itself
 * @zero_masked: a masked step answers zeros; otherwise what the step before answered
 * @unrolled: Keras wrote the steps out one by one, which matters for one thing (see scope_recurrence_show())
 *
 * Masked steps leave the states as they are (K@v2.15.0 backend.py rnn(), KM backend/tensorflow/rnn.py rnn()).
 */
typedef struct
{
  gsize n_features;
  gsize n_units;
  guint n_states;
  guint n_initial;
  gboolean masked;
  gboolean return_sequences;
  gboolean return_state;
  gboolean reversed;
  gboolean backwards;
  gboolean zero_masked;
  gboolean unrolled;
} ScopeRecurrence;

/**
 * ScopeRecurrenceTile: windows of a chunk that take their steps together.
 * @first: window of the chunk
 * @n: at most SCOPE_RECURRENCE_TILE
 * @n_steps: rows of a window
 * @mask: (nullable): which rows count
 * @n_masked: how many of the windows the present step leaves out
 * @counts: (array length=n): whether the present step counts in a window
 */
typedef struct
{
  gsize first;
  gsize n;
  gsize n_steps;
  const ScopeValue *mask;
  gsize n_masked;
  gboolean counts[SCOPE_RECURRENCE_TILE];
} ScopeRecurrenceTile;

/* The row of a window that step @step takes. */
static inline gsize
scope_recurrence_get_row (const ScopeRecurrence *self, gsize n_steps, gsize step)
{
  return self->reversed ? n_steps - 1 - step : step;
}

/* What a layer's configuration says; all but the cell's sizes and what feeds it. */
ScopeRecurrence scope_recurrence_new (ScopeLayer *layer);

/* The mask that a layer takes. Keras 3 loses sight of it where a layer is given states to begin with (KM layer.py __call__(), "Populate
 * mask argument(s)"), unless it is given as well. */
guint scope_recurrence_find_mask (const ScopePlan *plan, ScopeLayer *layer, const guint *inputs,
                                  guint n_inputs);

/* infer() of a recurrent step. */
gboolean scope_recurrence_infer (const ScopeStep *step, const ScopeRecurrence *self,
                                 const ScopeShape *inputs, ScopeShape *outputs, char **why);

/* Looks which windows of the tile step @step counts in. */
void scope_recurrence_look (const ScopeRecurrence *self, ScopeRecurrenceTile *tile, gsize step);

/* Puts back a state (n, @pitch) of windows in which the present step does not count. */
void scope_recurrence_keep (const ScopeRecurrenceTile *tile, const float *before, float *now,
                            gsize pitch, gsize width);

/**
 * scope_recurrence_show:
 * @hidden: (n, @pitch): h after step @step
 * @shown: (n, n_units): what the layer answered at the step before; what it answers now
 * @output: window after window of the tile, each with all its steps, or with one where the last alone is asked for
 *
 * Puts what the layer answers at step @step where it belongs. Keras's loop that is written out step by step zeroes a
 * sequence by the mask in the order of the rows, also where the steps go the other way.
 */
void
scope_recurrence_show (const ScopeRecurrence *self, const ScopeRecurrenceTile *tile, gsize step,
                       const float *hidden, gsize pitch, float *shown, float *output);

/* The state that windows begin with: @initial, or zeros: (SCOPE_RECURRENCE_TILE, @pitch). */
void scope_recurrence_begin (const ScopeRecurrence *self, const ScopeRecurrenceTile *tile,
                             const ScopeValue *initial, float *state, gsize pitch);

/* A state (n, @pitch) to (n, n_units). */
void scope_recurrence_end (const ScopeRecurrence *self, const ScopeRecurrenceTile *tile,
                           const float *state, gsize pitch, float *output);

/**
 * ScopeStepNewFunc: one step for one kind of cell; scope-step-recurrent.c says which classes it serves, and sets what all recurrent
 * steps have.
 * @gates: weights and activations of the cell, with as many gates as it has
 * @how: complete
 */
typedef ScopeStep *(*ScopeStepNewFunc) (const ScopePlan *plan, ScopeGates *gates,
                                        const ScopeRecurrence *how, const char *path,
                                        GError **error);

ScopeStep *scope_step_lstm_new (const ScopePlan *, ScopeGates *, const ScopeRecurrence *,
                                const char *, GError **) G_GNUC_WARN_UNUSED_RESULT;
ScopeStep *scope_step_peephole_new (const ScopePlan *, ScopeGates *, const ScopeRecurrence *,
                                    const char *, GError **) G_GNUC_WARN_UNUSED_RESULT;
ScopeStep *scope_step_gru_new (const ScopePlan *, ScopeGates *, const ScopeRecurrence *,
                               const char *, GError **) G_GNUC_WARN_UNUSED_RESULT;
ScopeStep *scope_step_simple_rnn_new (const ScopePlan *, ScopeGates *, const ScopeRecurrence *,
                                      const char *, GError **) G_GNUC_WARN_UNUSED_RESULT;

/* Turns a tensor round along its steps. */
ScopeStep *scope_step_turn_new (const ScopePlan *plan, const char *path) G_GNUC_WARN_UNUSED_RESULT;

/* A recurrent layer, or an RNN with its cells, taken along in the given way; @how's sizes and what feeds it are found here. */
gboolean scope_compile_recurrence (ScopePlan *plan, ScopeLayer *layer, const char *path,
                                   const ScopeRecurrence *how, const guint *inputs, guint n_inputs,
                                   GArray *outputs, char **why);

/* The same for ConvLSTM1D, 2D and 3D. */
gboolean scope_compile_conv_lstm (ScopePlan *plan, ScopeLayer *layer, const char *path,
                                  const ScopeRecurrence *how, const guint *inputs, guint n_inputs,
                                  GArray *outputs, char **why);

G_END_DECLS
