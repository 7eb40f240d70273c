/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models of files with weights alone. */
#include "scope-architecture.h"

#include "scope-foreign.h"
#include "scope-guess.h"
#include "scope-v3-tree.h"
#include "scope-weights-legacy.h"

#include <glib/gi18n.h>
#include <string.h>

/* More tries than this are not made to put layers into an order. */
#define MAX_STEPS 10000

/* A recurrent layer that another one reads must give its whole sequence. @read: whether one reads what comes out of the model. */
static gboolean
guess_sequences (ScopeLayer *model, gboolean read)
{
  for (guint i = model->children->len; i > 0; i--)
    {
      ScopeLayer *layer = g_ptr_array_index (model->children, i - 1);
      gboolean two_ways = strcmp (layer->class_name, "Bidirectional") == 0;

      if (scope_layer_is_recurrent (layer) || strcmp (layer->class_name, "RNN") == 0)
        json_object_set_boolean_member (layer->config, "return_sequences", read);
      for (guint j = 0; two_ways && j < layer->children->len; j++)
        json_object_set_boolean_member (
            ((ScopeLayer *) g_ptr_array_index (layer->children, j))->config, "return_sequences",
            read);
      if (scope_layer_is_model (layer))
        read = guess_sequences (layer, read);
      if (scope_layer_is_recurrent (layer) || two_ways || strcmp (layer->class_name, "RNN") == 0)
        read = TRUE;
    }
  return read;
}

/* Joins the layers to a chain behind an input. */
static ScopeLayer *
join (const ScopeKerasContext *context, GPtrArray *layers, const char *name)
{
  ScopeLayer *model = scope_layer_new (name, "Sequential", NULL, &context->keras);
  gboolean has_input = FALSE;

  for (guint i = 0; i < layers->len; i++)
    {
      ScopeLayer *layer = g_ptr_array_index (layers, i);

      has_input = has_input || (i == 0 && strcmp (layer->class_name, "InputLayer") == 0);
      g_ptr_array_add (model->children, scope_layer_ref (layer));
    }
  if (!has_input)
    {
      ScopeLayer *input = scope_layer_new ("input", "InputLayer", NULL, &context->keras);

      input->made = TRUE;
      g_ptr_array_insert (model->children, 0, input);
    }

  for (guint i = 1; i < model->children->len; i++)
    {
      ScopeShape shape = scope_guess_input (g_ptr_array_index (model->children, i));

      if (shape.n_dims > 0)
        {
          scope_layer_set_shape (g_ptr_array_index (model->children, 0), "batch_shape", &shape);
          break;
        }
    }
  guess_sequences (model, FALSE);
  for (guint i = 0; i < model->children->len; i++)
    {
      ScopeCall *call = scope_layer_add_call (g_ptr_array_index (model->children, i));

      if (i > 0)
        scope_call_add_feed (call, &(ScopeTensor){ .layer = i - 1 }, NULL, NULL);
    }
  g_array_append_val (model->inner_inputs, ((ScopeTensor){ .layer = 0 }));
  g_array_append_val (model->inner_outputs, ((ScopeTensor){ .layer = model->children->len - 1 }));
  return model;
}

/* The whole model. */
static ScopeLayer *
finish (const ScopeKerasContext *context, GPtrArray *layers)
{
  scope_keras_context_remark (context, "%s",
                              _ ("The file holds weights alone. Classes and sizes were inferred "
                                 "from the shapes; activations and "
                                 "the way the layers are joined are not in it. With the "
                                 "architecture that Keras’s model.to_json() "
                                 "writes the model can be run."));
  return join (context, layers, "weights");
}

/* "lstm_3", "input_9": names that Keras itself gives. */
static const ScopeClass *
find_class_by_name (const char *name)
{
  if (scope_v3_tree_number (name, "input") >= 0)
    return scope_class_find ("InputLayer");
  return scope_class_find_by_group (name);
}

/* Width that comes out of a layer, and that it takes in; 0 where its weights do not say. */
static gint64
width_out (ScopeLayer *layer)
{
  /* Of cells the last one speaks. */
  if (layer->children->len > 0 && strcmp (layer->class_name, "Bidirectional") != 0)
    return width_out (g_ptr_array_index (layer->children, layer->children->len - 1));
  return (gint64) scope_layer_get_units (layer)
         * (strcmp (layer->class_name, "Bidirectional") == 0 ? 2 : 1);
}

static gint64
width_in (ScopeLayer *layer)
{
  ScopeShape shape = scope_guess_input (layer);

  if (shape.n_dims > 0)
    return scope_shape_get_last (&shape);
  /* A normalisation has a number for each column. */
  if (layer->weights->len > 1)
    {
      ScopeArray *first = g_array_index (layer->weights, ScopeWeight, 0).array;

      if (scope_array_get_n_dims (first) == 1)
        return (gint64) MIN (scope_array_get_dim (first, 0), SCOPE_SHAPE_MAX_DIM);
    }
  return 0;
}

/* A recurrent layer, or one that may have some in it. */
static gboolean
is_recurrent (ScopeLayer *layer)
{
  return scope_layer_is_recurrent (layer) || scope_layer_is_cell (layer)
         || layer->children->len > 0;
}

/* Depth first: which of the layers left may follow one of @width. @strict: none that is recurrent behind a Dense. */
static gboolean
chain (GPtrArray *left, GPtrArray *chained, gint64 width, gboolean strict, guint *n_steps)
{
  ScopeLayer *last = chained->len > 0 ? g_ptr_array_index (chained, chained->len - 1) : NULL;
  gboolean no_recurrent = strict && last != NULL && strcmp (last->class_name, "Dense") == 0;

  if (left->len == 0)
    return TRUE;

  for (guint i = 0; i < left->len && ++*n_steps < MAX_STEPS; i++)
    {
      ScopeLayer *layer = g_ptr_array_index (left, i);
      gint64 in = width_in (layer);
      gboolean earlier = FALSE;

      /* Layers of one class keep the order of their numbers. */
      for (guint j = 0; j < i && !earlier; j++)
        earlier =
            strcmp (((ScopeLayer *) g_ptr_array_index (left, j))->class_name, layer->class_name)
            == 0;
      if (earlier || (width > 0 && in > 0 && width != in) || (no_recurrent && is_recurrent (layer)))
        continue;

      g_ptr_array_remove_index (left, i);
      g_ptr_array_add (chained, layer);
      if (chain (left, chained, width_out (layer) > 0 ? width_out (layer) : width, strict, n_steps))
        return TRUE;
      g_ptr_array_remove_index (chained, chained->len - 1);
      g_ptr_array_insert (left, (int) i, layer);
    }
  return FALSE;
}

/* The file lists its layers by name. A chain in which each takes the width that the one before it gives is more likely
 * to be the model; recurrent layers are tried first, for they seldom come last. */
static void
put_into_order (GPtrArray *layers)
{
  g_autoptr (GPtrArray) left = g_ptr_array_new ();
  g_autoptr (GPtrArray) chained = g_ptr_array_new ();
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  guint n_steps = 0;

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < layers->len; i++)
      {
        ScopeLayer *layer = g_ptr_array_index (layers, i);

        if (scope_layer_get_n_parameters (layer) > 0 && is_recurrent (layer) == (pass == 0))
          g_ptr_array_add (left, layer);
      }
  if (!chain (left, chained, 0, TRUE, &n_steps))
    {
      n_steps = 0;
      if (!chain (left, chained, 0, FALSE, &n_steps))
        return;
    }

  g_ptr_array_extend (all, chained, NULL, NULL);
  for (guint i = 0; i < layers->len; i++)
    if (!g_ptr_array_find (chained, g_ptr_array_index (layers, i), NULL))
      g_ptr_array_add (all, g_ptr_array_index (layers, i));
  for (guint i = 0; i < all->len; i++)
    layers->pdata[i] = g_ptr_array_index (all, i);
}

/* A model in the model keeps all its arrays in one group; their names tell them apart. Only where that shows gates: other layers
 * have parts as well. NULL where it does not, and for errors. */
static ScopeLayer *
guess_nested (const ScopeKerasContext *context, const ScopeLegacyLayer *group, GError **error)
{
  g_autoptr (GPtrArray) parts = scope_guess_split (group->arrays);
  g_autoptr (GPtrArray) layers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) scope_layer_unref);
  gboolean has_gates = FALSE;

  for (guint i = 0; parts->len > 1 && i < parts->len; i++)
    {
      const ScopeGuessPart *part = g_ptr_array_index (parts, i);
      ScopeLayer *layer = scope_guess_layer (context, part->name, find_class_by_name (part->name),
                                             part->files, error);

      if (layer == NULL)
        return NULL;
      g_ptr_array_add (layers, layer);
      has_gates = has_gates || scope_layer_is_recurrent (layer) || layer->children->len > 0;
    }
  if (!has_gates)
    return NULL;
  /* What is frozen stands behind all else. */
  put_into_order (layers);
  return join (context, layers, group->name);
}

ScopeLayer *
scope_architecture_guess_legacy (const ScopeKerasContext *context, ScopeImage *image,
                                 const char *root, GError **error)
{
  g_autoptr (GPtrArray) groups = scope_legacy_layers_read (context, image, root, error);
  g_autoptr (GPtrArray) layers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) scope_layer_unref);

  if (groups == NULL)
    return NULL;

  for (guint i = 0; i < groups->len; i++)
    {
      const ScopeLegacyLayer *group = g_ptr_array_index (groups, i);
      GError *nested_error = NULL;
      ScopeLayer *layer;

      /* Keras 2.7 and later list what the model itself holds here. */
      if (strcmp (group->name, "top_level_model_weights") == 0)
        continue;
      layer = scope_guess_is_two_ways (group->arrays)
                  ? NULL
                  : guess_nested (context, group, &nested_error);
      if (nested_error != NULL)
        {
          g_propagate_error (error, nested_error);
          return NULL;
        }
      if (layer == NULL)
        layer = scope_guess_layer (context, group->name, find_class_by_name (group->name),
                                   group->arrays, error);
      if (layer == NULL)
        return NULL;
      g_ptr_array_add (layers, layer);
    }
  return finish (context, layers);
}

/* Groups that are none of the model's layers. */
static gboolean
is_foreign_group (const char *name)
{
  static const char *const foreign[] = {
    "vars", "optimizer", "metrics", "compile_metrics", "_metrics", "loss", "seed_generator"
  };

  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    if (strcmp (name, foreign[i]) == 0)
      return TRUE;
  return FALSE;
}

static void
add_vars (ScopeV3Tree *tree, const char *path, GPtrArray *files)
{
  g_autoptr (GPtrArray) nodes = scope_v3_tree_dup_vars (tree, path);

  for (guint i = 0; nodes != NULL && i < nodes->len; i++)
    {
      const ScopeImageNode *node = g_ptr_array_index (nodes, i);
      const char *slash = strrchr (node->path, '/');

      scope_file_arrays_add (files, slash != NULL ? slash + 1 : node->path, node, NULL);
    }
}

/* The arrays of one layer's group: its own, or those of what it wraps. */
static GPtrArray *
collect_files (ScopeV3Tree *tree, const char *path)
{
  static const char *const inside[] = { "cell", "layer", "layer/cell" };
  static const char *const two_ways[] = { "forward_layer/cell", "backward_layer/cell" };
  GPtrArray *files = scope_file_arrays_new ();

  add_vars (tree, path, files);
  for (guint i = 0; files->len == 0 && i < G_N_ELEMENTS (inside); i++)
    {
      g_autofree char *below = scope_v3_tree_join (path, inside[i]);

      add_vars (tree, below, files);
    }
  for (guint i = 0; i < G_N_ELEMENTS (two_ways); i++)
    {
      g_autofree char *below = scope_v3_tree_join (path, two_ways[i]);

      add_vars (tree, below, files);
    }
  return files;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const char *first = (*(ScopeLayer *const *) a)->name;
  const char *second = (*(ScopeLayer *const *) b)->name;
  const ScopeClass *class_name = scope_class_find_by_group (first);
  g_autofree char *base = class_name != NULL ? scope_class_dup_group (class_name->name) : NULL;

  /* "lstm_10" comes after "lstm_9". */
  if (base != NULL && scope_v3_tree_number (first, base) >= 0
      && scope_v3_tree_number (second, base) >= 0)
    return scope_v3_tree_number (first, base) < scope_v3_tree_number (second, base) ? -1 : 1;
  return strcmp (first, second);
}

/* What is known of a layer whose parts are known. */
static void
set_guessed (ScopeLayer *layer)
{
  scope_layer_set_obstacle (layer, _ ("the file holds weights alone: activations and the way the "
                                      "layers are joined are not in it"));
}

/* One layer of a row of cells: what was guessed of its arrays, called a cell. */
static void
become_cell (ScopeLayer *layer)
{
  g_autofree char *name = g_strconcat (layer->class_name, "Cell", NULL);
  const ScopeClass *class = scope_class_find (name);

  if (class == NULL || (class->flags & SCOPE_CLASS_CELL) == 0)
    return;
  g_free (layer->class_name);
  g_free (layer->file_class);
  layer->class_name = g_strdup (name);
  layer->file_class = g_strdup (name);
  layer->class = class;
}

/* An RNN around several cells. */
static ScopeLayer *
guess_cells (const ScopeKerasContext *context, ScopeV3Tree *tree, const char *cells,
             const char *name, GError **error)
{
  g_autoptr (ScopeLayer) layer = scope_layer_new (name, "RNN", NULL, &context->keras);
  ScopeLayer *stack = scope_layer_new ("cell", "StackedRNNCells", NULL, &context->keras);
  GPtrArray *names = scope_v3_tree_list (tree, cells);

  g_ptr_array_add (layer->children, stack);
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      g_autofree char *path = scope_v3_tree_join (cells, g_ptr_array_index (names, i));
      g_autoptr (GPtrArray) files = scope_file_arrays_new ();
      ScopeLayer *cell;

      add_vars (tree, path, files);
      if (files->len == 0)
        continue;
      cell = scope_guess_layer (context, g_ptr_array_index (names, i), NULL, files, error);
      if (cell == NULL)
        return NULL;
      become_cell (cell);
      g_ptr_array_add (stack->children, cell);
    }
  /* Each takes what the one before it gives; the file lists them by name. */
  put_into_order (stack->children);
  set_guessed (stack);
  set_guessed (layer);
  return stack->children->len > 0 ? g_steal_pointer (&layer) : NULL;
}

/* Arrays of the parts that attention has; none where there are none. */
static void
add_heads (ScopeV3Tree *tree, const char *path, GPtrArray *files)
{
  static const char *const heads[] = { "query_dense", "key_dense", "value_dense", "output_dense" };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autofree char *private_name = g_strconcat ("_", heads[i], NULL);
      g_autofree char *closed = scope_v3_tree_join (path, private_name);
      g_autofree char *open = scope_v3_tree_join (path, heads[i]);

      add_vars (tree, scope_v3_tree_has (tree, closed) ? closed : open, files);
    }
}

/* Every array below @path, when nothing tells what it is. */
static void
add_all (ScopeV3Tree *tree, const char *path, GPtrArray *files, guint depth)
{
  GPtrArray *names = scope_v3_tree_list (tree, path);

  add_vars (tree, path, files);
  for (guint i = 0; names != NULL && depth < 32 && i < names->len; i++)
    {
      g_autofree char *below = scope_v3_tree_join (path, g_ptr_array_index (names, i));

      if (strcmp (g_ptr_array_index (names, i), "vars") != 0)
        add_all (tree, below, files, depth + 1);
    }
}

static const ScopeClass *
find_class_of_group (const char *name)
{
  /* The class is registered under another name than its own. */
  if (scope_v3_tree_number (name, "grouped_query_attention") >= 0)
    return scope_class_find ("GroupQueryAttention");
  return scope_class_find_by_group (name);
}

static gboolean add_v3_layers (const ScopeKerasContext *context, ScopeV3Tree *tree,
                               const char *container, GPtrArray *layers, GError **error);

static ScopeLayer *guess_v3_layer (const ScopeKerasContext *context, ScopeV3Tree *tree,
                                   const char *path, const char *name, guint depth, GError **error);

/* A wrapper's layers, each guessed by itself; NULL where one of the groups is not there, and for errors. */
static ScopeLayer *
guess_wrapper (const ScopeKerasContext *context, ScopeV3Tree *tree, const char *path,
               const char *name, const char *class_name, const char *const *groups,
               const char *const *names, guint depth, GError **error)
{
  g_autoptr (ScopeLayer) layer = scope_layer_new (name, class_name, NULL, &context->keras);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autofree char *below = scope_v3_tree_join (path, groups[i]);
      ScopeLayer *child;

      if (!scope_v3_tree_has_arrays (tree, below))
        return NULL;
      child = guess_v3_layer (context, tree, below, names[i], depth + 1, error);
      if (child == NULL)
        return NULL;
      g_ptr_array_add (layer->children, child);
    }
  set_guessed (layer);
  return g_steal_pointer (&layer);
}

/* What a group is whose arrays are not its own and not those of a cell or a wrapped layer either; NULL where there are none, and for
 * errors. */
static ScopeLayer *
guess_parts (const ScopeKerasContext *context, ScopeV3Tree *tree, const char *path,
             const char *name, guint depth, GError **error)
{
  static const char *const ways[] = { "forward_layer", "backward_layer", NULL };
  static const char *const way_names[] = { "forward", "backward", NULL };
  static const char *const wrapped[] = { "layer", NULL };
  static const char *const wrapped_names[] = { "layer", NULL };
  g_autofree char *cells = scope_v3_tree_join (path, "cell/cells");
  g_autoptr (GPtrArray) files = scope_file_arrays_new ();
  GError *own = NULL;
  ScopeLayer *layer;

  if (depth > 8 || !scope_v3_tree_has_arrays (tree, path))
    return NULL;
  layer = scope_v3_tree_has_arrays (tree, cells) ? guess_cells (context, tree, cells, name, &own)
                                                 : NULL;
  if (layer == NULL && own == NULL)
    layer =
        guess_wrapper (context, tree, path, name, "Bidirectional", ways, way_names, depth, &own);
  if (layer == NULL && own == NULL)
    layer = guess_wrapper (context, tree, path, name, "TimeDistributed", wrapped, wrapped_names,
                           depth, &own);
  if (layer != NULL || own != NULL)
    {
      if (own != NULL)
        g_propagate_error (error, own);
      return layer;
    }

  add_heads (tree, path, files);
  if (files->len == 0)
    add_all (tree, path, files, 0);
  return scope_guess_layer (context, name, find_class_of_group (name), files, error);
}

/* One layer of a container. */
static ScopeLayer *
guess_v3_layer (const ScopeKerasContext *context, ScopeV3Tree *tree, const char *path,
                const char *name, guint depth, GError **error)
{
  g_autofree char *nested = scope_v3_tree_join (path, "layers");
  g_autoptr (GPtrArray) files = NULL;
  GError *own = NULL;
  ScopeLayer *layer;

  if (depth < 32 && scope_v3_tree_has (tree, nested))
    {
      g_autoptr (GPtrArray) inner =
          g_ptr_array_new_with_free_func ((GDestroyNotify) scope_layer_unref);

      if (!add_v3_layers (context, tree, nested, inner, error))
        return NULL;
      if (inner->len > 0)
        return join (context, inner, name);
    }

  files = collect_files (tree, path);
  if (files->len == 0)
    {
      layer = guess_parts (context, tree, path, name, depth, &own);
      if (layer != NULL)
        return layer;
      if (own != NULL)
        {
          g_propagate_error (error, own);
          return NULL;
        }
    }
  return scope_guess_layer (context, name, find_class_of_group (name), files, error);
}

/* The layers of one container, in the order in which they may be joined; a model in it is one layer. */
static gboolean
add_v3_layers (const ScopeKerasContext *context, ScopeV3Tree *tree, const char *container,
               GPtrArray *layers, GError **error)
{
  GPtrArray *names = scope_v3_tree_list (tree, container);

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *path = scope_v3_tree_join (container, name);
      ScopeLayer *layer;

      if (is_foreign_group (name))
        continue;
      layer = guess_v3_layer (context, tree, path, name, 0, error);
      if (layer == NULL)
        return FALSE;
      g_ptr_array_add (layers, layer);
    }
  g_ptr_array_sort (layers, compare_names);
  put_into_order (layers);
  return TRUE;
}

ScopeLayer *
scope_architecture_guess_v3 (const ScopeKerasContext *context, ScopeImage *image, GError **error)
{
  static const char *const places[] = { "layers", "_layer_checkpoint_dependencies", "" };
  g_autoptr (ScopeV3Tree) tree = scope_v3_tree_new (image);
  g_autoptr (GPtrArray) layers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) scope_layer_unref);
  guint64 n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (scope_v3_tree_has (tree, places[i]))
      {
        if (!add_v3_layers (context, tree, places[i], layers, error))
          return NULL;
        break;
      }
  for (guint i = 0; i < layers->len; i++)
    n += scope_layer_get_n_parameters (g_ptr_array_index (layers, i));
  if (n == 0)
    {
      scope_foreign_set_error (image, error);
      return NULL;
    }

  scope_keras_context_remark (
      context, "%s",
      _ ("The file does not keep the order of its layers; it was inferred from their widths."));
  return finish (context, layers);
}
