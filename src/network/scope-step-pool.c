/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MaxPooling and AveragePooling over one to three axes: the largest or the mean of what a window sees; places outside do not
 * count (K@v2.15.0 keras/layers/pooling). */
#include "scope-layer-step.h"

#include "scope-error.h"
#include "scope-slide.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

typedef struct
{
  ScopeSlide slide;
  gsize n_looks;
  gsize *offsets; /* (places, looks) */
} State;

static void
pool_state_free (gpointer data)
{
  State *state = data;

  g_free (state->offsets);
  g_free (state);
}

static gpointer
pool_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows, GError **error)
{
  const ScopeLayerStep *self = (const ScopeLayerStep *) step;
  State *state = g_new0 (State, 1);
  ScopeShape output = { 0 };
  g_autofree char *why = NULL;

  /* It was inferred before. */
  scope_layer_step_infer (step, inputs, &output, &why);
  scope_slide_init (&state->slide, self->layer, SCOPE_SLIDE_POOL, &inputs[0], &output);
  state->n_looks = scope_slide_count_looks (&state->slide);
  state->offsets = g_try_new (gsize, state->n_looks);
  if (state->offsets != NULL)
    return state;

  scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, step->path, _ ("windows of very many places"),
                   _ ("fewer than this machine has memory for"), NULL);
  g_free (state);
  return NULL;
}

static gboolean
pool_forward (const ScopeStep *step, gpointer data, const ScopeChunk *chunk,
              const ScopeValue *const *inputs, float *const *outputs)
{
  const ScopeLayerStep *self = (const ScopeLayerStep *) step;
  gboolean largest = g_str_has_prefix (scope_layer_get_class (self->layer), "Max");
  const State *state = data;
  const ScopeSlide *slide = &state->slide;
  gsize n_places = scope_slide_count_places (slide);

  for (gsize p = 0; p < n_places; p++)
    {
      gsize place = scope_slide_get_place (slide, p);

      scope_slide_list (slide, p, state->offsets);
      for (gsize w = 0; w < chunk->n_windows; w++)
        {
          const float *window = scope_value_get_window (inputs[0], w);
          float *to = outputs[0] + w * n_places * slide->n_channels + place;

          for (gsize c = 0; c < slide->n_channels; c++)
            {
              float most = -INFINITY;
              double sum = 0;
              gsize n = 0;

              for (gsize k = 0; k < state->n_looks; k++)
                if (state->offsets[k] != G_MAXSIZE)
                  {
                    float x = window[state->offsets[k] + c * slide->in_channel_step];

                    most = x > most || isnan (x) ? x : most;
                    sum += (double) x;
                    n++;
                  }
              to[c * slide->out_channel_step] = largest ? most : (float) (sum / (double) n);
            }
        }
    }
  return TRUE;
}

static const ScopeStepClass pool_class = {
  .infer = scope_layer_step_infer,
  .state_new = pool_state_new,
  .state_free = pool_state_free,
  .forward = pool_forward,
  .free = scope_layer_step_free,
};

gboolean
scope_compile_pool (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                    guint n_inputs, GArray *outputs, char **why)
{
  if (!scope_compile_check_single (plan, inputs, n_inputs, scope_slide_get_space (layer) + 2, why)
      || !scope_slide_check_sizes (layer, "pool_size", why))
    return FALSE;
  return scope_plan_add (
      plan, scope_layer_step_new (sizeof (ScopeLayerStep), &pool_class, plan, layer, path), inputs,
      n_inputs, outputs, why);
}
