/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-array.h"

G_BEGIN_DECLS

/* None in a shape (batch, free time steps). */
#define SCOPE_DIM_FREE (-1)

/**
 * ScopeShape:
 * @n_dims: number of dimensions, the batch included; 0: not known
 * @dims: their lengths, SCOPE_DIM_FREE where free
 *
 * A tensor's shape in a configuration, as a value.
 */
typedef struct
{
  guint n_dims;
  gint64 dims[SCOPE_ARRAY_MAX_DIMS];
} ScopeShape;

/* The longest dimension that a shape may have; sums and products of two never overflow. */
#define SCOPE_SHAPE_MAX_DIM G_MAXINT32

/* The last dimension, SCOPE_DIM_FREE where it is free or the shape is not known. */
gint64 scope_shape_get_last (const ScopeShape *self);
/* @self with another last dimension; not known where @self is not. */
ScopeShape scope_shape_with_last (const ScopeShape *self, gint64 last);
/* Appends a dimension; the shape becomes unknown where it has too many, or where @dim is out of range. */
void scope_shape_append (ScopeShape *self, gint64 dim);
/* Takes out dimension @dim, or nothing where there is no such. */
ScopeShape scope_shape_without (const ScopeShape *self, guint dim);
/* Puts @dim before dimension @place. */
ScopeShape scope_shape_insert (const ScopeShape *self, guint place, gint64 dim);
/* Product of the dimensions from @first on; SCOPE_DIM_FREE where one is free or the product is out of range. */
gint64 scope_shape_product (const ScopeShape *self, guint first);
/* Whether @array has this shape; a free dimension fits any length. */
gboolean scope_shape_fits (const ScopeShape *self, const ScopeArray *array);
/* "4 × 128", "any × 128"; "scalar" for none. */
char *scope_shape_dup_array_text (const ScopeShape *self);
/* "(?, 24, 32)"; "?" where not known. */
char *scope_shape_dup_text (const ScopeShape *self);

G_END_DECLS
