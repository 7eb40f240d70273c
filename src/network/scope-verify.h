/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-network.h"

G_BEGIN_DECLS

/**
 * A golden file: inputs for a model and what Keras itself answered, as plain HDF5 datasets (an image whose arrays are float32):
 *
 *   x/K                 (N, …)  input K
 *   y/K                 (N, …)  output K
 *   traces/LAYER/TRACK  (M, T, units) gates of a recurrent layer for the first M windows, steps in the order in which the layer
 *                       took them; TRACK is i, f, g, o, c, h (LSTM), z, r, hh, h (GRU) or h; LAYER may end in /forward or /backward
 *   maps/LAYER/TRACK    (M, T, rows, columns, filters) the same of a ConvLSTM2D
 *   vjp/K, y64/K, vjp64/K  gradients, and the answers in float64
 *
 * with the attribute float32_error_y: the largest difference between Keras's own answers in float32 and float64.
 *
 * Allowed are max (1e-5 · largest |y|, 10 · float32_error_y) for an output and 5e-5 · max (0.01, largest value) for a trace. What is
 * not finite where Keras's answer is, is over.
 */
typedef enum
{
  SCOPE_VERIFY_OK,
  SCOPE_VERIFY_OVER,
  SCOPE_VERIFY_NOT_COMPARED,
} ScopeVerifyStatus;

/**
 * ScopeVerifyLine: one stored answer.
 * @name: its path in the file without the first slash: "y/0", "traces/lstm/i"
 * @difference: largest absolute difference; infinity where shapes differ or a number is not finite; NaN where not compared
 * @allowed: NaN where not compared
 * @note: (nullable): why it was not compared, or what is the matter; translated
 */
typedef struct
{
  char *name;
  double difference;
  double allowed;
  ScopeVerifyStatus status;
  char *note;
} ScopeVerifyLine;

void scope_verify_line_free (ScopeVerifyLine *self);

/**
 * scope_network_verify:
 * @golden: a golden file
 * @options: (nullable): threads, cancellable, progress; what it says of traces is not used
 * @error: SCOPE_ERROR_CONTRADICTION where the file has no inputs for the model's, or of another shape; what scope_network_run() says
 *
 * Returns: (transfer full) (element-type ScopeVerifyLine): a line for each stored answer, in the file's order
 */
GPtrArray *
scope_network_verify (ScopeNetwork *self, ScopeImage *golden, const ScopeRunOptions *options,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeVerifyLine, scope_verify_line_free)

G_END_DECLS
