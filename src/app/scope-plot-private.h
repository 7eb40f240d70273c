/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-plot.h"

G_BEGIN_DECLS

/* What scope-plot.c (the widget) and scope-plot-export.c (its menu and its files) know of each other. */

/* The action group "plot" of a plot. */
void scope_plot_add_actions (ScopePlot *self);
GMenuModel *scope_plot_create_menu (ScopePlot *self) G_GNUC_WARN_UNUSED_RESULT;
GMenuModel *scope_plot_get_extra_menu (ScopePlot *self);
void scope_plot_popup_menu (ScopePlot *self, double x, double y);
/* Room that the legend takes above an exported picture. */
double scope_plot_get_legend_height (ScopePlot *self, const ScopeStyle *style, double width);
/* Legend, picture and selection in another style, on paper. */
void scope_plot_paint_export (ScopePlot *self, const ScopeStyle *style, cairo_t *cr, double width,
                              double height);

/* What goes to the renderer: scope-plot-nodes.c. */
GskRenderNode *scope_plot_create_picture (ScopePlot *self, int width, int height);
void scope_plot_snapshot_overlay (ScopePlot *self, GtkSnapshot *snapshot, int width, int height);

/* Keys, wheel and fingers that zoom and move: scope-plot-zoom.c. */
void scope_plot_zoom_bind_keys (GtkWidgetClass *klass);
void scope_plot_zoom_add_controllers (ScopePlot *self);

G_END_DECLS
