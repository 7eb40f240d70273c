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

G_END_DECLS
