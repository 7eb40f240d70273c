/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-headings.h"

#include "scope-axis.h"

/* Where the topmost matrix of a gate begins and ends; FALSE where it has none. */
static gboolean
get_column (const ScopeGateLayout *layout, guint gate, cairo_rectangle_t *column)
{
  for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
    if (layout->area[gate][part].width > 0)
      {
        *column = layout->area[gate][part];
        return TRUE;
      }
  return FALSE;
}

static double
get_height (const ScopeStyle *style)
{
  return scope_style_get_line_height (style) + SCOPE_GAP;
}

static void
paint_heading (const ScopeGatePlotGate *gate, double x, double end, double top,
               const ScopeStyle *style, cairo_t *cr)
{
  const ScopePalette *palette = scope_style_get_palette (style);
  double name_width, symbol_width;

  scope_style_measure (style, gate->name, FALSE, &name_width, NULL);
  scope_style_measure (style, gate->symbol, TRUE, &symbol_width, NULL);
  if (x + name_width + SCOPE_GAP + symbol_width <= end)
    x += scope_label_paint_at (style, cr, gate->name, x, top, 0, 0, FALSE, &palette->foreground)
             .width
         + SCOPE_GAP;
  scope_label_paint_at (style, cr, gate->symbol, x, top, 0, 0, TRUE, &palette->foreground);
}

void
scope_gate_headings_paint (const ScopeGatePlot *plot, const ScopeGateLayout *layout, double top,
                           const ScopeStyle *style, cairo_t *cr, double width)
{
  const ScopePalette *palette;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  if (top < 1)
    return;
  palette = scope_style_get_palette (style);
  cairo_rectangle (cr, 0, top, width, get_height (style));
  scope_color_set_source (&palette->background, cr);
  cairo_fill (cr);
  for (guint gate = 0; gate < layout->n_gates; gate++)
    {
      cairo_rectangle_t column;

      if (!get_column (layout, gate, &column))
        continue;
      cairo_new_sub_path (cr);
      cairo_arc (cr, layout->dot_x[gate], top + layout->dot_y, layout->dot_radius, 0, 2 * G_PI);
      scope_color_set_source (scope_palette_get_hue (palette, plot->gates[gate].hue), cr);
      cairo_fill (cr);
      paint_heading (&plot->gates[gate], layout->dot_x[gate] + layout->dot_radius + SCOPE_GAP,
                     column.x + column.width, top, style, cr);
    }
}

int
scope_gate_headings_find (const ScopeGateLayout *layout, double top, const ScopeStyle *style,
                          double x, double y)
{
  g_return_val_if_fail (layout != NULL && style != NULL, -1);

  for (guint gate = 0; gate < layout->n_gates; gate++)
    {
      cairo_rectangle_t column;

      if (get_column (layout, gate, &column) && y >= 0
          && y < MAX (column.y, top >= 1 ? top + get_height (style) : 0) && x >= column.x
          && x < column.x + column.width)
        return (int) gate;
    }
  return -1;
}
