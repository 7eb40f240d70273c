/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Moments of a table's own clock: seconds since 1970-01-01 00:00 of that clock, proleptic Gregorian
 * calendar, days of 86 400 s. No zone is added and none converted. NaN: not known.
 */

/**
 * ScopeCivil: a moment, taken apart.
 * @month: 1 to 12
 * @day: 1 to 31
 * @day_of_year: 1 January = 1
 * @second: with its fraction
 */
typedef struct
{
  gint64 year;
  guint month;
  guint day;
  guint day_of_year;
  guint hour;
  guint minute;
  double second;
} ScopeCivil;

double
scope_time_make (gint64 year, guint month, guint day, guint hour, guint minute, double second);
void scope_time_split (double time, ScopeCivil *civil);
guint scope_time_days_in_month (gint64 year, guint month);

/* "YYYY-MM-DDTHH:MM:SS", a fraction of a second cut off; "" for NaN. */
char *scope_time_dup_text (double time);

/**
 * ScopeStep: the distance between neighbouring rows of a table.
 * @months: calendar months, or 0
 * @seconds: seconds where @months is 0
 * @tolerance: seconds that a distance may differ by
 */
typedef struct
{
  guint months;
  double seconds;
  double tolerance;
} ScopeStep;

/* Whether @later follows @earlier by one step: @seconds give or take @tolerance; with months the
 * number of the calendar month, whatever the day. */
gboolean scope_step_follows (const ScopeStep *self, double earlier, double later);
/* @time and @n steps; a day that the month has not becomes its last. */
double scope_step_advance (const ScopeStep *self, double time, gint64 n);
/* As recipes write it: "1 hour", "10 minutes", "3 hours", "1 day", "7 days", "1 month", "90 s". */
char *scope_step_dup_text (const ScopeStep *self);
/* Reads what scope_step_dup_text() writes, and "600 s". */
gboolean scope_step_parse (const char *text, ScopeStep *step);
/**
 * scope_step_guess:
 * @times: (array length=n): rows in their order, NaN where not known
 * @share: (out) (optional): share of the neighbours that are one step apart
 *
 * The most common distance forwards between neighbours, as calendar months where that explains more
 * of them; a round step with a tolerance where hardly two distances are the same, but nearly all
 * are near it.
 *
 * Returns: %FALSE where no row comes later than the one before it
 */
gboolean scope_step_guess (const double *times, gsize n, ScopeStep *step, double *share);

G_END_DECLS
