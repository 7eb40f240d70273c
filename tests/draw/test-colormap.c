/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-colormap.h"

#include "draw-test.h"
#include "scope-test.h"

#include <math.h>

static double
lightness (const ScopeColormap *map, double share)
{
  ScopeColor color = scope_color_from_argb (scope_colormap_lookup (map, share));

  return scope_color_to_lab (&color).l;
}

static void
init (ScopePalette *palette, guint look)
{
  scope_palette_init_default (palette, look % 2 == 1, look > 1);
}

static void
assert_near (guint32 color, guint32 expected)
{
  for (guint shift = 0; shift < 24; shift += 8)
    g_assert_cmpint (ABS ((int) (color >> shift & 0xff) - (int) (expected >> shift & 0xff)), <=, 1);
}

/* The middle is the background to the last bit, the ends are those of the package's tables: first
 * and last lines of vik.txt and berlin.txt of cmcrameri 1.10, times 255. One of 255 is allowed for
 * the way through CIELAB. */
static void
test_diverging_points (void)
{
  for (guint look = 0; look < 4; look++)
    {
      ScopePalette palette;
      g_autoptr (ScopeColormap) map = NULL;

      init (&palette, look);
      map = scope_colormap_new_diverging (&palette);
      g_assert_true (scope_colormap_is_diverging (map));
      g_assert_cmphex (scope_colormap_lookup (map, 0.5), ==,
                       scope_color_to_argb (&palette.background));
      g_assert_cmphex (scope_colormap_lookup_value (map, 0, -0.7, 0.7), ==,
                       scope_color_to_argb (&palette.background));
      assert_near (scope_colormap_lookup (map, 0), palette.is_dark ? 0x9eb0ff : 0x001261);
      assert_near (scope_colormap_lookup (map, 1), palette.is_dark ? 0xffacac : 0x590008);
    }
}

/* The same of the other choices: first and last lines of their tables, and the middle. */
static void
test_diverging_choices (void)
{
  static const guint32 ends[SCOPE_N_DIVERGING][2][2] = {
    { { 0x001261, 0x590008 }, { 0x9eb0ff, 0xffadad } },
    { { 0x2c1a4c, 0x262600 }, { 0xe6e5ff, 0xffffd9 } },
    { { 0x2c194c, 0x0f2903 }, { 0xded9ff, 0xdbe69b } },
    { { 0x65024b, 0x0d4c00 }, { 0xffcdfd, 0xbefda5 } },
  };

  for (guint choice = 0; choice < SCOPE_N_DIVERGING; choice++)
    for (guint look = 0; look < 4; look++)
      {
        ScopePalette palette;
        g_autoptr (ScopeColormap) map = NULL;

        init (&palette, look);
        palette.diverging = (ScopeDiverging) choice;
        map = scope_colormap_new_diverging (&palette);
        g_assert_cmphex (scope_colormap_lookup (map, 0.5), ==,
                         scope_color_to_argb (&palette.background));
        assert_near (scope_colormap_lookup (map, 0), ends[choice][palette.is_dark][0]);
        assert_near (scope_colormap_lookup (map, 1), ends[choice][palette.is_dark][1]);
      }
}

/* Whatever the eyes, the two sides differ by more than is just noticeable (2.3 in CIELAB, Mahy 1994), and each from zero. */
static void
test_diverging_eyes (void)
{
  for (guint choice = 0; choice < SCOPE_N_DIVERGING; choice++)
    for (guint look = 0; look < 4; look++)
      for (guint eye = 0; eye < DRAW_TEST_N_EYES; eye++)
        for (double distance = 0.15; distance <= 0.5; distance += 0.05)
          {
            ScopePalette palette;
            g_autoptr (ScopeColormap) map = NULL;
            ScopeColor colors[3];

            init (&palette, look);
            palette.diverging = (ScopeDiverging) choice;
            map = scope_colormap_new_diverging (&palette);
            for (int i = 0; i < 3; i++)
              {
                colors[i] =
                    scope_color_from_argb (scope_colormap_lookup (map, 0.5 + (i - 1) * distance));
                colors[i] = draw_test_see (eye, &colors[i]);
              }
            for (int i = 0; i < 3; i++)
              if (scope_color_difference (&colors[i], &colors[(i + 1) % 3]) < 5)
                g_error ("choice %u, look %u, eye %u, %.2f: %d and %d differ by %.1f", choice, look,
                         eye, distance, i, (i + 1) % 3,
                         scope_color_difference (&colors[i], &colors[(i + 1) % 3]));
          }
}

/* From the middle to each end the lightness goes one way. Two roundings to eight bits may take back
 * 0.4. */
static void
test_diverging_monotonic (void)
{
  for (guint look = 0; look < 4; look++)
    {
      ScopePalette palette;
      g_autoptr (ScopeColormap) map = NULL;

      init (&palette, look);
      map = scope_colormap_new_diverging (&palette);
      for (int side = -1; side <= 1; side += 2)
        {
          double sign = palette.is_dark ? 1 : -1;
          double last = lightness (map, 0.5);

          for (guint i = 1; i <= 128; i++)
            {
              double next = lightness (map, 0.5 + side * 0.5 * i / 128);

              g_assert_cmpfloat (sign * (next - last), >=, -0.4);
              last = next;
            }
          g_assert_cmpfloat (sign * (last - lightness (map, 0.5)), >=, 50);
        }
    }
}

/* Sides are told apart from a tenth of the range on: 5 is twice what is just noticeable. */
static void
test_diverging_sides (void)
{
  for (guint look = 0; look < 4; look++)
    for (double distance = 0.05; distance <= 0.5; distance += 0.05)
      {
        ScopePalette palette;
        g_autoptr (ScopeColormap) map = NULL;
        ScopeColor low, high;

        init (&palette, look);
        map = scope_colormap_new_diverging (&palette);
        low = scope_color_from_argb (scope_colormap_lookup (map, 0.5 - distance));
        high = scope_color_from_argb (scope_colormap_lookup (map, 0.5 + distance));
        g_assert_cmpfloat (scope_color_difference (&low, &high), >=, 5);
      }
}

static ScopeColormap *
sequential_new (const ScopePalette *palette, guint which)
{
  return which < SCOPE_N_HUES ? scope_colormap_new_gate (palette, (ScopeHue) which)
                              : scope_colormap_new_accent (palette);
}

/* 32 equal steps of value are 32 equal steps of CIELAB lightness. Eight bits a channel leave each
 * lightness uncertain by about 0.25, a step by twice that; a step is 2 or more. */
static void
test_sequential_even (void)
{
  for (guint look = 0; look < 4; look++)
    for (guint which = 0; which <= SCOPE_N_HUES; which++)
      {
        ScopePalette palette;
        g_autoptr (ScopeColormap) map = NULL;
        double mean;

        init (&palette, look);
        map = sequential_new (&palette, which);
        g_assert_false (scope_colormap_is_diverging (map));
        mean = (lightness (map, 1) - lightness (map, 0)) / 32;
        g_assert_cmpfloat (mean * (palette.is_dark ? 1 : -1), >=, 2);
        for (guint i = 0; i < 32; i++)
          scope_assert_close (lightness (map, (i + 1) / 32.0) - lightness (map, i / 32.0), mean,
                              0.5);
      }
}

/* It starts at the background and passes through the gate's own hue. */
static void
test_sequential_points (void)
{
  for (guint look = 0; look < 4; look++)
    for (guint which = 0; which <= SCOPE_N_HUES; which++)
      {
        ScopePalette palette;
        const ScopeColor *hue;
        g_autoptr (ScopeColormap) map = NULL;
        double nearest = INFINITY;

        init (&palette, look);
        map = sequential_new (&palette, which);
        hue = which < SCOPE_N_HUES ? &palette.gates[which] : &palette.accent;
        g_assert_cmphex (scope_colormap_lookup (map, 0), ==,
                         scope_color_to_argb (&palette.background));
        for (guint i = 0; i <= 512; i++)
          {
            ScopeColor color = scope_color_from_argb (scope_colormap_lookup (map, i / 512.0));

            nearest = MIN (nearest, scope_color_difference (&color, hue));
          }
        /* 0.5 for one of 512 steps and eight bits. In high contrast hues are nearly as dark or
         * light as the end and are brought nearer to the middle, by less than what tells two
         * gates apart. */
        g_assert_cmpfloat (nearest, <=, look > 1 ? 10 : 1);
      }
}

static void
test_edges (void)
{
  ScopePalette palette;
  g_autoptr (ScopeColormap) map = NULL;

  init (&palette, 0);
  map = scope_colormap_new_diverging (&palette);
  g_assert_cmphex (scope_colormap_lookup (map, NAN), ==, 0);
  g_assert_cmphex (scope_colormap_lookup (map, -5), ==, scope_colormap_lookup (map, 0));
  g_assert_cmphex (scope_colormap_lookup (map, INFINITY), ==, scope_colormap_lookup (map, 1));
  g_assert_cmphex (scope_colormap_lookup_value (map, -INFINITY, -1, 1), ==,
                   scope_colormap_lookup (map, 0));
  g_assert_cmphex (scope_colormap_lookup_value (map, 3, 3, 3), ==,
                   scope_colormap_lookup (map, 0.5));
  g_assert_cmphex (scope_colormap_lookup_value (map, NAN, 3, 3), ==, 0);
  g_assert_cmphex (scope_colormap_lookup_value (map, 1, NAN, 3), ==,
                   scope_colormap_lookup (map, 0.5));
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/colormap/diverging-points", test_diverging_points);
  g_test_add_func ("/colormap/diverging-choices", test_diverging_choices);
  g_test_add_func ("/colormap/diverging-eyes", test_diverging_eyes);
  g_test_add_func ("/colormap/diverging-monotonic", test_diverging_monotonic);
  g_test_add_func ("/colormap/diverging-sides", test_diverging_sides);
  g_test_add_func ("/colormap/sequential-even", test_sequential_even);
  g_test_add_func ("/colormap/sequential-points", test_sequential_points);
  g_test_add_func ("/colormap/edges", test_edges);
  return g_test_run ();
}
