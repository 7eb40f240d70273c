/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-array.h"
#include "scope-read-ahead.h"
#include "scope-progress.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_IMAGE (scope_image_get_type ())

/**
 * ScopeImage:
 *
 * What gatescope-reader answered for one file: the tree of an HDF5 file (groups, datasets, attributes), the
 * texts of an archive (config.json, metadata.json), and the arrays, in one sealed block of memory.
 * scope_image_new() checks every offset, size and shape against the block; afterwards all is trusted and nothing
 * is copied. Immutable, refcounted, any thread.
 *
 * The block, in the machine's own byte order, as both ends run on it (scope-image-writer.h writes it):
 *   0   8 bytes  "SCOPEIM1"
 *   8   u64      length of the header in bytes
 *   16  header   a serialised GVariant of type SCOPE_IMAGE_HEADER_TYPE, not trusted: it must be in normal
 *                form, or the whole block is refused
 *   …   arrays   each at a multiple of 64 bytes from the start of the block, float32, row-major
 *
 * Numbers that lie in a file just as they are wanted need not be in the block: the header says where they lie, and
 * whoever has the files reads them from there, which saves the way through the block.
 */
typedef struct _ScopeImage ScopeImage;

/* (container, texts by member name, nodes); a node: (path, kind, stored type, storage, shape,
 * where its array is, its offset there, attributes by name, exact numbers). */
#define SCOPE_IMAGE_NODE_TYPE "(sussatuta{sv}ad)"
#define SCOPE_IMAGE_HEADER_TYPE "(sa{ss}a" SCOPE_IMAGE_NODE_TYPE ")"
#define SCOPE_IMAGE_MAGIC "SCOPEIM1"
#define SCOPE_IMAGE_ALIGNMENT 64
#define SCOPE_IMAGE_MAX_NODES 200000
#define SCOPE_IMAGE_MAX_HEADER (G_GUINT64_CONSTANT (1) << 30)

/* Where an array is: nowhere, in the block, in the first file, the second … */
#define SCOPE_IMAGE_PLACE_NONE 0u
#define SCOPE_IMAGE_PLACE_BLOCK 1u
#define SCOPE_IMAGE_PLACE_FILE 2u

typedef enum
{
  SCOPE_NODE_GROUP,
  SCOPE_NODE_DATASET,
  SCOPE_NODE_LINK, /* soft or external: named, never followed */
} ScopeNodeKind;

/**
 * ScopeImageNode:
 * @path: from the root, "/" for the root itself, without a trailing slash otherwise
 * @kind: what it is
 * @stored_type: the type in the file: "float32", "float64", "int64", "string", "opaque 2" … ("" for a group)
 *     "soft", "external", "hard" (a group that holds one of those above it) for a link
 * @storage: "contiguous", "chunked, gzip", "compact" … ("" for a group); a link's target for a link
 * @n_dims: dimensions of a dataset
 * @dims: their lengths; where there are more than SCOPE_ARRAY_MAX_DIMS, none is given and @stored_type says how many
 * @array: (nullable): the numbers, rounded to float32; %NULL for groups, links, strings, and where only the
 *     tree was asked for. Of two opaque bytes each ("opaque 2") the numbers are what they are as bfloat16, which older
 *     Keras formats do not say
 * @attributes: a{sv}: strings (s), lists of strings (as), numbers (d, x), lists of numbers (ad); an attribute of
 *     any other type gives that type's name in brackets, ((s))
 * @exact: (nullable): ad: the same numbers before they were rounded, as many as @dims says; only of a dataset of one
 *     dimension that counts time (its units say "since") in numbers that float32 may not hold, and of no more than
 *     some millions
 */
typedef struct
{
  const char *path;
  ScopeNodeKind kind;
  const char *stored_type;
  const char *storage;
  guint n_dims;
  gsize dims[SCOPE_ARRAY_MAX_DIMS];
  ScopeArray *array;
  GVariant *attributes;
  GVariant *exact;
} ScopeImageNode;

/**
 * ScopeImageFiles: where numbers may lie that are not in the block.
 * @descriptors: open for reading
 * @sizes: in bytes
 * @n_files: how many
 * @ahead: (nullable): the first one's bytes, as far as they have been read
 */
typedef struct
{
  const int *descriptors;
  const guint64 *sizes;
  guint n_files;
  ScopeReadAhead *ahead;
} ScopeImageFiles;

GType scope_image_get_type (void);

/**
 * scope_image_new:
 * @block: what the reader wrote
 * @name: the file's name for error messages and titles
 * @error: SCOPE_ERROR_READER where the block contradicts itself, or names a file
 */
ScopeImage *
scope_image_new (GBytes *block, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_image_new_with_files:
 * @files: (nullable): the files that were read
 * @cancellable: (nullable): between two parts
 * @progress: (nullable): the second half of the way
 * @error: the same; SCOPE_ERROR_UNREADABLE where a file became shorter; SCOPE_ERROR_UNSUPPORTED for want of memory
 *
 * The same, with the numbers that lie in @files read from there. They take no more memory than the files have bytes.
 */
ScopeImage *
scope_image_new_with_files (GBytes *block, const char *name, const ScopeImageFiles *files,
                            GCancellable *cancellable, ScopeProgress *progress,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
ScopeImage *scope_image_ref (ScopeImage *self);
void scope_image_unref (ScopeImage *self);

const char *scope_image_get_name (ScopeImage *self);
/* "hdf5": a plain HDF5 file; "keras": a .keras archive (its weights' tree is the image's tree); "folder": such an
 * archive unpacked; "shards": weights in several files, whose trees are one here. */
const char *scope_image_get_container (ScopeImage *self);
/* The text of an archive's or a folder's member ("config.json", "metadata.json"), or NULL. */
const char *scope_image_get_text (ScopeImage *self, const char *member);

/* Nodes in the order of the file's own listing (by name), parents before children; node 0 is the root. */
guint scope_image_get_n_nodes (ScopeImage *self);
const ScopeImageNode *scope_image_get_node (ScopeImage *self, guint index);
/* Where @path is looked up from the root; NULL where there is none. */
const ScopeImageNode *scope_image_find (ScopeImage *self, const char *path);

/* For whoever writes a block: "/" or "/a/b", without empty parts; and the path one level up. */
gboolean scope_image_is_path (const char *path);
char *scope_image_dup_parent (const char *path);

/* An attribute of the node at @path, or NULL. The image owns it. */
GVariant *scope_image_get_attribute (ScopeImage *self, const char *path, const char *name);
/* The same where it is a string, else NULL. */
const char *scope_image_get_string (ScopeImage *self, const char *path, const char *name);

/**
 * scope_image_dup_strings:
 *
 * A list of names: attribute @name, or else @name0, @name1 … joined until one is missing (Keras splits lists of over
 * 64 512 bytes: K@2.3.1 saving.py). An empty list, whatever its stored type, is an empty vector.
 *
 * Returns: (transfer full) (nullable): %NULL where there is no such attribute
 */
char **scope_image_dup_strings (ScopeImage *self, const char *path, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeImage, scope_image_unref)

G_END_DECLS
