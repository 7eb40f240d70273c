/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Functions of Keras 3 that put a tensor's numbers elsewhere (KM keras/src/ops/numpy.py): GetItem, Transpose, Swapaxes, Moveaxis,
 * Flip, Reshape. Each axis of what they make is an axis of the tensor, from some place on, in some steps.
 */
#include "scope-layer-step.h"

#include "scope-axes.h"
#include "scope-index.h"

#include <glib/gi18n.h>
#include <string.h>

/* @from: 0: an axis of length 1 that the tensor does not have */
typedef struct
{
  guint from;
  ScopeIndex slice;
} Axis;

/* @places: for each axis of the tensor the one place that is taken, where @taken
 * @target: of Reshape: the shape; not known: the axes' */
typedef struct
{
  ScopeStep parent;
  guint n_axes;
  Axis axes[SCOPE_ARRAY_MAX_DIMS];
  gboolean taken[SCOPE_ARRAY_MAX_DIMS];
  gint64 places[SCOPE_ARRAY_MAX_DIMS];
  ScopeShape target;
} Step;

static gboolean
view_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Step *self = (const Step *) step;
  ScopeShape shape = { .n_dims = 1, .dims = { SCOPE_DIM_FREE } };

  for (guint i = 1; i < inputs[0].n_dims; i++)
    {
      gint64 place = self->places[i] < 0 ? self->places[i] + inputs[0].dims[i] : self->places[i];

      if (self->taken[i] && inputs[0].dims[i] != SCOPE_DIM_FREE
          && (place < 0 || place >= inputs[0].dims[i]))
        return scope_layer_step_refuse (&inputs[0], why);
    }
  for (guint i = 0; i < self->n_axes; i++)
    {
      gint64 length = self->axes[i].from == 0 ? 1 : inputs[0].dims[self->axes[i].from];
      gint64 start;

      if (self->axes[i].from > 0 && length != SCOPE_DIM_FREE)
        {
          length = scope_index_find (&self->axes[i].slice, length, &start);
          if (length == 0)
            return scope_layer_step_refuse (&inputs[0], why);
        }
      scope_shape_append (&shape, length);
    }
  if (self->target.n_dims > 0)
    {
      if (scope_shape_product (&shape, 1) != SCOPE_DIM_FREE
          && scope_shape_product (&shape, 1) != scope_shape_product (&self->target, 1))
        return scope_layer_step_refuse (&inputs[0], why);
      shape = self->target;
    }
  outputs[0] = shape;
  return shape.n_dims > 0 ? TRUE : scope_layer_step_refuse (&inputs[0], why);
}

typedef struct
{
  gsize n;
  gsize *places;
} State;

static void
view_state_free (gpointer data)
{
  State *state = data;

  g_free (state->places);
  g_free (state);
}

static gpointer
view_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows, GError **error)
{
  const Step *self = (const Step *) step;
  State *state = g_new0 (State, 1);
  gsize strides[SCOPE_ARRAY_MAX_DIMS];
  gsize steps[SCOPE_ARRAY_MAX_DIMS] = { 0 };
  gint64 dims[SCOPE_ARRAY_MAX_DIMS];
  gsize first = 0;

  scope_shape_get_strides (&inputs[0], strides);
  for (guint i = 1; i < inputs[0].n_dims; i++)
    if (self->taken[i])
      first += (gsize) (self->places[i] < 0 ? self->places[i] + inputs[0].dims[i] : self->places[i])
               * strides[i];
  for (guint i = 0; i < self->n_axes; i++)
    {
      const Axis *axis = &self->axes[i];
      gint64 start;

      dims[i] = 1;
      if (axis->from == 0)
        continue;
      /* Steps back are very long steps forwards: what is counted in turns over. */
      dims[i] = scope_index_find (&axis->slice, inputs[0].dims[axis->from], &start);
      steps[i] = (gsize) axis->slice.step * strides[axis->from];
      first += (gsize) start * strides[axis->from];
    }

  state->places = scope_axes_list (self->n_axes, dims, steps, &state->n, error);
  if (state->places == NULL)
    {
      view_state_free (state);
      return NULL;
    }
  for (gsize i = 0; i < state->n; i++)
    state->places[i] += first;
  return state;
}

static gboolean
view_forward (const ScopeStep *step, gpointer data, const ScopeChunk *chunk,
              const ScopeValue *const *inputs, float *const *outputs)
{
  const State *state = data;
  float *to = outputs[0];

  for (gsize w = 0; w < chunk->n_windows; w++)
    {
      const float *window = scope_value_get_window (inputs[0], w);

      for (gsize i = 0; i < state->n; i++)
        *to++ = window[state->places[i]];
    }
  return TRUE;
}

static const ScopeStepClass view_class = {
  .infer = view_infer,
  .state_new = view_state_new,
  .state_free = view_state_free,
  .forward = view_forward,
};

static void
add_axis (Step *self, guint from, const ScopeIndex *slice)
{
  if (self->n_axes < G_N_ELEMENTS (self->axes))
    self->axes[self->n_axes++] = (Axis){ from, *slice };
}

static const ScopeIndex whole = { .kind = SCOPE_INDEX_SLICE, .step = 1 };
static const ScopeIndex backwards = { .kind = SCOPE_INDEX_SLICE, .step = -1 };

/* x[…]; the first index is for the windows and must take all of them. */
static gboolean
read_indices (Step *self, ScopeLayer *layer, guint call, guint n_dims)
{
  ScopeIndex indices[2 * SCOPE_ARRAY_MAX_DIMS];
  guint n = scope_layer_get_call_indices (layer, call, indices, G_N_ELEMENTS (indices));
  guint n_named = 0;
  gboolean has_rest = FALSE;
  guint dim = 0;

  for (guint i = 0; i < n; i++)
    {
      has_rest = has_rest || indices[i].kind == SCOPE_INDEX_REST;
      n_named += indices[i].kind == SCOPE_INDEX_PLACE || indices[i].kind == SCOPE_INDEX_SLICE;
    }
  if (n == 0 || n_named > n_dims)
    return FALSE;
  if (!has_rest && n < G_N_ELEMENTS (indices))
    indices[n++] = (ScopeIndex){ .kind = SCOPE_INDEX_REST };

  for (guint i = 0; i < n; i++)
    {
      const ScopeIndex *index = &indices[i];
      guint n_rest = index->kind == SCOPE_INDEX_REST ? n_dims - n_named : 0;

      if (index->kind == SCOPE_INDEX_NEW_AXIS)
        {
          if (dim == 0)
            return FALSE;
          add_axis (self, 0, &whole);
        }
      else if (index->kind == SCOPE_INDEX_REST)
        {
          for (guint k = 0; k < n_rest; k++, dim++)
            if (dim > 0)
              add_axis (self, dim, &whole);
          n_named = n_dims;
        }
      else if (dim == 0)
        {
          if (index->kind != SCOPE_INDEX_SLICE || index->has_start || index->has_stop
              || index->step != 1)
            return FALSE;
          dim++;
        }
      else if (index->kind == SCOPE_INDEX_SLICE)
        add_axis (self, dim++, index);
      else
        {
          self->taken[dim] = TRUE;
          self->places[dim++] = index->start;
        }
    }
  return dim == n_dims;
}

/* One axis that the configuration names; not that of the windows. */
static gboolean
get_axis (ScopeLayer *layer, const char *key, guint n_dims, guint *axis)
{
  guint axes[SCOPE_ARRAY_MAX_DIMS];
  g_autofree char *why = NULL;

  if (scope_layer_get_axes (layer, key, 0, n_dims, axes, &why) != 1)
    return FALSE;
  *axis = axes[0];
  return TRUE;
}

/* The axes in another order, in which each is named once and the windows stay first. */
static gboolean
read_order (Step *self, ScopeLayer *layer, guint n_dims)
{
  const char *class_name = scope_layer_get_class (layer);
  gint64 named[SCOPE_ARRAY_MAX_DIMS];
  guint order[SCOPE_ARRAY_MAX_DIMS];
  gboolean seen[SCOPE_ARRAY_MAX_DIMS] = { FALSE };
  guint a;
  guint b;

  for (guint i = 0; i < n_dims; i++)
    order[i] = i;
  if (strcmp (class_name, "Transpose") == 0)
    {
      if (scope_layer_get_ints (layer, "axes", named, G_N_ELEMENTS (named)) != n_dims)
        return FALSE;
      for (guint i = 0; i < n_dims; i++)
        {
          if (named[i] < -(gint64) n_dims || named[i] >= n_dims)
            return FALSE;
          order[i] = (guint) (named[i] < 0 ? named[i] + n_dims : named[i]);
        }
    }
  else if (strcmp (class_name, "Swapaxes") == 0)
    {
      if (!get_axis (layer, "axis1", n_dims, &a) || !get_axis (layer, "axis2", n_dims, &b))
        return FALSE;
      order[a] = b;
      order[b] = a;
    }
  else
    {
      if (!get_axis (layer, "source", n_dims, &a) || !get_axis (layer, "destination", n_dims, &b))
        return FALSE;
      for (guint i = a; i < b; i++)
        order[i] = i + 1;
      for (guint i = a; i > b; i--)
        order[i] = i - 1;
      order[b] = a;
    }

  if (order[0] != 0)
    return FALSE;
  for (guint i = 1; i < n_dims; i++)
    {
      if (seen[order[i]])
        return FALSE;
      seen[order[i]] = TRUE;
      add_axis (self, order[i], &whole);
    }
  return TRUE;
}

static gboolean
read_flip (Step *self, ScopeLayer *layer, guint n_dims)
{
  guint axes[SCOPE_ARRAY_MAX_DIMS];
  g_autofree char *why = NULL;
  guint n = scope_layer_get_axes (layer, "axis", 0, n_dims, axes, &why);

  for (guint i = 1; i < n_dims; i++)
    {
      gboolean turned = FALSE;

      for (guint k = 0; k < n; k++)
        turned = turned || axes[k] == i;
      add_axis (self, i, turned ? &backwards : &whole);
    }
  return n > 0;
}

/* The first length is the windows', and must be left to them. */
static gboolean
read_target (Step *self, ScopeLayer *layer, guint n_dims)
{
  gint64 dims[SCOPE_ARRAY_MAX_DIMS];
  guint n = scope_layer_get_ints (layer, "newshape", dims, G_N_ELEMENTS (dims));

  if (n < 1 || dims[0] != -1)
    return FALSE;
  for (guint i = 1; i < n; i++)
    if (dims[i] < 1 || dims[i] > SCOPE_SHAPE_MAX_DIM)
      return FALSE;
  for (guint i = 0; i < n; i++)
    scope_shape_append (&self->target, dims[i]);
  for (guint i = 1; i < n_dims; i++)
    add_axis (self, i, &whole);
  return self->target.n_dims == n;
}

gboolean
scope_compile_view (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                    guint n_inputs, GArray *outputs, char **why)
{
  const char *class_name = scope_layer_get_class (layer);
  gboolean known;
  guint n_dims;
  Step *self;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 1, why))
    return FALSE;

  n_dims = scope_plan_get_shape (plan, inputs[0])->n_dims;
  self = scope_step_new (sizeof (Step), &view_class, plan->kernels, path);
  if (strcmp (class_name, "GetItem") == 0)
    known = read_indices (self, layer, plan->call, n_dims);
  else if (strcmp (class_name, "Reshape") == 0)
    known = read_target (self, layer, n_dims);
  else if (strcmp (class_name, "Flip") == 0)
    known = read_flip (self, layer, n_dims);
  else
    known = read_order (self, layer, n_dims);
  if (!known)
    {
      *why = g_strdup (_ ("It takes numbers from several windows, or in a way that Gatescope does "
                          "not know."));
      scope_step_free (&self->parent);
      return FALSE;
    }
  return scope_plan_add (plan, &self->parent, inputs, n_inputs, outputs, why);
}
