/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Add, Subtract, Multiply, Average, Maximum, Minimum: number by number, with broadcasting (K@v2.15.0 and KM
 * keras/layers/merging/base_merge.py; Keras 1's Merge: K@1.2.2 topology.py). */
#include "scope-merge.h"

#include "scope-axes.h"
#include "scope-error.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

typedef struct
{
  ScopeStep parent;
  ScopeMergeKind kind;
} Step;

/* For each input, where each number of the output comes from; NULL where both have the same shape. */
typedef struct
{
  gsize size;
  gsize *places[SCOPE_STEP_MAX_INPUTS];
} State;

/* A tensor with fewer dimensions lacks those behind the batch. */
static gint64
get_dim (const ScopeShape *shape, guint n_dims, guint dim)
{
  guint n_missing = n_dims - shape->n_dims;

  if (dim == 0)
    return shape->dims[0];
  return dim <= n_missing ? 1 : shape->dims[dim - n_missing];
}

gboolean
scope_merge_broadcast (const ScopeShape *inputs, guint n_inputs, ScopeShape *output)
{
  output->n_dims = 0;
  for (guint i = 0; i < n_inputs; i++)
    output->n_dims = MAX (output->n_dims, inputs[i].n_dims);

  for (guint d = 0; d < output->n_dims; d++)
    {
      output->dims[d] = 1;
      for (guint i = 0; i < n_inputs; i++)
        {
          gint64 dim = get_dim (&inputs[i], output->n_dims, d);

          if (dim == 1 || dim == output->dims[d])
            continue;
          if (output->dims[d] == 1 || output->dims[d] == SCOPE_DIM_FREE)
            output->dims[d] = dim;
          else if (dim != SCOPE_DIM_FREE)
            return FALSE;
        }
    }
  return output->n_dims > 0;
}

static gboolean
merge_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  if (!scope_merge_broadcast (inputs, step->n_inputs, &outputs[0]))
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
  outputs[0].dims[0] = SCOPE_DIM_FREE;
  return TRUE;
}

static void
merge_state_free (gpointer data)
{
  State *state = data;

  for (guint i = 0; i < SCOPE_STEP_MAX_INPUTS; i++)
    g_free (state->places[i]);
  g_free (state);
}

static gpointer
merge_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows, GError **error)
{
  State *state = g_new0 (State, 1);
  ScopeShape output;

  scope_merge_broadcast (inputs, step->n_inputs, &output);
  state->size = (gsize) scope_shape_product (&output, 1);
  for (guint i = 0; i < step->n_inputs; i++)
    {
      gsize strides[SCOPE_ARRAY_MAX_DIMS];
      gsize stride = 1;
      gsize n;

      if ((gsize) scope_shape_product (&inputs[i], 1) == state->size)
        continue;
      for (guint d = output.n_dims; d-- > 1;)
        {
          gint64 dim = get_dim (&inputs[i], output.n_dims, d);

          strides[d] = dim == 1 ? 0 : stride;
          stride *= (gsize) dim;
        }
      state->places[i] =
          scope_axes_list (output.n_dims - 1, output.dims + 1, strides + 1, &n, error);
      if (state->places[i] == NULL)
        {
          merge_state_free (state);
          return NULL;
        }
    }
  return state;
}

/* NaN where either is. */
static float
larger (float a, float b)
{
  return a > b || isnan (a) ? a : b;
}

static float
smaller (float a, float b)
{
  return a < b || isnan (a) ? a : b;
}

/* Joins the next input to what has been joined so far. */
static void
join (ScopeMergeKind kind, gsize n, const float *window, const gsize *places, float *to)
{
#define EACH(expression)                                                                           \
  for (gsize i = 0; i < n; i++)                                                                    \
    {                                                                                              \
      float a = to[i];                                                                             \
      float b = window[places != NULL ? places[i] : i];                                            \
                                                                                                   \
      to[i] = (expression);                                                                        \
    }

  switch (kind)
    {
    case SCOPE_MERGE_ADD:
    case SCOPE_MERGE_AVERAGE:
      EACH (a + b);
      break;
    case SCOPE_MERGE_SUBTRACT:
      EACH (a - b);
      break;
    case SCOPE_MERGE_MULTIPLY:
      EACH (a * b);
      break;
    case SCOPE_MERGE_MAXIMUM:
      EACH (larger (a, b));
      break;
    case SCOPE_MERGE_MINIMUM:
      EACH (smaller (a, b));
      break;
    }
#undef EACH
}

static gboolean
merge_forward (const ScopeStep *step, gpointer data, const ScopeChunk *chunk,
               const ScopeValue *const *inputs, float *const *outputs)
{
  const State *state = data;
  ScopeMergeKind kind = ((const Step *) step)->kind;
  float *to = outputs[0];

  for (gsize w = 0; w < chunk->n_windows; w++, to += state->size)
    {
      const float *first = scope_value_get_window (inputs[0], w);

      for (gsize i = 0; i < state->size; i++)
        to[i] = first[state->places[0] != NULL ? state->places[0][i] : i];
      for (guint k = 1; k < step->n_inputs; k++)
        join (kind, state->size, scope_value_get_window (inputs[k], w), state->places[k], to);
      if (kind == SCOPE_MERGE_AVERAGE)
        for (gsize i = 0; i < state->size; i++)
          to[i] /= (float) step->n_inputs;
    }
  return TRUE;
}

static const ScopeStepClass merge_class = {
  .infer = merge_infer,
  .state_new = merge_state_new,
  .state_free = merge_state_free,
  .forward = merge_forward,
};

gboolean
scope_merge_add (ScopePlan *plan, const char *path, ScopeMergeKind kind, const guint *inputs,
                 guint n_inputs, GArray *outputs, char **why)
{
  Step *self = scope_step_new (sizeof (Step), &merge_class, plan->kernels, path);

  self->kind = kind;
  return scope_plan_add (plan, &self->parent, inputs, n_inputs, outputs, why);
}

/* What a merge's steps count as: since Keras 3.4 what counts in one of its inputs, if all have a mask; before, what counts in
 * all that have one (K@v2.15.0 and KM base_merge.py compute_mask). */
static gboolean
merge_masks (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
             guint n_inputs, guint value, char **why)
{
  gboolean any = scope_layer_get_keras (layer) >= SCOPE_KERAS (3, 4, 0);
  g_autoptr (GArray) masks = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) made = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < n_inputs; i++)
    {
      guint mask = scope_plan_get_mask (plan, inputs[i]);

      if (mask != SCOPE_NO_MASK)
        g_array_append_val (masks, mask);
    }
  if (masks->len == 0 || (any && masks->len < n_inputs))
    return TRUE;

  if (!scope_merge_add (plan, path, any ? SCOPE_MERGE_MAXIMUM : SCOPE_MERGE_MINIMUM,
                        (const guint *) (gpointer) masks->data, masks->len, made, why))
    return FALSE;
  scope_plan_set_mask (plan, value, g_array_index (made, guint, 0));
  return TRUE;
}

gboolean
scope_compile_merge (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                     guint n_inputs, GArray *outputs, char **why)
{
  static const char *const names[] = {
    [SCOPE_MERGE_ADD] = "Add",           [SCOPE_MERGE_SUBTRACT] = "Subtract",
    [SCOPE_MERGE_MULTIPLY] = "Multiply", [SCOPE_MERGE_AVERAGE] = "Average",
    [SCOPE_MERGE_MAXIMUM] = "Maximum",   [SCOPE_MERGE_MINIMUM] = "Minimum",
  };
  ScopeMergeKind kind = SCOPE_MERGE_ADD;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], scope_layer_get_class (layer)) == 0)
      kind = (ScopeMergeKind) i;

  if (n_inputs < 1 || (kind == SCOPE_MERGE_SUBTRACT && n_inputs != 2))
    {
      *why = g_strdup_printf (
          ngettext ("It is fed by %u tensor.", "It is fed by %u tensors.", n_inputs), n_inputs);
      return FALSE;
    }
  return scope_merge_add (plan, path, kind, inputs, n_inputs, outputs, why)
         && merge_masks (plan, layer, path, inputs, n_inputs, g_array_index (outputs, guint, 0),
                         why);
}
