/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-effect.h"
#include "scope-session.h"

G_BEGIN_DECLS

/* What a unit does to the forecast, in words. All translated. */

/* What an output's number is: the forecast's column where the recipe says so, else "output 3". */
char *scope_unit_effect_dup_title (ScopeSession *session, ScopeEffect *effect, guint value);
/* "When it answers 1 more, the forecast of temp rises by 5.3 °F." of the session's target, or of the output that it moves most. */
char *scope_unit_effect_dup_sentence (ScopeSession *session, ScopeEffect *effect, guint unit);

G_END_DECLS
