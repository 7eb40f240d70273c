/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-zoom.h"

#include <math.h>

/* Pixels at which a cell and its name are read with ease: rows or columns that have them do not grow while the others have not. */
#define GOOD_CELL 22.0
/* Larger ones show nothing more. */
#define MOST_CELL 96.0
#define BAR_WIDTH 3.0
#define BAR_DISTANCE 2.5
#define LEAST_BAR 12.0

void
scope_gate_zoom_init (ScopeGateZoom *zoom)
{
  g_return_if_fail (zoom != NULL);

  zoom->units = SCOPE_SPAN_ALL;
  for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
    zoom->rows[part] = SCOPE_SPAN_ALL;
}

gboolean
scope_gate_zoom_is_whole (const ScopeGateZoom *zoom)
{
  g_return_val_if_fail (zoom != NULL, TRUE);

  for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
    if (zoom->rows[part].size < 1)
      return FALSE;
  return zoom->units.size >= 1;
}

/* Where the cells of a part are in any gate that has it; FALSE where none does. */
static gboolean
find_area (const ScopeGateLayout *layout, guint part, cairo_rectangle_t *area)
{
  for (guint gate = 0; gate < layout->n_gates; gate++)
    if (layout->area[gate][part].width > 0)
      {
        *area = layout->area[gate][part];
        return TRUE;
      }
  return FALSE;
}

static gboolean
find_any_area (const ScopeGateLayout *layout, cairo_rectangle_t *area)
{
  for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
    if (find_area (layout, part, area))
      return TRUE;
  return FALSE;
}

static gboolean
set_span (ScopeSpan *span, double start, double size)
{
  ScopeSpan before = *span;

  size = MIN (size, 1);
  /* The last rounding of a way back to the whole. */
  if (size > 1 - 1e-6)
    size = 1;
  span->size = size;
  span->start = CLAMP (start, 0, 1 - size);
  return fabs (span->start - before.start) > 1e-9 || fabs (span->size - before.size) > 1e-9;
}

static double
get_cell_size (ScopeSpan span, gsize n, double length)
{
  return length / (span.size * (double) MAX (n, 1));
}

/* By @factor around the share @anchor of what is seen, but so that cells are at most @most pixels. */
static gboolean
scale_span (ScopeSpan *span, gsize n, double length, double factor, double anchor, double most)
{
  double least = MIN (1, length / ((double) MAX (n, 1) * most));
  double size = span->size / factor;

  /* A layout that has become larger since may show larger cells than that: they do not jump back. */
  size = factor > 1 ? MIN (MAX (size, least), span->size) : MAX (size, span->size);
  return set_span (span, span->start + anchor * (span->size - size), size);
}

/* Which gate's columns a point is over, or beside: its share of their width, and FALSE left of all. */
static gboolean
find_column_share (const ScopeGateLayout *layout, double x, double *share)
{
  gboolean found = FALSE;

  *share = 0.5;
  if (isnan (x))
    return TRUE;
  for (guint gate = 0; gate < layout->n_gates; gate++)
    for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
      {
        const cairo_rectangle_t *area = &layout->area[gate][part];

        if (area->width <= 0 || x < area->x)
          continue;
        *share = CLAMP ((x - area->x) / area->width, 0, 1);
        found = TRUE;
      }
  return found;
}

static gboolean
find_row_share (const ScopeGateLayout *layout, double y, guint *part, double *share)
{
  *share = 0.5;
  if (isnan (y))
    return *part < SCOPE_N_GATE_PARTS && layout->rows[*part] > 0;
  for (*part = 0; *part < SCOPE_N_GATE_PARTS; (*part)++)
    {
      cairo_rectangle_t area;

      if (!find_area (layout, *part, &area) || y < area.y || y >= area.y + area.height)
        continue;
      *share = (y - area.y) / area.height;
      return TRUE;
    }
  return FALSE;
}

gboolean
scope_gate_zoom_scale (ScopeGateZoom *zoom, const ScopeGateLayout *layout, double factor, double x,
                       double y, ScopeGatePart part)
{
  cairo_rectangle_t area, columns;
  double column_share, row_share, width, height = INFINITY;
  guint row_part = part;
  gboolean with_columns, with_rows, changed = FALSE;
  double most;

  g_return_val_if_fail (zoom != NULL && layout != NULL, FALSE);
  g_return_val_if_fail (factor > 0, FALSE);

  if (layout->units == 0 || !find_any_area (layout, &columns))
    return FALSE;
  with_columns = find_column_share (layout, x, &column_share);
  with_rows = find_row_share (layout, y, &row_part, &row_share) && layout->rows[row_part] > 1
              && find_area (layout, row_part, &area);
  width = get_cell_size (zoom->units, layout->units, columns.width);
  if (with_rows)
    height = get_cell_size (zoom->rows[row_part], layout->rows[row_part], area.height);

  /* Those that are good to read wait for the others. */
  most =
      factor > 1 && with_columns && width < GOOD_CELL && height >= GOOD_CELL ? height : MOST_CELL;
  if (with_rows)
    changed |= scale_span (&zoom->rows[row_part], layout->rows[row_part], area.height, factor,
                           row_share, most);
  most = factor > 1 && with_rows && height < GOOD_CELL && width >= GOOD_CELL ? width : MOST_CELL;
  if (with_columns)
    changed |= scale_span (&zoom->units, layout->units, columns.width, factor, column_share, most);
  return changed;
}

gboolean
scope_gate_zoom_pan (ScopeGateZoom *zoom, const ScopeGateLayout *layout, double dx, double dy,
                     ScopeGatePart part)
{
  cairo_rectangle_t area;
  gboolean changed = FALSE;

  g_return_val_if_fail (zoom != NULL && layout != NULL, FALSE);

  if (dx != 0 && find_any_area (layout, &area))
    changed |= set_span (&zoom->units, zoom->units.start - dx / area.width * zoom->units.size,
                         zoom->units.size);
  if (dy != 0 && (guint) part < SCOPE_N_GATE_PARTS && find_area (layout, part, &area))
    {
      ScopeSpan *rows = &zoom->rows[part];

      changed |= set_span (rows, rows->start - dy / area.height * rows->size, rows->size);
    }
  return changed;
}

static gboolean
reveal_span (ScopeSpan *span, ScopeSpan place)
{
  double start = span->start;

  if (place.start + place.size > start + span->size)
    start = place.start + place.size - span->size;
  if (place.start < start)
    start = place.start;
  return set_span (span, start, span->size);
}

gboolean
scope_gate_zoom_reveal (ScopeGateZoom *zoom, const ScopeGateLayout *layout,
                        const ScopeGateCell *cell)
{
  ScopeSpan rows, columns;
  gboolean changed;

  g_return_val_if_fail (zoom != NULL && layout != NULL && cell != NULL, FALSE);

  if (cell->unit >= layout->units)
    return FALSE;
  scope_gate_layout_get_place (layout, cell, &rows, &columns);
  changed = reveal_span (&zoom->units, columns);
  return reveal_span (&zoom->rows[cell->part], rows) || changed;
}

gboolean
scope_gate_zoom_reveal_unit (ScopeGateZoom *zoom, const ScopeGateLayout *layout, guint unit)
{
  ScopeSpan place;

  g_return_val_if_fail (zoom != NULL && layout != NULL, FALSE);

  if (unit >= layout->units)
    return FALSE;
  place.size = 1.0 / (double) layout->units;
  place.start = layout->places[unit] * place.size;
  return reveal_span (&zoom->units, place);
}

static void
paint_bar (cairo_t *cr, double x, double y, double length, ScopeSpan span, gboolean upright,
           const ScopePalette *palette)
{
  double bar = MAX (LEAST_BAR, span.size * length);
  double start = span.start / (1 - span.size) * (length - bar);
  ScopeColor thumb = scope_color_mix (&palette->background, &palette->foreground, 0.6);

  for (int i = 0; i < 2; i++)
    {
      double from = i == 0 ? 0 : start;
      double to = i == 0 ? length : start + bar;

      scope_color_set_source (i == 0 ? &palette->grid : &thumb, cr);
      cairo_set_line_width (cr, BAR_WIDTH);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
      cairo_move_to (cr, upright ? x : x + from, upright ? y + from : y);
      cairo_line_to (cr, upright ? x : x + to, upright ? y + to : y);
      cairo_stroke (cr);
    }
}

void
scope_gate_zoom_paint (const ScopeGateZoom *zoom, const ScopeGateLayout *layout,
                       const ScopeStyle *style, cairo_t *cr)
{
  const ScopePalette *palette;

  g_return_if_fail (zoom != NULL && layout != NULL && style != NULL && cr != NULL);

  palette = scope_style_get_palette (style);
  for (guint gate = 0; gate < layout->n_gates; gate++)
    {
      const cairo_rectangle_t *last = NULL;

      for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
        {
          const cairo_rectangle_t *area = &layout->area[gate][part];

          if (area->width <= 0)
            continue;
          last = area;
          /* Rows are the same in all gates. */
          if (zoom->rows[part].size < 1 && gate == layout->n_gates - 1)
            paint_bar (cr, area->x + area->width + BAR_DISTANCE, area->y, area->height,
                       zoom->rows[part], TRUE, palette);
        }
      if (last != NULL && zoom->units.size < 1)
        paint_bar (cr, last->x, last->y + last->height + BAR_DISTANCE, last->width, zoom->units,
                   FALSE, palette);
    }
}
