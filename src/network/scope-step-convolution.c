/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Conv1D, Conv2D, Conv3D: at every place what the window sees, times the kernel, plus the bias (K@v2.15.0 base_conv.py; Keras 1:
 * K@1.0.8, 1.1.0, 1.2.2 convolutional.py). What a place sees is laid out as a row; a Conv1D of neighbouring steps takes its rows from the
 * series as they stand.
 */
#include "scope-layer-step.h"

#include "scope-activate.h"
#include "scope-buffer.h"
#include "scope-panels.h"
#include "scope-slide.h"

#include <glib/gi18n.h>
#include <string.h>

/* Places that are worked on at once. */
#define BLOCK 96

/* @panels: (n_groups): each (looks · channels of a group, filters of a group) */
typedef struct
{
  ScopeLayerStep parent;
  ScopeActivation activation;
  gsize n_channels; /* of a group */
  gsize n_filters;  /* of a group */
  gsize n_groups;
  ScopePanels *panels;
} Step;

/* @padded: (steps, channels): of one window, where it begins or ends in zeros
 * @rows: (BLOCK, looks · channels of a group)
 * @made: (places, filters): where the channels come first in the output
 * @offsets: (looks) */
typedef struct
{
  ScopeSlide slide;
  gsize n_looks;
  gboolean plain; /* rows are pieces of the window */
  gsize n_padded; /* steps; 0: the window as it is */
  float *padded;
  float *rows;
  float *made;
  gsize *offsets;
} State;

static gboolean
convolution_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;
  guint channels = scope_layer_has_channels_first (self->parent.layer) ? 1 : inputs[0].n_dims - 1;

  if (!scope_layer_step_check_dim (&inputs[0], channels, self->n_channels * self->n_groups, why))
    return FALSE;
  return scope_layer_step_infer (step, inputs, outputs, why);
}

static void
convolution_state_free (gpointer data)
{
  State *state = data;

  scope_buffer_free (state->padded);
  scope_buffer_free (state->rows);
  scope_buffer_free (state->made);
  g_free (state->offsets);
  g_free (state);
}

static gpointer
convolution_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows,
                       GError **error)
{
  const Step *self = (const Step *) step;
  State *state = g_new0 (State, 1);
  ScopeSlide *slide = &state->slide;
  ScopeShape output = { 0 };
  g_autofree char *why = NULL;
  gsize depth;

  /* It was inferred before. */
  scope_layer_step_infer (step, inputs, &output, &why);
  scope_slide_init (slide, self->parent.layer, SCOPE_SLIDE_CONVOLUTION, &inputs[0], &output);
  state->n_looks = scope_slide_count_looks (slide);
  depth = state->n_looks * self->n_channels;

  state->plain = slide->space == 1 && self->n_groups == 1 && slide->in_channel_step == 1
                 && slide->dilation[0] == 1;
  if (state->plain)
    {
      gint64 end = (slide->out[0] - 1) * slide->stride[0] - slide->left[0] + slide->size[0];

      if (slide->left[0] > 0 || end > slide->in[0])
        state->n_padded = (gsize) (end + slide->left[0]);
    }

  if ((state->n_padded > 0
       && (state->padded = scope_buffer_new (state->n_padded, slide->n_channels, error)) == NULL)
      || (!state->plain && (state->rows = scope_buffer_new (BLOCK, depth, error)) == NULL)
      || (slide->out_channel_step != 1
          && (state->made =
                  scope_buffer_new (scope_slide_count_places (slide), slide->n_made, error))
                 == NULL))
    {
      convolution_state_free (state);
      return NULL;
    }
  state->offsets = g_new (gsize, state->n_looks);
  return state;
}

/* One window's places, (places, filters), of neighbouring steps. */
static void
convolve_steps (const Step *self, const State *state, const float *window, float *to)
{
  const ScopeSlide *slide = &state->slide;

  if (state->n_padded > 0)
    {
      gsize n = MIN ((gsize) slide->in[0], state->n_padded - (gsize) slide->left[0]);

      memcpy (state->padded + (gsize) slide->left[0] * slide->n_channels, window,
              n * slide->n_channels * sizeof (float));
      window = state->padded;
    }
  self->parent.parent.kernels->multiply (self->panels, (gsize) slide->out[0], window,
                                         (gsize) slide->stride[0] * slide->n_channels, to,
                                         slide->n_made);
}

/* The same for any window. */
static void
convolve_places (const Step *self, const State *state, const float *window, float *to)
{
  const ScopeSlide *slide = &state->slide;
  gsize n_places = scope_slide_count_places (slide);
  gsize depth = state->n_looks * self->n_channels;

  for (gsize first = 0; first < n_places; first += BLOCK)
    for (gsize g = 0; g < self->n_groups; g++)
      {
        gsize n = MIN (BLOCK, n_places - first);
        float *row = state->rows;

        for (gsize p = first; p < first + n; p++)
          {
            scope_slide_list (slide, p, state->offsets);
            for (gsize k = 0; k < state->n_looks; k++, row += self->n_channels)
              if (state->offsets[k] == G_MAXSIZE)
                memset (row, 0, self->n_channels * sizeof (float));
              else
                for (gsize c = 0; c < self->n_channels; c++)
                  row[c] = window[state->offsets[k]
                                  + (g * self->n_channels + c) * slide->in_channel_step];
          }
        self->parent.parent.kernels->multiply (&self->panels[g], n, state->rows, depth,
                                               to + first * slide->n_made + g * self->n_filters,
                                               slide->n_made);
      }
}

static gboolean
convolution_forward (const ScopeStep *step, gpointer data, const ScopeChunk *chunk,
                     const ScopeValue *const *inputs, float *const *outputs)
{
  const Step *self = (const Step *) step;
  const State *state = data;
  const ScopeSlide *slide = &state->slide;
  gsize n_places = scope_slide_count_places (slide);
  gsize size = n_places * slide->n_made;
  gsize width = slide->out_channel_step == 1 ? slide->n_made : (gsize) slide->out[slide->space - 1];

  for (gsize w = 0; w < chunk->n_windows; w++)
    {
      const float *window = scope_value_get_window (inputs[0], w);
      float *to = outputs[0] + w * size;
      float *made = state->made != NULL ? state->made : to;

      if (g_cancellable_is_cancelled (chunk->cancellable))
        return FALSE;
      if (state->plain)
        convolve_steps (self, state, window, made);
      else
        convolve_places (self, state, window, made);
      if (made != to)
        for (gsize p = 0; p < n_places; p++)
          for (gsize f = 0; f < slide->n_made; f++)
            to[f * n_places + p] = made[p * slide->n_made + f];
      scope_activate (step->kernels, &self->activation, to, size / width, width);
    }
  return TRUE;
}

static void
convolution_free (ScopeStep *step)
{
  Step *self = (Step *) step;

  for (gsize g = 0; self->panels != NULL && g < self->n_groups; g++)
    scope_buffer_free ((float *) self->panels[g].numbers);
  g_free (self->panels);
  scope_layer_step_free (step);
}

static const ScopeStepClass convolution_class = {
  .infer = convolution_infer,
  .state_new = convolution_state_new,
  .state_free = convolution_state_free,
  .forward = convolution_forward,
  .free = convolution_free,
};

/* Each group's columns of the kernel. */
static gboolean
pack (Step *self, const float *kernel, gsize depth, const float *bias, char **why)
{
  gsize n_all = self->n_groups * self->n_filters;
  g_autofree float *columns = g_try_new (float, depth * self->n_filters);
  g_autoptr (GError) error = NULL;

  if (columns == NULL)
    {
      *why = g_strdup (_ ("Its kernel is larger than this machine has memory for."));
      return FALSE;
    }

  self->panels = g_new0 (ScopePanels, self->n_groups);
  for (gsize g = 0; g < self->n_groups; g++)
    {
      for (gsize k = 0; k < depth; k++)
        memcpy (columns + k * self->n_filters, kernel + k * n_all + g * self->n_filters,
                self->n_filters * sizeof (float));
      if (!scope_panels_pack (&self->panels[g], self->parent.parent.kernels->lanes, depth,
                              self->n_filters, columns,
                              bias != NULL ? bias + g * self->n_filters : NULL, &error))
        {
          *why = g_strdup (error->message);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_weights (Step *self, guint n_dims, char **why)
{
  ScopeLayer *layer = self->parent.layer;
  ScopeArray *kernel = scope_layer_get_array (layer, "kernel");
  ScopeArray *bias = scope_layer_get_array (layer, "bias");
  guint space = scope_slide_get_space (layer);
  gint64 n_groups = scope_layer_get_int (layer, "groups", 1);
  gint64 sizes[SCOPE_SLIDE_MAX_SPACE];
  gsize dims[SCOPE_ARRAY_MAX_DIMS];
  g_autofree float *numbers = NULL;
  gsize n_looks = 1;

  if (kernel == NULL)
    {
      *why = g_strdup (_ ("The file has no kernel for it."));
      return FALSE;
    }
  if (n_dims != space + 2)
    {
      *why = g_strdup_printf (_ ("Its input has %u dimensions, where %u are expected."), n_dims,
                              space + 2);
      return FALSE;
    }
  numbers = scope_slide_dup_kernel (layer, kernel, space, dims, why);
  if (numbers == NULL)
    return FALSE;

  scope_layer_get_sizes (layer, "kernel_size", space, 1, sizes);
  for (guint i = 0; i < space; i++)
    {
      if (dims[i] != (gsize) sizes[i])
        {
          g_autofree char *text = scope_array_dup_shape_text (kernel);

          *why = g_strdup_printf (
              _ ("Its kernel has the shape %s, which its kernel_size contradicts."), text);
          return FALSE;
        }
      n_looks *= dims[i];
    }
  if (n_groups < 1 || dims[space + 1] % (gsize) n_groups != 0
      || (bias != NULL && scope_array_get_size (bias) != dims[space + 1]))
    {
      *why = g_strdup_printf (_ ("Its %zu filters do not fit its groups or its bias."),
                              dims[space + 1]);
      return FALSE;
    }

  self->n_groups = (gsize) n_groups;
  self->n_channels = dims[space];
  self->n_filters = dims[space + 1] / self->n_groups;
  return pack (self, numbers, n_looks * self->n_channels,
               bias != NULL ? scope_array_get_data (bias) : NULL, why);
}

gboolean
scope_compile_convolution (ScopePlan *plan, ScopeLayer *layer, const char *path,
                           const guint *inputs, guint n_inputs, GArray *outputs, char **why)
{
  Step *self;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 3, why))
    return FALSE;

  self = scope_layer_step_new (sizeof (Step), &convolution_class, plan, layer, path);
  if (!scope_layer_step_get_activation (layer, &self->activation, why)
      || !read_weights (self, scope_plan_get_shape (plan, inputs[0])->n_dims, why))
    {
      scope_step_free (&self->parent.parent);
      return FALSE;
    }
  return scope_plan_add (plan, &self->parent.parent, inputs, n_inputs, outputs, why);
}
