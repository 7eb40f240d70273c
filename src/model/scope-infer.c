/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-infer.h"

#include "scope-layer-private.h"

#include <string.h>

static const ScopeShape unknown = { 0 };

/* A call of a layer in a graph that waits for what feeds it. */
typedef struct
{
  guint layer;
  guint call;
} Visit;

const GArray *
scope_infer_call (ScopeLayer *layer, guint call, const ScopeShape *inputs, guint n_inputs)
{
  ScopeCall *state;

  while (layer->calls->len <= call)
    scope_layer_add_call (layer);

  state = scope_layer_get_call (layer, call);
  state->input = n_inputs > 0 ? inputs[0] : unknown;
  g_array_set_size (state->outputs, 0);

  /* A shared model keeps the shapes of its first call: working them out anew for each call would double the
   * work with each level of nesting. */
  if (call > 0 && layer->children->len > 0)
    {
      ScopeCall *first = scope_layer_get_call (layer, 0);

      if (memcmp (&first->input, &state->input, sizeof state->input) == 0)
        g_array_append_vals (state->outputs, first->outputs->data, first->outputs->len);
    }
  else if (layer->class != NULL && layer->class->shape != NULL && !layer->operation)
    layer->class->shape (layer, inputs, n_inputs, state->outputs);
  return state->outputs;
}

static const ScopeShape *
shape_of (ScopeLayer *model, const ScopeTensor *tensor)
{
  return scope_layer_get_call_shape (g_ptr_array_index (model->children, tensor->layer),
                                     tensor->node, tensor->tensor);
}

/* Which of the model's inputs a layer is, or -1. */
static int
find_input (ScopeLayer *model, guint layer)
{
  for (guint i = 0; i < model->inner_inputs->len; i++)
    if (g_array_index (model->inner_inputs, ScopeTensor, i).layer == layer)
      return (int) i;
  return -1;
}

static void
infer_visit (ScopeLayer *model, const Visit *visit, const ScopeShape *inputs, guint n_inputs)
{
  ScopeLayer *layer = g_ptr_array_index (model->children, visit->layer);
  ScopeCall *call = scope_layer_get_call (layer, visit->call);
  g_autoptr (GArray) shapes = g_array_new (FALSE, FALSE, sizeof (ScopeShape));
  int input = find_input (model, visit->layer);

  for (guint i = 0; i < call->feeds->len; i++)
    {
      const ScopeTensor *feed = &g_array_index (call->feeds, ScopeTensor, i);

      const ScopeShape *shape = shape_of (model, feed);

      /* Behind a layer that nothing is known of, the file may still say what comes out of it. */
      if (shape->n_dims == 0)
        shape = &g_array_index (call->written, ScopeShape, i);
      if (shape->n_dims == 0 && i == 0 && call->feeds->len == 1)
        shape = &layer->built;
      if (g_strcmp0 (g_ptr_array_index (call->arguments, i), "mask") != 0)
        g_array_append_val (shapes, *shape);
    }
  if (input >= 0 && (guint) input < n_inputs && inputs[input].n_dims > 0)
    g_array_append_val (shapes, inputs[input]);

  scope_infer_call (layer, visit->call, (const ScopeShape *) (gpointer) shapes->data, shapes->len);
}

/* How many of the feeds of each call are still to come, counted down as calls are done (Kahn's algorithm). */
typedef struct
{
  GHashTable *waiting; /* call → number of feeds to come */
  GHashTable *readers; /* call → the calls that it feeds, once for each feed (GArray of Visit) */
  GQueue ready;
} Order;

static gpointer
visit_key (guint layer, guint call)
{
  return GSIZE_TO_POINTER (((gsize) layer << 32 | call) + 1);
}

static void
order_push (Order *order, const Visit *visit)
{
  g_queue_push_tail (&order->ready, g_memdup2 (visit, sizeof *visit));
}

static void
order_add (Order *order, ScopeCall *call, const Visit *visit)
{
  if (call->feeds->len == 0)
    {
      order_push (order, visit);
      return;
    }

  g_hash_table_insert (order->waiting, visit_key (visit->layer, visit->call),
                       GUINT_TO_POINTER (call->feeds->len));
  for (guint i = 0; i < call->feeds->len; i++)
    {
      const ScopeTensor *feed = &g_array_index (call->feeds, ScopeTensor, i);
      gpointer key = visit_key (feed->layer, feed->node);
      GArray *readers = g_hash_table_lookup (order->readers, key);

      if (readers == NULL)
        {
          readers = g_array_new (FALSE, FALSE, sizeof (Visit));
          g_hash_table_insert (order->readers, key, readers);
        }
      g_array_append_val (readers, *visit);
    }
}

static void
order_release (Order *order, const Visit *done)
{
  GArray *readers = g_hash_table_lookup (order->readers, visit_key (done->layer, done->call));

  for (guint i = 0; readers != NULL && i < readers->len; i++)
    {
      const Visit *reader = &g_array_index (readers, Visit, i);
      gpointer key = visit_key (reader->layer, reader->call);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (order->waiting, key));

      if (n > 1)
        g_hash_table_insert (order->waiting, key, GUINT_TO_POINTER (n - 1));
      else if (g_hash_table_remove (order->waiting, key))
        order_push (order, reader);
    }
}

gboolean
scope_infer_graph (ScopeLayer *model, const ScopeShape *inputs, guint n_inputs, GArray *outputs)
{
  Order order = { 0 };
  Visit *visit;
  gboolean ok;

  order.waiting = g_hash_table_new (NULL, NULL);
  order.readers = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  g_queue_init (&order.ready);
  for (guint i = 0; i < model->children->len; i++)
    {
      ScopeLayer *layer = g_ptr_array_index (model->children, i);

      for (guint j = 0; j < layer->calls->len; j++)
        order_add (&order, scope_layer_get_call (layer, j), &(Visit){ i, j });
    }

  while ((visit = g_queue_pop_head (&order.ready)) != NULL)
    {
      infer_visit (model, visit, inputs, n_inputs);
      order_release (&order, visit);
      g_free (visit);
    }
  ok = g_hash_table_size (order.waiting) == 0;
  g_hash_table_unref (order.waiting);
  g_hash_table_unref (order.readers);

  for (guint i = 0; i < model->inner_outputs->len; i++)
    g_array_append_val (outputs,
                        *shape_of (model, &g_array_index (model->inner_outputs, ScopeTensor, i)));
  return ok;
}
