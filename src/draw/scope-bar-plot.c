/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-bar-plot.h"

#include "scope-axis.h"
#include "scope-format.h"

#include <math.h>

#define MOST_LABEL_SHARE 0.42

void
scope_bar_plot_init (ScopeBarPlot *plot)
{
  g_return_if_fail (plot != NULL);

  *plot = (ScopeBarPlot){
    .n_bars = 1,
    .hues = { SCOPE_HUE_NONE, SCOPE_HUE_NONE, SCOPE_HUE_NONE, SCOPE_HUE_NONE },
    .digits = 2,
    .bold_row = -1,
    .cursor_row = -1,
  };
}

static const char *
row_label (const ScopeBarPlot *plot, guint row)
{
  return plot->labels != NULL && plot->labels[row] != NULL ? plot->labels[row] : "";
}

static gboolean
has_values (const ScopeBarPlot *plot)
{
  return plot->show_values && plot->n_bars == 1;
}

static double
header_height (const ScopeBarPlot *plot, const ScopeStyle *style)
{
  return plot->bar_names != NULL || (plot->unit != NULL && plot->unit[0] != '\0')
             ? scope_style_get_line_height (style) + SCOPE_GAP
             : 0;
}

double
scope_bar_plot_get_natural_height (const ScopeBarPlot *plot, const ScopeStyle *style)
{
  g_return_val_if_fail (plot != NULL && style != NULL, 0);

  return ceil (header_height (plot, style)
               + plot->n_rows
                     * ceil (MAX (scope_style_get_line_height (style) + 2, plot->n_bars * 4.0 + 2)))
         + 2;
}

static double
widest_label (const ScopeBarPlot *plot, const ScopeStyle *style)
{
  double widest = 0;

  for (guint row = 0; row < plot->n_rows; row++)
    {
      double width;

      scope_style_measure (style, row_label (plot, row), (int) row == plot->bold_row, &width, NULL);
      widest = MAX (widest, width);
    }
  return widest;
}

/* What the values ask for: the farthest bar to each side, and the widest text beside one. */
static void
measure_values (const ScopeBarPlot *plot, const ScopeStyle *style, double *least, double *most,
                double *negative_text, double *positive_text)
{
  *least = *most = *negative_text = *positive_text = 0;
  for (guint i = 0; i < plot->n_rows * plot->n_bars; i++)
    {
      double value = plot->values[i];
      double width = 0;

      if (has_values (plot))
        {
          g_autofree char *text = scope_format_signed (value, plot->digits);

          scope_style_measure (style, text, (int) i == plot->bold_row, &width, NULL);
          width += SCOPE_GAP;
        }
      if (value < 0)
        *negative_text = MAX (*negative_text, width);
      else
        *positive_text = MAX (*positive_text, width);
      if (!isfinite (value))
        continue;
      *least = MIN (*least, value);
      *most = MAX (*most, value);
    }
  if (plot->extent > 0)
    {
      if (*least < 0)
        *least = -plot->extent;
      if (*most > 0 || *least >= 0)
        *most = plot->extent;
    }
}

static void
add_header (const ScopeBarPlot *plot, const ScopeStyle *style, ScopeBarLayout *layout)
{
  double line = scope_style_get_line_height (style);
  const ScopeLabel *unit;
  /* Not in the widget's round corner. */
  double x = 3, end;

  unit = scope_labels_add (layout->labels, plot->unit, layout->width, 0, 1, 0, layout->width / 2,
                           FALSE, SCOPE_TONE_DIM);
  end = unit != NULL ? unit->rect.x - SCOPE_GAP : layout->width;
  for (guint bar = 0; plot->bar_names != NULL && bar < plot->n_bars; bar++)
    {
      const ScopeLabel *label;

      if (end - x < 30)
        break;
      layout->keys[bar] = (cairo_rectangle_t){ x, floor (line / 2) - 4, 9, 9 };
      label = scope_labels_add (layout->labels, plot->bar_names[bar], x + 14, 0, 0, 0, end - x - 14,
                                FALSE, SCOPE_TONE_NORMAL);
      if (label != NULL)
        x = label->rect.x + label->rect.width + 2 * SCOPE_GAP;
    }
}

static void
add_values (const ScopeBarPlot *plot, ScopeBarLayout *layout)
{
  for (guint row = 0; row < plot->n_rows; row++)
    {
      double value = plot->values[row];
      g_autofree char *text = scope_format_signed (value, plot->digits);
      double end = layout->zero;
      double sign = value < 0 ? -1 : 1;

      if (isfinite (value))
        end = scope_scale_map (&layout->x, CLAMP (value, layout->x.min, layout->x.max));
      scope_labels_add (layout->labels, text, end + sign * SCOPE_GAP * 0.7,
                        layout->top + (row + 0.5) * layout->row_height, value < 0 ? 1 : 0, 0.5, 0,
                        (int) row == plot->bold_row, SCOPE_TONE_NORMAL);
    }
}

static void
add_row_label (const ScopeBarPlot *plot, ScopeBarLayout *layout, guint row, double right)
{
  scope_labels_try_add (layout->labels, row_label (plot, row), right,
                        layout->top + (row + 0.5) * layout->row_height, 1, 0.5, right,
                        (int) row == plot->bold_row, SCOPE_TONE_NORMAL, 0, NULL);
}

ScopeBarLayout *
scope_bar_layout_new (const ScopeBarPlot *plot, const ScopeStyle *style, double width,
                      double height)
{
  ScopeBarLayout *layout;
  double left, least, most, negative_text, positive_text, line;

  g_return_val_if_fail (plot != NULL && style != NULL, NULL);
  g_return_val_if_fail (plot->n_bars > 0 && plot->n_bars <= SCOPE_BAR_PLOT_MAX_BARS, NULL);

  layout = g_new0 (ScopeBarLayout, 1);
  layout->labels = scope_labels_new (style);
  layout->width = width;
  layout->height = height;
  layout->n_rows = plot->values != NULL ? plot->n_rows : 0;
  layout->n_bars = plot->n_bars;
  layout->top = ceil (header_height (plot, style));
  if (layout->n_rows == 0)
    return layout;

  line = scope_style_get_line_height (style);
  layout->row_height =
      MIN ((height - layout->top) / layout->n_rows, MAX (line * 2, plot->n_bars * 8.0));
  left = MIN (widest_label (plot, style), width * MOST_LABEL_SHARE) + SCOPE_GAP;
  measure_values (plot, style, &least, &most, &negative_text, &positive_text);
  layout->area = scope_axis_snap (left + negative_text, layout->top,
                                  width - left - negative_text - positive_text - 2,
                                  layout->row_height * layout->n_rows);
  if (least == 0 && most == 0)
    most = 1;
  scope_scale_init (&layout->x, least, most, layout->area.x, layout->area.x + layout->area.width);
  layout->zero = round (scope_scale_map (&layout->x, 0));

  add_header (plot, style, layout);
  /* The bold one first, so that it is there where not all have room. */
  if (plot->bold_row >= 0 && (guint) plot->bold_row < layout->n_rows)
    add_row_label (plot, layout, (guint) plot->bold_row, left - SCOPE_GAP);
  for (guint row = 0; row < layout->n_rows; row++)
    if ((int) row != plot->bold_row)
      add_row_label (plot, layout, row, left - SCOPE_GAP);
  if (has_values (plot) && layout->row_height >= line * 0.999)
    add_values (plot, layout);
  return layout;
}

void
scope_bar_layout_free (ScopeBarLayout *layout)
{
  if (layout == NULL)
    return;
  scope_labels_free (layout->labels);
  g_free (layout);
}

/* The part of a row's height that its bars fill. */
static double
bars_height (const ScopeBarLayout *layout)
{
  return MIN (layout->row_height * 0.8, layout->n_bars == 1 ? 14 : layout->n_bars * 6.0);
}

gboolean
scope_bar_layout_hit (const ScopeBarLayout *layout, double x, double y, guint *row, guint *bar)
{
  double place, within, bars;

  g_return_val_if_fail (layout != NULL, FALSE);

  if (layout->n_rows == 0 || x < 0 || x >= layout->width || y < layout->top
      || y >= layout->top + layout->n_rows * layout->row_height)
    return FALSE;
  place = (y - layout->top) / layout->row_height;
  if (row != NULL)
    *row = MIN ((guint) place, layout->n_rows - 1);
  bars = bars_height (layout);
  within = (place - floor (place)) * layout->row_height - (layout->row_height - bars) / 2;
  if (bar != NULL)
    *bar = (guint) CLAMP (floor (within / bars * layout->n_bars), 0, layout->n_bars - 1);
  return TRUE;
}

void
scope_bar_layout_get_slot (const ScopeBarLayout *layout, guint row, guint bar,
                           cairo_rectangle_t *rect)
{
  double bars;

  g_return_if_fail (layout != NULL && rect != NULL);
  g_return_if_fail (row < layout->n_rows && bar < layout->n_bars);

  bars = bars_height (layout);
  rect->x = layout->area.x;
  rect->width = layout->area.width;
  rect->height = bars / layout->n_bars;
  rect->y =
      layout->top + row * layout->row_height + (layout->row_height - bars) / 2 + bar * rect->height;
}

void
scope_bar_plot_paint (const ScopeBarPlot *plot, const ScopeBarLayout *layout,
                      const ScopeStyle *style, cairo_t *cr)
{
  const ScopePalette *palette;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  palette = scope_style_get_palette (style);
  for (guint row = 0; row < layout->n_rows; row++)
    for (guint bar = 0; bar < layout->n_bars; bar++)
      {
        double value = plot->values[row * plot->n_bars + bar];
        ScopeHue hue = plot->hues[bar];
        cairo_rectangle_t rect;
        double end;

        if (!isfinite (value))
          continue;
        scope_bar_layout_get_slot (layout, row, bar, &rect);
        end = scope_scale_map (&layout->x, CLAMP (value, layout->x.min, layout->x.max));
        cairo_rectangle (cr, MIN (end, layout->zero), rect.y, fabs (end - layout->zero),
                         MAX (rect.height - (layout->n_bars > 1 ? 0.5 : 0), 0.5));
        scope_color_set_source (
            hue == SCOPE_HUE_NONE ? &palette->accent : scope_palette_get_hue (palette, hue), cr);
        cairo_fill (cr);
      }
  for (guint bar = 0; plot->bar_names != NULL && bar < layout->n_bars; bar++)
    {
      const cairo_rectangle_t *key = &layout->keys[bar];
      ScopeHue hue = plot->hues[bar];

      cairo_rectangle (cr, key->x, key->y, key->width, key->height);
      scope_color_set_source (
          hue == SCOPE_HUE_NONE ? &palette->accent : scope_palette_get_hue (palette, hue), cr);
      cairo_fill (cr);
    }
  if (layout->n_rows > 0)
    {
      cairo_rectangle (cr, layout->zero, layout->top, 1, layout->n_rows * layout->row_height);
      scope_color_set_source (&palette->dim, cr);
      cairo_fill (cr);
    }
  scope_labels_paint (layout->labels, cr);
}

void
scope_bar_plot_paint_overlay (const ScopeBarPlot *plot, const ScopeBarLayout *layout,
                              const ScopeStyle *style, cairo_t *cr)
{
  const ScopePalette *palette;
  cairo_rectangle_t rect;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  if (plot->cursor_row < 0 || (guint) plot->cursor_row >= layout->n_rows)
    return;
  palette = scope_style_get_palette (style);
  rect = (cairo_rectangle_t){ 1, layout->top + plot->cursor_row * layout->row_height + 0.5,
                              layout->width - 2, layout->row_height - 1 };
  scope_axis_paint_frame (cr, &rect, &palette->accent, 1);
}

void
scope_bar_plot_draw (const ScopeBarPlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                     double height)
{
  g_autoptr (ScopeBarLayout) layout = scope_bar_layout_new (plot, style, width, height);

  scope_bar_plot_paint (plot, layout, style, cr);
  scope_bar_plot_paint_overlay (plot, layout, style, cr);
}
