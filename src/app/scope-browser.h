/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_BROWSER (scope_browser_get_type ())
G_DECLARE_FINAL_TYPE (ScopeBrowser, scope_browser, SCOPE, BROWSER, AdwBin)

/**
 * ScopeBrowser:
 *
 * The tree of layers in their true order, with the matrices of recurrent ones and their gates. What is chosen here is
 * the session's selection, and the other way round.
 */
void scope_browser_set_session (ScopeBrowser *self, ScopeSession *session);
/* Puts the cursor into the search field. */
void scope_browser_search (ScopeBrowser *self);

G_END_DECLS
