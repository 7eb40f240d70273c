/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-recipe-choices.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_FEATURE_ROW (scope_feature_row_get_type ())
G_DECLARE_FINAL_TYPE (ScopeFeatureRow, scope_feature_row, SCOPE, FEATURE_ROW, AdwExpanderRow)

/**
 * ScopeFeatureRow:
 *
 * One input of the model in a recipe: the column that it is, and how that is scaled.
 */

/* @number: of the input, from 0. */
GtkWidget *scope_feature_row_new (ScopeRecipeChoices *choices, ScopeRecipe *recipe,
                                  guint number) G_GNUC_WARN_UNUSED_RESULT;
/* Puts what the person changed into @recipe; FALSE where something typed is no number. */
gboolean scope_feature_row_apply (ScopeFeatureRow *self, ScopeRecipe *recipe, GError **error);

G_END_DECLS
