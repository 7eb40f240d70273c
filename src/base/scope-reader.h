/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-image.h"
#include "scope-progress.h"

G_BEGIN_DECLS

/**
 * ScopeFileKind: what a file is by its first bytes, never by its name.
 */
typedef enum
{
  SCOPE_FILE_HDF5,    /* 89 48 44 46 0D 0A 1A 0A, at 0 or a power of two from 512 on */
  SCOPE_FILE_ARCHIVE, /* PK 03 04 */
  SCOPE_FILE_LFS,     /* a Git LFS pointer: text that names a file kept elsewhere */
  SCOPE_FILE_NPY,     /* 93 NUMPY */
  SCOPE_FILE_NETCDF,  /* CDF 01/02/05; netCDF-4 is HDF5 */
  SCOPE_FILE_SEVERAL, /* a model in several files: its folder, or the file that names the others (ScopeBundle) */
  SCOPE_FILE_JSON,  /* other text that begins with { or [ */
  SCOPE_FILE_TEXT,  /* other text: may be a table */
  SCOPE_FILE_EMPTY, /* no bytes at all */
  SCOPE_FILE_UNKNOWN,
} ScopeFileKind;

/**
 * scope_reader_sniff:
 * @path: a local path
 * @kind: (out): what its bytes say
 * @error: SCOPE_ERROR_UNREADABLE where it is missing, a folder without a model, or not to be read
 */
gboolean scope_reader_sniff (const char *path, ScopeFileKind *kind, GError **error);

/* Flags of scope_reader_open(). */
typedef enum
{
  /* All arrays but what Keras keeps to go on training, the groups optimizer_weights and optimizer at the root: several times the
   * weights, and nothing of the model. */
  SCOPE_READER_WHOLE = 0,
  SCOPE_READER_TREE_ONLY = 1 << 0, /* no arrays: fast for any size */
} ScopeReaderFlags;

/**
 * scope_reader_open:
 * @path: a local path of an HDF5 file, a .keras archive, or a model in several files
 * @flags: what to read
 * @cancellable: (nullable): ends the child at once
 * @progress: (nullable): bytes read
 * @error: SCOPE_ERROR_UNREADABLE, NOT_A_MODEL, DAMAGED or UNSUPPORTED as the child found; SCOPE_ERROR_READER
 *     where it died, stalled or met its limits
 *
 * Opens @path here, hands the descriptors to a gatescope-reader child, waits for its answer and maps
 * it. Blocks: call it from a worker thread. The child has no network, opens no files, starts no programs and
 * has limits on memory (a multiple of the file's size) and time.
 */
ScopeImage *scope_reader_open (const char *path, ScopeReaderFlags flags, GCancellable *cancellable,
                               ScopeProgress *progress, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_reader_read_values:
 * @dataset: a path in the file
 * @error: as scope_reader_open(); SCOPE_ERROR_UNSUPPORTED where there are no numbers at that path
 *
 * The numbers of one dataset of any file, whatever else is in it.
 */
ScopeArray *
scope_reader_read_values (const char *path, const char *dataset, GCancellable *cancellable,
                          ScopeProgress *progress, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* From now on a gatescope-reader is started before it is needed, so that files open faster. For programs that open files because
 * somebody waits for them. */
void scope_reader_prepare (void);

/* For tests: the program to start instead, and the seconds without a sign of life after which it
 * counts as stalled. NULL and 0 give the defaults back. */
void scope_reader_set_program (const char *program, guint stall_seconds);

G_END_DECLS
