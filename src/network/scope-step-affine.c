/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Layers that shift and scale each number by what the training data said of its feature: BatchNormalization (K@v2.15.0
 * batch_normalization.py; Keras 1: K@1.0.5, 1.0.6, 1.0.7, 1.2.2 normalization.py), Normalization and Rescaling (K@v2.15.0 and KM
 * keras/layers/preprocessing). All are (x - centre) · factor + offset.
 */
#include "scope-layer-step.h"

#include "scope-axes.h"
#include "scope-buffer.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

enum
{
  CENTRE,
  FACTOR,
  OFFSET,
  N_PARTS
};

/* @n parameters, for every place on the axes (none: one for all), in row-major order. */
typedef struct
{
  ScopeLayerStep parent;
  guint n_axes;
  guint axes[SCOPE_ARRAY_MAX_DIMS];
  gsize n;
  float *parts[N_PARTS];
} Step;

/* The parameters as often as they repeat along the window's last axes. */
typedef struct
{
  gsize period;
  float *parts[N_PARTS];
} State;

static gboolean
affine_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;
  gsize n = 1;

  if (!scope_layer_step_infer (step, inputs, outputs, why))
    return FALSE;
  if (self->n_axes == 1)
    return scope_layer_step_check_dim (&inputs[0], self->axes[0], self->n, why);

  for (guint i = 0; i < self->n_axes; i++)
    {
      if (inputs[0].dims[self->axes[i]] == SCOPE_DIM_FREE)
        return TRUE;
      if (!g_size_checked_mul (&n, n, (gsize) inputs[0].dims[self->axes[i]]))
        return scope_layer_step_refuse (&inputs[0], why);
    }
  return n == self->n ? TRUE : scope_layer_step_refuse (&inputs[0], why);
}

static void
affine_state_free (gpointer data)
{
  State *state = data;

  for (guint i = 0; i < N_PARTS; i++)
    scope_buffer_free (state->parts[i]);
  g_free (state);
}

static gpointer
affine_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows,
                  GError **error)
{
  const Step *self = (const Step *) step;
  const ScopeShape *shape = &inputs[0];
  State *state = g_new0 (State, 1);
  gsize strides[SCOPE_ARRAY_MAX_DIMS] = { 0 };
  g_autofree gsize *places = NULL;
  gsize stride = 1;
  guint first = shape->n_dims - 1;

  for (guint i = self->n_axes; i-- > 0;)
    {
      strides[self->axes[i]] = stride;
      stride *= (gsize) shape->dims[self->axes[i]];
      first = MIN (first, self->axes[i]);
    }

  places = scope_axes_list (shape->n_dims - first, shape->dims + first, strides + first,
                            &state->period, error);
  for (guint i = 0; i < N_PARTS; i++)
    {
      if (places != NULL)
        state->parts[i] = scope_buffer_new (1, state->period, error);
      if (state->parts[i] == NULL)
        {
          affine_state_free (state);
          return NULL;
        }
      for (gsize k = 0; k < state->period; k++)
        state->parts[i][k] = self->parts[i][places[k]];
    }
  return state;
}

static gboolean
affine_forward (const ScopeStep *step, gpointer data, const ScopeChunk *chunk,
                const ScopeValue *const *inputs, float *const *outputs)
{
  const State *state = data;
  const float *restrict centre = state->parts[CENTRE];
  const float *restrict factor = state->parts[FACTOR];
  const float *restrict offset = state->parts[OFFSET];
  float *to = outputs[0];

  for (gsize w = 0; w < chunk->n_windows; w++)
    {
      const float *window = scope_value_get_window (inputs[0], w);

      for (gsize i = 0; i < inputs[0]->size; i += state->period, to += state->period)
        for (gsize k = 0; k < state->period; k++)
          to[k] = (window[i + k] - centre[k]) * factor[k] + offset[k];
    }
  return TRUE;
}

static void
affine_free (ScopeStep *step)
{
  Step *self = (Step *) step;

  for (guint i = 0; i < N_PARTS; i++)
    g_free (self->parts[i]);
  scope_layer_step_free (step);
}

static const ScopeStepClass affine_class = {
  .infer = affine_infer,
  .state_new = affine_state_new,
  .state_free = affine_state_free,
  .forward = affine_forward,
  .free = affine_free,
};

static int
compare_axes (const void *a, const void *b)
{
  return (int) *(const guint *) a - (int) *(const guint *) b;
}

/* The axes that parameters differ along; none where "axis" is null or an empty list. */
static gboolean
find_axes (Step *self, guint n_dims, char **why)
{
  gint64 number;

  /* A key that is there and holds no number is a null or an empty list. */
  if (scope_layer_has_key (self->parent.layer, "axis")
      && scope_layer_get_ints (self->parent.layer, "axis", &number, 1) == 0)
    return TRUE;

  self->n_axes = scope_layer_get_axes (self->parent.layer, "axis", -1, n_dims, self->axes, why);
  qsort (self->axes, self->n_axes, sizeof *self->axes, compare_axes);
  return self->n_axes > 0;
}

static void
make_parts (Step *self, gsize n)
{
  self->n = n;
  for (guint i = 0; i < N_PARTS; i++)
    self->parts[i] = g_new0 (float, MAX (1, n));
  for (gsize i = 0; i < n; i++)
    self->parts[FACTOR][i] = 1;
}

/* The array of a role, which has to have @n numbers; %FALSE where it has not. */
static gboolean
get_numbers (ScopeLayer *layer, const char *role, gsize n, const float **numbers, char **why)
{
  ScopeArray *array = scope_layer_get_array (layer, role);
  g_autofree char *text = NULL;

  *numbers = array != NULL ? scope_array_get_data (array) : NULL;
  if (array == NULL || scope_array_get_size (array) == n)
    return TRUE;

  text = scope_array_dup_shape_text (array);
  *why = g_strdup_printf (_ ("Its %s has the shape %s, where %zu numbers are expected."), role,
                          text, n);
  return FALSE;
}

/* What x - mean is divided by. Keras 1 kept a standard deviation under that name up to 1.0.6, and the variance since. */
static double
get_divisor (ScopeLayer *layer, double spread, double epsilon)
{
  guint keras = scope_layer_get_keras (layer);
  gboolean theano = scope_layer_is_theano (layer);

  /* No version at all is read as 1.0.0; such files are of all times, mostly of the later ones. */
  if (keras > SCOPE_KERAS (1, 0, 0) && keras <= SCOPE_KERAS (1, 0, 5))
    return spread + epsilon;
  if (keras == SCOPE_KERAS (1, 0, 6) && theano)
    return spread + epsilon;
  if (keras == SCOPE_KERAS (1, 0, 7) && theano)
    return sqrt (spread) + epsilon;
  return sqrt (spread + epsilon);
}

static gboolean
read_batch_normalization (Step *self, const ScopeShape *shape, char **why)
{
  ScopeLayer *layer = self->parent.layer;
  double epsilon = scope_layer_get_double (layer, "epsilon", 1e-3);
  ScopeArray *mean = scope_layer_get_array (layer, "moving_mean");
  const float *means = NULL;
  const float *spreads = NULL;
  const float *gammas = NULL;
  const float *betas = NULL;
  gsize n;

  if (mean == NULL || scope_layer_get_array (layer, "moving_variance") == NULL)
    {
      *why = g_strdup (_ ("The file has no mean and variance for it."));
      return FALSE;
    }
  n = scope_array_get_size (mean);
  if (!find_axes (self, shape->n_dims, why) || !get_numbers (layer, "moving_mean", n, &means, why)
      || !get_numbers (layer, "moving_variance", n, &spreads, why)
      || !get_numbers (layer, "gamma", n, &gammas, why)
      || !get_numbers (layer, "beta", n, &betas, why))
    return FALSE;

  make_parts (self, n);
  for (gsize i = 0; i < n; i++)
    {
      double gamma = gammas != NULL ? (double) gammas[i] : 1;

      self->parts[CENTRE][i] = means[i];
      self->parts[FACTOR][i] = (float) (gamma / get_divisor (layer, (double) spreads[i], epsilon));
      self->parts[OFFSET][i] = betas != NULL ? betas[i] : 0;
    }
  return TRUE;
}

/* "mean" or "variance": of the weights, or of the configuration, where one number may stand for all. */
static gboolean
get_statistic (ScopeLayer *layer, const char *name, GArray *numbers)
{
  ScopeArray *array = scope_layer_get_array (layer, name);

  if (array != NULL)
    g_array_append_vals (numbers, scope_array_get_data (array), scope_array_get_size (array));
  else
    scope_layer_get_numbers (layer, name, numbers);
  return numbers->len > 0;
}

static gboolean
read_normalization (Step *self, const ScopeShape *shape, char **why)
{
  /* Keras's backend.epsilon(), which the configuration does not have. */
  static const double least = 1e-7;
  ScopeLayer *layer = self->parent.layer;
  gboolean invert = scope_layer_get_boolean (layer, "invert", FALSE);
  g_autoptr (GArray) means = g_array_new (FALSE, FALSE, sizeof (float));
  g_autoptr (GArray) variances = g_array_new (FALSE, FALSE, sizeof (float));

  if (!find_axes (self, shape->n_dims, why))
    return FALSE;
  if (!get_statistic (layer, "mean", means) || !get_statistic (layer, "variance", variances))
    {
      *why = g_strdup (_ ("The file has no mean and variance for it."));
      return FALSE;
    }
  if (means->len != variances->len)
    {
      *why = g_strdup_printf (_ ("It has %u means and %u variances."), means->len, variances->len);
      return FALSE;
    }
  /* One number for all places. */
  if (means->len == 1)
    self->n_axes = 0;

  make_parts (self, means->len);
  for (gsize i = 0; i < self->n; i++)
    {
      float mean = g_array_index (means, float, i);
      double deviation = MAX (sqrt ((double) g_array_index (variances, float, i)), least);

      self->parts[invert ? OFFSET : CENTRE][i] = mean;
      self->parts[FACTOR][i] = (float) (invert ? deviation : 1 / deviation);
    }
  return TRUE;
}

static gboolean
read_rescaling (Step *self, const ScopeShape *shape, char **why)
{
  ScopeLayer *layer = self->parent.layer;
  g_autoptr (GArray) scales = g_array_new (FALSE, FALSE, sizeof (float));
  g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (float));
  guint n;

  scope_layer_get_numbers (layer, "scale", scales);
  scope_layer_get_numbers (layer, "offset", offsets);
  n = MAX (scales->len, offsets->len);
  if (scales->len == 0 || (scales->len != n && scales->len != 1)
      || (offsets->len != n && offsets->len > 1))
    {
      *why = g_strdup_printf (_ ("It has %u scales and %u offsets."), scales->len, offsets->len);
      return FALSE;
    }

  make_parts (self, n);
  if (n > 1)
    self->axes[self->n_axes++] = shape->n_dims - 1;
  for (guint i = 0; i < n; i++)
    {
      self->parts[FACTOR][i] = g_array_index (scales, float, scales->len > 1 ? i : 0);
      if (offsets->len > 0)
        self->parts[OFFSET][i] = g_array_index (offsets, float, offsets->len > 1 ? i : 0);
    }
  return TRUE;
}

gboolean
scope_compile_affine (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                      guint n_inputs, GArray *outputs, char **why)
{
  const ScopeShape *shape;
  gboolean read;
  Step *self;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 2, why))
    return FALSE;

  shape = scope_plan_get_shape (plan, inputs[0]);
  self = scope_layer_step_new (sizeof (Step), &affine_class, plan, layer, path);
  if (scope_layer_step_is (&self->parent, "Rescaling"))
    read = read_rescaling (self, shape, why);
  else if (scope_layer_step_is (&self->parent, "Normalization"))
    read = read_normalization (self, shape, why);
  else
    read = read_batch_normalization (self, shape, why);
  if (!read)
    {
      scope_step_free (&self->parent.parent);
      return FALSE;
    }
  if (!scope_plan_add (plan, &self->parent.parent, inputs, n_inputs, outputs, why))
    return FALSE;

  /* The layers of preprocessing pass masks on since Keras 3. */
  if (scope_layer_get_keras (layer) >= SCOPE_KERAS (3, 0, 0)
      || strstr (scope_layer_get_class (layer), "BatchNormalization") != NULL)
    scope_plan_set_mask (plan, g_array_index (outputs, guint, 0),
                         scope_plan_get_mask (plan, inputs[0]));
  return TRUE;
}

gboolean
scope_compile_batch_normalization (ScopePlan *plan, ScopeLayer *layer, const char *path,
                                   const guint *inputs, guint n_inputs, GArray *outputs, char **why)
{
  gint64 mode = scope_layer_get_int (layer, "mode", 0);

  if (mode == 1)
    return scope_compile_group_norm (plan, layer, path, inputs, n_inputs, outputs, why);
  if (mode != 0)
    {
      *why = g_strdup_printf (_ ("Its mode is %" G_GINT64_FORMAT
                                 ": it normalises by whatever windows are run together."),
                              mode);
      return FALSE;
    }
  return scope_compile_affine (plan, layer, path, inputs, n_inputs, outputs, why);
}
