/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-kernels.h"
#include "scope-shape.h"
#include "scope-trace.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * A network compiled is a list of steps, each of which makes values of values: a recurrent layer, a matrix, an activation … What is
 * the same for all runs (weights) is in the step, what a run changes is in a state, of which every
 * thread has its own.
 */
typedef struct _ScopeStep ScopeStep;
typedef struct _ScopeStepClass ScopeStepClass;

#define SCOPE_NO_VALUE G_MAXUINT
#define SCOPE_STEP_MAX_INPUTS 16
#define SCOPE_STEP_MAX_OUTPUTS 3

/**
 * ScopeValue: what flows between steps: the same tensor of several windows.
 * @data: float32, each window's numbers row-major and in one piece
 * @starts: (nullable) (array length=n_windows): window w begins at @data + @starts[w] · @row_size: rows of a series, which windows
 *     share; %NULL: windows stand one behind the other
 * @row_size: numbers in a row of the series
 * @size: numbers in a window
 * @shape: of all windows, the batch first and free, nothing else free
 */
typedef struct
{
  const float *data;
  const gsize *starts;
  gsize row_size;
  gsize size;
  ScopeShape shape;
} ScopeValue;

/**
 * ScopeChunk: the windows of one call.
 * @first: the first one's index in the run, for the trace
 * @n_windows: at most as many as the state was made for
 * @cancellable: (nullable): looked at now and then
 * @trace: (nullable): where the step leaves its gates
 */
typedef struct
{
  gsize first;
  gsize n_windows;
  GCancellable *cancellable;
  ScopeTrace *trace;
} ScopeChunk;

/**
 * ScopeStepClass: what a kind of step can do. A pass backwards (gradients) will be one more function here, which takes the trace of
 * the pass forwards; none needs more of a step than it has.
 * @tracks: (nullable) (array length=n_tracks): names of what it can trace, for a recurrent step
 * @infer: shapes of the outputs for shapes of the inputs (the batch first, both may have free dimensions), or why there are none
 * @state_new: (nullable): what a run changes, for at most @max_windows at once; @inputs are the shapes of this run
 * @forward: fills @outputs, (n_windows, …) each; %FALSE where it was cancelled
 */
struct _ScopeStepClass
{
  const char *const *tracks;
  guint n_tracks;

  gboolean (*infer) (const ScopeStep *self, const ScopeShape *inputs, ScopeShape *outputs,
                     char **why);
  gpointer (*state_new) (const ScopeStep *self, const ScopeShape *inputs, gsize max_windows,
                         GError **error);
  void (*state_free) (gpointer state);
  gboolean (*forward) (const ScopeStep *self, gpointer state, const ScopeChunk *chunk,
                       const ScopeValue *const *inputs, float *const *outputs);
  void (*free) (ScopeStep *self);
};

/**
 * ScopeStep: the part that all have; a kind's own structure begins with it.
 * @path: the layer, as scope_model_find_layer() takes it
 * @backwards: for a recurrent step: whether it takes the last row first
 * @fold: the value whose time steps are this step's windows, or SCOPE_NO_VALUE
 * @inputs: (array length=n_inputs): values of the plan
 * @outputs: (array length=n_outputs): values of the plan
 */
struct _ScopeStep
{
  const ScopeStepClass *class;
  const ScopeKernels *kernels;
  char *path;
  gboolean backwards;
  guint fold;
  guint n_inputs;
  guint inputs[SCOPE_STEP_MAX_INPUTS];
  guint n_outputs;
  guint outputs[SCOPE_STEP_MAX_OUTPUTS];
};

/* @size: of the kind's own structure, which is zeroed. One output, unless the kind sets another number. */
gpointer scope_step_new (gsize size, const ScopeStepClass *class, const ScopeKernels *kernels,
                         const char *path) G_GNUC_WARN_UNUSED_RESULT;
void scope_step_free (ScopeStep *self);

static inline const float *
scope_value_get_window (const ScopeValue *self, gsize window)
{
  return self->starts != NULL ? self->data + self->starts[window] * self->row_size
                              : self->data + window * self->size;
}

/* Windows that stand one behind the other from @window on, and can be taken as one block. */
gsize scope_value_get_run (const ScopeValue *self, gsize window, gsize n_windows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeStep, scope_step_free)

G_END_DECLS
