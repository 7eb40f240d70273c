/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DepthwiseConv: every channel has kernels of its own (K@v2.15.0 base_depthwise_conv.py). SeparableConv: the same, then a matrix over
 * the channels (base_separable_conv.py). */
#include "scope-layer-step.h"

#include "scope-activate.h"
#include "scope-buffer.h"
#include "scope-panels.h"
#include "scope-slide.h"

#include <glib/gi18n.h>
#include <string.h>

/* @kernel: (looks, channels, multiplier) */
typedef struct
{
  ScopeLayerStep parent;
  ScopeActivation activation;
  float *kernel;
  gsize n_channels;
  gsize multiplier;
  const float *bias;
  ScopePanels panels; /* of SeparableConv */
} Step;

/* @deep: (places, channels · multiplier)
 * @made: (places, filters): where the channels come first in the output */
typedef struct
{
  ScopeSlide slide;
  gsize n_looks;
  gsize *offsets;
  float *deep;
  float *made;
} State;

static gboolean
depthwise_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;
  guint channels = scope_layer_has_channels_first (self->parent.layer) ? 1 : inputs[0].n_dims - 1;

  if (!scope_layer_step_check_dim (&inputs[0], channels, self->n_channels, why))
    return FALSE;
  return scope_layer_step_infer (step, inputs, outputs, why);
}

static void
depthwise_state_free (gpointer data)
{
  State *state = data;

  g_free (state->offsets);
  scope_buffer_free (state->deep);
  scope_buffer_free (state->made);
  g_free (state);
}

static gpointer
depthwise_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows,
                     GError **error)
{
  const Step *self = (const Step *) step;
  State *state = g_new0 (State, 1);
  ScopeShape output = { 0 };
  g_autofree char *why = NULL;
  gsize n_places;

  /* It was inferred before. */
  scope_layer_step_infer (step, inputs, &output, &why);
  scope_slide_init (&state->slide, self->parent.layer, SCOPE_SLIDE_CONVOLUTION, &inputs[0],
                    &output);
  state->n_looks = scope_slide_count_looks (&state->slide);
  state->offsets = g_new (gsize, state->n_looks);
  n_places = scope_slide_count_places (&state->slide);
  state->deep = scope_buffer_new (n_places, self->n_channels * self->multiplier, error);
  if (state->deep != NULL)
    state->made = scope_buffer_new (n_places, state->slide.n_made, error);
  if (state->made == NULL)
    {
      depthwise_state_free (state);
      return NULL;
    }
  return state;
}

/* One place: the sums of all channels' kernels, (channels, multiplier). */
static void
sum_place (const Step *self, const State *state, const float *window, float *to)
{
  gsize width = self->n_channels * self->multiplier;
  gsize step = state->slide.in_channel_step;

  for (gsize i = 0; i < width; i++)
    to[i] = self->bias != NULL && self->panels.numbers == NULL ? self->bias[i] : 0;
  for (gsize k = 0; k < state->n_looks; k++)
    {
      const float *kernel = self->kernel + k * width;
      const float *from = window + state->offsets[k];

      if (state->offsets[k] == G_MAXSIZE)
        continue;
      if (self->multiplier == 1)
        for (gsize c = 0; c < self->n_channels; c++)
          to[c] += from[c * step] * kernel[c];
      else
        for (gsize c = 0; c < self->n_channels; c++)
          for (gsize m = 0; m < self->multiplier; m++)
            to[c * self->multiplier + m] += from[c * step] * kernel[c * self->multiplier + m];
    }
}

static gboolean
depthwise_forward (const ScopeStep *step, gpointer data, const ScopeChunk *chunk,
                   const ScopeValue *const *inputs, float *const *outputs)
{
  const Step *self = (const Step *) step;
  const State *state = data;
  const ScopeSlide *slide = &state->slide;
  gsize n_places = scope_slide_count_places (slide);
  gsize deep = self->n_channels * self->multiplier;
  gsize size = n_places * slide->n_made;
  gsize width = slide->out_channel_step == 1 ? slide->n_made : (gsize) slide->out[slide->space - 1];

  for (gsize w = 0; w < chunk->n_windows; w++)
    {
      const float *window = scope_value_get_window (inputs[0], w);
      const float *made = state->deep;
      float *to = outputs[0] + w * size;

      if (g_cancellable_is_cancelled (chunk->cancellable))
        return FALSE;
      for (gsize p = 0; p < n_places; p++)
        {
          scope_slide_list (slide, p, state->offsets);
          sum_place (self, state, window, state->deep + p * deep);
        }
      if (self->panels.numbers != NULL)
        {
          step->kernels->multiply (&self->panels, n_places, state->deep, deep, state->made,
                                   slide->n_made);
          made = state->made;
        }
      if (slide->out_channel_step == 1)
        memcpy (to, made, size * sizeof (float));
      else
        for (gsize p = 0; p < n_places; p++)
          for (gsize f = 0; f < slide->n_made; f++)
            to[f * n_places + p] = made[p * slide->n_made + f];
      scope_activate (step->kernels, &self->activation, to, size / width, width);
    }
  return TRUE;
}

static void
depthwise_free (ScopeStep *step)
{
  Step *self = (Step *) step;

  g_free (self->kernel);
  scope_buffer_free ((float *) self->panels.numbers);
  scope_layer_step_free (step);
}

static const ScopeStepClass depthwise_class = {
  .infer = depthwise_infer,
  .state_new = depthwise_state_new,
  .state_free = depthwise_state_free,
  .forward = depthwise_forward,
  .free = depthwise_free,
};

static gboolean
read_pointwise (Step *self, ScopeArray *pointwise, ScopeArray *bias, char **why)
{
  guint n_dims = scope_array_get_n_dims (pointwise);
  gsize depth = self->n_channels * self->multiplier;
  gsize n_filters = n_dims > 0 ? scope_array_get_dim (pointwise, n_dims - 1) : 0;
  g_autoptr (GError) error = NULL;

  if (n_filters == 0 || scope_array_get_size (pointwise) != depth * n_filters
      || (bias != NULL && scope_array_get_size (bias) != n_filters))
    {
      g_autofree char *text = scope_array_dup_shape_text (pointwise);

      *why = g_strdup_printf (_ ("Its pointwise kernel has the shape %s, which does not fit its "
                                 "depthwise kernel or its "
                                 "bias."),
                              text);
      return FALSE;
    }
  if (!scope_panels_pack (&self->panels, self->parent.parent.kernels->lanes, depth, n_filters,
                          scope_array_get_data (pointwise),
                          bias != NULL ? scope_array_get_data (bias) : NULL, &error))
    {
      *why = g_strdup (error->message);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_weights (Step *self, guint n_dims, char **why)
{
  ScopeLayer *layer = self->parent.layer;
  ScopeArray *pointwise = scope_layer_get_array (layer, "pointwise_kernel");
  ScopeArray *kernel =
      scope_layer_get_array (layer, pointwise != NULL ? "depthwise_kernel" : "kernel");
  ScopeArray *bias = scope_layer_get_array (layer, "bias");
  guint space = scope_slide_get_space (layer);
  gint64 sizes[SCOPE_SLIDE_MAX_SPACE];
  gsize dims[SCOPE_ARRAY_MAX_DIMS];

  if (kernel == NULL || n_dims != space + 2)
    {
      *why = g_strdup_printf (_ ("It has no kernel, or an input that does not have %u dimensions."),
                              space + 2);
      return FALSE;
    }
  self->kernel = scope_slide_dup_kernel (layer, kernel, space, dims, why);
  if (self->kernel == NULL)
    return FALSE;

  scope_layer_get_sizes (layer, "kernel_size", space, 1, sizes);
  for (guint i = 0; i < space; i++)
    if (dims[i] != (gsize) sizes[i])
      {
        g_autofree char *text = scope_array_dup_shape_text (kernel);

        *why = g_strdup_printf (
            _ ("Its kernel has the shape %s, which its kernel_size contradicts."), text);
        return FALSE;
      }
  self->n_channels = dims[space];
  self->multiplier = dims[space + 1];
  if (pointwise != NULL)
    return read_pointwise (self, pointwise, bias, why);

  if (bias != NULL && scope_array_get_size (bias) != self->n_channels * self->multiplier)
    {
      *why = g_strdup (_ ("Its bias does not fit its kernel."));
      return FALSE;
    }
  self->bias = bias != NULL ? scope_array_get_data (bias) : NULL;
  return TRUE;
}

gboolean
scope_compile_depthwise (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                         guint n_inputs, GArray *outputs, char **why)
{
  Step *self;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 3, why))
    return FALSE;

  self = scope_layer_step_new (sizeof (Step), &depthwise_class, plan, layer, path);
  if (!scope_layer_step_get_activation (layer, &self->activation, why)
      || !read_weights (self, scope_plan_get_shape (plan, inputs[0])->n_dims, why))
    {
      scope_step_free (&self->parent.parent);
      return FALSE;
    }
  return scope_plan_add (plan, &self->parent.parent, inputs, n_inputs, outputs, why);
}
