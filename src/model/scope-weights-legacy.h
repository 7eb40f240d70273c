/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-weights.h"

G_BEGIN_DECLS

/**
 * ScopeLegacyLayer: one layer's group in a file of the older format.
 * @name: as layer_names has it
 * @arrays: (element-type ScopeFileArray): in the order of weight_names
 * @unreadable: (nullable): why one of its arrays has no numbers
 */
typedef struct
{
  char *name;
  GPtrArray *arrays;
  char *unreadable;
} ScopeLegacyLayer;

void scope_legacy_layer_free (ScopeLegacyLayer *self);

/**
 * scope_legacy_layers_read:
 * @root: the group whose attributes list the layers
 * @error: SCOPE_ERROR_DAMAGED where a list names what is not there
 *
 * Returns: (element-type ScopeLegacyLayer): in the order of layer_names
 */
GPtrArray *scope_legacy_layers_read (const ScopeKerasContext *context, ScopeImage *image,
                                     const char *root, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
