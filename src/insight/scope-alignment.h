/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"
#include "scope-model.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_ALIGNMENT (scope_alignment_get_type ())

/**
 * ScopeAlignment:
 *
 * Two recurrent layers of the same class and shape, A and B, the units of B put into the order and signs in which they are most like
 * A's. Neither changes what a network answers: units have no order, and a unit whose candidate weights (its column of W, U and
 * b), whose row of U in every gate and whose row in the next layer all change sign answers −h where it answered h,
 * as long as candidate, output and what follows go through odd functions (tanh, linear, softsign …). So without it a difference of two
 * models is noise.
 *
 * The units are matched by the Hungarian method (Kuhn 1955; shortest augmenting paths as Jonker and Volgenant 1987, O(n³)): the cost of a pair is the
 * squared distance of all weights that lead into and out of the two, each matrix divided by the root mean square of both models' weights in it,
 * with the better of the two signs. What leads to and from other units depends on how those are matched: the first
 * matching takes features without order or sign, or the order of the file where that is nearer (two epochs of one training); each
 * round after it takes the matching before, until that stays or gets no better. Refcounted, immutable, any thread.
 */
typedef struct _ScopeAlignment ScopeAlignment;

/**
 * ScopeAlignedUnit:
 * @unit: of A
 * @other: of B
 * @sign: 1, or -1 where it is turned
 * @distance: L2 norm of A − aligned B over all that belongs to the unit: its columns of W, U and b, its row of U, and its row in
 *     the next layer where both models have one of the same size. 0 only where they are equal to the last bit.
 * @relative: distance over the larger L2 norm of the same weights of A and of B: 0 equal, about 1.4 unrelated, 2 opposite; 0 where
 *     both are 0
 */
typedef struct
{
  guint unit;
  guint other;
  int sign;
  double distance;
  double relative;
} ScopeAlignedUnit;

typedef enum
{
  SCOPE_ALIGNMENT_A,
  SCOPE_ALIGNMENT_B,          /* in A's order and signs */
  SCOPE_ALIGNMENT_DIFFERENCE, /* A − B */
} ScopeAlignmentPart;

GType scope_alignment_get_type (void);

/**
 * scope_alignment_new:
 * @a, @b: two models; may be the same
 * @layer_a, @layer_b: paths of a recurrent layer in each, as scope_model_find_layer() takes them
 * @error: SCOPE_ERROR_USAGE where there is no such layer; SCOPE_ERROR_CONTRADICTION where the two differ in class, units, features or
 *     biases: says which and both numbers; SCOPE_ERROR_UNSUPPORTED where a weight is not finite; G_IO_ERROR_CANCELLED
 *
 * Blocks: rounds of units³ and units²·weights steps.
 */
ScopeAlignment *
scope_alignment_new (ScopeModel *a, const char *layer_a, ScopeModel *b, const char *layer_b,
                     GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
ScopeAlignment *scope_alignment_ref (ScopeAlignment *self);
void scope_alignment_unref (ScopeAlignment *self);

ScopeGates *scope_alignment_get_gates_a (ScopeAlignment *self);
ScopeGates *scope_alignment_get_gates_b (ScopeAlignment *self);
guint scope_alignment_get_n_units (ScopeAlignment *self);
/* (array length=n_units), by units of A. */
const ScopeAlignedUnit *scope_alignment_get_units (ScopeAlignment *self);
/* (array length=n_units): units of A, the one that moved most first (by relative distance, then by number). */
const guint *scope_alignment_get_ranking (ScopeAlignment *self);
/* L2 norm of A − B over W, U, b of all gates, and of the same of A. */
double scope_alignment_get_distance (ScopeAlignment *self);
double scope_alignment_get_norm (ScopeAlignment *self);
/* Units that are not at the same place in B, and those that are turned. */
guint scope_alignment_get_n_moved (ScopeAlignment *self);
guint scope_alignment_get_n_turned (ScopeAlignment *self);
/* Whether the rows of the next layer were compared too. */
gboolean scope_alignment_has_head (ScopeAlignment *self);
/* Why no unit may be turned (a function that is not odd), static and translated; NULL where they may. */
const char *scope_alignment_get_no_turns (ScopeAlignment *self);

/**
 * scope_alignment_dup_matrix:
 * @gate, @matrix: one that both have
 * @part: A, B or A − B
 *
 * Returns: (nullable): (rows, units) in A's order of units; NULL where the cell has no such matrix
 */
ScopeArray *scope_alignment_dup_matrix (ScopeAlignment *self, guint gate, ScopeMatrix matrix,
                                        ScopeAlignmentPart part) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeAlignment, scope_alignment_unref)

G_END_DECLS
