/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-h5.h"
#include "scope-image-writer.h"

G_BEGIN_DECLS

/**
 * ScopeH5Tree:
 *
 * The groups, datasets and links of one or several HDF5 files as one tree. Links are named and not followed; so is a group that
 * holds one of those above it. Where several files have the same group (weights in pieces), it is one group; the same
 * dataset in two files is an error.
 */
typedef struct _ScopeH5Tree ScopeH5Tree;

/**
 * scope_h5_tree_new:
 * @writer: what the tree is added to
 * @n_bytes: size of all files, against which the answer's is measured
 * @with_arrays: whether to read numbers, or the tree alone
 * @only: (nullable): the one dataset whose numbers are read
 * @without: (nullable): groups whose datasets' are not
 */
ScopeH5Tree *scope_h5_tree_new (ScopeImageWriter *writer, guint64 n_bytes, gboolean with_arrays,
                                const char *only, char **without) G_GNUC_WARN_UNUSED_RESULT;
void scope_h5_tree_free (ScopeH5Tree *self);

/**
 * scope_h5_tree_add:
 * @file: an open HDF5 file, which must stay so
 * @name: its name for messages
 * @n_bytes: its size
 * @source: which of the files that were opened it lies in as it is; -1 for none
 * @offset: where it begins there
 * @error: what is damaged, or must not be read, and where
 */
gboolean scope_h5_tree_add (ScopeH5Tree *self, hid_t file, const char *name, guint64 n_bytes,
                            int source, guint64 offset, GError **error);

/* Lays the answer out in the memory file @fd and reads all numbers into it. */
gboolean scope_h5_tree_read (ScopeH5Tree *self, int fd, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeH5Tree, scope_h5_tree_free)

G_END_DECLS
