/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-forecast.h"
#include "scope-memory.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * scope_memory_job_start:
 * @memory: of a layer, without a run
 * @gates: the layer's
 * @layer: its path
 * @forecast: a run that has windows
 *
 * Measures on another thread how long the layer's units remember: adds the gates of some dozens of windows, evenly spaced over the
 * run, to @memory, and follows back through as many of them as take a few seconds how the units' states fade.
 */
void scope_memory_job_start (ScopeMemory *memory, ScopeGates *gates, const char *layer,
                             ScopeForecast *forecast, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
/* @error: as scope_pass_new(); cancelled */
ScopeMemory *
scope_memory_job_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
