/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-array.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_TRACE (scope_trace_get_type ())
#define SCOPE_MAX_TRACKS 6

/**
 * ScopeTrace:
 *
 * Gates and states of one recurrent layer in a run, exactly what the forward pass computed. Each track is
 * (windows, steps, units), the steps in the order in which the layer took them (a layer that goes backwards has the last time
 * step at index 0); the units of a convolutional LSTM are the places of all its filters, in the order of its answer; where a layer is run several
 * times in a window (TimeDistributed), the steps of all runs follow one another. LSTM: input, forget, candidate, output, cell, hidden; GRU: update, reset, candidate, hidden;
 * SimpleRNN: hidden.
 */
typedef struct _ScopeTrace ScopeTrace;

GType scope_trace_get_type (void);
ScopeTrace *scope_trace_ref (ScopeTrace *self);
void scope_trace_unref (ScopeTrace *self);

/* As scope_model_find_layer() takes it. */
const char *scope_trace_get_layer (ScopeTrace *self);
/* Whether step 0 is the window's last row. */
gboolean scope_trace_get_backwards (ScopeTrace *self);
guint scope_trace_get_n_tracks (ScopeTrace *self);
/* "input", "forget", "candidate", "output", "cell", "hidden" …: for programs, not translated. */
const char *scope_trace_get_track_name (ScopeTrace *self, guint track);
/* (windows, steps, units). */
ScopeArray *scope_trace_get_track (ScopeTrace *self, guint track);
/* By name, or NULL. */
ScopeArray *scope_trace_find (ScopeTrace *self, const char *name);
/* (windows, steps, features): what the layer was given, in the same order of steps; the x of W·x. */
ScopeArray *scope_trace_get_input (ScopeTrace *self);
gsize scope_trace_get_n_windows (ScopeTrace *self);
gsize scope_trace_get_n_steps (ScopeTrace *self);
/* Steps of one run of the layer: after as many it begins anew. All of them, unless it is run several times in a window. */
gsize scope_trace_get_run_length (ScopeTrace *self);
gsize scope_trace_get_n_units (ScopeTrace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeTrace, scope_trace_unref)

G_END_DECLS
