/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attention and AdditiveAttention: for each query the mean of the values, weighed by how well their keys fit it (K@v2.15.0
 * attention.py, additive_attention.py, base_dense_attention.py; KM keras/src/layers/attention). */
#include "scope-attend.h"
#include "scope-layer-step.h"

#include "scope-buffer.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

typedef enum
{
  DOT,     /* scale · q·k */
  CONCAT,  /* weight · Σ tanh (scale · (q + k)) */
  ADDITIVE /* Σ scale · tanh (q + k) */
} Kind;

/* @scales: (width): of ADDITIVE, nullable */
typedef struct
{
  ScopeLayerStep parent;
  Kind kind;
  guint n_tensors;
  gboolean has_mask[2]; /* of the query, of the value */
  gboolean causal;
  float scale;
  float weight;
  const float *scales;
  gsize n_scales;
} Step;

static gint64
get_key_width (const Step *self, const ScopeShape *inputs)
{
  return scope_shape_get_last (&inputs[self->n_tensors > 2 ? 2 : 1]);
}

static gboolean
attention_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;
  gint64 width = scope_shape_get_last (&inputs[0]);
  gint64 n_keys = inputs[1].dims[1];

  for (guint i = 0; i < self->n_tensors; i++)
    if (inputs[i].n_dims != 3)
      return scope_layer_step_refuse (&inputs[i], why);
  if (self->n_tensors > 2 && n_keys != SCOPE_DIM_FREE && inputs[2].dims[1] != SCOPE_DIM_FREE
      && inputs[2].dims[1] != n_keys)
    return scope_layer_step_refuse (&inputs[2], why);
  if (width != SCOPE_DIM_FREE && get_key_width (self, inputs) != SCOPE_DIM_FREE
      && width != get_key_width (self, inputs))
    return scope_layer_step_refuse (&inputs[0], why);
  if (self->scales != NULL && !scope_layer_step_check_dim (&inputs[0], 2, self->n_scales, why))
    return FALSE;

  outputs[0] = scope_shape_with_last (&inputs[0], scope_shape_get_last (&inputs[1]));
  if (step->n_outputs > 1)
    outputs[1] = scope_shape_with_last (&inputs[0], n_keys);
  return TRUE;
}

/* The scores of one window, where they are not asked for as an output. */
static gpointer
attention_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows,
                     GError **error)
{
  return scope_buffer_new ((gsize) inputs[0].dims[1], (gsize) inputs[1].dims[1], error);
}

static float
score (const Step *self, const float *query, const float *key, gsize width)
{
  double sum = 0;

  switch (self->kind)
    {
    case DOT:
      for (gsize i = 0; i < width; i++)
        sum += (double) query[i] * (double) key[i];
      return (float) (sum * (double) self->scale);
    case CONCAT:
      for (gsize i = 0; i < width; i++)
        sum += tanh ((double) self->scale * ((double) query[i] + (double) key[i]));
      return (float) (sum * (double) self->weight);
    case ADDITIVE:
      for (gsize i = 0; i < width; i++)
        sum += tanh ((double) query[i] + (double) key[i])
               * (self->scales != NULL ? (double) self->scales[i] : 1);
      return (float) sum;
    }
  g_return_val_if_reached (0);
}

static gboolean
attention_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
                   const ScopeValue *const *inputs, float *const *outputs)
{
  const Step *self = (const Step *) step;
  ScopeAttend attend = { .n_queries = (gsize) inputs[0]->shape.dims[1],
                         .n_keys = (gsize) inputs[1]->shape.dims[1],
                         .causal = self->causal };
  gsize width = (gsize) inputs[0]->shape.dims[2];
  gsize made = (gsize) inputs[1]->shape.dims[2];
  const ScopeValue *keys = inputs[self->n_tensors > 2 ? 2 : 1];
  const ScopeValue *value_mask =
      self->has_mask[1] ? inputs[self->n_tensors + (self->has_mask[0] ? 1 : 0)] : NULL;

  for (gsize w = 0; w < chunk->n_windows; w++)
    {
      const float *query = scope_value_get_window (inputs[0], w);
      const float *key = scope_value_get_window (keys, w);
      float *scores = state;
      float *to = outputs[0] + w * attend.n_queries * made;

      if (g_cancellable_is_cancelled (chunk->cancellable))
        return FALSE;
      if (step->n_outputs > 1)
        scores = outputs[1] + w * attend.n_queries * attend.n_keys;
      if (value_mask != NULL)
        attend.values = scope_value_get_window (value_mask, w);
      for (gsize q = 0; q < attend.n_queries; q++)
        for (gsize k = 0; k < attend.n_keys; k++)
          scores[q * attend.n_keys + k] = score (self, query + q * width, key + k * width, width);
      scope_attend_weigh (&attend, scores);
      scope_attend_sum (&attend, scores, scope_value_get_window (inputs[1], w), made, made, to,
                        made);

      /* A query that does not count gives zeros. */
      for (gsize q = 0; self->has_mask[0] && q < attend.n_queries; q++)
        if (scope_value_get_window (inputs[self->n_tensors], w)[q] == 0)
          memset (to + q * made, 0, made * sizeof (float));
    }
  return TRUE;
}

static void
attention_state_free (gpointer state)
{
  scope_buffer_free (state);
}

static const ScopeStepClass attention_class = {
  .infer = attention_infer,
  .state_new = attention_state_new,
  .state_free = attention_state_free,
  .forward = attention_forward,
  .free = scope_layer_step_free,
};

static gboolean
read_weights (Step *self, char **why)
{
  ScopeLayer *layer = self->parent.layer;
  ScopeArray *scale = scope_layer_get_array (layer, "scale");
  ScopeArray *weight = scope_layer_get_array (layer, "concat_score_weight");

  self->scale = self->weight = 1;
  if (scope_layer_step_is (&self->parent, "AdditiveAttention"))
    {
      self->kind = ADDITIVE;
      self->scales = scale != NULL ? scope_array_get_data (scale) : NULL;
      self->n_scales = scale != NULL ? scope_array_get_size (scale) : 0;
      return TRUE;
    }

  if (g_strcmp0 (scope_layer_get_string (layer, "score_mode", "dot"), "concat") == 0)
    self->kind = CONCAT;
  if ((scale != NULL && scope_array_get_size (scale) != 1)
      || (self->kind == CONCAT && (weight == NULL || scope_array_get_size (weight) != 1)))
    {
      *why = g_strdup (_ ("The file has no single number for its scale or its weight."));
      return FALSE;
    }
  if (scale != NULL)
    self->scale = scope_array_get_data (scale)[0];
  if (weight != NULL)
    self->weight = scope_array_get_data (weight)[0];
  return TRUE;
}

gboolean
scope_compile_attention (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                         guint n_inputs, GArray *outputs, char **why)
{
  Step *self;

  if (n_inputs < 2 || n_inputs > 3)
    {
      *why = g_strdup_printf (
          ngettext ("It is fed by %u tensor.", "It is fed by %u tensors.", n_inputs), n_inputs);
      return FALSE;
    }

  self = scope_layer_step_new (sizeof (Step), &attention_class, plan, layer, path);
  self->n_tensors = n_inputs;
  self->causal = scope_layer_get_boolean (layer, "causal", FALSE)
                 || scope_layer_get_call_boolean (layer, plan->call, "use_causal_mask", FALSE);
  if (scope_layer_get_call_boolean (layer, plan->call, "return_attention_scores", FALSE))
    self->parent.parent.n_outputs = 2;
  if (!read_weights (self, why))
    {
      scope_step_free (&self->parent.parent);
      return FALSE;
    }
  return scope_attend_add (plan, &self->parent.parent, inputs, n_inputs, 2, self->has_mask, outputs,
                           why);
}
