/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-model.h"
#include "scope-progress.h"
#include "scope-trace.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_NETWORK (scope_network_get_type ())

/**
 * ScopeNetwork:
 *
 * A model compiled for running. Immutable, refcounted, any thread; several runs may share it, each has its own state.
 */
typedef struct _ScopeNetwork ScopeNetwork;

/**
 * ScopeBatch: what a network is run on: rows, and where in them each window starts.
 * @inputs: (array length=n_inputs): for each of the model's inputs its rows: (rows, features), or (rows, …) for what
 *     has more dimensions. A window is @window neighbouring rows, so a long record is held once however long the windows
 *     are. A batch (N, T, F) is N·T rows with starts 0, T, 2T …; an input without time steps has windows of one row, one
 *     whose number of steps the model fixes has windows of that many
 * @n_inputs: number of inputs
 * @starts: (array length=n_windows): first row of each window (the same for every input)
 * @n_windows: number of windows
 * @window: rows of a window of the first input, and of every other one whose number of steps is free
 * @windows: (nullable) (array length=n_inputs): the same for each input by itself, @window among them
 *
 * How a batch is cut into runs and threads, in which order its windows stand, and whether they overlap changes no bit of an answer.
 * Where they do overlap, a row is multiplied once for all windows that hold it.
 */
typedef struct
{
  ScopeArray *const *inputs;
  guint n_inputs;
  const gsize *starts;
  gsize n_windows;
  gsize window;
  const gsize *windows;
} ScopeBatch;

/**
 * ScopeRunOptions: zeroed for the defaults.
 * @n_threads: 0: as many as there are processors
 * @trace_layers: (nullable) (array zero-terminated=1): layers to trace, as scope_model_find_layer() takes them: only these take memory,
 *     seven arrays of (windows, steps, units) each
 * @cancellable: (nullable)
 * @progress: (nullable): in windows
 */
typedef struct
{
  guint n_threads;
  const char *const *trace_layers;
  GCancellable *cancellable;
  ScopeProgress *progress;
} ScopeRunOptions;

GType scope_network_get_type (void);

/**
 * scope_network_new:
 * @model: any model
 * @error: SCOPE_ERROR_UNSUPPORTED: the first layer that cannot be run, and why (scope_network_get_obstacles() of a failed
 *     model is scope_network_list_obstacles())
 */
ScopeNetwork *scope_network_new (ScopeModel *model, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_network_new_partial:
 * @model: any model
 * @error: SCOPE_ERROR_UNSUPPORTED where nothing of it can be run
 *
 * As far as it can be run: for a model that scope_network_new() refuses a network of the layers before those that stop it, to be traced. It has
 * no outputs. Other models are run whole.
 */
ScopeNetwork *
scope_network_new_partial (ScopeModel *model, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether all of the model is run. */
gboolean scope_network_is_whole (ScopeNetwork *self);
/* Whether that layer is run and has gates or states to trace. */
gboolean scope_network_can_trace (ScopeNetwork *self, const char *layer);
ScopeNetwork *scope_network_ref (ScopeNetwork *self);
void scope_network_unref (ScopeNetwork *self);

/* One layer that cannot be run. */
typedef struct
{
  char *layer;
  char *class_name;
  char *why; /* translated */
} ScopeObstacle;

void scope_obstacle_free (ScopeObstacle *self);

/* All layers of @model that cannot be run, in order; an empty array where it can be run whole.
 * Returns: (transfer full) (element-type ScopeObstacle) */
GPtrArray *scope_network_list_obstacles (ScopeModel *model);

ScopeModel *scope_network_get_model (ScopeNetwork *self);
guint scope_network_get_n_inputs (ScopeNetwork *self);
/* Rows of a window that input 0 asks for; 0: any number. 1 for an input without time steps. */
guint scope_network_get_window (ScopeNetwork *self);
/* Numbers in one row of an input. */
gsize scope_network_get_row_size (ScopeNetwork *self, guint input);
guint scope_network_get_n_outputs (ScopeNetwork *self);

/**
 * scope_network_get_output_dims:
 * @output: which
 * @window: rows of a window (an output may have a time axis)
 * @dims: (out): SCOPE_ARRAY_MAX_DIMS of them
 *
 * Returns: number of dimensions of one window's output, without the batch; 0 where such a window gives none
 */
guint scope_network_get_output_dims (ScopeNetwork *self, guint output, gsize window, gsize *dims);

/**
 * scope_network_run:
 * @batch: rows and windows; a NaN among the rows of a window makes that window's answers NaN
 * @options: (nullable)
 * @outputs: (out) (array length=n_outputs): for each output (windows, …); free with unref
 * @traces: (out) (optional): for each of trace_layers its trace, a %NULL-free array (element-type ScopeTrace)
 * @error: SCOPE_ERROR_CONTRADICTION (shape of the rows, a window that the model does not take, starts beyond the rows),
 *     SCOPE_ERROR_USAGE (a layer to trace that is not recurrent or not there), SCOPE_ERROR_UNSUPPORTED (no memory for so many windows),
 *     G_IO_ERROR_CANCELLED
 *
 * The one forward pass of the program: window, command line, tests and benchmark come here. Blocks.
 */
gboolean
scope_network_run (ScopeNetwork *self, const ScopeBatch *batch, const ScopeRunOptions *options,
                   ScopeArray **outputs, GPtrArray **traces, GError **error);

/* The instruction set that this machine's runs use: "AVX-512", "AVX2", "baseline". Static. The environment variable
 * GATESCOPE_LEVEL (avx512, avx2, baseline) asks for another one, for networks compiled from then on. */
const char *scope_network_get_level (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeNetwork, scope_network_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeObstacle, scope_obstacle_free)

G_END_DECLS
