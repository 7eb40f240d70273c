/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-array.h"
#include "scope-recipe.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_FEED (scope_feed_get_type ())

/**
 * ScopeFeed:
 *
 * What a network takes of a table by a recipe: scaled rows and the starts of the windows; and what
 * the answers are held against: observations, persistence, times. Immutable, refcounted, any
 * thread.
 *
 * Rows here are rows in use, counted from 0: those that the recipe picks and whose time can be
 * read. Windows 0 … n_windows − 1 are those that count: all rows from the first to that of the
 * longest lead are consecutive, no feature is missing among the inputs, and every target is there
 * at its valid row and at the last input row. Windows from n_windows on can be run but not judged
 * (they reach beyond the last row or a gap, or an observation is missing): they are drawn. Both
 * parts go by rising rows.
 */
typedef struct _ScopeFeed ScopeFeed;

/**
 * ScopeLeftOut: starts with as many rows behind them as a window has that gave no window that
 * counts, each under the first reason that holds. Those of the last three are the further windows.
 * @gap: rows of the input that are not consecutive
 * @missing_input: a feature is missing in an input row
 * @beyond: the row of the longest lead would lie beyond the last one
 * @gap_ahead: a gap between the last input row and that of the longest lead
 * @missing_target: a target is missing at its valid row or at the last input row
 */
typedef struct
{
  gsize gap;
  gsize missing_input;
  gsize beyond;
  gsize gap_ahead;
  gsize missing_target;
} ScopeLeftOut;

GType scope_feed_get_type (void);

/**
 * scope_feed_new:
 * @series: the table
 * @recipe: how; completed here where it is not yet (the copy that the feed keeps)
 * @facts: the model
 * @error: SCOPE_ERROR_RECIPE naming field, found, expected, advice: a column that is not there, a
 *     count that does not fit the model, no window at all
 */
ScopeFeed *scope_feed_new (ScopeSeries *series, ScopeRecipe *recipe, const ScopeModelFacts *facts,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
ScopeFeed *scope_feed_ref (ScopeFeed *self);
void scope_feed_unref (ScopeFeed *self);

ScopeSeries *scope_feed_get_series (ScopeFeed *self);
/* The recipe that was followed, complete. Not to be changed. */
ScopeRecipe *scope_feed_get_recipe (ScopeFeed *self);
/* What was found, left out or treated as missing, those of series and recipe included: translated
 * sentences, NULL-terminated. */
const char *const *scope_feed_get_remarks (ScopeFeed *self);

/* Rows in use. */
gsize scope_feed_get_n_rows (ScopeFeed *self);
guint scope_feed_get_n_features (ScopeFeed *self);
const char *scope_feed_get_feature_name (ScopeFeed *self, guint feature);
const char *scope_feed_get_feature_unit (ScopeFeed *self, guint feature);
/* (rows in use, features), scaled, NaN where missing: a network's input. */
ScopeArray *scope_feed_get_inputs (ScopeFeed *self);
/* The feature before scaling, in the table's unit; NaN where missing. */
double scope_feed_get_feature_value (ScopeFeed *self, guint feature, gsize row);
/* Number of the row in the table, before rows are picked. */
gsize scope_feed_get_table_row (ScopeFeed *self, gsize row);
/* Its moment; NaN where the table has no time. */
double scope_feed_get_row_time (ScopeFeed *self, gsize row);
/* Whether row + 1 follows row by one step. */
gboolean scope_feed_is_consecutive (ScopeFeed *self, gsize row);
gboolean scope_feed_has_time (ScopeFeed *self);
/* Pairs of neighbouring rows that are not consecutive. */
gsize scope_feed_get_n_gaps (ScopeFeed *self);
/* Rows in which a feature is missing. */
gsize scope_feed_get_n_missing_rows (ScopeFeed *self);

/* Rows of a window. */
gsize scope_feed_get_window (ScopeFeed *self);
/* Windows that count. */
gsize scope_feed_get_n_windows (ScopeFeed *self);
/* Windows that can be run, those that count first. */
gsize scope_feed_get_n_all_windows (ScopeFeed *self);
/* First row of each of all windows. */
const gsize *scope_feed_get_starts (ScopeFeed *self);
/* Numbers of all windows by rising start: the two parts merged, as a line is drawn. */
const gsize *scope_feed_get_order (ScopeFeed *self);
void scope_feed_get_left_out (ScopeFeed *self, ScopeLeftOut *left_out);

/* Number of a window's first row in the table. */
gsize scope_feed_get_start_row (ScopeFeed *self, gsize window);
double scope_feed_get_start_time (ScopeFeed *self, gsize window);
double scope_feed_get_last_input_time (ScopeFeed *self, gsize window);
/* When the forecast of @target is due: that row's time, or the last input's and as many steps where
 * there is no such row. Without times the number of the row. */
double scope_feed_get_valid_time (ScopeFeed *self, gsize window, guint target);

guint scope_feed_get_n_targets (ScopeFeed *self);
guint scope_feed_get_primary_target (ScopeFeed *self);
/* Where its number lies in the model's answer: which output, and which number of a window's output,
 * flattened. */
guint scope_feed_get_target_output (ScopeFeed *self, guint target);
gsize scope_feed_get_target_output_index (ScopeFeed *self, guint target);
const char *scope_feed_get_target_name (ScopeFeed *self, guint target);
const char *scope_feed_get_target_unit (ScopeFeed *self, guint target);
guint scope_feed_get_target_lead (ScopeFeed *self, guint target);
/* What was observed at the valid time, in the table's unit; NaN where nothing was. */
double scope_feed_get_observed (ScopeFeed *self, gsize window, guint target);
/* The target's value at the last input row. */
double scope_feed_get_persistence (ScopeFeed *self, gsize window, guint target);
/* Whether it enters the scores: it counts, and its valid time lies within the recipe's `scored`. */
gboolean scope_feed_is_scored (ScopeFeed *self, gsize window, guint target);
/* The model's number in the table's unit. */
double scope_feed_invert (ScopeFeed *self, guint target, double output);
/* A change of the model's number in the table's unit. */
double scope_feed_invert_difference (ScopeFeed *self, guint target, double difference);

/**
 * scope_feed_get_baseline:
 * @on_fitted_rows: (out) (optional): whether it is over the rows on which the scaler was fitted
 *
 * Returns: (array length=n_features): each feature's mean, scaled as the inputs are: over the rows
 *     on which the scaler was fitted where the recipe says which, else over all rows in use;
 *     missing ones left out
 */
const float *scope_feed_get_baseline (ScopeFeed *self, gboolean *on_fitted_rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeFeed, scope_feed_unref)

G_END_DECLS
