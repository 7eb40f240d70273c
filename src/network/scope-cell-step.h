/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-recurrence.h"

#include "scope-gates.h"

G_BEGIN_DECLS

typedef struct _ScopeCellLoop ScopeCellLoop;
typedef struct _ScopeCellStep ScopeCellStep;

/**
 * ScopeCellStep: a recurrent step whose cell has one state, h, and takes its input and that side by side. A kind's own structure begins with it.
 * @how: how the cell is taken along
 * @take: from the rows of a loop to its next, for @n windows
 */
struct _ScopeCellStep
{
  ScopeStep parent;
  ScopeRecurrence how;
  void (*take) (const ScopeCellStep *self, ScopeCellLoop *loop, gsize n);
};

/**
 * ScopeCellLoop: what a thread changes in taking a cell along.
 * @rows: (TILE, n_features + n_units): x of this step and h of the step before
 * @next: (TILE, n_units): h of this step
 * @cell: (TILE, n_units): c of the step before, and of this one afterwards, for a cell of two states
 * @kept: (TILE, n_units): c of the step before, where a mask may ask for it
 * @shown: (TILE, n_units): what the layer answers where there is a mask
 * @more: (n_more; TILE, n_units) for the cell's own use
 * @tracks: (array length=n_tracks): where the trace finds each of its tracks after a step
 * @strides: (array length=n_tracks): from one window to the next there
 */
struct _ScopeCellLoop
{
  float *rows;
  float *next;
  float *cell;
  float *kept;
  float *shown;
  float *more;
  const float *tracks[SCOPE_MAX_TRACKS];
  gsize strides[SCOPE_MAX_TRACKS];
};

ScopeCellLoop *scope_cell_loop_new (const ScopeCellStep *step, guint n_more,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Tracks are set in the order of the class's. */
void
scope_cell_loop_set_track (ScopeCellLoop *self, guint track, const float *values, gsize stride);

/* What the class of such a step has for state_free(), infer() and forward(). */
void scope_cell_loop_free (gpointer loop);
gboolean scope_cell_step_infer (const ScopeStep *step, const ScopeShape *inputs,
                                ScopeShape *outputs, char **why);
gboolean scope_cell_step_forward (const ScopeStep *step, gpointer loop, const ScopeChunk *chunk,
                                  const ScopeValue *const *inputs, float *const *outputs);

/* Which matrices of a cell are multiplied together. */
typedef enum
{
  SCOPE_CELL_INPUT = 1 << 0,  /* W */
  SCOPE_CELL_HIDDEN = 1 << 1, /* U, below W where both are there */
} ScopeCellMatrices;

/**
 * scope_cell_step_pack:
 * @panels: (out): free its numbers with scope_buffer_free()
 * @first: gate whose columns come first
 * @n_gates: how many gates' columns stand side by side
 * @bias: (nullable): (n_gates · units)
 */
gboolean
scope_cell_step_pack (ScopePanels *panels, guint lanes, ScopeGates *gates, guint first,
                      guint n_gates, ScopeCellMatrices matrices, const float *bias, GError **error);

G_END_DECLS
