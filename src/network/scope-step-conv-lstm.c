/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ConvLSTM1D, 2D and 3D (K@v2.15.0 base_conv_lstm.py, KM conv_lstm.py): an LSTM whose products are convolutions,
 *   z = x * W + h * U + b;  i, f, c̃, o as in an LSTM
 * where x * W has the layer's strides, padding and dilation, and h * U pads h so that it keeps its size. A convolution is a
 * matrix product here: what lies under the window at a place, x and h side by side, is a row.
 */
#include "scope-recurrence.h"

#include "scope-activate.h"
#include "scope-buffer.h"
#include "scope-error.h"
#include "scope-layer-step.h"
#include "scope-panels.h"
#include "scope-slide.h"
#include "scope-trace-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Places whose rows are made at once. */
#define BLOCK 64

enum
{
  TRACK_INPUT,
  TRACK_FORGET,
  TRACK_CANDIDATE,
  TRACK_OUTPUT,
  N_GATES,
  TRACK_CELL = N_GATES,
  TRACK_HIDDEN,
  N_TRACKS
};

/* Of all places of all filters, in the order of the layer's answer. */
static const char *const tracks[] = { "input", "forget", "candidate", "output", "cell", "hidden" };

typedef struct
{
  ScopeLayerStep parent;
  ScopeRecurrence how; /* n_features: channels; n_units: filters */
  ScopePanels panels;  /* (looks · channels + looks · filters, 4 · filters) */
  ScopeActivation gate;
  ScopeActivation candidate;
} Step;

/* What a thread changes; one window at a time. Frames and states have their axes in the layer's order. */
typedef struct
{
  ScopeSlide input;
  ScopeSlide recurrent;
  gsize n_frame;          /* numbers of a step of the input */
  gsize n_state;          /* numbers of h */
  gsize n_places;         /* of what comes out */
  gsize *input_looks;     /* (n_places, looks): where in a frame */
  gsize *recurrent_looks; /* (n_places, looks): where in h */
  float *rows;            /* (BLOCK, depth) */
  float *sums;            /* (BLOCK, 4 filters) */
  float *gates;           /* (6; BLOCK, filters): i, f, c̃, o, c, act (c) */
  float *hidden;          /* h of the step before */
  float *next;            /* h of this step */
  float *cell;            /* c */
  float *kept;            /* c of the step before */
  float *shown;           /* what the layer answered */
} State;

static gboolean
conv_lstm_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;
  const ScopeShape *mask = &inputs[step->n_inputs - 1];
  guint channels = scope_layer_has_channels_first (self->parent.layer) ? 2 : inputs[0].n_dims - 1;
  ScopeShape state;

  if (inputs[0].n_dims != scope_slide_get_space (self->parent.layer) + 3)
    return scope_layer_step_refuse (&inputs[0], why);
  if (!scope_layer_step_check_dim (&inputs[0], channels, self->how.n_features, why)
      || !scope_layer_step_infer (step, inputs, outputs, why))
    return FALSE;

  state = self->how.return_sequences ? scope_shape_without (&outputs[0], 1) : outputs[0];
  for (guint i = 1; i <= self->how.n_initial; i++)
    if (inputs[i].n_dims != state.n_dims
        || memcmp (inputs[i].dims + 1, state.dims + 1, (state.n_dims - 1) * sizeof state.dims[0])
               != 0)
      {
        g_autofree char *found = scope_shape_dup_text (&inputs[i]);
        g_autofree char *expected = scope_shape_dup_text (&state);

        *why = g_strdup_printf (_ ("Its initial state has the shape %s; its own have %s."), found,
                                expected);
        return FALSE;
      }
  /* Keras itself fails on a mask of single places of a frame. */
  if (self->how.masked && (mask->n_dims < 2 || scope_shape_product (mask, 2) != 1))
    {
      g_autofree char *found = scope_shape_dup_text (mask);

      *why =
          g_strdup_printf (_ ("Its mask has the shape %s; expected one for whole steps."), found);
      return FALSE;
    }
  return TRUE;
}

static void
conv_lstm_state_free (gpointer state)
{
  State *self = state;

  g_free (self->input_looks);
  g_free (self->recurrent_looks);
  scope_buffer_free (self->rows);
  scope_buffer_free (self->sums);
  scope_buffer_free (self->gates);
  scope_buffer_free (self->hidden);
  scope_buffer_free (self->next);
  scope_buffer_free (self->cell);
  scope_buffer_free (self->kept);
  scope_buffer_free (self->shown);
  g_free (self);
}

/* Over what comes out, which it leaves as large as it is. */
static ScopeSlide
get_recurrent (const ScopeSlide *input, gboolean theano)
{
  ScopeSlide self = *input;

  self.n_channels = input->n_made;
  self.in_channel_step = input->out_channel_step;
  for (guint i = 0; i < self.space; i++)
    {
      self.in[i] = input->out[i];
      self.in_step[i] = input->out_step[i];
      self.stride[i] = 1;
      self.dilation[i] = 1;
      self.left[i] = theano ? self.size[i] / 2 : (self.size[i] - 1) / 2;
    }
  return self;
}

static gsize *
list_looks (const ScopeSlide *slide, GError **error)
{
  gsize n_places = scope_slide_count_places (slide);
  gsize n_looks = scope_slide_count_looks (slide);
  gsize n;
  gsize *list = NULL;

  if (g_size_checked_mul (&n, n_places, n_looks))
    list = g_try_new (gsize, MAX (1, n));
  if (list == NULL)
    {
      g_autofree char *found = g_strdup_printf (_ ("%zu times %zu numbers"), n_places, n_looks);

      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, _ ("Memory for a run"), found,
                       _ ("fewer than this machine has memory for"), NULL);
      return NULL;
    }
  for (gsize place = 0; place < n_places; place++)
    scope_slide_list (slide, place, list + place * n_looks);
  return list;
}

static gpointer
conv_lstm_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows,
                     GError **error)
{
  const Step *self = (const Step *) step;
  ScopeShape outputs[SCOPE_STEP_MAX_OUTPUTS] = { 0 };
  ScopeShape frame = scope_shape_without (&inputs[0], 1);
  gsize n_filters = self->how.n_units;
  g_autofree char *why = NULL;
  State *state = g_new0 (State, 1);
  ScopeShape made;

  conv_lstm_infer (step, inputs, outputs, &why);
  made = self->how.return_sequences ? scope_shape_without (&outputs[0], 1) : outputs[0];
  scope_slide_init (&state->input, self->parent.layer, SCOPE_SLIDE_CONVOLUTION, &frame, &made);
  state->recurrent = get_recurrent (&state->input, scope_layer_is_theano (self->parent.layer));
  state->n_frame = (gsize) scope_shape_product (&frame, 1);
  state->n_state = (gsize) scope_shape_product (&made, 1);
  state->n_places = scope_slide_count_places (&state->input);

  if ((state->input_looks = list_looks (&state->input, error)) == NULL
      || (state->recurrent_looks = list_looks (&state->recurrent, error)) == NULL
      || (state->rows = scope_buffer_new (BLOCK, self->panels.depth, error)) == NULL
      || (state->sums = scope_buffer_new (BLOCK, N_GATES * n_filters, error)) == NULL
      || (state->gates = scope_buffer_new ((N_GATES + 2) * BLOCK, n_filters, error)) == NULL
      || (state->hidden = scope_buffer_new (1, state->n_state, error)) == NULL
      || (state->next = scope_buffer_new (1, state->n_state, error)) == NULL
      || (state->cell = scope_buffer_new (1, state->n_state, error)) == NULL
      || (state->kept = scope_buffer_new (1, state->n_state, error)) == NULL
      || (state->shown = scope_buffer_new (1, state->n_state, error)) == NULL)
    {
      conv_lstm_state_free (state);
      return NULL;
    }
  return state;
}

/* What lies under the window at one place. */
static float *
gather (const ScopeSlide *slide, const gsize *looks, const float *grid, float *to)
{
  gsize n_looks = scope_slide_count_looks (slide);

  for (gsize k = 0; k < n_looks; k++, to += slide->n_channels)
    if (looks[k] == G_MAXSIZE)
      memset (to, 0, slide->n_channels * sizeof (float));
    else
      for (gsize c = 0; c < slide->n_channels; c++)
        to[c] = grid[looks[k] + c * slide->in_channel_step];
  return to;
}

/* (n, n_filters) of places of a state, and back. */
static void
read_places (const ScopeSlide *slide, const float *state, gsize first, gsize n, float *to)
{
  for (gsize p = 0; p < n; p++)
    for (gsize c = 0; c < slide->n_made; c++)
      *to++ = state[scope_slide_get_place (slide, first + p) + c * slide->out_channel_step];
}

static void
write_places (const ScopeSlide *slide, const float *from, gsize first, gsize n, float *state)
{
  for (gsize p = 0; p < n; p++)
    for (gsize c = 0; c < slide->n_made; c++)
      state[scope_slide_get_place (slide, first + p) + c * slide->out_channel_step] = *from++;
}

/* Places @first … @first + @n - 1 of h and c; @maps: (nullable): where gates go. */
static void
take_block (const Step *self, State *state, const float *frame, gsize first, gsize n,
            float *const *maps)
{
  const ScopeKernels *kernels = self->parent.parent.kernels;
  gsize n_looks = scope_slide_count_looks (&state->input);
  gsize f = self->how.n_units;
  float *input = state->gates;
  float *forget = input + n * f;
  float *candidate = forget + n * f;
  float *output = candidate + n * f;
  float *cell = output + n * f;
  float *shaped = cell + n * f;

  for (gsize p = 0; p < n; p++)
    {
      float *row = state->rows + p * self->panels.depth;

      row = gather (&state->input, state->input_looks + (first + p) * n_looks, frame, row);
      gather (&state->recurrent, state->recurrent_looks + (first + p) * n_looks, state->hidden,
              row);
    }
  kernels->multiply (&self->panels, n, state->rows, self->panels.depth, state->sums, N_GATES * f);

  for (gsize p = 0; p < n; p++)
    for (guint g = 0; g < N_GATES; g++)
      memcpy (state->gates + (g * n + p) * f, state->sums + (p * N_GATES + g) * f,
              f * sizeof (float));
  scope_activate (kernels, &self->gate, input, 2 * n, f);
  scope_activate (kernels, &self->candidate, candidate, n, f);
  scope_activate (kernels, &self->gate, output, n, f);

  for (guint g = 0; maps != NULL && g < N_GATES; g++)
    write_places (&state->input, state->gates + g * n * f, first, n, maps[g]);

  read_places (&state->input, state->cell, first, n, cell);
  for (gsize k = 0; k < n * f; k++)
    shaped[k] = cell[k] = forget[k] * cell[k] + input[k] * candidate[k];
  write_places (&state->input, cell, first, n, state->cell);
  scope_activate (kernels, &self->candidate, shaped, n, f);
  for (gsize k = 0; k < n * f; k++)
    shaped[k] *= output[k];
  write_places (&state->input, shaped, first, n, state->next);
}

static void
begin (const State *state, const ScopeValue *initial, gsize window, float *to)
{
  if (initial != NULL)
    memcpy (to, scope_value_get_window (initial, window), state->n_state * sizeof (float));
  else
    memset (to, 0, state->n_state * sizeof (float));
}

static gboolean
counts_at (const ScopeValue *mask, gsize window, gsize row)
{
  return mask == NULL || scope_value_get_window (mask, window)[row] != 0;
}

/* One step: h and c, which stay as they are where it does not count. */
static void
take_step (const Step *self, State *state, const ScopeChunk *chunk, const float *frame,
           gsize window, gsize step, gboolean counts)
{
  gsize n_bytes = state->n_state * sizeof (float);
  float *before = state->hidden;
  float *maps[N_TRACKS + 1] = { NULL };

  for (guint i = 0; chunk->trace != NULL && i <= N_TRACKS; i++)
    maps[i] = scope_trace_get_writable (chunk->trace, i, chunk->first + window)
              + step * (i < N_TRACKS ? state->n_state : state->n_frame);

  memcpy (state->kept, state->cell, n_bytes);
  for (gsize p = 0; p < state->n_places; p += BLOCK)
    take_block (self, state, frame, p, MIN (state->n_places - p, BLOCK),
                chunk->trace != NULL ? maps : NULL);
  if (counts)
    {
      state->hidden = state->next;
      state->next = before;
      memcpy (state->shown, state->hidden, n_bytes);
    }
  else
    memcpy (state->cell, state->kept, n_bytes);

  if (chunk->trace != NULL)
    {
      memcpy (maps[TRACK_CELL], state->cell, n_bytes);
      memcpy (maps[TRACK_HIDDEN], state->hidden, n_bytes);
      memcpy (maps[N_TRACKS], frame, state->n_frame * sizeof (float));
    }
}

static gboolean
run_window (const Step *self, State *state, const ScopeChunk *chunk,
            const ScopeValue *const *inputs, gsize window, float *const *outputs)
{
  const ScopeStep *step = &self->parent.parent;
  const ScopeRecurrence *how = &self->how;
  const ScopeValue *mask = how->masked ? inputs[step->n_inputs - 1] : NULL;
  gsize n_steps = (gsize) inputs[0]->shape.dims[1];
  gsize n = state->n_state;
  float *to = outputs[0] + window * n * (how->return_sequences ? n_steps : 1);

  begin (state, how->n_initial > 0 ? inputs[1] : NULL, window, state->hidden);
  begin (state, how->n_initial > 0 ? inputs[2] : NULL, window, state->cell);
  memset (state->shown, 0, n * sizeof (float));

  for (gsize t = 0; t < n_steps; t++)
    {
      gsize row = scope_recurrence_get_row (how, n_steps, t);
      gboolean counts = counts_at (mask, window, row);
      gboolean zero = !counts;

      if (g_cancellable_is_cancelled (chunk->cancellable))
        return FALSE;

      take_step (self, state, chunk,
                 scope_value_get_window (inputs[0], window) + row * state->n_frame, window, t,
                 counts);

      /* As scope_recurrence_show() has it. */
      if (how->unrolled && how->return_sequences)
        zero = !counts_at (mask, window, t);
      if (!how->return_sequences && t + 1 < n_steps)
        continue;
      if (zero && how->zero_masked)
        memset (to, 0, n * sizeof (float));
      else
        memcpy (to, state->shown, n * sizeof (float));
      to += n;
    }

  if (step->n_outputs > 1)
    {
      memcpy (outputs[1] + window * n, state->hidden, n * sizeof (float));
      memcpy (outputs[2] + window * n, state->cell, n * sizeof (float));
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
  scope_layer_step_free (step);
}

static const ScopeStepClass conv_lstm_class = {
  .tracks = tracks,
  .n_tracks = N_TRACKS,
  .infer = conv_lstm_infer,
  .state_new = conv_lstm_state_new,
  .state_free = conv_lstm_state_free,
  .forward = conv_lstm_forward,
  .free = conv_lstm_free,
};

/* One of the two kernels, (window…, channels, 4 filters): as it stands a matrix of four column blocks. */
static float *
dup_kernel (ScopeLayer *layer, const char *role, guint space, gsize *dims, char **why)
{
  ScopeArray *array = scope_layer_get_array (layer, role);
  gint64 sizes[SCOPE_SLIDE_MAX_SPACE];
  g_autofree float *numbers = NULL;
  gboolean fits = array != NULL;

  scope_layer_get_sizes (layer, "kernel_size", space, 1, sizes);
  if (fits)
    numbers = scope_slide_dup_kernel (layer, array, space, dims, why);
  for (guint i = 0; numbers != NULL && i < space; i++)
    fits = fits && dims[i] == (gsize) sizes[i];
  if (numbers != NULL && fits && dims[space + 1] % N_GATES == 0)
    return g_steal_pointer (&numbers);
  if (*why == NULL)
    *why = g_strdup (_ ("The file has no kernels of a convolutional LSTM for it."));
  return NULL;
}

static gboolean
pack (Step *self, ScopeLayer *layer, char **why)
{
  guint space = scope_slide_get_space (layer);
  gsize dims[SCOPE_ARRAY_MAX_DIMS];
  gsize other[SCOPE_ARRAY_MAX_DIMS];
  g_autofree float *kernel = dup_kernel (layer, "kernel", space, dims, why);
  g_autofree float *recurrent =
      kernel != NULL ? dup_kernel (layer, "recurrent_kernel", space, other, why) : NULL;
  ScopeArray *bias = scope_layer_get_array (layer, "bias");
  g_autoptr (GError) error = NULL;
  gsize n_columns;
  gsize n_looks = 1;
  float *matrix;
  gboolean packed;

  if (recurrent == NULL)
    return FALSE;

  n_columns = dims[space + 1];
  self->how.n_features = dims[space];
  self->how.n_units = n_columns / N_GATES;
  for (guint i = 0; i < space; i++)
    n_looks *= dims[i];
  if (self->how.n_units != scope_layer_get_units (layer) || other[space] != self->how.n_units
      || other[space + 1] != n_columns
      || (bias != NULL && !scope_array_has_shape (bias, 1, &n_columns)))
    {
      *why = g_strdup (_ ("Its kernels and its bias are not of the same sizes."));
      return FALSE;
    }

  matrix =
      scope_buffer_new (n_looks * (self->how.n_features + self->how.n_units), n_columns, &error);
  packed = matrix != NULL;
  if (packed)
    {
      gsize n = n_looks * self->how.n_features;

      memcpy (matrix, kernel, n * n_columns * sizeof (float));
      memcpy (matrix + n * n_columns, recurrent,
              n_looks * self->how.n_units * n_columns * sizeof (float));
      packed = scope_panels_pack (&self->panels, self->parent.parent.kernels->lanes,
                                  n + n_looks * self->how.n_units, n_columns, matrix,
                                  bias != NULL ? scope_array_get_data (bias) : NULL, &error);
    }
  scope_buffer_free (matrix);
  if (!packed)
    *why = g_strdup (error->message);
  return packed;
}

static gboolean
configure (Step *self, ScopeLayer *layer, char **why)
{
  if (!scope_slide_check_sizes (layer, "kernel_size", why))
    return FALSE;
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
  /* It would look along the last axis, which is one of space there. */
  if (scope_layer_has_channels_first (layer)
      && !(scope_activation_is_elementwise (&self->gate)
           && scope_activation_is_elementwise (&self->candidate)))
    {
      *why = g_strdup (
          _ ("Its activation looks at more than one number, which Gatescope cannot run here."));
      return FALSE;
    }
  return pack (self, layer, why);
}

gboolean
scope_compile_conv_lstm (ScopePlan *plan, ScopeLayer *layer, const char *path,
                         const ScopeRecurrence *how, const guint *inputs, guint n_inputs,
                         GArray *outputs, char **why)
{
  guint mask = scope_recurrence_find_mask (plan, layer, inputs, n_inputs);
  guint fed[4];
  Step *self;

  if (n_inputs != 1 && n_inputs != 3)
    {
      *why = g_strdup_printf (_ ("It is fed by %u tensors; expected its input, with or without the "
                                 "two states that it begins with."),
                              n_inputs);
      return FALSE;
    }

  self = scope_layer_step_new (sizeof (Step), &conv_lstm_class, plan, layer, path);
  self->how = *how;
  self->how.n_states = 2;
  self->how.n_initial = n_inputs - 1;
  self->how.masked = mask != SCOPE_NO_MASK;
  self->parent.parent.backwards = how->backwards;
  self->parent.parent.n_outputs = how->return_state ? 3 : 1;
  if (!configure (self, layer, why))
    {
      scope_step_free (&self->parent.parent);
      return FALSE;
    }

  memcpy (fed, inputs, n_inputs * sizeof *inputs);
  if (self->how.masked)
    fed[n_inputs++] = mask;
  if (!scope_plan_add (plan, &self->parent.parent, fed, n_inputs, outputs, why))
    return FALSE;
  if (how->return_sequences)
    scope_plan_set_mask (plan, g_array_index (outputs, guint, 0),
                         scope_plan_get_mask (plan, inputs[0]));
  return TRUE;
}
