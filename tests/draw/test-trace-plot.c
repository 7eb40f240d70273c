/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-trace-plot.h"

#include "draw-test.h"
#include "scope-test.h"

#include <math.h>

#define UNITS 4
#define STEPS 12

static float traces[6][STEPS * UNITS]; /* steps × units, as the network has them */
static float inputs[STEPS * 10];
static const guint order[UNITS] = { 2, 0, 3, 1 };

static void
fill (ScopeTracePlot *plot, ScopeTracePanel panels[6], ScopeTraceInput lines[10],
      const ScopeColormap *map)
{
  static const char *const symbols[] = { "i", "f", "c̃", "o", "c", "h" };
  static const char *const names[] = {
    "T (degC)",  "p (mbar)", "a name that is longer than there is room for, much longer",
    "رطوبة (%)", "wv (m/s)", "rho (g/m**3)",
    "six",       "seven",    "eight",
    "nine"
  };

  for (guint i = 0; i < STEPS * UNITS; i++)
    for (guint panel = 0; panel < 6; panel++)
      traces[panel][i] = (float) ((i * 37 + panel * 11) % 101) / 50 - 1;
  for (guint i = 0; i < STEPS * 10; i++)
    inputs[i] = (float) (i * 53 % 97);
  for (guint panel = 0; panel < 6; panel++)
    panels[panel] = (ScopeTracePanel){ symbols[panel],
                                       panel < 4 ? (ScopeHue) panel : SCOPE_HUE_NONE,
                                       { traces[panel], UNITS, STEPS, 1, UNITS, NULL, NULL },
                                       map,
                                       panel == 4 ? -15.1 : -1,
                                       panel == 4 ? 15.1 : 1 };
  for (guint i = 0; i < 10; i++)
    lines[i] = (ScopeTraceInput){ names[i], inputs + i, 10, i == 8 };
  scope_trace_plot_init (plot);
  plot->n_steps = STEPS;
  plot->inputs = lines;
  plot->n_inputs = 10;
  plot->panels = panels;
  plot->n_panels = 6;
  plot->unit_order = order;
  plot->step_seconds = 3600;
  plot->x_title = "row before the forecast";
}

static void
test_cells (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (scope_style_get_palette (style));
  g_autoptr (ScopeTraceLayout) layout = NULL;
  ScopeTracePanel panels[6];
  ScopeTraceInput lines[10];
  ScopeTracePlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 700, 500, &cr);

  fill (&plot, panels, lines, map);
  layout = scope_trace_layout_new (&plot, style, 700, 500);
  scope_trace_plot_paint (&plot, layout, style, cr);
  for (int panel = -1; panel < 6; panel++)
    for (guint unit = 0; unit < (panel < 0 ? 1 : UNITS); unit++)
      for (gsize step = 0; step < STEPS; step++)
        {
          ScopeTraceHit cell = { panel, unit, step }, hit;
          cairo_rectangle_t rect;

          g_assert_true (scope_trace_layout_get_cell (layout, &cell, &rect));
          for (guint corner = 0; corner < 4; corner++)
            {
              g_assert_true (scope_trace_layout_hit (
                  layout, rect.x + (corner % 2 == 0 ? 0.01 : rect.width - 0.01),
                  rect.y + (corner / 2 == 0 ? 0.01 : rect.height - 0.01), &hit));
              g_assert_cmpint (hit.panel, ==, panel);
              g_assert_cmpuint (hit.unit, ==, unit);
              g_assert_cmpuint (hit.step, ==, step);
            }
          if (panel >= 0)
            g_assert_cmphex (
                draw_test_get_pixel (surface, rect.x + rect.width / 2, rect.y + rect.height / 2),
                ==,
                scope_colormap_lookup_value (map, traces[panel][step * UNITS + unit],
                                             panels[panel].min, panels[panel].max));
        }
  {
    ScopeTraceHit hit;

    g_assert_false (
        scope_trace_layout_hit (layout, layout->inputs.x - 1, layout->inputs.y + 1, &hit));
    g_assert_false (scope_trace_layout_hit (layout, 400, 499, &hit));
  }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_labels (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (scope_style_get_palette (style));
  ScopeTracePanel panels[6];
  ScopeTraceInput lines[10];
  ScopeTracePlot plot;

  fill (&plot, panels, lines, map);
  for (guint n_inputs = 0; n_inputs <= 10; n_inputs += 5)
    for (double width = 240; width <= 1300; width += 80)
      for (double height = 200; height <= 900; height += 70)
        {
          g_autoptr (ScopeTraceLayout) layout = NULL;

          plot.n_inputs = n_inputs;
          layout = scope_trace_layout_new (&plot, style, width, height);
          draw_test_assert_labels (layout->labels, width, height);
          g_assert_nonnull (draw_test_find_label (layout->labels, "t\u22121"));
          /* The chosen input is there however few have room; what has none is counted. */
          if (n_inputs == 10)
            {
              g_assert_true (draw_test_find_label (layout->labels, "eight")->bold);
              if (layout->n_shown_inputs > 1 && layout->n_shown_inputs < 10)
                {
                  g_autofree char *more =
                      g_strdup_printf ("and %u more", 10 - layout->n_shown_inputs);

                  g_assert_nonnull (draw_test_find_label (layout->labels, more));
                }
            }
        }
}

static void
test_ranges (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (scope_style_get_palette (style));
  g_autoptr (ScopeTraceLayout) layout = NULL;
  ScopeTracePanel panels[6];
  ScopeTraceInput lines[10];
  ScopeTracePlot plot;

  fill (&plot, panels, lines, map);
  panels[0].min = 0;
  layout = scope_trace_layout_new (&plot, style, 700, 500);
  g_assert_nonnull (draw_test_find_label (layout->labels, "0 … 1"));
  g_assert_nonnull (draw_test_find_label (layout->labels, "±1"));
  g_assert_nonnull (draw_test_find_label (layout->labels, "±15.1"));
}

/* The cursor goes through all panels at the middle of its step and says its lag. */
static void
test_overlay (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  const ScopePalette *palette = scope_style_get_palette (style);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (palette);
  g_autoptr (ScopeTraceLayout) layout = NULL;
  ScopeTracePanel panels[6];
  ScopeTraceInput lines[10];
  ScopeTracePlot plot;
  ScopeTraceHit cell = { 0, 0, 5 };
  cairo_rectangle_t rect;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 700, 500, &cr);

  fill (&plot, panels, lines, map);
  plot.cursor_step = 5;
  layout = scope_trace_layout_new (&plot, style, 700, 500);
  scope_trace_plot_paint_overlay (&plot, layout, style, cr);
  g_assert_true (scope_trace_layout_get_cell (layout, &cell, &rect));
  for (guint panel = 0; panel < 6; panel++)
    {
      cairo_rectangle_t across = { rect.x + rect.width / 2 - 2, layout->panels[panel].y + 1, 4,
                                   layout->panels[panel].height - 2 };
      ScopeColor seen;
      double nearest = INFINITY;

      /* The line may lie between two pixels, so its colour is mixed with the halo's. */
      for (guint i = 0; i < 4; i++)
        {
          seen = scope_color_from_argb (
              draw_test_get_pixel (surface, across.x + i, across.y + across.height / 2));
          nearest = MIN (nearest, scope_color_difference (&seen, &palette->accent));
        }
      g_assert_cmpfloat (nearest, <, 30);
    }
  /* Its text stands above: something is written on the line on top. */
  {
    cairo_rectangle_t above = { rect.x - 10, 0, 40, layout->inputs.y - 2 };

    g_assert_cmpuint (
        draw_test_count_pixels (surface, &above, scope_color_to_argb (&palette->background)), <,
        (guint) (above.width * above.height - 20));
  }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_nothing (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  ScopeTracePlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 60, 40, &cr);

  scope_trace_plot_init (&plot);
  scope_trace_plot_draw (&plot, style, cr, 60, 40);
  plot.n_steps = 4;
  scope_trace_plot_draw (&plot, style, cr, 60, 40);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/trace-plot/cells", test_cells);
  g_test_add_func ("/trace-plot/labels", test_labels);
  g_test_add_func ("/trace-plot/ranges", test_ranges);
  g_test_add_func ("/trace-plot/overlay", test_overlay);
  g_test_add_func ("/trace-plot/nothing", test_nothing);
  return g_test_run ();
}
