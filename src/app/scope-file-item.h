/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-image.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_FILE_ITEM (scope_file_item_get_type ())
G_DECLARE_FINAL_TYPE (ScopeFileItem, scope_file_item, SCOPE, FILE_ITEM, GObject)

/**
 * ScopeFileItem: a group, dataset or link of an HDF5 file, as the file has it.
 *
 * scope_file_item_new() makes the root and, under it, one for each node of @image.
 */
ScopeFileItem *scope_file_item_new (ScopeImage *image) G_GNUC_WARN_UNUSED_RESULT;

const ScopeImageNode *scope_file_item_get_node (ScopeFileItem *self);
/* The last part of its path; "/" for the root. */
const char *scope_file_item_get_name (ScopeFileItem *self);
/* "float32", "group", "soft link" … */
const char *scope_file_item_get_kind (ScopeFileItem *self);
/* "32 × 128"; NULL where it has none. */
const char *scope_file_item_get_shape (ScopeFileItem *self);
/* "contiguous", "chunked, gzip"; where a link leads. */
const char *scope_file_item_get_storage (ScopeFileItem *self);
/* What stands in a group, or NULL for what is none or has nothing in it. Owned by the item. */
GListModel *scope_file_item_get_children (ScopeFileItem *self);

/* One attribute's value as text, at most @max_length characters of it. */
char *scope_file_item_dup_value (GVariant *value, glong max_length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
