/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-image.h"

G_BEGIN_DECLS

/**
 * ScopeImageRaw: numbers that are read from the files as they are.
 */
typedef struct _ScopeImageRaw ScopeImageRaw;

ScopeImageRaw *scope_image_raw_new (const ScopeImageFiles *files) G_GNUC_WARN_UNUSED_RESULT;
void scope_image_raw_free (ScopeImageRaw *self);

/* Wants @n_bytes from @offset of a file. The same place wanted twice is read once. Returns %FALSE where there is no such place,
 * or where all that is wanted is more than the files have. */
gboolean scope_image_raw_add (ScopeImageRaw *self, guint file, guint64 offset, guint64 n_bytes,
                              guint *index);

/* Where among the bytes that were read the one is that has that @index. */
gsize scope_image_raw_get_place (ScopeImageRaw *self, guint index);

/* Reads all that is wanted; NULL where nothing was wanted and there is no @error. */
GBytes *scope_image_raw_read (ScopeImageRaw *self, const char *name, GCancellable *cancellable,
                              ScopeProgress *progress, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeImageRaw, scope_image_raw_free)

G_END_DECLS
