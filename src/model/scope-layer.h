/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-activation.h"
#include "scope-array.h"
#include "scope-shape.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_LAYER (scope_layer_get_type ())

/**
 * ScopeLayer:
 *
 * One layer of a model as its file describes it: class, configuration, weights by role, shape, what feeds it.
 * Every class is a layer here, also those that cannot be run. Immutable, refcounted, owned by its #ScopeModel.
 */
typedef struct _ScopeLayer ScopeLayer;

/**
 * ScopeWeight:
 * @role: Keras's word for it in this class: "kernel", "recurrent_kernel", "bias", "gamma", "peephole" …; Keras 1's twelve
 *     arrays are "W_i", "U_i", "b_i" …; "weight 0" … for classes that are not known
 * @name: the name in the file
 * @path: where the file keeps it
 * @array: the numbers, in the file's own layout; never %NULL
 * @trainable: whether the file says so
 */
typedef struct
{
  const char *role;
  const char *name;
  const char *path;
  ScopeArray *array;
  gboolean trainable;
} ScopeWeight;

/**
 * ScopeTensor: one tensor that feeds a layer: output @tensor of call @node of layer @layer (index in the model).
 */
typedef struct
{
  guint layer;
  guint node;
  guint tensor;
} ScopeTensor;

GType scope_layer_get_type (void);
ScopeLayer *scope_layer_ref (ScopeLayer *self);
void scope_layer_unref (ScopeLayer *self);

const char *scope_layer_get_name (ScopeLayer *self);
/* The class as the file has it, in Keras 2's and 3's words: "LSTM", "Dense", "InputLayer" … */
const char *scope_layer_get_class (ScopeLayer *self);
/* LSTM, GRU, SimpleRNN, CuDNNLSTM, CuDNNGRU (not their wrappers). */
gboolean scope_layer_is_recurrent (ScopeLayer *self);

/* LSTMCell, GRUCell, SimpleRNNCell: one step of a recurrent layer, inside an RNN. They have gates too. */
gboolean scope_layer_is_cell (ScopeLayer *self);

/* Shape of the (first) output with the batch first, SCOPE_DIM_FREE where free. 0 dims: not known. */
guint scope_layer_get_output_dims (ScopeLayer *self, const gint64 **dims);
/* The same of the (first) input. */
guint scope_layer_get_input_dims (ScopeLayer *self, const gint64 **dims);
/* "(?, 24, 32)" with a question mark for a free dimension; "?" where unknown. */
char *scope_layer_dup_output_text (ScopeLayer *self);
/* Units (LSTM, Dense …) or filters; 0 where the class has none. */
guint scope_layer_get_units (ScopeLayer *self);
/* Number of weights' elements, all of its sub-layers' included. */
guint64 scope_layer_get_n_parameters (ScopeLayer *self);

guint scope_layer_get_n_weights (ScopeLayer *self);
const ScopeWeight *scope_layer_get_weight (ScopeLayer *self, guint index);
/* By role, or NULL. */
ScopeArray *scope_layer_get_array (ScopeLayer *self, const char *role);

/* Wrapped layers: Bidirectional has "forward" and "backward", TimeDistributed and RNN one, a nested model its own. */
guint scope_layer_get_n_children (ScopeLayer *self);
ScopeLayer *scope_layer_get_child (ScopeLayer *self, guint index);

/* What feeds the layer, call by call (shared layers are called more than once). A wrapped layer has one call without feeds. */
guint scope_layer_get_n_calls (ScopeLayer *self);
guint scope_layer_get_n_feeds (ScopeLayer *self, guint call);
const ScopeTensor *scope_layer_get_feed (ScopeLayer *self, guint call, guint index);
/* Name of the keyword that a feed is passed by ("initial_state", "mask"), NULL where it is by position. */
const char *scope_layer_get_feed_argument (ScopeLayer *self, guint call, guint index);
/* What a call is given by keyword, and a number that it is given by position ("x + 2": 2 at position 1). */
gboolean
scope_layer_get_call_boolean (ScopeLayer *self, guint call, const char *keyword, gboolean fallback);
gboolean scope_layer_get_call_number (ScopeLayer *self, guint call, guint index, double *number);
/* Shape of output @tensor of @call; not known (0 dims) where there is none. */
const ScopeShape *scope_layer_get_call_shape (ScopeLayer *self, guint call, guint tensor);

/* Whether it is a function of Keras 3 that stands among the layers (keras.ops.add), not the layer of that class. */
gboolean scope_layer_is_operation (ScopeLayer *self);

/* Whether the layer is a model in the model; its children then are its layers, whose feeds count among themselves. */
gboolean scope_layer_is_model (ScopeLayer *self);
guint scope_layer_get_n_inner_inputs (ScopeLayer *self);
const ScopeTensor *scope_layer_get_inner_input (ScopeLayer *self, guint index);
guint scope_layer_get_n_inner_outputs (ScopeLayer *self);
const ScopeTensor *scope_layer_get_inner_output (ScopeLayer *self, guint index);

/* The configuration, with Keras 1's words already put into Keras 2's (output_dim → units …). The default
 * counts where the key is missing, null or of another type. */
gint64 scope_layer_get_int (ScopeLayer *self, const char *key, gint64 fallback);
double scope_layer_get_double (ScopeLayer *self, const char *key, double fallback);
gboolean scope_layer_get_boolean (ScopeLayer *self, const char *key, gboolean fallback);
/* Whether the configuration has the key with null, which is not the same as not having it. */
gboolean scope_layer_is_null (ScopeLayer *self, const char *key);
/* Owned by the layer. A class/config pair gives its class name. */
const char *scope_layer_get_string (ScopeLayer *self, const char *key, const char *fallback);
/* A list of numbers, or a single one as a list of one. Returns their number, at most @max. */
guint scope_layer_get_ints (ScopeLayer *self, const char *key, gint64 *values, guint max);
guint scope_layer_get_doubles (ScopeLayer *self, const char *key, double *values, guint max);
/* All numbers of a list, of lists in a list, or one alone, as float. */
void scope_layer_get_numbers (ScopeLayer *self, const char *key, GArray *numbers);
gboolean scope_layer_has_key (ScopeLayer *self, const char *key);
/* What the configuration of a class/config pair says in its turn: the "gain" of the "recurrent_initializer". */
double
scope_layer_get_option (ScopeLayer *self, const char *key, const char *option, double fallback);
const char *scope_layer_get_option_string (ScopeLayer *self, const char *key, const char *option,
                                           const char *fallback);
/* A list of numbers of which the configuration may also hold one alone, for all @n axes; @fallback fills up. */
void
scope_layer_get_sizes (ScopeLayer *self, const char *key, guint n, gint64 fallback, gint64 *sizes);
/* What is added or taken away before and after each of @n axes: one number, one for each axis, or two for each. @fallback where
 * it is none of these. */
void scope_layer_get_ends (ScopeLayer *self, const char *key, guint n, gint64 fallback,
                           gint64 (*ends)[2]);

/**
 * scope_layer_get_activation:
 * @key: "activation" or "recurrent_activation"
 * @activation: (out): parameters and the rule of the file's Keras included; class defaults where the key is
 *     missing (keras-1/2 LSTM: hard_sigmoid gates …)
 *
 * Returns: %FALSE where the file names a function that Keras does not have
 */
gboolean
scope_layer_get_activation (ScopeLayer *self, const char *key, ScopeActivation *activation);

/* Which Keras wrote it, to compare with SCOPE_KERAS(). Where the file does not say, the oldest of the layout that its weights have. */
#define SCOPE_KERAS(major, minor, patch) (((major) *1000u + (minor)) * 1000u + (patch))
guint scope_layer_get_keras (ScopeLayer *self);
/* Whether that Keras was no part of TensorFlow: 1, and 2 up to 2.3. */
gboolean scope_layer_is_standalone (ScopeLayer *self);
/* Whether that Keras ran on Theano: its convolutions turn their kernels round, and pad windows differently. */
gboolean scope_layer_is_theano (ScopeLayer *self);

/* Why this layer can never be run from its file alone (Lambda, a custom class, quantised weights, missing weights),
 * translated; NULL where nothing of the file stands against it. What the network has not learned
 * yet is scope_network_new()'s to say. */
const char *scope_layer_get_obstacle (ScopeLayer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeLayer, scope_layer_unref)

G_END_DECLS
