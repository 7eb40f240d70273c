/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-csv-guess.h"
#include "scope-csv.h"
#include "scope-decimal.h"
#include "scope-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* As much of a table as is looked at. */
#define SAMPLE_RECORDS 400
#define SAMPLE_BYTES ((gsize) 1 << 20)

static const char separators[] = { ',', ';', '\t', '|' };

/* pandas' list without its texts of other programs' infinities, and the dashes of public weather
 * services. Numbers such as -9999 or 999.9 are not among them: in some tables they are values. */
static const char *const usual_missing[] = { "",     "NA",   "N/A",  "n/a",  "NaN",  "nan",
                                             "NAN",  "-nan", "-NaN", "NULL", "null", "Null",
                                             "None", "none", "#N/A", "#NA",  "<NA>", "-",
                                             "--",   "---",  "?",    NULL };

const char *const *
scope_csv_get_usual_missing (void)
{
  return usual_missing;
}

static gboolean
is_missing (const ScopeCsvField *field)
{
  for (guint i = 0; usual_missing[i] != NULL; i++)
    if (strlen (usual_missing[i]) == field->length
        && memcmp (usual_missing[i], field->text, field->length) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
is_number (const ScopeCsvField *field, char decimal)
{
  double value;

  return scope_decimal_read (field->text, field->length, decimal, &value);
}

/* How a number or a date begins. */
static gboolean
begins_like_data (const ScopeCsvField *field)
{
  const char *p = field->text;
  const char *end = p + field->length;

  if (p < end && (*p == '-' || *p == '+'))
    p++;
  if (p < end && (*p == '.' || *p == ','))
    p++;
  return p < end && g_ascii_isdigit (*p);
}

/* Whether the sample ends within the text, so that its last record may be cut. */
static gsize
get_sample_length (gsize length)
{
  return MIN (length, SAMPLE_BYTES);
}

/* The most common number of fields, and the share of the records that have it. */
static guint
find_usual_count (const char *data, gsize length, char separator, double *share)
{
  g_auto (ScopeCsv) csv = { 0 };
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer key, value;
  guint n_records = 0;
  guint best = 0;
  guint best_count = 0;

  scope_csv_init (&csv, data, get_sample_length (length), separator);
  while (n_records < SAMPLE_RECORDS)
    {
      ScopeCsvResult result = scope_csv_next (&csv);
      gpointer n_fields = GUINT_TO_POINTER (csv.n_fields);

      if (result == SCOPE_CSV_BLANK)
        continue;
      if (result != SCOPE_CSV_RECORD)
        break;
      n_records++;
      g_hash_table_insert (counts, n_fields, (char *) g_hash_table_lookup (counts, n_fields) + 1);
    }

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      guint n_fields = GPOINTER_TO_UINT (key);
      guint count = GPOINTER_TO_UINT (value);

      if (count > best_count || (count == best_count && n_fields > best))
        {
          best = n_fields;
          best_count = count;
        }
    }

  *share = n_records > 0 ? (double) best_count / n_records : 0;
  return best;
}

static guint
guess_separator (const char *data, gsize length, ScopeReading *reading)
{
  guint best = 1;
  double best_share = 0;

  if (reading->separator != 0)
    return find_usual_count (data, length, reading->separator, &best_share);

  reading->separator = ',';
  for (guint i = 0; i < G_N_ELEMENTS (separators); i++)
    {
      double share;
      guint n_fields = find_usual_count (data, length, separators[i], &share);

      if (n_fields < 2)
        continue;
      if (best < 2 || share > best_share + 0.02 || (share > best_share - 0.02 && n_fields > best))
        {
          best = n_fields;
          best_share = share;
          reading->separator = separators[i];
        }
    }

  return best;
}

/* A separator at the end of the header alone, or of the rows alone, makes one field more. */
static gboolean
is_usual_count (guint n_fields, guint usual)
{
  if (usual < 3)
    return n_fields == usual || (n_fields == usual + 1 && usual == 2);
  return n_fields + 1 >= usual && n_fields <= usual + 1;
}

static guint
guess_header_line (const char *data, gsize length, char separator, guint usual)
{
  g_auto (ScopeCsv) csv = { 0 };
  guint candidate = 0;

  scope_csv_init (&csv, data, get_sample_length (length), separator);
  for (;;)
    {
      guint64 line = csv.line;
      ScopeCsvResult result = scope_csv_next (&csv);

      if (result == SCOPE_CSV_BLANK)
        continue;
      if (result != SCOPE_CSV_RECORD)
        return candidate;

      if (!is_usual_count (csv.n_fields, usual))
        candidate = 0;
      else if (candidate == 0)
        candidate = (guint) MIN (line, G_MAXUINT);
      else
        return candidate;
    }
}

static char
guess_decimal (ScopeCsv *csv)
{
  guint n_points = 0;
  guint n_commas = 0;

  for (guint i = 0; i < SAMPLE_RECORDS; i++)
    {
      ScopeCsvResult result = scope_csv_next (csv);

      if (result != SCOPE_CSV_RECORD && result != SCOPE_CSV_BLANK)
        break;
      for (guint k = 0; k < csv->n_fields; k++)
        {
          const ScopeCsvField *field = &csv->fields[k];

          if (memchr (field->text, ',', field->length) != NULL && is_number (field, ','))
            n_commas++;
          else if (memchr (field->text, '.', field->length) != NULL && is_number (field, '.'))
            n_points++;
        }
    }

  return n_commas > n_points ? ',' : '.';
}

/* For each field of the record: '-' missing, 'n' a number, 'd' what begins like a date, 't'
 * words. */
static GByteArray *
get_pattern (ScopeCsv *csv, char decimal)
{
  GByteArray *pattern = g_byte_array_new ();

  for (guint i = 0; i < csv->n_fields; i++)
    {
      const ScopeCsvField *field = &csv->fields[i];
      guint8 kind = is_missing (field)           ? '-'
                    : is_number (field, decimal) ? 'n'
                    : begins_like_data (field)   ? 'd'
                                                 : 't';

      g_byte_array_append (pattern, &kind, 1);
    }

  return pattern;
}

/* Numbers and dates in the rows under words are a header's mark; the same under numbers are rows
 * without one. Lines of words between them are units. */
static gboolean
check_header (ScopeCsv *csv, ScopeReading *reading, gboolean guess_skipped, gboolean given,
              const char *name, GPtrArray *remarks, GError **error)
{
  g_autoptr (GByteArray) header = NULL;
  gboolean any_words = FALSE;
  guint n_words = 0;

  header = get_pattern (csv, reading->decimal);

  for (guint i = 0; i < 24; i++)
    {
      g_autoptr (GByteArray) row = NULL;
      ScopeCsvResult result = scope_csv_next (csv);
      guint n_under_words = 0;
      guint n_under_data = 0;
      guint n_data = 0;

      if (result == SCOPE_CSV_BLANK)
        {
          if (n_words == i)
            n_words++;
          continue;
        }
      if (result != SCOPE_CSV_RECORD)
        break;

      row = get_pattern (csv, reading->decimal);
      for (guint k = 0; k < MIN (row->len, header->len); k++)
        {
          if (row->data[k] != 'n' && row->data[k] != 'd')
            continue;
          n_data++;
          if (header->data[k] == 't')
            n_under_words++;
          else if (header->data[k] == row->data[k])
            n_under_data++;
        }

      if (n_data == 0)
        {
          any_words = TRUE;
          if (n_words == i)
            n_words++;
          continue;
        }

      if (n_under_words == 0 && n_under_data > 0 && !given)
        {
          g_autofree char *place = g_strdup_printf (_ ("%s, line %u"), name, reading->header_line);

          scope_error_set (
              error, SCOPE_ERROR_TABLE, place, _ ("numbers where the names of the columns belong"),
              _ ("a header line"),
              _ ("Add a first line that names each column, or say in the recipe's reading which "
                 "line is the header."));
          return FALSE;
        }

      /* Three lines of words at most are units and remarks; more of them are rows of text. */
      if (guess_skipped && any_words && n_words == i && n_words <= 3)
        {
          reading->lines_skipped_after_header = n_words;
          g_ptr_array_add (
              remarks,
              g_strdup_printf (ngettext ("%u line without numbers after the header was skipped.",
                                         "%u lines without numbers after the header were skipped.",
                                         n_words),
                               n_words));
        }
      break;
    }

  return TRUE;
}

gboolean
scope_csv_guess (const char *data, gsize length, const char *name, ScopeReading *reading,
                 GPtrArray *remarks, GError **error)
{
  g_auto (ScopeCsv) csv = { 0 };
  gboolean given = reading->header_line != 0;
  guint usual = guess_separator (data, length, reading);
  ScopeCsv rows;

  if (!given)
    reading->header_line = guess_header_line (data, length, reading->separator, usual);
  if (reading->header_line == 0)
    reading->header_line = 1;
  if (reading->header_line > 1 && !given)
    g_ptr_array_add (remarks,
                     g_strdup_printf (_ ("The names of the columns were found on line %u."),
                                      reading->header_line));

  scope_csv_init (&csv, data, get_sample_length (length), reading->separator);
  while (csv.line < reading->header_line && scope_csv_skip_line (&csv))
    ;
  if (scope_csv_next (&csv) != SCOPE_CSV_RECORD)
    return TRUE; /* the reading itself says what is wrong */

  if (reading->decimal == 0)
    {
      scope_csv_init (&rows, data, get_sample_length (length), reading->separator);
      rows.position = csv.position;
      rows.line = csv.line;
      reading->decimal = guess_decimal (&rows);
      scope_csv_clear (&rows);
    }

  return check_header (&csv, reading, !given && reading->lines_skipped_after_header == 0, given,
                       name, remarks, error);
}
