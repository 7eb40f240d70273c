/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-pass.h"
#include "scope-plot.h"
#include "scope-trace-panels.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_WINDOW_CHART (scope_window_chart_get_type ())
G_DECLARE_FINAL_TYPE (ScopeWindowChart, scope_window_chart, SCOPE, WINDOW_CHART, ScopePlot)

/**
 * ScopeWindowChart:
 *
 * One window's way through a recurrent layer on one time axis: the inputs as lines, gates and
 * states as units × steps, the chosen unit's line over each, one cursor through all.
 *
 * Signals: "cursor-moved" (): pointer or keys are at another step, or have left; "chosen" (int
 * gate, int unit, int step): a click or Enter; -1 where it says nothing of it.
 */

/**
 * ScopeWindowChartTexts:
 * @feature_names: (array zero-terminated=1): one for each feature of the window, with units
 * @bold_feature: the one that is forecast; -1 for none
 * @x_title: what the axis is
 * @step_seconds: of the table; 0 where unknown
 * @times: (nullable): (array length=n_steps): moments of the rows
 */
typedef struct
{
  const char *const *feature_names;
  int bold_feature;
  const char *x_title;
  double step_seconds;
  const double *times;
} ScopeWindowChartTexts;

/* @pass NULL: nothing. The texts are copied. Keeps cursor, unit and step where they still exist. */
void scope_window_chart_set (ScopeWindowChart *self, ScopePass *pass, ScopeTrace *trace,
                             ScopeGates *gates, const ScopeWindowChartTexts *texts);
/* The chosen unit and step (0 the oldest row); -1 for none. */
void scope_window_chart_set_choice (ScopeWindowChart *self, int unit, int step);
/* The step under the cursor, else the chosen one; -1 for neither. */
int scope_window_chart_get_step (ScopeWindowChart *self);

G_END_DECLS
