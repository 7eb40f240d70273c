/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-trace-plot.h"

#include "scope-axis.h"
#include "scope-format.h"
#include "scope-trace-layout.h"

#include <math.h>

#define SAMPLE_WIDTH 16.0

void
scope_trace_plot_init (ScopeTracePlot *plot)
{
  g_return_if_fail (plot != NULL);

  *plot = (ScopeTracePlot){ .chosen_unit = -1, .cursor_step = -1 };
}

/* Dashes tell the lines apart that are not chosen: hues belong to gates. */
static void
set_input_pen (const ScopeTraceInput *input, guint number, const ScopePalette *palette, cairo_t *cr)
{
  static const double dashes[][4] = {
    { 0 }, { 5, 3, 5, 3 }, { 1.5, 2.5, 1.5, 2.5 }, { 7, 2.5, 1.5, 2.5 }
  };
  guint pattern = number % G_N_ELEMENTS (dashes);
  /* The second round of patterns is paler. */
  const ScopeColor *color =
      number / G_N_ELEMENTS (dashes) % 2 == 0 ? &palette->observed : &palette->reference;

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  if (input->chosen)
    {
      cairo_set_dash (cr, NULL, 0, 0);
      cairo_set_line_width (cr, 1.8);
      scope_color_set_source (&palette->accent, cr);
      return;
    }
  cairo_set_dash (cr, pattern == 0 ? NULL : dashes[pattern], pattern == 0 ? 0 : 4, 0);
  cairo_set_line_width (cr, 1.1);
  scope_color_set_source (color, cr);
}

/* A value without neighbours is a dash as wide as its step, at most this wide. */
#define DASH_WIDTH 14.0

static gboolean
is_missing (const ScopeTraceLayout *layout, const float *values, gsize stride, gsize step)
{
  return step >= layout->n_steps || !isfinite (values[step * stride]);
}

/* A line through the middles of the steps, broken where a value is missing. */
static void
trace_line (cairo_t *cr, const ScopeTraceLayout *layout, const ScopeScale *y, const float *values,
            gsize stride)
{
  gboolean in_line = FALSE;
  double dash = MIN (DASH_WIDTH, layout->inputs.width / (double) layout->n_steps);

  cairo_new_path (cr);
  for (gsize step = 0; step < layout->n_steps; step++)
    {
      double value = values[step * stride];
      double x = scope_scale_map (&layout->x, (double) step + 0.5);

      if (!isfinite (value))
        {
          in_line = FALSE;
          continue;
        }
      if (in_line)
        cairo_line_to (cr, x, scope_scale_map (y, value));
      else if (is_missing (layout, values, stride, step + 1))
        {
          cairo_move_to (cr, x - dash / 2, scope_scale_map (y, value));
          cairo_rel_line_to (cr, dash, 0);
        }
      else
        cairo_move_to (cr, x, scope_scale_map (y, value));
      in_line = TRUE;
    }
}

static void
paint_inputs (const ScopeTracePlot *plot, const ScopeTraceLayout *layout,
              const ScopePalette *palette, cairo_t *cr)
{
  guint number = 0;

  for (guint i = 0; i < layout->n_shown_inputs; i++)
    {
      const ScopeTraceInput *input = &plot->inputs[layout->shown_inputs[i]];
      double left = layout->inputs.x - SAMPLE_WIDTH - SCOPE_GAP / 2;
      ScopeScale scale;

      set_input_pen (input, number, palette, cr);
      number += !input->chosen;
      cairo_move_to (cr, left, layout->input_label_y[i]);
      cairo_line_to (cr, left + SAMPLE_WIDTH, layout->input_label_y[i]);
      cairo_stroke (cr);
      scope_trace_layout_init_input_scale (plot, layout, layout->shown_inputs[i], &scale);
      trace_line (cr, layout, &scale, input->values, input->stride);
      cairo_stroke (cr);
    }
  cairo_set_dash (cr, NULL, 0, 0);
}

void
scope_trace_plot_paint (const ScopeTracePlot *plot, const ScopeTraceLayout *layout,
                        const ScopeStyle *style, cairo_t *cr)
{
  const ScopePalette *palette;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  palette = scope_style_get_palette (style);
  if (layout->n_steps == 0)
    return;
  paint_inputs (plot, layout, palette, cr);
  for (guint i = 0; i < layout->n_panels; i++)
    {
      const ScopeTracePanel *panel = &plot->panels[i];
      const cairo_rectangle_t *area = &layout->panels[i];
      ScopeCells cells = panel->cells;

      cells.row_order = layout->order;
      cells.col_order = NULL;
      scope_raster_paint (cr, area, &cells, panel->colormap, palette, panel->min, panel->max);
      scope_axis_paint_frame (cr, area, &palette->grid, 1);
      if (panel->hue == SCOPE_HUE_NONE)
        continue;
      cairo_new_sub_path (cr);
      cairo_arc (cr, 6, area->y + area->height / 2, 5, 0, 2 * G_PI);
      scope_color_set_source (scope_palette_get_hue (palette, panel->hue), cr);
      cairo_fill (cr);
    }
  scope_labels_paint (layout->labels, cr);
}

static void
paint_unit (const ScopeTracePlot *plot, const ScopeTraceLayout *layout, const ScopePalette *palette,
            cairo_t *cr)
{
  for (guint i = 0; i < layout->n_panels; i++)
    {
      const ScopeTracePanel *panel = &plot->panels[i];
      const cairo_rectangle_t *area = &layout->panels[i];
      ScopeScale y;

      scope_scale_init (&y, panel->min, panel->max, area->y + area->height - 2.5, area->y + 2.5);
      cairo_save (cr);
      cairo_rectangle (cr, area->x, area->y, area->width, area->height);
      cairo_clip (cr);
      trace_line (cr, layout, &y,
                  panel->cells.data + (gsize) plot->chosen_unit * panel->cells.row_stride,
                  panel->cells.col_stride);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      cairo_set_line_width (cr, 3.6);
      scope_color_set_source (&palette->background, cr);
      cairo_stroke_preserve (cr);
      cairo_set_line_width (cr, 1.5);
      scope_color_set_source (&palette->foreground, cr);
      cairo_stroke (cr);
      cairo_restore (cr);
    }
}

static void
paint_cursor (const ScopeTracePlot *plot, const ScopeTraceLayout *layout, const ScopeStyle *style,
              cairo_t *cr)
{
  const ScopePalette *palette = scope_style_get_palette (style);
  g_autofree char *lag = scope_format_lag ((guint) (layout->n_steps - (gsize) plot->cursor_step));
  double x = scope_scale_map (&layout->x, plot->cursor_step + 0.5);
  double bottom = layout->inputs.y + layout->inputs.height;
  double width, label_x;

  if (layout->n_panels > 0)
    bottom = layout->panels[layout->n_panels - 1].y + layout->panels[layout->n_panels - 1].height;
  scope_axis_paint_cursor (cr, x, layout->inputs.y, bottom, palette);
  scope_style_measure (style, lag, TRUE, &width, NULL);
  label_x = CLAMP (x, width / 2, MAX (layout->width - width / 2, width / 2));
  scope_label_paint_at (style, cr, lag, label_x, 0, 0.5, 0, TRUE, &palette->accent);
}

void
scope_trace_plot_paint_overlay (const ScopeTracePlot *plot, const ScopeTraceLayout *layout,
                                const ScopeStyle *style, cairo_t *cr)
{
  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  if (plot->chosen_unit >= 0 && (gsize) plot->chosen_unit < layout->n_units)
    paint_unit (plot, layout, scope_style_get_palette (style), cr);
  if (plot->cursor_step >= 0 && (gsize) plot->cursor_step < layout->n_steps)
    paint_cursor (plot, layout, style, cr);
}

void
scope_trace_plot_draw (const ScopeTracePlot *plot, const ScopeStyle *style, cairo_t *cr,
                       double width, double height)
{
  g_autoptr (ScopeTraceLayout) layout = scope_trace_layout_new (plot, style, width, height);

  scope_trace_plot_paint (plot, layout, style, cr);
  scope_trace_plot_paint_overlay (plot, layout, style, cr);
}
