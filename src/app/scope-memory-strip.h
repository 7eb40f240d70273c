/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-memory.h"
#include "scope-plot.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_MEMORY_STRIP (scope_memory_strip_get_type ())
G_DECLARE_FINAL_TYPE (ScopeMemoryStrip, scope_memory_strip, SCOPE, MEMORY_STRIP, ScopePlot)

/**
 * ScopeMemoryStrip:
 *
 * How long the units of a layer remember by their bias, each as a stroke, with the mark of untrained ones, the chosen unit as
 * a full circle and what a run measured of it as an open one. Pointer and keys (left, right) read off units in the order of
 * their memory.
 *
 * Signal "chosen" (uint unit): a click, or Enter.
 */

/* @memory NULL: nothing. @step_seconds: of the table; 0 where unknown. */
void scope_memory_strip_set (ScopeMemoryStrip *self, ScopeMemory *memory, double step_seconds);
/* -1: none. */
void scope_memory_strip_select (ScopeMemoryStrip *self, int unit);

G_END_DECLS
