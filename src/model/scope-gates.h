/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-layer.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_GATES (scope_gates_get_type ())
#define SCOPE_MAX_GATES 4

/**
 * ScopeGates:
 *
 * W, U and b of one recurrent cell, gate by gate in canonical order whichever way the file stores them: LSTM i, f, c, o;
 * GRU z, r, h; SimpleRNN h. Refcounted, immutable.
 *
 * Keras 1 keeps twelve arrays in the order i, c, f, o; Keras 2 and 3 three with column blocks i, f, c, o; CuDNN
 * transposes W and U block by block and keeps two biases; GRU with reset_after keeps two biases
 * (shared/reference facts: K@2.0.0 preprocess_weights_for_loading, K@2.3.1 saving.py _convert_rnn_weights).
 */
typedef struct _ScopeGates ScopeGates;

typedef enum
{
  SCOPE_MATRIX_W, /* kernel: from feature (rows) to unit (columns) */
  SCOPE_MATRIX_U, /* recurrent kernel: from unit (rows) to unit (columns) */
  SCOPE_MATRIX_B, /* bias: one row */
  SCOPE_N_MATRICES,
  /* Peepholes, from a unit's own cell state to its gates: one row. Only TensorFlow's PeepholeLSTMCell has them, so that
   * whoever goes through all matrices goes through the three above. */
  SCOPE_MATRIX_V = SCOPE_N_MATRICES,
  SCOPE_N_MATRICES_AND_V
} ScopeMatrix;

/**
 * ScopeMatrixView: element (row, column) is data[row * row_stride + column]. Not present (use_bias false): data NULL.
 */
typedef struct
{
  const float *data;
  gsize n_rows;
  gsize n_columns;
  gsize row_stride;
} ScopeMatrixView;

GType scope_gates_get_type (void);

/**
 * scope_gates_new:
 * @layer: a recurrent layer (for a Bidirectional one, one of its children)
 * @error: SCOPE_ERROR_CONTRADICTION, naming layer, array, found and expected shape; SCOPE_ERROR_UNSUPPORTED where the layer
 *     has no gates or no weights
 */
ScopeGates *scope_gates_new (ScopeLayer *layer, GError **error) G_GNUC_WARN_UNUSED_RESULT;
ScopeGates *scope_gates_ref (ScopeGates *self);
void scope_gates_unref (ScopeGates *self);

guint scope_gates_get_n_gates (ScopeGates *self);
/* n (rows of W) and u. */
guint scope_gates_get_n_features (ScopeGates *self);
guint scope_gates_get_n_units (ScopeGates *self);
/* "i", "f", "c", "o" (LSTM); "z", "r", "h". */
const char *scope_gates_get_letter (ScopeGates *self, guint gate);
/* The same for headings, where a candidate wears its tilde: "i", "f", "c̃", "o"; "z", "r", "h̃". */
const char *scope_gates_get_sign (ScopeGates *self, guint gate);
/* "input", "forget", "candidate", "output"; "update", "reset", "candidate". Translated. */
const char *scope_gates_get_title (ScopeGates *self, guint gate);
/* The activation that this gate's sum goes through. */
const ScopeActivation *scope_gates_get_activation (ScopeGates *self, guint gate);
/* Index of a gate by its letter, or -1. */
int scope_gates_find (ScopeGates *self, const char *letter);
/* Index of the forget gate, or -1 where the cell has none. */
int scope_gates_get_forget (ScopeGates *self);

/* A gate's slice. For GRU with reset_after, SCOPE_MATRIX_B is the input bias plus, for z and r, the recurrent
 * one (they only ever act as a sum); scope_gates_get_recurrent_bias() has the candidate's. */
ScopeMatrixView scope_gates_get_view (ScopeGates *self, guint gate, ScopeMatrix matrix);
/* Whether there is a V. Its input and forget gates see the cell state of the step before, its output gate that of this step;
 * the candidate has none, and its view no data. */
gboolean scope_gates_has_peepholes (ScopeGates *self);
/* A plain sentence about V: that Keras's LSTM has none, or what it is; NULL for cells that never have any. Translated. */
const char *scope_gates_get_peephole_text (ScopeGates *self);
/* GRU with reset_after: the recurrent bias of the candidate (one row); otherwise data is NULL. */
ScopeMatrixView scope_gates_get_recurrent_bias (ScopeGates *self);

/* Whether a GRU's reset gate acts on h·U (and its bias) or on h before it; FALSE for other cells. */
gboolean scope_gates_get_reset_after (ScopeGates *self);

/* "W", "U", "b", "V". */
const char *scope_matrix_get_letter (ScopeMatrix matrix);

/* A plain sentence: how this file stores the gates ("twelve arrays in the order i, c, f, o (Keras 1)" …). Translated. */
const char *scope_gates_get_storage (ScopeGates *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeGates, scope_gates_unref)

G_END_DECLS
