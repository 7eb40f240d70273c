/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_ARRAY (scope_array_get_type ())
#define SCOPE_ARRAY_MAX_DIMS 8

/**
 * ScopeArray:
 *
 * A float32 array of up to eight dimensions, row-major (the last index runs fastest), refcounted.
 * Immutable once it is shared: whoever made it with scope_array_new() may fill it through
 * scope_array_get_writable() before handing it on. Its numbers may live in memory that belongs to
 * somebody else (the reader's answer), which it then keeps alive.
 */
typedef struct _ScopeArray ScopeArray;

GType scope_array_get_type (void);

/**
 * scope_array_count:
 * @n_dims: number of dimensions, 0 for a scalar
 * @dims: their lengths
 * @count: (out): the product, 1 for a scalar
 *
 * Returns: %FALSE where there are too many dimensions, or where the product times four bytes overflows
 */
gboolean scope_array_count (guint n_dims, const gsize *dims, gsize *count);

/**
 * scope_array_new:
 * @n_dims: number of dimensions
 * @dims: (array length=n_dims): their lengths
 *
 * Returns: (nullable): an array of zeros, or %NULL where the shape overflows or memory is not to be had
 */
ScopeArray *scope_array_new (guint n_dims, const gsize *dims) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_array_new_wrap:
 * @n_dims: number of dimensions
 * @dims: (array length=n_dims): their lengths
 * @data: their product's count of float32, aligned to four bytes, inside @owner
 * @stored_type: (nullable): name of the type in the file ("float16", "int64" …); %NULL: float32
 * @owner: what keeps @data alive
 *
 * Returns: (nullable): a view without a copy; %NULL where shape and @owner's size contradict
 */
ScopeArray *scope_array_new_wrap (guint n_dims, const gsize *dims, const float *data,
                                  const char *stored_type, GBytes *owner) G_GNUC_WARN_UNUSED_RESULT;

ScopeArray *scope_array_ref (ScopeArray *self);
void scope_array_unref (ScopeArray *self);

guint scope_array_get_n_dims (const ScopeArray *self);
gsize scope_array_get_dim (const ScopeArray *self, guint dim);
const gsize *scope_array_get_dims (const ScopeArray *self);
/* Number of elements; 1 for a scalar. */
gsize scope_array_get_size (const ScopeArray *self);
const float *scope_array_get_data (const ScopeArray *self);
/* Only for an array of scope_array_new() that nobody else holds yet. */
float *scope_array_get_writable (ScopeArray *self);
/* The type in the file, "float32" where nothing else was said. Never NULL. */
const char *scope_array_get_stored_type (const ScopeArray *self);
gboolean scope_array_has_shape (const ScopeArray *self, guint n_dims, const gsize *dims);
/* "14 × 128"; "scalar" for none. */
char *scope_array_dup_shape_text (const ScopeArray *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeArray, scope_array_unref)

G_END_DECLS
