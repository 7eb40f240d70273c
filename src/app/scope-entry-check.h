/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * What a person typed, as a value. Each marks the field where its text cannot be one, keeps the
 * text, and answers FALSE; an empty field is no fault and leaves *@value as it is.
 */

/* A finite number in the locale's or the machine's spelling, with either minus sign. */
gboolean scope_entry_check_number (GtkEditable *entry, double *value);
/* A whole number from @least on. */
gboolean scope_entry_check_count (GtkEditable *entry, guint64 least, guint64 *value);
/* A moment of the table's clock: a date, or date and time. */
gboolean scope_entry_check_time (GtkEditable *entry, double *value);
/* Marks a field, or takes the mark away. */
void scope_entry_mark (GtkWidget *entry, gboolean is_good);

G_END_DECLS
