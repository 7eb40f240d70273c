/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-time.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MINUTE 60.0
#define HOUR 3600.0
#define DAY 86400.0

/* What a clock may be off, of a step; and how many rows a step must explain. */
#define DRIFT 0.1
#define MOSTLY 0.8

/* Beyond these the C library's years leave four digits, and no observation was made. */
#define EARLIEST_YEAR 1
#define LATEST_YEAR 9999

/* Units of a step, the largest that divides it first. */
static const struct
{
  const char *singular;
  const char *plural;
  double seconds;
} units[] = {
  { "day", "days", DAY },
  { "hour", "hours", HOUR },
  { "minute", "minutes", MINUTE },
  { "s", "s", 1 },
};

double
scope_time_make (gint64 year, guint month, guint day, guint hour, guint minute, double second)
{
  struct tm tm = { 0 };

  tm.tm_year = (int) (CLAMP (year, EARLIEST_YEAR, LATEST_YEAR) - 1900);
  tm.tm_mon = (int) month - 1;
  tm.tm_mday = (int) day;
  tm.tm_hour = (int) hour;
  tm.tm_min = (int) minute;
  return (double) timegm (&tm) + second;
}

void
scope_time_split (double time, ScopeCivil *civil)
{
  double whole = floor (time);
  struct tm tm;
  time_t seconds;

  g_return_if_fail (civil != NULL);

  memset (civil, 0, sizeof *civil);
  if (!isfinite (time) || fabs (time) > 4e11)
    return;

  seconds = (time_t) whole;
  gmtime_r (&seconds, &tm);
  civil->year = (gint64) tm.tm_year + 1900;
  civil->month = (guint) tm.tm_mon + 1;
  civil->day = (guint) tm.tm_mday;
  civil->day_of_year = (guint) tm.tm_yday + 1;
  civil->hour = (guint) tm.tm_hour;
  civil->minute = (guint) tm.tm_min;
  civil->second = tm.tm_sec + (time - whole);
}

guint
scope_time_days_in_month (gint64 year, guint month)
{
  g_return_val_if_fail (month >= 1 && month <= 12, 0);

  return g_date_get_days_in_month (month, (GDateYear) CLAMP (year, EARLIEST_YEAR, LATEST_YEAR));
}

char *
scope_time_dup_text (double time)
{
  ScopeCivil civil;

  if (!isfinite (time))
    return g_strdup ("");

  scope_time_split (time, &civil);
  return g_strdup_printf ("%04" G_GINT64_FORMAT "-%02u-%02uT%02u:%02u:%02u", civil.year,
                          civil.month, civil.day, civil.hour, civil.minute, (guint) civil.second);
}

static gint64
count_months (double time)
{
  ScopeCivil civil;

  scope_time_split (time, &civil);
  return civil.year * 12 + civil.month;
}

gboolean
scope_step_follows (const ScopeStep *self, double earlier, double later)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->months > 0)
    return isfinite (earlier) && isfinite (later)
           && count_months (later) - count_months (earlier) == self->months;

  /* Tables with fractions of a second: doubles near 10⁹ s are 10⁻⁷ s apart. */
  return fabs (later - earlier - self->seconds) <= self->tolerance + 1e-6;
}

double
scope_step_advance (const ScopeStep *self, double time, gint64 n)
{
  ScopeCivil civil;
  gint64 months;
  guint month;
  gint64 year;

  g_return_val_if_fail (self != NULL, NAN);

  if (self->months == 0 || !isfinite (time))
    return time + self->seconds * (double) n;

  scope_time_split (time, &civil);
  months = civil.year * 12 + civil.month - 1 + n * self->months;
  year = months / 12;
  month = (guint) (months % 12) + 1;
  return scope_time_make (year, month, MIN (civil.day, scope_time_days_in_month (year, month)),
                          civil.hour, civil.minute, civil.second);
}

char *
scope_step_dup_text (const ScopeStep *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->months > 0)
    return g_strdup_printf (self->months == 1 ? "%u month" : "%u months", self->months);

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      double count = self->seconds / units[i].seconds;

      if (count >= 1 && count == floor (count))
        return g_strdup_printf ("%.0f %s", count, count == 1 ? units[i].singular : units[i].plural);
    }

  {
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];

    return g_strdup_printf ("%s s", g_ascii_formatd (buffer, sizeof buffer, "%.9g", self->seconds));
  }
}

gboolean
scope_step_parse (const char *text, ScopeStep *step)
{
  char *end;
  double count;

  g_return_val_if_fail (text != NULL && step != NULL, FALSE);

  count = g_ascii_strtod (text, &end);
  if (end == text || !(count > 0) || count > 1e9)
    return FALSE;
  while (g_ascii_isspace (*end))
    end++;

  if (g_str_equal (end, "month") || g_str_equal (end, "months"))
    {
      if (count != floor (count) || count > 1200)
        return FALSE;
      *step = (ScopeStep){ .months = (guint) count };
      return TRUE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (end, units[i].singular) || g_str_equal (end, units[i].plural))
      {
        *step = (ScopeStep){ .seconds = count * units[i].seconds };
        return TRUE;
      }

  return FALSE;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The most common of the numbers, the smallest where several are: @numbers are sorted. */
static double
find_most_common (const double *numbers, gsize n, gsize *count)
{
  double best = 0;

  *count = 0;
  for (gsize i = 0, end; i < n; i = end)
    {
      for (end = i + 1; end < n && numbers[end] - numbers[i] < 1e-6; end++)
        ;
      if (end - i > *count)
        {
          *count = end - i;
          best = numbers[i];
        }
    }

  return best;
}

/* Steps that instruments are set to. */
static const double round_steps[] = {
  1,           2,           5,           10,         15,         20,          30,
  MINUTE,      2 * MINUTE,  3 * MINUTE,  5 * MINUTE, 6 * MINUTE, 10 * MINUTE, 12 * MINUTE,
  15 * MINUTE, 20 * MINUTE, 30 * MINUTE, HOUR,       2 * HOUR,   3 * HOUR,    4 * HOUR,
  6 * HOUR,    8 * HOUR,    12 * HOUR,   DAY,        7 * DAY
};

/* For clocks that are not quite on time: the round step nearest to the median distance, with room
 * for a tenth of it. */
static void
allow_for_drift (const double *distances, gsize n, ScopeStep *step, gsize *count)
{
  double median = distances[n / 2];
  double nearest = round_steps[0];
  gsize n_near = 0;

  for (guint i = 1; i < G_N_ELEMENTS (round_steps); i++)
    if (fabs (median - round_steps[i]) < fabs (median - nearest))
      nearest = round_steps[i];

  for (gsize i = 0; i < n; i++)
    if (fabs (distances[i] - nearest) <= nearest * DRIFT)
      n_near++;

  if (n_near >= n * MOSTLY)
    {
      *step = (ScopeStep){ .seconds = nearest, .tolerance = nearest * DRIFT };
      *count = n_near;
    }
}

gboolean
scope_step_guess (const double *times, gsize n, ScopeStep *step, double *share)
{
  g_autofree double *distances = NULL;
  g_autofree double *months = NULL;
  gsize n_distances = 0;
  gsize n_pairs = 0;
  gsize count, month_count;
  double seconds, month_step;

  g_return_val_if_fail (times != NULL || n == 0, FALSE);
  g_return_val_if_fail (step != NULL, FALSE);

  distances = g_new (double, n + 1);
  months = g_new (double, n + 1);
  for (gsize i = 0; i + 1 < n; i++)
    {
      double distance = times[i + 1] - times[i];

      if (!isfinite (distance))
        continue;
      n_pairs++;
      if (distance <= 0)
        continue;
      months[n_distances] = (double) (count_months (times[i + 1]) - count_months (times[i]));
      distances[n_distances++] = distance;
    }

  if (n_distances == 0)
    return FALSE;

  qsort (distances, n_distances, sizeof *distances, compare_doubles);
  qsort (months, n_distances, sizeof *months, compare_doubles);
  seconds = find_most_common (distances, n_distances, &count);
  month_step = find_most_common (months, n_distances, &month_count);

  /* Months have four lengths; a table of days has no month between most of its rows. */
  *step = (ScopeStep){ .seconds = seconds };
  if (month_step >= 1 && month_step <= 1200 && seconds >= 28 * DAY && month_count > count)
    {
      *step = (ScopeStep){ .months = (guint) month_step };
      count = month_count;
    }

  if (step->months == 0 && count < n_distances * MOSTLY)
    allow_for_drift (distances, n_distances, step, &count);

  if (share != NULL)
    *share = (double) count / (double) n_pairs;
  return TRUE;
}
