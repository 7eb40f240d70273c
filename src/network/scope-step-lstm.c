/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * LSTM (K@v2.15.0 lstm.py, LSTMCell.call):
 *   z = x W + h U + b;  i = ra (z_i);  f = ra (z_f);  c̃ = act (z_c);  o = ra (z_o)
 *   c = f c + i c̃;      h = o act (c)
 * with ra the recurrent activation, and states that begin at zero or where the model says.
 *
 * Windows go through in tiles small enough for their states to stay in the nearest cache; a tile takes all its steps
 * before the next one begins. Where windows overlap (rows of a series), x W + b is made once for each row and kept from
 * chunk to chunk.
 */
#include "scope-recurrence.h"

#include "scope-activate.h"
#include "scope-buffer.h"
#include "scope-panels.h"
#include "scope-trace-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define TILE SCOPE_RECURRENCE_TILE
/* Floats that a thread may keep of x W + b: 64 MB. */
#define MAX_PROJECTED (16 * 1024 * 1024)

enum
{
  TRACK_INPUT,
  TRACK_FORGET,
  TRACK_CANDIDATE,
  TRACK_OUTPUT,
  TRACK_CELL,
  TRACK_HIDDEN,
  N_TRACKS
};

static const char *const tracks[] = { "input", "forget", "candidate", "output", "cell", "hidden" };

typedef struct
{
  ScopeStep parent;
  float *weights; /* (n_panels; 1 + n_features + n_units; 4, lanes) */
  gsize n_panels;
  gsize n_features;
  gsize n_units;
  ScopeActivation gate;
  ScopeActivation candidate;
  ScopeRecurrence how;
} Step;

/* What a thread changes. A row of units is padded to whole vectors: pitch = n_panels · lanes. */
typedef struct
{
  float *hidden; /* (TILE, pitch): h of the step before */
  float *next;   /* (TILE, pitch): h of this step */
  float *cell;   /* (TILE, pitch) */
  float *kept;   /* (TILE, pitch): c of the step before, where a mask may ask for it */
  float *shown;  /* (TILE, n_units): what the layer answered, where there is a mask */
  float *
      sums; /* (TILE, n_panels, 4, lanes), or (TILE, 4, lanes) where nobody reads them afterwards */
  float
      *raw; /* (5, n_units): one window's gates and state, for activations that look at all units */
  float *projected; /* (n_rows; n_panels, 4, lanes): x W + b of rows first_row … of the series */
  gsize capacity;   /* in rows */
  gsize first_row;
  gsize n_rows;
} State;

/* A tile at one step. */
typedef struct
{
  const Step *self;
  State *state;
  const ScopeChunk *chunk;
  const ScopeValue *value;
  ScopeRecurrenceTile *windows;
  gboolean projected;
} Tile;

static gsize
get_pitch (const Step *self)
{
  return self->n_panels * self->parent.kernels->lanes;
}

static gboolean
is_elementwise (const Step *self)
{
  return scope_activation_is_elementwise (&self->gate)
         && scope_activation_is_elementwise (&self->candidate);
}

static gboolean
lstm_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  return scope_recurrence_infer (step, &((const Step *) step)->how, inputs, outputs, why);
}

static void
lstm_state_free (gpointer state)
{
  State *self = state;

  scope_buffer_free (self->hidden);
  scope_buffer_free (self->next);
  scope_buffer_free (self->cell);
  scope_buffer_free (self->kept);
  scope_buffer_free (self->shown);
  scope_buffer_free (self->sums);
  scope_buffer_free (self->projected);
  g_free (self->raw);
  g_free (self);
}

static gpointer
lstm_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows, GError **error)
{
  const Step *self = (const Step *) step;
  State *state = g_new0 (State, 1);
  gsize pitch = get_pitch (self);

  if ((state->hidden = scope_buffer_new (TILE, pitch, error)) == NULL
      || (state->next = scope_buffer_new (TILE, pitch, error)) == NULL
      || (state->cell = scope_buffer_new (TILE, pitch, error)) == NULL
      || (state->kept = scope_buffer_new (self->how.masked ? TILE : 1, pitch, error)) == NULL
      || (state->shown = scope_buffer_new (self->how.masked ? TILE : 1, pitch, error)) == NULL
      || (state->sums = scope_buffer_new (TILE, SCOPE_PANEL_VECTORS * pitch, error)) == NULL)
    {
      lstm_state_free (state);
      return NULL;
    }
  if (!is_elementwise (self))
    state->raw = g_new0 (float, 5 * self->n_units);
  return state;
}

/*
 * Makes x W + b of all rows that the chunk's windows touch, but for those that are there from the chunk before. %FALSE where windows
 * overlap so little, or rows are so many, that each window had better multiply its own.
 */
static gboolean
project (const Step *self, State *state, const ScopeChunk *chunk, const ScopeValue *value,
         gsize n_steps)
{
  gsize lanes = self->parent.kernels->lanes;
  gsize width = SCOPE_PANEL_VECTORS * get_pitch (self);
  gsize first = G_MAXSIZE;
  gsize end = 0;
  gsize n_kept = 0;
  ScopePanels panels = { self->weights,
                         (1 + self->n_features + self->n_units) * SCOPE_PANEL_VECTORS * lanes,
                         self->n_features, width };

  if (value->starts == NULL || value->row_size != self->n_features)
    return FALSE;

  for (gsize w = 0; w < chunk->n_windows; w++)
    {
      first = MIN (first, value->starts[w]);
      end = MAX (end, value->starts[w] + n_steps);
    }
  if (end - first > chunk->n_windows * n_steps / 2 || end - first > MAX_PROJECTED / width)
    return FALSE;

  if (end - first > state->capacity)
    {
      float *more = scope_buffer_new (end - first, width, NULL);

      if (more == NULL)
        return FALSE;
      if (state->n_rows > 0)
        memcpy (more, state->projected, state->n_rows * width * sizeof (float));
      scope_buffer_free (state->projected);
      state->projected = more;
      state->capacity = end - first;
    }

  if (first >= state->first_row && first < state->first_row + state->n_rows)
    {
      gsize n_passed = first - state->first_row;

      n_kept = MIN (state->n_rows - n_passed, end - first);
      memmove (state->projected, state->projected + n_passed * width,
               n_kept * width * sizeof (float));
    }
  self->parent.kernels->multiply (&panels, end - first - n_kept,
                                  value->data + (first + n_kept) * value->row_size, value->row_size,
                                  state->projected + n_kept * width, width);
  state->first_row = first;
  state->n_rows = end - first;
  return TRUE;
}

/* Units of one vector after the other, as the gates lie in the sums, to where they belong. */
static void
unpack (const Step *self, const float *sums, guint gate, float *to)
{
  gsize lanes = self->parent.kernels->lanes;

  for (gsize unit = 0; unit < self->n_units; unit += lanes)
    memcpy (to + unit, sums + unit * SCOPE_PANEL_VECTORS + gate * lanes,
            MIN (self->n_units - unit, lanes) * sizeof (float));
}

/* The same as the kernels' gate(), for activations that look at all units of a window. */
static void
gate_all_units (const Tile *tile, gsize window, float *sums)
{
  const Step *self = tile->self;
  const ScopeKernels *kernels = self->parent.kernels;
  gsize n = self->n_units;
  float *cell = tile->state->cell + window * get_pitch (self);
  float *hidden = tile->state->next + window * get_pitch (self);
  float *gates = tile->state->raw; /* (4, n_units) */
  float *state = gates + 4 * n;

  for (guint g = 0; g < SCOPE_PANEL_VECTORS; g++)
    {
      unpack (self, sums, g, gates + g * n);
      scope_activate (kernels, g == 2 ? &self->candidate : &self->gate, gates + g * n, 1, n);
    }
  for (gsize u = 0; u < n; u++)
    state[u] = cell[u] = gates[n + u] * cell[u] + gates[u] * gates[2 * n + u];
  scope_activate (kernels, &self->candidate, state, 1, n);
  for (gsize u = 0; u < n; u++)
    hidden[u] = gates[3 * n + u] * state[u];

  /* Back to where the trace looks for them. */
  for (guint g = 0; g < SCOPE_PANEL_VECTORS; g++)
    for (gsize u = 0; u < n; u++)
      sums[u / kernels->lanes * SCOPE_PANEL_VECTORS * kernels->lanes + g * kernels->lanes
           + u % kernels->lanes] = gates[g * n + u];
}

static void
trace_step (const Tile *tile, gsize step)
{
  const Step *self = tile->self;
  gsize row = scope_recurrence_get_row (&self->how, tile->windows->n_steps, step);
  ScopeTrace *trace = tile->chunk->trace;
  gsize pitch = get_pitch (self);
  gsize n_bytes = self->n_units * sizeof (float);

  for (gsize w = 0; w < tile->windows->n; w++)
    {
      gsize window = tile->chunk->first + tile->windows->first + w;
      gsize offset = step * self->n_units;
      const float *sums = tile->state->sums + w * SCOPE_PANEL_VECTORS * pitch;

      for (guint g = 0; g < SCOPE_PANEL_VECTORS; g++)
        unpack (self, sums, g, scope_trace_get_writable (trace, g, window) + offset);
      memcpy (scope_trace_get_writable (trace, TRACK_CELL, window) + offset,
              tile->state->cell + w * pitch, n_bytes);
      memcpy (scope_trace_get_writable (trace, TRACK_HIDDEN, window) + offset,
              tile->state->next + w * pitch, n_bytes);
      memcpy (scope_trace_get_writable (trace, N_TRACKS, window) + step * self->n_features,
              scope_value_get_window (tile->value, tile->windows->first + w)
                  + row * self->n_features,
              self->n_features * sizeof (float));
    }
}

/* One step of all windows of the tile: from hidden to next, cell in place. */
static void
take_step (const Tile *tile, gsize step)
{
  const Step *self = tile->self;
  State *state = tile->state;
  const ScopeKernels *kernels = self->parent.kernels;
  gsize row = scope_recurrence_get_row (&self->how, tile->windows->n_steps, step);
  gsize pitch = get_pitch (self);
  gsize panel_width = (gsize) SCOPE_PANEL_VECTORS * kernels->lanes;
  gsize stride = (1 + self->n_features + self->n_units) * panel_width;
  gboolean elementwise = is_elementwise (self);
  gboolean keep = tile->chunk->trace != NULL || !elementwise;
  const float *inputs[TILE];
  ScopeSums sums = { .n_features = self->n_features,
                     .n_units = self->n_units,
                     .n_windows = tile->windows->n,
                     .inputs = inputs,
                     .projected = tile->projected,
                     .hidden = state->hidden,
                     .pitch = pitch,
                     .sums_pitch = keep ? SCOPE_PANEL_VECTORS * pitch : panel_width };
  ScopeGating gating = { .gate = &self->gate,
                         .candidate = &self->candidate,
                         .n_windows = tile->windows->n,
                         .sums_pitch = sums.sums_pitch,
                         .keep = keep,
                         .pitch = pitch };

  for (gsize w = 0; w < tile->windows->n; w++)
    {
      gsize window = tile->windows->first + w;

      inputs[w] = scope_value_get_window (tile->value, window) + row * self->n_features;
      if (tile->projected)
        inputs[w] =
            state->projected
            + (tile->value->starts[window] + row - state->first_row) * SCOPE_PANEL_VECTORS * pitch;
    }

  for (gsize panel = 0; panel < self->n_panels; panel++)
    {
      sums.weights = self->weights + panel * stride;
      sums.offset = tile->projected ? panel * panel_width : 0;
      sums.sums = state->sums + (keep ? panel * panel_width : 0);
      kernels->sum (&sums);

      gating.sums = sums.sums;
      gating.cell = state->cell + panel * kernels->lanes;
      gating.hidden = state->next + panel * kernels->lanes;
      if (elementwise)
        kernels->gate (&gating);
    }

  if (!elementwise)
    for (gsize w = 0; w < tile->windows->n; w++)
      gate_all_units (tile, w, state->sums + w * SCOPE_PANEL_VECTORS * pitch);
}

static gboolean
lstm_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
              const ScopeValue *const *inputs, float *const *outputs)
{
  const Step *self = (const Step *) step;
  const ScopeRecurrence *how = &self->how;
  State *own = state;
  gsize pitch = get_pitch (self);
  ScopeRecurrenceTile windows = { .n_steps = (gsize) inputs[0]->shape.dims[1],
                                  .mask = how->masked ? inputs[step->n_inputs - 1] : NULL };
  gsize per_window = how->return_sequences ? windows.n_steps * self->n_units : self->n_units;
  Tile tile = {
    .self = self, .state = own, .chunk = chunk, .value = inputs[0], .windows = &windows
  };

  tile.projected = project (self, own, chunk, inputs[0], windows.n_steps);

  for (; windows.first < chunk->n_windows; windows.first += windows.n)
    {
      windows.n = MIN (chunk->n_windows - windows.first, TILE);
      scope_recurrence_begin (how, &windows, how->n_initial > 0 ? inputs[1] : NULL, own->hidden,
                              pitch);
      scope_recurrence_begin (how, &windows, how->n_initial > 0 ? inputs[2] : NULL, own->cell,
                              pitch);
      if (how->masked)
        memset (own->shown, 0, windows.n * self->n_units * sizeof (float));

      for (gsize t = 0; t < windows.n_steps; t++)
        {
          float *before = own->hidden;

          if (g_cancellable_is_cancelled (chunk->cancellable))
            return FALSE;

          scope_recurrence_look (how, &windows, t);
          if (windows.n_masked > 0)
            memcpy (own->kept, own->cell, windows.n * pitch * sizeof (float));
          take_step (&tile, t);
          scope_recurrence_keep (&windows, own->hidden, own->next, pitch, self->n_units);
          scope_recurrence_keep (&windows, own->kept, own->cell, pitch, self->n_units);
          if (chunk->trace != NULL)
            trace_step (&tile, t);
          scope_recurrence_show (how, &windows, t, own->next, pitch, own->shown,
                                 outputs[0] + windows.first * per_window);
          own->hidden = own->next;
          own->next = before;
        }

      if (step->n_outputs > 1)
        {
          gsize offset = windows.first * self->n_units;

          scope_recurrence_end (how, &windows, own->hidden, pitch, outputs[1] + offset);
          scope_recurrence_end (how, &windows, own->cell, pitch, outputs[2] + offset);
        }
    }
  return TRUE;
}

static void
lstm_free (ScopeStep *step)
{
  scope_buffer_free (((Step *) step)->weights);
}

static const ScopeStepClass lstm_class = {
  .tracks = tracks,
  .n_tracks = N_TRACKS,
  .infer = lstm_infer,
  .state_new = lstm_state_new,
  .state_free = lstm_state_free,
  .forward = lstm_forward,
  .free = lstm_free,
};

ScopeStep *
scope_step_lstm_new (const ScopePlan *plan, ScopeGates *gates, const ScopeRecurrence *how,
                     const char *path, GError **error)
{
  const ScopeKernels *kernels = scope_kernels_narrow (plan->kernels, how->n_units);
  Step *self = scope_step_new (sizeof (Step), &lstm_class, kernels, path);

  self->how = *how;
  self->n_features = how->n_features;
  self->n_units = how->n_units;
  self->gate = *scope_gates_get_activation (gates, 0);
  self->candidate = *scope_gates_get_activation (gates, 2);
  if (!scope_panels_pack_gates (&self->weights, &self->n_panels, gates, kernels->lanes, error))
    {
      scope_step_free (&self->parent);
      return NULL;
    }
  return &self->parent;
}
