/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"
#include "scope-trace-plot.h"
#include "scope-trace.h"

G_BEGIN_DECLS

/**
 * ScopeTracePanels:
 * @n: number of panels, as many as the trace has tracks
 * @panels: without colour maps, which are a palette's: scope_trace_panels_set_palette()
 * @gates: the gate of each panel in canonical order; -1 for the cell state and the output
 *
 * A layer's trace of one window as panels of a ScopeTracePlot: units × steps, the oldest row on the
 * left also where the layer goes backwards. Gates whose values lie within 0 and 1 have the gate's
 * own colours; all else is centred on zero.
 */
typedef struct
{
  guint n;
  ScopeTracePanel panels[SCOPE_MAX_TRACKS];
  int gates[SCOPE_MAX_TRACKS];
  ScopeColormap *colormaps[SCOPE_MAX_TRACKS];
  float *reversed[SCOPE_MAX_TRACKS];
  gsize n_steps;
  gsize n_units;
} ScopeTracePanels;

/* The trace must live as long as the panels do. */
void scope_trace_panels_init (ScopeTracePanels *self, ScopeTrace *trace, ScopeGates *gates);
void scope_trace_panels_set_palette (ScopeTracePanels *self, const ScopePalette *palette);
void scope_trace_panels_clear (ScopeTracePanels *self);

/* The value of a panel, step 0 the oldest row. */
double scope_trace_panels_get (const ScopeTracePanels *self, guint panel, gsize unit, gsize step);

G_END_DECLS
