/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which shape comes out of layers that move a window over time or space: K@v2.15.0 conv_utils.py. */
#include "scope-layer-private.h"

#include <string.h>

#define MAX_SPACE 3

static gboolean
channels_first (ScopeLayer *layer)
{
  return strcmp (scope_layer_get_string (layer, "data_format", ""), "channels_first") == 0;
}

/* How many places a window of @size has along an axis of @length. */
static gint64
windows (ScopeLayer *layer, gint64 length, gint64 size, gint64 stride, gint64 dilation)
{
  const char *padding = scope_layer_get_string (layer, "padding", "valid");
  gint64 span;

  if (length == SCOPE_DIM_FREE || size < 1 || size > SCOPE_SHAPE_MAX_DIM || stride < 1
      || dilation < 1 || dilation > G_MAXINT16 || stride > SCOPE_SHAPE_MAX_DIM)
    return SCOPE_DIM_FREE;

  span = (size - 1) * dilation + 1;
  if (strcmp (padding, "same") == 0 || strcmp (padding, "causal") == 0)
    length = (length + stride - 1) / stride;
  else if (strcmp (padding, "full") == 0)
    length = (length + span - 1 + stride - 1) / stride;
  else
    length = length < span ? 0 : (length - span) / stride + 1;
  return length;
}

/* @input with each of its @space axes replaced by the number of windows, and @channels, where it is not
 * SCOPE_DIM_FREE, for its channels. @lead: axes before the space and the channels. */
static ScopeShape
slide (ScopeLayer *layer, const ScopeShape *input, guint lead, guint space, const char *size_key,
       gint64 channels)
{
  ScopeShape shape = *input;
  gint64 sizes[MAX_SPACE];
  gint64 strides[MAX_SPACE];
  gint64 dilations[MAX_SPACE];
  guint first = lead + (channels_first (layer) ? 1 : 0);

  if (input->n_dims != lead + space + 1)
    return (ScopeShape){ 0 };

  scope_layer_get_sizes (layer, size_key, space, SCOPE_DIM_FREE, sizes);
  scope_layer_get_sizes (layer, "strides", space, SCOPE_DIM_FREE, strides);
  scope_layer_get_sizes (layer, "dilation_rate", space, 1, dilations);
  for (guint i = 0; i < space; i++)
    {
      /* A pool without strides moves by its own size; a convolution by one. */
      if (strides[i] == SCOPE_DIM_FREE)
        strides[i] = strcmp (size_key, "pool_size") == 0 ? sizes[i] : 1;
      shape.dims[first + i] =
          windows (layer, input->dims[first + i], sizes[i], strides[i], dilations[i]);
    }
  if (channels != SCOPE_DIM_FREE)
    shape.dims[channels_first (layer) ? lead : lead + space] = channels;
  return shape;
}

static void
put_slide (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs, guint lead, guint space,
           const char *size_key, gint64 channels, GArray *outputs)
{
  ScopeShape shape = { 0 };

  if (n_inputs > 0)
    shape = slide (layer, &inputs[0], lead, space, size_key, channels);
  g_array_append_val (outputs, shape);
}

static guint
space_of (ScopeLayer *layer)
{
  const char *digit = strpbrk (layer->class_name, "123");

  return digit != NULL ? (guint) (*digit - '0') : 1;
}

void
scope_shapes_conv1d (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs, GArray *outputs)
{
  put_slide (layer, inputs, n_inputs, 1, 1, "kernel_size", scope_layer_get_units (layer), outputs);
}

void
scope_shapes_conv_nd (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs, GArray *outputs)
{
  put_slide (layer, inputs, n_inputs, 1, space_of (layer), "kernel_size",
             scope_layer_get_units (layer), outputs);
}

void
scope_shapes_depthwise_conv (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs,
                             GArray *outputs)
{
  gint64 multiplier = scope_layer_get_int (layer, "depth_multiplier", 1);
  gint64 channels = SCOPE_DIM_FREE;

  if (n_inputs > 0 && inputs[0].n_dims > 1 && multiplier > 0 && multiplier <= G_MAXINT16)
    {
      channels = channels_first (layer) ? inputs[0].dims[1] : scope_shape_get_last (&inputs[0]);
      channels =
          channels == SCOPE_DIM_FREE ? channels : MIN (channels * multiplier, SCOPE_SHAPE_MAX_DIM);
    }
  put_slide (layer, inputs, n_inputs, 1, space_of (layer), "kernel_size", channels, outputs);
}

/* Backwards through a convolution: K@v2.15.0 conv_utils.py deconv_output_length, KM backend_utils.py. */
void
scope_shapes_conv_transpose (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs,
                             GArray *outputs)
{
  guint space = space_of (layer);
  guint first = channels_first (layer) ? 2 : 1;
  gboolean same = strcmp (scope_layer_get_string (layer, "padding", "valid"), "same") == 0;
  gint64 sizes[MAX_SPACE];
  gint64 strides[MAX_SPACE];
  gint64 dilations[MAX_SPACE];
  gint64 extras[MAX_SPACE];
  ScopeShape shape;

  if (n_inputs == 0 || inputs[0].n_dims != space + 2)
    return;

  shape = inputs[0];
  scope_layer_get_sizes (layer, "kernel_size", space, SCOPE_DIM_FREE, sizes);
  scope_layer_get_sizes (layer, "strides", space, 1, strides);
  scope_layer_get_sizes (layer, "dilation_rate", space, 1, dilations);
  scope_layer_get_sizes (layer, "output_padding", space, SCOPE_DIM_FREE, extras);
  for (guint i = 0; i < space; i++)
    {
      gint64 length = inputs[0].dims[first + i];
      gint64 span;

      if (sizes[i] < 1 || sizes[i] > G_MAXINT16 || strides[i] < 1 || strides[i] > G_MAXINT16
          || dilations[i] < 1 || dilations[i] > G_MAXINT16 || extras[i] > G_MAXINT16)
        return;

      span = (sizes[i] - 1) * dilations[i] + 1;
      if (length == SCOPE_DIM_FREE)
        continue;
      if (extras[i] >= 0)
        length = (length - 1) * strides[i] + (same ? span % 2 : span) + extras[i];
      else
        length = length * strides[i] + (same ? 0 : MAX (span - strides[i], 0));
      shape.dims[first + i] = MIN (length, SCOPE_SHAPE_MAX_DIM);
    }
  shape.dims[channels_first (layer) ? 1 : space + 1] = scope_layer_get_units (layer);
  g_array_append_val (outputs, shape);
}

void
scope_shapes_pool1d (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs, GArray *outputs)
{
  put_slide (layer, inputs, n_inputs, 1, 1, "pool_size", SCOPE_DIM_FREE, outputs);
}

void
scope_shapes_pool_nd (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs, GArray *outputs)
{
  put_slide (layer, inputs, n_inputs, 1, space_of (layer), "pool_size", SCOPE_DIM_FREE, outputs);
}

void
scope_shapes_global_pool (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs,
                          GArray *outputs)
{
  ScopeShape shape = { 0 };
  gboolean keep = scope_layer_get_boolean (layer, "keepdims", FALSE);

  if (n_inputs == 0 || inputs[0].n_dims < 3)
    return;

  for (guint i = 0; i < inputs[0].n_dims; i++)
    {
      gboolean channel = channels_first (layer) ? i == 1 : i + 1 == inputs[0].n_dims;

      if (i == 0 || channel)
        scope_shape_append (&shape, inputs[0].dims[i]);
      else if (keep)
        scope_shape_append (&shape, 1);
    }
  g_array_append_val (outputs, shape);
}

/* Cropping takes places away at both ends of each axis, padding adds them. */
void
scope_shapes_pad (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs, GArray *outputs)
{
  gboolean crop = g_str_has_prefix (layer->class_name, "Cropping");
  guint space = space_of (layer);
  guint first = channels_first (layer) && space > 1 ? 2 : 1;
  gint64 ends[MAX_SPACE][2];
  ScopeShape shape;

  if (n_inputs == 0 || inputs[0].n_dims != space + 2)
    return;

  shape = inputs[0];
  scope_layer_get_ends (layer, crop ? "cropping" : "padding", space, crop && space == 2 ? 0 : 1,
                        ends);
  for (guint i = 0; i < space; i++)
    {
      gint64 *dim = &shape.dims[first + i];

      if (ends[i][0] < 0 || ends[i][1] < 0 || ends[i][0] > SCOPE_SHAPE_MAX_DIM
          || ends[i][1] > SCOPE_SHAPE_MAX_DIM)
        return;
      if (*dim != SCOPE_DIM_FREE)
        *dim = CLAMP (*dim + (crop ? -1 : 1) * (ends[i][0] + ends[i][1]), 0, SCOPE_SHAPE_MAX_DIM);
    }
  g_array_append_val (outputs, shape);
}

/* Every place of an axis several times. */
void
scope_shapes_upsample (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs, GArray *outputs)
{
  guint space = space_of (layer);
  guint first = channels_first (layer) && space > 1 ? 2 : 1;
  gint64 sizes[MAX_SPACE];
  ScopeShape shape;

  if (n_inputs == 0 || inputs[0].n_dims != space + 2)
    return;

  shape = inputs[0];
  scope_layer_get_sizes (layer, "size", space, 2, sizes);
  for (guint i = 0; i < space; i++)
    {
      gint64 *dim = &shape.dims[first + i];

      if (sizes[i] < 1 || sizes[i] > SCOPE_SHAPE_MAX_DIM)
        return;
      if (*dim != SCOPE_DIM_FREE)
        *dim = MIN (*dim * sizes[i], SCOPE_SHAPE_MAX_DIM);
    }
  g_array_append_val (outputs, shape);
}

/* (batch, steps, space…, channels) → the same, or without the steps. */
void
scope_shapes_conv_lstm (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs,
                        GArray *outputs)
{
  ScopeShape shape = { 0 };
  ScopeShape state;

  if (n_inputs > 0)
    shape = slide (layer, &inputs[0], 2, space_of (layer), "kernel_size",
                   scope_layer_get_units (layer));
  state = scope_shape_without (&shape, 1);
  if (!scope_layer_get_boolean (layer, "return_sequences", FALSE))
    shape = state;
  g_array_append_val (outputs, shape);
  if (scope_layer_get_boolean (layer, "return_state", FALSE))
    {
      g_array_append_val (outputs, state);
      g_array_append_val (outputs, state);
    }
}
