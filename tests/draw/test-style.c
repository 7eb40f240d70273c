/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-style.h"

#include "scope-test.h"

#include "draw-test.h"

static double
width_of (const ScopeStyle *style, const char *text)
{
  double width;

  scope_style_measure (style, text, FALSE, &width, NULL);
  return width;
}

/* All figures are equally wide. */
static void
test_tabular (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);

  for (char digit = '1'; digit <= '9'; digit++)
    {
      char text[] = { digit, digit, digit, digit, '\0' };

      scope_assert_close (width_of (style, text), width_of (style, "0000"), 0.01);
    }
}

/* Names come from files: no markup is read, and what is not UTF-8 is shown with replacements. */
static void
test_any_text (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);

  g_assert_cmpfloat (width_of (style, "<b>x</b>"), >, 3 * width_of (style, "x"));
  g_assert_cmpfloat (width_of (style, "a\xff\xfe"), >, width_of (style, "a"));
  g_assert_cmpfloat (width_of (style, "رطوبة"), >, 10);
  scope_assert_close (width_of (style, ""), 0, 0);
  scope_assert_close (width_of (style, NULL), 0, 0);
}

static void
test_size (void)
{
  ScopePalette palette;
  PangoFontDescription *font = pango_font_description_from_string ("Sans 20");
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeStyle) large = NULL;

  scope_palette_init_default (&palette, FALSE, FALSE);
  large = scope_style_new (&palette, font);
  pango_font_description_free (font);
  /* A line of 20 points is at least their 26.7 pixels. */
  g_assert_cmpfloat (scope_style_get_line_height (large), >, 26);
  g_assert_cmpfloat (scope_style_get_line_height (style), <, 22);
  g_assert_true (scope_palette_equal (scope_style_get_palette (large), &palette));
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/style/tabular", test_tabular);
  g_test_add_func ("/style/any-text", test_any_text);
  g_test_add_func ("/style/size", test_size);
  return g_test_run ();
}
