/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-readout.h"

#include "scope-axis.h"
#include "scope-line-path.h"

#include <math.h>

#define PADDING 8.0
#define SAMPLE_WIDTH 16.0

static double
measure_widest (const ScopeStyle *style, const char *const *texts, guint n)
{
  double widest = 0, width;

  for (guint i = 0; i < n; i++)
    {
      scope_style_measure (style, texts[i], FALSE, &width, NULL);
      widest = MAX (widest, width);
    }
  return widest;
}

void
scope_readout_paint (cairo_t *cr, const ScopeStyle *style, const cairo_rectangle_t *area, double x,
                     const char *title, const char *const *names, const ScopeLineSeries *series,
                     const char *const *values, guint n)
{
  const ScopePalette *palette;
  cairo_rectangle_t box;
  double line, width;

  g_return_if_fail (cr != NULL && style != NULL && area != NULL);
  g_return_if_fail (n == 0 || (names != NULL && series != NULL && values != NULL));

  palette = scope_style_get_palette (style);
  line = scope_style_get_line_height (style) + 1;
  scope_style_measure (style, title, TRUE, &width, NULL);
  width = MAX (width, SAMPLE_WIDTH + 3 * SCOPE_GAP + measure_widest (style, names, n)
                          + measure_widest (style, values, n));
  box = (cairo_rectangle_t){ area->x + SCOPE_GAP, area->y + SCOPE_GAP, width + 2 * PADDING,
                             (n + 1) * line + 2 * PADDING };
  if (x < area->x + area->width / 2)
    box.x = round (area->x + area->width - SCOPE_GAP - box.width);

  cairo_rectangle (cr, box.x, box.y, box.width, box.height);
  scope_color_set_source (&palette->view_background, cr);
  cairo_fill (cr);
  scope_axis_paint_frame (cr, &box, &palette->grid, 1);
  scope_label_paint_at (style, cr, title, box.x + PADDING, box.y + PADDING, 0, 0, TRUE,
                        &palette->foreground);
  for (guint i = 0; i < n; i++)
    {
      double y = box.y + PADDING + (i + 1) * line;

      scope_line_path_set_pen (cr, &series[i], palette);
      cairo_move_to (cr, box.x + PADDING, y + line / 2);
      cairo_rel_line_to (cr, SAMPLE_WIDTH, 0);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
      scope_label_paint_at (style, cr, names[i], box.x + PADDING + SAMPLE_WIDTH + SCOPE_GAP, y, 0,
                            0, FALSE, &palette->dim);
      scope_label_paint_at (style, cr, values[i], box.x + box.width - PADDING, y, 1, 0, FALSE,
                            &palette->foreground);
    }
}
