/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keras 1's MaxoutDense: the largest of several x·W + b (K@1.2.2 core.py). */
#include "scope-layer-step.h"

#include "scope-buffer.h"
#include "scope-panels.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

typedef struct
{
  ScopeLayerStep parent;
  ScopePanels panels; /* (in, features · units) */
  gsize n_features;
  gsize n_units;
} Step;

static gboolean
maxout_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;

  if (!scope_layer_step_check_dim (&inputs[0], inputs[0].n_dims - 1, self->panels.depth, why))
    return FALSE;
  outputs[0] = scope_shape_with_last (&inputs[0], (gint64) self->n_units);
  return TRUE;
}

/* All features of one row. */
static gpointer
maxout_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows,
                  GError **error)
{
  return scope_buffer_new (1, ((const Step *) step)->panels.n_columns, error);
}

static void
maxout_state_free (gpointer state)
{
  scope_buffer_free (state);
}

static gboolean
maxout_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
                const ScopeValue *const *inputs, float *const *outputs)
{
  const Step *self = (const Step *) step;
  gsize depth = self->panels.depth;
  float *all = state;
  float *to = outputs[0];

  for (gsize w = 0; w < chunk->n_windows; w++)
    for (gsize i = 0; i < inputs[0]->size; i += depth, to += self->n_units)
      {
        step->kernels->multiply (&self->panels, 1, scope_value_get_window (inputs[0], w) + i, depth,
                                 all, self->panels.n_columns);
        memcpy (to, all, self->n_units * sizeof (float));
        for (gsize k = self->n_units; k < self->panels.n_columns; k++)
          {
            float *most = &to[k % self->n_units];

            if (all[k] > *most || isnan (all[k]))
              *most = all[k];
          }
      }
  return TRUE;
}

static void
maxout_free (ScopeStep *step)
{
  scope_buffer_free ((float *) ((Step *) step)->panels.numbers);
  scope_layer_step_free (step);
}

static const ScopeStepClass maxout_class = {
  .infer = maxout_infer,
  .state_new = maxout_state_new,
  .state_free = maxout_state_free,
  .forward = maxout_forward,
  .free = maxout_free,
};

static gboolean
read_weights (Step *self, char **why)
{
  ScopeArray *kernel = scope_layer_get_array (self->parent.layer, "kernel");
  ScopeArray *bias = scope_layer_get_array (self->parent.layer, "bias");
  g_autofree float *matrix = NULL;
  g_autoptr (GError) error = NULL;
  gsize depth;
  gsize width;

  if (kernel == NULL || scope_array_get_n_dims (kernel) != 3 || scope_array_get_size (kernel) == 0)
    {
      *why = g_strdup (_ ("The file has no kernel of three dimensions for it."));
      return FALSE;
    }

  self->n_features = scope_array_get_dim (kernel, 0);
  depth = scope_array_get_dim (kernel, 1);
  self->n_units = scope_array_get_dim (kernel, 2);
  width = self->n_features * self->n_units;
  if (bias != NULL && scope_array_get_size (bias) != width)
    {
      *why = g_strdup (_ ("Its bias does not fit its kernel."));
      return FALSE;
    }

  matrix = g_try_new (float, depth *width);
  if (matrix == NULL)
    {
      *why = g_strdup (_ ("Its kernel is larger than this machine has memory for."));
      return FALSE;
    }
  for (gsize f = 0; f < self->n_features; f++)
    for (gsize k = 0; k < depth; k++)
      memcpy (matrix + k * width + f * self->n_units,
              scope_array_get_data (kernel) + (f * depth + k) * self->n_units,
              self->n_units * sizeof (float));
  if (!scope_panels_pack (&self->panels, self->parent.parent.kernels->lanes, depth, width, matrix,
                          bias != NULL ? scope_array_get_data (bias) : NULL, &error))
    {
      *why = g_strdup (error->message);
      return FALSE;
    }
  return TRUE;
}

gboolean
scope_compile_maxout (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                      guint n_inputs, GArray *outputs, char **why)
{
  Step *self;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 2, why))
    return FALSE;

  self = scope_layer_step_new (sizeof (Step), &maxout_class, plan, layer, path);
  if (!read_weights (self, why))
    {
      scope_step_free (&self->parent.parent);
      return FALSE;
    }
  return scope_plan_add (plan, &self->parent.parent, inputs, n_inputs, outputs, why);
}
