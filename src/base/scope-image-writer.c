/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-image-writer.h"

#include "scope-error.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PREFIX_BYTES 16

typedef struct
{
  char *path;
  ScopeNodeKind kind;
  char *stored_type;
  char *storage;
  guint n_dims;
  gsize dims[SCOPE_ARRAY_MAX_DIMS];
  gboolean with_array;
  guint raw_place; /* SCOPE_IMAGE_PLACE_FILE and more: where it lies at @place of a file */
  guint64 place;   /* from the first array on */
  guint64 n_bytes; /* of the array, without padding */
  float *values;   /* NULL: written by the caller */
  GVariant *attributes;
  GVariant *exact; /* NULL: none */
} Node;

struct _ScopeImageWriter
{
  char *container;
  GVariantBuilder texts;
  GHashTable *members;
  GPtrArray *nodes;
  GHashTable *by_path; /* of Node, borrowed */
  guint64 array_bytes;

  char *block; /* NULL before it is laid out */
  gsize block_size;
  gsize first_array;
  gboolean mapped;
};

static void
node_free (gpointer data)
{
  Node *node = data;

  g_free (node->path);
  g_free (node->stored_type);
  g_free (node->storage);
  g_free (node->values);
  g_variant_unref (node->attributes);
  g_clear_pointer (&node->exact, g_variant_unref);
  g_free (node);
}

static void
drop_block (ScopeImageWriter *self)
{
  if (self->block == NULL)
    return;

  if (self->mapped)
    munmap (self->block, self->block_size);
  else
    free (self->block);
  self->block = NULL;
}

ScopeImageWriter *
scope_image_writer_new (const char *container)
{
  ScopeImageWriter *self;

  g_return_val_if_fail (container != NULL, NULL);

  self = g_new0 (ScopeImageWriter, 1);
  self->container = g_strdup (container);
  g_variant_builder_init (&self->texts, G_VARIANT_TYPE ("a{ss}"));
  self->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->nodes = g_ptr_array_new_with_free_func (node_free);
  self->by_path = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
scope_image_writer_free (ScopeImageWriter *self)
{
  g_return_if_fail (self != NULL);

  drop_block (self);
  g_free (self->container);
  g_variant_builder_clear (&self->texts);
  g_hash_table_unref (self->members);
  g_hash_table_unref (self->by_path);
  g_ptr_array_unref (self->nodes);
  g_free (self);
}

gboolean
scope_image_writer_add_text (ScopeImageWriter *self, const char *member, const char *text)
{
  g_return_val_if_fail (self != NULL && self->block == NULL, FALSE);
  g_return_val_if_fail (g_utf8_validate (text, -1, NULL), FALSE);

  if (!g_hash_table_add (self->members, g_strdup (member)))
    return FALSE;

  g_variant_builder_add (&self->texts, "{ss}", member, text);
  return TRUE;
}

/* Adds the groups above @path that are missing. */
static gboolean
add_parents (ScopeImageWriter *self, const char *path)
{
  g_autofree char *parent = NULL;
  const Node *node;

  if (g_str_equal (path, "/"))
    return TRUE;

  parent = scope_image_dup_parent (path);
  node = g_hash_table_lookup (self->by_path, parent);
  if (node != NULL)
    return node->kind == SCOPE_NODE_GROUP;
  return scope_image_writer_add_group (self, parent, NULL);
}

static Node *
add_node (ScopeImageWriter *self, const char *path, ScopeNodeKind kind, const char *stored_type,
          const char *storage, GVariant *attributes)
{
  g_autoptr (GVariant) own = NULL;
  Node *node;

  own = attributes != NULL ? g_variant_ref_sink (attributes)
                           : g_variant_ref_sink (g_variant_new ("a{sv}", NULL));

  if (!scope_image_is_path (path) || g_hash_table_contains (self->by_path, path)
      || !add_parents (self, path) || self->nodes->len >= SCOPE_IMAGE_MAX_NODES)
    return NULL;

  node = g_new0 (Node, 1);
  node->path = g_strdup (path);
  node->kind = kind;
  node->stored_type = g_strdup (stored_type);
  node->storage = g_strdup (storage);
  node->attributes = g_steal_pointer (&own);
  g_ptr_array_add (self->nodes, node);
  g_hash_table_insert (self->by_path, node->path, node);
  return node;
}

gboolean
scope_image_writer_add_group (ScopeImageWriter *self, const char *path, GVariant *attributes)
{
  g_return_val_if_fail (self != NULL && self->block == NULL, FALSE);

  return add_node (self, path, SCOPE_NODE_GROUP, "", "", attributes) != NULL;
}

gboolean
scope_image_writer_add_link (ScopeImageWriter *self, const char *path, const char *kind,
                             const char *target)
{
  g_return_val_if_fail (self != NULL && self->block == NULL, FALSE);

  return add_node (self, path, SCOPE_NODE_LINK, kind, target, NULL) != NULL;
}

gboolean
scope_image_writer_add_dataset (ScopeImageWriter *self, const char *path, const char *stored_type,
                                const char *storage, guint n_dims, const gsize *dims,
                                gboolean with_array, GVariant *attributes)
{
  g_autoptr (GVariant) own = NULL;
  gsize count;
  guint64 place;
  Node *node;

  g_return_val_if_fail (self != NULL && self->block == NULL, FALSE);

  own = attributes != NULL ? g_variant_ref_sink (attributes) : NULL;

  if (n_dims > SCOPE_ARRAY_MAX_DIMS || (with_array && !scope_array_count (n_dims, dims, &count)))
    return FALSE;

  node = add_node (self, path, SCOPE_NODE_DATASET, stored_type, storage, own);
  if (node == NULL)
    return FALSE;

  node->n_dims = n_dims;
  for (guint i = 0; i < n_dims; i++)
    node->dims[i] = dims[i];
  if (!with_array)
    return TRUE;

  place = (self->array_bytes + SCOPE_IMAGE_ALIGNMENT - 1) & ~(guint64) (SCOPE_IMAGE_ALIGNMENT - 1);
  node->with_array = TRUE;
  node->place = place;
  node->n_bytes = count * sizeof (float);
  self->array_bytes = place + node->n_bytes;
  /* Far from overflowing the 64 bits above: one array is G_MAXSSIZE bytes at most. */
  return self->array_bytes <= G_MAXSSIZE / 2;
}

gboolean
scope_image_writer_add_raw (ScopeImageWriter *self, const char *path, const char *stored_type,
                            const char *storage, guint n_dims, const gsize *dims, guint file,
                            guint64 offset, GVariant *attributes)
{
  Node *node;

  if (!scope_image_writer_add_dataset (self, path, stored_type, storage, n_dims, dims, FALSE,
                                       attributes))
    return FALSE;

  node = g_hash_table_lookup (self->by_path, path);
  node->raw_place = SCOPE_IMAGE_PLACE_FILE + file;
  node->place = offset;
  return TRUE;
}

void
scope_image_writer_set_exact (ScopeImageWriter *self, const char *path, const double *exact,
                              gsize n)
{
  Node *node;

  g_return_if_fail (self != NULL && self->block == NULL);

  node = g_hash_table_lookup (self->by_path, path);
  g_return_if_fail (node != NULL && node->n_dims == 1 && node->dims[0] == n);

  g_clear_pointer (&node->exact, g_variant_unref);
  node->exact = g_variant_ref_sink (
      g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, exact, n, sizeof *exact));
}

/* Where the array of @node is, and its offset there. */
static guint
get_place (const Node *node, guint64 first_array, guint64 *offset)
{
  *offset = node->with_array ? first_array + node->place : node->place;
  return node->with_array ? SCOPE_IMAGE_PLACE_BLOCK : node->raw_place;
}

gboolean
scope_image_writer_add_values (ScopeImageWriter *self, const char *path, guint n_dims,
                               const gsize *dims, const float *values, GVariant *attributes)
{
  Node *node;

  if (!scope_image_writer_add_dataset (self, path, "float32", "contiguous", n_dims, dims, TRUE,
                                       attributes))
    return FALSE;

  node = g_hash_table_lookup (self->by_path, path);
  node->values = g_memdup2 (values, node->n_bytes);
  return TRUE;
}

guint64
scope_image_writer_get_array_bytes (ScopeImageWriter *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->array_bytes;
}

/* The header with its arrays from @first_array on. Its size does not depend on that number. */
static GVariant *
build_header (ScopeImageWriter *self, GVariant *texts, guint64 first_array)
{
  g_autoptr (GVariant) none =
      g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE_DOUBLE, NULL, 0));
  GVariantBuilder nodes;

  g_variant_builder_init (&nodes, G_VARIANT_TYPE ("a" SCOPE_IMAGE_NODE_TYPE));
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const Node *node = g_ptr_array_index (self->nodes, i);
      guint64 offset;
      guint place = get_place (node, first_array, &offset);
      GVariantBuilder shape;

      g_variant_builder_init (&shape, G_VARIANT_TYPE ("at"));
      for (guint k = 0; k < node->n_dims; k++)
        g_variant_builder_add (&shape, "t", (guint64) node->dims[k]);

      g_variant_builder_add (&nodes, "(sussatut@a{sv}@ad)", node->path, (guint32) node->kind,
                             node->stored_type, node->storage, &shape, (guint32) place, offset,
                             node->attributes, node->exact != NULL ? node->exact : none);
    }

  return g_variant_ref_sink (
      g_variant_new ("(s@a{ss}a" SCOPE_IMAGE_NODE_TYPE ")", self->container, texts, &nodes));
}

/* NULL where there is no such memory; GLib's own functions would end the program. */
static char *
alloc_zeros (gsize n_bytes)
{
  void *memory;

  if (posix_memalign (&memory, SCOPE_IMAGE_ALIGNMENT, n_bytes) != 0)
    return NULL;
  return memset (memory, 0, n_bytes);
}

gboolean
scope_image_writer_lay_out (ScopeImageWriter *self, int fd, GError **error)
{
  g_autoptr (GVariant) texts = NULL;
  g_autoptr (GVariant) draft = NULL;
  g_autoptr (GVariant) header = NULL;
  guint64 header_bytes;

  g_return_val_if_fail (self != NULL && self->block == NULL, FALSE);

  if (!g_hash_table_contains (self->by_path, "/"))
    scope_image_writer_add_group (self, "/", NULL);

  texts = g_variant_ref_sink (g_variant_builder_end (&self->texts));
  draft = build_header (self, texts, 0);
  header_bytes = g_variant_get_size (draft);
  self->first_array = (PREFIX_BYTES + header_bytes + SCOPE_IMAGE_ALIGNMENT - 1)
                      & ~(gsize) (SCOPE_IMAGE_ALIGNMENT - 1);
  self->block_size = self->first_array + self->array_bytes;
  header = build_header (self, texts, self->first_array);
  /* Also makes GVariant compute the size, which g_variant_store() takes as done. */
  g_return_val_if_fail (g_variant_get_size (header) == header_bytes, FALSE);

  if (fd >= 0)
    {
      if (ftruncate (fd, (off_t) self->block_size) == 0)
        self->block = mmap (NULL, self->block_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
      if (self->block == MAP_FAILED)
        self->block = NULL;
#ifdef MADV_POPULATE_WRITE
      /* All of it is written soon: asked for at once, pages come by faster than one by one. */
      if (self->block != NULL)
        madvise (self->block, self->block_size, MADV_POPULATE_WRITE);
#endif
      self->mapped = TRUE;
    }
  else
    self->block = alloc_zeros (self->block_size);

  if (self->block == NULL)
    {
      g_autofree char *size = g_format_size (self->block_size);
      g_autofree char *found = g_strdup_printf (_ ("arrays of %s in all"), size);

      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, "/", found,
                       _ ("arrays that fit into memory"), NULL);
      return FALSE;
    }

  memcpy (self->block, SCOPE_IMAGE_MAGIC, 8);
  memcpy (self->block + 8, &header_bytes, 8);
  g_variant_store (header, self->block + PREFIX_BYTES);

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const Node *node = g_ptr_array_index (self->nodes, i);

      if (node->values != NULL && node->n_bytes > 0)
        memcpy (self->block + self->first_array + node->place, node->values, node->n_bytes);
    }
  return TRUE;
}

float *
scope_image_writer_get_array (ScopeImageWriter *self, const char *path)
{
  const Node *node;

  g_return_val_if_fail (self != NULL && self->block != NULL, NULL);

  node = g_hash_table_lookup (self->by_path, path);
  if (node == NULL || !node->with_array)
    return NULL;
  return (float *) (void *) (self->block + self->first_array + node->place);
}

GBytes *
scope_image_writer_finish (ScopeImageWriter *self)
{
  GBytes *bytes;

  g_return_val_if_fail (self != NULL && self->block != NULL, NULL);

  if (self->mapped)
    {
      drop_block (self);
      return NULL;
    }

  bytes = g_bytes_new_with_free_func (self->block, self->block_size, free, self->block);
  self->block = NULL;
  return bytes;
}
