/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-recipe-choices.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_TARGET_ROW (scope_target_row_get_type ())
G_DECLARE_FINAL_TYPE (ScopeTargetRow, scope_target_row, SCOPE, TARGET_ROW, AdwExpanderRow)

/**
 * ScopeTargetRow:
 *
 * One number of the model's answer in a recipe: the column that it forecasts, how many rows ahead,
 * in which unit, and the scaling that is undone.
 */

/* @number: of the target, from 0. */
GtkWidget *scope_target_row_new (ScopeRecipeChoices *choices, ScopeRecipe *recipe,
                                 guint number) G_GNUC_WARN_UNUSED_RESULT;
/* Puts what the person changed into @recipe; FALSE where something typed is no number. */
gboolean scope_target_row_apply (ScopeTargetRow *self, ScopeRecipe *recipe, GError **error);

G_END_DECLS
