/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Layers that normalise numbers of a window by each other: LayerNormalization, GroupNormalization, UnitNormalization,
 * RMSNormalization (K@v2.15.0 and KM keras/layers/normalization) and Keras 1's BatchNormalization of mode 1 (K@1.2.2
 * normalization.py). Within each group y = (x - mean) / spread · γ + β.
 */
#include "scope-layer-step.h"

#include "scope-axes.h"

#include <glib/gi18n.h>
#include <math.h>

typedef enum
{
  LAYER,      /* √(variance + ε) */
  RMS_LAYER,  /* the same, without taking the mean away */
  SAMPLE,     /* √(variance + ε) + ε */
  UNIT,       /* length, at least 1e-6 */
  ROOT_SQUARE /* √(mean square + ε) */
} Kind;

/* @axes: those of a group, in ascending order. With @n_groups the last of them, the channels, is cut into so many. */
typedef struct
{
  ScopeLayerStep parent;
  Kind kind;
  double epsilon;
  gboolean inside[SCOPE_ARRAY_MAX_DIMS];
  gint64 n_groups; /* 0: not cut */
  guint axis;      /* of what is cut */
  const float *gamma;
  const float *beta;
  gsize n_weights; /* of γ and β; 0 without them */
  gboolean weighted[SCOPE_ARRAY_MAX_DIMS];
} Step;

typedef struct
{
  ScopeAxes *axes;
  gsize *weights; /* (numbers of a window): which of γ and β */
} State;

static gboolean
group_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;
  gsize n = 1;

  if (!scope_layer_step_infer (step, inputs, outputs, why))
    return FALSE;

  if (self->n_groups > 0 && inputs[0].dims[self->axis] != SCOPE_DIM_FREE
      && inputs[0].dims[self->axis] % self->n_groups != 0)
    return scope_layer_step_refuse (&inputs[0], why);
  for (guint i = 1; i < inputs[0].n_dims; i++)
    if (self->weighted[i])
      {
        if (inputs[0].dims[i] == SCOPE_DIM_FREE)
          return TRUE;
        if (!g_size_checked_mul (&n, n, (gsize) inputs[0].dims[i]))
          return scope_layer_step_refuse (&inputs[0], why);
      }
  return self->n_weights == 0 || n == self->n_weights ? TRUE
                                                      : scope_layer_step_refuse (&inputs[0], why);
}

static void
group_state_free (gpointer data)
{
  State *state = data;

  g_clear_pointer (&state->axes, scope_axes_free);
  g_free (state->weights);
  g_free (state);
}

static ScopeAxes *
make_axes (const Step *self, const ScopeShape *shape, GError **error)
{
  ScopeShape cut = { 0 };
  gboolean inside[SCOPE_ARRAY_MAX_DIMS + 1] = { FALSE };

  if (self->n_groups == 0)
    return scope_axes_new (shape, self->inside, error);

  /* Everything but which of the groups of channels. */
  cut = scope_shape_insert (shape, self->axis, self->n_groups);
  cut.dims[self->axis + 1] /= self->n_groups;
  for (guint i = 1; i < cut.n_dims; i++)
    inside[i] = i != self->axis;
  return scope_axes_new (&cut, inside, error);
}

static gpointer
group_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows, GError **error)
{
  const Step *self = (const Step *) step;
  const ScopeShape *shape = &inputs[0];
  State *state = g_new0 (State, 1);
  gsize strides[SCOPE_ARRAY_MAX_DIMS] = { 0 };
  gsize stride = 1;
  gsize n;

  for (guint i = shape->n_dims; i-- > 1;)
    if (self->weighted[i])
      {
        strides[i] = stride;
        stride *= (gsize) shape->dims[i];
      }

  state->axes = make_axes (self, shape, error);
  if (state->axes != NULL)
    state->weights = scope_axes_list (shape->n_dims - 1, shape->dims + 1, strides + 1, &n, error);
  if (state->weights == NULL)
    {
      group_state_free (state);
      return NULL;
    }
  return state;
}

static double
get_spread (const Step *self, double variance, double square_sum, gsize n)
{
  switch (self->kind)
    {
    case LAYER:
    case RMS_LAYER:
      return sqrt (variance + self->epsilon);
    case SAMPLE:
      return sqrt (variance + self->epsilon) + self->epsilon;
    case UNIT:
      return sqrt (MAX (square_sum, 1e-12));
    case ROOT_SQUARE:
      return sqrt (square_sum / (double) n + self->epsilon);
    }
  g_return_val_if_reached (1);
}

static void
normalise (const Step *self, const State *state, const float *from, float *to, gsize first)
{
  const gsize *members = state->axes->members;
  gsize n = state->axes->n_members;
  double mean = 0;
  double variance = 0;
  double square_sum = 0;
  double spread;

  for (gsize i = 0; i < n; i++)
    {
      double x = (double) from[first + members[i]];

      mean += x / (double) n;
      square_sum += x * x;
    }
  for (gsize i = 0; i < n; i++)
    {
      double rest = (double) from[first + members[i]] - mean;

      variance += rest * rest / (double) n;
    }

  spread = get_spread (self, variance, square_sum, n);
  if (self->kind == RMS_LAYER || self->kind == UNIT || self->kind == ROOT_SQUARE)
    mean = 0;
  for (gsize i = 0; i < n; i++)
    {
      gsize place = first + members[i];
      double y = ((double) from[place] - mean) / spread;

      if (self->gamma != NULL)
        y *= (double) self->gamma[state->weights[place]];
      if (self->beta != NULL)
        y += (double) self->beta[state->weights[place]];
      to[place] = (float) y;
    }
}

static gboolean
group_forward (const ScopeStep *step, gpointer data, const ScopeChunk *chunk,
               const ScopeValue *const *inputs, float *const *outputs)
{
  const State *state = data;

  for (gsize w = 0; w < chunk->n_windows; w++)
    for (gsize g = 0; g < state->axes->n_groups; g++)
      normalise ((const Step *) step, state, scope_value_get_window (inputs[0], w),
                 outputs[0] + w * inputs[0]->size, state->axes->groups[g]);
  return TRUE;
}

static const ScopeStepClass group_class = {
  .infer = group_infer,
  .state_new = group_state_new,
  .state_free = group_state_free,
  .forward = group_forward,
  .free = scope_layer_step_free,
};

/* γ or β: both have as many numbers, where there are both. */
static gboolean
get_weight (Step *self, const char *role, const float **numbers, char **why)
{
  ScopeArray *array = scope_layer_get_array (self->parent.layer, role);
  g_autofree char *text = NULL;

  if (array == NULL)
    return TRUE;

  *numbers = scope_array_get_data (array);
  if (self->n_weights == 0)
    self->n_weights = scope_array_get_size (array);
  if (self->n_weights == scope_array_get_size (array))
    return TRUE;

  text = scope_array_dup_shape_text (array);
  *why = g_strdup_printf (_ ("Its %s has the shape %s, where %zu numbers are expected."), role,
                          text, self->n_weights);
  return FALSE;
}

static gboolean
read_groups (Step *self, const ScopeShape *shape, char **why)
{
  gint64 n_groups = scope_layer_get_int (self->parent.layer, "groups", 32);

  /* −1: each channel is a group. */
  if (n_groups == -1)
    n_groups = shape->dims[self->axis];
  if (n_groups < 1 || shape->n_dims >= SCOPE_ARRAY_MAX_DIMS)
    {
      *why = g_strdup (_ ("Its channels cannot be cut into the groups that it asks for."));
      return FALSE;
    }
  self->n_groups = n_groups;
  return TRUE;
}

static gboolean
read_config (Step *self, const ScopeShape *shape, char **why)
{
  ScopeLayer *layer = self->parent.layer;
  guint axes[SCOPE_ARRAY_MAX_DIMS];
  guint n_axes;

  self->epsilon = scope_layer_get_double (layer, "epsilon", 1e-3);
  if (scope_layer_step_is (&self->parent, "UnitNormalization"))
    self->kind = UNIT;
  else if (scope_layer_step_is (&self->parent, "RMSNormalization"))
    {
      self->kind = ROOT_SQUARE;
      self->epsilon = scope_layer_get_double (layer, "epsilon", 1e-6);
    }
  else if (scope_layer_step_is (&self->parent, "BatchNormalization"))
    self->kind = SAMPLE;
  else if (scope_layer_get_boolean (layer, "rms_scaling", FALSE))
    self->kind = RMS_LAYER;

  /* Mode 1 of Keras 1 is always over the last axis; "axis" is where its weights are. */
  n_axes = scope_layer_get_axes (layer, self->kind == SAMPLE ? "" : "axis", -1, shape->n_dims, axes,
                                 why);
  if (n_axes == 0)
    return FALSE;
  for (guint i = 0; i < n_axes; i++)
    self->inside[axes[i]] = self->weighted[axes[i]] = TRUE;
  self->axis = axes[0];
  if (scope_layer_step_is (&self->parent, "GroupNormalization") && !read_groups (self, shape, why))
    return FALSE;

  if (self->kind == ROOT_SQUARE)
    return get_weight (self, "scale", &self->gamma, why);
  return get_weight (self, "gamma", &self->gamma, why)
         && get_weight (self, "beta", &self->beta, why);
}

gboolean
scope_compile_group_norm (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                          guint n_inputs, GArray *outputs, char **why)
{
  Step *self;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 2, why))
    return FALSE;

  self = scope_layer_step_new (sizeof (Step), &group_class, plan, layer, path);
  if (!read_config (self, scope_plan_get_shape (plan, inputs[0]), why))
    {
      scope_step_free (&self->parent.parent);
      return FALSE;
    }
  return scope_plan_add (plan, &self->parent.parent, inputs, n_inputs, outputs, why);
}
