/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-distribution-plot.h"

#include "scope-axis.h"
#include "scope-format.h"

#include <math.h>

#define PANEL_GAP 18.0
#define KEY_WIDTH 16.0
#define KEY_SPACING 18.0
#define TICK_DISTANCE 44.0
#define NATURAL_PANEL_HEIGHT 72.0
/* A reference that is much steeper than what is compared with it is cut off rather than that all bars lie flat. */
#define MOST_REFERENCE 1.6

static const double dashes[] = { 4, 3 };

void
scope_distribution_plot_init (ScopeDistributionPlot *plot)
{
  g_return_if_fail (plot != NULL);

  *plot = (ScopeDistributionPlot){ .chosen_row = -1, .cursor_row = -1 };
  for (guint row = 0; row < SCOPE_DISTRIBUTION_PLOT_MAX_ROWS; row++)
    for (guint column = 0; column < SCOPE_DISTRIBUTION_PLOT_MAX_COLUMNS; column++)
      plot->panels[row][column].atom = NAN;
}

static double
find_largest (const double *shares, guint n)
{
  double most = 0;

  for (guint i = 0; shares != NULL && i < n; i++)
    most = MAX (most, shares[i]);
  return most;
}

static double
choose_top (const ScopeDistributionPlot *plot, guint row)
{
  guint n = plot->rows[row].n_bins;
  double most = 0, reference = 0;

  for (guint column = 0; column < plot->n_columns; column++)
    {
      most = MAX (most, find_largest (plot->panels[row][column].shares, n));
      reference = MAX (reference, find_largest (plot->panels[row][column].reference, n));
    }
  most = MAX (most, MIN (reference, most * MOST_REFERENCE));
  return most > 0 ? most * 1.08 : 1;
}

/* A round share that leaves room for the row's name above it. */
static double
choose_tick (double top)
{
  double power = pow (10, floor (log10 (top * 0.7)));

  return top * 0.7 >= 5 * power ? 5 * power : top * 0.7 >= 2 * power ? 2 * power : power;
}

static char *
dup_tick_text (double top)
{
  g_autofree char *number = scope_format_short (100 * choose_tick (top), 2);

  return g_strdup_printf ("%s\u00a0%%", number);
}

static double
measure_left (const ScopeDistributionPlot *plot, const ScopeDistributionLayout *layout,
              const ScopeStyle *style)
{
  double widest = 0;

  for (guint row = 0; row < plot->n_rows; row++)
    {
      g_autofree char *text = dup_tick_text (layout->top[row]);
      double width;

      scope_style_measure (style, text, FALSE, &width, NULL);
      widest = MAX (widest, width);
      scope_style_measure (style, plot->rows[row].name != NULL ? plot->rows[row].name : "", TRUE,
                           &width, NULL);
      widest = MAX (widest, width);
    }
  return ceil (widest) + SCOPE_GAP;
}

static void
add_legend (const ScopeDistributionPlot *plot, const ScopeStyle *style,
            ScopeDistributionLayout *layout, double x)
{
  const char *names[2] = { plot->values_name, plot->reference_name };
  double line = scope_style_get_line_height (style);

  for (guint i = 0; i < 2; i++)
    {
      const ScopeLabel *label;
      double room = layout->width - x - KEY_WIDTH - SCOPE_GAP;

      if (names[i] == NULL || room < 3 * line)
        continue;
      layout->keys[i] = (cairo_rectangle_t){ x, floor (line / 2) - 5, KEY_WIDTH, 10 };
      label = scope_labels_add (layout->labels, names[i], x + KEY_WIDTH + SCOPE_GAP, 0, 0, 0, room,
                                FALSE, SCOPE_TONE_NORMAL);
      if (label != NULL)
        x = label->rect.x + label->rect.width + KEY_SPACING;
    }
}

static gboolean
has_legend (const ScopeDistributionPlot *plot)
{
  return plot->values_name != NULL || plot->reference_name != NULL;
}

double
scope_distribution_plot_get_natural_height (const ScopeDistributionPlot *plot,
                                            const ScopeStyle *style)
{
  double line;

  g_return_val_if_fail (plot != NULL && style != NULL, 0);

  line = ceil (scope_style_get_line_height (style));
  return (has_legend (plot) ? line + SCOPE_GAP : 0) + line + SCOPE_GAP
         + plot->n_rows * (2 * line + NATURAL_PANEL_HEIGHT + SCOPE_GAP)
         + (plot->axis_title != NULL ? line : 0) + line / 2;
}

static void
add_row_labels (const ScopeDistributionPlot *plot, ScopeDistributionLayout *layout, guint row,
                double line)
{
  cairo_rectangle_t bounds = { 0, 0, layout->width, layout->height };
  const cairo_rectangle_t *first = &layout->area[row][0];
  g_autofree char *tick = dup_tick_text (layout->top[row]);

  scope_labels_add (layout->labels, plot->rows[row].name, 0, first->y - line, 0, 0, 0, TRUE,
                    SCOPE_TONE_NORMAL);
  scope_labels_try_add (
      layout->labels, tick, first->x - SCOPE_GAP,
      first->y + first->height * (1 - choose_tick (layout->top[row]) / layout->top[row]), 1, 0.5, 0,
      FALSE, SCOPE_TONE_DIM, 0, &bounds);
  scope_labels_try_add (layout->labels, "0", first->x - SCOPE_GAP, first->y + first->height, 1, 0.5,
                        0, FALSE, SCOPE_TONE_DIM, 0, &bounds);
  for (guint column = 0; column < plot->n_columns; column++)
    {
      const cairo_rectangle_t *area = &layout->area[row][column];
      ScopeScale scale;

      scope_labels_add (layout->labels, plot->panels[row][column].note, area->x, area->y - line, 0,
                        0, area->width, FALSE, SCOPE_TONE_DIM);
      scope_scale_init (&scale, plot->rows[row].min, plot->rows[row].max, area->x,
                        area->x + area->width);
      for (guint i = 0; i < layout->ticks[row]->n_ticks; i++)
        scope_labels_try_add (layout->labels, layout->ticks[row]->ticks[i].label,
                              scope_scale_map (&scale, layout->ticks[row]->ticks[i].value),
                              area->y + area->height + 2, 0.5, 0, 0, FALSE, SCOPE_TONE_NORMAL, 4,
                              &bounds);
    }
}

ScopeDistributionLayout *
scope_distribution_layout_new (const ScopeDistributionPlot *plot, const ScopeStyle *style,
                               double width, double height)
{
  ScopeDistributionLayout *layout;
  double line, left, y, panel_width, panel_height, bottom;

  g_return_val_if_fail (plot != NULL && style != NULL, NULL);
  g_return_val_if_fail (plot->n_columns <= SCOPE_DISTRIBUTION_PLOT_MAX_COLUMNS, NULL);
  g_return_val_if_fail (plot->n_rows <= SCOPE_DISTRIBUTION_PLOT_MAX_ROWS, NULL);

  layout = g_new0 (ScopeDistributionLayout, 1);
  layout->labels = scope_labels_new (style);
  layout->width = width;
  layout->height = height;
  layout->n_columns = plot->n_columns;
  layout->n_rows = plot->n_columns > 0 ? plot->n_rows : 0;
  if (layout->n_rows == 0)
    return layout;

  line = ceil (scope_style_get_line_height (style));
  for (guint row = 0; row < plot->n_rows; row++)
    layout->top[row] = choose_top (plot, row);
  left = measure_left (plot, layout, style);
  add_legend (plot, style, layout, left);
  layout->heading_y = has_legend (plot) ? line + SCOPE_GAP : 0;
  y = layout->heading_y + line + SCOPE_GAP / 2;
  bottom = plot->axis_title != NULL ? line + SCOPE_GAP / 2 : 0;
  panel_width = MAX ((width - left - 2 - (plot->n_columns - 1) * PANEL_GAP) / plot->n_columns, 1);
  panel_height = MAX (floor ((height - y - bottom) / plot->n_rows - 2 * line - SCOPE_GAP), 1);
  for (guint row = 0; row < plot->n_rows; row++)
    {
      layout->ticks[row] =
          scope_ticks_new_linear (plot->rows[row].min, plot->rows[row].max,
                                  (guint) CLAMP (panel_width / TICK_DISTANCE, 2, 7));
      for (guint column = 0; column < plot->n_columns; column++)
        layout->area[row][column] = scope_axis_snap (left + column * (panel_width + PANEL_GAP),
                                                     y + line, panel_width, panel_height);
      y += panel_height + 2 * line + SCOPE_GAP;
      add_row_labels (plot, layout, row, line);
    }
  for (guint column = 0; column < plot->n_columns; column++)
    scope_panel_heading_add (&plot->headings[column], layout->labels, style,
                             layout->area[0][column].x, layout->heading_y,
                             layout->area[0][column].width);
  if (plot->axis_title != NULL)
    scope_labels_add (layout->labels, plot->axis_title, left, height, 0, 1, width - left, FALSE,
                      SCOPE_TONE_DIM);
  return layout;
}

void
scope_distribution_layout_free (ScopeDistributionLayout *layout)
{
  if (layout == NULL)
    return;
  for (guint row = 0; row < SCOPE_DISTRIBUTION_PLOT_MAX_ROWS; row++)
    scope_ticks_free (layout->ticks[row]);
  scope_labels_free (layout->labels);
  g_free (layout);
}

gboolean
scope_distribution_layout_hit (const ScopeDistributionLayout *layout,
                               const ScopeDistributionPlot *plot, double x, double y, guint *row,
                               guint *column, guint *bin)
{
  g_return_val_if_fail (layout != NULL && plot != NULL, FALSE);

  for (guint r = 0; r < layout->n_rows; r++)
    for (guint c = 0; c < layout->n_columns; c++)
      {
        const cairo_rectangle_t *area = &layout->area[r][c];
        guint n = plot->rows[r].n_bins;

        if (plot->panels[r][c].shares == NULL || n == 0 || !(x >= area->x)
            || !(x < area->x + area->width) || !(y >= area->y) || !(y < area->y + area->height))
          continue;
        if (row != NULL)
          *row = r;
        if (column != NULL)
          *column = c;
        if (bin != NULL)
          *bin = MIN ((guint) ((x - area->x) / area->width * n), n - 1);
        return TRUE;
      }
  return FALSE;
}

void
scope_distribution_layout_get_bin (const ScopeDistributionLayout *layout,
                                   const ScopeDistributionPlot *plot, guint row, guint column,
                                   guint bin, cairo_rectangle_t *rect)
{
  const cairo_rectangle_t *area;

  g_return_if_fail (layout != NULL && plot != NULL && rect != NULL);
  g_return_if_fail (row < layout->n_rows && column < layout->n_columns
                    && bin < plot->rows[row].n_bins);

  area = &layout->area[row][column];
  rect->width = area->width / plot->rows[row].n_bins;
  rect->x = area->x + bin * rect->width;
  rect->y = area->y;
  rect->height = area->height;
}

static double
map_share (const ScopeDistributionLayout *layout, guint row, guint column, double share)
{
  const cairo_rectangle_t *area = &layout->area[row][column];

  return area->y + area->height * (1 - CLAMP (share / layout->top[row], 0, 1));
}

static void
paint_bars (const ScopeDistributionPlot *plot, const ScopeDistributionLayout *layout, guint row,
            guint column, const ScopeColor *color, cairo_t *cr)
{
  const double *shares = plot->panels[row][column].shares;

  for (guint bin = 0; bin < plot->rows[row].n_bins; bin++)
    {
      cairo_rectangle_t rect;
      double y;

      if (!(shares[bin] > 0))
        continue;
      scope_distribution_layout_get_bin (layout, plot, row, column, bin, &rect);
      /* A single weight far out is seen as well. */
      y = MIN (map_share (layout, row, column, shares[bin]), rect.y + rect.height - 1);
      cairo_rectangle (cr, rect.x, y, rect.width - (rect.width > 3 ? 0.5 : 0),
                       rect.y + rect.height - y);
    }
  scope_color_set_source (color, cr);
  cairo_fill (cr);
}

static void
paint_reference (const ScopeDistributionPlot *plot, const ScopeDistributionLayout *layout,
                 guint row, guint column, const ScopePalette *palette, cairo_t *cr)
{
  const ScopeDistributionPanel *panel = &plot->panels[row][column];
  const cairo_rectangle_t *area = &layout->area[row][column];
  double bottom = area->y + area->height - 0.5;

  cairo_save (cr);
  cairo_rectangle (cr, area->x, area->y, area->width, area->height);
  cairo_clip (cr);
  if (isfinite (panel->atom))
    {
      ScopeScale scale;
      double x;

      scope_scale_init (&scale, plot->rows[row].min, plot->rows[row].max, area->x,
                        area->x + area->width);
      x = floor (scope_scale_map (&scale, panel->atom)) + 0.5;
      cairo_move_to (cr, x, area->y);
      cairo_line_to (cr, x, bottom);
    }
  else if (panel->reference != NULL)
    {
      cairo_move_to (cr, area->x, bottom);
      for (guint bin = 0; bin < plot->rows[row].n_bins; bin++)
        {
          cairo_rectangle_t rect;
          double y;

          scope_distribution_layout_get_bin (layout, plot, row, column, bin, &rect);
          y = MIN (map_share (layout, row, column, panel->reference[bin]), bottom);
          cairo_line_to (cr, rect.x, y);
          cairo_line_to (cr, rect.x + rect.width, y);
        }
      cairo_line_to (cr, area->x + area->width, bottom);
    }
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_set_line_width (cr, palette->high_contrast ? 2 : 1.5);
  scope_color_set_source (&palette->foreground, cr);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
paint_keys (const ScopeDistributionLayout *layout, const ScopePalette *palette, cairo_t *cr)
{
  const cairo_rectangle_t *bars = &layout->keys[0];
  const cairo_rectangle_t *line = &layout->keys[1];

  if (bars->width > 0)
    {
      cairo_rectangle (cr, bars->x, bars->y, bars->width, bars->height);
      scope_color_set_source (&palette->reference, cr);
      cairo_fill (cr);
    }
  if (line->width > 0)
    {
      double y = floor (line->y + line->height / 2) + 0.5;

      cairo_move_to (cr, line->x, y);
      cairo_line_to (cr, line->x + line->width, y);
      cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
      cairo_set_line_width (cr, 1.5);
      scope_color_set_source (&palette->foreground, cr);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
    }
}

void
scope_distribution_plot_paint (const ScopeDistributionPlot *plot,
                               const ScopeDistributionLayout *layout, const ScopeStyle *style,
                               cairo_t *cr)
{
  const ScopePalette *palette;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  palette = scope_style_get_palette (style);
  for (guint row = 0; row < layout->n_rows; row++)
    for (guint column = 0; column < layout->n_columns; column++)
      {
        const cairo_rectangle_t *area = &layout->area[row][column];

        cairo_rectangle (cr, area->x,
                         floor (map_share (layout, row, column, choose_tick (layout->top[row]))),
                         area->width, 1);
        scope_color_set_source (&palette->grid, cr);
        cairo_fill (cr);
        cairo_rectangle (cr, area->x, area->y + area->height, area->width, 1);
        scope_color_set_source (&palette->dim, cr);
        cairo_fill (cr);
        if (plot->panels[row][column].shares != NULL)
          paint_bars (plot, layout, row, column,
                      scope_palette_get_hue (palette, plot->headings[column].hue), cr);
        paint_reference (plot, layout, row, column, palette, cr);
      }
  for (guint column = 0; layout->n_rows > 0 && column < layout->n_columns; column++)
    scope_panel_heading_paint (&plot->headings[column], style, cr, layout->area[0][column].x,
                               layout->heading_y);
  paint_keys (layout, palette, cr);
  scope_labels_paint (layout->labels, cr);
}

void
scope_distribution_plot_paint_overlay (const ScopeDistributionPlot *plot,
                                       const ScopeDistributionLayout *layout,
                                       const ScopeStyle *style, cairo_t *cr)
{
  const ScopePalette *palette;
  cairo_rectangle_t rect;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  palette = scope_style_get_palette (style);
  if (plot->chosen_row >= 0 && (guint) plot->chosen_row < layout->n_rows
      && plot->chosen_column < layout->n_columns)
    scope_axis_paint_choice (cr, &layout->area[plot->chosen_row][plot->chosen_column],
                             &palette->accent, palette, 2);
  if (plot->cursor_row < 0 || (guint) plot->cursor_row >= layout->n_rows
      || plot->cursor_column >= layout->n_columns
      || plot->cursor_bin >= plot->rows[plot->cursor_row].n_bins)
    return;
  scope_distribution_layout_get_bin (layout, plot, (guint) plot->cursor_row, plot->cursor_column,
                                     plot->cursor_bin, &rect);
  scope_axis_paint_choice (cr, &rect, &palette->accent, palette, 1);
}

void
scope_distribution_plot_draw (const ScopeDistributionPlot *plot, const ScopeStyle *style,
                              cairo_t *cr, double width, double height)
{
  g_autoptr (ScopeDistributionLayout) layout =
      scope_distribution_layout_new (plot, style, width, height);

  scope_distribution_plot_paint (plot, layout, style, cr);
  scope_distribution_plot_paint_overlay (plot, layout, style, cr);
}
