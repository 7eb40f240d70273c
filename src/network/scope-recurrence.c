/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-recurrence.h"

#include <glib/gi18n.h>
#include <string.h>

ScopeRecurrence
scope_recurrence_new (ScopeLayer *layer)
{
  gboolean backwards = scope_layer_get_boolean (layer, "go_backwards", FALSE);

  return (ScopeRecurrence){
    .return_sequences = scope_layer_get_boolean (layer, "return_sequences", FALSE),
    .return_state = scope_layer_get_boolean (layer, "return_state", FALSE),
    .reversed = backwards,
    .backwards = backwards,
    .zero_masked = scope_layer_get_boolean (layer, "zero_output_for_mask", FALSE),
    .unrolled = scope_layer_get_boolean (layer, "unroll", FALSE),
  };
}

guint
scope_recurrence_find_mask (const ScopePlan *plan, ScopeLayer *layer, const guint *inputs,
                            guint n_inputs)
{
  if (n_inputs > 1 && !plan->masks_given && scope_layer_get_keras (layer) >= SCOPE_KERAS (3, 0, 0))
    return SCOPE_NO_MASK;
  return scope_plan_get_mask (plan, inputs[0]);
}

gboolean
scope_recurrence_infer (const ScopeStep *step, const ScopeRecurrence *self,
                        const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  ScopeShape state = { 2, { SCOPE_DIM_FREE, (gint64) self->n_units } };
  g_autofree char *text = scope_shape_dup_text (&inputs[0]);

  if (inputs[0].n_dims != 3)
    {
      *why = g_strdup_printf (
          _ ("Its input has the shape %s; expected windows, steps and features."), text);
      return FALSE;
    }
  if (inputs[0].dims[2] != (gint64) self->n_features)
    {
      *why = g_strdup_printf (_ ("Its input has the shape %s, its kernel takes %zu features."),
                              text, self->n_features);
      return FALSE;
    }
  for (guint i = 1; i <= self->n_initial; i++)
    if (inputs[i].n_dims != 2 || inputs[i].dims[1] != (gint64) self->n_units)
      {
        g_autofree char *found = scope_shape_dup_text (&inputs[i]);

        *why = g_strdup_printf (_ ("Its initial state has the shape %s; it has %zu units."), found,
                                self->n_units);
        return FALSE;
      }
  if (self->masked
      && (inputs[step->n_inputs - 1].n_dims != 2
          || inputs[step->n_inputs - 1].dims[1] != inputs[0].dims[1]))
    {
      g_autofree char *found = scope_shape_dup_text (&inputs[step->n_inputs - 1]);

      *why = g_strdup_printf (_ ("Its input has the shape %s, its mask %s."), text, found);
      return FALSE;
    }

  outputs[0] =
      self->return_sequences ? scope_shape_with_last (&inputs[0], (gint64) self->n_units) : state;
  for (guint i = 1; i < step->n_outputs; i++)
    outputs[i] = state;
  return TRUE;
}

void
scope_recurrence_look (const ScopeRecurrence *self, ScopeRecurrenceTile *tile, gsize step)
{
  gsize row = scope_recurrence_get_row (self, tile->n_steps, step);

  tile->n_masked = 0;
  if (tile->mask == NULL)
    return;

  for (gsize w = 0; w < tile->n; w++)
    {
      tile->counts[w] = scope_value_get_window (tile->mask, tile->first + w)[row] != 0;
      if (!tile->counts[w])
        tile->n_masked++;
    }
}

void
scope_recurrence_keep (const ScopeRecurrenceTile *tile, const float *before, float *now,
                       gsize pitch, gsize width)
{
  for (gsize w = 0; tile->n_masked > 0 && w < tile->n; w++)
    if (!tile->counts[w])
      memcpy (now + w * pitch, before + w * pitch, width * sizeof (float));
}

void
scope_recurrence_show (const ScopeRecurrence *self, const ScopeRecurrenceTile *tile, gsize step,
                       const float *hidden, gsize pitch, float *shown, float *output)
{
  gsize n = self->n_units;
  gsize per_window = self->return_sequences ? tile->n_steps * n : n;
  gboolean written = self->return_sequences || step + 1 == tile->n_steps;

  if (tile->mask == NULL && !written)
    return;

  for (gsize w = 0; w < tile->n; w++)
    {
      gboolean counts = tile->mask == NULL || tile->counts[w];
      const float *from = hidden + w * pitch;
      float *to = output + w * per_window + (self->return_sequences ? step * n : 0);

      if (tile->mask != NULL)
        {
          if (counts)
            memcpy (shown + w * n, from, n * sizeof (float));
          from = shown + w * n;
          if (self->unrolled && self->return_sequences)
            counts = scope_value_get_window (tile->mask, tile->first + w)[step] != 0;
        }
      if (!written)
        continue;
      if (!counts && self->zero_masked)
        memset (to, 0, n * sizeof (float));
      else
        memcpy (to, from, n * sizeof (float));
    }
}

void
scope_recurrence_begin (const ScopeRecurrence *self, const ScopeRecurrenceTile *tile,
                        const ScopeValue *initial, float *state, gsize pitch)
{
  for (gsize w = 0; w < tile->n; w++)
    if (initial != NULL)
      memcpy (state + w * pitch, scope_value_get_window (initial, tile->first + w),
              self->n_units * sizeof (float));
    else
      memset (state + w * pitch, 0, self->n_units * sizeof (float));
}

void
scope_recurrence_end (const ScopeRecurrence *self, const ScopeRecurrenceTile *tile,
                      const float *state, gsize pitch, float *output)
{
  for (gsize w = 0; w < tile->n; w++)
    memcpy (output + w * self->n_units, state + w * pitch, self->n_units * sizeof (float));
}
