/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a layer's configuration says, with the defaults of the Keras that wrote it. */
#include "scope-layer-private.h"

#include <string.h>

gint64
scope_layer_get_int (ScopeLayer *self, const char *key, gint64 fallback)
{
  gint64 value;

  g_return_val_if_fail (self != NULL, fallback);
  g_return_val_if_fail (key != NULL, fallback);

  return scope_json_as_int (scope_json_get_member (self->config, key), &value) ? value : fallback;
}

double
scope_layer_get_double (ScopeLayer *self, const char *key, double fallback)
{
  double value;

  g_return_val_if_fail (self != NULL, fallback);
  g_return_val_if_fail (key != NULL, fallback);

  return scope_json_as_double (scope_json_get_member (self->config, key), &value) ? value
                                                                                  : fallback;
}

gboolean
scope_layer_get_boolean (ScopeLayer *self, const char *key, gboolean fallback)
{
  g_return_val_if_fail (self != NULL, fallback);
  g_return_val_if_fail (key != NULL, fallback);

  return scope_json_get_boolean (self->config, key, fallback);
}

gboolean
scope_layer_is_null (ScopeLayer *self, const char *key)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  return json_object_has_member (self->config, key)
         && JSON_NODE_HOLDS_NULL (json_object_get_member (self->config, key));
}

const char *
scope_layer_get_string (ScopeLayer *self, const char *key, const char *fallback)
{
  JsonNode *node;
  const char *text;

  g_return_val_if_fail (self != NULL, fallback);
  g_return_val_if_fail (key != NULL, fallback);

  node = scope_json_get_member (self->config, key);
  text = scope_json_as_string (node);
  if (text == NULL)
    text = scope_json_get_string (scope_json_as_object (node), "class_name");
  return text != NULL ? text : fallback;
}

guint
scope_layer_get_ints (ScopeLayer *self, const char *key, gint64 *values, guint max)
{
  JsonNode *node;
  JsonArray *array;
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (key != NULL, 0);
  g_return_val_if_fail (values != NULL || max == 0, 0);

  node = scope_json_get_member (self->config, key);
  array = scope_json_as_array (node);
  if (array == NULL)
    return max > 0 && scope_json_as_int (node, &values[0]) ? 1 : 0;

  while (n < max && n < json_array_get_length (array)
         && scope_json_as_int (json_array_get_element (array, n), &values[n]))
    n++;
  return n;
}

guint
scope_layer_get_doubles (ScopeLayer *self, const char *key, double *values, guint max)
{
  JsonNode *node;
  JsonArray *array;
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (key != NULL, 0);
  g_return_val_if_fail (values != NULL || max == 0, 0);

  node = scope_json_get_member (self->config, key);
  array = scope_json_as_array (node);
  if (array == NULL)
    return max > 0 && scope_json_as_double (node, &values[0]) ? 1 : 0;

  while (n < max && n < json_array_get_length (array)
         && scope_json_as_double (json_array_get_element (array, n), &values[n]))
    n++;
  return n;
}

/* Keras 3 writes an array as an object that has its "value". */
static void
collect_numbers (JsonNode *node, GArray *numbers)
{
  JsonArray *array = scope_json_as_array (node);
  JsonObject *config = scope_json_get_object (scope_json_as_object (node), "config");
  double value;

  if (array == NULL && config != NULL)
    array = scope_json_get_array (config, "value");
  if (array != NULL)
    for (guint i = 0; i < json_array_get_length (array); i++)
      collect_numbers (json_array_get_element (array, i), numbers);
  else if (scope_json_as_double (config != NULL ? scope_json_get_member (config, "value") : node,
                                 &value))
    g_array_append_vals (numbers, &(float){ (float) value }, 1);
}

void
scope_layer_get_numbers (ScopeLayer *self, const char *key, GArray *numbers)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (key != NULL);
  g_return_if_fail (numbers != NULL);

  collect_numbers (scope_json_get_member (self->config, key), numbers);
}

static JsonObject *
get_options (ScopeLayer *self, const char *key)
{
  return scope_json_get_object (scope_json_as_object (scope_json_get_member (self->config, key)),
                                "config");
}

double
scope_layer_get_option (ScopeLayer *self, const char *key, const char *option, double fallback)
{
  double value;

  g_return_val_if_fail (self != NULL, fallback);
  g_return_val_if_fail (key != NULL && option != NULL, fallback);

  return scope_json_as_double (scope_json_get_member (get_options (self, key), option), &value)
             ? value
             : fallback;
}

const char *
scope_layer_get_option_string (ScopeLayer *self, const char *key, const char *option,
                               const char *fallback)
{
  const char *text;

  g_return_val_if_fail (self != NULL, fallback);
  g_return_val_if_fail (key != NULL && option != NULL, fallback);

  text = scope_json_get_string (get_options (self, key), option);
  return text != NULL ? text : fallback;
}

gboolean
scope_layer_has_key (ScopeLayer *self, const char *key)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  return json_object_has_member (self->config, key);
}

void
scope_layer_get_sizes (ScopeLayer *self, const char *key, guint n, gint64 fallback, gint64 *sizes)
{
  guint n_found = scope_layer_get_ints (self, key, sizes, n);

  /* One number stands for all axes, as in Keras. */
  for (guint i = n_found; i < n; i++)
    sizes[i] = n_found == 1 ? sizes[0] : fallback;
}

/* Keras 1's other way to say it (K@1.2.2 convolutional.py ZeroPadding1D, ZeroPadding2D). */
static gboolean
get_named_ends (JsonObject *object, guint n, gint64 (*ends)[2])
{
  static const char *const names[2][2] = { { "top_pad", "bottom_pad" },
                                           { "left_pad", "right_pad" } };

  if (object == NULL || n > 2)
    return FALSE;

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < 2; j++)
      if (!scope_json_as_int (scope_json_get_member (object, names[n == 1 ? 1 : i][j]),
                              &ends[i][j]))
        ends[i][j] = 0;
  return TRUE;
}

void
scope_layer_get_ends (ScopeLayer *self, const char *key, guint n, gint64 fallback,
                      gint64 (*ends)[2])
{
  gint64 values[2 * SCOPE_ARRAY_MAX_DIMS];
  JsonNode *node = scope_json_get_member (self->config, key);
  JsonArray *array = scope_json_as_array (node);
  guint n_values = scope_layer_get_ints (self, key, values, G_N_ELEMENTS (values));

  if (get_named_ends (array == NULL ? scope_json_as_object (node) : NULL, n, ends))
    return;

  for (guint i = 0; i < n; i++)
    {
      JsonArray *pair = array != NULL && i < json_array_get_length (array)
                            ? scope_json_as_array (json_array_get_element (array, i))
                            : NULL;

      ends[i][0] = ends[i][1] = fallback;
      if (pair != NULL && json_array_get_length (pair) == 2)
        for (guint j = 0; j < 2; j++)
          scope_json_as_int (json_array_get_element (pair, j), &ends[i][j]);
      else if (n_values == 2 * n)
        for (guint j = 0; j < 2; j++)
          ends[i][j] = values[2 * i + j];
      else if (n_values == n || n_values == 1)
        ends[i][0] = ends[i][1] = values[n_values == 1 ? 0 : i];
    }
}

ScopeShape
scope_shape_from_json (JsonArray *array)
{
  ScopeShape shape = { 0 };

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      gint64 dim = SCOPE_DIM_FREE;

      if (!JSON_NODE_HOLDS_NULL (node) && (!scope_json_as_int (node, &dim) || dim < 0))
        return (ScopeShape){ 0 };
      scope_shape_append (&shape, dim);
      if (shape.n_dims == 0)
        return shape;
    }
  return shape;
}

ScopeShape
scope_layer_get_shape (ScopeLayer *self, const char *key)
{
  return scope_shape_from_json (scope_json_get_array (self->config, key));
}

void
scope_layer_set_shape (ScopeLayer *self, const char *key, const ScopeShape *shape)
{
  JsonArray *dims = json_array_new ();

  for (guint i = 0; i < shape->n_dims; i++)
    if (shape->dims[i] == SCOPE_DIM_FREE)
      json_array_add_null_element (dims);
    else
      json_array_add_int_element (dims, shape->dims[i]);
  json_object_set_array_member (self->config, key, dims);
}

/* What a class does where its configuration does not say. */
static const char *
default_activation (ScopeLayer *self, const char *key)
{
  gboolean gates = strcmp (key, "recurrent_activation") == 0;
  const char *class_name = self->class_name;

  if (g_str_has_prefix (class_name, "CuDNN"))
    return gates ? "sigmoid" : "tanh";
  if (g_str_has_prefix (class_name, "ConvLSTM"))
    return !gates ? "tanh" : self->keras.major >= 3 ? "sigmoid" : "hard_sigmoid";
  if (scope_layer_is_recurrent (self) || scope_layer_is_cell (self))
    {
      if (!gates)
        return "tanh";
      /* Standalone Keras 2.3 and tf.keras of TensorFlow 2 changed it (K@2.2.5, K@2.3.0 recurrent.py). */
      return scope_keras_at_least (&self->keras, 2, 3) || self->keras.tensorflow ? "sigmoid"
                                                                                 : "hard_sigmoid";
    }
  return NULL;
}

/* Layers that are nothing but an activation with parameters, also where one stands as another layer's
 * "activation". Softmax's axis is for the caller to look at. */
static gboolean
parse_activation_layer (const char *class_name, JsonObject *config, ScopeActivation *activation)
{
  double value;

  if (strcmp (class_name, "LeakyReLU") == 0)
    {
      scope_activation_parse ("leaky_relu", 3, activation);
      activation->alpha = 0.3; /* the layer's default, not the function's */
    }
  else if (strcmp (class_name, "ReLU") == 0)
    scope_activation_parse ("relu", 3, activation);
  else if (strcmp (class_name, "ThresholdedReLU") == 0)
    {
      /* x where x > theta, else 0 (K@v2.15.0 thresholded_relu.py). */
      scope_activation_parse ("threshold", 3, activation);
      activation->threshold = 1.0;
    }
  else if (strcmp (class_name, "ELU") == 0)
    scope_activation_parse ("elu", 3, activation);
  else if (strcmp (class_name, "Softmax") == 0)
    return scope_activation_parse ("softmax", 3, activation);
  else
    return FALSE;

  if (scope_json_as_double (scope_json_get_member (config, "alpha"), &value)
      || scope_json_as_double (scope_json_get_member (config, "negative_slope"), &value))
    activation->alpha = value;
  if (scope_json_as_double (scope_json_get_member (config, "max_value"), &value))
    activation->max_value = value;
  if (scope_json_as_double (scope_json_get_member (config, "threshold"), &value)
      || scope_json_as_double (scope_json_get_member (config, "theta"), &value))
    activation->threshold = value;
  return TRUE;
}

gboolean
scope_layer_get_activation (ScopeLayer *self, const char *key, ScopeActivation *activation)
{
  guint major;
  JsonNode *node;
  JsonObject *object;
  const char *name;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);
  g_return_val_if_fail (activation != NULL, FALSE);

  /* Of all activations only hard_sigmoid depends on it. */
  major = self->keras.hard_sigmoid > 0 ? self->keras.hard_sigmoid : self->keras.major;
  if (strcmp (key, "activation") == 0
      && parse_activation_layer (self->class_name, self->config, activation))
    return TRUE;

  if (!json_object_has_member (self->config, key))
    return scope_activation_parse (default_activation (self, key), major, activation);

  node = json_object_get_member (self->config, key);
  if (JSON_NODE_HOLDS_NULL (node))
    return scope_activation_parse (NULL, major, activation);

  name = scope_json_as_string (node);
  object = scope_json_as_object (node);
  if (name == NULL && object != NULL)
    {
      name = scope_json_get_string (object, "class_name");
      if (name == NULL)
        return FALSE;
      if (parse_activation_layer (name, scope_json_get_object (object, "config"), activation))
        return TRUE;
      /* Keras 3 writes a function as an object whose configuration is its name. */
      if (strcmp (name, "function") == 0)
        name = scope_json_get_string (object, "config");
    }
  return name != NULL && scope_activation_parse (name, major, activation);
}

guint
scope_layer_get_keras (ScopeLayer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return SCOPE_KERAS (self->keras.major, MIN (self->keras.minor, 999u),
                      MIN (self->keras.patch, 999u));
}

gboolean
scope_layer_is_standalone (ScopeLayer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return !scope_keras_at_least (&self->keras, 2, 4) && !self->keras.tensorflow;
}

gboolean
scope_layer_is_theano (ScopeLayer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->keras.theano;
}

gboolean
scope_keras_parse (const char *text, ScopeKeras *keras)
{
  guint64 numbers[3] = { 0 };
  const char *rest = text;

  if (text == NULL || !g_ascii_isdigit (*text))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (numbers) && g_ascii_isdigit (*rest); i++)
    {
      char *end;

      numbers[i] = g_ascii_strtoull (rest, &end, 10);
      rest = *end == '.' ? end + 1 : end;
    }
  *keras = (ScopeKeras){ .major = (guint) MIN (numbers[0], 1000),
                         .minor = (guint) MIN (numbers[1], 1000),
                         .patch = (guint) MIN (numbers[2], 1000),
                         .tensorflow = strcmp (rest, "-tf") == 0 };
  return TRUE;
}

gboolean
scope_keras_at_least (const ScopeKeras *self, guint major, guint minor)
{
  return self->major > major || (self->major == major && self->minor >= minor);
}

gboolean
scope_layer_may_be_bfloat16 (ScopeLayer *self)
{
  JsonNode *node = scope_json_get_member (self->config, "dtype");
  JsonObject *config = scope_json_get_object (scope_json_as_object (node), "config");
  const char *name =
      config != NULL ? scope_json_get_string (config, "name") : scope_json_as_string (node);

  return name == NULL || strstr (name, "bfloat16") != NULL;
}
