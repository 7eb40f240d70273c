/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ScopeReadAhead: a file's bytes, read on another thread while gatescope-reader finds out which of them are wanted.
 *
 * That program takes longer to start than the bytes of a model take to come out of the system's cache.
 */
typedef struct _ScopeReadAhead ScopeReadAhead;

/* Begins to read @file, which stays the caller's and open. %NULL where it is not worth it, or where there is no memory. */
ScopeReadAhead *scope_read_ahead_start (int file, guint64 n_bytes) G_GNUC_WARN_UNUSED_RESULT;

/* Reads what is left, with the other thread; all bytes of the file, or %NULL where it could not be read to its end or was
 * cancelled. */
GBytes *scope_read_ahead_finish (ScopeReadAhead *self, GCancellable *cancellable);

/* Ends what is under way. Bytes that were handed out stay. */
void scope_read_ahead_free (ScopeReadAhead *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeReadAhead, scope_read_ahead_free)

G_END_DECLS
