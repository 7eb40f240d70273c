/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-recipe.h"

G_BEGIN_DECLS

/**
 * ScopeRows: the rows in use of a table: those that the recipe picks and whose time can be read, in
 * the table's order.
 * @n: how many
 * @table_rows: their numbers in the table
 * @times: their moments; %NULL where the table has no time
 * @n_unreadable: rows left out for their time
 * @first_unreadable: the first of those, in the table
 */
typedef struct
{
  gsize n;
  gsize *table_rows;
  double *times;
  gsize n_unreadable;
  gsize first_unreadable;
} ScopeRows;

/**
 * scope_rows_new:
 * @recipe: with rows_used and time
 * @error: SCOPE_ERROR_RECIPE: a column that is not there, no row at all
 */
ScopeRows *scope_rows_new (ScopeSeries *series, ScopeRecipe *recipe, GError **error);
void scope_rows_free (ScopeRows *self);

/* n bytes: whether a row is followed by the next one, one step later. The last is followed by
 * none. */
guint8 *scope_rows_dup_consecutive (const ScopeRows *self, const ScopeStep *step);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeRows, scope_rows_free)

G_END_DECLS
