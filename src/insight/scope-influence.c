/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-influence.h"

#include "scope-error.h"
#include "scope-feed-check.h"
#include "scope-replay.h"

#include <glib/gi18n.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

/* Changed windows are run in lots of a few megabytes of rows, so that memory is bounded and there is a
 * sign of life now and then; but of as many windows, within reason, as keep all processors busy. */
#define LOT_BYTES ((gsize) 4 * 1024 * 1024)
#define LOT_MAX_BYTES ((gsize) 64 * 1024 * 1024)
#define LOT_MIN_WINDOWS ((gsize) 256)
#define LOT_MAX_WINDOWS ((gsize) 2048)
/* Changes that wait to be replayed. */
#define MAX_WAITING 65536

/* The changes of one part: (cells, windows), so that a cell's are neighbours; and what they come to. */
typedef struct
{
  gsize n_cells;
  double *changes; /* NULL where the part was not asked for */
  double *median;
  double *p95;
} Part;

struct _ScopeInfluence
{
  gatomicrefcount ref_count;
  ScopeInfluenceParts parts;
  char *unit;
  guint target;
  guint n_lags;
  guint n_features;
  gsize n_windows;
  gsize *windows;
  double *forecast;
  gboolean baseline_fitted;
  Part lags;       /* lag k at k − 1 */
  Part cells;      /* (lags, features) */
  Part truncation; /* k at k */
};

G_DEFINE_BOXED_TYPE (ScopeInfluence, scope_influence, scope_influence_ref, scope_influence_unref)

/* A change that is replayed from where it matters, and whose it is. */
typedef struct
{
  gsize index;
  double *slot;
} Waiting;

/* A lot of changed windows on its way through the network. */
typedef struct
{
  ScopeInfluence *self;
  ScopeNetwork *network;
  ScopeFeed *feed;
  const float *rows; /* of the feed */
  const float *baseline;
  float *outputs; /* unchanged, by window */
  gsize size;     /* floats of a window */
  gsize capacity;
  gsize n;
  float *lot;          /* (capacity, steps, features) */
  double **slots;      /* where each one's change goes */
  float *originals;    /* what the network says of it unchanged */
  ScopeReplay *replay; /* nullable */
  gsize replay_first;  /* index of its first window */
  GArray *changes;     /* of ScopeReplayChange */
  GArray *waiting;     /* of Waiting, one for each of them */
  guint n_threads;
  GCancellable *cancellable;
  ScopeProgress *progress;
  guint64 done;
  guint64 total;
} Job;

GArray *
scope_influence_choose_windows (ScopeFeed *feed, gsize max)
{
  GArray *windows = g_array_new (FALSE, FALSE, sizeof (gsize));
  gsize n, count;

  g_return_val_if_fail (feed != NULL, windows);
  g_return_val_if_fail (max > 0, windows);

  n = scope_feed_get_n_windows (feed);
  if (n == 0)
    n = scope_feed_get_n_all_windows (feed);
  count = MIN (n, max);

  for (gsize i = 0; i < count; i++)
    {
      gsize window = count > 1 ? (i * (n - 1) + (count - 1) / 2) / (count - 1) : 0;

      g_array_append_val (windows, window);
    }
  return windows;
}

static void
free_arrays (ScopeArray **arrays, guint n)
{
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&arrays[i], scope_array_unref);
}

/* Runs windows and gives the network's number for the target, one for each. */
static gboolean
run_windows (Job *job, ScopeArray *rows, const gsize *starts, gsize n_windows, float *answers,
             GError **error)
{
  guint n_outputs = scope_network_get_n_outputs (job->network);
  g_autofree ScopeArray **outputs = g_new0 (ScopeArray *, n_outputs);
  ScopeBatch batch = { .inputs = &rows,
                       .n_inputs = 1,
                       .starts = starts,
                       .n_windows = n_windows,
                       .window = job->self->n_lags };
  ScopeRunOptions options = { .n_threads = job->n_threads, .cancellable = job->cancellable };

  if (!scope_network_run (job->network, &batch, &options, outputs, NULL, error))
    return FALSE;
  for (gsize i = 0; i < n_windows; i++)
    answers[i] = scope_feed_read_output (job->feed, job->self->target, outputs, i);
  free_arrays (outputs, n_outputs);
  return TRUE;
}

static gboolean
run_unchanged (Job *job, GError **error)
{
  ScopeInfluence *self = job->self;
  g_autofree gsize *starts = g_new (gsize, self->n_windows);

  for (gsize i = 0; i < self->n_windows; i++)
    starts[i] = scope_feed_get_starts (job->feed)[self->windows[i]];

  if (!run_windows (job, scope_feed_get_inputs (job->feed), starts, self->n_windows, job->outputs,
                    error))
    return FALSE;
  for (gsize i = 0; i < self->n_windows; i++)
    self->forecast[i] = scope_feed_invert (job->feed, self->target, job->outputs[i]);

  job->done += self->n_windows;
  scope_progress_report (job->progress, job->done, job->total);
  return TRUE;
}

static double
get_difference (Job *job, float original, float answer)
{
  return scope_feed_invert_difference (job->feed, job->self->target,
                                       (double) original - (double) answer);
}

static gboolean
flush (Job *job, GError **error)
{
  gsize dims[] = { job->n * job->self->n_lags, job->self->n_features };
  g_autoptr (ScopeArray) rows = NULL;
  g_autofree gsize *starts = NULL;
  g_autofree float *answers = NULL;

  if (job->n == 0)
    return TRUE;

  rows = scope_array_new (2, dims);
  starts = g_new (gsize, job->n);
  answers = g_new (float, job->n);
  memcpy (scope_array_get_writable (rows), job->lot, job->n * job->size * sizeof (float));
  for (gsize i = 0; i < job->n; i++)
    starts[i] = i * job->self->n_lags;

  if (!run_windows (job, rows, starts, job->n, answers, error))
    return FALSE;
  for (gsize i = 0; i < job->n; i++)
    *job->slots[i] = get_difference (job, job->originals[i], answers[i]);

  job->done += job->n;
  job->n = 0;
  scope_progress_report (job->progress, job->done, job->total);
  return TRUE;
}

static gboolean
replay_waiting (Job *job, GError **error)
{
  g_autofree float *answers = g_new (float, job->changes->len + 1);

  if (job->changes->len == 0)
    return TRUE;
  for (guint i = 0; i < job->changes->len; i++)
    g_array_index (job->changes, ScopeReplayChange, i).answer = &answers[i];
  if (!scope_replay_run (job->replay, (const ScopeReplayChange *) (gpointer) job->changes->data,
                         job->changes->len, job->cancellable, job->progress, &job->done, job->total,
                         error))
    return FALSE;
  for (guint i = 0; i < job->waiting->len; i++)
    {
      const Waiting *waiting = &g_array_index (job->waiting, Waiting, i);

      *waiting->slot = get_difference (job, job->outputs[waiting->index], answers[i]);
    }
  g_array_set_size (job->changes, 0);
  g_array_set_size (job->waiting, 0);
  return TRUE;
}

/* One step, or all before one, can be replayed. */
static gboolean
can_wait (Job *job, gsize first_step, gsize end_step)
{
  return job->replay != NULL
         && (end_step - first_step == 1 || (first_step == 0 && end_step < job->self->n_lags));
}

static gboolean
wait_for_replay (Job *job, gsize index, gsize first_step, gsize end_step, guint first_feature,
                 guint end_feature, double *slot, GError **error)
{
  gboolean one = end_step - first_step == 1;
  ScopeReplayChange change = { .window = index - job->replay_first,
                               .lag = job->self->n_lags - (guint) (one ? first_step : end_step),
                               .first_feature = one ? first_feature : 0,
                               .end_feature = one ? end_feature : 0,
                               .is_truncated = !one };
  Waiting waiting = { index, slot };

  g_array_append_val (job->changes, change);
  g_array_append_val (job->waiting, waiting);
  return job->changes->len < MAX_WAITING || replay_waiting (job, error);
}

/* Whether anything changes where these features of these steps are put to their baseline. */
static gboolean
differs (Job *job, const float *window, gsize first_step, gsize end_step, guint first_feature,
         guint end_feature)
{
  for (gsize step = first_step; step < end_step; step++)
    for (guint feature = first_feature; feature < end_feature; feature++)
      if (window[step * job->self->n_features + feature] != job->baseline[feature])
        return TRUE;
  return FALSE;
}

/* Queues a window with features @first_feature to @end_feature of steps @first_step to @end_step at
 * their baseline (the ends not included); the change goes to @slot. */
static gboolean
push (Job *job, gsize index, gsize first_step, gsize end_step, guint first_feature,
      guint end_feature, double *slot, GError **error)
{
  const float *window =
      job->rows
      + scope_feed_get_starts (job->feed)[job->self->windows[index]] * job->self->n_features;
  float *copy = job->lot + job->n * job->size;

  if (!differs (job, window, first_step, end_step, first_feature, end_feature))
    {
      *slot = 0;
      job->done++;
      return TRUE;
    }
  if (can_wait (job, first_step, end_step))
    return wait_for_replay (job, index, first_step, end_step, first_feature, end_feature, slot,
                            error);

  memcpy (copy, window, job->size * sizeof (float));
  for (gsize step = first_step; step < end_step; step++)
    for (guint feature = first_feature; feature < end_feature; feature++)
      copy[step * job->self->n_features + feature] = job->baseline[feature];
  job->slots[job->n] = slot;
  job->originals[job->n] = job->outputs[index];
  job->n++;
  return job->n < job->capacity || flush (job, error);
}

static double *
slot_of (ScopeInfluence *self, Part *part, gsize cell, gsize index)
{
  return &part->changes[cell * self->n_windows + index];
}

static gboolean
push_window (Job *job, gsize index, GError **error)
{
  ScopeInfluence *self = job->self;
  guint n_lags = self->n_lags, n_features = self->n_features;

  for (guint lag = 1; self->lags.changes != NULL && lag <= n_lags; lag++)
    if (!push (job, index, n_lags - lag, n_lags - lag + 1, 0, n_features,
               slot_of (self, &self->lags, lag - 1, index), error))
      return FALSE;

  for (guint lag = 1; self->cells.changes != NULL && lag <= n_lags; lag++)
    for (guint feature = 0; feature < n_features; feature++)
      if (!push (job, index, n_lags - lag, n_lags - lag + 1, feature, feature + 1,
                 slot_of (self, &self->cells, (gsize) (lag - 1) * n_features + feature, index),
                 error))
        return FALSE;

  for (guint k = 0; self->truncation.changes != NULL && k <= n_lags; k++)
    if (!push (job, index, 0, n_lags - k, 0, n_features,
               slot_of (self, &self->truncation, k, index), error))
      return FALSE;
  return TRUE;
}

/* Windows are replayed by as many as their states can be kept. */
static gboolean
begin_window (Job *job, gsize index, GError **error)
{
  gsize n;

  if (job->replay == NULL || index % scope_replay_get_max_windows (job->replay) != 0)
    return TRUE;
  if (!replay_waiting (job, error))
    return FALSE;

  n = MIN (job->self->n_windows - index, scope_replay_get_max_windows (job->replay));
  job->replay_first = index;
  return scope_replay_begin (job->replay, job->self->windows + index, n, job->outputs + index,
                             job->cancellable, error);
}

static gboolean
run_all (Job *job, GError **error)
{
  if (!run_unchanged (job, error))
    return FALSE;
  for (gsize index = 0; index < job->self->n_windows; index++)
    if (!begin_window (job, index, error) || !push_window (job, index, error))
      return FALSE;
  if (!replay_waiting (job, error))
    return FALSE;
  if (!flush (job, error))
    return FALSE;
  scope_progress_report (job->progress, job->done, job->total);
  return TRUE;
}

/* Median and 95th percentile of each cell's absolute changes. */
static void
summarise (ScopeInfluence *self, Part *part)
{
  g_autofree double *sizes = NULL;

  if (part->changes == NULL)
    return;

  sizes = g_new (double, self->n_windows);
  part->median = g_new (double, part->n_cells);
  part->p95 = g_new (double, part->n_cells);
  for (gsize cell = 0; cell < part->n_cells; cell++)
    {
      gboolean finite = TRUE;

      for (gsize i = 0; i < self->n_windows; i++)
        {
          sizes[i] = fabs (*slot_of (self, part, cell, i));
          finite = finite && isfinite (sizes[i]);
        }
      /* A NaN has no place in an order. */
      if (!finite)
        {
          part->median[cell] = part->p95[cell] = NAN;
          continue;
        }
      gsl_sort (sizes, 1, self->n_windows);
      part->median[cell] = gsl_stats_quantile_from_sorted_data (sizes, 1, self->n_windows, 0.5);
      part->p95[cell] = gsl_stats_quantile_from_sorted_data (sizes, 1, self->n_windows, 0.95);
    }
}

static gboolean
allocate (ScopeInfluence *self, Part *part, ScopeInfluenceParts which, gsize n_cells,
          GError **error)
{
  gsize n;

  part->n_cells = n_cells;
  if (!(self->parts & which))
    return TRUE;
  if (g_size_checked_mul (&n, n_cells, self->n_windows))
    part->changes = g_try_new (double, n);
  if (part->changes != NULL)
    return TRUE;

  scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, _ ("look-back"),
                   _ ("there is not enough memory for the changes of all windows"), NULL,
                   _ ("take fewer windows"));
  return FALSE;
}

static gsize
get_capacity (gsize window_bytes)
{
  gsize capacity = CLAMP (LOT_BYTES / window_bytes, LOT_MIN_WINDOWS, LOT_MAX_WINDOWS);

  return MAX (MIN (capacity, LOT_MAX_BYTES / window_bytes), 1);
}

static gboolean
compute (ScopeInfluence *self, ScopeNetwork *network, ScopeFeed *feed, guint n_threads,
         GCancellable *cancellable, ScopeProgress *progress, GError **error)
{
  gsize size = (gsize) self->n_lags * self->n_features;
  gsize capacity = get_capacity (size * sizeof (float));
  g_autofree float *outputs = g_new (float, self->n_windows);
  g_autofree float *originals = g_new (float, capacity);
  g_autofree float *lot = g_new (float, capacity *size);
  g_autofree double **slots = g_new (double *, capacity);
  guint64 n_cells = 1 + (self->lags.changes != NULL ? self->lags.n_cells : 0)
                    + (self->cells.changes != NULL ? self->cells.n_cells : 0)
                    + (self->truncation.changes != NULL ? self->truncation.n_cells : 0);
  g_autoptr (ScopeReplay) replay = g_getenv ("GATESCOPE_WHOLE_WINDOWS") == NULL
                                       ? scope_replay_new (network, feed, self->target, n_threads)
                                       : NULL;
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (ScopeReplayChange));
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (Waiting));
  Job job = {
    .self = self,
    .network = network,
    .feed = feed,
    .rows = scope_array_get_data (scope_feed_get_inputs (feed)),
    .baseline = scope_feed_get_baseline (feed, &self->baseline_fitted),
    .outputs = outputs,
    .size = size,
    .capacity = capacity,
    .lot = lot,
    .slots = slots,
    .originals = originals,
    .replay = replay,
    .changes = changes,
    .waiting = waiting,
    .n_threads = n_threads,
    .cancellable = cancellable,
    .progress = progress,
    .total = n_cells * self->n_windows,
  };

  if (!run_all (&job, error))
    return FALSE;
  summarise (self, &self->lags);
  summarise (self, &self->cells);
  summarise (self, &self->truncation);
  return TRUE;
}

ScopeInfluence *
scope_influence_new (ScopeNetwork *network, ScopeFeed *feed, const gsize *windows, gsize n_windows,
                     guint target, ScopeInfluenceParts parts, guint n_threads,
                     GCancellable *cancellable, ScopeProgress *progress, GError **error)
{
  g_autoptr (ScopeInfluence) self = NULL;

  g_return_val_if_fail (network != NULL, NULL);
  g_return_val_if_fail (feed != NULL, NULL);
  g_return_val_if_fail (windows != NULL && n_windows > 0, NULL);
  g_return_val_if_fail (target < scope_feed_get_n_targets (feed), NULL);
  for (gsize i = 0; i < n_windows; i++)
    g_return_val_if_fail (windows[i] < scope_feed_get_n_all_windows (feed), NULL);

  if (!scope_feed_check_network (feed, network, error))
    return NULL;

  self = g_new0 (ScopeInfluence, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->parts = parts;
  self->unit = g_strdup (scope_feed_get_target_unit (feed, target));
  self->target = target;
  self->n_lags = (guint) scope_feed_get_window (feed);
  self->n_features = scope_feed_get_n_features (feed);
  self->n_windows = n_windows;
  self->windows = g_memdup2 (windows, n_windows * sizeof (gsize));
  self->forecast = g_new (double, n_windows);

  if (!allocate (self, &self->lags, SCOPE_INFLUENCE_LAGS, self->n_lags, error)
      || !allocate (self, &self->cells, SCOPE_INFLUENCE_CELLS,
                    (gsize) self->n_lags * self->n_features, error)
      || !allocate (self, &self->truncation, SCOPE_INFLUENCE_TRUNCATION, (gsize) self->n_lags + 1,
                    error)
      || !compute (self, network, feed, n_threads, cancellable, progress, error))
    return NULL;
  return g_steal_pointer (&self);
}

ScopeInfluence *
scope_influence_ref (ScopeInfluence *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
clear_part (Part *part)
{
  g_free (part->changes);
  g_free (part->median);
  g_free (part->p95);
}

void
scope_influence_unref (ScopeInfluence *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  clear_part (&self->lags);
  clear_part (&self->cells);
  clear_part (&self->truncation);
  g_free (self->unit);
  g_free (self->windows);
  g_free (self->forecast);
  g_free (self);
}

guint
scope_influence_get_target (ScopeInfluence *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->target;
}

const char *
scope_influence_get_unit (ScopeInfluence *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->unit;
}

ScopeInfluenceParts
scope_influence_get_parts (ScopeInfluence *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->parts;
}

guint
scope_influence_get_n_lags (ScopeInfluence *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_lags;
}

guint
scope_influence_get_n_features (ScopeInfluence *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_features;
}

gsize
scope_influence_get_n_windows (ScopeInfluence *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_windows;
}

gsize
scope_influence_get_window (ScopeInfluence *self, gsize index)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (index < self->n_windows, 0);

  return self->windows[index];
}

double
scope_influence_get_forecast (ScopeInfluence *self, gsize index)
{
  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail (index < self->n_windows, NAN);

  return self->forecast[index];
}

const char *
scope_influence_get_baseline_text (ScopeInfluence *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->baseline_fitted
             ? _ ("each feature’s mean over the rows on which its scaling was fitted")
             : _ ("each feature’s mean over all rows in use");
}

static double
get_change (ScopeInfluence *self, Part *part, gsize cell, gsize index)
{
  g_return_val_if_fail (index < self->n_windows && cell < part->n_cells, NAN);

  return part->changes != NULL ? *slot_of (self, part, cell, index) : NAN;
}

double
scope_influence_get_change (ScopeInfluence *self, gsize index, guint lag)
{
  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail (lag >= 1, NAN);

  return get_change (self, &self->lags, lag - 1, index);
}

double
scope_influence_get_cell_change (ScopeInfluence *self, gsize index, guint lag, guint feature)
{
  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail (lag >= 1 && feature < self->n_features, NAN);

  return get_change (self, &self->cells, (gsize) (lag - 1) * self->n_features + feature, index);
}

double
scope_influence_get_truncation_change (ScopeInfluence *self, gsize index, guint k)
{
  g_return_val_if_fail (self != NULL, NAN);

  return get_change (self, &self->truncation, k, index);
}

const double *
scope_influence_get_median (ScopeInfluence *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->lags.median;
}

const double *
scope_influence_get_p95 (ScopeInfluence *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->lags.p95;
}

const double *
scope_influence_get_cell_median (ScopeInfluence *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->cells.median;
}

const double *
scope_influence_get_cell_p95 (ScopeInfluence *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->cells.p95;
}

const double *
scope_influence_get_truncation_median (ScopeInfluence *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->truncation.median;
}

const double *
scope_influence_get_truncation_p95 (ScopeInfluence *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->truncation.p95;
}
