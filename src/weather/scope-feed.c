/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-feed-private.h"

#include <math.h>

G_DEFINE_BOXED_TYPE (ScopeFeed, scope_feed, scope_feed_ref, scope_feed_unref)

ScopeFeed *
scope_feed_ref (ScopeFeed *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_feed_unref (ScopeFeed *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->rows, scope_rows_free);
  g_clear_pointer (&self->inputs, scope_array_unref);
  g_hash_table_unref (self->columns);
  g_ptr_array_unref (self->remarks);
  scope_recipe_unref (self->recipe);
  scope_series_unref (self->series);
  g_free (self->consecutive);
  g_free (self->run_first);
  g_free (self->run_last);
  g_free (self->features);
  g_free (self->targets);
  g_free (self->starts);
  g_free (self->order);
  g_free (self->baseline);
  g_free (self);
}

ScopeSeries *
scope_feed_get_series (ScopeFeed *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->series;
}

ScopeRecipe *
scope_feed_get_recipe (ScopeFeed *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->recipe;
}

const char *const *
scope_feed_get_remarks (ScopeFeed *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) (gpointer) self->remarks->pdata;
}

gsize
scope_feed_get_n_rows (ScopeFeed *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rows->n;
}

guint
scope_feed_get_n_features (ScopeFeed *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_features;
}

const char *
scope_feed_get_feature_name (ScopeFeed *self, guint feature)
{
  g_return_val_if_fail (self != NULL && feature < self->n_features, NULL);

  return self->features[feature].feature->name;
}

const char *
scope_feed_get_feature_unit (ScopeFeed *self, guint feature)
{
  const ScopeFeature *source;

  g_return_val_if_fail (self != NULL && feature < self->n_features, NULL);

  source = self->features[feature].feature;
  if (source->column == NULL || source->category_texts != NULL)
    return "";
  return scope_recipe_get_unit (self->recipe, self->series, source->column);
}

ScopeArray *
scope_feed_get_inputs (ScopeFeed *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->inputs;
}

double
scope_feed_get_feature_value (ScopeFeed *self, guint feature, gsize row)
{
  guint lag;

  g_return_val_if_fail (self != NULL && feature < self->n_features, NAN);
  g_return_val_if_fail (row < self->rows->n, NAN);

  lag = self->features[feature].feature->lag_rows;
  return row - self->run_first[row] >= lag ? self->features[feature].values[row - lag] : NAN;
}

gsize
scope_feed_get_table_row (ScopeFeed *self, gsize row)
{
  g_return_val_if_fail (self != NULL && row < self->rows->n, 0);

  return self->rows->table_rows[row];
}

double
scope_feed_get_row_time (ScopeFeed *self, gsize row)
{
  g_return_val_if_fail (self != NULL && row < self->rows->n, NAN);

  return self->rows->times != NULL ? self->rows->times[row] : NAN;
}

gboolean
scope_feed_is_consecutive (ScopeFeed *self, gsize row)
{
  g_return_val_if_fail (self != NULL && row < self->rows->n, FALSE);

  return self->consecutive[row];
}

gboolean
scope_feed_has_time (ScopeFeed *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->rows->times != NULL;
}

gsize
scope_feed_get_n_gaps (ScopeFeed *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_gaps;
}

gsize
scope_feed_get_n_missing_rows (ScopeFeed *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_missing_rows;
}

gsize
scope_feed_get_window (ScopeFeed *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->window;
}

gsize
scope_feed_get_n_windows (ScopeFeed *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_windows;
}

gsize
scope_feed_get_n_all_windows (ScopeFeed *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_all;
}

const gsize *
scope_feed_get_starts (ScopeFeed *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->starts;
}

const gsize *
scope_feed_get_order (ScopeFeed *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->order;
}

void
scope_feed_get_left_out (ScopeFeed *self, ScopeLeftOut *left_out)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (left_out != NULL);

  *left_out = self->left_out;
}

gsize
scope_feed_get_start_row (ScopeFeed *self, gsize window)
{
  g_return_val_if_fail (self != NULL && window < self->n_all, 0);

  return self->rows->table_rows[self->starts[window]];
}

double
scope_feed_get_start_time (ScopeFeed *self, gsize window)
{
  g_return_val_if_fail (self != NULL && window < self->n_all, NAN);

  return scope_feed_get_row_time (self, self->starts[window]);
}

static gsize
get_last_input (ScopeFeed *self, gsize window)
{
  return self->starts[window] + self->window - 1;
}

double
scope_feed_get_last_input_time (ScopeFeed *self, gsize window)
{
  g_return_val_if_fail (self != NULL && window < self->n_all, NAN);

  return scope_feed_get_row_time (self, get_last_input (self, window));
}

/* The row at which the forecast is due, where there is one without a gap on the way. */
static gboolean
find_valid_row (ScopeFeed *self, gsize window, guint target, gsize *row)
{
  gsize last = get_last_input (self, window);
  gsize lead = self->targets[target].target->lead_steps;

  *row = last + lead;
  return lead <= self->run_last[last] - last;
}

double
scope_feed_get_valid_time (ScopeFeed *self, gsize window, guint target)
{
  gsize last, row;
  gint64 lead;

  g_return_val_if_fail (self != NULL && window < self->n_all, NAN);
  g_return_val_if_fail (target < self->n_targets, NAN);

  last = get_last_input (self, window);
  lead = self->targets[target].target->lead_steps;
  if (self->rows->times == NULL)
    return find_valid_row (self, window, target, &row)
               ? (double) self->rows->table_rows[row]
               : (double) self->rows->table_rows[last] + (double) lead;

  return find_valid_row (self, window, target, &row)
             ? self->rows->times[row]
             : scope_step_advance (&self->step, self->rows->times[last], lead);
}

guint
scope_feed_get_n_targets (ScopeFeed *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_targets;
}

guint
scope_feed_get_primary_target (ScopeFeed *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return scope_recipe_get_primary_target (self->recipe);
}

guint
scope_feed_get_target_output (ScopeFeed *self, guint target)
{
  g_return_val_if_fail (self != NULL && target < self->n_targets, 0);

  return self->targets[target].target->output;
}

gsize
scope_feed_get_target_output_index (ScopeFeed *self, guint target)
{
  g_return_val_if_fail (self != NULL && target < self->n_targets, 0);

  return self->targets[target].target->output_index;
}

const char *
scope_feed_get_target_name (ScopeFeed *self, guint target)
{
  g_return_val_if_fail (self != NULL && target < self->n_targets, NULL);

  return self->targets[target].target->column;
}

const char *
scope_feed_get_target_unit (ScopeFeed *self, guint target)
{
  g_return_val_if_fail (self != NULL && target < self->n_targets, NULL);

  return scope_recipe_get_unit (self->recipe, self->series, self->targets[target].target->column);
}

guint
scope_feed_get_target_lead (ScopeFeed *self, guint target)
{
  g_return_val_if_fail (self != NULL && target < self->n_targets, 0);

  return self->targets[target].target->lead_steps;
}

double
scope_feed_get_observed (ScopeFeed *self, gsize window, guint target)
{
  gsize row;

  g_return_val_if_fail (self != NULL && window < self->n_all, NAN);
  g_return_val_if_fail (target < self->n_targets, NAN);

  return find_valid_row (self, window, target, &row) ? self->targets[target].values[row] : NAN;
}

double
scope_feed_get_persistence (ScopeFeed *self, gsize window, guint target)
{
  g_return_val_if_fail (self != NULL && window < self->n_all, NAN);
  g_return_val_if_fail (target < self->n_targets, NAN);

  return self->targets[target].values[get_last_input (self, window)];
}

gboolean
scope_feed_is_scored (ScopeFeed *self, gsize window, guint target)
{
  double from, to, time;

  g_return_val_if_fail (self != NULL && window < self->n_all, FALSE);
  g_return_val_if_fail (target < self->n_targets, FALSE);

  if (window >= self->n_windows)
    return FALSE;
  if (self->rows->times == NULL || !scope_recipe_get_scored (self->recipe, &from, &to))
    return TRUE;

  /* An open end is NaN, which nothing is under or over. */
  time = scope_feed_get_valid_time (self, window, target);
  return !(time < from) && !(time > to);
}

double
scope_feed_invert (ScopeFeed *self, guint target, double output)
{
  g_return_val_if_fail (self != NULL && target < self->n_targets, NAN);

  return scope_scaling_invert (&self->targets[target].target->inverse, output);
}

double
scope_feed_invert_difference (ScopeFeed *self, guint target, double difference)
{
  g_return_val_if_fail (self != NULL && target < self->n_targets, NAN);

  return scope_scaling_invert_difference (&self->targets[target].target->inverse, difference);
}

const float *
scope_feed_get_baseline (ScopeFeed *self, gboolean *on_fitted_rows)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (on_fitted_rows != NULL)
    *on_fitted_rows = self->baseline_on_fitted_rows;
  return self->baseline;
}
