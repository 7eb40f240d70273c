/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * TimeDistributed (K@v2.15.0 time_distributed.py): a layer that is run on each time step by itself. To the layer each step is a
 * window: all steps of all windows are folded into the batch before it, and unfolded behind it.
 */
#include "scope-layer-type.h"

#include <glib/gi18n.h>
#include <string.h>

/* Windows one behind the other as they are. */
static void
copy_windows (const ScopeValue *value, gsize n_windows, float *to)
{
  for (gsize w = 0; w < n_windows;)
    {
      gsize n = scope_value_get_run (value, w, n_windows);

      memcpy (to + w * value->size, scope_value_get_window (value, w),
              n * value->size * sizeof (float));
      w += n;
    }
}

static gboolean
fold_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  outputs[0] = scope_shape_without (&inputs[0], 1);
  return TRUE;
}

static gboolean
fold_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
              const ScopeValue *const *inputs, float *const *outputs)
{
  copy_windows (inputs[0], chunk->n_windows, outputs[0]);
  return TRUE;
}

static const ScopeStepClass fold_class = {
  .infer = fold_infer,
  .forward = fold_forward,
};

/* The second input is what was folded, for its number of steps. */
static gboolean
unfold_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  outputs[0] = scope_shape_insert (&inputs[0], 1, inputs[1].dims[1]);
  if (outputs[0].n_dims > 0)
    return TRUE;
  *why = g_strdup (_ ("What comes out of it has more dimensions than Gatescope knows."));
  return FALSE;
}

static gboolean
unfold_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
                const ScopeValue *const *inputs, float *const *outputs)
{
  copy_windows (inputs[0], chunk->n_windows * (gsize) inputs[1]->shape.dims[1], outputs[0]);
  return TRUE;
}

static const ScopeStepClass unfold_class = {
  .infer = unfold_infer,
  .forward = unfold_forward,
};

/* A mask of more dimensions as one of the steps alone: a step counts where anything in it does. */
static gboolean
any_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  outputs[0] = (ScopeShape){ 2, { SCOPE_DIM_FREE, inputs[0].dims[1] } };
  return TRUE;
}

static gboolean
any_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
             const ScopeValue *const *inputs, float *const *outputs)
{
  gsize n_steps = (gsize) inputs[0]->shape.dims[1];
  gsize n = (gsize) scope_shape_product (&inputs[0]->shape, 2);

  for (gsize w = 0; w < chunk->n_windows; w++)
    for (gsize t = 0; t < n_steps; t++)
      {
        const float *from = scope_value_get_window (inputs[0], w) + t * n;
        gboolean any = FALSE;

        for (gsize i = 0; i < n && !any; i++)
          any = from[i] != 0;
        outputs[0][w * n_steps + t] = any ? 1 : 0;
      }
  return TRUE;
}

static const ScopeStepClass any_class = {
  .infer = any_infer,
  .forward = any_forward,
};

static ScopeStep *
new_step (const ScopePlan *plan, const ScopeStepClass *class, const char *path)
{
  return scope_step_new (sizeof (ScopeStep), class, plan->kernels, path);
}

/* The value, and its mask where that speaks of more than whole steps, in windows of one step. */
static gboolean
fold (ScopePlan *plan, const char *path, guint value, guint *folded, char **why)
{
  guint mask = scope_plan_get_mask (plan, value);
  guint inner;

  if (!scope_plan_add_fold (plan, new_step (plan, &fold_class, path), value, folded, why))
    return FALSE;
  if (mask == SCOPE_NO_MASK || scope_plan_get_shape (plan, mask)->n_dims < 3)
    return TRUE;
  if (!scope_plan_add_fold (plan, new_step (plan, &fold_class, path), mask, &inner, why))
    return FALSE;
  scope_plan_set_mask (plan, *folded, inner);
  return TRUE;
}

static gboolean
unfold (ScopePlan *plan, const char *path, guint value, guint original, guint *unfolded, char **why)
{
  const guint inputs[] = { value, original };
  g_autoptr (GArray) made = g_array_new (FALSE, FALSE, sizeof (guint));

  if (!scope_plan_add (plan, new_step (plan, &unfold_class, path), inputs, 2, made, why))
    return FALSE;
  *unfolded = g_array_index (made, guint, 0);
  return TRUE;
}

/* What is known of the steps that come out: what the layer says of them, or what was known of those that came in; the
 * latter alone in Keras 3. */
static gboolean
unfold_mask (ScopePlan *plan, ScopeLayer *layer, const char *path, guint value, guint original,
             guint unfolded, char **why)
{
  gboolean keras3 = scope_layer_get_keras (layer) >= SCOPE_KERAS (3, 0, 0);
  guint inner = keras3 ? SCOPE_NO_MASK : scope_plan_get_mask (plan, value);
  guint mask = scope_plan_get_mask (plan, original);
  g_autoptr (GArray) made = g_array_new (FALSE, FALSE, sizeof (guint));

  if (inner != SCOPE_NO_MASK)
    {
      if (!unfold (plan, path, inner, original, &mask, why))
        return FALSE;
    }
  else if (!keras3 && mask != SCOPE_NO_MASK && scope_plan_get_shape (plan, mask)->n_dims > 2)
    {
      if (!scope_plan_add (plan, new_step (plan, &any_class, path), &mask, 1, made, why))
        return FALSE;
      mask = g_array_index (made, guint, 0);
    }
  scope_plan_set_mask (plan, unfolded, mask);
  return TRUE;
}

gboolean
scope_compile_time_distributed (ScopePlan *plan, ScopeLayer *layer, const char *path,
                                const guint *inputs, guint n_inputs, GArray *outputs, char **why)
{
  ScopeLayer *child = scope_layer_get_child (layer, 0);
  g_autofree char *below = g_strconcat (path, "/", scope_layer_get_name (child), NULL);
  g_autoptr (GArray) inner = g_array_new (FALSE, FALSE, sizeof (guint));
  guint outside = plan->fold;
  guint folded;
  gboolean done;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 3, why)
      || !fold (plan, path, inputs[0], &folded, why))
    return FALSE;

  plan->fold = inputs[0];
  done = scope_plan_compile (plan, child, below, &folded, 1, inner, why);
  plan->fold = outside;
  if (!done)
    return FALSE;

  for (guint i = 0; i < inner->len; i++)
    {
      guint value = g_array_index (inner, guint, i);
      guint unfolded;

      if (!unfold (plan, path, value, inputs[0], &unfolded, why)
          || !unfold_mask (plan, layer, path, value, inputs[0], unfolded, why))
        return FALSE;
      g_array_append_val (outputs, unfolded);
    }
  return TRUE;
}
