/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gates.h"

#include "scope-error.h"
#include "scope-gates-cudnn.h"
#include "scope-layer-private.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ScopeGates
{
  gatomicrefcount ref_count;
  ScopeLayer *layer;
  guint n_gates;
  guint n_features;
  guint n_units;
  ScopeMatrixView views[SCOPE_MAX_GATES][SCOPE_N_MATRICES_AND_V];
  ScopeMatrixView recurrent_bias;
  ScopeActivation activation;
  ScopeActivation recurrent_activation;
  const char *storage; /* untranslated */
  /* What had to be made because the file keeps it in another way. */
  ScopeArray *own[SCOPE_N_MATRICES];
  ScopeArray *own_biases; /* both of them */
};

G_DEFINE_BOXED_TYPE (ScopeGates, scope_gates, scope_gates_ref, scope_gates_unref)

typedef struct
{
  const char *letter;
  const char *title;
} GateName;

static const GateName lstm_names[] = {
  { "i", NC_ ("gate", "input") },
  { "f", NC_ ("gate", "forget") },
  { "c", NC_ ("gate", "candidate") },
  { "o", NC_ ("gate", "output") },
};
static const GateName gru_names[] = {
  { "z", NC_ ("gate", "update") },
  { "r", NC_ ("gate", "reset") },
  { "h", NC_ ("gate", "candidate") },
};
static const GateName simple_names[] = {
  { "h", NC_ ("gate", "candidate") },
};

static const GateName *
get_names (ScopeGates *self)
{
  return self->n_gates == 4 ? lstm_names : self->n_gates == 3 ? gru_names : simple_names;
}

/* Column block @gate of a matrix with all gates side by side. */
static ScopeMatrixView
block_view (ScopeArray *array, guint gate, gsize n_rows, gsize n_units, gsize row_stride)
{
  return (ScopeMatrixView){ .data = scope_array_get_data (array) + gate * n_units,
                            .n_rows = n_rows,
                            .n_columns = n_units,
                            .row_stride = row_stride };
}

static void
set_blocks (ScopeGates *self, ScopeMatrix matrix, ScopeArray *array, gsize n_rows)
{
  for (guint i = 0; i < self->n_gates; i++)
    self->views[i][matrix] =
        block_view (array, i, n_rows, self->n_units, (gsize) self->n_gates * self->n_units);
}

/* Keras 1: each gate's three arrays by themselves, found by name: in the file they stand in another order. */
static gboolean
use_separate (ScopeGates *self)
{
  static const char *const matrices[] = { "W", "U", "b" };
  const GateName *names = get_names (self);

  for (guint i = 0; i < self->n_gates; i++)
    for (guint j = 0; j < SCOPE_N_MATRICES; j++)
      {
        g_autofree char *role = g_strdup_printf ("%s_%s", matrices[j], names[i].letter);
        ScopeArray *array = scope_layer_get_array (self->layer, role);

        if (array == NULL)
          return FALSE;
        self->views[i][j] =
            block_view (array, 0, j == SCOPE_MATRIX_B ? 1 : scope_array_get_dim (array, 0),
                        self->n_units, self->n_units);
      }

  self->storage = self->n_gates == 4
                      ? N_ ("twelve arrays, three for each gate, in the order i, c, f, o (Keras 1)")
                      : N_ ("nine arrays, three for each gate, in the order z, r, h (Keras 1)");
  return TRUE;
}

/* z and r only ever see the sum of their two biases; the candidate's second one stands inside the reset. */
static void
sum_biases (ScopeGates *self, ScopeArray *bias)
{
  const gsize n = (gsize) self->n_gates * self->n_units;
  const float *input = scope_array_get_data (bias);
  const float *recurrent = input + n;
  ScopeArray *sum = scope_array_new (1, &n);
  float *values;

  g_return_if_fail (sum != NULL);

  values = scope_array_get_writable (sum);
  for (gsize i = 0; i < n; i++)
    values[i] = input[i] + (i < 2 * (gsize) self->n_units ? recurrent[i] : 0.0f);
  self->own[SCOPE_MATRIX_B] = sum;
  set_blocks (self, SCOPE_MATRIX_B, sum, 1);
  self->recurrent_bias = (ScopeMatrixView){ .data = recurrent + 2 * (gsize) self->n_units,
                                            .n_rows = 1,
                                            .n_columns = self->n_units,
                                            .row_stride = self->n_units };
}

static gboolean
use_blocks (ScopeGates *self, ScopeArray *kernel, ScopeArray *recurrent, ScopeArray *bias)
{
  set_blocks (self, SCOPE_MATRIX_W, kernel, self->n_features);
  set_blocks (self, SCOPE_MATRIX_U, recurrent, self->n_units);

  if (self->n_gates == 4)
    self->storage = N_ ("three arrays, the gates side by side in the order i, f, c, o");
  else if (self->n_gates == 3)
    self->storage = N_ ("three arrays, the gates side by side in the order z, r, h");
  else
    self->storage = N_ ("three arrays of the one gate that there is");

  if (bias == NULL)
    {
      self->storage =
          self->n_gates == 4
              ? N_ ("two arrays without biases, the gates side by side in the order i, f, c, o")
          : self->n_gates == 3
              ? N_ ("two arrays without biases, the gates side by side in the order z, r, h")
              : N_ ("two arrays without a bias");
      return TRUE;
    }
  if (scope_array_get_n_dims (bias) == 2)
    {
      sum_biases (self, bias);
      self->storage = N_ ("three arrays, the gates side by side in the order z, r, h, with two "
                          "biases (reset_after)");
      return TRUE;
    }
  set_blocks (self, SCOPE_MATRIX_B, bias, 1);
  return TRUE;
}

static gboolean
use_cudnn (ScopeGates *self, ScopeArray *kernel, ScopeArray *recurrent, ScopeArray *bias,
           GError **error)
{
  g_autoptr (ScopeArray) two = NULL;

  self->own[SCOPE_MATRIX_W] = scope_gates_cudnn_convert_kernel (kernel, self->n_gates);
  self->own[SCOPE_MATRIX_U] = scope_gates_cudnn_convert_recurrent (recurrent, self->n_gates);
  two =
      self->n_gates == 4 ? scope_gates_cudnn_sum_bias (bias) : scope_gates_cudnn_split_bias (bias);
  if (self->own[SCOPE_MATRIX_W] == NULL || self->own[SCOPE_MATRIX_U] == NULL || two == NULL)
    {
      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, self->layer->name,
                       _ ("no memory for its weights"), NULL, NULL);
      return FALSE;
    }

  set_blocks (self, SCOPE_MATRIX_W, self->own[SCOPE_MATRIX_W], self->n_features);
  set_blocks (self, SCOPE_MATRIX_U, self->own[SCOPE_MATRIX_U], self->n_units);
  if (self->n_gates == 4)
    {
      self->own[SCOPE_MATRIX_B] = g_steal_pointer (&two);
      set_blocks (self, SCOPE_MATRIX_B, self->own[SCOPE_MATRIX_B], 1);
      self->storage =
          N_ ("three arrays in CuDNN’s layout: gates i, f, c, o, each transposed, and two biases");
    }
  else
    {
      sum_biases (self, two);
      self->own_biases = g_steal_pointer (&two);
      self->storage =
          N_ ("three arrays in CuDNN’s layout: gates z, r, h, each transposed, and two biases");
    }
  return TRUE;
}

static gboolean
fail_shape (ScopeGates *self, const char *role, ScopeArray *array, guint n_dims, const gint64 *dims,
            GError **error)
{
  ScopeShape expected = { .n_dims = n_dims };
  g_autofree char *place = NULL;
  g_autofree char *found_text = scope_array_dup_shape_text (array);
  g_autofree char *expected_text = NULL;

  memcpy (expected.dims, dims, n_dims * sizeof *dims);
  expected_text = scope_shape_dup_array_text (&expected);
  place = g_strdup_printf (_ ("layer “%s”, array %s"), self->layer->name, role);
  scope_error_set (error, SCOPE_ERROR_CONTRADICTION, place, found_text, expected_text,
                   _ ("The configuration and the weights are not of the same model."));
  return FALSE;
}

static gboolean
has_shape (ScopeArray *array, guint n_dims, gsize first, gsize second)
{
  const gsize dims[] = { first, second };

  return scope_array_has_shape (array, n_dims, dims);
}

static gboolean
use_arrays (ScopeGates *self, ScopeArray *kernel, ScopeArray *recurrent, ScopeArray *bias,
            GError **error)
{
  const gsize u = self->n_units;
  const gsize columns = u * self->n_gates;

  if (scope_array_get_n_dims (kernel) != 2 || scope_array_get_dim (kernel, 1) != columns)
    return fail_shape (self, "kernel", kernel, 2, (gint64[]){ SCOPE_DIM_FREE, (gint64) columns },
                       error);
  if (!has_shape (recurrent, 2, u, columns))
    return fail_shape (self, "recurrent_kernel", recurrent, 2,
                       (gint64[]){ (gint64) u, (gint64) columns }, error);
  self->n_features = (guint) scope_array_get_dim (kernel, 0);

  if (bias != NULL && self->n_gates > 1 && has_shape (bias, 1, 2 * columns, 0))
    return use_cudnn (self, kernel, recurrent, bias, error);
  if (bias != NULL && !has_shape (bias, 1, columns, 0)
      && !(self->n_gates == 3 && has_shape (bias, 2, 2, columns)))
    return fail_shape (self, "bias", bias, 1, (gint64[]){ (gint64) columns }, error);
  return use_blocks (self, kernel, recurrent, bias);
}

/* The cell's sizes must agree with each of Keras 1's arrays before a view of one is made. */
static gboolean
check_separate (ScopeGates *self, GError **error)
{
  for (guint i = 0; i < scope_layer_get_n_weights (self->layer); i++)
    {
      const ScopeWeight *weight = scope_layer_get_weight (self->layer, i);
      const gsize u = self->n_units;
      char matrix = weight->role[0];

      if (matrix == 'b' ? !has_shape (weight->array, 1, u, 0)
                        : !has_shape (weight->array, 2, matrix == 'U' ? u : self->n_features, u))
        {
          const gint64 dims[] = { matrix == 'U' ? (gint64) u : (gint64) self->n_features,
                                  (gint64) u };

          return matrix == 'b' ? fail_shape (self, weight->role, weight->array, 1, dims + 1, error)
                               : fail_shape (self, weight->role, weight->array, 2, dims, error);
        }
    }
  return TRUE;
}

static gboolean
find_arrays (ScopeGates *self, GError **error)
{
  ScopeArray *kernel = scope_layer_get_array (self->layer, "kernel");
  ScopeArray *recurrent = scope_layer_get_array (self->layer, "recurrent_kernel");
  ScopeArray *separate = scope_layer_get_array (self->layer, self->n_gates == 4 ? "W_i" : "W_z");
  g_autofree char *place = NULL;

  if (kernel != NULL && recurrent != NULL)
    {
      if (scope_array_get_n_dims (recurrent) == 2)
        self->n_units = (guint) scope_array_get_dim (recurrent, 0);
      return use_arrays (self, kernel, recurrent, scope_layer_get_array (self->layer, "bias"),
                         error);
    }
  if (separate != NULL && scope_array_get_n_dims (separate) == 2)
    {
      self->n_features = (guint) scope_array_get_dim (separate, 0);
      self->n_units = (guint) scope_array_get_dim (separate, 1);
      if (!check_separate (self, error))
        return FALSE;
      if (use_separate (self))
        return TRUE;
    }

  place = g_strdup_printf (_ ("layer “%s”"), self->layer->name);
  scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, place, _ ("no weights of gates"),
                   _ ("those of a recurrent layer"), self->layer->obstacle);
  return FALSE;
}

/* The three vectors that TensorFlow's PeepholeLSTMCell has besides an LSTMCell's arrays. */
static gboolean
find_peepholes (ScopeGates *self, GError **error)
{
  static const struct
  {
    const char *role;
    const char *gate;
  } peepholes[] = {
    { "input_gate_peephole_weights", "i" },
    { "forget_gate_peephole_weights", "f" },
    { "output_gate_peephole_weights", "o" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (peepholes); i++)
    {
      ScopeArray *array = scope_layer_get_array (self->layer, peepholes[i].role);
      int gate = scope_gates_find (self, peepholes[i].gate);

      if (array == NULL || gate < 0)
        continue;
      if (!has_shape (array, 1, self->n_units, 0))
        return fail_shape (self, peepholes[i].role, array, 1, (gint64[]){ self->n_units }, error);
      self->views[gate][SCOPE_MATRIX_V] = block_view (array, 0, 1, self->n_units, self->n_units);
    }
  return TRUE;
}

ScopeGates *
scope_gates_new (ScopeLayer *layer, GError **error)
{
  g_autoptr (ScopeGates) self = NULL;

  g_return_val_if_fail (layer != NULL, NULL);

  self = g_new0 (ScopeGates, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->layer = scope_layer_ref (layer);
  self->n_gates = layer->class != NULL ? layer->class->n_gates : 0;
  if (self->n_gates == 0)
    {
      g_autofree char *place = g_strdup_printf (_ ("layer “%s”"), layer->name);

      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, place, layer->class_name,
                       _ ("a recurrent layer, which has gates"), NULL);
      return NULL;
    }
  if (!find_arrays (self, error) || !find_peepholes (self, error))
    return NULL;

  /* Functions that Keras does not have: shown as the identity, and never run. */
  if (!scope_layer_get_activation (layer, "activation", &self->activation))
    scope_activation_parse (NULL, layer->keras.major, &self->activation);
  if (!scope_layer_get_activation (layer, "recurrent_activation", &self->recurrent_activation))
    scope_activation_parse (NULL, layer->keras.major, &self->recurrent_activation);
  return g_steal_pointer (&self);
}

ScopeGates *
scope_gates_ref (ScopeGates *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_gates_unref (ScopeGates *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i < SCOPE_N_MATRICES; i++)
    g_clear_pointer (&self->own[i], scope_array_unref);
  g_clear_pointer (&self->own_biases, scope_array_unref);
  scope_layer_unref (self->layer);
  g_free (self);
}

guint
scope_gates_get_n_gates (ScopeGates *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_gates;
}

guint
scope_gates_get_n_features (ScopeGates *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_features;
}

guint
scope_gates_get_n_units (ScopeGates *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_units;
}

const char *
scope_gates_get_letter (ScopeGates *self, guint gate)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (gate < self->n_gates, NULL);

  return get_names (self)[gate].letter;
}

const char *
scope_gates_get_sign (ScopeGates *self, guint gate)
{
  const char *letter = scope_gates_get_letter (self, gate);

  if (g_strcmp0 (letter, "c") == 0)
    return "c\xcc\x83";
  /* The h of a plain recurrent cell is its only sum and no candidate. */
  if (g_strcmp0 (letter, "h") == 0 && self->n_gates > 1)
    return "h\xcc\x83";
  return letter;
}

const char *
scope_gates_get_title (ScopeGates *self, guint gate)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (gate < self->n_gates, NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "gate", get_names (self)[gate].title);
}

const ScopeActivation *
scope_gates_get_activation (ScopeGates *self, guint gate)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (gate < self->n_gates, NULL);

  /* The candidate's letter is c in an LSTM and h in the others. */
  return strchr ("ch", get_names (self)[gate].letter[0]) != NULL ? &self->activation
                                                                 : &self->recurrent_activation;
}

int
scope_gates_find (ScopeGates *self, const char *letter)
{
  g_return_val_if_fail (self != NULL, -1);
  g_return_val_if_fail (letter != NULL, -1);

  for (guint i = 0; i < self->n_gates; i++)
    if (strcmp (get_names (self)[i].letter, letter) == 0)
      return (int) i;
  return -1;
}

int
scope_gates_get_forget (ScopeGates *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return scope_gates_find (self, "f");
}

ScopeMatrixView
scope_gates_get_view (ScopeGates *self, guint gate, ScopeMatrix matrix)
{
  g_return_val_if_fail (self != NULL, (ScopeMatrixView){ 0 });
  g_return_val_if_fail (gate < self->n_gates, (ScopeMatrixView){ 0 });
  g_return_val_if_fail (matrix < SCOPE_N_MATRICES_AND_V, (ScopeMatrixView){ 0 });

  return self->views[gate][matrix];
}

ScopeMatrixView
scope_gates_get_recurrent_bias (ScopeGates *self)
{
  g_return_val_if_fail (self != NULL, (ScopeMatrixView){ 0 });

  return self->recurrent_bias;
}

gboolean
scope_gates_get_reset_after (ScopeGates *self)
{
  const ScopeKeras *keras;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->n_gates != 3)
    return FALSE;
  /* The biases tell, also where the key is missing or weights went from one class to another. */
  if (self->recurrent_bias.data != NULL)
    return TRUE;
  if (self->views[0][SCOPE_MATRIX_B].data != NULL)
    return FALSE;

  /* K@2.3.1 recurrent.py: false; K@v2.15.0 gru.py, KM gru.py: true. */
  keras = &self->layer->keras;
  return scope_layer_get_boolean (self->layer, "reset_after",
                                  scope_keras_at_least (keras, 3, 0) || keras->tensorflow);
}

gboolean
scope_gates_has_peepholes (ScopeGates *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->n_gates; i++)
    if (self->views[i][SCOPE_MATRIX_V].data != NULL)
      return TRUE;
  return FALSE;
}

const char *
scope_gates_get_peephole_text (ScopeGates *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->n_gates != 4)
    return NULL;
  if (scope_gates_has_peepholes (self))
    return _ ("V: peepholes from a unit’s own cell state to its gates i, f and o, one number for "
              "each unit; the candidate has none.");
  return _ ("There is no V: Keras’s LSTM has no peepholes; its gates see the cell state only "
            "through the output h.");
}

const char *
scope_matrix_get_letter (ScopeMatrix matrix)
{
  static const char *const letters[] = { "W", "U", "b", "V" };

  g_return_val_if_fail (matrix < SCOPE_N_MATRICES_AND_V, NULL);

  return letters[matrix];
}

const char *
scope_gates_get_storage (ScopeGates *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _ (self->storage);
}
