/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The weights that one unit of a layer has for itself in an alignment, besides those of its gates. */
typedef struct
{
  ScopeGates *gates;
  const float *head; /* (units, n_head): its row in what reads it; NULL */
  gsize n_head;
} ScopeUnitWeights;

/* What each matrix is multiplied with, so that all weigh alike. */
typedef struct
{
  float matrices[SCOPE_N_MATRICES_AND_V];
  float head;
} ScopeUnitScales;

/**
 * ScopeUnitVectors: what stands for each unit when it is compared with others.
 * @same: (units, n_same): what stays when the unit is turned
 * @turned: (units, n_turned): what changes its sign
 */
typedef struct
{
  guint n_units;
  gsize n_same;
  gsize n_turned;
  float *same;
  float *turned;
} ScopeUnitVectors;

/**
 * scope_unit_vectors_fill:
 * @others: (nullable) (array length=n_units): in which order the other units count, and with which sign; %NULL: in none, so that
 *     of what the unit hears from them and tells them only the sizes count, by size
 * @signs: (nullable) (array length=n_units): 1 or -1
 */
void scope_unit_vectors_fill (ScopeUnitVectors *self, const ScopeUnitWeights *weights,
                              const ScopeUnitScales *scales, const guint *others, const int *signs);
void scope_unit_vectors_clear (ScopeUnitVectors *self);

/**
 * scope_unit_vectors_compare:
 * @costs: (out): (units, units): squared distance of each of @a's to each of @b's with the better sign
 * @turns: whether they may be turned
 * @signs: (out): (units, units): that sign
 * @error: G_IO_ERROR_CANCELLED
 */
gboolean
scope_unit_vectors_compare (const ScopeUnitVectors *a, const ScopeUnitVectors *b, gboolean turns,
                            double *costs, gint8 *signs, GCancellable *cancellable, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ScopeUnitVectors, scope_unit_vectors_clear)

G_END_DECLS
