/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mean, Sum, Max, Min, Var and Std of Keras 3 (KM keras/src/ops/numpy.py): one number of many, along some axes. */
#include "scope-layer-step.h"

#include "scope-axes.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

typedef enum
{
  MEAN,
  SUM,
  MAXIMUM,
  MINIMUM,
  VARIANCE,
  DEVIATION
} Kind;

typedef struct
{
  ScopeStep parent;
  Kind kind;
  gboolean keep;
  gboolean over[SCOPE_ARRAY_MAX_DIMS];
} Step;

static gboolean
reduce_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;
  ScopeShape shape = { 0 };

  for (guint i = 0; i < inputs[0].n_dims; i++)
    if (!self->over[i] || self->keep)
      scope_shape_append (&shape, self->over[i] ? 1 : inputs[0].dims[i]);
  outputs[0] = shape;
  return TRUE;
}

static gpointer
reduce_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows,
                  GError **error)
{
  return scope_axes_new (&inputs[0], ((const Step *) step)->over, error);
}

static double
get_extreme (Kind kind, const ScopeAxes *axes, const float *from)
{
  double most = (double) from[axes->members[0]];

  for (gsize i = 1; i < axes->n_members; i++)
    {
      double x = (double) from[axes->members[i]];

      if (isnan (x) || (kind == MAXIMUM ? x > most : x < most))
        most = x;
    }
  return most;
}

static double
reduce (Kind kind, const ScopeAxes *axes, const float *from)
{
  double n = (double) axes->n_members;
  double sum = 0;
  double spread = 0;

  if (kind == MAXIMUM || kind == MINIMUM)
    return get_extreme (kind, axes, from);

  for (gsize i = 0; i < axes->n_members; i++)
    sum += (double) from[axes->members[i]];
  if (kind == SUM || kind == MEAN)
    return kind == SUM ? sum : sum / n;

  for (gsize i = 0; i < axes->n_members; i++)
    {
      double rest = (double) from[axes->members[i]] - sum / n;

      spread += rest * rest;
    }
  return kind == VARIANCE ? spread / n : sqrt (spread / n);
}

static gboolean
reduce_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
                const ScopeValue *const *inputs, float *const *outputs)
{
  const ScopeAxes *axes = state;
  float *to = outputs[0];

  for (gsize w = 0; w < chunk->n_windows; w++)
    for (gsize g = 0; g < axes->n_groups; g++)
      *to++ = (float) reduce (((const Step *) step)->kind, axes,
                              scope_value_get_window (inputs[0], w) + axes->groups[g]);
  return TRUE;
}

static const ScopeStepClass reduce_class = {
  .infer = reduce_infer,
  .state_new = reduce_state_new,
  .state_free = (void (*) (gpointer)) scope_axes_free,
  .forward = reduce_forward,
};

gboolean
scope_compile_reduce (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                      guint n_inputs, GArray *outputs, char **why)
{
  static const char *const names[] = {
    [MEAN] = "Mean",   [SUM] = "Sum",      [MAXIMUM] = "Max",
    [MINIMUM] = "Min", [VARIANCE] = "Var", [DEVIATION] = "Std",
  };
  guint axes[SCOPE_ARRAY_MAX_DIMS];
  double initial;
  guint n_axes;
  Step *self;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 2, why))
    return FALSE;
  initial = scope_layer_get_double (layer, "initial", NAN);
  if (scope_layer_is_null (layer, "axis") || !isnan (initial))
    {
      *why = g_strdup (_ ("It joins all windows to one number, or begins with a number."));
      return FALSE;
    }
  n_axes = scope_layer_get_axes (layer, "axis", -1, scope_plan_get_shape (plan, inputs[0])->n_dims,
                                 axes, why);
  if (n_axes == 0)
    return FALSE;

  self = scope_step_new (sizeof (Step), &reduce_class, plan->kernels, path);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], scope_layer_get_class (layer)) == 0)
      self->kind = (Kind) i;
  self->keep = scope_layer_get_boolean (layer, "keepdims", FALSE);
  for (guint i = 0; i < n_axes; i++)
    self->over[axes[i]] = TRUE;
  return scope_plan_add (plan, &self->parent, inputs, n_inputs, outputs, why);
}
