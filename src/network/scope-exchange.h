/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-network.h"

G_BEGIN_DECLS

/**
 * scope_exchange_axes:
 * @self: a network
 * @array: what goes into it or comes out of it
 *
 * Returns: (nullable): for a model that takes time first the array with its first two axes exchanged, where it has three or more;
 *     else @array itself, referenced; %NULL where there is no memory for it
 */
ScopeArray *scope_exchange_axes (ScopeNetwork *self, ScopeArray *array) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
