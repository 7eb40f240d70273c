/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-class.h"

#include <string.h>

#define RECURRENT SCOPE_CLASS_RECURRENT
#define CELL SCOPE_CLASS_CELL
#define MODEL SCOPE_CLASS_MODEL
#define CODE SCOPE_CLASS_CODE

/* To add a class: a row here, its weights in scope-class-roles.c, its shape in scope-class-shapes.c. A class
 * without functions is one of Keras's own, but nothing more is known of it. */
static const ScopeClass classes[] = {
  /* name, flags, units, gates, weights, shape */
  { "InputLayer", 0, NULL, 0, NULL, scope_shapes_input },
  { "Sequential", MODEL, NULL, 0, NULL, scope_shapes_model },
  { "Functional", MODEL, NULL, 0, NULL, scope_shapes_model },
  { "Model", MODEL, NULL, 0, NULL, scope_shapes_model },

  { "LSTM", RECURRENT, "units", 4, scope_roles_lstm, scope_shapes_recurrent },
  { "GRU", RECURRENT, "units", 3, scope_roles_gru, scope_shapes_recurrent },
  { "SimpleRNN", RECURRENT, "units", 1, scope_roles_simple_rnn, scope_shapes_recurrent },
  { "CuDNNLSTM", RECURRENT, "units", 4, scope_roles_lstm, scope_shapes_recurrent },
  { "CuDNNGRU", RECURRENT, "units", 3, scope_roles_gru, scope_shapes_recurrent },
  { "LSTMCell", CELL, "units", 4, scope_roles_lstm, scope_shapes_cell },
  { "PeepholeLSTMCell", CELL, "units", 4, scope_roles_peephole_lstm, scope_shapes_cell },
  { "GRUCell", CELL, "units", 3, scope_roles_gru, scope_shapes_cell },
  { "SimpleRNNCell", CELL, "units", 1, scope_roles_simple_rnn, scope_shapes_cell },
  { "StackedRNNCells", 0, NULL, 0, NULL, scope_shapes_stacked_cells },
  { "RNN", 0, NULL, 0, NULL, scope_shapes_rnn },
  { "Bidirectional", 0, NULL, 0, NULL, scope_shapes_bidirectional },
  { "TimeDistributed", 0, NULL, 0, NULL, scope_shapes_time_distributed },
  { "ConvLSTM1D", 0, "filters", 0, scope_roles_conv_lstm, scope_shapes_conv_lstm },
  { "ConvLSTM2D", 0, "filters", 0, scope_roles_conv_lstm, scope_shapes_conv_lstm },
  { "ConvLSTM3D", 0, "filters", 0, scope_roles_conv_lstm, scope_shapes_conv_lstm },

  { "Dense", 0, "units", 0, scope_roles_dense, scope_shapes_dense },
  { "EinsumDense", 0, NULL, 0, scope_roles_einsum_dense, scope_shapes_einsum_dense },
  { "Embedding", 0, "output_dim", 0, scope_roles_embedding, scope_shapes_embedding },
  { "Activation", 0, NULL, 0, NULL, scope_shapes_activation },
  { "ActivityRegularization", 0, NULL, 0, NULL, scope_shapes_same },
  { "Identity", 0, NULL, 0, NULL, scope_shapes_same },
  { "Masking", 0, NULL, 0, NULL, scope_shapes_same },
  { "Dropout", 0, NULL, 0, NULL, scope_shapes_same },
  { "SpatialDropout1D", 0, NULL, 0, NULL, scope_shapes_same },
  { "SpatialDropout2D", 0, NULL, 0, NULL, scope_shapes_same },
  { "SpatialDropout3D", 0, NULL, 0, NULL, scope_shapes_same },
  { "GaussianDropout", 0, NULL, 0, NULL, scope_shapes_same },
  { "GaussianNoise", 0, NULL, 0, NULL, scope_shapes_same },
  { "AlphaDropout", 0, NULL, 0, NULL, scope_shapes_same },
  { "ReLU", 0, NULL, 0, NULL, scope_shapes_same },
  { "LeakyReLU", 0, NULL, 0, NULL, scope_shapes_same },
  { "ThresholdedReLU", 0, NULL, 0, NULL, scope_shapes_same },
  { "ELU", 0, NULL, 0, NULL, scope_shapes_same },
  { "Softmax", 0, NULL, 0, NULL, scope_shapes_same },
  { "PReLU", 0, NULL, 0, scope_roles_prelu, scope_shapes_same },
  { "BatchNormalization", 0, NULL, 0, scope_roles_batch_norm, scope_shapes_same },
  { "SyncBatchNormalization", 0, NULL, 0, scope_roles_batch_norm, scope_shapes_same },
  { "LayerNormalization", 0, NULL, 0, scope_roles_layer_norm, scope_shapes_same },
  { "RMSNormalization", 0, NULL, 0, scope_roles_rms_norm, scope_shapes_same },
  { "GroupNormalization", 0, NULL, 0, scope_roles_layer_norm, scope_shapes_same },
  { "SpectralNormalization", 0, NULL, 0, NULL, NULL },
  { "UnitNormalization", 0, NULL, 0, NULL, scope_shapes_same },
  { "Normalization", 0, NULL, 0, scope_roles_normalization, scope_shapes_same },
  { "Rescaling", 0, NULL, 0, NULL, scope_shapes_same },

  { "Flatten", 0, NULL, 0, NULL, scope_shapes_flatten },
  { "Reshape", 0, NULL, 0, NULL, scope_shapes_reshape },
  { "Permute", 0, NULL, 0, NULL, scope_shapes_permute },
  { "RepeatVector", 0, NULL, 0, NULL, scope_shapes_repeat },
  { "Add", 0, NULL, 0, NULL, scope_shapes_merge },
  { "Subtract", 0, NULL, 0, NULL, scope_shapes_merge },
  { "Multiply", 0, NULL, 0, NULL, scope_shapes_merge },
  { "Average", 0, NULL, 0, NULL, scope_shapes_merge },
  { "Maximum", 0, NULL, 0, NULL, scope_shapes_merge },
  { "Minimum", 0, NULL, 0, NULL, scope_shapes_merge },
  { "Concatenate", 0, NULL, 0, NULL, scope_shapes_concatenate },
  { "Dot", 0, NULL, 0, NULL, scope_shapes_dot },
  { "Attention", 0, NULL, 0, scope_roles_attention, scope_shapes_attention },
  { "AdditiveAttention", 0, NULL, 0, scope_roles_attention, scope_shapes_attention },
  { "MultiHeadAttention", 0, NULL, 0, scope_roles_multi_head, scope_shapes_multi_head },
  { "GroupQueryAttention", 0, NULL, 0, scope_roles_multi_head, scope_shapes_same },

  { "Conv1D", 0, "filters", 0, scope_roles_conv1d, scope_shapes_conv1d },
  { "Conv2D", 0, "filters", 0, scope_roles_conv, scope_shapes_conv_nd },
  { "Conv3D", 0, "filters", 0, scope_roles_conv, scope_shapes_conv_nd },
  { "SeparableConv1D", 0, "filters", 0, scope_roles_separable_conv, scope_shapes_conv1d },
  { "SeparableConv2D", 0, "filters", 0, scope_roles_separable_conv, scope_shapes_conv_nd },
  { "DepthwiseConv1D", 0, NULL, 0, scope_roles_depthwise_conv, scope_shapes_depthwise_conv },
  { "DepthwiseConv2D", 0, NULL, 0, scope_roles_depthwise_conv, scope_shapes_depthwise_conv },
  { "Conv1DTranspose", 0, "filters", 0, scope_roles_conv_transpose, scope_shapes_conv_transpose },
  { "Conv2DTranspose", 0, "filters", 0, scope_roles_conv_transpose, scope_shapes_conv_transpose },
  { "Conv3DTranspose", 0, "filters", 0, scope_roles_conv_transpose, scope_shapes_conv_transpose },
  { "LocallyConnected1D", 0, "filters", 0, scope_roles_locally_connected, scope_shapes_conv1d },
  { "LocallyConnected2D", 0, "filters", 0, scope_roles_locally_connected, scope_shapes_conv_nd },
  { "MaxPooling1D", 0, NULL, 0, NULL, scope_shapes_pool1d },
  { "AveragePooling1D", 0, NULL, 0, NULL, scope_shapes_pool1d },
  { "MaxPooling2D", 0, NULL, 0, NULL, scope_shapes_pool_nd },
  { "AveragePooling2D", 0, NULL, 0, NULL, scope_shapes_pool_nd },
  { "MaxPooling3D", 0, NULL, 0, NULL, scope_shapes_pool_nd },
  { "AveragePooling3D", 0, NULL, 0, NULL, scope_shapes_pool_nd },
  { "GlobalMaxPooling1D", 0, NULL, 0, NULL, scope_shapes_global_pool },
  { "GlobalAveragePooling1D", 0, NULL, 0, NULL, scope_shapes_global_pool },
  { "GlobalMaxPooling2D", 0, NULL, 0, NULL, scope_shapes_global_pool },
  { "GlobalAveragePooling2D", 0, NULL, 0, NULL, scope_shapes_global_pool },
  { "GlobalMaxPooling3D", 0, NULL, 0, NULL, scope_shapes_global_pool },
  { "GlobalAveragePooling3D", 0, NULL, 0, NULL, scope_shapes_global_pool },
  { "Cropping1D", 0, NULL, 0, NULL, scope_shapes_pad },
  { "ZeroPadding1D", 0, NULL, 0, NULL, scope_shapes_pad },
  { "UpSampling1D", 0, NULL, 0, NULL, scope_shapes_upsample },
  { "Cropping2D", 0, NULL, 0, NULL, scope_shapes_pad },
  { "Cropping3D", 0, NULL, 0, NULL, scope_shapes_pad },
  { "ZeroPadding2D", 0, NULL, 0, NULL, scope_shapes_pad },
  { "ZeroPadding3D", 0, NULL, 0, NULL, scope_shapes_pad },
  { "UpSampling2D", 0, NULL, 0, NULL, scope_shapes_upsample },
  { "UpSampling3D", 0, NULL, 0, NULL, scope_shapes_upsample },

  { "Lambda", CODE, NULL, 0, NULL, NULL },
  { "TFOpLambda", CODE, NULL, 0, NULL, NULL },
  { "SlicingOpLambda", CODE, NULL, 0, NULL, NULL },
  { "TensorFlowOpLayer", CODE, NULL, 0, NULL, NULL },
  { "TFSMLayer", CODE, NULL, 0, NULL, NULL },
  { "TorchModuleWrapper", CODE, NULL, 0, NULL, NULL },
  { "JaxLayer", CODE, NULL, 0, NULL, NULL },
  { "FlaxLayer", CODE, NULL, 0, NULL, NULL },

  /* Keras 1's, which no later Keras has. */
  { "Merge", 0, NULL, 0, NULL, scope_shapes_cosine },
  { "Highway", 0, NULL, 0, scope_roles_highway, scope_shapes_same },
  { "MaxoutDense", 0, "output_dim", 0, scope_roles_maxout, scope_shapes_cell },

  { "CategoryEncoding", 0, NULL, 0, NULL, NULL },
  { "Discretization", 0, NULL, 0, NULL, NULL },
  { "Hashing", 0, NULL, 0, NULL, NULL },
  { "HashedCrossing", 0, NULL, 0, NULL, NULL },
  { "IntegerLookup", 0, NULL, 0, NULL, NULL },
  { "StringLookup", 0, NULL, 0, NULL, NULL },
  { "TextVectorization", 0, NULL, 0, NULL, NULL },
  { "MelSpectrogram", 0, NULL, 0, NULL, NULL },
  { "STFTSpectrogram", 0, NULL, 0, NULL, NULL },
  { "Resizing", 0, NULL, 0, NULL, NULL },
  { "CenterCrop", 0, NULL, 0, NULL, NULL },
  { "RandomCrop", 0, NULL, 0, NULL, NULL },
  { "RandomFlip", 0, NULL, 0, NULL, scope_shapes_same },
  { "RandomRotation", 0, NULL, 0, NULL, scope_shapes_same },
  { "RandomZoom", 0, NULL, 0, NULL, scope_shapes_same },
  { "RandomTranslation", 0, NULL, 0, NULL, scope_shapes_same },
  { "RandomContrast", 0, NULL, 0, NULL, scope_shapes_same },
  { "RandomBrightness", 0, NULL, 0, NULL, scope_shapes_same },
};

const ScopeClass *
scope_class_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (strcmp (classes[i].name, name) == 0)
      return &classes[i];
  return NULL;
}

char *
scope_class_dup_group (const char *name)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *c = name; *c != '\0'; c++)
    {
      /* An underscore before "Xx" and between "x" and "X"; what is no letter, digit or underscore is dropped. */
      if (g_ascii_isupper (*c) && c > name && (g_ascii_islower (c[1]) || g_ascii_islower (c[-1]))
          && text->len > 0 && text->str[text->len - 1] != '_')
        g_string_append_c (text, '_');
      if (g_ascii_isalnum (*c) || *c == '_')
        g_string_append_c (text, g_ascii_tolower (*c));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

const ScopeClass *
scope_class_find_by_group (const char *group)
{
  gsize length = strlen (group);
  gsize end = length;

  while (end > 0 && g_ascii_isdigit (group[end - 1]))
    end--;
  if (end > 1 && end < length && group[end - 1] == '_')
    length = end - 1;

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      g_autofree char *own = scope_class_dup_group (classes[i].name);

      if (strlen (own) == length && strncmp (own, group, length) == 0)
        return &classes[i];
    }
  return NULL;
}
