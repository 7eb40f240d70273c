/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-model-facts.h"
#include "scope-scaling.h"
#include "scope-series.h"
#include "scope-time.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_RECIPE (scope_recipe_get_type ())

/**
 * ScopeRecipe:
 *
 * How a table reaches a model: which rows, columns, scaling, window, lead and targets; a run is
 * reproducible from model, table and recipe. Kept as JSON; fields that are not known here are kept
 * and passed over.
 *
 * A recipe that was loaded may leave things open: read the table with scope_recipe_get_reading(),
 * then let scope_recipe_complete() find the rest from table and model. Refcounted and mutable: one
 * thread at a time. A feed takes a copy.
 */
typedef struct _ScopeRecipe ScopeRecipe;

typedef enum
{
  SCOPE_DERIVED_NONE,
  SCOPE_DERIVED_SIN,
  SCOPE_DERIVED_COS,
} ScopeDerivedFunction;

typedef enum
{
  SCOPE_DERIVED_OF_MONTH,       /* 1 to 12 */
  SCOPE_DERIVED_OF_DAY_OF_YEAR, /* 1 January = 1 */
  SCOPE_DERIVED_OF_HOUR,        /* 0 to 24, with its fraction */
} ScopeDerivedOf;

/**
 * ScopeFeature: one number of a row of the model's input.
 * @name: what to call it: the column, or "sin of hour / 24"
 * @column: (nullable): the table's column; %NULL: derived from the time
 * @function, @of, @period: derived: @function of 2π · @of / @period
 * @category_texts: (nullable): texts that stand for numbers
 * @category_numbers: the numbers, as many
 * @lag_rows: taken that many rows before the input step
 * @scaling: how it is scaled
 */
typedef struct
{
  char *name;
  char *column;
  ScopeDerivedFunction function;
  ScopeDerivedOf of;
  double period;
  char **category_texts;
  double *category_numbers;
  guint lag_rows;
  ScopeScaling scaling;
} ScopeFeature;

/**
 * ScopeTarget: one number of the model's output, and what it forecasts.
 * @output: which of the model's outputs
 * @output_index: into one window's output, flattened row-major
 * @column: the table's column
 * @lead_steps: 1: the row after the last input row
 * @inverse: its scaling, which is undone
 */
typedef struct
{
  guint output;
  gsize output_index;
  char *column;
  guint lead_steps;
  ScopeScaling inverse;
} ScopeTarget;

GType scope_recipe_get_type (void);

/* Everything open. */
ScopeRecipe *scope_recipe_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_recipe_new_guess:
 * @series: the table
 * @facts: the model
 * @error: SCOPE_ERROR_RECIPE where table and model do not fit (fewer columns of numbers than
 *     features)
 */
ScopeRecipe *scope_recipe_new_guess (ScopeSeries *series, const ScopeModelFacts *facts,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_recipe_load:
 * @path: a JSON file
 * @error: SCOPE_ERROR_UNREADABLE; SCOPE_ERROR_RECIPE naming field, found, expected, advice
 */
ScopeRecipe *scope_recipe_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same of text; @name stands for the file in messages. */
ScopeRecipe *scope_recipe_parse (const char *text, gssize length, const char *name,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Writes it whole or not at all, with the fields that came with it; missing folders are made. */
gboolean scope_recipe_save (ScopeRecipe *self, const char *path, GError **error);
char *scope_recipe_dup_json (ScopeRecipe *self);

ScopeRecipe *scope_recipe_copy (ScopeRecipe *self) G_GNUC_WARN_UNUSED_RESULT;
ScopeRecipe *scope_recipe_ref (ScopeRecipe *self);
void scope_recipe_unref (ScopeRecipe *self);

/**
 * scope_recipe_complete:
 * @series: the table that it is for
 * @facts: the model that it is for
 * @error: SCOPE_ERROR_RECIPE naming field, found, expected, advice
 *
 * Finds what the recipe leaves open and adds a remark on each; checks what it says against both.
 * Times are read here.
 */
gboolean scope_recipe_complete (ScopeRecipe *self, ScopeSeries *series,
                                const ScopeModelFacts *facts, GError **error);
/* What was found and not said by the recipe: translated sentences, NULL-terminated. */
const char *const *scope_recipe_get_remarks (ScopeRecipe *self);

/* File names that the recipe was made for, or NULL. The setters keep them for the next save. */
const char *scope_recipe_get_model_name (ScopeRecipe *self);
const char *scope_recipe_get_table_name (ScopeRecipe *self);
void scope_recipe_set_model_name (ScopeRecipe *self, const char *name);
void scope_recipe_set_table_name (ScopeRecipe *self, const char *name);

/* How to read the table; NULL: guess. */
const ScopeReading *scope_recipe_get_reading (ScopeRecipe *self);
void scope_recipe_set_reading (ScopeRecipe *self, const ScopeReading *reading);

/* Which rows: those whose @column is @value; FALSE: all. */
gboolean scope_recipe_get_rows_used (ScopeRecipe *self, const char **column, const char **value);
void scope_recipe_set_rows_used (ScopeRecipe *self, const char *column, const char *value);

/* Columns whose texts, joined by one blank, are the time (NULL-terminated; empty: the table has no
 * time, its rows are neighbours all the same), and formats, of which the first that fits is
 * taken. */
const char *const *scope_recipe_get_time_columns (ScopeRecipe *self);
const char *const *scope_recipe_get_time_formats (ScopeRecipe *self);
void
scope_recipe_set_time (ScopeRecipe *self, const char *const *columns, const char *const *formats);
/* FALSE where the table has no time. */
gboolean scope_recipe_get_step (ScopeRecipe *self, ScopeStep *step);
void scope_recipe_set_step (ScopeRecipe *self, const ScopeStep *step);
/* "UTC"; NULL where the table states none. */
const char *scope_recipe_get_zone (ScopeRecipe *self);

guint scope_recipe_get_n_features (ScopeRecipe *self);
const ScopeFeature *scope_recipe_get_feature (ScopeRecipe *self, guint feature);
/* Takes @column for the feature; a scaling that was fitted on the table is fitted anew by the next
 * scope_recipe_fit_scaling(). */
void scope_recipe_set_feature_column (ScopeRecipe *self, guint feature, const char *column);
void
scope_recipe_set_feature_derived (ScopeRecipe *self, guint feature, ScopeDerivedFunction function,
                                  ScopeDerivedOf of, double period);
void
scope_recipe_set_feature_scaling (ScopeRecipe *self, guint feature, const ScopeScaling *scaling);

/* First and last of the rows in use on which a scaler was fitted; FALSE: not known. */
gboolean scope_recipe_get_fitted_rows (ScopeRecipe *self, gsize *first, gsize *last);
void scope_recipe_set_fitted_rows (ScopeRecipe *self, gsize first, gsize last);

/**
 * scope_recipe_fit_scaling:
 * @series: the table
 * @kind: of all features, and of the targets' inverse
 * @error: SCOPE_ERROR_RECIPE (a column without a number in the rows to fit on)
 *
 * Computes the numbers of all scalings on the fitted rows, by default the first 70 % of the rows in
 * use. A derived feature is never scaled: it lies between −1 and 1.
 */
gboolean scope_recipe_fit_scaling (ScopeRecipe *self, ScopeSeries *series, ScopeScalingKind kind,
                                   GError **error);

guint scope_recipe_get_window (ScopeRecipe *self);
void scope_recipe_set_window (ScopeRecipe *self, guint window);
/* Rows between the starts of two windows, 1 unless the recipe says otherwise. */
guint scope_recipe_get_stride (ScopeRecipe *self);

guint scope_recipe_get_n_targets (ScopeRecipe *self);
const ScopeTarget *scope_recipe_get_target (ScopeRecipe *self, guint target);
guint scope_recipe_get_primary_target (ScopeRecipe *self);
void scope_recipe_set_primary_target (ScopeRecipe *self, guint target);
/* Takes @column for the target, with the scaling of the feature of that column where there is
 * one. */
void scope_recipe_set_target_column (ScopeRecipe *self, guint target, const char *column);
void scope_recipe_set_target_lead (ScopeRecipe *self, guint target, guint lead_steps);
void scope_recipe_set_target_inverse (ScopeRecipe *self, guint target, const ScopeScaling *inverse);

/* Valid times that enter the scores, both ends included (NaN: open); FALSE: all do. */
gboolean scope_recipe_get_scored (ScopeRecipe *self, double *from, double *to);
void scope_recipe_set_scored (ScopeRecipe *self, double from, double to);

/* The unit of a column: the recipe's word, else the header's, else "". */
const char *scope_recipe_get_unit (ScopeRecipe *self, ScopeSeries *series, const char *column);
void scope_recipe_set_unit (ScopeRecipe *self, const char *column, const char *unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeRecipe, scope_recipe_unref)

G_END_DECLS
