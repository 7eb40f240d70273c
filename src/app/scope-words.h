/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"
#include "scope-model.h"

G_BEGIN_DECLS

/* Words for people that more than one widget needs. Numbers of quantities are scope-format.h's. */

/* A count with its thousands apart: "26 115". */
char *scope_words_dup_count (gint64 count);
/* "24 × 32" of numbers. */
char *scope_words_dup_dims (const gsize *dims, guint n_dims);
/* "forget f", "candidate c̃": name and sign of a gate, as every heading has it. */
char *scope_words_dup_gate (ScopeGates *gates, guint gate);
/* The sign alone: "i", "f", "c̃", "o"; GRU "z", "r", "h̃". Static. */
const char *scope_words_get_gate_sign (ScopeGates *gates, guint gate);
/* Whether @haystack holds @needle, in any case. */
gboolean scope_words_contains (const char *haystack, const char *needle);
/* The path of a layer's child, as scope_model_find_layer() takes it. */
char *scope_words_dup_child_path (ScopeModel *model, const char *parent_path, ScopeLayer *parent,
                                  guint child);

G_END_DECLS
