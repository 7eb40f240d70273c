/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-session-private.h"

/* Replaces a boxed field; TRUE where it changed. */
static gboolean
replace (GType type, gpointer *field, gconstpointer value)
{
  if (*field == value)
    return FALSE;
  if (*field != NULL)
    g_boxed_free (type, *field);
  *field = value != NULL ? g_boxed_copy (type, value) : NULL;
  return TRUE;
}

static void
replace_and_notify (ScopeSession *self, GType type, gpointer *field, gconstpointer value,
                    ScopeSessionProperty property)
{
  if (replace (type, field, value))
    scope_session_notify (self, property);
}

static void
set_error (GError **field, const GError *error)
{
  g_clear_error (field);
  *field = error != NULL ? g_error_copy (error) : NULL;
}

static void
notify_history (ScopeSession *self)
{
  scope_session_notify (self, PROP_CAN_UNDO);
  scope_session_notify (self, PROP_CAN_REDO);
}

static void
clear_history (ScopeSession *self)
{
  g_ptr_array_set_size (self->undo, 0);
  g_ptr_array_set_size (self->redo, 0);
}

static void
put_recipe (ScopeSession *self, ScopeRecipe *recipe)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (replace (SCOPE_TYPE_RECIPE, (gpointer *) &self->recipe, recipe))
    {
      g_clear_error (&self->recipe_error);
      scope_session_set_feed (self, NULL);
      scope_session_set_forecast (self, NULL);
      if (recipe != NULL)
        scope_session_set_target (self, scope_recipe_get_primary_target (recipe));
      scope_session_notify (self, PROP_RECIPE);
    }
  notify_history (self);
  g_object_thaw_notify (G_OBJECT (self));
}

void
scope_session_set_model (ScopeSession *self, ScopeModel *model, GFile *file, ScopeNetwork *network,
                         const GError *network_error)
{
  g_return_if_fail (SCOPE_IS_SESSION (self));
  g_return_if_fail (file == NULL || G_IS_FILE (file));

  g_object_freeze_notify (G_OBJECT (self));
  g_set_object (&self->model_file, file);
  set_error (&self->network_error, network_error);
  if (replace (SCOPE_TYPE_MODEL, (gpointer *) &self->model, model))
    {
      g_ptr_array_unref (self->obstacles);
      self->obstacles = model != NULL && network == NULL ? scope_network_list_obstacles (model)
                                                         : g_ptr_array_new ();
      clear_history (self);
      put_recipe (self, NULL);
      scope_session_set_other (self, NULL, NULL);
      scope_session_set_typed_step (self, 0);
      scope_session_select_first (self);
      scope_session_notify (self, PROP_MODEL);
    }
  replace_and_notify (self, SCOPE_TYPE_NETWORK, (gpointer *) &self->network, network, PROP_NETWORK);
  g_object_thaw_notify (G_OBJECT (self));
}

void
scope_session_set_other (ScopeSession *self, ScopeModel *other, GFile *file)
{
  g_return_if_fail (SCOPE_IS_SESSION (self));
  g_return_if_fail (file == NULL || G_IS_FILE (file));

  g_set_object (&self->other_file, file);
  replace_and_notify (self, SCOPE_TYPE_MODEL, (gpointer *) &self->other, other, PROP_OTHER);
}

ScopeModel *
scope_session_get_other (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), NULL);
  return self->other;
}

GFile *
scope_session_get_other_file (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), NULL);
  return self->other_file;
}

void
scope_session_set_typed_step (ScopeSession *self, double seconds)
{
  g_return_if_fail (SCOPE_IS_SESSION (self));
  g_return_if_fail (seconds >= 0);

  if (self->typed_step == seconds)
    return;
  self->typed_step = seconds;
  scope_session_notify (self, PROP_TYPED_STEP);
}

double
scope_session_get_typed_step (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), 0);
  return self->typed_step;
}

ScopeModel *
scope_session_get_model (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), NULL);
  return self->model;
}

GFile *
scope_session_get_model_file (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), NULL);
  return self->model_file;
}

ScopeNetwork *
scope_session_get_network (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), NULL);
  return self->network;
}

const GError *
scope_session_get_network_error (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), NULL);
  return self->network_error;
}

GPtrArray *
scope_session_get_obstacles (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), NULL);
  return self->obstacles;
}

void
scope_session_set_series (ScopeSession *self, ScopeSeries *series, GFile *file)
{
  g_return_if_fail (SCOPE_IS_SESSION (self));
  g_return_if_fail (file == NULL || G_IS_FILE (file));

  g_object_freeze_notify (G_OBJECT (self));
  g_set_object (&self->series_file, file);
  if (replace (SCOPE_TYPE_SERIES, (gpointer *) &self->series, series))
    {
      clear_history (self);
      put_recipe (self, NULL);
      scope_session_notify (self, PROP_SERIES);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

ScopeSeries *
scope_session_get_series (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), NULL);
  return self->series;
}

GFile *
scope_session_get_series_file (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), NULL);
  return self->series_file;
}

void
scope_session_set_recipe (ScopeSession *self, ScopeRecipe *recipe)
{
  g_return_if_fail (SCOPE_IS_SESSION (self));

  clear_history (self);
  put_recipe (self, recipe);
}

void
scope_session_change_recipe (ScopeSession *self, ScopeRecipe *recipe)
{
  g_return_if_fail (SCOPE_IS_SESSION (self));
  g_return_if_fail (recipe != NULL);
  g_return_if_fail (recipe != self->recipe);

  if (self->recipe != NULL)
    g_ptr_array_add (self->undo, scope_recipe_ref (self->recipe));
  g_ptr_array_set_size (self->redo, 0);
  put_recipe (self, recipe);
}

ScopeRecipe *
scope_session_get_recipe (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), NULL);
  return self->recipe;
}

const GError *
scope_session_get_recipe_error (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), NULL);
  return self->recipe_error;
}

void
scope_session_set_recipe_error (ScopeSession *self, const GError *error)
{
  g_return_if_fail (SCOPE_IS_SESSION (self));

  set_error (&self->recipe_error, error);
  scope_session_notify (self, PROP_RECIPE_ERROR);
}

/* Takes the last recipe of @from, and puts the present one on @onto. */
static void
step_history (ScopeSession *self, GPtrArray *from, GPtrArray *onto)
{
  g_autoptr (ScopeRecipe) recipe = NULL;

  if (from->len == 0)
    return;
  recipe = g_ptr_array_steal_index (from, from->len - 1);
  g_ptr_array_add (onto, scope_recipe_ref (self->recipe));
  put_recipe (self, recipe);
}

void
scope_session_undo (ScopeSession *self)
{
  g_return_if_fail (SCOPE_IS_SESSION (self));
  step_history (self, self->undo, self->redo);
}

void
scope_session_redo (ScopeSession *self)
{
  g_return_if_fail (SCOPE_IS_SESSION (self));
  step_history (self, self->redo, self->undo);
}

void
scope_session_set_feed (ScopeSession *self, ScopeFeed *feed)
{
  g_return_if_fail (SCOPE_IS_SESSION (self));
  replace_and_notify (self, SCOPE_TYPE_FEED, (gpointer *) &self->feed, feed, PROP_FEED);
}

ScopeFeed *
scope_session_get_feed (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), NULL);
  return self->feed;
}

void
scope_session_set_forecast (ScopeSession *self, ScopeForecast *forecast)
{
  g_return_if_fail (SCOPE_IS_SESSION (self));

  g_object_freeze_notify (G_OBJECT (self));
  if (replace (SCOPE_TYPE_FORECAST, (gpointer *) &self->forecast, forecast))
    {
      scope_session_set_window (self, -1);
      scope_session_set_influence (self, NULL);
      scope_session_notify (self, PROP_FORECAST);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

ScopeForecast *
scope_session_get_forecast (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), NULL);
  return self->forecast;
}

void
scope_session_set_pass (ScopeSession *self, ScopePass *pass)
{
  g_return_if_fail (SCOPE_IS_SESSION (self));

  if (pass != NULL && (gint64) scope_pass_get_window (pass) != self->window)
    return;
  replace_and_notify (self, SCOPE_TYPE_PASS, (gpointer *) &self->pass, pass, PROP_PASS);
}

ScopePass *
scope_session_get_pass (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), NULL);
  return self->pass;
}

void
scope_session_set_influence (ScopeSession *self, ScopeInfluence *influence)
{
  g_return_if_fail (SCOPE_IS_SESSION (self));
  replace_and_notify (self, SCOPE_TYPE_INFLUENCE, (gpointer *) &self->influence, influence,
                      PROP_INFLUENCE);
}

ScopeInfluence *
scope_session_get_influence (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), NULL);
  return self->influence;
}
