/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "scope-labels.h"

G_BEGIN_DECLS

/* A picture @width × @height on the style's background, one pixel to each of the picture's. */
cairo_surface_t *
draw_test_surface_new (const ScopeStyle *style, int width, int height, cairo_t **cr);

/* The pixel that holds a point, 0xAARRGGBB. */
guint32 draw_test_get_pixel (cairo_surface_t *surface, double x, double y);

ScopeStyle *draw_test_style_new (gboolean dark);

/* No text touches another or leaves the picture. */
void draw_test_assert_labels (const ScopeLabels *labels, double width, double height);

/* The first label with this text, or NULL. */
const ScopeLabel *draw_test_find_label (const ScopeLabels *labels, const char *text);

/* How many pixels of a rectangle have exactly this colour. */
guint
draw_test_count_pixels (cairo_surface_t *surface, const cairo_rectangle_t *rect, guint32 color);

/* The pixels of a rectangle are more than one colour, and all of them greys. */
void draw_test_assert_hatched (cairo_surface_t *surface, const cairo_rectangle_t *rect);

/* As eyes with all cones see a colour (0), those without the red ones (1), and those without the green ones (2). */
#define DRAW_TEST_N_EYES 3
ScopeColor draw_test_see (guint eye, const ScopeColor *color);

G_END_DECLS
