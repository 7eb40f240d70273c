/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-recipe-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

static const char *const derived_of[] = { "month", "day_of_year", "hour" };

/* The members of @from in a new object: JsonObjects are shared by copies of a recipe and must stay
 * as they are. */
static JsonObject *
copy_object (JsonObject *from)
{
  JsonObject *copy = json_object_new ();
  g_autoptr (GList) names = from != NULL ? json_object_get_members (from) : NULL;

  for (GList *name = names; name != NULL; name = name->next)
    json_object_set_member (copy, name->data,
                            json_node_copy (json_object_get_member (from, name->data)));

  return copy;
}

static void
set_text (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
  else
    json_object_set_null_member (object, member);
}

static void
set_texts (JsonObject *object, const char *member, char **texts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  json_object_set_array_member (object, member, array);
}

static void
set_reading (JsonObject *root, const ScopeReading *reading)
{
  JsonObject *from = json_object_has_member (root, "reading")
                             && JSON_NODE_HOLDS_OBJECT (json_object_get_member (root, "reading"))
                         ? json_object_get_object_member (root, "reading")
                         : NULL;
  JsonObject *object = copy_object (from);

  set_text (object, "kind", reading->kind == SCOPE_READING_CSV ? "csv" : "netcdf");
  if (reading->encoding != NULL)
    set_text (object, "encoding", reading->encoding);
  if (reading->separator != 0)
    set_text (object, "separator", (char[]){ reading->separator, '\0' });
  if (reading->decimal != 0)
    set_text (object, "decimal", (char[]){ reading->decimal, '\0' });
  if (reading->header_line != 0)
    {
      json_object_set_int_member (object, "header_line", reading->header_line);
      json_object_set_int_member (object, "lines_skipped_after_header",
                                  reading->lines_skipped_after_header);
    }
  if (reading->missing != NULL)
    set_texts (object, "missing", reading->missing);
  if (reading->n_at > 0)
    {
      JsonObject *at = json_object_new ();

      for (guint i = 0; i < reading->n_at; i++)
        json_object_set_int_member (at, reading->at_names[i], (gint64) reading->at_indices[i]);
      json_object_set_object_member (object, "at", at);
    }

  json_object_set_object_member (root, "reading", object);
}

static void
set_time (JsonObject *root, ScopeRecipe *self)
{
  JsonObject *from, *object;

  if (self->time_columns == NULL || self->time_columns[0] == NULL)
    {
      json_object_set_null_member (root, "time");
      return;
    }

  from = json_object_has_member (root, "time")
                 && JSON_NODE_HOLDS_OBJECT (json_object_get_member (root, "time"))
             ? json_object_get_object_member (root, "time")
             : NULL;
  object = copy_object (from);
  set_texts (object, "columns", self->time_columns);
  if (self->time_formats != NULL)
    set_texts (object, "format", self->time_formats);
  if (self->has_step)
    {
      g_autofree char *text = scope_step_dup_text (&self->step);
      const char *known =
          from != NULL ? json_object_get_string_member_with_default (from, "step", "") : "";
      ScopeStep step;

      /* The same in other words ("600 s" for "10 minutes") stays. */
      if (!scope_step_parse (known, &step) || step.months != self->step.months
          || step.seconds != self->step.seconds)
        set_text (object, "step", text);
      if (self->step.months > 0)
        json_object_set_null_member (object, "step_seconds");
      else
        json_object_set_double_member (object, "step_seconds", self->step.seconds);
      json_object_set_double_member (object, "step_tolerance_seconds", self->step.tolerance);
    }
  if (self->has_zone)
    set_text (object, "zone", self->zone);

  json_object_set_object_member (root, "time", object);
}

/* Without its numbers where these are to be found when it is used. */
static void
set_scaling (JsonObject *object, const char *member, const ScopeScaling *scaling, gboolean open)
{
  JsonNode *known = json_object_get_member (object, member);
  JsonObject *inner = copy_object (
      known != NULL && JSON_NODE_HOLDS_OBJECT (known) ? json_node_get_object (known) : NULL);
  static const char *const numbers[] = { "data_min", "data_max", "feature_range", "mean", "scale" };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (json_object_has_member (inner, numbers[i]))
      json_object_remove_member (inner, numbers[i]);

  set_text (inner, "kind", scope_scaling_kind_to_text (scaling->kind));
  if (scaling->kind == SCOPE_SCALING_MINMAX)
    {
      JsonArray *range = json_array_new ();

      if (!open)
        {
          json_object_set_double_member (inner, "data_min", scaling->data_min);
          json_object_set_double_member (inner, "data_max", scaling->data_max);
        }
      json_array_add_double_element (range, scaling->range_min);
      json_array_add_double_element (range, scaling->range_max);
      json_object_set_array_member (inner, "feature_range", range);
    }
  else if (scaling->kind == SCOPE_SCALING_STANDARD && !open)
    {
      json_object_set_double_member (inner, "mean", scaling->mean);
      json_object_set_double_member (inner, "scale", scaling->scale);
    }

  json_object_set_object_member (object, member, inner);
}

static JsonObject *
make_feature (const RecipeFeature *feature)
{
  JsonObject *object = copy_object (feature->json);
  const ScopeFeature *f = &feature->feature;

  set_text (object, "column", f->column);
  if (f->column == NULL)
    {
      JsonObject *derived = json_object_new ();

      set_text (derived, "function", f->function == SCOPE_DERIVED_COS ? "cos" : "sin");
      set_text (derived, "of", derived_of[f->of]);
      json_object_set_double_member (derived, "period", f->period);
      json_object_set_object_member (object, "derived", derived);
    }
  else
    json_object_set_null_member (object, "derived");

  if (feature->has_scaling)
    set_scaling (object, "scaling", &f->scaling, feature->needs_fit);
  if (f->lag_rows > 0 || json_object_has_member (object, "lag_rows"))
    json_object_set_int_member (object, "lag_rows", f->lag_rows);

  if (f->category_texts != NULL)
    {
      JsonObject *categories = json_object_new ();

      for (guint i = 0; f->category_texts[i] != NULL; i++)
        json_object_set_double_member (categories, f->category_texts[i], f->category_numbers[i]);
      json_object_set_object_member (object, "categories", categories);
    }
  else if (json_object_has_member (object, "categories"))
    json_object_remove_member (object, "categories");

  return object;
}

static void
set_features (JsonObject *root, ScopeRecipe *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->features->len; i++)
    json_array_add_object_element (array, make_feature (g_ptr_array_index (self->features, i)));
  json_object_set_array_member (root, "features", array);
}

static void
set_targets (JsonObject *root, ScopeRecipe *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->targets->len; i++)
    {
      const RecipeTarget *target = g_ptr_array_index (self->targets, i);
      JsonObject *object = copy_object (target->json);

      json_object_set_int_member (object, "output", target->target.output);
      json_object_set_int_member (object, "output_index", (gint64) target->target.output_index);
      set_text (object, "column", target->target.column);
      json_object_set_int_member (object, "lead_steps", target->target.lead_steps);
      if (target->has_inverse)
        set_scaling (object, "inverse", &target->target.inverse, target->needs_fit);
      json_array_add_object_element (array, object);
    }

  json_object_set_array_member (root, "targets", array);
  json_object_set_int_member (root, "primary_target", self->primary_target);
  if (self->primary_target < self->targets->len)
    json_object_set_int_member (root, "lead_steps",
                                scope_recipe_get_target (self, self->primary_target)->lead_steps);
}

static void
set_scored (JsonObject *root, ScopeRecipe *self)
{
  JsonObject *object;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (!self->has_scored)
    {
      if (json_object_has_member (root, "scored"))
        json_object_remove_member (root, "scored");
      return;
    }

  object = json_object_new ();
  if (!isnan (self->scored_from))
    from = scope_time_dup_text (self->scored_from);
  if (!isnan (self->scored_to))
    to = scope_time_dup_text (self->scored_to);
  set_text (object, "from", from);
  set_text (object, "to", to);
  json_object_set_object_member (root, "scored", object);
}

static void
set_units (JsonObject *root, ScopeRecipe *self)
{
  JsonObject *object;
  g_autoptr (GList) columns = NULL;

  if (json_object_has_member (root, "units"))
    json_object_remove_member (root, "units");
  if (g_hash_table_size (self->units) == 0)
    return;

  object = json_object_new ();
  columns = g_list_sort (g_hash_table_get_keys (self->units), (GCompareFunc) strcmp);
  for (GList *column = columns; column != NULL; column = column->next)
    set_text (object, column->data, g_hash_table_lookup (self->units, column->data));
  json_object_set_object_member (root, "units", object);
}

char *
scope_recipe_dup_json (ScopeRecipe *self)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) node = NULL;
  JsonObject *root;

  g_return_val_if_fail (self != NULL, NULL);

  root = copy_object (self->json);
  if (self->model_name != NULL)
    set_text (root, "model", self->model_name);
  if (self->table_name != NULL)
    set_text (root, "table", self->table_name);
  if (self->reading != NULL)
    set_reading (root, self->reading);

  if (self->rows_column != NULL)
    {
      JsonObject *rows = json_object_new ();

      set_text (rows, "column", self->rows_column);
      set_text (rows, "value", self->rows_value);
      json_object_set_object_member (root, "rows_used", rows);
    }
  else if (self->has_rows_used)
    json_object_set_null_member (root, "rows_used");

  if (self->has_time)
    set_time (root, self);
  if (self->features->len > 0)
    set_features (root, self);

  if (self->has_fitted_rows && !self->fitted_rows_from_words)
    {
      JsonArray *rows = json_array_new ();

      json_array_add_int_element (rows, (gint64) self->fitted_first);
      json_array_add_int_element (rows, (gint64) self->fitted_last);
      json_object_set_array_member (root, "fitted_rows", rows);
    }
  else if (json_object_has_member (root, "fitted_rows"))
    json_object_remove_member (root, "fitted_rows");
  /* The words would come back where the numbers were typed in since. */
  if (!self->has_fitted_rows && json_object_has_member (root, "scaler_fitted_on"))
    json_object_remove_member (root, "scaler_fitted_on");

  if (self->window > 0)
    json_object_set_int_member (root, "window", self->window);
  if (self->stride > 0)
    json_object_set_int_member (root, "stride", self->stride);
  if (self->targets->len > 0)
    set_targets (root, self);
  set_scored (root, self);
  set_units (root, self);

  node = json_node_init_object (json_node_alloc (), root);
  json_object_unref (root);
  json_generator_set_root (generator, node);
  json_generator_set_pretty (generator, TRUE);
  return json_generator_to_data (generator, NULL);
}

gboolean
scope_recipe_save (ScopeRecipe *self, const char *path, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *with_end = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  text = scope_recipe_dup_json (self);
  with_end = g_strconcat (text, "\n", NULL);
  folder = g_path_get_dirname (path);
  if (g_mkdir_with_parents (folder, 0777) != 0)
    {
      scope_error_set (error, SCOPE_ERROR_UNREADABLE, folder, g_strerror (errno),
                       _ ("a folder to write in"), NULL);
      return FALSE;
    }
  /* By a temporary file that is renamed. */
  if (!g_file_set_contents (path, with_end, -1, &local_error))
    {
      scope_error_set (error, SCOPE_ERROR_UNREADABLE, path, local_error->message,
                       _ ("a file that can be written"), NULL);
      return FALSE;
    }

  return TRUE;
}
