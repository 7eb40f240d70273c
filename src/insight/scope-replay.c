/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-replay.h"

#include "scope-feed-check.h"
#include "scope-resume.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Steps between two looks at whether the states have come back. */
#define BLOCK 16
/* Shorter windows are sooner run whole. */
#define SHORTEST_WINDOW (3 * BLOCK)
/* Floats of the traces that are kept, and of the rows and states of one run. */
#define MAX_TRACED ((gsize) 32 << 20)
#define MAX_LOT_FLOATS ((gsize) 8 << 20)
#define MAX_LOT ((gsize) 1024)
#define MIN_LOT ((gsize) 32)
/* LSTM: two states a layer. */
#define MAX_STATES 64
/* Tracks of a trace and what it was given. */
#define TRACED_ARRAYS 7

struct _ScopeReplay
{
  ScopeNetwork *network;
  ScopeNetwork *resumable;
  ScopeFeed *feed;
  guint target;
  guint n_threads;
  gsize n_steps;
  guint n_features;
  const float *rows;
  const float *baseline;
  guint n_states;
  gsize sizes[MAX_STATES];
  gsize n_numbers; /* of all states together */
  gsize max_windows;

  gsize n_windows;
  gsize *windows;
  float *answers;
  ScopeArray *states[MAX_STATES]; /* (windows, steps, units): after each step */
  ScopeArray *empty[MAX_STATES];  /* (1, steps, units): the same of a window of baselines */
};

/* A changed window under way. */
typedef struct
{
  const ScopeReplayChange *change;
  gsize step; /* the next */
  float *states;
} Item;

static void
clear_arrays (ScopeArray **arrays, guint n)
{
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&arrays[i], scope_array_unref);
}

ScopeReplay *
scope_replay_new (ScopeNetwork *network, ScopeFeed *feed, guint target, guint n_threads)
{
  g_autoptr (ScopeReplay) self = NULL;
  ScopeNetwork *resumable;
  gsize traced;

  g_return_val_if_fail (network != NULL && feed != NULL, NULL);

  if (scope_feed_get_window (feed) < SHORTEST_WINDOW)
    return NULL;
  resumable = scope_network_new_resumable (network);
  if (resumable == NULL)
    return NULL;

  self = g_new0 (ScopeReplay, 1);
  self->network = scope_network_ref (network);
  self->resumable = resumable;
  self->feed = scope_feed_ref (feed);
  self->target = target;
  self->n_threads = n_threads;
  self->n_steps = scope_feed_get_window (feed);
  self->n_features = scope_feed_get_n_features (feed);
  self->rows = scope_array_get_data (scope_feed_get_inputs (feed));
  self->baseline = scope_feed_get_baseline (feed, NULL);
  self->n_states = scope_network_get_n_states (resumable);
  if (self->n_states > MAX_STATES)
    return NULL;
  for (guint i = 0; i < self->n_states; i++)
    {
      self->sizes[i] = scope_network_get_state_size (resumable, i);
      self->n_numbers += self->sizes[i];
    }
  traced = self->n_steps * (self->n_numbers + self->n_features) * TRACED_ARRAYS;
  self->max_windows = MAX (1, MAX_TRACED / traced);
  return g_steal_pointer (&self);
}

static void
forget_windows (ScopeReplay *self)
{
  clear_arrays (self->states, self->n_states);
  g_clear_pointer (&self->windows, g_free);
  g_clear_pointer (&self->answers, g_free);
}

void
scope_replay_free (ScopeReplay *self)
{
  if (self == NULL)
    return;

  forget_windows (self);
  clear_arrays (self->empty, self->n_states);
  scope_network_unref (self->network);
  scope_network_unref (self->resumable);
  scope_feed_unref (self->feed);
  g_free (self);
}

gsize
scope_replay_get_max_windows (ScopeReplay *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->max_windows;
}

/* Runs windows as they are and keeps the states after each step. */
static gboolean
trace (ScopeReplay *self, ScopeArray *rows, const gsize *starts, gsize n_windows,
       ScopeArray **states, GCancellable *cancellable, GError **error)
{
  guint n_outputs = scope_network_get_n_outputs (self->network);
  g_autofree ScopeArray **outputs = g_new0 (ScopeArray *, n_outputs);
  g_autoptr (GPtrArray) traces = NULL;
  const char *layers[MAX_STATES + 1] = { NULL };
  const char *tracks[MAX_STATES];
  ScopeBatch batch = { .inputs = &rows,
                       .n_inputs = 1,
                       .starts = starts,
                       .n_windows = n_windows,
                       .window = self->n_steps };
  ScopeRunOptions options = { .n_threads = self->n_threads,
                              .trace_layers = layers,
                              .cancellable = cancellable };

  for (guint i = 0; i < self->n_states; i++)
    layers[i] = scope_network_get_state_layer (self->resumable, i, &tracks[i]);
  if (!scope_network_run (self->network, &batch, &options, outputs, &traces, error))
    return FALSE;
  clear_arrays (outputs, n_outputs);
  for (guint i = 0; i < self->n_states; i++)
    states[i] = scope_array_ref (scope_trace_find (g_ptr_array_index (traces, i), tracks[i]));
  return TRUE;
}

/* The states of a window in which nothing but baselines came. */
static gboolean
trace_empty (ScopeReplay *self, GCancellable *cancellable, GError **error)
{
  const gsize dims[] = { self->n_steps, self->n_features };
  const gsize start = 0;
  g_autoptr (ScopeArray) rows = NULL;

  if (self->empty[0] != NULL)
    return TRUE;

  rows = scope_array_new (2, dims);
  for (gsize step = 0; step < self->n_steps; step++)
    memcpy (scope_array_get_writable (rows) + step * self->n_features, self->baseline,
            self->n_features * sizeof (float));
  return trace (self, rows, &start, 1, self->empty, cancellable, error);
}

gboolean
scope_replay_begin (ScopeReplay *self, const gsize *windows, gsize n_windows, const float *answers,
                    GCancellable *cancellable, GError **error)
{
  g_autofree gsize *starts = g_new (gsize, n_windows);

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (windows != NULL && answers != NULL && n_windows > 0, FALSE);

  forget_windows (self);
  for (gsize i = 0; i < n_windows; i++)
    starts[i] = scope_feed_get_starts (self->feed)[windows[i]];
  self->n_windows = n_windows;
  self->windows = g_memdup2 (starts, n_windows * sizeof *starts);
  self->answers = g_memdup2 (answers, n_windows * sizeof *answers);
  return trace_empty (self, cancellable, error)
         && trace (self, scope_feed_get_inputs (self->feed), starts, n_windows, self->states,
                   cancellable, error);
}

/* State @state of the window after @step. */
static const float *
get_state (ScopeReplay *self, ScopeArray *const *states, guint state, gsize window, gsize step)
{
  return scope_array_get_data (states[state])
         + (window * self->n_steps + step) * self->sizes[state];
}

static void
begin_item (ScopeReplay *self, Item *item, const ScopeReplayChange *change)
{
  gsize offset = 0;

  item->change = change;
  item->step = self->n_steps - change->lag;
  for (guint i = 0; i < self->n_states; i++)
    {
      const float *from = NULL;

      if (item->step > 0 && change->is_truncated)
        from = get_state (self, self->empty, i, 0, item->step - 1);
      else if (item->step > 0)
        from = get_state (self, self->states, i, change->window, item->step - 1);

      if (from != NULL)
        memcpy (item->states + offset, from, self->sizes[i] * sizeof (float));
      else
        memset (item->states + offset, 0, self->sizes[i] * sizeof (float));
      offset += self->sizes[i];
    }
}

/* Whether nothing but rounding is left of a change. It seldom goes away wholly: the last bits of two states that ran into one
 * another stay in motion. */
static gboolean
has_come_back (ScopeReplay *self, const Item *item)
{
  const float *now = item->states;

  for (guint i = 0; i < self->n_states; i++)
    {
      const float *own = get_state (self, self->states, i, item->change->window, item->step - 1);
      float largest = 0;
      float apart = 0;

      for (gsize unit = 0; unit < self->sizes[i]; unit++)
        {
          float difference = fabsf (now[unit] - own[unit]);

          /* What is no number has not come back. */
          if (!(difference <= FLT_MAX))
            return FALSE;
          largest = MAX (largest, fabsf (own[unit]));
          apart = MAX (apart, difference);
        }
      if (apart > SCOPE_REPLAY_ROUNDING * largest)
        return FALSE;
      now += self->sizes[i];
    }
  return TRUE;
}

static void
fill_rows (ScopeReplay *self, const Item *item, gsize n_steps, float *to)
{
  const ScopeReplayChange *change = item->change;

  memcpy (to, self->rows + (self->windows[change->window] + item->step) * self->n_features,
          n_steps * self->n_features * sizeof (float));
  if (item->step == self->n_steps - change->lag)
    for (guint feature = change->first_feature; feature < change->end_feature; feature++)
      to[feature] = self->baseline[feature];
}

/* @n_steps more of all items; @outputs: the network's, and the states at the end. */
static gboolean
advance (ScopeReplay *self, Item *items, gsize n, gsize n_steps, ScopeArray **outputs,
         GCancellable *cancellable, GError **error)
{
  ScopeArray *inputs[1 + MAX_STATES] = { NULL };
  guint n_outputs = scope_network_get_n_outputs (self->network);
  const gsize dims[] = { n * n_steps, self->n_features };
  g_autofree gsize *starts = g_new (gsize, n);
  ScopeBatch batch = { .inputs = inputs,
                       .n_inputs = 1 + self->n_states,
                       .starts = starts,
                       .n_windows = n,
                       .window = n_steps };
  ScopeRunOptions options = { .n_threads = self->n_threads, .cancellable = cancellable };
  gsize offset = 0;
  gboolean done;

  inputs[0] = scope_array_new (2, dims);
  for (gsize k = 0; k < n; k++)
    {
      starts[k] = k * n_steps;
      fill_rows (self, &items[k], n_steps,
                 scope_array_get_writable (inputs[0]) + starts[k] * self->n_features);
    }
  /* All inputs of a window begin at the same row. */
  for (guint i = 0; i < self->n_states; i++)
    {
      const gsize state_dims[] = { n * n_steps, self->sizes[i] };

      inputs[1 + i] = scope_array_new (2, state_dims);
      for (gsize k = 0; k < n; k++)
        memcpy (scope_array_get_writable (inputs[1 + i]) + starts[k] * self->sizes[i],
                items[k].states + offset, self->sizes[i] * sizeof (float));
      offset += self->sizes[i];
    }

  done = scope_network_run (self->resumable, &batch, &options, outputs, NULL, error);
  clear_arrays (inputs, 1 + self->n_states);
  if (!done)
    return FALSE;

  offset = 0;
  for (guint i = 0; i < self->n_states; i++)
    {
      const float *ends = scope_array_get_data (outputs[n_outputs + i]);

      for (gsize k = 0; k < n; k++)
        memcpy (items[k].states + offset, ends + k * self->sizes[i],
                self->sizes[i] * sizeof (float));
      offset += self->sizes[i];
    }
  for (gsize k = 0; k < n; k++)
    items[k].step += n_steps;
  return TRUE;
}

/* Takes out the items whose answer is known. */
static gsize
settle (ScopeReplay *self, Item *items, gsize n, ScopeArray *const *outputs)
{
  gsize n_left = 0;

  for (gsize k = 0; k < n; k++)
    {
      const ScopeReplayChange *change = items[k].change;

      if (items[k].step == self->n_steps)
        *change->answer = scope_feed_read_output (self->feed, self->target, outputs, k);
      else if (has_come_back (self, &items[k]))
        *change->answer = self->answers[change->window];
      else
        {
          Item left = items[k];

          /* Each keeps a place of its own for its states. */
          items[k].states = items[n_left].states;
          items[n_left++] = left;
        }
    }
  return n_left;
}

/* Items of lags that differ by whole blocks: after @first steps all stand at the beginning of one. */
static gboolean
run_lot (ScopeReplay *self, Item *items, gsize n, gsize first, GCancellable *cancellable,
         ScopeProgress *progress, guint64 *done, guint64 total, GError **error)
{
  guint n_outputs = scope_network_get_n_outputs (self->network) + self->n_states;
  g_autofree ScopeArray **outputs = g_new0 (ScopeArray *, n_outputs);

  for (gsize n_steps = first; n > 0; n_steps = BLOCK)
    {
      gsize n_left;

      if (!advance (self, items, n, n_steps, outputs, cancellable, error))
        return FALSE;
      n_left = settle (self, items, n, outputs);
      clear_arrays (outputs, n_outputs);
      *done += n - n_left;
      n = n_left;
      scope_progress_report (progress, *done, total);
    }
  return TRUE;
}

gboolean
scope_replay_run (ScopeReplay *self, const ScopeReplayChange *changes, gsize n,
                  GCancellable *cancellable, ScopeProgress *progress, guint64 *done, guint64 total,
                  GError **error)
{
  gsize capacity =
      CLAMP (MAX_LOT_FLOATS / (BLOCK * (self->n_numbers + self->n_features)), MIN_LOT, MAX_LOT);
  g_autofree Item *items = g_new0 (Item, capacity);
  g_autofree float *states = g_new (float, capacity * self->n_numbers);

  g_return_val_if_fail (self != NULL && self->windows != NULL, FALSE);
  g_return_val_if_fail (changes != NULL || n == 0, FALSE);

  for (gsize first = 1; first <= BLOCK; first++)
    {
      gsize n_items = 0;

      for (gsize i = 0; i < n; i++)
        {
          if ((changes[i].lag - 1) % BLOCK + 1 != first)
            continue;

          items[n_items].states = states + n_items * self->n_numbers;
          begin_item (self, &items[n_items++], &changes[i]);
          if (n_items < capacity)
            continue;
          if (!run_lot (self, items, n_items, first, cancellable, progress, done, total, error))
            return FALSE;
          n_items = 0;
        }
      if (!run_lot (self, items, n_items, first, cancellable, progress, done, total, error))
        return FALSE;
    }
  return TRUE;
}
