/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-line-plot.h"

#include "scope-axis.h"
#include "scope-line-path.h"

#include <math.h>

/* What is painted first lies under the rest. */
typedef enum
{
  PASS_BANDS,
  PASS_REFERENCES,
  PASS_LINES
} Pass;

static Pass
get_pass (const ScopeLineSeries *series)
{
  if (series->role == SCOPE_LINE_BAND)
    return PASS_BANDS;
  return series->role == SCOPE_LINE_REFERENCE ? PASS_REFERENCES : PASS_LINES;
}

void
scope_line_plot_init (ScopeLinePlot *plot)
{
  g_return_if_fail (plot != NULL);

  *plot = (ScopeLinePlot){
    .x_min = NAN,
    .x_max = NAN,
    .y_min = NAN,
    .y_max = NAN,
    .level = NAN,
    .mark_x = NAN,
    .mark_y = NAN,
    .cursor_x = NAN,
  };
}

static void
paint_periods (const ScopeLinePlot *plot, const ScopeLineLayout *layout,
               const ScopePalette *palette, cairo_t *cr)
{
  ScopeColor shade = scope_color_with_alpha (&palette->foreground, 0.07);

  for (guint i = 0; i < plot->n_periods; i++)
    {
      double from = scope_scale_map (&layout->x, plot->periods[i].from);
      double to = scope_scale_map (&layout->x, plot->periods[i].to);

      /* A period shorter than a pixel is still shown. */
      cairo_rectangle (cr, MIN (from, to), layout->area.y, MAX (fabs (to - from), 1),
                       layout->area.height);
    }
  scope_color_set_source (&shade, cr);
  cairo_fill (cr);
}

static void
paint_grid (const ScopeLinePlot *plot, const ScopeLineLayout *layout, const ScopePalette *palette,
            cairo_t *cr)
{
  const cairo_rectangle_t *area = &layout->area;

  for (guint i = 0; i < layout->x_ticks->n_ticks; i++)
    {
      double x = floor (scope_scale_map (&layout->x, layout->x_ticks->ticks[i].value));

      /* On the edge the last pixel is the one inside of it. */
      x = MIN (x, area->x + area->width - 1);
      cairo_rectangle (cr, x, area->y, 1, area->height + SCOPE_TICK_LENGTH);
    }
  for (guint i = 0; i < layout->y_ticks->n_ticks; i++)
    {
      double y = floor (scope_scale_map (&layout->y, layout->y_ticks->ticks[i].value));

      cairo_rectangle (cr, area->x, y, area->width, 1);
    }
  scope_color_set_source (&palette->grid, cr);
  cairo_fill (cr);
  if (layout->y.min <= 0 && layout->y.max >= 0)
    {
      ScopeColor zero = scope_color_mix (&palette->grid, &palette->foreground, 0.35);

      cairo_rectangle (cr, area->x, floor (scope_scale_map (&layout->y, 0)), area->width, 1);
      scope_color_set_source (&zero, cr);
      cairo_fill (cr);
    }
}

static void
paint_series (const ScopeLinePlot *plot, const ScopeLineLayout *layout, const ScopePalette *palette,
              Pass pass, cairo_t *cr)
{
  gsize first, end;

  scope_line_path_find_range (plot, layout->x.min, layout->x.max, &first, &end);
  for (guint s = 0; s < plot->n_series; s++)
    {
      const ScopeLineSeries *series = &plot->series[s];

      if (get_pass (series) != pass)
        continue;
      scope_line_path_set_pen (cr, series, palette);
      cairo_new_path (cr);
      if (pass == PASS_BANDS)
        {
          scope_line_path_trace_band (cr, plot, series, first, end, &layout->x, &layout->y);
          cairo_fill (cr);
        }
      else
        {
          scope_line_path_stroke (cr, plot, series, first, end, &layout->x, &layout->y);
        }
    }
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
paint_keys (const ScopeLinePlot *plot, const ScopeLineLayout *layout, const ScopePalette *palette,
            cairo_t *cr)
{
  for (guint s = 0; s < layout->n_keys; s++)
    {
      const cairo_rectangle_t *key = &layout->keys[s];

      if (key->width <= 0)
        continue;
      scope_line_path_set_pen (cr, &plot->series[s], palette);
      if (plot->series[s].role == SCOPE_LINE_BAND)
        {
          cairo_rectangle (cr, key->x, key->y, key->width, key->height);
          cairo_fill (cr);
          continue;
        }
      cairo_move_to (cr, key->x, key->y + key->height / 2);
      cairo_line_to (cr, key->x + key->width, key->y + key->height / 2);
      cairo_stroke (cr);
    }
  cairo_set_dash (cr, NULL, 0, 0);
}

void
scope_line_plot_paint (const ScopeLinePlot *plot, const ScopeLineLayout *layout,
                       const ScopeStyle *style, cairo_t *cr)
{
  const ScopePalette *palette;
  const cairo_rectangle_t *area;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  palette = scope_style_get_palette (style);
  area = &layout->area;
  cairo_save (cr);
  cairo_rectangle (cr, area->x, area->y, area->width, area->height + SCOPE_TICK_LENGTH);
  cairo_clip (cr);
  paint_periods (plot, layout, palette, cr);
  paint_grid (plot, layout, palette, cr);
  cairo_restore (cr);

  cairo_save (cr);
  /* Half a line's width more, so that lines along an edge are whole. */
  cairo_rectangle (cr, area->x, area->y - 1, area->width, area->height + 2);
  cairo_clip (cr);
  paint_series (plot, layout, palette, PASS_BANDS, cr);
  if (isfinite (plot->level))
    {
      static const double dashes[] = { 5, 3.5 };
      double y = floor (scope_scale_map (&layout->y, plot->level)) + 0.5;

      cairo_move_to (cr, area->x, y);
      cairo_line_to (cr, area->x + area->width, y);
      cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
      cairo_set_line_width (cr, 1);
      scope_color_set_source (&palette->dim, cr);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
    }
  paint_series (plot, layout, palette, PASS_REFERENCES, cr);
  paint_series (plot, layout, palette, PASS_LINES, cr);
  cairo_restore (cr);
  paint_keys (plot, layout, palette, cr);
  scope_labels_paint (layout->labels, cr);
}

void
scope_line_plot_paint_overlay (const ScopeLinePlot *plot, const ScopeLineLayout *layout,
                               const ScopeStyle *style, cairo_t *cr)
{
  const ScopePalette *palette;
  const cairo_rectangle_t *area;
  double x, y;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  palette = scope_style_get_palette (style);
  area = &layout->area;
  x = scope_scale_map (&layout->x, plot->cursor_x);
  if (isfinite (x) && x >= area->x && x <= area->x + area->width)
    scope_axis_paint_cursor (cr, x, area->y, area->y + area->height, palette);

  x = scope_scale_map (&layout->x, plot->mark_x);
  if (!isfinite (x) || x < area->x || x > area->x + area->width)
    return;
  /* A pennant on the upper edge says where, a dot which; both unlike a cursor's line. */
  cairo_move_to (cr, x, area->y + 7);
  cairo_line_to (cr, x - 5, area->y);
  cairo_line_to (cr, x + 5, area->y);
  cairo_close_path (cr);
  scope_color_set_source (&palette->accent, cr);
  cairo_fill (cr);
  y = scope_scale_map (&layout->y, plot->mark_y);
  if (!isfinite (y))
    return;
  y = CLAMP (y, area->y, area->y + area->height);
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, 5, 0, 2 * G_PI);
  cairo_set_line_width (cr, 2.5);
  scope_color_set_source (&palette->background, cr);
  cairo_stroke_preserve (cr);
  scope_color_set_source (&palette->accent, cr);
  cairo_fill (cr);
}

void
scope_line_plot_draw (const ScopeLinePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                      double height)
{
  g_autoptr (ScopeLineLayout) layout = scope_line_layout_new (plot, style, width, height);

  scope_line_plot_paint (plot, layout, style, cr);
  scope_line_plot_paint_overlay (plot, layout, style, cr);
}
