/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-image.h"
#include "scope-layer.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_MODEL (scope_model_get_type ())

/**
 * ScopeModel:
 *
 * The opened file: a graph of layers with their weights, and where it comes from. Immutable, refcounted, any thread.
 * Opening never needs the network to be runnable: that is ScopeNetwork's question.
 */
typedef struct _ScopeModel ScopeModel;

GType scope_model_get_type (void);

/**
 * scope_model_new:
 * @image: the reader's answer
 * @error: SCOPE_ERROR_NOT_A_MODEL (HDF5, but nothing that Keras wrote; what it seems to be instead),
 *     SCOPE_ERROR_DAMAGED (configuration unreadable), SCOPE_ERROR_CONTRADICTION (a weight's shape against its configuration:
 *     layer, array, found, expected), SCOPE_ERROR_UNSUPPORTED
 *
 * Decides what the arrays mean: Keras version, container, order of the layers, roles and shapes of the
 * weights. Keeps @image alive; copies no weights.
 */
ScopeModel *scope_model_new (ScopeImage *image, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_model_new_with_architecture:
 * @image: the reader's answer, usually of a file with weights alone
 * @json_text: what Keras's model.to_json() says, or a config.json
 * @error: as scope_model_new()
 *
 * The same with an architecture from elsewhere, which counts in place of the file's own.
 */
ScopeModel *scope_model_new_with_architecture (ScopeImage *image, const char *json_text,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same model with an architecture, as scope_model_new_with_architecture() takes it. */
ScopeModel *scope_model_with_architecture (ScopeModel *self, const char *json_text,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_model_with_hard_sigmoid:
 * @major: 2 or 3: whose rule for hard_sigmoid counts; 0: the file's own Keras's
 *
 * The same model with another rule: Keras 3 opens files of Keras 2 with its own one, so that a model may have been used (and
 * its results published) with a rule that is not its file's.
 */
ScopeModel *scope_model_with_hard_sigmoid (ScopeModel *self, guint major,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether JSON text is the architecture of a model (what model.to_json() says, a config.json) rather than something else.
 * Never fails. */
gboolean scope_model_is_architecture (const char *text, gssize n_bytes);
ScopeModel *scope_model_ref (ScopeModel *self);
void scope_model_unref (ScopeModel *self);

ScopeImage *scope_model_get_image (ScopeModel *self);
/* The file's name (no folder). */
const char *scope_model_get_file_name (ScopeModel *self);
/* What Keras called the model ("sequential_1"). */
const char *scope_model_get_name (ScopeModel *self);
/* "legacy HDF5", "legacy HDF5, weights only", "Keras archive (.keras)", "weights of Keras 3 (.weights.h5)". Translated. */
const char *scope_model_get_container (ScopeModel *self);
/* The same for programs: "hdf5", "hdf5-weights", "keras", "folder", "weights-v3", "shards". */
const char *scope_model_get_container_id (ScopeModel *self);
/* Whether the file holds weights alone, so that its layers are inferred unless an architecture was given. */
gboolean scope_model_is_weights_only (ScopeModel *self);
/* Whether arrays for it have time as their first axis and windows as their second, where its layers here have it the other way round. */
gboolean scope_model_is_time_major (ScopeModel *self);
/* The architecture that was given, or NULL. */
const char *scope_model_get_given_architecture (ScopeModel *self);
/* As written ("2.2.4-tf"); NULL where the file does not say. */
const char *scope_model_get_keras_version (ScopeModel *self);
/* 1, 2 or 3: as written, else by the layout of the weights. */
guint scope_model_get_keras_major (ScopeModel *self);
/* "tensorflow", "theano" …, or NULL. */
const char *scope_model_get_backend (ScopeModel *self);
/* Loss and optimizer when stored, or NULL. */
const char *scope_model_get_loss (ScopeModel *self);
const char *scope_model_get_optimizer (ScopeModel *self);
/* "Sequential", "Functional" … */
const char *scope_model_get_class (ScopeModel *self);
/* Whose rule for hard_sigmoid the model has: 2 or 3; 0 where none of its layers uses one. */
guint scope_model_get_hard_sigmoid (ScopeModel *self);
/* Whether that is what a person asked for. */
gboolean scope_model_has_given_hard_sigmoid (ScopeModel *self);
/* The rule and where it comes from, a plain sentence; NULL where no layer uses hard_sigmoid. */
char *scope_model_dup_hard_sigmoid_text (ScopeModel *self);
/* Hex digest of configuration and weights: the same model under another name is the same. */
const char *scope_model_get_digest (ScopeModel *self);

/* Layers in the model's true order, an InputLayer of a Functional model included; where a Sequential one has none, one is
 * made of the first layer's batch_input_shape, so that every model begins with its inputs. */
guint scope_model_get_n_layers (ScopeModel *self);
ScopeLayer *scope_model_get_layer (ScopeModel *self, guint index);
/* By name, with "/forward", "/backward" or a child's name after it for a wrapped one; NULL where there is none. */
ScopeLayer *scope_model_find_layer (ScopeModel *self, const char *path);
/* The layers' names as scope_model_find_layer() takes them, for every recurrent layer (also wrapped). */
char **scope_model_dup_recurrent_paths (ScopeModel *self);

guint scope_model_get_n_inputs (ScopeModel *self);
const ScopeTensor *scope_model_get_input (ScopeModel *self, guint index);
guint scope_model_get_n_outputs (ScopeModel *self);
const ScopeTensor *scope_model_get_output (ScopeModel *self, guint index);

guint64 scope_model_get_n_parameters (ScopeModel *self);
/* Of the first input: time steps (0: free, or none), features (0: not known). */
guint scope_model_get_time_steps (ScopeModel *self);
guint scope_model_get_n_features (ScopeModel *self);
/* Whether the first input has a time axis at all: (batch, time steps, features). */
gboolean scope_model_has_time_axis (ScopeModel *self);

/* What had to be inferred or is odd, one plain translated sentence each. */
const char *const *scope_model_get_remarks (ScopeModel *self);

/* What time_steps is and what it changes, with this model's own numbers: two or three plain sentences. */
char *scope_model_dup_time_steps_text (ScopeModel *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeModel, scope_model_unref)

G_END_DECLS
