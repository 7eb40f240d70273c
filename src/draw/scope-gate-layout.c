/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-gate-plot.h"

#include "scope-axis.h"

#include <glib/gi18n.h>
#include <math.h>

/* Names of features take at most this share of the width. */
#define MOST_LABEL_SHARE 0.22
#define GATE_GAP 18.0
#define NARROW_GATE_GAP 8.0
#define LEAST_GATE_WIDTH 60.0
#define MOST_ROW_HEIGHT 48.0
/* Left of the matrices' letters: a ring around the picture that says that it has the focus is as wide. */
#define EDGE 2.0
/* Room right of the last gate, where what is beside its rows is marked. */
#define RIGHT_MARGIN 8.0
/* How high and wide trees are, the distance to the cells included. */
#define TREE_DEPTH 30.0
#define TREE_DISTANCE 2.0
/* A gate's own scale: distribution, colours, numbers. */
#define BAR_HEIGHT 50.0
/* What names of features may take of the height from a U whose rows are low already. */
#define MOST_NAMES_SHARE 0.65

static const ScopeCells *
get_cells (const ScopeGatePlot *plot, ScopeGatePart part)
{
  for (guint gate = 0; gate < plot->n_gates; gate++)
    if (plot->gates[gate].cells[part].data != NULL)
      return &plot->gates[gate].cells[part];
  return NULL;
}

static gsize
count_rows (const ScopeGatePlot *plot, ScopeGatePart part)
{
  const ScopeCells *cells = plot->show[part] ? get_cells (plot, part) : NULL;

  return cells != NULL && cells->cols > 0 ? cells->rows : 0;
}

static gsize
count_units (const ScopeGatePlot *plot)
{
  for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
    {
      const ScopeCells *cells = get_cells (plot, part);

      if (cells != NULL)
        return cells->cols;
    }
  return 0;
}

static char *
feature_text (gsize place, gconstpointer data)
{
  const ScopeGatePlot *plot = data;
  gsize feature = plot->feature_order != NULL ? plot->feature_order[place] : place;

  return plot->feature_labels != NULL ? g_strdup (plot->feature_labels[feature])
                                      : g_strdup_printf ("%" G_GSIZE_FORMAT, feature);
}

static char *
unit_text (gsize place, gconstpointer data)
{
  const ScopeGatePlot *plot = data;

  return g_strdup_printf ("%" G_GSIZE_FORMAT,
                          plot->unit_order != NULL ? (gsize) plot->unit_order[place] : place);
}

/* The index at each place, and the place of each index. */
static void
make_order (const guint *order, gsize n, guint **indices, guint **places)
{
  *indices = g_new (guint, MAX (n, 1));
  *places = g_new0 (guint, MAX (n, 1));
  for (gsize place = 0; place < n; place++)
    {
      guint index = order != NULL ? order[place] : (guint) place;

      (*indices)[place] = index;
      if (index < n)
        (*places)[index] = (guint) place;
    }
}

static const char *
get_from_title (const ScopeGatePlot *plot)
{
  return plot->from_title != NULL ? plot->from_title : _ ("from unit");
}

double
scope_gate_plot_measure_left (const ScopeGatePlot *plot, const ScopeStyle *style, double width)
{
  double limit = width * MOST_LABEL_SHARE;
  gsize features = count_rows (plot, SCOPE_GATE_PART_W);
  gsize units = count_rows (plot, SCOPE_GATE_PART_U);
  double widest, letter = 0, bold = 0;

  g_return_val_if_fail (plot != NULL && style != NULL, 0);

  widest = scope_axis_widest (style, features, feature_text, plot, limit);
  if (plot->bold_feature >= 0 && (gsize) plot->bold_feature < features)
    {
      g_autofree char *text = plot->feature_labels != NULL
                                  ? g_strdup (plot->feature_labels[plot->bold_feature])
                                  : g_strdup_printf ("%d", plot->bold_feature);

      scope_style_measure (style, text, TRUE, &bold, NULL);
    }
  if (units > 0)
    {
      g_autofree char *text = g_strdup_printf ("%" G_GSIZE_FORMAT, units - 1);

      scope_style_measure (style, text, TRUE, &letter, NULL);
      widest = MAX (widest, letter);
    }
  scope_style_measure (style, "W", TRUE, &letter, NULL);
  if (features == 0 && units > 0)
    {
      double title = 0;

      /* Stands beside the headings then. */
      scope_style_measure (style, get_from_title (plot), FALSE, &title, NULL);
      letter += SCOPE_GAP + title;
    }
  return MIN (MAX (MAX (widest, bold), letter), limit) + SCOPE_GAP + EDGE;
}

/* How high each part is, of @available in all: rows are equally high, but names of features have room
 * first, then numbers of units. */
static void
share_height (const ScopeGateLayout *layout, double line, double available,
              double heights[SCOPE_N_GATE_PARTS])
{
  double w = (double) layout->rows[SCOPE_GATE_PART_W];
  double u = (double) layout->rows[SCOPE_GATE_PART_U];
  double row;

  for (guint part = SCOPE_GATE_PART_B; part < SCOPE_N_GATE_PARTS; part++)
    {
      heights[part] = 0;
      if (layout->rows[part] > 0)
        heights[part] = CLAMP (available * 0.1, 6, w + u > 0 ? line : MOST_ROW_HEIGHT);
    }
  available -= heights[SCOPE_GATE_PART_B] + heights[SCOPE_GATE_PART_V];
  heights[SCOPE_GATE_PART_W] = heights[SCOPE_GATE_PART_U] = 0;
  if (w + u == 0)
    return;

  row = MIN (available / (w + u), MOST_ROW_HEIGHT);
  heights[SCOPE_GATE_PART_W] = w * row;
  heights[SCOPE_GATE_PART_U] = u * row;
  if (row < line && w > 0 && u > 0)
    {
      double wanted = MIN (w * ceil (line), available * MOST_NAMES_SHARE);

      heights[SCOPE_GATE_PART_U] = MIN (available - wanted, u * ceil (line));
      heights[SCOPE_GATE_PART_W] = available - heights[SCOPE_GATE_PART_U];
    }
}

/* Above U: a line for its name, and room for the half of a number that stands beside a row lower
 * than itself. */
static double
part_gap (const gsize rows[SCOPE_N_GATE_PARTS], double line, double height)
{
  double lines = (double) (rows[SCOPE_GATE_PART_W] + rows[SCOPE_GATE_PART_U]) * line;

  /* Headings, numbers under it and gaps take about four lines of the height. */
  return ceil (lines > height - 5 * line ? 2 * line : 1.5 * line);
}

static double
gaps_height (const gsize rows[SCOPE_N_GATE_PARTS], double line, double available)
{
  double height = 0;
  gsize above = rows[SCOPE_GATE_PART_W] + rows[SCOPE_GATE_PART_U];

  if (rows[SCOPE_GATE_PART_W] > 0 && rows[SCOPE_GATE_PART_U] > 0)
    height += part_gap (rows, line, available);
  for (guint part = SCOPE_GATE_PART_B; part < SCOPE_N_GATE_PARTS; part++)
    {
      if (rows[part] > 0 && above > 0)
        height += ceil (line);
      above += rows[part];
    }
  return height;
}

double
scope_gate_plot_get_above_height (const ScopeGatePlot *plot)
{
  double height;

  g_return_val_if_fail (plot != NULL, 0);

  height = plot->unit_tree != NULL ? TREE_DEPTH : 0;
  for (guint gate = 0; gate < plot->n_gates; gate++)
    if (plot->gates[gate].counts != NULL)
      return height + BAR_HEIGHT;
  return height;
}

static double
right_width (const ScopeGatePlot *plot)
{
  return RIGHT_MARGIN + (plot->unit_tree != NULL || plot->feature_tree != NULL ? TREE_DEPTH : 0);
}

double
scope_gate_plot_get_natural_height (const ScopeGatePlot *plot, const ScopeStyle *style)
{
  double line, height;
  gsize rows[SCOPE_N_GATE_PARTS];

  g_return_val_if_fail (plot != NULL && style != NULL, 0);

  line = scope_style_get_line_height (style);
  height = line + SCOPE_GAP + 2 + SCOPE_GAP / 2 + line + (plot->unit_title != NULL ? line : 0)
           + scope_gate_plot_get_above_height (plot);
  for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
    {
      rows[part] = count_rows (plot, (ScopeGatePart) part);
      height += (double) rows[part] * ceil (line + 1);
    }
  return ceil (height + gaps_height (rows, line, INFINITY));
}

static void
add_headings (const ScopeGatePlot *plot, const ScopeStyle *style, ScopeGateLayout *layout,
              double left, double gate_width, double gap)
{
  double line = scope_style_get_line_height (style);

  layout->dot_radius = 5;
  layout->dot_y = line / 2;
  for (guint gate = 0; gate < plot->n_gates; gate++)
    {
      double x = left + gate * (gate_width + gap);
      double end = x + gate_width;
      double symbol_width, name_width;

      layout->dot_x[gate] = x + layout->dot_radius + 1;
      x += 2 * layout->dot_radius + 1 + SCOPE_GAP;
      /* "forget f", as everywhere; where that has no room, the sign, which is shorter. */
      scope_style_measure (style, plot->gates[gate].symbol, TRUE, &symbol_width, NULL);
      scope_style_measure (style, plot->gates[gate].name != NULL ? plot->gates[gate].name : "",
                           FALSE, &name_width, NULL);
      if (name_width > 0 && x + name_width + SCOPE_GAP + symbol_width <= end)
        {
          scope_labels_add (layout->labels, plot->gates[gate].name, x, 0, 0, 0, 0, FALSE,
                            SCOPE_TONE_NORMAL);
          x += name_width + SCOPE_GAP;
        }
      scope_labels_add (layout->labels, plot->gates[gate].symbol, x, 0, 0, 0, MAX (end - x, 1),
                        TRUE, SCOPE_TONE_NORMAL);
    }
}

static void
add_part_title (const ScopeGatePlot *plot, ScopeGateLayout *layout, ScopeGatePart part, double y,
                double align_y, double left)
{
  static const char *const letters[SCOPE_N_GATE_PARTS] = { "W", "U", "b", "V" };
  const ScopeLabel *label = scope_labels_add (layout->labels, letters[part], EDGE, y, 0, align_y, 0,
                                              TRUE, SCOPE_TONE_NORMAL);

  if (part == SCOPE_GATE_PART_U)
    scope_labels_try_add (
        layout->labels, get_from_title (plot), label->rect.x + label->rect.width + SCOPE_GAP, y, 0,
        align_y, left - EDGE - label->rect.width - 2 * SCOPE_GAP, FALSE, SCOPE_TONE_DIM, 0, NULL);
}

static void
add_row_labels (const ScopeGatePlot *plot, const ScopeStyle *style, ScopeGateLayout *layout,
                ScopeGatePart part, double left, double y, double height, gssize chosen_place)
{
  gssize bold = chosen_place;

  if (part >= SCOPE_GATE_PART_B)
    return;
  if (part == SCOPE_GATE_PART_W)
    bold = plot->bold_feature >= 0 && (gsize) plot->bold_feature < layout->rows[part]
               ? (gssize) layout->feature_places[plot->bold_feature]
               : -1;
  scope_axis_add_rows_seen (layout->labels, style, layout->rows[part], layout->seen_rows[part],
                            left - SCOPE_GAP, y, height, left - SCOPE_GAP, bold,
                            part == SCOPE_GATE_PART_W ? feature_text : unit_text, plot);
}

/* Scales and trees between the headings, which end at @y, and the cells. */
static void
add_above (const ScopeGatePlot *plot, ScopeGateLayout *layout, double left, double gate_width,
           double gap, double y)
{
  double tree_y = y + scope_gate_plot_get_above_height (plot) - TREE_DEPTH;

  for (guint gate = 0; gate < plot->n_gates; gate++)
    {
      double x = left + gate * (gate_width + gap);

      if (plot->gates[gate].counts != NULL)
        layout->bar[gate] = (cairo_rectangle_t){ x, y, gate_width, BAR_HEIGHT - SCOPE_GAP };
      if (plot->unit_tree != NULL)
        layout->unit_tree[gate] =
            (cairo_rectangle_t){ x, tree_y, gate_width, TREE_DEPTH - TREE_DISTANCE };
    }
}

static double
measure_unit_number (const ScopeGateLayout *layout, const ScopeStyle *style)
{
  g_autofree char *text = g_strdup_printf ("%" G_GSIZE_FORMAT, layout->units - 1);
  double width = 0;

  /* Figures are tabular: the number with the most of them is the widest. */
  scope_style_measure (style, text, FALSE, &width, NULL);
  return width;
}

static ScopeSpan
check_span (ScopeSpan span)
{
  if (!(span.size > 0) || span.size > 1)
    span.size = 1;
  span.start = CLAMP (span.start, 0, 1 - span.size);
  return span;
}

ScopeGateLayout *
scope_gate_layout_new (const ScopeGatePlot *plot, const ScopeStyle *style, double width,
                       double height)
{
  ScopeGateLayout *layout;
  double line, left, gap, gate_width, y, bottom, available, widest, right,
      heights[SCOPE_N_GATE_PARTS];
  guint n_parts = 0;
  gboolean first = TRUE;
  gssize chosen_place;
  cairo_rectangle_t bounds = { 0, 0, width, height };

  g_return_val_if_fail (plot != NULL && style != NULL, NULL);
  g_return_val_if_fail (plot->n_gates <= SCOPE_GATE_PLOT_MAX_GATES, NULL);

  layout = g_new0 (ScopeGateLayout, 1);
  layout->labels = scope_labels_new (style);
  layout->n_gates = plot->n_gates;
  layout->units = count_units (plot);
  for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
    {
      layout->rows[part] = count_rows (plot, (ScopeGatePart) part);
      n_parts += layout->rows[part] > 0;
      layout->seen_rows[part] = check_span (plot->seen_rows[part]);
    }
  make_order (plot->unit_order, layout->units, &layout->order, &layout->places);
  make_order (plot->feature_order, layout->rows[SCOPE_GATE_PART_W], &layout->feature_order,
              &layout->feature_places);
  layout->seen_units = check_span (plot->seen_units);
  if (n_parts == 0 || layout->units == 0)
    return layout;
  chosen_place = plot->chosen_unit >= 0 && (gsize) plot->chosen_unit < layout->units
                     ? (gssize) layout->places[plot->chosen_unit]
                     : -1;

  line = scope_style_get_line_height (style);
  left = ceil (plot->left > 0 ? plot->left : scope_gate_plot_measure_left (plot, style, width));
  right = right_width (plot);
  gap = width - left - right < plot->n_gates * (LEAST_GATE_WIDTH + GATE_GAP) ? NARROW_GATE_GAP
                                                                             : GATE_GAP;
  gate_width = MAX (1, floor ((width - left - right - gap * (plot->n_gates - 1)) / plot->n_gates));
  add_headings (plot, style, layout, left, gate_width, gap);

  y = ceil (line + SCOPE_GAP);
  add_above (plot, layout, left, gate_width, gap, y);
  y += scope_gate_plot_get_above_height (plot);
  bottom = ceil (SCOPE_GAP / 2 + 1 + line + (plot->unit_title != NULL ? line : 0));
  available = height - y - bottom - gaps_height (layout->rows, line, height);
  share_height (layout, line, MAX (available, 10), heights);
  for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
    {
      if (layout->rows[part] == 0)
        continue;
      if (!first)
        y += part >= SCOPE_GATE_PART_B ? ceil (line) : part_gap (layout->rows, line, height);
      for (guint gate = 0; gate < plot->n_gates; gate++)
        if (plot->gates[gate].cells[part].data != NULL)
          layout->area[gate][part] =
              (cairo_rectangle_t){ left + gate * (gate_width + gap), y, gate_width,
                                   MAX (1, floor (heights[part])) };
      if ((part == SCOPE_GATE_PART_W && plot->feature_tree != NULL)
          || (part == SCOPE_GATE_PART_U && plot->unit_tree != NULL))
        layout->row_tree[part] =
            (cairo_rectangle_t){ width - TREE_DEPTH, y, TREE_DEPTH - TREE_DISTANCE,
                                 MAX (1, floor (heights[part])) };
      /* b and V, which have no names, are named beside their rows, the first part on the headings' line, and
       * the second in the gap above it, as wide as it needs. */
      if (part >= SCOPE_GATE_PART_B)
        add_part_title (plot, layout, (ScopeGatePart) part, y + floor (heights[part]) / 2, 0.5,
                        left);
      else
        add_part_title (plot, layout, (ScopeGatePart) part,
                        first ? 0 : y - part_gap (layout->rows, line, height) / 2, first ? 0 : 0.5,
                        first ? left : width);
      add_row_labels (plot, style, layout, (ScopeGatePart) part, left, y,
                      MAX (1, floor (heights[part])), chosen_place);
      y += MAX (1, floor (heights[part]));
      first = FALSE;
    }

  y += SCOPE_GAP / 2 + 1;
  for (guint gate = 0; gate < plot->n_gates; gate++)
    scope_axis_add_bold_column_seen (layout->labels, style, layout->units, layout->seen_units,
                                     left + gate * (gate_width + gap), gate_width, y, chosen_place,
                                     unit_text, plot, &bounds);
  widest = measure_unit_number (layout, style);
  for (guint gate = 0; gate < plot->n_gates; gate++)
    scope_axis_add_columns_seen (layout->labels, style, layout->units, layout->seen_units,
                                 left + gate * (gate_width + gap), gate_width, y, chosen_place,
                                 widest, unit_text, plot, &bounds);
  scope_labels_try_add (layout->labels, plot->unit_title, left + (width - left) / 2, y + line, 0.5,
                        0, width - left, FALSE, SCOPE_TONE_DIM, 0, &bounds);
  return layout;
}

void
scope_gate_layout_free (ScopeGateLayout *layout)
{
  if (layout == NULL)
    return;
  g_free (layout->order);
  g_free (layout->places);
  g_free (layout->feature_order);
  g_free (layout->feature_places);
  scope_labels_free (layout->labels);
  g_free (layout);
}

/* The data's row at a place. */
static guint
get_row_at (const ScopeGateLayout *layout, guint part, gsize place)
{
  if (part == SCOPE_GATE_PART_U)
    return layout->order[place];
  return part == SCOPE_GATE_PART_W ? layout->feature_order[place] : (guint) place;
}

/* The place of @n that a share of what is seen falls on. */
static gsize
find_place (ScopeSpan seen, double share, gsize n)
{
  double place = floor ((seen.start + share * seen.size) * (double) n);

  return (gsize) CLAMP (place, 0, (double) n - 1);
}

gboolean
scope_gate_layout_hit (const ScopeGateLayout *layout, double x, double y, ScopeGateCell *cell)
{
  g_return_val_if_fail (layout != NULL, FALSE);

  for (guint gate = 0; gate < layout->n_gates; gate++)
    for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
      {
        const cairo_rectangle_t *area = &layout->area[gate][part];
        gsize row, column;

        if (!(x >= area->x && x < area->x + area->width)
            || !(y >= area->y && y < area->y + area->height))
          continue;
        row =
            find_place (layout->seen_rows[part], (y - area->y) / area->height, layout->rows[part]);
        column = find_place (layout->seen_units, (x - area->x) / area->width, layout->units);
        if (cell != NULL)
          *cell = (ScopeGateCell){ (ScopeGatePart) part, gate, get_row_at (layout, part, row),
                                   layout->order[column] };
        return TRUE;
      }
  return FALSE;
}

/* The place of a cell's row. */
static gsize
get_row_place (const ScopeGateLayout *layout, const ScopeGateCell *cell)
{
  if (cell->part == SCOPE_GATE_PART_U)
    return layout->places[cell->row];
  return cell->part == SCOPE_GATE_PART_W ? layout->feature_places[cell->row] : cell->row;
}

void
scope_gate_layout_get_place (const ScopeGateLayout *layout, const ScopeGateCell *cell,
                             ScopeSpan *rows, ScopeSpan *columns)
{
  g_return_if_fail (layout != NULL && cell != NULL && rows != NULL && columns != NULL);
  g_return_if_fail (cell->unit < layout->units && (guint) cell->part < SCOPE_N_GATE_PARTS);

  rows->size = 1.0 / (double) MAX (layout->rows[cell->part], 1);
  rows->start =
      cell->row < layout->rows[cell->part] ? (double) get_row_place (layout, cell) * rows->size : 0;
  columns->size = 1.0 / (double) layout->units;
  columns->start = layout->places[cell->unit] * columns->size;
}

gboolean
scope_gate_layout_get_cell (const ScopeGateLayout *layout, const ScopeGateCell *cell,
                            cairo_rectangle_t *rect)
{
  const cairo_rectangle_t *area;
  ScopeSpan rows, columns, seen_rows, seen_units;
  double left, right, top, bottom;

  g_return_val_if_fail (layout != NULL && cell != NULL && rect != NULL, FALSE);

  if (cell->gate >= layout->n_gates || (guint) cell->part >= SCOPE_N_GATE_PARTS
      || cell->row >= layout->rows[cell->part] || cell->unit >= layout->units)
    return FALSE;
  area = &layout->area[cell->gate][cell->part];
  if (area->width <= 0)
    return FALSE;
  scope_gate_layout_get_place (layout, cell, &rows, &columns);
  seen_rows = layout->seen_rows[cell->part];
  seen_units = layout->seen_units;
  left = (columns.start - seen_units.start) / seen_units.size;
  right = left + columns.size / seen_units.size;
  top = (rows.start - seen_rows.start) / seen_rows.size;
  bottom = top + rows.size / seen_rows.size;
  if (right <= 1e-9 || left >= 1 - 1e-9 || bottom <= 1e-9 || top >= 1 - 1e-9)
    return FALSE;
  left = MAX (left, 0);
  top = MAX (top, 0);
  rect->x = area->x + left * area->width;
  rect->y = area->y + top * area->height;
  rect->width = (MIN (right, 1) - left) * area->width;
  rect->height = (MIN (bottom, 1) - top) * area->height;
  return TRUE;
}

/* A gate may lack a part, as the candidate has no peepholes: sideways steps pass it by. FALSE where nothing is beyond. */
static gboolean
skip_absent (const ScopeGateLayout *layout, const ScopeGateCell *from, int columns,
             ScopeGateCell *moved)
{
  int direction = columns < 0 ? -1 : 1;

  if (layout->area[moved->gate][moved->part].width > 0)
    return TRUE;
  if (columns == 0)
    return FALSE;
  for (int gate = (int) moved->gate; gate >= 0 && gate < (int) layout->n_gates; gate += direction)
    if (layout->area[gate][moved->part].width > 0)
      {
        moved->gate = (guint) gate;
        moved->unit = layout->order[direction < 0 ? layout->units - 1 : 0];
        return moved->gate != from->gate;
      }
  return FALSE;
}

gboolean
scope_gate_layout_step (const ScopeGateLayout *layout, ScopeGateCell *cell, int columns, int rows)
{
  gint64 column, row, all_rows = 0, part_start = 0;
  ScopeGateCell moved;

  g_return_val_if_fail (layout != NULL && cell != NULL, FALSE);

  if (layout->units == 0 || layout->n_gates == 0)
    return FALSE;
  for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
    {
      if (part < (guint) cell->part)
        part_start += (gint64) layout->rows[part];
      all_rows += (gint64) layout->rows[part];
    }
  if (all_rows == 0 || cell->unit >= layout->units || (guint) cell->part >= SCOPE_N_GATE_PARTS
      || cell->row >= MAX (layout->rows[cell->part], layout->units))
    return FALSE;

  column = (gint64) cell->gate * (gint64) layout->units + layout->places[cell->unit] + columns;
  column = CLAMP (column, 0, (gint64) layout->n_gates * (gint64) layout->units - 1);
  row = part_start + (gint64) get_row_place (layout, cell) + rows;
  row = CLAMP (row, 0, all_rows - 1);

  moved.gate = (guint) (column / (gint64) layout->units);
  moved.unit = layout->order[column % (gint64) layout->units];
  moved.part = SCOPE_GATE_PART_W;
  while (row >= (gint64) layout->rows[moved.part])
    {
      row -= (gint64) layout->rows[moved.part];
      moved.part++;
    }
  moved.row = get_row_at (layout, moved.part, (gsize) row);
  if (!skip_absent (layout, cell, columns, &moved))
    return FALSE;
  if (moved.gate == cell->gate && moved.unit == cell->unit && moved.part == cell->part
      && moved.row == cell->row)
    return FALSE;
  *cell = moved;
  return TRUE;
}
