/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A network whose recurrent layers begin where they are told to: the plan is compiled with a value for each state that a layer
 * would begin at zero, and then judged: what lies along time up to the last recurrent layer must treat each step by itself.
 */
#include "scope-resume.h"

#include "scope-network-private.h"

#include <string.h>

/* Layers that make of each step something of its own. */
static const char *const stepwise[] = { "Dense", "Activation", "ReLU", "LeakyReLU", "ELU", NULL };

static gboolean
is_state (const ScopePlan *plan, guint value)
{
  for (guint i = 0; i < plan->states->len; i++)
    if (g_array_index (plan->states, ScopePlanState, i).begin == value)
      return TRUE;
  return FALSE;
}

static gboolean
is_stepwise (ScopeModel *model, const ScopeStep *step)
{
  ScopeLayer *layer = scope_model_find_layer (model, step->path);

  return layer != NULL && step->n_inputs == 1 && step->n_outputs == 1
         && step->fold == SCOPE_NO_VALUE
         && g_strv_contains (stepwise, scope_layer_get_class (layer));
}

/* Whether each step of the window is done with before the next one begins, and the answers come of the states at the end. */
static gboolean
goes_forward (const ScopePlan *plan, ScopeModel *model, guint n_outputs)
{
  g_autofree gboolean *along = g_new0 (gboolean, plan->shapes->len);
  guint input = g_array_index (plan->inputs, guint, 0);

  if (plan->inputs->len != 1 + plan->states->len || plan->states->len == 0
      || scope_plan_get_shape (plan, input)->n_dims != 3)
    return FALSE;

  along[input] = TRUE;
  for (guint i = 0; i < plan->steps->len; i++)
    {
      const ScopeStep *step = g_ptr_array_index (plan->steps, i);
      guint n_along = 0;
      gboolean begins;

      for (guint k = 0; k < step->n_inputs; k++)
        n_along += along[step->inputs[k]];
      begins = step->n_inputs > 1 && is_state (plan, step->inputs[1]);
      if (n_along == 0 && !begins)
        continue;
      if (n_along != 1)
        return FALSE;

      if (begins)
        along[step->outputs[0]] = scope_plan_get_shape (plan, step->outputs[0])->n_dims == 3;
      else if (is_stepwise (model, step))
        along[step->outputs[0]] = TRUE;
      else
        return FALSE;
    }

  for (guint i = 0; i < n_outputs; i++)
    if (along[g_array_index (plan->outputs, guint, i)])
      return FALSE;
  return TRUE;
}

ScopeNetwork *
scope_network_new_resumable (ScopeNetwork *network)
{
  g_autoptr (GPtrArray) obstacles =
      g_ptr_array_new_with_free_func ((GDestroyNotify) scope_obstacle_free);
  g_autoptr (ScopePlan) plan = NULL;
  ScopeNetwork *self;
  guint n_outputs;

  g_return_val_if_fail (network != NULL, NULL);

  if (!scope_network_is_whole (network) || scope_network_get_n_inputs (network) != 1)
    return NULL;
  n_outputs = scope_network_get_n_outputs (network);
  plan = scope_plan_new_resumable (scope_network_get_model (network), obstacles);
  if (obstacles->len > 0 || plan->outputs->len != n_outputs + plan->states->len
      || !goes_forward (plan, scope_network_get_model (network), n_outputs))
    return NULL;

  self = scope_network_new (scope_network_get_model (network), NULL);
  if (self == NULL)
    return NULL;
  g_array_index (plan->shapes, ScopeShape, g_array_index (plan->inputs, guint, 0)).dims[1] =
      SCOPE_DIM_FREE;
  scope_plan_free (self->plan);
  self->plan = g_steal_pointer (&plan);
  return self;
}

guint
scope_network_get_n_states (ScopeNetwork *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->plan->states != NULL ? self->plan->states->len : 0;
}

static const ScopePlanState *
get_state (ScopeNetwork *self, guint state)
{
  return &g_array_index (self->plan->states, ScopePlanState, state);
}

guint
scope_network_get_state_size (ScopeNetwork *self, guint state)
{
  g_return_val_if_fail (self != NULL && state < scope_network_get_n_states (self), 0);

  return (guint) scope_plan_get_shape (self->plan, get_state (self, state)->begin)->dims[1];
}

const char *
scope_network_get_state_layer (ScopeNetwork *self, guint state, const char **track)
{
  g_return_val_if_fail (self != NULL && state < scope_network_get_n_states (self), NULL);
  g_return_val_if_fail (track != NULL, NULL);

  *track = get_state (self, state)->track;
  return get_state (self, state)->step->path;
}
