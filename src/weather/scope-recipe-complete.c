/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-recipe-complete.h"

#include <glib/gi18n.h>

static gboolean
check_inputs (ScopeRecipe *self, const ScopeModelFacts *facts, GError **error)
{
  g_autofree char *found = NULL;

  if (facts->n_inputs <= 1)
    return TRUE;

  found = g_strdup_printf (
      ngettext ("a model with %u input", "a model with %u inputs", facts->n_inputs),
      facts->n_inputs);
  scope_recipe_set_error (self, error, found, _ ("a model with one input, which a table can feed"),
                          _ ("Run the model on arrays instead: gatescope-cli predict."),
                          "features");
  return FALSE;
}

static gboolean
check_features (ScopeRecipe *self, ScopeSeries *series, const ScopeModelFacts *facts,
                GError **error)
{
  guint column;

  if (facts->n_features > 0 && self->features->len != facts->n_features)
    {
      g_autofree char *found = g_strdup_printf (
          ngettext ("%u feature", "%u features", self->features->len), self->features->len);
      g_autofree char *expected = g_strdup_printf (_ ("%u, as the model takes"), facts->n_features);

      scope_recipe_set_error (self, error, found, expected,
                              _ ("Choose the model that the recipe was made for."), "features");
      return FALSE;
    }

  for (guint i = 0; i < self->features->len; i++)
    {
      const ScopeFeature *feature = scope_recipe_get_feature (self, i);

      if (feature->column == NULL)
        {
          if (self->time_columns == NULL || self->time_columns[0] == NULL)
            {
              scope_recipe_set_error (self, error, _ ("a feature derived from the time"),
                                      _ ("a table with a column of time"),
                                      _ ("Name the columns of time in time.columns."),
                                      "features[%u].derived", i);
              return FALSE;
            }
          continue;
        }
      if (!scope_recipe_find_column (self, series, feature->column, &column, error,
                                     "features[%u].column", i))
        return FALSE;
      if (feature->category_texts == NULL
          && scope_series_get_n_missing (series, column) + scope_series_get_n_text (series, column)
                 == scope_series_get_n_rows (series))
        {
          g_autofree char *found =
              g_strdup_printf (_ ("“%s”, a column without a number"), feature->column);

          scope_recipe_set_error (self, error, found, _ ("a column of numbers"),
                                  _ ("Choose another column, or name the categories of its texts."),
                                  "features[%u].column", i);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_window (ScopeRecipe *self, const ScopeModelFacts *facts, GError **error)
{
  guint expected = facts->has_time_axis ? facts->window : 1;
  g_autofree char *found = NULL;
  g_autofree char *wanted = NULL;

  if (expected == 0 || self->window == expected)
    return TRUE;

  found = g_strdup_printf ("%u", self->window);
  wanted = facts->has_time_axis ? g_strdup_printf (_ ("%u, as the model takes"), expected)
                                : g_strdup (_ ("1: the model takes one row"));
  scope_recipe_set_error (self, error, found, wanted,
                          _ ("Choose the model that the recipe was made for."), "window");
  return FALSE;
}

static gboolean
check_targets (ScopeRecipe *self, ScopeSeries *series, const ScopeModelFacts *facts, GError **error)
{
  if (self->primary_target >= self->targets->len)
    {
      g_autofree char *found = g_strdup_printf ("%u", self->primary_target);
      g_autofree char *expected =
          g_strdup_printf (ngettext ("0: there is %u target",
                                     "one of the %u targets, counted from 0", self->targets->len),
                           self->targets->len);

      scope_recipe_set_error (self, error, found, expected, _ ("Correct the recipe."),
                              "primary_target");
      return FALSE;
    }

  for (guint i = 0; i < self->targets->len; i++)
    {
      const ScopeTarget *target = scope_recipe_get_target (self, i);
      const ScopeOutputFacts *output;
      guint column;
      gsize size;

      if (!scope_recipe_find_column (self, series, target->column, &column, error,
                                     "targets[%u].column", i))
        return FALSE;
      if (scope_series_get_n_missing (series, column) + scope_series_get_n_text (series, column)
          == scope_series_get_n_rows (series))
        {
          g_autofree char *found =
              g_strdup_printf (_ ("“%s”, a column without a number"), target->column);

          scope_recipe_set_error (self, error, found, _ ("a column of numbers"), NULL,
                                  "targets[%u].column", i);
          return FALSE;
        }

      if (facts->n_outputs == 0)
        continue;
      if (target->output >= facts->n_outputs)
        {
          g_autofree char *found = g_strdup_printf ("%u", target->output);
          g_autofree char *expected = g_strdup_printf (
              ngettext ("0: the model has %u output",
                        "one of the model's %u outputs, counted from 0", facts->n_outputs),
              facts->n_outputs);

          scope_recipe_set_error (self, error, found, expected, NULL, "targets[%u].output", i);
          return FALSE;
        }

      output = &facts->outputs[target->output];
      size = output->numbers * (output->steps > 0 ? output->steps : self->window);
      if (output->numbers > 0 && target->output_index >= size)
        {
          g_autofree char *found = g_strdup_printf ("%" G_GSIZE_FORMAT, target->output_index);
          g_autofree char *expected = g_strdup_printf (
              ngettext ("0: the output has %" G_GSIZE_FORMAT " number",
                        "one of the output's %" G_GSIZE_FORMAT " numbers, counted from 0", size),
              size);

          scope_recipe_set_error (self, error, found, expected,
                                  _ ("Choose the model that the recipe was made for."),
                                  "targets[%u].output_index", i);
          return FALSE;
        }
    }

  return TRUE;
}

gboolean
scope_recipe_complete (ScopeRecipe *self, ScopeSeries *series, const ScopeModelFacts *facts,
                       GError **error)
{
  g_autoptr (ScopeRows) rows = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (series != NULL, FALSE);
  g_return_val_if_fail (facts != NULL, FALSE);

  if (!check_inputs (self, facts, error))
    return FALSE;

  if (self->reading == NULL)
    scope_recipe_set_reading (self, scope_series_get_reading (series));
  if (self->table_name == NULL)
    scope_recipe_set_table_name (self, scope_series_get_name (series));
  scope_recipe_complete_time (self, series);
  scope_recipe_complete_rows_used (self, series);
  rows = scope_rows_new (series, self, error);
  if (rows == NULL)
    return FALSE;
  scope_recipe_complete_step (self, rows);

  if (!scope_recipe_complete_features (self, series, facts, error)
      || !check_features (self, series, facts, error))
    return FALSE;
  scope_recipe_complete_window (self, facts);
  if (!check_window (self, facts, error))
    return FALSE;
  scope_recipe_complete_targets (self, series, facts);
  if (!check_targets (self, series, facts, error))
    return FALSE;

  scope_recipe_complete_scaling (self);
  if (!scope_recipe_fit_open (self, series, rows, error))
    return FALSE;
  if (self->stride == 0)
    self->stride = 1;
  return TRUE;
}

ScopeRecipe *
scope_recipe_new_guess (ScopeSeries *series, const ScopeModelFacts *facts, GError **error)
{
  g_autoptr (ScopeRecipe) self = scope_recipe_new ();

  if (!scope_recipe_complete (self, series, facts, error))
    return NULL;
  return g_steal_pointer (&self);
}
