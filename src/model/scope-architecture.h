/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-weights.h"

G_BEGIN_DECLS

/**
 * scope_architecture_guess_legacy:
 * @root: the group that lists the layers
 *
 * Layers of a file with weights alone, as far as names and shapes tell: classes, units and widths; not activations, nor how
 * the layers are joined. Each layer's obstacle says so.
 *
 * Returns: a model of class "Sequential" with its weights
 */
ScopeLayer *
scope_architecture_guess_legacy (const ScopeKerasContext *context, ScopeImage *image,
                                 const char *root, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same of a .weights.h5, which does not even keep the order of layers of different classes. */
ScopeLayer *scope_architecture_guess_v3 (const ScopeKerasContext *context, ScopeImage *image,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
