/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-color.h"

#include <math.h>
#include <string.h>

/* White of D65, 2° observer, as the matrices below give it for (1, 1, 1). */
static const double white[3] = { 0.95047, 1.0, 1.08883 };

static double
to_linear (double part)
{
  return part <= 0.04045 ? part / 12.92 : pow ((part + 0.055) / 1.055, 2.4);
}

static double
from_linear (double part)
{
  return part <= 0.0031308 ? part * 12.92 : 1.055 * pow (part, 1 / 2.4) - 0.055;
}

static double
lab_curve (double t)
{
  return t > 216.0 / 24389.0 ? cbrt (t) : (24389.0 / 27.0 * t + 16) / 116;
}

static double
lab_curve_inverse (double t)
{
  double cube = t * t * t;

  return cube > 216.0 / 24389.0 ? cube : (116 * t - 16) * 27.0 / 24389.0;
}

/* FALSE where the colour lies outside of sRGB; its parts are clamped then. */
static gboolean
lab_to_srgb (const ScopeLab *lab, ScopeColor *color)
{
  double fy = (lab->l + 16) / 116;
  double x = white[0] * lab_curve_inverse (fy + lab->a / 500);
  double y = white[1] * lab_curve_inverse (fy);
  double z = white[2] * lab_curve_inverse (fy - lab->b / 200);
  double parts[3] = { from_linear (3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
                      from_linear (-0.9692660 * x + 1.8760108 * y + 0.0415560 * z),
                      from_linear (0.0556434 * x - 0.2040259 * y + 1.0572252 * z) };
  gboolean inside = TRUE;

  for (guint i = 0; i < 3; i++)
    {
      /* Half a step of eight bits outside is still the same colour on screen. */
      if (parts[i] < -0.002 || parts[i] > 1.002)
        inside = FALSE;
      parts[i] = CLAMP (parts[i], 0, 1);
    }
  *color = (ScopeColor){ parts[0], parts[1], parts[2], 1 };
  return inside;
}

ScopeColor
scope_color_from_hex (const char *hex)
{
  guint parts[3] = { 0, 0, 0 };

  g_return_val_if_fail (hex != NULL && hex[0] == '#' && strlen (hex) == 7,
                        ((ScopeColor){ 0, 0, 0, 1 }));

  for (guint i = 0; i < 3; i++)
    {
      int high = g_ascii_xdigit_value (hex[1 + 2 * i]);
      int low = g_ascii_xdigit_value (hex[2 + 2 * i]);

      g_return_val_if_fail (high >= 0 && low >= 0, ((ScopeColor){ 0, 0, 0, 1 }));
      parts[i] = (guint) (high * 16 + low);
    }
  return (ScopeColor){ parts[0] / 255.0, parts[1] / 255.0, parts[2] / 255.0, 1 };
}

static guint32
to_byte (double part)
{
  return (guint32) lround (CLAMP (part, 0, 1) * 255);
}

guint32
scope_color_to_argb (const ScopeColor *color)
{
  return to_byte (color->alpha) << 24 | to_byte (color->red) << 16 | to_byte (color->green) << 8
         | to_byte (color->blue);
}

ScopeColor
scope_color_from_argb (guint32 argb)
{
  return (ScopeColor){ (argb >> 16 & 0xff) / 255.0, (argb >> 8 & 0xff) / 255.0,
                       (argb & 0xff) / 255.0, (argb >> 24) / 255.0 };
}

ScopeColor
scope_color_mix (const ScopeColor *a, const ScopeColor *b, double share)
{
  return (ScopeColor){ a->red + (b->red - a->red) * share, a->green + (b->green - a->green) * share,
                       a->blue + (b->blue - a->blue) * share,
                       a->alpha + (b->alpha - a->alpha) * share };
}

ScopeColor
scope_color_with_alpha (const ScopeColor *color, double alpha)
{
  ScopeColor result = *color;

  result.alpha = alpha;
  return result;
}

ScopeLab
scope_color_to_lab (const ScopeColor *color)
{
  double r = to_linear (color->red);
  double g = to_linear (color->green);
  double b = to_linear (color->blue);
  double x = lab_curve ((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / white[0]);
  double y = lab_curve ((0.2126729 * r + 0.7151522 * g + 0.0721750 * b) / white[1]);
  double z = lab_curve ((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / white[2]);

  return (ScopeLab){ 116 * y - 16, 500 * (x - y), 200 * (y - z) };
}

ScopeColor
scope_color_from_lab (const ScopeLab *lab)
{
  ScopeColor color;
  double inside = 0, outside = 1;

  if (lab_to_srgb (lab, &color))
    return color;

  /* A grey of any lightness can be shown, so the edge lies between it and the colour. */
  for (guint i = 0; i < 20; i++)
    {
      double share = (inside + outside) / 2;
      ScopeLab paler = { CLAMP (lab->l, 0, 100), lab->a * share, lab->b * share };

      if (lab_to_srgb (&paler, &color))
        inside = share;
      else
        outside = share;
    }
  lab_to_srgb (&(ScopeLab){ CLAMP (lab->l, 0, 100), lab->a * inside, lab->b * inside }, &color);
  return color;
}

double
scope_color_difference (const ScopeColor *a, const ScopeColor *b)
{
  ScopeLab la = scope_color_to_lab (a);
  ScopeLab lb = scope_color_to_lab (b);

  return sqrt ((la.l - lb.l) * (la.l - lb.l) + (la.a - lb.a) * (la.a - lb.a)
               + (la.b - lb.b) * (la.b - lb.b));
}

static double
luminance (const ScopeColor *color)
{
  return 0.2126 * to_linear (color->red) + 0.7152 * to_linear (color->green)
         + 0.0722 * to_linear (color->blue);
}

double
scope_color_contrast (const ScopeColor *a, const ScopeColor *b)
{
  double la = luminance (a);
  double lb = luminance (b);

  return (MAX (la, lb) + 0.05) / (MIN (la, lb) + 0.05);
}

void
scope_color_set_source (const ScopeColor *color, cairo_t *cr)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha);
}
