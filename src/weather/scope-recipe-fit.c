/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-feature-values.h"
#include "scope-recipe-complete.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Share of the rows in use that scalers are fitted on, from the first on: what a training would
 * have seen. */
#define FITTED_SHARE 0.7

static gboolean
needs_fit (ScopeRecipe *self)
{
  for (guint i = 0; i < self->features->len; i++)
    if (((RecipeFeature *) g_ptr_array_index (self->features, i))->needs_fit)
      return TRUE;
  for (guint i = 0; i < self->targets->len; i++)
    if (((RecipeTarget *) g_ptr_array_index (self->targets, i))->needs_fit)
      return TRUE;

  return FALSE;
}

static gboolean
fit (ScopeRecipe *self, ScopeSeries *series, const ScopeRows *rows, const ScopeFeature *source,
     ScopeScaling *scaling, const char *list, guint index, GError **error)
{
  g_autofree double *values = NULL;
  guint column = 0;
  ScopeScaling fitted;

  if (source->column != NULL
      && !scope_recipe_find_column (self, series, source->column, &column, error, "%s[%u].column",
                                    list, index))
    return FALSE;

  values = scope_feature_dup_values (source, series, rows, column, NULL);
  if (!scope_scaling_fit (&fitted, scaling->kind, values + self->fitted_first,
                          self->fitted_last - self->fitted_first + 1))
    {
      g_autofree char *found =
          g_strdup_printf (_ ("no number in “%s” on the rows to fit on"), source->column);

      scope_recipe_set_error (self, error, found, _ ("numbers"),
                              _ ("Choose another column, or name the categories of its texts."),
                              "%s[%u].column", list, index);
      return FALSE;
    }

  if (fitted.kind == SCOPE_SCALING_MINMAX && scaling->range_min < scaling->range_max)
    {
      fitted.range_min = scaling->range_min;
      fitted.range_max = scaling->range_max;
    }
  *scaling = fitted;
  return TRUE;
}

gboolean
scope_recipe_fit_open (ScopeRecipe *self, ScopeSeries *series, const ScopeRows *rows,
                       GError **error)
{
  if (self->has_fitted_rows && self->fitted_last >= rows->n)
    {
      g_autofree char *found = g_strdup_printf ("%" G_GSIZE_FORMAT, self->fitted_last);
      g_autofree char *expected = g_strdup_printf (
          ngettext ("a row of the %" G_GSIZE_FORMAT " in use, counted from 0",
                    "a row of the %" G_GSIZE_FORMAT " in use, counted from 0", rows->n),
          rows->n);

      if (!self->fitted_rows_from_words)
        {
          scope_recipe_set_error (self, error, found, expected,
                                  _ ("Choose the table that the recipe was made for."),
                                  "fitted_rows");
          return FALSE;
        }
      self->has_fitted_rows = FALSE;
    }

  if (!needs_fit (self))
    return TRUE;

  if (!self->has_fitted_rows)
    {
      gsize n = (gsize) (FITTED_SHARE * (double) rows->n);

      scope_recipe_set_fitted_rows (self, 0, MAX (n, 1) - 1);
    }

  for (guint i = 0; i < self->features->len; i++)
    {
      RecipeFeature *feature = g_ptr_array_index (self->features, i);

      if (!feature->needs_fit)
        continue;
      if (!fit (self, series, rows, &feature->feature, &feature->feature.scaling, "features", i,
                error))
        return FALSE;
      feature->needs_fit = FALSE;
      feature->has_scaling = feature->fitted = TRUE;
    }

  for (guint i = 0; i < self->targets->len; i++)
    {
      RecipeTarget *target = g_ptr_array_index (self->targets, i);
      ScopeFeature source = { .column = target->target.column };

      if (!target->needs_fit)
        continue;
      if (!fit (self, series, rows, &source, &target->target.inverse, "targets", i, error))
        return FALSE;
      target->needs_fit = FALSE;
      target->has_inverse = target->fitted = TRUE;
    }

  return TRUE;
}

gboolean
scope_recipe_fit_scaling (ScopeRecipe *self, ScopeSeries *series, ScopeScalingKind kind,
                          GError **error)
{
  g_autoptr (ScopeRows) rows = NULL;
  ScopeScaling scaling = { .kind = kind, .range_max = 1, .data_max = 1, .scale = 1 };
  gboolean open = kind != SCOPE_SCALING_NONE;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (series != NULL, FALSE);

  for (guint i = 0; i < self->features->len; i++)
    {
      RecipeFeature *feature = g_ptr_array_index (self->features, i);

      feature->feature.scaling = scaling;
      feature->has_scaling = TRUE;
      feature->fitted = FALSE;
      feature->needs_fit = open && feature->feature.column != NULL;
      if (feature->feature.column == NULL)
        feature->feature.scaling.kind = SCOPE_SCALING_NONE;
    }

  for (guint i = 0; i < self->targets->len; i++)
    {
      RecipeTarget *target = g_ptr_array_index (self->targets, i);

      target->target.inverse = scaling;
      target->has_inverse = TRUE;
      target->fitted = FALSE;
      target->needs_fit = open;
    }

  if (!open)
    {
      scope_recipe_drop_unused_fitted_rows (self);
      return TRUE;
    }

  rows = scope_rows_new (series, self, error);
  return rows != NULL && scope_recipe_fit_open (self, series, rows, error);
}
