/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-alignment.h"

G_BEGIN_DECLS

/* What two matched layers have in common and what not, in two to four plain sentences. @a, @b: what the two are called. Translated. */
char *scope_compare_words_dup_verdict (ScopeAlignment *alignment, const char *a,
                                       const char *b) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
