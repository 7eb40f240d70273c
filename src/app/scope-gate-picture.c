/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-picture.h"

#include "scope-linkage.h"

#include <string.h>

/* So many weights are copied and reduced in about a millisecond. */
#define QUICK 200000

struct _ScopeGatePicture
{
  gatomicrefcount count;
  ScopeGateArrangement arrangement;
  ScopeUnitData *data;
  guint *units;
  guint *features;
  ScopeDendrogram unit_tree;
  ScopeDendrogram feature_tree;
  ScopePyramid *pyramids[SCOPE_MAX_GATES][SCOPE_N_MATRICES_AND_V];
};

gboolean
scope_gate_picture_is_quick (ScopeUnitData *data, const ScopeGateArrangement *arrangement)
{
  ScopeGates *gates;
  guint64 n;

  g_return_val_if_fail (data != NULL && arrangement != NULL, FALSE);

  if (arrangement->units == SCOPE_UNIT_ORDER_CLUSTERED || arrangement->cluster_rows)
    return FALSE;
  gates = scope_unit_data_get_gates (data);
  n = (guint64) scope_gates_get_n_units (gates)
      * ((guint64) scope_gates_get_n_features (gates) + scope_gates_get_n_units (gates));
  return n * scope_gates_get_n_gates (gates) <= QUICK;
}

static void
fill_tree (ScopeDendrogram *tree, ScopeLinkage *linkage)
{
  const ScopeMerge *merges = scope_linkage_get_merges (linkage);
  guint n = scope_linkage_get_n_items (linkage);

  tree->n_leaves = n;
  tree->height = scope_linkage_get_height (linkage);
  tree->merges = g_new0 (ScopeDendrogramMerge, MAX (n, 1));
  for (guint i = 0; i + 1 < n; i++)
    {
      ScopeDendrogramMerge *merge = &tree->merges[i];

      scope_linkage_get_span (linkage, i, &merge->low, &merge->high, &merge->low_height,
                              &merge->high_height);
      merge->height = merges[i].height;
    }
}

/* Units by what leads into them, by the weights that are looked at. */
static gboolean
cluster_units (ScopeGatePicture *self, GCancellable *cancellable, GError **error)
{
  const ScopeGateArrangement *by = &self->arrangement;
  guint matrices = by->matrix >= 0 ? 1u << by->matrix : (1u << SCOPE_N_MATRICES_AND_V) - 1;
  g_autoptr (ScopeLinkage) linkage = scope_linkage_new_weights (
      scope_unit_data_get_gates (self->data), SCOPE_LINKAGE_COLUMNS, matrices, by->gate, FALSE,
      SCOPE_LEAF_ORDER_OPTIMAL, cancellable, error);

  if (linkage == NULL)
    return FALSE;
  fill_tree (&self->unit_tree, linkage);
  self->units = g_memdup2 (scope_linkage_get_leaves (linkage),
                           scope_linkage_get_n_items (linkage) * sizeof (guint));
  return TRUE;
}

static gboolean
cluster_features (ScopeGatePicture *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (ScopeLinkage) linkage = scope_linkage_new_weights (
      scope_unit_data_get_gates (self->data), SCOPE_LINKAGE_ROWS, 1u << SCOPE_MATRIX_W,
      self->arrangement.gate, FALSE, SCOPE_LEAF_ORDER_OPTIMAL, cancellable, error);

  if (linkage == NULL)
    return FALSE;
  fill_tree (&self->feature_tree, linkage);
  self->features = g_memdup2 (scope_linkage_get_leaves (linkage),
                              scope_linkage_get_n_items (linkage) * sizeof (guint));
  return TRUE;
}

static guint *
new_plain_order (guint n)
{
  guint *order = g_new (guint, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    order[i] = i;
  return order;
}

static gboolean
make_orders (ScopeGatePicture *self, GCancellable *cancellable, GError **error)
{
  if (self->arrangement.units == SCOPE_UNIT_ORDER_CLUSTERED)
    {
      if (!cluster_units (self, cancellable, error))
        return FALSE;
    }
  else
    self->units = scope_unit_data_dup_order (self->data, self->arrangement.units);

  if (self->arrangement.cluster_rows)
    return cluster_features (self, cancellable, error);
  self->features =
      new_plain_order (scope_gates_get_n_features (scope_unit_data_get_gates (self->data)));
  return TRUE;
}

static gboolean
make_pyramids (ScopeGatePicture *self, GCancellable *cancellable, GError **error)
{
  ScopeGates *gates = scope_unit_data_get_gates (self->data);

  for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
    for (guint matrix = 0; matrix < SCOPE_N_MATRICES_AND_V; matrix++)
      {
        ScopeMatrixView view = scope_gates_get_view (gates, gate, matrix);
        ScopeCells cells;

        if (g_cancellable_set_error_if_cancelled (cancellable, error))
          return FALSE;
        if (view.data == NULL || view.n_rows == 0 || view.n_columns == 0)
          continue;
        scope_cells_init (&cells, view.data, view.n_rows, view.n_columns);
        cells.row_stride = view.row_stride;
        cells.col_order = self->units;
        if (matrix == SCOPE_MATRIX_U)
          cells.row_order = self->units;
        else if (matrix == SCOPE_MATRIX_W)
          cells.row_order = self->features;
        self->pyramids[gate][matrix] = scope_pyramid_new (&cells);
      }
  return TRUE;
}

ScopeGatePicture *
scope_gate_picture_new (ScopeUnitData *data, const ScopeGateArrangement *arrangement,
                        GCancellable *cancellable, GError **error)
{
  g_autoptr (ScopeGatePicture) self = NULL;

  g_return_val_if_fail (data != NULL && arrangement != NULL, NULL);

  self = g_new0 (ScopeGatePicture, 1);
  g_atomic_ref_count_init (&self->count);
  self->arrangement = *arrangement;
  self->data = scope_unit_data_ref (data);
  if (!make_orders (self, cancellable, error) || !make_pyramids (self, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

typedef struct
{
  ScopeUnitData *data;
  ScopeGateArrangement arrangement;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  scope_unit_data_unref (job->data);
  g_free (job);
}

static void
run_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  ScopeGatePicture *picture =
      scope_gate_picture_new (job->data, &job->arrangement, cancellable, &error);

  if (picture != NULL)
    g_task_return_pointer (task, picture, (GDestroyNotify) scope_gate_picture_unref);
  else
    g_task_return_error (task, error);
}

void
scope_gate_picture_new_async (ScopeUnitData *data, const ScopeGateArrangement *arrangement,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (data != NULL && arrangement != NULL);

  job = g_new0 (Job, 1);
  job->data = scope_unit_data_ref (data);
  job->arrangement = *arrangement;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, scope_gate_picture_new_async);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, run_job);
}

ScopeGatePicture *
scope_gate_picture_new_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

ScopeGatePicture *
scope_gate_picture_ref (ScopeGatePicture *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
scope_gate_picture_unref (ScopeGatePicture *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->count))
    return;
  for (guint gate = 0; gate < SCOPE_MAX_GATES; gate++)
    for (guint matrix = 0; matrix < SCOPE_N_MATRICES_AND_V; matrix++)
      g_clear_pointer (&self->pyramids[gate][matrix], scope_pyramid_unref);
  g_free (self->unit_tree.merges);
  g_free (self->feature_tree.merges);
  g_free (self->units);
  g_free (self->features);
  scope_unit_data_unref (self->data);
  g_free (self);
}

const ScopeGateArrangement *
scope_gate_picture_get_arrangement (ScopeGatePicture *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->arrangement;
}

ScopeUnitData *
scope_gate_picture_get_data (ScopeGatePicture *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->data;
}

const guint *
scope_gate_picture_get_units (ScopeGatePicture *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->units;
}

const guint *
scope_gate_picture_get_features (ScopeGatePicture *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->features;
}

const ScopeDendrogram *
scope_gate_picture_get_unit_tree (ScopeGatePicture *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->unit_tree.merges != NULL ? &self->unit_tree : NULL;
}

const ScopeDendrogram *
scope_gate_picture_get_feature_tree (ScopeGatePicture *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->feature_tree.merges != NULL ? &self->feature_tree : NULL;
}

ScopePyramid *
scope_gate_picture_get_pyramid (ScopeGatePicture *self, guint gate, ScopeMatrix matrix)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (gate < SCOPE_MAX_GATES && (guint) matrix < SCOPE_N_MATRICES_AND_V, NULL);

  return self->pyramids[gate][matrix];
}
