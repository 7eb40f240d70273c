/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dot: sums of products of two tensors along one axis of each, with normalize of vectors of length 1 (K@v2.15.0 dot.py); Keras 1's
 * Merge of mode "cos" (K@1.2.2 topology.py). */
#include "scope-layer-step.h"

#include "scope-axes.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

typedef struct
{
  ScopeStep parent;
  guint axes[2];
  gboolean normalize;
} Step;

typedef struct
{
  ScopeAxes *axes[2];
  float *vectors[2]; /* (groups, members): of one window */
} State;

static gboolean
dot_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;
  gint64 a = inputs[0].dims[self->axes[0]];
  gint64 b = inputs[1].dims[self->axes[1]];
  ScopeShape shape = scope_shape_without (&inputs[0], self->axes[0]);

  if (a != SCOPE_DIM_FREE && b != SCOPE_DIM_FREE && a != b)
    return scope_layer_step_refuse (&inputs[1], why);
  for (guint i = 1; i < inputs[1].n_dims && shape.n_dims > 0; i++)
    if (i != self->axes[1])
      scope_shape_append (&shape, inputs[1].dims[i]);
  if (shape.n_dims == 1)
    scope_shape_append (&shape, 1);
  outputs[0] = shape;
  return shape.n_dims > 0 ? TRUE : scope_layer_step_refuse (&inputs[0], why);
}

static void
dot_state_free (gpointer data)
{
  State *state = data;

  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&state->axes[i], scope_axes_free);
      g_free (state->vectors[i]);
    }
  g_free (state);
}

static gpointer
dot_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows, GError **error)
{
  State *state = g_new0 (State, 1);

  for (guint i = 0; i < 2; i++)
    {
      gboolean inside[SCOPE_ARRAY_MAX_DIMS] = { FALSE };

      inside[((const Step *) step)->axes[i]] = TRUE;
      state->axes[i] = scope_axes_new (&inputs[i], inside, error);
      if (state->axes[i] == NULL)
        {
          dot_state_free (state);
          return NULL;
        }
      state->vectors[i] = g_new (float, state->axes[i]->n_groups * state->axes[i]->n_members);
    }
  return state;
}

/* The vectors of a window, each in one piece. */
static void
gather (const ScopeAxes *axes, const float *window, gboolean normalize, float *to)
{
  for (gsize g = 0; g < axes->n_groups; g++, to += axes->n_members)
    {
      double sum = 0;

      for (gsize i = 0; i < axes->n_members; i++)
        {
          to[i] = window[axes->groups[g] + axes->members[i]];
          sum += (double) to[i] * (double) to[i];
        }
      for (gsize i = 0; normalize && i < axes->n_members; i++)
        to[i] = (float) ((double) to[i] / sqrt (MAX (sum, 1e-12)));
    }
}

static gboolean
dot_forward (const ScopeStep *step, gpointer data, const ScopeChunk *chunk,
             const ScopeValue *const *inputs, float *const *outputs)
{
  const Step *self = (const Step *) step;
  const State *state = data;
  gsize n = state->axes[0]->n_members;
  float *to = outputs[0];

  for (gsize w = 0; w < chunk->n_windows; w++)
    {
      for (guint i = 0; i < 2; i++)
        gather (state->axes[i], scope_value_get_window (inputs[i], w), self->normalize,
                state->vectors[i]);
      for (gsize a = 0; a < state->axes[0]->n_groups; a++)
        for (gsize b = 0; b < state->axes[1]->n_groups; b++)
          {
            double sum = 0;

            for (gsize i = 0; i < n; i++)
              sum += (double) state->vectors[0][a * n + i] * (double) state->vectors[1][b * n + i];
            *to++ = (float) sum;
          }
    }
  return TRUE;
}

static const ScopeStepClass dot_class = {
  .infer = dot_infer,
  .state_new = dot_state_new,
  .state_free = dot_state_free,
  .forward = dot_forward,
};

gboolean
scope_compile_dot (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                   guint n_inputs, GArray *outputs, char **why)
{
  gboolean cosine = g_strcmp0 (scope_layer_get_string (layer, "mode", NULL), "cos") == 0;
  gint64 axes[2] = { -1, -1 };
  Step *self;

  if (n_inputs != 2)
    {
      *why = g_strdup_printf (
          ngettext ("It is fed by %u tensor.", "It is fed by %u tensors.", n_inputs), n_inputs);
      return FALSE;
    }
  if (strcmp (scope_layer_get_class (layer), "Matmul") == 0)
    {
      /* Of two matrices for each window; more or fewer dimensions mean something else. */
      for (guint i = 0; i < 2; i++)
        if (scope_plan_get_shape (plan, inputs[i])->n_dims != 3)
          return scope_layer_step_refuse (scope_plan_get_shape (plan, inputs[i]), why);
      axes[0] = 2;
      axes[1] = 1;
    }
  else if (scope_layer_get_ints (layer, cosine ? "dot_axes" : "axes", axes, 2) < 2)
    axes[1] = axes[0];

  self = scope_step_new (sizeof (Step), &dot_class, plan->kernels, path);
  self->normalize = cosine || scope_layer_get_boolean (layer, "normalize", FALSE);
  for (guint i = 0; i < 2; i++)
    {
      const ScopeShape *shape = scope_plan_get_shape (plan, inputs[i]);
      gint64 axis = axes[i] < 0 ? axes[i] + shape->n_dims : axes[i];

      if (axis < 1 || axis >= shape->n_dims || (cosine && shape->n_dims != 2))
        {
          scope_layer_step_refuse (shape, why);
          scope_step_free (&self->parent);
          return FALSE;
        }
      self->axes[i] = (guint) axis;
    }
  return scope_plan_add (plan, &self->parent, inputs, n_inputs, outputs, why);
}

gboolean
scope_compile_merge_function (ScopePlan *plan, ScopeLayer *layer, const char *path,
                              const guint *inputs, guint n_inputs, GArray *outputs, char **why)
{
  const char *mode = scope_layer_get_string (layer, "mode", "");

  if (g_strcmp0 (mode, "cos") == 0)
    return scope_compile_dot (plan, layer, path, inputs, n_inputs, outputs, why);

  *why = g_strdup_printf (_ ("It merges by “%s”, a function of the model’s author."), mode);
  return FALSE;
}
