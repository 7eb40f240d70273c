/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ScopeActivationKind: every activation that Keras 1 to 3 knows by name.
 *
 * hard_sigmoid changed its meaning: clip(0.2 x + 0.5, 0, 1) up to Keras 2 and tf.keras, relu6(x + 3)/6 from Keras 3
 * on (K@v2.15.0 backend.py, K@v3.0.0 backend/tensorflow/nn.py). They are two kinds here.
 */
typedef enum
{
  SCOPE_ACTIVATION_LINEAR,
  SCOPE_ACTIVATION_TANH,
  SCOPE_ACTIVATION_SIGMOID,
  SCOPE_ACTIVATION_HARD_SIGMOID_2,
  SCOPE_ACTIVATION_HARD_SIGMOID_3,
  SCOPE_ACTIVATION_RELU,
  SCOPE_ACTIVATION_RELU6,
  SCOPE_ACTIVATION_LEAKY_RELU,
  SCOPE_ACTIVATION_ELU,
  SCOPE_ACTIVATION_SELU,
  SCOPE_ACTIVATION_CELU,
  SCOPE_ACTIVATION_SOFTPLUS,
  SCOPE_ACTIVATION_SOFTSIGN,
  SCOPE_ACTIVATION_EXPONENTIAL,
  SCOPE_ACTIVATION_SILU,
  SCOPE_ACTIVATION_HARD_SILU,
  SCOPE_ACTIVATION_GELU,
  SCOPE_ACTIVATION_GELU_TANH,
  SCOPE_ACTIVATION_MISH,
  SCOPE_ACTIVATION_SOFTMAX,
  SCOPE_ACTIVATION_LOG_SOFTMAX,
  SCOPE_ACTIVATION_LOG_SIGMOID,
  SCOPE_ACTIVATION_HARD_TANH,
  SCOPE_ACTIVATION_TANH_SHRINK,
  SCOPE_ACTIVATION_SOFT_SHRINK,
  SCOPE_ACTIVATION_HARD_SHRINK,
  SCOPE_ACTIVATION_SQUAREPLUS,
  SCOPE_ACTIVATION_SPARSE_PLUS,
  SCOPE_ACTIVATION_SPARSE_SIGMOID,
  SCOPE_ACTIVATION_SPARSEMAX,
  SCOPE_ACTIVATION_GLU,
  SCOPE_ACTIVATION_THRESHOLD,
} ScopeActivationKind;

/**
 * ScopeActivation:
 * @kind: which
 * @alpha: slope or scale below zero (leaky_relu, elu, celu, relu)
 * @max_value: relu's ceiling, infinity for none
 * @threshold: relu's and the shrinks' threshold
 * @default_value: what threshold() gives below its threshold
 */
typedef struct
{
  ScopeActivationKind kind;
  double alpha;
  double max_value;
  double threshold;
  double default_value;
} ScopeActivation;

/**
 * scope_activation_parse:
 * @name: (nullable): as in a Keras configuration; %NULL and "linear" are the identity
 * @keras_major: of the file's Keras, which decides what hard_sigmoid means
 * @activation: (out): with the defaults of the *function* of that name (leaky_relu: 0.2)
 *
 * Returns: %FALSE for a name that Keras does not have (a custom function)
 */
gboolean scope_activation_parse (const char *name, guint keras_major, ScopeActivation *activation);

/* One value in double precision, the reference that the vectorised ones are held against; not for
 * softmax and the others that look at a whole vector (see scope_activation_is_elementwise()). */
double scope_activation_apply (const ScopeActivation *activation, double x);

gboolean scope_activation_is_elementwise (const ScopeActivation *activation);
/* Whether it gives −y for −x where it gives y for x (tanh, linear, softsign …). */
gboolean scope_activation_is_odd (const ScopeActivation *activation);

/* Keras's name for it: "tanh", "hard_sigmoid" … Static. */
const char *scope_activation_get_name (const ScopeActivation *activation);
/* "σ", "tanh", "hard sigmoid (Keras 2)" … for equations. Static, translated. */
const char *scope_activation_get_symbol (const ScopeActivation *activation);
/* "relu, slope 0.1" or "hard_sigmoid: clip(0.2 x + 0.5, 0, 1), the rule of Keras 1 and 2" */
char *scope_activation_dup_description (const ScopeActivation *activation);

G_END_DECLS
