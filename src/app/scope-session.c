/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-session.h"

#include <glib/gi18n.h>

struct _ScopeSession
{
  GObject parent_instance;

  ScopeModel *model;
  GFile *model_file;
  ScopeNetwork *network;
  GError *network_error;
  GPtrArray *obstacles;
  ScopeSeries *series;
  GFile *series_file;
  ScopeRecipe *recipe;
  GError *recipe_error;
  GPtrArray *undo;
  GPtrArray *redo;
  ScopeFeed *feed;
  ScopeForecast *forecast;
  ScopePass *pass;
  ScopeInfluence *influence;

  char *layer;
  char *gates_layer;
  ScopeGates *gates;
  int gate;
  int matrix;
  int unit;
  int step;
  gint64 window;
  guint target;

  GPtrArray *jobs;
};

enum
{
  PROP_0,
  PROP_MODEL,
  PROP_NETWORK,
  PROP_SERIES,
  PROP_RECIPE,
  PROP_RECIPE_ERROR,
  PROP_FEED,
  PROP_FORECAST,
  PROP_PASS,
  PROP_INFLUENCE,
  PROP_LAYER,
  PROP_GATE,
  PROP_MATRIX,
  PROP_UNIT,
  PROP_STEP,
  PROP_WINDOW,
  PROP_TARGET,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  PROP_BUSY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ScopeSession, scope_session, G_TYPE_OBJECT)

#define NOTIFY(self, prop) g_object_notify_by_pspec (G_OBJECT (self), properties[prop])

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
                    guint property)
{
  if (replace (type, field, value))
    NOTIFY (self, property);
}

static void
set_int (ScopeSession *self, int *field, int value, guint property)
{
  if (*field == value)
    return;
  *field = value;
  NOTIFY (self, property);
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
  NOTIFY (self, PROP_CAN_UNDO);
  NOTIFY (self, PROP_CAN_REDO);
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
      NOTIFY (self, PROP_RECIPE);
    }
  notify_history (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/* The gates of @path, where that is a layer that has some. */
static ScopeGates *
find_gates (ScopeSession *self, const char *path)
{
  ScopeLayer *layer = scope_model_find_layer (self->model, path);

  if (layer == NULL || !scope_layer_is_recurrent (layer))
    return NULL;
  return scope_gates_new (layer, NULL);
}

static void
select_first_layer (ScopeSession *self)
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

  NOTIFY (self, PROP_LAYER);
  NOTIFY (self, PROP_GATE);
  NOTIFY (self, PROP_MATRIX);
  NOTIFY (self, PROP_UNIT);
}

static void
scope_session_finalize (GObject *object)
{
  ScopeSession *self = SCOPE_SESSION (object);

  g_clear_pointer (&self->model, scope_model_unref);
  g_clear_object (&self->model_file);
  g_clear_pointer (&self->network, scope_network_unref);
  g_clear_error (&self->network_error);
  g_clear_pointer (&self->obstacles, g_ptr_array_unref);
  g_clear_pointer (&self->series, scope_series_unref);
  g_clear_object (&self->series_file);
  g_clear_pointer (&self->recipe, scope_recipe_unref);
  g_clear_error (&self->recipe_error);
  g_clear_pointer (&self->undo, g_ptr_array_unref);
  g_clear_pointer (&self->redo, g_ptr_array_unref);
  g_clear_pointer (&self->feed, scope_feed_unref);
  g_clear_pointer (&self->forecast, scope_forecast_unref);
  g_clear_pointer (&self->pass, scope_pass_unref);
  g_clear_pointer (&self->influence, scope_influence_unref);
  g_clear_pointer (&self->layer, g_free);
  g_clear_pointer (&self->gates_layer, g_free);
  g_clear_pointer (&self->gates, scope_gates_unref);
  g_clear_pointer (&self->jobs, g_ptr_array_unref);

  G_OBJECT_CLASS (scope_session_parent_class)->finalize (object);
}

static void
scope_session_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ScopeSession *self = SCOPE_SESSION (object);

  switch (prop_id)
    {
    case PROP_MODEL:
      g_value_set_boxed (value, self->model);
      break;
    case PROP_NETWORK:
      g_value_set_boxed (value, self->network);
      break;
    case PROP_SERIES:
      g_value_set_boxed (value, self->series);
      break;
    case PROP_RECIPE:
      g_value_set_boxed (value, self->recipe);
      break;
    case PROP_RECIPE_ERROR:
      g_value_set_boxed (value, self->recipe_error);
      break;
    case PROP_FEED:
      g_value_set_boxed (value, self->feed);
      break;
    case PROP_FORECAST:
      g_value_set_boxed (value, self->forecast);
      break;
    case PROP_PASS:
      g_value_set_boxed (value, self->pass);
      break;
    case PROP_INFLUENCE:
      g_value_set_boxed (value, self->influence);
      break;
    case PROP_LAYER:
      g_value_set_string (value, self->layer);
      break;
    case PROP_GATE:
      g_value_set_int (value, self->gate);
      break;
    case PROP_MATRIX:
      g_value_set_int (value, self->matrix);
      break;
    case PROP_UNIT:
      g_value_set_int (value, self->unit);
      break;
    case PROP_STEP:
      g_value_set_int (value, self->step);
      break;
    case PROP_WINDOW:
      g_value_set_int64 (value, self->window);
      break;
    case PROP_TARGET:
      g_value_set_uint (value, self->target);
      break;
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, self->undo->len > 0);
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, self->redo->len > 0);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->jobs->len > 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
scope_session_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  ScopeSession *self = SCOPE_SESSION (object);

  switch (prop_id)
    {
    case PROP_LAYER:
      scope_session_set_layer (self, g_value_get_string (value));
      break;
    case PROP_GATE:
      scope_session_set_gate (self, g_value_get_int (value));
      break;
    case PROP_MATRIX:
      scope_session_set_matrix (self, g_value_get_int (value));
      break;
    case PROP_UNIT:
      scope_session_set_unit (self, g_value_get_int (value));
      break;
    case PROP_STEP:
      scope_session_set_step (self, g_value_get_int (value));
      break;
    case PROP_WINDOW:
      scope_session_set_window (self, g_value_get_int64 (value));
      break;
    case PROP_TARGET:
      scope_session_set_target (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
scope_session_class_init (ScopeSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = readable | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = scope_session_finalize;
  object_class->get_property = scope_session_get_property;
  object_class->set_property = scope_session_set_property;

  properties[PROP_MODEL] = g_param_spec_boxed ("model", NULL, NULL, SCOPE_TYPE_MODEL, readable);
  properties[PROP_NETWORK] =
      g_param_spec_boxed ("network", NULL, NULL, SCOPE_TYPE_NETWORK, readable);
  properties[PROP_SERIES] = g_param_spec_boxed ("series", NULL, NULL, SCOPE_TYPE_SERIES, readable);
  properties[PROP_RECIPE] = g_param_spec_boxed ("recipe", NULL, NULL, SCOPE_TYPE_RECIPE, readable);
  properties[PROP_RECIPE_ERROR] =
      g_param_spec_boxed ("recipe-error", NULL, NULL, G_TYPE_ERROR, readable);
  properties[PROP_FEED] = g_param_spec_boxed ("feed", NULL, NULL, SCOPE_TYPE_FEED, readable);
  properties[PROP_FORECAST] =
      g_param_spec_boxed ("forecast", NULL, NULL, SCOPE_TYPE_FORECAST, readable);
  properties[PROP_PASS] = g_param_spec_boxed ("pass", NULL, NULL, SCOPE_TYPE_PASS, readable);
  properties[PROP_INFLUENCE] =
      g_param_spec_boxed ("influence", NULL, NULL, SCOPE_TYPE_INFLUENCE, readable);
  properties[PROP_LAYER] = g_param_spec_string ("layer", NULL, NULL, NULL, writable);
  properties[PROP_GATE] =
      g_param_spec_int ("gate", NULL, NULL, -1, SCOPE_MAX_GATES - 1, -1, writable);
  properties[PROP_MATRIX] =
      g_param_spec_int ("matrix", NULL, NULL, -1, SCOPE_N_MATRICES - 1, -1, writable);
  properties[PROP_UNIT] = g_param_spec_int ("unit", NULL, NULL, -1, G_MAXINT, -1, writable);
  properties[PROP_STEP] = g_param_spec_int ("step", NULL, NULL, -1, G_MAXINT, -1, writable);
  properties[PROP_WINDOW] = g_param_spec_int64 ("window", NULL, NULL, -1, G_MAXINT64, -1, writable);
  properties[PROP_TARGET] = g_param_spec_uint ("target", NULL, NULL, 0, G_MAXUINT, 0, writable);
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, readable);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, readable);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, readable);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
scope_session_init (ScopeSession *self)
{
  self->obstacles = g_ptr_array_new ();
  self->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) scope_recipe_unref);
  self->redo = g_ptr_array_new_with_free_func ((GDestroyNotify) scope_recipe_unref);
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
  self->gate = self->matrix = self->unit = self->step = -1;
  self->window = -1;
}

ScopeSession *
scope_session_new (void)
{
  return g_object_new (SCOPE_TYPE_SESSION, NULL);
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
      select_first_layer (self);
      NOTIFY (self, PROP_MODEL);
    }
  replace_and_notify (self, SCOPE_TYPE_NETWORK, (gpointer *) &self->network, network, PROP_NETWORK);
  g_object_thaw_notify (G_OBJECT (self));
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
      NOTIFY (self, PROP_SERIES);
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
  NOTIFY (self, PROP_RECIPE_ERROR);
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
      NOTIFY (self, PROP_FORECAST);
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
  NOTIFY (self, PROP_LAYER);
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
  g_return_if_fail (matrix >= -1 && matrix < SCOPE_N_MATRICES);
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
  NOTIFY (self, PROP_WINDOW);
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
  NOTIFY (self, PROP_TARGET);
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

void
scope_session_begin_job (ScopeSession *self, GCancellable *cancellable)
{
  GApplication *application = g_application_get_default ();

  g_return_if_fail (SCOPE_IS_SESSION (self));
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  /* A window may close before its jobs have returned; their thread must not meet the end of the program. */
  if (application != NULL)
    g_application_hold (application);
  g_ptr_array_add (self->jobs, g_object_ref (cancellable));
  NOTIFY (self, PROP_BUSY);
}

void
scope_session_end_job (ScopeSession *self, GCancellable *cancellable)
{
  GApplication *application = g_application_get_default ();

  g_return_if_fail (SCOPE_IS_SESSION (self));

  if (!g_ptr_array_remove (self->jobs, cancellable))
    return;
  if (application != NULL)
    g_application_release (application);
  NOTIFY (self, PROP_BUSY);
}

void
scope_session_cancel_jobs (ScopeSession *self)
{
  g_return_if_fail (SCOPE_IS_SESSION (self));

  for (guint i = self->jobs->len; i > 0; i--)
    g_cancellable_cancel (g_ptr_array_index (self->jobs, i - 1));
}

gboolean
scope_session_get_busy (ScopeSession *self)
{
  g_return_val_if_fail (SCOPE_IS_SESSION (self), FALSE);
  return self->jobs->len > 0;
}
