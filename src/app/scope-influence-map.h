/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-feed.h"
#include "scope-influence.h"
#include "scope-plot.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_INFLUENCE_MAP (scope_influence_map_get_type ())
G_DECLARE_FINAL_TYPE (ScopeInfluenceMap, scope_influence_map, SCOPE, INFLUENCE_MAP, ScopePlot)

/**
 * ScopeInfluenceMap:
 *
 * Influence by lag and variable: median change over many windows where one feature of one step is replaced, or the
 * size of the change in one window. The oldest step is on the left, as in every picture of a window.
 */

/**
 * scope_influence_map_set:
 * @cells: (nullable): an influence with its cells; %NULL: not measured yet, the map keeps its place
 * @feed: (nullable): names and units of the features
 * @target: of the feed
 */
void scope_influence_map_set (ScopeInfluenceMap *self, ScopeInfluence *cells, ScopeFeed *feed,
                              guint target, gboolean one_window, double step_seconds);
/* Room left of the cells, for the charts that share their axis. */
double scope_influence_map_measure_left (ScopeInfluenceMap *self);
/* The lag that the page has chosen, framed; 0 for none. */
void scope_influence_map_set_lag (ScopeInfluenceMap *self, guint lag);

G_END_DECLS
