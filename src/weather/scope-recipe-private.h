/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-recipe.h"
#include "scope-error.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A feature or a target as the recipe keeps it: what others see, then where it is from. */
typedef struct
{
  ScopeFeature feature;
  gboolean has_scaling; /* the recipe says which kind */
  gboolean needs_fit;   /* its numbers are to be found */
  gboolean fitted;      /* its numbers were found here */
  JsonObject *json;     /* with the fields that are not known here; may be NULL */
} RecipeFeature;

typedef struct
{
  ScopeTarget target;
  gboolean has_inverse;
  gboolean needs_fit;
  gboolean fitted;
  JsonObject *json;
} RecipeTarget;

/* What is not known yet has its has_… unset. */
struct _ScopeRecipe
{
  gatomicrefcount ref_count;
  char *name; /* of its file, for messages */
  JsonObject *json;
  char *model_name;
  char *table_name;

  ScopeReading *reading;

  gboolean has_rows_used;
  char *rows_column; /* NULL: all rows */
  char *rows_value;

  gboolean has_time;
  char **time_columns;
  char **time_formats;
  gboolean has_step;
  ScopeStep step;
  gboolean has_zone;
  char *zone;

  GPtrArray *features; /* RecipeFeature */
  gboolean has_fitted_rows;
  gboolean fitted_rows_from_words; /* of scaler_fitted_on, which may mean another table */
  gsize fitted_first;
  gsize fitted_last;

  guint window;       /* 0: open */
  guint stride;       /* 0: open */
  guint lead_steps;   /* of targets that are to be guessed; 0: open */
  GPtrArray *targets; /* RecipeTarget */
  gboolean has_primary_target;
  guint primary_target;

  gboolean has_scored;
  double scored_from;
  double scored_to;

  GHashTable *units;
  GPtrArray *remarks; /* NULL-terminated */
};

RecipeFeature *scope_recipe_add_feature (ScopeRecipe *self);
RecipeTarget *scope_recipe_add_target (ScopeRecipe *self);
/* Names the feature after what it is taken from. */
void scope_recipe_name_feature (ScopeFeature *feature);
/* Forgets the fitted rows where no number was found on them. */
void scope_recipe_drop_unused_fitted_rows (ScopeRecipe *self);
/* Takes @remark. */
void scope_recipe_add_remark (ScopeRecipe *self, char *remark);
void scope_recipe_clear_remarks (ScopeRecipe *self);

/* "NAME, field “features[3].column”" stands for the place. */
void
scope_recipe_set_error (ScopeRecipe *self, GError **error, const char *found, const char *expected,
                        const char *advice, const char *field, ...) G_GNUC_PRINTF (6, 7);

/* Looks up a column that the recipe names in @field…. */
gboolean
scope_recipe_find_column (ScopeRecipe *self, ScopeSeries *series, const char *column, guint *index,
                          GError **error, const char *field, ...) G_GNUC_PRINTF (6, 7);

G_END_DECLS
