/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"
#include "scope-unit-data.h"

G_BEGIN_DECLS

/* A unit of a recurrent layer in words. All translated. */

/* Seconds of the session's table's step (a month's mean length for months), else what the person typed; 0 where neither is
 * known. */
double scope_unit_words_get_step_seconds (ScopeSession *session);
/* How long a unit remembers by its bias alone: "3.4 h", "12 steps", "for ever". NULL without a forget gate. */
char *scope_unit_words_dup_memory (ScopeSession *session, ScopeUnitStats *stats, guint unit);
/* What a weight of the layer that reads this one leads into: the forecast's column where it makes the forecast. */
char *scope_unit_words_dup_head_title (ScopeSession *session, ScopeHead *head, guint value);
/* Two to four sentences: its memory, what it listens to, which units it talks with, who reads it. @names: of W's rows. */
char *scope_unit_words_dup_story (ScopeSession *session, ScopeUnitStats *stats, guint unit,
                                  const char *const *names);

G_END_DECLS
