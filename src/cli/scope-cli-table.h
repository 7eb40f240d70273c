/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ScopeCliTable: a table that is being written, as CSV with full precision or in columns for people.
 * @text: so far
 * @csv: which of the two
 * @first: whether a line begins
 */
typedef struct
{
  GString *text;
  gboolean csv;
  gboolean first;
} ScopeCliTable;

/* @heading: the columns, with commas between. */
void scope_cli_table_init (ScopeCliTable *table, gboolean csv, const char *heading);
void scope_cli_table_put_word (ScopeCliTable *table, const char *word);
void scope_cli_table_put_count (ScopeCliTable *table, gsize count);
void scope_cli_table_put_number (ScopeCliTable *table, double value);
void scope_cli_table_end_line (ScopeCliTable *table);
/* The text; the caller's. */
char *scope_cli_table_finish (ScopeCliTable *table);

G_END_DECLS
