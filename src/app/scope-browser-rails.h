/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-layer.h"

G_BEGIN_DECLS

/* More lines side by side than this are no picture any more. */
#define SCOPE_RAILS_MAX_LANES 12

/**
 * ScopeRails: the lines of a graph beside the row of one of its layers, layers under each other in the order of their list.
 * @node: the lane of the layer's own dot
 * @in: bits of the lanes whose tensor feeds it
 * @before: bits of the lanes that come from above
 * @after: bits of the lanes that go on below, its own among them where another layer takes what it gives
 */
typedef struct
{
  guint node;
  guint in;
  guint before;
  guint after;
} ScopeRails;

/**
 * scope_browser_rails_new:
 * @layers: (array length=n_layers): of one model, whose feeds are numbers among them
 * @n_lanes: (out): how many there are side by side
 *
 * Returns: (nullable) (array length=n_layers): %NULL where the layers are a plain row, each fed by the one above it, or where there are
 *     too many lines
 */
ScopeRails *scope_browser_rails_new (ScopeLayer *const *layers, guint n_layers,
                                     guint *n_lanes) G_GNUC_WARN_UNUSED_RESULT;

/* "in, row": the names of the layers that feed one, call by call with semicolons between; NULL where nothing does. */
char *scope_browser_rails_dup_feeds (ScopeLayer *const *layers, guint n_layers,
                                     guint layer) G_GNUC_WARN_UNUSED_RESULT;
/* The names of the layers that take what it gives; NULL where none does. */
char *scope_browser_rails_dup_takers (ScopeLayer *const *layers, guint n_layers,
                                      guint layer) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
