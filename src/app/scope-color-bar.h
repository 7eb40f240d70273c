/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-plot.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_COLOR_BAR (scope_color_bar_get_type ())
G_DECLARE_FINAL_TYPE (ScopeColorBar, scope_color_bar, SCOPE, COLOR_BAR, ScopePlot)

#define SCOPE_COLOR_BAR_BINS 61

/**
 * ScopeColorBar:
 *
 * The scale of a heatmap of values with a natural zero, and over it how the values are distributed. Pointer or keys read off
 * how many lie where.
 */

/* @extent: of −@extent to @extent; 0: nothing to show but @unit. @bins: SCOPE_COLOR_BAR_BINS counts, copied. @clipped: the outermost
 * ones hold what lies beyond. @unit: "weight (no unit)". */
void scope_color_bar_set (ScopeColorBar *self, double extent, const guint *bins, gboolean clipped,
                          const char *unit);
/* Points at a value; NaN at none. */
void scope_color_bar_set_marker (ScopeColorBar *self, double value);

G_END_DECLS
