/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-gate-plot.h"

#include "draw-test.h"
#include "scope-test.h"

#include <math.h>

#define FEATURES 3
#define UNITS 5
#define ROWS (FEATURES + UNITS + 2)

/* As Keras stores them: gate by gate beside each other, so a row's stride is four gates. */
static float numbers[ROWS * 4 * UNITS];
static const guint order[UNITS] = { 2, 0, 4, 1, 3 };
static const char *const features[FEATURES] = {
  "T (degC)", "a name that is longer than there is room for, much longer", "رطوبة (%)"
};
static const guint part_rows[] = { FEATURES, UNITS, 1, 1 };

static float
get (const ScopeGateCell *cell)
{
  static const guint starts[] = { 0, FEATURES, FEATURES + UNITS, FEATURES + UNITS + 1 };

  return numbers[(starts[cell->part] + cell->row) * 4 * UNITS + cell->gate * UNITS + cell->unit];
}

static void
fill (ScopeGatePlot *plot, const ScopeColormap *map)
{
  static const char *const symbols[] = { "i", "f", "c̃", "o" };
  static const char *const gate_names[] = { "input", "forget", "candidate", "output" };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    numbers[i] = (float) (i * 37 % 101) / 50 - 1;
  scope_gate_plot_init (plot);
  plot->n_gates = 4;
  for (guint gate = 0; gate < 4; gate++)
    {
      const float *data = numbers + gate * UNITS;

      plot->gates[gate].symbol = symbols[gate];
      plot->gates[gate].name = gate_names[gate];
      plot->gates[gate].hue = (ScopeHue) gate;
      for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
        {
          plot->gates[gate].cells[part] =
              (ScopeCells){ data, part_rows[part], UNITS, 4 * UNITS, 1, NULL, NULL };
          data += part_rows[part] * 4 * UNITS;
        }
    }
  plot->colormap = map;
  plot->feature_labels = features;
  plot->unit_order = order;
  plot->unit_title = "unit, in order of memory";
  plot->bold_feature = 1;
  plot->chosen_unit = 3;
}

/* Every weight: where it is, what is there, and which colour it has. */
static void
test_cells (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (TRUE);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (scope_style_get_palette (style));
  g_autoptr (ScopeGateLayout) layout = NULL;
  ScopeGatePlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 700, 400, &cr);

  fill (&plot, map);
  layout = scope_gate_layout_new (&plot, style, 700, 400);
  scope_gate_plot_paint (&plot, layout, style, cr);
  for (guint gate = 0; gate < 4; gate++)
    for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
      for (guint row = 0; row < part_rows[part]; row++)
        for (guint unit = 0; unit < UNITS; unit++)
          {
            ScopeGateCell cell = { (ScopeGatePart) part, gate, row, unit }, hit;
            cairo_rectangle_t rect;

            g_assert_true (scope_gate_layout_get_cell (layout, &cell, &rect));
            for (guint corner = 0; corner < 4; corner++)
              {
                g_assert_true (scope_gate_layout_hit (
                    layout, rect.x + (corner % 2 == 0 ? 0.01 : rect.width - 0.01),
                    rect.y + (corner / 2 == 0 ? 0.01 : rect.height - 0.01), &hit));
                g_assert_cmpuint (hit.part, ==, part);
                g_assert_cmpuint (hit.gate, ==, gate);
                g_assert_cmpuint (hit.row, ==, row);
                g_assert_cmpuint (hit.unit, ==, unit);
              }
            g_assert_cmphex (
                draw_test_get_pixel (surface, rect.x + rect.width / 2, rect.y + rect.height / 2),
                ==, scope_colormap_lookup_value (map, get (&cell), -1, 1));
          }
  /* The column of unit 2 is the first one. */
  {
    ScopeGateCell hit;

    g_assert_true (
        scope_gate_layout_hit (layout, layout->area[0][0].x, layout->area[0][0].y, &hit));
    g_assert_cmpuint (hit.unit, ==, 2);
    g_assert_false (
        scope_gate_layout_hit (layout, layout->area[0][0].x - 1, layout->area[0][0].y, &hit));
  }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_labels (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (scope_style_get_palette (style));
  ScopeGatePlot plot;

  fill (&plot, map);
  for (guint shown = 1; shown < 16; shown++)
    for (double width = 260; width <= 1300; width += 80)
      for (double height = 140; height <= 700; height += 56)
        {
          g_autoptr (ScopeGateLayout) layout = NULL;

          for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
            plot.show[part] = (shown >> part & 1) != 0;
          layout = scope_gate_layout_new (&plot, style, width, height);
          draw_test_assert_labels (layout->labels, width, height);
          g_assert_true (draw_test_find_label (layout->labels, "3")->bold);
          if (plot.show[0])
            g_assert_true (draw_test_find_label (layout->labels, features[1])->bold);
        }
}

/* 512 units: numbers thinned, nothing touches, all four gates. */
static void
test_wide (void)
{
  const guint units = 512;
  g_autofree float *large = g_new0 (float, units *units);
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (scope_style_get_palette (style));
  ScopeGatePlot plot;

  fill (&plot, map);
  plot.unit_order = NULL;
  for (guint gate = 0; gate < 4; gate++)
    for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
      scope_cells_init (&plot.gates[gate].cells[part], large,
                        part == SCOPE_GATE_PART_U ? units : part_rows[part], units);
  for (int unit = -1; unit < (int) units; unit += 73)
    {
      g_autoptr (ScopeGateLayout) layout = NULL;

      plot.chosen_unit = unit;
      layout = scope_gate_layout_new (&plot, style, 900, 600);
      draw_test_assert_labels (layout->labels, 900, 600);
    }
}

static void
test_natural_height (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (scope_style_get_palette (style));
  g_autoptr (ScopeGateLayout) layout = NULL;
  ScopeGatePlot plot;
  double height;

  fill (&plot, map);
  height = scope_gate_plot_get_natural_height (&plot, style);
  layout = scope_gate_layout_new (&plot, style, 700, height);
  for (guint i = 0; i < FEATURES; i++)
    g_assert_nonnull (draw_test_find_label (layout->labels, features[i]));
  g_assert_cmpfloat (layout->area[0][2].y + layout->area[0][2].height, <, height);
}

/* Arrows walk over gates and matrices as they are seen, and stop at the edges. */
static void
test_step (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (scope_style_get_palette (style));
  g_autoptr (ScopeGateLayout) layout = NULL;
  ScopeGatePlot plot;
  ScopeGateCell cell = { SCOPE_GATE_PART_W, 0, FEATURES - 1, 3 }; /* unit 3 is the last column */

  fill (&plot, map);
  layout = scope_gate_layout_new (&plot, style, 700, 400);
  g_assert_true (scope_gate_layout_step (layout, &cell, 1, 0));
  g_assert_cmpuint (cell.gate, ==, 1);
  g_assert_cmpuint (cell.unit, ==, 2);
  g_assert_true (scope_gate_layout_step (layout, &cell, 0, 1));
  g_assert_cmpuint (cell.part, ==, SCOPE_GATE_PART_U);
  g_assert_cmpuint (cell.row, ==, 2);
  g_assert_true (scope_gate_layout_step (layout, &cell, 0, 100));
  g_assert_cmpuint (cell.part, ==, SCOPE_GATE_PART_V);
  g_assert_cmpuint (cell.row, ==, 0);
  g_assert_false (scope_gate_layout_step (layout, &cell, 0, 1));
  g_assert_true (scope_gate_layout_step (layout, &cell, -100, -100));
  g_assert_cmpuint (cell.part, ==, SCOPE_GATE_PART_W);
  g_assert_cmpuint (cell.gate, ==, 0);
  g_assert_cmpuint (cell.unit, ==, 2);
  g_assert_false (scope_gate_layout_step (layout, &cell, -1, 0));
}

/* The candidate has no peepholes: keys pass it by. */
static void
test_step_over (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (scope_style_get_palette (style));
  g_autoptr (ScopeGateLayout) layout = NULL;
  ScopeGatePlot plot;
  ScopeGateCell cell = { SCOPE_GATE_PART_V, 1, 0, 3 }; /* the last column of f */

  fill (&plot, map);
  plot.gates[2].cells[SCOPE_GATE_PART_V] = (ScopeCells){ 0 };
  layout = scope_gate_layout_new (&plot, style, 700, 400);
  g_assert_true (scope_gate_layout_step (layout, &cell, 1, 0));
  g_assert_cmpuint (cell.gate, ==, 3);
  g_assert_cmpuint (cell.unit, ==, 2);
  g_assert_true (scope_gate_layout_step (layout, &cell, -1, 0));
  g_assert_cmpuint (cell.gate, ==, 1);
  g_assert_cmpuint (cell.unit, ==, 3);
  cell = (ScopeGateCell){ SCOPE_GATE_PART_B, 2, 0, 3 };
  g_assert_false (scope_gate_layout_step (layout, &cell, 0, 1));
}

/* A part of the columns and rows: every cell that is seen is where a pointer finds it, in its own colour; names are of what is
 * seen, and none touches another. */
static void
test_seen (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (scope_style_get_palette (style));
  const guint feature_order[] = { 2, 0, 1 };
  const ScopeSpan spans[] = { { 0, 1 }, { 0.25, 0.5 }, { 0.55, 0.45 }, { 0.1, 0.13 } };
  ScopeGatePlot plot;

  fill (&plot, map);
  plot.feature_order = feature_order;
  for (guint i = 0; i < G_N_ELEMENTS (spans) * G_N_ELEMENTS (spans); i++)
    for (guint with_pyramids = 0; with_pyramids < 2; with_pyramids++)
      {
        g_autoptr (ScopeGateLayout) layout = NULL;
        cairo_t *cr;
        cairo_surface_t *surface = draw_test_surface_new (style, 700, 400, &cr);
        guint n_seen = 0;

        plot.seen_units = spans[i % G_N_ELEMENTS (spans)];
        plot.seen_rows[SCOPE_GATE_PART_W] = spans[i / G_N_ELEMENTS (spans)];
        plot.seen_rows[SCOPE_GATE_PART_U] = spans[i / G_N_ELEMENTS (spans)];
        for (guint gate = 0; gate < 4; gate++)
          for (guint part = 0; with_pyramids && part < SCOPE_N_GATE_PARTS; part++)
            {
              ScopeCells cells = plot.gates[gate].cells[part];

              cells.col_order = order;
              cells.row_order = part == SCOPE_GATE_PART_U   ? order
                                : part == SCOPE_GATE_PART_W ? feature_order
                                                            : NULL;
              plot.gates[gate].pyramids[part] = scope_pyramid_new (&cells);
            }
        layout = scope_gate_layout_new (&plot, style, 700, 400);
        draw_test_assert_labels (layout->labels, 700, 400);
        scope_gate_plot_paint (&plot, layout, style, cr);
        for (guint gate = 0; gate < 4; gate++)
          for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
            for (guint row = 0; row < part_rows[part]; row++)
              for (guint unit = 0; unit < UNITS; unit++)
                {
                  ScopeGateCell cell = { (ScopeGatePart) part, gate, row, unit }, hit;
                  cairo_rectangle_t rect;
                  double x, y;

                  if (!scope_gate_layout_get_cell (layout, &cell, &rect) || rect.width < 1.5
                      || rect.height < 1.5)
                    continue;
                  x = rect.x + rect.width / 2;
                  y = rect.y + rect.height / 2;
                  n_seen++;
                  g_assert_true (scope_gate_layout_hit (layout, x, y, &hit));
                  g_assert_cmpuint (hit.part, ==, part);
                  g_assert_cmpuint (hit.gate, ==, gate);
                  g_assert_cmpuint (hit.row, ==, row);
                  g_assert_cmpuint (hit.unit, ==, unit);
                  g_assert_cmphex (draw_test_get_pixel (surface, x, y), ==,
                                   scope_colormap_lookup_value (map, get (&cell), -1, 1));
                }
        g_assert_cmpuint (n_seen, >=, 4 * SCOPE_N_GATE_PARTS);
        for (guint gate = 0; gate < 4; gate++)
          for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
            g_clear_pointer (&plot.gates[gate].pyramids[part], scope_pyramid_unref);
        cairo_destroy (cr);
        cairo_surface_destroy (surface);
      }
}

/* Trees and scales have their places, which none of the cells and no text is in, at any size. */
static void
test_trees_and_bars (void)
{
  static ScopeDendrogramMerge merges[UNITS - 1] = {
    { 0, 1, 0, 0, 1 }, { 2, 3, 0, 0, 1 }, { 0.5, 2.5, 1, 1, 2 }, { 1.5, 4, 2, 0, 3 }
  };
  const ScopeDendrogram unit_tree = { UNITS, merges, 3 }, feature_tree = { FEATURES, merges, 2 };
  const guint counts[5] = { 1, 2, 3, 2, 1 };
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (scope_style_get_palette (style));
  ScopeGatePlot plot;

  fill (&plot, map);
  plot.unit_tree = &unit_tree;
  plot.feature_tree = &feature_tree;
  for (guint gate = 0; gate < 4; gate++)
    {
      plot.gates[gate].extent = 0.5 + gate;
      plot.gates[gate].counts = counts;
      plot.gates[gate].n_counts = 5;
    }
  for (double width = 420; width <= 1400; width += 140)
    for (double height = 300; height <= 900; height += 150)
      {
        g_autoptr (ScopeGateLayout) layout = scope_gate_layout_new (&plot, style, width, height);
        cairo_t *cr;
        cairo_surface_t *surface = draw_test_surface_new (style, (int) width, (int) height, &cr);

        draw_test_assert_labels (layout->labels, width, height);
        scope_gate_plot_paint (&plot, layout, style, cr);
        for (guint gate = 0; gate < 4; gate++)
          {
            const cairo_rectangle_t *w = &layout->area[gate][SCOPE_GATE_PART_W];
            const cairo_rectangle_t *units = &layout->unit_tree[gate];
            const cairo_rectangle_t *bar = &layout->bar[gate];
            guint32 background = scope_color_to_argb (&scope_style_get_palette (style)->background);

            g_assert_cmpfloat (bar->y, >=, scope_style_get_line_height (style));
            g_assert_cmpfloat (bar->y + bar->height, <=, units->y);
            g_assert_cmpfloat (units->y + units->height, <=, w->y);
            g_assert_cmpfloat (units->x, ==, w->x);
            g_assert_cmpfloat (units->width, ==, w->width);
            /* Something is drawn in each. */
            g_assert_cmpuint (draw_test_count_pixels (surface, units, background), <,
                              (guint) (units->width * units->height) - 20);
            g_assert_cmpuint (draw_test_count_pixels (surface, bar, background), <,
                              (guint) (bar->width * bar->height) - 100);
          }
        for (guint part = SCOPE_GATE_PART_W; part <= SCOPE_GATE_PART_U; part++)
          {
            g_assert_cmpfloat (layout->row_tree[part].x, >,
                               layout->area[3][part].x + layout->area[3][part].width);
            g_assert_cmpfloat (layout->row_tree[part].x + layout->row_tree[part].width, <=, width);
            g_assert_cmpfloat (layout->row_tree[part].y, ==, layout->area[3][part].y);
            g_assert_cmpfloat (layout->row_tree[part].height, ==, layout->area[3][part].height);
          }
        cairo_destroy (cr);
        cairo_surface_destroy (surface);
      }
}

/* Each gate's colours go to the end of its own range. */
static void
test_own_range (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (scope_style_get_palette (style));
  g_autoptr (ScopeGateLayout) layout = NULL;
  ScopeGatePlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 700, 400, &cr);

  fill (&plot, map);
  plot.gates[1].extent = 0.5;
  layout = scope_gate_layout_new (&plot, style, 700, 400);
  scope_gate_plot_paint (&plot, layout, style, cr);
  for (guint gate = 0; gate < 2; gate++)
    {
      ScopeGateCell cell = { SCOPE_GATE_PART_W, gate, 1, 4 };
      cairo_rectangle_t rect;
      double extent = gate == 1 ? 0.5 : 1;

      g_assert_true (scope_gate_layout_get_cell (layout, &cell, &rect));
      g_assert_cmphex (
          draw_test_get_pixel (surface, rect.x + rect.width / 2, rect.y + rect.height / 2), ==,
          scope_colormap_lookup_value (map, get (&cell), -extent, extent));
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* A layer without bias, a layer without weights, and nothing at all. */
static void
test_absent (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (scope_style_get_palette (style));
  ScopeGatePlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 300, 200, &cr);

  fill (&plot, map);
  for (guint gate = 0; gate < 4; gate++)
    plot.gates[gate].cells[SCOPE_GATE_PART_B].data = NULL;
  {
    g_autoptr (ScopeGateLayout) layout = scope_gate_layout_new (&plot, style, 300, 200);

    g_assert_cmpuint (layout->rows[SCOPE_GATE_PART_B], ==, 0);
    g_assert_null (draw_test_find_label (layout->labels, "b"));
    g_assert_nonnull (draw_test_find_label (layout->labels, "W"));
  }
  scope_gate_plot_draw (&plot, style, cr, 300, 200);
  scope_gate_plot_init (&plot);
  scope_gate_plot_draw (&plot, style, cr, 300, 200);
  scope_assert_close (scope_gate_plot_get_extent (&plot), 0, 0);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_extent (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (scope_style_get_palette (style));
  ScopeGatePlot plot;

  fill (&plot, map);
  numbers[(FEATURES + UNITS) * 4 * UNITS + 7] = -4; /* in b */
  numbers[2] = NAN;
  scope_assert_close (scope_gate_plot_get_extent (&plot), 4, 0);
  plot.show[SCOPE_GATE_PART_B] = FALSE;
  scope_assert_close (scope_gate_plot_get_extent (&plot), 1, 1e-6);
}

/* The chosen unit is framed in all sixteen. */
static void
test_frames (void)
{
  g_autoptr (ScopeStyle) style = draw_test_style_new (FALSE);
  const ScopePalette *palette = scope_style_get_palette (style);
  g_autoptr (ScopeColormap) map = scope_colormap_new_diverging (palette);
  g_autoptr (ScopeGateLayout) layout = NULL;
  ScopeGatePlot plot;
  cairo_t *cr;
  cairo_surface_t *surface = draw_test_surface_new (style, 700, 400, &cr);

  fill (&plot, map);
  layout = scope_gate_layout_new (&plot, style, 700, 400);
  scope_gate_plot_paint_overlay (&plot, layout, style, cr);
  for (guint gate = 0; gate < 4; gate++)
    for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
      {
        const cairo_rectangle_t *area = &layout->area[gate][part];
        cairo_rectangle_t rect, around;
        ScopeGateCell cell = { (ScopeGatePart) part, gate, 0, 3 };

        g_assert_true (scope_gate_layout_get_cell (layout, &cell, &rect));
        around = (cairo_rectangle_t){ rect.x - 3, area->y - 3, rect.width + 6, area->height + 6 };
        g_assert_cmpuint (
            draw_test_count_pixels (surface, &around, scope_color_to_argb (&palette->accent)), >,
            (guint) (2 * area->height));
      }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/gate-plot/cells", test_cells);
  g_test_add_func ("/gate-plot/labels", test_labels);
  g_test_add_func ("/gate-plot/wide", test_wide);
  g_test_add_func ("/gate-plot/natural-height", test_natural_height);
  g_test_add_func ("/gate-plot/step", test_step);
  g_test_add_func ("/gate-plot/step-over", test_step_over);
  g_test_add_func ("/gate-plot/seen", test_seen);
  g_test_add_func ("/gate-plot/trees-and-bars", test_trees_and_bars);
  g_test_add_func ("/gate-plot/own-range", test_own_range);
  g_test_add_func ("/gate-plot/absent", test_absent);
  g_test_add_func ("/gate-plot/extent", test_extent);
  g_test_add_func ("/gate-plot/frames", test_frames);
  return g_test_run ();
}
