/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weights in Keras 3's format: groups by class and counter, arrays by number (KM saving_lib.py; K@v2.12.0 to v2.15.0
 * saving_lib.py for the archives that tf.keras wrote). */
#include "scope-weights.h"

#include "scope-v3-tree.h"

#include <glib/gi18n.h>
#include <string.h>

/* Where a model keeps its layers: from Keras 2.15 on, and up to 2.14. */
static const char *const containers[] = { "layers", "_layer_checkpoint_dependencies" };

typedef struct
{
  const ScopeKerasContext *context;
  ScopeV3Tree *tree;
} Reader;

static gboolean give_at (const Reader *reader, ScopeLayer *layer, const char *path, GError **error);

/* Adds the arrays of @path's "vars". */
static void
add_vars (const Reader *reader, const char *path, GPtrArray *arrays, char **unreadable)
{
  g_autoptr (GPtrArray) nodes = scope_v3_tree_dup_vars (reader->tree, path);

  for (guint i = 0; nodes != NULL && i < nodes->len; i++)
    {
      const ScopeImageNode *node = g_ptr_array_index (nodes, i);
      const char *slash = strrchr (node->path, '/');

      scope_file_arrays_add (arrays, slash != NULL ? slash + 1 : node->path, node, unreadable);
    }
}

static gboolean
give_leaf (const Reader *reader, ScopeLayer *layer, const char *path, GError **error)
{
  static const char *const heads[] = { "query_dense", "key_dense", "value_dense", "output_dense" };
  g_autoptr (GPtrArray) arrays = scope_file_arrays_new ();
  g_autofree char *cell = scope_v3_tree_join (path, "cell");
  g_autofree char *unreadable = NULL;

  /* A recurrent layer's weights are its cell's. */
  add_vars (reader, path, arrays, &unreadable);
  if (arrays->len == 0)
    add_vars (reader, cell, arrays, &unreadable);
  /* Attention's are those of four layers inside it. */
  for (guint i = 0; arrays->len <= 2 * i && i < G_N_ELEMENTS (heads); i++)
    {
      g_autofree char *open = scope_v3_tree_join (path, heads[i]);
      g_autofree char *private_name = g_strconcat ("_", heads[i], NULL);
      g_autofree char *closed = scope_v3_tree_join (path, private_name);

      add_vars (reader, scope_v3_tree_has (reader->tree, open) ? open : closed, arrays,
                &unreadable);
    }

  if (unreadable != NULL)
    scope_layer_set_obstacle (layer, unreadable);
  return scope_weights_give (reader->context, layer, arrays, error);
}

static int
compare_groups (gconstpointer a, gconstpointer b, gpointer base)
{
  gint64 first = scope_v3_tree_number (*(const char *const *) a, base);
  gint64 second = scope_v3_tree_number (*(const char *const *) b, base);

  return first < second ? -1 : first > second;
}

/* The groups of one class in @container, by number; only those with arrays where @filled. */
static GPtrArray *
list_groups (const Reader *reader, const char *container, const char *base, gboolean filled)
{
  GPtrArray *all = scope_v3_tree_list (reader->tree, container);
  GPtrArray *groups = g_ptr_array_new ();

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const char *name = g_ptr_array_index (all, i);
      g_autofree char *path = scope_v3_tree_join (container, name);

      if (scope_v3_tree_number (name, base) >= 0
          && (!filled || scope_v3_tree_has_arrays (reader->tree, path)))
        g_ptr_array_add (groups, (gpointer) name);
    }
  g_ptr_array_sort_with_data (groups, compare_groups, (gpointer) base);
  return groups;
}

/* The layers of one class, as the counter in the groups' names counts them. */
static GPtrArray *
list_layers (ScopeLayer *model, const char *base, gboolean weighted)
{
  GPtrArray *layers = g_ptr_array_new ();

  for (guint i = 0; i < model->children->len; i++)
    {
      ScopeLayer *layer = g_ptr_array_index (model->children, i);
      g_autofree char *group = scope_class_dup_group (layer->file_class);

      if (!layer->made && !layer->operation && strcmp (group, base) == 0
          && (!weighted || scope_weights_count (layer) > 0))
        g_ptr_array_add (layers, layer);
    }
  return layers;
}

/* Gives the n-th group of a class to the n-th layer of it. Keras 2.12 and 2.13 counted a layer with weights twice
 * ("dense", "dense_2"), so that order counts and not the number. */
static gboolean
give_class (const Reader *reader, ScopeLayer *model, const char *container, const char *base,
            GError **error)
{
  g_autoptr (GPtrArray) groups = list_groups (reader, container, base, FALSE);
  g_autoptr (GPtrArray) layers = list_layers (model, base, FALSE);

  if (groups->len != layers->len)
    {
      g_autoptr (GPtrArray) filled = list_groups (reader, container, base, TRUE);
      g_autoptr (GPtrArray) weighted = list_layers (model, base, TRUE);

      if (filled->len == weighted->len)
        {
          g_clear_pointer (&groups, g_ptr_array_unref);
          g_clear_pointer (&layers, g_ptr_array_unref);
          groups = g_steal_pointer (&filled);
          layers = g_steal_pointer (&weighted);
        }
    }

  for (guint i = 0; i < layers->len; i++)
    {
      g_autofree char *name = NULL;
      g_autofree char *path = NULL;

      if (groups->len == layers->len)
        name = g_strdup (g_ptr_array_index (groups, i));
      else
        name = i == 0 ? g_strdup (base) : g_strdup_printf ("%s_%u", base, i);
      path = scope_v3_tree_join (container, name);
      if (!give_at (reader, g_ptr_array_index (layers, i), path, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
give_layers (const Reader *reader, ScopeLayer *model, const char *container, GError **error)
{
  g_autoptr (GHashTable) done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < model->children->len; i++)
    {
      ScopeLayer *layer = g_ptr_array_index (model->children, i);
      g_autofree char *base = scope_class_dup_group (layer->file_class);

      if (!layer->made && !layer->operation && !g_hash_table_contains (done, base))
        {
          if (!give_class (reader, model, container, base, error))
            return FALSE;
          g_hash_table_add (done, g_steal_pointer (&base));
        }
    }
  return TRUE;
}

static gboolean
give_wrapped (const Reader *reader, ScopeLayer *layer, const char *path, const char *const *names,
              GError **error)
{
  for (guint i = 0; i < layer->children->len; i++)
    {
      g_autofree char *below = scope_v3_tree_join (path, names[i]);

      if (!give_at (reader, g_ptr_array_index (layer->children, i), below, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
give_at (const Reader *reader, ScopeLayer *layer, const char *path, GError **error)
{
  static const char *const two_ways[] = { "forward_layer", "backward_layer" };
  static const char *const wrapped[] = { "layer" };
  static const char *const cell[] = { "cell" };

  if (scope_layer_is_model (layer))
    for (guint i = 0; i < G_N_ELEMENTS (containers); i++)
      {
        g_autofree char *below = scope_v3_tree_join (path, containers[i]);

        if (scope_v3_tree_has (reader->tree, below) || i + 1 == G_N_ELEMENTS (containers))
          return give_layers (reader, layer, below, error);
      }

  if (strcmp (layer->class_name, "Bidirectional") == 0)
    return give_wrapped (reader, layer, path, two_ways, error);
  if (strcmp (layer->class_name, "TimeDistributed") == 0)
    return give_wrapped (reader, layer, path, wrapped, error);
  if (strcmp (layer->class_name, "RNN") == 0)
    return give_wrapped (reader, layer, path, cell, error);
  if (strcmp (layer->class_name, "StackedRNNCells") == 0)
    {
      g_autofree char *cells = scope_v3_tree_join (path, "cells");

      return give_layers (reader, layer, cells, error);
    }
  return give_leaf (reader, layer, path, error);
}

gboolean
scope_weights_read_v3 (const ScopeKerasContext *context, ScopeImage *image, ScopeLayer *model,
                       GError **error)
{
  g_autoptr (ScopeV3Tree) tree = scope_v3_tree_new (image);
  Reader reader = { context, tree };

  return give_at (&reader, model, "", error);
}
