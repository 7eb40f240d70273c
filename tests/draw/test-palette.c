/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-palette.h"

#include "draw-test.h"
#include "scope-test.h"

#include <math.h>

/* How far apart two gates must be, in CIELAB. 2.3 is just noticeable side by side; ten times that
 * is told apart at a glance and in different places of a picture. */
#define LEAST_DIFFERENCE 20.0

static void
init (ScopePalette *palette, guint look)
{
  scope_palette_init_default (palette, look % 2 == 1, look > 1);
}

static void
test_gates_apart (void)
{
  for (guint look = 0; look < 4; look++)
    for (guint eye = 0; eye < DRAW_TEST_N_EYES; eye++)
      {
        ScopePalette palette;

        init (&palette, look);
        for (guint i = 0; i < SCOPE_N_HUES; i++)
          for (guint j = i + 1; j < SCOPE_N_HUES; j++)
            {
              ScopeColor a = draw_test_see (eye, &palette.gates[i]);
              ScopeColor b = draw_test_see (eye, &palette.gates[j]);

              g_assert_cmpfloat (scope_color_difference (&a, &b), >=, LEAST_DIFFERENCE);
            }
      }
}

/* Blue is the forecast's: in CIELAB the accent's hue lies near 280°, pure blue at 306°. */
static void
test_none_is_blue (void)
{
  for (guint look = 0; look < 4; look++)
    {
      ScopePalette palette;

      init (&palette, look);
      for (guint i = 0; i < SCOPE_N_HUES; i++)
        {
          ScopeLab lab = scope_color_to_lab (&palette.gates[i]);
          double hue = atan2 (lab.b, lab.a) * 180 / G_PI;

          if (hue < 0)
            hue += 360;
          g_assert_true (hue < 220 || hue > 310);
          g_assert_cmpfloat (scope_color_difference (&palette.gates[i], &palette.forecast), >=,
                             1.5 * LEAST_DIFFERENCE);
        }
    }
}

/* WCAG 2.1, 1.4.11 asks for 3 of graphics, 1.4.3 for 4.5 of text, 1.4.6 for 7 in high contrast. */
static void
test_contrast (void)
{
  for (guint look = 0; look < 4; look++)
    {
      ScopePalette palette;

      init (&palette, look);
      for (guint i = 0; i < SCOPE_N_HUES; i++)
        g_assert_cmpfloat (scope_color_contrast (&palette.gates[i], &palette.background), >=,
                           look > 1 ? 4.5 : 3);
      g_assert_cmpfloat (scope_color_contrast (&palette.accent, &palette.background), >=, 3);
      g_assert_cmpfloat (scope_color_contrast (&palette.foreground, &palette.background), >=, 7);
      g_assert_cmpfloat (scope_color_contrast (&palette.dim, &palette.background), >=,
                         look > 1 ? 7 : 4.5);
      g_assert_cmpfloat (scope_color_contrast (&palette.reference, &palette.background), >=, 2.5);
    }
}

static void
test_style (void)
{
  ScopePalette palette, before;
  ScopeColor foreground = { 1, 1, 1, 0.5 };
  ScopeColor background = scope_color_from_hex ("#101010");

  scope_palette_init_default (&palette, FALSE, FALSE);
  before = palette;
  g_assert_true (scope_palette_equal (&palette, &before));
  scope_palette_set_style (&palette, &foreground, &background, NULL, NULL);
  g_assert_false (scope_palette_equal (&palette, &before));
  /* Which of the two sets of hues is read off the background. */
  g_assert_true (palette.is_dark);
  /* A translucent foreground becomes what it looks like. */
  scope_assert_close (palette.foreground.alpha, 1, 0);
  scope_assert_close (palette.foreground.red, (1 + 16.0 / 255) / 2, 1e-9);
  scope_assert_close (scope_color_difference (&palette.accent, &before.accent), 0, 1e-12);
  g_assert_true (scope_palette_get_hue (&palette, SCOPE_HUE_NONE) == &palette.foreground);
  g_assert_true (scope_palette_get_hue (&palette, SCOPE_HUE_O) == &palette.gates[3]);
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/palette/gates-apart", test_gates_apart);
  g_test_add_func ("/palette/none-is-blue", test_none_is_blue);
  g_test_add_func ("/palette/contrast", test_contrast);
  g_test_add_func ("/palette/style", test_style);
  return g_test_run ();
}
