/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "scope-trace-plot.h"

G_BEGIN_DECLS

/* The own scale of an input's line: its smallest to its largest value in the window. */
void
scope_trace_layout_init_input_scale (const ScopeTracePlot *plot, const ScopeTraceLayout *layout,
                                     guint input, ScopeScale *scale);

G_END_DECLS
