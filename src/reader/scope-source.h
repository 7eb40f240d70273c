/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ScopeSourceTree: an HDF5 file.
 * @name: for messages: file and member
 * @hdf5: all of it, in memory
 * @file: which of the files that were opened it lies in as it is; -1 where it was packed
 * @offset: where it begins there
 */
typedef struct
{
  char *name;
  GBytes *hdf5;
  int file;
  guint64 offset;
} ScopeSourceTree;

/**
 * ScopeSource:
 * @container: as scope_image_get_container() has it
 * @trees: (element-type ScopeSourceTree): at least one
 * @texts: (element-type utf8 utf8): an archive's config.json and metadata.json, made valid UTF-8; else empty
 *
 * The bytes of the files that are open as SCOPE_READER_FD_FILE and from SCOPE_READER_FD_MORE on, out of their wrapping.
 */
typedef struct
{
  const char *container;
  GPtrArray *trees;
  GHashTable *texts;
} ScopeSource;

/**
 * scope_source_read:
 * @name: the file's or the folder's name for messages
 * @container: (nullable): "folder" or "shards"; %NULL: one file, whose bytes say what it is
 * @members: (nullable): names of the files of such a container
 * @sizes: (array): of the files, as scope_source_measure() gave them
 * @error: SCOPE_ERROR_NOT_A_MODEL where it is some other archive, DAMAGED where it cannot be unpacked,
 *     UNSUPPORTED where it would unpack to more than the limits allow
 */
ScopeSource *scope_source_read (const char *name, const char *container, char **members,
                                const guint64 *sizes, GError **error);
/* The same of one file that is in memory already. */
ScopeSource *scope_source_unwrap (const char *name, GBytes *bytes, GError **error);
void scope_source_free (ScopeSource *self);

/**
 * scope_source_measure:
 * @n_files: how many files there are
 *
 * Returns: (transfer full): their sizes, asked for before the sandbox, which has no call for it; %NULL where one is not
 * open
 */
guint64 *scope_source_measure (guint n_files);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeSource, scope_source_free)

G_END_DECLS
