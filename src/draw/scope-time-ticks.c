/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-ticks.h"

#include "scope-scale.h"

#include <glib/gi18n.h>
#include <math.h>

typedef enum
{
  UNIT_SECOND,
  UNIT_DAY,
  UNIT_MONTH,
  UNIT_YEAR
} Unit;

typedef struct
{
  Unit unit;
  int count;
  double length; /* about, in seconds */
} Step;

#define MINUTE 60
#define HOUR 3600
#define DAY 86400.0
#define MONTH (30.436875 * DAY)
#define YEAR (365.2425 * DAY)

static const Step steps[] = {
  { UNIT_SECOND, 1, 1 },
  { UNIT_SECOND, 2, 2 },
  { UNIT_SECOND, 5, 5 },
  { UNIT_SECOND, 10, 10 },
  { UNIT_SECOND, 15, 15 },
  { UNIT_SECOND, 30, 30 },
  { UNIT_SECOND, 1 * MINUTE, 1 * MINUTE },
  { UNIT_SECOND, 2 * MINUTE, 2 * MINUTE },
  { UNIT_SECOND, 5 * MINUTE, 5 * MINUTE },
  { UNIT_SECOND, 10 * MINUTE, 10 * MINUTE },
  { UNIT_SECOND, 15 * MINUTE, 15 * MINUTE },
  { UNIT_SECOND, 30 * MINUTE, 30 * MINUTE },
  { UNIT_SECOND, 1 * HOUR, 1 * HOUR },
  { UNIT_SECOND, 2 * HOUR, 2 * HOUR },
  { UNIT_SECOND, 3 * HOUR, 3 * HOUR },
  { UNIT_SECOND, 6 * HOUR, 6 * HOUR },
  { UNIT_SECOND, 12 * HOUR, 12 * HOUR },
  { UNIT_DAY, 1, 1 * DAY },
  { UNIT_DAY, 2, 2 * DAY },
  { UNIT_DAY, 5, 5 * DAY },
  { UNIT_DAY, 10, 10 * DAY },
  { UNIT_MONTH, 1, 1 * MONTH },
  { UNIT_MONTH, 2, 2 * MONTH },
  { UNIT_MONTH, 3, 3 * MONTH },
  { UNIT_MONTH, 6, 6 * MONTH },
  { UNIT_YEAR, 1, 1 * YEAR },
  { UNIT_YEAR, 2, 2 * YEAR },
  { UNIT_YEAR, 5, 5 * YEAR },
  { UNIT_YEAR, 10, 10 * YEAR },
  { UNIT_YEAR, 20, 20 * YEAR },
  { UNIT_YEAR, 50, 50 * YEAR },
  { UNIT_YEAR, 100, 100 * YEAR },
  { UNIT_YEAR, 200, 200 * YEAR },
  { UNIT_YEAR, 500, 500 * YEAR },
  { UNIT_YEAR, 1000, 1000 * YEAR },
  { UNIT_YEAR, 5000, 5000 * YEAR },
};

/* Days since 1970-01-01 of the first of a month; the month may be outside of 1 to 12. */
static gint64
days_of_month_start (int year, int month)
{
  GDate date;

  year += (month - 1 < 0 ? month - 12 : month - 1) / 12;
  month = ((month - 1) % 12 + 12) % 12 + 1;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, (GDateMonth) month, (GDateYear) CLAMP (year, 1, 9999));
  /* Julian day 719163 is 1970-01-01. */
  return (gint64) g_date_get_julian (&date) - 719163;
}

/* The first tick after @time, or at it where @inclusive. */
static gint64
next_tick (const Step *step, gint64 time, gboolean inclusive)
{
  g_autoptr (GDateTime) date = NULL;
  gint64 from = inclusive ? time : time + 1;
  int year, month;

  if (step->unit == UNIT_SECOND || (step->unit == UNIT_DAY && step->count == 1))
    {
      gint64 length = (gint64) step->length;
      gint64 rest = ((from % length) + length) % length;

      return rest == 0 ? from : from - rest + length;
    }

  date = g_date_time_new_from_unix_utc (from);
  if (date == NULL)
    return G_MAXINT64;
  year = g_date_time_get_year (date);
  month = g_date_time_get_month (date);
  for (int tried = 0; tried < 3; tried++)
    {
      if (step->unit == UNIT_DAY)
        {
          gint64 start = days_of_month_start (year, month + tried);
          gint64 end = days_of_month_start (year, month + tried + 1);

          /* The last one of a month is left out where the next month's first is close. */
          for (gint64 day = start; end - day > step->count / 2; day += step->count)
            if (day * (gint64) DAY >= from)
              return day * (gint64) DAY;
        }
      else
        {
          int months = step->unit == UNIT_MONTH ? step->count : 12 * step->count;
          int number = year * 12 + month - 1;
          int first = number / months * months + tried * months;
          gint64 start;

          if (first / 12 > 9999)
            return G_MAXINT64;
          if (first / 12 < 1)
            continue;
          start = days_of_month_start (first / 12, first % 12 + 1) * (gint64) DAY;
          if (start >= from)
            return start;
        }
    }
  return G_MAXINT64;
}

static void
label_tick (ScopeTick *tick, const Step *step, GDateTime *date, GDateTime *previous)
{
  gboolean new_year =
      previous == NULL || g_date_time_get_year (date) != g_date_time_get_year (previous);
  gboolean new_day =
      new_year || g_date_time_get_day_of_year (date) != g_date_time_get_day_of_year (previous);

  switch (step->unit)
    {
    case UNIT_SECOND:
      tick->label = g_date_time_format (date, step->count < MINUTE ? "%H:%M:%S"
                                                                   : C_ ("time format", "%H:%M"));
      if (new_year)
        /* Translators: day, month, year under an axis, as g_date_time_format() takes it. */
        tick->context = g_date_time_format (date, C_ ("date format", "%-d %b %Y"));
      else if (new_day)
        tick->context = g_date_time_format (date, C_ ("date format", "%-d %b"));
      break;
    case UNIT_DAY:
      /* Translators: day and month under an axis. */
      tick->label = g_date_time_format (date, C_ ("date format", "%-d %b"));
      if (new_year)
        tick->context = g_date_time_format (date, "%Y");
      break;
    case UNIT_MONTH:
      tick->label = g_date_time_format (date, "%b");
      if (new_year)
        tick->context = g_date_time_format (date, "%Y");
      break;
    case UNIT_YEAR:
    default:
      tick->label = g_date_time_format (date, "%Y");
      break;
    }
}

ScopeTicks *
scope_ticks_new_time (double min, double max, guint max_ticks)
{
  ScopeTicks *self = g_new0 (ScopeTicks, 1);
  g_autoptr (GDateTime) previous = NULL;
  const Step *step = NULL;
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));

  scope_scale_make_domain (&min, &max);
  max_ticks = MAX (max_ticks, 2u);
  /* The years 1 to 9999, which is what dates can be made of. */
  min = CLAMP (min, -62135596800.0, 253402300799.0);
  max = CLAMP (max, -62135596800.0, 253402300799.0);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      gint64 time;

      step = &steps[i];
      if ((max - min) / step->length > 2 * max_ticks)
        continue;
      g_array_set_size (times, 0);
      for (time = next_tick (step, (gint64) ceil (min), TRUE);
           time <= max && times->len <= max_ticks; time = next_tick (step, time, FALSE))
        g_array_append_val (times, time);
      if (times->len <= max_ticks)
        break;
    }

  self->step = step->length;
  self->n_ticks = MIN (times->len, max_ticks);
  self->ticks = g_new0 (ScopeTick, self->n_ticks);
  for (guint i = 0; i < self->n_ticks; i++)
    {
      gint64 time = g_array_index (times, gint64, i);
      GDateTime *date = g_date_time_new_from_unix_utc (time);

      self->ticks[i].value = (double) time;
      label_tick (&self->ticks[i], step, date, previous);
      g_clear_pointer (&previous, g_date_time_unref);
      previous = date;
    }
  return self;
}
