/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-csv-guess.h"
#include "scope-csv.h"
#include "scope-decimal.h"
#include "scope-error.h"
#include "scope-file.h"
#include "scope-netcdf.h"
#include "scope-reader.h"
#include "scope-series-private.h"
#include "scope-text.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

/* Rows between two looks at whoever waits. */
#define REPORT_ROWS 4096
#define READ_BYTES ((gsize) 1 << 20)
/* An error message quotes no more of a name. */
#define QUOTED_LETTERS 40

typedef struct
{
  ScopeSeries *series;
  ScopeCsv csv;
  gsize n_allocated;
  guint n_named;          /* columns without the nameless ones at the end */
  gboolean *filled;       /* for each column: something stands in it */
  gboolean numbers_first; /* no number is among the missing texts */
  gsize *missing_counts;  /* for each missing text */
  GPtrArray *remarks;
} TableReader;

/* Numbers that weather services write for "no value". They are values until the recipe says
 * otherwise. */
static const double sentinels[] = { -99,     -99.9,  -999,   -999.9, -9999,
                                    -9999.9, -99999, -32768, 9999,   99999 };

/* The same of services that write with decimals; but a pressure may be 999.9, so that only one far from all the rest is
 * worth the word. */
static const double far_sentinels[] = { 99.9, 99.99, 999, 999.9, 999.99, 9999.9, 999999 };

#define CLASSIC_ADVICE                                                                             \
  N_ ("Convert it to netCDF-4 (nccopy -k nc4), or export the grid point as CSV.")

static const struct
{
  const char *magic;
  gsize length;
  ScopeError code;
  const char *found;
  const char *advice;
} other_files[] = {
  { "\x89HDF\r\n\x1a\n", 8, SCOPE_ERROR_UNSUPPORTED, N_ ("an HDF5 file"),
    N_ ("Open it from where it is stored.") },
  { "CDF\x01", 4, SCOPE_ERROR_UNSUPPORTED, N_ ("a classic netCDF file"), CLASSIC_ADVICE },
  { "CDF\x02", 4, SCOPE_ERROR_UNSUPPORTED, N_ ("a classic netCDF file"), CLASSIC_ADVICE },
  { "CDF\x05", 4, SCOPE_ERROR_UNSUPPORTED, N_ ("a classic netCDF file"), CLASSIC_ADVICE },
  { "PK\x03\x04", 4, SCOPE_ERROR_TABLE, N_ ("an archive"), N_ ("Unpack it and open the table.") },
  { "\x1f\x8b", 2, SCOPE_ERROR_TABLE, N_ ("a compressed file"),
    N_ ("Unpack it and open the table.") },
  { "\x93NUMPY", 6, SCOPE_ERROR_TABLE, N_ ("a NumPy array, which has no names and no time"),
    N_ ("Save the table as CSV with a header and a column of time.") },
  { "version https://git-lfs", 23, SCOPE_ERROR_TABLE,
    N_ ("a Git LFS pointer: the table itself is kept elsewhere"),
    N_ ("Run “git lfs pull” in its folder.") },
};

static void
set_line_error (GError **error, const char *name, guint64 line, const char *found,
                const char *expected, const char *advice)
{
  g_autofree char *place = g_strdup_printf (_ ("%s, line %" G_GUINT64_FORMAT), name, line);

  scope_error_set (error, SCOPE_ERROR_TABLE, place, found, expected, advice);
}

/* What the tokenizer could not take. */
static void
set_csv_error (GError **error, const char *name, guint64 line, ScopeCsvResult result)
{
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;

  switch (result)
    {
    case SCOPE_CSV_OPEN_QUOTE:
      set_line_error (
          error, name, line, _ ("a quote that is never closed"),
          _ ("a second quote at the end of the field"),
          _ ("Correct that line, or ask for the whole file: it may have been cut off."));
      break;
    case SCOPE_CSV_TOO_LONG:
      expected = g_strdup_printf (_ ("at most %d MiB"), (int) (SCOPE_CSV_MAX_RECORD >> 20));
      set_line_error (error, name, line, _ ("a line longer than that of any table"), expected,
                      _ ("Check that the file is a table."));
      break;
    case SCOPE_CSV_TOO_MANY:
      found = g_strdup_printf (_ ("more than %d fields"), SCOPE_CSV_MAX_FIELDS);
      expected = g_strdup_printf (_ ("at most %d columns"), SCOPE_CSV_MAX_FIELDS);
      set_line_error (error, name, line, found, expected,
                      _ ("Save the columns that the model takes."));
      break;
    case SCOPE_CSV_BLANK:
    case SCOPE_CSV_END:
    case SCOPE_CSV_RECORD:
    default:
      set_line_error (error, name, line, _ ("no names of columns"), _ ("a header line"),
                      _ ("Check the recipe's reading: header_line."));
      break;
    }
}

static gboolean
grow (TableReader *self, GError **error)
{
  ScopeSeries *series = self->series;
  gsize n = MAX (1024, self->n_allocated * 2);
  gsize limit = SCOPE_SERIES_MAX_CELLS / series->n_columns;
  gboolean done;

  if (self->n_allocated >= limit)
    {
      g_autofree char *found = g_strdup_printf (
          _ ("more than %" G_GSIZE_FORMAT " rows of %u columns"), limit, series->n_columns);

      scope_error_set (error, SCOPE_ERROR_TABLE, series->name, found,
                       _ ("a table that fits in memory"),
                       _ ("Save fewer columns or a shorter period."));
      return FALSE;
    }

  n = MIN (n, limit);
  done = TRUE;
  for (guint i = 0; i < series->n_columns && done; i++)
    {
      double *values = g_try_renew (double, series->values[i], n);

      done = values != NULL;
      if (done)
        series->values[i] = values;
    }
  if (done)
    {
      guint32 *offsets = g_try_renew (guint32, series->offsets, n);
      guint32 *lines = NULL;

      if (offsets != NULL)
        {
          series->offsets = offsets;
          lines = g_try_renew (guint32, series->lines, n);
        }
      if (lines != NULL)
        series->lines = lines;
      done = lines != NULL;
    }

  if (!done)
    {
      scope_error_set (error, SCOPE_ERROR_TABLE, series->name,
                       _ ("more numbers than memory can hold"), NULL,
                       _ ("Save fewer columns or a shorter period."));
      return FALSE;
    }

  self->n_allocated = n;
  return TRUE;
}

/* A separator too many at the end of header or rows is no field. */
static gboolean
check_fields (TableReader *self, guint64 line, GError **error)
{
  ScopeSeries *series = self->series;
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;
  guint n_fields = self->csv.n_fields;

  while (n_fields > series->n_columns && self->csv.fields[n_fields - 1].length == 0)
    n_fields--;
  if (n_fields <= series->n_columns && n_fields >= self->n_named)
    return TRUE;

  found = g_strdup_printf (ngettext ("%u field", "%u fields", n_fields), n_fields);
  expected = g_strdup_printf (_ ("%u, as in the header on line %u"), self->n_named,
                              series->reading->header_line);
  set_line_error (
      error, series->name, line, found, expected,
      n_fields < self->n_named
          ? _ ("Complete that line; if it is the last one, the file may have been cut off.")
          : _ ("Correct that line: a field that holds the separator must stand in quotes."));
  return FALSE;
}

static void
take_row (TableReader *self, gsize row)
{
  ScopeSeries *series = self->series;
  const ScopeReading *reading = series->reading;

  for (guint i = 0; i < series->n_columns; i++)
    {
      const ScopeCsvField *field = i < self->csv.n_fields ? &self->csv.fields[i] : NULL;
      const char *text = field != NULL ? field->text : "";
      gsize length = field != NULL ? field->length : 0;
      double *value = &series->values[i][row];
      int missing;

      if (length > 0)
        self->filled[i] = TRUE;
      if (self->numbers_first && length > 0
          && scope_decimal_read (text, length, reading->decimal, value))
        continue;

      missing = scope_reading_find_missing (reading, text, length);
      if (missing < 0 && !self->numbers_first
          && scope_decimal_read (text, length, reading->decimal, value))
        continue;

      *value = NAN;
      if (missing >= 0)
        {
          series->n_missing[i]++;
          if (i < self->n_named)
            self->missing_counts[missing]++;
        }
      else if (field == NULL)
        series->n_missing[i]++;
      else
        series->n_text[i]++;
    }
}

static gboolean
read_rows (TableReader *self, GCancellable *cancellable, ScopeProgress *progress, GError **error)
{
  ScopeSeries *series = self->series;
  ScopeCsv *csv = &self->csv;

  for (;;)
    {
      gsize position = csv->position;
      guint64 line = csv->line;
      ScopeCsvResult result = scope_csv_next (csv);
      gsize row = series->n_rows;

      if (result == SCOPE_CSV_END)
        break;
      if (result == SCOPE_CSV_BLANK)
        continue;
      if (result != SCOPE_CSV_RECORD)
        {
          set_csv_error (error, series->name, line, result);
          return FALSE;
        }
      if (!check_fields (self, line, error))
        return FALSE;
      if (row == self->n_allocated && !grow (self, error))
        return FALSE;

      series->offsets[row] = (guint32) position;
      series->lines[row] = (guint32) line;
      take_row (self, row);
      series->n_rows++;

      if (series->n_rows % REPORT_ROWS == 0)
        {
          scope_progress_report (progress, csv->position, csv->length);
          if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
        }
    }

  scope_progress_report (progress, csv->length, csv->length);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* Nameless columns at the end in which nothing stands come from a separator at the end of each
 * line. */
static void
drop_empty_columns (TableReader *self)
{
  ScopeSeries *series = self->series;

  while (series->n_columns > self->n_named && !self->filled[series->n_columns - 1])
    {
      guint last = --series->n_columns;

      g_hash_table_remove (series->by_name, series->names[last]);
      g_clear_pointer (&series->names[last], g_free);
      g_clear_pointer (&series->labels[last], g_free);
      g_clear_pointer (&series->units[last], g_free);
      g_clear_pointer (&series->values[last], g_free);
    }
}

static void
remark_on_missing (TableReader *self)
{
  char **missing = self->series->reading->missing;

  for (guint i = 0; missing[i] != NULL; i++)
    if (self->missing_counts[i] > 0)
      g_ptr_array_add (
          self->remarks,
          *missing[i] == '\0'
              ? g_strdup_printf (ngettext ("%" G_GSIZE_FORMAT " empty cell was taken as missing.",
                                           "%" G_GSIZE_FORMAT " empty cells were taken as missing.",
                                           self->missing_counts[i]),
                                 self->missing_counts[i])
              : g_strdup_printf (ngettext ("%" G_GSIZE_FORMAT " cell “%s” was taken as missing.",
                                           "%" G_GSIZE_FORMAT " cells “%s” were taken as missing.",
                                           self->missing_counts[i]),
                                 self->missing_counts[i], missing[i]));
}

static void
remark_on_sentinel (TableReader *self, guint column, double sentinel)
{
  g_autofree char *number = g_strdup_printf ("%g", sentinel);

  g_ptr_array_add (
      self->remarks,
      g_strdup_printf (_ ("“%s” holds %s, which may mean “no value”; it was taken as a "
                          "number. If it is none, add it to reading.missing in the "
                          "recipe."),
                       self->series->names[column], number));
}

/* A number that many services write for "no value" and that is a column's very lowest or highest is
 * worth a word. */
static void
remark_on_sentinels (TableReader *self)
{
  ScopeSeries *series = self->series;

  for (guint i = 0; i < series->n_columns; i++)
    {
      double low = INFINITY, high = -INFINITY;
      double second = -INFINITY; /* the highest but those */

      for (gsize row = 0; row < series->n_rows; row++)
        {
          double value = series->values[i][row];

          if (value < low)
            low = value;
          if (value > high)
            {
              second = high;
              high = value;
            }
          else if (value > second && value < high)
            second = value;
        }

      for (guint k = 0; k < G_N_ELEMENTS (sentinels) && low < high; k++)
        if (sentinels[k] == (sentinels[k] < 0 ? low : high))
          remark_on_sentinel (self, i, sentinels[k]);
      for (guint k = 0; k < G_N_ELEMENTS (far_sentinels) && low < second; k++)
        if (far_sentinels[k] == high && high - second > second - low)
          remark_on_sentinel (self, i, far_sentinels[k]);
    }
}

static gboolean
check_table (TableReader *self, GError **error)
{
  ScopeSeries *series = self->series;
  g_autofree char *first = NULL;
  g_autofree char *found = NULL;

  if (series->n_rows == 0)
    {
      scope_error_set (error, SCOPE_ERROR_TABLE, series->name, _ ("a header and no rows"),
                       _ ("a row for each observation"), NULL);
      return FALSE;
    }

  for (guint i = 0; i < series->n_columns; i++)
    if (scope_series_is_numeric (series, i))
      return TRUE;

  first = g_utf8_strlen (series->names[0], -1) > QUOTED_LETTERS
              ? g_utf8_substring (series->names[0], 0, QUOTED_LETTERS)
              : g_strdup (series->names[0]);
  found =
      g_strdup_printf (ngettext ("%u column (“%s”), of text",
                                 "%u columns (the first: “%s”), all of text", series->n_columns),
                       series->n_columns, first);
  scope_error_set (error, SCOPE_ERROR_TABLE, series->name, found,
                   _ ("at least one column of numbers under a header line"),
                   _ ("Save the observations as comma-, semicolon- or tab-separated text."));
  return FALSE;
}

static gboolean
read_header (TableReader *self, const char *name, ScopeReading *reading, GBytes *text,
             GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  gsize length;
  const char *data = g_bytes_get_data (text, &length);
  guint64 line;
  ScopeCsvResult result;

  scope_csv_init (&self->csv, data, length, reading->separator);
  while (self->csv.line < reading->header_line && scope_csv_skip_line (&self->csv))
    ;

  line = self->csv.line;
  result = scope_csv_next (&self->csv);
  if (result != SCOPE_CSV_RECORD)
    {
      set_csv_error (error, name, line, result);
      return FALSE;
    }

  for (guint i = 0; i < self->csv.n_fields; i++)
    {
      g_ptr_array_add (names, scope_csv_field_dup (&self->csv.fields[i]));
      if (self->csv.fields[i].length > 0)
        self->n_named = i + 1;
    }
  if (self->n_named == 0)
    {
      set_csv_error (error, name, line, SCOPE_CSV_END);
      return FALSE;
    }

  for (guint i = 0; i < reading->lines_skipped_after_header; i++)
    scope_csv_skip_line (&self->csv);

  self->series =
      scope_series_alloc (name, names->len, (const char *const *) (gpointer) names->pdata);
  self->series->text = g_bytes_ref (text);
  self->filled = g_new0 (gboolean, names->len);
  return TRUE;
}

static void
table_reader_clear (TableReader *self)
{
  scope_csv_clear (&self->csv);
  g_clear_pointer (&self->series, scope_series_unref);
  g_clear_pointer (&self->filled, g_free);
  g_clear_pointer (&self->missing_counts, g_free);
  g_clear_pointer (&self->remarks, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TableReader, table_reader_clear)

static gboolean
check_kind (GBytes *bytes, const char *name, const ScopeReading *reading, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  for (guint i = 0; i < G_N_ELEMENTS (other_files); i++)
    if (length >= other_files[i].length
        && memcmp (data, other_files[i].magic, other_files[i].length) == 0)
      {
        scope_error_set (error, other_files[i].code, name, _ (other_files[i].found),
                         _ ("a table as text: comma-, semicolon- or tab-separated"),
                         _ (other_files[i].advice));
        return FALSE;
      }

  if (length == 0)
    {
      scope_error_set (error, SCOPE_ERROR_TABLE, name, _ ("an empty file"), _ ("a table as text"),
                       NULL);
      return FALSE;
    }
  if (length > SCOPE_SERIES_MAX_BYTES)
    {
      scope_error_set (error, SCOPE_ERROR_TABLE, name, _ ("more than 1 GiB of text"),
                       _ ("a smaller table"), _ ("Save fewer columns or a shorter period."));
      return FALSE;
    }
  if (reading != NULL && reading->kind == SCOPE_READING_NETCDF)
    {
      scope_error_set (error, SCOPE_ERROR_RECIPE, name, _ ("text"),
                       _ ("netCDF, as the recipe's reading.kind says"),
                       _ ("Choose the table that the recipe was made for."));
      return FALSE;
    }

  return TRUE;
}

ScopeSeries *
scope_series_read_bytes (GBytes *bytes, const char *name, const ScopeReading *reading,
                         GCancellable *cancellable, ScopeProgress *progress, GError **error)
{
  g_auto (TableReader) self = { 0 };
  g_autoptr (ScopeReading) known = NULL;
  g_autoptr (GBytes) text = NULL;
  g_autofree char *encoding = NULL;
  gboolean usual_missing;
  gsize length;
  const char *data;
  double value;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (!check_kind (bytes, name, reading, error))
    return NULL;

  known = reading != NULL ? scope_reading_copy (reading) : scope_reading_new ();
  self.remarks = g_ptr_array_new_with_free_func (g_free);

  text = scope_text_decode (bytes, name, known->encoding, &encoding, error);
  if (text == NULL)
    return NULL;
  if (known->encoding == NULL && !g_str_has_prefix (encoding, "utf"))
    g_ptr_array_add (self.remarks,
                     g_strdup_printf (_ ("The text is no UTF-8; it was read as %s."), encoding));
  g_free (known->encoding);
  known->encoding = g_steal_pointer (&encoding);

  data = g_bytes_get_data (text, &length);
  if (!scope_csv_guess (data, length, name, known, self.remarks, error))
    return NULL;
  if (reading == NULL || reading->decimal == 0)
    if (known->decimal == ',')
      g_ptr_array_add (self.remarks, g_strdup (_ ("Numbers were read with a decimal comma.")));

  usual_missing = known->missing == NULL;
  if (usual_missing)
    known->missing = g_strdupv ((char **) scope_csv_get_usual_missing ());
  self.missing_counts = g_new0 (gsize, g_strv_length (known->missing) + 1);
  self.numbers_first = TRUE;
  for (guint i = 0; known->missing[i] != NULL; i++)
    if (scope_decimal_read (known->missing[i], strlen (known->missing[i]), known->decimal, &value))
      self.numbers_first = FALSE;

  if (!read_header (&self, name, known, text, error))
    return NULL;
  self.series->reading = g_steal_pointer (&known);

  if (!read_rows (&self, cancellable, progress, error))
    return NULL;
  drop_empty_columns (&self);
  if (!check_table (&self, error))
    return NULL;

  if (usual_missing)
    {
      remark_on_missing (&self);
      remark_on_sentinels (&self);
    }
  g_ptr_array_add (self.remarks, NULL);
  self.series->remarks = (char **) g_ptr_array_steal (self.remarks, NULL);
  return g_steal_pointer (&self.series);
}

/* The whole file, at most as long as it was when it was opened. */
static GBytes *
load (int fd, gsize n_bytes, const char *name, GCancellable *cancellable, GError **error)
{
  g_autofree char *data = g_try_malloc (n_bytes + 1);
  gsize n_read = 0;

  while (data != NULL && n_read < n_bytes)
    {
      gssize n = read (fd, data + n_read, MIN (n_bytes - n_read, READ_BYTES));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          scope_error_set (error, SCOPE_ERROR_UNREADABLE, name, g_strerror (errno),
                           _ ("a file to read"), NULL);
          return NULL;
        }
      if (n == 0)
        break;
      n_read += (gsize) n;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
    }

  if (data == NULL)
    {
      scope_error_set (error, SCOPE_ERROR_TABLE, name, _ ("more text than memory can hold"), NULL,
                       _ ("Save fewer columns or a shorter period."));
      return NULL;
    }

  return g_bytes_new_take (g_steal_pointer (&data), n_read);
}

static ScopeSeries *
read_netcdf (const char *path, const ScopeReading *reading, GCancellable *cancellable,
             ScopeProgress *progress, GError **error)
{
  g_autoptr (ScopeImage) image =
      scope_reader_open (path, SCOPE_READER_WHOLE, cancellable, progress, error);

  return image != NULL ? scope_netcdf_read_image (image, reading, error) : NULL;
}

ScopeSeries *
scope_series_read (const char *path, const ScopeReading *reading, GCancellable *cancellable,
                   ScopeProgress *progress, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;
  ScopeFileKind kind;
  guint64 n_bytes;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  if (!scope_reader_sniff (path, &kind, error))
    return NULL;
  if (kind == SCOPE_FILE_HDF5)
    return read_netcdf (path, reading, cancellable, progress, error);

  fd = scope_file_open (path, &n_bytes, error);
  if (fd < 0)
    return NULL;

  base = g_path_get_basename (path);
  name = g_filename_display_name (base);
  if (n_bytes > SCOPE_SERIES_MAX_BYTES)
    scope_error_set (error, SCOPE_ERROR_TABLE, name, _ ("more than 1 GiB of text"),
                     _ ("a smaller table"), _ ("Save fewer columns or a shorter period."));
  else
    bytes = load (fd, (gsize) n_bytes, name, cancellable, error);
  close (fd);

  return bytes != NULL
             ? scope_series_read_bytes (bytes, name, reading, cancellable, progress, error)
             : NULL;
}
