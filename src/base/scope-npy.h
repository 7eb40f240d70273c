/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-array.h"

G_BEGIN_DECLS

/**
 * scope_npy_read:
 * @path: a NumPy .npy file, format versions 1 to 3
 * @error: what was found and expected
 *
 * Reads '<f4', '>f4', '<f8', '>f8', '<i4', '>i4', '<i8', '>i8' in C or Fortran order, rounded to float32.
 */
ScopeArray *scope_npy_read (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_npy_write:
 *
 * Writes @array as '<f4' in C order, version 1.0. Folders that are missing are made; a file that stands there
 * is replaced whole or not at all.
 */
gboolean scope_npy_write (const char *path, const ScopeArray *array, GError **error);

G_END_DECLS
