/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-file-item.h"

#include "scope-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ScopeFileItem
{
  GObject parent_instance;

  ScopeImage *image; /* keeps the node */
  const ScopeImageNode *node;
  char *shape;
  GListStore *children;
};

G_DEFINE_FINAL_TYPE (ScopeFileItem, scope_file_item, G_TYPE_OBJECT)

static char *
dup_shape (const ScopeImageNode *node)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (node->kind != SCOPE_NODE_DATASET)
    return NULL;
  if (node->n_dims == 0)
    return g_strdup (_ ("scalar"));
  for (guint i = 0; i < node->n_dims; i++)
    {
      g_autofree char *number = scope_words_dup_count ((gint64) node->dims[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? " × " : "", number);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
scope_file_item_finalize (GObject *object)
{
  ScopeFileItem *self = SCOPE_FILE_ITEM (object);

  g_clear_object (&self->children);
  g_clear_pointer (&self->shape, g_free);
  g_clear_pointer (&self->image, scope_image_unref);

  G_OBJECT_CLASS (scope_file_item_parent_class)->finalize (object);
}

static void
scope_file_item_class_init (ScopeFileItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = scope_file_item_finalize;
}

static void
scope_file_item_init (ScopeFileItem *self)
{
}

static ScopeFileItem *
item_new (ScopeImage *image, const ScopeImageNode *node)
{
  ScopeFileItem *self = g_object_new (SCOPE_TYPE_FILE_ITEM, NULL);

  self->image = scope_image_ref (image);
  self->node = node;
  self->shape = dup_shape (node);
  return self;
}

ScopeFileItem *
scope_file_item_new (ScopeImage *image)
{
  g_autoptr (GHashTable) by_path = g_hash_table_new (g_str_hash, g_str_equal);
  ScopeFileItem *root;

  g_return_val_if_fail (image != NULL, NULL);

  root = item_new (image, scope_image_get_node (image, 0));
  g_hash_table_insert (by_path, (gpointer) root->node->path, root);
  /* What a node stands in comes before it. */
  for (guint i = 1; i < scope_image_get_n_nodes (image); i++)
    {
      const ScopeImageNode *node = scope_image_get_node (image, i);
      g_autofree char *path = scope_image_dup_parent (node->path);
      ScopeFileItem *parent = g_hash_table_lookup (by_path, path);
      g_autoptr (ScopeFileItem) item = item_new (image, node);

      if (parent->children == NULL)
        parent->children = g_list_store_new (SCOPE_TYPE_FILE_ITEM);
      g_list_store_append (parent->children, item);
      g_hash_table_insert (by_path, (gpointer) node->path, item);
    }
  return root;
}

const ScopeImageNode *
scope_file_item_get_node (ScopeFileItem *self)
{
  g_return_val_if_fail (SCOPE_IS_FILE_ITEM (self), NULL);
  return self->node;
}

const char *
scope_file_item_get_name (ScopeFileItem *self)
{
  const char *slash;

  g_return_val_if_fail (SCOPE_IS_FILE_ITEM (self), NULL);

  slash = strrchr (self->node->path, '/');
  return slash != NULL && slash[1] != '\0' ? slash + 1 : self->node->path;
}

const char *
scope_file_item_get_kind (ScopeFileItem *self)
{
  g_return_val_if_fail (SCOPE_IS_FILE_ITEM (self), NULL);

  switch (self->node->kind)
    {
    case SCOPE_NODE_DATASET:
      return self->node->stored_type;
    case SCOPE_NODE_LINK:
      return C_ ("in a file", "link");
    case SCOPE_NODE_GROUP:
    default:
      return C_ ("in a file", "group");
    }
}

const char *
scope_file_item_get_shape (ScopeFileItem *self)
{
  g_return_val_if_fail (SCOPE_IS_FILE_ITEM (self), NULL);
  return self->shape;
}

const char *
scope_file_item_get_storage (ScopeFileItem *self)
{
  g_return_val_if_fail (SCOPE_IS_FILE_ITEM (self), NULL);
  return self->node->kind != SCOPE_NODE_GROUP ? self->node->storage : NULL;
}

GListModel *
scope_file_item_get_children (ScopeFileItem *self)
{
  g_return_val_if_fail (SCOPE_IS_FILE_ITEM (self), NULL);
  return self->children != NULL ? G_LIST_MODEL (self->children) : NULL;
}

char *
scope_file_item_dup_value (GVariant *value, glong max_length)
{
  g_autofree char *whole = NULL;
  g_autofree char *start = NULL;
  glong length;

  g_return_val_if_fail (value != NULL, NULL);

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    whole = g_variant_dup_string (value, NULL);
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    {
      g_autofree const char **words = g_variant_get_strv (value, NULL);

      whole = g_strjoinv (", ", (char **) words);
    }
  else
    whole = g_variant_print (value, FALSE);

  length = g_utf8_strlen (whole, -1);
  if (length <= max_length)
    return g_steal_pointer (&whole);
  start = g_utf8_substring (whole, 0, max_length);
  return g_strdup_printf (ngettext ("%s… (%ld character)", "%s… (%ld characters)", (gulong) length),
                          start, length);
}
