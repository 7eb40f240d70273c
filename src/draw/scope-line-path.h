/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "scope-line-plot.h"

G_BEGIN_DECLS

/* The points from *@first to before *@end that the range @x_min to @x_max needs: those inside of it
 * and one more to each side, so that lines reach the edges. */
void scope_line_path_find_range (const ScopeLinePlot *plot, double x_min, double x_max,
                                 gsize *first, gsize *end);

/* Adds the line of a series to the path: broken at missing values and at leaps of more than the
 * plot's @max_gap, a point alone as a line without length. Points that share a column of pixels
 * become the column's first, smallest, largest and last, so that an outlier never vanishes. */
void scope_line_path_trace (cairo_t *cr, const ScopeLinePlot *plot, const ScopeLineSeries *series,
                            gsize first, gsize end, const ScopeScale *x, const ScopeScale *y);

/* The closed outlines of a band, likewise. */
void
scope_line_path_trace_band (cairo_t *cr, const ScopeLinePlot *plot, const ScopeLineSeries *series,
                            gsize first, gsize end, const ScopeScale *x, const ScopeScale *y);

/* Draws the line of a series with the pen that is set, and clears the path. Where there are many
 * points to each pixel it fills what they cover in each column instead: the same to the eye (but
 * for dashes, which nobody can see there), and a hundred times as quick as a stroke that crosses
 * itself everywhere. */
void scope_line_path_stroke (cairo_t *cr, const ScopeLinePlot *plot, const ScopeLineSeries *series,
                             gsize first, gsize end, const ScopeScale *x, const ScopeScale *y);

/* Colour, width and dashes of a series, set on @cr. */
void
scope_line_path_set_pen (cairo_t *cr, const ScopeLineSeries *series, const ScopePalette *palette);

G_END_DECLS
