/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-panel-heading.h"

#include "scope-axis.h"

#define DOT_RADIUS 5.0

void
scope_panel_heading_add (const ScopePanelHeading *heading, ScopeLabels *labels,
                         const ScopeStyle *style, double x, double y, double width)
{
  double end = x + width;
  double symbol_width = 0, name_width = 0;

  g_return_if_fail (heading != NULL && labels != NULL && style != NULL);

  x += 2 * DOT_RADIUS + 1 + SCOPE_GAP;
  if (heading->symbol != NULL)
    scope_style_measure (style, heading->symbol, TRUE, &symbol_width, NULL);
  if (heading->name != NULL)
    scope_style_measure (style, heading->name, FALSE, &name_width, NULL);
  if (name_width > 0 && x + name_width + SCOPE_GAP + symbol_width <= end)
    {
      scope_labels_add (labels, heading->name, x, y, 0, 0, 0, FALSE, SCOPE_TONE_NORMAL);
      x += name_width + SCOPE_GAP;
    }
  scope_labels_add (labels, heading->symbol, x, y, 0, 0, MAX (end - x, 1), TRUE, SCOPE_TONE_NORMAL);
}

void
scope_panel_heading_paint (const ScopePanelHeading *heading, const ScopeStyle *style, cairo_t *cr,
                           double x, double y)
{
  g_return_if_fail (heading != NULL && style != NULL && cr != NULL);

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + DOT_RADIUS + 1, y + scope_style_get_line_height (style) / 2, DOT_RADIUS, 0,
             2 * G_PI);
  scope_color_set_source (scope_palette_get_hue (scope_style_get_palette (style), heading->hue),
                          cr);
  cairo_fill (cr);
}
