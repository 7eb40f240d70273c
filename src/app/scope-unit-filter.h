/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-unit-row.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_UNIT_FILTER (scope_unit_filter_get_type ())
G_DECLARE_FINAL_TYPE (ScopeUnitFilter, scope_unit_filter, SCOPE, UNIT_FILTER, GtkFilter)

/**
 * ScopeUnitFilter:
 *
 * Which rows of the table of units are shown: those with a remark, and those that a text is found in.
 */
ScopeUnitFilter *scope_unit_filter_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* Rows with any of @flags; 0: with or without. */
void scope_unit_filter_set_flags (ScopeUnitFilter *self, ScopeUnitFlags flags);
/* @text: a unit's number, or a part of a remark; several words must all be found. NULL or empty: all. */
void scope_unit_filter_set_text (ScopeUnitFilter *self, const char *text);

/**
 * scope_unit_filter_list_choices:
 * @data: (nullable): of the layer
 * @flags: (out): flags of each choice, an array of guint; the first is 0 for all units
 *
 * Returns: (transfer full): what can be shown, in words with counts: "All 32 units", "With remarks: 5", "outlier: 2". Translated.
 */
GtkStringList *scope_unit_filter_list_choices (ScopeUnitData *data, GArray **flags);

G_END_DECLS
