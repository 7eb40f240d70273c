/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ScopeBundle:
 * @name: of the file or the folder, without those above it, for messages and titles
 * @container: "folder" (what is in a .keras archive, unpacked) or "shards" (weights in several files); NULL: one
 *     file, which says itself what it is
 * @members: the names of the files; none where @container is NULL
 * @descriptors: (element-type int): one for each file, for reading, closed on exec
 * @sizes: (element-type guint64): of each, in bytes
 * @stamps: (element-type gint64): when each was changed last, in nanoseconds
 * @n_bytes: of all files together
 *
 * The files that make one model, opened. Those in a folder are named by the folder's own words and by what is in it, so
 * a name with a slash in it is refused, and so is a link that leads out of the folder.
 */
typedef struct
{
  char *name;
  const char *container;
  GPtrArray *members;
  GArray *descriptors;
  GArray *sizes;
  GArray *stamps;
  guint64 n_bytes;
} ScopeBundle;

/* More files than this are no model; each takes a descriptor here and in gatescope-reader. */
#define SCOPE_BUNDLE_MAX_FILES 250

/* Whether @path is a folder with a config.json in it, that config.json with its weights beside it, or a list of
 * weights' files (.weights.json). */
gboolean scope_bundle_is_several (const char *path);

/* Whether @path is a folder that TensorFlow wrote with tf.saved_model.save(), which holds no HDF5. */
gboolean scope_bundle_is_saved_model (const char *path);

/**
 * scope_bundle_open:
 * @path: a file, or what scope_bundle_is_several() says yes to
 * @error: SCOPE_ERROR_UNREADABLE, NOT_A_MODEL or UNSUPPORTED, with the file that is missing or that may not be read
 */
ScopeBundle *scope_bundle_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void scope_bundle_free (ScopeBundle *self);

/* Whether none of the files was changed since they were opened; else which one. */
gboolean scope_bundle_check_unchanged (ScopeBundle *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeBundle, scope_bundle_free)

G_END_DECLS
