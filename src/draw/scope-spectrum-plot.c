/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-spectrum-plot.h"

#include "scope-axis.h"

#include <math.h>

/* Between planes beside each other, and over the second row. */
#define PLANE_GAP 24.0
#define MOST_PLANE_GAP 64.0
#define MOST_SIDE 640.0
#define TICK_DISTANCE 44.0
/* How near a pointer has to come. */
#define REACH 14.0
#define CURSOR_RADIUS 7.0
/* Smaller points where there are more. */
#define MANY_POINTS 200

void
scope_spectrum_plot_init (ScopeSpectrumPlot *plot)
{
  g_return_if_fail (plot != NULL);

  *plot = (ScopeSpectrumPlot){ .cursor_gate = -1 };
}

static gboolean
is_drawn (const ScopeSpectrumPlotGate *gate, guint point)
{
  return isfinite (gate->real[point]) && isfinite (gate->imaginary[point]);
}

/* The unit circle is always there: it is what the points are seen against. */
static double
find_extent (const ScopeSpectrumPlot *plot)
{
  double most = 1;

  for (guint gate = 0; gate < plot->n_gates; gate++)
    for (guint point = 0; point < plot->gates[gate].n_points; point++)
      if (is_drawn (&plot->gates[gate], point))
        most = MAX (most, MAX (fabs (plot->gates[gate].real[point]),
                               fabs (plot->gates[gate].imaginary[point])));
  return most * 1.1;
}

typedef struct
{
  double line;
  double left;   /* numbers beside the first plane of a row */
  double top;    /* heading and note */
  double bottom; /* numbers under a plane */
  double title;  /* under all */
} Margins;

static double
find_side (const Margins *margins, guint n_columns, guint n_rows, double width, double height)
{
  double across =
      (width - margins->left - 2 - (n_columns - 1) * PLANE_GAP) / MAX (n_columns, 1) - 1;
  double down = (height - margins->title - (n_rows - 1) * SCOPE_GAP) / n_rows - margins->top
                - margins->bottom;

  return floor (MIN (MIN (across, down), MOST_SIDE));
}

/* As many columns as make the planes largest. */
static guint
choose_columns (const ScopeSpectrumPlot *plot, const Margins *margins, double width, double height)
{
  guint best = plot->n_gates;

  for (guint n = plot->n_gates; n-- > 1;)
    if (find_side (margins, n, (plot->n_gates + n - 1) / n, width, height)
        > find_side (margins, best, (plot->n_gates + best - 1) / best, width, height))
      best = n;
  return best;
}

static void
measure_margins (const ScopeSpectrumPlot *plot, const ScopeStyle *style, double extent,
                 Margins *margins)
{
  g_autoptr (ScopeTicks) ticks = scope_ticks_new_linear (-extent, extent, 5);
  double line = scope_style_get_line_height (style);
  gboolean has_note = FALSE;

  for (guint gate = 0; gate < plot->n_gates; gate++)
    has_note |= plot->gates[gate].note != NULL;
  margins->line = line;
  margins->left = 0;
  for (guint i = 0; i < ticks->n_ticks; i++)
    {
      double width;

      scope_style_measure (style, ticks->ticks[i].label, FALSE, &width, NULL);
      margins->left = MAX (margins->left, ceil (width) + SCOPE_GAP);
    }
  margins->top = ceil (line) * (has_note ? 2 : 1) + SCOPE_GAP;
  margins->bottom = ceil (line) + SCOPE_GAP / 2 + ceil (line / 2);
  margins->title = plot->axis_title != NULL ? ceil (line) : 0;
}

static void
add_ticks (ScopeSpectrumLayout *layout, guint gate, gboolean has_left)
{
  const cairo_rectangle_t *area = &layout->area[gate];
  cairo_rectangle_t bounds = { 0, 0, layout->width, layout->height };

  for (guint i = 0; i < layout->ticks->n_ticks; i++)
    {
      double x, y;

      scope_spectrum_layout_map (layout, gate, layout->ticks->ticks[i].value,
                                 layout->ticks->ticks[i].value, &x, &y);
      scope_labels_try_add (layout->labels, layout->ticks->ticks[i].label, x,
                            area->y + area->height + SCOPE_GAP / 2, 0.5, 0, 0, FALSE,
                            SCOPE_TONE_DIM, 2, &bounds);
      if (has_left)
        scope_labels_try_add (layout->labels, layout->ticks->ticks[i].label, area->x - SCOPE_GAP, y,
                              1, 0.5, 0, FALSE, SCOPE_TONE_DIM, 0, &bounds);
    }
}

ScopeSpectrumLayout *
scope_spectrum_layout_new (const ScopeSpectrumPlot *plot, const ScopeStyle *style, double width,
                           double height)
{
  ScopeSpectrumLayout *layout;
  Margins margins;
  guint n_columns, n_rows;
  double side, gap;

  g_return_val_if_fail (plot != NULL && style != NULL, NULL);
  g_return_val_if_fail (plot->n_gates <= SCOPE_SPECTRUM_PLOT_MAX_GATES, NULL);

  layout = g_new0 (ScopeSpectrumLayout, 1);
  layout->labels = scope_labels_new (style);
  layout->width = width;
  layout->height = height;
  layout->n_gates = plot->n_gates;
  layout->extent = find_extent (plot);
  measure_margins (plot, style, layout->extent, &margins);
  n_columns = MAX (choose_columns (plot, &margins, width, height), 1);
  n_rows = MAX ((plot->n_gates + n_columns - 1) / n_columns, 1);
  side = MAX (find_side (&margins, n_columns, n_rows, width, height), 1);
  layout->ticks = scope_ticks_new_linear (-layout->extent, layout->extent,
                                          (guint) CLAMP (side / TICK_DISTANCE, 3, 9));
  if (plot->n_gates == 0)
    return layout;

  /* Planes that the height keeps small stand loosely rather than huddled at the left. */
  gap = n_columns > 1 ? CLAMP ((width - margins.left - 2 - n_columns * side) / (n_columns - 1),
                               PLANE_GAP, MOST_PLANE_GAP)
                      : 0;
  for (guint gate = 0; gate < plot->n_gates; gate++)
    {
      guint column = gate % n_columns, row = gate / n_columns;
      double x = margins.left + column * (side + gap);
      double y = row * (margins.top + side + margins.bottom + SCOPE_GAP);
      double room = side + (column + 1 < n_columns ? gap - SCOPE_GAP : width - x - side);

      layout->heading_y[gate] = y;
      layout->area[gate] =
          (cairo_rectangle_t){ floor (x) + 1, floor (y + margins.top), side, side };
      scope_panel_heading_add (&plot->gates[gate].heading, layout->labels, style, x, y, room);
      scope_labels_add (layout->labels, plot->gates[gate].note, x + 1, y + ceil (margins.line), 0,
                        0, room - 1, FALSE, SCOPE_TONE_DIM);
    }
  for (guint gate = 0; gate < plot->n_gates; gate++)
    add_ticks (layout, gate, gate % n_columns == 0);
  /* Right under the planes, where the height leaves room to spare. */
  if (plot->axis_title != NULL && height > margins.title)
    scope_labels_add (
        layout->labels, plot->axis_title, margins.left,
        MIN (height, layout->area[plot->n_gates - 1].y + side + margins.bottom + margins.title), 0,
        1, width - margins.left, FALSE, SCOPE_TONE_DIM);
  return layout;
}

void
scope_spectrum_layout_free (ScopeSpectrumLayout *layout)
{
  if (layout == NULL)
    return;
  scope_ticks_free (layout->ticks);
  scope_labels_free (layout->labels);
  g_free (layout);
}

void
scope_spectrum_layout_map (const ScopeSpectrumLayout *layout, guint gate, double real,
                           double imaginary, double *x, double *y)
{
  const cairo_rectangle_t *area;

  g_return_if_fail (layout != NULL && gate < layout->n_gates && x != NULL && y != NULL);

  area = &layout->area[gate];
  *x = area->x + area->width * (real / layout->extent + 1) / 2;
  *y = area->y + area->height * (1 - imaginary / layout->extent) / 2;
}

gboolean
scope_spectrum_layout_hit (const ScopeSpectrumLayout *layout, const ScopeSpectrumPlot *plot,
                           double x, double y, guint *gate, guint *point)
{
  double nearest = REACH;
  gboolean found = FALSE;

  g_return_val_if_fail (layout != NULL && plot != NULL, FALSE);
  g_return_val_if_fail (layout->n_gates == plot->n_gates, FALSE);

  for (guint g = 0; g < plot->n_gates; g++)
    for (guint i = 0; i < plot->gates[g].n_points; i++)
      {
        double px, py, distance;

        if (!is_drawn (&plot->gates[g], i))
          continue;
        scope_spectrum_layout_map (layout, g, plot->gates[g].real[i], plot->gates[g].imaginary[i],
                                   &px, &py);
        distance = hypot (px - x, py - y);
        if (distance >= nearest)
          continue;
        nearest = distance;
        found = TRUE;
        if (gate != NULL)
          *gate = g;
        if (point != NULL)
          *point = i;
      }
  return found;
}

static double
point_radius (const ScopeSpectrumPlotGate *gate)
{
  return gate->n_points > MANY_POINTS ? 2 : 3.5;
}

static void
paint_plane (const ScopeSpectrumLayout *layout, guint gate, const ScopePalette *palette,
             cairo_t *cr)
{
  const cairo_rectangle_t *area = &layout->area[gate];
  cairo_rectangle_t frame = { area->x + 0.5, area->y + 0.5, area->width - 1, area->height - 1 };
  double x, y, right, radius;

  for (guint i = 0; i < layout->ticks->n_ticks; i++)
    {
      double value = layout->ticks->ticks[i].value;

      scope_spectrum_layout_map (layout, gate, value, value, &x, &y);
      cairo_rectangle (cr, floor (x), area->y, 1, area->height);
      cairo_rectangle (cr, area->x, floor (y), area->width, 1);
    }
  scope_color_set_source (&palette->grid, cr);
  cairo_fill (cr);
  scope_axis_paint_frame (cr, &frame, &palette->grid, 1);

  scope_spectrum_layout_map (layout, gate, 0, 0, &x, &y);
  scope_spectrum_layout_map (layout, gate, 1, 0, &right, &y);
  radius = right - x;
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  cairo_set_line_width (cr, palette->high_contrast ? 2 : 1.25);
  scope_color_set_source (&palette->dim, cr);
  cairo_stroke (cr);
}

static void
paint_points (const ScopeSpectrumPlot *plot, const ScopeSpectrumLayout *layout, guint gate,
              const ScopePalette *palette, cairo_t *cr)
{
  const ScopeSpectrumPlotGate *one = &plot->gates[gate];
  const ScopeColor *hue = scope_palette_get_hue (palette, one->heading.hue);
  ScopeColor fill = scope_color_with_alpha (hue, palette->high_contrast ? 1 : 0.7);
  double radius = point_radius (one);

  for (guint i = 0; i < one->n_points; i++)
    {
      double x, y;

      if (!is_drawn (one, i))
        continue;
      scope_spectrum_layout_map (layout, gate, one->real[i], one->imaginary[i], &x, &y);
      cairo_new_sub_path (cr);
      cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
      scope_color_set_source (&fill, cr);
      /* One by one: where points crowd, they are seen to. */
      cairo_fill (cr);
    }
}

void
scope_spectrum_plot_paint (const ScopeSpectrumPlot *plot, const ScopeSpectrumLayout *layout,
                           const ScopeStyle *style, cairo_t *cr)
{
  const ScopePalette *palette;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  palette = scope_style_get_palette (style);
  for (guint gate = 0; gate < layout->n_gates; gate++)
    {
      scope_panel_heading_paint (&plot->gates[gate].heading, style, cr, layout->area[gate].x - 1,
                                 layout->heading_y[gate]);
      paint_plane (layout, gate, palette, cr);
      paint_points (plot, layout, gate, palette, cr);
    }
  scope_labels_paint (layout->labels, cr);
}

static void
paint_ring (const ScopeSpectrumLayout *layout, guint gate, double real, double imaginary,
            const ScopePalette *palette, double width, cairo_t *cr)
{
  double x, y;

  scope_spectrum_layout_map (layout, gate, real, imaginary, &x, &y);
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, CURSOR_RADIUS, 0, 2 * G_PI);
  scope_color_set_source (&palette->background, cr);
  cairo_set_line_width (cr, width + 2);
  cairo_stroke_preserve (cr);
  scope_color_set_source (&palette->accent, cr);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
}

void
scope_spectrum_plot_paint_overlay (const ScopeSpectrumPlot *plot, const ScopeSpectrumLayout *layout,
                                   const ScopeStyle *style, cairo_t *cr)
{
  const ScopePalette *palette;
  const ScopeSpectrumPlotGate *gate;
  double real, imaginary;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  if (plot->cursor_gate < 0 || (guint) plot->cursor_gate >= layout->n_gates)
    return;
  gate = &plot->gates[plot->cursor_gate];
  if (plot->cursor_point >= gate->n_points || !is_drawn (gate, plot->cursor_point))
    return;
  palette = scope_style_get_palette (style);
  real = gate->real[plot->cursor_point];
  imaginary = gate->imaginary[plot->cursor_point];
  if (imaginary != 0)
    paint_ring (layout, (guint) plot->cursor_gate, real, -imaginary, palette, 1, cr);
  paint_ring (layout, (guint) plot->cursor_gate, real, imaginary, palette, 2, cr);
}

void
scope_spectrum_plot_draw (const ScopeSpectrumPlot *plot, const ScopeStyle *style, cairo_t *cr,
                          double width, double height)
{
  g_autoptr (ScopeSpectrumLayout) layout = scope_spectrum_layout_new (plot, style, width, height);

  scope_spectrum_plot_paint (plot, layout, style, cr);
  scope_spectrum_plot_paint_overlay (plot, layout, style, cr);
}
