/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A #GtkColumnView of GTK 4.8 sets every heading flush left and has no words for it. These look for the heading of a
 * column, which must have been appended, in the view's own widgets; where a later GTK builds them otherwise, nothing happens. */

/* @xalign: 1 over numbers. @margin: pixels before it, as before the column's cells. @tooltip: (nullable): what the column
 * says. */
void scope_column_heads_set (GtkColumnView *view, GtkColumnViewColumn *column, float xalign,
                             int margin, const char *tooltip);
/* Scrolls to a row without choosing it. */
void scope_column_heads_scroll_to (GtkColumnView *view, guint position);

G_END_DECLS
