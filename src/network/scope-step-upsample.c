/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * UpSampling2D that goes over evenly from one place to the next: a place of the output lies at (place + ½) / size - ½ of the input, the
 * edges held (TensorFlow's resize with half-pixel centres, which K@v2.15.0 and KM up_sampling2d.py call). "nearest" repeats places, which
 * scope-step-arrange.c does.
 */
#include "scope-layer-step.h"

#include <glib/gi18n.h>
#include <math.h>

typedef struct
{
  ScopeLayerStep parent;
  gint64 sizes[2];
} Step;

/* What a row or column of the output is between. */
typedef struct
{
  gsize low;
  gsize high;
  float share; /* of the higher one */
} Between;

static gboolean
upsample_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  if (inputs[0].n_dims != 4)
    return scope_layer_step_refuse (&inputs[0], why);
  return scope_layer_step_infer (step, inputs, outputs, why);
}

static Between
find_between (gsize place, gint64 size, gsize length)
{
  float at = ((float) place + 0.5F) / (float) size - 0.5F;
  float below = floorf (at);
  Between between = { .share = at - below };

  between.low = below > 0 ? (gsize) below : 0;
  between.high = ceilf (at) > 0 ? MIN ((gsize) ceilf (at), length - 1) : 0;
  return between;
}

static float
mix (float a, float b, float share)
{
  return a + (b - a) * share;
}

static gboolean
upsample_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
                  const ScopeValue *const *inputs, float *const *outputs)
{
  const Step *self = (const Step *) step;
  const gint64 *dims = inputs[0]->shape.dims;
  gboolean first = scope_layer_has_channels_first (self->parent.layer);
  gsize n_channels = (gsize) dims[first ? 1 : 3];
  gsize height = (gsize) dims[first ? 2 : 1];
  gsize width = (gsize) dims[first ? 3 : 2];
  gsize made_height = height * (gsize) self->sizes[0];
  gsize made_width = width * (gsize) self->sizes[1];
  /* How far apart neighbours are. */
  gsize channel = first ? height * width : 1;
  gsize column = first ? 1 : n_channels;
  gsize row = first ? width : width * n_channels;

  for (gsize w = 0; w < chunk->n_windows; w++)
    {
      const float *window = scope_value_get_window (inputs[0], w);
      float *to = outputs[0] + w * made_height * made_width * n_channels;

      if (g_cancellable_is_cancelled (chunk->cancellable))
        return FALSE;
      for (gsize y = 0; y < made_height; y++)
        {
          Between rows = find_between (y, self->sizes[0], height);

          for (gsize x = 0; x < made_width; x++)
            {
              Between columns = find_between (x, self->sizes[1], width);

              for (gsize c = 0; c < n_channels; c++)
                {
                  const float *from = window + c * channel;
                  float top = mix (from[rows.low * row + columns.low * column],
                                   from[rows.low * row + columns.high * column], columns.share);
                  float bottom = mix (from[rows.high * row + columns.low * column],
                                      from[rows.high * row + columns.high * column], columns.share);

                  to[first ? (c * made_height + y) * made_width + x
                           : (y * made_width + x) * n_channels + c] = mix (top, bottom, rows.share);
                }
            }
        }
    }
  return TRUE;
}

static const ScopeStepClass upsample_class = {
  .infer = upsample_infer,
  .forward = upsample_forward,
  .free = scope_layer_step_free,
};

gboolean
scope_compile_upsample (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                        guint n_inputs, GArray *outputs, char **why)
{
  const char *interpolation = scope_layer_get_string (layer, "interpolation", "nearest");
  Step *self;

  if (g_strcmp0 (interpolation, "nearest") == 0)
    return scope_compile_arrange (plan, layer, path, inputs, n_inputs, outputs, why);
  if (g_strcmp0 (interpolation, "bilinear") != 0)
    {
      *why = g_strdup_printf (_ ("It upsamples by “%s”; Gatescope knows “nearest” and “bilinear”."),
                              interpolation);
      return FALSE;
    }
  if (!scope_compile_check_single (plan, inputs, n_inputs, 4, why))
    return FALSE;

  self = scope_layer_step_new (sizeof (Step), &upsample_class, plan, layer, path);
  scope_layer_get_sizes (layer, "size", 2, 2, self->sizes);
  if (self->sizes[0] < 1 || self->sizes[1] < 1 || self->sizes[0] > SCOPE_SHAPE_MAX_DIM
      || self->sizes[1] > SCOPE_SHAPE_MAX_DIM)
    {
      *why = g_strdup (_ ("Its size is none that an image can be made larger by."));
      scope_step_free (&self->parent.parent);
      return FALSE;
    }
  return scope_plan_add (plan, &self->parent.parent, inputs, n_inputs, outputs, why);
}
