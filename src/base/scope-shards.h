/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether the beginning of a text is that of a list of weights' files (keras: saving_lib.py ShardedH5IOStore). */
gboolean scope_shards_is_list (const char *text, gsize n_bytes);

/**
 * scope_shards_parse:
 * @text: a .weights.json: {"metadata": …, "weight_map": {"/layers/lstm/cell/vars": "model_00000.weights.h5" or several}}
 * @n_bytes: its length
 * @place: its name, for messages
 * @error: SCOPE_ERROR_DAMAGED where it is no such list, or names a file in another folder
 *
 * Returns: (transfer full): the names of the files, each once, in the order of the text
 */
char **scope_shards_parse (const char *text, gsize n_bytes, const char *place,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
