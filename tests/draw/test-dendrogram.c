/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-dendrogram.h"

#include "draw-test.h"
#include "scope-test.h"

/* Leaves a b c d: a and b join at 1, d and that pair's neighbour c at 2, both at 4. */
static ScopeDendrogramMerge merges[] = {
  { 0, 1, 0, 0, 1 },
  { 2, 3, 0, 0, 2 },
  { 0.5, 2.5, 1, 2, 4 },
};
static const ScopeDendrogram tree = { 4, merges, 4 };

static const ScopeColor black = { 0, 0, 0, 1 };

static gboolean
is_ink (cairo_surface_t *surface, double x, double y)
{
  guint32 pixel = draw_test_get_pixel (surface, x, y);

  return (pixel >> 8 & 0xff) < 160;
}

static cairo_surface_t *
paint (const ScopeDendrogram *shown, ScopeSpan seen, gboolean sideways, double width, double height)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  cairo_rectangle_t rect = { 20, 10, width, height };
  cairo_t *cr;
  cairo_surface_t *surface =
      draw_test_surface_new (style, (int) width + 40, (int) height + 20, &cr);

  scope_dendrogram_paint (shown, cr, &rect, seen, sideways, &black);
  cairo_destroy (cr);
  return surface;
}

/* Legs stand on the middles of their leaves and bars lie at their heights. */
static void
test_above (void)
{
  cairo_surface_t *surface = paint (&tree, SCOPE_SPAN_ALL, FALSE, 200, 41);
  const double leaf = 50, step = 10; /* pixels for a leaf, and for a height of 1 */

  /* Feet of all four. */
  for (guint i = 0; i < 4; i++)
    g_assert_true (is_ink (surface, 20 + (i + 0.5) * leaf - 0.5, 48));
  g_assert_false (is_ink (surface, 20 + 1 * leaf, 48));
  /* The bar of the first pair, beside its middle, and none where the second pair's is not. */
  g_assert_true (is_ink (surface, 20 + 0.8 * leaf, 51 - 1 * step));
  g_assert_false (is_ink (surface, 20 + 2.8 * leaf, 51 - 1 * step));
  g_assert_true (is_ink (surface, 20 + 2.8 * leaf, 51 - 2 * step));
  /* The last one at the top, from the middle of the one to that of the other. */
  g_assert_true (is_ink (surface, 20 + 2 * leaf, 11));
  g_assert_false (is_ink (surface, 20 + 0.6 * leaf, 11));
  g_assert_true (is_ink (surface, 20 + 1 * leaf - 0.5, 51 - 3 * step));
  cairo_surface_destroy (surface);
}

/* The same beside rows: what was up is to the right. */
static void
test_sideways (void)
{
  cairo_surface_t *surface = paint (&tree, SCOPE_SPAN_ALL, TRUE, 41, 200);

  for (guint i = 0; i < 4; i++)
    g_assert_true (is_ink (surface, 22, 10 + (i + 0.5) * 50 - 0.5));
  g_assert_true (is_ink (surface, 20 + 10, 10 + 40));
  g_assert_true (is_ink (surface, 59, 10 + 100));
  cairo_surface_destroy (surface);
}

/* Zoomed to the last two leaves: the first pair is gone, nothing is drawn outside. */
static void
test_seen (void)
{
  const ScopeSpan seen = { 0.5, 0.5 };
  cairo_surface_t *surface = paint (&tree, seen, FALSE, 200, 41);

  g_assert_true (is_ink (surface, 20 + 50 - 0.5, 48));
  g_assert_true (is_ink (surface, 20 + 150 - 0.5, 48));
  g_assert_true (is_ink (surface, 120, 51 - 20));
  for (double y = 1; y < 60; y++)
    {
      g_assert_false (is_ink (surface, 10, y));
      g_assert_false (is_ink (surface, 230, y));
    }
  cairo_surface_destroy (surface);
}

/* One leaf has no tree; leaves that are all alike join at the top. */
static void
test_edges (void)
{
  ScopeDendrogramMerge alike = { 0, 1, 0, 0, 0 };
  const ScopeDendrogram one = { 1, NULL, 0 }, two = { 2, &alike, 0 };
  cairo_surface_t *surface = paint (&one, SCOPE_SPAN_ALL, FALSE, 100, 30);
  guint ink = 0;

  for (double y = 0; y < 40; y++)
    for (double x = 0; x < 120; x++)
      ink += is_ink (surface, x, y);
  g_assert_cmpuint (ink, ==, 0);
  cairo_surface_destroy (surface);
  surface = paint (&two, SCOPE_SPAN_ALL, FALSE, 100, 30);
  g_assert_true (is_ink (surface, 70, 11));
  cairo_surface_destroy (surface);
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/dendrogram/above", test_above);
  g_test_add_func ("/dendrogram/sideways", test_sideways);
  g_test_add_func ("/dendrogram/seen", test_seen);
  g_test_add_func ("/dendrogram/edges", test_edges);
  return g_test_run ();
}
