/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-h5.h"

G_BEGIN_DECLS

/**
 * scope_h5_read_attributes:
 * @object: a group or dataset
 * @place: file and path, for messages
 * @n_bytes_left: (inout): how much text the answer may still hold
 * @error: SCOPE_ERROR_DAMAGED, or UNSUPPORTED where there is too much
 *
 * Returns: (transfer full) (nullable): a{sv} as ScopeImageNode promises, by name
 */
GVariant *
scope_h5_read_attributes (hid_t object, const char *place, guint64 *n_bytes_left, GError **error);

G_END_DECLS
