/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ScopeSource:
 * @container: "hdf5" or "keras"
 * @hdf5: a whole HDF5 file in memory
 * @texts: (element-type utf8 utf8): an archive's config.json and metadata.json, made valid UTF-8; else empty
 *
 * The bytes of the file that is open as SCOPE_READER_FD_FILE, out of their wrapping.
 */
typedef struct
{
  const char *container;
  GBytes *hdf5;
  GHashTable *texts;
} ScopeSource;

/**
 * scope_source_read:
 * @name: the file's name for messages
 * @n_bytes: its size
 * @error: SCOPE_ERROR_NOT_A_MODEL where it is some other archive, DAMAGED where it cannot be unpacked,
 *     UNSUPPORTED where it would unpack to more than the limits allow
 */
ScopeSource *scope_source_read (const char *name, guint64 n_bytes, GError **error);
void scope_source_free (ScopeSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeSource, scope_source_free)

G_END_DECLS
