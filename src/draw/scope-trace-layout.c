/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-trace-plot.h"

#include "scope-axis.h"
#include "scope-format.h"
#include "scope-trace-layout.h"

#include <glib/gi18n.h>
#include <math.h>

#define MOST_LABEL_SHARE 0.3
#define SAMPLE_WIDTH 16.0
#define DOT_ROOM 16.0
#define PANEL_GAP 6.0
#define INPUTS_SHARE 0.2
#define LEAST_PANEL_HEIGHT 4.0

static char *
range_text (const ScopeTracePanel *panel)
{
  g_autofree char *min = scope_format_short (panel->min, 3);
  g_autofree char *max = scope_format_short (panel->max, 3);

  if (panel->min == -panel->max)
    return g_strconcat ("±", max, NULL);
  /* Translators: a range of values, from the smallest to the largest. */
  return g_strdup_printf (C_ ("range", "%s … %s"), min, max);
}

/* The inputs that are shown: the chosen ones, then the first, as many as fit; in their order. */
static GArray *
choose_inputs (const ScopeTracePlot *plot, guint most)
{
  GArray *shown = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n_chosen = 0;

  for (guint i = 0; i < plot->n_inputs; i++)
    n_chosen += plot->inputs[i].chosen;
  for (guint i = 0, others = 0; i < plot->n_inputs && shown->len < most; i++)
    {
      if (!plot->inputs[i].chosen && others >= most - MIN (n_chosen, most))
        continue;
      others += !plot->inputs[i].chosen;
      g_array_append_val (shown, i);
    }
  return shown;
}

static double
measure_left (const ScopeTracePlot *plot, const ScopeStyle *style, double width)
{
  double widest = 0, text_width;

  for (guint i = 0; i < plot->n_inputs; i++)
    {
      scope_style_measure (style, plot->inputs[i].name, plot->inputs[i].chosen, &text_width, NULL);
      widest = MAX (widest, text_width + SAMPLE_WIDTH + SCOPE_GAP);
    }
  for (guint i = 0; i < plot->n_panels; i++)
    {
      g_autofree char *range = range_text (&plot->panels[i]);
      double symbol_width;

      scope_style_measure (style, range, FALSE, &text_width, NULL);
      scope_style_measure (style, plot->panels[i].symbol, TRUE, &symbol_width, NULL);
      widest = MAX (widest, DOT_ROOM + symbol_width + 2 * SCOPE_GAP + text_width);
    }
  return MIN (widest, width * MOST_LABEL_SHARE) + SCOPE_GAP + 1;
}

double
scope_trace_plot_get_natural_height (const ScopeTracePlot *plot, const ScopeStyle *style)
{
  double line;

  g_return_val_if_fail (plot != NULL && style != NULL, 0);

  line = scope_style_get_line_height (style);
  return ceil (line + SCOPE_GAP + (plot->n_inputs > 0 ? 5 * line + PANEL_GAP : 0)
               + plot->n_panels * (3.5 * line + PANEL_GAP) + SCOPE_GAP
               + scope_axis_get_lags_height (style, plot->step_seconds)
               + (plot->x_title != NULL ? line : 0));
}

static void
input_range (const ScopeTracePlot *plot, const ScopeTraceInput *input, double *min, double *max)
{
  *min = INFINITY;
  *max = -INFINITY;
  for (gsize step = 0; step < plot->n_steps; step++)
    {
      double value = input->values[step * input->stride];

      if (!isfinite (value))
        continue;
      *min = MIN (*min, value);
      *max = MAX (*max, value);
    }
}

void
scope_trace_layout_init_input_scale (const ScopeTracePlot *plot, const ScopeTraceLayout *layout,
                                     guint input, ScopeScale *scale)
{
  double min, max;

  input_range (plot, &plot->inputs[input], &min, &max);
  scope_scale_init (scale, min, max, layout->inputs.y + layout->inputs.height - 2,
                    layout->inputs.y + 2);
}

/* Where each name would like to be: beside the first value of its line. */
static double
wanted_y (const ScopeTracePlot *plot, const ScopeTraceLayout *layout, guint input)
{
  ScopeScale scale;

  scope_trace_layout_init_input_scale (plot, layout, input, &scale);
  for (gsize step = 0; step < plot->n_steps; step++)
    {
      const ScopeTraceInput *line = &plot->inputs[input];
      double y = scope_scale_map (&scale, line->values[step * line->stride]);

      if (isfinite (y))
        return y;
    }
  return layout->inputs.y + layout->inputs.height / 2;
}

/* Puts the names as near to where they want to be as they can without touching: in the order of
 * the wishes, each pushed down by the one before, and the last ones back up from the lower end. */
static void
spread (double *y, const guint *order, guint n, double top, double bottom, double distance)
{
  for (guint i = 0; i < n; i++)
    {
      double least = i > 0 ? y[order[i - 1]] + distance : top + distance / 2;

      y[order[i]] = MAX (y[order[i]], least);
    }
  for (guint i = n; i > 0; i--)
    {
      double most = i < n ? y[order[i]] - distance : bottom - distance / 2;

      y[order[i - 1]] = MIN (y[order[i - 1]], most);
    }
}

static int
compare_wishes (gconstpointer a, gconstpointer b, gpointer data)
{
  const double *y = data;
  double first = y[*(const guint *) a];
  double second = y[*(const guint *) b];

  return first < second ? -1 : first > second ? 1 : 0;
}

static void
add_inputs (const ScopeTracePlot *plot, const ScopeStyle *style, ScopeTraceLayout *layout)
{
  double line = scope_style_get_line_height (style);
  guint room = (guint) MAX (1, floor (layout->inputs.height / line + 1e-6));
  gboolean all = plot->n_inputs <= room;
  g_autoptr (GArray) shown = choose_inputs (plot, all || room == 1 ? room : room - 1);
  g_autofree guint *order = g_new (guint, MAX (shown->len, 1));
  double right = layout->inputs.x - SAMPLE_WIDTH - SCOPE_GAP;
  double bottom = layout->inputs.y + layout->inputs.height - (all || room == 1 ? 0 : line);

  layout->n_shown_inputs = shown->len;
  layout->shown_inputs = g_new (guint, MAX (shown->len, 1));
  layout->input_label_y = g_new (double, MAX (shown->len, 1));
  for (guint i = 0; i < shown->len; i++)
    {
      layout->shown_inputs[i] = g_array_index (shown, guint, i);
      layout->input_label_y[i] = wanted_y (plot, layout, layout->shown_inputs[i]);
      order[i] = i;
    }
  g_qsort_with_data (order, (int) shown->len, sizeof (guint), compare_wishes,
                     layout->input_label_y);
  spread (layout->input_label_y, order, shown->len, layout->inputs.y, bottom, line);
  for (guint i = 0; i < shown->len; i++)
    {
      const ScopeTraceInput *input = &plot->inputs[layout->shown_inputs[i]];

      scope_labels_add (layout->labels, input->name, right, layout->input_label_y[i], 1, 0.5, right,
                        input->chosen, SCOPE_TONE_NORMAL);
    }
  if (!all && room > 1)
    {
      guint rest = plot->n_inputs - shown->len;
      g_autofree char *text
          /* Translators: inputs of a network that are not drawn for want of room. */
          = g_strdup_printf (ngettext ("and %u more", "and %u more", rest), rest);

      scope_labels_add (layout->labels, text, right, bottom + line / 2, 1, 0.5, right, FALSE,
                        SCOPE_TONE_DIM);
    }
}

static void
add_panel_labels (const ScopeTracePlot *plot, ScopeTraceLayout *layout, guint index)
{
  const cairo_rectangle_t *area = &layout->panels[index];
  g_autofree char *range = range_text (&plot->panels[index]);
  double y = area->y + area->height / 2;
  const ScopeLabel *symbol =
      scope_labels_try_add (layout->labels, plot->panels[index].symbol, DOT_ROOM, y, 0, 0.5, 0,
                            TRUE, SCOPE_TONE_NORMAL, 0, NULL);
  double left = symbol != NULL ? symbol->rect.x + symbol->rect.width + SCOPE_GAP : DOT_ROOM;

  scope_labels_try_add (layout->labels, range, area->x - SCOPE_GAP, y, 1, 0.5,
                        MAX (area->x - SCOPE_GAP - left, 1), FALSE, SCOPE_TONE_DIM, 0, NULL);
}

ScopeTraceLayout *
scope_trace_layout_new (const ScopeTracePlot *plot, const ScopeStyle *style, double width,
                        double height)
{
  ScopeTraceLayout *layout;
  double line, left, right, y, bottom, available, panel_height;
  cairo_rectangle_t bounds = { 0, 0, width, height };

  g_return_val_if_fail (plot != NULL && style != NULL, NULL);

  layout = g_new0 (ScopeTraceLayout, 1);
  layout->labels = scope_labels_new (style);
  layout->width = width;
  layout->height = height;
  layout->n_steps = plot->n_steps;
  layout->n_panels = plot->n_panels;
  layout->n_units = plot->n_panels > 0 ? plot->panels[0].cells.rows : 0;
  layout->panels = g_new0 (cairo_rectangle_t, MAX (plot->n_panels, 1));
  layout->order = g_new (guint, MAX (layout->n_units, 1));
  for (gsize row = 0; row < layout->n_units; row++)
    layout->order[row] = plot->unit_order != NULL ? plot->unit_order[row] : (guint) row;
  if (plot->n_steps == 0)
    return layout;

  line = scope_style_get_line_height (style);
  left = ceil (MAX (plot->left, measure_left (plot, style, width)));
  right = ceil (MAX (plot->right, 2));
  width = MAX (1, floor (width - left - right));
  scope_scale_init (&layout->x, 0, (double) plot->n_steps, left, left + width);

  /* The line on top has the heading of the inputs and the cursor's lag. */
  y = ceil (line + SCOPE_GAP / 2);
  bottom = ceil (SCOPE_GAP / 2 + scope_axis_get_lags_height (style, plot->step_seconds)
                 + (plot->x_title != NULL ? line : 0));
  available = MAX (1, height - y - bottom);
  layout->inputs = (cairo_rectangle_t){ left, y, width, 0 };
  if (plot->n_inputs > 0)
    {
      layout->inputs.height =
          plot->n_panels > 0
              ? floor (MAX (MIN (available * INPUTS_SHARE, 8 * line), MIN (line, available)))
              : floor (available);
      scope_labels_add (layout->labels,
                        plot->inputs_title != NULL ? plot->inputs_title : _ ("inputs"), 0, 0, 0, 0,
                        left, TRUE, SCOPE_TONE_NORMAL);
      add_inputs (plot, style, layout);
      y += layout->inputs.height + PANEL_GAP;
      available -= layout->inputs.height + PANEL_GAP;
    }
  if (plot->n_panels > 0)
    {
      panel_height = floor ((available - PANEL_GAP * (plot->n_panels - 1)) / plot->n_panels);
      panel_height = MAX (panel_height, LEAST_PANEL_HEIGHT);
      for (guint i = 0; i < plot->n_panels; i++)
        {
          layout->panels[i] = (cairo_rectangle_t){ left, y, width, panel_height };
          add_panel_labels (plot, layout, i);
          y += panel_height + PANEL_GAP;
        }
    }
  scope_axis_add_lags (layout->labels, style, plot->n_steps, left, width,
                       y - PANEL_GAP + SCOPE_GAP / 2, plot->step_seconds, &bounds);
  scope_labels_try_add (layout->labels, plot->x_title, left + width / 2, height, 0.5, 1, width,
                        FALSE, SCOPE_TONE_DIM, 0, &bounds);
  return layout;
}

void
scope_trace_layout_free (ScopeTraceLayout *layout)
{
  if (layout == NULL)
    return;
  g_free (layout->panels);
  g_free (layout->order);
  g_free (layout->shown_inputs);
  g_free (layout->input_label_y);
  scope_labels_free (layout->labels);
  g_free (layout);
}

static gboolean
inside (const cairo_rectangle_t *rect, double x, double y)
{
  return x >= rect->x && x < rect->x + rect->width && y >= rect->y && y < rect->y + rect->height;
}

gboolean
scope_trace_layout_hit (const ScopeTraceLayout *layout, double x, double y, ScopeTraceHit *hit)
{
  gsize step;

  g_return_val_if_fail (layout != NULL, FALSE);

  if (layout->n_steps == 0)
    return FALSE;
  step = (gsize) CLAMP (scope_scale_unmap (&layout->x, x), 0, (double) (layout->n_steps - 1));
  if (inside (&layout->inputs, x, y))
    {
      if (hit != NULL)
        *hit = (ScopeTraceHit){ -1, 0, step };
      return TRUE;
    }
  for (guint i = 0; i < layout->n_panels; i++)
    {
      const cairo_rectangle_t *area = &layout->panels[i];
      gsize row;

      if (layout->n_units == 0 || !inside (area, x, y))
        continue;
      row = MIN ((gsize) ((y - area->y) / area->height * (double) layout->n_units),
                 layout->n_units - 1);
      if (hit != NULL)
        *hit = (ScopeTraceHit){ (int) i, layout->order[row], step };
      return TRUE;
    }
  return FALSE;
}

gboolean
scope_trace_layout_get_cell (const ScopeTraceLayout *layout, const ScopeTraceHit *hit,
                             cairo_rectangle_t *rect)
{
  const cairo_rectangle_t *area;
  gsize row = 0;

  g_return_val_if_fail (layout != NULL && hit != NULL && rect != NULL, FALSE);

  if (hit->step >= layout->n_steps || hit->panel < -1 || hit->panel >= (int) layout->n_panels)
    return FALSE;
  rect->width = layout->inputs.width / (double) layout->n_steps;
  rect->x = layout->inputs.x + (double) hit->step * rect->width;
  if (hit->panel < 0)
    {
      rect->y = layout->inputs.y;
      rect->height = layout->inputs.height;
      return layout->inputs.height > 0;
    }
  area = &layout->panels[hit->panel];
  while (row < layout->n_units && layout->order[row] != hit->unit)
    row++;
  if (row == layout->n_units)
    return FALSE;
  rect->height = area->height / (double) layout->n_units;
  rect->y = area->y + (double) row * rect->height;
  return TRUE;
}
