/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bidirectional (K@v2.15.0 bidirectional.py, KM bidirectional.py): two recurrent layers on the same input, one the other way
 * round, and what becomes of their answers. A sequence of the backward one is turned round first, so that both speak of the
 * same row.
 */
#include "scope-recurrence.h"

#include <glib/gi18n.h>
#include <string.h>

typedef enum
{
  MERGE_CONCAT,
  MERGE_SUM,
  MERGE_MUL,
  MERGE_AVE,
  MERGE_NONE, /* both are answers */
} Merge;

/* Both kinds of step here. */
typedef struct
{
  ScopeStep parent;
  Merge merge;
  gboolean turns; /* the second input, along the steps */
} Step;

static gboolean
turn_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  outputs[0] = inputs[0];
  return TRUE;
}

static gboolean
turn_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
              const ScopeValue *const *inputs, float *const *outputs)
{
  const ScopeValue *value = inputs[0];
  gsize n_steps = (gsize) value->shape.dims[1];
  gsize row = (gsize) scope_shape_product (&value->shape, 2);

  for (gsize w = 0; w < chunk->n_windows; w++)
    for (gsize t = 0; t < n_steps; t++)
      memcpy (outputs[0] + (w * n_steps + n_steps - 1 - t) * row,
              scope_value_get_window (value, w) + t * row, row * sizeof (float));
  return TRUE;
}

static const ScopeStepClass turn_class = {
  .infer = turn_infer,
  .forward = turn_forward,
};

ScopeStep *
scope_step_turn_new (const ScopePlan *plan, const char *path)
{
  Step *self = scope_step_new (sizeof (Step), &turn_class, plan->kernels, path);

  return &self->parent;
}

static gboolean
merge_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;
  gint64 last = scope_shape_get_last (&inputs[0]);
  gint64 other = scope_shape_get_last (&inputs[1]);
  ScopeShape same = scope_shape_with_last (&inputs[1], last);

  if (inputs[0].n_dims != inputs[1].n_dims
      || memcmp (same.dims, inputs[0].dims, same.n_dims * sizeof same.dims[0]) != 0
      || (self->merge != MERGE_CONCAT && last != other) || last < 0 || other < 0)
    {
      g_autofree char *forward = scope_shape_dup_text (&inputs[0]);
      g_autofree char *backward = scope_shape_dup_text (&inputs[1]);

      *why = g_strdup_printf (
          _ ("Its forward layer answers with the shape %s, its backward layer with %s."), forward,
          backward);
      return FALSE;
    }
  outputs[0] =
      self->merge == MERGE_CONCAT ? scope_shape_with_last (&inputs[0], last + other) : inputs[0];
  return TRUE;
}

static void
merge_rows (Merge merge, const float *a, gsize n_a, const float *b, gsize n_b, float *to)
{
  switch (merge)
    {
    case MERGE_CONCAT:
      memcpy (to, a, n_a * sizeof (float));
      memcpy (to + n_a, b, n_b * sizeof (float));
      break;
    case MERGE_SUM:
      for (gsize i = 0; i < n_a; i++)
        to[i] = a[i] + b[i];
      break;
    case MERGE_MUL:
      for (gsize i = 0; i < n_a; i++)
        to[i] = a[i] * b[i];
      break;
    case MERGE_AVE:
      for (gsize i = 0; i < n_a; i++)
        to[i] = (a[i] + b[i]) / 2;
      break;
    case MERGE_NONE:
    default:
      g_assert_not_reached ();
    }
}

static gboolean
merge_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
               const ScopeValue *const *inputs, float *const *outputs)
{
  const Step *self = (const Step *) step;
  gsize n_a = (gsize) scope_shape_get_last (&inputs[0]->shape);
  gsize n_b = (gsize) scope_shape_get_last (&inputs[1]->shape);
  gsize n_steps = self->turns ? (gsize) inputs[0]->shape.dims[1] : 1;
  gsize n_rows = inputs[0]->size / n_a / MAX (1, n_steps); /* of each step */
  float *to = outputs[0];

  for (gsize w = 0; w < chunk->n_windows; w++)
    for (gsize t = 0; t < n_steps; t++)
      for (gsize r = 0; r < n_rows; r++)
        {
          gsize other = self->turns ? n_steps - 1 - t : t;

          merge_rows (self->merge, scope_value_get_window (inputs[0], w) + (t * n_rows + r) * n_a,
                      n_a, scope_value_get_window (inputs[1], w) + (other * n_rows + r) * n_b, n_b,
                      to);
          to += self->merge == MERGE_CONCAT ? n_a + n_b : n_a;
        }
  return TRUE;
}

static const ScopeStepClass merge_class = {
  .infer = merge_infer,
  .forward = merge_forward,
};

static gboolean
find_merge (ScopeLayer *layer, Merge *merge, char **why)
{
  static const char *const names[] = { "concat", "sum", "mul", "ave" };
  const char *mode = scope_layer_get_string (layer, "merge_mode", "concat");

  if (scope_layer_is_null (layer, "merge_mode"))
    {
      *merge = MERGE_NONE;
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], mode) == 0)
      {
        *merge = (Merge) i;
        return TRUE;
      }
  *why = g_strdup_printf (_ ("It joins its two layers in a way that Keras does not have: “%s”."),
                          mode);
  return FALSE;
}

/* One direction: its answer and its states. */
static gboolean
compile_child (ScopePlan *plan, ScopeLayer *layer, guint child, const char *path,
               const ScopeRecurrence *how, guint input, const guint *states, guint n_states,
               GArray *outputs, char **why)
{
  ScopeLayer *wrapped = scope_layer_get_child (layer, child);
  g_autofree char *below = g_strconcat (path, child == 0 ? "/forward" : "/backward", NULL);
  g_autofree guint *inputs = g_new0 (guint, 1 + n_states);
  g_autofree char *reason = NULL;

  inputs[0] = input;
  for (guint i = 0; i < n_states; i++)
    inputs[1 + i] = states[i];
  if (scope_compile_recurrence (plan, wrapped, below, how, inputs, 1 + n_states, outputs, &reason))
    return TRUE;

  /* Translators: a layer inside another one, and why it cannot be run */
  *why = g_strdup_printf (_ ("“%s” in it: %s"), scope_layer_get_name (wrapped), reason);
  return FALSE;
}

static gboolean
add_merge (ScopePlan *plan, const char *path, Merge merge, gboolean turns, const guint *values,
           GArray *outputs, char **why)
{
  Step *self;

  if (merge == MERGE_NONE)
    {
      g_array_append_val (outputs, values[0]);
      if (turns)
        return scope_plan_add (plan, scope_step_turn_new (plan, path), &values[1], 1, outputs, why);
      g_array_append_val (outputs, values[1]);
      return TRUE;
    }

  self = scope_step_new (sizeof (Step), &merge_class, plan->kernels, path);
  self->merge = merge;
  self->turns = turns;
  return scope_plan_add (plan, &self->parent, values, 2, outputs, why);
}

gboolean
scope_compile_bidirectional (ScopePlan *plan, ScopeLayer *layer, const char *path,
                             const guint *inputs, guint n_inputs, GArray *outputs, char **why)
{
  g_autoptr (GArray) states = g_array_new (FALSE, FALSE, sizeof (guint));
  guint values[2];
  gboolean sequences = FALSE;
  guint half;
  Merge merge;

  if (scope_layer_get_n_children (layer) != 2 || n_inputs == 0 || !find_merge (layer, &merge, why))
    {
      if (*why == NULL)
        *why = g_strdup (_ ("It has no two layers."));
      return FALSE;
    }
  if (n_inputs % 2 != 1)
    {
      *why = g_strdup_printf (_ ("It is fed by %u tensors; expected its input, with or without the "
                                 "states of both its layers."),
                              n_inputs);
      return FALSE;
    }

  half = (n_inputs - 1) / 2;
  for (guint i = 0; i < 2; i++)
    {
      ScopeRecurrence how = scope_recurrence_new (scope_layer_get_child (layer, i));
      g_autoptr (GArray) made = g_array_new (FALSE, FALSE, sizeof (guint));

      /* Whatever the wrapped layer says, in tf.keras and Keras 3. K@2.3.1 wrappers.py leaves it alone. */
      if (!scope_layer_is_standalone (layer))
        how.zero_masked = how.return_sequences;
      sequences = sequences || how.return_sequences;
      if (!compile_child (plan, layer, i, path, &how, inputs[0], inputs + 1 + i * half, half, made,
                          why))
        return FALSE;
      values[i] = g_array_index (made, guint, 0);
      g_array_append_vals (states, &g_array_index (made, guint, 1), made->len - 1);
    }

  if (!add_merge (plan, path, merge, sequences, values, outputs, why))
    return FALSE;
  for (guint i = 0; sequences && i < outputs->len; i++)
    scope_plan_set_mask (plan, g_array_index (outputs, guint, i),
                         scope_plan_get_mask (plan, inputs[0]));
  g_array_append_vals (outputs, states->data, states->len);
  return TRUE;
}
