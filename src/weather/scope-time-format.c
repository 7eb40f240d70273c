/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-time-format.h"
#include "scope-time.h"

#include <math.h>
#include <string.h>

/* English, as data files have them whatever the locale; the first three letters are the short
 * form. */
static const char *const months[] = { "january",   "february", "march",    "april",
                                      "may",       "june",     "july",     "august",
                                      "september", "october",  "november", "december" };
static const char *const days[] = { "monday", "tuesday",  "wednesday", "thursday",
                                    "friday", "saturday", "sunday" };

/* Letters that stand for several. */
static const struct
{
  char letter;
  const char *format;
} shorthands[] = {
  { 'T', "%H:%M:%S" },
  { 'R', "%H:%M" },
  { 'D', "%m/%d/%y" },
  { 'F', "%Y-%m-%d" },
};

typedef struct
{
  const char *p;
  const char *end;
  int year;
  int month;
  int day;
  int day_of_year; /* 0: not said */
  int hour;
  int minute;
  int second;
  double fraction;
  gboolean twelve;
  int afternoon; /* -1: not said */
  gboolean epoch;
  double epoch_seconds;
} TimeReader;

static const char *
find_shorthand (char letter)
{
  for (guint i = 0; i < G_N_ELEMENTS (shorthands); i++)
    if (shorthands[i].letter == letter)
      return shorthands[i].format;

  return NULL;
}

gboolean
scope_time_format_check (const char *format, char *unknown)
{
  g_return_val_if_fail (format != NULL, FALSE);

  for (const char *f = format; *f != '\0'; f++)
    if (*f == '%')
      {
        f++;
        if (*f == '\0' || strchr ("YymdejHIMSfpbBhaAzZTRDFs%", *f) == NULL)
          {
            if (unknown != NULL)
              *unknown = *f;
            return FALSE;
          }
      }

  return TRUE;
}

static gboolean
read_number (TimeReader *self, guint min_digits, guint max_digits, int low, int high, int *number)
{
  int value = 0;
  guint n = 0;

  for (; n < max_digits && self->p < self->end && g_ascii_isdigit (*self->p); n++)
    value = value * 10 + (*self->p++ - '0');

  *number = value;
  return n >= min_digits && value >= low && value <= high;
}

/* The whole name or its first three letters. */
static gboolean
read_name (TimeReader *self, const char *const *names, guint n_names, int *index)
{
  gsize left = (gsize) (self->end - self->p);

  for (guint i = 0; i < n_names; i++)
    {
      gsize length = strlen (names[i]);

      if (left >= length && g_ascii_strncasecmp (self->p, names[i], length) == 0)
        self->p += length;
      else if (left >= 3 && g_ascii_strncasecmp (self->p, names[i], 3) == 0)
        self->p += 3;
      else
        continue;

      *index = (int) i;
      return TRUE;
    }

  return FALSE;
}

/* "Z", "+0100", "+01:00", "+01". */
static gboolean
read_offset (TimeReader *self)
{
  int hours, minutes;

  if (self->p == self->end)
    return FALSE;
  if (*self->p == 'Z' || *self->p == 'z')
    {
      self->p++;
      return TRUE;
    }
  if (*self->p != '+' && *self->p != '-')
    return FALSE;

  self->p++;
  if (!read_number (self, 2, 2, 0, 23, &hours))
    return FALSE;
  if (self->p < self->end && *self->p == ':')
    self->p++;
  else if (self->p == self->end || !g_ascii_isdigit (*self->p))
    return TRUE;
  return read_number (self, 2, 2, 0, 59, &minutes);
}

static gboolean
read_fraction (TimeReader *self)
{
  double value = 0;
  double parts = 1;
  guint n = 0;

  for (; n < 9 && self->p < self->end && g_ascii_isdigit (*self->p); n++)
    {
      value = value * 10 + (*self->p++ - '0');
      parts *= 10;
    }

  self->fraction = value / parts;
  return n > 0;
}

/* Ten figures reach the year 2286: what follows them is a fraction, in milliseconds say. */
static gboolean
read_epoch (TimeReader *self)
{
  gboolean negative = self->p < self->end && *self->p == '-';
  double value = 0;
  guint n = 0;

  if (negative)
    self->p++;
  for (; n < 10 && self->p < self->end && g_ascii_isdigit (*self->p); n++)
    value = value * 10 + (*self->p++ - '0');

  self->epoch = TRUE;
  self->epoch_seconds = negative ? -value : value;
  return n > 0;
}

static gboolean
read_letter (TimeReader *self, char letter)
{
  int ignored;

  switch (letter)
    {
    case 'Y':
      return read_number (self, 4, 4, 1, 9999, &self->year);
    case 'y':
      if (!read_number (self, 2, 2, 0, 99, &self->year))
        return FALSE;
      self->year += self->year < 69 ? 2000 : 1900; /* POSIX strptime */
      return TRUE;
    case 'm':
      return read_number (self, 1, 2, 1, 12, &self->month);
    case 'd':
    case 'e':
      while (self->p < self->end && *self->p == ' ')
        self->p++;
      return read_number (self, 1, 2, 1, 31, &self->day);
    case 'j':
      return read_number (self, 1, 3, 1, 366, &self->day_of_year);
    case 'H':
      return read_number (self, 1, 2, 0, 23, &self->hour);
    case 'I':
      self->twelve = TRUE;
      return read_number (self, 1, 2, 1, 12, &self->hour);
    case 'M':
      return read_number (self, 1, 2, 0, 59, &self->minute);
    case 'S':
      return read_number (self, 1, 2, 0, 59, &self->second);
    case 'f':
      return read_fraction (self);
    case 'p':
      if (self->end - self->p < 2 || g_ascii_tolower (self->p[1]) != 'm')
        return FALSE;
      self->afternoon = g_ascii_tolower (*self->p) == 'p';
      ignored = g_ascii_tolower (*self->p) == 'a';
      self->p += 2;
      return self->afternoon || ignored;
    case 'b':
    case 'B':
    case 'h':
      if (!read_name (self, months, G_N_ELEMENTS (months), &self->month))
        return FALSE;
      self->month++;
      return TRUE;
    case 'a':
    case 'A':
      return read_name (self, days, G_N_ELEMENTS (days), &ignored);
    case 'z':
      return read_offset (self);
    case 'Z':
      for (ignored = 0; self->p < self->end && g_ascii_isalpha (*self->p); ignored++)
        self->p++;
      return ignored > 0;
    case 's':
      return read_epoch (self);
    case '%':
      return self->p < self->end && *self->p++ == '%';
    default:
      return FALSE;
    }
}

static gboolean
read_format (TimeReader *self, const char *format)
{
  for (const char *f = format; *f != '\0'; f++)
    {
      if (g_ascii_isspace (*f))
        {
          while (self->p < self->end && g_ascii_isspace (*self->p))
            self->p++;
        }
      else if (*f == '%')
        {
          const char *longer = find_shorthand (*++f);

          if (longer != NULL ? !read_format (self, longer) : !read_letter (self, *f))
            return FALSE;
        }
      else if (self->p == self->end || g_ascii_tolower (*self->p++) != g_ascii_tolower (*f))
        return FALSE;
    }

  return TRUE;
}

/* Python's strptime begins at 1900-01-01, too. */
static void
begin (TimeReader *self, const char *text, gsize length)
{
  *self = (TimeReader){
    .p = text, .end = text + length, .year = 1900, .month = 1, .day = 1, .afternoon = -1
  };
}

gsize
scope_time_format_measure (const char *format, const char *text, gsize length)
{
  TimeReader self;

  g_return_val_if_fail (format != NULL && text != NULL, 0);

  begin (&self, text, length);
  return read_format (&self, format) ? (gsize) (self.p - text) : 0;
}

gboolean
scope_time_format_read (const char *format, const char *text, gsize length, double *time)
{
  TimeReader self;

  g_return_val_if_fail (format != NULL && text != NULL && time != NULL, FALSE);

  begin (&self, text, length);
  if (!read_format (&self, format))
    return FALSE;
  while (self.p < self.end && g_ascii_isspace (*self.p))
    self.p++;
  if (self.p != self.end)
    return FALSE;

  if (self.epoch)
    {
      *time = self.epoch_seconds + (self.epoch_seconds < 0 ? -self.fraction : self.fraction);
      return TRUE;
    }

  if (self.twelve)
    self.hour = self.hour % 12 + (self.afternoon == 1 ? 12 : 0);

  if (self.day_of_year > 0)
    {
      if (self.day_of_year == 366 && !g_date_is_leap_year ((GDateYear) self.year))
        return FALSE;
      self.month = 1;
      self.day = self.day_of_year;
    }
  else if ((guint) self.day > scope_time_days_in_month (self.year, (guint) self.month))
    return FALSE;

  *time = scope_time_make (self.year, (guint) self.month, (guint) self.day, (guint) self.hour,
                           (guint) self.minute, self.second + self.fraction);
  return TRUE;
}
