/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Masking: steps all of whose numbers are one certain number do not count, and become zeros (K@v2.15.0 masking.py). */
#include "scope-layer-step.h"

#include <string.h>

typedef struct
{
  ScopeLayerStep parent;
  float number;
} Step;

static gboolean
masking_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  outputs[0] = inputs[0];
  outputs[1] = scope_shape_without (&inputs[0], inputs[0].n_dims - 1);
  return TRUE;
}

static gboolean
masking_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
                 const ScopeValue *const *inputs, float *const *outputs)
{
  const Step *self = (const Step *) step;
  gsize width = (gsize) scope_shape_get_last (&inputs[0]->shape);
  float *to = outputs[0];
  float *mask = outputs[1];

  for (gsize w = 0; w < chunk->n_windows; w++)
    {
      const float *window = scope_value_get_window (inputs[0], w);

      for (gsize i = 0; i < inputs[0]->size; i += width, to += width)
        {
          gsize n_other = 0;

          for (gsize k = 0; k < width; k++)
            n_other += window[i + k] != self->number ? 1 : 0;
          if (n_other > 0)
            memcpy (to, window + i, width * sizeof (float));
          else
            memset (to, 0, width * sizeof (float));
          *mask++ = n_other > 0 ? 1 : 0;
        }
    }
  return TRUE;
}

static const ScopeStepClass masking_class = {
  .infer = masking_infer,
  .forward = masking_forward,
  .free = scope_layer_step_free,
};

gboolean
scope_compile_masking (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                       guint n_inputs, GArray *outputs, char **why)
{
  Step *self;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 2, why))
    return FALSE;

  self = scope_layer_step_new (sizeof (Step), &masking_class, plan, layer, path);
  self->number = (float) scope_layer_get_double (layer, "mask_value", 0);
  return scope_layer_step_add_with_mask (plan, &self->parent.parent, inputs, n_inputs, outputs,
                                         why);
}
