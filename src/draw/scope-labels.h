/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "scope-style.h"

G_BEGIN_DECLS

typedef enum
{
  SCOPE_TONE_NORMAL,
  SCOPE_TONE_DIM,
  SCOPE_TONE_ACCENT
} ScopeTone;

/**
 * ScopeLabel:
 * @text: the whole text; a label that was given less room than it needs ends in an ellipsis
 * @rect: the room that it takes: the text's own size, cut to what it was given
 *
 * A text with its place. All texts of a picture are placed by its layout, before painting, so that
 * what measures them, what draws them and what tests them is one thing.
 */
typedef struct
{
  char *text;
  cairo_rectangle_t rect;
  gboolean bold;
  ScopeTone tone;
} ScopeLabel;

/**
 * ScopeLabels:
 *
 * The texts of a picture, in the order in which they were placed.
 */
typedef struct _ScopeLabels ScopeLabels;

ScopeLabels *scope_labels_new (const ScopeStyle *style) G_GNUC_WARN_UNUSED_RESULT;
void scope_labels_free (ScopeLabels *self);

guint scope_labels_get_size (const ScopeLabels *self);
const ScopeLabel *scope_labels_get (const ScopeLabels *self, guint index);

/* Places @text so that the point (@x, @y) is at the shares (@align_x, @align_y) of its rectangle:
 * 0, 0.5, 1 are left/middle/right and top/middle/bottom. At most @max_width wide where that is
 * above 0. An empty or missing text takes no place. */
const ScopeLabel *
scope_labels_add (ScopeLabels *self, const char *text, double x, double y, double align_x,
                  double align_y, double max_width, gboolean bold, ScopeTone tone);

/* The same, but places nothing and returns %NULL where the text would touch one that is there (with
 * @gap pixels between) or leave @bounds (%NULL: any place is good). */
const ScopeLabel *
scope_labels_try_add (ScopeLabels *self, const char *text, double x, double y, double align_x,
                      double align_y, double max_width, gboolean bold, ScopeTone tone, double gap,
                      const cairo_rectangle_t *bounds);

/* The first two labels whose rectangles overlap, or %FALSE. */
gboolean scope_labels_find_overlap (const ScopeLabels *self, guint *first, guint *second);

void scope_labels_paint (const ScopeLabels *self, cairo_t *cr);

/* Draws one text at once, for what is not part of a layout (a cursor's text); returns its place. */
cairo_rectangle_t
scope_label_paint_at (const ScopeStyle *style, cairo_t *cr, const char *text, double x, double y,
                      double align_x, double align_y, gboolean bold, const ScopeColor *color);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeLabels, scope_labels_free)

G_END_DECLS
