/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-array.h"
#include "scope-unit-data.h"

G_BEGIN_DECLS

/* The weights of a recurrent cell as words and as files. @names: of W's rows, NULL-terminated. */

/* "W, forget f: T (degC) to unit 12: −0.41". Translated. */
char *scope_weights_dup_words (ScopeGates *gates, const char *const *names,
                               const ScopeWeightPlace *place);
/* A line "matrix,gate,from,unit,weight" for each weight of a gate's matrix, locale-free. */
void scope_weights_append_csv (ScopeGates *gates, const char *const *names, guint gate,
                               ScopeMatrix matrix, GString *text);
/* A line "W_f = np.array([[…], …], dtype=np.float32)" of a gate's matrix, that of a vector with one bracket less; every number
 * reads back as it is stored. Returns how many numbers it has: 0 where there is no such matrix. */
guint64
scope_weights_append_numpy (ScopeGates *gates, guint gate, ScopeMatrix matrix, GString *text);
/* (gates, rows, units) of one matrix; NULL where there is none. */
ScopeArray *
scope_weights_dup_array (ScopeGates *gates, guint first_gate, guint n_gates, ScopeMatrix matrix);
/* One weight; NaN where there is none. */
float scope_weights_get (ScopeGates *gates, guint gate, ScopeMatrix matrix, guint row, guint unit);

G_END_DECLS
