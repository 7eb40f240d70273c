/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-recipe-fields.h"
#include "scope-file.h"
#include "scope-time-format.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* json-glib walks down by calling itself, so that a deep text would overflow its stack. */
#define MAX_DEPTH 64
#define MAX_BYTES ((gsize) 16 << 20)
#define MAX_STEPS 1000000

/* Words of derived features in the order of ScopeDerivedOf. */
static const char *const derived_of[] = { "month", "day_of_year", "hour" };

static gboolean
read_reading (ScopeRecipe *self, GError **error)
{
  ScopeFieldPlace root = { self, "" };
  ScopeFieldPlace place = { self, "reading." };
  g_autoptr (ScopeReading) reading = scope_reading_new ();
  g_autofree char *kind = NULL;
  JsonObject *object, *at;
  double header_line = 0;
  double skipped = 0;

  if (!scope_field_read_object (&root, self->json, "reading", &object, error))
    return FALSE;
  if (object == NULL)
    return TRUE;

  if (!scope_field_read_text (&place, object, "kind", &kind, error)
      || !scope_field_read_text (&place, object, "encoding", &reading->encoding, error)
      || !scope_field_read_byte (&place, object, "separator", ",;\t| :", &reading->separator, error)
      || !scope_field_read_byte (&place, object, "decimal", ".,", &reading->decimal, error)
      || !scope_field_read_count (&place, object, "header_line", 1, 1e6, &header_line, error)
      || !scope_field_read_count (&place, object, "lines_skipped_after_header", 0, 1e6, &skipped,
                                  error)
      || !scope_field_read_texts (&place, object, "missing", &reading->missing, error)
      || !scope_field_read_object (&place, object, "at", &at, error))
    return FALSE;

  reading->header_line = (guint) header_line;
  reading->lines_skipped_after_header = (guint) skipped;
  if (g_strcmp0 (kind, "netcdf") == 0)
    reading->kind = SCOPE_READING_NETCDF;
  else if (kind != NULL && !g_str_equal (kind, "csv"))
    {
      scope_field_set_type_error (&place, "kind", scope_field_get (object, "kind"),
                                  "“csv”, “netcdf”", error);
      return FALSE;
    }

  if (at != NULL)
    {
      g_autoptr (GList) names = json_object_get_members (at);
      ScopeFieldPlace within = { self, "reading.at." };

      reading->at_names = g_new0 (char *, json_object_get_size (at) + 1);
      reading->at_indices = g_new0 (gsize, json_object_get_size (at) + 1);
      for (GList *name = names; name != NULL; name = name->next)
        {
          double index = 0;

          if (!scope_field_read_count (&within, at, name->data, 0, 1e9, &index, error))
            return FALSE;
          reading->at_indices[reading->n_at] = (gsize) index;
          reading->at_names[reading->n_at++] = g_strdup (name->data);
        }
    }

  self->reading = g_steal_pointer (&reading);
  return TRUE;
}

static gboolean
read_rows_used (ScopeRecipe *self, GError **error)
{
  ScopeFieldPlace root = { self, "" };
  ScopeFieldPlace place = { self, "rows_used." };
  JsonObject *object;

  self->has_rows_used = json_object_has_member (self->json, "rows_used");
  if (!scope_field_read_object (&root, self->json, "rows_used", &object, error))
    return FALSE;
  if (object == NULL)
    return TRUE;

  if (!scope_field_read_text (&place, object, "column", &self->rows_column, error))
    return FALSE;
  /* A number in the JSON stands for its text in the table. */
  if (scope_field_get (object, "value") != NULL
      && json_node_get_value_type (scope_field_get (object, "value")) == G_TYPE_INT64)
    self->rows_value =
        g_strdup_printf ("%" G_GINT64_FORMAT, json_object_get_int_member (object, "value"));
  else if (!scope_field_read_text (&place, object, "value", &self->rows_value, error))
    return FALSE;

  if (self->rows_column == NULL || self->rows_value == NULL)
    {
      scope_field_set_error (&place, self->rows_column == NULL ? "column" : "value", _ ("nothing"),
                             _ ("a text"), error);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_step (const ScopeFieldPlace *place, JsonObject *object, GError **error)
{
  ScopeRecipe *self = place->recipe;
  g_autofree char *text = NULL;
  gboolean has_seconds, has_tolerance;
  double seconds = 0, tolerance = 0;

  if (!scope_field_read_text (place, object, "step", &text, error)
      || !scope_field_read_number (place, object, "step_seconds", &seconds, &has_seconds, error)
      || !scope_field_read_number (place, object, "step_tolerance_seconds", &tolerance,
                                   &has_tolerance, error))
    return FALSE;

  if (text != NULL && !scope_step_parse (text, &self->step) && !has_seconds)
    {
      scope_field_set_type_error (place, "step", scope_field_get (object, "step"),
                                  _ ("a step like “1 hour”, “600 s” or “1 month”"), error);
      return FALSE;
    }
  if (has_seconds && seconds <= 0)
    {
      scope_field_set_type_error (place, "step_seconds", scope_field_get (object, "step_seconds"),
                                  _ ("a number above 0"), error);
      return FALSE;
    }
  if (tolerance < 0)
    {
      scope_field_set_type_error (place, "step_tolerance_seconds",
                                  scope_field_get (object, "step_tolerance_seconds"),
                                  _ ("0 or a number above 0"), error);
      return FALSE;
    }

  if (has_seconds)
    self->step = (ScopeStep){ .seconds = seconds };
  self->step.tolerance = tolerance;
  self->has_step = text != NULL || has_seconds;
  return TRUE;
}

static gboolean
read_time (ScopeRecipe *self, GError **error)
{
  ScopeFieldPlace root = { self, "" };
  ScopeFieldPlace place = { self, "time." };
  JsonObject *object;

  /* null: the table has no time. */
  if (json_object_has_member (self->json, "time") && scope_field_get (self->json, "time") == NULL)
    {
      self->has_time = TRUE;
      self->time_columns = g_new0 (char *, 1);
      self->time_formats = g_new0 (char *, 1);
      return TRUE;
    }

  if (!scope_field_read_object (&root, self->json, "time", &object, error))
    return FALSE;
  if (object == NULL)
    return TRUE;

  if (!scope_field_read_texts (&place, object, "columns", &self->time_columns, error)
      || !scope_field_read_texts (&place, object, "format", &self->time_formats, error)
      || !scope_field_read_text (&place, object, "zone", &self->zone, error)
      || !read_step (&place, object, error))
    return FALSE;

  self->has_zone = json_object_has_member (object, "zone");
  self->has_time = self->time_columns != NULL;
  if (self->time_formats != NULL && self->time_formats[0] == NULL)
    g_clear_pointer (&self->time_formats, g_strfreev);

  for (guint i = 0; self->time_formats != NULL && self->time_formats[i] != NULL; i++)
    {
      char unknown = '\0';

      if (g_str_equal (self->time_formats[i], "CF")
          || scope_time_format_check (self->time_formats[i], &unknown))
        continue;

      {
        g_autofree char *found =
            g_strdup_printf (_ ("the letter “%%%c” in “%s”"), unknown, self->time_formats[i]);

        scope_recipe_set_error (self, error, found, _ ("strptime's letters, like “%Y-%m-%d %H:%M”"),
                                _ ("Correct the recipe."), "time.format[%u]", i);
        return FALSE;
      }
    }

  return TRUE;
}

/* @complete: numbers are there, or the kind needs none. */
static gboolean
read_scaling (const ScopeFieldPlace *place, JsonObject *object, const char *member,
              ScopeScaling *scaling, gboolean *there, gboolean *complete, GError **error)
{
  g_autofree char *path = g_strdup_printf ("%s%s.", place->path, member);
  ScopeFieldPlace within = { place->recipe, path };
  g_autofree char *kind = NULL;
  gboolean has_first, has_second;
  JsonObject *inner;
  JsonNode *range;
  const char *first = "data_min", *second = "data_max";

  *scaling = (ScopeScaling){ .range_max = 1, .data_max = 1, .scale = 1 };
  *there = *complete = FALSE;
  if (!scope_field_read_object (place, object, member, &inner, error))
    return FALSE;
  if (inner == NULL)
    return TRUE;
  if (!scope_field_read_text (&within, inner, "kind", &kind, error))
    return FALSE;
  if (kind == NULL || !scope_scaling_kind_from_text (kind, &scaling->kind))
    {
      scope_field_set_type_error (&within, "kind", scope_field_get (inner, "kind"),
                                  "“none”, “minmax”, “standard”", error);
      return FALSE;
    }

  *there = TRUE;
  *complete = scaling->kind == SCOPE_SCALING_NONE;
  if (*complete)
    return TRUE;

  if (scaling->kind == SCOPE_SCALING_MINMAX)
    {
      if (!scope_field_read_number (&within, inner, first, &scaling->data_min, &has_first, error)
          || !scope_field_read_number (&within, inner, second, &scaling->data_max, &has_second,
                                       error))
        return FALSE;
    }
  else
    {
      first = "mean";
      second = "scale";
      if (!scope_field_read_number (&within, inner, first, &scaling->mean, &has_first, error)
          || !scope_field_read_number (&within, inner, second, &scaling->scale, &has_second, error))
        return FALSE;
    }
  if (has_first != has_second)
    {
      scope_field_set_error (&within, has_first ? second : first, _ ("nothing"), _ ("a number"),
                             error);
      return FALSE;
    }
  if (scaling->data_max < scaling->data_min || scaling->scale < 0)
    {
      scope_field_set_type_error (&within, second, scope_field_get (inner, second),
                                  scaling->scale < 0 ? _ ("0 or a number above 0")
                                                     : _ ("a number not under data_min"),
                                  error);
      return FALSE;
    }

  range = scope_field_get (inner, "feature_range");
  if (range != NULL)
    {
      JsonArray *ends = JSON_NODE_HOLDS_ARRAY (range) ? json_node_get_array (range) : NULL;

      if (ends == NULL || json_array_get_length (ends) != 2
          || !scope_field_is_number (json_array_get_element (ends, 0))
          || !scope_field_is_number (json_array_get_element (ends, 1))
          || json_array_get_double_element (ends, 0) >= json_array_get_double_element (ends, 1))
        {
          scope_field_set_type_error (&within, "feature_range", range, _ ("two rising numbers"),
                                      error);
          return FALSE;
        }
      scaling->range_min = json_array_get_double_element (ends, 0);
      scaling->range_max = json_array_get_double_element (ends, 1);
    }

  *complete = has_first;
  return TRUE;
}

static gboolean
read_derived (const ScopeFieldPlace *place, JsonObject *object, ScopeFeature *feature,
              GError **error)
{
  g_autofree char *path = g_strdup_printf ("%sderived.", place->path);
  ScopeFieldPlace within = { place->recipe, path };
  g_autofree char *function = NULL;
  g_autofree char *of = NULL;
  gboolean has_period;
  JsonObject *inner;
  guint i = 0;

  if (!scope_field_read_object (place, object, "derived", &inner, error))
    return FALSE;
  if (inner == NULL)
    {
      scope_field_set_error (place, "column", _ ("nothing"), _ ("a column, or “derived”"), error);
      return FALSE;
    }
  if (!scope_field_read_text (&within, inner, "function", &function, error)
      || !scope_field_read_text (&within, inner, "of", &of, error)
      || !scope_field_read_number (&within, inner, "period", &feature->period, &has_period, error))
    return FALSE;

  if (g_strcmp0 (function, "sin") == 0)
    feature->function = SCOPE_DERIVED_SIN;
  else if (g_strcmp0 (function, "cos") == 0)
    feature->function = SCOPE_DERIVED_COS;
  else
    {
      scope_field_set_type_error (&within, "function", scope_field_get (inner, "function"),
                                  "“sin”, “cos”", error);
      return FALSE;
    }

  while (i < G_N_ELEMENTS (derived_of) && g_strcmp0 (of, derived_of[i]) != 0)
    i++;
  if (i == G_N_ELEMENTS (derived_of))
    {
      scope_field_set_type_error (&within, "of", scope_field_get (inner, "of"),
                                  "“month”, “day_of_year”, “hour”", error);
      return FALSE;
    }
  feature->of = (ScopeDerivedOf) i;

  if (!has_period || feature->period <= 0)
    {
      scope_field_set_type_error (&within, "period", scope_field_get (inner, "period"),
                                  _ ("a number above 0"), error);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_categories (const ScopeFieldPlace *place, JsonObject *object, ScopeFeature *feature,
                 GError **error)
{
  g_autofree char *path = g_strdup_printf ("%scategories.", place->path);
  ScopeFieldPlace within = { place->recipe, path };
  g_autoptr (GList) names = NULL;
  JsonObject *inner;
  gboolean there;
  guint i = 0;

  if (!scope_field_read_object (place, object, "categories", &inner, error))
    return FALSE;
  if (inner == NULL)
    return TRUE;

  names = json_object_get_members (inner);
  feature->category_texts = g_new0 (char *, json_object_get_size (inner) + 1);
  feature->category_numbers = g_new0 (double, json_object_get_size (inner) + 1);
  for (GList *name = names; name != NULL; name = name->next, i++)
    {
      if (!scope_field_read_number (&within, inner, name->data, &feature->category_numbers[i],
                                    &there, error))
        return FALSE;
      if (!there)
        {
          scope_field_set_error (&within, name->data, "null", _ ("a number"), error);
          return FALSE;
        }
      feature->category_texts[i] = g_strdup (name->data);
    }

  return TRUE;
}

static gboolean
read_features (ScopeRecipe *self, GError **error)
{
  ScopeFieldPlace root = { self, "" };
  JsonArray *array;

  if (!scope_field_read_list (&root, self->json, "features", &array, error))
    return FALSE;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autofree char *path = g_strdup_printf ("features[%u].", i);
      ScopeFieldPlace place = { self, path };
      RecipeFeature *feature = scope_recipe_add_feature (self);
      gboolean complete;
      JsonObject *object;
      double lag = 0;

      if (!scope_field_read_list_object (self, "features", array, i, &object, error))
        return FALSE;
      feature->json = json_object_ref (object);
      if (!scope_field_read_text (&place, object, "column", &feature->feature.column, error)
          || !scope_field_read_count (&place, object, "lag_rows", 0, MAX_STEPS, &lag, error)
          || !read_categories (&place, object, &feature->feature, error)
          || !read_scaling (&place, object, "scaling", &feature->feature.scaling,
                            &feature->has_scaling, &complete, error))
        return FALSE;
      if (feature->feature.column == NULL
          && !read_derived (&place, object, &feature->feature, error))
        return FALSE;
      if (feature->feature.column != NULL && scope_field_get (object, "derived") != NULL)
        {
          scope_field_set_error (&place, "derived", _ ("a feature that also names a column"),
                                 _ ("one of the two: “column”, or “derived” with “column” null"),
                                 error);
          return FALSE;
        }

      feature->feature.lag_rows = (guint) lag;
      feature->needs_fit = feature->has_scaling && !complete;
      scope_recipe_name_feature (&feature->feature);
    }

  return TRUE;
}

static gboolean
read_targets (ScopeRecipe *self, GError **error)
{
  ScopeFieldPlace root = { self, "" };
  JsonArray *array;
  double lead = 0;
  double primary = 0;

  if (!scope_field_read_count (&root, self->json, "lead_steps", 1, MAX_STEPS, &lead, error)
      || !scope_field_read_list (&root, self->json, "targets", &array, error))
    return FALSE;
  self->lead_steps = (guint) lead;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autofree char *path = g_strdup_printf ("targets[%u].", i);
      ScopeFieldPlace place = { self, path };
      RecipeTarget *target = scope_recipe_add_target (self);
      gboolean complete;
      JsonObject *object;
      double output = 0;
      double index = 0;
      double steps = lead > 0 ? lead : 1;

      if (!scope_field_read_list_object (self, "targets", array, i, &object, error))
        return FALSE;
      target->json = json_object_ref (object);
      if (!scope_field_read_count (&place, object, "output", 0, 1000, &output, error)
          || !scope_field_read_count (&place, object, "output_index", 0, 1e9, &index, error)
          || !scope_field_read_text (&place, object, "column", &target->target.column, error)
          || !scope_field_read_count (&place, object, "lead_steps", 1, MAX_STEPS, &steps, error)
          || !read_scaling (&place, object, "inverse", &target->target.inverse,
                            &target->has_inverse, &complete, error))
        return FALSE;
      if (target->target.column == NULL)
        {
          scope_field_set_error (&place, "column", _ ("nothing"), _ ("a column"), error);
          return FALSE;
        }

      target->target.output = (guint) output;
      target->target.output_index = (gsize) index;
      target->target.lead_steps = (guint) steps;
      target->needs_fit = target->has_inverse && !complete;
    }

  self->has_primary_target = scope_field_get (self->json, "primary_target") != NULL;
  if (!scope_field_read_count (
          &root, self->json, "primary_target", 0,
          self->targets->len > 0 ? self->targets->len - 1 : SCOPE_FIELD_MAX_LIST, &primary, error))
    return FALSE;
  self->primary_target = (guint) primary;
  return TRUE;
}

/* `fitted_rows` says it in numbers; "rows 0..1399 of the rows in use" is taken too, and nothing
 * that says more than that. */
static gboolean
read_fitted_rows (ScopeRecipe *self, GError **error)
{
  ScopeFieldPlace root = { self, "" };
  JsonNode *node = scope_field_get (self->json, "fitted_rows");
  g_autofree char *words = NULL;
  guint64 first, last;
  int length = 0;

  if (node != NULL)
    {
      JsonArray *ends = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
      double a = -1, b = -1;

      if (ends != NULL && json_array_get_length (ends) == 2
          && scope_field_is_number (json_array_get_element (ends, 0))
          && scope_field_is_number (json_array_get_element (ends, 1)))
        {
          a = json_array_get_double_element (ends, 0);
          b = json_array_get_double_element (ends, 1);
        }
      if (!(a >= 0 && b >= a && b < 1e12))
        {
          scope_field_set_type_error (&root, "fitted_rows", node,
                                      _ ("first and last row, counted from 0"), error);
          return FALSE;
        }

      scope_recipe_set_fitted_rows (self, (gsize) a, (gsize) b);
      return TRUE;
    }

  node = scope_field_get (self->json, "scaler_fitted_on");
  if (node != NULL && JSON_NODE_HOLDS_VALUE (node)
      && json_node_get_value_type (node) == G_TYPE_STRING)
    words = json_node_dup_string (node);
  if (words != NULL
      && sscanf (words, "rows %" G_GUINT64_FORMAT "..%" G_GUINT64_FORMAT " of the rows in use%n",
                 &first, &last, &length)
             == 2
      && length > 0 && words[length] == '\0' && first <= last)
    {
      scope_recipe_set_fitted_rows (self, first, last);
      self->fitted_rows_from_words = TRUE;
    }

  return TRUE;
}

static gboolean
read_scored_end (const ScopeFieldPlace *place, JsonObject *object, const char *member, double last,
                 double *time, GError **error)
{
  static const char *const formats[] = { "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M",
                                         "%Y-%m-%d %H:%M" };
  g_autofree char *text = NULL;

  *time = NAN;
  if (!scope_field_read_text (place, object, member, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (scope_time_format_read (formats[i], text, strlen (text), time))
      return TRUE;
  /* A day ends with its last second. */
  if (scope_time_format_read ("%Y-%m-%d", text, strlen (text), time))
    {
      *time += last;
      return TRUE;
    }

  scope_field_set_type_error (place, member, scope_field_get (object, member),
                              _ ("a time like 2020-12-31T23:00:00"), error);
  return FALSE;
}

static gboolean
read_rest (ScopeRecipe *self, GError **error)
{
  ScopeFieldPlace root = { self, "" };
  ScopeFieldPlace scored_place = { self, "scored." };
  ScopeFieldPlace units_place = { self, "units." };
  g_autoptr (GList) names = NULL;
  JsonObject *scored, *units;
  double window = 0;
  double stride = 0;

  if (!scope_field_read_text (&root, self->json, "model", &self->model_name, error)
      || !scope_field_read_text (&root, self->json, "table", &self->table_name, error)
      || !scope_field_read_count (&root, self->json, "window", 1, MAX_STEPS, &window, error)
      || !scope_field_read_count (&root, self->json, "stride", 1, MAX_STEPS, &stride, error)
      || !scope_field_read_object (&root, self->json, "scored", &scored, error)
      || !scope_field_read_object (&root, self->json, "units", &units, error))
    return FALSE;

  self->window = (guint) window;
  self->stride = (guint) stride;

  if (scored != NULL)
    {
      double from, to;

      if (!read_scored_end (&scored_place, scored, "from", 0, &from, error)
          || !read_scored_end (&scored_place, scored, "to", 86399, &to, error))
        return FALSE;
      scope_recipe_set_scored (self, from, to);
    }

  names = units != NULL ? json_object_get_members (units) : NULL;
  for (GList *name = names; name != NULL; name = name->next)
    {
      g_autofree char *unit = NULL;

      if (!scope_field_read_text (&units_place, units, name->data, &unit, error))
        return FALSE;
      if (unit != NULL)
        scope_recipe_set_unit (self, name->data, unit);
    }

  return TRUE;
}
/* Depth of brackets outside texts. */
static gboolean
check_depth (const char *text, gsize length)
{
  guint depth = 0;
  gboolean quoted = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (quoted && text[i] == '\\')
        i++;
      else if (text[i] == '"')
        quoted = !quoted;
      else if (!quoted && (text[i] == '{' || text[i] == '['))
        {
          if (++depth > MAX_DEPTH)
            return FALSE;
        }
      else if (!quoted && (text[i] == '}' || text[i] == ']') && depth > 0)
        depth--;
    }

  return TRUE;
}

ScopeRecipe *
scope_recipe_parse (const char *text, gssize length, const char *name, GError **error)
{
  g_autoptr (ScopeRecipe) self = scope_recipe_new ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) local_error = NULL;
  JsonNode *root;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (length < 0)
    length = (gssize) strlen (text);
  self->name = g_strdup (name);

  if (!g_utf8_validate (text, length, NULL))
    {
      scope_error_set (error, SCOPE_ERROR_RECIPE, name, _ ("bytes that are no UTF-8"),
                       _ ("a recipe: JSON"), NULL);
      return NULL;
    }
  if ((gsize) length > MAX_BYTES || !check_depth (text, (gsize) length))
    {
      scope_error_set (error, SCOPE_ERROR_RECIPE, name, _ ("JSON larger or deeper than any recipe"),
                       _ ("a recipe: JSON"), NULL);
      return NULL;
    }
  if (!json_parser_load_from_data (parser, text, length, &local_error))
    {
      scope_error_set (error, SCOPE_ERROR_RECIPE, name, local_error->message, _ ("a recipe: JSON"),
                       _ ("Correct the recipe."));
      return NULL;
    }

  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_autofree char *found = scope_field_describe (root);

      scope_error_set (error, SCOPE_ERROR_RECIPE, name, found, _ ("a recipe: a JSON object"), NULL);
      return NULL;
    }

  self->json = json_object_ref (json_node_get_object (root));
  if (!read_rest (self, error) || !read_reading (self, error) || !read_rows_used (self, error)
      || !read_time (self, error) || !read_features (self, error) || !read_targets (self, error)
      || !read_fitted_rows (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

ScopeRecipe *
scope_recipe_load (const char *path, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;
  gsize length;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  /* Refuses folders, pipes and devices, which may never end. */
  fd = scope_file_open (path, NULL, error);
  if (fd < 0)
    return NULL;
  close (fd);

  base = g_path_get_basename (path);
  name = g_filename_display_name (base);
  if (!g_file_get_contents (path, &text, &length, &local_error))
    {
      scope_error_set (error, SCOPE_ERROR_UNREADABLE, name, local_error->message,
                       _ ("a recipe: JSON"), NULL);
      return NULL;
    }

  return scope_recipe_parse (text, (gssize) length, name, error);
}
