/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-time.h"
#include "scope-test.h"
#include "scope-time-format.h"

#include <math.h>
#include <string.h>

#define DAY 86400.0

static void
test_formats (void)
{
  /* What Python 3.11's datetime.strptime(text, format) - datetime(1970, 1, 1) is in seconds. */
  static const struct
  {
    const char *format;
    const char *text;
    double time;
  } cases[] = {
    { "%Y-%m-%d %H:%M:%S", "2013-01-31 23:59:59", 1359676799 },
    { "%d.%m.%Y %H:%M:%S", "01.01.2009 00:10:00", 1230768600 },
    { "%Y%m%d", "20000229", 951782400 },
    { "%d/%m/%Y %H:%M", "4/8/2016 0:00", 1470268800 },
    { "%m/%d/%Y", "12/31/2021", 1640908800 },
    { "%Y %m %d %H", "2010 1 2 6", 1262412000 },
    { "%Y-%m-%dT%H:%M:%SZ", "2015-07-25T13:51:00Z", 1437832260 },
    { "%Y/%m/%d %H%M UTC", "2026/01/01 0000 UTC", 1767225600 },
    { "%Y-%m-%d %H:%M:%S +0000 UTC", "2020-07-29 05:00:00 +0000 UTC", 1595998800 },
    { "%d-%b-%Y %I:%M %p", "03-Mar-1999 12:05 AM", 920419500 },
    { "%d %B %Y %I:%M %p", "14 September 1752 12:30 PM", -6857177400 },
    { "%y-%m-%d", "68-01-01", 3092601600 },
    { "%y-%m-%d", "69-01-01", -31536000 },
    { "%Y %j", "2012 366", 1356912000 },
    { "%H:%M", "07:30", -2208961800 },
    { "%Y-%m-%d %H:%M:%S.%f", "1969-12-31 23:59:59.25", -0.75 },
    { "%b %d, %Y", "Feb 28, 1900", -2203977600 },
    { "%Y-%m-%d", "0001-01-01", -62135596800 },
    { "%Y-%m-%d", "9999-12-31", 253402214400 },
    /* Its zone is read and nothing is converted, other than Python's. */
    { "%Y-%m-%d %H:%M:%S%z", "2013-01-31 23:59:59+01:00", 1359676799 },
    { "%Y-%m-%d %H:%M:%S %Z", "2013-01-31 23:59:59 CET", 1359676799 },
    { "%F %T", "2013-01-31 23:59:59", 1359676799 },
    { "%s", "1359676799", 1359676799 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double time;

      g_assert_true (scope_time_format_check (cases[i].format, NULL));
      g_assert_true (
          scope_time_format_read (cases[i].format, cases[i].text, strlen (cases[i].text), &time));
      g_assert_cmpfloat (time, ==, cases[i].time);
    }
}

static void
test_no_times (void)
{
  static const char *const cases[][2] = {
    { "%Y-%m-%d", "2013-02-29" },
    { "%Y-%m-%d", "2013-13-01" },
    { "%H:%M", "24:00" },
    { "%Y-%m-%d", "2013-01-01 00:00" },
    { "%Y-%m-%d %H:%M", "2013-01-01" },
    { "%Y %j", "2013 366" },
    { "%Y-%m-%d", "13-01-01" },
    { "%d %b %Y", "1 Mrz 2001" },
    { "%H:%M:%S", "00:00:60" },
    { "%Y-%m-%d", "" },
    { "%Y-%m-%d", "2013-1-" },
    { "%Y", "12345" },
    { "%Y-%m-%d %p", "2013-01-01 M" },
    { "%z", "+1" },
  };
  char unknown;
  double time;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_false (scope_time_format_read (cases[i][0], cases[i][1], strlen (cases[i][1]), &time));

  g_assert_false (scope_time_format_check ("%Y-%q", &unknown));
  g_assert_cmpint (unknown, ==, 'q');
  g_assert_false (scope_time_format_check ("%Y-%", &unknown));
}

static void
test_texts (void)
{
  static const struct
  {
    double time;
    const char *text;
  } cases[] = {
    { 0, "1970-01-01T00:00:00" },
    { -0.75, "1969-12-31T23:59:59" },
    { 951782400, "2000-02-29T00:00:00" },
    { -62135596800, "0001-01-01T00:00:00" },
    { 1359676799.9, "2013-01-31T23:59:59" },
    { NAN, "" },
    { INFINITY, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = scope_time_dup_text (cases[i].time);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_split (void)
{
  ScopeCivil civil;

  scope_time_split (scope_time_make (2012, 12, 31, 18, 45, 30.5), &civil);
  g_assert_cmpint (civil.year, ==, 2012);
  g_assert_cmpuint (civil.month, ==, 12);
  g_assert_cmpuint (civil.day, ==, 31);
  g_assert_cmpuint (civil.day_of_year, ==, 366);
  g_assert_cmpuint (civil.hour, ==, 18);
  g_assert_cmpuint (civil.minute, ==, 45);
  g_assert_cmpfloat (civil.second, ==, 30.5);
  g_assert_cmpuint (scope_time_days_in_month (1900, 2), ==, 28);
  g_assert_cmpuint (scope_time_days_in_month (2000, 2), ==, 29);
}

static void
test_steps (void)
{
  static const struct
  {
    const char *text;
    ScopeStep step;
    const char *again;
  } cases[] = {
    { "1 hour", { .seconds = 3600 }, "1 hour" },    { "600 s", { .seconds = 600 }, "10 minutes" },
    { "3 hours", { .seconds = 10800 }, "3 hours" }, { "1 day", { .seconds = DAY }, "1 day" },
    { "7 days", { .seconds = 7 * DAY }, "7 days" }, { "1 month", { .months = 1 }, "1 month" },
    { "12 months", { .months = 12 }, "12 months" }, { "90 s", { .seconds = 90 }, "90 s" },
    { "0.5 s", { .seconds = 0.5 }, "0.5 s" },
  };
  static const char *const wrong[] = { "",        "hour",        "1",         "0 s",
                                       "-1 hour", "1 fortnight", "1.5 months" };
  ScopeStep step;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = NULL;

      g_assert_true (scope_step_parse (cases[i].text, &step));
      g_assert_cmpuint (step.months, ==, cases[i].step.months);
      g_assert_cmpfloat (step.seconds, ==, cases[i].step.seconds);
      text = scope_step_dup_text (&step);
      g_assert_cmpstr (text, ==, cases[i].again);
    }

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (scope_step_parse (wrong[i], &step));
}

static void
test_months (void)
{
  ScopeStep month = { .months = 1 };
  double january = scope_time_make (2011, 1, 31, 12, 0, 0);

  g_assert_true (scope_step_follows (&month, january, scope_time_make (2011, 2, 1, 0, 0, 0)));
  g_assert_true (scope_step_follows (&month, scope_time_make (2011, 12, 5, 0, 0, 0),
                                     scope_time_make (2012, 1, 28, 0, 0, 0)));
  g_assert_false (scope_step_follows (&month, january, scope_time_make (2011, 1, 31, 13, 0, 0)));
  g_assert_false (scope_step_follows (&month, january, scope_time_make (2011, 3, 1, 0, 0, 0)));
  g_assert_false (scope_step_follows (&month, january, scope_time_make (2010, 12, 31, 0, 0, 0)));
  g_assert_false (scope_step_follows (&month, january, NAN));
  g_assert_cmpfloat (scope_step_advance (&month, january, 1), ==,
                     scope_time_make (2011, 2, 28, 12, 0, 0));
  g_assert_cmpfloat (scope_step_advance (&month, january, 13), ==,
                     scope_time_make (2012, 2, 29, 12, 0, 0));
}

static void
test_guess (void)
{
  double hourly[] = { 0, 3600, 7200, NAN, 14400, 18000, 25200, 0, 3600 };
  double monthly[24];
  double drifting[50];
  double backwards[] = { 5, 4, 3 };
  ScopeStep step;
  double share;

  /* Four of the six readable pairs are an hour apart (one 2 h, one back). */
  g_assert_true (scope_step_guess (hourly, G_N_ELEMENTS (hourly), &step, &share));
  g_assert_cmpfloat (step.seconds, ==, 3600);
  g_assert_cmpuint (step.months, ==, 0);
  scope_assert_close (share, 4.0 / 6, 1e-15);

  for (guint i = 0; i < G_N_ELEMENTS (monthly); i++)
    monthly[i] = scope_time_make (2011 + i / 12, i % 12 + 1, 15, 0, 0, 0);
  g_assert_true (scope_step_guess (monthly, G_N_ELEMENTS (monthly), &step, &share));
  g_assert_cmpuint (step.months, ==, 1);
  g_assert_cmpfloat (share, ==, 1);

  for (guint i = 0; i < G_N_ELEMENTS (drifting); i++)
    drifting[i] = 600 * i + (i * 7 % 13) * 3;
  g_assert_true (scope_step_guess (drifting, G_N_ELEMENTS (drifting), &step, &share));
  g_assert_cmpfloat (step.seconds, ==, 600);
  g_assert_cmpfloat (step.tolerance, >=, 36);

  g_assert_false (scope_step_guess (backwards, G_N_ELEMENTS (backwards), &step, NULL));
  g_assert_false (scope_step_guess (hourly, 1, &step, NULL));
  g_assert_false (scope_step_guess (NULL, 0, &step, NULL));
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/time/formats", test_formats);
  g_test_add_func ("/time/no-times", test_no_times);
  g_test_add_func ("/time/texts", test_texts);
  g_test_add_func ("/time/split", test_split);
  g_test_add_func ("/time/steps", test_steps);
  g_test_add_func ("/time/months", test_months);
  g_test_add_func ("/time/guess", test_guess);
  return g_test_run ();
}
