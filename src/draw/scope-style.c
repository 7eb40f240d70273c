/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-style.h"

struct _ScopeStyle
{
  gatomicrefcount count;
  ScopePalette palette;
  PangoContext *context;
  PangoFontDescription *font;
  PangoFontDescription *bold_font;
  PangoAttrList *attributes;
  double line_height;
};

G_DEFINE_BOXED_TYPE (ScopeStyle, scope_style, scope_style_ref, scope_style_unref)

#define DEFAULT_FONT "Cantarell, Sans 9.5"
#define DOTS_PER_INCH 96.0

ScopeStyle *
scope_style_new (const ScopePalette *palette, const PangoFontDescription *font)
{
  ScopeStyle *self;
  cairo_font_options_t *options;

  g_return_val_if_fail (palette != NULL, NULL);

  self = g_new0 (ScopeStyle, 1);
  g_atomic_ref_count_init (&self->count);
  self->palette = *palette;
  self->font = font != NULL ? pango_font_description_copy (font)
                            : pango_font_description_from_string (DEFAULT_FONT);
  self->bold_font = pango_font_description_copy (self->font);
  pango_font_description_set_weight (self->bold_font, PANGO_WEIGHT_BOLD);

  self->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  pango_cairo_context_set_resolution (self->context, DOTS_PER_INCH);
  pango_context_set_round_glyph_positions (self->context, FALSE);
  options = cairo_font_options_create ();
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (self->context, options);
  cairo_font_options_destroy (options);

  self->attributes = pango_attr_list_new ();
  pango_attr_list_insert (self->attributes, pango_attr_font_features_new ("tnum=1"));

  scope_style_measure (self, "0", FALSE, NULL, &self->line_height);
  return self;
}

ScopeStyle *
scope_style_ref (ScopeStyle *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
scope_style_unref (ScopeStyle *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->count))
    return;
  g_object_unref (self->context);
  pango_font_description_free (self->font);
  pango_font_description_free (self->bold_font);
  pango_attr_list_unref (self->attributes);
  g_free (self);
}

const ScopePalette *
scope_style_get_palette (const ScopeStyle *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->palette;
}

double
scope_style_get_line_height (const ScopeStyle *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->line_height;
}

PangoLayout *
scope_style_create_layout (const ScopeStyle *self, const char *text, gboolean bold)
{
  PangoLayout *layout;
  g_autofree char *valid = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  /* Names come from files; pango refuses what is not UTF-8. */
  valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  layout = pango_layout_new (self->context);
  pango_layout_set_font_description (layout, bold ? self->bold_font : self->font);
  pango_layout_set_attributes (layout, self->attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, valid, -1);
  return layout;
}

void
scope_style_measure (const ScopeStyle *self, const char *text, gboolean bold, double *width,
                     double *height)
{
  PangoLayout *layout;
  PangoRectangle logical;

  g_return_if_fail (self != NULL);

  layout = scope_style_create_layout (self, text, bold);
  pango_layout_get_extents (layout, NULL, &logical);
  if (width != NULL)
    *width = (double) logical.width / PANGO_SCALE;
  if (height != NULL)
    *height = (double) logical.height / PANGO_SCALE;
  g_object_unref (layout);
}
