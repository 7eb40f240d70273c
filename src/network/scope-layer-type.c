/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-layer-type.h"

#include <glib/gi18n.h>
#include <string.h>

#define STOPS SCOPE_MASK_STOPS
#define PASSES SCOPE_MASK_PASSES
#define OWN SCOPE_MASK_OWN

/* To add a layer: a file scope-step-….c with its compile function and its step, and a row here. */
static const ScopeLayerType types[] = {
  { "LSTM", scope_compile_recurrent, OWN },
  { "GRU", scope_compile_recurrent, OWN },
  { "SimpleRNN", scope_compile_recurrent, OWN },
  { "CuDNNLSTM", scope_compile_recurrent, OWN },
  { "CuDNNGRU", scope_compile_recurrent, OWN },
  { "RNN", scope_compile_recurrent, OWN },
  { "ConvLSTM1D", scope_compile_recurrent, OWN },
  { "ConvLSTM2D", scope_compile_recurrent, OWN },
  { "ConvLSTM3D", scope_compile_recurrent, OWN },
  { "Bidirectional", scope_compile_bidirectional, OWN },
  { "TimeDistributed", scope_compile_time_distributed, OWN },
  { "Dense", scope_compile_dense, PASSES },
  { "TimeDistributedDense", scope_compile_dense,
    PASSES }, /* Keras 1: Dense on every step, as Dense itself does today */
  { "Activation", scope_compile_activation, PASSES },
  { "ReLU", scope_compile_activation, PASSES },
  { "LeakyReLU", scope_compile_activation, PASSES },
  { "ELU", scope_compile_activation, PASSES },
  { "ThresholdedReLU", scope_compile_activation, PASSES },
  { "Softmax", scope_compile_softmax, PASSES },
  { "Flatten", scope_compile_arrange, STOPS },
  { "Reshape", scope_compile_arrange, STOPS },
  { "Permute", scope_compile_arrange, STOPS },
  { "RepeatVector", scope_compile_arrange, STOPS },
  { "Cropping1D", scope_compile_arrange, STOPS },
  { "Cropping2D", scope_compile_arrange, STOPS },
  { "Cropping3D", scope_compile_arrange, STOPS },
  { "ZeroPadding1D", scope_compile_arrange, STOPS },
  { "ZeroPadding2D", scope_compile_arrange, STOPS },
  { "ZeroPadding3D", scope_compile_arrange, STOPS },
  { "UpSampling1D", scope_compile_arrange, STOPS },
  { "UpSampling2D", scope_compile_upsample, STOPS },
  { "UpSampling3D", scope_compile_arrange, STOPS },
  { "PReLU", scope_compile_prelu, PASSES },
  { "Masking", scope_compile_masking, OWN },
  { "Embedding", scope_compile_embedding, OWN },
  { "BatchNormalization", scope_compile_batch_normalization, OWN },
  { "SyncBatchNormalization", scope_compile_batch_normalization, OWN },
  { "Normalization", scope_compile_affine, OWN },
  { "Rescaling", scope_compile_affine, OWN },
  { "LayerNormalization", scope_compile_group_norm, PASSES },
  { "GroupNormalization", scope_compile_group_norm, PASSES },
  { "UnitNormalization", scope_compile_group_norm, PASSES },
  { "RMSNormalization", scope_compile_group_norm, STOPS },
  { "Add", scope_compile_merge, OWN },
  { "Subtract", scope_compile_merge, OWN },
  { "Multiply", scope_compile_merge, OWN },
  { "Average", scope_compile_merge, OWN },
  { "Maximum", scope_compile_merge, OWN },
  { "Minimum", scope_compile_merge, OWN },
  { "Concatenate", scope_compile_concatenate, OWN },
  { "Dot", scope_compile_dot, STOPS },
  { "Merge", scope_compile_merge_function, STOPS },
  { "Conv1D", scope_compile_convolution, STOPS },
  { "Conv2D", scope_compile_convolution, STOPS },
  { "Conv3D", scope_compile_convolution, STOPS },
  { "MaxPooling1D", scope_compile_pool, STOPS },
  { "MaxPooling2D", scope_compile_pool, STOPS },
  { "MaxPooling3D", scope_compile_pool, STOPS },
  { "AveragePooling1D", scope_compile_pool, STOPS },
  { "AveragePooling2D", scope_compile_pool, STOPS },
  { "AveragePooling3D", scope_compile_pool, STOPS },
  { "GlobalMaxPooling1D", scope_compile_global_pool, STOPS },
  { "GlobalMaxPooling2D", scope_compile_global_pool, STOPS },
  { "GlobalMaxPooling3D", scope_compile_global_pool, STOPS },
  { "GlobalAveragePooling1D", scope_compile_global_pool, STOPS },
  { "GlobalAveragePooling2D", scope_compile_global_pool, STOPS },
  { "GlobalAveragePooling3D", scope_compile_global_pool, STOPS },
  { "SeparableConv1D", scope_compile_depthwise, STOPS },
  { "SeparableConv2D", scope_compile_depthwise, STOPS },
  { "DepthwiseConv1D", scope_compile_depthwise, STOPS },
  { "DepthwiseConv2D", scope_compile_depthwise, STOPS },
  { "Conv1DTranspose", scope_compile_transposed, STOPS },
  { "Conv2DTranspose", scope_compile_transposed, STOPS },
  { "Conv3DTranspose", scope_compile_transposed, STOPS },
  { "Attention", scope_compile_attention, OWN },
  { "AdditiveAttention", scope_compile_attention, OWN },
  { "MultiHeadAttention", scope_compile_multi_head, OWN },
  { "GroupQueryAttention", scope_compile_multi_head, OWN },
  { "EinsumDense", scope_compile_einsum, STOPS },
  { "LocallyConnected1D", scope_compile_local, STOPS },
  { "Highway", scope_compile_highway, STOPS },
  { "MaxoutDense", scope_compile_maxout, STOPS },
  /* What only training sees. */
  { "Dropout", scope_compile_identity, PASSES },
  { "SpatialDropout1D", scope_compile_identity, PASSES },
  { "SpatialDropout2D", scope_compile_identity, PASSES },
  { "SpatialDropout3D", scope_compile_identity, PASSES },
  { "GaussianDropout", scope_compile_identity, PASSES },
  { "GaussianNoise", scope_compile_identity, PASSES },
  { "AlphaDropout", scope_compile_identity, PASSES },
  { "ActivityRegularization", scope_compile_identity, PASSES },
  { "Identity", scope_compile_identity, PASSES },
};

/* The same for functions of Keras 3 (keras.ops). */
static const ScopeLayerType functions[] = {
  { "NotEqual", scope_compile_operation, STOPS },
  { "Equal", scope_compile_operation, STOPS },
  { "Greater", scope_compile_operation, STOPS },
  { "GreaterEqual", scope_compile_operation, STOPS },
  { "Less", scope_compile_operation, STOPS },
  { "LessEqual", scope_compile_operation, STOPS },
  { "LogicalAnd", scope_compile_operation, STOPS },
  { "LogicalOr", scope_compile_operation, STOPS },
  { "LogicalXor", scope_compile_operation, STOPS },
  { "LogicalNot", scope_compile_operation, STOPS },
  { "ZerosLike", scope_compile_operation, STOPS },
  { "OnesLike", scope_compile_operation, STOPS },
  { "Add", scope_compile_operation, STOPS },
  { "Subtract", scope_compile_operation, STOPS },
  { "Multiply", scope_compile_operation, STOPS },
  { "Divide", scope_compile_operation, STOPS },
  { "TrueDivide", scope_compile_operation, STOPS },
  { "Maximum", scope_compile_operation, STOPS },
  { "Minimum", scope_compile_operation, STOPS },
  { "Negative", scope_compile_operation, STOPS },
  { "Absolute", scope_compile_operation, STOPS },
  { "Abs", scope_compile_operation, STOPS },
  { "Square", scope_compile_operation, STOPS },
  { "Sqrt", scope_compile_operation, STOPS },
  { "Exp", scope_compile_operation, STOPS },
  { "Log", scope_compile_operation, STOPS },
  { "Power", scope_compile_operation, STOPS },
  { "FloorDivide", scope_compile_operation, STOPS },
  { "Log1p", scope_compile_operation, STOPS },
  { "Expm1", scope_compile_operation, STOPS },
  { "Log2", scope_compile_operation, STOPS },
  { "Log10", scope_compile_operation, STOPS },
  { "Rsqrt", scope_compile_operation, STOPS },
  { "Reciprocal", scope_compile_operation, STOPS },
  { "Sign", scope_compile_operation, STOPS },
  { "Sin", scope_compile_operation, STOPS },
  { "Cos", scope_compile_operation, STOPS },
  { "Tan", scope_compile_operation, STOPS },
  { "Arctan", scope_compile_operation, STOPS },
  { "Erf", scope_compile_operation, STOPS },
  { "Any", scope_compile_reduction, STOPS },
  { "All", scope_compile_reduction, STOPS },
  { "ExpandDims", scope_compile_expand, STOPS },
  { "Squeeze", scope_compile_expand, STOPS },
  { "Concatenate", scope_compile_concatenate, STOPS },
  { "ConvertToTensor", scope_compile_identity, STOPS },
  { "Mean", scope_compile_reduce, STOPS },
  { "Sum", scope_compile_reduce, STOPS },
  { "Max", scope_compile_reduce, STOPS },
  { "Min", scope_compile_reduce, STOPS },
  { "Var", scope_compile_reduce, STOPS },
  { "Std", scope_compile_reduce, STOPS },
  { "GetItem", scope_compile_view, STOPS },
  { "Transpose", scope_compile_view, STOPS },
  { "Swapaxes", scope_compile_view, STOPS },
  { "Moveaxis", scope_compile_view, STOPS },
  { "Flip", scope_compile_view, STOPS },
  { "Reshape", scope_compile_view, STOPS },
  { "Relu", scope_compile_activation, STOPS },
  { "Relu6", scope_compile_activation, STOPS },
  { "LeakyRelu", scope_compile_activation, STOPS },
  { "Elu", scope_compile_activation, STOPS },
  { "Selu", scope_compile_activation, STOPS },
  { "Celu", scope_compile_activation, STOPS },
  { "Sigmoid", scope_compile_activation, STOPS },
  { "HardSigmoid", scope_compile_activation, STOPS },
  { "LogSigmoid", scope_compile_activation, STOPS },
  { "Tanh", scope_compile_activation, STOPS },
  { "HardTanh", scope_compile_activation, STOPS },
  { "TanhShrink", scope_compile_activation, STOPS },
  { "SoftShrink", scope_compile_activation, STOPS },
  { "HardShrink", scope_compile_activation, STOPS },
  { "Softplus", scope_compile_activation, STOPS },
  { "Softsign", scope_compile_activation, STOPS },
  { "Silu", scope_compile_activation, STOPS },
  { "HardSilu", scope_compile_activation, STOPS },
  { "Gelu", scope_compile_activation, STOPS },
  { "Glu", scope_compile_activation, STOPS },
  { "Squareplus", scope_compile_activation, STOPS },
  { "SparsePlus", scope_compile_activation, STOPS },
  { "SparseSigmoid", scope_compile_activation, STOPS },
  { "Sparsemax", scope_compile_activation, STOPS },
  { "LogSoftmax", scope_compile_activation, STOPS },
  { "Threshold", scope_compile_activation, STOPS },
  { "Softmax", scope_compile_softmax, STOPS },
  { "Matmul", scope_compile_dot, STOPS },
};

const ScopeLayerType *
scope_layer_type_find (ScopeLayer *layer)
{
  const ScopeLayerType *list = scope_layer_is_operation (layer) ? functions : types;
  guint n = scope_layer_is_operation (layer) ? G_N_ELEMENTS (functions) : G_N_ELEMENTS (types);

  for (guint i = 0; i < n; i++)
    if (strcmp (list[i].class_name, scope_layer_get_class (layer)) == 0)
      return &list[i];
  return NULL;
}

gboolean
scope_compile_check_single (const ScopePlan *plan, const guint *inputs, guint n_inputs,
                            guint min_dims, char **why)
{
  const ScopeShape *shape;
  g_autofree char *text = NULL;

  if (n_inputs != 1)
    {
      *why =
          g_strdup_printf (ngettext ("It is fed by %u tensor, where one is expected.",
                                     "It is fed by %u tensors, where one is expected.", n_inputs),
                           n_inputs);
      return FALSE;
    }

  shape = scope_plan_get_shape (plan, inputs[0]);
  if (shape->n_dims >= min_dims)
    return TRUE;

  text = scope_shape_dup_text (shape);
  *why = g_strdup_printf (
      _ ("Its input has the shape %s, where at least %u dimensions are expected."), text, min_dims);
  return FALSE;
}

gboolean
scope_compile_identity (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                        guint n_inputs, GArray *outputs, char **why)
{
  if (!scope_compile_check_single (plan, inputs, n_inputs, 1, why))
    return FALSE;

  g_array_append_val (outputs, inputs[0]);
  return TRUE;
}
