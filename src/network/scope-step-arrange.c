/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Layers that compute nothing and put numbers elsewhere: Flatten, Reshape, Permute, RepeatVector, cropping, padding with zeros,
 * upsampling. Each is a list that says for every place of the output which place of the input it comes from; pieces that stay
 * together are one entry. The facts are K@v2.15.0 keras/layers/{reshaping,core} and KM keras/src/layers/reshaping.
 */
#include "scope-layer-step.h"

#include "scope-axes.h"
#include "scope-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* Nothing of the input: a zero. */
#define NOWHERE G_MAXSIZE

/* One axis of the output: place o takes ⌊(o + shift) / divide⌋ on axis @from of the input, zeros where there is no such place. */
typedef struct
{
  gint64 length;
  guint from; /* 0: the same for all places */
  gint64 shift;
  gint64 divide;
} Axis;

typedef struct
{
  guint n_axes;
  Axis axes[SCOPE_ARRAY_MAX_DIMS];
} Arrangement;

typedef struct
{
  gsize n_pieces;
  gsize piece; /* numbers in each */
  gsize *from;
} State;

static void
add_axis (Arrangement *self, gint64 length, guint from)
{
  self->axes[self->n_axes++] = (Axis){ .length = length, .from = from, .divide = 1 };
}

/* The window as it is; channels last where they come first. */
static void
arrange_flatten (ScopeLayer *layer, const ScopeShape *input, const ScopeShape *output,
                 Arrangement *self)
{
  gboolean first = scope_layer_has_channels_first (layer) && input->n_dims > 2;

  for (guint i = first ? 2 : 1; i < input->n_dims; i++)
    add_axis (self, input->dims[i], i);
  if (first)
    add_axis (self, input->dims[1], 1);
}

static void
arrange_reshape (ScopeLayer *layer, const ScopeShape *input, const ScopeShape *output,
                 Arrangement *self)
{
  for (guint i = 1; i < input->n_dims; i++)
    add_axis (self, input->dims[i], i);
}

static void
arrange_permute (ScopeLayer *layer, const ScopeShape *input, const ScopeShape *output,
                 Arrangement *self)
{
  gint64 dims[SCOPE_ARRAY_MAX_DIMS] = { 0 };

  scope_layer_get_ints (layer, "dims", dims, G_N_ELEMENTS (dims));
  for (guint i = 1; i < output->n_dims; i++)
    add_axis (self, output->dims[i], (guint) dims[i - 1]);
}

static void
arrange_repeat (ScopeLayer *layer, const ScopeShape *input, const ScopeShape *output,
                Arrangement *self)
{
  add_axis (self, output->dims[1], 0);
  add_axis (self, output->dims[2], 1);
}

/* The same axes, those of space with other lengths. */
static void
arrange_space (ScopeLayer *layer, const ScopeShape *input, const ScopeShape *output,
               Arrangement *self)
{
  const char *class_name = scope_layer_get_class (layer);
  guint space = input->n_dims - 2;
  guint first = scope_layer_has_channels_first (layer) && space > 1 ? 2 : 1;
  gint64 sizes[SCOPE_ARRAY_MAX_DIMS];
  gint64 ends[SCOPE_ARRAY_MAX_DIMS][2];

  for (guint i = 1; i < output->n_dims; i++)
    add_axis (self, output->dims[i], i);

  if (g_str_has_prefix (class_name, "UpSampling"))
    scope_layer_get_sizes (layer, "size", space, 2, sizes);
  else if (g_str_has_prefix (class_name, "Cropping"))
    scope_layer_get_ends (layer, "cropping", space, space == 2 ? 0 : 1, ends);
  else
    scope_layer_get_ends (layer, "padding", space, 1, ends);

  for (guint i = 0; i < space; i++)
    {
      Axis *axis = &self->axes[first - 1 + i];

      if (g_str_has_prefix (class_name, "UpSampling"))
        axis->divide = sizes[i];
      else
        axis->shift = g_str_has_prefix (class_name, "Cropping") ? ends[i][0] : -ends[i][0];
    }
}

static const struct
{
  const char *class_name;
  void (*arrange) (ScopeLayer *layer, const ScopeShape *input, const ScopeShape *output,
                   Arrangement *self);
} kinds[] = {
  { "Flatten", arrange_flatten },     { "Reshape", arrange_reshape },
  { "Permute", arrange_permute },     { "RepeatVector", arrange_repeat },
  { "Cropping1D", arrange_space },    { "Cropping2D", arrange_space },
  { "Cropping3D", arrange_space },    { "ZeroPadding1D", arrange_space },
  { "ZeroPadding2D", arrange_space }, { "ZeroPadding3D", arrange_space },
  { "UpSampling1D", arrange_space },  { "UpSampling2D", arrange_space },
  { "UpSampling3D", arrange_space },
};

static gboolean
arrange_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const ScopeLayerStep *self = (const ScopeLayerStep *) step;
  gint64 made;
  gint64 taken;

  if (!scope_layer_step_infer (step, inputs, outputs, why))
    return FALSE;

  /* Only Reshape names lengths that its input may contradict. */
  taken = scope_shape_product (&inputs[0], 1);
  made = scope_shape_product (&outputs[0], 1);
  if (scope_layer_step_is (self, "Reshape") && taken != SCOPE_DIM_FREE && made != taken)
    return scope_layer_step_refuse (&inputs[0], why);
  return TRUE;
}

/* Where a place of the output comes from: the axes before and after that stay whole are one piece. */
static gpointer
arrange_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows,
                   GError **error)
{
  const ScopeLayerStep *self = (const ScopeLayerStep *) step;
  g_autofree State *state = g_new0 (State, 1);
  Arrangement arrangement = { 0 };
  gsize strides[SCOPE_ARRAY_MAX_DIMS];
  gint64 place[SCOPE_ARRAY_MAX_DIMS] = { 0 };
  guint n_axes;
  ScopeShape output;
  g_autofree char *why = NULL;

  if (!scope_layer_step_infer (step, inputs, &output, &why))
    {
      scope_error_set (error, SCOPE_ERROR_CONTRADICTION, step->path, why, NULL, NULL);
      return NULL;
    }
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (scope_layer_step_is (self, kinds[i].class_name))
      kinds[i].arrange (self->layer, &inputs[0], &output, &arrangement);

  scope_shape_get_strides (&inputs[0], strides);
  strides[0] = 0;

  state->piece = 1;
  for (n_axes = arrangement.n_axes; n_axes > 0; n_axes--)
    {
      const Axis *axis = &arrangement.axes[n_axes - 1];

      if (axis->from == 0 || strides[axis->from] != state->piece || axis->shift != 0
          || axis->divide != 1 || axis->length != inputs[0].dims[axis->from])
        break;
      state->piece *= (gsize) axis->length;
    }

  state->n_pieces = 1;
  for (guint i = 0; i < n_axes; i++)
    state->n_pieces *= (gsize) arrangement.axes[i].length;
  state->from = g_try_new (gsize, state->n_pieces);
  if (state->from == NULL)
    {
      g_autofree char *found = g_strdup_printf (_ ("a tensor of %zu numbers"), state->n_pieces);

      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, step->path, found,
                       _ ("fewer than this machine has memory for"), NULL);
      return NULL;
    }

  for (gsize i = 0; i < state->n_pieces; i++)
    {
      gsize from = 0;

      for (guint d = 0; d < n_axes; d++)
        {
          const Axis *axis = &arrangement.axes[d];
          gint64 at = place[d] + axis->shift;

          if (axis->from == 0)
            continue;
          at /= axis->divide;
          if (place[d] + axis->shift < 0 || at >= inputs[0].dims[axis->from])
            {
              from = NOWHERE;
              break;
            }
          from += (gsize) at * strides[axis->from];
        }
      state->from[i] = from;

      for (guint d = n_axes; d-- > 0;)
        {
          if (++place[d] < arrangement.axes[d].length)
            break;
          place[d] = 0;
        }
    }
  return g_steal_pointer (&state);
}

static void
arrange_state_free (gpointer data)
{
  State *state = data;

  g_free (state->from);
  g_free (state);
}

static gboolean
arrange_forward (const ScopeStep *step, gpointer data, const ScopeChunk *chunk,
                 const ScopeValue *const *inputs, float *const *outputs)
{
  const State *state = data;
  float *to = outputs[0];

  for (gsize w = 0; w < chunk->n_windows; w++)
    {
      const float *window = scope_value_get_window (inputs[0], w);

      if (state->piece == 1)
        for (gsize i = 0; i < state->n_pieces; i++)
          *to++ = state->from[i] == NOWHERE ? 0 : window[state->from[i]];
      else
        for (gsize i = 0; i < state->n_pieces; i++, to += state->piece)
          if (state->from[i] == NOWHERE)
            memset (to, 0, state->piece * sizeof (float));
          else
            memcpy (to, window + state->from[i], state->piece * sizeof (float));
    }
  return TRUE;
}

static const ScopeStepClass arrange_class = {
  .infer = arrange_infer,
  .state_new = arrange_state_new,
  .state_free = arrange_state_free,
  .forward = arrange_forward,
  .free = scope_layer_step_free,
};

gboolean
scope_compile_arrange (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                       guint n_inputs, GArray *outputs, char **why)
{
  if (!scope_compile_check_single (plan, inputs, n_inputs, 1, why))
    return FALSE;
  return scope_plan_add (
      plan, scope_layer_step_new (sizeof (ScopeLayerStep), &arrange_class, plan, layer, path),
      inputs, n_inputs, outputs, why);
}
