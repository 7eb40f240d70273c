/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GlobalMaxPooling and GlobalAveragePooling: over all of time or space; the mean over the steps that count, where there is a
 * mask (K@v2.15.0 and KM global_average_pooling1d.py). */
#include "scope-layer-step.h"

#include "scope-axes.h"

#include <math.h>

static gpointer
global_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows,
                  GError **error)
{
  const ScopeLayerStep *self = (const ScopeLayerStep *) step;
  guint channels = scope_layer_has_channels_first (self->layer) ? 1 : inputs[0].n_dims - 1;
  gboolean inside[SCOPE_ARRAY_MAX_DIMS];

  for (guint i = 0; i < inputs[0].n_dims; i++)
    inside[i] = i > 0 && i != channels;
  return scope_axes_new (&inputs[0], inside, error);
}

static gboolean
global_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
                const ScopeValue *const *inputs, float *const *outputs)
{
  const ScopeLayerStep *self = (const ScopeLayerStep *) step;
  gboolean largest = g_str_has_prefix (scope_layer_get_class (self->layer), "GlobalMax");
  const ScopeAxes *axes = state;
  float *to = outputs[0];

  for (gsize w = 0; w < chunk->n_windows; w++)
    {
      const float *window = scope_value_get_window (inputs[0], w);
      const float *mask = step->n_inputs > 1 ? scope_value_get_window (inputs[1], w) : NULL;

      for (gsize g = 0; g < axes->n_groups; g++)
        {
          float most = -INFINITY;
          double sum = 0;
          double n = 0;

          for (gsize i = 0; i < axes->n_members; i++)
            {
              float x = window[axes->groups[g] + axes->members[i]];

              if (mask != NULL && mask[i] == 0)
                continue;
              most = x > most || isnan (x) ? x : most;
              sum += (double) x;
              n++;
            }
          *to++ = largest ? most : (float) (sum / n);
        }
    }
  return TRUE;
}

static const ScopeStepClass global_class = {
  .infer = scope_layer_step_infer,
  .state_new = global_state_new,
  .state_free = (void (*) (gpointer)) scope_axes_free,
  .forward = global_forward,
  .free = scope_layer_step_free,
};

gboolean
scope_compile_global_pool (ScopePlan *plan, ScopeLayer *layer, const char *path,
                           const guint *inputs, guint n_inputs, GArray *outputs, char **why)
{
  guint all[2];
  guint n = 1;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 3, why))
    return FALSE;

  all[0] = inputs[0];
  all[1] = scope_plan_get_mask (plan, inputs[0]);
  /* Only this one looks at it. */
  if (all[1] != SCOPE_NO_MASK
      && g_str_equal (scope_layer_get_class (layer), "GlobalAveragePooling1D"))
    n = 2;
  return scope_plan_add (
      plan, scope_layer_step_new (sizeof (ScopeLayerStep), &global_class, plan, layer, path), all,
      n, outputs, why);
}
