/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_MATRIX_TABLE (scope_matrix_table_get_type ())
G_DECLARE_FINAL_TYPE (ScopeMatrixTable, scope_matrix_table, SCOPE, MATRIX_TABLE, AdwBin)

/**
 * ScopeMatrixTable:
 *
 * The weights of the gates as numbers, for those who do not see the picture and those who want to read them: a row for
 * what leads from one place to one unit, a column for each gate. Shows the session's matrix and gate, selects its unit. Headings put the rows in order.
 */
void scope_matrix_table_set_session (ScopeMatrixTable *self, ScopeSession *session);
/* The layer of @gates; NULL for none. */
void scope_matrix_table_set_gates (ScopeMatrixTable *self, ScopeGates *gates);

G_END_DECLS
