/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Concatenate: tensors behind each other along one axis (K@v2.15.0 and KM concatenate.py). */
#include "scope-merge.h"

#include "scope-layer-step.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  ScopeStep parent;
  guint axis;
} Step;

static gboolean
refuse (const ScopeStep *step, const ScopeShape *inputs, char **why)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < step->n_inputs; i++)
    {
      g_autofree char *shape = scope_shape_dup_text (&inputs[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", shape);
    }
  *why = g_strdup_printf (_ ("Its inputs have the shapes %s, which do not fit each other."),
                          text->str);
  return FALSE;
}

static gboolean
concatenate_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  guint axis = ((const Step *) step)->axis;
  ScopeShape shape = inputs[0];

  for (guint i = 1; i < step->n_inputs; i++)
    {
      if (inputs[i].n_dims != shape.n_dims)
        return refuse (step, inputs, why);
      for (guint d = 1; d < shape.n_dims; d++)
        {
          gint64 dim = inputs[i].dims[d];

          if (d == axis)
            shape.dims[d] = shape.dims[d] == SCOPE_DIM_FREE || dim == SCOPE_DIM_FREE
                                ? SCOPE_DIM_FREE
                                : shape.dims[d] + dim;
          else if (shape.dims[d] == SCOPE_DIM_FREE)
            shape.dims[d] = dim;
          else if (dim != SCOPE_DIM_FREE && dim != shape.dims[d])
            return refuse (step, inputs, why);
          if (shape.dims[d] > SCOPE_SHAPE_MAX_DIM)
            return refuse (step, inputs, why);
        }
    }
  outputs[0] = shape;
  return TRUE;
}

static gboolean
concatenate_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
                     const ScopeValue *const *inputs, float *const *outputs)
{
  guint axis = ((const Step *) step)->axis;
  gsize n_pieces = 1;
  float *to = outputs[0];

  for (guint d = 1; d < axis; d++)
    n_pieces *= (gsize) inputs[0]->shape.dims[d];

  for (gsize w = 0; w < chunk->n_windows; w++)
    for (gsize p = 0; p < n_pieces; p++)
      for (guint k = 0; k < step->n_inputs; k++)
        {
          gsize piece = inputs[k]->size / n_pieces;

          memcpy (to, scope_value_get_window (inputs[k], w) + p * piece, piece * sizeof (float));
          to += piece;
        }
  return TRUE;
}

static const ScopeStepClass concatenate_class = {
  .infer = concatenate_infer,
  .forward = concatenate_forward,
};

gboolean
scope_merge_concatenate (ScopePlan *plan, const char *path, guint axis, const guint *inputs,
                         guint n_inputs, GArray *outputs, char **why)
{
  Step *self = scope_step_new (sizeof (Step), &concatenate_class, plan->kernels, path);

  self->axis = axis;
  return scope_plan_add (plan, &self->parent, inputs, n_inputs, outputs, why);
}

/* The mask of a tensor all of whose steps count. */
static gboolean
ones_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  outputs[0] = scope_shape_without (&inputs[0], inputs[0].n_dims - 1);
  return TRUE;
}

static gboolean
ones_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
              const ScopeValue *const *inputs, float *const *outputs)
{
  gsize n = inputs[0]->size / (gsize) scope_shape_get_last (&inputs[0]->shape);

  for (gsize i = 0; i < chunk->n_windows * n; i++)
    outputs[0][i] = 1;
  return TRUE;
}

static const ScopeStepClass ones_class = {
  .infer = ones_infer,
  .forward = ones_forward,
};

static gboolean
get_mask (ScopePlan *plan, const char *path, guint value, guint *mask, char **why)
{
  g_autoptr (GArray) made = g_array_new (FALSE, FALSE, sizeof (guint));

  *mask = scope_plan_get_mask (plan, value);
  if (*mask != SCOPE_NO_MASK)
    return TRUE;
  if (!scope_plan_add (plan, scope_step_new (sizeof (ScopeStep), &ones_class, plan->kernels, path),
                       &value, 1, made, why))
    return FALSE;
  *mask = g_array_index (made, guint, 0);
  return TRUE;
}

/* Masks behind each other like their tensors, or, where features stand side by side, joined: what counts in all inputs, since
 * Keras 3.4 what counts in one. */
static gboolean
concatenate_masks (ScopePlan *plan, ScopeLayer *layer, const char *path, guint axis,
                   const guint *inputs, guint n_inputs, guint value, char **why)
{
  gboolean any = scope_layer_get_keras (layer) >= SCOPE_KERAS (3, 4, 0);
  guint n_dims = scope_plan_get_shape (plan, value)->n_dims;
  g_autofree guint *masks = g_new0 (guint, n_inputs);
  g_autoptr (GArray) made = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n_masked = 0;
  gboolean done;

  for (guint i = 0; i < n_inputs; i++)
    {
      guint mask = scope_plan_get_mask (plan, inputs[i]);

      if (mask == SCOPE_NO_MASK)
        continue;
      /* One that is not of the steps of just this tensor cannot be put beside others. */
      if (scope_plan_get_shape (plan, mask)->n_dims + 1 != n_dims)
        return TRUE;
      n_masked++;
    }
  if (n_masked == 0 || n_dims < 2)
    return TRUE;

  for (guint i = 0; i < n_inputs; i++)
    if (!get_mask (plan, path, inputs[i], &masks[i], why))
      return FALSE;
  if (axis + 1 == n_dims)
    done = scope_merge_add (plan, path, any ? SCOPE_MERGE_MAXIMUM : SCOPE_MERGE_MINIMUM, masks,
                            n_inputs, made, why);
  else
    done = scope_merge_concatenate (plan, path, axis, masks, n_inputs, made, why);
  if (done)
    scope_plan_set_mask (plan, value, g_array_index (made, guint, 0));
  return done;
}

gboolean
scope_compile_concatenate (ScopePlan *plan, ScopeLayer *layer, const char *path,
                           const guint *inputs, guint n_inputs, GArray *outputs, char **why)
{
  guint axes[SCOPE_ARRAY_MAX_DIMS];

  if (n_inputs < 1)
    {
      *why = g_strdup (_ ("Nothing feeds it."));
      return FALSE;
    }
  if (scope_layer_get_axes (layer, "axis", -1, scope_plan_get_shape (plan, inputs[0])->n_dims, axes,
                            why)
      == 0)
    return FALSE;
  return scope_merge_concatenate (plan, path, axes[0], inputs, n_inputs, outputs, why)
         && concatenate_masks (plan, layer, path, axes[0], inputs, n_inputs,
                               g_array_index (outputs, guint, 0), why);
}
