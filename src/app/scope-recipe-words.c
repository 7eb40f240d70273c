/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-recipe-words.h"

#include "scope-format.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Names that a list has; the rest is counted. */
#define LISTED 12

#define DAY 86400.0
#define MIDNIGHT " 00:00"

const char *
scope_recipe_words_get_scaling (ScopeScalingKind kind)
{
  switch (kind)
    {
    case SCOPE_SCALING_STANDARD:
      return C_ ("scaling", "standard");
    case SCOPE_SCALING_MINMAX:
      return C_ ("scaling", "min–max");
    case SCOPE_SCALING_NONE:
    default:
      return C_ ("scaling", "none");
    }
}

gboolean
scope_recipe_words_has_unit (const char *name, const char *unit)
{
  g_autofree char *round = NULL;
  g_autofree char *square = NULL;

  g_return_val_if_fail (name != NULL && unit != NULL, FALSE);

  round = g_strdup_printf ("(%s)", unit);
  square = g_strdup_printf ("[%s]", unit);
  return strstr (name, round) != NULL || strstr (name, square) != NULL;
}

/* FALSE where features are scaled in different ways; derived ones are never scaled and do not
 * count. */
static gboolean
find_scaling (ScopeRecipe *self, ScopeScalingKind *kind)
{
  gboolean found = FALSE;

  *kind = SCOPE_SCALING_NONE;
  for (guint i = 0; i < scope_recipe_get_n_features (self); i++)
    {
      const ScopeFeature *feature = scope_recipe_get_feature (self, i);

      if (feature->column == NULL)
        continue;
      if (found && feature->scaling.kind != *kind)
        return FALSE;
      *kind = feature->scaling.kind;
      found = TRUE;
    }
  return TRUE;
}

/* Whether the table has a row every day, or rarer. */
static gboolean
is_of_days (const ScopeStep *step)
{
  return step->months > 0 || (step->seconds >= DAY && fmod (step->seconds, DAY) == 0);
}

char *
scope_recipe_words_dup_moment (ScopeRecipe *self, double time)
{
  g_autofree char *text = scope_format_time (time);
  ScopeStep step;

  g_return_val_if_fail (self != NULL, NULL);

  if (scope_recipe_get_step (self, &step) && is_of_days (&step) && fmod (time, DAY) == 0
      && g_str_has_suffix (text, MIDNIGHT))
    text[strlen (text) - strlen (MIDNIGHT)] = '\0';
  return g_steal_pointer (&text);
}

char *
scope_recipe_words_dup_steps (ScopeRecipe *self, guint n)
{
  ScopeStep step;

  g_return_val_if_fail (self != NULL, NULL);

  if (!scope_recipe_get_step (self, &step))
    return NULL;
  if (step.months > 0)
    return g_strdup_printf (ngettext ("%u month", "%u months", n * step.months), n * step.months);
  if (is_of_days (&step))
    {
      guint days = n * (guint) (step.seconds / DAY);

      return g_strdup_printf (ngettext ("%u day", "%u days", days), days);
    }
  return scope_format_duration (n * step.seconds);
}

char *
scope_recipe_words_dup_lead (ScopeRecipe *self, guint lead)
{
  g_autofree char *steps = scope_recipe_words_dup_steps (self, lead);

  if (steps != NULL)
    /* Translators: how far a forecast looks ahead: "6 h ahead" */
    return g_strdup_printf (_ ("%s ahead"), steps);
  return g_strdup_printf (ngettext ("%u row ahead", "%u rows ahead", lead), lead);
}

char *
scope_recipe_words_dup_zone (ScopeRecipe *self)
{
  const char *zone;

  g_return_val_if_fail (self != NULL, NULL);

  zone = scope_recipe_get_zone (self);
  return g_strdup (zone != NULL && *zone != '\0' ? zone : _ ("the table’s own clock"));
}

char *
scope_recipe_words_dup_summary (ScopeRecipe *self)
{
  guint n;
  g_autofree char *inputs = NULL;
  g_autofree char *lead = NULL;
  ScopeScalingKind kind;

  g_return_val_if_fail (self != NULL, NULL);

  n = scope_recipe_get_n_features (self);
  inputs = g_strdup_printf (ngettext ("%u input", "%u inputs", n), n);
  lead = scope_recipe_words_dup_lead (
      self, scope_recipe_get_target (self, scope_recipe_get_primary_target (self))->lead_steps);
  if (!find_scaling (self, &kind))
    /* Translators: a recipe in few words: how many inputs, how they are scaled, how far ahead */
    return g_strdup_printf (_ ("%s, scaled, %s"), inputs, lead);
  if (kind == SCOPE_SCALING_NONE)
    return g_strdup_printf (_ ("%s, unscaled, %s"), inputs, lead);
  return g_strdup_printf ("%s, %s, %s", inputs, scope_recipe_words_get_scaling (kind), lead);
}

static char *
join_names (GPtrArray *names)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = names->len <= LISTED + 1 ? names->len : LISTED;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", (char *) g_ptr_array_index (names, i));
  if (n < names->len)
    g_string_append_printf (text, ngettext (" and %u more", " and %u more", names->len - n),
                            names->len - n);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
scope_recipe_words_dup_inputs (ScopeRecipe *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < scope_recipe_get_n_features (self); i++)
    g_ptr_array_add (names, scope_recipe_get_feature (self, i)->name);
  return join_names (names);
}

char *
scope_recipe_words_dup_scaling (ScopeRecipe *self)
{
  ScopeScalingKind kind;
  const char *name;
  gsize first, last;

  g_return_val_if_fail (self != NULL, NULL);

  name = find_scaling (self, &kind) ? scope_recipe_words_get_scaling (kind)
                                    : C_ ("scaling", "differs from input to input");
  if (kind != SCOPE_SCALING_NONE && scope_recipe_get_fitted_rows (self, &first, &last))
    {
      g_autofree char *from = scope_words_dup_count ((gint64) first);
      g_autofree char *to = scope_words_dup_count ((gint64) last);

      /* Translators: a kind of scaling, then the first and the last row that it was computed
       * from */
      return g_strdup_printf (_ ("%s, fitted on rows %s to %s of those in use"), name, from, to);
    }
  return g_strdup (name);
}

char *
scope_recipe_words_dup_window (ScopeRecipe *self)
{
  guint window;
  g_autofree char *rows = NULL;
  g_autofree char *time = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  window = scope_recipe_get_window (self);
  rows = g_strdup_printf (ngettext ("%u row", "%u rows", window), window);
  time = scope_recipe_words_dup_steps (self, window);
  return time != NULL ? g_strdup_printf ("%s (%s)", rows, time) : g_steal_pointer (&rows);
}

/* A column once, however many leads it is forecast for. */
static gboolean
has_name (GPtrArray *names, const char *name)
{
  return g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL);
}

char *
scope_recipe_words_dup_forecast (ScopeRecipe *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *list = NULL;
  guint least = G_MAXUINT, most = 0;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < scope_recipe_get_n_targets (self); i++)
    {
      const ScopeTarget *target = scope_recipe_get_target (self, i);

      least = MIN (least, target->lead_steps);
      most = MAX (most, target->lead_steps);
      if (!has_name (names, target->column))
        g_ptr_array_add (names, target->column);
    }
  list = join_names (names);
  to = scope_recipe_words_dup_lead (self, most);
  if (least == most)
    /* Translators: what is forecast, and how far ahead: "temp, 6 h ahead" */
    return g_strdup_printf (_ ("%s, %s"), list, to);
  from = scope_recipe_words_dup_steps (self, least);
  if (from == NULL)
    from = g_strdup_printf ("%u", least);
  /* Translators: what is forecast, and the least and the most that it looks ahead */
  return g_strdup_printf (_ ("%s, %s to %s"), list, from, to);
}

char *
scope_recipe_words_dup_time (ScopeRecipe *self)
{
  const char *const *columns;
  g_autofree char *list = NULL;
  g_autofree char *step = NULL;
  g_autofree char *zone = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  columns = scope_recipe_get_time_columns (self);
  if (columns == NULL || columns[0] == NULL)
    return g_strdup (_ ("none: each row follows the one before it"));
  list = g_strjoinv (", ", (char **) columns);
  step = scope_recipe_words_dup_steps (self, 1);
  zone = scope_recipe_words_dup_zone (self);
  if (step == NULL)
    return g_strdup_printf (_ ("%s; %s"), list, zone);
  /* Translators: columns of time, the distance of two rows, whose clock it is */
  return g_strdup_printf (_ ("%s, steps of %s; %s"), list, step, zone);
}

char *
scope_recipe_words_dup_rows (ScopeRecipe *self)
{
  const char *column, *value;

  g_return_val_if_fail (self != NULL, NULL);

  if (!scope_recipe_get_rows_used (self, &column, &value))
    return g_strdup (C_ ("rows", "all"));
  /* Translators: of a table's rows those are used whose column has a value */
  return g_strdup_printf (_ ("those whose “%s” is “%s”"), column, value);
}

char *
scope_recipe_words_dup_scored (ScopeRecipe *self)
{
  double from, to;
  g_autofree char *from_text = NULL;
  g_autofree char *to_text = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!scope_recipe_get_scored (self, &from, &to))
    return NULL;
  if (!isnan (from))
    from_text = scope_recipe_words_dup_moment (self, from);
  if (!isnan (to))
    to_text = scope_recipe_words_dup_moment (self, to);
  if (from_text != NULL && to_text != NULL)
    return g_strdup_printf (_ ("forecasts for %s to %s"), from_text, to_text);
  if (from_text != NULL)
    return g_strdup_printf (_ ("forecasts for %s and later"), from_text);
  return g_strdup_printf (_ ("forecasts for %s and earlier"), to_text);
}

/* Adds @words, in which %s stands for the number, where there are any. */
static void
add_count (GString *text, const char *separator, gsize n, const char *words)
{
  g_autofree char *count = NULL;
  g_auto (GStrv) parts = NULL;

  if (n == 0)
    return;
  count = scope_words_dup_count ((gint64) n);
  parts = g_strsplit (words, "%s", 2);
  g_string_append (text, text->len > 0 ? separator : "");
  g_string_append (text, parts[0]);
  if (parts[0] != NULL && parts[1] != NULL)
    g_string_append_printf (text, "%s%s", count, parts[1]);
}

char *
scope_recipe_words_dup_windows (ScopeFeed *feed, gsize n_scored)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) drawn = g_string_new (NULL);
  g_autoptr (GString) left_out = g_string_new (NULL);
  gsize n_outside;
  ScopeLeftOut left;

  g_return_val_if_fail (feed != NULL, NULL);

  n_outside = scope_feed_get_n_windows (feed) - MIN (n_scored, scope_feed_get_n_windows (feed));
  scope_feed_get_left_out (feed, &left);
  if (n_scored == 0)
    g_string_append (text, _ ("no window can be scored"));
  add_count (text, " · ", n_scored, ngettext ("%s window scored", "%s windows scored", n_scored));
  add_count (
      text, " · ", n_outside,
      ngettext ("%s outside of the scored period", "%s outside of the scored period", n_outside));

  add_count (drawn, ", ", left.beyond,
             ngettext ("%s beyond the last row", "%s beyond the last row", left.beyond));
  add_count (drawn, ", ", left.gap_ahead,
             ngettext ("%s across a gap", "%s across a gap", left.gap_ahead));
  add_count (drawn, ", ", left.missing_target,
             ngettext ("%s not observed", "%s not observed", left.missing_target));
  if (drawn->len > 0)
    {
      /* Translators: windows whose forecast has nothing to be held against, counted by reason */
      g_string_append_printf (text, " · %s", _ ("drawn, not scored: "));
      g_string_append (text, drawn->str);
    }

  add_count (left_out, ", ", left.gap, ngettext ("%s touches a gap", "%s touch a gap", left.gap));
  add_count (left_out, ", ", left.missing_input,
             ngettext ("%s misses an input", "%s miss an input", left.missing_input));
  if (left_out->len > 0)
    {
      /* Translators: windows that were not run, counted by reason */
      g_string_append_printf (text, " · %s", _ ("left out: "));
      g_string_append (text, left_out->str);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
