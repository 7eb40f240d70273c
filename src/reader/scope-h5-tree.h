/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-h5.h"
#include "scope-image-writer.h"

G_BEGIN_DECLS

/**
 * scope_h5_add_tree:
 * @file: an open HDF5 file
 * @name: its name for messages
 * @n_bytes: its size, against which the answer's is measured
 * @with_arrays: whether to read numbers, or the tree alone
 * @fd: the memory file for the answer
 * @error: what is damaged, or must not be read, and where
 *
 * Adds every group, dataset and link of @file to @writer, lays the answer out in @fd and fills it. Links are
 * named and not followed; so is a group that holds one of those above it.
 */
gboolean scope_h5_add_tree (hid_t file, const char *name, guint64 n_bytes, gboolean with_arrays,
                            ScopeImageWriter *writer, int fd, GError **error);

G_END_DECLS
