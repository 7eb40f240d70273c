/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-color.h"

#include "scope-test.h"

/* CIELAB of sRGB's corners for D65, as Bruce Lindbloom's calculator and scikit-image's rgb2lab
 * give them (53.24, 80.09, 67.20 and so on); two decimals are what they print, so 0.02. */
static void
test_lab (void)
{
  static const struct
  {
    const char *hex;
    double l, a, b;
  } known[] = { { "#ffffff", 100, 0, 0 },
                { "#000000", 0, 0, 0 },
                { "#ff0000", 53.24, 80.09, 67.20 },
                { "#00ff00", 87.73, -86.18, 83.18 },
                { "#0000ff", 32.30, 79.19, -107.86 } };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      ScopeColor color = scope_color_from_hex (known[i].hex);
      ScopeLab lab = scope_color_to_lab (&color);

      scope_assert_close (lab.l, known[i].l, 0.02);
      scope_assert_close (lab.a, known[i].a, 0.02);
      scope_assert_close (lab.b, known[i].b, 0.02);
    }
}

static void
test_there_and_back (void)
{
  for (guint32 rgb = 0; rgb <= 0xffffff; rgb += 0x030517)
    {
      ScopeColor color = scope_color_from_argb (rgb | 0xff000000);
      ScopeLab lab = scope_color_to_lab (&color);
      ScopeColor back = scope_color_from_lab (&lab);

      g_assert_cmphex (scope_color_to_argb (&back), ==, rgb | 0xff000000);
    }
}

/* What no screen shows keeps its lightness and hue, and loses chroma. */
static void
test_outside (void)
{
  ScopeLab wanted = { 60, 120, 90 };
  ScopeColor color = scope_color_from_lab (&wanted);
  ScopeLab got = scope_color_to_lab (&color);

  scope_assert_close (got.l, 60, 0.3);
  scope_assert_close (got.a / got.b, 120.0 / 90.0, 0.02);
  g_assert_cmpfloat (got.a, <, 120);
  g_assert_cmpfloat (got.a, >, 40);
}

/* WCAG 2: black on white is 21, and #777777 on white 4.48 (the well-known failure of AA). */
static void
test_contrast (void)
{
  ScopeColor black = scope_color_from_hex ("#000000");
  ScopeColor white = scope_color_from_hex ("#ffffff");
  ScopeColor grey = scope_color_from_hex ("#777777");

  scope_assert_close (scope_color_contrast (&black, &white), 21, 1e-9);
  scope_assert_close (scope_color_contrast (&white, &grey), 4.48, 0.005);
}

static void
test_mix (void)
{
  ScopeColor a = { 0, 0.5, 1, 1 };
  ScopeColor b = { 1, 0.5, 0, 0 };
  ScopeColor mixed = scope_color_mix (&a, &b, 0.25);

  scope_assert_close (mixed.red, 0.25, 1e-12);
  scope_assert_close (mixed.green, 0.5, 1e-12);
  scope_assert_close (mixed.blue, 0.75, 1e-12);
  scope_assert_close (mixed.alpha, 0.75, 1e-12);
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/color/lab", test_lab);
  g_test_add_func ("/color/there-and-back", test_there_and_back);
  g_test_add_func ("/color/outside", test_outside);
  g_test_add_func ("/color/contrast", test_contrast);
  g_test_add_func ("/color/mix", test_mix);
  return g_test_run ();
}
