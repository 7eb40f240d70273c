/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"

G_BEGIN_DECLS

/* Units whose weights are correlated as much hear the same. */
#define SCOPE_REDUNDANT_CORRELATION 0.95

/**
 * ScopeRedundant: which other unit one unit is most like, where that is at all like enough.
 * @other: its number
 * @sign: 1, or -1 where it answers the opposite
 * @correlation: r = Σab/√(Σa²Σb²) of the weights that lead into the two, the cosine of their angle: about zero, not about a mean,
 *     so that it does not depend on signs; 0 where none reaches SCOPE_REDUNDANT_CORRELATION
 */
typedef struct
{
  guint other;
  int sign;
  double correlation;
} ScopeRedundant;

/**
 * scope_redundant_find:
 * @gates: any recurrent cell
 *
 * Compares every two units; most pairs are given up after a few of their weights, when the rest (by Cauchy and Schwarz) can no
 * longer make them alike.
 *
 * Returns: (array length=n_units)
 */
ScopeRedundant *scope_redundant_find (ScopeGates *gates) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
