/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-layer.h"

G_BEGIN_DECLS

typedef enum
{
  SCOPE_INDEX_PLACE,    /* x[3]: the axis goes */
  SCOPE_INDEX_SLICE,    /* x[start:stop:step] */
  SCOPE_INDEX_NEW_AXIS, /* x[None] */
  SCOPE_INDEX_REST,     /* x[...]: all axes that no other index is for */
} ScopeIndexKind;

/**
 * ScopeIndex: one of Python's indices in x[…].
 * @start: of a slice, or the place; negative from the end
 * @has_start, @has_stop: whether a slice names them
 */
typedef struct
{
  ScopeIndexKind kind;
  gint64 start;
  gint64 stop;
  gint64 step;
  gboolean has_start;
  gboolean has_stop;
} ScopeIndex;

/**
 * scope_layer_get_call_indices:
 * @indices: (out) (array length=max)
 *
 * What a tensor is indexed by in a call of keras.ops' GetItem: its second operand, one or a list.
 *
 * Returns: how many; 0 where it is something else, or more than @max
 */
guint scope_layer_get_call_indices (ScopeLayer *self, guint call, ScopeIndex *indices, guint max);

/**
 * scope_index_find:
 * @length: of the axis
 * @start: (out): first place
 *
 * Python's rule for a slice (slice.indices()).
 *
 * Returns: how many places, @self's step apart
 */
gint64 scope_index_find (const ScopeIndex *self, gint64 length, gint64 *start);

G_END_DECLS
