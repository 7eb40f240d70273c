/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-verdict.h"

G_BEGIN_DECLS

/*
 * The words that a verdict is made of. All translated; free with g_free().
 */

/* Two significant digits and the unit: "0.31 °F", "7.6 °C", "130 m". */
char *scope_verdict_dup_amount (double value, const char *unit);

/* "t−5". */
char *scope_verdict_dup_lag (guint lag);

/* How long before the next row a lag is: "an hour ago", "5 hours ago", "a day ago" (24 steps of an hour). */
char *scope_verdict_dup_ago (const ScopeVerdictInput *input, guint lag);

/* "t−24, a day ago"; only "t−24" where the step is not known. */
char *scope_verdict_dup_lag_and_ago (const ScopeVerdictInput *input, guint lag);

/* The step of lag 1: "the last hour", "the last 10 minutes". */
char *scope_verdict_dup_last_step (const ScopeVerdictInput *input);

/* "The last hour decides" where @alone, else "The last hour counts most". */
char *scope_verdict_dup_last_step_rules (const ScopeVerdictInput *input, gboolean alone);

G_END_DECLS
