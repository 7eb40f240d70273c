/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_RECIPE_DIALOG (scope_recipe_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ScopeRecipeDialog, scope_recipe_dialog, SCOPE, RECIPE_DIALOG, AdwWindow)

/**
 * ScopeRecipeDialog:
 *
 * The session's recipe, to be corrected: which column is which input, scaling, window, what is
 * forecast and how far ahead, rows and time. What is typed and cannot be said so beside its field;
 * "Apply" checks the whole against table and model on another thread, and what does not fit is said
 * on top, with nothing lost. What is applied can be undone in the session.
 */
void scope_recipe_dialog_present (GtkWindow *parent, ScopeSession *session);

G_END_DECLS
