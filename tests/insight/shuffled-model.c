/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shuffled-model.h"

#include "scope-head.h"
#include "scope-image-writer.h"

#include <string.h>

typedef struct
{
  guint n_units;
  guint n_gates;
  guint candidate; /* its block where all gates are side by side */
  const guint *others;
  const int *signs;
} Shuffle;

/* Rows of other units, blocks of columns of these: "kernel", "recurrent_kernel" (@own rows), "bias". */
static void
shuffle_blocks (const Shuffle *shuffle, const float *from, float *to, gsize n_rows, guint n_blocks,
                guint candidate, gboolean own)
{
  const gsize n = shuffle->n_units;
  const gsize width = n_blocks * n;

  for (gsize row = 0; row < n_rows; row++)
    for (guint block = 0; block < n_blocks; block++)
      for (gsize unit = 0; unit < n; unit++)
        {
          gsize source = own ? shuffle->others[row] : row;
          float sign = own ? (float) shuffle->signs[row] : 1;

          if (block == candidate)
            sign *= (float) shuffle->signs[unit];
          to[row * width + block * n + unit] =
              sign * from[source * width + block * n + shuffle->others[unit]];
        }
}

static void
shuffle_rows (const Shuffle *shuffle, const float *from, float *to, gsize n_columns)
{
  for (gsize unit = 0; unit < shuffle->n_units; unit++)
    for (gsize column = 0; column < n_columns; column++)
      to[unit * n_columns + column] =
          (float) shuffle->signs[unit] * from[shuffle->others[unit] * n_columns + column];
}

static void
shuffle_weight (const Shuffle *shuffle, const ScopeWeight *weight, float *to)
{
  const gsize size = scope_array_get_size (weight->array);
  const float *from = scope_array_get_data (weight->array);
  const char *role = weight->role;

  if (g_str_has_suffix (role, "_peephole_weights"))
    {
      shuffle_rows (shuffle, from, to, 1);
      return;
    }
  if (role[0] != '\0' && role[1] == '_') /* Keras 1: "U_c" */
    {
      gboolean is_candidate = role[2] == (shuffle->n_gates == 4 ? 'c' : 'h');

      shuffle_blocks (shuffle, from, to, size / shuffle->n_units, 1, is_candidate ? 0 : 1,
                      role[0] == 'U');
      return;
    }
  shuffle_blocks (shuffle, from, to, size / (shuffle->n_gates * shuffle->n_units), shuffle->n_gates,
                  shuffle->candidate, g_str_equal (role, "recurrent_kernel"));
}

static ScopeImageWriter *
copy_nodes (ScopeImage *image)
{
  static const char *const members[] = { "config.json", "metadata.json" };
  ScopeImageWriter *writer = scope_image_writer_new (scope_image_get_container (image));
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (scope_image_get_text (image, members[i]) != NULL)
      g_assert_true (scope_image_writer_add_text (writer, members[i],
                                                  scope_image_get_text (image, members[i])));
  for (guint i = 0; i < scope_image_get_n_nodes (image); i++)
    {
      const ScopeImageNode *node = scope_image_get_node (image, i);

      switch (node->kind)
        {
        case SCOPE_NODE_GROUP:
          g_assert_true (scope_image_writer_add_group (writer, node->path, node->attributes));
          break;
        case SCOPE_NODE_LINK:
          g_assert_true (
              scope_image_writer_add_link (writer, node->path, node->stored_type, node->storage));
          break;
        default:
          g_assert_true (scope_image_writer_add_dataset (writer, node->path, node->stored_type,
                                                         node->storage, node->n_dims, node->dims,
                                                         node->array != NULL, node->attributes));
          break;
        }
    }
  g_assert_true (scope_image_writer_lay_out (writer, -1, &error));
  for (guint i = 0; i < scope_image_get_n_nodes (image); i++)
    {
      const ScopeImageNode *node = scope_image_get_node (image, i);

      if (node->array != NULL)
        memcpy (scope_image_writer_get_array (writer, node->path),
                scope_array_get_data (node->array),
                sizeof (float) * scope_array_get_size (node->array));
    }
  return writer;
}

/* The top layer that is, or holds, @layer, and where its units begin among what that answers; NULL where they have no place. */
static ScopeLayer *
find_top (ScopeModel *model, ScopeLayer *layer, gsize *first)
{
  *first = 0;
  for (guint i = 0; i < scope_model_get_n_layers (model); i++)
    {
      ScopeLayer *top = scope_model_get_layer (model, i);

      if (top == layer)
        return top;
      for (guint k = 0; k < scope_layer_get_n_children (top); k++)
        if (scope_layer_get_child (top, k) == layer)
          {
            if (g_str_equal (scope_layer_get_class (top), "Bidirectional"))
              *first = k * scope_layer_get_units (layer);
            return g_str_equal (scope_layer_get_class (top), "Bidirectional")
                           && !g_str_equal (scope_layer_get_string (top, "merge_mode", "concat"),
                                            "concat")
                       ? NULL
                       : top;
          }
    }
  return NULL;
}

/* The rows of a layer that reads the units, from row @first on. */
static gboolean
shuffle_kernels (const Shuffle *shuffle, ScopeLayer *reader, gsize first, ScopeImageWriter *writer)
{
  gboolean found = FALSE;

  if (g_str_has_prefix (scope_layer_get_class (reader), "CuDNN"))
    return FALSE;
  for (guint i = 0; i < scope_layer_get_n_children (reader); i++)
    found = shuffle_kernels (shuffle, scope_layer_get_child (reader, i), first, writer);
  for (guint i = 0; i < scope_layer_get_n_weights (reader); i++)
    {
      const ScopeWeight *weight = scope_layer_get_weight (reader, i);
      float *to = scope_image_writer_get_array (writer, weight->path);
      gsize n_columns;

      if (!g_str_equal (weight->role, "kernel") && !g_str_has_prefix (weight->role, "W_"))
        continue;
      n_columns = scope_array_get_dim (weight->array, 1);
      shuffle_rows (shuffle, scope_array_get_data (weight->array) + first * n_columns,
                    to + first * n_columns, n_columns);
      found = TRUE;
    }
  return found;
}

/* The rows of what reads the units; FALSE where that is not known to be all, or where something stands between that may answer
 * otherwise to the opposite. */
static gboolean
shuffle_reader (const Shuffle *shuffle, ScopeModel *model, const char *path,
                ScopeImageWriter *writer)
{
  g_autoptr (ScopeHead) head = scope_head_find (model, path);
  ScopeLayer *reader =
      head != NULL ? scope_model_find_layer (model, scope_head_get_layer (head)) : NULL;
  ScopeLayer *top;
  gsize first;
  guint i = 0;

  top = find_top (model, scope_model_find_layer (model, path), &first);
  if (reader == NULL || reader == top || !shuffle_kernels (shuffle, reader, first, writer)
      || !g_str_equal (scope_model_get_class (model), "Sequential"))
    return FALSE;
  while (scope_model_get_layer (model, i) != top)
    i++;
  return scope_model_get_layer (model, i + 1) == reader;
}

ScopeModel *
shuffled_model_new (ScopeModel *model, const char *path, const guint *others, const int *signs,
                    gboolean *whole)
{
  ScopeLayer *layer = scope_model_find_layer (model, path);
  g_autoptr (ScopeGates) gates = scope_gates_new (layer, NULL);
  g_autoptr (ScopeImageWriter) writer = NULL;
  g_autoptr (ScopeImage) image = NULL;
  g_autoptr (GBytes) block = NULL;
  g_autoptr (GError) error = NULL;
  ScopeModel *shuffled;
  Shuffle shuffle = { .others = others, .signs = signs };
  ScopeArray *bias;
  gsize first;

  if (gates == NULL || find_top (model, layer, &first) == NULL)
    return NULL;
  shuffle.n_units = scope_gates_get_n_units (gates);
  shuffle.n_gates = scope_gates_get_n_gates (gates);
  bias = scope_layer_get_array (layer, "bias");
  if (g_str_has_prefix (scope_layer_get_class (layer), "CuDNN")
      || (bias != NULL && scope_array_get_n_dims (bias) == 1
          && scope_array_get_dim (bias, 0) > shuffle.n_gates * shuffle.n_units))
    return NULL;
  shuffle.candidate = shuffle.n_gates == 1 ? 0 : 2;

  writer = copy_nodes (scope_model_get_image (model));
  for (guint i = 0; i < scope_layer_get_n_weights (layer); i++)
    {
      const ScopeWeight *weight = scope_layer_get_weight (layer, i);

      shuffle_weight (&shuffle, weight, scope_image_writer_get_array (writer, weight->path));
    }
  *whole = shuffle_reader (&shuffle, model, path, writer);

  block = scope_image_writer_finish (writer);
  image = scope_image_new (block, scope_model_get_file_name (model), &error);
  g_assert_no_error (error);
  if (scope_model_get_given_architecture (model) != NULL)
    shuffled = scope_model_new_with_architecture (image, scope_model_get_given_architecture (model),
                                                  &error);
  else
    shuffled = scope_model_new (image, &error);
  g_assert_no_error (error);
  return shuffled;
}
