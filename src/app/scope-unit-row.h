/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-unit-data.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_UNIT_ROW (scope_unit_row_get_type ())
G_DECLARE_FINAL_TYPE (ScopeUnitRow, scope_unit_row, SCOPE, UNIT_ROW, GObject)

/**
 * ScopeUnitRow:
 *
 * A row of the table of units. Immutable, no widget. While its numbers are being computed it has none: all of them are NaN.
 */
ScopeUnitRow *scope_unit_row_new (guint unit, ScopeUnitData *data) G_GNUC_WARN_UNUSED_RESULT;

guint scope_unit_row_get_unit (ScopeUnitRow *self);
double scope_unit_row_get (ScopeUnitRow *self, ScopeUnitColumn column);
double scope_unit_row_get_stat (ScopeUnitRow *self, guint gate, ScopeMatrix matrix, ScopeStat stat);
ScopeUnitFlags scope_unit_row_get_flags (ScopeUnitRow *self);
/* Flags for people: "outlier, redundant with 12", and the rule of each as a line; empty for none. */
char *scope_unit_row_dup_flag_titles (ScopeUnitRow *self);
/* The same as markup, in which the number of another unit is a link "unit:12". */
char *scope_unit_row_dup_flag_markup (ScopeUnitRow *self);
/* Flags for programs: "outlier;redundant:12". */
char *scope_unit_row_dup_flag_names (ScopeUnitRow *self);
char *scope_unit_row_dup_flag_rules (ScopeUnitRow *self);

G_END_DECLS
