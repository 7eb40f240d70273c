/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-colormap.h"

#include "scope-crameri.h"

#include <math.h>

/* Odd, so that there is a middle, and finer than eight bits of any channel can show. */
#define SIZE 513
#define MIDDLE ((SIZE - 1) / 2)

/* Where sequential maps end, in CIELAB lightness. */
#define DARK_END 22.0
#define LIGHT_END 96.0
/* The hue lies between these shares of the way. */
#define LEAST_SHARE 0.2
#define MOST_SHARE 0.9
/* What is left of the hue's chroma there. */
#define END_CHROMA 0.55

struct _ScopeColormap
{
  gatomicrefcount count;
  gboolean diverging;
  guint32 colors[SIZE];
};

G_DEFINE_BOXED_TYPE (ScopeColormap, scope_colormap, scope_colormap_ref, scope_colormap_unref)

static ScopeColormap *
colormap_new (gboolean diverging)
{
  ScopeColormap *self = g_new0 (ScopeColormap, 1);

  g_atomic_ref_count_init (&self->count);
  self->diverging = diverging;
  return self;
}

static ScopeLab
mix_lab (const ScopeLab *a, const ScopeLab *b, double share)
{
  return (ScopeLab){ a->l + (b->l - a->l) * share, a->a + (b->a - a->a) * share,
                     a->b + (b->b - a->b) * share };
}

/* The table at @place, from 0 to 1, between its entries where need be. */
static ScopeLab
crameri_lab (const guint32 *table, double place)
{
  double position = CLAMP (place, 0, 1) * (SCOPE_CRAMERI_SIZE - 1);
  guint index = (guint) MIN (floor (position), SCOPE_CRAMERI_SIZE - 2);
  ScopeColor low = scope_color_from_argb (table[index] | 0xff000000);
  ScopeColor high = scope_color_from_argb (table[index + 1] | 0xff000000);
  ScopeLab low_lab = scope_color_to_lab (&low);
  ScopeLab high_lab = scope_color_to_lab (&high);

  return mix_lab (&low_lab, &high_lab, position - index);
}

static const guint32 *
choose_table (const ScopePalette *palette)
{
  switch (palette->diverging)
    {
    case SCOPE_DIVERGING_BLUE_OLIVE:
      return palette->is_dark ? scope_crameri_lisbon : scope_crameri_broc;
    case SCOPE_DIVERGING_BLUE_GREEN:
      return palette->is_dark ? scope_crameri_tofino : scope_crameri_cork;
    case SCOPE_DIVERGING_PINK_GREEN:
      return palette->is_dark ? scope_crameri_vanimo : scope_crameri_bam;
    case SCOPE_DIVERGING_BLUE_RED:
    case SCOPE_N_DIVERGING:
    default:
      return palette->is_dark ? scope_crameri_berlin : scope_crameri_vik;
    }
}

ScopeColormap *
scope_colormap_new_diverging (const ScopePalette *palette)
{
  ScopeColormap *self;
  const guint32 *table;
  ScopeLab background, middle, ends[2];

  g_return_val_if_fail (palette != NULL, NULL);

  self = colormap_new (TRUE);
  table = choose_table (palette);
  background = scope_color_to_lab (&palette->background);
  middle = crameri_lab (table, 0.5);
  ends[0] = crameri_lab (table, 0);
  ends[1] = crameri_lab (table, 1);

  for (guint i = 0; i < SIZE; i++)
    {
      double place = (double) i / (SIZE - 1);
      double distance = fabs (2 * place - 1); /* from the middle */
      const ScopeLab *end = &ends[place < 0.5 ? 0 : 1];
      ScopeLab lab = crameri_lab (table, place);
      ScopeColor color;

      /* Stretching the lightness keeps its order and its evenness; the difference of hue between
       * the map's middle and the background is faded out towards the ends. */
      lab.l = background.l + (lab.l - middle.l) * (end->l - background.l) / (end->l - middle.l);
      /* The tables' own extremes lie two entries beside their middles. */
      lab.l = palette->is_dark ? MAX (lab.l, background.l) : MIN (lab.l, background.l);
      lab.a += (background.a - middle.a) * (1 - distance);
      lab.b += (background.b - middle.b) * (1 - distance);
      color = scope_color_from_lab (&lab);
      self->colors[i] = scope_color_to_argb (&color);
    }
  self->colors[MIDDLE] = scope_color_to_argb (&palette->background);
  return self;
}

/* The mixture of @a and @b whose lightness is @lightness, which lies between theirs. */
static ScopeColor
mix_to_lightness (const ScopeColor *a, const ScopeColor *b, double lightness)
{
  gboolean rising = scope_color_to_lab (b).l > scope_color_to_lab (a).l;
  double low = 0, high = 1;

  for (guint i = 0; i < 30; i++)
    {
      double share = (low + high) / 2;
      ScopeColor color = scope_color_mix (a, b, share);

      if ((scope_color_to_lab (&color).l < lightness) == rising)
        low = share;
      else
        high = share;
    }
  return scope_color_mix (a, b, (low + high) / 2);
}

/* From the background through @hue to its dark or light end. The lightness goes evenly; where it
 * is that of the hue, so is the colour. Between them colours are mixed in sRGB, which keeps blue
 * blue where CIELAB makes it purple. */
static ScopeColormap *
colormap_new_sequential (const ScopePalette *palette, const ScopeColor *hue)
{
  ScopeColormap *self = colormap_new (FALSE);
  double start = scope_color_to_lab (&palette->background).l;
  double end = palette->is_dark ? LIGHT_END : DARK_END;
  ScopeLab middle_lab = scope_color_to_lab (hue);
  ScopeLab end_lab = { end, middle_lab.a * END_CHROMA, middle_lab.b * END_CHROMA };
  ScopeColor middle, last;
  double nearest, farthest;

  /* A hue as light or dark as an end would leave nothing between them. */
  nearest = start + LEAST_SHARE * (end - start);
  farthest = start + MOST_SHARE * (end - start);
  middle_lab.l = CLAMP (middle_lab.l, MIN (nearest, farthest), MAX (nearest, farthest));
  middle = scope_color_from_lab (&middle_lab);
  last = scope_color_from_lab (&end_lab);
  middle_lab = scope_color_to_lab (&middle);

  for (guint i = 0; i < SIZE; i++)
    {
      double lightness = start + (end - start) * i / (SIZE - 1);
      gboolean before = (lightness < middle_lab.l) == (start < middle_lab.l);
      ScopeColor color = before ? mix_to_lightness (&palette->background, &middle, lightness)
                                : mix_to_lightness (&middle, &last, lightness);

      self->colors[i] = scope_color_to_argb (&color);
    }
  self->colors[0] = scope_color_to_argb (&palette->background);
  return self;
}

ScopeColormap *
scope_colormap_new_gate (const ScopePalette *palette, ScopeHue hue)
{
  g_return_val_if_fail (palette != NULL, NULL);

  return colormap_new_sequential (palette, scope_palette_get_hue (palette, hue));
}

ScopeColormap *
scope_colormap_new_accent (const ScopePalette *palette)
{
  g_return_val_if_fail (palette != NULL, NULL);

  return colormap_new_sequential (palette, &palette->accent);
}

ScopeColormap *
scope_colormap_ref (ScopeColormap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
scope_colormap_unref (ScopeColormap *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->count))
    g_free (self);
}

gboolean
scope_colormap_is_diverging (const ScopeColormap *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->diverging;
}

guint32
scope_colormap_lookup (const ScopeColormap *self, double share)
{
  g_return_val_if_fail (self != NULL, 0);

  if (isnan (share))
    return 0;
  return self->colors[(guint) (CLAMP (share, 0, 1) * (SIZE - 1) + 0.5)];
}

/* Where a value is in the table: @scale entries for each 1, and @middle for the middle of the range. In single precision, which is
 * what weights have and enough for nine bits; one function, so that one value has one colour everywhere. */
typedef struct
{
  float center;
  float scale;
} Place;

static Place
get_place (double min, double max)
{
  return (Place){ (float) (min / 2 + max / 2), (float) ((SIZE - 1) / (max - min)) };
}

static inline guint
find_entry (Place place, float value)
{
  float entry = (value - place.center) * place.scale + MIDDLE;

  /* NaN becomes 0 here. */
  entry = entry > 0 ? entry : 0;
  entry = entry < SIZE - 1 ? entry : SIZE - 1;
  return (guint) (int) (entry + 0.5f);
}

guint32
scope_colormap_lookup_value (const ScopeColormap *self, double value, double min, double max)
{
  g_return_val_if_fail (self != NULL, 0);

  /* A range without width has one value, which is its middle. */
  if (!(max > min))
    return scope_colormap_lookup (self, isnan (value) ? value : self->diverging ? 0.5 : 0);
  return isnan (value) ? 0 : self->colors[find_entry (get_place (min, max), (float) value)];
}

void
scope_colormap_lookup_values (const ScopeColormap *self, const float *values, gsize n, double min,
                              double max, guint32 *colors)
{
  Place place;

  g_return_if_fail (self != NULL && values != NULL && colors != NULL);

  if (!(max > min))
    {
      for (gsize i = 0; i < n; i++)
        colors[i] = scope_colormap_lookup_value (self, values[i], min, max);
      return;
    }
  place = get_place (min, max);
  for (gsize i = 0; i < n; i++)
    colors[i] = isnan (values[i]) ? 0 : self->colors[find_entry (place, values[i])];
}
