/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where the distance of @a and @b (not the same) stands among n(n−1)/2. */
static inline gsize
scope_condensed_index (gsize n, gsize a, gsize b)
{
  gsize low = a < b ? a : b;
  gsize high = a < b ? b : a;

  return n * low - low * (low + 1) / 2 + (high - low - 1);
}

/**
 * scope_distances_new:
 * @points: (n, n_dims), row-major
 * @normalised: whether each is divided by its L2 norm first
 * @error: SCOPE_ERROR_UNSUPPORTED where a number is not finite; G_IO_ERROR_CANCELLED
 *
 * Returns: the Euclidean distances, condensed, in double precision
 */
double *scope_distances_new (const float *points, gsize n, gsize n_dims, gboolean normalised,
                             GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
