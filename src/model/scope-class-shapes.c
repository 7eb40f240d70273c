/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which shape comes out of a layer: compute_output_shape() of K@v2.15.0 and KM keras/layers. */
#include "scope-infer.h"
#include "scope-layer-private.h"

#include <string.h>

static const ScopeShape unknown = { 0 };

static void
put (GArray *outputs, ScopeShape shape)
{
  g_array_append_val (outputs, shape);
}

static const ScopeShape *
first_of (const ScopeShape *inputs, guint n_inputs)
{
  return n_inputs > 0 ? &inputs[0] : &unknown;
}

void
scope_shapes_input (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs, GArray *outputs)
{
  ScopeShape shape = scope_layer_get_shape (layer, "batch_shape");

  if (shape.n_dims == 0)
    shape = scope_layer_get_shape (layer, "batch_input_shape");
  /* What really comes in, where the layer stands in a nested model, says more. */
  put (outputs, n_inputs > 0 && inputs[0].n_dims > 0 ? inputs[0] : shape);
}

void
scope_shapes_same (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs, GArray *outputs)
{
  put (outputs, *first_of (inputs, n_inputs));
}

/* glu halves the last axis; everything else leaves the shape as it is. */
static ScopeShape
through_activation (ScopeLayer *layer, ScopeShape shape)
{
  ScopeActivation activation;
  gint64 last = scope_shape_get_last (&shape);

  if (last > 0 && scope_layer_get_activation (layer, "activation", &activation)
      && activation.kind == SCOPE_ACTIVATION_GLU)
    return scope_shape_with_last (&shape, last / 2);
  return shape;
}

void
scope_shapes_activation (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs,
                         GArray *outputs)
{
  put (outputs, through_activation (layer, *first_of (inputs, n_inputs)));
}

void
scope_shapes_dense (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs, GArray *outputs)
{
  ScopeShape shape =
      scope_shape_with_last (first_of (inputs, n_inputs), scope_layer_get_units (layer));

  put (outputs, through_activation (layer, shape));
}

static gint64
time_steps (ScopeLayer *layer, const ScopeShape *input)
{
  if (input->n_dims < 2)
    return SCOPE_DIM_FREE;
  return input->dims[scope_layer_get_boolean (layer, "time_major", FALSE) ? 0 : 1];
}

/* (batch, [steps,] units), then the states where they are asked for. */
static void
put_sequence (ScopeLayer *layer, const ScopeShape *input, gint64 units, guint n_states,
              GArray *outputs)
{
  gboolean major = scope_layer_get_boolean (layer, "time_major", FALSE);
  ScopeShape state = { 0 };
  ScopeShape shape;

  if (input->n_dims != 3)
    return;

  scope_shape_append (&state, input->dims[major ? 1 : 0]);
  scope_shape_append (&state, units);
  shape = state;
  if (scope_layer_get_boolean (layer, "return_sequences", FALSE))
    shape = scope_shape_insert (&state, major ? 0 : 1, time_steps (layer, input));

  put (outputs, shape);
  if (scope_layer_get_boolean (layer, "return_state", FALSE))
    for (guint i = 0; i < n_states; i++)
      put (outputs, state);
}

void
scope_shapes_recurrent (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs,
                        GArray *outputs)
{
  put_sequence (layer, first_of (inputs, n_inputs), scope_layer_get_units (layer),
                layer->class->n_gates == 4 ? 2 : 1, outputs);
}

/* As many numbers as the layer has units, for every row. */
void
scope_shapes_cell (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs, GArray *outputs)
{
  put (outputs, scope_shape_with_last (first_of (inputs, n_inputs), scope_layer_get_units (layer)));
}

void
scope_shapes_stacked_cells (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs,
                            GArray *outputs)
{
  ScopeShape shape = *first_of (inputs, n_inputs);

  for (guint i = 0; i < layer->children->len; i++)
    {
      const GArray *inner = scope_infer_call (g_ptr_array_index (layer->children, i), 0, &shape, 1);

      shape = inner->len > 0 ? g_array_index (inner, ScopeShape, 0) : unknown;
    }
  put (outputs, shape);
}

void
scope_shapes_rnn (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs, GArray *outputs)
{
  const ScopeShape *input = first_of (inputs, n_inputs);
  ScopeShape step = scope_shape_without (input, 1);
  ScopeLayer *cell;
  const GArray *inner;

  if (layer->children->len != 1)
    return;

  cell = g_ptr_array_index (layer->children, 0);
  inner = scope_infer_call (cell, 0, &step, 1);
  if (inner->len > 0)
    put_sequence (layer, input, scope_shape_get_last (&g_array_index (inner, ScopeShape, 0)),
                  cell->class != NULL && cell->class->n_gates == 4 ? 2 : 1, outputs);
}

void
scope_shapes_time_distributed (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs,
                               GArray *outputs)
{
  const ScopeShape *input = first_of (inputs, n_inputs);
  ScopeShape step = scope_shape_without (input, 1);
  const GArray *inner;

  if (layer->children->len != 1)
    return;

  inner = scope_infer_call (g_ptr_array_index (layer->children, 0), 0, &step, 1);
  if (inner->len > 0 && input->n_dims > 1)
    put (outputs, scope_shape_insert (&g_array_index (inner, ScopeShape, 0), 1, input->dims[1]));
}

void
scope_shapes_bidirectional (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs,
                            GArray *outputs)
{
  const ScopeShape *input = first_of (inputs, n_inputs);
  const char *mode = scope_layer_get_string (layer, "merge_mode", NULL);
  const GArray *forward;
  const GArray *backward;
  ScopeShape shape;
  gint64 last;

  if (layer->children->len != 2)
    return;

  forward = scope_infer_call (g_ptr_array_index (layer->children, 0), 0, input, 1);
  backward = scope_infer_call (g_ptr_array_index (layer->children, 1), 0, input, 1);
  if (forward->len == 0 || backward->len == 0)
    return;

  /* A mode of null keeps the two apart; without the key it is "concat". */
  if (!json_object_has_member (layer->config, "merge_mode"))
    mode = "concat";
  shape = g_array_index (forward, ScopeShape, 0);
  last = scope_shape_get_last (&shape);
  if (mode != NULL && strcmp (mode, "concat") == 0)
    {
      gint64 other = scope_shape_get_last (&g_array_index (backward, ScopeShape, 0));

      shape = scope_shape_with_last (&shape, last < 0 || other < 0 ? SCOPE_DIM_FREE : last + other);
    }
  put (outputs, shape);
  if (mode == NULL)
    put (outputs, g_array_index (backward, ScopeShape, 0));

  g_array_append_vals (outputs, &g_array_index (forward, ScopeShape, 1), forward->len - 1);
  g_array_append_vals (outputs, &g_array_index (backward, ScopeShape, 1), backward->len - 1);
}

void
scope_shapes_model (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs, GArray *outputs)
{
  scope_infer_graph (layer, inputs, n_inputs, outputs);
}

void
scope_shapes_flatten (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs, GArray *outputs)
{
  const ScopeShape *input = first_of (inputs, n_inputs);
  ScopeShape shape = { 0 };

  if (input->n_dims == 0)
    return;

  scope_shape_append (&shape, input->dims[0]);
  scope_shape_append (&shape, scope_shape_product (input, 1));
  put (outputs, shape);
}

void
scope_shapes_reshape (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs, GArray *outputs)
{
  const ScopeShape *input = first_of (inputs, n_inputs);
  gint64 target[SCOPE_ARRAY_MAX_DIMS];
  guint n = scope_layer_get_ints (layer, "target_shape", target, G_N_ELEMENTS (target));
  ScopeShape shape = { 0 };
  gint64 known = 1;

  scope_shape_append (&shape, input->n_dims > 0 ? input->dims[0] : SCOPE_DIM_FREE);
  for (guint i = 0; i < n; i++)
    {
      scope_shape_append (&shape, target[i]);
      if (shape.n_dims == 0)
        return;
      if (target[i] > 0 && known <= SCOPE_SHAPE_MAX_DIM)
        known *= target[i];
    }

  /* -1 is what is left over. */
  for (guint i = 1; i < shape.n_dims; i++)
    if (shape.dims[i] == SCOPE_DIM_FREE && input->n_dims > 0)
      {
        gint64 all = scope_shape_product (input, 1);

        shape.dims[i] = all == SCOPE_DIM_FREE || all % known != 0 ? SCOPE_DIM_FREE : all / known;
        break;
      }
  put (outputs, shape);
}

void
scope_shapes_permute (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs, GArray *outputs)
{
  const ScopeShape *input = first_of (inputs, n_inputs);
  gint64 dims[SCOPE_ARRAY_MAX_DIMS];
  guint n = scope_layer_get_ints (layer, "dims", dims, G_N_ELEMENTS (dims));
  ScopeShape shape = *input;

  if (n == 0 || n + 1 != input->n_dims)
    return;

  for (guint i = 0; i < n; i++)
    {
      if (dims[i] < 1 || dims[i] > n)
        return;
      shape.dims[i + 1] = input->dims[dims[i]];
    }
  put (outputs, shape);
}

void
scope_shapes_repeat (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs, GArray *outputs)
{
  const ScopeShape *input = first_of (inputs, n_inputs);

  if (input->n_dims == 2)
    put (outputs, scope_shape_insert (input, 1, scope_layer_get_int (layer, "n", SCOPE_DIM_FREE)));
}

void
scope_shapes_embedding (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs,
                        GArray *outputs)
{
  ScopeShape shape = *first_of (inputs, n_inputs);

  if (shape.n_dims > 0)
    scope_shape_append (&shape, scope_layer_get_units (layer));
  put (outputs, shape);
}

/* Number by number with broadcasting: the longer of two dimensions, where one is 1 or free. A tensor with fewer dimensions
 * lacks those behind the batch (KM base_merge.py). */
void
scope_shapes_merge (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs, GArray *outputs)
{
  ScopeShape shape = { 0 };

  for (guint i = 0; i < n_inputs; i++)
    {
      ScopeShape other = inputs[i];

      if (other.n_dims == 0)
        return;
      if (i == 0)
        shape = other;
      while (other.n_dims < shape.n_dims)
        other = scope_shape_insert (&other, 1, 1);
      while (shape.n_dims < other.n_dims)
        shape = scope_shape_insert (&shape, 1, 1);
      for (guint j = 0; j < shape.n_dims; j++)
        if (shape.dims[j] == 1 || shape.dims[j] == SCOPE_DIM_FREE)
          shape.dims[j] = other.dims[j] == 1 ? shape.dims[j] : other.dims[j];
    }
  put (outputs, shape);
}

void
scope_shapes_concatenate (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs,
                          GArray *outputs)
{
  ScopeShape shape = *first_of (inputs, n_inputs);
  gint64 axis = scope_layer_get_int (layer, "axis", -1);
  gint64 sum = 0;

  if (axis < 0)
    axis += shape.n_dims;
  if (axis < 0 || axis >= shape.n_dims)
    return;

  for (guint i = 0; i < n_inputs; i++)
    {
      if (inputs[i].n_dims != shape.n_dims)
        return;
      sum = sum < 0 || inputs[i].dims[axis] < 0
                ? SCOPE_DIM_FREE
                : MIN (sum + inputs[i].dims[axis], SCOPE_SHAPE_MAX_DIM);
      for (guint j = 0; j < shape.n_dims; j++)
        if (shape.dims[j] == SCOPE_DIM_FREE)
          shape.dims[j] = inputs[i].dims[j];
    }
  shape.dims[axis] = sum;
  put (outputs, shape);
}

void
scope_shapes_dot (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs, GArray *outputs)
{
  gint64 axes[2];
  guint n = scope_layer_get_ints (layer, "axes", axes, 2);
  ScopeShape shape;
  ScopeShape other;

  if (n_inputs != 2 || n == 0 || inputs[0].n_dims == 0 || inputs[1].n_dims == 0)
    return;
  if (n == 1)
    axes[1] = axes[0];
  for (guint i = 0; i < 2; i++)
    {
      if (axes[i] < 0)
        axes[i] += inputs[i].n_dims;
      if (axes[i] < 1 || axes[i] >= inputs[i].n_dims)
        return;
    }

  shape = scope_shape_without (&inputs[0], (guint) axes[0]);
  other = scope_shape_without (&inputs[1], (guint) axes[1]);
  for (guint i = 1; i < other.n_dims && shape.n_dims > 0; i++)
    scope_shape_append (&shape, other.dims[i]);
  if (shape.n_dims == 1)
    scope_shape_append (&shape, 1);
  put (outputs, shape);
}

/* What is left of Keras 1's Merge as a class of its own: a cosine for each window, or a function that nothing is known of. */
void
scope_shapes_cosine (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs, GArray *outputs)
{
  ScopeShape shape = *first_of (inputs, n_inputs);

  if (n_inputs == 2 && shape.n_dims == 2
      && strcmp (scope_layer_get_string (layer, "mode", ""), "cos") == 0)
    put (outputs, scope_shape_with_last (&shape, 1));
}

/* Query (batch, Tq, d) and value (batch, Tv, d): (batch, Tq, d of the value). */
void
scope_shapes_attention (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs,
                        GArray *outputs)
{
  if (n_inputs >= 2)
    put (outputs, scope_shape_with_last (&inputs[0], scope_shape_get_last (&inputs[1])));
}

/* As the query, with another width where the configuration has one. */
void
scope_shapes_multi_head (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs,
                         GArray *outputs)
{
  gint64 width[2];
  ScopeShape shape = *first_of (inputs, n_inputs);

  if (scope_layer_get_ints (layer, "output_shape", width, 2) == 1 && width[0] > 0
      && width[0] <= SCOPE_SHAPE_MAX_DIM)
    shape = scope_shape_with_last (&shape, width[0]);
  put (outputs, shape);
}
