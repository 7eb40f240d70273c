/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-model-private.h"

#include <string.h>

static void
add_text (GChecksum *checksum, const char *text)
{
  g_checksum_update (checksum, (const guchar *) text, (gssize) strlen (text) + 1);
}

static void
add_number (GChecksum *checksum, guint64 number)
{
  guint64 bytes = GUINT64_TO_LE (number);

  g_checksum_update (checksum, (const guchar *) &bytes, sizeof bytes);
}

static void add_json (GChecksum *checksum, JsonNode *node);

/* Members by name: the order in which Python wrote them says nothing. */
static void
add_object (GChecksum *checksum, JsonObject *object)
{
  g_autoptr (GList) keys = g_list_sort (json_object_get_members (object), (GCompareFunc) strcmp);

  add_text (checksum, "{");
  for (GList *key = keys; key != NULL; key = key->next)
    {
      add_text (checksum, key->data);
      add_json (checksum, json_object_get_member (object, key->data));
    }
  add_text (checksum, "}");
}

static void
add_json (GChecksum *checksum, JsonNode *node)
{
  double number;

  if (JSON_NODE_HOLDS_OBJECT (node))
    add_object (checksum, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      add_text (checksum, "[");
      for (guint i = 0; i < json_array_get_length (array); i++)
        add_json (checksum, json_array_get_element (array, i));
      add_text (checksum, "]");
    }
  else if (scope_json_as_string (node) != NULL)
    add_text (checksum, scope_json_as_string (node));
  else if (scope_json_as_double (node, &number))
    {
      char text[G_ASCII_DTOSTR_BUF_SIZE];

      add_text (checksum, g_ascii_dtostr (text, sizeof text, number));
    }
  else if (JSON_NODE_HOLDS_NULL (node))
    add_text (checksum, "null");
  else
    add_text (checksum, json_node_get_boolean (node) ? "true" : "false");
}

static void
add_array (GChecksum *checksum, ScopeArray *array)
{
  const guchar *bytes = (const guchar *) scope_array_get_data (array);
  gsize left = scope_array_get_size (array) * sizeof (float);

  add_number (checksum, scope_array_get_n_dims (array));
  for (guint i = 0; i < scope_array_get_n_dims (array); i++)
    add_number (checksum, scope_array_get_dim (array, i));
  g_checksum_update (checksum, bytes, (gssize) left);
}

static void
add_layer (GChecksum *checksum, ScopeLayer *layer)
{
  add_text (checksum, layer->class_name);
  add_text (checksum, layer->name);
  add_object (checksum, layer->config);
  for (guint i = 0; i < layer->calls->len; i++)
    for (guint j = 0; j < scope_layer_get_n_feeds (layer, i); j++)
      {
        const ScopeTensor *feed = scope_layer_get_feed (layer, i, j);

        add_number (checksum, feed->layer);
        add_number (checksum, feed->node);
        add_number (checksum, feed->tensor);
      }
  for (guint i = 0; i < layer->weights->len; i++)
    {
      const ScopeWeight *weight = scope_layer_get_weight (layer, i);

      add_text (checksum, weight->role);
      add_array (checksum, weight->array);
    }
  for (guint i = 0; i < layer->children->len; i++)
    add_layer (checksum, g_ptr_array_index (layer->children, i));
}

const char *
scope_model_get_digest (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (g_once_init_enter (&self->digest))
    {
      g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

      add_number (checksum, self->keras_major);
      add_layer (checksum, self->layers);
      g_once_init_leave (&self->digest, g_strdup (g_checksum_get_string (checksum)));
    }
  return self->digest;
}
