/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * What a table of numbers gives away: its rows in the clipboard, for a spreadsheet, or in a file. @csv: comma-separated lines with a
 * heading, locale-free (RFC 4180).
 */

/* Puts the lines in the clipboard of @from, as tab-separated ones, and says how many rows they are. */
void scope_table_export_copy (GtkWidget *from, const char *csv);
/* Asks where to save; @stem is the file's name at first, without ending. */
void scope_table_export_save (GtkWidget *from, const char *stem, const char *csv);
/* The same lines with tabs; a tab or a line's end within a field becomes a space. */
char *scope_table_export_dup_tsv (const char *csv) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
