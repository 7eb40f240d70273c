/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-series.h"

G_BEGIN_DECLS

/* A date and a time of day in at most that many columns. */
#define SCOPE_TIME_MAX_COLUMNS 6

/**
 * ScopeTimeGuess: the columns of a table that hold its time.
 * @columns: numbers of columns, in the order of the formats
 * @formats: letters for their texts joined by one blank, of which the first that fits counts;
 *     NULL-terminated
 * @n_read: rows that they read
 * @ambiguous: day and month could be the other way round in every row
 */
typedef struct
{
  guint columns[SCOPE_TIME_MAX_COLUMNS];
  guint n_columns;
  char **formats;
  gsize n_read;
  gboolean ambiguous;
} ScopeTimeGuess;

/**
 * scope_time_guess:
 * @series: a table
 * @columns: (nullable) (array length=n_columns): only these, in this order; %NULL: find them
 *
 * Finds a column of dates and times, a date and a time of day in two columns, or year, month, day
 * and hour apart. Whether the day or the month comes first is decided over the whole column.
 *
 * Returns: (nullable): %NULL where no column reads as time
 */
ScopeTimeGuess *scope_time_guess (ScopeSeries *series, const guint *columns, guint n_columns);
void scope_time_guess_free (ScopeTimeGuess *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeTimeGuess, scope_time_guess_free)

G_END_DECLS
