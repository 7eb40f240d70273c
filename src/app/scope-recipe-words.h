/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-feed.h"
#include "scope-recipe.h"

G_BEGIN_DECLS

/* A recipe in plain words, for those who are to see at a glance what was guessed. All translated;
 * free with g_free(). */

/* "6 inputs, standard, 6 h ahead": for a button. */
char *scope_recipe_words_dup_summary (ScopeRecipe *self);

/* "temp, dewp, humid, …" */
char *scope_recipe_words_dup_inputs (ScopeRecipe *self);
/* "standard, fitted on rows 0 to 6091 of those in use" */
char *scope_recipe_words_dup_scaling (ScopeRecipe *self);
/* "24 rows (24 h)" */
char *scope_recipe_words_dup_window (ScopeRecipe *self);
/* "temp, 6 rows (6 h) ahead" */
char *scope_recipe_words_dup_forecast (ScopeRecipe *self);
/* "time_hour, steps of 1 h; UTC" */
char *scope_recipe_words_dup_time (ScopeRecipe *self);
/* "all" or "those whose “city” is “Delhi”" */
char *scope_recipe_words_dup_rows (ScopeRecipe *self);
/* "valid from … to …"; NULL where all windows are scored. */
char *scope_recipe_words_dup_scored (ScopeRecipe *self);

/* @n steps of the table on the clock, "6 h", "2 days", "3 months"; NULL where the table has no
 * time. */
char *scope_recipe_words_dup_steps (ScopeRecipe *self, guint n);
/* "6 h ahead", else "6 rows ahead". */
char *scope_recipe_words_dup_lead (ScopeRecipe *self, guint lead);
/* A moment, "21 Jan 2013 06:00"; without its hour where rows are days. */
char *scope_recipe_words_dup_moment (ScopeRecipe *self, double time);
/* Which clock an axis of time shows: "UTC" or "the table’s own clock". */
char *scope_recipe_words_dup_zone (ScopeRecipe *self);
/* "standard", "min–max", "none". Static. */
const char *scope_recipe_words_get_scaling (ScopeScalingKind kind);

/* Whether a column's name has its unit already, as in "T (degC)". */
gboolean scope_recipe_words_has_unit (const char *name, const char *unit);

/* What became of the windows of a feed, counted by reason: scored, only drawn, left out. */
char *scope_recipe_words_dup_windows (ScopeFeed *feed, gsize n_scored);

G_END_DECLS
