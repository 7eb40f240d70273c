/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No table of weather has more; a file that does is something else, and its columns would eat the
 * memory. */
#define SCOPE_CSV_MAX_FIELDS 16384
#define SCOPE_CSV_MAX_RECORD ((gsize) 16 << 20)

/**
 * ScopeCsvField: a field of a record.
 * @text: in the file's text, without the quotes and the blanks around it; not terminated
 * @length: bytes
 * @quoted: it stood in quotes
 * @doubled: quotes within it are doubled: scope_csv_field_dup() undoes that
 */
typedef struct
{
  const char *text;
  gsize length;
  gboolean quoted;
  gboolean doubled;
} ScopeCsvField;

typedef enum
{
  SCOPE_CSV_RECORD,
  SCOPE_CSV_BLANK,      /* an empty line, or one of blanks */
  SCOPE_CSV_END,        /* nothing left */
  SCOPE_CSV_OPEN_QUOTE, /* a quote that is never closed */
  SCOPE_CSV_TOO_LONG,   /* over SCOPE_CSV_MAX_RECORD bytes */
  SCOPE_CSV_TOO_MANY,   /* over SCOPE_CSV_MAX_FIELDS fields */
} ScopeCsvResult;

/**
 * ScopeCsv: walks through delimited text as RFC 4180 has it, with any one-byte separator. A line
 * ends with LF, CR or CRLF, also within one file. A quote opens a quoted field only where a field
 * begins.
 * @data, @length: the text
 * @position: where the next record begins
 * @line: its line, counted from 1
 * @fields: (array length=n_fields): the fields of the last record
 */
typedef struct
{
  const char *data;
  gsize length;
  char separator;
  gsize position;
  guint64 line;
  ScopeCsvField *fields;
  guint n_fields;
  guint n_allocated;
} ScopeCsv;

void scope_csv_init (ScopeCsv *self, const char *data, gsize length, char separator);
void scope_csv_clear (ScopeCsv *self);
/* Reads the record at the position and goes behind it. */
ScopeCsvResult scope_csv_next (ScopeCsv *self);
/* Goes behind the line at the position, whatever is in it. FALSE at the end. */
gboolean scope_csv_skip_line (ScopeCsv *self);

char *scope_csv_field_dup (const ScopeCsvField *field);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ScopeCsv, scope_csv_clear)

G_END_DECLS
