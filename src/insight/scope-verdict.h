/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_VERDICT (scope_verdict_get_type ())

/* Fewer windows than this, and the verdict is that one cannot tell. */
#define SCOPE_VERDICT_MIN_WINDOWS 50
/* The tolerance where none is typed, as a share of the forecast's RMSE. */
#define SCOPE_VERDICT_TOLERANCE_SHARE 0.1

/**
 * ScopeVerdictInput: what a verdict stands on.
 * @n_lags: T
 * @median: (array length=n_lags): median absolute change of the forecast when lag k is replaced, at k − 1
 * @p95: (array length=n_lags): its 95th percentile
 * @n_windows: that both are over
 * @tolerance: in the same unit; a lag whose p95 is under it is irrelevant. NaN or negative: none is known
 * @unit: (nullable): of all three
 * @step_seconds: of the table; 0 where unknown or uneven
 * @step_months: months of a step, 0 where @step_seconds says it
 * @asked_lag: the lag of the question "is t−5 irrelevant?"; 0: 5, or the farthest where there are fewer
 */
typedef struct
{
  guint n_lags;
  const double *median;
  const double *p95;
  gsize n_windows;
  double tolerance;
  const char *unit;
  double step_seconds;
  guint step_months;
  guint asked_lag;
} ScopeVerdictInput;

typedef enum
{
  SCOPE_VERDICT_CANNOT_TELL,    /* too few windows, no tolerance, or no numbers */
  SCOPE_VERDICT_NONE_MATTERS,   /* every lag is irrelevant */
  SCOPE_VERDICT_RECENT_MATTERS, /* the newest lags matter without a break, then none does */
  SCOPE_VERDICT_SCATTERED,      /* some lags matter, with irrelevant ones between or before them */
  SCOPE_VERDICT_ALL_MATTER,     /* every lag of the window matters */
} ScopeVerdictKind;

/**
 * ScopeVerdict:
 * @kind: the shape of the answer
 * @headline: the answer in one sentence, for large type
 * @explanation: the numbers it stands on, in two or three sentences; answers the question about @asked_lag in words
 * @strongest_lag: the one with the largest median; 0 where one cannot tell
 * @last_relevant_lag: the farthest lag that matters; 0 where none does
 * @asked_lag: the lag of the question
 * @asked_is_irrelevant: the answer to it; meaningless where one cannot tell
 */
typedef struct
{
  ScopeVerdictKind kind;
  char *headline;
  char *explanation;
  guint strongest_lag;
  guint last_relevant_lag;
  guint asked_lag;
  gboolean asked_is_irrelevant;
} ScopeVerdict;

GType scope_verdict_get_type (void);

/* The sentence that answers how far back a forecast looks. Translated, with the locale's decimal sign. */
ScopeVerdict *scope_verdict_new (const ScopeVerdictInput *input) G_GNUC_WARN_UNUSED_RESULT;
ScopeVerdict *scope_verdict_copy (const ScopeVerdict *self) G_GNUC_WARN_UNUSED_RESULT;
void scope_verdict_free (ScopeVerdict *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeVerdict, scope_verdict_free)

G_END_DECLS
