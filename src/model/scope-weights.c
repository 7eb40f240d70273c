/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-weights.h"

#include "scope-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* A weight's place in the list of a model's weights: role @role of @layer, or, with OPEN, however many arrays a
 * layer of an unknown class has. */
typedef struct
{
  ScopeLayer *layer;
  guint role;
} Slot;

#define OPEN G_MAXUINT

static const ScopeShape unknown = { 0 };

void
scope_file_array_free (ScopeFileArray *self)
{
  g_free (self->name);
  g_free (self->path);
  g_clear_pointer (&self->array, scope_array_unref);
  g_free (self);
}

GPtrArray *
scope_file_arrays_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) scope_file_array_free);
}

void
scope_file_arrays_add (GPtrArray *arrays, const char *name, const ScopeImageNode *node,
                       char **unreadable)
{
  ScopeFileArray *array;

  if (node->array == NULL)
    {
      if (unreadable != NULL && *unreadable == NULL)
        *unreadable = g_strdup_printf (_ ("its array %s holds no numbers (type %s)"), name,
                                       node->stored_type);
      return;
    }

  array = g_new0 (ScopeFileArray, 1);
  array->name = g_strdup (name);
  array->path = g_strdup (node->path);
  array->array = scope_array_ref (node->array);
  g_ptr_array_add (arrays, array);
}

static ScopeFileArray *
copy_file_array (const ScopeFileArray *from)
{
  ScopeFileArray *array = g_new0 (ScopeFileArray, 1);

  array->name = g_strdup (from->name);
  array->path = g_strdup (from->path);
  array->array = scope_array_ref (from->array);
  return array;
}

static gboolean
knows_roles (ScopeLayer *layer)
{
  return layer->class != NULL && layer->class->roles != NULL && !layer->operation;
}

/* Classes that Keras itself gives no weights have none to wait for; of others nothing is known. */
static gboolean
may_have_weights (ScopeLayer *layer)
{
  return layer->class == NULL || (layer->class->shape == NULL && layer->class->roles == NULL);
}

static void
get_roles (ScopeLayer *layer, const ScopeShape *input, GPtrArray *files, ScopeRoles *roles)
{
  g_autoptr (GPtrArray) arrays = NULL;

  roles->n_roles = 0;
  if (!knows_roles (layer))
    return;
  if (files != NULL)
    {
      arrays = g_ptr_array_new ();
      for (guint i = 0; i < files->len; i++)
        g_ptr_array_add (arrays, ((ScopeFileArray *) g_ptr_array_index (files, i))->array);
    }
  layer->class->roles (layer, input, arrays, roles);
}

guint
scope_weights_count (ScopeLayer *layer)
{
  ScopeRoles roles;
  guint n;

  get_roles (layer, &unknown, NULL, &roles);
  n = roles.n_roles;
  for (guint i = 0; i < layer->children->len; i++)
    n += scope_weights_count (g_ptr_array_index (layer->children, i));
  return n;
}

static gboolean
fail_count (const ScopeKerasContext *context, ScopeLayer *layer, guint n_found,
            const ScopeRoles *roles, guint n_expected, GError **error)
{
  g_autofree char *place = scope_keras_context_dup_place (context, layer->name);
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (GString) names = g_string_new (NULL);

  found = g_strdup_printf (ngettext ("%u array", "%u arrays", n_found), n_found);
  for (guint i = 0; roles != NULL && i < roles->n_roles; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : " (", roles->roles[i].role);
  if (names->len > 0)
    g_string_append_c (names, ')');
  expected = g_strdup_printf ("%u%s", n_expected, names->str);
  scope_error_set (error, SCOPE_ERROR_CONTRADICTION, place, found, expected,
                   _ ("The configuration and the weights are not of the same model."));
  return FALSE;
}

/* A layer with weights of its own and nothing in it. */
static gboolean
give_leaf (const ScopeKerasContext *context, ScopeLayer *layer, GPtrArray *files, GError **error)
{
  ScopeRoles roles;

  get_roles (layer, &unknown, files, &roles);
  if (files->len == 0 && roles.n_roles > 0)
    {
      scope_layer_set_obstacle (layer, _ ("its weights are not in the file"));
      return TRUE;
    }
  if (knows_roles (layer) && files->len != roles.n_roles)
    {
      /* Weights of a quantised layer have other numbers, which nobody here reads. */
      if (layer->obstacle == NULL)
        return fail_count (context, layer, files->len, &roles, roles.n_roles, error);
      roles.n_roles = 0;
    }

  for (guint i = 0; i < files->len; i++)
    {
      const ScopeFileArray *file = g_ptr_array_index (files, i);
      g_autofree char *role = NULL;

      role = i < roles.n_roles ? g_strdup (roles.roles[i].role) : g_strdup_printf ("weight %u", i);
      scope_layer_add_weight (layer, role, file->name, file->path, file->array,
                              layer->trainable && (i >= roles.n_roles || roles.roles[i].trainable));
    }
  return TRUE;
}

/* The slots of a layer's trainable or other weights, as Keras's trainable_weights and non_trainable_weights
 * list them. In the order of the layers, where @all. */
static void
collect_slots (ScopeLayer *layer, gboolean trainable, gboolean all, GArray *slots)
{
  ScopeRoles roles;

  if (layer->children->len > 0)
    {
      if (trainable && !layer->trainable && !all)
        return;
      if (!trainable && !layer->trainable && !all)
        for (guint i = 0; i < layer->children->len; i++)
          collect_slots (g_ptr_array_index (layer->children, i), TRUE, FALSE, slots);
      for (guint i = 0; i < layer->children->len; i++)
        collect_slots (g_ptr_array_index (layer->children, i), trainable, all, slots);
      return;
    }

  get_roles (layer, &unknown, NULL, &roles);
  if (!knows_roles (layer) && may_have_weights (layer) && (all || trainable == layer->trainable))
    g_array_append_val (slots, ((Slot){ layer, OPEN }));
  for (guint i = 0; i < roles.n_roles; i++)
    if (all || trainable == (layer->trainable && roles.roles[i].trainable))
      g_array_append_val (slots, ((Slot){ layer, i }));
}

static guint
count_open (GArray *slots)
{
  guint n = 0;

  for (guint i = 0; i < slots->len; i++)
    if (g_array_index (slots, Slot, i).role == OPEN)
      n++;
  return n;
}

/* Deals @files out over @slots: for each layer the files of its roles. */
static GHashTable *
deal (GArray *slots, GPtrArray *files, guint n_open_files)
{
  GHashTable *hands = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  guint next = 0;

  for (guint i = 0; i < slots->len; i++)
    {
      const Slot *slot = &g_array_index (slots, Slot, i);
      guint n = slot->role == OPEN ? n_open_files : 1;
      GPtrArray *hand = g_hash_table_lookup (hands, slot->layer);

      if (hand == NULL)
        {
          hand = scope_file_arrays_new ();
          g_hash_table_insert (hands, slot->layer, hand);
        }
      for (guint j = 0; j < n; j++)
        {
          ScopeFileArray *file = copy_file_array (g_ptr_array_index (files, next++));

          if (slot->role == OPEN)
            g_ptr_array_add (hand, file);
          else
            {
              if (hand->len <= slot->role)
                g_ptr_array_set_size (hand, (int) slot->role + 1);
              hand->pdata[slot->role] = file;
            }
        }
    }
  return hands;
}

/* Whether every file has the shape that its role asks for, as far as the configuration alone says. */
static gboolean
hands_fit (GHashTable *hands)
{
  GHashTableIter iter;
  gpointer layer;
  gpointer hand;

  g_hash_table_iter_init (&iter, hands);
  while (g_hash_table_iter_next (&iter, &layer, &hand))
    {
      ScopeRoles roles;
      GPtrArray *files = hand;

      get_roles (layer, &unknown, files, &roles);
      for (guint i = 0; i < roles.n_roles && i < files->len; i++)
        if (!scope_shape_fits (&roles.roles[i].shape,
                               ((ScopeFileArray *) g_ptr_array_index (files, i))->array))
          return FALSE;
    }
  return TRUE;
}

static gboolean
give_hands (const ScopeKerasContext *context, ScopeLayer *layer, GHashTable *hands, GError **error)
{
  GPtrArray *hand = g_hash_table_lookup (hands, layer);

  if (hand != NULL && !give_leaf (context, layer, hand, error))
    return FALSE;
  for (guint i = 0; i < layer->children->len; i++)
    if (!give_hands (context, g_ptr_array_index (layer->children, i), hands, error))
      return FALSE;
  return TRUE;
}

static gboolean
give_model (const ScopeKerasContext *context, ScopeLayer *layer, GPtrArray *files, GError **error)
{
  g_autoptr (GArray) slots = g_array_new (FALSE, FALSE, sizeof (Slot));
  g_autoptr (GHashTable) hands = NULL;
  guint n_open;
  guint n_known;

  collect_slots (layer, TRUE, FALSE, slots);
  collect_slots (layer, FALSE, FALSE, slots);
  n_open = count_open (slots);
  n_known = slots->len - n_open;

  if (files->len == 0 && n_known > 0)
    {
      scope_layer_set_obstacle (layer, _ ("its weights are not in the file"));
      return TRUE;
    }
  if (files->len < n_known || (n_open == 0 && files->len > n_known))
    return fail_count (context, layer, files->len, NULL, n_known, error);
  if (n_open > 1 && files->len > n_known)
    {
      scope_layer_set_obstacle (layer, _ ("the file keeps its layers’ weights in one list, and "
                                          "some of its classes are not known"));
      return give_leaf (context, layer, files, error);
    }

  hands = deal (slots, files, files->len - n_known);
  if (!hands_fit (hands))
    {
      /* Some writers went layer by layer instead. */
      g_autoptr (GArray) plain = g_array_new (FALSE, FALSE, sizeof (Slot));
      g_autoptr (GHashTable) other = NULL;

      collect_slots (layer, TRUE, TRUE, plain);
      other = deal (plain, files, files->len - n_known);
      if (hands_fit (other))
        {
          scope_keras_context_remark (
              context,
              _ ("The weights of “%s” stand layer by layer, which is not how Keras orders them."),
              layer->name);
          return give_hands (context, layer, other, error);
        }
    }
  return give_hands (context, layer, hands, error);
}

/* The first or second half of a list. */
static GPtrArray *
half_of (GPtrArray *files, guint half)
{
  GPtrArray *list = scope_file_arrays_new ();
  guint n = files->len / 2;

  for (guint i = half * n; i < (half + 1) * n; i++)
    g_ptr_array_add (list, copy_file_array (g_ptr_array_index (files, i)));
  return list;
}

gboolean
scope_weights_give (const ScopeKerasContext *context, ScopeLayer *layer, GPtrArray *files,
                    GError **error)
{
  if (layer->children->len == 0)
    return give_leaf (context, layer, files, error);

  if (layer->children->len == 1 && !scope_layer_is_model (layer))
    return scope_weights_give (context, g_ptr_array_index (layer->children, 0), files, error);

  /* A Bidirectional's two halves tell their own layouts, Keras 1's and CuDNN's among them. */
  if (strcmp (layer->class_name, "Bidirectional") == 0 && files->len % 2 == 0)
    {
      for (guint i = 0; i < 2; i++)
        {
          g_autoptr (GPtrArray) half = half_of (files, i);

          if (!scope_weights_give (context, g_ptr_array_index (layer->children, i), half, error))
            return FALSE;
        }
      return TRUE;
    }
  return give_model (context, layer, files, error);
}

static gboolean
check_own (const ScopeKerasContext *context, ScopeLayer *layer, GError **error)
{
  g_autoptr (GPtrArray) arrays = g_ptr_array_new ();
  ScopeCall *call = scope_layer_get_call (layer, 0);
  ScopeRoles roles = { .n_roles = 0 };

  if (!knows_roles (layer) || layer->weights->len == 0)
    return TRUE;

  for (guint i = 0; i < layer->weights->len; i++)
    g_ptr_array_add (arrays, g_array_index (layer->weights, ScopeWeight, i).array);
  layer->class->roles (layer, call != NULL ? &call->input : &unknown, arrays, &roles);

  for (guint i = 0; i < roles.n_roles && i < layer->weights->len; i++)
    {
      const ScopeWeight *weight = &g_array_index (layer->weights, ScopeWeight, i);
      g_autofree char *layer_place = NULL;
      g_autofree char *place = NULL;
      g_autofree char *found = NULL;
      g_autofree char *expected = NULL;

      /* A layer with an obstacle may keep its numbers in another way; it is shown, never used. */
      if (layer->obstacle != NULL || scope_shape_fits (&roles.roles[i].shape, weight->array))
        continue;

      layer_place = scope_keras_context_dup_place (context, layer->name);
      /* Translators: file and layer, and an array of that layer */
      place = g_strdup_printf (_ ("%s, array %s"), layer_place, weight->role);
      found = scope_array_dup_shape_text (weight->array);
      expected = scope_shape_dup_array_text (&roles.roles[i].shape);
      scope_error_set (error, SCOPE_ERROR_CONTRADICTION, place, found, expected,
                       _ ("The configuration and the weights are not of the same model."));
      return FALSE;
    }
  return TRUE;
}

gboolean
scope_weights_check (const ScopeKerasContext *context, ScopeLayer *layer, GError **error)
{
  if (!check_own (context, layer, error))
    return FALSE;
  for (guint i = 0; i < layer->children->len; i++)
    if (!scope_weights_check (context, g_ptr_array_index (layer->children, i), error))
      return FALSE;
  return TRUE;
}
