/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Waits for the message that scope-reader-protocol.h describes, and puts its descriptors where they belong. Returns the words; NULL where
 * nobody sends one. */
char **scope_waiting_receive (int *n_words) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
