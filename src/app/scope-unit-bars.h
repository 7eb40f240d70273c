/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-plot.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_UNIT_BARS (scope_unit_bars_get_type ())
G_DECLARE_FINAL_TYPE (ScopeUnitBars, scope_unit_bars, SCOPE, UNIT_BARS, ScopePlot)

/**
 * ScopeUnitBars:
 *
 * Weights as signed bars from a common zero: a row for each name, in it a bar for each gate, or a single one in the accent's
 * colour with its value beside it. Keys and pointer go from row to row and read it out.
 */

/**
 * scope_unit_bars_set:
 * @labels: a name for each row, NULL-terminated
 * @values: rows × @n_bars, row by row
 * @n_bars: 1, or as many as @hues and @bar_names have
 * @hues: (nullable): of the bars
 * @bar_names: (nullable): in words
 * @signs: (nullable): the same in short, for the legend
 * @bold_row: or -1
 *
 * All is copied.
 */
void scope_unit_bars_set (ScopeUnitBars *self, const char *const *labels, const double *values,
                          guint n_bars, const ScopeHue *hues, const char *const *bar_names,
                          const char *const *signs, int bold_row);

G_END_DECLS
