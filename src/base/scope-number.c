/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-number.h"

#include <math.h>
#include <string.h>

static const char *
write_not_finite (double value, char *buffer)
{
  return strcpy (buffer, isnan (value) ? "nan" : value > 0 ? "inf" : "-inf");
}

const char *
scope_number_write (double value, char *buffer)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };

  if (!isfinite (value))
    return write_not_finite (value, buffer);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (buffer, SCOPE_NUMBER_SIZE, formats[i], value);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  return buffer;
}

const char *
scope_number_write_float (float value, char *buffer)
{
  static const char *const formats[] = { "%.6g", "%.7g", "%.8g", "%.9g" };

  if (!isfinite (value))
    return write_not_finite (value, buffer);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (buffer, SCOPE_NUMBER_SIZE, formats[i], value);
      if ((float) g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  return buffer;
}

void
scope_number_append_field (GString *line, const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (line, text);
      return;
    }

  g_string_append_c (line, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, *p);
    }
  g_string_append_c (line, '"');
}
