/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-recipe-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Columns that a message lists. */
#define LISTED_COLUMNS 12

G_DEFINE_BOXED_TYPE (ScopeRecipe, scope_recipe, scope_recipe_ref, scope_recipe_unref)

static void
set_text (char **field, const char *text)
{
  char *copy = g_strdup (text);

  g_free (*field);
  *field = copy;
}

static void
set_texts (char ***field, const char *const *texts)
{
  char **copy = g_strdupv ((char **) texts);

  g_strfreev (*field);
  *field = copy;
}

static void
feature_free (gpointer data)
{
  RecipeFeature *self = data;

  g_free (self->feature.name);
  g_free (self->feature.column);
  g_strfreev (self->feature.category_texts);
  g_free (self->feature.category_numbers);
  g_clear_pointer (&self->json, json_object_unref);
  g_free (self);
}

static void
target_free (gpointer data)
{
  RecipeTarget *self = data;

  g_free (self->target.column);
  g_clear_pointer (&self->json, json_object_unref);
  g_free (self);
}

ScopeRecipe *
scope_recipe_new (void)
{
  ScopeRecipe *self = g_new0 (ScopeRecipe, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->features = g_ptr_array_new_with_free_func (feature_free);
  self->targets = g_ptr_array_new_with_free_func (target_free);
  self->units = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->remarks = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->remarks, NULL);
  return self;
}

ScopeRecipe *
scope_recipe_copy (ScopeRecipe *self)
{
  ScopeRecipe *copy;
  GHashTableIter iter;
  gpointer key, value;

  g_return_val_if_fail (self != NULL, NULL);

  copy = scope_recipe_new ();
  copy->name = g_strdup (self->name);
  copy->json = self->json != NULL ? json_object_ref (self->json) : NULL;
  copy->model_name = g_strdup (self->model_name);
  copy->table_name = g_strdup (self->table_name);
  copy->reading = self->reading != NULL ? scope_reading_copy (self->reading) : NULL;
  copy->has_rows_used = self->has_rows_used;
  copy->rows_column = g_strdup (self->rows_column);
  copy->rows_value = g_strdup (self->rows_value);
  copy->has_time = self->has_time;
  copy->time_columns = g_strdupv (self->time_columns);
  copy->time_formats = g_strdupv (self->time_formats);
  copy->has_step = self->has_step;
  copy->step = self->step;
  copy->has_zone = self->has_zone;
  copy->zone = g_strdup (self->zone);
  copy->has_fitted_rows = self->has_fitted_rows;
  copy->fitted_rows_from_words = self->fitted_rows_from_words;
  copy->fitted_first = self->fitted_first;
  copy->fitted_last = self->fitted_last;
  copy->window = self->window;
  copy->stride = self->stride;
  copy->lead_steps = self->lead_steps;
  copy->has_primary_target = self->has_primary_target;
  copy->primary_target = self->primary_target;
  copy->has_scored = self->has_scored;
  copy->scored_from = self->scored_from;
  copy->scored_to = self->scored_to;

  for (guint i = 0; i < self->features->len; i++)
    {
      const RecipeFeature *from = g_ptr_array_index (self->features, i);
      RecipeFeature *to = scope_recipe_add_feature (copy);

      *to = *from;
      to->feature.name = g_strdup (from->feature.name);
      to->feature.column = g_strdup (from->feature.column);
      to->feature.category_texts = g_strdupv (from->feature.category_texts);
      if (from->feature.category_texts != NULL)
        to->feature.category_numbers =
            g_memdup2 (from->feature.category_numbers,
                       g_strv_length (from->feature.category_texts) * sizeof (double));
      to->json = from->json != NULL ? json_object_ref (from->json) : NULL;
    }

  for (guint i = 0; i < self->targets->len; i++)
    {
      const RecipeTarget *from = g_ptr_array_index (self->targets, i);
      RecipeTarget *to = scope_recipe_add_target (copy);

      *to = *from;
      to->target.column = g_strdup (from->target.column);
      to->json = from->json != NULL ? json_object_ref (from->json) : NULL;
    }

  g_hash_table_iter_init (&iter, self->units);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy->units, g_strdup (key), g_strdup (value));
  for (guint i = 0; i + 1 < self->remarks->len; i++)
    scope_recipe_add_remark (copy, g_strdup (g_ptr_array_index (self->remarks, i)));

  return copy;
}

ScopeRecipe *
scope_recipe_ref (ScopeRecipe *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_recipe_unref (ScopeRecipe *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->name);
  g_clear_pointer (&self->json, json_object_unref);
  g_free (self->model_name);
  g_free (self->table_name);
  g_clear_pointer (&self->reading, scope_reading_free);
  g_free (self->rows_column);
  g_free (self->rows_value);
  g_strfreev (self->time_columns);
  g_strfreev (self->time_formats);
  g_free (self->zone);
  g_ptr_array_unref (self->features);
  g_ptr_array_unref (self->targets);
  g_hash_table_unref (self->units);
  g_ptr_array_unref (self->remarks);
  g_free (self);
}

RecipeFeature *
scope_recipe_add_feature (ScopeRecipe *self)
{
  RecipeFeature *feature = g_new0 (RecipeFeature, 1);

  g_ptr_array_add (self->features, feature);
  return feature;
}

RecipeTarget *
scope_recipe_add_target (ScopeRecipe *self)
{
  RecipeTarget *target = g_new0 (RecipeTarget, 1);

  g_ptr_array_add (self->targets, target);
  return target;
}

/* For programs too, so it is not translated. */
void
scope_recipe_name_feature (ScopeFeature *feature)
{
  static const char *const of[] = { "month", "day_of_year", "hour" };

  g_free (feature->name);
  if (feature->column == NULL)
    feature->name = g_strdup_printf (
        "%s(%s)", feature->function == SCOPE_DERIVED_COS ? "cos" : "sin", of[feature->of]);
  else if (feature->lag_rows > 0)
    feature->name = g_strdup_printf ("%s t-%u", feature->column, feature->lag_rows);
  else
    feature->name = g_strdup (feature->column);
}

void
scope_recipe_add_remark (ScopeRecipe *self, char *remark)
{
  g_ptr_array_insert (self->remarks, (int) self->remarks->len - 1, remark);
}

void
scope_recipe_clear_remarks (ScopeRecipe *self)
{
  g_ptr_array_set_size (self->remarks, 0);
  g_ptr_array_add (self->remarks, NULL);
}

static void
set_error_at (ScopeRecipe *self, GError **error, const char *found, const char *expected,
              const char *advice, const char *field)
{
  g_autofree char *place = NULL;

  if (self->name != NULL)
    /* Translators: a file's name, then a field of it */
    place = g_strdup_printf (_ ("%s, field “%s”"), self->name, field);
  else
    place = g_strdup_printf (_ ("Recipe, field “%s”"), field);

  scope_error_set (error, SCOPE_ERROR_RECIPE, place, found, expected, advice);
}

void
scope_recipe_set_error (ScopeRecipe *self, GError **error, const char *found, const char *expected,
                        const char *advice, const char *field, ...)
{
  g_autofree char *path = NULL;
  va_list args;

  va_start (args, field);
  path = g_strdup_vprintf (field, args);
  va_end (args);
  set_error_at (self, error, found, expected, advice, path);
}

gboolean
scope_recipe_find_column (ScopeRecipe *self, ScopeSeries *series, const char *column, guint *index,
                          GError **error, const char *field, ...)
{
  g_autofree char *path = NULL;
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (GString) list = NULL;
  guint n_columns = scope_series_get_n_columns (series);
  va_list args;

  if (scope_series_find_column (series, column, index))
    return TRUE;

  va_start (args, field);
  path = g_strdup_vprintf (field, args);
  va_end (args);

  list = g_string_new (NULL);
  for (guint i = 0; i < MIN (n_columns, LISTED_COLUMNS); i++)
    g_string_append_printf (list, "%s“%s”", i > 0 ? ", " : "",
                            scope_series_get_column_name (series, i));
  if (n_columns > LISTED_COLUMNS)
    g_string_append (list, ", …");

  found = g_strdup_printf (_ ("the column “%s”, which the table has not"), column);
  expected = g_strdup_printf (_ ("one of the columns of %s: %s"), scope_series_get_name (series),
                              list->str);
  set_error_at (self, error, found, expected,
                _ ("Choose the table that the recipe was made for, or correct the recipe."), path);
  return FALSE;
}

const char *const *
scope_recipe_get_remarks (ScopeRecipe *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) (gpointer) self->remarks->pdata;
}

const char *
scope_recipe_get_model_name (ScopeRecipe *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->model_name;
}

const char *
scope_recipe_get_table_name (ScopeRecipe *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->table_name;
}

void
scope_recipe_set_model_name (ScopeRecipe *self, const char *name)
{
  g_return_if_fail (self != NULL);

  set_text (&self->model_name, name);
}

void
scope_recipe_set_table_name (ScopeRecipe *self, const char *name)
{
  g_return_if_fail (self != NULL);

  set_text (&self->table_name, name);
}

const ScopeReading *
scope_recipe_get_reading (ScopeRecipe *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->reading;
}

void
scope_recipe_set_reading (ScopeRecipe *self, const ScopeReading *reading)
{
  ScopeReading *copy;

  g_return_if_fail (self != NULL);

  copy = reading != NULL ? scope_reading_copy (reading) : NULL;
  g_clear_pointer (&self->reading, scope_reading_free);
  self->reading = copy;
}

gboolean
scope_recipe_get_rows_used (ScopeRecipe *self, const char **column, const char **value)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (column != NULL)
    *column = self->rows_column;
  if (value != NULL)
    *value = self->rows_value;
  return self->rows_column != NULL;
}

void
scope_recipe_set_rows_used (ScopeRecipe *self, const char *column, const char *value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail ((column == NULL) == (value == NULL));

  self->has_rows_used = TRUE;
  set_text (&self->rows_column, column);
  set_text (&self->rows_value, value);
}

const char *const *
scope_recipe_get_time_columns (ScopeRecipe *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->time_columns;
}

const char *const *
scope_recipe_get_time_formats (ScopeRecipe *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->time_formats;
}

void
scope_recipe_set_time (ScopeRecipe *self, const char *const *columns, const char *const *formats)
{
  g_return_if_fail (self != NULL);

  self->has_time = columns != NULL;
  set_texts (&self->time_columns, columns);
  set_texts (&self->time_formats, formats);
}

gboolean
scope_recipe_get_step (ScopeRecipe *self, ScopeStep *step)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (step != NULL)
    *step = self->step;
  return self->has_step;
}

void
scope_recipe_set_step (ScopeRecipe *self, const ScopeStep *step)
{
  g_return_if_fail (self != NULL);

  self->has_step = step != NULL;
  if (step != NULL)
    self->step = *step;
}

const char *
scope_recipe_get_zone (ScopeRecipe *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->zone;
}

guint
scope_recipe_get_n_features (ScopeRecipe *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->features->len;
}

const ScopeFeature *
scope_recipe_get_feature (ScopeRecipe *self, guint feature)
{
  g_return_val_if_fail (self != NULL && feature < self->features->len, NULL);

  return g_ptr_array_index (self->features, feature);
}

/* Numbers that were found for another source are found anew. */
static void
change_source (RecipeFeature *feature)
{
  scope_recipe_name_feature (&feature->feature);
  g_clear_pointer (&feature->feature.category_texts, g_strfreev);
  g_clear_pointer (&feature->feature.category_numbers, g_free);
  if (feature->feature.scaling.kind != SCOPE_SCALING_NONE)
    feature->needs_fit = TRUE;
}

void
scope_recipe_set_feature_column (ScopeRecipe *self, guint feature, const char *column)
{
  RecipeFeature *changed;

  g_return_if_fail (self != NULL && feature < self->features->len);
  g_return_if_fail (column != NULL);

  changed = g_ptr_array_index (self->features, feature);
  if (g_strcmp0 (changed->feature.column, column) == 0)
    return;

  set_text (&changed->feature.column, column);
  changed->feature.function = SCOPE_DERIVED_NONE;
  change_source (changed);
}

void
scope_recipe_set_feature_derived (ScopeRecipe *self, guint feature, ScopeDerivedFunction function,
                                  ScopeDerivedOf of, double period)
{
  RecipeFeature *changed;

  g_return_if_fail (self != NULL && feature < self->features->len);
  g_return_if_fail (function != SCOPE_DERIVED_NONE && period > 0);

  changed = g_ptr_array_index (self->features, feature);
  set_text (&changed->feature.column, NULL);
  changed->feature.function = function;
  changed->feature.of = of;
  changed->feature.period = period;
  change_source (changed);
}

void
scope_recipe_drop_unused_fitted_rows (ScopeRecipe *self)
{
  for (guint i = 0; i < self->features->len; i++)
    {
      const RecipeFeature *feature = g_ptr_array_index (self->features, i);

      if (feature->fitted || feature->needs_fit)
        return;
    }

  self->has_fitted_rows = FALSE;
}

void
scope_recipe_set_feature_scaling (ScopeRecipe *self, guint feature, const ScopeScaling *scaling)
{
  RecipeFeature *changed;

  g_return_if_fail (self != NULL && feature < self->features->len);
  g_return_if_fail (scaling != NULL);

  changed = g_ptr_array_index (self->features, feature);
  changed->feature.scaling = *scaling;
  changed->has_scaling = TRUE;
  changed->needs_fit = changed->fitted = FALSE;
  scope_recipe_drop_unused_fitted_rows (self);
}

gboolean
scope_recipe_get_fitted_rows (ScopeRecipe *self, gsize *first, gsize *last)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (first != NULL)
    *first = self->fitted_first;
  if (last != NULL)
    *last = self->fitted_last;
  return self->has_fitted_rows;
}

void
scope_recipe_set_fitted_rows (ScopeRecipe *self, gsize first, gsize last)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (first <= last);

  self->has_fitted_rows = TRUE;
  self->fitted_rows_from_words = FALSE;
  self->fitted_first = first;
  self->fitted_last = last;
}

guint
scope_recipe_get_window (ScopeRecipe *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->window;
}

void
scope_recipe_set_window (ScopeRecipe *self, guint window)
{
  g_return_if_fail (self != NULL);

  self->window = window;
}

guint
scope_recipe_get_stride (ScopeRecipe *self)
{
  g_return_val_if_fail (self != NULL, 1);

  return MAX (1, self->stride);
}

guint
scope_recipe_get_n_targets (ScopeRecipe *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->targets->len;
}

const ScopeTarget *
scope_recipe_get_target (ScopeRecipe *self, guint target)
{
  g_return_val_if_fail (self != NULL && target < self->targets->len, NULL);

  return g_ptr_array_index (self->targets, target);
}

guint
scope_recipe_get_primary_target (ScopeRecipe *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->primary_target;
}

void
scope_recipe_set_primary_target (ScopeRecipe *self, guint target)
{
  g_return_if_fail (self != NULL && target < self->targets->len);

  self->has_primary_target = TRUE;
  self->primary_target = target;
}

void
scope_recipe_set_target_column (ScopeRecipe *self, guint target, const char *column)
{
  RecipeTarget *changed;

  g_return_if_fail (self != NULL && target < self->targets->len);
  g_return_if_fail (column != NULL);

  changed = g_ptr_array_index (self->targets, target);
  if (g_strcmp0 (changed->target.column, column) == 0)
    return;

  set_text (&changed->target.column, column);
  for (guint i = 0; i < self->features->len; i++)
    {
      const RecipeFeature *feature = g_ptr_array_index (self->features, i);

      if (g_strcmp0 (feature->feature.column, column) == 0)
        {
          changed->target.inverse = feature->feature.scaling;
          changed->needs_fit = feature->needs_fit;
          changed->fitted = feature->fitted;
          return;
        }
    }

  changed->needs_fit = changed->target.inverse.kind != SCOPE_SCALING_NONE;
}

void
scope_recipe_set_target_lead (ScopeRecipe *self, guint target, guint lead_steps)
{
  g_return_if_fail (self != NULL && target < self->targets->len);
  g_return_if_fail (lead_steps > 0);

  ((RecipeTarget *) g_ptr_array_index (self->targets, target))->target.lead_steps = lead_steps;
}

void
scope_recipe_set_target_inverse (ScopeRecipe *self, guint target, const ScopeScaling *inverse)
{
  RecipeTarget *changed;

  g_return_if_fail (self != NULL && target < self->targets->len);
  g_return_if_fail (inverse != NULL);

  changed = g_ptr_array_index (self->targets, target);
  changed->target.inverse = *inverse;
  changed->has_inverse = TRUE;
  changed->needs_fit = changed->fitted = FALSE;
}

gboolean
scope_recipe_get_scored (ScopeRecipe *self, double *from, double *to)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (from != NULL)
    *from = self->has_scored ? self->scored_from : NAN;
  if (to != NULL)
    *to = self->has_scored ? self->scored_to : NAN;
  return self->has_scored;
}

void
scope_recipe_set_scored (ScopeRecipe *self, double from, double to)
{
  g_return_if_fail (self != NULL);

  self->has_scored = !isnan (from) || !isnan (to);
  self->scored_from = from;
  self->scored_to = to;
}

const char *
scope_recipe_get_unit (ScopeRecipe *self, ScopeSeries *series, const char *column)
{
  const char *unit;
  guint index;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (column != NULL, NULL);

  unit = g_hash_table_lookup (self->units, column);
  if (unit != NULL)
    return unit;
  if (series != NULL && scope_series_find_column (series, column, &index))
    return scope_series_get_column_unit (series, index);
  return "";
}

void
scope_recipe_set_unit (ScopeRecipe *self, const char *column, const char *unit)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (column != NULL);

  if (unit == NULL)
    g_hash_table_remove (self->units, column);
  else
    g_hash_table_insert (self->units, g_strdup (column), g_strdup (unit));
}
