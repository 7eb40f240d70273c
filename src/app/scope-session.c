/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-session.h"

#include "scope-session-private.h"

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ScopeSession, scope_session, G_TYPE_OBJECT)

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
  g_clear_pointer (&self->other, scope_model_unref);
  g_clear_object (&self->other_file);
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
    case PROP_OTHER:
      g_value_set_boxed (value, self->other);
      break;
    case PROP_TYPED_STEP:
      g_value_set_double (value, self->typed_step);
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
    case PROP_TYPED_STEP:
      scope_session_set_typed_step (self, g_value_get_double (value));
      break;
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
  properties[PROP_OTHER] = g_param_spec_boxed ("other", NULL, NULL, SCOPE_TYPE_MODEL, readable);
  properties[PROP_TYPED_STEP] =
      g_param_spec_double ("typed-step", NULL, NULL, 0, G_MAXDOUBLE, 0, writable);
  properties[PROP_LAYER] = g_param_spec_string ("layer", NULL, NULL, NULL, writable);
  properties[PROP_GATE] =
      g_param_spec_int ("gate", NULL, NULL, -1, SCOPE_MAX_GATES - 1, -1, writable);
  properties[PROP_MATRIX] =
      g_param_spec_int ("matrix", NULL, NULL, -1, SCOPE_N_MATRICES_AND_V - 1, -1, writable);
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
scope_session_notify (ScopeSession *self, ScopeSessionProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
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
  scope_session_notify (self, PROP_BUSY);
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
  scope_session_notify (self, PROP_BUSY);
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
