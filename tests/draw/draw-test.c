/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "draw-test.h"

#include <math.h>

cairo_surface_t *
draw_test_surface_new (const ScopeStyle *style, int width, int height, cairo_t **cr)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);

  *cr = cairo_create (surface);
  scope_color_set_source (&scope_style_get_palette (style)->background, *cr);
  cairo_paint (*cr);
  return surface;
}

guint32
draw_test_get_pixel (cairo_surface_t *surface, double x, double y)
{
  const guchar *data;

  cairo_surface_flush (surface);
  g_assert_cmpfloat (x, >=, 0);
  g_assert_cmpfloat (y, >=, 0);
  g_assert_cmpfloat (x, <, cairo_image_surface_get_width (surface));
  g_assert_cmpfloat (y, <, cairo_image_surface_get_height (surface));
  data = cairo_image_surface_get_data (surface);
  data += (int) y * cairo_image_surface_get_stride (surface);
  return ((const guint32 *) data)[(int) x];
}

ScopeStyle *
draw_test_style_new (gboolean dark)
{
  ScopePalette palette;

  scope_palette_init_default (&palette, dark, FALSE);
  return scope_style_new (&palette, NULL);
}

void
draw_test_assert_labels (const ScopeLabels *labels, double width, double height)
{
  guint first, second;

  if (scope_labels_find_overlap (labels, &first, &second))
    {
      const ScopeLabel *a = scope_labels_get (labels, first);
      const ScopeLabel *b = scope_labels_get (labels, second);

      g_error ("%.0f × %.0f: “%s” (%.1f, %.1f, %.1f × %.1f) touches “%s” (%.1f, %.1f, %.1f × %.1f)",
               width, height, a->text, a->rect.x, a->rect.y, a->rect.width, a->rect.height, b->text,
               b->rect.x, b->rect.y, b->rect.width, b->rect.height);
    }
  for (guint i = 0; i < scope_labels_get_size (labels); i++)
    {
      const ScopeLabel *label = scope_labels_get (labels, i);
      const cairo_rectangle_t *rect = &label->rect;

      /* Half a pixel is the room that letters have within their own rectangle. */
      if (rect->x < -0.5 || rect->y < -0.5 || rect->x + rect->width > width + 0.5
          || rect->y + rect->height > height + 0.5)
        g_error ("%.0f × %.0f: “%s” (%.1f, %.1f, %.1f × %.1f) is cut", width, height, label->text,
                 rect->x, rect->y, rect->width, rect->height);
    }
}

const ScopeLabel *
draw_test_find_label (const ScopeLabels *labels, const char *text)
{
  for (guint i = 0; i < scope_labels_get_size (labels); i++)
    if (g_str_equal (scope_labels_get (labels, i)->text, text))
      return scope_labels_get (labels, i);
  return NULL;
}

guint
draw_test_count_pixels (cairo_surface_t *surface, const cairo_rectangle_t *rect, guint32 color)
{
  guint n = 0;

  for (double y = floor (rect->y); y < rect->y + rect->height; y++)
    for (double x = floor (rect->x); x < rect->x + rect->width; x++)
      n += draw_test_get_pixel (surface, x, y) == color;
  return n;
}

void
draw_test_assert_hatched (cairo_surface_t *surface, const cairo_rectangle_t *rect)
{
  guint32 first = draw_test_get_pixel (surface, rect->x + 1, rect->y + 1);
  guint n_others = 0;

  for (double y = ceil (rect->y); y < rect->y + rect->height - 1; y++)
    for (double x = ceil (rect->x); x < rect->x + rect->width - 1; x++)
      {
        guint32 pixel = draw_test_get_pixel (surface, x, y);
        int red = pixel >> 16 & 0xff, green = pixel >> 8 & 0xff, blue = pixel & 0xff;

        n_others += pixel != first;
        /* Rounding of a blend may take one of 255 from a channel. */
        g_assert_cmpint (ABS (red - green), <=, 2);
        g_assert_cmpint (ABS (green - blue), <=, 2);
      }
  g_assert_cmpuint (n_others, >, 0);
}

typedef double Matrix[3][3];

static const Matrix normal = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } };

/* Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
 * Deficiency", 2009, severity 1.0, on linear RGB. */
static const Matrix protanopia = { { 0.152286, 1.052583, -0.204868 },
                                   { 0.114503, 0.786281, 0.099216 },
                                   { -0.003882, -0.048116, 1.051998 } };
static const Matrix deuteranopia = { { 0.367322, 0.860646, -0.227968 },
                                     { 0.280085, 0.672501, 0.047413 },
                                     { -0.011820, 0.042940, 0.968881 } };

static double
to_linear (double part)
{
  return part <= 0.04045 ? part / 12.92 : pow ((part + 0.055) / 1.055, 2.4);
}

static double
from_linear (double part)
{
  part = CLAMP (part, 0, 1);
  return part <= 0.0031308 ? part * 12.92 : 1.055 * pow (part, 1 / 2.4) - 0.055;
}

ScopeColor
draw_test_see (guint eye, const ScopeColor *color)
{
  const Matrix *eyes[DRAW_TEST_N_EYES] = { &normal, &protanopia, &deuteranopia };
  double in[3] = { to_linear (color->red), to_linear (color->green), to_linear (color->blue) };
  double out[3];

  for (guint i = 0; i < 3; i++)
    out[i] = from_linear ((*eyes[eye])[i][0] * in[0] + (*eyes[eye])[i][1] * in[1]
                          + (*eyes[eye])[i][2] * in[2]);
  return (ScopeColor){ out[0], out[1], out[2], 1 };
}
