/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-network-private.h"

#include "scope-error.h"

#include <glib/gi18n.h>

G_DEFINE_BOXED_TYPE (ScopeNetwork, scope_network, scope_network_ref, scope_network_unref)

void
scope_obstacle_free (ScopeObstacle *self)
{
  g_free (self->layer);
  g_free (self->class_name);
  g_free (self->why);
  g_free (self);
}

static GPtrArray *
new_obstacles (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) scope_obstacle_free);
}

GPtrArray *
scope_network_list_obstacles (ScopeModel *model)
{
  GPtrArray *obstacles;
  g_autoptr (ScopePlan) plan = NULL;

  g_return_val_if_fail (model != NULL, NULL);

  obstacles = new_obstacles ();
  plan = scope_plan_new (model, obstacles);
  return obstacles;
}

static ScopeNetwork *
network_new (ScopeModel *model, ScopePlan *plan, gboolean whole)
{
  ScopeNetwork *self = g_new0 (ScopeNetwork, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->model = scope_model_ref (model);
  self->plan = plan;
  self->whole = whole;
  return self;
}

static void
set_obstacle_error (ScopeModel *model, GPtrArray *obstacles, GError **error)
{
  const ScopeObstacle *first = g_ptr_array_index (obstacles, 0);
  /* Translators: file, layer, class */
  g_autofree char *place = g_strdup_printf (
      _ ("%s, layer %s (%s)"), scope_model_get_file_name (model), first->layer, first->class_name);

  scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, place, _ ("a layer that cannot be run"), NULL,
                   first->why);
}

ScopeNetwork *
scope_network_new (ScopeModel *model, GError **error)
{
  g_autoptr (GPtrArray) obstacles = new_obstacles ();
  g_autoptr (ScopePlan) plan = NULL;

  g_return_val_if_fail (model != NULL, NULL);

  plan = scope_plan_new (model, obstacles);
  if (obstacles->len > 0)
    {
      set_obstacle_error (model, obstacles, error);
      return NULL;
    }
  if (plan->inputs->len == 0 || plan->outputs->len == 0)
    {
      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, scope_model_get_file_name (model),
                       _ ("a model without inputs or outputs"), NULL,
                       _ ("Its weights can be looked at, but nothing can be run through it."));
      return NULL;
    }
  return network_new (model, g_steal_pointer (&plan), TRUE);
}

ScopeNetwork *
scope_network_new_partial (ScopeModel *model, GError **error)
{
  g_autoptr (GPtrArray) obstacles = new_obstacles ();
  g_autoptr (ScopePlan) plan = NULL;

  g_return_val_if_fail (model != NULL, NULL);

  plan = scope_plan_new (model, obstacles);
  if (obstacles->len == 0)
    return scope_network_new (model, error);

  /* An input whose shape is not known cannot be fed. */
  for (guint i = 0; i < plan->inputs->len; i++)
    if (scope_plan_get_shape (plan, g_array_index (plan->inputs, guint, i))->n_dims < 2)
      g_ptr_array_set_size (plan->steps, 0);
  if (plan->steps->len == 0)
    {
      set_obstacle_error (model, obstacles, error);
      return NULL;
    }
  g_array_set_size (plan->outputs, 0);
  return network_new (model, g_steal_pointer (&plan), FALSE);
}

gboolean
scope_network_is_whole (ScopeNetwork *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->whole;
}

gboolean
scope_network_can_trace (ScopeNetwork *self, const char *layer)
{
  g_return_val_if_fail (self != NULL && layer != NULL, FALSE);
  return scope_plan_find_traced (self->plan, layer) >= 0;
}

ScopeNetwork *
scope_network_ref (ScopeNetwork *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_network_unref (ScopeNetwork *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  scope_plan_free (self->plan);
  scope_model_unref (self->model);
  g_free (self);
}

ScopeModel *
scope_network_get_model (ScopeNetwork *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->model;
}

guint
scope_network_get_n_inputs (ScopeNetwork *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->plan->inputs->len;
}

const ScopeShape *
scope_network_get_input_shape (ScopeNetwork *self, guint input)
{
  return scope_plan_get_shape (self->plan, g_array_index (self->plan->inputs, guint, input));
}

/* (batch, steps, …) has windows of as many rows as steps, (batch, features) of one. */
gsize
scope_network_get_input_window (ScopeNetwork *self, guint input, gsize window)
{
  const ScopeShape *shape = scope_network_get_input_shape (self, input);

  if (shape->n_dims < 3)
    return 1;
  return shape->dims[1] == SCOPE_DIM_FREE ? window : (gsize) shape->dims[1];
}

guint
scope_network_get_window (ScopeNetwork *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return (guint) scope_network_get_input_window (self, 0, 0);
}

gsize
scope_network_get_row_size (ScopeNetwork *self, guint input)
{
  const ScopeShape *shape;
  gint64 size;

  g_return_val_if_fail (self != NULL && input < self->plan->inputs->len, 0);

  shape = scope_network_get_input_shape (self, input);
  size = scope_shape_product (shape, shape->n_dims < 3 ? 1 : 2);
  return size == SCOPE_DIM_FREE ? 0 : (gsize) size;
}

guint
scope_network_get_n_outputs (ScopeNetwork *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->plan->outputs->len;
}

guint
scope_network_get_output_dims (ScopeNetwork *self, guint output, gsize window, gsize *dims)
{
  const ScopeShape *shape;
  g_autofree ScopeShape *inputs = NULL;
  g_autofree ScopeShape *shapes = NULL;
  g_autofree char *why = NULL;

  g_return_val_if_fail (self != NULL && output < self->plan->outputs->len && dims != NULL, 0);

  inputs = g_new0 (ScopeShape, self->plan->inputs->len);
  for (guint i = 0; i < self->plan->inputs->len; i++)
    {
      inputs[i] = *scope_network_get_input_shape (self, i);
      if (inputs[i].n_dims > 2 && inputs[i].dims[1] == SCOPE_DIM_FREE)
        {
          if (window > SCOPE_SHAPE_MAX_DIM)
            return 0;
          inputs[i].dims[1] = (gint64) window;
        }
    }

  shapes = scope_plan_infer (self->plan, inputs, &why);
  if (shapes == NULL)
    return 0;

  shape = &shapes[g_array_index (self->plan->outputs, guint, output)];
  if (shape->n_dims < 1 || scope_shape_product (shape, 1) == SCOPE_DIM_FREE)
    return 0;
  for (guint i = 1; i < shape->n_dims; i++)
    dims[i - 1] = (gsize) shape->dims[i];
  return shape->n_dims - 1;
}

const char *
scope_network_get_level (void)
{
  return scope_kernels_choose ()->name;
}
