/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-heatmap-plot.h"

#include "scope-axis.h"

#include <math.h>

/* Names of rows take at most this share of the width. */
#define MOST_LABEL_SHARE 0.38

void
scope_heatmap_plot_init (ScopeHeatmapPlot *plot)
{
  g_return_if_fail (plot != NULL);

  *plot = (ScopeHeatmapPlot){
    .min = -1,
    .max = 1,
    .bold_row = -1,
    .chosen_row = -1,
    .chosen_column = -1,
    .cursor_row = -1,
    .cursor_column = -1,
  };
}

static char *
row_text (gsize place, gconstpointer data)
{
  const ScopeHeatmapPlot *plot = data;
  gsize index = scope_cells_row_index (&plot->cells, place);

  return plot->row_labels != NULL ? g_strdup (plot->row_labels[index])
                                  : g_strdup_printf ("%" G_GSIZE_FORMAT, index);
}

static char *
column_text (gsize place, gconstpointer data)
{
  const ScopeHeatmapPlot *plot = data;
  gsize index = scope_cells_col_index (&plot->cells, place);

  return plot->column_labels != NULL ? g_strdup (plot->column_labels[index])
                                     : g_strdup_printf ("%" G_GSIZE_FORMAT, index);
}

/* Where a row of the data is shown, or -1. */
static gssize
row_place (const ScopeHeatmapPlot *plot, int row)
{
  for (gsize place = 0; row >= 0 && place < plot->cells.rows; place++)
    if (scope_cells_row_index (&plot->cells, place) == (gsize) row)
      return (gssize) place;
  return -1;
}

static gssize
column_place (const ScopeHeatmapPlot *plot, int column)
{
  for (gsize place = 0; column >= 0 && place < plot->cells.cols; place++)
    if (scope_cells_col_index (&plot->cells, place) == (gsize) column)
      return (gssize) place;
  return -1;
}

double
scope_heatmap_plot_measure_left (const ScopeHeatmapPlot *plot, const ScopeStyle *style,
                                 double width)
{
  double widest, bold = 0;
  gssize place;

  g_return_val_if_fail (plot != NULL && style != NULL, 0);

  widest = scope_axis_widest (style, plot->cells.rows, row_text, plot, width * MOST_LABEL_SHARE);
  place = row_place (plot, plot->bold_row);
  if (place >= 0)
    {
      g_autofree char *text = row_text ((gsize) place, plot);

      scope_style_measure (style, text, TRUE, &bold, NULL);
    }
  return MIN (MAX (widest, bold), width * MOST_LABEL_SHARE) + SCOPE_GAP + 1;
}

ScopeHeatmapLayout *
scope_heatmap_layout_new (const ScopeHeatmapPlot *plot, const ScopeStyle *style, double width,
                          double height)
{
  ScopeHeatmapLayout *layout;
  double line, left, right, top, bottom;
  cairo_rectangle_t bounds = { 0, 0, width, height };

  g_return_val_if_fail (plot != NULL && style != NULL, NULL);

  layout = g_new0 (ScopeHeatmapLayout, 1);
  layout->width = width;
  layout->height = height;
  layout->rows = plot->cells.data != NULL ? plot->cells.rows : 0;
  layout->cols = plot->cells.data != NULL ? plot->cells.cols : 0;
  layout->labels = scope_labels_new (style);

  line = scope_style_get_line_height (style);
  left = MAX (plot->left, scope_heatmap_plot_measure_left (plot, style, width));
  right = MAX (plot->right, 2);
  top = plot->row_title != NULL ? line + SCOPE_GAP : 2;
  bottom = SCOPE_GAP / 2 + 1
           + (plot->column_lags ? scope_axis_get_lags_height (style, plot->step_seconds) : line)
           + (plot->column_title != NULL ? line : 0);
  layout->area = scope_axis_snap (left, top, width - left - right, height - top - bottom);
  if (layout->rows == 0 || layout->cols == 0)
    return layout;

  scope_axis_add_rows (layout->labels, style, layout->rows, layout->area.x - SCOPE_GAP,
                       layout->area.y, layout->area.height, layout->area.x - SCOPE_GAP,
                       row_place (plot, plot->bold_row), row_text, plot);
  scope_labels_try_add (layout->labels, plot->row_title, 0, 0, 0, 0, width, FALSE, SCOPE_TONE_DIM,
                        0, NULL);
  top = layout->area.y + layout->area.height + SCOPE_GAP / 2 + 1;
  if (plot->column_lags)
    scope_axis_add_lags (layout->labels, style, layout->cols, layout->area.x, layout->area.width,
                         top, plot->step_seconds, &bounds);
  else
    {
      gssize chosen = column_place (plot, plot->chosen_column);

      scope_axis_add_bold_column (layout->labels, style, layout->cols, layout->area.x,
                                  layout->area.width, top, chosen, column_text, plot, &bounds);
      scope_axis_add_columns (layout->labels, style, layout->cols, layout->area.x,
                              layout->area.width, top, chosen, column_text, plot, &bounds);
    }
  scope_labels_add (layout->labels, plot->column_title, layout->area.x + layout->area.width / 2,
                    height, 0.5, 1, layout->area.width, FALSE, SCOPE_TONE_DIM);
  return layout;
}

void
scope_heatmap_layout_free (ScopeHeatmapLayout *layout)
{
  if (layout == NULL)
    return;
  scope_labels_free (layout->labels);
  g_free (layout);
}

gboolean
scope_heatmap_layout_hit (const ScopeHeatmapLayout *layout, double x, double y, gsize *row,
                          gsize *column)
{
  const cairo_rectangle_t *area;

  g_return_val_if_fail (layout != NULL, FALSE);

  area = &layout->area;
  if (layout->rows == 0 || layout->cols == 0 || !(x >= area->x && x < area->x + area->width)
      || !(y >= area->y && y < area->y + area->height))
    return FALSE;
  if (row != NULL)
    *row = MIN ((gsize) ((y - area->y) / area->height * (double) layout->rows), layout->rows - 1);
  if (column != NULL)
    *column = MIN ((gsize) ((x - area->x) / area->width * (double) layout->cols), layout->cols - 1);
  return TRUE;
}

void
scope_heatmap_layout_get_cell (const ScopeHeatmapLayout *layout, gsize row, gsize column,
                               cairo_rectangle_t *rect)
{
  g_return_if_fail (layout != NULL && rect != NULL);
  g_return_if_fail (row < layout->rows && column < layout->cols);

  rect->width = layout->area.width / (double) layout->cols;
  rect->height = layout->area.height / (double) layout->rows;
  rect->x = layout->area.x + (double) column * rect->width;
  rect->y = layout->area.y + (double) row * rect->height;
}

void
scope_heatmap_plot_paint (const ScopeHeatmapPlot *plot, const ScopeHeatmapLayout *layout,
                          const ScopeStyle *style, cairo_t *cr)
{
  const ScopePalette *palette;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  palette = scope_style_get_palette (style);
  if (layout->rows > 0 && layout->cols > 0)
    scope_raster_paint (cr, &layout->area, &plot->cells, plot->colormap, palette, plot->min,
                        plot->max);
  scope_axis_paint_frame (cr, &layout->area, &palette->grid, 1);
  scope_labels_paint (layout->labels, cr);
}

void
scope_heatmap_plot_paint_overlay (const ScopeHeatmapPlot *plot, const ScopeHeatmapLayout *layout,
                                  const ScopeStyle *style, cairo_t *cr)
{
  const ScopePalette *palette;
  gssize row, column;
  cairo_rectangle_t rect;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  palette = scope_style_get_palette (style);
  row = row_place (plot, plot->chosen_row);
  column = column_place (plot, plot->chosen_column);
  if (row >= 0 && layout->cols > 0)
    {
      scope_heatmap_layout_get_cell (layout, (gsize) row, 0, &rect);
      rect.width = layout->area.width;
      scope_axis_paint_choice (cr, &rect, &palette->accent, palette, 2);
    }
  if (column >= 0 && layout->rows > 0)
    {
      scope_heatmap_layout_get_cell (layout, 0, (gsize) column, &rect);
      rect.height = layout->area.height;
      scope_axis_paint_choice (cr, &rect, &palette->accent, palette, 2);
    }
  if (plot->cursor_row >= 0 && plot->cursor_column >= 0 && (gsize) plot->cursor_row < layout->rows
      && (gsize) plot->cursor_column < layout->cols)
    {
      scope_heatmap_layout_get_cell (layout, (gsize) plot->cursor_row, (gsize) plot->cursor_column,
                                     &rect);
      scope_axis_paint_choice (cr, &rect, &palette->foreground, palette, 1.5);
    }
}

void
scope_heatmap_plot_draw (const ScopeHeatmapPlot *plot, const ScopeStyle *style, cairo_t *cr,
                         double width, double height)
{
  g_autoptr (ScopeHeatmapLayout) layout = scope_heatmap_layout_new (plot, style, width, height);

  scope_heatmap_plot_paint (plot, layout, style, cr);
  scope_heatmap_plot_paint_overlay (plot, layout, style, cr);
}
