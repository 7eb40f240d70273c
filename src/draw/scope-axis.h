/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "scope-cells.h"
#include "scope-labels.h"

G_BEGIN_DECLS

/* Distances that all pictures keep, in pixels. */
#define SCOPE_GAP 6.0
#define SCOPE_TICK_LENGTH 4.0

/* The text of a place on an axis of cells; free with g_free(). */
typedef char *(*ScopePlaceText) (gsize place, gconstpointer user_data);

/* @area with whole pixels as edges, inside of what it was and at least 1 × 1. */
cairo_rectangle_t scope_axis_snap (double x, double y, double width, double height);

/* 1, 2, 5, 10, … : the smallest of them that is @least or more. */
gsize scope_axis_nice_step (double least);

/* The width of the widest text of @n places, but at most @limit. */
double scope_axis_widest (const ScopeStyle *style, gsize n, ScopePlaceText text,
                          gconstpointer user_data, double limit);

/* Puts texts right-aligned at @right beside @n rows that share @height from @top on, as many as
 * have room; the one of row @bold (-1: none) is bold and always among them. */
void scope_axis_add_rows (ScopeLabels *labels, const ScopeStyle *style, gsize n, double right,
                          double top, double height, double max_width, gssize bold,
                          ScopePlaceText text, gconstpointer user_data);

/* The same under @n columns that share @width from @left on; texts are centred, thinned where they
 * are numbers or many, and cut with an ellipsis where columns are wide but names wider. All but the
 * one of column @except (-1: none), which scope_axis_add_bold_column() places before. */
void scope_axis_add_columns (ScopeLabels *labels, const ScopeStyle *style, gsize n, double left,
                             double width, double top, gssize except, ScopePlaceText text,
                             gconstpointer user_data, const cairo_rectangle_t *bounds);
void scope_axis_add_bold_column (ScopeLabels *labels, const ScopeStyle *style, gsize n, double left,
                                 double width, double top, gssize place, ScopePlaceText text,
                                 gconstpointer user_data, const cairo_rectangle_t *bounds);

/* The same where only @seen of all places is shown in that room: texts stay at their places while it moves. @widest: the width of
 * the widest text of all. */
void
scope_axis_add_rows_seen (ScopeLabels *labels, const ScopeStyle *style, gsize n, ScopeSpan seen,
                          double right, double top, double height, double max_width, gssize bold,
                          ScopePlaceText text, gconstpointer user_data);
void scope_axis_add_columns_seen (ScopeLabels *labels, const ScopeStyle *style, gsize n,
                                  ScopeSpan seen, double left, double width, double top,
                                  gssize except, double widest, ScopePlaceText text,
                                  gconstpointer user_data, const cairo_rectangle_t *bounds);
void scope_axis_add_bold_column_seen (ScopeLabels *labels, const ScopeStyle *style, gsize n,
                                      ScopeSpan seen, double left, double width, double top,
                                      gssize place, ScopePlaceText text, gconstpointer user_data,
                                      const cairo_rectangle_t *bounds);

/* Labels of @n lags, the newest (lag 1) in the rightmost of @n columns: "t−k", always with t−1, and
 * under each its distance on the clock where @step_seconds is above 0. Returns the height used. */
double scope_axis_add_lags (ScopeLabels *labels, const ScopeStyle *style, gsize n, double left,
                            double width, double top, double step_seconds,
                            const cairo_rectangle_t *bounds);
/* What scope_axis_add_lags() returns. */
double scope_axis_get_lags_height (const ScopeStyle *style, double step_seconds);

/* A frame of @line_width just outside of @rect. */
void scope_axis_paint_frame (cairo_t *cr, const cairo_rectangle_t *rect, const ScopeColor *color,
                             double line_width);

/* A frame that is seen on every colour: in @color with an edge in the background's. */
void scope_axis_paint_choice (cairo_t *cr, const cairo_rectangle_t *rect, const ScopeColor *color,
                              const ScopePalette *palette, double line_width);

/* A vertical line through the middle of the cursor, seen on every colour. */
void scope_axis_paint_cursor (cairo_t *cr, double x, double top, double bottom,
                              const ScopePalette *palette);

G_END_DECLS
