/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-csv.h"

#include <string.h>

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static gboolean
is_line_end (char c)
{
  return c == '\n' || c == '\r';
}

static ScopeCsvField *
add_field (ScopeCsv *self)
{
  if (self->n_fields == self->n_allocated)
    {
      self->n_allocated = MAX (32, self->n_allocated * 2);
      self->fields = g_renew (ScopeCsvField, self->fields, self->n_allocated);
    }

  return &self->fields[self->n_fields++];
}

/* The end of the quoted part that begins behind @p's quote: at its closing quote, or @limit. */
static const char *
find_closing_quote (ScopeCsv *self, const char *p, const char *limit, gboolean *doubled)
{
  for (; p < limit; p++)
    {
      if (*p == '"')
        {
          if (p + 1 == limit || p[1] != '"')
            return p;
          *doubled = TRUE;
          p++;
        }
      else if (*p == '\n' || (*p == '\r' && (p + 1 == limit || p[1] != '\n')))
        self->line++;
    }

  return limit;
}

void
scope_csv_init (ScopeCsv *self, const char *data, gsize length, char separator)
{
  *self = (ScopeCsv){ .data = data, .length = length, .separator = separator, .line = 1 };
}

void
scope_csv_clear (ScopeCsv *self)
{
  g_clear_pointer (&self->fields, g_free);
  self->n_fields = self->n_allocated = 0;
}

/* Behind a line end at @p. */
static const char *
pass_line_end (const char *p, const char *end)
{
  if (*p == '\r' && p + 1 < end && p[1] == '\n')
    return p + 2;
  return p + 1;
}

gboolean
scope_csv_skip_line (ScopeCsv *self)
{
  const char *p = self->data + self->position;
  const char *end = self->data + self->length;

  if (p == end)
    return FALSE;

  while (p < end && !is_line_end (*p))
    p++;
  if (p < end)
    p = pass_line_end (p, end);

  self->position = (gsize) (p - self->data);
  self->line++;
  return TRUE;
}

ScopeCsvResult
scope_csv_next (ScopeCsv *self)
{
  const char *p = self->data + self->position;
  const char *end = self->data + self->length;
  const char *limit = end;
  char separator = self->separator;

  self->n_fields = 0;
  if (p == end)
    return SCOPE_CSV_END;

  if ((gsize) (end - p) > SCOPE_CSV_MAX_RECORD)
    limit = p + SCOPE_CSV_MAX_RECORD;

  for (;;)
    {
      ScopeCsvField *field;
      const char *stop = p;

      if (self->n_fields == SCOPE_CSV_MAX_FIELDS)
        return SCOPE_CSV_TOO_MANY;

      while (p < limit && is_blank (*p) && *p != separator)
        p++;

      field = add_field (self);
      field->text = p;
      field->quoted = p < limit && *p == '"';
      field->doubled = FALSE;

      if (field->quoted)
        {
          field->text = p + 1;
          p = stop = find_closing_quote (self, p + 1, limit, &field->doubled);
          if (p == limit)
            return limit == end ? SCOPE_CSV_OPEN_QUOTE : SCOPE_CSV_TOO_LONG;
          p++;
          while (p < limit && is_blank (*p) && *p != separator)
            p++;

          /* Text behind the closing quote: no quoting was meant. */
          if (p < limit && *p != separator && !is_line_end (*p))
            {
              field->text--;
              field->quoted = field->doubled = FALSE;
            }
        }

      if (!field->quoted)
        {
          while (p < limit && *p != separator && !is_line_end (*p))
            p++;
          stop = p;
          while (stop > field->text && is_blank (stop[-1]))
            stop--;
        }

      while (field->quoted && field->text < stop && is_blank (*field->text))
        field->text++;
      while (field->quoted && stop > field->text && is_blank (stop[-1]))
        stop--;
      field->length = (gsize) (stop - field->text);

      if (p == limit)
        {
          if (limit != end)
            return SCOPE_CSV_TOO_LONG;
          break;
        }
      if (is_line_end (*p))
        {
          p = pass_line_end (p, end);
          break;
        }
      p++;
    }

  self->position = (gsize) (p - self->data);
  self->line++;
  if (self->n_fields == 1 && self->fields[0].length == 0 && !self->fields[0].quoted)
    return SCOPE_CSV_BLANK;
  return SCOPE_CSV_RECORD;
}

char *
scope_csv_field_dup (const ScopeCsvField *field)
{
  char *text = g_strndup (field->text, field->length);

  if (field->doubled)
    {
      char *to = text;

      for (const char *from = text; *from != '\0'; from++)
        {
          *to++ = *from;
          if (from[0] == '"' && from[1] == '"')
            from++;
        }
      *to = '\0';
    }

  return text;
}
