/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-zoom.h"

#include "app-test.h"

#include <math.h>

#define FEATURES 40
#define UNITS 300

typedef struct
{
  float weights[(FEATURES + UNITS + 1) * UNITS];
  ScopePalette palette;
  ScopeStyle *style;
  ScopeGatePlot plot;
  ScopeGateLayout *layout;
  ScopeGateZoom zoom;
} Fixture;

static void
lay_out (Fixture *fixture)
{
  g_clear_pointer (&fixture->layout, scope_gate_layout_free);
  fixture->plot.seen_units = fixture->zoom.units;
  for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
    fixture->plot.seen_rows[part] = fixture->zoom.rows[part];
  fixture->layout = scope_gate_layout_new (&fixture->plot, fixture->style, 1000, 700);
}

static Fixture *
set_up (void)
{
  Fixture *fixture = g_new0 (Fixture, 1);

  scope_palette_init_default (&fixture->palette, FALSE, FALSE);
  fixture->style = scope_style_new (&fixture->palette, NULL);
  scope_gate_plot_init (&fixture->plot);
  fixture->plot.n_gates = 3;
  for (guint gate = 0; gate < 3; gate++)
    {
      ScopeGatePlotGate *shown = &fixture->plot.gates[gate];

      shown->symbol = "z";
      scope_cells_init (&shown->cells[SCOPE_GATE_PART_W], fixture->weights, FEATURES, UNITS);
      scope_cells_init (&shown->cells[SCOPE_GATE_PART_U], fixture->weights, UNITS, UNITS);
      scope_cells_init (&shown->cells[SCOPE_GATE_PART_B], fixture->weights, 1, UNITS);
    }
  scope_gate_zoom_init (&fixture->zoom);
  lay_out (fixture);
  return fixture;
}

static void
tear_down (Fixture *fixture)
{
  scope_gate_layout_free (fixture->layout);
  scope_style_unref (fixture->style);
  g_free (fixture);
}

/* What is under the pointer stays there, in every gate and part, in and out again. */
static void
test_anchor (void)
{
  for (guint gate = 0; gate < 3; gate++)
    for (guint part = 0; part < 3; part++)
      {
        Fixture *fixture = set_up ();
        const cairo_rectangle_t *area = &fixture->layout->area[gate][part];
        double x = area->x + 0.37 * area->width;
        double y = area->y + 0.61 * area->height;
        ScopeGateCell before, after;

        g_assert_true (scope_gate_layout_hit (fixture->layout, x, y, &before));
        for (guint i = 0; i < 12; i++)
          {
            scope_gate_zoom_scale (&fixture->zoom, fixture->layout, 1.3, x, y, SCOPE_GATE_PART_W);
            lay_out (fixture);
            g_assert_true (scope_gate_layout_hit (fixture->layout, x, y, &after));
            g_assert_cmpuint (after.unit, ==, before.unit);
            g_assert_cmpuint (after.row, ==, before.row);
            g_assert_cmpuint (after.part, ==, part);
          }
        g_assert_cmpfloat (fixture->zoom.units.size, <, 0.5);
        /* Other parts' rows stay as they are. */
        for (guint other = 0; other < SCOPE_N_GATE_PARTS; other++)
          if (other != part)
            g_assert_cmpfloat (fixture->zoom.rows[other].size, ==, 1);
        for (guint i = 0; i < 40; i++)
          scope_gate_zoom_scale (&fixture->zoom, fixture->layout, 1 / 1.3, x, y, SCOPE_GATE_PART_W);
        g_assert_true (scope_gate_zoom_is_whole (&fixture->zoom));
        g_assert_cmpfloat (fixture->zoom.units.start, ==, 0);
        tear_down (fixture);
      }
}

/* It ends: at whole cells of a size that shows all there is, and when all is seen. */
static void
test_ends (void)
{
  Fixture *fixture = set_up ();
  guint n = 0;

  g_assert_false (
      scope_gate_zoom_scale (&fixture->zoom, fixture->layout, 0.5, NAN, NAN, SCOPE_GATE_PART_W));
  g_assert_false (
      scope_gate_zoom_pan (&fixture->zoom, fixture->layout, 100, 100, SCOPE_GATE_PART_W));
  while (scope_gate_zoom_scale (&fixture->zoom, fixture->layout, 1.5, NAN, NAN, SCOPE_GATE_PART_W))
    {
      lay_out (fixture);
      g_assert_cmpuint (n++, <, 30);
    }
  g_assert_cmpuint (n, >, 5);
  {
    ScopeSpan rows, columns;
    ScopeGateCell cell = { SCOPE_GATE_PART_W, 0, 0, 0 };
    const cairo_rectangle_t *area = &fixture->layout->area[0][SCOPE_GATE_PART_W];

    scope_gate_layout_get_place (fixture->layout, &cell, &rows, &columns);
    g_assert_cmpfloat (columns.size / fixture->zoom.units.size * area->width, <, 100);
    g_assert_cmpfloat (columns.size / fixture->zoom.units.size * area->width, >, 60);
  }
  tear_down (fixture);
}

/* To every edge and no further; what a key goes to comes into sight. */
static void
test_pan (void)
{
  Fixture *fixture = set_up ();
  ScopeGateCell cell = { SCOPE_GATE_PART_U, 1, UNITS - 1, UNITS - 1 };
  cairo_rectangle_t rect;
  guint n = 0;

  fixture->zoom.units = (ScopeSpan){ 0.4, 0.1 };
  fixture->zoom.rows[SCOPE_GATE_PART_U] = (ScopeSpan){ 0.4, 0.1 };
  lay_out (fixture);
  /* A drag to the right shows what is on the left. */
  while (scope_gate_zoom_pan (&fixture->zoom, fixture->layout, 50, 0, SCOPE_GATE_PART_U))
    g_assert_cmpuint (n++, <, 100);
  g_assert_cmpfloat (fixture->zoom.units.start, ==, 0);
  g_assert_cmpfloat (fixture->zoom.rows[SCOPE_GATE_PART_U].start, ==, 0.4);
  while (scope_gate_zoom_pan (&fixture->zoom, fixture->layout, 0, -50, SCOPE_GATE_PART_U))
    g_assert_cmpuint (n++, <, 100);
  scope_assert_close (fixture->zoom.rows[SCOPE_GATE_PART_U].start, 0.9, 1e-12);

  fixture->zoom.rows[SCOPE_GATE_PART_U].start = 0;
  lay_out (fixture);
  g_assert_false (scope_gate_layout_get_cell (fixture->layout, &cell, &rect));
  g_assert_true (scope_gate_zoom_reveal (&fixture->zoom, fixture->layout, &cell));
  lay_out (fixture);
  g_assert_true (scope_gate_layout_get_cell (fixture->layout, &cell, &rect));
  g_assert_false (scope_gate_zoom_reveal (&fixture->zoom, fixture->layout, &cell));
  g_assert_true (scope_gate_zoom_reveal_unit (&fixture->zoom, fixture->layout, 0));
  g_assert_cmpfloat (fixture->zoom.units.start, ==, 0);
  tear_down (fixture);
}

/* Rows that are high enough to read wait until columns have caught up. */
static void
test_readable_first (void)
{
  Fixture *fixture = set_up ();

  /* 40 features have some 10 pixels each, 300 units one. */
  for (guint i = 0; i < 4; i++)
    {
      scope_gate_zoom_scale (&fixture->zoom, fixture->layout, 1.5, NAN, NAN, SCOPE_GATE_PART_W);
      lay_out (fixture);
    }
  {
    const cairo_rectangle_t *area = &fixture->layout->area[0][SCOPE_GATE_PART_W];
    double height = area->height / (fixture->zoom.rows[SCOPE_GATE_PART_W].size * FEATURES);
    double width = area->width / (fixture->zoom.units.size * UNITS);

    g_assert_cmpfloat (height, >=, 20);
    g_assert_cmpfloat (height, <=, 22 * 1.5 + 0.1);
    g_assert_cmpfloat (width, <, height);
  }
  tear_down (fixture);
}

int
main (int argc, char *argv[])
{
  app_test_init_displayless (&argc, &argv);
  g_test_add_func ("/gate-zoom/anchor", test_anchor);
  g_test_add_func ("/gate-zoom/ends", test_ends);
  g_test_add_func ("/gate-zoom/pan", test_pan);
  g_test_add_func ("/gate-zoom/readable-first", test_readable_first);
  return g_test_run ();
}
