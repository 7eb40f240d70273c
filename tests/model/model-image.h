/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-image.h"

G_BEGIN_DECLS

/**
 * ModelImage: what gatescope-reader would answer for a model file, written without HDF5. Every array holds 0, 1, 2 …
 * times a thousandth, so that each number tells its place.
 */
typedef struct _ModelImage ModelImage;

/* @container: "hdf5" or "keras". */
ModelImage *model_image_new (const char *container);
void model_image_free (ModelImage *self);

/* A text of the archive, or an attribute of the root. */
void model_image_set_text (ModelImage *self, const char *name, const char *text);
void model_image_set_root_string (ModelImage *self, const char *name, const char *value);

/**
 * model_image_add_layer:
 * @name: the layer's group under /model_weights
 * @...: for each array its name and its shape ("lstm_1/kernel:0", "3x16"), then %NULL
 */
void model_image_add_layer (ModelImage *self, const char *name, ...) G_GNUC_NULL_TERMINATED;

/* A group, or an array of shape "3x16" ("" for a scalar), at any path. */
void model_image_add_group (ModelImage *self, const char *path);
void model_image_add_array (ModelImage *self, const char *path, const char *shape);

/* The image; @self is freed. @weights_only: the layers stand at the root. */
ScopeImage *model_image_finish (ModelImage *self, gboolean weights_only);

/* A whole legacy file of one call: @version (nullable), @config, then layers as "NAME", arrays as above, NULL for each, and a
 * last NULL. */
ScopeImage *model_image_legacy (const char *version, const char *config, const char *const *layers);

G_END_DECLS
