/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "scope-palette.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_COLORMAP (scope_colormap_get_type ())

/**
 * ScopeColormap:
 *
 * A table of colours for values between a smallest and a largest. Immutable, counted, usable from
 * any thread. Its size is odd, so that the middle of a diverging map is one of its colours.
 */
typedef struct _ScopeColormap ScopeColormap;

GType scope_colormap_get_type (void) G_GNUC_CONST;

/* For values with a natural zero, to be used with a range centred on zero: of the palette's choice, Crameri's vik, broc, cork or
 * bam on a light background, berlin, lisbon, tofino or vanimo on a dark one, with the lightness of each half stretched and the hue of
 * its middle drawn so that the middle is the palette's background. */
ScopeColormap *scope_colormap_new_diverging (const ScopePalette *palette) G_GNUC_WARN_UNUSED_RESULT;

/* For values from 0 to 1 of a gate: from the background through the gate's hue to its dark end (on
 * dark: light end), evenly in CIELAB lightness. */
ScopeColormap *
scope_colormap_new_gate (const ScopePalette *palette, ScopeHue hue) G_GNUC_WARN_UNUSED_RESULT;

/* The same with the accent, for sizes of influence. */
ScopeColormap *scope_colormap_new_accent (const ScopePalette *palette) G_GNUC_WARN_UNUSED_RESULT;

ScopeColormap *scope_colormap_ref (ScopeColormap *self);
void scope_colormap_unref (ScopeColormap *self);

gboolean scope_colormap_is_diverging (const ScopeColormap *self);

/* The colour at @share, 0 to 1 of the range and clamped to it, as 0xFFRRGGBB; 0 (nothing) for NaN,
 * through which the hatching of a missing value shows. */
guint32 scope_colormap_lookup (const ScopeColormap *self, double share);

/* The same for a value of the range @min to @max. */
guint32
scope_colormap_lookup_value (const ScopeColormap *self, double value, double min, double max);
/* The same for @n values. */
void scope_colormap_lookup_values (const ScopeColormap *self, const float *values, gsize n,
                                   double min, double max, guint32 *colors);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeColormap, scope_colormap_unref)

G_END_DECLS
