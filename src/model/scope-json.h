/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* How deep brackets may nest, how long a text may be, how many values it may hold. Configurations of
 * large models nest 40 deep and have a few million bytes. */
#define SCOPE_JSON_MAX_DEPTH 200
#define SCOPE_JSON_MAX_LENGTH ((gsize) 64 << 20)
#define SCOPE_JSON_MAX_VALUES 2000000

/**
 * scope_json_parse:
 * @text: JSON as Python writes it, from a file that nobody vouches for
 * @length: its length in bytes, or -1 where it ends in a NUL
 * @place: which file, and what in it, for the message
 * @error: SCOPE_ERROR_DAMAGED, with the offset in bytes
 *
 * A scan of our own goes before json-glib, which recurses once for each bracket, stops the program on half a surrogate
 * pair and knows no NaN. Bare NaN, Infinity and -Infinity become strings, which scope_json_get_double() reads back; half
 * a surrogate pair and \u0000 become U+FFFD.
 */
JsonNode *scope_json_parse (const char *text, gssize length, const char *place,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Members of @object, which may be NULL; NULL where the member is missing or of another type. */
JsonNode *scope_json_get_member (JsonObject *object, const char *key);
const char *scope_json_get_string (JsonObject *object, const char *key);
JsonObject *scope_json_get_object (JsonObject *object, const char *key);
/* Also the items of Keras's tagged tuples and shapes, {"class_name": "__tuple__", "items": [...]}. */
JsonArray *scope_json_get_array (JsonObject *object, const char *key);
gboolean scope_json_get_boolean (JsonObject *object, const char *key, gboolean fallback);

/* What a node is, or NULL; NULL for NULL. */
const char *scope_json_as_string (JsonNode *node);
JsonObject *scope_json_as_object (JsonNode *node);
JsonArray *scope_json_as_array (JsonNode *node);
/* A number, or one of the three words that JSON has no number for. */
gboolean scope_json_as_double (JsonNode *node, double *value);
/* A whole number, also one written as 32.0. */
gboolean scope_json_as_int (JsonNode *node, gint64 *value);

G_END_DECLS
