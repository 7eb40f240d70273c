/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-verdict.h"

#include "scope-verdict-words.h"

#include <glib/gi18n.h>
#include <math.h>

/* The question that started it: "is t−5 irrelevant?" */
#define ASKED_LAG 5
/* The last step "decides" where its median is so many times that of any other lag. */
#define DECIDES_FACTOR 2

G_DEFINE_BOXED_TYPE (ScopeVerdict, scope_verdict, scope_verdict_copy, scope_verdict_free)

/* A change of exactly 0 is irrelevant under any tolerance. */
static gboolean
matters (const ScopeVerdictInput *input, guint lag)
{
  return input->p95[lag - 1] >= input->tolerance && input->p95[lag - 1] > 0;
}

static gboolean
has_numbers (const ScopeVerdictInput *input)
{
  for (guint i = 0; i < input->n_lags; i++)
    if (isnan (input->median[i]) || isnan (input->p95[i]))
      return FALSE;
  return input->n_lags > 0;
}

static guint
count_relevant (const ScopeVerdictInput *input)
{
  guint n = 0;

  for (guint lag = 1; lag <= input->n_lags; lag++)
    n += matters (input, lag);
  return n;
}

/* The lag with the largest median, of those that matter where there are any. */
static guint
find_strongest (const ScopeVerdictInput *input)
{
  gboolean any = count_relevant (input) > 0;
  guint strongest = 0;

  for (guint lag = 1; lag <= input->n_lags; lag++)
    if ((!any || matters (input, lag))
        && (strongest == 0 || input->median[lag - 1] > input->median[strongest - 1]))
      strongest = lag;
  return strongest;
}

/* The lag of the smallest 95th percentile. */
static guint
find_weakest (const ScopeVerdictInput *input)
{
  guint weakest = 1;

  for (guint lag = 2; lag <= input->n_lags; lag++)
    if (input->p95[lag - 1] < input->p95[weakest - 1])
      weakest = lag;
  return weakest;
}

static void
judge (ScopeVerdict *self, const ScopeVerdictInput *input)
{
  guint n_relevant = count_relevant (input);

  self->strongest_lag = find_strongest (input);
  for (guint lag = 1; lag <= input->n_lags; lag++)
    if (matters (input, lag))
      self->last_relevant_lag = lag;
  self->asked_is_irrelevant = !matters (input, self->asked_lag);

  if (n_relevant == 0)
    self->kind = SCOPE_VERDICT_NONE_MATTERS;
  else if (n_relevant == input->n_lags)
    self->kind = SCOPE_VERDICT_ALL_MATTER;
  else if (n_relevant == self->last_relevant_lag)
    self->kind = SCOPE_VERDICT_RECENT_MATTERS;
  else
    self->kind = SCOPE_VERDICT_SCATTERED;
}

/* Who counts most: the first half of the headline. */
static char *
dup_leader (const ScopeVerdict *self, const ScopeVerdictInput *input)
{
  g_autofree char *lag = NULL;
  double second = 0;

  if (self->strongest_lag != 1)
    {
      lag = scope_verdict_dup_lag_and_ago (input, self->strongest_lag);
      /* Translators: a step, "t−24, a day ago". */
      return g_strdup_printf (_ ("What counts most is %s"), lag);
    }

  for (guint i = 1; i < input->n_lags; i++)
    second = MAX (second, input->median[i]);
  return scope_verdict_dup_last_step_rules (input, input->median[0] >= DECIDES_FACTOR * second);
}

static char *
dup_headline_of_two (const ScopeVerdict *self, const ScopeVerdictInput *input, const char *leader,
                     guint far)
{
  g_autofree char *asked = scope_verdict_dup_lag (self->asked_lag);
  g_autofree char *ago = scope_verdict_dup_ago (input, far);

  /* Translators: in these four the first is "The last hour decides", the second a step, "t−5", the
   * third when the farthest was, "a day ago". */
  if (matters (input, self->asked_lag) && matters (input, far))
    return g_strdup_printf (_ ("%s; %s still counts, and so does %s."), leader, asked, ago);
  if (matters (input, self->asked_lag))
    return g_strdup_printf (_ ("%s; %s still counts, %s hardly."), leader, asked, ago);
  if (matters (input, far))
    return g_strdup_printf (_ ("%s; %s hardly counts, but %s does."), leader, asked, ago);
  return g_strdup_printf (_ ("%s; neither %s nor %s counts."), leader, asked, ago);
}

static char *
dup_headline (const ScopeVerdict *self, const ScopeVerdictInput *input)
{
  g_autofree char *leader = NULL;
  g_autofree char *other = NULL;
  guint far;

  if (self->kind == SCOPE_VERDICT_NONE_MATTERS && input->n_lags > 1)
    return g_strdup (_ ("No single step of the window counts."));
  if (input->n_lags == 1)
    {
      other = scope_verdict_dup_last_step (input);
      return g_strdup_printf (self->kind == SCOPE_VERDICT_NONE_MATTERS
                                  ? _ ("The forecast sees only %s, and even that hardly counts.")
                                  : _ ("The forecast sees only %s, and that counts."),
                              other);
    }

  leader = dup_leader (self, input);
  /* Beyond the lag of the question: where that one is irrelevant but a farther one is not, that one. */
  far = input->n_lags;
  if (self->last_relevant_lag > self->asked_lag && !matters (input, far)
      && !matters (input, self->asked_lag))
    far = self->last_relevant_lag;

  if (self->strongest_lag != self->asked_lag && self->strongest_lag != far && far > self->asked_lag)
    return dup_headline_of_two (self, input, leader, far);

  /* One of the two is the leader already, or both are the same. */
  if (self->strongest_lag == self->asked_lag && far > self->asked_lag)
    other = scope_verdict_dup_ago (input, far);
  else
    {
      other = scope_verdict_dup_lag (self->asked_lag);
      far = self->asked_lag;
    }
  if (self->strongest_lag == far)
    return g_strdup_printf (_ ("%s."), leader);
  return g_strdup_printf (matters (input, far) ? _ ("%s; %s still counts.")
                                               : _ ("%s; %s hardly counts."),
                          leader, other);
}

/* How much from t−1, from t−2, and from the strongest where it is another. */
static void
append_sizes (GString *text, const ScopeVerdict *self, const ScopeVerdictInput *input)
{
  g_autofree char *first = scope_verdict_dup_amount (input->median[0], input->unit);
  g_autofree char *second = NULL;

  if (input->n_lags == 1)
    g_string_append_printf (
        text, _ ("Replacing t−1 by its mean moves the forecast by %s in the median window."),
        first);
  else
    {
      second = scope_verdict_dup_amount (input->median[1], input->unit);
      g_string_append_printf (text,
                              _ ("Replacing t−1 by its mean moves the forecast by %s in the median "
                                 "window, replacing t−2 by %s."),
                              first, second);
    }

  if (self->strongest_lag > 2)
    {
      g_autofree char *lag = scope_verdict_dup_lag_and_ago (input, self->strongest_lag);
      g_autofree char *most =
          scope_verdict_dup_amount (input->median[self->strongest_lag - 1], input->unit);

      g_string_append_c (text, ' ');
      /* Translators: a step, "t−24, a day ago", and an amount. */
      g_string_append_printf (text, _ ("What moves it most is %s: %s."), lag, most);
    }
}

/* Which lags stay under the tolerance. */
static void
append_reach (GString *text, const ScopeVerdict *self, const ScopeVerdictInput *input)
{
  g_autofree char *tolerance = scope_verdict_dup_amount (input->tolerance, input->unit);
  g_autofree char *lag = NULL;
  g_autofree char *least = NULL;
  guint n_irrelevant = input->n_lags - count_relevant (input);

  g_string_append_c (text, ' ');
  switch (self->kind)
    {
    case SCOPE_VERDICT_NONE_MATTERS:
      g_string_append_printf (
          text,
          _ ("In 95 %% of the windows no single step moves it by more than the tolerance of %s; "
             "several together still may, which the truncation curve shows."),
          tolerance);
      break;
    case SCOPE_VERDICT_RECENT_MATTERS:
      lag = scope_verdict_dup_lag (self->last_relevant_lag + 1);
      /* Translators: a step, "t−9", and an amount. */
      g_string_append_printf (
          text,
          _ ("From %s back no single step moves it by more than the tolerance of %s in 95 %% of "
             "the windows."),
          lag, tolerance);
      break;
    case SCOPE_VERDICT_SCATTERED:
      lag = scope_verdict_dup_lag_and_ago (input, self->last_relevant_lag);
      /* Translators: how many steps of how many, an amount, a step: "t−24, a day ago". */
      g_string_append_printf (
          text,
          ngettext ("%u of the %u steps stays under the tolerance of %s in 95 %% of the windows, "
                    "but a farther one counts; the farthest that does is %s.",
                    "%u of the %u steps stay under the tolerance of %s in 95 %% of the windows, "
                    "some of them nearer than one that counts; the farthest that does is %s.",
                    n_irrelevant),
          n_irrelevant, input->n_lags, tolerance, lag);
      break;
    case SCOPE_VERDICT_ALL_MATTER:
      lag = scope_verdict_dup_lag_and_ago (input, find_weakest (input));
      least = scope_verdict_dup_amount (input->p95[find_weakest (input) - 1], input->unit);
      /* Translators: an amount, a step ("t−17, 17 hours ago") and its amount. */
      g_string_append_printf (
          text,
          _ ("No step stays under the tolerance of %s in 95 %% of the windows; the weakest is %s, "
             "with %s."),
          tolerance, lag, least);
      break;
    case SCOPE_VERDICT_CANNOT_TELL:
      g_assert_not_reached ();
    }
}

static void
append_answer (GString *text, const ScopeVerdict *self, const ScopeVerdictInput *input)
{
  g_autofree char *lag = scope_verdict_dup_lag (self->asked_lag);
  g_autofree char *amount = scope_verdict_dup_amount (input->p95[self->asked_lag - 1], input->unit);

  g_string_append_c (text, ' ');
  /* Translators: a step, "t−5", and an amount. */
  g_string_append_printf (
      text,
      self->asked_is_irrelevant
          ? _ ("%s is irrelevant: in 95 %% of the windows it moves the forecast by %s at most.")
          : _ (
              "%s is not irrelevant: in one window of twenty it moves the forecast by %s or more."),
      lag, amount);
}

static char *
dup_explanation (const ScopeVerdict *self, const ScopeVerdictInput *input)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_sizes (text, self, input);
  if (input->n_lags > 1)
    append_reach (text, self, input);
  append_answer (text, self, input);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
say_cannot_tell (ScopeVerdict *self, const ScopeVerdictInput *input)
{
  self->kind = SCOPE_VERDICT_CANNOT_TELL;
  self->headline = g_strdup (_ ("How far back the forecast looks, one cannot tell."));

  if (!has_numbers (input))
    self->explanation =
        g_strdup (_ ("The network’s answers are not all numbers, so there is nothing to compare."));
  else if (input->n_windows < SCOPE_VERDICT_MIN_WINDOWS)
    self->explanation = g_strdup_printf (
        ngettext ("There is %" G_GSIZE_FORMAT " window; a verdict needs %d.",
                  "There are %" G_GSIZE_FORMAT " windows; a verdict needs %d.", input->n_windows),
        input->n_windows, SCOPE_VERDICT_MIN_WINDOWS);
  else
    self->explanation = g_strdup (_ ("There is no tolerance to judge by: without observations the "
                                     "forecast has no RMSE. Type a tolerance."));
}

ScopeVerdict *
scope_verdict_new (const ScopeVerdictInput *input)
{
  ScopeVerdict *self;

  g_return_val_if_fail (input != NULL, NULL);
  g_return_val_if_fail (input->n_lags == 0 || (input->median != NULL && input->p95 != NULL), NULL);

  self = g_new0 (ScopeVerdict, 1);
  self->asked_lag = MIN (input->asked_lag > 0 ? input->asked_lag : ASKED_LAG, input->n_lags);

  if (!has_numbers (input) || input->n_windows < SCOPE_VERDICT_MIN_WINDOWS
      || !(input->tolerance >= 0))
    {
      say_cannot_tell (self, input);
      return self;
    }

  judge (self, input);
  self->headline = dup_headline (self, input);
  self->explanation = dup_explanation (self, input);
  return self;
}

ScopeVerdict *
scope_verdict_copy (const ScopeVerdict *self)
{
  ScopeVerdict *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->headline = g_strdup (self->headline);
  copy->explanation = g_strdup (self->explanation);
  return copy;
}

void
scope_verdict_free (ScopeVerdict *self)
{
  if (self == NULL)
    return;
  g_free (self->headline);
  g_free (self->explanation);
  g_free (self);
}
