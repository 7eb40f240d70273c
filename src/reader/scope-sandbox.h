/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ScopeGuards: what the system gave; older kernels and some containers lack Landlock or filters.
 */
typedef enum
{
  SCOPE_GUARD_NO_PRIVILEGES = 1 << 0, /* no rights to be had by starting a program */
  SCOPE_GUARD_LIMITS = 1 << 1,        /* time, memory file, descriptors, processes, core dumps */
  SCOPE_GUARD_MEMORY =
      1 << 2, /* address space; not under AddressSanitizer, which needs terabytes */
  SCOPE_GUARD_LANDLOCK = 1 << 3, /* no file by its name, no network */
  SCOPE_GUARD_FILTER = 1 << 4,   /* no system call but those that reading needs */
} ScopeGuards;

/**
 * scope_sandbox_enter:
 * @n_bytes: size of the files to read, by which memory and time are measured
 * @n_files: their number
 * @is_child: whether this process shall go with the thread that started it
 *
 * From here on, and for good, this process can use the descriptors of its files, of its answer and of its messages, a
 * bounded amount of memory and of time, and nothing else: whatever needs a file (catalogues,
 * character sets, libraries) must be loaded before. What is refused answers EPERM or EACCES.
 *
 * Returns: the guards that are on
 */
ScopeGuards scope_sandbox_enter (guint64 n_bytes, guint n_files, gboolean is_child);

/* "limits, memory, landlock 4, filter" for the debug line. */
char *scope_sandbox_describe (ScopeGuards guards);

G_END_DECLS
