/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-series.h"
#include "scope-test.h"

#include <math.h>
#include <string.h>

static ScopeSeries *
read_bytes (const char *data, gsize length, const ScopeReading *reading, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, length);

  return scope_series_read_bytes (bytes, "table.csv", reading, NULL, NULL, error);
}

static ScopeSeries *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  ScopeSeries *series = read_bytes (text, strlen (text), NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (series);
  return series;
}

static void
assert_cell (ScopeSeries *series, guint column, gsize row, const char *expected)
{
  g_autofree char *text = scope_series_dup_text (series, column, row);

  g_assert_cmpstr (text, ==, expected);
}

static gboolean
has_remark (ScopeSeries *series, const char *word)
{
  const char *const *remarks = scope_series_get_remarks (series);

  for (guint i = 0; remarks[i] != NULL; i++)
    if (strstr (remarks[i], word) != NULL)
      return TRUE;

  return FALSE;
}

static void
test_plain (void)
{
  g_autoptr (ScopeSeries) series = read_text ("time,T (degC),p [hPa],note\n"
                                              "2020-01-01 00:00, -8.05 ,1000.5,fog\n"
                                              "\n"
                                              "2020-01-01 01:00,NA,x,\n"
                                              "  \n"
                                              "2020-01-01 02:00,1e1,,\"a, \"\"b\"\"\"\n");
  const double *t = scope_series_get_values (series, 1);
  guint column;

  g_assert_cmpuint (scope_series_get_n_rows (series), ==, 3);
  g_assert_cmpuint (scope_series_get_n_columns (series), ==, 4);
  g_assert_cmpstr (scope_series_get_column_name (series, 1), ==, "T (degC)");
  g_assert_cmpstr (scope_series_get_column_label (series, 1), ==, "T");
  g_assert_cmpstr (scope_series_get_column_unit (series, 1), ==, "degC");
  g_assert_cmpstr (scope_series_get_column_unit (series, 2), ==, "hPa");
  g_assert_cmpstr (scope_series_get_column_unit (series, 3), ==, "");
  g_assert_cmpfloat (t[0], ==, -8.05);
  g_assert_true (isnan (t[1]));
  g_assert_cmpfloat (t[2], ==, 10);
  g_assert_cmpuint (scope_series_get_n_missing (series, 1), ==, 1);
  g_assert_cmpuint (scope_series_get_n_text (series, 1), ==, 0);
  g_assert_cmpuint (scope_series_get_n_missing (series, 2), ==, 1);
  g_assert_cmpuint (scope_series_get_n_text (series, 2), ==, 1);
  g_assert_true (scope_series_is_numeric (series, 1));
  g_assert_true (scope_series_is_numeric (series, 2));
  g_assert_false (scope_series_is_numeric (series, 3));
  g_assert_cmpuint (scope_series_get_line (series, 1), ==, 4);
  g_assert_cmpuint (scope_series_get_line (series, 2), ==, 6);
  assert_cell (series, 3, 2, "a, \"b\"");
  assert_cell (series, 1, 0, "-8.05");
  g_assert_true (scope_series_is_missing (series, 1, 1));
  g_assert_false (scope_series_is_missing (series, 2, 1));
  g_assert_true (scope_series_find_column (series, " p [hPa] ", &column));
  g_assert_cmpuint (column, ==, 2);
  g_assert_false (scope_series_find_column (series, "p", NULL));
  g_assert_true (has_remark (series, "“NA”"));
}

/* The same two rows in every usual form. */
static void
test_forms (void)
{
  static const struct
  {
    const char *what;
    const char *data;
    gsize length; /* 0: a string */
    char separator;
    char decimal;
    guint header_line;
  } forms[] = {
    { "LF", "d,T\n2020-01-01,1.5\n2020-01-02,2.5\n", 0, ',', '.', 1 },
    { "CRLF", "d,T\r\n2020-01-01,1.5\r\n2020-01-02,2.5\r\n", 0, ',', '.', 1 },
    { "CR", "d,T\r2020-01-01,1.5\r2020-01-02,2.5\r", 0, ',', '.', 1 },
    { "mixed", "d,T\r\n2020-01-01,1.5\r2020-01-02,2.5\n", 0, ',', '.', 1 },
    { "no end", "d,T\n2020-01-01,1.5\n2020-01-02,2.5", 0, ',', '.', 1 },
    { "semicolon", "d;T\n2020-01-01;1,5\n2020-01-02;2,5\n", 0, ';', ',', 1 },
    { "semicolon and point", "d;T\n2020-01-01;1.5\n2020-01-02;2.5\n", 0, ';', '.', 1 },
    { "tab", "d\tT\n2020-01-01\t1.5\n2020-01-02\t2.5\n", 0, '\t', '.', 1 },
    { "quoted", "\"d\",\"T\"\n\"2020-01-01\",\"1.5\"\n\"2020-01-02\",\"2.5\"\n", 0, ',', '.', 1 },
    { "mark",
      "\xEF\xBB\xBF"
      "d,T\n2020-01-01,1.5\n2020-01-02,2.5\n",
      0, ',', '.', 1 },
    { "UTF-16",
      "\xFF\xFE"
      "d\0,\0T\0\n\0"
      "2\0,\0"
      "1\0.\0"
      "5\0\n\0"
      "3\0,\0"
      "2\0.\0"
      "5\0\n\0",
      34, ',', '.', 1 },
    { "trailing separators", "d,T,\n2020-01-01,1.5,\n2020-01-02,2.5,\n", 0, ',', '.', 1 },
    { "trailing in rows", "d,T\n2020-01-01,1.5,\n2020-01-02,2.5,\n", 0, ',', '.', 1 },
    { "trailing in header", "d,T,\n2020-01-01,1.5\n2020-01-02,2.5\n", 0, ',', '.', 1 },
    { "preamble", "STATION:;X\nLAT:;1,2\n\nd;T;p;q;r\n2020-01-01;1,5;1;1;1\n2020-01-02;2,5;1;1;1\n",
      0, ';', ',', 4 },
    { "units", "d,T\n-,degC\n2020-01-01,1.5\n2020-01-02,2.5\n", 0, ',', '.', 1 },
    { "a declared separator", "sep=;\nd;T\n2020-01-01;1.5\n2020-01-02;2.5\n", 0, ';', '.', 2 },
    { "comments with as many fields", "#a,12\n#b,3\nd,T\n2020-01-01,1.5\n2020-01-02,2.5\n", 0, ',',
      '.', 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize length = forms[i].length > 0 ? forms[i].length : strlen (forms[i].data);
      g_autoptr (ScopeSeries) series = read_bytes (forms[i].data, length, NULL, &error);
      const double *t;

      g_test_message ("%s", forms[i].what);
      g_assert_no_error (error);
      g_assert_cmpuint (scope_series_get_n_rows (series), ==, 2);
      g_assert_cmpuint (scope_series_get_n_columns (series), ==, i == 14 ? 5 : 2);
      g_assert_cmpstr (scope_series_get_column_name (series, 0), ==, "d");
      g_assert_cmpstr (scope_series_get_column_name (series, 1), ==, "T");
      g_assert_cmpint (scope_series_get_reading (series)->separator, ==, forms[i].separator);
      g_assert_cmpint (scope_series_get_reading (series)->decimal, ==, forms[i].decimal);
      g_assert_cmpuint (scope_series_get_reading (series)->header_line, ==, forms[i].header_line);
      t = scope_series_get_values (series, 1);
      g_assert_cmpfloat (t[0], ==, 1.5);
      g_assert_cmpfloat (t[1], ==, 2.5);
    }
}

/* As many decimal commas in each row as there are semicolons: both cut the rows into three. */
static void
test_decimal_commas (void)
{
  g_autoptr (GString) text = g_string_new ("Zeit;T (°C);H\n");
  g_autoptr (ScopeSeries) series = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (text, "01.03.2021 %02u:%02u;%u,5;5%u,25\n", i / 10, i % 10, i % 10,
                            i % 10);
  series = read_text (text->str);

  g_assert_cmpuint (scope_series_get_n_columns (series), ==, 3);
  g_assert_cmpuint (scope_series_get_n_rows (series), ==, 100);
  g_assert_cmpstr (scope_series_get_column_name (series, 1), ==, "T (°C)");
  g_assert_cmpfloat (scope_series_get_values (series, 1)[7], ==, 7.5);
  g_assert_cmpfloat (scope_series_get_values (series, 2)[99], ==, 59.25);
}

/* A header of comments' kind keeps its names where nothing but rows follows. */
static void
test_hash_header (void)
{
  g_autoptr (ScopeSeries) series =
      read_text ("# a file of, commas\n#time,T\n2020-01-01,1\n2020-01-02,2\n");

  g_assert_cmpuint (scope_series_get_n_rows (series), ==, 2);
  g_assert_cmpstr (scope_series_get_column_name (series, 0), ==, "#time");
}

static void
test_latin_1 (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeReading) reading = scope_reading_new ();
  static const char text[] = "T (\xB0"
                             "C);B\xF6"
                             "en\n1,5;2\n";
  g_autoptr (ScopeSeries) guessed = read_bytes (text, strlen (text), NULL, &error);
  g_autoptr (ScopeSeries) said = NULL;
  g_autoptr (ScopeSeries) wrong = NULL;
  g_autoptr (ScopeSeries) none = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (scope_series_get_column_unit (guessed, 0), ==, "°C");
  g_assert_cmpstr (scope_series_get_column_name (guessed, 1), ==, "Böen");
  g_assert_true (has_remark (guessed, "UTF-8"));

  reading->encoding = g_strdup ("latin-1");
  said = read_bytes (text, strlen (text), reading, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (scope_series_get_column_name (said, 1), ==, "Böen");
  g_assert_cmpstr (scope_series_get_reading (said)->encoding, ==, "latin-1");

  g_free (reading->encoding);
  reading->encoding = g_strdup ("utf-8");
  wrong = read_bytes (text, strlen (text), reading, &error);
  g_assert_null (wrong);
  scope_assert_error (error, SCOPE_ERROR_TABLE, "line 1", "0xB0", "UTF-8");
  g_clear_error (&error);

  g_free (reading->encoding);
  reading->encoding = g_strdup ("klingon-8");
  none = read_bytes (text, strlen (text), reading, &error);
  g_assert_null (none);
  scope_assert_error (error, SCOPE_ERROR_UNSUPPORTED, "klingon-8");
}

static void
test_reading (void)
{
  static const char text[] = "a table\nt,x\n(unit),(unit)\n0,-999\n1,5\n2,\n";
  static const char *const missing[] = { "-999", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeReading) reading = scope_reading_new ();
  g_autoptr (ScopeSeries) series = NULL;

  reading->separator = ',';
  reading->header_line = 2;
  reading->lines_skipped_after_header = 1;
  reading->missing = g_strdupv ((char **) missing);
  series = read_bytes (text, strlen (text), reading, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (scope_series_get_n_rows (series), ==, 3);
  /* An empty cell is text where only -999 is missing. */
  g_assert_cmpuint (scope_series_get_n_missing (series, 1), ==, 1);
  g_assert_cmpuint (scope_series_get_n_text (series, 1), ==, 1);
  g_assert_true (isnan (scope_series_get_values (series, 1)[0]));
  g_assert_cmpfloat (scope_series_get_values (series, 1)[1], ==, 5);
}

static void
test_sentinel (void)
{
  g_autoptr (ScopeSeries) series = read_text ("t,x,p\n0,-9999,999.9\n1,5,998.1\n2,6,1001\n");

  /* Values until somebody says otherwise. */
  g_assert_cmpfloat (scope_series_get_values (series, 1)[0], ==, -9999);
  g_assert_true (has_remark (series, "-9999"));
  g_assert_false (has_remark (series, "“p”"));

  /* GSOD's, far from every temperature. */
  g_clear_pointer (&series, scope_series_unref);
  series = read_text ("t,x,p\n0,999.9,999.9\n1,5,998.1\n2,6,998.5\n");
  g_assert_true (has_remark (series, "“x” holds 999.9"));
  g_assert_true (has_remark (series, "“p”"));
  g_clear_pointer (&series, scope_series_unref);
  series = read_text ("t,p\n0,999.9\n1,997.1\n2,998.5\n");
  g_assert_false (has_remark (series, "“p”"));
}

static void
test_names (void)
{
  g_autoptr (ScopeSeries) series = read_text ("t,x,x,,flow (m (s)),(only)\n0,1,2,3,4,5\n");

  g_assert_cmpstr (scope_series_get_column_name (series, 1), ==, "x");
  g_assert_cmpstr (scope_series_get_column_name (series, 2), ==, "x.1");
  g_assert_cmpstr (scope_series_get_column_name (series, 3), ==, "column 4");
  g_assert_cmpstr (scope_series_get_column_unit (series, 4), ==, "m (s)");
  g_assert_cmpstr (scope_series_get_column_label (series, 4), ==, "flow");
  g_assert_cmpstr (scope_series_get_column_label (series, 5), ==, "(only)");
  g_assert_cmpstr (scope_series_get_column_unit (series, 5), ==, "");
}

static void
test_errors (void)
{
  static const struct
  {
    const char *data;
    gsize length;
    ScopeError code;
    const char *words[4];
  } cases[] = {
    { "", 0, SCOPE_ERROR_TABLE, { "empty" } },
    { "t,x\n", 0, SCOPE_ERROR_TABLE, { "no rows" } },
    { "t,x\n0,1\n1,2\n2\n", 0, SCOPE_ERROR_TABLE, { "line 4", "1 field", "2, as in the header" } },
    { "t,x\n0,1\n1,2,3\n2,4\n", 0, SCOPE_ERROR_TABLE, { "line 3", "3 fields", "quotes" } },
    { "t,x\n0,1\n1,\"2\n2,4\n", 0, SCOPE_ERROR_TABLE, { "line 3", "quote" } },
    { "a,b\nx,y\nz,w\n", 0, SCOPE_ERROR_TABLE, { "text", "numbers" } },
    { "0,1\n1,2\n2,3\n", 0, SCOPE_ERROR_TABLE, { "line 1", "numbers", "header" } },
    { "t,x\n0,\0\n", 8, SCOPE_ERROR_TABLE, { "line 2", "zero byte" } },
    { "PK\003\004rest", 0, SCOPE_ERROR_TABLE, { "archive", "Unpack" } },
    { "\x1f\x8b\x08rest", 0, SCOPE_ERROR_TABLE, { "compressed" } },
    { "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n",
      0,
      SCOPE_ERROR_TABLE,
      { "Git LFS", "git lfs pull" } },
    { "\x93NUMPY\x01", 0, SCOPE_ERROR_TABLE, { "NumPy" } },
    { "CDF\001rest", 0, SCOPE_ERROR_UNSUPPORTED, { "netCDF" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize length = cases[i].length > 0 ? cases[i].length : strlen (cases[i].data);
      g_autoptr (ScopeSeries) series = read_bytes (cases[i].data, length, NULL, &error);

      g_assert_null (series);
      g_assert_error (error, SCOPE_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, "table.csv"));
      for (guint k = 0; k < G_N_ELEMENTS (cases[i].words) && cases[i].words[k] != NULL; k++)
        if (strstr (error->message, cases[i].words[k]) == NULL)
          g_error ("“%s” is not in: %s", cases[i].words[k], error->message);
    }
}

static void
test_paths (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *folder = scope_test_make_folder ();
  g_autofree char *missing = g_build_filename (folder, "none.csv", NULL);
  g_autofree char *path = scope_test_write (folder, "a.csv", "t,x\n0,1\n", 8);

  g_assert_null (scope_series_read (missing, NULL, NULL, NULL, &error));
  scope_assert_error (error, SCOPE_ERROR_UNREADABLE, "none.csv");
  g_clear_error (&error);
  g_assert_null (scope_series_read (folder, NULL, NULL, NULL, &error));
  scope_assert_error (error, SCOPE_ERROR_UNREADABLE, "folder");
  g_clear_error (&error);
  g_assert_null (scope_series_read ("/dev/zero", NULL, NULL, NULL, &error));
  scope_assert_error (error, SCOPE_ERROR_UNREADABLE, "/dev/zero");
  g_clear_error (&error);

  g_cancellable_cancel (cancellable);
  g_assert_null (scope_series_read (path, NULL, cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  {
    g_autoptr (ScopeSeries) series = scope_series_read (path, NULL, NULL, NULL, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (scope_series_get_name (series), ==, "a.csv");
  }

  scope_test_remove_folder (folder);
}

static void
test_limits (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) wide = g_string_new ("c0");
  g_autofree char *line = g_strnfill ((gsize) 20 << 20, 'x');
  g_autofree char *table = NULL;

  for (guint i = 1; i < 100000; i++)
    g_string_append_printf (wide, ",c%u", i);
  g_string_append_c (wide, '\n');
  g_assert_null (read_bytes (wide->str, wide->len, NULL, &error));
  scope_assert_error (error, SCOPE_ERROR_TABLE, "line 1", "more than 16384");
  g_clear_error (&error);

  table = g_strdup_printf ("t,x\n0,%s\n", line);
  g_assert_null (read_bytes (table, strlen (table), NULL, &error));
  scope_assert_error (error, SCOPE_ERROR_TABLE, "line 2", "longer");
}

/* Any bytes at all give a table or an error with words; sanitizers watch the rest. */
static void
test_hostile (void)
{
  static const char seed[] =
      "\"time\",T (degC);p\tq\r\n2020-01-01 00:00,-8.05e3,\"a \"\"b\"\"\",NA\n"
      "2020-01-01 01:00,1,\"x,y\",3\r2020-01-01 02:00,2,,4\n\n";
  static const char bytes[] = "\"\",;\t\r\n\n0123456789.-+eE ()[]\xff\xfe\xc3\xb0\x80|:TZ";
  g_autoptr (GRand) rand = g_rand_new_with_seed (20);
  guint n_tables = 0;

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GByteArray) data = g_byte_array_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (ScopeSeries) series = NULL;
      guint n_changes = (guint) g_rand_int_range (rand, 1, 12);

      g_byte_array_append (data, (const guint8 *) seed, sizeof seed - 1);
      for (guint k = 0; k < n_changes && data->len > 0; k++)
        {
          guint at = (guint) g_rand_int_range (rand, 0, (int) data->len);
          guint8 byte = (guint8) bytes[g_rand_int_range (rand, 0, sizeof bytes)];

          switch (g_rand_int_range (rand, 0, 4))
            {
            case 0:
              data->data[at] = byte;
              break;
            case 1:
              g_byte_array_remove_index (data, at);
              break;
            case 2:
              g_byte_array_set_size (data, at);
              break;
            default:
              {
                guint n = MIN (data->len - at, 40);
                g_autofree guint8 *again = g_memdup2 (data->data + at, n);

                g_byte_array_append (data, again, n);
                break;
              }
            }
        }

      series = read_bytes ((const char *) data->data, data->len, NULL, &error);
      g_assert_true ((series == NULL) == (error != NULL));
      if (series == NULL)
        {
          g_assert_cmpint (error->domain, ==, SCOPE_ERROR);
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
          continue;
        }

      n_tables++;
      for (guint column = 0; column < scope_series_get_n_columns (series); column++)
        {
          g_autofree char *text =
              scope_series_dup_text (series, column, scope_series_get_n_rows (series) - 1);

          g_assert_true (g_utf8_validate (text, -1, NULL));
        }
    }

  /* Neither all refused nor all taken. */
  g_assert_cmpuint (n_tables, >, 500);
  g_assert_cmpuint (n_tables, <, 19500);
}

static void
test_numbers (void)
{
  const double t[] = { 1, NAN, 0.1 };
  const double *values[] = { t };
  const char *const names[] = { "T (K)" };
  g_autoptr (ScopeSeries) series = scope_series_new ("numbers", 3, 1, names, values);

  g_assert_cmpuint (scope_series_get_n_missing (series, 0), ==, 1);
  g_assert_cmpstr (scope_series_get_column_unit (series, 0), ==, "K");
  assert_cell (series, 0, 0, "1");
  assert_cell (series, 0, 1, "");
  assert_cell (series, 0, 2, "0.1");
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/series/plain", test_plain);
  g_test_add_func ("/series/forms", test_forms);
  g_test_add_func ("/series/decimal-commas", test_decimal_commas);
  g_test_add_func ("/series/hash-header", test_hash_header);
  g_test_add_func ("/series/latin-1", test_latin_1);
  g_test_add_func ("/series/reading", test_reading);
  g_test_add_func ("/series/sentinel", test_sentinel);
  g_test_add_func ("/series/names", test_names);
  g_test_add_func ("/series/errors", test_errors);
  g_test_add_func ("/series/paths", test_paths);
  g_test_add_func ("/series/limits", test_limits);
  g_test_add_func ("/series/hostile", test_hostile);
  g_test_add_func ("/series/numbers", test_numbers);
  return g_test_run ();
}
