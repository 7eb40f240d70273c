/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Activation: a function on its own, on the last axis where it looks at more than one number. */
#include "scope-layer-type.h"

#include "scope-activate.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  ScopeStep parent;
  ScopeActivation activation;
} Step;

static gboolean
activation_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;
  gint64 width = scope_shape_get_last (&inputs[0]);
  gint64 made = scope_activate_get_width (&self->activation, width);

  if (made == 0)
    {
      *why =
          g_strdup_printf (_ ("Its activation, %s, halves the last axis, which has an odd length."),
                           scope_activation_get_symbol (&self->activation));
      return FALSE;
    }
  outputs[0] = scope_shape_with_last (&inputs[0], made);
  return TRUE;
}

static gboolean
activation_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
                    const ScopeValue *const *inputs, float *const *outputs)
{
  const Step *self = (const Step *) step;
  const ScopeValue *value = inputs[0];
  gsize width = (gsize) scope_shape_get_last (&value->shape);
  gsize made = (gsize) scope_activate_get_width (&self->activation, (gint64) width);
  float *to = outputs[0];

  if (value->size == 0)
    return TRUE;

  /* Of a whole window first, as the numbers may become fewer; then closed up. */
  for (gsize w = 0; w < chunk->n_windows; w++)
    {
      if (made == width)
        memcpy (to, scope_value_get_window (value, w), value->size * sizeof (float));
      else
        for (gsize r = 0; r < value->size / width; r++)
          {
            g_autofree float *row =
                g_memdup2 (scope_value_get_window (value, w) + r * width, width * sizeof (float));

            scope_activate (step->kernels, &self->activation, row, 1, width);
            memcpy (to + r * made, row, made * sizeof (float));
          }
      to += value->size / width * made;
    }

  if (made == width)
    scope_activate (step->kernels, &self->activation, outputs[0],
                    chunk->n_windows * (value->size / width), width);
  return TRUE;
}

static const ScopeStepClass activation_class = {
  .infer = activation_infer,
  .forward = activation_forward,
};

gboolean
scope_compile_activation (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                          guint n_inputs, GArray *outputs, char **why)
{
  ScopeActivation activation;
  Step *self;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 2, why))
    return FALSE;
  if (!scope_layer_get_activation (layer, "activation", &activation))
    {
      *why = g_strdup (_ ("Its activation is a function that Keras does not have."));
      return FALSE;
    }
  if (activation.kind == SCOPE_ACTIVATION_LINEAR)
    {
      g_array_append_val (outputs, inputs[0]);
      return TRUE;
    }

  self = scope_step_new (sizeof (Step), &activation_class, plan->kernels, path);
  self->activation = activation;
  return scope_plan_add (plan, &self->parent, inputs, n_inputs, outputs, why);
}
