/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-csv-guess.h"
#include "scope-csv.h"
#include "scope-decimal.h"
#include "scope-error.h"

#include <glib/gi18n.h>
#include <math.h>
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

/* How the sample looks when it is cut at one separator. */
typedef struct
{
  guint n_fields; /* of most records */
  double share;   /* of the records that have so many */
  double clean;   /* of the fields that hold no other separator */
} Cut;

/* Whether none of the other separators stands in the field, where no number's decimal comma is one. */
static gboolean
is_clean (const ScopeCsvField *field, char separator)
{
  if (field->quoted || is_number (field, ','))
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (separators); i++)
    if (separators[i] != separator && memchr (field->text, separators[i], field->length) != NULL)
      return FALSE;

  return TRUE;
}

static void
measure_cut (const char *data, gsize length, char separator, Cut *cut)
{
  g_auto (ScopeCsv) csv = { 0 };
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer key, value;
  guint n_records = 0;
  guint n_fields = 0;
  guint n_clean = 0;
  guint best_count = 0;

  *cut = (Cut){ 0 };
  scope_csv_init (&csv, data, get_sample_length (length), separator);
  while (n_records < SAMPLE_RECORDS)
    {
      ScopeCsvResult result = scope_csv_next (&csv);
      gpointer count = GUINT_TO_POINTER (csv.n_fields);

      if (result == SCOPE_CSV_BLANK)
        continue;
      if (result != SCOPE_CSV_RECORD)
        break;
      n_records++;
      n_fields += csv.n_fields;
      for (guint i = 0; i < csv.n_fields; i++)
        n_clean += is_clean (&csv.fields[i], separator);
      g_hash_table_insert (counts, count, (char *) g_hash_table_lookup (counts, count) + 1);
    }

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      guint fields = GPOINTER_TO_UINT (key);
      guint count = GPOINTER_TO_UINT (value);

      if (count > best_count || (count == best_count && fields > cut->n_fields))
        {
          cut->n_fields = fields;
          best_count = count;
        }
    }

  if (n_records > 0)
    {
      cut->share = (double) best_count / n_records;
      cut->clean = (double) n_clean / n_fields;
    }
}

/* Decimal commas cut as evenly as the semicolons between them: then the fields in which the other separator is left speak
 * against a cut, and only where none do, the number of fields decides. */
static gboolean
is_better_cut (const Cut *cut, const Cut *best)
{
  if (best->n_fields < 2 || cut->share > best->share + 0.02)
    return TRUE;
  if (cut->share < best->share - 0.02)
    return FALSE;
  if (fabs (cut->clean - best->clean) > 0.1)
    return cut->clean > best->clean;
  return cut->n_fields > best->n_fields;
}

static guint
guess_separator (const char *data, gsize length, ScopeReading *reading)
{
  Cut best = { .n_fields = 1 };

  if (reading->separator != 0)
    {
      measure_cut (data, length, reading->separator, &best);
      return best.n_fields;
    }

  reading->separator = ',';
  for (guint i = 0; i < G_N_ELEMENTS (separators); i++)
    {
      Cut cut;

      measure_cut (data, length, separators[i], &cut);
      if (cut.n_fields >= 2 && is_better_cut (&cut, &best))
        {
          best = cut;
          reading->separator = separators[i];
        }
    }

  return best.n_fields;
}

/* A separator at the end of the header alone, or of the rows alone, makes one field more. */
static gboolean
is_usual_count (guint n_fields, guint usual)
{
  if (usual < 3)
    return n_fields == usual || (n_fields == usual + 1 && usual == 2);
  return n_fields + 1 >= usual && n_fields <= usual + 1;
}

/* "sep=;" on a line of its own is what spreadsheets write and read before the table. */
static gboolean
read_declared_separator (const char *data, gsize length, char *separator)
{
  if (length < 6 || g_ascii_strncasecmp (data, "sep=", 4) != 0
      || memchr (separators, data[4], sizeof separators) == NULL
      || (data[5] != '\n' && data[5] != '\r'))
    return FALSE;

  *separator = data[4];
  return TRUE;
}

static gboolean
is_comment (const ScopeCsv *csv)
{
  return csv->fields[0].length > 0 && csv->fields[0].text[0] == '#';
}

static gboolean
has_data (const ScopeCsv *csv)
{
  for (guint i = 0; i < csv->n_fields; i++)
    if (begins_like_data (&csv->fields[i]))
      return TRUE;

  return FALSE;
}

static guint
guess_header_line (const char *data, gsize length, char separator, guint usual, gboolean declared)
{
  g_auto (ScopeCsv) csv = { 0 };
  guint candidate = 0;
  gboolean in_comment = FALSE; /* the candidate begins like a comment */

  scope_csv_init (&csv, data, get_sample_length (length), separator);
  if (declared)
    scope_csv_skip_line (&csv);
  for (;;)
    {
      guint64 line = csv.line;
      ScopeCsvResult result = scope_csv_next (&csv);

      if (result == SCOPE_CSV_BLANK)
        continue;
      if (result != SCOPE_CSV_RECORD)
        return candidate;

      /* Comments may happen to have as many fields; the names may stand in the last of them. */
      if (!is_usual_count (csv.n_fields, usual))
        candidate = 0;
      else if (candidate == 0 || (in_comment && (is_comment (&csv) || !has_data (&csv))))
        {
          candidate = (guint) MIN (line, G_MAXUINT);
          in_comment = is_comment (&csv);
        }
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
  char separator = 0;
  gboolean declared = read_declared_separator (data, length, &separator);
  guint usual;
  ScopeCsv rows;

  if (declared && reading->separator == 0)
    reading->separator = separator;
  usual = guess_separator (data, length, reading);
  if (!given)
    reading->header_line = guess_header_line (data, length, reading->separator, usual, declared);
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
