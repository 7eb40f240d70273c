/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-progress.h"
#include "scope-reading.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_SERIES (scope_series_get_type ())

/**
 * ScopeSeries:
 *
 * A table of observations: data rows counted from 0 after the header and the skipped lines (blank
 * lines are no rows) and named columns. Immutable, refcounted, any thread.
 *
 * A number is the nearest double to its text, whatever the locale; what is missing is NaN, never 0,
 * and so is text in a column of numbers, counted apart. What the columns mean is the recipe's
 * business.
 */
typedef struct _ScopeSeries ScopeSeries;

GType scope_series_get_type (void);

/**
 * scope_series_read:
 * @path: a local path
 * @reading: (nullable): how its bytes are read; what it leaves open, or %NULL, is guessed
 * @cancellable: (nullable)
 * @progress: (nullable): in bytes
 * @error: SCOPE_ERROR_UNREADABLE; SCOPE_ERROR_TABLE with line, found, expected and advice: no text,
 *     ragged rows, no column with numbers, over the limits; SCOPE_ERROR_UNSUPPORTED;
 *     G_IO_ERROR_CANCELLED
 *
 * Reads delimited text of any usual encoding, separator, decimal sign and line end; and netCDF-4,
 * through the reader process: the steps of time are the rows, one place along every other
 * dimension. Blocks.
 */
ScopeSeries *
scope_series_read (const char *path, const ScopeReading *reading, GCancellable *cancellable,
                   ScopeProgress *progress, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of bytes in memory; @name stands for the file in messages. */
ScopeSeries *scope_series_read_bytes (GBytes *bytes, const char *name, const ScopeReading *reading,
                                      GCancellable *cancellable, ScopeProgress *progress,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_series_new:
 * @name: stands for the file in messages
 * @n_rows: rows
 * @n_columns: columns
 * @names: (array length=n_columns): their names, with units as in a header ("T (degC)")
 * @values: (array length=n_columns): for each its n_rows doubles, copied; NaN is missing
 *
 * A table that was no text: each cell's text is its number.
 */
ScopeSeries *
scope_series_new (const char *name, gsize n_rows, guint n_columns, const char *const *names,
                  const double *const *values) G_GNUC_WARN_UNUSED_RESULT;

ScopeSeries *scope_series_ref (ScopeSeries *self);
void scope_series_unref (ScopeSeries *self);

/* The file's name, without its folder. */
const char *scope_series_get_name (ScopeSeries *self);
/* How it was read, with nothing left to guess. */
const ScopeReading *scope_series_get_reading (ScopeSeries *self);
/* What was guessed, treated as missing or passed over: translated sentences, NULL-terminated. */
const char *const *scope_series_get_remarks (ScopeSeries *self);
gsize scope_series_get_n_rows (ScopeSeries *self);
guint scope_series_get_n_columns (ScopeSeries *self);

/* As in the header ("T (degC)"), which is what a recipe calls it. A second column of one name has
 * ".1" after it, as pandas has it; one without a name is "column 3", counted from 1. */
const char *scope_series_get_column_name (ScopeSeries *self, guint column);
/* The name without its unit ("T"). */
const char *scope_series_get_column_label (ScopeSeries *self, guint column);
/* "degC" of "T (degC)" or "T [degC]"; "" where the header has none. */
const char *scope_series_get_column_unit (ScopeSeries *self, guint column);
/* Whether at least half of the cells that are not missing are numbers, and one at least is. */
gboolean scope_series_is_numeric (ScopeSeries *self, guint column);
gboolean scope_series_find_column (ScopeSeries *self, const char *name, guint *column);

/* n_rows doubles, NaN where missing or text. */
const double *scope_series_get_values (ScopeSeries *self, guint column);
gsize scope_series_get_n_missing (ScopeSeries *self, guint column);
gsize scope_series_get_n_text (ScopeSeries *self, guint column);

/* The cell as it stands in the table, without quotes and without blanks around it, UTF-8. */
char *scope_series_dup_text (ScopeSeries *self, guint column, gsize row);
/* Whether the cell's text is one of those that mean "no value". */
gboolean scope_series_is_missing (ScopeSeries *self, guint column, gsize row);
/* Line of the file on which the row begins, counted from 1. */
guint64 scope_series_get_line (ScopeSeries *self, gsize row);

/**
 * ScopeCellFunc:
 * @row: row
 * @texts: (array length=n_columns): texts of the columns asked for, not terminated
 * @lengths: their lengths in bytes
 *
 * Returns: %FALSE to stop
 */
typedef gboolean (*ScopeCellFunc) (gsize row, const char *const *texts, const gsize *lengths,
                                   gpointer user_data);

/* Texts of @n_columns columns, row by row, in one pass. Returns FALSE where @func stopped it. */
gboolean scope_series_foreach (ScopeSeries *self, const guint *columns, guint n_columns,
                               ScopeCellFunc func, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeSeries, scope_series_unref)

G_END_DECLS
