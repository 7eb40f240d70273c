/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_TRAINING_VIEW (scope_training_view_get_type ())
G_DECLARE_FINAL_TYPE (ScopeTrainingView, scope_training_view, SCOPE, TRAINING_VIEW, AdwBin)

/**
 * ScopeTrainingView:
 *
 * What training changed: the distribution of each gate's W, U and b beside what the initialiser draws that the file names, with the
 * distance of the two, as pictures, a table and a sentence. Computed on another thread when the view is first on screen for a layer;
 * shows the session's gate, or all.
 */
void scope_training_view_set_session (ScopeTrainingView *self, ScopeSession *session);

G_END_DECLS
