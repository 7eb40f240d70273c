/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dense: act (x·W + b) on the last axis of a tensor of any rank. */
#include "scope-layer-type.h"

#include "scope-activate.h"
#include "scope-buffer.h"
#include "scope-panels.h"

#include <glib/gi18n.h>

typedef struct
{
  ScopeStep parent;
  ScopePanels panels;
  ScopeActivation activation;
} Step;

static gboolean
dense_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;
  gint64 n_columns = (gint64) self->panels.n_columns;

  if (scope_shape_get_last (&inputs[0]) != (gint64) self->panels.depth)
    {
      g_autofree char *text = scope_shape_dup_text (&inputs[0]);

      *why = g_strdup_printf (
          _ ("Its input has the shape %s, its kernel takes %zu numbers on the last axis."), text,
          self->panels.depth);
      return FALSE;
    }
  outputs[0] =
      scope_shape_with_last (&inputs[0], scope_activate_get_width (&self->activation, n_columns));
  return TRUE;
}

static gboolean
dense_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
               const ScopeValue *const *inputs, float *const *outputs)
{
  const Step *self = (const Step *) step;
  const ScopeValue *value = inputs[0];
  gsize depth = self->panels.depth;
  gsize n_columns = self->panels.n_columns;
  gsize n_made = (gsize) scope_activate_get_width (&self->activation, (gint64) n_columns);
  gsize rows = value->size / depth;

  for (gsize w = 0; w < chunk->n_windows;)
    {
      gsize n = scope_value_get_run (value, w, chunk->n_windows);
      float *to = outputs[0] + w * rows * n_made;

      /* Where the activation halves a row there is room for half of what the matrix gives. */
      if (n_made == n_columns)
        {
          step->kernels->multiply (&self->panels, n * rows, scope_value_get_window (value, w),
                                   depth, to, n_columns);
          scope_activate (step->kernels, &self->activation, to, n * rows, n_columns);
        }
      else
        {
          g_autofree float *whole = g_new (float, n_columns);

          for (gsize r = 0; r < n * rows; r++)
            {
              step->kernels->multiply (&self->panels, 1,
                                       scope_value_get_window (value, w) + r * depth, depth, whole,
                                       n_columns);
              scope_activate (step->kernels, &self->activation, whole, 1, n_columns);
              for (gsize j = 0; j < n_made; j++)
                to[r * n_made + j] = whole[j];
            }
        }
      w += n;
    }
  return TRUE;
}

static void
dense_free (ScopeStep *step)
{
  scope_buffer_free ((float *) ((Step *) step)->panels.numbers);
}

static const ScopeStepClass dense_class = {
  .infer = dense_infer,
  .forward = dense_forward,
  .free = dense_free,
};

gboolean
scope_compile_dense (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                     guint n_inputs, GArray *outputs, char **why)
{
  ScopeArray *kernel = scope_layer_get_array (layer, "kernel");
  ScopeArray *bias = scope_layer_get_array (layer, "bias");
  g_autoptr (GError) error = NULL;
  ScopeActivation activation;
  gsize depth;
  gsize n_columns;
  Step *self;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 2, why))
    return FALSE;
  if (kernel == NULL || scope_array_get_n_dims (kernel) != 2 || scope_array_get_size (kernel) == 0)
    {
      *why = g_strdup (_ ("The file has no kernel of two dimensions for it."));
      return FALSE;
    }
  depth = scope_array_get_dim (kernel, 0);
  n_columns = scope_array_get_dim (kernel, 1);
  if (bias != NULL && !scope_array_has_shape (bias, 1, &n_columns))
    {
      g_autofree char *text = scope_array_dup_shape_text (bias);

      *why = g_strdup_printf (_ ("Its bias has the shape %s, its kernel has %zu columns."), text,
                              n_columns);
      return FALSE;
    }
  if (!scope_layer_get_activation (layer, "activation", &activation))
    {
      *why = g_strdup (_ ("Its activation is a function that Keras does not have."));
      return FALSE;
    }
  if (scope_activate_get_width (&activation, (gint64) n_columns) == 0)
    {
      *why = g_strdup (_ ("Its activation halves the last axis, which has an odd length."));
      return FALSE;
    }

  self = scope_step_new (sizeof (Step), &dense_class, plan->kernels, path);
  self->activation = activation;
  if (!scope_panels_pack (&self->panels, plan->kernels->lanes, depth, n_columns,
                          scope_array_get_data (kernel),
                          bias != NULL ? scope_array_get_data (bias) : NULL, &error))
    {
      *why = g_strdup (error->message);
      scope_step_free (&self->parent);
      return FALSE;
    }
  return scope_plan_add (plan, &self->parent, inputs, n_inputs, outputs, why);
}
