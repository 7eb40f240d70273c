/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "scope-panel-heading.h"
#include "scope-scale.h"
#include "scope-ticks.h"

G_BEGIN_DECLS

#define SCOPE_SPECTRUM_PLOT_MAX_GATES 4

/**
 * ScopeSpectrumPlotGate:
 * @heading: over its plane
 * @note: under the heading, "spectral radius 1.03"; or %NULL
 * @n_points: number of eigenvalues
 * @real: real part of each; one that is not finite is not drawn
 * @imaginary: imaginary part of each
 */
typedef struct
{
  ScopePanelHeading heading;
  const char *note;
  guint n_points;
  const double *real;
  const double *imaginary;
} ScopeSpectrumPlotGate;

/**
 * ScopeSpectrumPlot:
 * @n_gates: 1 to %SCOPE_SPECTRUM_PLOT_MAX_GATES, or 0 for nothing
 * @gates: left to right, in a second row where that makes them larger
 * @axis_title: under all, says what goes across and what upwards; or %NULL
 * @cursor_gate: of the point that is read off; or -1
 * @cursor_point: of that gate
 *
 * Eigenvalues on the complex plane, a plane for each gate, all in one scale, with the unit circle.
 */
typedef struct
{
  guint n_gates;
  ScopeSpectrumPlotGate gates[SCOPE_SPECTRUM_PLOT_MAX_GATES];
  const char *axis_title;
  int cursor_gate;
  guint cursor_point;
} ScopeSpectrumPlot;

/**
 * ScopeSpectrumLayout:
 * @area: square planes
 * @extent: each plane shows -extent to extent on both axes
 */
typedef struct
{
  double width;
  double height;
  guint n_gates;
  cairo_rectangle_t area[SCOPE_SPECTRUM_PLOT_MAX_GATES];
  double heading_y[SCOPE_SPECTRUM_PLOT_MAX_GATES];
  double extent;
  ScopeTicks *ticks;
  ScopeLabels *labels;
} ScopeSpectrumLayout;

void scope_spectrum_plot_init (ScopeSpectrumPlot *plot);

ScopeSpectrumLayout *
scope_spectrum_layout_new (const ScopeSpectrumPlot *plot, const ScopeStyle *style, double width,
                           double height) G_GNUC_WARN_UNUSED_RESULT;
void scope_spectrum_layout_free (ScopeSpectrumLayout *layout);

/* Where a point of a gate's plane is. */
void scope_spectrum_layout_map (const ScopeSpectrumLayout *layout, guint gate, double real,
                                double imaginary, double *x, double *y);
/* The eigenvalue next to a point, at most some pixels away. */
gboolean
scope_spectrum_layout_hit (const ScopeSpectrumLayout *layout, const ScopeSpectrumPlot *plot,
                           double x, double y, guint *gate, guint *point);

void scope_spectrum_plot_paint (const ScopeSpectrumPlot *plot, const ScopeSpectrumLayout *layout,
                                const ScopeStyle *style, cairo_t *cr);
/* The cursor: a ring around its eigenvalue and the one that is its conjugate. */
void
scope_spectrum_plot_paint_overlay (const ScopeSpectrumPlot *plot, const ScopeSpectrumLayout *layout,
                                   const ScopeStyle *style, cairo_t *cr);
void scope_spectrum_plot_draw (const ScopeSpectrumPlot *plot, const ScopeStyle *style, cairo_t *cr,
                               double width, double height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeSpectrumLayout, scope_spectrum_layout_free)

G_END_DECLS
