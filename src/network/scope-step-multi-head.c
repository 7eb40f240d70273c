/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * MultiHeadAttention: queries, keys and values through a matrix for each head, attention within each, and all of them through
 * one more matrix (K@v2.15.0 and KM multi_head_attention.py). Inputs: query, value, key. In GroupQueryAttention several heads of the
 * query have a key and a value in common (KM grouped_query_attention.py).
 */
#include "scope-attend.h"
#include "scope-layer-step.h"

#include "scope-buffer.h"
#include "scope-panels.h"

#include <glib/gi18n.h>
#include <math.h>

enum
{
  QUERY,
  KEY,
  VALUE,
  OUTPUT,
  N_PARTS
};

typedef struct
{
  ScopeLayerStep parent;
  ScopePanels panels[N_PARTS];
  gsize n_heads;
  gsize n_shared;    /* heads of the query that have a key and a value in common */
  gsize key_width;   /* of a head */
  gsize value_width; /* of a head */
  guint n_tensors;
  gboolean has_mask[3]; /* of the query, of the value, of the key */
  gboolean causal;
  gboolean empty;
  gsize band;
} Step;

/* @parts: (steps, heads · width) of query, key and value; of what the heads give
 * @scores: (heads, queries, keys) */
typedef struct
{
  float *parts[N_PARTS];
  float *scores;
} State;

static const ScopeShape *
get_key (const Step *self, const ScopeShape *inputs)
{
  return &inputs[self->n_tensors > 2 ? 2 : 1];
}

static gboolean
multi_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;
  const ScopeShape *key = get_key (self, inputs);

  for (guint i = 0; i < self->n_tensors; i++)
    if (inputs[i].n_dims != 3)
      return scope_layer_step_refuse (&inputs[i], why);
  if (!scope_layer_step_check_dim (&inputs[0], 2, self->panels[QUERY].depth, why)
      || !scope_layer_step_check_dim (&inputs[1], 2, self->panels[VALUE].depth, why)
      || !scope_layer_step_check_dim (key, 2, self->panels[KEY].depth, why))
    return FALSE;
  if (key->dims[1] != SCOPE_DIM_FREE && inputs[1].dims[1] != SCOPE_DIM_FREE
      && key->dims[1] != inputs[1].dims[1])
    return scope_layer_step_refuse (key, why);

  outputs[0] = scope_shape_with_last (&inputs[0], (gint64) self->panels[OUTPUT].n_columns);
  if (step->n_outputs > 1)
    {
      outputs[1] = scope_shape_insert (&inputs[0], 1, (gint64) self->n_heads);
      outputs[1] = scope_shape_with_last (&outputs[1], inputs[1].dims[1]);
    }
  return TRUE;
}

static void
multi_state_free (gpointer data)
{
  State *state = data;

  for (guint i = 0; i < N_PARTS; i++)
    scope_buffer_free (state->parts[i]);
  scope_buffer_free (state->scores);
  g_free (state);
}

static gpointer
multi_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows, GError **error)
{
  const Step *self = (const Step *) step;
  gsize n_queries = (gsize) inputs[0].dims[1];
  gsize n_keys = (gsize) inputs[1].dims[1];
  State *state = g_new0 (State, 1);

  for (guint i = 0; i < N_PARTS; i++)
    {
      state->parts[i] = scope_buffer_new (
          i == QUERY || i == OUTPUT ? n_queries : n_keys,
          i == OUTPUT ? self->panels[OUTPUT].depth : self->panels[i].n_columns, error);
      if (state->parts[i] == NULL)
        break;
    }
  if (state->parts[N_PARTS - 1] != NULL)
    state->scores = scope_buffer_new (self->n_heads * n_queries, n_keys, error);
  if (state->scores == NULL)
    {
      multi_state_free (state);
      return NULL;
    }
  return state;
}

/* One head's scores, (queries, keys). */
static void
score (const Step *self, const State *state, const ScopeAttend *attend, gsize head, float *scores)
{
  gsize step = self->n_heads * self->key_width;
  gsize key_step = step / self->n_shared;
  double scale = 1 / sqrt ((double) self->key_width);

  for (gsize q = 0; q < attend->n_queries; q++)
    for (gsize k = 0; k < attend->n_keys; k++)
      {
        const float *query = state->parts[QUERY] + q * step + head * self->key_width;
        const float *key =
            state->parts[KEY] + k * key_step + head / self->n_shared * self->key_width;
        double sum = 0;

        for (gsize i = 0; i < self->key_width; i++)
          sum += (double) query[i] * (double) key[i];
        scores[q * attend->n_keys + k] = (float) (sum * scale);
      }
}

static void
project (const Step *self, const State *state, guint part, const ScopeValue *value, gsize window)
{
  self->parent.parent.kernels->multiply (
      &self->panels[part], (gsize) value->shape.dims[1], scope_value_get_window (value, window),
      self->panels[part].depth, state->parts[part], self->panels[part].n_columns);
}

static gboolean
multi_forward (const ScopeStep *step, gpointer data, const ScopeChunk *chunk,
               const ScopeValue *const *inputs, float *const *outputs)
{
  const Step *self = (const Step *) step;
  const State *state = data;
  ScopeAttend attend = { .n_queries = (gsize) inputs[0]->shape.dims[1],
                         .n_keys = (gsize) inputs[1]->shape.dims[1],
                         .causal = self->causal,
                         .band = self->band,
                         .empty = self->empty };
  const float **masks[] = { &attend.queries, &attend.values, &attend.keys };
  gsize n_scores = attend.n_queries * attend.n_keys;
  gsize width = self->panels[OUTPUT].n_columns;
  gsize step_width = self->n_heads * self->value_width;

  for (gsize w = 0; w < chunk->n_windows; w++)
    {
      float *scores = state->scores;
      guint next = self->n_tensors;

      if (g_cancellable_is_cancelled (chunk->cancellable))
        return FALSE;
      if (step->n_outputs > 1)
        scores = outputs[1] + w * self->n_heads * n_scores;
      for (guint i = 0; i < G_N_ELEMENTS (masks); i++)
        if (self->has_mask[i])
          *masks[i] = scope_value_get_window (inputs[next++], w);

      project (self, state, QUERY, inputs[0], w);
      project (self, state, VALUE, inputs[1], w);
      project (self, state, KEY, inputs[self->n_tensors > 2 ? 2 : 1], w);
      for (gsize head = 0; head < self->n_heads; head++)
        {
          score (self, state, &attend, head, scores + head * n_scores);
          scope_attend_weigh (&attend, scores + head * n_scores);
          scope_attend_sum (&attend, scores + head * n_scores,
                            state->parts[VALUE] + head / self->n_shared * self->value_width,
                            step_width / self->n_shared, self->value_width,
                            state->parts[OUTPUT] + head * self->value_width, step_width);
        }
      step->kernels->multiply (&self->panels[OUTPUT], attend.n_queries, state->parts[OUTPUT],
                               step_width, outputs[0] + w * attend.n_queries * width, width);
    }
  return TRUE;
}

static void
multi_free (ScopeStep *step)
{
  Step *self = (Step *) step;

  for (guint i = 0; i < N_PARTS; i++)
    scope_buffer_free ((float *) self->panels[i].numbers);
  scope_layer_step_free (step);
}

static const ScopeStepClass multi_class = {
  .infer = multi_infer,
  .state_new = multi_state_new,
  .state_free = multi_state_free,
  .forward = multi_forward,
  .free = multi_free,
};

/* A kernel of three dimensions as a matrix: (in, heads, width), or (heads, width, out) where it comes last. */
static gboolean
pack (Step *self, guint part, const char *kernel_role, const char *bias_role, char **why)
{
  ScopeArray *kernel = scope_layer_get_array (self->parent.layer, kernel_role);
  ScopeArray *bias = scope_layer_get_array (self->parent.layer, bias_role);
  g_autoptr (GError) error = NULL;
  gsize heads;
  gsize width;
  gsize depth;

  if (kernel == NULL || scope_array_get_n_dims (kernel) != 3 || scope_array_get_size (kernel) == 0)
    {
      *why = g_strdup_printf (_ ("The file has no %s of three dimensions for it."), kernel_role);
      return FALSE;
    }

  heads = scope_array_get_dim (kernel, part == OUTPUT ? 0 : 1);
  width = scope_array_get_dim (kernel, part == OUTPUT ? 1 : 2);
  depth = part == OUTPUT ? heads * width : scope_array_get_dim (kernel, 0);
  if (part == QUERY)
    {
      self->n_heads = heads;
      self->key_width = width;
    }
  if (part == KEY && heads > 0 && self->n_heads % heads == 0)
    self->n_shared = self->n_heads / heads;
  if (part == VALUE)
    self->value_width = width;
  if (heads != (part == KEY || part == VALUE ? self->n_heads / self->n_shared : self->n_heads)
      || (part == KEY && width != self->key_width) || (part == OUTPUT && width != self->value_width)
      || (bias != NULL && scope_array_get_size (bias) != scope_array_get_size (kernel) / depth))
    {
      g_autofree char *text = scope_array_dup_shape_text (kernel);

      *why = g_strdup_printf (_ ("Its %s has the shape %s, which does not fit its other weights."),
                              kernel_role, text);
      return FALSE;
    }
  if (!scope_panels_pack (&self->panels[part], self->parent.parent.kernels->lanes, depth,
                          scope_array_get_size (kernel) / depth, scope_array_get_data (kernel),
                          bias != NULL ? scope_array_get_data (bias) : NULL, &error))
    {
      *why = g_strdup (error->message);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_options (ScopeLayer *layer, char **why)
{
  gint64 axes[SCOPE_ARRAY_MAX_DIMS] = { 1 };
  guint n_axes = scope_layer_get_ints (layer, "attention_axes", axes, G_N_ELEMENTS (axes));

  if (n_axes > 1 || (axes[0] != 1 && axes[0] != -2))
    {
      *why = g_strdup (_ ("It attends along other axes than time."));
      return FALSE;
    }
  if (scope_layer_get_boolean (layer, "use_gate", FALSE))
    {
      *why = g_strdup (_ ("Its heads have gates, which Gatescope does not know."));
      return FALSE;
    }
  return TRUE;
}

gboolean
scope_compile_multi_head (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                          guint n_inputs, GArray *outputs, char **why)
{
  Step *self;

  if (n_inputs < 2 || n_inputs > 3)
    {
      *why = g_strdup_printf (
          ngettext ("It is fed by %u tensor.", "It is fed by %u tensors.", n_inputs), n_inputs);
      return FALSE;
    }
  if (!check_options (layer, why))
    return FALSE;

  self = scope_layer_step_new (sizeof (Step), &multi_class, plan, layer, path);
  self->n_tensors = n_inputs;
  self->n_shared = 1;
  self->causal = scope_layer_get_call_boolean (layer, plan->call, "use_causal_mask", FALSE);
  self->band = (gsize) MAX (0, scope_layer_get_int (layer, "sliding_window", 0));
  if (scope_layer_get_call_boolean (layer, plan->call, "return_attention_scores", FALSE))
    self->parent.parent.n_outputs = 2;
  /* Since Keras 3.10 scores that are worked out one by one (for dropout, or to be shown) are zero where a query sees nothing (KM
   * softmax.py). */
  self->empty =
      scope_layer_get_keras (layer) >= SCOPE_KERAS (3, 10, 0)
      && (self->parent.parent.n_outputs > 1 || scope_layer_get_double (layer, "dropout", 0) > 0);
  if (!pack (self, QUERY, "query_kernel", "query_bias", why)
      || !pack (self, KEY, "key_kernel", "key_bias", why)
      || !pack (self, VALUE, "value_kernel", "value_bias", why)
      || !pack (self, OUTPUT, "output_kernel", "output_bias", why))
    {
      scope_step_free (&self->parent.parent);
      return FALSE;
    }
  return scope_attend_add (plan, &self->parent.parent, inputs, n_inputs, n_inputs, self->has_mask,
                           outputs, why);
}
