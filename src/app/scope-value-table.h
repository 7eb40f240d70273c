/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-plot.h"
#include "scope-value-row.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_VALUE_TABLE (scope_value_table_get_type ())
G_DECLARE_FINAL_TYPE (ScopeValueTable, scope_value_table, SCOPE, VALUE_TABLE, AdwBin)

/**
 * ScopeValueColumn:
 * @title: its heading. Translated.
 * @name: its heading in files, not translated
 * @explanation: of the heading's tooltip; translated, or %NULL
 * @is_text: flush left, sorted as text
 * @is_hidden: only in files and in the order
 */
typedef struct
{
  const char *title;
  const char *name;
  const char *explanation;
  gboolean is_text;
  gboolean is_hidden;
} ScopeValueColumn;

/**
 * ScopeValueTable:
 *
 * A picture's numbers: a table to be sorted by any column, whose selected row is the picture's choice. Ctrl+C copies the rows that
 * are shown, the context menu copies and exports them.
 *
 * Signals: "chosen" (uint id): a person selected a row; "opened" (uint id): activated one.
 */
GtkWidget *scope_value_table_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* @label: what the table is, for those who hear it; @file_name: of exports, without ending. */
void scope_value_table_set_words (ScopeValueTable *self, const char *label, const char *file_name);
/* All columns anew; takes the rows away. */
void scope_value_table_set_columns (ScopeValueTable *self, const ScopeValueColumn *columns,
                                    guint n_columns);
/* @rows: (element-type ScopeValueRow): in the order in which they stand as long as no column sorts them */
void scope_value_table_set_rows (ScopeValueTable *self, GPtrArray *rows);
/* The row with this id, or none; the signal is not sent. */
void scope_value_table_select (ScopeValueTable *self, gboolean any, guint id);
guint scope_value_table_get_n_rows (ScopeValueTable *self);
/* The rows in the order in which they are shown. */
char *scope_value_table_dup_csv (ScopeValueTable *self) G_GNUC_WARN_UNUSED_RESULT;
/* Puts the table's copying and exporting into @plot's menu, before that has its button. @ancestor: of both, and of the button. */
void scope_value_table_attach (ScopeValueTable *self, ScopePlot *plot, GtkWidget *ancestor);

G_END_DECLS
