/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * scope_file_open:
 * @path: a local path; links in it are followed
 * @n_bytes: (out) (optional): the file's size
 * @error: SCOPE_ERROR_UNREADABLE where it is missing, a folder, a pipe or a device, or may not be read
 *
 * Returns: a descriptor of a regular file, for reading, closed on exec; -1 on failure
 */
int scope_file_open (const char *path, guint64 *n_bytes, GError **error);

/**
 * scope_file_open_beneath:
 * @folder: an open folder
 * @name: of a file in it
 * @flags: as open() takes them
 *
 * Opens @name without ever leaving @folder, on whatever links: openat2() of Linux 5.6.
 *
 * Returns: a descriptor; -1 with errno set: EXDEV where a link leads out, ENOSYS where the kernel does not know the call
 */
int scope_file_open_beneath (int folder, const char *name, int flags);

G_END_DECLS
