/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-training.h"

#include "scope-json.h"

#include <string.h>

/* Losses may be a name, an object, a list or a dict of these; nulls say nothing. */
static void
append_loss (JsonNode *node, GString *text)
{
  JsonObject *object = scope_json_as_object (node);
  JsonArray *array = scope_json_as_array (node);
  const char *name = scope_json_as_string (node);
  JsonObjectIter iter;
  const char *key;
  JsonNode *member;

  if (object != NULL && array == NULL)
    {
      name = scope_json_get_string (scope_json_get_object (object, "config"), "name");
      if (name == NULL)
        name = scope_json_get_string (object, "config");
      if (name == NULL)
        name = scope_json_get_string (object, "class_name");
    }
  if (name != NULL)
    {
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", name);
      return;
    }

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    append_loss (json_array_get_element (array, i), text);
  if (object == NULL || array != NULL)
    return;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &key, &member))
    append_loss (member, text);
}

static char *
dup_optimizer (JsonNode *node)
{
  const char *name = scope_json_as_string (node);
  const char *bare;

  if (name == NULL)
    name = scope_json_get_string (scope_json_as_object (node), "class_name");
  if (name == NULL)
    return NULL;

  /* tf.keras 2.11 calls its own "Custom>Adam". */
  bare = strrchr (name, '>');
  return g_strdup (bare != NULL ? bare + 1 : name);
}

void
scope_training_read (ScopeImage *image, JsonNode *config, char **loss, char **optimizer)
{
  const char *text = scope_image_get_string (image, "/", "training_config");
  g_autoptr (JsonNode) training = NULL;
  g_autoptr (GString) losses = g_string_new (NULL);
  JsonObject *object = scope_json_get_object (scope_json_as_object (config), "compile_config");
  JsonNode *node;

  /* What is unreadable here says nothing about the network. */
  if (text != NULL)
    training = scope_json_parse (text, -1, scope_image_get_name (image), NULL);
  if (scope_json_as_object (training) != NULL)
    object = scope_json_as_object (training);

  node = scope_json_get_member (object, "loss");
  if (node != NULL)
    append_loss (node, losses);
  *loss = losses->len > 0 ? g_strdup (losses->str) : NULL;

  node = scope_json_get_member (object, "optimizer_config");
  if (node == NULL)
    node = scope_json_get_member (object, "optimizer");
  *optimizer = dup_optimizer (node);
}
