/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <pango/pangocairo.h>

#include "scope-palette.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_STYLE (scope_style_get_type ())

/**
 * ScopeStyle:
 *
 * Colours and type of a picture: a palette and a font, with what pango needs to measure text before
 * there is anything to draw on. Immutable, counted. To be used on the thread that made it.
 *
 * Text is measured without hinting, so that a picture has one layout on screen and on paper, and
 * all figures are tabular (OpenType `tnum`).
 */
typedef struct _ScopeStyle ScopeStyle;

GType scope_style_get_type (void) G_GNUC_CONST;

/* @font: of the picture's text, with a size in points or in pixels (absolute); one pixel is 1/96
 * inch. %NULL is "Cantarell, Sans 9.5". */
ScopeStyle *scope_style_new (const ScopePalette *palette,
                             const PangoFontDescription *font) G_GNUC_WARN_UNUSED_RESULT;
ScopeStyle *scope_style_ref (ScopeStyle *self);
void scope_style_unref (ScopeStyle *self);

const ScopePalette *scope_style_get_palette (const ScopeStyle *self);

/* Height of a line of text, in pixels. */
double scope_style_get_line_height (const ScopeStyle *self);

/* A layout with @text in this style; never takes markup from @text. */
PangoLayout *scope_style_create_layout (const ScopeStyle *self, const char *text, gboolean bold);

/* Width and height that @text takes, in pixels. Either may be %NULL. */
void scope_style_measure (const ScopeStyle *self, const char *text, gboolean bold, double *width,
                          double *height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeStyle, scope_style_unref)

G_END_DECLS
