/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-layer-private.h"

G_BEGIN_DECLS

/**
 * ScopeKerasContext: what is known of a file while its model is built.
 * @file: its name, for messages
 * @keras: which Keras wrote it
 * @remarks: (element-type utf8): what had to be inferred or is odd
 */
typedef struct
{
  const char *file;
  ScopeKeras keras;
  GPtrArray *remarks;
} ScopeKerasContext;

/* More layers than this are no model: what is matched by name would take too long. */
#define SCOPE_KERAS_MAX_LAYERS 10000

/**
 * scope_keras_config_build:
 * @root: model_config, config.json, or what model.to_json() says, of any Keras
 * @error: SCOPE_ERROR_DAMAGED or SCOPE_ERROR_CONTRADICTION
 *
 * Returns: a layer of class "Sequential" or "Functional" whose children are the layers, without weights
 * and shapes, their feeds resolved
 */
ScopeLayer *scope_keras_config_build (const ScopeKerasContext *context, JsonNode *root,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One layer of a model. @index: its place there, for messages. For scope-keras-graph.c. */
ScopeLayer *scope_keras_config_build_layer (const ScopeKerasContext *context, JsonNode *node,
                                            guint index, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Layers of a Sequential model, each fed by the one before it; @model gets them. */
gboolean scope_keras_sequential_build (const ScopeKerasContext *context, ScopeLayer *model,
                                       JsonArray *layers, GError **error);

/* Layers of a Functional model and how they are joined; @model gets them. */
gboolean
scope_keras_graph_build (const ScopeKerasContext *context, ScopeLayer *model, GError **error);

/* "FILE, layer 'NAME'" for messages. */
char *scope_keras_context_dup_place (const ScopeKerasContext *context, const char *layer);
void scope_keras_context_remark (const ScopeKerasContext *context, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

G_END_DECLS
