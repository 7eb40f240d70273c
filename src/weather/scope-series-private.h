/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-series.h"

G_BEGIN_DECLS

/* A file over 1 GiB is refused, so that offsets into its text fit 32 bits however it was
 * encoded. */
#define SCOPE_SERIES_MAX_BYTES ((gsize) 1 << 30)
#define SCOPE_SERIES_MAX_CELLS ((gsize) 1 << 28)

struct _ScopeSeries
{
  gatomicrefcount ref_count;
  char *name;
  ScopeReading *reading;
  char **remarks;
  gsize n_rows;
  guint n_columns;
  char **names;
  char **labels;
  char **units;
  GHashTable *by_name; /* to column + 1 */
  double **values;
  gsize *n_missing;
  gsize *n_text;

  /* Of a text; NULL for what was none. */
  GBytes *text;
  guint32 *offsets;
  guint32 *lines;
};

/* With names, labels and units made of @names, the rest zero. Takes the columns' names as a file
 * has them. */
ScopeSeries *scope_series_alloc (const char *name, guint n_columns, const char *const *names);

/* Index of @text among the reading's missing texts, or -1. */
int scope_reading_find_missing (const ScopeReading *reading, const char *text, gsize length);

G_END_DECLS
