/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-palette.h"

#include <string.h>

/* Chosen so that the four gates are told apart also without the eye's long or medium cones: beside
 * their hue they differ in lightness. tests/draw/test-palette.c holds them to it. */
static const char *const gate_colors[2][2][SCOPE_N_HUES] = {
  /* light, dark; i green, f orange, c purple, o brown */
  { { "#12a07c", "#e8690b", "#8a3ba6", "#6b4423" },
    { "#66f0b0", "#ff9a2e", "#e294dd", "#a8835f" } },
  /* the same in high contrast */
  { { "#00785c", "#bf4f00", "#7b1f8f", "#45280f" },
    { "#80ffc4", "#ffab3d", "#ffa8f4", "#c09872" } },
};

static void
choose_gates (ScopePalette *palette)
{
  for (guint i = 0; i < SCOPE_N_HUES; i++)
    palette->gates[i] = scope_color_from_hex (
        gate_colors[palette->high_contrast ? 1 : 0][palette->is_dark ? 1 : 0][i]);
}

void
scope_palette_set_style (ScopePalette *palette, const ScopeColor *foreground,
                         const ScopeColor *background, const ScopeColor *view_background,
                         const ScopeColor *accent)
{
  ScopeColor solid;

  g_return_if_fail (palette != NULL);
  g_return_if_fail (foreground != NULL);
  g_return_if_fail (background != NULL);

  palette->background = scope_color_with_alpha (background, 1);
  /* A style's foreground may be translucent; lines that cross must not add up. */
  solid = scope_color_with_alpha (foreground, 1);
  palette->foreground = scope_color_mix (&palette->background, &solid, foreground->alpha);
  if (view_background != NULL)
    palette->view_background = *view_background;
  if (accent != NULL)
    palette->accent = *accent;

  palette->is_dark = scope_color_to_lab (&palette->background).l < 50;
  palette->dim = scope_color_mix (&palette->background, &palette->foreground,
                                  palette->high_contrast ? 0.9 : 0.68);
  palette->grid = scope_color_mix (&palette->background, &palette->foreground,
                                   palette->high_contrast ? 0.5 : 0.14);
  palette->observed = palette->foreground;
  palette->forecast = palette->accent;
  palette->reference = scope_color_mix (&palette->background, &palette->foreground,
                                        palette->high_contrast ? 0.7 : 0.5);
  palette->missing = scope_color_mix (&palette->background, &palette->foreground,
                                      palette->high_contrast ? 0.6 : 0.35);
  choose_gates (palette);
}

void
scope_palette_init_default (ScopePalette *palette, gboolean dark, gboolean high_contrast)
{
  /* libadwaita's own window and view colours of 1.2. */
  ScopeColor foreground = scope_color_from_hex (dark ? "#ffffff" : "#000000");
  ScopeColor background = scope_color_from_hex (dark ? "#242424" : "#fafafa");
  ScopeColor view = scope_color_from_hex (dark ? "#1e1e1e" : "#ffffff");
  ScopeColor accent = scope_color_from_hex (dark ? "#78aeed" : "#1c71d8");

  g_return_if_fail (palette != NULL);

  memset (palette, 0, sizeof *palette);
  palette->high_contrast = high_contrast;
  if (high_contrast)
    accent = scope_color_from_hex (dark ? "#99c1f1" : "#1a5fb4");
  else if (!dark)
    foreground.alpha = 0.8;
  scope_palette_set_style (palette, &foreground, &background, &view, &accent);
}

const ScopeColor *
scope_palette_get_hue (const ScopePalette *palette, ScopeHue hue)
{
  g_return_val_if_fail (palette != NULL, NULL);

  if (hue < 0 || hue >= SCOPE_N_HUES)
    return &palette->foreground;
  return &palette->gates[hue];
}

gboolean
scope_palette_equal (const ScopePalette *a, const ScopePalette *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return memcmp (a, b, sizeof *a) == 0;
}
