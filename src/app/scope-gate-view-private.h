/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gate-picture.h"
#include "scope-gate-view.h"
#include "scope-gate-zoom.h"

G_BEGIN_DECLS

/* What scope-gate-view.c (the widget), scope-gate-view-fill.c (its picture) and scope-gate-view-words.c (its words and files) know of
 * each other. */

/* Parts of a gate's own scale. */
#define SCOPE_GATE_BINS 61

struct _ScopeGateView
{
  ScopePlot parent_instance;

  ScopeSession *session;
  ScopeUnitData *data;
  ScopeGates *gates;         /* those of the data */
  char **names;              /* of W's rows */
  ScopeGatePicture *picture; /* of the data; NULL while the first one is made */
  GCancellable *job;         /* that makes the next one */
  int order_by;
  gboolean cluster_rows;
  char *order_title;
  ScopeGateRange range;
  guint bins[SCOPE_MAX_GATES][SCOPE_GATE_BINS];
  ScopeGateZoom zoom;
  ScopeGatePart pan_part;   /* whose rows move: the one that the pointer was in last */
  guint first_gate;         /* of those that are shown */
  int heading;              /* gate whose heading is under the pointer, or -1 */
  GtkAdjustment *scrolling; /* of the place that the picture scrolls in, or NULL */
  ScopePalette palette;     /* that the colours are of */
  ScopeColormap *colormap;
  double left_width; /* for which the room of the names has been measured, and the style */
  const ScopeStyle *left_style;
  ScopeGatePlot plot;
  ScopeGateLayout *layout;
};

enum
{
  CURSOR_MOVED,
  OPENED,
  ORDER_FAILED,
  BUSY_CHANGED,
  N_SIGNALS
};

extern guint scope_gate_view_signals[N_SIGNALS];

void scope_gate_view_drop_layout (ScopeGateView *self);
/* Gate whose heading is under the pointer; -1: none. */
void scope_gate_view_set_heading (ScopeGateView *self, int heading);
/* Orders and pyramids first where others are wanted. A small layer has them at once; the picture of a large one stays as it is
 * until they have come. */
void scope_gate_view_update (ScopeGateView *self);
void scope_gate_view_stop_job (ScopeGateView *self);

/* -1: all. */
int scope_gate_view_get_shown_gate (ScopeGateView *self);
gboolean scope_gate_view_shows (ScopeGateView *self, guint matrix);
float scope_gate_view_get_weight (ScopeGateView *self, const ScopeGateCell *cell);

/* Of ScopePlotClass. */
double scope_gate_view_legend (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width);
char *scope_gate_view_describe (ScopePlot *plot);
char *scope_gate_view_summarize (ScopePlot *plot);
char *scope_gate_view_dup_csv (ScopePlot *plot);
char *scope_gate_view_dup_numpy (ScopePlot *plot, GError **error);
ScopeArray *scope_gate_view_dup_array (ScopePlot *plot);

G_END_DECLS
