/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * scope_keras_words_translate:
 * @class_name: as the file has it
 * @config: its configuration, which gets Keras 2's words beside Keras 1's
 *
 * Keras 1's words are told from Keras 2's by themselves, not by a version: a weights file states none.
 *
 * Returns: the class in Keras 2's and 3's words; @class_name itself where they are the same
 */
const char *scope_keras_words_translate (const char *class_name, JsonObject *config);

/* Whether keras.ops has a function whose class is called so, and keras.layers none. */
gboolean scope_keras_words_has_function (const char *class_name);

G_END_DECLS
