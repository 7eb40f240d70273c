/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-unit-effect.h"

#include "scope-format.h"

#include <glib/gi18n.h>
#include <math.h>

/* The recipe's target that an output's number is for, or NULL. */
static const ScopeTarget *
find_target (ScopeSession *session, ScopeEffect *effect, guint value)
{
  ScopeRecipe *recipe = scope_session_get_recipe (session);

  for (guint i = 0; recipe != NULL && i < scope_recipe_get_n_targets (recipe); i++)
    {
      const ScopeTarget *target = scope_recipe_get_target (recipe, i);

      /* The same number of every step counts as one. */
      if (target->output == scope_effect_get_output (effect)
          && target->output_index % scope_effect_get_n_values (effect) == value)
        return target;
    }
  return NULL;
}

char *
scope_unit_effect_dup_title (ScopeSession *session, ScopeEffect *effect, guint value)
{
  const ScopeTarget *target;

  g_return_val_if_fail (SCOPE_IS_SESSION (session) && effect != NULL, NULL);

  target = find_target (session, effect, value);
  if (target != NULL && target->column != NULL)
    return g_strdup (target->column);
  return g_strdup_printf (_ ("output %u"), value);
}

/* The target that is looked at, else the output with the largest effect. */
static guint
choose_value (ScopeSession *session, ScopeEffect *effect, guint unit)
{
  ScopeRecipe *recipe = scope_session_get_recipe (session);
  guint largest = 0;

  if (recipe != NULL && scope_session_get_target (session) < scope_recipe_get_n_targets (recipe))
    {
      const ScopeTarget *target =
          scope_recipe_get_target (recipe, scope_session_get_target (session));

      if (target->output == scope_effect_get_output (effect))
        return (guint) (target->output_index % scope_effect_get_n_values (effect));
    }
  for (guint value = 1; value < scope_effect_get_n_values (effect); value++)
    if (fabs (scope_effect_get (effect, unit, value))
        > fabs (scope_effect_get (effect, unit, largest)))
      largest = value;
  return largest;
}

static const char *
find_unit (ScopeSession *session, const char *column)
{
  ScopeSeries *series = scope_session_get_series (session);

  for (guint i = 0; series != NULL && i < scope_series_get_n_columns (series); i++)
    if (g_strcmp0 (scope_series_get_column_name (series, i), column) == 0)
      return scope_series_get_column_unit (series, i);
  return NULL;
}

char *
scope_unit_effect_dup_sentence (ScopeSession *session, ScopeEffect *effect, guint unit)
{
  const ScopeTarget *target;
  g_autofree char *title = NULL;
  g_autofree char *amount = NULL;
  double change;
  guint value;

  g_return_val_if_fail (SCOPE_IS_SESSION (session) && effect != NULL, NULL);
  g_return_val_if_fail (unit < scope_effect_get_n_units (effect), NULL);

  if (scope_effect_get_n_values (effect) == 0)
    return NULL;
  value = choose_value (session, effect, unit);
  title = scope_unit_effect_dup_title (session, effect, value);
  target = find_target (session, effect, value);
  change = scope_effect_get (effect, unit, value);
  if (target != NULL && target->column != NULL)
    {
      change = scope_scaling_invert_difference (&target->inverse, change);
      amount = scope_format_quantity (fabs (change), 3, find_unit (session, target->column));
    }
  else
    {
      g_autofree char *number = scope_format_number (fabs (change), 3);

      /* Translators: a number in the scaled values that a model answers */
      amount = g_strdup_printf (_ ("%s of its scaled values"), number);
    }
  if (!isfinite (change))
    return NULL;
  if (change == 0)
    return g_strdup_printf (_ ("It does not move the forecast of %s."), title);
  /* Translators: a unit's answer is h; what the forecast is of, and by how much it changes: "the forecast of temp rises by
   * 5.3 °F" */
  return change > 0
             ? g_strdup_printf (_ ("When it answers 1 more, the forecast of %s rises by %s."),
                                title, amount)
             : g_strdup_printf (_ ("When it answers 1 more, the forecast of %s falls by %s."),
                                title, amount);
}
