/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gate-plot.h"

G_BEGIN_DECLS

/**
 * ScopeGateZoom:
 * @units: what is seen of the columns, in all gates
 * @rows: what is seen of the rows of each part
 *
 * Where in the picture of the gates the person is. All gates are at the same columns: a unit's weights stay side by side.
 */
typedef struct
{
  ScopeSpan units;
  ScopeSpan rows[SCOPE_N_GATE_PARTS];
} ScopeGateZoom;

/* All is seen. */
void scope_gate_zoom_init (ScopeGateZoom *zoom);
gboolean scope_gate_zoom_is_whole (const ScopeGateZoom *zoom);

/**
 * scope_gate_zoom_scale:
 * @factor: above 1 goes in
 * @x, @y: the place that stays where it is, in pixels; NaN for the middle. Over names only rows or columns are zoomed.
 * @part: whose rows are, where @y is NaN
 *
 * Cells grow to a readable size first and to @factor of it then; rows that have it already stay while columns grow.
 *
 * Returns: whether anything has changed
 */
gboolean scope_gate_zoom_scale (ScopeGateZoom *zoom, const ScopeGateLayout *layout, double factor,
                                double x, double y, ScopeGatePart part);
/* Moves what is seen by pixels, rows of @part. FALSE where there is no more on that side. */
gboolean scope_gate_zoom_pan (ScopeGateZoom *zoom, const ScopeGateLayout *layout, double dx,
                              double dy, ScopeGatePart part);
/* Moves until @cell is seen as a whole. */
gboolean scope_gate_zoom_reveal (ScopeGateZoom *zoom, const ScopeGateLayout *layout,
                                 const ScopeGateCell *cell);

/* The same for a unit's column. */
gboolean
scope_gate_zoom_reveal_unit (ScopeGateZoom *zoom, const ScopeGateLayout *layout, guint unit);

/* Thin bars that say which part is seen, beside the rows and under the columns; nothing where all is. */
void scope_gate_zoom_paint (const ScopeGateZoom *zoom, const ScopeGateLayout *layout,
                            const ScopeStyle *style, cairo_t *cr);

G_END_DECLS
