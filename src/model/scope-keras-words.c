/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keras 1's words in Keras 2's: K@1.2.2 get_config() of its layers, K@2.0.0 keras/legacy/interfaces.py. */
#include "scope-keras-words.h"

#include "scope-json.h"

#include <string.h>

static const struct
{
  const char *old;
  const char *name;
} classes[] = {
  { "Convolution1D", "Conv1D" },
  { "Convolution2D", "Conv2D" },
  { "Convolution3D", "Conv3D" },
  { "AtrousConvolution1D", "Conv1D" },
  { "AtrousConvolution2D", "Conv2D" },
  { "Deconvolution2D", "Conv2DTranspose" },
  { "SeparableConvolution2D", "SeparableConv2D" },
  /* The class's own name; the one under which it is registered came first (KM grouped_query_attention.py). */
  { "GroupedQueryAttention", "GroupQueryAttention" },
  /* Dense works on the last axis of any number of dimensions since Keras 2. */
  { "TimeDistributedDense", "Dense" },
};

/* Keys; @class NULL: of every class. */
static const struct
{
  const char *class_name;
  const char *old;
  const char *name;
} keys[] = {
  { "LSTM", "output_dim", "units" },
  { "GRU", "output_dim", "units" },
  { "SimpleRNN", "output_dim", "units" },
  { "Dense", "output_dim", "units" },
  { NULL, "inner_activation", "recurrent_activation" },
  { NULL, "init", "kernel_initializer" },
  { NULL, "inner_init", "recurrent_initializer" },
  { NULL, "dropout_W", "dropout" },
  { NULL, "dropout_U", "recurrent_dropout" },
  { NULL, "bias", "use_bias" },
  { NULL, "nb_filter", "filters" },
  { NULL, "filter_length", "kernel_size" },
  { NULL, "border_mode", "padding" },
  { NULL, "subsample_length", "strides" },
  { NULL, "subsample", "strides" },
  { NULL, "atrous_rate", "dilation_rate" },
  { NULL, "pool_length", "pool_size" },
  { "MaxPooling1D", "stride", "strides" },
  { "AveragePooling1D", "stride", "strides" },
  { "UpSampling1D", "length", "size" },
  { "Dropout", "p", "rate" },
  { "SpatialDropout1D", "p", "rate" },
  { "SpatialDropout2D", "p", "rate" },
  { "GaussianDropout", "p", "rate" },
  { "GaussianNoise", "sigma", "stddev" },
};

/* Keras 1's Merge is a class for each way of merging since Keras 2. */
static const struct
{
  const char *mode;
  const char *name;
} merges[] = {
  { "sum", "Add" },     { "mul", "Multiply" }, { "ave", "Average" }, { "concat", "Concatenate" },
  { "max", "Maximum" }, { "dot", "Dot" },
};

static void
copy_member (JsonObject *config, const char *old, const char *name)
{
  JsonNode *node = scope_json_get_member (config, old);

  if (node != NULL && !json_object_has_member (config, name))
    json_object_set_member (config, name, json_node_copy (node));
}

/* Values that changed with their key. */
static void
translate_values (JsonObject *config)
{
  const char *order = scope_json_get_string (config, "dim_ordering");
  const char *consume = scope_json_get_string (config, "consume_less");
  JsonArray *rows = scope_json_get_array (config, "kernel_size");
  gint64 row;
  gint64 column;

  if (order != NULL && !json_object_has_member (config, "data_format"))
    json_object_set_string_member (config, "data_format",
                                   strcmp (order, "th") == 0 ? "channels_first" : "channels_last");
  if (consume != NULL && !json_object_has_member (config, "implementation"))
    json_object_set_int_member (config, "implementation",
                                strcmp (consume, "gpu") == 0   ? 2
                                : strcmp (consume, "mem") == 0 ? 1
                                                               : 0);
  if (rows == NULL && scope_json_as_int (scope_json_get_member (config, "nb_row"), &row)
      && scope_json_as_int (scope_json_get_member (config, "nb_col"), &column))
    {
      rows = json_array_new ();
      json_array_add_int_element (rows, row);
      json_array_add_int_element (rows, column);
      json_object_set_array_member (config, "kernel_size", rows);
    }
}

const char *
scope_keras_words_translate (const char *class_name, JsonObject *config)
{
  const char *mode = scope_json_get_string (config, "mode");

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (strcmp (classes[i].old, class_name) == 0)
      {
        class_name = classes[i].name;
        break;
      }

  if (strcmp (class_name, "Merge") == 0)
    for (guint i = 0; i < G_N_ELEMENTS (merges); i++)
      if (g_strcmp0 (merges[i].mode, mode) == 0)
        {
          class_name = merges[i].name;
          copy_member (config, "concat_axis", "axis");
          copy_member (config, "dot_axes", "axes");
          break;
        }

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].class_name == NULL || strcmp (keys[i].class_name, class_name) == 0)
      copy_member (config, keys[i].old, keys[i].name);
  translate_values (config);
  return class_name;
}

gboolean
scope_keras_words_has_function (const char *class_name)
{
  /* Those of KM keras/src/ops that a model is likely to have between its layers. */
  static const char *const functions[] = {
    "Absolute",   "Abs",        "All",          "Any",        "Arctan",
    "Arange",     "ArgMax",     "Argmax",       "Argmin",     "BroadcastTo",
    "Cast",       "Celu",       "Clip",         "Conv",       "ConvertToTensor",
    "Cos",        "Cosh",       "CumSum",       "Cumsum",     "Diff",
    "Divide",     "Einsum",     "Elu",          "Equal",      "Erf",
    "Exp",        "ExpandDims", "Expm1",        "Flip",       "FloorDivide",
    "Full",       "FullLike",   "Gather",       "Gelu",       "GetItem",
    "Glu",        "Greater",    "GreaterEqual", "HardShrink", "HardSigmoid",
    "HardSilu",   "HardTanh",   "LeakyRelu",    "Less",       "LessEqual",
    "Log",        "Log10",      "Log1p",        "Log2",       "LogSigmoid",
    "LogSoftmax", "LogicalAnd", "LogicalNot",   "LogicalOr",  "LogicalXor",
    "Matmul",     "Max",        "Mean",         "Median",     "Min",
    "Mod",        "Moveaxis",   "Negative",     "Norm",       "NotEqual",
    "OneHot",     "Ones",       "OnesLike",     "Pad",        "Power",
    "Prod",       "Reciprocal", "Relu",         "Relu6",      "Repeat",
    "Roll",       "Round",      "Rsqrt",        "Selu",       "Sigmoid",
    "Sign",       "Silu",       "Sin",          "Sinh",       "Slice",
    "SoftShrink", "Softplus",   "Softsign",     "SparsePlus", "SparseSigmoid",
    "Sparsemax",  "Split",      "Sqrt",         "Square",     "Squareplus",
    "Squeeze",    "Stack",      "Std",          "Sum",        "Swapaxes",
    "Take",       "Tan",        "Tanh",         "TanhShrink", "Tensordot",
    "Threshold",  "Tile",       "TopK",         "Transpose",  "TrueDivide",
    "Unstack",    "Var",        "Where",        "Zeros",      "ZerosLike",
  };

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (strcmp (functions[i], class_name) == 0)
      return TRUE;
  return FALSE;
}
