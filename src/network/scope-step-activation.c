/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Activation: a function on its own, on the last axis where it looks at more than one number. */
#include "scope-layer-type.h"

#include "scope-activate.h"
#include "scope-class.h"

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
  g_autofree float *whole = NULL;

  if (value->size == 0)
    return TRUE;

  /* Where a row becomes shorter, it is worked on elsewhere: there is room for the answer alone. */
  if (made != width)
    whole = g_new (float, value->size);

  for (gsize w = 0; w < chunk->n_windows; w++)
    {
      gsize n_rows = value->size / width;
      float *to = outputs[0] + w * n_rows * made;
      float *worked = whole != NULL ? whole : to;

      memcpy (worked, scope_value_get_window (value, w), value->size * sizeof (float));
      scope_activate (step->kernels, &self->activation, worked, n_rows, width);
      if (whole != NULL)
        memcpy (to, whole, n_rows * made * sizeof (float));
    }
  return TRUE;
}

static const ScopeStepClass activation_class = {
  .infer = activation_infer,
  .forward = activation_forward,
};

/* A function of Keras 3 (KM keras/src/ops/nn.py), called as the activation with capitals, and with the parameters of its own. */
static gboolean
get_function (ScopeLayer *layer, ScopeActivation *activation)
{
  g_autofree char *name = scope_class_dup_group (scope_layer_get_class (layer));

  if (scope_layer_get_int (layer, "axis", -1) != -1
      || !scope_activation_parse (name, 3, activation))
    return FALSE;
  if (activation->kind == SCOPE_ACTIVATION_GELU
      && scope_layer_get_boolean (layer, "approximate", TRUE))
    activation->kind = SCOPE_ACTIVATION_GELU_TANH;
  activation->alpha = scope_layer_get_double (layer, "alpha", activation->alpha);
  activation->alpha = scope_layer_get_double (layer, "negative_slope", activation->alpha);
  activation->threshold = scope_layer_get_double (layer, "threshold", activation->threshold);
  activation->default_value =
      scope_layer_get_double (layer, "default_value", activation->default_value);
  return TRUE;
}

gboolean
scope_compile_activation (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                          guint n_inputs, GArray *outputs, char **why)
{
  ScopeActivation activation;
  Step *self;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 2, why))
    return FALSE;
  if (scope_layer_is_operation (layer)
          ? !get_function (layer, &activation)
          : !scope_layer_get_activation (layer, "activation", &activation))
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
