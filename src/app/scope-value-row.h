/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_VALUE_ROW (scope_value_row_get_type ())
G_DECLARE_FINAL_TYPE (ScopeValueRow, scope_value_row, SCOPE, VALUE_ROW, GObject)

/**
 * ScopeValueRow:
 *
 * A row of a #ScopeValueTable: in each column a text, a number, or a number that has a text of its own for people. Filled by who makes
 * it, then not changed any more.
 */
/* @id: by which the table's owner knows it. */
ScopeValueRow *scope_value_row_new (guint id, guint n_columns) G_GNUC_WARN_UNUSED_RESULT;
void scope_value_row_set_text (ScopeValueRow *self, guint column, const char *text);
/* @text: (nullable): what people are shown instead of the number with the column's decimals */
void scope_value_row_set_number (ScopeValueRow *self, guint column, double value, const char *text);

guint scope_value_row_get_id (ScopeValueRow *self);
guint scope_value_row_get_n_columns (ScopeValueRow *self);
/* NULL where there is none. */
const char *scope_value_row_get_text (ScopeValueRow *self, guint column);
/* NaN for a text. */
double scope_value_row_get_number (ScopeValueRow *self, guint column);

G_END_DECLS
