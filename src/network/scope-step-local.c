/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * LocallyConnected1D: a convolution with a kernel of its own at every place (K@2.3.1 local.py; K@v2.15.0 locally_connected1d.py,
 * locally_connected_utils.py, conv_utils.py). Its kernel is stored in one of three ways, which all become the first: (places, looks ·
 * channels, filters).
 */
#include "scope-layer-step.h"

#include "scope-activate.h"

#include <glib/gi18n.h>

typedef struct
{
  ScopeLayerStep parent;
  ScopeActivation activation;
  ScopeArray *kernel;
  ScopeArray *bias; /* nullable: (places, filters) */
  gsize length;     /* of the window that moves */
  gsize stride;
  gsize n_channels;
  gsize n_filters;
  gsize n_places;
  gboolean same; /* padded so that the windows lie around their places */
} Step;

/* Steps from @first to before @end are what place @place sees; @skipped are those of its window that lie before the series. */
static void
find_looks (const Step *self, gsize place, gsize n_steps, gsize *first, gsize *end, gsize *skipped)
{
  gsize left = self->same ? self->length / 2 : 0;
  gsize begin = place * self->stride;

  *skipped = begin < left ? left - begin : 0;
  *first = begin + *skipped - left;
  *end = MIN (begin + self->length - left, n_steps);
}

static gboolean
local_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;
  ScopeShape *shape = &outputs[0];

  if (inputs[0].n_dims != 3 || !scope_layer_step_check_dim (&inputs[0], 2, self->n_channels, why))
    return *why != NULL ? FALSE : scope_layer_step_refuse (&inputs[0], why);
  if (!scope_layer_step_infer (step, inputs, shape, why))
    return FALSE;
  if (shape->dims[1] != SCOPE_DIM_FREE && (gsize) shape->dims[1] != self->n_places)
    return scope_layer_step_refuse (&inputs[0], why);
  shape->dims[1] = (gint64) self->n_places;
  return TRUE;
}

static gboolean
local_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
               const ScopeValue *const *inputs, float *const *outputs)
{
  const Step *self = (const Step *) step;
  gsize n_steps = (gsize) inputs[0]->shape.dims[1];
  const float *kernel = scope_array_get_data (self->kernel);
  const float *bias = self->bias != NULL ? scope_array_get_data (self->bias) : NULL;
  guint n_dims = scope_array_get_n_dims (self->kernel);
  float *to = outputs[0];

  for (gsize w = 0; w < chunk->n_windows; w++)
    {
      const float *window = scope_value_get_window (inputs[0], w);
      float *start = to;
      gsize listed = 0; /* in a kernel that is a list: numbers of the places before */

      if (g_cancellable_is_cancelled (chunk->cancellable))
        return FALSE;
      for (gsize place = 0; place < self->n_places; place++)
        {
          gsize first, end, skipped;
          gsize n_looks;

          find_looks (self, place, n_steps, &first, &end, &skipped);
          n_looks = end > first ? end - first : 0;
          for (gsize f = 0; f < self->n_filters; f++)
            {
              double sum = 0;

              for (gsize s = first; s < first + n_looks; s++)
                for (gsize c = 0; c < self->n_channels; c++)
                  {
                    gsize look = s - first + skipped;
                    gsize at;

                    if (n_dims == 3)
                      at = (place * self->length * self->n_channels + look * self->n_channels + c)
                               * self->n_filters
                           + f;
                    else if (n_dims == 4)
                      at = ((s * self->n_channels + c) * self->n_places + place) * self->n_filters
                           + f;
                    else
                      at = listed + (f * n_looks + s - first) * self->n_channels + c;
                    sum += (double) window[s * self->n_channels + c] * (double) kernel[at];
                  }
              *to++ = (float) sum + (bias != NULL ? bias[place * self->n_filters + f] : 0);
            }
          listed += self->n_filters * n_looks * self->n_channels;
        }
      scope_activate (step->kernels, &self->activation, start, self->n_places, self->n_filters);
    }
  return TRUE;
}

static void
local_free (ScopeStep *step)
{
  Step *self = (Step *) step;

  g_clear_pointer (&self->kernel, scope_array_unref);
  g_clear_pointer (&self->bias, scope_array_unref);
  scope_layer_step_free (step);
}

static const ScopeStepClass local_class = {
  .infer = local_infer,
  .forward = local_forward,
  .free = local_free,
};

/* Whether the kernel has as many numbers as @n_steps, places and filters ask for. */
static gboolean
kernel_fits (const Step *self, gsize n_steps)
{
  gsize n_listed = 0;

  switch (scope_array_get_n_dims (self->kernel))
    {
    case 3:
      return !self->same && scope_array_get_dim (self->kernel, 0) == self->n_places
             && scope_array_get_dim (self->kernel, 1) == self->length * self->n_channels
             && scope_array_get_dim (self->kernel, 2) == self->n_filters;
    case 4:
      return scope_array_get_dim (self->kernel, 0) == n_steps
             && scope_array_get_dim (self->kernel, 1) == self->n_channels
             && scope_array_get_dim (self->kernel, 2) == self->n_places
             && scope_array_get_dim (self->kernel, 3) == self->n_filters;
    case 1:
      for (gsize place = 0; place < self->n_places; place++)
        {
          gsize first, end, skipped;

          find_looks (self, place, n_steps, &first, &end, &skipped);
          n_listed += (end > first ? end - first : 0) * self->n_channels * self->n_filters;
        }
      return scope_array_get_dim (self->kernel, 0) == n_listed;
    default:
      return FALSE;
    }
}

gboolean
scope_compile_local (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                     guint n_inputs, GArray *outputs, char **why)
{
  ScopeArray *kernel = scope_layer_get_array (layer, "kernel");
  ScopeArray *bias = scope_layer_get_array (layer, "bias");
  const ScopeShape *shape;
  gint64 sizes[3] = { 1 };
  gint64 strides[3] = { 1 };
  gint64 n_steps;
  Step *self;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 3, why))
    return FALSE;
  shape = scope_plan_get_shape (plan, inputs[0]);
  scope_layer_get_sizes (layer, "kernel_size", 1, 1, sizes);
  scope_layer_get_sizes (layer, "strides", 1, 1, strides);
  n_steps = shape->dims[1];
  if (scope_layer_has_channels_first (layer) || kernel == NULL || shape->n_dims != 3
      || shape->dims[2] == SCOPE_DIM_FREE || n_steps == SCOPE_DIM_FREE || sizes[0] < 1
      || strides[0] < 1 || sizes[0] > n_steps || scope_layer_get_units (layer) == 0)
    {
      *why = g_strdup (_ ("It needs a fixed number of steps, channels last and a kernel."));
      return FALSE;
    }

  self = scope_layer_step_new (sizeof (Step), &local_class, plan, layer, path);
  self->kernel = scope_array_ref (kernel);
  self->bias = bias != NULL ? scope_array_ref (bias) : NULL;
  self->length = (gsize) sizes[0];
  self->stride = (gsize) strides[0];
  self->n_channels = (gsize) shape->dims[2];
  self->n_filters = scope_layer_get_units (layer);
  self->same = g_strcmp0 (scope_layer_get_string (layer, "padding", "valid"), "same") == 0;
  self->n_places = self->same ? ((gsize) n_steps + self->stride - 1) / self->stride
                              : ((gsize) n_steps - self->length) / self->stride + 1;
  if (!kernel_fits (self, (gsize) n_steps)
      || (bias != NULL && scope_array_get_size (bias) != self->n_places * self->n_filters))
    {
      g_autofree char *text = scope_array_dup_shape_text (kernel);

      *why = g_strdup_printf (_ ("Its %s has the shape %s, which does not fit its other weights."),
                              "kernel", text);
      scope_step_free (&self->parent.parent);
      return FALSE;
    }
  if (!scope_layer_step_get_activation (layer, &self->activation, why))
    {
      scope_step_free (&self->parent.parent);
      return FALSE;
    }
  return scope_plan_add (plan, &self->parent.parent, inputs, n_inputs, outputs, why);
}
