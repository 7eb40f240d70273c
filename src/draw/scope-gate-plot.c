/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-gate-plot.h"

#include "scope-axis.h"
#include "scope-color-bar-plot.h"

#include <math.h>

void
scope_gate_plot_init (ScopeGatePlot *plot)
{
  g_return_if_fail (plot != NULL);

  *plot = (ScopeGatePlot){
    .show = { TRUE, TRUE, TRUE, TRUE },
    .seen_units = SCOPE_SPAN_ALL,
    .seen_rows = { SCOPE_SPAN_ALL, SCOPE_SPAN_ALL, SCOPE_SPAN_ALL, SCOPE_SPAN_ALL },
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

static void
paint_bar (const ScopeGatePlot *plot, const ScopeGateLayout *layout, guint gate,
           const ScopeStyle *style, cairo_t *cr)
{
  const ScopeGatePlotGate *shown = &plot->gates[gate];
  const cairo_rectangle_t *rect = &layout->bar[gate];
  ScopeColorBarPlot bar;

  if (rect->width <= 0)
    return;
  scope_color_bar_plot_init (&bar);
  bar.colormap = plot->colormap;
  bar.min = -shown->extent;
  bar.max = shown->extent;
  bar.counts = shown->counts;
  bar.n_counts = shown->n_counts;
  cairo_save (cr);
  cairo_translate (cr, rect->x, rect->y);
  scope_color_bar_plot_draw (&bar, style, cr, rect->width, rect->height);
  cairo_restore (cr);
}

static void
paint_trees (const ScopeGatePlot *plot, const ScopeGateLayout *layout, const ScopePalette *palette,
             cairo_t *cr)
{
  for (guint gate = 0; plot->unit_tree != NULL && gate < layout->n_gates; gate++)
    scope_dendrogram_paint (plot->unit_tree, cr, &layout->unit_tree[gate], layout->seen_units,
                            FALSE, &palette->dim);
  if (plot->feature_tree != NULL)
    scope_dendrogram_paint (plot->feature_tree, cr, &layout->row_tree[SCOPE_GATE_PART_W],
                            layout->seen_rows[SCOPE_GATE_PART_W], TRUE, &palette->dim);
  if (plot->unit_tree != NULL)
    scope_dendrogram_paint (plot->unit_tree, cr, &layout->row_tree[SCOPE_GATE_PART_U],
                            layout->seen_rows[SCOPE_GATE_PART_U], TRUE, &palette->dim);
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
      double extent = plot->gates[gate].extent;
      gboolean shown = FALSE;

      for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
        {
          const cairo_rectangle_t *area = &layout->area[gate][part];
          ScopeCells cells = plot->gates[gate].cells[part];

          if (area->width <= 0)
            continue;
          cells.col_order = layout->order;
          if (part == SCOPE_GATE_PART_U)
            cells.row_order = layout->order;
          else if (part == SCOPE_GATE_PART_W)
            cells.row_order = layout->feature_order;
          scope_raster_paint_part (cr, area, &cells, plot->gates[gate].pyramids[part],
                                   layout->seen_rows[part], layout->seen_units, plot->colormap,
                                   palette, extent > 0 ? -extent : plot->min,
                                   extent > 0 ? extent : plot->max);
          scope_axis_paint_frame (cr, area, &palette->grid, 1);
          shown = TRUE;
        }
      if (!shown)
        continue;
      cairo_new_sub_path (cr);
      cairo_arc (cr, layout->dot_x[gate], layout->dot_y, layout->dot_radius, 0, 2 * G_PI);
      scope_color_set_source (scope_palette_get_hue (palette, plot->gates[gate].hue), cr);
      cairo_fill (cr);
      paint_bar (plot, layout, gate, style, cr);
    }
  paint_trees (plot, layout, palette, cr);
  scope_labels_paint (layout->labels, cr);
}

/* What of a row or column of a matrix is seen. */
static gboolean
get_band (const ScopeGateLayout *layout, const ScopeGateCell *cell, gboolean is_column,
          cairo_rectangle_t *band)
{
  const cairo_rectangle_t *area = &layout->area[cell->gate][cell->part];
  ScopeSpan rows, columns, place, seen;
  double start, end;

  if (area->width <= 0 || cell->unit >= layout->units
      || (!is_column && cell->row >= layout->rows[cell->part]))
    return FALSE;
  scope_gate_layout_get_place (layout, cell, &rows, &columns);
  place = is_column ? columns : rows;
  seen = is_column ? layout->seen_units : layout->seen_rows[cell->part];
  start = CLAMP ((place.start - seen.start) / seen.size, 0, 1);
  end = CLAMP ((place.start + place.size - seen.start) / seen.size, 0, 1);
  if (!(end > start))
    return FALSE;
  *band = *area;
  if (is_column)
    {
      band->x += start * area->width;
      band->width = (end - start) * area->width;
    }
  else
    {
      band->y += start * area->height;
      band->height = (end - start) * area->height;
    }
  return TRUE;
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

        if (get_band (layout, &cell, TRUE, &rect))
          scope_axis_paint_choice (cr, &rect, &palette->accent, palette, 2);
      }
}

static void
paint_chosen_row (const ScopeGatePlot *plot, const ScopeGateLayout *layout,
                  const ScopePalette *palette, cairo_t *cr)
{
  for (guint gate = 0; gate < layout->n_gates; gate++)
    {
      ScopeGateCell cell = { plot->chosen_row_part, gate, (guint) plot->chosen_row, 0 };
      cairo_rectangle_t rect;

      if (get_band (layout, &cell, FALSE, &rect))
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
