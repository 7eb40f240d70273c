/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-layer-private.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (ScopeLayer, scope_layer, scope_layer_ref, scope_layer_unref)

static const ScopeShape unknown_shape = { 0 };

static void
weight_clear (gpointer data)
{
  ScopeWeight *weight = data;

  g_free ((char *) weight->role);
  g_free ((char *) weight->name);
  g_free ((char *) weight->path);
  g_clear_pointer (&weight->array, scope_array_unref);
}

static void
reference_clear (gpointer data)
{
  ScopeReference *reference = data;

  g_free (reference->layer);
  g_free (reference->argument);
}

static void
call_free (gpointer data)
{
  ScopeCall *call = data;

  g_array_unref (call->references);
  g_array_unref (call->feeds);
  g_array_unref (call->written);
  g_ptr_array_unref (call->arguments);
  g_clear_pointer (&call->operands, json_node_unref);
  g_clear_pointer (&call->keywords, json_object_unref);
  g_array_unref (call->outputs);
  g_free (call);
}

ScopeLayer *
scope_layer_new (const char *name, const char *class_name, JsonObject *config,
                 const ScopeKeras *keras)
{
  ScopeLayer *self = g_new0 (ScopeLayer, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (name);
  self->class_name = g_strdup (class_name);
  self->file_class = g_strdup (class_name);
  self->class = scope_class_find (class_name);
  self->keras = *keras;
  self->config = config != NULL ? json_object_ref (config) : json_object_new ();
  self->trainable = TRUE;
  self->weights = g_array_new (FALSE, TRUE, sizeof (ScopeWeight));
  g_array_set_clear_func (self->weights, weight_clear);
  self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) scope_layer_unref);
  self->calls = g_ptr_array_new_with_free_func (call_free);
  self->inner_inputs = g_array_new (FALSE, TRUE, sizeof (ScopeTensor));
  self->inner_outputs = g_array_new (FALSE, TRUE, sizeof (ScopeTensor));
  return self;
}

ScopeLayer *
scope_layer_ref (ScopeLayer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_layer_unref (ScopeLayer *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->name);
  g_free (self->class_name);
  g_free (self->file_class);
  g_free (self->obstacle);
  json_object_unref (self->config);
  g_array_unref (self->weights);
  g_ptr_array_unref (self->children);
  g_ptr_array_unref (self->calls);
  g_array_unref (self->inner_inputs);
  g_array_unref (self->inner_outputs);
  g_free (self);
}

void
scope_layer_set_obstacle (ScopeLayer *self, const char *obstacle)
{
  if (self->obstacle == NULL)
    self->obstacle = g_strdup (obstacle);
}

ScopeCall *
scope_layer_add_call (ScopeLayer *self)
{
  ScopeCall *call = g_new0 (ScopeCall, 1);

  call->references = g_array_new (FALSE, TRUE, sizeof (ScopeReference));
  g_array_set_clear_func (call->references, reference_clear);
  call->feeds = g_array_new (FALSE, TRUE, sizeof (ScopeTensor));
  call->written = g_array_new (FALSE, TRUE, sizeof (ScopeShape));
  call->arguments = g_ptr_array_new_with_free_func (g_free);
  call->outputs = g_array_new (FALSE, TRUE, sizeof (ScopeShape));
  g_ptr_array_add (self->calls, call);
  return call;
}

void
scope_call_add_feed (ScopeCall *self, const ScopeTensor *tensor, const char *argument,
                     const ScopeShape *written)
{
  g_array_append_val (self->feeds, *tensor);
  g_array_append_val (self->written, *(written != NULL ? written : &unknown_shape));
  g_ptr_array_add (self->arguments, g_strdup (argument));
}

void
scope_call_add_reference (ScopeCall *self, const char *layer, guint node, guint tensor,
                          const char *argument, const ScopeShape *shape)
{
  ScopeReference reference = { g_strdup (layer), node, tensor, g_strdup (argument), *shape };

  g_array_append_val (self->references, reference);
}

ScopeCall *
scope_layer_get_call (ScopeLayer *self, guint call)
{
  return call < self->calls->len ? g_ptr_array_index (self->calls, call) : NULL;
}

void
scope_layer_add_weight (ScopeLayer *self, const char *role, const char *name, const char *path,
                        ScopeArray *array, gboolean trainable)
{
  ScopeWeight weight = { g_strdup (role), g_strdup (name), g_strdup (path), scope_array_ref (array),
                         trainable };

  g_array_append_val (self->weights, weight);
}

const char *
scope_layer_get_name (ScopeLayer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

const char *
scope_layer_get_class (ScopeLayer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->class_name;
}

static gboolean
has_flag (ScopeLayer *self, ScopeClassFlags flag)
{
  return self->class != NULL && (self->class->flags & flag) != 0;
}

gboolean
scope_layer_is_recurrent (ScopeLayer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return has_flag (self, SCOPE_CLASS_RECURRENT);
}

gboolean
scope_layer_is_cell (ScopeLayer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return has_flag (self, SCOPE_CLASS_CELL);
}

gboolean
scope_layer_is_operation (ScopeLayer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->operation;
}

gboolean
scope_layer_is_model (ScopeLayer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return has_flag (self, SCOPE_CLASS_MODEL);
}

guint
scope_layer_get_output_dims (ScopeLayer *self, const gint64 **dims)
{
  const ScopeShape *shape;

  g_return_val_if_fail (self != NULL, 0);

  shape = scope_layer_get_call_shape (self, 0, 0);
  if (dims != NULL)
    *dims = shape->dims;
  return shape->n_dims;
}

guint
scope_layer_get_input_dims (ScopeLayer *self, const gint64 **dims)
{
  const ScopeCall *call;
  const ScopeShape *shape;

  g_return_val_if_fail (self != NULL, 0);

  call = scope_layer_get_call (self, 0);
  shape = call != NULL ? &call->input : &unknown_shape;
  if (dims != NULL)
    *dims = shape->dims;
  return shape->n_dims;
}

char *
scope_layer_dup_output_text (ScopeLayer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return scope_shape_dup_text (scope_layer_get_call_shape (self, 0, 0));
}

guint
scope_layer_get_units (ScopeLayer *self)
{
  gint64 units = 0;

  g_return_val_if_fail (self != NULL, 0);

  if (self->class != NULL && self->class->units_key != NULL)
    units = scope_layer_get_int (self, self->class->units_key, 0);
  /* A wrapper is as large as what it wraps. */
  else if (self->children->len > 0 && !scope_layer_is_model (self))
    units = scope_layer_get_units (g_ptr_array_index (self->children, 0));
  return units > 0 && units <= SCOPE_SHAPE_MAX_DIM ? (guint) units : 0;
}

guint64
scope_layer_get_n_parameters (ScopeLayer *self)
{
  guint64 n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->weights->len; i++)
    n += scope_array_get_size (g_array_index (self->weights, ScopeWeight, i).array);
  for (guint i = 0; i < self->children->len; i++)
    n += scope_layer_get_n_parameters (g_ptr_array_index (self->children, i));
  return n;
}

guint
scope_layer_get_n_weights (ScopeLayer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->weights->len;
}

const ScopeWeight *
scope_layer_get_weight (ScopeLayer *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->weights->len, NULL);

  return &g_array_index (self->weights, ScopeWeight, index);
}

ScopeArray *
scope_layer_get_array (ScopeLayer *self, const char *role)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (role != NULL, NULL);

  for (guint i = 0; i < self->weights->len; i++)
    {
      const ScopeWeight *weight = &g_array_index (self->weights, ScopeWeight, i);

      if (strcmp (weight->role, role) == 0)
        return weight->array;
    }
  return NULL;
}

guint
scope_layer_get_n_children (ScopeLayer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->children->len;
}

ScopeLayer *
scope_layer_get_child (ScopeLayer *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->children->len, NULL);

  return g_ptr_array_index (self->children, index);
}

guint
scope_layer_get_n_calls (ScopeLayer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->calls->len;
}

guint
scope_layer_get_n_feeds (ScopeLayer *self, guint call)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (call < self->calls->len, 0);

  return scope_layer_get_call (self, call)->feeds->len;
}

const ScopeTensor *
scope_layer_get_feed (ScopeLayer *self, guint call, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (call < self->calls->len, NULL);
  g_return_val_if_fail (index < scope_layer_get_call (self, call)->feeds->len, NULL);

  return &g_array_index (scope_layer_get_call (self, call)->feeds, ScopeTensor, index);
}

const char *
scope_layer_get_feed_argument (ScopeLayer *self, guint call, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (call < self->calls->len, NULL);
  g_return_val_if_fail (index < scope_layer_get_call (self, call)->arguments->len, NULL);

  return g_ptr_array_index (scope_layer_get_call (self, call)->arguments, index);
}

const ScopeShape *
scope_layer_get_call_shape (ScopeLayer *self, guint call, guint tensor)
{
  const ScopeCall *found;

  g_return_val_if_fail (self != NULL, NULL);

  found = scope_layer_get_call (self, call);
  if (found == NULL || tensor >= found->outputs->len)
    return &unknown_shape;
  return &g_array_index (found->outputs, ScopeShape, tensor);
}

gboolean
scope_layer_get_call_boolean (ScopeLayer *self, guint call, const char *keyword, gboolean fallback)
{
  const ScopeCall *found;

  g_return_val_if_fail (self != NULL, fallback);
  g_return_val_if_fail (keyword != NULL, fallback);

  found = scope_layer_get_call (self, call);
  return found != NULL ? scope_json_get_boolean (found->keywords, keyword, fallback) : fallback;
}

gboolean
scope_layer_get_call_number (ScopeLayer *self, guint call, guint index, double *number)
{
  const ScopeCall *found;
  JsonArray *operands;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (number != NULL, FALSE);

  found = scope_layer_get_call (self, call);
  operands = found != NULL ? scope_json_as_array (found->operands) : NULL;
  return operands != NULL && index < json_array_get_length (operands)
         && scope_json_as_double (json_array_get_element (operands, index), number);
}

guint
scope_layer_get_n_inner_inputs (ScopeLayer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->inner_inputs->len;
}

const ScopeTensor *
scope_layer_get_inner_input (ScopeLayer *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->inner_inputs->len, NULL);

  return &g_array_index (self->inner_inputs, ScopeTensor, index);
}

guint
scope_layer_get_n_inner_outputs (ScopeLayer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->inner_outputs->len;
}

const ScopeTensor *
scope_layer_get_inner_output (ScopeLayer *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->inner_outputs->len, NULL);

  return &g_array_index (self->inner_outputs, ScopeTensor, index);
}

const char *
scope_layer_get_obstacle (ScopeLayer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->obstacle;
}
