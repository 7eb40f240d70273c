/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-array.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_FILE_VALUES (scope_file_values_get_type ())
G_DECLARE_FINAL_TYPE (ScopeFileValues, scope_file_values, SCOPE, FILE_VALUES, AdwBin)

/**
 * ScopeFileValues: the numbers of one dataset: a row for each place of all axes but the last, a column for each of the last.
 *
 * What is shown is bounded: a table of more columns or rows would be of no use, and a label says what is left out.
 */
GtkWidget *scope_file_values_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* @array: (nullable): nothing */
void scope_file_values_set (ScopeFileValues *self, ScopeArray *array);

G_END_DECLS
