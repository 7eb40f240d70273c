/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_COMPARE_VIEW (scope_compare_view_get_type ())
G_DECLARE_FINAL_TYPE (ScopeCompareView, scope_compare_view, SCOPE, COMPARE_VIEW, AdwBin)

/**
 * ScopeCompareView:
 *
 * The session's model (A) beside its other one (B): the units of B matched with A's, the weights of both and their difference as
 * pictures, and the units in the order in which they moved. Without an other model it leads to one.
 *
 * Signal "opened" (): a second click on a unit.
 */
void scope_compare_view_set_session (ScopeCompareView *self, ScopeSession *session);

G_END_DECLS
