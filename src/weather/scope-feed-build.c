/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-feature-values.h"
#include "scope-feed-private.h"
#include "scope-recipe-private.h"

#include <float.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

static void
add_remark (ScopeFeed *self, char *remark)
{
  g_ptr_array_add (self->remarks, remark);
}

static void
find_runs (ScopeFeed *self)
{
  gsize n = self->rows->n;

  self->consecutive = scope_rows_dup_consecutive (self->rows, &self->step);
  self->run_first = g_new (gsize, n);
  self->run_last = g_new (gsize, n);

  for (gsize row = 0; row < n; row++)
    {
      gboolean follows = row > 0 && self->consecutive[row - 1];

      self->run_first[row] = follows ? self->run_first[row - 1] : row;
      if (row > 0 && !follows)
        self->n_gaps++;
    }
  for (gsize row = n; row-- > 0;)
    self->run_last[row] = self->consecutive[row] ? self->run_last[row + 1] : row;
}

/* The numbers of a column, read once however many features and targets take it. */
static const double *
get_column (ScopeFeed *self, const ScopeFeature *source, const char *list, guint index,
            GError **error)
{
  g_autofree char *key = NULL;
  double *values;
  gsize n_unknown;
  guint column = 0;

  if (source->column != NULL
      && !scope_recipe_find_column (self->recipe, self->series, source->column, &column, error,
                                    "%s[%u].column", list, index))
    return NULL;

  if (source->column != NULL && source->category_texts == NULL)
    key = g_strdup_printf ("column %u", column);
  else if (source->column != NULL)
    {
      g_autoptr (GString) categories = g_string_new (NULL);

      for (guint i = 0; source->category_texts[i] != NULL; i++)
        g_string_append_printf (categories, "\n%s\t%.17g", source->category_texts[i],
                                source->category_numbers[i]);
      key = g_strdup_printf ("texts %u%s", column, categories->str);
    }
  else
    key = g_strdup_printf ("derived %d %d %.17g", source->function, source->of, source->period);

  values = g_hash_table_lookup (self->columns, key);
  if (values != NULL)
    return values;

  values = scope_feature_dup_values (source, self->series, self->rows, column, &n_unknown);
  g_hash_table_insert (self->columns, g_steal_pointer (&key), values);

  if (n_unknown > 0)
    add_remark (
        self, g_strdup_printf (
                  ngettext ("%" G_GSIZE_FORMAT " cell of “%s” is no category of the recipe and was "
                            "taken as missing.",
                            "%" G_GSIZE_FORMAT " cells of “%s” are no category of the recipe and "
                            "were taken as missing.",
                            n_unknown),
                  n_unknown, source->column));
  if (source->column != NULL && source->category_texts == NULL
      && scope_series_get_n_text (self->series, column) > 0)
    add_remark (
        self,
        g_strdup_printf (
            ngettext ("%" G_GSIZE_FORMAT " cell of “%s” holds text where a number is due and was "
                      "taken as missing.",
                      "%" G_GSIZE_FORMAT " cells of “%s” hold text where a number is due and were "
                      "taken as missing.",
                      scope_series_get_n_text (self->series, column)),
            scope_series_get_n_text (self->series, column), source->column));
  return values;
}

static gboolean
find_sources (ScopeFeed *self, GError **error)
{
  self->n_features = scope_recipe_get_n_features (self->recipe);
  self->features = g_new0 (FeedFeature, self->n_features);
  for (guint i = 0; i < self->n_features; i++)
    {
      FeedFeature *feature = &self->features[i];

      feature->feature = scope_recipe_get_feature (self->recipe, i);
      feature->values = get_column (self, feature->feature, "features", i, error);
      if (feature->values == NULL)
        return FALSE;
    }

  self->n_targets = scope_recipe_get_n_targets (self->recipe);
  self->targets = g_new0 (FeedTarget, self->n_targets);
  for (guint i = 0; i < self->n_targets; i++)
    {
      FeedTarget *target = &self->targets[i];
      ScopeFeature source = { 0 };

      target->target = scope_recipe_get_target (self->recipe, i);
      source.column = target->target->column;
      target->values = get_column (self, &source, "targets", i, error);
      if (target->values == NULL)
        return FALSE;
      self->longest_lead = MAX (self->longest_lead, target->target->lead_steps);
    }

  return TRUE;
}

/* What a float32 cannot hold is no input of a network. */
static float
to_float (double value)
{
  return fabs (value) <= FLT_MAX ? (float) value : NAN;
}

static gboolean
fill_inputs (ScopeFeed *self, guint8 *missing, GError **error)
{
  gsize n = self->rows->n;
  gsize dims[] = { n, self->n_features };
  float *inputs;

  self->inputs = scope_array_new (2, dims);
  if (self->inputs == NULL)
    {
      scope_error_set (error, SCOPE_ERROR_TABLE, scope_series_get_name (self->series),
                       _ ("more numbers than memory can hold"), NULL,
                       _ ("Save a shorter period of the table."));
      return FALSE;
    }

  inputs = scope_array_get_writable (self->inputs);
  for (guint i = 0; i < self->n_features; i++)
    {
      const ScopeFeature *feature = self->features[i].feature;

      for (gsize row = 0; row < n; row++)
        {
          double value = scope_feed_get_feature_value (self, i, row);
          float input = to_float (scope_scaling_apply (&feature->scaling, value));

          inputs[row * self->n_features + i] = input;
          if (isnan (input))
            missing[row] = TRUE;
        }
    }

  for (gsize row = 0; row < n; row++)
    self->n_missing_rows += missing[row];
  return TRUE;
}

static gboolean
has_targets (ScopeFeed *self, gsize last)
{
  for (guint i = 0; i < self->n_targets; i++)
    {
      const FeedTarget *target = &self->targets[i];

      if (isnan (target->values[last]) || isnan (target->values[last + target->target->lead_steps]))
        return FALSE;
    }

  return TRUE;
}

/* The first row from each on that misses a feature, so that a window is judged without walking
 * through it. */
static gsize *
find_next_missing (const guint8 *missing, gsize n)
{
  gsize *next = g_new (gsize, n + 1);

  next[n] = n;
  for (gsize row = n; row-- > 0;)
    next[row] = missing[row] ? row : next[row + 1];
  return next;
}

static void
find_windows (ScopeFeed *self, const guint8 *missing)
{
  gsize n = self->rows->n;
  gsize stride = scope_recipe_get_stride (self->recipe);
  g_autofree gsize *next_missing = find_next_missing (missing, n);
  g_autofree gsize *further = g_new (gsize, n + 1);
  g_autofree gsize *further_order = g_new (gsize, n + 1);
  ScopeLeftOut *left_out = &self->left_out;
  gsize n_further = 0;

  self->starts = g_new (gsize, n + 1);
  self->order = g_new (gsize, n + 1);

  for (gsize start = 0; start + self->window <= n; start += stride)
    {
      gsize last = start + self->window - 1;

      if (self->run_last[start] < last)
        {
          left_out->gap++;
          continue;
        }
      if (next_missing[start] <= last)
        {
          left_out->missing_input++;
          continue;
        }

      if (self->longest_lead >= n - last)
        left_out->beyond++;
      else if (self->run_last[start] < last + self->longest_lead)
        left_out->gap_ahead++;
      else if (!has_targets (self, last))
        left_out->missing_target++;
      else
        {
          self->order[self->n_windows + n_further] = self->n_windows;
          self->starts[self->n_windows++] = start;
          continue;
        }

      further_order[n_further] = self->n_windows + n_further;
      further[n_further++] = start;
    }

  for (gsize i = 0; i < n_further; i++)
    {
      self->starts[self->n_windows + i] = further[i];
      self->order[further_order[i]] = self->n_windows + i;
    }
  self->n_all = self->n_windows + n_further;
}

static void
find_baseline (ScopeFeed *self)
{
  gsize first = 0, last = self->rows->n - 1;

  self->baseline_on_fitted_rows =
      scope_recipe_get_fitted_rows (self->recipe, &first, &last) && last < self->rows->n;
  if (!self->baseline_on_fitted_rows)
    {
      first = 0;
      last = self->rows->n - 1;
    }

  self->baseline = g_new0 (float, self->n_features);
  for (guint i = 0; i < self->n_features; i++)
    {
      double sum = 0;
      gsize count = 0;

      for (gsize row = first; row <= last; row++)
        {
          double value = scope_feed_get_feature_value (self, i, row);

          if (isnan (value))
            continue;
          sum += value;
          count++;
        }

      if (count > 0)
        self->baseline[i] = to_float (
            scope_scaling_apply (&self->features[i].feature->scaling, sum / (double) count));
    }
}

/* A constant has no scale: dividing by 1 is scikit-learn's rule, and whoever trained otherwise should hear of it. */
static void
remark_on_constants (ScopeFeed *self)
{
  for (guint i = 0; i < scope_recipe_get_n_features (self->recipe); i++)
    {
      const ScopeFeature *feature = self->features[i].feature;

      if (scope_scaling_is_constant (&feature->scaling))
        add_remark (self, g_strdup_printf (_ ("“%s” does not vary where its scaler was fitted: it "
                                              "is moved, not stretched, as scikit-learn does."),
                                           feature->name));
    }
}

/* Neighbours of which the second is no later than the first. */
static gsize
count_backwards (ScopeFeed *self)
{
  gsize n = 0;

  for (gsize row = 0; self->rows->times != NULL && row + 1 < self->rows->n; row++)
    n += !(self->rows->times[row + 1] > self->rows->times[row]);
  return n;
}

/* Each sentence of a count that is not zero. */
static void
remark_on_rows (ScopeFeed *self)
{
  const ScopeLeftOut *left_out = &self->left_out;
  gsize n_backwards = count_backwards (self);

  if (self->rows->n_unreadable > 0)
    add_remark (self, g_strdup_printf (
                          ngettext ("%" G_GSIZE_FORMAT
                                    " row was left out because its time could not be read; "
                                    "the first is on line %" G_GUINT64_FORMAT ".",
                                    "%" G_GSIZE_FORMAT
                                    " rows were left out because their time could not be read; "
                                    "the first is on line %" G_GUINT64_FORMAT ".",
                                    self->rows->n_unreadable),
                          self->rows->n_unreadable,
                          scope_series_get_line (self->series, self->rows->first_unreadable)));
  if (n_backwards > 0)
    add_remark (self,
                g_strdup_printf (
                    ngettext ("%" G_GSIZE_FORMAT
                              " row is no later than the row before it, which counts as a gap.",
                              "%" G_GSIZE_FORMAT " rows are no later than the row before "
                              "them, which counts as a gap.",
                              n_backwards),
                    n_backwards));
  if (left_out->gap > 0)
    add_remark (
        self,
        g_strdup_printf (
            ngettext ("%" G_GSIZE_FORMAT " window was left out because it touches a gap in time.",
                      "%" G_GSIZE_FORMAT " windows were left out because they touch a gap in time.",
                      left_out->gap),
            left_out->gap));
  if (left_out->missing_input > 0)
    add_remark (self,
                g_strdup_printf (ngettext ("%" G_GSIZE_FORMAT
                                           " window was left out because an input is missing.",
                                           "%" G_GSIZE_FORMAT
                                           " windows were left out because an input is missing.",
                                           left_out->missing_input),
                                 left_out->missing_input));
  if (left_out->beyond > 0)
    add_remark (self,
                g_strdup_printf (
                    ngettext ("%" G_GSIZE_FORMAT
                              " forecast reaches beyond the last row: it is drawn, not scored.",
                              "%" G_GSIZE_FORMAT
                              " forecasts reach beyond the last row: they are drawn, not scored.",
                              left_out->beyond),
                    left_out->beyond));
  if (left_out->gap_ahead > 0)
    add_remark (self,
                g_strdup_printf (
                    ngettext ("%" G_GSIZE_FORMAT
                              " forecast reaches into a gap in time: it is drawn, not scored.",
                              "%" G_GSIZE_FORMAT
                              " forecasts reach into a gap in time: they are drawn, not scored.",
                              left_out->gap_ahead),
                    left_out->gap_ahead));
  if (left_out->missing_target > 0)
    add_remark (self, g_strdup_printf (
                          ngettext ("%" G_GSIZE_FORMAT
                                    " forecast has no observation: it is drawn, not scored.",
                                    "%" G_GSIZE_FORMAT
                                    " forecasts have no observation: they are drawn, not scored.",
                                    left_out->missing_target),
                          left_out->missing_target));
}

static gboolean
check_windows (ScopeFeed *self, GError **error)
{
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;
  gsize n_backwards;

  if (self->n_all > 0)
    return TRUE;

  n_backwards = count_backwards (self);
  if (self->rows->n >= self->window && n_backwards > 0 && self->left_out.missing_input == 0)
    {
      found = g_strdup_printf (
          ngettext ("time that goes back, or stands, at %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                    " row, and no run of %" G_GSIZE_FORMAT " rows without that",
                    "time that goes back, or stands, at %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                    " rows, and no run of %" G_GSIZE_FORMAT " rows without that",
                    self->rows->n),
          n_backwards, self->rows->n, self->window);
      scope_error_set (error, SCOPE_ERROR_RECIPE, scope_series_get_name (self->series), found,
                       _ ("rows in the order of time, the oldest first"),
                       _ ("Sort the table by time (rows are taken as they stand); if several rows "
                          "have one time, check the recipe's time and rows_used."));
      return FALSE;
    }

  if (self->rows->n < self->window)
    found = g_strdup_printf (ngettext ("%" G_GSIZE_FORMAT " row in use",
                                       "%" G_GSIZE_FORMAT " rows in use", self->rows->n),
                             self->rows->n);
  else
    found = g_strdup_printf (
        _ ("no run of %" G_GSIZE_FORMAT " rows without a gap in time (%" G_GSIZE_FORMAT
           " windows touch one) or a missing input (%" G_GSIZE_FORMAT " windows)"),
        self->window, self->left_out.gap, self->left_out.missing_input);
  expected = g_strdup_printf (
      ngettext ("%" G_GSIZE_FORMAT " row at least, the model's window",
                "%" G_GSIZE_FORMAT " consecutive rows at least, the model's window", self->window),
      self->window);
  scope_error_set (error, SCOPE_ERROR_RECIPE, scope_series_get_name (self->series), found, expected,
                   _ ("Check the recipe's time, rows_used and features, or open a longer table."));
  return FALSE;
}

ScopeFeed *
scope_feed_new (ScopeSeries *series, ScopeRecipe *recipe, const ScopeModelFacts *facts,
                GError **error)
{
  g_autoptr (ScopeFeed) self = NULL;
  g_autofree guint8 *missing = NULL;
  const char *const *remarks;

  g_return_val_if_fail (series != NULL, NULL);
  g_return_val_if_fail (recipe != NULL, NULL);
  g_return_val_if_fail (facts != NULL, NULL);

  self = g_new0 (ScopeFeed, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->series = scope_series_ref (series);
  self->recipe = scope_recipe_copy (recipe);
  self->remarks = g_ptr_array_new_with_free_func (g_free);
  self->columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (!scope_recipe_complete (self->recipe, series, facts, error))
    return NULL;

  remarks = scope_series_get_remarks (series);
  for (guint i = 0; remarks[i] != NULL; i++)
    add_remark (self, g_strdup (remarks[i]));
  remarks = scope_recipe_get_remarks (self->recipe);
  for (guint i = 0; remarks[i] != NULL; i++)
    add_remark (self, g_strdup (remarks[i]));

  self->window = scope_recipe_get_window (self->recipe);
  scope_recipe_get_step (self->recipe, &self->step);
  self->rows = scope_rows_new (series, self->recipe, error);
  if (self->rows == NULL)
    return NULL;
  find_runs (self);

  if (!find_sources (self, error))
    return NULL;
  missing = g_new0 (guint8, self->rows->n);
  if (!fill_inputs (self, missing, error))
    return NULL;
  find_windows (self, missing);
  if (!check_windows (self, error))
    return NULL;
  find_baseline (self);
  remark_on_constants (self);
  remark_on_rows (self);
  g_ptr_array_add (self->remarks, NULL);
  return g_steal_pointer (&self);
}
