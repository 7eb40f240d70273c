/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-initial.h"

G_BEGIN_DECLS

/**
 * scope_training_words_dup_verdict:
 * @initial: a layer beside its initialisers
 * @singular: (nullable) (array length=n): singular values of U, largest first
 * @expected: what all of them were before training; NaN where that is not known
 *
 * Returns: (transfer full): what training changed, in a few plain sentences: the forget biases, how many matrices lie further off
 *     than chance explains and which furthest, what became of an orthogonal U; where the file names no initialiser, that. Translated.
 */
char *scope_training_words_dup_verdict (ScopeInitial *initial, const double *singular, guint n,
                                        double expected) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
