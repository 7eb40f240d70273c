/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * EinsumDense: act (einsum (equation, x, kernel) + bias) (KM einsum_dense.py). What the letters of the equation mean becomes two lists:
 * where a number of the output begins to look in a window and in the kernel, and how far from there each of its products is.
 */
#include "scope-layer-step.h"

#include "scope-activate.h"

#include <glib/gi18n.h>
#include <string.h>

#define ELLIPSIS "..."

typedef struct
{
  ScopeLayerStep parent;
  ScopeActivation activation;
  char *input; /* letters; an ellipsis in front stands for what the input has more */
  char *kernel_letters;
  char *output;
  gboolean elided;
  ScopeArray *kernel;
  ScopeArray *bias; /* nullable */
} Step;

/* Of each number of a window of the output: where it begins in a window of the input, in the kernel, and its bias. */
typedef struct
{
  gsize n_out;
  gsize *from_input;
  gsize *from_kernel;
  gsize *from_bias;
  gsize n_terms;
  gsize *term_input;
  gsize *term_kernel;
} State;

/* One letter's axis of a tensor, or an axis of the ellipsis. */
typedef struct
{
  gsize length;
  gsize input; /* how far apart neighbours are; 0 where the tensor has not the letter */
  gsize kernel;
  gsize bias;
} Axis;

static gsize
get_elided (const Step *self, const ScopeShape *input)
{
  return self->elided ? input->n_dims - strlen (self->input) : 0;
}

static gboolean
einsum_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;
  gsize n_letters = strlen (self->input);
  gsize n_elided;

  if (self->elided ? inputs[0].n_dims <= n_letters : inputs[0].n_dims != n_letters)
    return scope_layer_step_refuse (&inputs[0], why);
  n_elided = get_elided (self, &inputs[0]);
  for (gsize i = 0; i < n_letters; i++)
    {
      const char *at = strchr (self->kernel_letters, self->input[i]);

      if (at != NULL
          && !scope_layer_step_check_dim (
              &inputs[0], (guint) (n_elided + i),
              scope_array_get_dim (self->kernel, (guint) (at - self->kernel_letters)), why))
        return FALSE;
    }
  if (!scope_layer_step_infer (step, inputs, outputs, why))
    return FALSE;
  /* What the kernel alone knows. */
  for (const char *letter = self->output; *letter != '\0'; letter++)
    {
      const char *at = strchr (self->kernel_letters, *letter);

      if (at != NULL)
        outputs[0].dims[n_elided + (gsize) (letter - self->output)] =
            (gint64) scope_array_get_dim (self->kernel, (guint) (at - self->kernel_letters));
    }
  return TRUE;
}

static gsize
get_pitch (const gsize *dims, guint n_dims, guint axis)
{
  gsize pitch = 1;

  for (guint i = axis + 1; i < n_dims; i++)
    pitch *= dims[i];
  return pitch;
}

/* How far apart neighbours along @letter are. */
static gsize
find_pitch (const char *letters, char letter, const gsize *dims, guint n_dims, guint first)
{
  const char *at = strchr (letters, letter);

  return at != NULL ? get_pitch (dims, n_dims, first + (guint) (at - letters)) : 0;
}

/* Every place of @axes in row-major order. */
static void
list_places (const Axis *axes, guint n_axes, gsize n, gsize *input, gsize *kernel, gsize *bias)
{
  for (gsize i = 0; i < n; i++)
    {
      gsize rest = i;

      input[i] = kernel[i] = 0;
      if (bias != NULL)
        bias[i] = 0;
      for (guint k = n_axes; k-- > 0;)
        {
          gsize place = rest % axes[k].length;

          rest /= axes[k].length;
          input[i] += place * axes[k].input;
          kernel[i] += place * axes[k].kernel;
          if (bias != NULL)
            bias[i] += place * axes[k].bias;
        }
    }
}

static void
einsum_state_free (gpointer data)
{
  State *state = data;

  g_free (state->from_input);
  g_free (state->from_kernel);
  g_free (state->from_bias);
  g_free (state->term_input);
  g_free (state->term_kernel);
  g_free (state);
}

/* The axes of the output but the batch, in its order. */
static guint
list_output_axes (const Step *self, const ScopeShape *input, const gsize *dims, const gsize *made,
                  guint n_made, Axis *axes)
{
  const gsize *kernel_dims = scope_array_get_dims (self->kernel);
  guint n_kernel = scope_array_get_n_dims (self->kernel);
  guint n_elided = (guint) get_elided (self, input);
  guint n_bias = self->bias != NULL ? scope_array_get_n_dims (self->bias) : 0;
  guint n = 0;

  for (guint i = 1; i < n_made; i++)
    {
      Axis *axis = &axes[n++];

      *axis = (Axis){ .length = made[i] };
      if (i < n_elided)
        axis->input = get_pitch (dims, input->n_dims, i);
      else
        {
          char letter = self->output[i - n_elided];

          axis->input = find_pitch (self->input, letter, dims, input->n_dims, n_elided);
          axis->kernel = find_pitch (self->kernel_letters, letter, kernel_dims, n_kernel, 0);
        }
      /* The bias lies under the last axes; it is 1 long where it is the same for all. */
      if (i + n_bias >= n_made)
        {
          guint at = i + n_bias - n_made;

          if (scope_array_get_dim (self->bias, at) == made[i] && made[i] > 1)
            axis->bias = get_pitch (scope_array_get_dims (self->bias), n_bias, at);
        }
    }
  return n;
}

/* The letters that the output has not: products over them are added up. */
static guint
list_sum_axes (const Step *self, const ScopeShape *input, const gsize *dims, Axis *axes)
{
  const gsize *kernel_dims = scope_array_get_dims (self->kernel);
  guint n_kernel = scope_array_get_n_dims (self->kernel);
  guint n_elided = (guint) get_elided (self, input);
  guint n = 0;

  for (gsize i = 0; self->input[i] != '\0'; i++)
    if (strchr (self->output, self->input[i]) == NULL)
      axes[n++] = (Axis){
        .length = dims[n_elided + i],
        .input = get_pitch (dims, input->n_dims, n_elided + (guint) i),
        .kernel = find_pitch (self->kernel_letters, self->input[i], kernel_dims, n_kernel, 0),
      };
  for (gsize i = 0; self->kernel_letters[i] != '\0'; i++)
    if (strchr (self->output, self->kernel_letters[i]) == NULL
        && strchr (self->input, self->kernel_letters[i]) == NULL)
      axes[n++] = (Axis){ .length = kernel_dims[i],
                          .kernel = get_pitch (kernel_dims, n_kernel, (guint) i) };
  return n;
}

static gpointer
einsum_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows,
                  GError **error)
{
  const Step *self = (const Step *) step;
  State *state = g_new0 (State, 1);
  ScopeShape output = { 0 };
  g_autofree char *why = NULL;
  gsize dims[SCOPE_ARRAY_MAX_DIMS] = { 1 };
  gsize made[SCOPE_ARRAY_MAX_DIMS] = { 1 };
  Axis axes[2 * SCOPE_ARRAY_MAX_DIMS];
  guint n_axes;

  einsum_infer (step, inputs, &output, &why);
  for (guint i = 1; i < inputs[0].n_dims; i++)
    dims[i] = (gsize) inputs[0].dims[i];
  for (guint i = 1; i < output.n_dims; i++)
    made[i] = (gsize) output.dims[i];

  n_axes = list_output_axes (self, &inputs[0], dims, made, output.n_dims, axes);
  state->n_out = 1;
  for (guint i = 0; i < n_axes; i++)
    state->n_out *= axes[i].length;
  state->from_input = g_new (gsize, state->n_out);
  state->from_kernel = g_new (gsize, state->n_out);
  state->from_bias = g_new (gsize, state->n_out);
  list_places (axes, n_axes, state->n_out, state->from_input, state->from_kernel, state->from_bias);

  n_axes = list_sum_axes (self, &inputs[0], dims, axes);
  state->n_terms = 1;
  for (guint i = 0; i < n_axes; i++)
    state->n_terms *= axes[i].length;
  state->term_input = g_new (gsize, state->n_terms);
  state->term_kernel = g_new (gsize, state->n_terms);
  list_places (axes, n_axes, state->n_terms, state->term_input, state->term_kernel, NULL);
  return state;
}

static gboolean
einsum_forward (const ScopeStep *step, gpointer data, const ScopeChunk *chunk,
                const ScopeValue *const *inputs, float *const *outputs)
{
  const Step *self = (const Step *) step;
  const State *state = data;
  const float *kernel = scope_array_get_data (self->kernel);
  const float *bias = self->bias != NULL ? scope_array_get_data (self->bias) : NULL;
  gsize width;
  guint n_dims = (guint) (get_elided (self, &inputs[0]->shape) + strlen (self->output));
  ScopeShape output = { 0 };
  g_autofree char *why = NULL;

  einsum_infer (step, &inputs[0]->shape, &output, &why);
  width = (gsize) output.dims[n_dims - 1];
  for (gsize w = 0; w < chunk->n_windows; w++)
    {
      const float *window = scope_value_get_window (inputs[0], w);
      float *to = outputs[0] + w * state->n_out;

      if (g_cancellable_is_cancelled (chunk->cancellable))
        return FALSE;
      for (gsize i = 0; i < state->n_out; i++)
        {
          const float *x = window + state->from_input[i];
          const float *k = kernel + state->from_kernel[i];
          double sum = 0;

          for (gsize t = 0; t < state->n_terms; t++)
            sum += (double) x[state->term_input[t]] * (double) k[state->term_kernel[t]];
          to[i] = (float) sum + (bias != NULL ? bias[state->from_bias[i]] : 0);
        }
      scope_activate (step->kernels, &self->activation, to, state->n_out / width, width);
    }
  return TRUE;
}

static void
einsum_free (ScopeStep *step)
{
  Step *self = (Step *) step;

  g_free (self->input);
  g_free (self->kernel_letters);
  g_free (self->output);
  g_clear_pointer (&self->kernel, scope_array_unref);
  g_clear_pointer (&self->bias, scope_array_unref);
  scope_layer_step_free (step);
}

static const ScopeStepClass einsum_class = {
  .infer = einsum_infer,
  .state_new = einsum_state_new,
  .state_free = einsum_state_free,
  .forward = einsum_forward,
  .free = einsum_free,
};

static char *
dup_letters (const char *text, gboolean elided)
{
  return g_strdup (elided ? text + strlen (ELLIPSIS) : text);
}

/* "abc,cde->abde" or "...x,xy->...y": the batch comes first in both, alone or in the ellipsis. */
static gboolean
parse (Step *self, const char *equation)
{
  g_auto (GStrv) sides = g_strsplit (equation, "->", 2);
  g_auto (GStrv) factors = NULL;

  if (g_strv_length (sides) != 2)
    return FALSE;
  factors = g_strsplit (sides[0], ",", 2);
  if (g_strv_length (factors) != 2)
    return FALSE;
  self->elided = g_str_has_prefix (factors[0], ELLIPSIS);
  if (self->elided != g_str_has_prefix (sides[1], ELLIPSIS))
    return FALSE;
  self->input = dup_letters (factors[0], self->elided);
  self->kernel_letters = g_strdup (factors[1]);
  self->output = dup_letters (sides[1], self->elided);
  if (strpbrk (self->input, ". ") != NULL || strpbrk (self->kernel_letters, ". ") != NULL
      || strpbrk (self->output, ". ") != NULL)
    return FALSE;
  if (strlen (self->input) > SCOPE_ARRAY_MAX_DIMS || strlen (self->output) > SCOPE_ARRAY_MAX_DIMS)
    return FALSE;
  return self->elided
         || (*self->input != '\0' && *self->input == *self->output
             && strchr (self->kernel_letters, *self->input) == NULL);
}

gboolean
scope_compile_einsum (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                      guint n_inputs, GArray *outputs, char **why)
{
  ScopeArray *kernel = scope_layer_get_array (layer, "kernel");
  ScopeArray *bias = scope_layer_get_array (layer, "bias");
  Step *self;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 2, why))
    return FALSE;
  self = scope_layer_step_new (sizeof (Step), &einsum_class, plan, layer, path);
  if (!parse (self, scope_layer_get_string (layer, "equation", "")))
    {
      *why = g_strdup_printf (_ ("Its equation is “%s”, which Gatescope cannot read."),
                              scope_layer_get_string (layer, "equation", ""));
      scope_step_free (&self->parent.parent);
      return FALSE;
    }
  if (kernel == NULL || scope_array_get_n_dims (kernel) != strlen (self->kernel_letters))
    {
      *why = g_strdup (_ ("The file has no kernel for it that fits its equation."));
      scope_step_free (&self->parent.parent);
      return FALSE;
    }
  self->kernel = scope_array_ref (kernel);
  self->bias = bias != NULL ? scope_array_ref (bias) : NULL;
  if (!scope_layer_step_get_activation (layer, &self->activation, why))
    {
      scope_step_free (&self->parent.parent);
      return FALSE;
    }
  return scope_plan_add (plan, &self->parent.parent, inputs, n_inputs, outputs, why);
}
