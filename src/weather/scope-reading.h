/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_READING (scope_reading_get_type ())

typedef enum
{
  SCOPE_READING_CSV,
  SCOPE_READING_NETCDF,
} ScopeReadingKind;

/**
 * ScopeReading:
 * @kind: what the bytes are
 * @encoding: (nullable): a name that iconv knows ("utf-8", "latin-1"); %NULL: guess
 * @separator: between two fields; 0: guess
 * @decimal: '.' or ','; 0: guess
 * @header_line: line of the names, counted from 1; 0: guess
 * @lines_skipped_after_header: lines between the names and the first row
 * @missing: (nullable): texts of a cell that mean "no value"; %NULL: the usual ones, of which those
 *     that the table has are said in the series' remarks. An empty cell that is not among them is
 *     text.
 * @at_names: (nullable): netCDF: dimensions other than time
 * @at_indices: the index taken of each of them
 * @n_at: how many
 *
 * How a table's bytes are read.
 */
typedef struct
{
  ScopeReadingKind kind;
  char *encoding;
  char separator;
  char decimal;
  guint header_line;
  guint lines_skipped_after_header;
  char **missing;
  char **at_names;
  gsize *at_indices;
  guint n_at;
} ScopeReading;

GType scope_reading_get_type (void);

/* Everything to be guessed. */
ScopeReading *scope_reading_new (void) G_GNUC_WARN_UNUSED_RESULT;
ScopeReading *scope_reading_copy (const ScopeReading *self) G_GNUC_WARN_UNUSED_RESULT;
void scope_reading_free (ScopeReading *self);

/* Whether a table that was read as @used is read as @wanted asks, which may leave things open. */
gboolean scope_reading_agrees (const ScopeReading *wanted, const ScopeReading *used);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeReading, scope_reading_free)

G_END_DECLS
