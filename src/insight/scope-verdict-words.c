/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-verdict-words.h"

#include <glib/gi18n.h>
#include <math.h>

typedef enum
{
  UNIT_SECOND,
  UNIT_MINUTE,
  UNIT_HOUR,
  UNIT_DAY,
  UNIT_MONTH,
  UNIT_YEAR,
  UNIT_STEP, /* the table's time is not known */
} Unit;

/* A distance of @n_steps rows in the largest unit of which it is a whole number. */
static gulong
measure (const ScopeVerdictInput *input, guint n_steps, Unit *unit)
{
  static const struct
  {
    Unit unit;
    double seconds;
  } units[] = { { UNIT_DAY, 86400 }, { UNIT_HOUR, 3600 }, { UNIT_MINUTE, 60 }, { UNIT_SECOND, 1 } };
  double seconds = input->step_seconds * n_steps;

  if (input->step_months > 0)
    {
      gulong months = (gulong) input->step_months * n_steps;

      *unit = months % 12 == 0 ? UNIT_YEAR : UNIT_MONTH;
      return months % 12 == 0 ? months / 12 : months;
    }

  for (guint i = 0; seconds > 0 && i < G_N_ELEMENTS (units); i++)
    {
      double count = seconds / units[i].seconds;

      if (count >= 1 && count <= G_MAXINT && count == floor (count))
        {
          *unit = units[i].unit;
          return (gulong) count;
        }
    }
  *unit = UNIT_STEP;
  return n_steps;
}

/* The exponent in raised figures, as people write it. */
static void
append_power (GString *text, int exponent)
{
  static const char *const figures[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  g_autofree char *digits = g_strdup_printf ("%d", ABS (exponent));

  g_string_append (text, "×10");
  if (exponent < 0)
    g_string_append (text, "⁻");
  for (const char *digit = digits; *digit != '\0'; digit++)
    g_string_append (text, figures[*digit - '0']);
}

char *
scope_verdict_dup_amount (double value, const char *unit)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (value == 0)
    g_string_append (text, "0");
  else
    {
      int exponent = (int) floor (log10 (fabs (value)));

      if (exponent < -4 || exponent > 6)
        {
          g_string_append_printf (text, "%.1f", value / pow (10, exponent));
          append_power (text, exponent);
        }
      else
        g_string_append_printf (text, "%.*f", MAX (1 - exponent, 0), value);
    }

  if (unit != NULL && *unit != '\0')
    {
      /* A no-break space; a bare degree sign stands at its number. */
      if (!g_str_equal (unit, "°"))
        g_string_append (text, "\xc2\xa0");
      g_string_append (text, unit);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
scope_verdict_dup_lag (guint lag)
{
  return g_strdup_printf ("t−%u", lag);
}

char *
scope_verdict_dup_ago (const ScopeVerdictInput *input, guint lag)
{
  Unit unit;
  gulong n = measure (input, lag, &unit);

  switch (unit)
    {
    case UNIT_SECOND:
      return g_strdup_printf (ngettext ("a second ago", "%lu seconds ago", n), n);
    case UNIT_MINUTE:
      return g_strdup_printf (ngettext ("a minute ago", "%lu minutes ago", n), n);
    case UNIT_HOUR:
      return g_strdup_printf (ngettext ("an hour ago", "%lu hours ago", n), n);
    case UNIT_DAY:
      return g_strdup_printf (ngettext ("a day ago", "%lu days ago", n), n);
    case UNIT_MONTH:
      return g_strdup_printf (ngettext ("a month ago", "%lu months ago", n), n);
    case UNIT_YEAR:
      return g_strdup_printf (ngettext ("a year ago", "%lu years ago", n), n);
    case UNIT_STEP:
      return g_strdup_printf (ngettext ("a step ago", "%lu steps ago", n), n);
    }
  g_return_val_if_reached (NULL);
}

char *
scope_verdict_dup_lag_and_ago (const ScopeVerdictInput *input, guint lag)
{
  g_autofree char *name = scope_verdict_dup_lag (lag);
  g_autofree char *ago = NULL;
  Unit unit;

  measure (input, lag, &unit);
  if (unit == UNIT_STEP)
    return g_steal_pointer (&name);
  ago = scope_verdict_dup_ago (input, lag);
  /* Translators: a step and when it was: "t−24, a day ago". */
  return g_strdup_printf (_ ("%s, %s"), name, ago);
}

char *
scope_verdict_dup_last_step (const ScopeVerdictInput *input)
{
  Unit unit;
  gulong n = measure (input, 1, &unit);

  switch (unit)
    {
    case UNIT_SECOND:
      return g_strdup_printf (ngettext ("the last second", "the last %lu seconds", n), n);
    case UNIT_MINUTE:
      return g_strdup_printf (ngettext ("the last minute", "the last %lu minutes", n), n);
    case UNIT_HOUR:
      return g_strdup_printf (ngettext ("the last hour", "the last %lu hours", n), n);
    case UNIT_DAY:
      return g_strdup_printf (ngettext ("the last day", "the last %lu days", n), n);
    case UNIT_MONTH:
      return g_strdup_printf (ngettext ("the last month", "the last %lu months", n), n);
    case UNIT_YEAR:
      return g_strdup_printf (ngettext ("the last year", "the last %lu years", n), n);
    case UNIT_STEP:
      return g_strdup (_ ("the last step"));
    }
  g_return_val_if_reached (NULL);
}

static char *
dup_last_step_decides (const ScopeVerdictInput *input)
{
  Unit unit;
  gulong n = measure (input, 1, &unit);

  switch (unit)
    {
    case UNIT_SECOND:
      return g_strdup_printf (
          ngettext ("The last second decides", "The last %lu seconds decide", n), n);
    case UNIT_MINUTE:
      return g_strdup_printf (
          ngettext ("The last minute decides", "The last %lu minutes decide", n), n);
    case UNIT_HOUR:
      return g_strdup_printf (ngettext ("The last hour decides", "The last %lu hours decide", n),
                              n);
    case UNIT_DAY:
      return g_strdup_printf (ngettext ("The last day decides", "The last %lu days decide", n), n);
    case UNIT_MONTH:
      return g_strdup_printf (ngettext ("The last month decides", "The last %lu months decide", n),
                              n);
    case UNIT_YEAR:
      return g_strdup_printf (ngettext ("The last year decides", "The last %lu years decide", n),
                              n);
    case UNIT_STEP:
      return g_strdup (_ ("The last step decides"));
    }
  g_return_val_if_reached (NULL);
}

static char *
dup_last_step_counts_most (const ScopeVerdictInput *input)
{
  Unit unit;
  gulong n = measure (input, 1, &unit);

  switch (unit)
    {
    case UNIT_SECOND:
      return g_strdup_printf (
          ngettext ("The last second counts most", "The last %lu seconds count most", n), n);
    case UNIT_MINUTE:
      return g_strdup_printf (
          ngettext ("The last minute counts most", "The last %lu minutes count most", n), n);
    case UNIT_HOUR:
      return g_strdup_printf (
          ngettext ("The last hour counts most", "The last %lu hours count most", n), n);
    case UNIT_DAY:
      return g_strdup_printf (
          ngettext ("The last day counts most", "The last %lu days count most", n), n);
    case UNIT_MONTH:
      return g_strdup_printf (
          ngettext ("The last month counts most", "The last %lu months count most", n), n);
    case UNIT_YEAR:
      return g_strdup_printf (
          ngettext ("The last year counts most", "The last %lu years count most", n), n);
    case UNIT_STEP:
      return g_strdup (_ ("The last step counts most"));
    }
  g_return_val_if_reached (NULL);
}

char *
scope_verdict_dup_last_step_rules (const ScopeVerdictInput *input, gboolean alone)
{
  return alone ? dup_last_step_decides (input) : dup_last_step_counts_most (input);
}
