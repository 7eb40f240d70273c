/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ConvLSTM1D, 2D and 3D (K@v2.15.0 base_conv_lstm.py, KM conv_lstm.py): an LSTM whose products are convolutions,
 *   z = x * W + h * U + b;  i, f, c̃, o as in an LSTM
 * where x * W has the layer's strides, padding and dilation, and h * U pads h so that it keeps its size. A convolution is a matrix product
 * here: what lies under the window at each place, x and h side by side, is a row.
 */
#include "scope-recurrence.h"

#include "scope-activate.h"
#include "scope-buffer.h"
#include "scope-panels.h"
#include "scope-taps.h"

#include <glib/gi18n.h>
#include <string.h>

/* Places whose rows are made at once. */
#define BLOCK 64

typedef struct
{
  ScopeStep parent;
  ScopeRecurrence how; /* n_features: channels; n_units: filters */
  ScopePanels panels;  /* (taps · channels + taps · filters, 4 · filters) */
  ScopeTaps taps;      /* sizes are a run's */
  gboolean channels_first;
  ScopeActivation gate;
  ScopeActivation candidate;
} Step;

/* What a thread changes; one window at a time. Grids have their channels last. */
typedef struct
{
  gsize n_pixels;        /* of a frame */
  gsize n_places;        /* of what comes out */
  gsize *input_taps;     /* (n_places, taps) */
  gsize *recurrent_taps; /* (n_places, taps) */
  float *frame;          /* (n_pixels, channels) */
  float *rows;           /* (BLOCK, depth) */
  float *sums;           /* (BLOCK, 4 filters) */
  float *gates;          /* (5; BLOCK, filters): i, f, c̃, o, act (c) */
  float *hidden;         /* (n_places, filters): h of the step before */
  float *next;           /* the same of this step */
  float *cell;           /* c */
  float *shown;          /* what the layer answered */
} State;

static gboolean
get_taps (const Step *self, const ScopeShape *input, ScopeTaps *taps)
{
  guint first = self->channels_first ? 3 : 2;

  *taps = self->taps;
  for (guint i = 0; i < taps->n_space; i++)
    {
      taps->sizes[i] = input->dims[first + i];
      if (scope_taps_get_length (taps, i) == 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
conv_lstm_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;
  g_autofree char *text = scope_shape_dup_text (&inputs[0]);
  ScopeShape state = { 1, { SCOPE_DIM_FREE } };
  ScopeTaps taps;

  if (inputs[0].n_dims != self->taps.n_space + 3)
    {
      *why = g_strdup_printf (_ ("Its input has the shape %s; expected windows, steps, %u lengths "
                                 "and channels."),
                              text, self->taps.n_space);
      return FALSE;
    }
  if (inputs[0].dims[self->channels_first ? 2 : inputs[0].n_dims - 1]
      != (gint64) self->how.n_features)
    {
      *why = g_strdup_printf (_ ("Its input has the shape %s, its kernel takes %zu channels."),
                              text, self->how.n_features);
      return FALSE;
    }
  if (!get_taps (self, &inputs[0], &taps))
    {
      *why = g_strdup_printf (_ ("Its input has the shape %s, which is smaller than its kernel."),
                              text);
      return FALSE;
    }

  if (self->channels_first)
    scope_shape_append (&state, (gint64) self->how.n_units);
  for (guint i = 0; i < taps.n_space; i++)
    scope_shape_append (&state, scope_taps_get_length (&taps, i));
  if (!self->channels_first)
    scope_shape_append (&state, (gint64) self->how.n_units);

  for (guint i = 1; i <= self->how.n_initial; i++)
    if (inputs[i].n_dims != state.n_dims
        || memcmp (inputs[i].dims + 1, state.dims + 1, (state.n_dims - 1) * sizeof state.dims[0])
               != 0)
      {
        g_autofree char *found = scope_shape_dup_text (&inputs[i]);
        g_autofree char *expected = scope_shape_dup_text (&state);

        *why =
            g_strdup_printf (_ ("Its initial state has the shape %s; it has %s."), found, expected);
        return FALSE;
      }
  /* A mask of single numbers of a frame has no meaning, and Keras itself fails on it. */
  if (self->how.masked
      && (inputs[step->n_inputs - 1].n_dims < 2
          || scope_shape_product (&inputs[step->n_inputs - 1], 2) != 1))
    {
      g_autofree char *found = scope_shape_dup_text (&inputs[step->n_inputs - 1]);

      *why =
          g_strdup_printf (_ ("Its mask has the shape %s; expected one for whole steps."), found);
      return FALSE;
    }

  outputs[0] =
      self->how.return_sequences ? scope_shape_insert (&state, 1, inputs[0].dims[1]) : state;
  for (guint i = 1; i < step->n_outputs; i++)
    outputs[i] = state;
  return TRUE;
}

static void
conv_lstm_state_free (gpointer state)
{
  State *self = state;

  g_free (self->input_taps);
  g_free (self->recurrent_taps);
  scope_buffer_free (self->frame);
  scope_buffer_free (self->rows);
  scope_buffer_free (self->sums);
  scope_buffer_free (self->gates);
  scope_buffer_free (self->hidden);
  scope_buffer_free (self->next);
  scope_buffer_free (self->cell);
  scope_buffer_free (self->shown);
  g_free (self);
}

/* The recurrent convolution is over what comes out, which it leaves as large as it is. */
static ScopeTaps
get_recurrent_taps (const ScopeTaps *taps)
{
  ScopeTaps own = *taps;

  own.same = TRUE;
  for (guint i = 0; i < own.n_space; i++)
    {
      own.sizes[i] = scope_taps_get_length (taps, i);
      own.strides[i] = 1;
      own.dilations[i] = 1;
    }
  return own;
}

static gpointer
conv_lstm_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows,
                     GError **error)
{
  const Step *self = (const Step *) step;
  gsize n_filters = self->how.n_units;
  State *state = g_new0 (State, 1);
  ScopeTaps recurrent;
  ScopeTaps taps;

  get_taps (self, &inputs[0], &taps);
  recurrent = get_recurrent_taps (&taps);
  state->n_pixels = 1;
  for (guint i = 0; i < taps.n_space; i++)
    state->n_pixels *= (gsize) taps.sizes[i];
  state->n_places = scope_taps_get_n_places (&taps);

  if ((state->input_taps = scope_taps_list (&taps, error)) == NULL
      || (state->recurrent_taps = scope_taps_list (&recurrent, error)) == NULL
      || (state->frame = scope_buffer_new (state->n_pixels, self->how.n_features, error)) == NULL
      || (state->rows = scope_buffer_new (BLOCK, self->panels.depth, error)) == NULL
      || (state->sums = scope_buffer_new (BLOCK, 4 * n_filters, error)) == NULL
      || (state->gates = scope_buffer_new (5 * BLOCK, n_filters, error)) == NULL
      || (state->hidden = scope_buffer_new (state->n_places, n_filters, error)) == NULL
      || (state->next = scope_buffer_new (state->n_places, n_filters, error)) == NULL
      || (state->cell = scope_buffer_new (state->n_places, n_filters, error)) == NULL
      || (state->shown = scope_buffer_new (state->n_places, n_filters, error)) == NULL)
    {
      conv_lstm_state_free (state);
      return NULL;
    }
  return state;
}

/* A grid with its channels where the layer has them, to one that has them last, and the other way. */
static void
read_grid (const Step *self, const float *from, gsize n_places, gsize n_channels, float *to)
{
  if (!self->channels_first)
    memcpy (to, from, n_places * n_channels * sizeof (float));
  else
    for (gsize c = 0; c < n_channels; c++)
      for (gsize p = 0; p < n_places; p++)
        to[p * n_channels + c] = from[c * n_places + p];
}

static void
write_grid (const Step *self, const float *from, gsize n_places, gsize n_channels, float *to)
{
  if (!self->channels_first)
    memcpy (to, from, n_places * n_channels * sizeof (float));
  else
    for (gsize p = 0; p < n_places; p++)
      for (gsize c = 0; c < n_channels; c++)
        to[c * n_places + p] = from[p * n_channels + c];
}

/* What lies under the window at one place. */
static float *
gather (const gsize *taps, gsize n_taps, const float *grid, gsize n_channels, float *to)
{
  for (gsize k = 0; k < n_taps; k++, to += n_channels)
    if (taps[k] == SCOPE_TAP_NOWHERE)
      memset (to, 0, n_channels * sizeof (float));
    else
      memcpy (to, grid + taps[k] * n_channels, n_channels * sizeof (float));
  return to;
}

/* Places @first … @first + @n - 1 of h and c. */
static void
take_block (const Step *self, State *state, gsize first, gsize n)
{
  const ScopeKernels *kernels = self->parent.kernels;
  gsize n_taps = scope_taps_get_n_taps (&self->taps);
  gsize f = self->how.n_units;
  float *i = state->gates;
  float *forget = i + n * f;
  float *candidate = forget + n * f;
  float *o = candidate + n * f;
  float *shaped = o + n * f;
  float *cell = state->cell + first * f;
  float *next = state->next + first * f;

  for (gsize p = 0; p < n; p++)
    {
      float *row = state->rows + p * self->panels.depth;

      row = gather (state->input_taps + (first + p) * n_taps, n_taps, state->frame,
                    self->how.n_features, row);
      gather (state->recurrent_taps + (first + p) * n_taps, n_taps, state->hidden, f, row);
    }
  kernels->multiply (&self->panels, n, state->rows, self->panels.depth, state->sums, 4 * f);

  for (gsize p = 0; p < n; p++)
    for (guint g = 0; g < 4; g++)
      memcpy (i + (g * n + p) * f, state->sums + (p * 4 + g) * f, f * sizeof (float));
  scope_activate (kernels, &self->gate, i, 2 * n, f);
  scope_activate (kernels, &self->candidate, candidate, n, f);
  scope_activate (kernels, &self->gate, o, n, f);

  for (gsize k = 0; k < n * f; k++)
    shaped[k] = cell[k] = forget[k] * cell[k] + i[k] * candidate[k];
  scope_activate (kernels, &self->candidate, shaped, n, f);
  for (gsize k = 0; k < n * f; k++)
    next[k] = o[k] * shaped[k];
}

static void
begin (const Step *self, const State *state, const ScopeValue *initial, gsize window, float *to)
{
  gsize n_filters = self->how.n_units;

  if (initial != NULL)
    read_grid (self, scope_value_get_window (initial, window), state->n_places, n_filters, to);
  else
    memset (to, 0, state->n_places * n_filters * sizeof (float));
}

static gboolean
counts_at (const ScopeValue *mask, gsize window, gsize row)
{
  return mask == NULL || scope_value_get_window (mask, window)[row] != 0;
}

static gboolean
run_window (const Step *self, State *state, const ScopeChunk *chunk,
            const ScopeValue *const *inputs, gsize window, float *const *outputs)
{
  const ScopeRecurrence *how = &self->how;
  const ScopeValue *mask = how->masked ? inputs[self->parent.n_inputs - 1] : NULL;
  gsize n_steps = (gsize) inputs[0]->shape.dims[1];
  gsize n_frame = state->n_pixels * how->n_features;
  gsize n_state = state->n_places * how->n_units;
  const float *from = scope_value_get_window (inputs[0], window);
  float *to = outputs[0] + window * n_state * (how->return_sequences ? n_steps : 1);

  begin (self, state, how->n_initial > 0 ? inputs[1] : NULL, window, state->hidden);
  begin (self, state, how->n_initial > 0 ? inputs[2] : NULL, window, state->cell);
  memset (state->shown, 0, n_state * sizeof (float));

  for (gsize t = 0; t < n_steps; t++)
    {
      gsize row = scope_recurrence_get_row (how, n_steps, t);
      gboolean counts = counts_at (mask, window, row);
      gboolean zero = !counts;

      if (g_cancellable_is_cancelled (chunk->cancellable))
        return FALSE;

      if (counts)
        {
          float *before = state->hidden;

          read_grid (self, from + row * n_frame, state->n_pixels, how->n_features, state->frame);
          for (gsize p = 0; p < state->n_places; p += BLOCK)
            take_block (self, state, p, MIN (state->n_places - p, BLOCK));
          state->hidden = state->next;
          state->next = before;
          memcpy (state->shown, state->hidden, n_state * sizeof (float));
        }

      /* As scope_recurrence_show() has it. */
      if (how->unrolled && how->return_sequences)
        zero = !counts_at (mask, window, t);
      if (!how->return_sequences && t + 1 < n_steps)
        continue;
      if (zero && how->zero_masked)
        memset (to, 0, n_state * sizeof (float));
      else
        write_grid (self, state->shown, state->n_places, how->n_units, to);
      to += n_state;
    }

  if (self->parent.n_outputs > 1)
    {
      write_grid (self, state->hidden, state->n_places, how->n_units,
                  outputs[1] + window * n_state);
      write_grid (self, state->cell, state->n_places, how->n_units, outputs[2] + window * n_state);
    }
  return TRUE;
}

static gboolean
conv_lstm_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
                   const ScopeValue *const *inputs, float *const *outputs)
{
  for (gsize w = 0; w < chunk->n_windows; w++)
    if (!run_window ((const Step *) step, state, chunk, inputs, w, outputs))
      return FALSE;
  return TRUE;
}

static void
conv_lstm_free (ScopeStep *step)
{
  scope_buffer_free ((float *) ((Step *) step)->panels.numbers);
}

static const ScopeStepClass conv_lstm_class = {
  .infer = conv_lstm_infer,
  .state_new = conv_lstm_state_new,
  .state_free = conv_lstm_state_free,
  .forward = conv_lstm_forward,
  .free = conv_lstm_free,
};

/* The kernel is (window, channels, 4 filters), the recurrent one (window, filters, 4 filters); both are as they stand a matrix
 * of four column blocks. */
static gboolean
check_arrays (ScopeLayer *layer, Step *self, char **why)
{
  guint n_space = self->taps.n_space;
  ScopeArray *kernel = scope_layer_get_array (layer, "kernel");
  ScopeArray *recurrent = scope_layer_get_array (layer, "recurrent_kernel");
  ScopeArray *bias = scope_layer_get_array (layer, "bias");
  gsize dims[SCOPE_TAPS_MAX_SPACE + 2];
  gsize n_columns;

  if (kernel == NULL || recurrent == NULL || scope_array_get_n_dims (kernel) != n_space + 2
      || scope_array_get_size (kernel) == 0 || scope_array_get_dim (kernel, n_space + 1) % 4 != 0)
    {
      *why = g_strdup (_ ("The file has no kernels of a convolutional LSTM for it."));
      return FALSE;
    }

  n_columns = scope_array_get_dim (kernel, n_space + 1);
  self->how.n_features = scope_array_get_dim (kernel, n_space);
  self->how.n_units = n_columns / 4;
  for (guint i = 0; i < n_space; i++)
    {
      dims[i] = scope_array_get_dim (kernel, i);
      self->taps.kernel[i] = (gint64) dims[i];
    }
  dims[n_space] = self->how.n_units;
  dims[n_space + 1] = n_columns;
  if (!scope_array_has_shape (recurrent, n_space + 2, dims)
      || (bias != NULL && !scope_array_has_shape (bias, 1, &n_columns)))
    {
      *why = g_strdup (_ ("Its kernels and its bias are not of the same sizes."));
      return FALSE;
    }
  return TRUE;
}

/* Theano turned the windows of its convolutions round (K@2.3.1 saving.py convert_nested_model, conv_utils.py convert_kernel). */
static void
copy_kernel (ScopeArray *array, gboolean turned, gsize n_taps, float *to)
{
  gsize n = scope_array_get_size (array) / n_taps;
  const float *from = scope_array_get_data (array);

  for (gsize k = 0; k < n_taps; k++)
    memcpy (to + k * n, from + (turned ? n_taps - 1 - k : k) * n, n * sizeof (float));
}

static gboolean
pack (ScopeLayer *layer, Step *self, GError **error)
{
  ScopeArray *bias = scope_layer_get_array (layer, "bias");
  gsize n_taps = scope_taps_get_n_taps (&self->taps);
  gsize n_columns = 4 * self->how.n_units;
  gsize n_above = n_taps * self->how.n_features;
  gsize depth = n_above + n_taps * self->how.n_units;
  gboolean turned = scope_layer_is_theano (layer);
  float *matrix = scope_buffer_new (depth, n_columns, error);
  gboolean packed;

  if (matrix == NULL)
    return FALSE;

  copy_kernel (scope_layer_get_array (layer, "kernel"), turned, n_taps, matrix);
  copy_kernel (scope_layer_get_array (layer, "recurrent_kernel"), turned, n_taps,
               matrix + n_above * n_columns);
  packed = scope_panels_pack (&self->panels, self->parent.kernels->lanes, depth, n_columns, matrix,
                              bias != NULL ? scope_array_get_data (bias) : NULL, error);
  scope_buffer_free (matrix);
  return packed;
}

static gboolean
configure (ScopeLayer *layer, Step *self, char **why)
{
  const char *padding = scope_layer_get_string (layer, "padding", "valid");
  const char *format = scope_layer_get_string (layer, "data_format", "channels_last");

  self->channels_first = strcmp (format, "channels_first") == 0;
  self->taps.same = strcmp (padding, "same") == 0;
  self->taps.n_space = (guint) (scope_layer_get_class (layer)[strlen ("ConvLSTM")] - '0');
  scope_layer_get_sizes (layer, "strides", self->taps.n_space, 1, self->taps.strides);
  scope_layer_get_sizes (layer, "dilation_rate", self->taps.n_space, 1, self->taps.dilations);
  for (guint i = 0; i < self->taps.n_space; i++)
    if (self->taps.strides[i] < 1 || self->taps.dilations[i] < 1
        || self->taps.strides[i] > G_MAXINT16 || self->taps.dilations[i] > G_MAXINT16)
      {
        *why = g_strdup (_ ("Its strides or its dilation are not what Keras can have."));
        return FALSE;
      }
  if (!self->taps.same && strcmp (padding, "valid") != 0)
    {
      *why = g_strdup_printf (_ ("It pads in a way that Keras does not have: “%s”."), padding);
      return FALSE;
    }
  if (!scope_layer_get_activation (layer, "activation", &self->candidate)
      || !scope_layer_get_activation (layer, "recurrent_activation", &self->gate))
    {
      *why = g_strdup (_ ("Its activation is a function that Keras does not have."));
      return FALSE;
    }
  if (scope_activate_get_width (&self->gate, 2) != 2
      || scope_activate_get_width (&self->candidate, 2) != 2)
    {
      *why = g_strdup (_ ("An activation that halves the number of units cannot be a gate's."));
      return FALSE;
    }
  if (self->channels_first
      && !(scope_activation_is_elementwise (&self->gate)
           && scope_activation_is_elementwise (&self->candidate)))
    {
      *why = g_strdup (
          _ ("Its activation looks at all columns of a row, which Gatescope cannot run."));
      return FALSE;
    }
  return check_arrays (layer, self, why);
}

gboolean
scope_compile_conv_lstm (ScopePlan *plan, ScopeLayer *layer, const char *path,
                         const ScopeRecurrence *how, const guint *inputs, guint n_inputs,
                         GArray *outputs, char **why)
{
  guint mask = scope_recurrence_find_mask (plan, layer, inputs, n_inputs);
  g_autoptr (GError) error = NULL;
  guint fed[4];
  Step *self;

  if (n_inputs != 1 && n_inputs != 3)
    {
      *why = g_strdup_printf (_ ("It is fed by %u tensors; expected its input, with or without the "
                                 "two states that it begins with."),
                              n_inputs);
      return FALSE;
    }

  self = scope_step_new (sizeof (Step), &conv_lstm_class, plan->kernels, path);
  self->how = *how;
  self->how.n_states = 2;
  self->how.n_initial = n_inputs - 1;
  self->how.masked = mask != SCOPE_NO_MASK;
  self->parent.backwards = how->backwards;
  self->parent.n_outputs = how->return_state ? 3 : 1;
  if (!configure (layer, self, why) || !pack (layer, self, &error))
    {
      if (error != NULL)
        *why = g_strdup (error->message);
      scope_step_free (&self->parent);
      return FALSE;
    }

  memcpy (fed, inputs, n_inputs * sizeof *inputs);
  if (self->how.masked)
    fed[n_inputs++] = mask;
  if (!scope_plan_add (plan, &self->parent, fed, n_inputs, outputs, why))
    return FALSE;
  if (how->return_sequences)
    scope_plan_set_mask (plan, g_array_index (outputs, guint, 0),
                         scope_plan_get_mask (plan, inputs[0]));
  return TRUE;
}
