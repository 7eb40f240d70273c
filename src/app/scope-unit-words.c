/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-unit-words.h"

#include "scope-format.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>

/* A month's mean length in the Gregorian calendar. */
#define MONTH_SECONDS (365.2425 / 12 * 86400)

double
scope_unit_words_get_step_seconds (ScopeSession *session)
{
  ScopeRecipe *recipe;
  ScopeStep step = { 0 };

  g_return_val_if_fail (SCOPE_IS_SESSION (session), 0);

  recipe = scope_session_get_recipe (session);
  if (recipe == NULL || !scope_recipe_get_step (recipe, &step))
    return scope_session_get_typed_step (session);
  return step.months > 0 ? step.months * MONTH_SECONDS : step.seconds;
}

char *
scope_unit_words_dup_memory (ScopeSession *session, ScopeUnitStats *stats, guint unit)
{
  double steps, seconds;
  g_autofree char *number = NULL;

  g_return_val_if_fail (stats != NULL, NULL);

  steps = scope_unit_stats_get (stats, unit, SCOPE_UNIT_MEMORY_STEPS);
  if (isnan (steps))
    return NULL;
  if (isinf (steps))
    return g_strdup (_ ("for ever"));
  seconds = scope_unit_words_get_step_seconds (session);
  if (seconds > 0)
    return scope_format_duration (steps * seconds);
  number = scope_format_number (steps, 2);
  /* Translators: a number of time steps, mostly not a whole one */
  return g_strdup_printf (_ ("%s steps"), number);
}

/* Whether the layer's outputs are the model's: nothing with weights comes after it, and there are as many. */
static gboolean
makes_the_forecast (ScopeModel *model, ScopeHead *head, ScopeRecipe *recipe)
{
  gboolean found = FALSE;

  for (guint i = 0; i < scope_model_get_n_layers (model); i++)
    {
      ScopeLayer *layer = scope_model_get_layer (model, i);

      if (found && scope_layer_get_n_weights (layer) > 0)
        return FALSE;
      if (g_strcmp0 (scope_layer_get_name (layer), scope_head_get_layer (head)) == 0)
        found = g_strcmp0 (scope_layer_get_class (layer), "Dense") == 0;
    }
  for (guint i = 0; i < scope_recipe_get_n_targets (recipe); i++)
    {
      const ScopeTarget *target = scope_recipe_get_target (recipe, i);

      if (target->output != 0 || target->output_index >= scope_head_get_n_values (head))
        return FALSE;
    }
  return found;
}

char *
scope_unit_words_dup_head_title (ScopeSession *session, ScopeHead *head, guint value)
{
  ScopeModel *model;
  ScopeRecipe *recipe;

  g_return_val_if_fail (SCOPE_IS_SESSION (session) && head != NULL, NULL);

  model = scope_session_get_model (session);
  recipe = scope_session_get_recipe (session);
  if (model != NULL && recipe != NULL && makes_the_forecast (model, head, recipe))
    for (guint i = 0; i < scope_recipe_get_n_targets (recipe); i++)
      {
        const ScopeTarget *target = scope_recipe_get_target (recipe, i);

        if (target->output_index == value && target->column != NULL)
          return g_strdup (target->column);
      }
  return scope_head_dup_value_title (head, value);
}

static void
tell_units (ScopeUnitStats *stats, guint unit, GString *story)
{
  ScopeUnitLink driver, driven;

  if (scope_unit_stats_get_n_units (stats) < 2
      || scope_unit_stats_rank (stats, unit, SCOPE_UNIT_DRIVEN_BY, &driver, 1) == 0
      || scope_unit_stats_rank (stats, unit, SCOPE_UNIT_DRIVES, &driven, 1) == 0)
    return;
  if (driver.index == unit && driven.index == unit)
    g_string_append (story, _ (" Of all units it drives itself most."));
  else if (driver.index == unit)
    g_string_append_printf (story, _ (" It is driven most by itself, and drives unit %u most."),
                            driven.index);
  else if (driven.index == unit)
    g_string_append_printf (story, _ (" It is driven most by unit %u, and drives itself most."),
                            driver.index);
  else
    g_string_append_printf (story, _ (" It is driven most by unit %u, and drives unit %u most."),
                            driver.index, driven.index);
}

static void
tell_head (ScopeSession *session, ScopeUnitStats *stats, guint unit, GString *story)
{
  ScopeHead *head = scope_unit_stats_get_head (stats);
  guint largest = 0;
  g_autofree char *title = NULL;
  g_autofree char *weight = NULL;

  if (head == NULL || scope_head_get_n_values (head) == 0)
    return;
  for (guint value = 1; value < scope_head_get_n_values (head); value++)
    if (fabs (scope_head_get (head, unit, value)) > fabs (scope_head_get (head, unit, largest)))
      largest = value;
  title = scope_unit_words_dup_head_title (session, head, largest);
  weight = scope_format_signed (scope_head_get (head, unit, largest), 3);
  /* Translators: a layer, the largest of its weights for the unit and what that leads into */
  g_string_append_printf (story, _ (" The layer %s reads it with %s for %s."),
                          scope_head_get_layer (head), weight, title);
}

char *
scope_unit_words_dup_story (ScopeSession *session, ScopeUnitStats *stats, guint unit,
                            const char *const *names)
{
  ScopeGates *gates;
  g_autoptr (GString) story = g_string_new (NULL);
  g_autofree char *memory = NULL;
  ScopeUnitLink input;

  g_return_val_if_fail (SCOPE_IS_SESSION (session), NULL);
  g_return_val_if_fail (stats != NULL && names != NULL, NULL);

  gates = scope_unit_stats_get_gates (stats);
  memory = scope_unit_words_dup_memory (session, stats, unit);
  if (memory != NULL && isinf (scope_unit_stats_get (stats, unit, SCOPE_UNIT_MEMORY_STEPS)))
    g_string_append (story, _ ("Left to its bias alone, its memory never fades."));
  else if (memory != NULL)
    /* Translators: %s is a duration, "3.4 h" */
    g_string_append_printf (story, _ ("Left to its bias alone, its memory fades to 37 %% in %s."),
                            memory);

  if (scope_unit_stats_rank (stats, unit, SCOPE_UNIT_LISTENS, &input, 1) > 0)
    {
      g_autofree char *gate = scope_words_dup_gate (gates, input.gate);

      if (scope_gates_get_n_gates (gates) > 1)
        /* Translators: a feature and a gate, "T (degC)", "forget f" */
        g_string_append_printf (story, _ (" It listens most to %s, above all in its %s."),
                                names[input.index], gate);
      else
        g_string_append_printf (story, _ (" It listens most to %s."), names[input.index]);
    }
  else
    g_string_append (story, _ (" It hears no input."));
  tell_units (stats, unit, story);
  tell_head (session, stats, unit, story);
  return g_strstrip (g_string_free (g_steal_pointer (&story), FALSE));
}
