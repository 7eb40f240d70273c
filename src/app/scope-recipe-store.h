/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-model.h"
#include "scope-recipe.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * The last recipe of each model (known by its content) and table (known by its name and its columns), in the user's
 * data folder, so that what a person corrected once stays corrected.
 */

/* The folder in which they are kept, whether or not it is there yet. */
char *scope_recipe_store_dup_folder (void);
/* What was kept, or NULL. Reads a file: call it from a worker thread. */
ScopeRecipe *scope_recipe_store_load (ScopeModel *model, ScopeSeries *series);
/* Keeps @recipe, on another thread; that it could not be kept is a line in the log. */
void scope_recipe_store_save (ScopeModel *model, ScopeSeries *series, ScopeRecipe *recipe);

/* "MODEL.TABLE.recipe.json", the name under which a recipe is saved beside its model. */
char *scope_recipe_store_dup_file_name (ScopeModel *model, ScopeSeries *series);

G_END_DECLS
