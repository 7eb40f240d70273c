/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * scope_buffer_new:
 * @n: how many
 * @size: floats in each
 * @error: (nullable): SCOPE_ERROR_UNSUPPORTED where that overflows or is not to be had
 *
 * Returns: @n · @size zeros at a multiple of 64 bytes, so that no vector crosses a line of the cache; free with
 *     scope_buffer_free()
 */
float *scope_buffer_new (gsize n, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void scope_buffer_free (float *self);

G_END_DECLS
