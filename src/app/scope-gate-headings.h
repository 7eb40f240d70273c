/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gate-plot.h"

G_BEGIN_DECLS

/* The headings of the picture of the gates, which stay at the top of what is seen where the picture is higher than its
 * place. @top: how far it has been scrolled down. */

/* Paints them over the picture where their own place is out of sight. */
void scope_gate_headings_paint (const ScopeGatePlot *plot, const ScopeGateLayout *layout,
                                double top, const ScopeStyle *style, cairo_t *cr, double width);
/* The number in the plot of the gate whose heading is at a point, or -1. */
int scope_gate_headings_find (const ScopeGateLayout *layout, double top, const ScopeStyle *style,
                              double x, double y);

G_END_DECLS
