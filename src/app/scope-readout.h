/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-line-plot.h"

G_BEGIN_DECLS

/**
 * scope_readout_paint:
 * @area: of the chart
 * @x: where the cursor is
 * @title: what the values are of (a moment)
 * @names: (array length=n): of the lines
 * @series: (array length=n): the lines, for their pens
 * @values: (array length=n): with units
 *
 * The values at a chart's cursor, in a box in the corner that the cursor is far from.
 */
void scope_readout_paint (cairo_t *cr, const ScopeStyle *style, const cairo_rectangle_t *area,
                          double x, const char *title, const char *const *names,
                          const ScopeLineSeries *series, const char *const *values, guint n);

G_END_DECLS
