/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-palette.h"
#include "scope-plot.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_PARTS_CHART (scope_parts_chart_get_type ())
G_DECLARE_FINAL_TYPE (ScopePartsChart, scope_parts_chart, SCOPE, PARTS_CHART, ScopePlot)

/**
 * ScopePartsChart:
 *
 * The largest parts of a sum as signed bars, each with its name and its value.
 */

/* @names: (array length=n): copied; @values: (array length=n): copied. No more than @n_rows rows
 * are drawn, and as many have room whatever @n is. */
void scope_parts_chart_set (ScopePartsChart *self, guint n_rows, guint n, const char *const *names,
                            const double *values, ScopeHue hue);

G_END_DECLS
