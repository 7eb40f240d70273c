/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-recipe-complete.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* A window of a day where rows are that close, else of that many rows. */
#define USUAL_WINDOW 30
#define LONGEST_DAY 300

/* Columns whose numbers say when, not what. */
static const char *const calendar_words[] = {
  "year",      "yr",        "month",     "mo",          "day",      "hour", "hr",   "minute",
  "second",    "doy",       "dayofyear", "day_of_year", "weekday",  "date", "time", "datetime",
  "date_time", "timestamp", "epoch",     "unix",        "unixtime", "ts",   "dt",   NULL
};
static const char *const temperature_words[] = { "t",    "t2m",   "ta",   "tas",  "tair",
                                                 "tavg", "tmean", "tmax", "tmin", NULL };
static const char *const temperature_units[] = {
  "degC", "°C", "C", "K", "degF", "°F", "F", "℃", "deg C", "Celsius", "celsius", NULL
};

static char *
fold (const char *text)
{
  g_autofree char *down = g_utf8_strdown (text, -1);

  return g_strstrip (g_steal_pointer (&down));
}

/* As named, else the same but for capitals and unit. */
static gboolean
find_by_name (ScopeSeries *series, const char *name, guint *column)
{
  g_autofree char *wanted = fold (name);

  if (scope_series_find_column (series, name, column))
    return TRUE;

  for (guint i = 0; i < scope_series_get_n_columns (series); i++)
    {
      g_autofree char *whole = fold (scope_series_get_column_name (series, i));
      g_autofree char *label = fold (scope_series_get_column_label (series, i));

      if (g_str_equal (whole, wanted) || g_str_equal (label, wanted))
        {
          *column = i;
          return TRUE;
        }
    }

  return FALSE;
}

/* 0, 1, 2 …: the number of the row, as pandas writes it. */
static gboolean
is_row_counter (ScopeSeries *series, guint column)
{
  const double *values = scope_series_get_values (series, column);
  gsize n_rows = scope_series_get_n_rows (series);

  for (gsize row = 1; row < n_rows; row++)
    if (values[row] - values[row - 1] != 1)
      return FALSE;

  return n_rows > 2;
}

static gboolean
is_calendar (ScopeSeries *series, guint column)
{
  g_autofree char *label = fold (scope_series_get_column_label (series, column));

  return g_strv_contains (calendar_words, label);
}

/* Columns of numbers that can be features, in order, without the time. */
static GArray *
list_numeric (ScopeRecipe *self, ScopeSeries *series, guint n_wanted)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < scope_series_get_n_columns (series); i++)
    if (scope_series_is_numeric (series, i)
        && !g_strv_contains ((const char *const *) self->time_columns,
                             scope_series_get_column_name (series, i)))
      g_array_append_val (columns, i);

  /* What says when is left out as long as enough is left. */
  for (guint k = columns->len; k-- > 0 && columns->len > n_wanted;)
    if (is_row_counter (series, g_array_index (columns, guint, k)))
      g_array_remove_index (columns, k);
  for (guint k = columns->len; k-- > 0 && columns->len > n_wanted;)
    if (is_calendar (series, g_array_index (columns, guint, k)))
      g_array_remove_index (columns, k);

  return columns;
}

static void
add_feature_column (ScopeRecipe *self, ScopeSeries *series, guint column)
{
  RecipeFeature *feature = scope_recipe_add_feature (self);

  feature->feature.column = g_strdup (scope_series_get_column_name (series, column));
  scope_recipe_name_feature (&feature->feature);
}

static char *
list_features (ScopeRecipe *self)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < MIN (self->features->len, 8); i++)
    g_string_append_printf (list, "%s“%s”", i > 0 ? ", " : "",
                            scope_recipe_get_feature (self, i)->name);
  if (self->features->len > 8)
    g_string_append (list, ", …");
  return g_string_free (list, FALSE);
}

gboolean
scope_recipe_complete_features (ScopeRecipe *self, ScopeSeries *series,
                                const ScopeModelFacts *facts, GError **error)
{
  g_autoptr (GArray) columns = NULL;
  g_autofree char *list = NULL;
  guint n_features = facts->n_features;
  gboolean by_name = facts->feature_names != NULL && n_features > 0;

  if (self->features->len > 0)
    return TRUE;

  for (guint i = 0; by_name && i < n_features; i++)
    {
      guint column;

      by_name = facts->feature_names[i] != NULL
                && find_by_name (series, facts->feature_names[i], &column);
      if (by_name)
        add_feature_column (self, series, column);
    }
  if (by_name)
    {
      list = list_features (self);
      scope_recipe_add_remark (
          self, g_strdup_printf (_ ("The model's features were found by name: %s."), list));
      return TRUE;
    }
  g_ptr_array_set_size (self->features, 0);

  columns = list_numeric (self, series, n_features);
  if (columns->len < MAX (n_features, 1))
    {
      g_autofree char *found = g_strdup_printf (
          ngettext ("%u column of numbers", "%u columns of numbers", columns->len), columns->len);
      g_autofree char *expected = g_strdup_printf (
          ngettext ("%u, for the model's feature", "%u, one for each of the model's features",
                    MAX (n_features, 1)),
          MAX (n_features, 1));

      scope_error_set (
          error, SCOPE_ERROR_RECIPE, scope_series_get_name (series), found, expected,
          _ ("Open the table that the model was trained on, or a recipe that says how its "
             "features are made."));
      return FALSE;
    }

  if (n_features == 0)
    n_features = columns->len;
  for (guint i = 0; i < n_features; i++)
    add_feature_column (self, series, g_array_index (columns, guint, i));

  list = list_features (self);
  if (columns->len == n_features)
    scope_recipe_add_remark (
        self, g_strdup_printf (
                  _ ("The features were taken in the order of the table's columns: %s."), list));
  else
    scope_recipe_add_remark (
        self,
        g_strdup_printf (
            ngettext (
                "The model does not name its features: the first %u of %u columns of numbers was "
                "taken: %s.",
                "The model does not name its features: the first %u of %u columns of numbers were "
                "taken: %s.",
                n_features),
            n_features, columns->len, list));
  return TRUE;
}

void
scope_recipe_complete_window (ScopeRecipe *self, const ScopeModelFacts *facts)
{
  double per_day;

  if (self->window > 0)
    return;

  if (!facts->has_time_axis)
    self->window = 1;
  else if (facts->window > 0)
    self->window = facts->window;
  else
    {
      per_day = self->has_step && self->step.months == 0 ? 86400 / self->step.seconds : 0;
      self->window = per_day >= 2 && per_day <= LONGEST_DAY ? (guint) per_day : USUAL_WINDOW;
      scope_recipe_add_remark (
          self,
          g_strdup_printf (ngettext ("The model takes windows of any length: %u row was taken.",
                                     "The model takes windows of any length: %u rows were taken.",
                                     self->window),
                           self->window));
    }
}

/* How much a feature looks like what a weather network forecasts: temperature by its name, then by
 * its unit. */
static guint
get_target_rank (ScopeRecipe *self, ScopeSeries *series, const ScopeFeature *feature)
{
  g_autofree char *label = NULL;
  guint column;

  if (feature->column == NULL || feature->category_texts != NULL
      || !scope_series_find_column (series, feature->column, &column))
    return 0;

  label = fold (scope_series_get_column_label (series, column));
  if (strstr (label, "temp") != NULL || g_strv_contains (temperature_words, label))
    return 3;
  if (g_strv_contains (temperature_units, scope_recipe_get_unit (self, series, feature->column)))
    return 2;
  return 1;
}

static const char *
find_target_column (ScopeRecipe *self, ScopeSeries *series)
{
  const char *best = NULL;
  guint best_rank = 0;

  for (guint i = 0; i < self->features->len; i++)
    {
      const ScopeFeature *feature = scope_recipe_get_feature (self, i);
      guint rank = get_target_rank (self, series, feature);

      if (rank > best_rank)
        {
          best = feature->column;
          best_rank = rank;
        }
    }

  /* All features derived or text: the first column of numbers. */
  for (guint i = 0; best == NULL && i < scope_series_get_n_columns (series); i++)
    if (scope_series_is_numeric (series, i))
      best = scope_series_get_column_name (series, i);

  return best;
}

static void
add_target (ScopeRecipe *self, gsize index, const char *column, guint lead_steps)
{
  RecipeTarget *target = scope_recipe_add_target (self);

  target->target.output_index = index;
  target->target.column = g_strdup (column);
  target->target.lead_steps = lead_steps;
}

static gboolean
features_are_columns (ScopeRecipe *self)
{
  for (guint i = 0; i < self->features->len; i++)
    if (scope_recipe_get_feature (self, i)->column == NULL
        || scope_recipe_get_feature (self, i)->category_texts != NULL
        || scope_recipe_get_feature (self, i)->lag_rows > 0)
      return FALSE;

  return TRUE;
}

static void
guess_primary_target (ScopeRecipe *self, const char *column)
{
  if (self->has_primary_target)
    return;

  for (guint i = 0; i < self->targets->len; i++)
    if (g_strcmp0 (scope_recipe_get_target (self, i)->column, column) == 0)
      {
        scope_recipe_set_primary_target (self, i);
        return;
      }
}

void
scope_recipe_complete_targets (ScopeRecipe *self, ScopeSeries *series, const ScopeModelFacts *facts)
{
  const char *column;
  guint n_features = self->features->len;
  guint lead = MAX (1, self->lead_steps);
  gsize steps = 1, numbers = 1, first = 0;

  if (self->targets->len > 0)
    return;

  column = find_target_column (self, series);
  if (facts->n_outputs > 0)
    {
      numbers = MAX (1, facts->outputs[0].numbers);
      steps = facts->outputs[0].steps;
      if (facts->n_outputs > 1)
        scope_recipe_add_remark (
            self, g_strdup (_ ("Of the model's outputs the first is taken as the forecast.")));
    }

  /* One answer a row of the window: the last one looks ahead. */
  if (steps == 0 || (steps > 1 && steps == self->window))
    {
      first = ((steps > 0 ? steps : self->window) - 1) * numbers;
      if (first > 0)
        scope_recipe_add_remark (
            self, g_strdup (_ (
                      "The model answers after each row of a window: the last answer is taken.")));
      steps = 1;
    }

  if (numbers == n_features && n_features > 1 && features_are_columns (self))
    {
      for (gsize step = 0; step < steps; step++)
        for (guint i = 0; i < n_features; i++)
          add_target (self, first + step * numbers + i, scope_recipe_get_feature (self, i)->column,
                      lead + (guint) step);
      scope_recipe_add_remark (
          self,
          g_strdup (
              _ ("The model answers as many numbers as it takes: each is taken as the forecast of "
                 "its feature.")));
    }
  else if (steps == 1 && numbers > 1 && n_features > 1 && numbers % n_features == 0
           && features_are_columns (self))
    {
      for (gsize i = 0; i < numbers; i++)
        add_target (self, first + i,
                    scope_recipe_get_feature (self, (guint) (i % n_features))->column,
                    lead + (guint) (i / n_features));
      scope_recipe_add_remark (
          self, g_strdup_printf (_ ("The model answers %" G_GSIZE_FORMAT
                                    " numbers: taken as all features for %" G_GSIZE_FORMAT
                                    " steps ahead."),
                                 numbers, numbers / n_features));
    }
  else if (steps > 1)
    {
      for (gsize step = 0; step < steps; step++)
        add_target (self, first + step * numbers, column, lead + (guint) step);
      scope_recipe_add_remark (
          self, g_strdup_printf (_ ("The model answers %" G_GSIZE_FORMAT
                                    " steps: taken as “%s” for as many steps ahead."),
                                 steps, column));
    }
  else if (numbers > 1)
    {
      for (gsize i = 0; i < numbers; i++)
        add_target (self, first + i, column, lead + (guint) i);
      scope_recipe_add_remark (
          self, g_strdup_printf (_ ("The model answers %" G_GSIZE_FORMAT
                                    " numbers: taken as “%s” for as many steps ahead."),
                                 numbers, column));
    }
  else
    {
      add_target (self, first, column, lead);
      if (n_features > 1)
        scope_recipe_add_remark (
            self, g_strdup_printf (_ ("The model does not say what it forecasts: “%s” was taken."),
                                   column));
    }

  if (self->lead_steps == 0)
    scope_recipe_add_remark (
        self,
        g_strdup (_ (
            "The model does not say how far ahead it looks: the first forecast was taken to be for "
            "the next row.")));
  guess_primary_target (self, column);
}

void
scope_recipe_complete_scaling (ScopeRecipe *self)
{
  gboolean guessed = FALSE;
  gboolean inverted = FALSE;

  for (guint i = 0; i < self->features->len; i++)
    {
      RecipeFeature *feature = g_ptr_array_index (self->features, i);

      if (feature->has_scaling)
        continue;
      feature->has_scaling = TRUE;
      feature->feature.scaling = (ScopeScaling){ .range_max = 1, .data_max = 1, .scale = 1 };
      if (feature->feature.column == NULL)
        continue;
      feature->feature.scaling.kind = SCOPE_SCALING_STANDARD;
      feature->needs_fit = guessed = TRUE;
    }

  if (guessed && self->has_fitted_rows)
    scope_recipe_add_remark (self, g_strdup (_ ("The recipe does not say how the inputs are "
                                                "scaled: mean and standard deviation of the rows "
                                                "that it names are used.")));
  else if (guessed)
    scope_recipe_add_remark (self, g_strdup (_ ("The model's file does not hold the scaler of its "
                                                "inputs. Networks are nearly always trained "
                                                "on scaled numbers, so mean and standard deviation "
                                                "of the first 70 % of the rows are used; "
                                                "correct this where the training did otherwise.")));

  for (guint i = 0; i < self->targets->len; i++)
    {
      RecipeTarget *target = g_ptr_array_index (self->targets, i);
      ScopeScaling *inverse = &target->target.inverse;

      if (target->has_inverse)
        continue;
      target->has_inverse = inverted = TRUE;
      *inverse = (ScopeScaling){ .range_max = 1, .data_max = 1, .scale = 1 };
      if (self->features->len > 0)
        {
          const RecipeFeature *first = g_ptr_array_index (self->features, 0);

          inverse->kind = first->feature.scaling.kind;
          inverse->range_min = first->feature.scaling.range_min;
          inverse->range_max = first->feature.scaling.range_max;
        }
      target->needs_fit = inverse->kind != SCOPE_SCALING_NONE;

      for (guint k = 0; k < self->features->len; k++)
        {
          const RecipeFeature *feature = g_ptr_array_index (self->features, k);

          if (g_strcmp0 (feature->feature.column, target->target.column) == 0
              && feature->feature.category_texts == NULL)
            {
              *inverse = feature->feature.scaling;
              target->needs_fit = feature->needs_fit;
              break;
            }
        }
    }

  if (inverted && !guessed)
    scope_recipe_add_remark (self, g_strdup (_ ("The recipe does not say how the model's answers "
                                                "are scaled: as the feature of the same "
                                                "column.")));
}
