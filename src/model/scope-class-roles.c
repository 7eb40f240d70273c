/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which weights a class has, in the order of the file, and of which shape. The facts are Keras's own: build() and
 * get_config() of K@1.2.2, K@2.3.1, K@v2.15.0 and KM keras/layers. */
#include "scope-layer-private.h"

#include <string.h>

#define ANY SCOPE_DIM_FREE

#define ADD(roles, role, trainable, ...)                                                           \
  scope_roles_add ((roles), (role), (trainable),                                                   \
                   sizeof ((gint64[]){ __VA_ARGS__ }) / sizeof (gint64),                           \
                   (gint64[]){ __VA_ARGS__ })

void
scope_roles_add (ScopeRoles *self, const char *role, gboolean trainable, guint n_dims,
                 const gint64 *dims)
{
  ScopeRole *added;

  g_return_if_fail (self->n_roles < G_N_ELEMENTS (self->roles));

  added = &self->roles[self->n_roles++];
  *added = (ScopeRole){ .role = role, .trainable = trainable };
  for (guint i = 0; i < n_dims; i++)
    {
      /* What a configuration cannot mean is not checked against: the array says what is there. */
      gint64 dim = dims[i] >= 0 && dims[i] <= 8 * (gint64) SCOPE_SHAPE_MAX_DIM ? dims[i] : ANY;

      added->shape.dims[added->shape.n_dims++] = dim;
    }
}

static gint64
times (gint64 dim, gint64 factor)
{
  return dim == ANY ? ANY : dim * factor;
}

/* A size that the configuration has to name; ANY where it does not. */
static gint64
size_of (ScopeLayer *layer, const char *key)
{
  gint64 size = scope_layer_get_int (layer, key, ANY);

  return size > 0 && size <= SCOPE_SHAPE_MAX_DIM ? size : ANY;
}

static ScopeArray *
array_at (const GPtrArray *arrays, guint index)
{
  return arrays != NULL && index < arrays->len ? g_ptr_array_index (arrays, index) : NULL;
}

static gboolean
has_vector (const GPtrArray *arrays, guint index, gint64 length)
{
  ScopeArray *array = array_at (arrays, index);

  return array != NULL && scope_array_get_n_dims (array) == 1 && length != ANY
         && scope_array_get_dim (array, 0) == (gsize) length;
}

void
scope_roles_dense (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                   ScopeRoles *roles)
{
  gint64 units = size_of (layer, "units");

  ADD (roles, "kernel", TRUE, scope_shape_get_last (input), units);
  if (scope_layer_get_boolean (layer, "use_bias", TRUE))
    ADD (roles, "bias", TRUE, units);
}

/* Keras 1 keeps each gate's W, U and b by itself, in an order that only its source tells: K@1.2.2 recurrent.py. */
static gboolean
add_keras1_gates (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                  const char *const *names, guint n_gates, ScopeRoles *roles)
{
  gint64 units = size_of (layer, "units");
  gint64 features = scope_shape_get_last (input);

  if (arrays != NULL
          ? arrays->len != 3 * n_gates
          : layer->keras.major != 1 || scope_layer_get_int (layer, "implementation", 0) == 2)
    return FALSE;

  for (guint i = 0; i < n_gates; i++)
    {
      ADD (roles, names[3 * i], TRUE, features, units);
      ADD (roles, names[3 * i + 1], TRUE, units, units);
      ADD (roles, names[3 * i + 2], TRUE, units);
    }
  return TRUE;
}

static void
add_gates (ScopeLayer *layer, const ScopeShape *input, guint n_gates, ScopeRoles *roles)
{
  gint64 units = size_of (layer, "units");

  ADD (roles, "kernel", TRUE, scope_shape_get_last (input), times (units, n_gates));
  ADD (roles, "recurrent_kernel", TRUE, units, times (units, n_gates));
}

void
scope_roles_lstm (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                  ScopeRoles *roles)
{
  static const char *const names[] = { "W_i", "U_i", "b_i", "W_c", "U_c", "b_c",
                                       "W_f", "U_f", "b_f", "W_o", "U_o", "b_o" };
  gint64 units = size_of (layer, "units");

  if (add_keras1_gates (layer, input, arrays, names, 4, roles))
    return;

  add_gates (layer, input, 4, roles);
  if (!scope_layer_get_boolean (layer, "use_bias", TRUE))
    return;
  /* CuDNN's two biases tell its layout, whatever the class is called: weights go from one class to the
   * other (K@2.3.1 saving.py _convert_rnn_weights). */
  if (strcmp (layer->class_name, "CuDNNLSTM") == 0 ? !has_vector (arrays, 2, times (units, 4))
                                                   : has_vector (arrays, 2, times (units, 8)))
    ADD (roles, "bias", TRUE, times (units, 8));
  else
    ADD (roles, "bias", TRUE, times (units, 4));
}

/* TensorFlow 1.13 to 2.x tf.keras.experimental, and TensorFlow Addons: rnn/peephole_lstm_cell.py build(). */
void
scope_roles_peephole_lstm (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                           ScopeRoles *roles)
{
  gint64 units = size_of (layer, "units");

  add_gates (layer, input, 4, roles);
  if (scope_layer_get_boolean (layer, "use_bias", TRUE))
    ADD (roles, "bias", TRUE, times (units, 4));
  ADD (roles, "input_gate_peephole_weights", TRUE, units);
  ADD (roles, "forget_gate_peephole_weights", TRUE, units);
  ADD (roles, "output_gate_peephole_weights", TRUE, units);
}

void
scope_roles_gru (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                 ScopeRoles *roles)
{
  static const char *const names[] = {
    "W_z", "U_z", "b_z", "W_r", "U_r", "b_r", "W_h", "U_h", "b_h"
  };
  gint64 units = size_of (layer, "units");
  ScopeArray *bias = array_at (arrays, 2);
  gboolean reset_after = scope_keras_at_least (&layer->keras, 3, 0) || layer->keras.tensorflow;

  if (add_keras1_gates (layer, input, arrays, names, 3, roles))
    return;

  add_gates (layer, input, 3, roles);
  if (!scope_layer_get_boolean (layer, "use_bias", TRUE))
    return;

  /* Without the key the bias tells. */
  if (bias != NULL)
    reset_after = scope_array_get_n_dims (bias) == 2;
  reset_after = scope_layer_get_boolean (layer, "reset_after", reset_after);

  if (has_vector (arrays, 2, times (units, 6))
      || (bias == NULL && strcmp (layer->class_name, "CuDNNGRU") == 0))
    ADD (roles, "bias", TRUE, times (units, 6));
  else if (reset_after || (bias != NULL && strcmp (layer->class_name, "CuDNNGRU") == 0))
    ADD (roles, "bias", TRUE, 2, times (units, 3));
  else
    ADD (roles, "bias", TRUE, times (units, 3));
}

void
scope_roles_simple_rnn (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                        ScopeRoles *roles)
{
  add_gates (layer, input, 1, roles);
  if (scope_layer_get_boolean (layer, "use_bias", TRUE))
    ADD (roles, "bias", TRUE, size_of (layer, "units"));
}

/* K@1.2.2 core.py; before that the order was W, b, W_carry, b_carry (K@1.0.7 core.py). */
void
scope_roles_highway (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                     ScopeRoles *roles)
{
  gboolean biased = scope_layer_get_boolean (layer, "use_bias", TRUE);
  ScopeArray *second = array_at (arrays, 1);
  gboolean old = second != NULL && scope_array_get_n_dims (second) == 1;
  gint64 n = scope_shape_get_last (input);

  ADD (roles, "kernel", TRUE, n, n);
  if (biased && old)
    ADD (roles, "bias", TRUE, n);
  ADD (roles, "carry_kernel", TRUE, n, n);
  if (biased && !old)
    ADD (roles, "bias", TRUE, n);
  if (biased)
    ADD (roles, "carry_bias", TRUE, n);
}

void
scope_roles_maxout (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                    ScopeRoles *roles)
{
  gint64 n_features = size_of (layer, "nb_feature");
  gint64 units = size_of (layer, "output_dim");

  ADD (roles, "kernel", TRUE, n_features, scope_shape_get_last (input), units);
  if (scope_layer_get_boolean (layer, "use_bias", TRUE))
    ADD (roles, "bias", TRUE, n_features, units);
}

void
scope_roles_embedding (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                       ScopeRoles *roles)
{
  ADD (roles, "embeddings", TRUE, size_of (layer, "input_dim"), size_of (layer, "output_dim"));
}

/* Length of the axis that a normalisation works on; tf.keras writes it as a list of one. */
static gint64
axis_length (ScopeLayer *layer, const ScopeShape *input)
{
  gint64 axes[2] = { -1, 0 };

  if (scope_layer_get_ints (layer, "axis", axes, 2) > 1 || input->n_dims == 0)
    return ANY;
  if (axes[0] < 0)
    axes[0] += input->n_dims;
  return axes[0] >= 0 && axes[0] < input->n_dims ? input->dims[axes[0]] : ANY;
}

void
scope_roles_batch_norm (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                        ScopeRoles *roles)
{
  gint64 n = axis_length (layer, input);

  if (scope_layer_get_boolean (layer, "scale", TRUE))
    ADD (roles, "gamma", TRUE, n);
  if (scope_layer_get_boolean (layer, "center", TRUE))
    ADD (roles, "beta", TRUE, n);
  ADD (roles, "moving_mean", FALSE, n);
  ADD (roles, "moving_variance", FALSE, n);
  if (scope_layer_get_boolean (layer, "renorm", FALSE))
    {
      ADD (roles, "renorm_mean", FALSE, n);
      ADD (roles, "renorm_stddev", FALSE, n);
    }
}

void
scope_roles_layer_norm (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                        ScopeRoles *roles)
{
  gint64 axes[2];
  gint64 n = axis_length (layer, input);
  gboolean one = scope_layer_get_ints (layer, "axis", axes, 2) < 2;
  gboolean rms = scope_layer_get_boolean (layer, "rms_scaling", FALSE);
  ScopeArray *first = array_at (arrays, 0);
  /* Over several axes gamma has as many dimensions as there are. */
  gint64 dims[SCOPE_ARRAY_MAX_DIMS];
  guint n_dims = one || first == NULL ? 1 : scope_array_get_n_dims (first);

  for (guint i = 0; i < n_dims; i++)
    dims[i] = one ? n : ANY;
  if (scope_layer_get_boolean (layer, "scale", TRUE) || rms)
    scope_roles_add (roles, "gamma", TRUE, n_dims, dims);
  if (scope_layer_get_boolean (layer, "center", TRUE) && !rms)
    scope_roles_add (roles, "beta", TRUE, n_dims, dims);
}

void
scope_roles_rms_norm (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                      ScopeRoles *roles)
{
  ScopeArray *scale = array_at (arrays, 0);
  gint64 n = axis_length (layer, input);
  const gint64 any[SCOPE_ARRAY_MAX_DIMS] = { ANY, ANY, ANY, ANY, ANY, ANY, ANY, ANY };

  if (scale == NULL || scope_array_get_n_dims (scale) == 1)
    ADD (roles, "scale", TRUE, n);
  else
    scope_roles_add (roles, "scale", TRUE, scope_array_get_n_dims (scale), any);
}

void
scope_roles_normalization (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                           ScopeRoles *roles)
{
  JsonNode *mean = scope_json_get_member (layer->config, "mean");
  ScopeArray *first = array_at (arrays, 0);
  guint n_dims = first != NULL ? scope_array_get_n_dims (first) : 1;
  const gint64 any[SCOPE_ARRAY_MAX_DIMS] = { ANY, ANY, ANY, ANY, ANY, ANY, ANY, ANY };

  /* Mean and variance that were given stand in the configuration, and the file has no arrays. */
  if (mean != NULL && !JSON_NODE_HOLDS_NULL (mean) && (arrays == NULL || arrays->len == 0))
    return;

  scope_roles_add (roles, "mean", FALSE, n_dims, any);
  scope_roles_add (roles, "variance", FALSE, n_dims, any);
  if (arrays == NULL || arrays->len != 2)
    scope_roles_add (roles, "count", FALSE, 0, any);
}

void
scope_roles_prelu (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                   ScopeRoles *roles)
{
  ScopeShape shape = scope_shape_without (input, 0);
  ScopeArray *alpha = array_at (arrays, 0);
  gint64 shared[SCOPE_ARRAY_MAX_DIMS];
  guint n_shared = scope_layer_get_ints (layer, "shared_axes", shared, G_N_ELEMENTS (shared));

  if (shape.n_dims == 0 && alpha != NULL)
    for (shape.n_dims = 0; shape.n_dims < scope_array_get_n_dims (alpha); shape.n_dims++)
      shape.dims[shape.n_dims] = ANY;
  for (guint i = 0; i < n_shared; i++)
    if (shared[i] >= 1 && shared[i] <= shape.n_dims)
      shape.dims[shared[i] - 1] = 1;
  scope_roles_add (roles, "alpha", TRUE, shape.n_dims, shape.dims);
}

/* Axes of the space that a convolution moves over. */
static guint
space_of (ScopeLayer *layer)
{
  const char *digit = strpbrk (layer->class_name, "123");

  return digit != NULL ? (guint) (*digit - '0') : 1;
}

static gint64
channels_of (ScopeLayer *layer, const ScopeShape *input, guint first)
{
  if (input->n_dims <= first)
    return ANY;
  if (strcmp (scope_layer_get_string (layer, "data_format", ""), "channels_first") == 0)
    return input->dims[first];
  return scope_shape_get_last (input);
}

/* The kernel: the window's lengths, then two more. */
static void
add_kernel (ScopeLayer *layer, const char *role, gint64 before_last, gint64 last, ScopeRoles *roles)
{
  guint space = space_of (layer);
  gint64 dims[5];

  scope_layer_get_sizes (layer, "kernel_size", space, ANY, dims);
  dims[space] = before_last;
  dims[space + 1] = last;
  scope_roles_add (roles, role, TRUE, space + 2, dims);
}

static void
add_bias (ScopeLayer *layer, gint64 n, ScopeRoles *roles)
{
  if (scope_layer_get_boolean (layer, "use_bias", TRUE))
    ADD (roles, "bias", TRUE, n);
}

static gint64
grouped (ScopeLayer *layer, gint64 channels)
{
  gint64 groups = scope_layer_get_int (layer, "groups", 1);

  return channels == ANY || groups < 1 ? ANY : channels / groups;
}

void
scope_roles_conv1d (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                    ScopeRoles *roles)
{
  ScopeArray *kernel = array_at (arrays, 0);

  /* Keras 1 convolved along time in two dimensions, and changed the order of the axes in 1.1.0. */
  if (kernel != NULL && scope_array_get_n_dims (kernel) == 4)
    ADD (roles, "kernel", TRUE, ANY, ANY, ANY, ANY);
  else
    add_kernel (layer, "kernel", grouped (layer, channels_of (layer, input, 1)),
                size_of (layer, "filters"), roles);
  add_bias (layer, size_of (layer, "filters"), roles);
}

void
scope_roles_conv (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                  ScopeRoles *roles)
{
  gboolean keras1 = layer->keras.major == 1;

  /* Keras 1's kernels have the order of their backend. */
  add_kernel (layer, "kernel", keras1 ? ANY : grouped (layer, channels_of (layer, input, 1)),
              keras1 ? ANY : size_of (layer, "filters"), roles);
  if (keras1)
    for (guint i = 0; i < roles->roles[0].shape.n_dims; i++)
      roles->roles[0].shape.dims[i] = ANY;
  add_bias (layer, size_of (layer, "filters"), roles);
}

void
scope_roles_conv_transpose (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                            ScopeRoles *roles)
{
  add_kernel (layer, "kernel", size_of (layer, "filters"), channels_of (layer, input, 1), roles);
  add_bias (layer, size_of (layer, "filters"), roles);
}

/* A kernel for each place: (places, window · channels, filters) in Keras 1 and 2; since TensorFlow 1.13 two other forms as well
 * (K@v2.15.0 locally_connected1d.py, "implementation"), whose arrays tell. */
void
scope_roles_locally_connected (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                               ScopeRoles *roles)
{
  static const gint64 any[SCOPE_ARRAY_MAX_DIMS] = { ANY, ANY, ANY, ANY, ANY, ANY, ANY, ANY };
  ScopeArray *kernel = array_at (arrays, 0);
  gint64 filters = size_of (layer, "filters");

  if (kernel != NULL && scope_array_get_n_dims (kernel) != 3)
    scope_roles_add (roles, "kernel", TRUE, scope_array_get_n_dims (kernel), any);
  else if (scope_layer_get_int (layer, "implementation", 1) == 1 || layer->keras.major == 1)
    ADD (roles, "kernel", TRUE, ANY, ANY, filters);
  else
    ADD (roles, "kernel", TRUE, ANY, ANY, ANY);
  if (!scope_layer_get_boolean (layer, "use_bias", TRUE))
    return;
  if (space_of (layer) == 1)
    ADD (roles, "bias", TRUE, ANY, filters);
  else
    ADD (roles, "bias", TRUE, ANY, ANY, filters);
}

void
scope_roles_separable_conv (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                            ScopeRoles *roles)
{
  gint64 channels = channels_of (layer, input, 1);
  gint64 multiplier = scope_layer_get_int (layer, "depth_multiplier", 1);
  guint space = space_of (layer);
  gint64 dims[5] = { 1, 1, 1, 1, 1 };

  add_kernel (layer, "depthwise_kernel", channels, multiplier, roles);
  dims[space] = multiplier > 0 && multiplier <= G_MAXINT16 ? times (channels, multiplier) : ANY;
  dims[space + 1] = size_of (layer, "filters");
  scope_roles_add (roles, "pointwise_kernel", TRUE, space + 2, dims);
  add_bias (layer, size_of (layer, "filters"), roles);
}

void
scope_roles_depthwise_conv (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                            ScopeRoles *roles)
{
  gint64 channels = channels_of (layer, input, 1);
  gint64 multiplier = scope_layer_get_int (layer, "depth_multiplier", 1);

  add_kernel (layer, "kernel", channels, multiplier, roles);
  add_bias (layer, multiplier > 0 && multiplier <= G_MAXINT16 ? times (channels, multiplier) : ANY,
            roles);
}

void
scope_roles_conv_lstm (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                       ScopeRoles *roles)
{
  gint64 filters = size_of (layer, "filters");

  add_kernel (layer, "kernel", channels_of (layer, input, 2), times (filters, 4), roles);
  add_kernel (layer, "recurrent_kernel", filters, times (filters, 4), roles);
  add_bias (layer, times (filters, 4), roles);
}

void
scope_roles_attention (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                       ScopeRoles *roles)
{
  gboolean additive = strcmp (layer->class_name, "AdditiveAttention") == 0;

  if (scope_layer_get_boolean (layer, "use_scale", additive))
    {
      if (additive)
        ADD (roles, "scale", TRUE, scope_shape_get_last (input));
      else
        scope_roles_add (roles, "scale", TRUE, 0, NULL);
    }
  if (g_strcmp0 (scope_layer_get_string (layer, "score_mode", "dot"), "concat") == 0)
    scope_roles_add (roles, "concat_score_weight", TRUE, 0, NULL);
}

void
scope_roles_multi_head (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                        ScopeRoles *roles)
{
  static const char *const names[][2] = { { "query_kernel", "query_bias" },
                                          { "key_kernel", "key_bias" },
                                          { "value_kernel", "value_bias" },
                                          { "output_kernel", "output_bias" } };
  gint64 heads = size_of (layer, "num_heads");
  gint64 key = size_of (layer, "key_dim");
  gint64 value = scope_layer_get_int (layer, "value_dim", key);
  gint64 shared = heads;

  if (strcmp (layer->class_name, "GroupQueryAttention") == 0)
    {
      heads = size_of (layer, "num_query_heads");
      shared = size_of (layer, "num_key_value_heads");
      key = value = size_of (layer, "head_dim");
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gint64 size = i < 2 ? key : value;

      if (i < 3)
        ADD (roles, names[i][0], TRUE, ANY, i == 0 ? heads : shared, size);
      else
        ADD (roles, names[i][0], TRUE, heads, size, ANY);
      if (!scope_layer_get_boolean (layer, "use_bias", TRUE))
        continue;
      if (i < 3)
        ADD (roles, names[i][1], TRUE, i == 0 ? heads : shared, size);
      else
        ADD (roles, names[i][1], TRUE, ANY);
    }
}
