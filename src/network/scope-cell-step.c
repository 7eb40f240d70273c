/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-cell-step.h"

#include "scope-buffer.h"
#include "scope-panels.h"
#include "scope-trace-private.h"

#include <string.h>

void
scope_cell_loop_free (gpointer loop)
{
  ScopeCellLoop *self = loop;

  scope_buffer_free (self->rows);
  scope_buffer_free (self->next);
  scope_buffer_free (self->cell);
  scope_buffer_free (self->kept);
  scope_buffer_free (self->shown);
  scope_buffer_free (self->more);
  g_free (self);
}

ScopeCellLoop *
scope_cell_loop_new (const ScopeCellStep *step, guint n_more, GError **error)
{
  const ScopeRecurrence *how = &step->how;
  ScopeCellLoop *self = g_new0 (ScopeCellLoop, 1);

  self->rows = scope_buffer_new (SCOPE_RECURRENCE_TILE, how->n_features + how->n_units, error);
  if (self->rows != NULL)
    self->next = scope_buffer_new (SCOPE_RECURRENCE_TILE, how->n_units, error);
  if (self->next != NULL)
    self->cell =
        scope_buffer_new (SCOPE_RECURRENCE_TILE, how->n_states > 1 ? how->n_units : 1, error);
  if (self->cell != NULL)
    self->kept =
        scope_buffer_new (SCOPE_RECURRENCE_TILE, how->n_states > 1 ? how->n_units : 1, error);
  if (self->kept != NULL)
    self->shown = scope_buffer_new (SCOPE_RECURRENCE_TILE, how->n_units, error);
  if (self->shown != NULL)
    self->more =
        scope_buffer_new ((gsize) SCOPE_RECURRENCE_TILE * MAX (1, n_more), how->n_units, error);
  if (self->more == NULL)
    {
      scope_cell_loop_free (self);
      return NULL;
    }
  return self;
}

static void
trace_step (const ScopeCellStep *self, const ScopeCellLoop *loop, const ScopeChunk *chunk,
            const ScopeRecurrenceTile *tile, gsize step)
{
  const ScopeRecurrence *how = &self->how;
  guint n_tracks = self->parent.class->n_tracks;

  for (gsize w = 0; w < tile->n; w++)
    {
      gsize window = chunk->first + tile->first + w;

      for (guint i = 0; i < n_tracks; i++)
        memcpy (scope_trace_get_writable (chunk->trace, i, window) + step * how->n_units,
                loop->tracks[i] + w * loop->strides[i], how->n_units * sizeof (float));
      memcpy (scope_trace_get_writable (chunk->trace, n_tracks, window) + step * how->n_features,
              loop->rows + w * (how->n_features + how->n_units), how->n_features * sizeof (float));
    }
}

static void
take_step (const ScopeCellStep *self, ScopeCellLoop *loop, const ScopeChunk *chunk,
           const ScopeValue *value, ScopeRecurrenceTile *tile, gsize step, float *output)
{
  const ScopeRecurrence *how = &self->how;
  gsize width = how->n_features + how->n_units;
  gsize row = scope_recurrence_get_row (how, tile->n_steps, step);

  for (gsize w = 0; w < tile->n; w++)
    memcpy (loop->rows + w * width,
            scope_value_get_window (value, tile->first + w) + row * how->n_features,
            how->n_features * sizeof (float));

  scope_recurrence_look (how, tile, step);
  if (how->n_states > 1 && tile->n_masked > 0)
    memcpy (loop->kept, loop->cell, tile->n * how->n_units * sizeof (float));
  self->take (self, loop, tile->n);
  if (how->n_states > 1)
    scope_recurrence_keep (tile, loop->kept, loop->cell, how->n_units, how->n_units);
  for (gsize w = 0; w < tile->n; w++)
    {
      float *hidden = loop->rows + w * width + how->n_features;

      if (tile->n_masked > 0 && !tile->counts[w])
        memcpy (loop->next + w * how->n_units, hidden, how->n_units * sizeof (float));
      else
        memcpy (hidden, loop->next + w * how->n_units, how->n_units * sizeof (float));
    }

  if (chunk->trace != NULL)
    trace_step (self, loop, chunk, tile, step);
  scope_recurrence_show (how, tile, step, loop->next, how->n_units, loop->shown, output);
}

gboolean
scope_cell_step_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
                         const ScopeValue *const *inputs, float *const *outputs)
{
  const ScopeCellStep *self = (const ScopeCellStep *) step;
  const ScopeRecurrence *how = &self->how;
  ScopeCellLoop *loop = state;
  gsize width = how->n_features + how->n_units;
  ScopeRecurrenceTile tile = { .n_steps = (gsize) inputs[0]->shape.dims[1],
                               .mask = how->masked ? inputs[step->n_inputs - 1] : NULL };
  gsize per_window = how->return_sequences ? tile.n_steps * how->n_units : how->n_units;

  for (; tile.first < chunk->n_windows; tile.first += tile.n)
    {
      tile.n = MIN (chunk->n_windows - tile.first, SCOPE_RECURRENCE_TILE);
      scope_recurrence_begin (how, &tile, how->n_initial > 0 ? inputs[1] : NULL,
                              loop->rows + how->n_features, width);
      if (how->n_states > 1)
        scope_recurrence_begin (how, &tile, how->n_initial > 1 ? inputs[2] : NULL, loop->cell,
                                how->n_units);
      memset (loop->shown, 0, tile.n * how->n_units * sizeof (float));

      for (gsize t = 0; t < tile.n_steps; t++)
        {
          if (g_cancellable_is_cancelled (chunk->cancellable))
            return FALSE;
          take_step (self, loop, chunk, inputs[0], &tile, t, outputs[0] + tile.first * per_window);
        }

      if (step->n_outputs > 1)
        scope_recurrence_end (how, &tile, loop->rows + how->n_features, width,
                              outputs[1] + tile.first * how->n_units);
      if (step->n_outputs > 2)
        scope_recurrence_end (how, &tile, loop->cell, how->n_units,
                              outputs[2] + tile.first * how->n_units);
    }
  return TRUE;
}

gboolean
scope_cell_step_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs,
                       char **why)
{
  return scope_recurrence_infer (step, &((const ScopeCellStep *) step)->how, inputs, outputs, why);
}

void
scope_cell_loop_set_track (ScopeCellLoop *self, guint track, const float *values, gsize stride)
{
  self->tracks[track] = values;
  self->strides[track] = stride;
}

/* Rows of one gate's matrix to where they belong in all columns. */
static void
copy_view (ScopeMatrixView view, gsize n_columns, float *to)
{
  for (gsize k = 0; view.data != NULL && k < view.n_rows; k++)
    memcpy (to + k * n_columns, view.data + k * view.row_stride, view.n_columns * sizeof (float));
}

gboolean
scope_cell_step_pack (ScopePanels *panels, guint lanes, ScopeGates *gates, guint first,
                      guint n_gates, ScopeCellMatrices matrices, const float *bias, GError **error)
{
  gboolean with_input = (matrices & SCOPE_CELL_INPUT) != 0;
  gboolean with_hidden = (matrices & SCOPE_CELL_HIDDEN) != 0;
  gsize n_features = with_input ? scope_gates_get_n_features (gates) : 0;
  gsize n_units = scope_gates_get_n_units (gates);
  gsize depth = n_features + (with_hidden ? n_units : 0);
  gsize n_columns = n_gates * n_units;
  float *matrix = scope_buffer_new (depth, n_columns, error);
  gboolean packed;

  if (matrix == NULL)
    return FALSE;

  for (guint g = 0; g < n_gates; g++)
    {
      if (with_input)
        copy_view (scope_gates_get_view (gates, first + g, SCOPE_MATRIX_W), n_columns,
                   matrix + g * n_units);
      if (with_hidden)
        copy_view (scope_gates_get_view (gates, first + g, SCOPE_MATRIX_U), n_columns,
                   matrix + n_features * n_columns + g * n_units);
    }
  packed = scope_panels_pack (panels, lanes, depth, n_columns, matrix, bias, error);
  scope_buffer_free (matrix);
  return packed;
}
