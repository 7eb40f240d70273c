/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-recipe.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ScopeRecipeChoices:
 * @series: the table
 * @columns: names of the columns of numbers
 * @features: what an input can be: the columns of numbers, then sine and cosine of the clock where
 *     the table has one, then what else the recipe at hand has
 * @derived: (element-type ScopeFeature): of each of @features; a column's has its name
 *
 * What the drop-downs of a recipe's rows offer. They share these lists.
 */
typedef struct
{
  ScopeSeries *series;
  GtkStringList *columns;
  GtkStringList *features;
  GArray *derived;
} ScopeRecipeChoices;

ScopeRecipeChoices *
scope_recipe_choices_new (ScopeSeries *series, ScopeRecipe *recipe) G_GNUC_WARN_UNUSED_RESULT;
void scope_recipe_choices_free (ScopeRecipeChoices *self);

/* The place of a feature, and of a column, in the lists; GTK_INVALID_LIST_POSITION for none. */
guint scope_recipe_choices_find (ScopeRecipeChoices *self, const ScopeFeature *feature);
guint scope_recipe_choices_find_column (ScopeRecipeChoices *self, const char *column);
/* Puts choice @position in as a feature of @recipe. */
void scope_recipe_choices_apply (ScopeRecipeChoices *self, guint position, ScopeRecipe *recipe,
                                 guint feature);

/* A drop-down over one of the lists that can be searched and is no wider than its row. */
GtkDropDown *
scope_recipe_choices_create_drop_down (GtkStringList *list, guint selected, const char *label);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeRecipeChoices, scope_recipe_choices_free)

G_END_DECLS
