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

/* Where a class has a size, which its configuration says, fewer or other arrays are a damaged file; anything else is a layer that
 * somebody wrote under a name of Keras's, or a Keras to come. Such a layer is shown as it is and stands in nobody's way. */
static gboolean
is_damage (ScopeLayer *layer, guint n_found, guint n_expected)
{
  return layer->class->units_key != NULL && n_found <= n_expected;
}

static void
set_count_obstacle (ScopeLayer *layer, guint n_found, const ScopeRoles *roles)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < roles->n_roles; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", roles->roles[i].role);
  if (roles->n_roles == 0)
    g_string_append (names, _ ("none"));
  text = g_strdup_printf (ngettext ("it has %u array, and Keras’s %s has others (%s)",
                                    "it has %u arrays, and Keras’s %s has others (%s)", n_found),
                          n_found, layer->class_name, names->str);
  scope_layer_set_obstacle (layer, text);
}

/* "kernel_scale": what a quantised layer has behind its other arrays (KM dense.py save_own_variables; int8, int4 and ternary). */
static char *
dup_role (ScopeLayer *layer, const ScopeRoles *roles, guint n_known, guint index)
{
  if (index < n_known)
    return g_strdup (roles->roles[index].role);
  if (n_known > 0 && index == n_known)
    return g_strconcat (roles->roles[0].role, "_scale", NULL);
  return g_strdup_printf ("weight %u", index);
}

/* A layer with weights of its own and nothing in it. */
static gboolean
give_leaf (const ScopeKerasContext *context, ScopeLayer *layer, GPtrArray *files, GError **error)
{
  ScopeRoles roles;
  guint n_known;

  get_roles (layer, &unknown, files, &roles);
  if (files->len == 0 && roles.n_roles > 0)
    {
      scope_layer_set_obstacle (layer, _ ("its weights are not in the file"));
      return TRUE;
    }
  n_known = roles.n_roles;
  if (knows_roles (layer) && files->len != roles.n_roles)
    {
      if (layer->obstacle == NULL && is_damage (layer, files->len, roles.n_roles))
        return fail_count (context, layer, files->len, &roles, roles.n_roles, error);
      if (layer->obstacle == NULL)
        set_count_obstacle (layer, files->len, &roles);
      /* One more: a scale beside what is quantised. In other layouts nothing stands where it did. */
      if (!layer->quantised || files->len != n_known + 1)
        n_known = 0;
    }

  for (guint i = 0; i < files->len; i++)
    {
      const ScopeFileArray *file = g_ptr_array_index (files, i);
      g_autofree char *role = NULL;

      if (g_str_has_prefix (scope_array_get_stored_type (file->array), "opaque")
          && !scope_layer_may_be_bfloat16 (layer))
        {
          g_autofree char *text =
              g_strdup_printf (_ ("its array %s holds no numbers (type %s)"), file->name,
                               scope_array_get_stored_type (file->array));

          scope_layer_set_obstacle (layer, text);
        }

      role = dup_role (layer, &roles, n_known, i);
      scope_layer_add_weight (layer, role, file->name, file->path, file->array,
                              layer->trainable && (i >= n_known || roles.roles[i].trainable));
    }
  return TRUE;
}

/* A leaf's slots: its trainable ones, its others, or both. */
static void
collect_leaf (ScopeLayer *layer, gboolean trainable, gboolean others, GArray *slots)
{
  ScopeRoles roles;

  get_roles (layer, &unknown, NULL, &roles);
  if (!knows_roles (layer) && may_have_weights (layer) && (layer->trainable ? trainable : others))
    g_array_append_val (slots, ((Slot){ layer, OPEN }));
  for (guint i = 0; i < roles.n_roles; i++)
    if (layer->trainable && roles.roles[i].trainable ? trainable : others)
      g_array_append_val (slots, ((Slot){ layer, i }));
}

/* In the order of the layers. */
static void
collect_flat (ScopeLayer *layer, gboolean trainable, gboolean others, GArray *slots)
{
  if (layer->children->len == 0)
    collect_leaf (layer, trainable, others, slots);
  for (guint i = 0; i < layer->children->len; i++)
    collect_flat (g_ptr_array_index (layer->children, i), trainable, others, slots);
}

/* trainable_weights of Keras 1 and 2: nothing of what is in a frozen layer. */
static void
collect_trainable (ScopeLayer *layer, GArray *slots)
{
  if (layer->children->len == 0)
    collect_leaf (layer, TRUE, FALSE, slots);
  if (!layer->trainable)
    return;
  for (guint i = 0; i < layer->children->len; i++)
    collect_trainable (g_ptr_array_index (layer->children, i), slots);
}

/* non_trainable_weights of Keras 1 and 2 (K@2.3.1 network.py, K@v2.15.0 training.py and base_layer.py). A frozen model has first
 * what would be trainable of all that is in it, a frozen wrapper goes from one to the next. */
static void
collect_others (ScopeLayer *layer, GArray *slots)
{
  gboolean is_model = scope_layer_is_model (layer);

  if (layer->children->len == 0)
    collect_leaf (layer, FALSE, TRUE, slots);
  for (guint i = 0; !layer->trainable && is_model && i < layer->children->len; i++)
    collect_trainable (g_ptr_array_index (layer->children, i), slots);
  for (guint i = 0; i < layer->children->len; i++)
    {
      if (!layer->trainable && !is_model)
        collect_trainable (g_ptr_array_index (layer->children, i), slots);
      collect_others (g_ptr_array_index (layer->children, i), slots);
    }
}

/* The slots of a layer with others in it, as Keras lists its weights: first what is trainable. */
static void
collect_slots (const ScopeKerasContext *context, ScopeLayer *layer, GArray *slots)
{
  if (context->keras.major < 3)
    {
      collect_trainable (layer, slots);
      collect_others (layer, slots);
    }
  else if (layer->trainable)
    {
      /* KM layer.py: each variable knows for itself. */
      collect_flat (layer, TRUE, FALSE, slots);
      collect_flat (layer, FALSE, TRUE, slots);
    }
  else
    collect_flat (layer, TRUE, TRUE, slots);
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

  collect_slots (context, layer, slots);
  n_open = count_open (slots);
  n_known = slots->len - n_open;

  if (files->len == 0 && n_known > 0)
    {
      scope_layer_set_obstacle (layer, _ ("its weights are not in the file"));
      return TRUE;
    }
  if (files->len < n_known)
    return fail_count (context, layer, files->len, NULL, n_known, error);
  if (n_open == 0 && files->len > n_known)
    {
      g_autofree char *text = g_strdup_printf (
          _ ("the file keeps its layers’ weights in one list of %u, and their classes have %u"),
          files->len, n_known);

      scope_layer_set_obstacle (layer, text);
      return give_leaf (context, layer, files, error);
    }
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

      collect_flat (layer, TRUE, TRUE, plain);
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

/* Whether all that is in a layer is trainable, or nothing is, so that Keras's order is that of the layers. */
static gboolean
is_uniform (ScopeLayer *layer, gboolean trainable)
{
  if (layer->trainable != trainable)
    return FALSE;
  for (guint i = 0; i < layer->children->len; i++)
    if (!is_uniform (g_ptr_array_index (layer->children, i), trainable))
      return FALSE;
  return TRUE;
}

gboolean
scope_weights_give (const ScopeKerasContext *context, ScopeLayer *layer, GPtrArray *files,
                    GError **error)
{
  ScopeLayer *inner = layer;

  while (inner->children->len == 1 && !scope_layer_is_model (inner))
    inner = g_ptr_array_index (inner->children, 0);
  if (inner->children->len == 0)
    return give_leaf (context, inner, files, error);

  /* A Bidirectional's two halves tell their own layouts, Keras 1's and CuDNN's among them. */
  if (strcmp (inner->class_name, "Bidirectional") == 0 && files->len % 2 == 0
      && is_uniform (inner, inner->trainable))
    {
      for (guint i = 0; i < 2; i++)
        {
          g_autoptr (GPtrArray) half = half_of (files, i);

          if (!scope_weights_give (context, g_ptr_array_index (inner->children, i), half, error))
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
      if (!is_damage (layer, 0, 0))
        {
          g_autofree char *text =
              g_strdup_printf (_ ("its array %s has shape %s, and Keras’s %s has %s"), weight->role,
                               found, layer->class_name, expected);

          scope_layer_set_obstacle (layer, text);
          continue;
        }
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
