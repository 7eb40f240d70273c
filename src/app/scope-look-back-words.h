/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-feed.h"
#include "scope-influence.h"
#include "scope-time.h"

G_BEGIN_DECLS

/*
 * What the look-back page says above its charts. Both texts are translated; the caller owns them.
 */

/* Of many windows: the verdict. @asked_lag is the lag that the person has chosen, 0 for none; @tolerance NaN for none. */
void
scope_look_back_words_of_all (ScopeInfluence *influence, double tolerance, const ScopeStep *step,
                              guint asked_lag, char **headline, char **explanation);

/* Of one window, which has no spread to judge by: its strongest lag and what it did. */
void scope_look_back_words_of_one (ScopeInfluence *influence, ScopeFeed *feed, char **headline,
                                   char **explanation);

G_END_DECLS
