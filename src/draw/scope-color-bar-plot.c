/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-color-bar-plot.h"

#include "scope-axis.h"
#include "scope-format.h"
#include "scope-raster.h"
#include "scope-ticks.h"

#include <math.h>

#define BAR_HEIGHT 10.0
#define LEAST_BAR_HEIGHT 4.0
#define HISTOGRAM_HEIGHT 20.0
#define LEAST_HISTOGRAM_HEIGHT 8.0
#define LABEL_GAP 3.0
/* A label beside the bar takes at most this share of the width. */
#define MOST_LABEL_SHARE 0.45

void
scope_color_bar_plot_init (ScopeColorBarPlot *plot)
{
  g_return_if_fail (plot != NULL);

  *plot = (ScopeColorBarPlot){ .min = -1, .max = 1, .marker = NAN };
}

static void
add_tick (const ScopeColorBarLayout *layout, const char *text, double value,
          const cairo_rectangle_t *bounds)
{
  scope_labels_try_add (layout->labels, text, scope_scale_map (&layout->scale, value),
                        layout->bar.y + layout->bar.height + LABEL_GAP, 0.5, 0, 0, FALSE,
                        SCOPE_TONE_NORMAL, SCOPE_GAP, bounds);
}

double
scope_color_bar_plot_get_natural_height (const ScopeColorBarPlot *plot, const ScopeStyle *style)
{
  double line;

  g_return_val_if_fail (plot != NULL && style != NULL, 0);

  line = scope_style_get_line_height (style) + LABEL_GAP;
  return ceil (BAR_HEIGHT + line + (plot->label != NULL && plot->label[0] != '\0' ? line : 0)
               + (plot->counts != NULL ? HISTOGRAM_HEIGHT : 0));
}

ScopeColorBarLayout *
scope_color_bar_layout_new (const ScopeColorBarPlot *plot, const ScopeStyle *style, double width,
                            double height)
{
  ScopeColorBarLayout *layout;
  g_autoptr (ScopeTicks) ticks = NULL;
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  double min, max, line, inset, first_width, last_width, top = 0, left = 0, bar_top, bar_height;
  cairo_rectangle_t bounds = { 0, 0, width, height };

  g_return_val_if_fail (plot != NULL && style != NULL, NULL);

  layout = g_new0 (ScopeColorBarLayout, 1);
  layout->labels = scope_labels_new (style);
  line = scope_style_get_line_height (style);
  min = plot->min;
  max = plot->max;
  scope_scale_make_domain (&min, &max);
  first = scope_format_short (min, 2);
  last = scope_format_short (max, 2);
  scope_style_measure (style, first, FALSE, &first_width, NULL);
  scope_style_measure (style, last, FALSE, &last_width, NULL);
  /* The numbers at the ends stand centred under them. */
  inset = ceil (MAX (first_width, last_width) / 2);

  bar_height = CLAMP (height - line - LABEL_GAP, LEAST_BAR_HEIGHT, BAR_HEIGHT);
  bar_top = MAX (0, floor (height - line - LABEL_GAP - bar_height));
  if (plot->label != NULL && plot->label[0] != '\0')
    {
      double room = bar_top - line - LABEL_GAP;

      /* Above, where that leaves room for the distribution, else beside the bar. */
      if (room >= (plot->counts != NULL ? LEAST_HISTOGRAM_HEIGHT : 0))
        {
          scope_labels_add (layout->labels, plot->label, width / 2, 0, 0.5, 0, width, FALSE,
                            SCOPE_TONE_DIM);
          top = line + LABEL_GAP;
        }
      else
        {
          const ScopeLabel *label = scope_labels_add (
              layout->labels, plot->label, 0, MAX (bar_top + bar_height / 2, line / 2), 0, 0.5,
              MAX (1, MIN (width * MOST_LABEL_SHARE, width - 4 * inset - 6 * SCOPE_GAP)), FALSE,
              SCOPE_TONE_DIM);

          left = label->rect.width + 2 * SCOPE_GAP;
        }
    }
  layout->bar = scope_axis_snap (left + inset, bar_top, width - left - 2 * inset, bar_height);
  layout->histogram = (cairo_rectangle_t){ layout->bar.x, top, layout->bar.width,
                                           plot->counts != NULL ? layout->bar.y - top : 0 };
  scope_scale_init (&layout->scale, min, max, layout->bar.x, layout->bar.x + layout->bar.width);

  add_tick (layout, first, layout->scale.min, &bounds);
  add_tick (layout, last, layout->scale.max, &bounds);
  if (layout->scale.min < 0 && layout->scale.max > 0)
    add_tick (layout, "0", 0, &bounds);
  ticks = scope_ticks_new_linear (layout->scale.min, layout->scale.max,
                                  (guint) MAX (2, layout->bar.width / 45));
  for (guint i = 0; i < ticks->n_ticks; i++)
    add_tick (layout, ticks->ticks[i].label, ticks->ticks[i].value, &bounds);
  return layout;
}

void
scope_color_bar_layout_free (ScopeColorBarLayout *layout)
{
  if (layout == NULL)
    return;
  scope_labels_free (layout->labels);
  g_free (layout);
}

gboolean
scope_color_bar_layout_hit (const ScopeColorBarLayout *layout, double x, double y, double *value)
{
  g_return_val_if_fail (layout != NULL, FALSE);

  if (!(x >= layout->bar.x && x <= layout->bar.x + layout->bar.width)
      || !(y >= layout->bar.y - layout->histogram.height && y < layout->bar.y + layout->bar.height))
    return FALSE;
  if (value != NULL)
    *value = scope_scale_unmap (&layout->scale, x);
  return TRUE;
}

static void
paint_counts (const ScopeColorBarPlot *plot, const ScopeColorBarLayout *layout,
              const ScopePalette *palette, cairo_t *cr)
{
  guint most = 0;
  double width = layout->histogram.width / plot->n_counts;

  for (guint i = 0; i < plot->n_counts; i++)
    most = MAX (most, plot->counts[i]);
  if (most == 0)
    return;
  for (guint i = 0; i < plot->n_counts; i++)
    {
      /* One value among a million is still to be seen. */
      double height = plot->counts[i] == 0
                          ? 0
                          : MAX (1, (layout->histogram.height - 2) * plot->counts[i] / most);

      cairo_rectangle (cr, layout->histogram.x + i * width,
                       layout->histogram.y + layout->histogram.height - 1 - height,
                       MAX (width - 0.5, 0.5), height);
    }
  scope_color_set_source (&palette->reference, cr);
  cairo_fill (cr);
}

void
scope_color_bar_plot_paint (const ScopeColorBarPlot *plot, const ScopeColorBarLayout *layout,
                            const ScopeStyle *style, cairo_t *cr)
{
  const ScopePalette *palette;
  float values[256];
  ScopeCells cells;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);
  g_return_if_fail (plot->colormap != NULL);

  palette = scope_style_get_palette (style);
  if (layout->histogram.height > 3)
    paint_counts (plot, layout, palette, cr);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = ((float) i + 0.5f) / G_N_ELEMENTS (values);
  scope_cells_init (&cells, values, 1, G_N_ELEMENTS (values));
  scope_raster_paint (cr, &layout->bar, &cells, plot->colormap, palette, 0, 1);
  scope_axis_paint_frame (cr, &layout->bar, &palette->grid, 1);
  scope_labels_paint (layout->labels, cr);
}

void
scope_color_bar_plot_paint_overlay (const ScopeColorBarPlot *plot,
                                    const ScopeColorBarLayout *layout, const ScopeStyle *style,
                                    cairo_t *cr)
{
  const ScopePalette *palette;
  double x;
  cairo_rectangle_t rect;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  if (!isfinite (plot->marker))
    return;
  palette = scope_style_get_palette (style);
  x = scope_scale_map (&layout->scale, CLAMP (plot->marker, layout->scale.min, layout->scale.max));
  rect = (cairo_rectangle_t){ x - 1.5, layout->bar.y - 1, 3, layout->bar.height + 2 };
  scope_axis_paint_choice (cr, &rect, &palette->foreground, palette, 1.5);
}

void
scope_color_bar_plot_draw (const ScopeColorBarPlot *plot, const ScopeStyle *style, cairo_t *cr,
                           double width, double height)
{
  g_autoptr (ScopeColorBarLayout) layout = scope_color_bar_layout_new (plot, style, width, height);

  scope_color_bar_plot_paint (plot, layout, style, cr);
  scope_color_bar_plot_paint_overlay (plot, layout, style, cr);
}
