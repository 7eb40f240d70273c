/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-labels.h"

#include <math.h>

struct _ScopeLabels
{
  ScopeStyle *style;
  GPtrArray *labels; /* ScopeLabel */
};

static void
label_free (gpointer data)
{
  ScopeLabel *label = data;

  g_free (label->text);
  g_free (label);
}

ScopeLabels *
scope_labels_new (const ScopeStyle *style)
{
  ScopeLabels *self;

  g_return_val_if_fail (style != NULL, NULL);

  self = g_new0 (ScopeLabels, 1);
  self->style = scope_style_ref ((ScopeStyle *) style);
  self->labels = g_ptr_array_new_with_free_func (label_free);
  return self;
}

void
scope_labels_free (ScopeLabels *self)
{
  if (self == NULL)
    return;
  scope_style_unref (self->style);
  g_ptr_array_unref (self->labels);
  g_free (self);
}

guint
scope_labels_get_size (const ScopeLabels *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->labels->len;
}

const ScopeLabel *
scope_labels_get (const ScopeLabels *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->labels->len, NULL);

  return g_ptr_array_index (self->labels, index);
}

static gboolean
overlaps (const cairo_rectangle_t *a, const cairo_rectangle_t *b, double gap)
{
  /* A thousandth of a pixel may be rounding; it is not seen. */
  return a->x + a->width + gap > b->x + 1e-3 && b->x + b->width + gap > a->x + 1e-3
         && a->y + a->height > b->y + 1e-3 && b->y + b->height > a->y + 1e-3;
}

static gboolean
place (const ScopeLabels *self, const char *text, double x, double y, double align_x,
       double align_y, double max_width, gboolean bold, cairo_rectangle_t *rect)
{
  double width, height;

  if (text == NULL || text[0] == '\0')
    return FALSE;
  scope_style_measure (self->style, text, bold, &width, NULL);
  if (max_width > 0 && width > max_width)
    width = max_width;
  /* A font that stands in for another may have higher lines; a row is a row all the same. */
  height = scope_style_get_line_height (self->style);
  *rect = (cairo_rectangle_t){ x - align_x * width, y - align_y * height, width, height };
  return TRUE;
}

static const ScopeLabel *
append (ScopeLabels *self, const char *text, const cairo_rectangle_t *rect, gboolean bold,
        ScopeTone tone)
{
  ScopeLabel *label = g_new0 (ScopeLabel, 1);

  label->text = g_strdup (text);
  label->rect = *rect;
  label->bold = bold;
  label->tone = tone;
  g_ptr_array_add (self->labels, label);
  return label;
}

const ScopeLabel *
scope_labels_add (ScopeLabels *self, const char *text, double x, double y, double align_x,
                  double align_y, double max_width, gboolean bold, ScopeTone tone)
{
  cairo_rectangle_t rect;

  g_return_val_if_fail (self != NULL, NULL);

  if (!place (self, text, x, y, align_x, align_y, max_width, bold, &rect))
    return NULL;
  return append (self, text, &rect, bold, tone);
}

const ScopeLabel *
scope_labels_try_add (ScopeLabels *self, const char *text, double x, double y, double align_x,
                      double align_y, double max_width, gboolean bold, ScopeTone tone, double gap,
                      const cairo_rectangle_t *bounds)
{
  cairo_rectangle_t rect;

  g_return_val_if_fail (self != NULL, NULL);

  if (!place (self, text, x, y, align_x, align_y, max_width, bold, &rect))
    return NULL;
  if (bounds != NULL
      && (rect.x < bounds->x - 1e-3 || rect.x + rect.width > bounds->x + bounds->width + 1e-3
          || rect.y < bounds->y - 1e-3 || rect.y + rect.height > bounds->y + bounds->height + 1e-3))
    return NULL;
  for (guint i = 0; i < self->labels->len; i++)
    {
      const ScopeLabel *other = g_ptr_array_index (self->labels, i);

      if (overlaps (&rect, &other->rect, gap))
        return NULL;
    }
  return append (self, text, &rect, bold, tone);
}

gboolean
scope_labels_find_overlap (const ScopeLabels *self, guint *first, guint *second)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->labels->len; i++)
    for (guint j = i + 1; j < self->labels->len; j++)
      {
        const ScopeLabel *a = g_ptr_array_index (self->labels, i);
        const ScopeLabel *b = g_ptr_array_index (self->labels, j);

        if (!overlaps (&a->rect, &b->rect, 0))
          continue;
        if (first != NULL)
          *first = i;
        if (second != NULL)
          *second = j;
        return TRUE;
      }
  return FALSE;
}

static void
show (const ScopeStyle *style, cairo_t *cr, const char *text, gboolean bold,
      const cairo_rectangle_t *rect, const ScopeColor *color)
{
  PangoLayout *layout = scope_style_create_layout (style, text, bold);
  PangoRectangle logical;

  /* Pango rounds a width up to where the text was whole: only cut what really does not fit. */
  pango_layout_set_width (layout, (int) ceil (rect->width * PANGO_SCALE) + 1);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  /* The rectangle has been aligned; right-to-left text must not be aligned again. */
  pango_layout_set_auto_dir (layout, TRUE);
  scope_color_set_source (color, cr);
  pango_layout_get_extents (layout, NULL, &logical);
  cairo_move_to (cr, rect->x, rect->y + (rect->height - (double) logical.height / PANGO_SCALE) / 2);
  pango_cairo_show_layout (cr, layout);
  g_object_unref (layout);
}

void
scope_labels_paint (const ScopeLabels *self, cairo_t *cr)
{
  const ScopePalette *palette;

  g_return_if_fail (self != NULL);
  g_return_if_fail (cr != NULL);

  palette = scope_style_get_palette (self->style);
  for (guint i = 0; i < self->labels->len; i++)
    {
      const ScopeLabel *label = g_ptr_array_index (self->labels, i);
      const ScopeColor *color = label->tone == SCOPE_TONE_DIM      ? &palette->dim
                                : label->tone == SCOPE_TONE_ACCENT ? &palette->accent
                                                                   : &palette->foreground;

      show (self->style, cr, label->text, label->bold, &label->rect, color);
    }
}

cairo_rectangle_t
scope_label_paint_at (const ScopeStyle *style, cairo_t *cr, const char *text, double x, double y,
                      double align_x, double align_y, gboolean bold, const ScopeColor *color)
{
  cairo_rectangle_t rect = { x, y, 0, 0 };

  g_return_val_if_fail (style != NULL && cr != NULL && color != NULL, rect);

  if (text == NULL || text[0] == '\0')
    return rect;
  scope_style_measure (style, text, bold, &rect.width, &rect.height);
  rect.x -= align_x * rect.width;
  rect.y -= align_y * rect.height;
  show (style, cr, text, bold, &rect, color);
  return rect;
}
