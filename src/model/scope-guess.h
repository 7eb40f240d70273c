/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-weights.h"

G_BEGIN_DECLS

/**
 * scope_guess_layer:
 * @class_hint: (nullable): the class that the file's name for it speaks of
 * @files: (element-type ScopeFileArray): its arrays, in the file's order
 *
 * Class and sizes of a layer of which only weights are known. Its obstacle says that activations and order are not.
 */
ScopeLayer *
scope_guess_layer (const ScopeKerasContext *context, const char *name, const ScopeClass *class_hint,
                   GPtrArray *files, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a layer's arrays are those of two recurrent layers of the same shapes, as a Bidirectional's are. */
gboolean scope_guess_is_two_ways (GPtrArray *files);

/**
 * ScopeGuessPart: arrays of one of the layers whose arrays one list holds.
 */
typedef struct
{
  char *name;
  GPtrArray *files; /* of ScopeFileArray */
} ScopeGuessPart;

/* @files by what their names have before the last slash: (element-type ScopeGuessPart), in the order in which each begins. The two
 * halves of a Bidirectional are one part. */
GPtrArray *scope_guess_split (GPtrArray *files) G_GNUC_WARN_UNUSED_RESULT;

/* Shape of the input that a layer's weights ask for, with free batch and steps; not known where they do not tell. */
ScopeShape scope_guess_input (ScopeLayer *layer);

G_END_DECLS
