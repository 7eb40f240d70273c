/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-v3-tree.h"

#include <string.h>

typedef struct
{
  GPtrArray *groups;   /* names */
  GPtrArray *datasets; /* ScopeImageNode, of the image */
} Folder;

struct _ScopeV3Tree
{
  GHashTable *folders; /* path, "" for the root → Folder */
};

static void
folder_free (gpointer data)
{
  Folder *folder = data;

  g_ptr_array_unref (folder->groups);
  g_ptr_array_unref (folder->datasets);
  g_free (folder);
}

char *
scope_v3_tree_join (const char *path, const char *name)
{
  return *path == '\0' ? g_strdup (name) : g_strconcat (path, "/", name, NULL);
}

/* The folder at @path, made with those above it where it is not there. */
static Folder *
ensure_folder (ScopeV3Tree *self, const char *path)
{
  Folder *folder = g_hash_table_lookup (self->folders, path);
  const char *slash;

  if (folder != NULL)
    return folder;

  folder = g_new0 (Folder, 1);
  folder->groups = g_ptr_array_new_with_free_func (g_free);
  folder->datasets = g_ptr_array_new ();
  g_hash_table_insert (self->folders, g_strdup (path), folder);
  if (*path != '\0')
    {
      g_autofree char *parent = NULL;

      slash = strrchr (path, '/');
      parent = slash != NULL ? g_strndup (path, (gsize) (slash - path)) : g_strdup ("");
      g_ptr_array_add (ensure_folder (self, parent)->groups,
                       g_strdup (slash != NULL ? slash + 1 : path));
    }
  return folder;
}

ScopeV3Tree *
scope_v3_tree_new (ScopeImage *image)
{
  ScopeV3Tree *self = g_new0 (ScopeV3Tree, 1);

  self->folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, folder_free);
  ensure_folder (self, "");
  for (guint i = 0; i < scope_image_get_n_nodes (image); i++)
    {
      const ScopeImageNode *node = scope_image_get_node (image, i);
      g_autofree char *path = g_strdup (node->path + 1);

      g_strdelimit (path, "\\", '/');
      if (node->kind == SCOPE_NODE_GROUP)
        ensure_folder (self, path);
      else if (node->kind == SCOPE_NODE_DATASET)
        {
          char *slash = strrchr (path, '/');

          if (slash != NULL)
            *slash = '\0';
          g_ptr_array_add (ensure_folder (self, slash != NULL ? path : "")->datasets,
                           (gpointer) node);
        }
    }
  return self;
}

void
scope_v3_tree_free (ScopeV3Tree *self)
{
  g_hash_table_unref (self->folders);
  g_free (self);
}

gboolean
scope_v3_tree_has (ScopeV3Tree *self, const char *path)
{
  return g_hash_table_contains (self->folders, path);
}

GPtrArray *
scope_v3_tree_list (ScopeV3Tree *self, const char *path)
{
  const Folder *folder = g_hash_table_lookup (self->folders, path);

  return folder != NULL ? folder->groups : NULL;
}

static guint64
number_of (const ScopeImageNode *node)
{
  const char *slash = strrchr (node->path, '/');

  return g_ascii_strtoull (slash != NULL ? slash + 1 : node->path, NULL, 10);
}

/* "10" comes after "9". */
static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint64 first = number_of (*(ScopeImageNode *const *) a);
  guint64 second = number_of (*(ScopeImageNode *const *) b);

  return first < second ? -1 : first > second;
}

GPtrArray *
scope_v3_tree_dup_vars (ScopeV3Tree *self, const char *path)
{
  g_autofree char *vars = scope_v3_tree_join (path, "vars");
  const Folder *folder = g_hash_table_lookup (self->folders, vars);
  GPtrArray *nodes;

  if (folder == NULL || folder->datasets->len == 0)
    return NULL;

  nodes = g_ptr_array_new ();
  g_ptr_array_extend (nodes, folder->datasets, NULL, NULL);
  g_ptr_array_sort (nodes, compare_numbers);
  return nodes;
}

gboolean
scope_v3_tree_has_arrays (ScopeV3Tree *self, const char *path)
{
  const Folder *folder = g_hash_table_lookup (self->folders, path);

  if (folder == NULL)
    return FALSE;
  if (folder->datasets->len > 0)
    return TRUE;

  for (guint i = 0; i < folder->groups->len; i++)
    {
      g_autofree char *below = scope_v3_tree_join (path, g_ptr_array_index (folder->groups, i));

      if (scope_v3_tree_has_arrays (self, below))
        return TRUE;
    }
  return FALSE;
}

gint64
scope_v3_tree_number (const char *name, const char *base)
{
  gsize length = strlen (base);
  gint64 number = 0;

  if (strncmp (name, base, length) != 0)
    return -1;
  if (name[length] == '\0')
    return 0;
  if (name[length] != '_' || name[length + 1] == '\0')
    return -1;

  for (const char *c = name + length + 1; *c != '\0'; c++)
    {
      if (!g_ascii_isdigit (*c) || number > G_MAXINT32)
        return -1;
      number = number * 10 + (*c - '0');
    }
  return number;
}
