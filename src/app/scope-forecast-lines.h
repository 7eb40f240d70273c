/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-forecast.h"

G_BEGIN_DECLS

/**
 * ScopeForecastLines:
 * @n: number of points
 * @has_time: whether @x are moments of the table's clock; else they are numbers of rows of the
 *     table
 * @x: ascending
 * @observed: the target's column, in its unit; NaN where missing and where there is no row
 * @forecast: of the window that is due at the point; NaN where none is
 * @persistence: of the same window
 * @windows: the window whose forecast is due at the point, its index in the forecast; -1 for none
 * @max_gap: points farther apart than this are not neighbours; 0: all are
 * @n_beyond: windows whose forecast is for a time after the last row
 *
 * One target of a forecast over the whole period of its table, as a chart draws it: every row in
 * use is a point, and so is every time that a forecast is for and that has no row (after the last
 * one, within a gap). Where the rows do not go forward in time, they are drawn by their numbers,
 * and what is due within a gap has no place.
 *
 * Refcounted, not to be changed.
 */
typedef struct
{
  gsize n;
  gboolean has_time;
  double *x;
  double *observed;
  double *forecast;
  double *persistence;
  gint64 *windows;
  double max_gap;
  gsize n_beyond;
} ScopeForecastLines;

ScopeForecastLines *
scope_forecast_lines_new (ScopeForecast *forecast, guint target) G_GNUC_WARN_UNUSED_RESULT;
ScopeForecastLines *scope_forecast_lines_ref (ScopeForecastLines *self);
void scope_forecast_lines_unref (ScopeForecastLines *self);

/* The point at which a window's forecast is due; FALSE where it has no place. */
gboolean scope_forecast_lines_find (ScopeForecastLines *self, gint64 window, gsize *point);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeForecastLines, scope_forecast_lines_unref)

G_END_DECLS
