/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * scope_remarks_list_fill:
 * @box: an upright box
 * @remarks: (array zero-terminated=1): translated sentences
 *
 * Shows each as a paragraph that can be selected, in place of what @box had.
 */
void scope_remarks_list_fill (GtkBox *box, const char *const *remarks);

G_END_DECLS
