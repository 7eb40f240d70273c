/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-widget-style.h"

#include "scope-settings.h"

#include <adwaita.h>

static gboolean
look_up (GtkStyleContext *context, const char *name, ScopeColor *color)
{
  GdkRGBA rgba;

  if (!gtk_style_context_lookup_color (context, name, &rgba))
    return FALSE;
  *color = (ScopeColor){ rgba.red, rgba.green, rgba.blue, rgba.alpha };
  return TRUE;
}

ScopeDiverging
scope_widget_get_diverging (void)
{
  static const char *const names[SCOPE_N_DIVERGING] = { "blue-red", "blue-olive", "blue-green",
                                                        "pink-green" };
  g_autofree char *chosen = scope_settings_dup_string ("colors", names[0]);

  for (guint i = 0; i < SCOPE_N_DIVERGING; i++)
    if (g_strcmp0 (chosen, names[i]) == 0)
      return (ScopeDiverging) i;
  return SCOPE_DIVERGING_BLUE_RED;
}

ScopeStyle *
scope_widget_create_style (GtkWidget *widget)
{
  GtkStyleContext *context;
  AdwStyleManager *manager = adw_style_manager_get_default ();
  ScopeColor foreground, background, view, accent;
  g_autoptr (PangoFontDescription) font = NULL;
  PangoContext *pango;
  ScopePalette palette;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  scope_palette_init_default (&palette, adw_style_manager_get_dark (manager),
                              adw_style_manager_get_high_contrast (manager));
  palette.diverging = scope_widget_get_diverging ();
  context = gtk_widget_get_style_context (widget);
  if (look_up (context, "window_fg_color", &foreground)
      && look_up (context, "window_bg_color", &background)
      && look_up (context, "view_bg_color", &view) && look_up (context, "accent_color", &accent))
    {
      /* libadwaita's foreground is a translucent black; text of a picture lies on one ground only. */
      ScopeColor opaque = scope_color_with_alpha (&foreground, 1);

      foreground = scope_color_mix (&background, &opaque, foreground.alpha);
      foreground.alpha = 1;
      scope_palette_set_style (&palette, &foreground, &background, &view, &accent);
    }

  pango = gtk_widget_get_pango_context (widget);
  font = pango_font_description_copy (pango_context_get_font_description (pango));
  if (!pango_font_description_get_size_is_absolute (font))
    {
      /* A style's points are of 96 dots an inch, the screen's may be more: larger text stays larger. */
      double resolution = pango_cairo_context_get_resolution (pango);
      double points = (double) pango_font_description_get_size (font) / PANGO_SCALE;

      pango_font_description_set_absolute_size (font, points * (resolution > 0 ? resolution : 96)
                                                          / 72 * PANGO_SCALE);
    }
  return scope_style_new (&palette, font);
}
