/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "scope-panel-heading.h"
#include "scope-scale.h"
#include "scope-ticks.h"

G_BEGIN_DECLS

#define SCOPE_DISTRIBUTION_PLOT_MAX_COLUMNS 4
#define SCOPE_DISTRIBUTION_PLOT_MAX_ROWS 4

/**
 * ScopeDistributionPanel:
 * @shares: share of the values in each of the row's bins, or %NULL: there are no values here
 * @reference: the same of what they are compared with, drawn as a dashed outline; or %NULL
 * @atom: all of what they are compared with has this one value: drawn as a dashed line; or NaN
 * @note: over the panel, "moved by 0.23"; or %NULL
 */
typedef struct
{
  const double *shares;
  const double *reference;
  double atom;
  const char *note;
} ScopeDistributionPanel;

/**
 * ScopeDistributionRow:
 * @name: beside the row, bold; "W"
 * @min: of the first bin
 * @max: of the last
 * @n_bins: equally wide, the same for the whole row
 */
typedef struct
{
  const char *name;
  double min;
  double max;
  guint n_bins;
} ScopeDistributionRow;

/**
 * ScopeDistributionPlot:
 * @n_columns: gates, left to right
 * @headings: of the columns
 * @n_rows: matrices, top to bottom
 * @rows: of the matrices
 * @panels: by row, then by column
 * @values_name: what the bars are, in the legend; or %NULL
 * @reference_name: what the dashed line is; or %NULL
 * @axis_title: under all, what goes across and what upwards; or %NULL
 * @chosen_row: row of the panel that is framed; or -1
 * @chosen_column: of the same
 * @cursor_row: or -1
 * @cursor_column: of the panel with the cursor
 * @cursor_bin: of that panel
 *
 * Distributions beside each other: bars, and what they are compared with as a dashed line. All panels of a row share both
 * scales.
 */
typedef struct
{
  guint n_columns;
  ScopePanelHeading headings[SCOPE_DISTRIBUTION_PLOT_MAX_COLUMNS];
  guint n_rows;
  ScopeDistributionRow rows[SCOPE_DISTRIBUTION_PLOT_MAX_ROWS];
  ScopeDistributionPanel panels[SCOPE_DISTRIBUTION_PLOT_MAX_ROWS]
                               [SCOPE_DISTRIBUTION_PLOT_MAX_COLUMNS];
  const char *values_name;
  const char *reference_name;
  const char *axis_title;
  int chosen_row;
  guint chosen_column;
  int cursor_row;
  guint cursor_column;
  guint cursor_bin;
} ScopeDistributionPlot;

typedef struct
{
  double width;
  double height;
  guint n_columns;
  guint n_rows;
  cairo_rectangle_t area[SCOPE_DISTRIBUTION_PLOT_MAX_ROWS][SCOPE_DISTRIBUTION_PLOT_MAX_COLUMNS];
  double heading_y;
  double top[SCOPE_DISTRIBUTION_PLOT_MAX_ROWS]; /* value at the upper edge of a row */
  ScopeTicks *ticks[SCOPE_DISTRIBUTION_PLOT_MAX_ROWS];
  cairo_rectangle_t keys[2];
  ScopeLabels *labels;
} ScopeDistributionLayout;

void scope_distribution_plot_init (ScopeDistributionPlot *plot);

/* The height at which every panel has room for its bars and texts. */
double scope_distribution_plot_get_natural_height (const ScopeDistributionPlot *plot,
                                                   const ScopeStyle *style);

ScopeDistributionLayout *
scope_distribution_layout_new (const ScopeDistributionPlot *plot, const ScopeStyle *style,
                               double width, double height) G_GNUC_WARN_UNUSED_RESULT;
void scope_distribution_layout_free (ScopeDistributionLayout *layout);

/* The bin under a point, anywhere in its column of a panel. */
gboolean scope_distribution_layout_hit (const ScopeDistributionLayout *layout,
                                        const ScopeDistributionPlot *plot, double x, double y,
                                        guint *row, guint *column, guint *bin);
/* A bin's column over the panel's whole height. */
void scope_distribution_layout_get_bin (const ScopeDistributionLayout *layout,
                                        const ScopeDistributionPlot *plot, guint row, guint column,
                                        guint bin, cairo_rectangle_t *rect);

void scope_distribution_plot_paint (const ScopeDistributionPlot *plot,
                                    const ScopeDistributionLayout *layout, const ScopeStyle *style,
                                    cairo_t *cr);
void scope_distribution_plot_paint_overlay (const ScopeDistributionPlot *plot,
                                            const ScopeDistributionLayout *layout,
                                            const ScopeStyle *style, cairo_t *cr);
void scope_distribution_plot_draw (const ScopeDistributionPlot *plot, const ScopeStyle *style,
                                   cairo_t *cr, double width, double height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeDistributionLayout, scope_distribution_layout_free)

G_END_DECLS
