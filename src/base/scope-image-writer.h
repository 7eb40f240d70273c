/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-image.h"

G_BEGIN_DECLS

/**
 * ScopeImageWriter:
 *
 * Makes the block that scope_image_new() reads. First everything is added, then scope_image_writer_lay_out()
 * gives each array its place, then the numbers are written straight into it, then
 * scope_image_writer_finish(). Nodes are added in the order in which they shall be listed; parents that
 * are missing are added before them as groups without attributes.
 *
 * The adding functions answer %FALSE where the block could not be read back: a path that is there already
 * or is not of the form "/a/b", a parent that is no group, too many dimensions or nodes, a size that
 * overflows.
 */
typedef struct _ScopeImageWriter ScopeImageWriter;

/* @container: "hdf5" or "keras", see scope_image_get_container(). */
ScopeImageWriter *scope_image_writer_new (const char *container) G_GNUC_WARN_UNUSED_RESULT;
void scope_image_writer_free (ScopeImageWriter *self);

/* The text of an archive's member, which is UTF-8. */
gboolean scope_image_writer_add_text (ScopeImageWriter *self, const char *member, const char *text);

/* @attributes: (nullable): a{sv} of the types that ScopeImageNode names; a floating one is taken. */
gboolean
scope_image_writer_add_group (ScopeImageWriter *self, const char *path, GVariant *attributes);
/* @kind: "soft", "external", "hard" …; @target: what the link says. */
gboolean scope_image_writer_add_link (ScopeImageWriter *self, const char *path, const char *kind,
                                      const char *target);

/**
 * scope_image_writer_add_dataset:
 * @with_array: whether the block holds its numbers: scope_image_writer_get_array() tells where to write
 *     them once all is laid out
 */
gboolean
scope_image_writer_add_dataset (ScopeImageWriter *self, const char *path, const char *stored_type,
                                const char *storage, guint n_dims, const gsize *dims,
                                gboolean with_array, GVariant *attributes);

/**
 * scope_image_writer_add_raw:
 * @file: which of the files that are read, from 0
 * @offset: where in it @dims float32 lie, of the machine's own byte order
 *
 * A dataset whose numbers whoever reads the block takes from the file.
 */
gboolean
scope_image_writer_add_raw (ScopeImageWriter *self, const char *path, const char *stored_type,
                            const char *storage, guint n_dims, const gsize *dims, guint file,
                            guint64 offset, GVariant *attributes);

/* The numbers of the dataset at @path, of one dimension, before they were rounded; @n, as many as it has. They are copied. */
void scope_image_writer_set_exact (ScopeImageWriter *self, const char *path, const double *exact,
                                   gsize n);

/* A float32 dataset whose numbers are at hand: @values are copied. */
gboolean
scope_image_writer_add_values (ScopeImageWriter *self, const char *path, guint n_dims,
                               const gsize *dims, const float *values, GVariant *attributes);

/* Bytes that the arrays added so far take. */
guint64 scope_image_writer_get_array_bytes (ScopeImageWriter *self);

/**
 * scope_image_writer_lay_out:
 * @fd: an empty memory file that becomes the block, or -1: the block is made in memory
 * @error: SCOPE_ERROR_UNSUPPORTED where there is no memory of that size
 *
 * Nothing can be added afterwards. The arrays are zeros at first.
 */
gboolean scope_image_writer_lay_out (ScopeImageWriter *self, int fd, GError **error);

/* Where the numbers of the dataset at @path go; NULL where it was added without. */
float *scope_image_writer_get_array (ScopeImageWriter *self, const char *path);

/* The block, where it was made in memory; NULL where it is a file, which is unmapped now. */
GBytes *scope_image_writer_finish (ScopeImageWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeImageWriter, scope_image_writer_free)

G_END_DECLS
