/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-activation.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* selu's constants (K@v2.15.0 activations.py, KM activations.py: the same two). */
#define SELU_SCALE 1.0507009873554805
#define SELU_ALPHA 1.6732632423543772

/* One row for each kind, in the order of the enum. */
typedef struct
{
  const char *name;
  const char *symbol;      /* translated where it has words */
  const char *description; /* a formula; translated */
} Row;

static const Row rows[] = {
  [SCOPE_ACTIVATION_LINEAR] = { "linear", "id", N_ ("x itself") },
  [SCOPE_ACTIVATION_TANH] = { "tanh", "tanh", N_ ("hyperbolic tangent, −1 to 1") },
  [SCOPE_ACTIVATION_SIGMOID] = { "sigmoid", "σ", N_ ("1/(1 + e^−x), 0 to 1") },
  [SCOPE_ACTIVATION_HARD_SIGMOID_2] = { "hard_sigmoid", N_ ("hard sigmoid (Keras 2)"),
                                        N_ ("clip(0.2 x + 0.5, 0, 1), the rule of Keras 1 and 2") },
  [SCOPE_ACTIVATION_HARD_SIGMOID_3] = { "hard_sigmoid", N_ ("hard sigmoid (Keras 3)"),
                                        N_ ("relu6(x + 3)/6, the rule of Keras 3") },
  [SCOPE_ACTIVATION_RELU] = { "relu", "relu", N_ ("max(x, 0)") },
  [SCOPE_ACTIVATION_RELU6] = { "relu6", "relu6", N_ ("min(max(x, 0), 6)") },
  [SCOPE_ACTIVATION_LEAKY_RELU] = { "leaky_relu", "leaky relu",
                                    N_ ("x above zero, slope·x below") },
  [SCOPE_ACTIVATION_ELU] = { "elu", "elu", N_ ("x above zero, α (e^x − 1) below") },
  [SCOPE_ACTIVATION_SELU] = { "selu", "selu",
                              N_ ("1.0507 · (x above zero, 1.6733 (e^x − 1) below)") },
  [SCOPE_ACTIVATION_CELU] = { "celu", "celu", N_ ("max(x, 0) + α (e^(min(x, 0)/α) − 1)") },
  [SCOPE_ACTIVATION_SOFTPLUS] = { "softplus", "softplus", N_ ("log(1 + e^x)") },
  [SCOPE_ACTIVATION_SOFTSIGN] = { "softsign", "softsign", N_ ("x/(1 + |x|)") },
  [SCOPE_ACTIVATION_EXPONENTIAL] = { "exponential", "exp", N_ ("e^x") },
  [SCOPE_ACTIVATION_SILU] = { "silu", "silu", N_ ("x σ(x), also called swish") },
  [SCOPE_ACTIVATION_HARD_SILU] = { "hard_silu", N_ ("hard silu"), N_ ("x relu6(x + 3)/6") },
  [SCOPE_ACTIVATION_GELU] = { "gelu", "gelu", N_ ("0.5 x (1 + erf(x/√2))") },
  [SCOPE_ACTIVATION_GELU_TANH] = { "gelu", N_ ("gelu (approximate)"),
                                   N_ ("0.5 x (1 + tanh(√(2/π) (x + 0.044715 x³)))") },
  [SCOPE_ACTIVATION_MISH] = { "mish", "mish", N_ ("x tanh(log(1 + e^x))") },
  [SCOPE_ACTIVATION_SOFTMAX] = { "softmax", "softmax",
                                 N_ ("e^x, divided by its sum over the last axis") },
  [SCOPE_ACTIVATION_LOG_SOFTMAX] = { "log_softmax", "log softmax", N_ ("logarithm of softmax") },
  [SCOPE_ACTIVATION_LOG_SIGMOID] = { "log_sigmoid", "log σ", N_ ("−log(1 + e^−x)") },
  [SCOPE_ACTIVATION_HARD_TANH] = { "hard_tanh", N_ ("hard tanh"), N_ ("clip(x, −1, 1)") },
  [SCOPE_ACTIVATION_TANH_SHRINK] = { "tanh_shrink", N_ ("tanh shrink"), N_ ("x − tanh x") },
  [SCOPE_ACTIVATION_SOFT_SHRINK] = { "soft_shrink", N_ ("soft shrink"),
                                     N_ ("x moved towards zero by the threshold, zero within it") },
  [SCOPE_ACTIVATION_HARD_SHRINK] = { "hard_shrink", N_ ("hard shrink"),
                                     N_ ("x outside the threshold, zero within it") },
  [SCOPE_ACTIVATION_SQUAREPLUS] = { "squareplus", "squareplus", N_ ("(x + √(x² + 4))/2") },
  [SCOPE_ACTIVATION_SPARSE_PLUS] = { "sparse_plus", N_ ("sparse plus"),
                                     N_ ("0 up to −1, (x + 1)²/4 up to 1, x beyond") },
  [SCOPE_ACTIVATION_SPARSE_SIGMOID] = { "sparse_sigmoid", N_ ("sparse sigmoid"),
                                        N_ ("clip((x + 1)/2, 0, 1)") },
  [SCOPE_ACTIVATION_SPARSEMAX] = { "sparsemax", "sparsemax",
                                   N_ ("the nearest point whose parts are not negative and sum to "
                                       "1") },
  [SCOPE_ACTIVATION_GLU] = { "glu", "glu",
                             N_ ("the first half of the last axis times σ of the second") },
  [SCOPE_ACTIVATION_THRESHOLD] = { "threshold", N_ ("threshold"),
                                   N_ ("x above the threshold, a constant below") },
};

/* Other names of the same functions. */
static const struct
{
  const char *name;
  ScopeActivationKind kind;
} aliases[] = {
  { "swish", SCOPE_ACTIVATION_SILU },
  { "hard_swish", SCOPE_ACTIVATION_HARD_SILU },
  { "softmax_v2", SCOPE_ACTIVATION_SOFTMAX }, /* tf.nn.softmax */
};

static gboolean
find_kind (const char *name, guint keras_major, ScopeActivationKind *kind)
{
  if (name == NULL)
    {
      *kind = SCOPE_ACTIVATION_LINEAR;
      return TRUE;
    }
  if (strcmp (name, "hard_sigmoid") == 0)
    {
      *kind = keras_major >= 3 ? SCOPE_ACTIVATION_HARD_SIGMOID_3 : SCOPE_ACTIVATION_HARD_SIGMOID_2;
      return TRUE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (strcmp (aliases[i].name, name) == 0)
      {
        *kind = aliases[i].kind;
        return TRUE;
      }
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i].name, name) == 0)
      {
        *kind = (ScopeActivationKind) i;
        return TRUE;
      }
  return FALSE;
}

gboolean
scope_activation_parse (const char *name, guint keras_major, ScopeActivation *activation)
{
  ScopeActivationKind kind;

  g_return_val_if_fail (activation != NULL, FALSE);

  if (!find_kind (name, keras_major, &kind))
    return FALSE;

  *activation = (ScopeActivation){ .kind = kind, .max_value = INFINITY };
  switch (kind)
    {
    case SCOPE_ACTIVATION_LEAKY_RELU:
      activation->alpha = 0.2;
      break;
    case SCOPE_ACTIVATION_ELU:
    case SCOPE_ACTIVATION_CELU:
      activation->alpha = 1.0;
      break;
    case SCOPE_ACTIVATION_SOFT_SHRINK:
    case SCOPE_ACTIVATION_HARD_SHRINK:
      activation->threshold = 0.5;
      break;
    default:
      break;
    }
  return TRUE;
}

static double
sigmoid (double x)
{
  return 1.0 / (1.0 + exp (-x));
}

/* log(1 + e^x) without overflow on either side. */
static double
softplus (double x)
{
  return MAX (x, 0.0) + log1p (exp (-fabs (x)));
}

/* keras-formats 4.1: K@v2.15.0 backend.py relu, KM activations.py ReLU. */
static double
relu (const ScopeActivation *activation, double x)
{
  if (x >= activation->max_value)
    return activation->max_value;
  if (x >= activation->threshold)
    return x;
  return activation->alpha * (x - activation->threshold);
}

static double
relu6 (double x)
{
  return CLAMP (x, 0.0, 6.0);
}

static double
apply (const ScopeActivation *activation, double x)
{
  double a = activation->alpha;
  double threshold = activation->threshold;

  switch (activation->kind)
    {
    case SCOPE_ACTIVATION_LINEAR:
      return x;
    case SCOPE_ACTIVATION_TANH:
      return tanh (x);
    case SCOPE_ACTIVATION_SIGMOID:
      return sigmoid (x);
    case SCOPE_ACTIVATION_HARD_SIGMOID_2:
      return CLAMP (0.2 * x + 0.5, 0.0, 1.0);
    case SCOPE_ACTIVATION_HARD_SIGMOID_3:
      return relu6 (x + 3.0) / 6.0;
    case SCOPE_ACTIVATION_RELU:
      return relu (activation, x);
    case SCOPE_ACTIVATION_RELU6:
      return relu6 (x);
    case SCOPE_ACTIVATION_LEAKY_RELU:
      return x >= 0 ? x : a * x;
    case SCOPE_ACTIVATION_ELU:
      return x > 0 ? x : a * expm1 (x);
    case SCOPE_ACTIVATION_SELU:
      return SELU_SCALE * (x > 0 ? x : SELU_ALPHA * expm1 (x));
    case SCOPE_ACTIVATION_CELU:
      return MAX (x, 0.0) + a * expm1 (MIN (x, 0.0) / a);
    case SCOPE_ACTIVATION_SOFTPLUS:
      return softplus (x);
    case SCOPE_ACTIVATION_SOFTSIGN:
      return x / (1.0 + fabs (x));
    case SCOPE_ACTIVATION_EXPONENTIAL:
      return exp (x);
    case SCOPE_ACTIVATION_SILU:
      return x * sigmoid (x);
    case SCOPE_ACTIVATION_HARD_SILU:
      return x * relu6 (x + 3.0) / 6.0;
    case SCOPE_ACTIVATION_GELU:
      /* 1 + erf (y) without its cancellation far below zero. */
      return 0.5 * x * erfc (-x * M_SQRT1_2);
    case SCOPE_ACTIVATION_GELU_TANH:
      return 0.5 * x * (1.0 + tanh (sqrt (M_2_PI) * (x + 0.044715 * x * x * x)));
    case SCOPE_ACTIVATION_MISH:
      return x * tanh (softplus (x));
    case SCOPE_ACTIVATION_LOG_SIGMOID:
      return -softplus (-x);
    case SCOPE_ACTIVATION_HARD_TANH:
      return CLAMP (x, -1.0, 1.0);
    case SCOPE_ACTIVATION_TANH_SHRINK:
      return x - tanh (x);
    case SCOPE_ACTIVATION_SOFT_SHRINK:
      return x > threshold ? x - threshold : x < -threshold ? x + threshold : 0.0;
    case SCOPE_ACTIVATION_HARD_SHRINK:
      return fabs (x) > threshold ? x : 0.0;
    case SCOPE_ACTIVATION_SQUAREPLUS:
      return 0.5 * (x + sqrt (x * x + 4.0));
    case SCOPE_ACTIVATION_SPARSE_PLUS:
      return x <= -1.0 ? 0.0 : x < 1.0 ? 0.25 * (x + 1.0) * (x + 1.0) : x;
    case SCOPE_ACTIVATION_SPARSE_SIGMOID:
      return CLAMP (0.5 * (x + 1.0), 0.0, 1.0);
    case SCOPE_ACTIVATION_THRESHOLD:
      return x > threshold ? x : activation->default_value;
    case SCOPE_ACTIVATION_SOFTMAX:
    case SCOPE_ACTIVATION_LOG_SOFTMAX:
    case SCOPE_ACTIVATION_SPARSEMAX:
    case SCOPE_ACTIVATION_GLU:
      break;
    }
  g_return_val_if_reached (NAN);
}

double
scope_activation_apply (const ScopeActivation *activation, double x)
{
  g_return_val_if_fail (activation != NULL, NAN);

  /* Comparisons would turn a missing value into a number. */
  return isnan (x) ? x : apply (activation, x);
}

gboolean
scope_activation_is_odd (const ScopeActivation *activation)
{
  g_return_val_if_fail (activation != NULL, FALSE);

  switch (activation->kind)
    {
    case SCOPE_ACTIVATION_LINEAR:
    case SCOPE_ACTIVATION_TANH:
    case SCOPE_ACTIVATION_SOFTSIGN:
    case SCOPE_ACTIVATION_HARD_TANH:
    case SCOPE_ACTIVATION_TANH_SHRINK:
    case SCOPE_ACTIVATION_SOFT_SHRINK:
    case SCOPE_ACTIVATION_HARD_SHRINK:
      return TRUE;
    default:
      return FALSE;
    }
}

gboolean
scope_activation_is_elementwise (const ScopeActivation *activation)
{
  g_return_val_if_fail (activation != NULL, FALSE);

  switch (activation->kind)
    {
    case SCOPE_ACTIVATION_SOFTMAX:
    case SCOPE_ACTIVATION_LOG_SOFTMAX:
    case SCOPE_ACTIVATION_SPARSEMAX:
    case SCOPE_ACTIVATION_GLU:
      return FALSE;
    default:
      return TRUE;
    }
}

const char *
scope_activation_get_name (const ScopeActivation *activation)
{
  g_return_val_if_fail (activation != NULL, NULL);
  g_return_val_if_fail (activation->kind < G_N_ELEMENTS (rows), NULL);

  return rows[activation->kind].name;
}

const char *
scope_activation_get_symbol (const ScopeActivation *activation)
{
  g_return_val_if_fail (activation != NULL, NULL);
  g_return_val_if_fail (activation->kind < G_N_ELEMENTS (rows), NULL);

  return _ (rows[activation->kind].symbol);
}

/* "0.1", "−0.1". */
static char *
dup_number (double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (number, sizeof number, "%g", fabs (value));
  return g_strconcat (signbit (value) ? "−" : "", number, NULL);
}

char *
scope_activation_dup_description (const ScopeActivation *activation)
{
  g_autoptr (GString) text = g_string_new (NULL);
  ScopeActivation usual;
  const Row *row;

  g_return_val_if_fail (activation != NULL, NULL);
  g_return_val_if_fail (activation->kind < G_N_ELEMENTS (rows), NULL);

  row = &rows[activation->kind];
  scope_activation_parse (row->name, 3, &usual);
  g_string_append_printf (text, "%s: %s", row->name, _ (row->description));

  if (activation->kind == SCOPE_ACTIVATION_LEAKY_RELU
      || (activation->kind == SCOPE_ACTIVATION_RELU && activation->alpha != 0))
    {
      g_autofree char *alpha = dup_number (activation->alpha);

      g_string_append_printf (text, _ (", slope %s"), alpha);
    }
  else if (activation->alpha != usual.alpha)
    {
      g_autofree char *alpha = dup_number (activation->alpha);

      g_string_append_printf (text, _ (", α = %s"), alpha);
    }
  if (!isinf (activation->max_value))
    {
      g_autofree char *max = dup_number (activation->max_value);

      g_string_append_printf (text, _ (", at most %s"), max);
    }
  if (activation->threshold != 0)
    {
      g_autofree char *threshold = dup_number (activation->threshold);

      g_string_append_printf (text, _ (", threshold %s"), threshold);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
