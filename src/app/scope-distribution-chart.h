/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-initial.h"
#include "scope-plot.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_DISTRIBUTION_CHART (scope_distribution_chart_get_type ())
G_DECLARE_FINAL_TYPE (ScopeDistributionChart, scope_distribution_chart, SCOPE, DISTRIBUTION_CHART,
                      ScopePlot)

/**
 * ScopeDistributionChart:
 *
 * How the weights of each gate's W, U and b are distributed, beside what the initialiser that the file names draws. Pointer
 * and keys read off a bin.
 *
 * Signals: "cursor-moved" (): pointer or keys are elsewhere, or have left; "chosen" (uint gate, uint matrix): a click, or Enter.
 */

/* @gate: the only one that is shown, or -1. @initial NULL: nothing. */
void scope_distribution_chart_set (ScopeDistributionChart *self, ScopeInitial *initial, int gate);
/* Frames a panel; -1: none. */
void scope_distribution_chart_select (ScopeDistributionChart *self, int gate, ScopeMatrix matrix);

G_END_DECLS
