/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-trace-panels.h"

#include "scope-gate-dot.h"
#include "scope-words.h"

#include <math.h>
#include <string.h>

/* The least share of a scale that shows its colours. */
#define SEEN 0.25

/* The gate that a track is the value of; -1: a state. */
static int
find_gate (ScopeGates *gates, const char *track)
{
  static const struct
  {
    const char *track;
    const char *letters[2];
  } tracks[] = {
    { "input", { "i", NULL } },  { "forget", { "f", NULL } }, { "candidate", { "c", "h" } },
    { "output", { "o", NULL } }, { "update", { "z", NULL } }, { "reset", { "r", NULL } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tracks); i++)
    for (guint k = 0; strcmp (track, tracks[i].track) == 0 && k < G_N_ELEMENTS (tracks[i].letters);
         k++)
      {
        int gate =
            tracks[i].letters[k] != NULL ? scope_gates_find (gates, tracks[i].letters[k]) : -1;

        if (gate >= 0)
          return gate;
      }
  return -1;
}

/* A layer that goes backwards took the newest row first. */
static float *
dup_reversed (const float *data, gsize n_steps, gsize n_units)
{
  float *reversed = g_new (float, n_steps *n_units);

  for (gsize step = 0; step < n_steps; step++)
    memcpy (reversed + step * n_units, data + (n_steps - 1 - step) * n_units,
            n_units * sizeof (float));
  return reversed;
}

static void
set_range (ScopeTracePanel *panel, gboolean is_gate)
{
  double min = INFINITY, max = -INFINITY, size;

  if (scope_cells_extend_range (&panel->cells, &min, &max) == 0)
    min = max = 0;
  if (is_gate && min >= 0 && max <= 1)
    {
      panel->min = 0;
      panel->max = 1;
      return;
    }
  size = MAX (fabs (min), fabs (max));
  /* A candidate of tanh has the same scale in every window, unless it would be hard to see
   * there. */
  if (is_gate && size > SEEN && size <= 1)
    size = 1;
  panel->max = size > 0 ? size : 1;
  panel->min = -panel->max;
}

void
scope_trace_panels_init (ScopeTracePanels *self, ScopeTrace *trace, ScopeGates *gates)
{
  g_return_if_fail (self != NULL && trace != NULL && gates != NULL);

  memset (self, 0, sizeof *self);
  self->n = scope_trace_get_n_tracks (trace);
  self->n_steps = scope_trace_get_n_steps (trace);
  self->n_units = scope_trace_get_n_units (trace);
  for (guint i = 0; i < self->n; i++)
    {
      ScopeTracePanel *panel = &self->panels[i];
      const char *track = scope_trace_get_track_name (trace, i);
      const float *data = scope_array_get_data (scope_trace_get_track (trace, i));
      int gate = find_gate (gates, track);

      if (scope_trace_get_backwards (trace))
        data = self->reversed[i] = dup_reversed (data, self->n_steps, self->n_units);
      self->gates[i] = gate;
      panel->hue = gate >= 0 ? scope_gate_dot_find_hue (gates, (guint) gate) : SCOPE_HUE_NONE;
      panel->symbol = gate >= 0 ? scope_words_get_gate_sign (gates, (guint) gate)
                      : strcmp (track, "cell") == 0 ? "c"
                                                    : "h";
      panel->cells = (ScopeCells){ .data = data,
                                   .rows = self->n_units,
                                   .cols = self->n_steps,
                                   .row_stride = 1,
                                   .col_stride = self->n_units };
      set_range (panel, gate >= 0);
      /* Of candidates within 0 and 1 by chance zero is still the middle. */
      if (gate >= 0 && strcmp (track, "candidate") == 0 && panel->min == 0)
        panel->min = -panel->max;
    }
}

void
scope_trace_panels_set_palette (ScopeTracePanels *self, const ScopePalette *palette)
{
  g_return_if_fail (self != NULL && palette != NULL);

  for (guint i = 0; i < self->n; i++)
    {
      ScopeTracePanel *panel = &self->panels[i];

      g_clear_pointer (&self->colormaps[i], scope_colormap_unref);
      self->colormaps[i] = panel->min < 0 ? scope_colormap_new_diverging (palette)
                                          : scope_colormap_new_gate (palette, panel->hue);
      panel->colormap = self->colormaps[i];
    }
}

void
scope_trace_panels_clear (ScopeTracePanels *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n; i++)
    {
      g_clear_pointer (&self->colormaps[i], scope_colormap_unref);
      g_free (self->reversed[i]);
    }
  memset (self, 0, sizeof *self);
}

double
scope_trace_panels_get (const ScopeTracePanels *self, guint panel, gsize unit, gsize step)
{
  g_return_val_if_fail (self != NULL && panel < self->n, NAN);
  g_return_val_if_fail (unit < self->n_units && step < self->n_steps, NAN);

  return self->panels[panel].cells.data[step * self->n_units + unit];
}
