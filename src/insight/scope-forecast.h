/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-feed.h"
#include "scope-network.h"
#include "scope-scores.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_FORECAST (scope_forecast_get_type ())

/**
 * ScopeForecast:
 *
 * What a network says of a table: for each window and each target the forecast, what was observed, and persistence, in the
 * target's own unit. Refcounted, immutable, any thread.
 *
 * Windows have the feed's numbers: those that count first, then those that can only be run (beyond the last row, over a
 * missing observation), which enter no score. A part of a record (a shard) knows the number of its first window. Names,
 * units, leads, rows and times are the feed's.
 */
typedef struct _ScopeForecast ScopeForecast;

GType scope_forecast_get_type (void);

/**
 * scope_forecast_new:
 * @network: compiled model
 * @feed: a table and a recipe
 * @n_threads: 0: as many as there are processors
 * @cancellable: (nullable)
 * @progress: (nullable): in windows
 * @error: as scope_network_run(); SCOPE_ERROR_RECIPE where a target is not among the network's outputs, or the feed's window or
 *     number of features is not the network's
 *
 * Runs every window of @feed that can be run (scope_feed_get_n_all_windows()). Blocks.
 */
ScopeForecast *scope_forecast_new (ScopeNetwork *network, ScopeFeed *feed, guint n_threads,
                                   GCancellable *cancellable, ScopeProgress *progress,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_forecast_new_range:
 * @first: number of the first window
 * @n_windows: how many; with @first at most scope_feed_get_n_all_windows(). 0 gives an empty forecast.
 *
 * The same for some windows. A window's forecast does not depend on which others are run.
 */
ScopeForecast *
scope_forecast_new_range (ScopeNetwork *network, ScopeFeed *feed, gsize first, gsize n_windows,
                          guint n_threads, GCancellable *cancellable, ScopeProgress *progress,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_forecast_get_shard:
 * @n_windows: in all
 * @shard: which part, from 0
 * @n_shards: 1 or more
 * @first: (out): number of the part's first window
 * @count: (out): how many; parts differ by one at most
 */
void
scope_forecast_get_shard (gsize n_windows, gsize shard, gsize n_shards, gsize *first, gsize *count);

ScopeForecast *scope_forecast_ref (ScopeForecast *self);
void scope_forecast_unref (ScopeForecast *self);

ScopeNetwork *scope_forecast_get_network (ScopeForecast *self);
ScopeFeed *scope_forecast_get_feed (ScopeForecast *self);

/* Windows here, and the number in the feed of the first of them. */
gsize scope_forecast_get_n_windows (ScopeForecast *self);
gsize scope_forecast_get_first (ScopeForecast *self);
guint scope_forecast_get_n_targets (ScopeForecast *self);

/* Per target, n_windows each, in the target's unit. */
const double *scope_forecast_get_observed (ScopeForecast *self, guint target);
const double *scope_forecast_get_forecast (ScopeForecast *self, guint target);
/* The target's value at the last input row. */
const double *scope_forecast_get_persistence (ScopeForecast *self, guint target);
/* Whether window @index (here) enters the scores of @target, as the feed says. */
gboolean scope_forecast_is_scored (ScopeForecast *self, gsize index, guint target);

/* Scores of one target; the caller owns them. */
void scope_forecast_get_scores (ScopeForecast *self, guint target, ScopeScores *scores);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeForecast, scope_forecast_unref)

G_END_DECLS
