/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-test.h"
#include "scope-verdict-words.h"
#include "scope-verdict.h"

#include <math.h>
#include <string.h>

#define MAX_LAGS 48

/* Median and 95th percentile of each lag, then what the sentence must be. */
typedef struct
{
  const char *name;
  guint n_lags;
  gsize n_windows;
  double tolerance;
  double step_seconds;
  guint step_months;
  guint asked;
  double p95[MAX_LAGS]; /* the median is half of it */
  ScopeVerdictKind kind;
  guint strongest;
  guint last;
  gboolean irrelevant;
  const char *headline;
  const char *explained; /* part of the explanation */
} Case;

static const Case cases[] = {
  { "recent",
    8,
    200,
    0.5,
    3600,
    0,
    0,
    { 9, 3, 2, 1, 0.6, 0.4, 0.3, 0.2 },
    SCOPE_VERDICT_RECENT_MATTERS,
    1,
    5,
    FALSE,
    "The last hour decides; t−5 still counts, 8 hours ago hardly.",
    "Replacing t−1 by its mean moves the forecast by 4.5 °F in the median window, replacing t−2 by "
    "1.5 °F. From t−6 back no single step moves it by more than the tolerance of 0.50 °F in 95 % "
    "of "
    "the windows. t−5 is not irrelevant: in one window of twenty it moves the forecast by 0.60 °F "
    "or more." },
  { "short-memory",
    6,
    200,
    0.5,
    86400,
    0,
    0,
    { 2, 1.5, 0.1, 0.1, 0.2, 0.1 },
    SCOPE_VERDICT_RECENT_MATTERS,
    1,
    2,
    TRUE,
    "The last day counts most; neither t−5 nor 6 days ago counts.",
    "t−5 is irrelevant: in 95 % of the windows it moves the forecast by 0.20 °F at most." },
  { "one-step",
    1,
    200,
    0.5,
    3600,
    0,
    0,
    { 4 },
    SCOPE_VERDICT_ALL_MATTER,
    1,
    1,
    FALSE,
    "The forecast sees only the last hour, and that counts.",
    "Replacing t−1 by its mean moves the forecast by 2.0 °F in the median window. t−1 is not "
    "irrelevant" },
  { "one-step-idle",
    1,
    200,
    0.5,
    600,
    0,
    0,
    { 0.1 },
    SCOPE_VERDICT_NONE_MATTERS,
    1,
    0,
    TRUE,
    "The forecast sees only the last 10 minutes, and even that hardly counts.",
    "t−1 is irrelevant" },
  { "none",
    6,
    200,
    0.5,
    3600,
    0,
    0,
    { 0.1, 0.3, 0, 0, 0.2, 0 },
    SCOPE_VERDICT_NONE_MATTERS,
    2,
    0,
    TRUE,
    "No single step of the window counts.",
    "In 95 % of the windows no single step moves it by more than the tolerance of 0.50 °F; several "
    "together still may, which the truncation curve shows. t−5 is irrelevant" },
  { "all",
    24,
    200,
    0.5,
    3600,
    0,
    0,
    { 9, 8, 7, 6, 5, 4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0.75, 2, 2, 2, 2, 2, 2, 1 },
    SCOPE_VERDICT_ALL_MATTER,
    1,
    24,
    FALSE,
    "The last hour counts most; t−5 still counts, and so does a day ago.",
    "No step stays under the tolerance of 0.50 °F in 95 % of the windows; the weakest is t−17, 17 "
    "hours ago, with 0.75 °F." },
  { "far-alone",
    8,
    200,
    0.5,
    3600,
    0,
    0,
    { 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 3 },
    SCOPE_VERDICT_SCATTERED,
    8,
    8,
    TRUE,
    "What counts most is t−8, 8 hours ago; t−5 hardly counts.",
    "What moves it most is t−8, 8 hours ago: 1.5 °F. 7 of the 8 steps stay under the tolerance of "
    "0.50 °F in 95 % of the windows, some of them nearer than one that counts; the farthest that "
    "does is t−8, 8 hours ago." },
  { "far-inside",
    30,
    200,
    0.5,
    3600,
    0,
    0,
    { 9, [23] = 2 },
    SCOPE_VERDICT_SCATTERED,
    1,
    24,
    TRUE,
    "The last hour decides; t−5 hardly counts, but a day ago does.",
    "28 of the 30 steps stay under" },
  { "one-hole",
    7,
    200,
    0.5,
    3600,
    0,
    0,
    { 9, 5, 0.1, 2, 2, 1, 1 },
    SCOPE_VERDICT_SCATTERED,
    1,
    7,
    FALSE,
    "The last hour counts most; t−5 still counts, and so does 7 hours ago.",
    "1 of the 7 steps stays under the tolerance of 0.50 °F in 95 % of the windows, but a farther "
    "one "
    "counts; the farthest that does is t−7, 7 hours ago." },
  { "asked-leads",
    8,
    200,
    0.5,
    3600,
    0,
    0,
    { 0.1, 0.1, 0.1, 0.1, 3, 0.1, 0.1, 0.1 },
    SCOPE_VERDICT_SCATTERED,
    5,
    5,
    FALSE,
    "What counts most is t−5, 5 hours ago; 8 hours ago hardly counts.",
    "t−5 is not irrelevant" },
  { "three",
    3,
    200,
    0.5,
    0,
    0,
    0,
    { 4, 2, 0.1 },
    SCOPE_VERDICT_RECENT_MATTERS,
    1,
    2,
    TRUE,
    "The last step decides; t−3 hardly counts.",
    "From t−3 back no single step" },
  { "five",
    5,
    200,
    0.5,
    0,
    0,
    0,
    { 4, 3, 2, 1, 0.7 },
    SCOPE_VERDICT_ALL_MATTER,
    1,
    5,
    FALSE,
    "The last step counts most; t−5 still counts.",
    "the weakest is t−5, with 0.70 °F" },
  { "months",
    24,
    200,
    0.5,
    0,
    1,
    12,
    { 4, [11] = 3 },
    SCOPE_VERDICT_SCATTERED,
    1,
    12,
    FALSE,
    "The last month counts most; t−12 still counts, 2 years ago hardly.",
    "the farthest that does is t−12, a year ago." },
  { "far-asked",
    8,
    200,
    0.5,
    3600,
    0,
    99,
    { 9, 3, 2, 1, 0.6, 0.4, 0.3, 0.2 },
    SCOPE_VERDICT_RECENT_MATTERS,
    1,
    5,
    TRUE,
    "The last hour decides; t−8 hardly counts.",
    "t−8 is irrelevant" },
  /* A change of exactly nothing is irrelevant even where nothing is tolerated. */
  { "zero-tolerance",
    6,
    200,
    0,
    3600,
    0,
    0,
    { 2, 0, 0, 0, 0, 0 },
    SCOPE_VERDICT_RECENT_MATTERS,
    1,
    1,
    TRUE,
    "The last hour decides; neither t−5 nor 6 hours ago counts.",
    "t−5 is irrelevant: in 95 % of the windows it moves the forecast by 0 °F at most." },
  { "at-tolerance",
    2,
    50,
    0.5,
    3600,
    0,
    0,
    { 2, 0.5 },
    SCOPE_VERDICT_ALL_MATTER,
    1,
    2,
    FALSE,
    "The last hour decides; t−2 still counts.",
    "t−2 is not irrelevant" },
  { "few-windows",
    6,
    49,
    0.5,
    3600,
    0,
    0,
    { 9, 3, 2, 1, 0.6, 0.4 },
    SCOPE_VERDICT_CANNOT_TELL,
    0,
    0,
    FALSE,
    "How far back the forecast looks, one cannot tell.",
    "There are 49 windows; a verdict needs 50." },
  { "one-window",
    6,
    1,
    0.5,
    3600,
    0,
    0,
    { 9, 3, 2, 1, 0.6, 0.4 },
    SCOPE_VERDICT_CANNOT_TELL,
    0,
    0,
    FALSE,
    "How far back the forecast looks, one cannot tell.",
    "There is 1 window; a verdict needs 50." },
  { "no-tolerance",
    6,
    200,
    NAN,
    3600,
    0,
    0,
    { 9, 3, 2, 1, 0.6, 0.4 },
    SCOPE_VERDICT_CANNOT_TELL,
    0,
    0,
    FALSE,
    "How far back the forecast looks, one cannot tell.",
    "Type a tolerance" },
  { "not-numbers",
    2,
    200,
    0.5,
    3600,
    0,
    0,
    { 9, NAN },
    SCOPE_VERDICT_CANNOT_TELL,
    0,
    0,
    FALSE,
    "How far back the forecast looks, one cannot tell.",
    "not all numbers" },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  double median[MAX_LAGS];
  g_autoptr (ScopeVerdict) verdict = NULL;
  g_autoptr (ScopeVerdict) copy = NULL;
  ScopeVerdictInput input = { .n_lags = c->n_lags,
                              .median = median,
                              .p95 = c->p95,
                              .n_windows = c->n_windows,
                              .tolerance = c->tolerance,
                              .unit = "°F",
                              .step_seconds = c->step_seconds,
                              .step_months = c->step_months,
                              .asked_lag = c->asked };

  for (guint i = 0; i < c->n_lags; i++)
    median[i] = c->p95[i] / 2;
  verdict = scope_verdict_new (&input);
  copy = scope_verdict_copy (verdict);

  g_assert_cmpstr (copy->headline, ==, c->headline);
  if (strstr (copy->explanation, c->explained) == NULL)
    g_error ("\"%s\" is not in \"%s\"", c->explained, copy->explanation);
  g_assert_cmpint (copy->kind, ==, c->kind);
  g_assert_cmpuint (copy->strongest_lag, ==, c->strongest);
  g_assert_cmpuint (copy->last_relevant_lag, ==, c->last);
  if (c->kind != SCOPE_VERDICT_CANNOT_TELL)
    g_assert_cmpint (copy->asked_is_irrelevant, ==, c->irrelevant);
}

static void
test_amounts (void)
{
  static const struct
  {
    double value;
    const char *unit;
    const char *text;
  } amounts[] = {
    { 0.5, "°F", "0.50 °F" },
    { 7.61, "°F", "7.6 °F" },
    { 23.4, "mbar", "23 mbar" },
    { 1013, "mbar", "1013 mbar" },
    { 0, "°C", "0 °C" },
    { 0.0312, NULL, "0.031" },
    { 12, "", "12" },
    { 45, "°", "45°" },
    { 0.0000123, NULL, "1.2×10⁻⁵" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (amounts); i++)
    {
      g_autofree char *text = scope_verdict_dup_amount (amounts[i].value, amounts[i].unit);

      g_assert_cmpstr (text, ==, amounts[i].text);
    }
}

static void
test_distances (void)
{
  static const struct
  {
    double seconds;
    guint months;
    guint lag;
    const char *text;
  } distances[] = {
    { 3600, 0, 1, "an hour ago" },   { 3600, 0, 24, "a day ago" },  { 3600, 0, 36, "36 hours ago" },
    { 600, 0, 1, "10 minutes ago" }, { 600, 0, 6, "an hour ago" },  { 86400, 0, 5, "5 days ago" },
    { 0, 1, 5, "5 months ago" },     { 0, 3, 4, "a year ago" },     { 0, 0, 5, "5 steps ago" },
    { 0.5, 0, 1, "a step ago" },     { 0.5, 0, 2, "a second ago" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (distances); i++)
    {
      ScopeVerdictInput input = { .step_seconds = distances[i].seconds,
                                  .step_months = distances[i].months };
      g_autofree char *text = scope_verdict_dup_ago (&input, distances[i].lag);

      g_assert_cmpstr (text, ==, distances[i].text);
    }
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/insight/verdict/case/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/insight/verdict/amounts", test_amounts);
  g_test_add_func ("/insight/verdict/distances", test_distances);
  return g_test_run ();
}
