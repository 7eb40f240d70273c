/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-gate-plot.h"

#include "scope-axis.h"

#include <math.h>

void
scope_gate_plot_init (ScopeGatePlot *plot)
{
  g_return_if_fail (plot != NULL);

  *plot = (ScopeGatePlot){
    .show = { TRUE, TRUE, TRUE },
    .min = -1,
    .max = 1,
    .bold_feature = -1,
    .chosen_unit = -1,
    .chosen_row = -1,
  };
}

double
scope_gate_plot_get_extent (const ScopeGatePlot *plot)
{
  double min = INFINITY, max = -INFINITY;

  g_return_val_if_fail (plot != NULL, 0);

  for (guint gate = 0; gate < plot->n_gates; gate++)
    for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
      if (plot->show[part])
        scope_cells_extend_range (&plot->gates[gate].cells[part], &min, &max);
  return min <= max ? MAX (fabs (min), fabs (max)) : 0;
}

void
scope_gate_plot_paint (const ScopeGatePlot *plot, const ScopeGateLayout *layout,
                       const ScopeStyle *style, cairo_t *cr)
{
  const ScopePalette *palette;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  palette = scope_style_get_palette (style);
  for (guint gate = 0; gate < layout->n_gates; gate++)
    {
      gboolean shown = FALSE;

      for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
        {
          const cairo_rectangle_t *area = &layout->area[gate][part];
          ScopeCells cells = plot->gates[gate].cells[part];

          if (area->width <= 0)
            continue;
          cells.col_order = layout->order;
          cells.row_order = part == SCOPE_GATE_PART_U ? layout->order : NULL;
          scope_raster_paint (cr, area, &cells, plot->colormap, palette, plot->min, plot->max);
          scope_axis_paint_frame (cr, area, &palette->grid, 1);
          shown = TRUE;
        }
      if (!shown)
        continue;
      cairo_new_sub_path (cr);
      cairo_arc (cr, layout->dot_x[gate], layout->dot_y, layout->dot_radius, 0, 2 * G_PI);
      scope_color_set_source (scope_palette_get_hue (palette, plot->gates[gate].hue), cr);
      cairo_fill (cr);
    }
  scope_labels_paint (layout->labels, cr);
}

static void
paint_chosen_unit (const ScopeGatePlot *plot, const ScopeGateLayout *layout,
                   const ScopePalette *palette, cairo_t *cr)
{
  for (guint gate = 0; gate < layout->n_gates; gate++)
    for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
      {
        ScopeGateCell cell = { (ScopeGatePart) part, gate, 0, (guint) plot->chosen_unit };
        cairo_rectangle_t rect;

        if (part == SCOPE_GATE_PART_U)
          cell.row = layout->units > 0 ? layout->order[0] : 0;
        if (!scope_gate_layout_get_cell (layout, &cell, &rect))
          continue;
        rect.height = layout->area[gate][part].height;
        scope_axis_paint_choice (cr, &rect, &palette->accent, palette, 2);
      }
}

static void
paint_chosen_row (const ScopeGatePlot *plot, const ScopeGateLayout *layout,
                  const ScopePalette *palette, cairo_t *cr)
{
  for (guint gate = 0; gate < layout->n_gates; gate++)
    {
      ScopeGateCell cell = { plot->chosen_row_part, gate, (guint) plot->chosen_row,
                             layout->units > 0 ? layout->order[0] : 0 };
      cairo_rectangle_t rect;

      if (!scope_gate_layout_get_cell (layout, &cell, &rect))
        continue;
      rect.width = layout->area[gate][cell.part].width;
      scope_axis_paint_choice (cr, &rect, &palette->accent, palette, 1.5);
    }
}

void
scope_gate_plot_paint_overlay (const ScopeGatePlot *plot, const ScopeGateLayout *layout,
                               const ScopeStyle *style, cairo_t *cr)
{
  const ScopePalette *palette;
  cairo_rectangle_t rect;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  palette = scope_style_get_palette (style);
  if (plot->chosen_unit >= 0)
    paint_chosen_unit (plot, layout, palette, cr);
  if (plot->chosen_row >= 0)
    paint_chosen_row (plot, layout, palette, cr);
  if (plot->has_cursor && scope_gate_layout_get_cell (layout, &plot->cursor, &rect))
    scope_axis_paint_choice (cr, &rect, &palette->foreground, palette, 1.5);
}

void
scope_gate_plot_draw (const ScopeGatePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                      double height)
{
  g_autoptr (ScopeGateLayout) layout = scope_gate_layout_new (plot, style, width, height);

  scope_gate_plot_paint (plot, layout, style, cr);
  scope_gate_plot_paint_overlay (plot, layout, style, cr);
}
