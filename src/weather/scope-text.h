/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * scope_text_decode:
 * @bytes: a file's bytes
 * @name: stands for the file in messages
 * @encoding: (nullable): as Python or iconv calls it; %NULL: by the byte order mark, else UTF-8
 *     where the bytes are that, else Windows-1252, else Latin-1
 * @used: (out): the encoding that it was; free with g_free()
 * @error: SCOPE_ERROR_TABLE: no text (a zero byte), or not in that encoding;
 *     SCOPE_ERROR_UNSUPPORTED: no such encoding
 *
 * Returns: the text in UTF-8, without a byte order mark; @bytes themselves where nothing is to be
 *     changed
 */
GBytes *scope_text_decode (GBytes *bytes, const char *name, const char *encoding, char **used,
                           GError **error);

G_END_DECLS
