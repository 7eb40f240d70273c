/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-format.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MINUS "\u2212"
#define NO_BREAK_SPACE "\u00a0"

static const char *const superscripts[10] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };

static char *
format_special (double value)
{
  if (isnan (value))
    return g_strdup ("–");
  return g_strdup (value > 0 ? "∞" : MINUS "∞");
}

/* printf's number with the real minus, and without one on what was rounded to zero. */
static char *
with_minus (const char *number)
{
  if (number[0] != '-')
    return g_strdup (number);
  if (strpbrk (number, "123456789") == NULL)
    return g_strdup (number + 1);
  return g_strconcat (MINUS, number + 1, NULL);
}

static char *
format_power (double value, guint digits)
{
  int exponent = (int) floor (log10 (fabs (value)));
  double mantissa = value / pow (10, exponent);
  g_autofree char *number = NULL;
  g_autofree char *shown = NULL;
  GString *result;
  char power[16];

  /* 9.99 to two digits is 10. */
  number = g_strdup_printf ("%.*f", (int) digits - 1, mantissa);
  if (fabs (g_strtod (number, NULL)) >= 10)
    {
      g_free (number);
      exponent++;
      number = g_strdup_printf ("%.*f", (int) digits - 1, mantissa / 10);
    }
  shown = with_minus (number);
  result = g_string_new (shown);
  g_string_append (result, "×10");
  if (exponent < 0)
    g_string_append (result, "⁻");
  g_snprintf (power, sizeof power, "%d", ABS (exponent));
  for (const char *p = power; *p != '\0'; p++)
    g_string_append (result, superscripts[*p - '0']);
  return g_string_free (result, FALSE);
}

char *
scope_format_number (double value, guint digits)
{
  int exponent, decimals;
  double rounding;

  g_return_val_if_fail (digits > 0 && digits <= 17, NULL);

  if (!isfinite (value))
    return format_special (value);
  if (value == 0)
    return g_strdup ("0");

  exponent = (int) floor (log10 (fabs (value)));
  /* 0.9996 to three digits is 1.00, not 1.000: one place of ten more, one decimal less. */
  rounding = 0.5 * pow (10, exponent - (int) digits + 1);
  if (fabs (value) + rounding >= pow (10, exponent + 1))
    exponent++;
  if (exponent >= 7 || exponent < -4)
    return format_power (value, digits);
  decimals = MAX (0, (int) digits - 1 - exponent);
  return scope_format_fixed (value, (guint) decimals);
}

char *
scope_format_short (double value, guint digits)
{
  g_autofree char *number = scope_format_number (value, digits);
  char *decimal, *end;

  if (number == NULL || strstr (number, "×") != NULL)
    return g_steal_pointer (&number);
  /* Whatever the locale's decimal sign is, it stands between ASCII digits. */
  decimal = strpbrk (number, "0123456789");
  while (decimal != NULL && g_ascii_isdigit (*decimal))
    decimal++;
  if (decimal == NULL || *decimal == '\0')
    return g_steal_pointer (&number);
  end = number + strlen (number);
  while (end[-1] == '0')
    end--;
  if (!g_ascii_isdigit (end[-1]))
    end = decimal;
  *end = '\0';
  return g_steal_pointer (&number);
}

char *
scope_format_signed (double value, guint digits)
{
  g_autofree char *number = scope_format_number (value, digits);

  return value > 0 ? g_strconcat ("+", number, NULL) : g_steal_pointer (&number);
}

char *
scope_format_fixed (double value, guint decimals)
{
  g_autofree char *number = NULL;

  if (!isfinite (value))
    return format_special (value);
  number = g_strdup_printf ("%.*f", (int) MIN (decimals, 17u), value);
  return with_minus (number);
}

char *
scope_format_quantity (double value, guint digits, const char *unit)
{
  g_autofree char *number = scope_format_number (value, digits);

  if (unit == NULL || unit[0] == '\0')
    return g_steal_pointer (&number);
  /* An angle's sign stands at its number; all other units, "%" and "°C" too, stand apart. */
  if (strcmp (unit, "°") == 0)
    return g_strconcat (number, unit, NULL);
  return g_strconcat (number, NO_BREAK_SPACE, unit, NULL);
}

char *
scope_format_lag (guint lag)
{
  return lag == 0 ? g_strdup ("t") : g_strdup_printf ("t" MINUS "%u", lag);
}

char *
scope_format_duration (double seconds)
{
  static const struct
  {
    double length;
    double from; /* in this unit from so many seconds on */
    const char *unit;
  } units[] = {
    { 365.25 * 86400, 2 * 365.25 * 86400, NC_ ("years, abbreviated", "y") },
    { 86400, 2 * 86400, NC_ ("days, abbreviated", "d") },
    { 3600, 3600, NC_ ("hours, abbreviated", "h") },
    { 60, 60, NC_ ("minutes, abbreviated", "min") },
    { 1, 0, NC_ ("seconds, abbreviated", "s") },
  };
  static const char *const contexts[] = { "years, abbreviated", "days, abbreviated",
                                          "hours, abbreviated", "minutes, abbreviated",
                                          "seconds, abbreviated" };
  double size = fabs (seconds);
  g_autofree char *number = NULL;

  if (!isfinite (seconds))
    return format_special (seconds);
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      double amount = seconds / units[i].length;

      if (size < units[i].from)
        continue;
      number = scope_format_fixed (amount, fabs (amount - round (amount)) < 0.05 ? 0 : 1);
      return g_strconcat (number, NO_BREAK_SPACE, g_dpgettext2 (NULL, contexts[i], units[i].unit),
                          NULL);
    }
  g_return_val_if_reached (NULL);
}

char *
scope_format_time (double seconds)
{
  g_autoptr (GDateTime) time = NULL;

  if (!isfinite (seconds) || fabs (seconds) > 2.5e11)
    return g_strdup ("–");
  time = g_date_time_new_from_unix_utc ((gint64) floor (seconds));
  if (time == NULL)
    return g_strdup ("–");
  /* Translators: day, month, year and time of a reading, as g_date_time_format() takes it. */
  return g_date_time_format (time, C_ ("date format", "%-d %b %Y %H:%M"));
}
