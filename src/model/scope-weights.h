/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-image.h"
#include "scope-keras-config.h"

G_BEGIN_DECLS

/**
 * ScopeFileArray: an array of a file that has not been given to a layer yet.
 */
typedef struct
{
  char *name;
  char *path;
  ScopeArray *array;
} ScopeFileArray;

void scope_file_array_free (ScopeFileArray *self);
/* An empty list that frees its ScopeFileArrays. */
GPtrArray *scope_file_arrays_new (void) G_GNUC_WARN_UNUSED_RESULT;
/**
 * scope_file_arrays_add:
 * @arrays: a list
 * @name: what its layer calls it
 * @node: a dataset of the image
 * @unreadable: (out) (optional): set to why it has no numbers, where it has none; it is left out then
 */
void scope_file_arrays_add (GPtrArray *arrays, const char *name, const ScopeImageNode *node,
                            char **unreadable);

/**
 * scope_weights_give:
 * @layer: any layer
 * @arrays: (element-type ScopeFileArray): all that the file has for it, in the file's order
 * @error: SCOPE_ERROR_CONTRADICTION where their number contradicts the configuration
 *
 * Hands arrays to a layer and to what is in it. A model in a model, and a wrapper, has one list for all of its layers: first
 * what is trainable of every layer, then the rest (K@v2.15.0 hdf5_format.py _legacy_weights). No arrays at all where
 * some are due is an obstacle, not an error.
 */
gboolean scope_weights_give (const ScopeKerasContext *context, ScopeLayer *layer, GPtrArray *arrays,
                             GError **error);

/* How many arrays a layer and what is in it should have by its configuration. */
guint scope_weights_count (ScopeLayer *layer);

/**
 * scope_weights_check:
 * @error: SCOPE_ERROR_CONTRADICTION: layer, array, the shape found and the shape expected
 *
 * Holds every array against the configuration and the shape of its input.
 */
gboolean scope_weights_check (const ScopeKerasContext *context, ScopeLayer *layer, GError **error);

/* The weights of an HDF5 file of Keras 0 to 3's older format, whose layers' groups are under @root ("/" or "/model_weights"). */
gboolean scope_weights_read_legacy (const ScopeKerasContext *context, ScopeImage *image,
                                    const char *root, ScopeLayer *model, GError **error);
/* The weights of Keras 3's format: .weights.h5, or the one inside a .keras archive. */
gboolean scope_weights_read_v3 (const ScopeKerasContext *context, ScopeImage *image,
                                ScopeLayer *model, GError **error);

G_END_DECLS
