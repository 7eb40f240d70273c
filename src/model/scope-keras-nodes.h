/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * scope_keras_nodes_dup_config:
 * @graph: (nullable): a model's configuration
 *
 * Keras 0's Graph names what feeds each node, and joins several feeds itself (K@0.3.3 keras/layers/containers.py).
 *
 * Returns: (nullable): the same as a Functional model's configuration in Keras 2's words; NULL where @graph is none of
 *     Keras 0's
 */
JsonObject *scope_keras_nodes_dup_config (JsonObject *graph) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
