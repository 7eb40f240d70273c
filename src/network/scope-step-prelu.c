/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PReLU: x above zero, α·x below, with an α for each place of a window or shared along some axes (K@v2.15.0 prelu.py). */
#include "scope-layer-step.h"

#include "scope-axes.h"

#include <glib/gi18n.h>

typedef struct
{
  ScopeLayerStep parent;
  ScopeArray *alpha;
} Step;

static gboolean
prelu_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;

  if (inputs[0].n_dims != scope_array_get_n_dims (self->alpha) + 1)
    return scope_layer_step_refuse (&inputs[0], why);
  for (guint i = 1; i < inputs[0].n_dims; i++)
    if (scope_array_get_dim (self->alpha, i - 1) != 1
        && !scope_layer_step_check_dim (&inputs[0], i, scope_array_get_dim (self->alpha, i - 1),
                                        why))
      return FALSE;
  return scope_layer_step_infer (step, inputs, outputs, why);
}

/* For every place of a window its α. */
static gpointer
prelu_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows, GError **error)
{
  const Step *self = (const Step *) step;
  gsize strides[SCOPE_ARRAY_MAX_DIMS];
  gsize stride = 1;
  gsize n;

  for (guint i = inputs[0].n_dims; i-- > 1;)
    {
      gsize dim = scope_array_get_dim (self->alpha, i - 1);

      strides[i] = dim == 1 ? 0 : stride;
      stride *= dim;
    }
  return scope_axes_list (inputs[0].n_dims - 1, inputs[0].dims + 1, strides + 1, &n, error);
}

static gboolean
prelu_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
               const ScopeValue *const *inputs, float *const *outputs)
{
  const float *alpha = scope_array_get_data (((const Step *) step)->alpha);
  const gsize *places = state;
  float *to = outputs[0];

  for (gsize w = 0; w < chunk->n_windows; w++)
    {
      const float *window = scope_value_get_window (inputs[0], w);

      for (gsize i = 0; i < inputs[0]->size; i++)
        *to++ = window[i] > 0 ? window[i] : alpha[places[i]] * window[i];
    }
  return TRUE;
}

static const ScopeStepClass prelu_class = {
  .infer = prelu_infer,
  .state_new = prelu_state_new,
  .state_free = g_free,
  .forward = prelu_forward,
  .free = scope_layer_step_free,
};

gboolean
scope_compile_prelu (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                     guint n_inputs, GArray *outputs, char **why)
{
  Step *self;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 2, why))
    return FALSE;
  if (scope_layer_get_array (layer, "alpha") == NULL)
    {
      *why = g_strdup (_ ("The file has no slopes for it."));
      return FALSE;
    }

  self = scope_layer_step_new (sizeof (Step), &prelu_class, plan, layer, path);
  self->alpha = scope_layer_get_array (layer, "alpha");
  return scope_plan_add (plan, &self->parent.parent, inputs, n_inputs, outputs, why);
}
