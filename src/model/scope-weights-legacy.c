/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weights in the older format: a group for each layer, whose names and order two attributes give. */
#include "scope-weights.h"

#include "scope-error.h"
#include "scope-weights-legacy.h"

#include <glib/gi18n.h>
#include <string.h>

void
scope_legacy_layer_free (ScopeLegacyLayer *self)
{
  g_free (self->name);
  g_free (self->unreadable);
  g_ptr_array_unref (self->arrays);
  g_free (self);
}

static char *
join_path (const char *folder, const char *name)
{
  return strcmp (folder, "/") == 0 ? g_strconcat ("/", name, NULL)
                                   : g_strconcat (folder, "/", name, NULL);
}

static gboolean
add_array (const ScopeKerasContext *context, ScopeImage *image, ScopeLegacyLayer *layer,
           const char *group, const char *name, GError **error)
{
  g_autofree char *path = join_path (group, name);
  const ScopeImageNode *node = scope_image_find (image, path);

  if (node == NULL || node->kind != SCOPE_NODE_DATASET)
    {
      g_autofree char *place = scope_keras_context_dup_place (context, layer->name);
      g_autofree char *found = NULL;

      if (node == NULL)
        found = g_strdup_printf (_ ("no array “%s”, which the layer’s list names"), name);
      else if (node->kind == SCOPE_NODE_LINK)
        found = g_strdup_printf (_ ("a link in place of array “%s”"), name);
      else
        found = g_strdup_printf (_ ("a group in place of array “%s”"), name);
      scope_error_set (error, SCOPE_ERROR_DAMAGED, place, found, _ ("the array itself"),
                       _ ("Save the model again from Keras, or get another copy of the file."));
      return FALSE;
    }
  scope_file_arrays_add (layer->arrays, name, node, &layer->unreadable);
  return TRUE;
}

/* Whether @group has an attribute @name that is no list of names, which no Keras writes. */
static gboolean
check_list (const ScopeKerasContext *context, ScopeImage *image, const char *group,
            const char *layer, const char *name, char **names, GError **error)
{
  g_autofree char *place = NULL;
  g_autofree char *found = NULL;

  if (names != NULL || scope_image_get_attribute (image, group, name) == NULL)
    return TRUE;

  place = scope_keras_context_dup_place (context, layer);
  found = g_strdup_printf (_ ("something else in the attribute %s"), name);
  scope_error_set (error, SCOPE_ERROR_DAMAGED, place, found, _ ("a list of names"),
                   _ ("Save the model again from Keras, or get another copy of the file."));
  return FALSE;
}

/* The names of a layer's arrays. Keras 0 only counts them. */
static char **
dup_weight_names (ScopeImage *image, const char *group)
{
  char **names = scope_image_dup_strings (image, group, "weight_names");
  GVariant *number = scope_image_get_attribute (image, group, "nb_params");
  g_autoptr (GStrvBuilder) builder = NULL;
  gint64 n = 0;

  if (names != NULL || number == NULL)
    return names;

  if (g_variant_is_of_type (number, G_VARIANT_TYPE_INT64))
    n = g_variant_get_int64 (number);
  builder = g_strv_builder_new ();
  for (gint64 i = 0; i < MIN (n, 10000); i++)
    {
      g_autofree char *name = g_strdup_printf ("param_%" G_GINT64_FORMAT, i);

      g_strv_builder_add (builder, name);
    }
  return g_strv_builder_end (builder);
}

/* The layers' groups in order. Keras 0 calls them layer_0, layer_1 …; its Graph models have one for all. */
static char **
dup_layer_names (ScopeImage *image, const char *root)
{
  char **names = scope_image_dup_strings (image, root, "layer_names");
  GVariant *number = scope_image_get_attribute (image, root, "nb_layers");
  g_autofree char *graph = join_path (root, "graph");
  g_autoptr (GStrvBuilder) builder = NULL;
  gint64 n = 0;

  if (names != NULL)
    return names;

  builder = g_strv_builder_new ();
  if (number != NULL && g_variant_is_of_type (number, G_VARIANT_TYPE_INT64))
    n = g_variant_get_int64 (number);
  for (gint64 i = 0; i < MIN (n, 10000); i++)
    {
      g_autofree char *name = g_strdup_printf ("layer_%" G_GINT64_FORMAT, i);

      g_strv_builder_add (builder, name);
    }
  if (number == NULL && scope_image_get_attribute (image, graph, "nb_params") != NULL)
    g_strv_builder_add (builder, "graph");
  return g_strv_builder_end (builder);
}

static gboolean
check_group (const ScopeKerasContext *context, ScopeImage *image, const char *group,
             const char *layer, GError **error)
{
  const ScopeImageNode *node = scope_image_find (image, group);
  g_autofree char *place = NULL;
  const char *found;

  if (node != NULL && node->kind == SCOPE_NODE_GROUP)
    return TRUE;

  place = scope_keras_context_dup_place (context, layer);
  if (node == NULL)
    found = _ ("no group of that name, which layer_names lists");
  else if (node->kind == SCOPE_NODE_LINK)
    found = _ ("a link in place of its group");
  else
    found = _ ("an array in place of its group");
  scope_error_set (error, SCOPE_ERROR_DAMAGED, place, found, _ ("the group with its weights"),
                   _ ("Save the model again from Keras, or get another copy of the file."));
  return FALSE;
}

GPtrArray *
scope_legacy_layers_read (const ScopeKerasContext *context, ScopeImage *image, const char *root,
                          GError **error)
{
  g_autoptr (GPtrArray) layers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) scope_legacy_layer_free);
  g_auto (GStrv) listed = scope_image_dup_strings (image, root, "layer_names");
  g_auto (GStrv) names = dup_layer_names (image, root);

  if (!check_list (context, image, root, NULL, "layer_names", listed, error))
    return NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      ScopeLegacyLayer *layer = g_new0 (ScopeLegacyLayer, 1);
      g_autofree char *group = join_path (root, names[i]);
      g_auto (GStrv) weights_listed = scope_image_dup_strings (image, group, "weight_names");
      g_auto (GStrv) weights = dup_weight_names (image, group);

      layer->name = g_strdup (names[i]);
      layer->arrays = scope_file_arrays_new ();
      g_ptr_array_add (layers, layer);
      if (!check_group (context, image, group, names[i], error)
          || !check_list (context, image, group, names[i], "weight_names", weights_listed, error))
        return NULL;
      for (guint j = 0; weights != NULL && weights[j] != NULL; j++)
        if (!add_array (context, image, layer, group, weights[j], error))
          return NULL;
    }
  return g_steal_pointer (&layers);
}

/* The layers of the configuration that the file has a list of arrays for. */
static GPtrArray *
list_weighted (ScopeLayer *model)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < model->children->len; i++)
    {
      ScopeLayer *layer = g_ptr_array_index (model->children, i);

      if (scope_weights_count (layer) > 0)
        g_ptr_array_add (list, layer);
    }
  return list;
}

static ScopeLayer *
find_child (ScopeLayer *model, const char *name)
{
  for (guint i = 0; i < model->children->len; i++)
    {
      ScopeLayer *layer = g_ptr_array_index (model->children, i);

      if (!layer->made && strcmp (layer->name, name) == 0)
        return layer;
    }
  return NULL;
}

static gboolean
give (const ScopeKerasContext *context, ScopeLayer *layer, ScopeLegacyLayer *from, GError **error)
{
  if (from->unreadable != NULL)
    scope_layer_set_obstacle (layer, from->unreadable);
  return scope_weights_give (context, layer, from->arrays, error);
}

/* Whether names can match groups with layers: every layer that should have weights has a group with some, or every group
 * with some has a layer. Then layers without a group lack their weights, and groups without a layer are left over. */
static gboolean
names_agree (ScopeLayer *model, GPtrArray *groups, GPtrArray *weighted)
{
  guint n_filled = 0;
  guint n_known = 0;
  guint n = 0;

  for (guint i = 0; i < groups->len; i++)
    {
      const ScopeLegacyLayer *group = g_ptr_array_index (groups, i);
      ScopeLayer *layer = find_child (model, group->name);

      if (group->arrays->len == 0 && group->unreadable == NULL)
        continue;
      n_filled++;
      n_known += layer != NULL;
      n += layer != NULL && g_ptr_array_find (weighted, layer, NULL);
    }
  return n == weighted->len || n_known == n_filled;
}

static gboolean
give_by_name (const ScopeKerasContext *context, ScopeLayer *model, GPtrArray *groups,
              GPtrArray *weighted, GError **error)
{
  for (guint i = 0; i < groups->len; i++)
    {
      ScopeLegacyLayer *group = g_ptr_array_index (groups, i);
      ScopeLayer *layer = find_child (model, group->name);

      if (layer != NULL && !give (context, layer, group, error))
        return FALSE;
      if (layer == NULL && group->arrays->len > 0)
        scope_keras_context_remark (
            context,
            _ ("The file also has weights of a layer “%s”, which the configuration does not have."),
            group->name);
    }

  for (guint i = 0; i < weighted->len; i++)
    {
      ScopeLayer *layer = g_ptr_array_index (weighted, i);

      if (scope_layer_get_n_parameters (layer) == 0)
        scope_layer_set_obstacle (layer, _ ("its weights are not in the file"));
    }
  return TRUE;
}

static gboolean
is_one_list (ScopeImage *image, const char *root, GPtrArray *groups)
{
  g_autofree char *graph = join_path (root, "graph");

  return groups->len == 1 && scope_image_get_attribute (image, root, "layer_names") == NULL
         && scope_image_get_attribute (image, root, "nb_layers") == NULL
         && scope_image_get_attribute (image, graph, "nb_params") != NULL;
}

gboolean
scope_weights_read_legacy (const ScopeKerasContext *context, ScopeImage *image, const char *root,
                           ScopeLayer *model, GError **error)
{
  g_autoptr (GPtrArray) groups = scope_legacy_layers_read (context, image, root, error);
  g_autoptr (GPtrArray) weighted = NULL;
  g_autoptr (GPtrArray) filled = NULL;

  if (groups == NULL)
    return FALSE;

  /* Keras 0's Graph has one list of arrays for all of its nodes. */
  if (is_one_list (image, root, groups))
    return give (context, model, g_ptr_array_index (groups, 0), error);

  weighted = list_weighted (model);
  if (names_agree (model, groups, weighted))
    return give_by_name (context, model, groups, weighted, error);

  /* As Keras loads weights into an architecture: the n-th group with arrays goes to the n-th layer with weights. */
  filled = g_ptr_array_new ();
  for (guint i = 0; i < groups->len; i++)
    if (((ScopeLegacyLayer *) g_ptr_array_index (groups, i))->arrays->len > 0)
      g_ptr_array_add (filled, g_ptr_array_index (groups, i));
  if (filled->len != weighted->len)
    {
      g_autofree char *found = NULL;
      g_autofree char *expected = NULL;

      found = g_strdup_printf (
          ngettext ("weights of %u layer", "weights of %u layers", filled->len), filled->len);
      expected = g_strdup_printf (
          ngettext ("%u layer by the architecture", "%u layers by the architecture", weighted->len),
          weighted->len);
      scope_error_set (error, SCOPE_ERROR_CONTRADICTION, context->file, found, expected,
                       _ ("The configuration and the weights are not of the same model."));
      return FALSE;
    }

  scope_keras_context_remark (context, "%s",
                              _ ("The layers’ names differ between the weights and the "
                                 "configuration; they were matched in order."));
  for (guint i = 0; i < filled->len; i++)
    if (!give (context, g_ptr_array_index (weighted, i), g_ptr_array_index (filled, i), error))
      return FALSE;
  return TRUE;
}
