/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-labels.h"

#include "draw-test.h"
#include "scope-test.h"

#include <math.h>

static void
test_place (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeLabels) labels = scope_labels_new (style);
  double width, height;
  const ScopeLabel *label;

  scope_style_measure (style, "forget", FALSE, &width, &height);
  label = scope_labels_add (labels, "forget", 100, 50, 1, 0.5, 0, FALSE, SCOPE_TONE_DIM);
  scope_assert_close (label->rect.x, 100 - width, 1e-9);
  scope_assert_close (label->rect.y, 50 - height / 2, 1e-9);
  scope_assert_close (label->rect.width, width, 1e-9);
  /* What is given less room has no more than that. */
  label = scope_labels_add (labels, "a very long name of a feature", 0, 100, 0, 0, 40, FALSE,
                            SCOPE_TONE_NORMAL);
  scope_assert_close (label->rect.width, 40, 1e-9);
  g_assert_null (scope_labels_add (labels, "", 0, 0, 0, 0, 0, FALSE, SCOPE_TONE_NORMAL));
  g_assert_null (scope_labels_add (labels, NULL, 0, 0, 0, 0, 0, FALSE, SCOPE_TONE_NORMAL));
  g_assert_cmpuint (scope_labels_get_size (labels), ==, 2);
}

static void
test_overlap (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeLabels) labels = scope_labels_new (style);
  cairo_rectangle_t bounds = { 0, 0, 200, 100 };
  guint first, second;
  double width;

  scope_style_measure (style, "ten", FALSE, &width, NULL);
  scope_labels_add (labels, "ten", 10, 10, 0, 0, 0, FALSE, SCOPE_TONE_NORMAL);
  g_assert_null (scope_labels_try_add (labels, "ten", 10 + width + 4, 10, 0, 0, 0, FALSE,
                                       SCOPE_TONE_NORMAL, 6, &bounds));
  g_assert_nonnull (scope_labels_try_add (labels, "ten", 10 + width + 7, 10, 0, 0, 0, FALSE,
                                          SCOPE_TONE_NORMAL, 6, &bounds));
  g_assert_null (
      scope_labels_try_add (labels, "ten", 199, 60, 0, 0, 0, FALSE, SCOPE_TONE_NORMAL, 6, &bounds));
  g_assert_false (scope_labels_find_overlap (labels, NULL, NULL));
  scope_labels_add (labels, "ten", 12, 12, 0, 0, 0, FALSE, SCOPE_TONE_NORMAL);
  g_assert_true (scope_labels_find_overlap (labels, &first, &second));
  g_assert_cmpuint (first, ==, 0);
  g_assert_cmpuint (second, ==, 2);
}

/* What is painted stays within the label's rectangle, cut or whole. */
static void
test_paint (void)
{
  static const char *const texts[] = { "forget", "a very long name of a feature",
                                       "رطوبة نسبية (%)" };
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  guint32 background = scope_color_to_argb (&scope_style_get_palette (style)->background);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (ScopeLabels) labels = scope_labels_new (style);
      cairo_t *cr;
      cairo_surface_t *surface = draw_test_surface_new (style, 200, 60, &cr);
      const ScopeLabel *label =
          scope_labels_add (labels, texts[i], 60, 20, 0, 0, 60, TRUE, SCOPE_TONE_NORMAL);
      cairo_rectangle_t inside = { label->rect.x - 1, label->rect.y - 1, label->rect.width + 2,
                                   label->rect.height + 2 };
      cairo_rectangle_t all = { 0, 0, 200, 60 };
      guint all_pixels, inside_pixels = 0;

      scope_labels_paint (labels, cr);
      all_pixels = 200 * 60 - draw_test_count_pixels (surface, &all, background);
      for (int y = 0; y < 60; y++)
        for (int x = 0; x < 200; x++)
          if (x >= floor (inside.x) && x < inside.x + inside.width && y >= floor (inside.y)
              && y < inside.y + inside.height)
            inside_pixels += draw_test_get_pixel (surface, x, y) != background;
      g_assert_cmpuint (all_pixels, >, 30);
      g_assert_cmpuint (all_pixels, ==, inside_pixels);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/labels/place", test_place);
  g_test_add_func ("/labels/overlap", test_overlap);
  g_test_add_func ("/labels/paint", test_paint);
  return g_test_run ();
}
