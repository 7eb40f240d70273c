/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-trace.h"

G_BEGIN_DECLS

/**
 * scope_trace_new:
 * @layer: the layer's path
 * @backwards: whether step 0 is the window's last row
 * @names: (array length=n_tracks): static strings
 * @error: where there is no memory for it
 *
 * Zeros, to be filled through scope_trace_get_writable() by whoever runs the layer.
 */
ScopeTrace *scope_trace_new (const char *layer, gboolean backwards, const char *const *names,
                             guint n_tracks, gsize n_windows, gsize n_steps, gsize n_units,
                             gsize n_features, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Where step 0 of @window, counted in runs of the layer, begins in @track; @n_tracks itself is the input. */
float *scope_trace_get_writable (ScopeTrace *self, guint track, gsize window);

/* For a layer that is run several times in each window: the steps of one run. Those of all runs follow one another. */
void scope_trace_set_run_length (ScopeTrace *self, gsize n_steps);

G_END_DECLS
