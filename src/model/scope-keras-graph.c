/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the layers of a Functional model are joined: inbound_nodes of Keras 1 and 2 (K@1.2.2, K@2.3.1 network.py,
 * K@v2.15.0 node.py) and of Keras 3 (KM functional.py). */
#include "scope-keras-config.h"

#include "scope-error.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  const ScopeKerasContext *context;
  ScopeLayer *model;
  GHashTable *by_name; /* name → index + 1 */
  gboolean keras3;     /* calls are objects with "args" */
  gboolean *inner;     /* models whose calls count from 1 where another layer names them */
  gboolean *outer;     /* the same where input_layers or output_layers does */
} Graph;

static const ScopeShape unknown = { 0 };

/* [layer, node, tensor, …]: a tensor in Keras 1 and 2, in Keras 3 a "keras_history". */
static gboolean
parse_triple (JsonNode *node, const char **layer, guint *call, guint *tensor)
{
  JsonArray *array =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  gint64 numbers[2];

  if (array == NULL || json_array_get_length (array) < 3)
    return FALSE;

  *layer = scope_json_as_string (json_array_get_element (array, 0));
  if (*layer == NULL)
    return FALSE;
  for (guint i = 0; i < 2; i++)
    if (!scope_json_as_int (json_array_get_element (array, i + 1), &numbers[i]) || numbers[i] < 0
        || numbers[i] > G_MAXINT32)
      return FALSE;
  *call = (guint) numbers[0];
  *tensor = (guint) numbers[1];
  return TRUE;
}

static void
collect (JsonNode *node, const char *argument, const ScopeShape *shape, ScopeCall *call);

/* Each member is what the call is given by that keyword. */
static void
collect_keywords (JsonObject *object, const char *argument, ScopeCall *call)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *member;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &key, &member))
    collect (member, argument != NULL ? argument : key, &unknown, call);
}

/* A dict of tensors counts as a list of them in the order of its keys (TensorFlow's nest and Keras 3's tree flatten it so). */
static void
collect_dict (JsonObject *object, const char *argument, ScopeCall *call)
{
  g_autoptr (GList) keys = g_list_sort (json_object_get_members (object), (GCompareFunc) strcmp);

  for (GList *key = keys; key != NULL; key = key->next)
    collect (json_object_get_member (object, key->data), argument, &unknown, call);
}

/* Finds tensors in whatever structure the caller of a layer used: lists, dicts, Keras 3's tagged tensors. */
static void
collect (JsonNode *node, const char *argument, const ScopeShape *shape, ScopeCall *call)
{
  const char *layer;
  guint number;
  guint tensor;

  if (parse_triple (node, &layer, &number, &tensor))
    {
      scope_call_add_reference (call, layer, number, tensor, argument, shape);
      /* In Keras 1 and 2 the call's other arguments follow its first tensor. */
      if (json_array_get_length (json_node_get_array (node)) > 3)
        {
          JsonNode *arguments = json_array_get_element (json_node_get_array (node), 3);

          if (JSON_NODE_HOLDS_OBJECT (arguments))
            {
              if (call->keywords == NULL)
                call->keywords = json_object_ref (json_node_get_object (arguments));
              collect_keywords (json_node_get_object (arguments), argument, call);
            }
        }
      return;
    }

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        collect (json_array_get_element (array, i), argument, &unknown, call);
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      JsonObject *config = scope_json_get_object (object, "config");

      if (g_strcmp0 (scope_json_get_string (object, "class_name"), "__keras_tensor__") == 0)
        {
          JsonNode *member = scope_json_get_member (config, "keras_history");

          if (member != NULL)
            {
              ScopeShape written = scope_shape_from_json (scope_json_get_array (config, "shape"));

              collect (member, argument, &written, call);
            }
          return;
        }
      if (scope_json_as_array (node) != NULL)
        {
          JsonArray *items = scope_json_as_array (node);

          for (guint i = 0; i < json_array_get_length (items); i++)
            collect (json_array_get_element (items, i), argument, &unknown, call);
          return;
        }
      collect_dict (object, argument, call);
    }
}

/* One call of a layer. */
static void
parse_call (JsonNode *node, ScopeLayer *layer)
{
  ScopeCall *call = scope_layer_add_call (layer);
  JsonObject *object = scope_json_as_object (node);

  if (object != NULL && json_object_has_member (object, "args"))
    {
      JsonNode *arguments = json_object_get_member (object, "kwargs");

      call->operands = json_node_ref (json_object_get_member (object, "args"));
      collect (json_object_get_member (object, "args"), NULL, &unknown, call);
      if (scope_json_as_object (arguments) != NULL)
        {
          call->keywords = json_object_ref (scope_json_as_object (arguments));
          collect_keywords (call->keywords, NULL, call);
        }
    }
  else
    collect (node, NULL, &unknown, call);
}

static void
parse_calls (ScopeLayer *layer, JsonArray *nodes)
{
  const char *name;
  guint call;
  guint tensor;

  for (guint i = 0; nodes != NULL && i < json_array_get_length (nodes); i++)
    {
      JsonNode *node = json_array_get_element (nodes, i);

      /* A single call with a single tensor may lack its outer list: [["in", 0, 0, {}]]. */
      if (parse_triple (node, &name, &call, &tensor))
        collect (node, NULL, &unknown, scope_layer_add_call (layer));
      else
        parse_call (node, layer);
    }
  /* An input is called once, by nobody. */
  if (layer->calls->len == 0)
    scope_layer_add_call (layer);
}

static gboolean
fail (const Graph *graph, const char *layer, const char *found, const char *expected,
      GError **error)
{
  g_autofree char *place = scope_keras_context_dup_place (graph->context, layer);

  scope_error_set (error, SCOPE_ERROR_CONTRADICTION, place, found, expected, NULL);
  return FALSE;
}

static ScopeLayer *
find_source (const Graph *graph, const ScopeReference *reference, guint *index)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (graph->by_name, reference->layer));

  if (found == 0)
    return NULL;
  *index = found - 1;
  return g_ptr_array_index (graph->model->children, found - 1);
}

static void
note_skipped (const Graph *graph, const ScopeCall *call)
{
  for (guint i = 0; i < call->references->len; i++)
    {
      const ScopeReference *reference = &g_array_index (call->references, ScopeReference, i);
      guint index;
      ScopeLayer *source = find_source (graph, reference, &index);

      if (source != NULL && scope_layer_is_model (source) && reference->node == source->calls->len)
        graph->inner[index] = graph->outer[index] = TRUE;
    }
}

/* A model in a model counts its own first call, so that the first from outside is number 1: in Keras 2 wherever it is named
 * (K@v2.15.0 functional.py _should_skip_first_node), in Keras 3 only at the ends of the outer model, and only if it is
 * a Functional one (KM functional.py get_config). */
static void
find_skipped (const Graph *graph, const ScopeCall *ends)
{
  for (guint i = 0; i < graph->model->children->len; i++)
    {
      ScopeLayer *layer = g_ptr_array_index (graph->model->children, i);

      if (graph->keras3)
        graph->outer[i] = strcmp (layer->class_name, "Functional") == 0;
      for (guint j = 0; j < layer->calls->len && !graph->keras3; j++)
        note_skipped (graph, scope_layer_get_call (layer, j));
    }
  if (!graph->keras3)
    note_skipped (graph, ends);
}

static gboolean
resolve (const Graph *graph, const char *reader, const ScopeReference *reference,
         const gboolean *skips, ScopeTensor *tensor, GError **error)
{
  guint index;
  ScopeLayer *source = find_source (graph, reference, &index);

  if (source == NULL)
    {
      g_autofree char *found = g_strdup_printf (_ ("a feed from layer “%s”"), reference->layer);

      return fail (graph, reader, found, _ ("a layer of this model"), error);
    }

  *tensor = (ScopeTensor){ index, reference->node, reference->tensor };
  if (skips[index] && tensor->node > 0)
    tensor->node--;
  if (tensor->node >= source->calls->len)
    {
      g_autofree char *found = NULL;
      g_autofree char *expected = NULL;

      found =
          g_strdup_printf (_ ("a feed from call %u of layer “%s”"), reference->node, source->name);
      expected = g_strdup_printf (ngettext ("%u call", "%u calls", source->calls->len),
                                  source->calls->len);
      return fail (graph, reader, found, expected, error);
    }
  return TRUE;
}

static gboolean
resolve_calls (const Graph *graph, GError **error)
{
  for (guint i = 0; i < graph->model->children->len; i++)
    {
      ScopeLayer *layer = g_ptr_array_index (graph->model->children, i);

      for (guint j = 0; j < layer->calls->len; j++)
        {
          ScopeCall *call = scope_layer_get_call (layer, j);

          for (guint k = 0; k < call->references->len; k++)
            {
              const ScopeReference *reference =
                  &g_array_index (call->references, ScopeReference, k);
              ScopeTensor tensor;

              if (!resolve (graph, layer->name, reference, graph->inner, &tensor, error))
                return FALSE;
              scope_call_add_feed (call, &tensor, reference->argument, &reference->shape);
            }
          g_array_set_size (call->references, 0);
        }
    }
  return TRUE;
}

/* "input_layers" or "output_layers": a list of triples, one alone, or a dict of them. */
static void
collect_ends (const Graph *graph, const char *key, ScopeCall *call)
{
  JsonNode *node = scope_json_get_member (graph->model->config, key);

  if (node != NULL)
    collect (node, NULL, &unknown, call);
}

static gboolean
resolve_ends (const Graph *graph, const char *key, const ScopeCall *call, GArray *ends,
              GError **error)
{
  for (guint i = 0; i < call->references->len; i++)
    {
      ScopeTensor tensor;

      if (!resolve (graph, NULL, &g_array_index (call->references, ScopeReference, i), graph->outer,
                    &tensor, error))
        return FALSE;
      g_array_append_val (ends, tensor);
    }

  if (ends->len == 0)
    {
      g_autofree char *found = g_strdup_printf (_ ("no “%s” in its configuration"), key);

      return fail (graph, graph->model->name, found, _ ("at least one"), error);
    }
  return TRUE;
}

static gboolean
join_layers (const Graph *graph, GError **error)
{
  g_autoptr (ScopeLayer) holder = scope_layer_new ("ends", "ends", NULL, &graph->context->keras);
  ScopeCall *inputs = scope_layer_add_call (holder);
  ScopeCall *outputs = scope_layer_add_call (holder);

  collect_ends (graph, "input_layers", inputs);
  collect_ends (graph, "output_layers", outputs);
  find_skipped (graph, outputs);
  return resolve_calls (graph, error)
         && resolve_ends (graph, "input_layers", inputs, graph->model->inner_inputs, error)
         && resolve_ends (graph, "output_layers", outputs, graph->model->inner_outputs, error);
}

static gboolean
has_arguments (JsonArray *calls)
{
  return calls != NULL && json_array_get_length (calls) > 0
         && scope_json_get_member (scope_json_as_object (json_array_get_element (calls, 0)), "args")
                != NULL;
}

gboolean
scope_keras_graph_build (const ScopeKerasContext *context, ScopeLayer *model, GError **error)
{
  g_autoptr (GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *layers = scope_json_get_array (model->config, "layers");
  guint n = json_array_get_length (layers);
  g_autofree gboolean *inner = g_new0 (gboolean, n + 1);
  g_autofree gboolean *outer = g_new0 (gboolean, n + 1);
  Graph graph = { context, model, by_name, FALSE, inner, outer };

  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (layers, i);
      ScopeLayer *layer = scope_keras_config_build_layer (context, node, i, error);
      JsonArray *calls = scope_json_get_array (scope_json_as_object (node), "inbound_nodes");
      /* The graph knows a layer by the name beside its configuration. */
      const char *name = scope_json_get_string (scope_json_as_object (node), "name");

      if (layer == NULL)
        return FALSE;
      g_ptr_array_add (model->children, layer);
      if (name == NULL)
        name = layer->name;
      if (g_hash_table_contains (by_name, name))
        return fail (&graph, name, _ ("two layers of that name"), _ ("one"), error);
      g_hash_table_insert (by_name, (gpointer) name, GUINT_TO_POINTER (i + 1));
      parse_calls (layer, calls);
      graph.keras3 = graph.keras3 || has_arguments (calls);
    }
  return join_layers (&graph, error);
}
