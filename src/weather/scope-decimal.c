/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-decimal.h"

#include <math.h>
#include <string.h>

/* Digits that always fit 2^53, and powers of ten that are doubles: where both hold, one
 * multiplication or division of exact numbers is rounded once and is the nearest double (W. D.
 * Clinger, How to read floating point numbers accurately, 1990). Everything longer is left to the C
 * library. */
#define EXACT_DIGITS 15
#define EXACT_POWER 22

static const double powers_of_ten[EXACT_POWER + 1] = {
  1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

static gboolean
read_slowly (const char *text, gsize length, char decimal, double *value)
{
  char small[128];
  g_autofree char *large = NULL;
  char *copy = small;

  if (length >= sizeof small)
    copy = large = g_malloc (length + 1);

  for (gsize i = 0; i < length; i++)
    copy[i] = text[i] == decimal ? '.' : text[i];
  copy[length] = '\0';

  *value = g_ascii_strtod (copy, NULL);
  return isfinite (*value);
}

gboolean
scope_decimal_read (const char *text, gsize length, char decimal, double *value)
{
  const char *p = text;
  const char *end = text + length;
  gboolean negative = FALSE;
  guint64 digits = 0;
  guint n_digits = 0;   /* without leading zeros */
  gboolean any = FALSE; /* a digit at all */
  gint64 power = 0;

  if (p < end && (*p == '-' || *p == '+'))
    negative = *p++ == '-';

  for (gboolean fraction = FALSE; p < end; p++)
    {
      if (g_ascii_isdigit (*p))
        {
          any = TRUE;
          if (n_digits > 0 || *p != '0')
            n_digits++;
          if (n_digits <= EXACT_DIGITS)
            digits = digits * 10 + (guint64) (*p - '0');
          if (fraction)
            power--;
        }
      else if (*p == decimal && !fraction)
        fraction = TRUE;
      else
        break;
    }

  if (!any)
    return FALSE;

  if (p < end && (*p == 'e' || *p == 'E'))
    {
      gboolean down = FALSE;
      int exponent = 0;

      p++;
      if (p < end && (*p == '-' || *p == '+'))
        down = *p++ == '-';
      if (p == end)
        return FALSE;
      for (; p < end && g_ascii_isdigit (*p); p++)
        exponent = MIN (exponent * 10 + (*p - '0'), 100000);
      power += down ? -exponent : exponent;
    }

  if (p != end)
    return FALSE;

  if (n_digits > EXACT_DIGITS || power < -EXACT_POWER || power > EXACT_POWER)
    return read_slowly (text, length, decimal, value);

  *value =
      power < 0 ? (double) digits / powers_of_ten[-power] : (double) digits * powers_of_ten[power];
  if (negative)
    *value = -*value;
  return TRUE;
}
