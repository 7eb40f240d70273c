/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-array.h"
#include "scope-h5.h"

G_BEGIN_DECLS

/* How a dataset's numbers become float32. */
typedef enum
{
  SCOPE_NUMBERS_NONE, /* text, compounds …: no array */
  SCOPE_NUMBERS_DIRECT, /* every value is a float32: floats of up to four bytes, integers of up to two */
  SCOPE_NUMBERS_DOUBLE, /* wider floats, rounded to nearest */
  SCOPE_NUMBERS_INT64,  /* wider integers, rounded once */
  SCOPE_NUMBERS_UINT64,
  SCOPE_NUMBERS_ENUM,     /* booleans: as their number */
  SCOPE_NUMBERS_BFLOAT16, /* two opaque bytes, the upper half of a float32 */
} ScopeNumbers;

/**
 * ScopeH5Dataset: what there is to know of a dataset before its numbers are read.
 */
typedef struct
{
  char *stored_type;
  char *storage; /* "contiguous", "chunked, gzip" … */
  ScopeNumbers numbers;
  guint n_dims;
  gsize dims[SCOPE_ARRAY_MAX_DIMS];
  gsize chunk_rows; /* length of a chunk along the first dimension; 1 where there are none */
} ScopeH5Dataset;

/**
 * scope_h5_describe_dataset:
 * @dataset: an open dataset
 * @is_bfloat16: whether an attribute says that its two-byte opaque values are such (keras: saving_lib.py)
 * @place: file and path, for messages
 * @for_reading: whether its numbers are wanted: then what cannot or must not be read is an error
 * @error: SCOPE_ERROR_UNSUPPORTED: virtual, in another file, compressed by a filter that is not here, or of a
 *     size out of all proportion to what is stored; DAMAGED
 */
gboolean
scope_h5_describe_dataset (hid_t dataset, gboolean is_bfloat16, const char *place,
                           gboolean for_reading, ScopeH5Dataset *description, GError **error);
void scope_h5_dataset_clear (ScopeH5Dataset *self);

/* Whether the dataset's numbers lie in the file in one piece, as float32 of the machine's own byte order; where, from the
 * beginning of the file, and how many bytes they are. */
gboolean scope_h5_find_raw (hid_t dataset, const ScopeH5Dataset *description, guint64 *offset,
                            guint64 *n_bytes);

/* What scope_h5_read_numbers() calls after each part, with the number of float32 written. */
typedef void (*ScopeH5ReadFunc) (gsize n, gpointer data);

/**
 * scope_h5_read_numbers:
 * @numbers: (array): as many float32 as @description's shape says, row-major
 *
 * Reads in parts of some megabytes, so that progress is seen.
 */
gboolean
scope_h5_read_numbers (hid_t dataset, const ScopeH5Dataset *description, const char *place,
                       float *numbers, ScopeH5ReadFunc function, gpointer data, GError **error);

/* Whether there may be numbers that float32 does not hold. */
gboolean scope_h5_may_round (const ScopeH5Dataset *description);

/* All of the dataset's numbers in double precision; @numbers has room for as many as @description's shape says. */
gboolean scope_h5_read_exact (hid_t dataset, const ScopeH5Dataset *description, const char *place,
                              double *numbers, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ScopeH5Dataset, scope_h5_dataset_clear)

G_END_DECLS
