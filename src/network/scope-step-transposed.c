/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conv1DTranspose, Conv2DTranspose, Conv3DTranspose: every place of the input spreads over the places that a convolution from there
 * would have looked at (K@v2.15.0 conv2d_transpose.py). */
#include "scope-layer-step.h"

#include "scope-activate.h"
#include "scope-buffer.h"
#include "scope-panels.h"
#include "scope-slide.h"

#include <glib/gi18n.h>
#include <string.h>

/* Places of the input that are worked on at once. */
#define BLOCK 32

/* @panels: (channels, looks · filters) */
typedef struct
{
  ScopeLayerStep parent;
  ScopeActivation activation;
  ScopePanels panels;
  const float *bias;
  gsize n_channels;
  gsize n_filters;
} Step;

/* @slide: from the output back to the input
 * @rows: (BLOCK, channels), @spread: (BLOCK, looks · filters) */
typedef struct
{
  ScopeSlide slide;
  gsize n_looks;
  gsize *offsets;
  float *rows;
  float *spread;
} State;

static gboolean
transposed_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;
  guint channels = scope_layer_has_channels_first (self->parent.layer) ? 1 : inputs[0].n_dims - 1;

  if (!scope_layer_step_check_dim (&inputs[0], channels, self->n_channels, why))
    return FALSE;
  return scope_layer_step_infer (step, inputs, outputs, why);
}

static void
transposed_state_free (gpointer data)
{
  State *state = data;

  g_free (state->offsets);
  scope_buffer_free (state->rows);
  scope_buffer_free (state->spread);
  g_free (state);
}

static gpointer
transposed_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows,
                      GError **error)
{
  const Step *self = (const Step *) step;
  State *state = g_new0 (State, 1);
  ScopeShape output = { 0 };
  g_autofree char *why = NULL;

  /* It was inferred before. */
  scope_layer_step_infer (step, inputs, &output, &why);
  scope_slide_init (&state->slide, self->parent.layer, SCOPE_SLIDE_CONVOLUTION, &output,
                    &inputs[0]);
  state->n_looks = scope_slide_count_looks (&state->slide);
  state->offsets = g_new (gsize, state->n_looks);
  state->rows = scope_buffer_new (BLOCK, self->n_channels, error);
  if (state->rows != NULL)
    state->spread = scope_buffer_new (BLOCK, state->n_looks * self->n_filters, error);
  if (state->spread == NULL)
    {
      transposed_state_free (state);
      return NULL;
    }
  return state;
}

/* What @n places of the input from @first on add to the output. */
static void
spread_block (const Step *self, const State *state, const float *window, gsize first, gsize n,
              float *to)
{
  const ScopeSlide *slide = &state->slide;
  gsize width = state->n_looks * self->n_filters;

  for (gsize p = 0; p < n; p++)
    {
      gsize place = scope_slide_get_place (slide, first + p);

      for (gsize c = 0; c < self->n_channels; c++)
        state->rows[p * self->n_channels + c] = window[place + c * slide->out_channel_step];
    }
  self->parent.parent.kernels->multiply (&self->panels, n, state->rows, self->n_channels,
                                         state->spread, width);

  for (gsize p = 0; p < n; p++)
    {
      const float *from = state->spread + p * width;

      scope_slide_list (slide, first + p, state->offsets);
      for (gsize k = 0; k < state->n_looks; k++, from += self->n_filters)
        if (state->offsets[k] != G_MAXSIZE)
          for (gsize f = 0; f < self->n_filters; f++)
            to[state->offsets[k] + f * slide->in_channel_step] += from[f];
    }
}

static gboolean
transposed_forward (const ScopeStep *step, gpointer data, const ScopeChunk *chunk,
                    const ScopeValue *const *inputs, float *const *outputs)
{
  const Step *self = (const Step *) step;
  const State *state = data;
  const ScopeSlide *slide = &state->slide;
  gsize n_places = scope_slide_count_places (slide);
  gsize size = self->n_filters;
  gsize width;

  for (guint i = 0; i < slide->space; i++)
    size *= (gsize) slide->in[i];
  width = slide->in_channel_step == 1 ? self->n_filters : (gsize) slide->in[slide->space - 1];

  for (gsize w = 0; w < chunk->n_windows; w++)
    {
      float *to = outputs[0] + w * size;

      if (g_cancellable_is_cancelled (chunk->cancellable))
        return FALSE;
      for (gsize i = 0; i < size; i++)
        to[i] = self->bias != NULL ? self->bias[i / slide->in_channel_step % self->n_filters] : 0;
      for (gsize p = 0; p < n_places; p += BLOCK)
        spread_block (self, state, scope_value_get_window (inputs[0], w), p,
                      MIN (BLOCK, n_places - p), to);
      scope_activate (step->kernels, &self->activation, to, size / width, width);
    }
  return TRUE;
}

static void
transposed_free (ScopeStep *step)
{
  Step *self = (Step *) step;

  scope_buffer_free ((float *) self->panels.numbers);
  scope_layer_step_free (step);
}

static const ScopeStepClass transposed_class = {
  .infer = transposed_infer,
  .state_new = transposed_state_new,
  .state_free = transposed_state_free,
  .forward = transposed_forward,
  .free = transposed_free,
};

static gboolean
read_weights (Step *self, guint n_dims, char **why)
{
  ScopeLayer *layer = self->parent.layer;
  ScopeArray *kernel = scope_layer_get_array (layer, "kernel");
  ScopeArray *bias = scope_layer_get_array (layer, "bias");
  guint space = scope_slide_get_space (layer);
  gint64 sizes[SCOPE_SLIDE_MAX_SPACE];
  gsize dims[SCOPE_ARRAY_MAX_DIMS];
  g_autofree float *numbers = NULL;
  g_autofree float *matrix = NULL;
  g_autoptr (GError) error = NULL;
  gsize width = 1;

  if (kernel == NULL || n_dims != space + 2)
    {
      *why = g_strdup_printf (_ ("It has no kernel, or an input that does not have %u dimensions."),
                              space + 2);
      return FALSE;
    }
  numbers = scope_slide_dup_kernel (layer, kernel, space, dims, why);
  if (numbers == NULL)
    return FALSE;

  scope_layer_get_sizes (layer, "kernel_size", space, 1, sizes);
  self->n_filters = dims[space];
  self->n_channels = dims[space + 1];
  for (guint i = 0; i < space; i++)
    {
      if (dims[i] != (gsize) sizes[i])
        {
          g_autofree char *text = scope_array_dup_shape_text (kernel);

          *why = g_strdup_printf (
              _ ("Its kernel has the shape %s, which its kernel_size contradicts."), text);
          return FALSE;
        }
      width *= dims[i];
    }
  width *= self->n_filters;
  if (self->n_filters != scope_layer_get_units (layer)
      || (bias != NULL && scope_array_get_size (bias) != self->n_filters))
    {
      *why = g_strdup_printf (_ ("Its %zu filters do not fit its configuration or its bias."),
                              self->n_filters);
      return FALSE;
    }
  self->bias = bias != NULL ? scope_array_get_data (bias) : NULL;

  matrix = g_try_new (float, width * self->n_channels);
  if (matrix == NULL)
    {
      *why = g_strdup (_ ("Its kernel is larger than this machine has memory for."));
      return FALSE;
    }
  for (gsize c = 0; c < self->n_channels; c++)
    for (gsize i = 0; i < width; i++)
      matrix[c * width + i] = numbers[i * self->n_channels + c];
  if (!scope_panels_pack (&self->panels, self->parent.parent.kernels->lanes, self->n_channels,
                          width, matrix, NULL, &error))
    {
      *why = g_strdup (error->message);
      return FALSE;
    }
  return TRUE;
}

gboolean
scope_compile_transposed (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                          guint n_inputs, GArray *outputs, char **why)
{
  Step *self;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 3, why))
    return FALSE;

  self = scope_layer_step_new (sizeof (Step), &transposed_class, plan, layer, path);
  if (!scope_layer_step_get_activation (layer, &self->activation, why)
      || !read_weights (self, scope_plan_get_shape (plan, inputs[0])->n_dims, why))
    {
      scope_step_free (&self->parent.parent);
      return FALSE;
    }
  return scope_plan_add (plan, &self->parent.parent, inputs, n_inputs, outputs, why);
}
