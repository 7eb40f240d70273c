/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "scope-color.h"

G_BEGIN_DECLS

/**
 * ScopeHue:
 *
 * The hue of a gate, numbered as gates are numbered everywhere: i, f, c, o. %SCOPE_HUE_NONE is for
 * what belongs to no gate (c, h, inputs) and is the foreground.
 */
typedef enum
{
  SCOPE_HUE_NONE = -1,
  SCOPE_HUE_I,
  SCOPE_HUE_F,
  SCOPE_HUE_C,
  SCOPE_HUE_O,
  SCOPE_N_HUES
} ScopeHue;

/* Which colours stand for below and above zero; all of them are told apart by colour-blind people. */
typedef enum
{
  SCOPE_DIVERGING_BLUE_RED,
  SCOPE_DIVERGING_BLUE_OLIVE,
  SCOPE_DIVERGING_BLUE_GREEN,
  SCOPE_DIVERGING_PINK_GREEN,
  SCOPE_N_DIVERGING
} ScopeDiverging;

/**
 * ScopePalette:
 * @foreground: text, the observed line
 * @dim: text of second rank
 * @background: what the picture lies on; also the middle of every diverging map
 * @view_background: the background of lists and text views, a little off @background
 * @grid: grid lines and frames, low in contrast
 * @accent: what is chosen
 * @observed: the observed line
 * @forecast: the forecast's line, the accent's blue
 * @reference: persistence and other references, drawn dashed
 * @missing: the strokes of the hatching that stands for a missing value
 * @gates: i, f, c, o
 * @diverging: the colours of values with a natural zero
 * @is_dark: light text on a dark ground
 * @high_contrast: frames and grids are drawn in stronger lines
 *
 * Every colour that a picture needs. A widget fills it from its style; the command line takes
 * scope_palette_init_default().
 */
typedef struct
{
  ScopeColor foreground;
  ScopeColor dim;
  ScopeColor background;
  ScopeColor view_background;
  ScopeColor grid;
  ScopeColor accent;
  ScopeColor observed;
  ScopeColor forecast;
  ScopeColor reference;
  ScopeColor missing;
  ScopeColor gates[SCOPE_N_HUES];
  ScopeDiverging diverging;
  gboolean is_dark;
  gboolean high_contrast;
} ScopePalette;

void scope_palette_init_default (ScopePalette *palette, gboolean dark, gboolean high_contrast);

/* Hands in the style's own colours: everything that depends on them (dim, grid, observed, forecast,
 * missing) is made of them anew, whether it is dark is read off the background; the gates' hues
 * are chosen for that. @view_background and @accent may be %NULL: as they were. */
void scope_palette_set_style (ScopePalette *palette, const ScopeColor *foreground,
                              const ScopeColor *background, const ScopeColor *view_background,
                              const ScopeColor *accent);

/* The colour of @hue; the foreground for %SCOPE_HUE_NONE. */
const ScopeColor *scope_palette_get_hue (const ScopePalette *palette, ScopeHue hue);

gboolean scope_palette_equal (const ScopePalette *a, const ScopePalette *b);

G_END_DECLS
