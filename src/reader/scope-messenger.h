/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The lines of scope-reader-protocol.h, written to its descriptor for messages. */
void scope_messenger_guards (const char *words);
/* Sent at most twenty times a second, however often it is called: call it often, as it is the sign of life. */
void scope_messenger_progress (guint64 done, guint64 total);
/* The last progress again. */
void scope_messenger_alive (void);
void scope_messenger_error (const GError *error);
void scope_messenger_done (void);

G_END_DECLS
