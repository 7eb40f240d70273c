/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * A gatescope-reader that waits for its first file: most of what opening a small file takes is starting the program. It knows
 * nothing yet, and ends by itself when this program does.
 */

/* What every gatescope-reader is started with; descriptors are the caller's. */
GSubprocessLauncher *scope_spare_new_launcher (void) G_GNUC_WARN_UNUSED_RESULT;

/* Starts one on another thread, where none waits yet. */
void scope_spare_prepare (const char *program);

/**
 * scope_spare_take:
 * @command: the words of a call of gatescope-reader, its program first
 * @descriptors: what they speak of, in order: file, answer, messages, more files
 *
 * Hands the call over to the one that waits.
 *
 * Returns: (nullable): %NULL where none waits, or none of that program, or one that is no more
 */
GSubprocess *scope_spare_take (char **command, const int *descriptors, guint n_descriptors);

G_END_DECLS
