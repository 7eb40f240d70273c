/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-unit-data.h"

#include <math.h>
#include <string.h>

/* Weights are counted by size in parts of which each goes 1/1024 further than the one before, whatever the largest is: the bars
 * of a narrow scale beside a lone outlier are as true as those of a wide one. A part's number is a float's first bits. */
#define SHIFT 13
/* Down to a millionth of the largest; what is smaller is counted as zero. */
#define N_PARTS (20 * 1024)

/* How the weights of one gate's matrix are distributed. */
typedef struct
{
  guint counts[2][N_PARTS]; /* below and above zero, by size */
  guint n_zeros;
  guint first; /* the number of the smallest part */
  double extent;
  ScopeWeightPlace largest;
  gboolean has_any;
} Summary;

struct _ScopeUnitData
{
  gatomicrefcount ref_count;
  ScopeUnitStats *stats;
  ScopeMemory *memory; /* or NULL */
  ScopeEffect *effect; /* or NULL */
  GArray *gate_stats;  /* ScopeGateStats, units outermost */
  guint per_unit;
  int index[SCOPE_MAX_GATES][SCOPE_N_MATRICES]; /* within a unit's rows, or -1 */
  Summary *summaries[SCOPE_MAX_GATES][SCOPE_N_MATRICES_AND_V];
};

G_DEFINE_BOXED_TYPE (ScopeUnitData, scope_unit_data, scope_unit_data_ref, scope_unit_data_unref)

static guint
get_part (float size)
{
  guint32 bits;

  memcpy (&bits, &size, sizeof bits);
  return bits >> SHIFT;
}

/* The smallest size in a part. */
static double
get_size (guint part)
{
  guint32 bits = part << SHIFT;
  float size;

  memcpy (&size, &bits, sizeof size);
  return size;
}

static void
count_weight (Summary *summary, float weight)
{
  guint part = get_part (fabsf (weight));

  if (part < summary->first || weight == 0)
    summary->n_zeros++;
  else
    summary->counts[weight > 0][part - summary->first]++;
}

static Summary *
summarize (const ScopeMatrixView *view, guint gate, ScopeMatrix matrix)
{
  Summary *summary = g_new0 (Summary, 1);
  guint last;

  for (gsize row = 0; row < view->n_rows; row++)
    for (gsize column = 0; column < view->n_columns; column++)
      {
        float weight = view->data[row * view->row_stride + column];

        if (!isfinite (weight) || (summary->has_any && fabs (weight) <= summary->extent))
          continue;
        summary->has_any = TRUE;
        summary->extent = fabs (weight);
        summary->largest = (ScopeWeightPlace){ gate, matrix, (guint) row, (guint) column, weight };
      }

  last = get_part ((float) summary->extent);
  summary->first = last >= N_PARTS ? last - N_PARTS + 1 : 0;
  for (gsize row = 0; row < view->n_rows; row++)
    for (gsize column = 0; column < view->n_columns; column++)
      {
        float weight = view->data[row * view->row_stride + column];

        if (isfinite (weight))
          count_weight (summary, weight);
      }
  return summary;
}

/* Where each gate's matrix stands among a unit's rows of the statistics: the same for all units. */
static void
index_stats (ScopeUnitData *self, guint n_gates)
{
  for (guint gate = 0; gate < SCOPE_MAX_GATES; gate++)
    for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
      self->index[gate][matrix] = -1;
  for (guint i = 0; i < self->gate_stats->len; i++)
    {
      const ScopeGateStats *row = &g_array_index (self->gate_stats, ScopeGateStats, i);

      if (row->unit > 0 || row->gate >= n_gates)
        break;
      self->index[row->gate][row->matrix] = (int) i;
      self->per_unit = i + 1;
    }
}

static ScopeUnitData *
scope_unit_data_new (ScopeModel *model, const char *layer, GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (ScopeUnitData) self = g_new0 (ScopeUnitData, 1);
  ScopeGates *gates;

  g_atomic_ref_count_init (&self->ref_count);
  self->stats = scope_unit_stats_new (model, layer, error);
  if (self->stats == NULL)
    return NULL;

  /* A cell that has nothing to keep with says so; it has no memory to show. */
  self->memory = scope_memory_new (scope_model_find_layer (model, layer), NULL);
  self->effect = scope_effect_find (model, layer);
  gates = scope_unit_stats_get_gates (self->stats);
  for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
    for (guint matrix = 0; matrix < SCOPE_N_MATRICES_AND_V; matrix++)
      {
        ScopeMatrixView view = scope_gates_get_view (gates, gate, matrix);

        if (g_cancellable_set_error_if_cancelled (cancellable, error))
          return NULL;
        if (view.data != NULL)
          self->summaries[gate][matrix] = summarize (&view, gate, matrix);
      }
  self->gate_stats = scope_gate_stats_list (gates);
  index_stats (self, scope_gates_get_n_gates (gates));
  return g_steal_pointer (&self);
}

typedef struct
{
  ScopeModel *model;
  char *layer;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  scope_model_unref (job->model);
  g_free (job->layer);
  g_free (job);
}

static void
run_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  ScopeUnitData *data = scope_unit_data_new (job->model, job->layer, cancellable, &error);

  if (data != NULL)
    g_task_return_pointer (task, data, (GDestroyNotify) scope_unit_data_unref);
  else
    g_task_return_error (task, error);
}

void
scope_unit_data_load_async (ScopeModel *model, const char *layer, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (model != NULL && layer != NULL);

  job = g_new0 (Job, 1);
  job->model = scope_model_ref (model);
  job->layer = g_strdup (layer);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, scope_unit_data_load_async);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, run_job);
}

ScopeUnitData *
scope_unit_data_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

ScopeUnitData *
scope_unit_data_ref (ScopeUnitData *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_unit_data_unref (ScopeUnitData *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->stats, scope_unit_stats_unref);
  g_clear_pointer (&self->memory, scope_memory_unref);
  g_clear_pointer (&self->effect, scope_effect_unref);
  g_clear_pointer (&self->gate_stats, g_array_unref);
  for (guint gate = 0; gate < SCOPE_MAX_GATES; gate++)
    for (guint matrix = 0; matrix < SCOPE_N_MATRICES_AND_V; matrix++)
      g_free (self->summaries[gate][matrix]);
  g_free (self);
}

ScopeUnitStats *
scope_unit_data_get_stats (ScopeUnitData *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->stats;
}

ScopeGates *
scope_unit_data_get_gates (ScopeUnitData *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return scope_unit_stats_get_gates (self->stats);
}

ScopeMemory *
scope_unit_data_get_memory (ScopeUnitData *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->memory;
}

ScopeEffect *
scope_unit_data_get_effect (ScopeUnitData *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->effect;
}

double
scope_unit_data_get_stat (ScopeUnitData *self, guint unit, guint gate, ScopeMatrix matrix,
                          ScopeStat stat)
{
  gsize row;

  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail (gate < SCOPE_MAX_GATES && (guint) matrix < SCOPE_N_MATRICES, NAN);
  g_return_val_if_fail ((guint) stat < SCOPE_N_STATS, NAN);

  if (self->index[gate][matrix] < 0)
    return NAN;
  row = (gsize) unit * self->per_unit + (gsize) self->index[gate][matrix];
  g_return_val_if_fail (row < self->gate_stats->len, NAN);

  return g_array_index (self->gate_stats, ScopeGateStats, row).values[stat];
}

gboolean
scope_unit_data_has_order (ScopeUnitData *self, int order)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (order == SCOPE_UNIT_ORDER_INDEX)
    return TRUE;
  if (order == SCOPE_UNIT_HEAD_NORM)
    return scope_unit_stats_get_head (self->stats) != NULL;
  if (order == SCOPE_UNIT_FORGET_BIAS || order == SCOPE_UNIT_MEMORY_STEPS)
    return scope_gates_get_forget (scope_unit_data_get_gates (self)) >= 0;
  return order >= 0 && order < SCOPE_N_UNIT_COLUMNS;
}

typedef struct
{
  ScopeUnitStats *stats;
  ScopeUnitColumn column;
} Order;

static int
compare_units (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Order *order = user_data;
  guint one = *(const guint *) a;
  guint other = *(const guint *) b;
  double value = scope_unit_stats_get (order->stats, one, order->column);
  double second = scope_unit_stats_get (order->stats, other, order->column);

  if (isnan (value) != isnan (second))
    return isnan (value) ? 1 : -1;
  if (value > second)
    return -1;
  if (value < second)
    return 1;
  return one < other ? -1 : one > other;
}

guint *
scope_unit_data_dup_order (ScopeUnitData *self, int order)
{
  guint *units;
  guint n;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (order >= SCOPE_UNIT_ORDER_INDEX && order < SCOPE_N_UNIT_COLUMNS, NULL);

  n = scope_unit_stats_get_n_units (self->stats);
  units = g_new (guint, MAX (n, 1));
  for (guint unit = 0; unit < n; unit++)
    units[unit] = unit;
  if (order != SCOPE_UNIT_ORDER_INDEX)
    {
      Order by = { self->stats, (ScopeUnitColumn) order };

      g_qsort_with_data (units, (int) n, sizeof *units, compare_units, &by);
    }
  return units;
}

static gboolean
is_asked (int asked, guint index)
{
  return asked < 0 || (guint) asked == index;
}

gboolean
scope_unit_data_find_largest (ScopeUnitData *self, int gate, int matrix, ScopeWeightPlace *place)
{
  gboolean found = FALSE;

  g_return_val_if_fail (self != NULL && place != NULL, FALSE);

  for (guint g = 0; g < SCOPE_MAX_GATES; g++)
    for (guint m = 0; m < SCOPE_N_MATRICES_AND_V; m++)
      {
        const Summary *summary = self->summaries[g][m];

        if (summary == NULL || !summary->has_any || !is_asked (gate, g) || !is_asked (matrix, m))
          continue;
        if (found && fabs (summary->largest.weight) <= fabs (place->weight))
          continue;
        *place = summary->largest;
        found = TRUE;
      }
  return found;
}

/* How many weights of the matrices asked for are in each part of size from @first on. */
static guint64 *
sum_parts (ScopeUnitData *self, int gate, int matrix, guint first, guint64 *n_smaller)
{
  guint64 *parts = g_new0 (guint64, N_PARTS);

  *n_smaller = 0;
  for (guint g = 0; g < SCOPE_MAX_GATES; g++)
    for (guint m = 0; m < SCOPE_N_MATRICES_AND_V; m++)
      {
        const Summary *summary = self->summaries[g][m];

        if (summary == NULL || !is_asked (gate, g) || !is_asked (matrix, m))
          continue;
        *n_smaller += summary->n_zeros;
        for (guint i = 0; i < N_PARTS; i++)
          {
            guint64 n = summary->counts[0][i] + summary->counts[1][i];

            if (summary->first + i < first)
              *n_smaller += n;
            else if (n > 0)
              parts[summary->first + i - first] += n;
          }
      }
  return parts;
}

double
scope_unit_data_get_extent (ScopeUnitData *self, int gate, int matrix, double share)
{
  ScopeWeightPlace largest;
  g_autofree guint64 *parts = NULL;
  guint64 total, within;
  guint last, first;
  double extent;

  g_return_val_if_fail (self != NULL, 0);

  if (!scope_unit_data_find_largest (self, gate, matrix, &largest))
    return 0;
  extent = fabs (largest.weight);
  if (share >= 1 || extent == 0)
    return extent;

  last = get_part ((float) extent);
  first = last >= N_PARTS ? last - N_PARTS + 1 : 0;
  parts = sum_parts (self, gate, matrix, first, &within);
  total = within;
  for (guint i = 0; i < N_PARTS; i++)
    total += parts[i];
  for (guint i = 0; first + i < last; i++)
    {
      within += parts[i];
      if ((double) within >= share * (double) total)
        return get_size (first + i + 1);
    }
  return extent;
}

void
scope_unit_data_count (ScopeUnitData *self, int gate, int matrix, double extent, guint *bins,
                       guint n_bins)
{
  g_return_if_fail (self != NULL && bins != NULL && n_bins > 0);

  for (guint i = 0; i < n_bins; i++)
    bins[i] = 0;
  for (guint g = 0; g < SCOPE_MAX_GATES; g++)
    for (guint m = 0; m < SCOPE_N_MATRICES_AND_V; m++)
      {
        const Summary *summary = self->summaries[g][m];

        if (summary == NULL || !is_asked (gate, g) || !is_asked (matrix, m))
          continue;
        bins[n_bins / 2] += summary->n_zeros;
        for (guint i = 0; i < N_PARTS; i++)
          {
            double size = extent > 0 ? get_size (summary->first + i) / extent : 0;

            for (int above = 0; above < 2; above++)
              if (summary->counts[above][i] > 0)
                {
                  double place = floor ((1 + (above ? size : -size)) / 2 * n_bins);

                  bins[(guint) CLAMP (place, 0, n_bins - 1)] += summary->counts[above][i];
                }
          }
      }
}
