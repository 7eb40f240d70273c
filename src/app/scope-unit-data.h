/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-effect.h"
#include "scope-gate-stats.h"
#include "scope-memory.h"
#include "scope-unit-stats.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_UNIT_DATA (scope_unit_data_get_type ())

/* By what units are put in order: a ScopeUnitColumn, or this: as the file has them. */
#define SCOPE_UNIT_ORDER_INDEX (-1)

/**
 * ScopeUnitData:
 *
 * All that the gates page shows of one recurrent layer and that takes more than a frame to compute for a large one: the
 * units' statistics, those of every gate and matrix, and how the weights are distributed. Refcounted, immutable, any thread.
 */
typedef struct _ScopeUnitData ScopeUnitData;

/**
 * ScopeWeightPlace: one weight, and where it is.
 * @gate: in canonical order
 * @row: feature in W, unit in U, 0 in b
 */
typedef struct
{
  guint gate;
  ScopeMatrix matrix;
  guint row;
  guint unit;
  float weight;
} ScopeWeightPlace;

GType scope_unit_data_get_type (void);

/**
 * scope_unit_data_load_async:
 * @layer: path of a recurrent layer, as scope_model_find_layer() takes it
 *
 * Computes it on another thread. Errors of scope_unit_data_load_finish(): as scope_unit_stats_new(); cancelled.
 */
void scope_unit_data_load_async (ScopeModel *model, const char *layer, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
ScopeUnitData *
scope_unit_data_load_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
ScopeUnitData *scope_unit_data_ref (ScopeUnitData *self);
void scope_unit_data_unref (ScopeUnitData *self);

ScopeUnitStats *scope_unit_data_get_stats (ScopeUnitData *self);
ScopeGates *scope_unit_data_get_gates (ScopeUnitData *self);
/* How long the units remember; NULL where no gate keeps (SimpleRNN). */
ScopeMemory *scope_unit_data_get_memory (ScopeUnitData *self);
/* What the units do to the model's outputs; NULL where more than linear layers lies between. */
ScopeEffect *scope_unit_data_get_effect (ScopeUnitData *self);
/* One number of `stats`; NaN where there is no such matrix. */
double scope_unit_data_get_stat (ScopeUnitData *self, guint unit, guint gate, ScopeMatrix matrix,
                                 ScopeStat stat);

/* Whether units have something to be ordered by there: not memory without a forget gate, nor head without one. */
gboolean scope_unit_data_has_order (ScopeUnitData *self, int order);
/* The unit at each place: largest value first, undefined ones last, equal ones as the file has them. */
guint *scope_unit_data_dup_order (ScopeUnitData *self, int order) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_unit_data_get_extent:
 * @gate, @matrix: -1 for all
 * @share: of the finite weights that lie within the answer, at most 1
 *
 * Returns: half the width of a range centred on zero: the largest |weight| for a share of 1, else a bound that is
 *     exact to a thousandth of that; 0 where no weight is finite
 */
double scope_unit_data_get_extent (ScopeUnitData *self, int gate, int matrix, double share);
/* How many weights lie in each of @n_bins parts of −@extent to @extent, those beyond in the outermost ones. */
void scope_unit_data_count (ScopeUnitData *self, int gate, int matrix, double extent, guint *bins,
                            guint n_bins);
/* The weight with the largest size; FALSE where none is finite. */
gboolean
scope_unit_data_find_largest (ScopeUnitData *self, int gate, int matrix, ScopeWeightPlace *place);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeUnitData, scope_unit_data_unref)

G_END_DECLS
