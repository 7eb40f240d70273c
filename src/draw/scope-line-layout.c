/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-line-plot.h"

#include "scope-axis.h"
#include "scope-line-path.h"

#include <glib/gi18n.h>
#include <math.h>

#define KEY_WIDTH 20.0
#define KEY_HEIGHT 9.0
#define KEY_SPACING 14.0
#define Y_TICK_DISTANCE 38.0
#define PADDING 0.06

double
scope_line_series_get (const ScopeLineSeries *series, gsize index)
{
  if (series->doubles != NULL)
    return series->doubles[index];
  return series->values != NULL ? series->values[index] : NAN;
}

double
scope_line_plot_get_x (const ScopeLinePlot *plot, gsize index)
{
  return plot->x != NULL ? plot->x[index] : (double) index;
}

gsize
scope_line_plot_find (const ScopeLinePlot *plot, double x)
{
  gsize low = 0, high;

  g_return_val_if_fail (plot != NULL, 0);

  high = plot->n;
  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (scope_line_plot_get_x (plot, middle) < x)
        low = middle + 1;
      else
        high = middle;
    }
  if (low == plot->n)
    return plot->n > 0 ? plot->n - 1 : 0;
  if (low > 0 && x - scope_line_plot_get_x (plot, low - 1) < scope_line_plot_get_x (plot, low) - x)
    return low - 1;
  return low;
}

static void
choose_x (const ScopeLinePlot *plot, double *min, double *max)
{
  *min = plot->x_min;
  *max = plot->x_max;
  if (isfinite (*min) && isfinite (*max))
    return;
  *min = plot->n > 0 ? scope_line_plot_get_x (plot, 0) : 0;
  *max = plot->n > 0 ? scope_line_plot_get_x (plot, plot->n - 1) : 1;
}

static void
extend (double value, double *min, double *max)
{
  if (!isfinite (value))
    return;
  *min = MIN (*min, value);
  *max = MAX (*max, value);
}

/* What the values within @x_min and @x_max need, with some air. */
static void
choose_y (const ScopeLinePlot *plot, double x_min, double x_max, double *min, double *max)
{
  gsize first, end;
  double least = INFINITY, most = -INFINITY, air;
  gboolean from_zero = FALSE;

  *min = plot->y_min;
  *max = plot->y_max;
  if (isfinite (*min) && isfinite (*max))
    return;
  scope_line_path_find_range (plot, x_min, x_max, &first, &end);
  for (guint s = 0; s < plot->n_series; s++)
    {
      const ScopeLineSeries *series = &plot->series[s];

      for (gsize i = first; i < end; i++)
        {
          extend (scope_line_series_get (series, i), &least, &most);
          if (series->role == SCOPE_LINE_BAND)
            extend (series->lower != NULL ? series->lower[i] : 0, &least, &most);
        }
      from_zero |= series->role == SCOPE_LINE_BAND && series->lower == NULL;
    }
  extend (plot->level, &least, &most);
  scope_scale_make_domain (&least, &most);
  air = (most - least) * PADDING;
  *min = isfinite (plot->y_min) ? plot->y_min : from_zero && least == 0 ? 0 : least - air;
  *max = isfinite (plot->y_max) ? plot->y_max : most + air;
}

static char *
make_y_title (const ScopeLinePlot *plot)
{
  gboolean has_unit = plot->y_unit != NULL && plot->y_unit[0] != '\0';

  if (plot->y_title == NULL || plot->y_title[0] == '\0')
    return g_strdup (has_unit ? plot->y_unit : _ ("no unit"));
  return has_unit ? g_strdup_printf ("%s (%s)", plot->y_title, plot->y_unit)
                  : g_strdup (plot->y_title);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return first < second ? -1 : first > second ? 1 : 0;
}

/* The width up to which names may go so that all fit in @room: the short ones stay whole. */
static double
share_width (GArray *widths, double room)
{
  g_autoptr (GArray) sorted = g_array_copy (widths);

  g_array_sort (sorted, compare_doubles);
  for (guint i = 0; i < sorted->len; i++)
    {
      double width = g_array_index (sorted, double, i);

      if (width * (sorted->len - i) > room)
        return room / (sorted->len - i);
      room -= width;
    }
  return G_MAXDOUBLE;
}

/* Right-aligned over the chart, in the order of the series. */
static void
add_legend (const ScopeLinePlot *plot, const ScopeStyle *style, ScopeLineLayout *layout,
            double left, double right)
{
  double line = scope_style_get_line_height (style);
  double x = right + KEY_SPACING, limit;
  g_autoptr (GArray) widths = g_array_new (FALSE, FALSE, sizeof (double));

  layout->n_keys = plot->n_series;
  layout->keys = g_new0 (cairo_rectangle_t, MAX (plot->n_series, 1));
  for (guint s = 0; s < plot->n_series; s++)
    {
      double width;

      if (plot->series[s].name == NULL)
        continue;
      scope_style_measure (style, plot->series[s].name, FALSE, &width, NULL);
      g_array_append_val (widths, width);
    }
  limit = share_width (widths, right - left + KEY_SPACING
                                   - widths->len * (KEY_WIDTH + SCOPE_GAP + KEY_SPACING));
  if (widths->len == 0 || limit < 2 * line)
    return;
  for (guint i = 0; i < widths->len; i++)
    x -= MIN (g_array_index (widths, double, i), limit) + KEY_WIDTH + SCOPE_GAP + KEY_SPACING;
  for (guint s = 0; s < plot->n_series; s++)
    {
      const ScopeLabel *label;

      if (plot->series[s].name == NULL)
        continue;
      layout->keys[s] =
          (cairo_rectangle_t){ x, floor (line / 2 - KEY_HEIGHT / 2), KEY_WIDTH, KEY_HEIGHT };
      label = scope_labels_add (layout->labels, plot->series[s].name, x + KEY_WIDTH + SCOPE_GAP, 0,
                                0, 0, limit, FALSE, SCOPE_TONE_NORMAL);
      if (label != NULL)
        x = label->rect.x + label->rect.width + KEY_SPACING;
    }
}

static void
add_x_labels (const ScopeLinePlot *plot, const ScopeStyle *style, ScopeLineLayout *layout,
              const cairo_rectangle_t *bounds)
{
  double line = scope_style_get_line_height (style);
  double top = layout->area.y + layout->area.height + ceil (line / 2) + 1;

  for (guint i = 0; i < layout->x_ticks->n_ticks; i++)
    {
      const ScopeTick *tick = &layout->x_ticks->ticks[i];

      scope_labels_try_add (layout->labels, tick->label, scope_scale_map (&layout->x, tick->value),
                            top, 0.5, 0, 0, FALSE, SCOPE_TONE_NORMAL, SCOPE_GAP, bounds);
    }
  /* An axis of time has a second line already. */
  if (plot->x_kind == SCOPE_AXIS_TIME)
    scope_labels_try_add (layout->labels, plot->x_title, layout->area.x + layout->area.width,
                          top + line, 1, 0, layout->area.width / 2, FALSE, SCOPE_TONE_DIM, 0,
                          bounds);
  /* Where both have no room, the day that begins is worth more than the one that goes on. */
  for (guint i = layout->x_ticks->n_ticks; i > 0; i--)
    {
      const ScopeTick *tick = &layout->x_ticks->ticks[i - 1];
      double x = scope_scale_map (&layout->x, tick->value);
      double width;

      if (tick->context == NULL)
        continue;
      scope_style_measure (style, tick->context, FALSE, &width, NULL);
      x = CLAMP (x, bounds->x + width / 2, bounds->x + bounds->width - width / 2);
      scope_labels_try_add (layout->labels, tick->context, x, top + line, 0.5, 0, 0, FALSE,
                            SCOPE_TONE_DIM, SCOPE_GAP, bounds);
    }
  if (plot->x_kind != SCOPE_AXIS_TIME)
    scope_labels_try_add (layout->labels, plot->x_title, layout->area.x + layout->area.width,
                          layout->height, 1, 1, layout->area.width, FALSE, SCOPE_TONE_DIM, 0,
                          bounds);
}

/* Whether a series runs through the room between two x and two y (pixels). */
static gboolean
is_crossed (const ScopeLinePlot *plot, const ScopeLineLayout *layout, double left, double right,
            double top, double bottom)
{
  for (guint s = 0; s < plot->n_series; s++)
    for (gsize i = 0; i < plot->n; i++)
      {
        double x = scope_scale_map (&layout->x, scope_line_plot_get_x (plot, i));
        double y = scope_scale_map (&layout->y, scope_line_series_get (&plot->series[s], i));

        if (x >= left && x <= right && y >= top && y <= bottom)
          return TRUE;
      }
  return FALSE;
}

/* Over the level at its left end, or at its right where lines run through there and not here. */
static void
add_level_label (const ScopeLinePlot *plot, ScopeLineLayout *layout, const ScopeStyle *style)
{
  double y = scope_scale_map (&layout->y, plot->level) - 2;
  double left = layout->area.x + SCOPE_GAP;
  double right = layout->area.x + layout->area.width - SCOPE_GAP;
  double width = 0;
  double height = 0;
  gboolean at_right;

  if (plot->level_label == NULL)
    return;
  scope_style_measure (style, plot->level_label, FALSE, &width, &height);
  at_right = is_crossed (plot, layout, left - SCOPE_GAP, left + width, y - height, y)
             && !is_crossed (plot, layout, right - width, right + SCOPE_GAP, y - height, y);
  scope_labels_try_add (layout->labels, plot->level_label, at_right ? right : left, y,
                        at_right ? 1 : 0, 1, layout->area.width / 2, FALSE, SCOPE_TONE_NORMAL, 0,
                        &layout->area);
}

ScopeLineLayout *
scope_line_layout_new (const ScopeLinePlot *plot, const ScopeStyle *style, double width,
                       double height)
{
  ScopeLineLayout *layout;
  g_autofree char *y_title = NULL;
  double line, top, bottom, left = 0, x_min, x_max, y_min, y_max;
  const ScopeLabel *title;
  cairo_rectangle_t bounds = { 0, 0, width, height };

  g_return_val_if_fail (plot != NULL && style != NULL, NULL);

  layout = g_new0 (ScopeLineLayout, 1);
  layout->labels = scope_labels_new (style);
  layout->width = width;
  layout->height = height;
  choose_x (plot, &x_min, &x_max);
  choose_y (plot, x_min, x_max, &y_min, &y_max);

  line = scope_style_get_line_height (style);
  /* Half a line more than needed at the top and under the axis, for the y axis' last numbers. */
  top = ceil (line * 1.5) + 1;
  bottom = ceil (line / 2) + 1 + line * (plot->x_kind == SCOPE_AXIS_TIME ? 2 : 1)
           + (plot->x_title != NULL && plot->x_kind != SCOPE_AXIS_TIME ? line : 0) + 1;
  scope_scale_make_domain (&y_min, &y_max);
  layout->y_ticks = scope_ticks_new_linear (
      y_min, y_max, (guint) CLAMP ((height - top - bottom) / Y_TICK_DISTANCE, 2, 12));
  for (guint i = 0; i < layout->y_ticks->n_ticks; i++)
    {
      double tick_width;

      scope_style_measure (style, layout->y_ticks->ticks[i].label, FALSE, &tick_width, NULL);
      left = MAX (left, tick_width + SCOPE_GAP);
    }
  left = MAX (plot->left, MAX (left, 2 * SCOPE_GAP));
  layout->area = scope_axis_snap (left, top, width - left - MAX (plot->right, 2 * SCOPE_GAP),
                                  height - top - bottom);
  scope_scale_init (&layout->x, x_min, x_max, layout->area.x, layout->area.x + layout->area.width);
  scope_scale_init (&layout->y, y_min, y_max, layout->area.y + layout->area.height, layout->area.y);

  y_title = make_y_title (plot);
  title =
      scope_labels_add (layout->labels, y_title, 0, 0, 0, 0, width * 0.4, FALSE, SCOPE_TONE_DIM);
  add_legend (plot, style, layout,
              title != NULL ? title->rect.x + title->rect.width + KEY_SPACING : 0, width);
  for (guint i = 0; i < layout->y_ticks->n_ticks; i++)
    scope_labels_try_add (layout->labels, layout->y_ticks->ticks[i].label,
                          layout->area.x - SCOPE_GAP,
                          scope_scale_map (&layout->y, layout->y_ticks->ticks[i].value), 1, 0.5, 0,
                          FALSE, SCOPE_TONE_NORMAL, 0, &bounds);

  if (plot->x_kind == SCOPE_AXIS_TIME)
    layout->x_ticks = scope_ticks_new_time (layout->x.min, layout->x.max,
                                            (guint) MAX (2, layout->area.width / 70));
  else if (plot->x_kind == SCOPE_AXIS_INTEGER)
    layout->x_ticks = scope_ticks_new_integer (layout->x.min, layout->x.max,
                                               (guint) MAX (2, layout->area.width / 60));
  else
    layout->x_ticks = scope_ticks_new_linear (layout->x.min, layout->x.max,
                                              (guint) MAX (2, layout->area.width / 70));
  add_x_labels (plot, style, layout, &bounds);
  if (isfinite (plot->level))
    add_level_label (plot, layout, style);
  return layout;
}

void
scope_line_layout_free (ScopeLineLayout *layout)
{
  if (layout == NULL)
    return;
  scope_ticks_free (layout->x_ticks);
  scope_ticks_free (layout->y_ticks);
  scope_labels_free (layout->labels);
  g_free (layout->keys);
  g_free (layout);
}

gboolean
scope_line_plot_hit (const ScopeLinePlot *plot, const ScopeLineLayout *layout, double x, double y,
                     ScopeLineHit *hit)
{
  const cairo_rectangle_t *area;
  double nearest = INFINITY;

  g_return_val_if_fail (plot != NULL && layout != NULL && hit != NULL, FALSE);

  area = &layout->area;
  if (plot->n == 0 || !(x >= area->x && x <= area->x + area->width)
      || !(y >= area->y && y <= area->y + area->height))
    return FALSE;
  hit->x = scope_scale_unmap (&layout->x, x);
  hit->y = scope_scale_unmap (&layout->y, y);
  hit->index = scope_line_plot_find (plot, hit->x);
  hit->series = -1;
  for (guint s = 0; s < plot->n_series; s++)
    {
      double value = scope_line_series_get (&plot->series[s], hit->index);

      if (isfinite (value) && fabs (value - hit->y) < nearest)
        {
          nearest = fabs (value - hit->y);
          hit->series = (int) s;
        }
    }
  return TRUE;
}
