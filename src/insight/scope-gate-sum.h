/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"
#include "scope-model.h"
#include "scope-trace.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_GATE_SUM (scope_gate_sum_get_type ())

/**
 * ScopeGateProduct: one product of a sum.
 * @matrix: SCOPE_MATRIX_W: weight · feature; SCOPE_MATRIX_U: weight · what unit @index said one step before; SCOPE_MATRIX_V: peephole ·
 *     the unit's own cell state
 * @index: the feature or the unit
 * @weight: the weight
 * @value: what it is multiplied with
 * @product: both, and for the candidate of a GRU the reset gate's factor
 */
typedef struct
{
  ScopeMatrix matrix;
  guint index;
  double weight;
  double value;
  double product;
} ScopeGateProduct;

/**
 * ScopeGateSum:
 * @from_inputs: W·x
 * @from_units: U·h, h of the step before (0 before the first)
 * @from_cell: V·c, for a cell with peepholes: c of the step before for the input and the forget gate, c of this step for the
 *     output gate (TensorFlow Addons rnn/peephole_lstm_cell.py); 0 without
 * @bias: b
 * @sum: of the four
 * @result: the gate's activation of @sum, in double precision
 * @traced: what the forward pass computed for this gate; NaN where its trace has no such track
 * @activation: the gate's
 * @parts: every product, the largest |product| first
 * @n_parts: features + units, and one with a peephole
 *
 * The arithmetic of one gate of one unit at one step. A GRU's candidate: with reset_after, from_units is
 * r · (U·h + b_r), b_r the recurrent bias; without it, U·(r ∘ h) (K@2.3.1 recurrent.py GRUCell.call).
 */
typedef struct
{
  double from_inputs;
  double from_units;
  double from_cell;
  double bias;
  double sum;
  double result;
  double traced;
  ScopeActivation activation;
  ScopeGateProduct *parts;
  guint n_parts;
} ScopeGateSum;

GType scope_gate_sum_get_type (void);

/**
 * scope_gate_sum_new:
 * @model: the model that was run
 * @trace: of one of its layers
 * @window: of the trace
 * @step: of the trace, in the order in which the layer took the steps
 * @gate: in canonical order
 * @unit: which
 * @error: SCOPE_ERROR_UNSUPPORTED for the first step of a layer that is
 *     given its first state by another layer, as the trace does not have it
 */
ScopeGateSum *scope_gate_sum_new (ScopeModel *model, ScopeTrace *trace, gsize window, gsize step,
                                  guint gate, guint unit, GError **error) G_GNUC_WARN_UNUSED_RESULT;
ScopeGateSum *scope_gate_sum_copy (const ScopeGateSum *self) G_GNUC_WARN_UNUSED_RESULT;
void scope_gate_sum_free (ScopeGateSum *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeGateSum, scope_gate_sum_free)

G_END_DECLS
