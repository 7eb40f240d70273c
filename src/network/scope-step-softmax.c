/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Softmax over one axis or several: e^(x - max) / Σ e^(x - max). */
#include "scope-layer-step.h"

#include "scope-axes.h"

#include <math.h>

typedef struct
{
  ScopeLayerStep parent;
  gboolean inside[SCOPE_ARRAY_MAX_DIMS];
} Step;

static gpointer
softmax_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows,
                   GError **error)
{
  return scope_axes_new (&inputs[0], ((const Step *) step)->inside, error);
}

static gboolean
softmax_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
                 const ScopeValue *const *inputs, float *const *outputs)
{
  const ScopeAxes *axes = state;

  for (gsize w = 0; w < chunk->n_windows; w++)
    for (gsize g = 0; g < axes->n_groups; g++)
      {
        const float *from = scope_value_get_window (inputs[0], w) + axes->groups[g];
        float *to = outputs[0] + w * inputs[0]->size + axes->groups[g];
        float most = from[0];
        double sum = 0;

        for (gsize i = 1; i < axes->n_members; i++)
          most = MAX (most, from[axes->members[i]]);
        for (gsize i = 0; i < axes->n_members; i++)
          {
            double power = exp ((double) from[axes->members[i]] - (double) most);

            to[axes->members[i]] = (float) power;
            sum += power;
          }
        for (gsize i = 0; i < axes->n_members; i++)
          to[axes->members[i]] = (float) ((double) to[axes->members[i]] / sum);
      }
  return TRUE;
}

static const ScopeStepClass softmax_class = {
  .infer = scope_layer_step_infer,
  .state_new = softmax_state_new,
  .state_free = (void (*) (gpointer)) scope_axes_free,
  .forward = softmax_forward,
  .free = scope_layer_step_free,
};

gboolean
scope_compile_softmax (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                       guint n_inputs, GArray *outputs, char **why)
{
  guint axes[SCOPE_ARRAY_MAX_DIMS];
  guint n_axes;
  Step *self;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 2, why))
    return FALSE;
  n_axes = scope_layer_get_axes (layer, "axis", -1, scope_plan_get_shape (plan, inputs[0])->n_dims,
                                 axes, why);
  if (n_axes == 0)
    return FALSE;

  self = scope_layer_step_new (sizeof (Step), &softmax_class, plan, layer, path);
  for (guint i = 0; i < n_axes; i++)
    self->inside[axes[i]] = TRUE;
  return scope_plan_add (plan, &self->parent.parent, inputs, n_inputs, outputs, why);
}
