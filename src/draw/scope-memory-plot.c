/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-memory-plot.h"

#include "scope-axis.h"
#include "scope-format.h"

#include <math.h>

#define STROKES_HEIGHT 22.0
#define RADIUS 5.0
/* Room beside the outermost strokes, so that circles there are whole. */
#define MARGIN 10.0
#define REACH 8.0

void
scope_memory_plot_init (ScopeMemoryPlot *plot)
{
  g_return_if_fail (plot != NULL);

  *plot =
      (ScopeMemoryPlot){ .untrained = NAN, .chosen_unit = -1, .run_steps = NAN, .cursor_unit = -1 };
}

double
scope_memory_plot_get_natural_height (const ScopeMemoryPlot *plot, const ScopeStyle *style)
{
  double line;

  g_return_val_if_fail (plot != NULL && style != NULL, 0);

  line = ceil (scope_style_get_line_height (style));
  return (isfinite (plot->untrained) ? line : 0) + STROKES_HEIGHT + 2
         + line * (plot->step_seconds > 0 ? 2 : 1);
}

static void
extend (double steps, double *least, double *most)
{
  if (!isfinite (steps) || steps <= 0)
    return;
  *least = MIN (*least, log10 (steps));
  *most = MAX (*most, log10 (steps));
}

/* From powers of ten, or of a half, around all of them; at least two fifths of a decade. */
static void
choose_domain (const ScopeMemoryPlot *plot, double *least, double *most)
{
  double middle;

  *least = INFINITY;
  *most = -INFINITY;
  for (guint unit = 0; unit < plot->n_units; unit++)
    extend (plot->steps[unit], least, most);
  extend (plot->untrained, least, most);
  extend (plot->run_steps, least, most);
  if (*least > *most)
    {
      *least = 0;
      *most = 1;
    }
  middle = (*least + *most) / 2;
  *least = MIN (*least - 0.05, middle - 0.2);
  *most = MAX (*most + 0.05, middle + 0.2);
}

static char *
dup_steps_text (double steps)
{
  return scope_format_short (steps, 3);
}

/* 1, 2, 5, 10, …, and others between them, as far as they fit beside each other. */
static void
add_ticks (const ScopeMemoryPlot *plot, ScopeMemoryLayout *layout, const ScopeStyle *style)
{
  static const double factors[] = { 1, 2, 5, 3, 4, 7 };
  double line = ceil (scope_style_get_line_height (style));
  double y = layout->area.y + layout->area.height + 2;
  cairo_rectangle_t bounds = { 0, 0, layout->width, layout->height };
  int first = (int) floor (layout->scale.min), last = (int) ceil (layout->scale.max);

  /* Powers of ten first: they stay where not all have room. */
  for (guint f = 0; f < G_N_ELEMENTS (factors); f++)
    for (int power = first; power <= last && layout->n_ticks < G_N_ELEMENTS (layout->ticks);
         power++)
      {
        double steps = factors[f] * pow (10, power);
        g_autofree char *text = dup_steps_text (steps);
        double x;

        if (log10 (steps) < layout->scale.min || log10 (steps) > layout->scale.max
            || !scope_memory_layout_map (layout, steps, &x)
            || scope_labels_try_add (layout->labels, text, x, y, 0.5, 0, 0, FALSE,
                                     SCOPE_TONE_NORMAL, 8, &bounds)
                   == NULL)
          continue;
        layout->ticks[layout->n_ticks++] = steps;
        if (plot->step_seconds > 0)
          {
            g_autofree char *time = scope_format_duration (steps * plot->step_seconds);

            scope_labels_try_add (layout->labels, time, x, y + line, 0.5, 0, 0, FALSE,
                                  SCOPE_TONE_DIM, 6, &bounds);
          }
      }
}

ScopeMemoryLayout *
scope_memory_layout_new (const ScopeMemoryPlot *plot, const ScopeStyle *style, double width,
                         double height)
{
  ScopeMemoryLayout *layout;
  double line, top, bottom, least, most;

  g_return_val_if_fail (plot != NULL && style != NULL, NULL);

  layout = g_new0 (ScopeMemoryLayout, 1);
  layout->labels = scope_labels_new (style);
  layout->width = width;
  layout->height = height;
  line = ceil (scope_style_get_line_height (style));
  top = isfinite (plot->untrained) ? line : 0;
  bottom = 2 + line * (plot->step_seconds > 0 ? 2 : 1);
  layout->area = scope_axis_snap (MARGIN, top, width - 2 * MARGIN, height - top - bottom);
  choose_domain (plot, &least, &most);
  scope_scale_init (&layout->scale, least, most, layout->area.x,
                    layout->area.x + layout->area.width);
  if (isfinite (plot->untrained))
    {
      cairo_rectangle_t bounds = { 0, 0, width, height };
      double x, text_width;

      scope_memory_layout_map (layout, plot->untrained, &x);
      scope_style_measure (style, plot->untrained_label != NULL ? plot->untrained_label : "", FALSE,
                           &text_width, NULL);
      /* Over its line, as far as the edges let it. */
      x = CLAMP (x, MIN (text_width / 2, width / 2), MAX (width - text_width / 2, width / 2));
      scope_labels_try_add (layout->labels, plot->untrained_label, x, 0, 0.5, 0, width, FALSE,
                            SCOPE_TONE_DIM, 0, &bounds);
    }
  add_ticks (plot, layout, style);
  return layout;
}

void
scope_memory_layout_free (ScopeMemoryLayout *layout)
{
  if (layout == NULL)
    return;
  scope_labels_free (layout->labels);
  g_free (layout);
}

gboolean
scope_memory_layout_map (const ScopeMemoryLayout *layout, double steps, double *x)
{
  g_return_val_if_fail (layout != NULL && x != NULL, FALSE);

  if (isnan (steps))
    return FALSE;
  if (isinf (steps))
    *x = layout->area.x + layout->area.width;
  else if (steps <= 0)
    *x = layout->area.x;
  else
    *x = CLAMP (scope_scale_map (&layout->scale, log10 (steps)), layout->area.x,
                layout->area.x + layout->area.width);
  return TRUE;
}

gboolean
scope_memory_layout_hit (const ScopeMemoryLayout *layout, const ScopeMemoryPlot *plot, double x,
                         double y, guint *unit)
{
  double nearest = REACH;
  gboolean found = FALSE;

  g_return_val_if_fail (layout != NULL && plot != NULL, FALSE);

  if (y < layout->area.y - REACH || y > layout->area.y + layout->area.height + REACH)
    return FALSE;
  for (guint i = 0; i < plot->n_units; i++)
    {
      double place, distance;

      if (!scope_memory_layout_map (layout, plot->steps[i], &place))
        continue;
      distance = fabs (place - x);
      if (distance > nearest || (distance == nearest && (int) i != plot->chosen_unit))
        continue;
      nearest = distance;
      found = TRUE;
      if (unit != NULL)
        *unit = i;
    }
  return found;
}

void
scope_memory_plot_paint (const ScopeMemoryPlot *plot, const ScopeMemoryLayout *layout,
                         const ScopeStyle *style, cairo_t *cr)
{
  static const double dashes[] = { 4, 3 };
  const ScopePalette *palette;
  const cairo_rectangle_t *area;
  ScopeColor stroke;
  double x;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  palette = scope_style_get_palette (style);
  area = &layout->area;
  stroke = scope_color_with_alpha (&palette->foreground, palette->high_contrast ? 0.9
                                                         : plot->n_units > 200  ? 0.25
                                                                                : 0.5);
  for (guint i = 0; i < layout->n_ticks; i++)
    {
      scope_memory_layout_map (layout, layout->ticks[i], &x);
      cairo_rectangle (cr, floor (x), area->y + area->height - SCOPE_TICK_LENGTH, 1,
                       SCOPE_TICK_LENGTH);
    }
  cairo_rectangle (cr, area->x, area->y + area->height - 1, area->width, 1);
  scope_color_set_source (&palette->dim, cr);
  cairo_fill (cr);

  for (guint unit = 0; unit < plot->n_units; unit++)
    {
      if (!scope_memory_layout_map (layout, plot->steps[unit], &x))
        continue;
      cairo_rectangle (cr, x - 0.75, area->y + 4, 1.5, area->height - 10);
      scope_color_set_source (&stroke, cr);
      /* One by one: where strokes crowd, they are seen to. */
      cairo_fill (cr);
    }
  if (isfinite (plot->untrained))
    {
      scope_memory_layout_map (layout, plot->untrained, &x);
      x = floor (x) + 0.5;
      cairo_move_to (cr, x, area->y);
      cairo_line_to (cr, x, area->y + area->height);
      cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
      cairo_set_line_width (cr, 1);
      scope_color_set_source (&palette->foreground, cr);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
    }
  scope_labels_paint (layout->labels, cr);
}

static void
paint_circle (const ScopeMemoryLayout *layout, double steps, const ScopePalette *palette,
              gboolean is_full, cairo_t *cr)
{
  double x;

  if (!scope_memory_layout_map (layout, steps, &x))
    return;
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, layout->area.y + layout->area.height / 2 - 1, RADIUS, 0, 2 * G_PI);
  scope_color_set_source (is_full ? &palette->accent : &palette->background, cr);
  cairo_fill_preserve (cr);
  scope_color_set_source (is_full ? &palette->background : &palette->accent, cr);
  cairo_set_line_width (cr, is_full ? 1 : 2);
  cairo_stroke (cr);
}

void
scope_memory_plot_paint_overlay (const ScopeMemoryPlot *plot, const ScopeMemoryLayout *layout,
                                 const ScopeStyle *style, cairo_t *cr)
{
  const ScopePalette *palette;
  double x;

  g_return_if_fail (plot != NULL && layout != NULL && style != NULL && cr != NULL);

  palette = scope_style_get_palette (style);
  if (plot->cursor_unit >= 0 && (guint) plot->cursor_unit < plot->n_units
      && scope_memory_layout_map (layout, plot->steps[plot->cursor_unit], &x))
    scope_axis_paint_cursor (cr, x, layout->area.y, layout->area.y + layout->area.height, palette);
  if (plot->chosen_unit < 0 || (guint) plot->chosen_unit >= plot->n_units)
    return;
  paint_circle (layout, plot->run_steps, palette, FALSE, cr);
  paint_circle (layout, plot->steps[plot->chosen_unit], palette, TRUE, cr);
}

void
scope_memory_plot_draw (const ScopeMemoryPlot *plot, const ScopeStyle *style, cairo_t *cr,
                        double width, double height)
{
  g_autoptr (ScopeMemoryLayout) layout = scope_memory_layout_new (plot, style, width, height);

  scope_memory_plot_paint (plot, layout, style, cr);
  scope_memory_plot_paint_overlay (plot, layout, style, cr);
}
