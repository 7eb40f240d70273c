/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-lag-plot.h"

#include "scope-axis.h"
#include "scope-raster.h"

#include <glib/gi18n.h>
#include <math.h>

#define KEY_SIZE 10.0
#define KEY_SPACING 14.0
#define Y_TICK_DISTANCE 42.0
/* Bars keep a gap where columns are at least so wide. */
#define LEAST_GAPPED 4.0

void
scope_lag_plot_init (ScopeLagPlot *plot)
{
  g_return_if_fail (plot != NULL);

  *plot = (ScopeLagPlot){ .tolerance = NAN, .y_max = NAN };
}

static double
choose_y_max (const ScopeLagPlot *plot)
{
  double most = 0;

  if (isfinite (plot->y_max) && plot->y_max > 0)
    return plot->y_max;
  for (guint i = 0; i < plot->n_lags; i++)
    {
      if (isfinite (plot->median[i]))
        most = MAX (most, plot->median[i]);
      if (plot->p95 != NULL && isfinite (plot->p95[i]))
        most = MAX (most, plot->p95[i]);
    }
  /* The tolerance's label needs room over its line. */
  if (isfinite (plot->tolerance))
    most = MAX (most, plot->tolerance * 1.2);
  return most > 0 ? most * 1.06 : 1;
}

static void
add_legend (const ScopeLagPlot *plot, const ScopeStyle *style, ScopeLagLayout *layout, double x)
{
  const char *names[2] = { plot->median_name, plot->p95 != NULL ? plot->p95_name : NULL };
  double line = scope_style_get_line_height (style);

  for (guint i = 0; i < 2; i++)
    {
      const ScopeLabel *label;
      double room = layout->width - x - KEY_SIZE - SCOPE_GAP;

      if (names[i] == NULL || room < 3 * line)
        continue;
      /* Where both do not fit, the first leaves half to the second. */
      if (i == 0 && names[1] != NULL)
        {
          double second;

          scope_style_measure (style, names[1], FALSE, &second, NULL);
          room = MAX (room / 2 - KEY_SIZE - SCOPE_GAP,
                      room - second - KEY_SIZE - SCOPE_GAP - KEY_SPACING);
        }
      layout->keys[i] =
          (cairo_rectangle_t){ x, floor (line / 2 - KEY_SIZE / 2), KEY_SIZE, KEY_SIZE };
      label = scope_labels_add (layout->labels, names[i], x + KEY_SIZE + SCOPE_GAP, 0, 0, 0, room,
                                FALSE, SCOPE_TONE_NORMAL);
      if (label != NULL)
        x = label->rect.x + label->rect.width + KEY_SPACING;
    }
}

ScopeLagLayout *
scope_lag_layout_new (const ScopeLagPlot *plot, const ScopeStyle *style, double width,
                      double height)
{
  ScopeLagLayout *layout;
  double line, top, bottom, left = 0, y_max;
  const char *unit;
  const ScopeLabel *title;
  cairo_rectangle_t bounds = { 0, 0, width, height };

  g_return_val_if_fail (plot != NULL && style != NULL, NULL);
  g_return_val_if_fail (plot->n_lags == 0 || plot->median != NULL, NULL);

  layout = g_new0 (ScopeLagLayout, 1);
  layout->labels = scope_labels_new (style);
  layout->width = width;
  layout->height = height;
  layout->n_lags = plot->n_lags;
  line = scope_style_get_line_height (style);
  top = ceil (line * 1.5) + 1;
  /* Half a line lower than needed, for the number of the axis' end beside its corner. */
  bottom = ceil (line / 2) + scope_axis_get_lags_height (style, plot->step_seconds)
           + (plot->x_title != NULL ? line : 0) + 1;
  y_max = choose_y_max (plot);
  layout->y_ticks = scope_ticks_new_linear (
      0, y_max, (guint) CLAMP ((height - top - bottom) / Y_TICK_DISTANCE, 2, 12));
  for (guint i = 0; i < layout->y_ticks->n_ticks; i++)
    {
      double tick_width;

      scope_style_measure (style, layout->y_ticks->ticks[i].label, FALSE, &tick_width, NULL);
      left = MAX (left, tick_width + SCOPE_GAP);
    }
  left = MAX (left, plot->left);
  layout->area =
      scope_axis_snap (left, top, width - left - MAX (plot->right, 2), height - top - bottom);
  scope_scale_init (&layout->y, 0, y_max, layout->area.y + layout->area.height, layout->area.y);

  unit = plot->unit != NULL && plot->unit[0] != '\0' ? plot->unit : _ ("no unit");
  title = scope_labels_add (layout->labels, unit, 0, 0, 0, 0, width * 0.4, FALSE, SCOPE_TONE_DIM);
  add_legend (plot, style, layout,
              MAX (layout->area.x, title->rect.x + title->rect.width + KEY_SPACING));
  for (guint i = 0; i < layout->y_ticks->n_ticks; i++)
    scope_labels_try_add (layout->labels, layout->y_ticks->ticks[i].label,
                          layout->area.x - SCOPE_GAP,
                          scope_scale_map (&layout->y, layout->y_ticks->ticks[i].value), 1, 0.5, 0,
                          FALSE, SCOPE_TONE_NORMAL, 0, &bounds);
  if (plot->n_lags == 0)
    return layout;

  scope_axis_add_lags (layout->labels, style, plot->n_lags, layout->area.x, layout->area.width,
                       layout->area.y + layout->area.height + ceil (line / 2), plot->step_seconds,
                       &bounds);
  scope_labels_try_add (layout->labels, plot->x_title, layout->area.x + layout->area.width / 2,
                        height, 0.5, 1, layout->area.width, FALSE, SCOPE_TONE_DIM, 0, &bounds);
  return layout;
}

void
scope_lag_layout_free (ScopeLagLayout *layout)
{
  if (layout == NULL)
    return;
  scope_ticks_free (layout->y_ticks);
  scope_labels_free (layout->labels);
  g_free (layout);
}

gboolean
scope_lag_layout_hit (const ScopeLagLayout *layout, double x, double y, guint *lag)
{
  const cairo_rectangle_t *area;
  guint column;

  g_return_val_if_fail (layout != NULL, FALSE);

  area = &layout->area;
  if (layout->n_lags == 0 || !(x >= area->x && x < area->x + area->width)
      || !(y >= area->y && y <= area->y + area->height))
    return FALSE;
  column = MIN ((guint) ((x - area->x) / area->width * layout->n_lags), layout->n_lags - 1);
  if (lag != NULL)
    *lag = layout->n_lags - column;
  return TRUE;
}

void
scope_lag_layout_get_column (const ScopeLagLayout *layout, guint lag, cairo_rectangle_t *rect)
{
  g_return_if_fail (layout != NULL && rect != NULL);
  g_return_if_fail (lag >= 1 && lag <= layout->n_lags);

  rect->width = layout->area.width / layout->n_lags;
  rect->x = layout->area.x + (layout->n_lags - lag) * rect->width;
  rect->y = layout->area.y;
  rect->height = layout->area.height;
}

static void
paint_bars (const ScopeLagLayout *layout, const double *values, const ScopeColor *color,
            cairo_t *cr)
{
  for (guint lag = 1; lag <= layout->n_lags; lag++)
    {
      double value = values[lag - 1];
      cairo_rectangle_t rect;
      double top;

      if (!isfinite (value))
        continue;
      scope_lag_layout_get_column (layout, lag, &rect);
      top = scope_scale_map (&layout->y, CLAMP (value, 0, layout->y.max));
      cairo_rectangle (cr, rect.x + (rect.width >= LEAST_GAPPED ? 0.5 : 0), top,
                       rect.width - (rect.width >= LEAST_GAPPED ? 1 : 0),
                       rect.y + rect.height - top);
    }
  scope_color_set_source (color, cr);
  cairo_fill (cr);
}

static void
paint_missing (const ScopeLagPlot *plot, const ScopeLagLayout *layout, const ScopePalette *palette,
               cairo_t *cr)
{
  for (guint lag = 1; lag <= layout->n_lags; lag++)
    {
      cairo_rectangle_t rect;

      if (isfinite (plot->median[lag - 1]))
        continue;
      scope_lag_layout_get_column (layout, lag, &rect);
      scope_raster_paint_missing (cr, &rect, palette);
    }
}

static void
paint_tolerance (const ScopeLagPlot *plot, const ScopeLagLayout *layout, const ScopeStyle *style,
                 cairo_t *cr)
{
  static const double dashes[] = { 5, 3.5 };
  const ScopePalette *palette = scope_style_get_palette (style);
  ScopeColor plate = scope_color_with_alpha (&palette->background, 0.8);
  const cairo_rectangle_t *area = &layout->area;
  double y = floor (scope_scale_map (&layout->y, plot->tolerance));
  double width, height;

  if (plot->tolerance > layout->y.max || plot->tolerance < 0)
    return;
  cairo_move_to (cr, area->x, y + 0.5);
  cairo_line_to (cr, area->x + area->width, y + 0.5);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_set_line_width (cr, 1);
  scope_color_set_source (&palette->foreground, cr);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  if (plot->tolerance_label == NULL)
    return;
  /* On the left, where bars are lowest; on a plate, as they may be high there all the same. */
  scope_style_measure (style, plot->tolerance_label, FALSE, &width, &height);
  cairo_rectangle (cr, area->x + SCOPE_GAP - 3, y - 2 - height, MIN (width + 6, area->width),
                   height);
  scope_color_set_source (&plate, cr);
  cairo_fill (cr);
  scope_label_paint_at (style, cr, plot->tolerance_label, area->x + SCOPE_GAP, y - 2, 0, 1, FALSE,
                        &palette->foreground);
}

void
scope_lag_plot_paint (const ScopeLagPlot *plot, const ScopeLagLayout *layout,
                      const ScopeStyle *style, cairo_t *cr)
{
  const ScopePalette *palette;
  ScopeColor pale;
  const cairo_rectangle_t *area;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  palette = scope_style_get_palette (style);
  pale =
      scope_color_mix (&palette->background, &palette->accent, palette->high_contrast ? 0.45 : 0.3);
  area = &layout->area;
  for (guint i = 0; i < layout->y_ticks->n_ticks; i++)
    cairo_rectangle (cr, area->x,
                     floor (scope_scale_map (&layout->y, layout->y_ticks->ticks[i].value)),
                     area->width, 1);
  scope_color_set_source (&palette->grid, cr);
  cairo_fill (cr);

  if (plot->p95 != NULL)
    paint_bars (layout, plot->p95, &pale, cr);
  paint_bars (layout, plot->median, &palette->accent, cr);
  paint_missing (plot, layout, palette, cr);
  if (isfinite (plot->tolerance))
    paint_tolerance (plot, layout, style, cr);
  for (guint i = 0; i < 2; i++)
    {
      const cairo_rectangle_t *key = &layout->keys[i];

      cairo_rectangle (cr, key->x, key->y, key->width, key->height);
      scope_color_set_source (i == 0 ? &palette->accent : &pale, cr);
      cairo_fill (cr);
    }
  scope_labels_paint (layout->labels, cr);
}

void
scope_lag_plot_paint_overlay (const ScopeLagPlot *plot, const ScopeLagLayout *layout,
                              const ScopeStyle *style, cairo_t *cr)
{
  const ScopePalette *palette;
  cairo_rectangle_t rect;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  palette = scope_style_get_palette (style);
  if (plot->chosen_lag >= 1 && plot->chosen_lag <= layout->n_lags)
    {
      scope_lag_layout_get_column (layout, plot->chosen_lag, &rect);
      scope_axis_paint_choice (cr, &rect, &palette->accent, palette, 2);
    }
  if (plot->cursor_lag >= 1 && plot->cursor_lag <= layout->n_lags)
    {
      scope_lag_layout_get_column (layout, plot->cursor_lag, &rect);
      scope_axis_paint_choice (cr, &rect, &palette->foreground, palette, 1);
    }
}

void
scope_lag_plot_draw (const ScopeLagPlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                     double height)
{
  g_autoptr (ScopeLagLayout) layout = scope_lag_layout_new (plot, style, width, height);

  scope_lag_plot_paint (plot, layout, style, cr);
  scope_lag_plot_paint_overlay (plot, layout, style, cr);
}
