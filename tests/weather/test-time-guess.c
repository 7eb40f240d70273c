/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-test.h"
#include "scope-time-guess.h"

#include <string.h>

static ScopeSeries *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  ScopeSeries *series = scope_series_read_bytes (bytes, "table.csv", NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return series;
}

static void
test_guess (void)
{
  static const struct
  {
    const char *table;
    const char *columns[5];
    const char *format; /* NULL: no time */
    gboolean ambiguous;
  } cases[] = {
    { "Date,T\n2020-01-01,1\n2020-01-02,2\n", { "Date" }, "%Y-%m-%d" },
    { "T,when\n1,2020-01-01T00:00:00Z\n2,2020-01-01T01:00:00Z\n",
      { "when" },
      "%Y-%m-%dT%H:%M:%S%z" },
    { "DATE,MONTH,T\n20000130,1,5\n20000131,1,6\n20000201,2,7\n", { "DATE" }, "%Y%m%d" },
    { "x,t\n1,01.02.2009 00:10:00\n2,01.02.2009 00:20:00\n", { "t" }, "%d.%m.%Y %H:%M:%S" },
    /* Only one way round reads all of it. */
    { "t,x\n1/12/2017 1:00,1\n1/13/2017 1:00,2\n", { "t" }, "%m/%d/%Y %H:%M" },
    { "t,x\n12/1/2017 1:00,1\n13/1/2017 1:00,2\n", { "t" }, "%d/%m/%Y %H:%M" },
    /* Both read; one of them steps evenly. */
    { "t,x\n01/02/2017 22:00,1\n01/02/2017 23:00,2\n02/02/2017 00:00,3\n02/02/2017 01:00,4\n",
      { "t" },
      "%d/%m/%Y %H:%M" },
    { "t,x\n02/01/2017 22:00,1\n02/01/2017 23:00,2\n02/02/2017 00:00,3\n02/02/2017 01:00,4\n",
      { "t" },
      "%m/%d/%Y %H:%M" },
    { "t,x\n01/01/2017,1\n02/02/2017,2\n03/03/2017,3\n", { "t" }, "%d/%m/%Y", TRUE },
    { "No,year,month,day,hour,T\n1,2010,1,1,0,5\n2,2010,1,1,1,6\n",
      { "year", "month", "day", "hour" },
      "%Y %m %d %H" },
    { "year,month,rain\n1959,11,193\n1959,12,295.4\n1960,1,10\n", { "year", "month" }, "%Y %m" },
    { "Data;Hora UTC;T\n2026/01/01;0000 UTC;1,5\n2026/01/01;0100 UTC;1,6\n",
      { "Data", "Hora UTC" },
      "%Y/%m/%d %H%M %Z" },
    { "date,hour,T\n2020-01-01,0,5\n2020-01-01,1,6\n", { "date", "hour" }, "%Y-%m-%d %H" },
    /* A sunrise is no time of the row, and a day is not a time of day. */
    { "time,sunrise,T\n2002-01-01,2002-01-01T07:30,5\n2002-01-02,2002-01-02T07:30,6\n",
      { "time" },
      "%Y-%m-%d" },
    { "dt,T\n1577836800,5\n1577840400,6\n", { "dt" }, "%s" },
    { "dt_iso,T\n2020-07-29 00:00:00 +0000 UTC,5\n2020-07-29 01:00:00 +0000 UTC,6\n",
      { "dt_iso" },
      "%Y-%m-%d %H:%M:%S %z %Z" },
    { "when,T\n03-Mar-1999 12:05 AM,5\n03-Mar-1999 01:05 AM,6\n", { "when" }, "%d-%b-%Y %I:%M %p" },
    { "timestamp,T\n1577836800.0,5\n1577840400.0,6\n", { "timestamp" }, "%s.%f" },
    { "time,T\n1577836800000,5\n1577840400000,6\n", { "time" }, "%s%f" },
    { "time,T\n1577836800000000000,5\n1577840400000000000,6\n", { "time" }, "%s%f" },
    /* Whatever its name is. */
    { "x,T\n1577836800,5\n1577840400,6\n1577844000,7\n", { "x" }, "%s" },
    { "T,x\n1,202101011200\n2,202101011300\n3,202101011400\n4,202101011500\n",
      { "x" },
      "%Y%m%d %H%M" },
    { "T,record\n1,500000001\n2,500000002\n3,500000003\n", { NULL }, NULL },
    { "T,radiation\n1,500000000\n2,500100000\n3,500900000\n", { NULL }, NULL },
    { "date,time,T\n20200101,0000,5\n20200101,0100,6\n", { "date", "time" }, "%Y%m%d %H%M" },
    /* "100" is one o'clock here, and nothing says so. */
    { "date,time,T\n20200101,0,5\n20200101,100,6\n", { "date" }, "%Y%m%d" },
    { "a,b\n1,2\n2,2\n4,7\n", { NULL }, NULL },
    { "name,b\nx,2\ny,2\nz,7\n", { NULL }, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ScopeSeries) series = read_text (cases[i].table);
      g_autoptr (ScopeTimeGuess) guess = scope_time_guess (series, NULL, 0);

      g_test_message ("%s", cases[i].table);
      if (cases[i].format == NULL)
        {
          g_assert_null (guess);
          continue;
        }

      g_assert_nonnull (guess);
      g_assert_cmpstr (guess->formats[0], ==, cases[i].format);
      g_assert_null (guess->formats[1]);
      for (guint k = 0; k < guess->n_columns; k++)
        g_assert_cmpstr (scope_series_get_column_name (series, guess->columns[k]), ==,
                         cases[i].columns[k]);
      g_assert_null (cases[i].columns[guess->n_columns]);
      g_assert_cmpuint (guess->n_read, ==, scope_series_get_n_rows (series));
      g_assert_cmpint (guess->ambiguous, ==, cases[i].ambiguous);
    }
}

/* Dates without a time at midnight, as some programs write them. */
static void
test_two_forms (void)
{
  g_autoptr (GString) table = g_string_new ("t,x\n");
  g_autoptr (ScopeSeries) series = NULL;
  g_autoptr (ScopeTimeGuess) guess = NULL;

  for (guint hour = 0; hour < 96; hour++)
    if (hour % 24 == 0)
      g_string_append_printf (table, "2020-03-%02u,1\n", 1 + hour / 24);
    else
      g_string_append_printf (table, "2020-03-%02u %02u:00:00,1\n", 1 + hour / 24, hour % 24);

  series = read_text (table->str);
  guess = scope_time_guess (series, NULL, 0);
  g_assert_nonnull (guess);
  g_assert_cmpstr (guess->formats[0], ==, "%Y-%m-%d %H:%M:%S");
  g_assert_cmpstr (guess->formats[1], ==, "%Y-%m-%d");
  g_assert_cmpuint (guess->n_read, ==, 96);
}

static void
test_given (void)
{
  g_autoptr (ScopeSeries) series = read_text ("y,m,d,T\n2010,1,31,1\n2010,2,1,2\n");
  const guint columns[] = { 0, 1, 2 };
  g_autoptr (ScopeTimeGuess) guess = scope_time_guess (series, columns, 3);

  g_assert_nonnull (guess);
  g_assert_cmpstr (guess->formats[0], ==, "%Y %m %d");
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/time-guess/guess", test_guess);
  g_test_add_func ("/time-guess/two-forms", test_two_forms);
  g_test_add_func ("/time-guess/given", test_given);
  return g_test_run ();
}
