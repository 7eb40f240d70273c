/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Embedding: a row of numbers for each whole number; with mask_zero those that are 0 do not count (K@v2.15.0 embedding.py). */
#include "scope-layer-step.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

typedef struct
{
  ScopeLayerStep parent;
  const float *rows;
  gsize n_rows;
  gsize width;
} Step;

static gboolean
embedding_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;

  outputs[0] = scope_shape_insert (&inputs[0], inputs[0].n_dims, (gint64) self->width);
  if (outputs[0].n_dims == 0)
    return scope_layer_step_refuse (&inputs[0], why);
  if (step->n_outputs > 1)
    outputs[1] = inputs[0];
  return TRUE;
}

static gboolean
embedding_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
                   const ScopeValue *const *inputs, float *const *outputs)
{
  const Step *self = (const Step *) step;
  float *to = outputs[0];

  for (gsize w = 0; w < chunk->n_windows; w++)
    {
      const float *window = scope_value_get_window (inputs[0], w);

      for (gsize i = 0; i < inputs[0]->size; i++, to += self->width)
        {
          double row = trunc ((double) window[i]);

          /* Keras refuses a number that has no row; here nothing is known of it from there on. */
          if (row >= 0 && row < (double) self->n_rows)
            memcpy (to, self->rows + (gsize) row * self->width, self->width * sizeof (float));
          else
            for (gsize k = 0; k < self->width; k++)
              to[k] = NAN;
          if (step->n_outputs > 1)
            outputs[1][w * inputs[0]->size + i] = window[i] != 0 ? 1 : 0;
        }
    }
  return TRUE;
}

static const ScopeStepClass embedding_class = {
  .infer = embedding_infer,
  .forward = embedding_forward,
  .free = scope_layer_step_free,
};

gboolean
scope_compile_embedding (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                         guint n_inputs, GArray *outputs, char **why)
{
  ScopeArray *rows = scope_layer_get_array (layer, "embeddings");
  Step *self;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 1, why))
    return FALSE;
  if (rows == NULL || scope_array_get_n_dims (rows) != 2 || scope_array_get_size (rows) == 0)
    {
      *why = g_strdup (_ ("The file has no table of two dimensions for it."));
      return FALSE;
    }

  self = scope_layer_step_new (sizeof (Step), &embedding_class, plan, layer, path);
  self->rows = scope_array_get_data (rows);
  self->n_rows = scope_array_get_dim (rows, 0);
  self->width = scope_array_get_dim (rows, 1);
  if (scope_layer_get_boolean (layer, "mask_zero", FALSE))
    return scope_layer_step_add_with_mask (plan, &self->parent.parent, inputs, n_inputs, outputs,
                                           why);
  return scope_plan_add (plan, &self->parent.parent, inputs, n_inputs, outputs, why);
}
