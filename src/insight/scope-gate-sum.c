/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-gate-sum.h"

#include "scope-error.h"

#include <glib/gi18n.h>
#include <math.h>

G_DEFINE_BOXED_TYPE (ScopeGateSum, scope_gate_sum, scope_gate_sum_copy, scope_gate_sum_free)

/* What the arithmetic is about, put together once. */
typedef struct
{
  ScopeLayer *layer;
  ScopeGates *gates;
  ScopeTrace *trace;
  gsize window;
  gsize step;
  guint gate;
  guint unit;
} Place;

/* The track in which a trace keeps a gate: the gate's position among the tracks, as both are in
 * canonical order; a SimpleRNN's only gate is its hidden state. */
static ScopeArray *
get_gate_track (const Place *place)
{
  if (scope_gates_get_n_gates (place->gates) == 1)
    return scope_trace_find (place->trace, "hidden");
  return place->gate < scope_trace_get_n_tracks (place->trace)
             ? scope_trace_get_track (place->trace, place->gate)
             : NULL;
}

/* Row @step of an array of (windows, steps, …). */
static const float *
get_row (ScopeArray *array, gsize window, gsize step)
{
  gsize n_steps = scope_array_get_dim (array, 1);
  gsize width = scope_array_get_dim (array, 2);

  return scope_array_get_data (array) + (window * n_steps + step) * width;
}

/* h of the step before; NULL for the first step, also of each run of a layer that is run several times. */
static const float *
get_hidden_before (const Place *place)
{
  if (place->step % scope_trace_get_run_length (place->trace) == 0)
    return NULL;
  return get_row (scope_trace_find (place->trace, "hidden"), place->window, place->step - 1);
}

/* Adds what the gate sees of its own unit's cell state. */
static double
add_peephole (ScopeGateSum *self, const Place *place)
{
  ScopeMatrixView view;
  ScopeArray *track = scope_trace_find (place->trace, "cell");
  /* The output gate looks when the cell has its new state; the candidate never does. */
  gboolean now = place->gate == 3;
  gboolean first = place->step % scope_trace_get_run_length (place->trace) == 0;
  ScopeGateProduct *part;

  if (!scope_gates_has_peepholes (place->gates) || track == NULL)
    return 0;
  view = scope_gates_get_view (place->gates, place->gate, SCOPE_MATRIX_V);
  if (view.data == NULL)
    return 0;

  part = &self->parts[self->n_parts++];
  part->matrix = SCOPE_MATRIX_V;
  part->index = place->unit;
  part->weight = view.data[place->unit];
  if (now || !first)
    part->value = get_row (track, place->window, place->step - (now ? 0 : 1))[place->unit];
  part->product = part->weight * part->value;
  return part->product;
}

static gboolean
is_gru_candidate (const Place *place)
{
  return scope_gates_get_n_gates (place->gates) == 3 && place->gate == 2;
}

/* A bias of two rows says it by itself, and so does one of a single row; without biases the
 * configuration does (CuDNN's has no other way). */
static gboolean
resets_after (const Place *place, guint keras_major)
{
  gboolean fallback =
      keras_major >= 3 || g_str_equal (scope_layer_get_class (place->layer), "CuDNNGRU");

  if (scope_gates_get_recurrent_bias (place->gates).data != NULL)
    return TRUE;
  if (scope_gates_get_view (place->gates, 0, SCOPE_MATRIX_B).data != NULL)
    return FALSE;
  return scope_layer_get_boolean (place->layer, "reset_after", fallback);
}

static int
compare_parts (gconstpointer a, gconstpointer b)
{
  const ScopeGateProduct *left = a, *right = b;
  double left_size = fabs (left->product), right_size = fabs (right->product);

  if (left_size != right_size)
    return left_size > right_size ? -1 : 1;
  if (left->matrix != right->matrix)
    return left->matrix < right->matrix ? -1 : 1;
  return left->index < right->index ? -1 : left->index > right->index;
}

static double
add_parts (ScopeGateSum *self, const Place *place, ScopeMatrix matrix, const float *values,
           const float *factors, double factor)
{
  ScopeMatrixView view = scope_gates_get_view (place->gates, place->gate, matrix);
  double sum = 0;

  for (gsize row = 0; view.data != NULL && row < view.n_rows; row++)
    {
      ScopeGateProduct *part = &self->parts[self->n_parts++];

      part->matrix = matrix;
      part->index = row;
      part->weight = view.data[row * view.row_stride + place->unit];
      part->value = values != NULL ? values[row] : 0;
      /* Without reset_after the reset gate of each unit acts on what that unit said. */
      if (factors != NULL)
        part->value *= factors[row];
      part->product = factor * (part->weight * part->value);
      sum += part->product;
    }
  return sum;
}

static void
fill (ScopeGateSum *self, const Place *place, guint keras_major)
{
  ScopeArray *track = get_gate_track (place);
  const float *inputs = get_row (scope_trace_get_input (place->trace), place->window, place->step);
  const float *before = get_hidden_before (place);
  ScopeMatrixView bias = scope_gates_get_view (place->gates, place->gate, SCOPE_MATRIX_B);
  const float *resets = NULL;
  double reset = 1;

  if (is_gru_candidate (place))
    resets = get_row (scope_trace_find (place->trace, "reset"), place->window, place->step);

  self->activation = *scope_gates_get_activation (place->gates, place->gate);
  self->bias = bias.data != NULL ? bias.data[place->unit] : 0;
  self->from_inputs = add_parts (self, place, SCOPE_MATRIX_W, inputs, NULL, 1);

  if (resets != NULL && resets_after (place, keras_major))
    {
      ScopeMatrixView recurrent = scope_gates_get_recurrent_bias (place->gates);

      reset = resets[place->unit];
      self->from_units = add_parts (self, place, SCOPE_MATRIX_U, before, NULL, reset);
      if (recurrent.data != NULL)
        self->from_units += reset * recurrent.data[place->unit];
    }
  else
    self->from_units = add_parts (self, place, SCOPE_MATRIX_U, before, resets, 1);

  self->from_cell = add_peephole (self, place);
  self->sum = self->from_inputs + self->from_units + self->from_cell + self->bias;
  self->result = scope_activation_is_elementwise (&self->activation)
                     ? scope_activation_apply (&self->activation, self->sum)
                     : NAN;
  self->traced = track != NULL ? get_row (track, place->window, place->step)[place->unit] : NAN;
  qsort (self->parts, self->n_parts, sizeof (ScopeGateProduct), compare_parts);
}

/* Whether another layer hands in the first state: the recurrent layer is fed by more than its input
 * and a mask. */
static gboolean
has_given_state (ScopeModel *model, ScopeLayer *layer)
{
  for (guint i = 0; i < scope_model_get_n_layers (model); i++)
    {
      ScopeLayer *top = scope_model_get_layer (model, i);
      gboolean holds = top == layer;

      for (guint k = 0; k < scope_layer_get_n_children (top); k++)
        holds = holds || scope_layer_get_child (top, k) == layer;
      for (guint call = 0; holds && call < scope_layer_get_n_calls (top); call++)
        for (guint feed = 1; feed < scope_layer_get_n_feeds (top, call); feed++)
          if (g_strcmp0 (scope_layer_get_feed_argument (top, call, feed), "mask") != 0)
            return TRUE;
    }
  return FALSE;
}

ScopeGateSum *
scope_gate_sum_new (ScopeModel *model, ScopeTrace *trace, gsize window, gsize step, guint gate,
                    guint unit, GError **error)
{
  Place place = { .trace = trace, .window = window, .step = step, .gate = gate, .unit = unit };
  g_autoptr (ScopeGates) gates = NULL;
  ScopeGateSum *self;

  g_return_val_if_fail (model != NULL, NULL);
  g_return_val_if_fail (trace != NULL, NULL);
  g_return_val_if_fail (window < scope_trace_get_n_windows (trace), NULL);
  g_return_val_if_fail (step < scope_trace_get_n_steps (trace), NULL);

  place.layer = scope_model_find_layer (model, scope_trace_get_layer (trace));
  g_return_val_if_fail (place.layer != NULL, NULL);
  gates = scope_gates_new (place.layer, error);
  if (gates == NULL)
    return NULL;
  place.gates = gates;
  g_return_val_if_fail (gate < scope_gates_get_n_gates (gates), NULL);
  g_return_val_if_fail (unit < scope_gates_get_n_units (gates), NULL);

  if (step == 0 && has_given_state (model, place.layer))
    {
      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, scope_trace_get_layer (trace),
                       _ ("another layer gives this one its first state, which is not recorded"),
                       NULL, _ ("choose a later step"));
      return NULL;
    }

  self = g_new0 (ScopeGateSum, 1);
  self->parts = g_new0 (ScopeGateProduct, (gsize) scope_gates_get_n_features (gates)
                                              + scope_gates_get_n_units (gates) + 1);
  fill (self, &place, scope_model_get_keras_major (model));
  return self;
}

ScopeGateSum *
scope_gate_sum_copy (const ScopeGateSum *self)
{
  ScopeGateSum *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->parts = g_memdup2 (self->parts, self->n_parts * sizeof (ScopeGateProduct));
  return copy;
}

void
scope_gate_sum_free (ScopeGateSum *self)
{
  if (self == NULL)
    return;
  g_free (self->parts);
  g_free (self);
}
