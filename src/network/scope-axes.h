/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-shape.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ScopeAxes: a window's numbers in groups: those that differ in some axes only are one group.
 * @n_groups: number of places on the other axes
 * @n_members: number of places on those axes
 * @groups: (array length=n_groups): where each group begins in the window; groups in row-major order
 * @members: (array length=n_members): from there to each of its numbers, in row-major order
 */
typedef struct
{
  gsize n_groups;
  gsize n_members;
  gsize *groups;
  gsize *members;
} ScopeAxes;

/**
 * scope_axes_new:
 * @shape: the batch first; all else known
 * @inside: (array): for each dimension, whether it is one of the axes of a group
 * @error: SCOPE_ERROR_UNSUPPORTED where there is no memory
 */
ScopeAxes *scope_axes_new (const ScopeShape *shape, const gboolean *inside,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void scope_axes_free (ScopeAxes *self);

/* How far apart neighbours along each axis are in a window: @strides[0] is the window's size. */
void scope_shape_get_strides (const ScopeShape *self, gsize *strides);

/**
 * scope_axes_list:
 * @n_dims: number of axes
 * @dims: their lengths
 * @strides: how far apart neighbours are
 * @n: (out): product of the lengths
 *
 * Returns: the offset of every place, in row-major order
 */
gsize *scope_axes_list (guint n_dims, const gint64 *dims, const gsize *strides, gsize *n,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeAxes, scope_axes_free)

G_END_DECLS
