/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * ScopeColor:
 *
 * An sRGB colour, every part from 0 to 1, alpha not premultiplied.
 */
typedef struct
{
  double red;
  double green;
  double blue;
  double alpha;
} ScopeColor;

/**
 * ScopeLab:
 *
 * The same colour in CIELAB (D65, 2° observer): lightness from 0 to 100.
 */
typedef struct
{
  double l;
  double a;
  double b;
} ScopeLab;

/* "#rrggbb" of six digits, opaque. Anything else is a programmer's error. */
ScopeColor scope_color_from_hex (const char *hex);

/* 0xAARRGGBB without premultiplication, each part rounded to its nearest of 256. */
guint32 scope_color_to_argb (const ScopeColor *color);
ScopeColor scope_color_from_argb (guint32 argb);

/* Linear mixture in sRGB: @share of @b and the rest of @a, alpha included. */
ScopeColor scope_color_mix (const ScopeColor *a, const ScopeColor *b, double share);
ScopeColor scope_color_with_alpha (const ScopeColor *color, double alpha);

/* sRGB (IEC 61966-2-1) to CIELAB (CIE 15) and back. The way back keeps the lightness and takes
 * away as much chroma as the colour needs to be one that a screen can show. */
ScopeLab scope_color_to_lab (const ScopeColor *color);
ScopeColor scope_color_from_lab (const ScopeLab *lab);

/* Colour difference CIE76: the distance in CIELAB. Around 2.3 is just noticeable. */
double scope_color_difference (const ScopeColor *a, const ScopeColor *b);

/* Contrast as WCAG 2 defines it, 1 to 21. */
double scope_color_contrast (const ScopeColor *a, const ScopeColor *b);

void scope_color_set_source (const ScopeColor *color, cairo_t *cr);

G_END_DECLS
