/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * scope_call_filter_load:
 *
 * Leaves this process the system calls that reading a file into memory needs. Anything else answers EPERM, so that a library which
 * tries and fails goes on; a call of another architecture's table ends the process. Wants PR_SET_NO_NEW_PRIVS.
 *
 * Returns: %FALSE where the kernel has no filters, or for an architecture that is not known here
 */
gboolean scope_call_filter_load (void);

G_END_DECLS
