/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"
#include "scope-initialiser.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_INITIAL (scope_initial_get_type ())

/**
 * ScopeInitial:
 *
 * What training changed: the weights of a recurrent layer beside the distribution that its file's initialisers draw from.
 * Refcounted, immutable, any thread.
 */
typedef struct _ScopeInitial ScopeInitial;

/**
 * ScopeInitialPart: one gate's matrix.
 * @gate, @matrix: which
 * @initialiser: what it was before training; of the forget gate's bias ones with unit_forget_bias, zeros for the others
 * @n: weights
 * @distance: Kolmogorov–Smirnov: the largest difference of the weights' share below x and the initialiser's, 0 to 1;
 *     NaN where the initialiser is unknown or a weight is not finite
 * @critical: distance that untrained independent weights exceed once in a hundred times: 1.628/(√n + 0.12 + 0.11/√n)
 *     (Stephens 1974); 0 where all weights were the same constant, which any change exceeds
 * @mean, @sd: of the weights now (population); NaN where one is not finite
 * @shift: @mean less the initialiser's
 */
typedef struct
{
  guint gate;
  ScopeMatrix matrix;
  ScopeInitialiser initialiser;
  gsize n;
  double distance;
  double critical;
  double mean;
  double sd;
  double shift;
} ScopeInitialPart;

GType scope_initial_get_type (void);

/**
 * scope_initial_new:
 * @layer: a recurrent layer (of a Bidirectional one, one of its children)
 * @error: as scope_gates_new()
 *
 * Sorts every matrix: blocks for 4 million weights about half a second.
 */
ScopeInitial *scope_initial_new (ScopeLayer *layer, GError **error) G_GNUC_WARN_UNUSED_RESULT;
ScopeInitial *scope_initial_ref (ScopeInitial *self);
void scope_initial_unref (ScopeInitial *self);

ScopeGates *scope_initial_get_gates (ScopeInitial *self);
/* NULL where the cell has no such matrix (use_bias false), and for V. */
const ScopeInitialPart *scope_initial_get_part (ScopeInitial *self, guint gate, ScopeMatrix matrix);
/* Whether a part lies further off than chance explains: distance > critical. FALSE where that is not known. */
gboolean scope_initial_part_is_changed (const ScopeInitialPart *part);

/**
 * scope_initial_count:
 * @gate, @matrix: a part that there is
 * @min, @max: range of the bins
 * @counts: (out) (array length=n_bins): weights in each bin, its lower end included, the last one's upper end too; those beyond
 *     the range in no bin
 * @expected: (out) (optional) (array length=n_bins): how many the initialiser draws on the average; NaN where unknown
 */
void scope_initial_count (ScopeInitial *self, guint gate, ScopeMatrix matrix, double min,
                          double max, guint *counts, double *expected, guint n_bins);

/* Smallest and largest weight of a part, for a range of bins; FALSE where one is not finite or there is none. */
gboolean scope_initial_get_range (ScopeInitial *self, guint gate, ScopeMatrix matrix, double *min,
                                  double *max);

/**
 * scope_initial_dup_singular_values:
 * @n: (out): how many: the units
 * @expected: (out) (optional): what all of them were before training, NaN where the initialiser is not orthogonal
 *
 * Of U of all gates side by side (units × gates·units) as the file keeps it, largest first; each of a gate's own where Keras 1
 * filled them gate by gate, then n is gates × units. Square roots of the eigenvalues of UUᵀ in double precision: good to 1.5e-8 of the
 * largest, the weights themselves being rounded to 6e-8.
 *
 * Returns: NULL where a weight is not finite (SCOPE_ERROR_UNSUPPORTED), or cancelled
 */
double *scope_initial_dup_singular_values (ScopeInitial *self, guint *n, double *expected,
                                           GCancellable *cancellable,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_initial_get_forget_shift:
 * @mean, @sd: (out) (optional): of the forget biases less what they were
 *
 * Returns: FALSE where there is no forget gate, no bias, or no known initialiser of it
 */
gboolean scope_initial_get_forget_shift (ScopeInitial *self, double *mean, double *sd);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeInitial, scope_initial_unref)

G_END_DECLS
