/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shapes that come out of layers. Each expected shape was worked out by hand from Keras's own rules
 * (compute_output_shape of K@v2.15.0), the batch being the question mark. */
#include "scope-model.h"
#include "scope-test.h"

#include "model-image.h"

typedef struct
{
  const char *input;  /* batch_shape of the input */
  const char *layer;  /* class and configuration */
  const char *output; /* NULL: not known */
} Case;

#define LAYER(class, config)                                                                       \
  "{\"class_name\": \"" class "\", \"config\": {\"name\": \"x\"" config "}}"
#define CELL(class, units)                                                                         \
  "{\"class_name\": \"" class "\", \"config\": {\"name\": \"c\", \"units\": " units "}}"
#define LSTM(config)                                                                               \
  "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"l\", \"units\": 4" config "}}"

static const Case cases[] = {
  { "[null, 24, 14]", LAYER ("LSTM", ", \"units\": 32"), "(?, 32)" },
  { "[null, 24, 14]", LAYER ("LSTM", ", \"units\": 32, \"return_sequences\": true"),
    "(?, 24, 32)" },
  { "[null, null, 3]", LAYER ("GRU", ", \"units\": 5, \"return_sequences\": true"), "(?, ?, 5)" },
  { "[25, 1, 1]", LAYER ("SimpleRNN", ", \"units\": 7"), "(25, 7)" },
  { "[null, 6]", LAYER ("LSTM", ", \"units\": 2"), "?" },
  { "[null, 6, 3]", LAYER ("RNN", ", \"cell\": " CELL ("GRUCell", "4")), "(?, 4)" },
  { "[null, 6, 3]",
    LAYER (
        "RNN",
        ", \"return_sequences\": true, \"cell\": {\"class_name\": \"StackedRNNCells\", \"config\": "
        "{\"name\": \"s\", \"cells\": [" CELL ("LSTMCell", "4") ", " CELL ("LSTMCell", "2") "]}}"),
    "(?, 6, 2)" },
  { "[null, 6, 3]", LAYER ("Bidirectional", ", \"layer\": " LSTM (", \"return_sequences\": true")),
    "(?, 6, 8)" },
  { "[null, 6, 3]", LAYER ("Bidirectional", ", \"merge_mode\": \"sum\", \"layer\": " LSTM ("")),
    "(?, 4)" },
  { "[null, 6, 3]", LAYER ("Bidirectional", ", \"merge_mode\": null, \"layer\": " LSTM ("")),
    "(?, 4)" },
  { "[null, 6, 3]", LAYER ("TimeDistributed", ", \"layer\": " LAYER ("Dense", ", \"units\": 5")),
    "(?, 6, 5)" },
  { "[null, 6, 8, 8, 2]", LAYER ("TimeDistributed", ", \"layer\": " LAYER ("Flatten", "")),
    "(?, 6, 128)" },
  { "[null, 6, 3]", LAYER ("Dense", ", \"units\": 2"), "(?, 6, 2)" },
  { "[null, 6, 3]",
    LAYER ("EinsumDense", ", \"equation\": \"abc,cd->abd\", \"output_shape\": [null, 5], "
                          "\"bias_axes\": \"d\""),
    "(?, 6, 5)" },
  { "[null, 6, 3]", LAYER ("EinsumDense", ", \"equation\": \"...x,xy->...y\", \"output_shape\": 7"),
    "(?, 6, 7)" },
  { "[null, 6, 3]",
    LAYER ("EinsumDense", ", \"equation\": \"abc,cde->abde\", \"output_shape\": [null, 2, 4]"),
    "(?, 6, 2, 4)" },
  { "[null, 6, 3]", LAYER ("EinsumDense", ", \"equation\": \"nonsense\""), "?" },
  { "[null, 12, 3]", LAYER ("LocallyConnected1D", ", \"filters\": 5, \"kernel_size\": [3]"),
    "(?, 10, 5)" },
  { "[null, 12, 10, 3]", LAYER ("LocallyConnected2D", ", \"filters\": 5, \"kernel_size\": [3, 2]"),
    "(?, 10, 9, 5)" },
  { "[null, 6, 4]", LAYER ("Activation", ", \"activation\": \"glu\""), "(?, 6, 2)" },
  { "[null, 6, 4]", LAYER ("Activation", ", \"activation\": \"softmax\""), "(?, 6, 4)" },
  { "[null, 6, 4]", LAYER ("Flatten", ""), "(?, 24)" },
  { "[null, null, 4]", LAYER ("Flatten", ""), "(?, ?)" },
  { "[null, 6, 4]", LAYER ("Reshape", ", \"target_shape\": [-1, 3]"), "(?, 8, 3)" },
  { "[null, 6, 4]",
    LAYER ("Reshape", ", \"target_shape\": {\"class_name\": \"__tuple__\", \"items\": [2, 12]}"),
    "(?, 2, 12)" },
  { "[null, 6, 4]", LAYER ("Permute", ", \"dims\": [2, 1]"), "(?, 4, 6)" },
  { "[null, 4]", LAYER ("RepeatVector", ", \"n\": 7"), "(?, 7, 4)" },
  { "[null, 9]", LAYER ("Embedding", ", \"input_dim\": 11, \"output_dim\": 4"), "(?, 9, 4)" },
  /* valid: ⌊(20 − 2·(3 − 1) − 1)/2⌋ + 1 = 8 */
  { "[null, 20, 3]",
    LAYER ("Conv1D",
           ", \"filters\": 4, \"kernel_size\": [3], \"strides\": [2], \"dilation_rate\": [2]"),
    "(?, 8, 4)" },
  { "[null, 20, 3]",
    LAYER ("Conv1D", ", \"filters\": 4, \"kernel_size\": 3, \"padding\": \"causal\""),
    "(?, 20, 4)" },
  { "[null, 21, 3]",
    LAYER ("Conv1D",
           ", \"filters\": 4, \"kernel_size\": [3], \"strides\": [2], \"padding\": \"same\""),
    "(?, 11, 4)" },
  { "[null, 3, 20]",
    LAYER ("Conv1D", ", \"filters\": 4, \"kernel_size\": [3], \"data_format\": \"channels_first\""),
    "(?, 4, 18)" },
  { "[null, 20, 3]", LAYER ("SeparableConv1D", ", \"filters\": 5, \"kernel_size\": [3]"),
    "(?, 18, 5)" },
  { "[null, 20, 3]", LAYER ("DepthwiseConv1D", ", \"kernel_size\": [3], \"depth_multiplier\": 2"),
    "(?, 18, 6)" },
  { "[null, 5, 3]",
    LAYER ("Conv1DTranspose", ", \"filters\": 2, \"kernel_size\": [4], \"strides\": [3]"),
    "(?, 16, 2)" },
  { "[null, 20, 3]", LAYER ("MaxPooling1D", ", \"pool_size\": [3], \"strides\": null"),
    "(?, 6, 3)" },
  { "[null, 20, 3]",
    LAYER ("AveragePooling1D", ", \"pool_size\": [3], \"strides\": [2], \"padding\": \"same\""),
    "(?, 10, 3)" },
  { "[null, 20, 3]", LAYER ("GlobalAveragePooling1D", ""), "(?, 3)" },
  { "[null, 20, 3]", LAYER ("GlobalMaxPooling1D", ", \"keepdims\": true"), "(?, 1, 3)" },
  { "[null, 20, 3]", LAYER ("ZeroPadding1D", ", \"padding\": [2, 1]"), "(?, 23, 3)" },
  { "[null, 20, 3]", LAYER ("Cropping1D", ", \"cropping\": [2, 1]"), "(?, 17, 3)" },
  { "[null, 20, 3]", LAYER ("UpSampling1D", ", \"size\": 2"), "(?, 40, 3)" },
  { "[null, 3, 10, 10, 2]",
    LAYER ("ConvLSTM2D", ", \"filters\": 4, \"kernel_size\": [3, 3], \"return_sequences\": true"),
    "(?, 3, 8, 8, 4)" },
  { "[null, 3, 10, 10, 2]",
    LAYER ("ConvLSTM2D", ", \"filters\": 4, \"kernel_size\": [3, 2], \"padding\": \"same\""),
    "(?, 10, 10, 4)" },
  { "[null, 10, 10, 2]",
    LAYER ("Conv2D", ", \"filters\": 4, \"kernel_size\": [3, 2], \"strides\": [2, 1]"),
    "(?, 4, 9, 4)" },
  { "[null, 6, 4]", LAYER ("BatchNormalization", ""), "(?, 6, 4)" },
  { "[null, 6, 4]", LAYER ("Lambda", ""), "?" },
  { "[null, 6, 4]", LAYER ("SomebodysLayer", ""), "?" },
  /* Lengths that no memory holds: not known, and no overflow. */
  { "[null, 2147483647, 2147483647]", LAYER ("Flatten", ""), "(?, ?)" },
  { "[null, 6, 4]", LAYER ("Reshape", ", \"target_shape\": [99999999999999]"), "?" },
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *config =
      g_strdup_printf ("{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": "
                       "[{\"class_name\": \"InputLayer\","
                       " \"config\": {\"name\": \"i\", \"batch_input_shape\": %s}}, %s]}}",
                       test->input, test->layer);
  const char *const layers[] = { "nothing", NULL, NULL };
  g_autoptr (ScopeImage) image = model_image_legacy ("2.9.0", config, layers);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeModel) model = scope_model_new (image, &error);
  g_autofree char *output = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (scope_model_get_n_layers (model), ==, 2);
  output = scope_layer_dup_output_text (scope_model_get_layer (model, 1));
  g_assert_cmpstr (output, ==, test->output);
}

/* Two outputs and a state: [y, h, c] of an LSTM, forward's and backward's of a Bidirectional. */
static void
test_states (void)
{
  static const char *const config =
      "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": "
      "[{\"class_name\": \"InputLayer\","
      " \"config\": {\"name\": \"i\", \"batch_input_shape\": [null, 6, 3]}}, " LAYER (
          "Bidirectional",
          ", \"layer\": " LSTM (", \"return_state\": true, \"return_sequences\": true")) "]}}";
  const char *const layers[] = { "nothing", NULL, NULL };
  g_autoptr (ScopeImage) image = model_image_legacy ("2.9.0", config, layers);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeModel) model = scope_model_new (image, &error);
  ScopeLayer *layer;

  g_assert_no_error (error);
  layer = scope_model_get_layer (model, 1);
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *text = scope_shape_dup_text (scope_layer_get_call_shape (layer, 0, i));

      g_assert_cmpstr (text, ==, i == 0 ? "(?, 6, 8)" : i < 5 ? "(?, 4)" : "?");
    }
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("/shapes/%02u", i);

      g_test_add_data_func (name, &cases[i], test_case);
    }
  g_test_add_func ("/shapes/states", test_states);

  return g_test_run ();
}
