/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-image.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * scope_training_read:
 * @config: (nullable): the model's configuration; Keras 3 keeps "compile_config" in it
 * @loss: (out): "mse", "mean_squared_error", several joined by commas; %NULL where the file does not say
 * @optimizer: (out): the class, "Adam"
 */
void scope_training_read (ScopeImage *image, JsonNode *config, char **loss, char **optimizer);

G_END_DECLS
