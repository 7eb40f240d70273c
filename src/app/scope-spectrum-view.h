/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_SPECTRUM_VIEW (scope_spectrum_view_get_type ())
G_DECLARE_FINAL_TYPE (ScopeSpectrumView, scope_spectrum_view, SCOPE, SPECTRUM_VIEW, AdwBin)

/**
 * ScopeSpectrumView:
 *
 * What the units would tell each other without inputs and activations: the eigenvalues of each gate's U on the complex plane, and as a
 * table. Computed on another thread when the view is first on screen for a layer; shows the session's gate, or all.
 */
void scope_spectrum_view_set_session (ScopeSpectrumView *self, ScopeSession *session);

G_END_DECLS
