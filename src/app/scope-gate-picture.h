/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gate-plot.h"
#include "scope-unit-data.h"

G_BEGIN_DECLS

/* Beside those of scope_unit_data_dup_order(): units whose weights are alike stand together. */
#define SCOPE_UNIT_ORDER_CLUSTERED (-2)

/**
 * ScopeGateArrangement:
 * @units: SCOPE_UNIT_ORDER_INDEX, SCOPE_UNIT_ORDER_CLUSTERED or a ScopeUnitColumn
 * @cluster_rows: whether the rows of W are clustered; else they are in the order of the features
 * @gate, @matrix: whose weights clusters are found from; -1 for all
 */
typedef struct
{
  int units;
  gboolean cluster_rows;
  int gate;
  int matrix;
} ScopeGateArrangement;

/**
 * ScopeGatePicture:
 *
 * What the picture of a layer's gates needs and what takes longer than a frame for a large layer: orders of units and features,
 * the trees of their clusters, and the pyramids of all matrices in those orders. Refcounted, immutable, any thread.
 */
typedef struct _ScopeGatePicture ScopeGatePicture;

/* Whether it is made in less than a frame. */
gboolean scope_gate_picture_is_quick (ScopeUnitData *data, const ScopeGateArrangement *arrangement);
/* Errors: as scope_linkage_new_weights(). Blocks. */
ScopeGatePicture *
scope_gate_picture_new (ScopeUnitData *data, const ScopeGateArrangement *arrangement,
                        GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same on another thread. */
void scope_gate_picture_new_async (ScopeUnitData *data, const ScopeGateArrangement *arrangement,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
ScopeGatePicture *
scope_gate_picture_new_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
ScopeGatePicture *scope_gate_picture_ref (ScopeGatePicture *self);
void scope_gate_picture_unref (ScopeGatePicture *self);

/* The arrangement that it was made for, and of which data. */
const ScopeGateArrangement *scope_gate_picture_get_arrangement (ScopeGatePicture *self);
ScopeUnitData *scope_gate_picture_get_data (ScopeGatePicture *self);

/* The unit at each place, and the feature at each row of W. */
const guint *scope_gate_picture_get_units (ScopeGatePicture *self);
const guint *scope_gate_picture_get_features (ScopeGatePicture *self);
/* NULL where they are not clustered. */
const ScopeDendrogram *scope_gate_picture_get_unit_tree (ScopeGatePicture *self);
const ScopeDendrogram *scope_gate_picture_get_feature_tree (ScopeGatePicture *self);
/* NULL where there is no such matrix. */
ScopePyramid *
scope_gate_picture_get_pyramid (ScopeGatePicture *self, guint gate, ScopeMatrix matrix);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeGatePicture, scope_gate_picture_unref)

G_END_DECLS
