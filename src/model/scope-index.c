/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-index.h"

#include "scope-layer-private.h"

#include <string.h>

/* A part of a slice: null, or a whole number that a shape can have. */
static gboolean
parse_part (JsonObject *config, const char *key, gint64 *number, gboolean *has)
{
  JsonNode *node = scope_json_get_member (config, key);

  *has = node != NULL && !JSON_NODE_HOLDS_NULL (node);
  return !*has
         || (scope_json_as_int (node, number) && *number >= -SCOPE_SHAPE_MAX_DIM
             && *number <= SCOPE_SHAPE_MAX_DIM);
}

static gboolean
parse (JsonNode *node, ScopeIndex *index)
{
  JsonObject *object = scope_json_as_object (node);
  const char *class_name = scope_json_get_string (object, "class_name");
  JsonObject *config = scope_json_get_object (object, "config");
  gboolean has_step;

  *index = (ScopeIndex){ .step = 1 };
  if (JSON_NODE_HOLDS_NULL (node))
    {
      index->kind = SCOPE_INDEX_NEW_AXIS;
      return TRUE;
    }
  if (g_strcmp0 (class_name, "__ellipsis__") == 0)
    {
      index->kind = SCOPE_INDEX_REST;
      return TRUE;
    }
  if (g_strcmp0 (class_name, "__slice__") == 0)
    {
      index->kind = SCOPE_INDEX_SLICE;
      return parse_part (config, "start", &index->start, &index->has_start)
             && parse_part (config, "stop", &index->stop, &index->has_stop)
             && parse_part (config, "step", &index->step, &has_step) && index->step != 0;
    }
  return object == NULL && scope_json_as_int (node, &index->start)
         && index->start >= -SCOPE_SHAPE_MAX_DIM && index->start <= SCOPE_SHAPE_MAX_DIM;
}

guint
scope_layer_get_call_indices (ScopeLayer *self, guint call, ScopeIndex *indices, guint max)
{
  const ScopeCall *found;
  JsonArray *operands;
  JsonArray *list;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (indices != NULL, 0);

  found = scope_layer_get_call (self, call);
  operands = found != NULL ? scope_json_as_array (found->operands) : NULL;
  if (operands == NULL || json_array_get_length (operands) != 2 || max == 0)
    return 0;

  list = scope_json_as_array (json_array_get_element (operands, 1));
  if (list == NULL)
    return parse (json_array_get_element (operands, 1), &indices[0]) ? 1 : 0;
  if (json_array_get_length (list) > max)
    return 0;
  for (guint i = 0; i < json_array_get_length (list); i++)
    if (!parse (json_array_get_element (list, i), &indices[i]))
      return 0;
  return json_array_get_length (list);
}

gint64
scope_index_find (const ScopeIndex *self, gint64 length, gint64 *start)
{
  gboolean down = self->step < 0;
  gint64 least = down ? -1 : 0;
  gint64 most = down ? length - 1 : length;
  gint64 first = down ? most : least;
  gint64 end = down ? least : most;

  if (self->has_start)
    first = CLAMP (self->start < 0 ? self->start + length : self->start, least, most);
  if (self->has_stop)
    end = CLAMP (self->stop < 0 ? self->stop + length : self->stop, least, most);
  *start = first;
  if (down)
    return end < first ? (first - end - 1) / -self->step + 1 : 0;
  return first < end ? (end - first - 1) / self->step + 1 : 0;
}
