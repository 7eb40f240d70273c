/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <cairo.h>

#include "scope-cells.h"
#include "scope-colormap.h"
#include "scope-pyramid.h"

G_BEGIN_DECLS

/* Makes an image of @cells, one pixel a cell, but at most @max_width × @max_height pixels (1 or
 * more): where several cells share a pixel, it shows the value that lies farthest from the middle
 * of a diverging range, or from the mean of all values on a sequential one, so that an outlier
 * never vanishes. Missing values (NaN) are transparent; a pixel is missing only if all its cells
 * are. Infinite values have the colour of the end of the range. */
cairo_surface_t *
scope_raster_new (const ScopeCells *cells, const ScopeColormap *colormap, double min, double max,
                  int max_width, int max_height) G_GNUC_WARN_UNUSED_RESULT;

/* Paints @cells into @rect, with sharp edges between cells on every kind of surface and hatching
 * where values are missing. Cell (row, column) covers the share from column / cols to
 * (column + 1) / cols of the width and the like of the height. */
void scope_raster_paint (cairo_t *cr, const cairo_rectangle_t *rect, const ScopeCells *cells,
                         const ScopeColormap *colormap, const ScopePalette *palette, double min,
                         double max);

/* The same of a part of the cells: @rows and @cols of all there are fill @rect. @pyramid is of the same cells in the same order,
 * or %NULL, which is for few cells: with it the time depends on the pixels only. Used on screens, not for vectors. */
void scope_raster_paint_part (cairo_t *cr, const cairo_rectangle_t *rect, const ScopeCells *cells,
                              const ScopePyramid *pyramid, ScopeSpan rows, ScopeSpan cols,
                              const ScopeColormap *colormap, const ScopePalette *palette,
                              double min, double max);

/* Fills @rect with the hatching of missing values. */
void scope_raster_paint_missing (cairo_t *cr, const cairo_rectangle_t *rect,
                                 const ScopePalette *palette);

G_END_DECLS
