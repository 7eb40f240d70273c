/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-bar-plot.h"

#include "draw-test.h"
#include "scope-test.h"

#include <math.h>

static const char *const labels[] = { "wv (m/s)",
                                      "a name that is longer than there is room for, much longer",
                                      "رطوبة (%)", "unit 5" };
static const double values[] = { -0.91, 0.4, 0, NAN };
static const double four[16] = { 1, -1, 0.5, 0.2, -0.3, 0.3, 2, NAN, 1, 1, 1, 1, -2, -1, -3, 0 };

static void
fill (ScopeBarPlot *plot)
{
  scope_bar_plot_init (plot);
  plot->n_rows = 4;
  plot->values = values;
  plot->labels = labels;
  plot->hues[0] = SCOPE_HUE_F;
  plot->show_values = TRUE;
  plot->unit = "no unit";
}

static void
fill_four (ScopeBarPlot *plot)
{
  static const char *const names[] = { "i", "f", "c̃", "o" };

  fill (plot);
  plot->n_bars = 4;
  plot->values = four;
  plot->bar_names = names;
  plot->bold_row = 2;
  for (guint bar = 0; bar < 4; bar++)
    plot->hues[bar] = (ScopeHue) bar;
}

static void
test_hit (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeBarLayout) layout = NULL;
  ScopeBarPlot plot;
  guint hit_row, hit_bar;

  fill_four (&plot);
  layout = scope_bar_layout_new (&plot, style, 300, 200);
  for (guint row = 0; row < 4; row++)
    for (guint bar = 0; bar < 4; bar++)
      {
        cairo_rectangle_t slot;

        scope_bar_layout_get_slot (layout, row, bar, &slot);
        for (guint edge = 0; edge < 2; edge++)
          {
            double y = slot.y + (edge == 0 ? 0.01 : slot.height - 0.01);

            g_assert_true (scope_bar_layout_hit (layout, slot.x + 3, y, &hit_row, &hit_bar));
            g_assert_cmpuint (hit_row, ==, row);
            g_assert_cmpuint (hit_bar, ==, bar);
            /* The name belongs to its row. */
            g_assert_true (scope_bar_layout_hit (layout, 2, y, &hit_row, NULL));
            g_assert_cmpuint (hit_row, ==, row);
          }
      }
  g_assert_false (scope_bar_layout_hit (layout, 50, layout->top - 1, &hit_row, &hit_bar));
}

/* Bars begin at the zero line, end at their value, and have their gate's colour. */
static void
test_bars (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  const ScopePalette *palette = scope_style_get_palette (style);
  g_autoptr (ScopeBarLayout) layout = NULL;
  ScopeBarPlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 400, 300, &cr);

  fill_four (&plot);
  layout = scope_bar_layout_new (&plot, style, 400, 300);
  scope_bar_plot_paint (&plot, layout, style, cr);
  for (guint row = 0; row < 4; row++)
    for (guint bar = 0; bar < 4; bar++)
      {
        double value = four[row * 4 + bar];
        guint32 color = scope_color_to_argb (&palette->gates[bar]);
        cairo_rectangle_t slot;
        double y;

        scope_bar_layout_get_slot (layout, row, bar, &slot);
        y = floor (slot.y + slot.height / 2);
        if (isnan (value) || value == 0)
          {
            cairo_rectangle_t line = { slot.x, y, slot.width, 1 };

            g_assert_cmpuint (draw_test_count_pixels (surface, &line, color), ==, 0);
            continue;
          }
        g_assert_cmphex (
            draw_test_get_pixel (surface, scope_scale_map (&layout->x, value * 0.5), y), ==, color);
        if (fabs (value) < 2)
          g_assert_cmphex (
              draw_test_get_pixel (surface, scope_scale_map (&layout->x, value * 1.15), y), !=,
              color);
      }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_labels (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);

  for (guint several = 0; several < 2; several++)
    for (guint extent = 0; extent < 2; extent++)
      for (double width = 200; width <= 800; width += 60)
        for (double height = 60; height <= 400; height += 34)
          {
            g_autoptr (ScopeBarLayout) layout = NULL;
            ScopeBarPlot plot;

            if (several)
              fill_four (&plot);
            else
              fill (&plot);
            plot.extent = extent ? 0.5 : 0; /* some bars are cut off, their values are not */
            layout = scope_bar_layout_new (&plot, style, width, height);
            draw_test_assert_labels (layout->labels, width, height);
            if (!several && height > 150)
              {
                g_assert_nonnull (draw_test_find_label (layout->labels, "\u22120.91"));
                g_assert_nonnull (draw_test_find_label (layout->labels, "+0.40"));
                g_assert_nonnull (draw_test_find_label (layout->labels, "–"));
              }
          }
}

/* All to one side: the zero line is at the other edge. */
static void
test_one_sided (void)
{
  static const double positive[] = { 1, 2, 3, 4 };
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeBarLayout) layout = NULL;
  ScopeBarPlot plot;

  fill (&plot);
  plot.values = positive;
  layout = scope_bar_layout_new (&plot, style, 300, 150);
  scope_assert_close (layout->zero, layout->area.x, 1);
}

static void
test_nothing (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  static const double missing[] = { NAN, NAN, NAN, NAN };
  ScopeBarPlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 60, 40, &cr);

  scope_bar_plot_init (&plot);
  scope_bar_plot_draw (&plot, style, cr, 60, 40);
  fill (&plot);
  plot.values = missing;
  scope_bar_plot_draw (&plot, style, cr, 60, 40);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/bar-plot/hit", test_hit);
  g_test_add_func ("/bar-plot/bars", test_bars);
  g_test_add_func ("/bar-plot/labels", test_labels);
  g_test_add_func ("/bar-plot/one-sided", test_one_sided);
  g_test_add_func ("/bar-plot/nothing", test_nothing);
  return g_test_run ();
}
