/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keras 1's Highway: t · act (x·W + b) + (1 - t) · x with t = σ (x·W_carry + b_carry) (K@1.2.2 core.py). */
#include "scope-layer-step.h"

#include "scope-activate.h"
#include "scope-buffer.h"
#include "scope-panels.h"

#include <glib/gi18n.h>

typedef struct
{
  ScopeLayerStep parent;
  ScopePanels panels[2]; /* of the layer, of the gate */
  ScopeActivation activation;
  ScopeActivation gate;
} Step;

static gboolean
highway_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;

  if (!scope_layer_step_check_dim (&inputs[0], inputs[0].n_dims - 1, self->panels[0].depth, why))
    return FALSE;
  outputs[0] = inputs[0];
  return TRUE;
}

/* The gate of one window. */
static gpointer
highway_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows,
                   GError **error)
{
  return scope_buffer_new (1, (gsize) scope_shape_product (&inputs[0], 1), error);
}

static gboolean
highway_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
                 const ScopeValue *const *inputs, float *const *outputs)
{
  const Step *self = (const Step *) step;
  gsize width = self->panels[0].depth;
  gsize n_rows = inputs[0]->size / width;
  float *gate = state;

  for (gsize w = 0; w < chunk->n_windows; w++)
    {
      const float *window = scope_value_get_window (inputs[0], w);
      float *to = outputs[0] + w * inputs[0]->size;

      step->kernels->multiply (&self->panels[0], n_rows, window, width, to, width);
      step->kernels->multiply (&self->panels[1], n_rows, window, width, gate, width);
      scope_activate (step->kernels, &self->activation, to, n_rows, width);
      scope_activate (step->kernels, &self->gate, gate, n_rows, width);
      for (gsize i = 0; i < inputs[0]->size; i++)
        to[i] = gate[i] * to[i] + (1 - gate[i]) * window[i];
    }
  return TRUE;
}

static void
highway_state_free (gpointer state)
{
  scope_buffer_free (state);
}

static void
highway_free (ScopeStep *step)
{
  for (guint i = 0; i < 2; i++)
    scope_buffer_free ((float *) ((Step *) step)->panels[i].numbers);
  scope_layer_step_free (step);
}

static const ScopeStepClass highway_class = {
  .infer = highway_infer,
  .state_new = highway_state_new,
  .state_free = highway_state_free,
  .forward = highway_forward,
  .free = highway_free,
};

static gboolean
pack (Step *self, guint part, const char *kernel_role, const char *bias_role, char **why)
{
  ScopeArray *kernel = scope_layer_get_array (self->parent.layer, kernel_role);
  ScopeArray *bias = scope_layer_get_array (self->parent.layer, bias_role);
  g_autoptr (GError) error = NULL;
  gsize n;

  n = kernel != NULL && scope_array_get_n_dims (kernel) == 2 ? scope_array_get_dim (kernel, 0) : 0;
  if (n == 0 || scope_array_get_dim (kernel, 1) != n || (part > 0 && n != self->panels[0].depth)
      || (bias != NULL && !scope_array_has_shape (bias, 1, &n)))
    {
      *why = g_strdup_printf (
          _ ("The file has no square %s for it, or a bias that does not fit it."), kernel_role);
      return FALSE;
    }
  if (!scope_panels_pack (&self->panels[part], self->parent.parent.kernels->lanes, n, n,
                          scope_array_get_data (kernel),
                          bias != NULL ? scope_array_get_data (bias) : NULL, &error))
    {
      *why = g_strdup (error->message);
      return FALSE;
    }
  return TRUE;
}

gboolean
scope_compile_highway (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                       guint n_inputs, GArray *outputs, char **why)
{
  Step *self;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 2, why))
    return FALSE;

  self = scope_layer_step_new (sizeof (Step), &highway_class, plan, layer, path);
  scope_activation_parse ("sigmoid", 1, &self->gate);
  if (!scope_layer_step_get_activation (layer, &self->activation, why)
      || !pack (self, 0, "kernel", "bias", why)
      || !pack (self, 1, "carry_kernel", "carry_bias", why))
    {
      scope_step_free (&self->parent.parent);
      return FALSE;
    }
  return scope_plan_add (plan, &self->parent.parent, inputs, n_inputs, outputs, why);
}
