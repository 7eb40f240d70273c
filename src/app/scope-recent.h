/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Files that were opened before, as the desktop remembers them (GtkRecentManager), newest first, those of this program
 * alone, and of those what is still there.
 */

void scope_recent_add (GFile *file);
/* Returns: (transfer full) (element-type GFile): at most @max */
GPtrArray *scope_recent_list (guint max) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
