/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-feed.h"
#include "scope-network.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_INFLUENCE (scope_influence_get_type ())

/* Windows that a look-back over a record takes, evenly spaced, unless told otherwise. */
#define SCOPE_INFLUENCE_WINDOWS 200

/**
 * ScopeInfluence:
 *
 * How much a forecast moves, in its own unit, when a part of its window is replaced by the baseline; of one window or of many.
 * Refcounted, immutable, any thread.
 *
 * Lag k is row t−k, t the row after the last input: the last step of a window is lag 1 whatever the lead. The baseline is
 * each feature's mean (the feed says over which rows: those on which its scaler was fitted, else all in use), in the
 * scale of the network; derived features and those with lag_rows are features like all others.
 * Occlusion of lag k: every feature of that step at its baseline, all other steps as they are.
 * Occlusion of a cell: one feature of one step. The truncation curve at k: all but the last k steps at the baseline (k = 0: the whole
 * window; k = T: nothing, a change of 0).
 * A change is forecast − forecast with the replacement; median and 95th percentile are of its absolute value over the windows,
 * interpolated linearly. Long windows of a network that goes forward step by step are run no further than a change can be felt
 * (see ScopeReplay): one that rounding has swallowed is 0. Where nothing is changed, because the step is at the baseline already, a change is exactly 0. A network that answers NaN makes the numbers it
 * enters NaN.
 */
typedef struct _ScopeInfluence ScopeInfluence;

/**
 * ScopeInfluenceParts: what is computed; cells cost as many times the lags as there are features.
 * @SCOPE_INFLUENCE_WHOLE: every changed window is run from its first step to its last, which takes long and is what ScopeReplay is
 *     held against
 */
typedef enum
{
  SCOPE_INFLUENCE_LAGS = 1 << 0,
  SCOPE_INFLUENCE_CELLS = 1 << 1,
  SCOPE_INFLUENCE_TRUNCATION = 1 << 2,
  SCOPE_INFLUENCE_WHOLE = 1 << 3,
  SCOPE_INFLUENCE_ALL = SCOPE_INFLUENCE_LAGS | SCOPE_INFLUENCE_CELLS | SCOPE_INFLUENCE_TRUNCATION
} ScopeInfluenceParts;

GType scope_influence_get_type (void);

/**
 * scope_influence_choose_windows:
 * @feed: a table and a recipe
 * @max: how many at most
 *
 * Returns: (transfer full) (element-type gsize): numbers of up to @max windows, evenly spaced over those that count (over
 *     all where none does), the first and the last included
 */
GArray *scope_influence_choose_windows (ScopeFeed *feed, gsize max) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_influence_new:
 * @network: compiled model
 * @feed: a table and a recipe
 * @windows: (array length=n_windows): their numbers in @feed
 * @n_windows: 1 or more
 * @target: of the feed
 * @parts: what to compute
 * @n_threads: 0: as many as there are processors
 * @cancellable: (nullable)
 * @progress: (nullable): in forward passes of one window each
 * @error: as scope_forecast_new(); SCOPE_ERROR_UNSUPPORTED where memory for the answers is not to be had
 *
 * Holds a few megabytes of changed windows at a time, however many there are. Blocks.
 */
ScopeInfluence *
scope_influence_new (ScopeNetwork *network, ScopeFeed *feed, const gsize *windows, gsize n_windows,
                     guint target, ScopeInfluenceParts parts, guint n_threads,
                     GCancellable *cancellable, ScopeProgress *progress,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
ScopeInfluence *scope_influence_ref (ScopeInfluence *self);
void scope_influence_unref (ScopeInfluence *self);

guint scope_influence_get_target (ScopeInfluence *self);
/* The target's; "" where the table states none. */
const char *scope_influence_get_unit (ScopeInfluence *self);
ScopeInfluenceParts scope_influence_get_parts (ScopeInfluence *self);
guint scope_influence_get_n_lags (ScopeInfluence *self);
guint scope_influence_get_n_features (ScopeInfluence *self);
gsize scope_influence_get_n_windows (ScopeInfluence *self);
/* Number in the feed of window @index. */
gsize scope_influence_get_window (ScopeInfluence *self, gsize index);
/* The unchanged forecast of window @index. */
double scope_influence_get_forecast (ScopeInfluence *self, gsize index);
/* What the baseline is: "each feature’s mean over …". Static, translated. */
const char *scope_influence_get_baseline_text (ScopeInfluence *self);

/* Signed changes of one window: of lag @lag (1 … n_lags), of feature @feature of it, of the truncation at @k (0 … n_lags). NaN
 * for parts that were not computed. */
double scope_influence_get_change (ScopeInfluence *self, gsize index, guint lag);
double
scope_influence_get_cell_change (ScopeInfluence *self, gsize index, guint lag, guint feature);
double scope_influence_get_truncation_change (ScopeInfluence *self, gsize index, guint k);

/* Over all windows: lag k at k − 1, n_lags each; NULL where not computed. */
const double *scope_influence_get_median (ScopeInfluence *self);
const double *scope_influence_get_p95 (ScopeInfluence *self);
/* (n_lags, n_features), row-major, lag k in row k − 1. */
const double *scope_influence_get_cell_median (ScopeInfluence *self);
const double *scope_influence_get_cell_p95 (ScopeInfluence *self);
/* k at k, n_lags + 1 each. */
const double *scope_influence_get_truncation_median (ScopeInfluence *self);
const double *scope_influence_get_truncation_p95 (ScopeInfluence *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeInfluence, scope_influence_unref)

G_END_DECLS
