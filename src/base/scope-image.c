/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-image.h"

#include "scope-error.h"
#include "scope-image-raw.h"

#include <glib/gi18n.h>
#include <string.h>

#define PREFIX_BYTES 16

struct _ScopeImage
{
  gatomicrefcount ref_count;
  GBytes *block;
  char *name;
  GVariant *header; /* keeps every text below alive */
  const char *container;
  GHashTable *texts; /* member → text, both in the header */
  ScopeImageNode *nodes;
  GHashTable **attributes; /* for each node: name → GVariant; NULL where it has none */
  guint n_nodes;
  GHashTable *by_path; /* path → ScopeImageNode */
};

/* An array that waits for the numbers of its file. */
typedef struct
{
  guint node;
  guint index; /* among what is wanted */
} Waiting;

/* What is wanted while the header is read. */
typedef struct
{
  ScopeImageRaw *raw;
  GArray *waiting; /* of Waiting */
} Reading;

G_DEFINE_BOXED_TYPE (ScopeImage, scope_image, scope_image_ref, scope_image_unref)

static gboolean
fail (const ScopeImage *self, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
fail (const ScopeImage *self, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  g_autofree char *found = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);

  /* Translators: the technical detail is in English */
  found = g_strdup_printf (_ ("an answer of gatescope-reader that contradicts itself (%s)"), what);
  scope_error_set (error, SCOPE_ERROR_READER, self->name, found, NULL,
                   _ ("This is a fault of Gatescope or a file made to mislead it."));
  return FALSE;
}

gboolean
scope_image_is_path (const char *path)
{
  g_return_val_if_fail (path != NULL, FALSE);

  if (path[0] != '/')
    return FALSE;
  if (path[1] == '\0')
    return TRUE;
  return !g_str_has_suffix (path, "/") && strstr (path, "//") == NULL;
}

char *
scope_image_dup_parent (const char *path)
{
  const char *slash;

  g_return_val_if_fail (path != NULL && path[0] == '/', NULL);

  slash = strrchr (path, '/');
  return slash == path ? g_strdup ("/") : g_strndup (path, (gsize) (slash - path));
}

/* The types that ScopeImageNode promises. */
static gboolean
is_attribute_type (GVariant *value)
{
  static const char *const types[] = { "s", "as", "d", "x", "ad", "(s)" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (g_variant_get_type_string (value), types[i]))
      return TRUE;
  return FALSE;
}

static gboolean
check_attributes (ScopeImage *self, guint index, GError **error)
{
  const ScopeImageNode *node = &self->nodes[index];
  gsize n = g_variant_n_children (node->attributes);

  if (n == 0)
    return TRUE;

  self->attributes[index] =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_variant_unref);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) value = NULL;
      const char *name;

      g_variant_get_child (node->attributes, i, "{&sv}", &name, &value);
      if (!is_attribute_type (value))
        return fail (self, error, "attribute %s of node %u is of type %s", name, index,
                     g_variant_get_type_string (value));
      if (!g_hash_table_insert (self->attributes[index], (gpointer) name, g_steal_pointer (&value)))
        return fail (self, error, "node %u has attribute %s twice", index, name);
    }
  return TRUE;
}

static gboolean
check_place (ScopeImage *self, guint index, GError **error)
{
  const ScopeImageNode *node = &self->nodes[index];
  g_autofree char *parent = NULL;
  const ScopeImageNode *above;

  if (!scope_image_is_path (node->path))
    return fail (self, error, "node %u has no proper path", index);
  if ((index == 0) != g_str_equal (node->path, "/"))
    return fail (self, error, "node %u is not where the root belongs", index);
  if (index > 0)
    {
      parent = scope_image_dup_parent (node->path);
      above = g_hash_table_lookup (self->by_path, parent);
      if (above == NULL || above->kind != SCOPE_NODE_GROUP)
        return fail (self, error, "node %u stands in no group", index);
    }
  if (!g_hash_table_insert (self->by_path, (gpointer) node->path, (gpointer) node))
    return fail (self, error, "%s occurs twice", node->path);
  return TRUE;
}

/* The numbers of node @index lie in a file. */
static gboolean
want (ScopeImage *self, guint index, guint file, guint64 offset, Reading *reading, GError **error)
{
  const ScopeImageNode *node = &self->nodes[index];
  Waiting waiting = { .node = index };
  gsize count;

  if (!scope_array_count (node->n_dims, node->dims, &count)
      || !scope_image_raw_add (reading->raw, file, offset, (guint64) count * sizeof (float),
                               &waiting.index))
    return fail (self, error, "the array of node %u is not in the file", index);

  g_array_append_val (reading->waiting, waiting);
  return TRUE;
}

/* @shape, at; @place, @offset: where the array begins; @first_free, the first byte behind the header. */
static gboolean
check_array (ScopeImage *self, guint index, GVariant *shape, guint place, guint64 offset,
             gsize first_free, Reading *reading, GError **error)
{
  ScopeImageNode *node = &self->nodes[index];
  gsize n_dims = g_variant_n_children (shape);
  const char *start;
  gsize size;

  if (n_dims > SCOPE_ARRAY_MAX_DIMS)
    return fail (self, error, "node %u has %" G_GSIZE_FORMAT " dimensions", index, n_dims);

  node->n_dims = (guint) n_dims;
  for (gsize i = 0; i < n_dims; i++)
    {
      guint64 length;

      g_variant_get_child (shape, i, "t", &length);
      if (length > G_MAXSSIZE)
        return fail (self, error, "a dimension of node %u is too long", index);
      node->dims[i] = length;
    }

  if (place == SCOPE_IMAGE_PLACE_NONE)
    return TRUE;
  if (node->kind != SCOPE_NODE_DATASET)
    return fail (self, error, "node %u is no dataset, yet it has an array", index);
  if (place >= SCOPE_IMAGE_PLACE_FILE)
    return want (self, index, place - SCOPE_IMAGE_PLACE_FILE, offset, reading, error);

  start = g_bytes_get_data (self->block, &size);
  if (offset % SCOPE_IMAGE_ALIGNMENT != 0 || offset < first_free || offset > size)
    return fail (self, error, "the array of node %u is not in the block", index);

  node->array = scope_array_new_wrap (node->n_dims, node->dims,
                                      (const float *) (const void *) (start + offset),
                                      node->stored_type, self->block);
  if (node->array == NULL)
    return fail (self, error, "the array of node %u is larger than the block", index);
  return TRUE;
}

/* @exact, ad: none, or as many as the node has. */
static gboolean
check_exact (ScopeImage *self, guint index, GVariant *exact, GError **error)
{
  ScopeImageNode *node = &self->nodes[index];
  gsize n = g_variant_n_children (exact);

  if (n == 0)
    return TRUE;
  if (node->kind != SCOPE_NODE_DATASET || node->n_dims != 1 || node->dims[0] != n)
    return fail (self, error, "node %u has %" G_GSIZE_FORMAT " exact numbers", index, n);

  node->exact = g_variant_ref (exact);
  return TRUE;
}

static gboolean
read_node (ScopeImage *self, guint index, GVariant *item, gsize first_free, Reading *reading,
           GError **error)
{
  ScopeImageNode *node = &self->nodes[index];
  g_autoptr (GVariant) shape = NULL;
  g_autoptr (GVariant) exact = NULL;
  guint64 offset;
  guint32 place;
  guint32 kind;

  g_variant_get (item, "(&su&s&s@atut@a{sv}@ad)", &node->path, &kind, &node->stored_type,
                 &node->storage, &shape, &place, &offset, &node->attributes, &exact);
  if (kind > SCOPE_NODE_LINK)
    return fail (self, error, "node %u is of kind %u", index, kind);
  node->kind = kind;

  return check_place (self, index, error)
         && check_array (self, index, shape, place, offset, first_free, reading, error)
         && check_exact (self, index, exact, error) && check_attributes (self, index, error);
}

static gboolean
read_texts (ScopeImage *self, GVariant *texts, GError **error)
{
  gsize n = g_variant_n_children (texts);

  for (gsize i = 0; i < n; i++)
    {
      const char *member;
      const char *text;

      g_variant_get_child (texts, i, "{&s&s}", &member, &text);
      if (!g_hash_table_insert (self->texts, (gpointer) member, (gpointer) text))
        return fail (self, error, "member %s occurs twice", member);
    }
  return TRUE;
}

static gboolean
read_header (ScopeImage *self, Reading *reading, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) texts = NULL;
  g_autoptr (GVariant) nodes = NULL;
  const char *start;
  guint64 header_bytes;
  gsize size;
  gsize n_nodes;

  start = g_bytes_get_data (self->block, &size);
  if (size < PREFIX_BYTES || memcmp (start, SCOPE_IMAGE_MAGIC, 8) != 0)
    return fail (self, error, "it does not begin with %s", SCOPE_IMAGE_MAGIC);

  memcpy (&header_bytes, start + 8, 8);
  if (header_bytes > size - PREFIX_BYTES || header_bytes > SCOPE_IMAGE_MAX_HEADER)
    return fail (self, error, "its header is longer than the whole");

  bytes = g_bytes_new_from_bytes (self->block, PREFIX_BYTES, header_bytes);
  self->header = g_variant_ref_sink (
      g_variant_new_from_bytes (G_VARIANT_TYPE (SCOPE_IMAGE_HEADER_TYPE), bytes, FALSE));
  /* After this every text is UTF-8 and ends in a zero, and every child lies within its parent. */
  if (!g_variant_is_normal_form (self->header))
    return fail (self, error, "its header is damaged");

  g_variant_get (self->header, "(&s@a{ss}@a" SCOPE_IMAGE_NODE_TYPE ")", &self->container, &texts,
                 &nodes);
  n_nodes = g_variant_n_children (nodes);
  if (n_nodes == 0 || n_nodes > SCOPE_IMAGE_MAX_NODES)
    return fail (self, error, "it has %" G_GSIZE_FORMAT " nodes", n_nodes);

  if (!read_texts (self, texts, error))
    return FALSE;

  self->nodes = g_new0 (ScopeImageNode, n_nodes);
  self->attributes = g_new0 (GHashTable *, n_nodes);
  for (guint i = 0; i < n_nodes; i++)
    {
      g_autoptr (GVariant) item = g_variant_get_child_value (nodes, i);

      self->n_nodes = i + 1;
      if (!read_node (self, i, item, PREFIX_BYTES + header_bytes, reading, error))
        return FALSE;
    }
  return TRUE;
}

/* Gives every array that waits its numbers. */
static gboolean
read_raw (ScopeImage *self, Reading *reading, GCancellable *cancellable, ScopeProgress *progress,
          GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  const char *data;

  if (reading->waiting->len == 0)
    return TRUE;
  bytes = scope_image_raw_read (reading->raw, self->name, cancellable, progress, error);
  if (bytes == NULL)
    return FALSE;

  data = g_bytes_get_data (bytes, NULL);
  for (guint i = 0; i < reading->waiting->len; i++)
    {
      const Waiting *waiting = &g_array_index (reading->waiting, Waiting, i);
      ScopeImageNode *node = &self->nodes[waiting->node];

      node->array =
          scope_array_new_wrap (node->n_dims, node->dims,
                                (const float *) (const void *) (data
                                                                + scope_image_raw_get_place (
                                                                    reading->raw, waiting->index)),
                                node->stored_type, bytes);
      if (node->array == NULL)
        return fail (self, error, "the array of node %u is larger than its file", waiting->node);
    }
  return TRUE;
}

ScopeImage *
scope_image_new_with_files (GBytes *block, const char *name, const ScopeImageFiles *files,
                            GCancellable *cancellable, ScopeProgress *progress, GError **error)
{
  g_autoptr (ScopeImage) self = NULL;
  g_autoptr (ScopeImageRaw) raw = NULL;
  g_autoptr (GArray) waiting = NULL;
  Reading reading;

  g_return_val_if_fail (block != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_new0 (ScopeImage, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->block = g_bytes_ref (block);
  self->name = g_strdup (name);
  self->texts = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_path = g_hash_table_new (g_str_hash, g_str_equal);

  raw = scope_image_raw_new (files);
  waiting = g_array_new (FALSE, FALSE, sizeof (Waiting));
  reading = (Reading){ raw, waiting };
  if (!read_header (self, &reading, error)
      || !read_raw (self, &reading, cancellable, progress, error))
    return NULL;
  return g_steal_pointer (&self);
}

ScopeImage *
scope_image_new (GBytes *block, const char *name, GError **error)
{
  return scope_image_new_with_files (block, name, NULL, NULL, NULL, error);
}

ScopeImage *
scope_image_ref (ScopeImage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_image_unref (ScopeImage *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i < self->n_nodes; i++)
    {
      g_clear_pointer (&self->nodes[i].array, scope_array_unref);
      g_clear_pointer (&self->nodes[i].attributes, g_variant_unref);
      g_clear_pointer (&self->nodes[i].exact, g_variant_unref);
      g_clear_pointer (&self->attributes[i], g_hash_table_unref);
    }
  g_free (self->nodes);
  g_free (self->attributes);
  g_hash_table_unref (self->by_path);
  g_hash_table_unref (self->texts);
  g_clear_pointer (&self->header, g_variant_unref);
  g_bytes_unref (self->block);
  g_free (self->name);
  g_free (self);
}

const char *
scope_image_get_name (ScopeImage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

const char *
scope_image_get_container (ScopeImage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->container;
}

const char *
scope_image_get_text (ScopeImage *self, const char *member)
{
  g_return_val_if_fail (self != NULL && member != NULL, NULL);

  return g_hash_table_lookup (self->texts, member);
}

guint
scope_image_get_n_nodes (ScopeImage *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_nodes;
}

const ScopeImageNode *
scope_image_get_node (ScopeImage *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->n_nodes, NULL);

  return &self->nodes[index];
}

const ScopeImageNode *
scope_image_find (ScopeImage *self, const char *path)
{
  g_return_val_if_fail (self != NULL && path != NULL, NULL);

  return g_hash_table_lookup (self->by_path, path);
}

GVariant *
scope_image_get_attribute (ScopeImage *self, const char *path, const char *name)
{
  const ScopeImageNode *node;
  GHashTable *table;

  g_return_val_if_fail (self != NULL && path != NULL && name != NULL, NULL);

  node = g_hash_table_lookup (self->by_path, path);
  if (node == NULL)
    return NULL;

  table = self->attributes[node - self->nodes];
  return table != NULL ? g_hash_table_lookup (table, name) : NULL;
}

const char *
scope_image_get_string (ScopeImage *self, const char *path, const char *name)
{
  GVariant *value = scope_image_get_attribute (self, path, name);

  if (value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return NULL;
  return g_variant_get_string (value, NULL);
}

/* Adds the strings of @value; FALSE where it holds something else. */
static gboolean
append_strings (GVariant *value, GPtrArray *strings)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    {
      g_ptr_array_add (strings, g_variant_dup_string (value, NULL));
      return TRUE;
    }

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    {
      gsize n = g_variant_n_children (value);

      for (gsize i = 0; i < n; i++)
        {
          g_autoptr (GVariant) item = g_variant_get_child_value (value, i);

          g_ptr_array_add (strings, g_variant_dup_string (item, NULL));
        }
      return TRUE;
    }

  /* NumPy's empty list is one of float64. */
  return g_variant_is_of_type (value, G_VARIANT_TYPE ("ad")) && g_variant_n_children (value) == 0;
}

char **
scope_image_dup_strings (ScopeImage *self, const char *path, const char *name)
{
  g_autoptr (GPtrArray) strings = NULL;
  GVariant *value;

  value = scope_image_get_attribute (self, path, name);
  strings = g_ptr_array_new_with_free_func (g_free);

  if (value != NULL)
    {
      if (!append_strings (value, strings))
        return NULL;
    }
  else
    {
      guint n_parts = 0;

      for (;; n_parts++)
        {
          g_autofree char *part = g_strdup_printf ("%s%u", name, n_parts);

          value = scope_image_get_attribute (self, path, part);
          if (value == NULL || !append_strings (value, strings))
            break;
        }
      if (n_parts == 0)
        return NULL;
    }

  g_ptr_array_add (strings, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&strings), FALSE);
}
