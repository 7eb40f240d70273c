/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-series.h"

G_BEGIN_DECLS

/**
 * scope_time_format_check:
 * @format: strptime's letters: %Y %y %m %d %e %j %H %I %M %S %f %p %b %B %a %A %z %Z %T %D %F %R %s %%; a blank fits any
 *     blanks or none; anything else fits itself. %z and %Z are read and left out of account: the clock is the table's.
 * @unknown: (out) (optional): the first letter that is not known
 */
gboolean scope_time_format_check (const char *format, char *unknown);

/**
 * scope_time_format_read:
 * @format: as scope_time_format_check() takes it
 * @text: not necessarily terminated
 * @length: bytes of @text
 * @time: (out): the moment
 *
 * English names of months and days, whatever the locale. Numbers may lack leading zeros where something that is no
 * digit follows. The whole text must fit; a hour of 24 with no minutes is midnight of the next day (%H only).
 */
gboolean scope_time_format_read (const char *format, const char *text, gsize length, double *time);

/**
 * ScopeTimeGuess: the columns of a table that hold its time.
 * @columns: numbers of columns, in the order of @format
 * @format: letters for their texts joined by one blank
 * @n_read: rows that it reads
 * @ambiguous: day and month could be the other way round in every row
 */
typedef struct
{
  guint columns[6];
  guint n_columns;
  char *format;
  gsize n_read;
  gboolean ambiguous;
} ScopeTimeGuess;

/**
 * scope_time_guess:
 * @series: a table
 * @columns: (nullable) (array length=n_columns): only these, in this order; %NULL: find them
 *
 * Finds a column of dates and times, a date and a time of day in two columns, or year, month, day and hour apart. Whether
 * the day or the month comes first is decided over the whole column.
 *
 * Returns: (nullable): %NULL where no column reads as time
 */
ScopeTimeGuess *scope_time_guess (ScopeSeries *series, const guint *columns, guint n_columns);
void scope_time_guess_free (ScopeTimeGuess *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeTimeGuess, scope_time_guess_free)

G_END_DECLS
