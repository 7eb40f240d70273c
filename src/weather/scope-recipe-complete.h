/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-recipe-private.h"
#include "scope-rows.h"

G_BEGIN_DECLS

/* The parts of scope_recipe_complete(), in its order. Each finds what is open, and says so. */
void scope_recipe_complete_time (ScopeRecipe *self, ScopeSeries *series);
/* Where times go back and a column of names explains it, the rows of the first name. */
void scope_recipe_complete_rows_used (ScopeRecipe *self, ScopeSeries *series);
void scope_recipe_complete_step (ScopeRecipe *self, const ScopeRows *rows);
gboolean scope_recipe_complete_features (ScopeRecipe *self, ScopeSeries *series,
                                         const ScopeModelFacts *facts, GError **error);
void scope_recipe_complete_window (ScopeRecipe *self, const ScopeModelFacts *facts);
void scope_recipe_complete_targets (ScopeRecipe *self, ScopeSeries *series,
                                    const ScopeModelFacts *facts);
/* Kinds of scaling that nobody has chosen. */
void scope_recipe_complete_scaling (ScopeRecipe *self);
/* Finds numbers of scalings that are to be found. */
gboolean scope_recipe_fit_open (ScopeRecipe *self, ScopeSeries *series, const ScopeRows *rows,
                                GError **error);

G_END_DECLS
