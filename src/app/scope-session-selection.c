/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-session-private.h"

#include <glib/gi18n.h>

static void
set_int (ScopeSession *self, int *field, int value, ScopeSessionProperty property)
{
  if (*field == value)
    return;
  *field = value;
  scope_session_notify (self, property);
}

/* The gates of @path, where that is a layer that has some. */
static ScopeGates *
find_gates (ScopeSession *self, const char *path)
{
  ScopeLayer *layer = scope_model_find_layer (self->model, path);

  if (layer == NULL || !(scope_layer_is_recurrent (layer) || scope_layer_is_cell (layer)))
    return NULL;
  return scope_gates_new (layer, NULL);
}

void
scope_session_select_first (ScopeSession *self)
{
  g_auto (GStrv) paths = NULL;

  g_clear_pointer (&self->gates, scope_gates_unref);
  g_clear_pointer (&self->gates_layer, g_free);
  g_clear_pointer (&self->layer, g_free);
  self->gate = self->matrix = self->unit = -1;

  if (self->model != NULL)
    {
      paths = scope_model_dup_recurrent_paths (self->model);
      if (paths[0] != NULL)
        scope_session_set_layer (self, paths[0]);
      else if (scope_model_get_n_layers (self->model) > 0)
        scope_session_set_layer (self,
                                 scope_layer_get_name (scope_model_get_layer (self->model, 0)));
    }

  scope_session_notify (self, PROP_LAYER);
  scope_session_notify (self, PROP_GATE);
  scope_session_notify (self, PROP_MATRIX);
  scope_session_notify (self, PROP_UNIT);
}

void
scope_session_set_layer (ScopeSession *self, const char *path)
{
  ScopeGates *gates;

  g_return_if_fail (SCOPE_IS_SESSION (self));

  if (g_strcmp0 (path, self->layer) == 0)
    return;
  if (path != NULL && (self->model == NULL || scope_model_find_layer (self->model, path) == NULL))
    return;

  g_object_freeze_notify (G_OBJECT (self));
  g_free (self->layer);
  self->layer = g_strdup (path);
  gates = path != NULL ? find_gates (self, path) : NULL;
  if (gates != NULL)
    {
      if (g_strcmp0 (path, self->gates_layer) != 0)
        {
          scope_session_set_unit (self, -1);
          g_free (self->gates_layer);
          self->gates_layer = g_strdup (path);
        }
      g_clear_pointer (&self->gates, scope_gates_unref);
      self->gates = gates;
    }
  scope_session_set_gate (self, -1);
  scope_session_set_matrix (self, -1);
  scope_session_notify (self, PROP_LAYER);
  g_object_thaw_notify (G_OBJECT (self));
}

const char *
scope_session_get_layer (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), NULL);
  return self->layer;
}

ScopeLayer *
scope_session_get_layer_object (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), NULL);

  if (self->model == NULL || self->layer == NULL)
    return NULL;
  return scope_model_find_layer (self->model, self->layer);
}

ScopeGates *
scope_session_get_gates (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), NULL);
  return self->gates;
}

const char *
scope_session_get_gates_layer (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), NULL);
  return self->gates_layer;
}

void
scope_session_set_gate (ScopeSession *self, int gate)
{
  g_return_if_fail (SCOPE_IS_SESSION (self));
  g_return_if_fail (gate >= -1 && gate < SCOPE_MAX_GATES);
  set_int (self, &self->gate, gate, PROP_GATE);
}

int
scope_session_get_gate (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), -1);
  return self->gate;
}

void
scope_session_set_matrix (ScopeSession *self, int matrix)
{
  g_return_if_fail (SCOPE_IS_SESSION (self));
  g_return_if_fail (matrix >= -1 && matrix < SCOPE_N_MATRICES_AND_V);
  set_int (self, &self->matrix, matrix, PROP_MATRIX);
}

int
scope_session_get_matrix (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), -1);
  return self->matrix;
}

void
scope_session_set_unit (ScopeSession *self, int unit)
{
  g_return_if_fail (SCOPE_IS_SESSION (self));
  g_return_if_fail (unit >= -1);

  if (unit >= 0 && (self->gates == NULL || (guint) unit >= scope_gates_get_n_units (self->gates)))
    return;
  set_int (self, &self->unit, unit, PROP_UNIT);
}

int
scope_session_get_unit (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), -1);
  return self->unit;
}

void
scope_session_set_step (ScopeSession *self, int step)
{
  g_return_if_fail (SCOPE_IS_SESSION (self));
  g_return_if_fail (step >= -1);
  set_int (self, &self->step, step, PROP_STEP);
}

int
scope_session_get_step (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), -1);
  return self->step;
}

void
scope_session_set_window (ScopeSession *self, gint64 window)
{
  g_return_if_fail (SCOPE_IS_SESSION (self));
  g_return_if_fail (window >= -1);

  if (self->window == window)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  self->window = window;
  scope_session_set_pass (self, NULL);
  scope_session_notify (self, PROP_WINDOW);
  g_object_thaw_notify (G_OBJECT (self));
}

gint64
scope_session_get_window (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), -1);
  return self->window;
}

void
scope_session_set_target (ScopeSession *self, guint target)
{
  g_return_if_fail (SCOPE_IS_SESSION (self));

  if (self->target == target)
    return;
  self->target = target;
  scope_session_notify (self, PROP_TARGET);
}

guint
scope_session_get_target (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), 0);
  return self->target;
}

/* Whether the layer of the gates reads the model's first input as it is. */
static gboolean
gates_read_input (ScopeSession *self)
{
  g_auto (GStrv) parts = g_strsplit (self->gates_layer, "/", 2);
  ScopeLayer *layer = scope_model_find_layer (self->model, parts[0]);
  ScopeLayer *source;

  if (layer == NULL || scope_layer_get_n_calls (layer) == 0
      || scope_layer_get_n_feeds (layer, 0) == 0)
    return FALSE;
  source = scope_model_get_layer (self->model, scope_layer_get_feed (layer, 0, 0)->layer);
  return g_strcmp0 (scope_layer_get_class (source), "InputLayer") == 0;
}

/* What the layer before that of the gates is called, or NULL. */
static const char *
get_source_name (ScopeSession *self)
{
  g_auto (GStrv) parts = g_strsplit (self->gates_layer, "/", 2);
  ScopeLayer *layer = scope_model_find_layer (self->model, parts[0]);

  if (layer == NULL || scope_layer_get_n_calls (layer) == 0
      || scope_layer_get_n_feeds (layer, 0) == 0)
    return NULL;
  return scope_layer_get_name (
      scope_model_get_layer (self->model, scope_layer_get_feed (layer, 0, 0)->layer));
}

char **
scope_session_dup_input_names (ScopeSession *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *source;
  gboolean is_input;
  guint n;

  g_return_val_if_fail (SCOPE_IS_SESSION (self), NULL);

  if (self->gates == NULL)
    return g_strv_builder_end (builder);

  n = scope_gates_get_n_features (self->gates);
  is_input = gates_read_input (self);
  source = get_source_name (self);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = NULL;

      if (is_input && self->recipe != NULL && scope_recipe_get_n_features (self->recipe) == n)
        name = g_strdup (scope_recipe_get_feature (self->recipe, i)->name);
      else if (is_input || source == NULL)
        /* Translators: a feature whose name is not known, by its number */
        name = g_strdup_printf (_ ("feature %u"), i);
      else
        name = g_strdup_printf ("%s · %u", source, i);
      g_strv_builder_add (builder, name);
    }
  return g_strv_builder_end (builder);
}
