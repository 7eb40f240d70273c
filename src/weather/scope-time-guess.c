/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-time-guess.h"
#include "scope-time-format.h"
#include "scope-time.h"

#include <math.h>
#include <string.h>

/* Rows looked at, spread over the table; the choice is then counted over all rows. */
#define SAMPLE_ROWS 64
/* Cells that a format must read of those that are there. */
#define ENOUGH 0.75
/* Forms of time in one column. */
#define MAX_FORMATS 3

/* Where day and month could change places, both are tried over the whole column. A blank fits none,
 * too, so that the denser come first. */
static const char *const dates[] = {
  "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d",  "%d.%m.%Y", "%d/%m/%Y",     "%m/%d/%Y", "%d-%m-%Y",
  "%m-%d-%Y", "%d.%m.%y", "%d/%m/%y",  "%m/%d/%y", "%d-%b-%Y",     "%d %b %Y", "%d/%b/%Y",
  "%d-%b-%y", "%b %d %Y", "%b %d, %Y", "%Y-%b-%d", "%a, %d %b %Y", "%Y%m%d",   "%Y %m %d",
  "%Y-%m",    "%Y/%m",    "%Y %m",     "%m/%Y",    "%b %Y",        "%b-%Y",    "%Y %j",
};
static const char *const joints[] = { " ", "T", ":", "" };
/* Halves of the day first: without them AM would pass for a zone. */
static const char *const clocks[] = { "%I:%M:%S %p", "%I:%M %p", "%H:%M:%S", "%H:%M", "%H:%M:%S.%f",
                                      "%H:%M:%S,%f", "%H%M%S",   "%H%M",     "%H %M", "%H" };
static const char *const zones[] = { "", "%z", " %z", " %Z", " %z %Z" };

/* Names that columns of time have, in the languages of public tables; the better first. */
static const char *const time_words[] = { "datetime",    "timestamp", "date time", "date_time",
                                          "date",        "time",      "datum",     "zeit",
                                          "zeitstempel", "data",      "fecha",     "tanggal",
                                          "dt",          "dt_iso",    "valid",     "day",
                                          "index",       "messzeit" };
static const char *const epoch_words[] = { "dt",        "epoch",     "unix", "timestamp",
                                           "unixtime",  "ts",        "time", "date",
                                           "datetime",  "date_time", "zeit", "unix_time",
                                           "valid_time" };
/* Seconds since 1970, with a fraction, and in thousandths, millionths and billionths of a second. */
static const char *const epoch_formats[] = { "%s", "%s.%f", "%s%f" };
/* From there on (1973) a number that rises evenly, and by a minute or more, counts seconds, or parts of them. */
#define LEAST_EPOCH 1e8
#define LEAST_EPOCH_STEP 60

/* Parts of a date in columns of their own. */
static const struct
{
  const char *letter;
  const char *words[8];
  double low;
  double high;
} parts[] = {
  { "%Y", { "year", "yr", "yyyy", "ano", "año", "jahr", "annee", NULL }, 1600, 2400 },
  { "%m", { "month", "mo", "mon", "mm", "mes", "monat", "mois", NULL }, 1, 12 },
  { "%d", { "day", "dd", "dy", "dia", "tag", "jour", "dayofmonth", NULL }, 1, 31 },
  { "%H", { "hour", "hr", "hh", "hora", "stunde", "heure", "h", NULL }, 0, 23 },
  { "%M", { "minute", "min", "mi", "minuto", "minuten", NULL }, 0, 59 },
};

#define HOUR_PART 3

typedef struct
{
  gsize stride;
  guint n_columns;
  GPtrArray **cells; /* of each column, texts */
} Sample;

typedef struct
{
  const char *const *formats;
  guint n_formats;
  double *times; /* formats × rows */
  gsize *n_read;
  gsize n_rows;
  guint n_columns;
  GString *joined;
} Count;

static gboolean
take_sample (gsize row, const char *const *texts, const gsize *lengths, gpointer user_data)
{
  Sample *self = user_data;

  if (row % self->stride == 0)
    for (guint i = 0; i < self->n_columns; i++)
      g_ptr_array_add (self->cells[i], g_strndup (texts[i], lengths[i]));

  return TRUE;
}

static void
sample_init (Sample *self, ScopeSeries *series)
{
  g_autofree guint *columns = NULL;

  self->n_columns = scope_series_get_n_columns (series);
  self->stride = MAX (1, scope_series_get_n_rows (series) / SAMPLE_ROWS);
  self->cells = g_new (GPtrArray *, self->n_columns);
  columns = g_new (guint, self->n_columns);
  for (guint i = 0; i < self->n_columns; i++)
    {
      columns[i] = i;
      self->cells[i] = g_ptr_array_new_with_free_func (g_free);
    }

  scope_series_foreach (series, columns, self->n_columns, take_sample, self);
}

static void
sample_clear (Sample *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    g_ptr_array_unref (self->cells[i]);
  g_free (self->cells);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sample, sample_clear)

/* Position of the column's name among @words, from 1; 0: not there. Words may stand within the
 * name. */
static guint
find_word (ScopeSeries *series, guint column, const char *const *words, guint n_words,
           gboolean whole)
{
  g_autofree char *name = g_utf8_strdown (scope_series_get_column_label (series, column), -1);
  g_auto (GStrv) tokens = g_strsplit_set (name, " _-./", -1);

  for (guint i = 0; i < n_words && words[i] != NULL; i++)
    {
      if (g_str_equal (name, words[i]))
        return i + 1;
      if (!whole && g_strv_contains ((const char *const *) tokens, words[i]))
        return i + 1 + n_words;
    }

  return 0;
}

static guint
count_fits (GPtrArray *cells, const char *format, guint *n_there)
{
  guint n = 0;

  *n_there = 0;
  for (guint i = 0; i < cells->len; i++)
    {
      const char *text = g_ptr_array_index (cells, i);
      double time;

      if (*text == '\0')
        continue;
      (*n_there)++;
      if (scope_time_format_read (format, text, strlen (text), &time))
        n++;
    }

  return n;
}

/* The longest text, which says most of its form; NULL where all are empty. */
static const char *
find_text (GPtrArray *cells)
{
  const char *longest = NULL;

  for (guint i = 0; i < cells->len; i++)
    {
      const char *text = g_ptr_array_index (cells, i);

      if (*text != '\0' && (longest == NULL || strlen (text) > strlen (longest)))
        longest = text;
    }

  return longest;
}

/* Keeps the format that reads most cells; the earlier where two read as many. */
static void
try_format (GPtrArray *cells, const char *format, char **best, guint *best_fits)
{
  guint n_there;
  guint n = count_fits (cells, format, &n_there);

  if (n > *best_fits && n >= ENOUGH * n_there)
    {
      *best_fits = n;
      g_free (*best);
      *best = g_strdup (format);
    }
}

static void
try_clocks (GPtrArray *cells, const char *before, char **best, guint *best_fits)
{
  const char *text = find_text (cells);
  g_autoptr (GString) format = g_string_new (NULL);

  if (text == NULL)
    return;

  for (guint c = 0; c < G_N_ELEMENTS (clocks); c++)
    {
      g_string_printf (format, "%s%s", before, clocks[c]);
      if (scope_time_format_measure (format->str, text, strlen (text)) == 0)
        continue;
      for (guint z = 0; z < G_N_ELEMENTS (zones); z++)
        {
          g_string_printf (format, "%s%s%s", before, clocks[c], zones[z]);
          try_format (cells, format->str, best, best_fits);
        }
    }
}

/* The format of whole moments, or of dates. */
static char *
find_date_format (GPtrArray *cells)
{
  const char *text = find_text (cells);
  char *best = NULL;
  guint best_fits = 0;

  if (text == NULL || strpbrk (text, "0123456789") == NULL || strlen (text) > 64)
    return NULL;

  for (guint d = 0; d < G_N_ELEMENTS (dates); d++)
    {
      gsize length = scope_time_format_measure (dates[d], text, strlen (text));

      if (length == 0)
        continue;
      if (text[length] == '\0')
        {
          try_format (cells, dates[d], &best, &best_fits);
          continue;
        }
      for (guint j = 0; j < G_N_ELEMENTS (joints); j++)
        {
          g_autofree char *before = g_strconcat (dates[d], joints[j], NULL);

          try_clocks (cells, before, &best, &best_fits);
        }
    }

  return best;
}

static void
join (GString *joined, const char *const *texts, const gsize *lengths, guint n)
{
  g_string_truncate (joined, 0);
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (joined, ' ');
      g_string_append_len (joined, texts[i], (gssize) lengths[i]);
    }
}

static gboolean
count_row (gsize row, const char *const *texts, const gsize *lengths, gpointer user_data)
{
  Count *self = user_data;

  join (self->joined, texts, lengths, self->n_columns);
  for (guint k = 0; k < self->n_formats; k++)
    {
      double *time = &self->times[k * self->n_rows + row];

      if (scope_time_format_read (self->formats[k], self->joined->str, self->joined->len, time))
        self->n_read[k]++;
      else
        *time = NAN;
    }

  return TRUE;
}

/* The same format with day and month in each other's place; NULL where that is no other. */
static char *
swap_day_and_month (const char *format)
{
  char *swapped = g_strdup (format);
  char *day = strstr (swapped, "%d");
  char *month = strstr (swapped, "%m");

  /* Year-first dates have the month next, dates with dots the day first, wherever they are
   * written. */
  if (day == NULL || month == NULL || g_str_has_prefix (format, "%Y") || ABS (day - month) != 3
      || MIN (day, month)[2] == '.')
    {
      g_free (swapped);
      return NULL;
    }

  day[1] = 'm';
  month[1] = 'd';
  return swapped;
}

/* Reads the whole table by the format and its twin, and keeps the one that reads more, or steps
 * more evenly. */
static char *
choose_order_of_day_and_month (ScopeSeries *series, const ScopeTimeGuess *guess, char *format,
                               gboolean *ambiguous)
{
  char *twin = swap_day_and_month (format);
  const char *formats[] = { format, twin };
  gsize n_read[2] = { 0 };
  double share[2] = { 0 };
  Count count = { .formats = formats,
                  .n_formats = 2,
                  .n_read = n_read,
                  .n_rows = scope_series_get_n_rows (series),
                  .n_columns = guess->n_columns };
  ScopeStep step;

  if (twin == NULL)
    return format;

  count.times = g_new (double, count.n_rows * 2 + 1);
  count.joined = g_string_new (NULL);
  scope_series_foreach (series, guess->columns, guess->n_columns, count_row, &count);
  for (guint k = 0; k < 2; k++)
    scope_step_guess (count.times + k * count.n_rows, count.n_rows, &step, &share[k]);
  g_string_free (count.joined, TRUE);
  g_free (count.times);

  *ambiguous = n_read[1] == n_read[0] && share[0] == share[1];
  if (n_read[1] > n_read[0] || (n_read[1] == n_read[0] && share[1] > share[0]))
    {
      g_free (format);
      return twin;
    }

  g_free (twin);
  return format;
}

typedef struct
{
  ScopeTimeGuess *guess;
  GString *joined;
  GPtrArray *unread; /* a few texts that no format reads */
} Rest;

static gboolean
find_rest (gsize row, const char *const *texts, const gsize *lengths, gpointer user_data)
{
  Rest *self = user_data;
  double time;

  join (self->joined, texts, lengths, self->guess->n_columns);
  for (guint i = 0; self->guess->formats[i] != NULL; i++)
    if (scope_time_format_read (self->guess->formats[i], self->joined->str, self->joined->len,
                                &time))
      {
        self->guess->n_read++;
        return TRUE;
      }

  if (self->unread->len < SAMPLE_ROWS)
    g_ptr_array_add (self->unread, g_strdup (self->joined->str));
  return TRUE;
}

/* Counts what the formats read, and adds one for what they do not: dates without a time at
 * midnight, say. */
static void
decide_over_all_rows (ScopeSeries *series, ScopeTimeGuess *guess)
{
  guess->formats[0] =
      choose_order_of_day_and_month (series, guess, guess->formats[0], &guess->ambiguous);

  for (guint n_formats = 1; n_formats <= MAX_FORMATS; n_formats++)
    {
      Rest rest = { .guess = guess };
      g_autofree char *other = NULL;
      g_autofree char *twin = swap_day_and_month (guess->formats[0]);

      rest.joined = g_string_new (NULL);
      rest.unread = g_ptr_array_new_with_free_func (g_free);
      guess->n_read = 0;
      scope_series_foreach (series, guess->columns, guess->n_columns, find_rest, &rest);
      if (rest.unread->len > 0 && n_formats < MAX_FORMATS)
        other = find_date_format (rest.unread);
      g_string_free (rest.joined, TRUE);
      g_ptr_array_unref (rest.unread);

      if (other == NULL || g_strcmp0 (other, twin) == 0)
        return;
      guess->formats[n_formats] = g_steal_pointer (&other);
    }
}

static ScopeTimeGuess *
time_guess_new (const guint *columns, guint n_columns, char *format)
{
  ScopeTimeGuess *self = g_new0 (ScopeTimeGuess, 1);

  self->n_columns = n_columns;
  memcpy (self->columns, columns, n_columns * sizeof *columns);
  self->formats = g_new0 (char *, MAX_FORMATS + 1);
  self->formats[0] = format;
  return self;
}

static gboolean
has_clock (const char *format)
{
  return strstr (format, "%H") != NULL || strstr (format, "%I") != NULL
         || strstr (format, "%s") != NULL;
}

/* A column of whole numbers within what part @p of a date can be. */
static gboolean
is_part (ScopeSeries *series, guint column, guint p)
{
  const double *values = scope_series_get_values (series, column);
  gsize n_rows = scope_series_get_n_rows (series);

  if (!scope_series_is_numeric (series, column)
      || find_word (series, column, parts[p].words, G_N_ELEMENTS (parts[p].words), TRUE) == 0)
    return FALSE;

  for (gsize row = 0; row < n_rows; row++)
    if (!isnan (values[row])
        && (values[row] < parts[p].low || values[row] > parts[p].high
            || values[row] != floor (values[row])))
      return FALSE;

  return TRUE;
}

static ScopeTimeGuess *
guess_parts (ScopeSeries *series)
{
  guint n_columns = scope_series_get_n_columns (series);
  guint columns[G_N_ELEMENTS (parts)];
  guint n = 0;
  g_autoptr (GString) format = g_string_new (NULL);

  for (guint p = 0; p < G_N_ELEMENTS (parts); p++)
    {
      guint i = 0;

      while (i < n_columns && !is_part (series, i, p))
        i++;
      if (i == n_columns)
        break;
      columns[n++] = i;
      g_string_append_printf (format, "%s%s", p > 0 ? " " : "", parts[p].letter);
    }

  return n > 0 ? time_guess_new (columns, n, g_strdup (format->str)) : NULL;
}

/* Whether a date stands in two neighbouring rows: there are several rows a day. */
static gboolean
has_repeated_days (ScopeSeries *series, guint column)
{
  gsize n_rows = MIN (scope_series_get_n_rows (series), 100);

  for (gsize row = 0; row + 1 < n_rows; row++)
    {
      g_autofree char *a = scope_series_dup_text (series, column, row);
      g_autofree char *b = scope_series_dup_text (series, column, row + 1);

      if (g_str_equal (a, b))
        return TRUE;
    }

  return FALSE;
}

/* Four or six figures everywhere: "100" could be one o'clock or ten. */
static gboolean
is_padded_clock (GPtrArray *cells)
{
  for (guint i = 0; i < cells->len; i++)
    {
      const char *text = g_ptr_array_index (cells, i);
      gsize length = strlen (text);

      if (length > 0 && ((length != 4 && length != 6) || strspn (text, "0123456789") != length))
        return FALSE;
    }

  return TRUE;
}

/* A time of day beside the date: the next column, or one whose name says so. */
static ScopeTimeGuess *
add_clock_column (ScopeSeries *series, Sample *sample, ScopeTimeGuess *date)
{
  static const char *const clock_words[] = { "time",  "hora", "zeit", "uhrzeit",
                                             "heure", "jam",  "hour", "utc" };

  for (guint k = 0; k < sample->n_columns; k++)
    {
      /* The next column first. */
      guint column = (date->columns[0] + 1 + k) % sample->n_columns;
      g_autofree char *clock = NULL;
      guint fits = 0;

      if (column == date->columns[0])
        continue;
      if (is_part (series, column, HOUR_PART))
        clock = g_strdup ("%H");
      else if (scope_series_is_numeric (series, column)
                   ? find_word (series, column, clock_words, G_N_ELEMENTS (clock_words), FALSE) > 0
                         && is_padded_clock (sample->cells[column])
                   : k == 0
                         || find_word (series, column, clock_words, G_N_ELEMENTS (clock_words),
                                       FALSE)
                                > 0)
        try_clocks (sample->cells[column], "", &clock, &fits);

      if (clock != NULL)
        {
          guint columns[] = { date->columns[0], column };

          return time_guess_new (columns, 2, g_strconcat (date->formats[0], " ", clock, NULL));
        }
    }

  return NULL;
}

static char *
find_epoch_format (GPtrArray *cells)
{
  char *best = NULL;
  guint best_fits = 0;

  for (guint i = 0; i < G_N_ELEMENTS (epoch_formats); i++)
    try_format (cells, epoch_formats[i], &best, &best_fits);
  return best;
}

/* Large whole numbers that rise by the same nearly everywhere: no weather does that. */
static gboolean
counts_seconds (ScopeSeries *series, guint column)
{
  const double *values = scope_series_get_values (series, column);
  gsize n_rows = scope_series_get_n_rows (series);
  ScopeStep step;
  double share = 0;

  if (!scope_series_is_numeric (series, column) || n_rows < 3)
    return FALSE;
  for (gsize row = 0; row < n_rows; row++)
    if (!(values[row] >= LEAST_EPOCH) || values[row] != floor (values[row]))
      return FALSE;

  return scope_step_guess (values, n_rows, &step, &share) && step.months == 0
         && step.seconds >= LEAST_EPOCH_STEP && share >= 0.9;
}

static ScopeTimeGuess *
guess_epoch (ScopeSeries *series, Sample *sample)
{
  for (guint i = 0; i < sample->n_columns; i++)
    if (counts_seconds (series, i))
      {
        /* 202101012300 rises evenly, too. */
        char *format = find_date_format (sample->cells[i]);

        if (format == NULL)
          format = find_epoch_format (sample->cells[i]);
        if (format != NULL)
          return time_guess_new (&i, 1, format);
      }

  return NULL;
}

static ScopeTimeGuess *
guess_single (ScopeSeries *series, Sample *sample)
{
  guint best_column = 0;
  guint best_rank = G_MAXUINT;
  g_autofree char *best = NULL;

  for (guint i = 0; i < sample->n_columns; i++)
    {
      guint word = find_word (series, i, time_words, G_N_ELEMENTS (time_words), FALSE);
      guint rank = word > 0 ? word : 1000;
      g_autofree char *format = NULL;

      /* Numbers can be dates by chance. */
      if (scope_series_is_numeric (series, i) && word == 0 && i > 0)
        continue;
      if (rank >= best_rank)
        continue;

      format = find_date_format (sample->cells[i]);
      if (format == NULL && word > 0 && scope_series_is_numeric (series, i)
          && find_word (series, i, epoch_words, G_N_ELEMENTS (epoch_words), TRUE) > 0)
        format = find_epoch_format (sample->cells[i]);
      if (format == NULL)
        continue;

      best_rank = rank;
      best_column = i;
      g_free (best);
      best = g_steal_pointer (&format);
    }

  return best != NULL ? time_guess_new (&best_column, 1, g_steal_pointer (&best)) : NULL;
}

static ScopeTimeGuess *
guess_given (Sample *sample, const guint *columns, guint n_columns)
{
  g_autoptr (GPtrArray) joined = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *format = NULL;
  guint fits = 0;

  for (guint row = 0; row < sample->cells[columns[0]]->len; row++)
    {
      g_autoptr (GString) text = g_string_new (g_ptr_array_index (sample->cells[columns[0]], row));

      for (guint i = 1; i < n_columns; i++)
        g_string_append_printf (text, " %s",
                                (char *) g_ptr_array_index (sample->cells[columns[i]], row));
      g_ptr_array_add (joined, g_strdup (text->str));
    }

  format = find_date_format (joined);
  if (format == NULL)
    try_format (joined, "%Y", &format, &fits);
  if (format == NULL)
    format = find_epoch_format (joined);
  return format != NULL ? time_guess_new (columns, n_columns, g_steal_pointer (&format)) : NULL;
}

ScopeTimeGuess *
scope_time_guess (ScopeSeries *series, const guint *columns, guint n_columns)
{
  g_auto (Sample) sample = { 0 };
  g_autoptr (ScopeTimeGuess) guess = NULL;

  g_return_val_if_fail (series != NULL, NULL);
  g_return_val_if_fail (columns == NULL || (n_columns > 0 && n_columns <= SCOPE_TIME_MAX_COLUMNS),
                        NULL);

  sample_init (&sample, series);
  if (columns != NULL)
    guess = guess_given (&sample, columns, n_columns);
  else
    {
      g_autoptr (ScopeTimeGuess) split = guess_parts (series);

      guess = guess_single (series, &sample);
      if (guess != NULL && !has_clock (guess->formats[0])
          && has_repeated_days (series, guess->columns[0]))
        {
          ScopeTimeGuess *both = add_clock_column (series, &sample, guess);

          if (both != NULL)
            {
              scope_time_guess_free (guess);
              guess = both;
            }
        }
      if (split != NULL
          && (guess == NULL || (!has_clock (guess->formats[0]) && has_clock (split->formats[0]))))
        {
          scope_time_guess_free (guess);
          guess = g_steal_pointer (&split);
        }
      if (guess == NULL)
        guess = guess_epoch (series, &sample);
    }

  if (guess == NULL)
    return NULL;

  decide_over_all_rows (series, guess);
  if (guess->n_read * 2 < scope_series_get_n_rows (series))
    return NULL;
  return g_steal_pointer (&guess);
}

void
scope_time_guess_free (ScopeTimeGuess *self)
{
  if (self == NULL)
    return;

  g_strfreev (self->formats);
  g_free (self);
}
