/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"
#include "scope-palette.h"
#include "scope-unit-order.h"

G_BEGIN_DECLS

/* Which range the colours cover. */
typedef enum
{
  SCOPE_HEATMAP_SHARED,     /* the largest weight shown */
  SCOPE_HEATMAP_GATE,       /* each gate's own */
  SCOPE_HEATMAP_PERCENTILE, /* what so many per cent of the sizes are within */
  SCOPE_HEATMAP_LIMIT,      /* as given */
} ScopeHeatmapRange;

/* The words of heatmap's options, as they are given. */
typedef struct
{
  char *matrix;
  char *gate;
  char *order;
  char *rows;
  char *range;
  char *colors;
  int width;
  int height;
  gboolean dark;
} ScopeHeatmapWords;

/**
 * ScopeHeatmapOptions: what they mean for one layer.
 * @matrix, @gate: -1: all
 * @order: of the units
 * @cluster_rows: whether the rows of W are put in order too
 * @bound: the percentile, or the limit
 * @width, @height: in pixels; 0: what the picture needs
 */
typedef struct
{
  int matrix;
  int gate;
  ScopeUnitOrder order;
  gboolean cluster_rows;
  ScopeHeatmapRange range;
  double bound;
  ScopeDiverging colors;
  int width;
  int height;
  gboolean dark;
} ScopeHeatmapOptions;

void scope_heatmap_words_clear (ScopeHeatmapWords *self);

/* All that can be said without a model: SCOPE_ERROR_USAGE. */
gboolean scope_heatmap_options_parse (ScopeHeatmapOptions *self, const ScopeHeatmapWords *words,
                                      GError **error);
/* The rest: matrix and gate. @layer: for messages. */
gboolean scope_heatmap_options_choose (ScopeHeatmapOptions *self, const ScopeHeatmapWords *words,
                                       ScopeGates *gates, const char *layer, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ScopeHeatmapWords, scope_heatmap_words_clear)

G_END_DECLS
