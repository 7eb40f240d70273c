/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-feed.h"
#include "scope-network.h"

G_BEGIN_DECLS

/* A state that is this near to what it would be, as a share of the layer's largest, is the same but for the rounding of a float32's
 * sums: 2^-20, eight of its units in the last place. */
#define SCOPE_REPLAY_ROUNDING 0x1p-20f

/**
 * ScopeReplay:
 *
 * Windows of a feed with something replaced by the baseline, run no further than it matters: up to the first step that is
 * replaced the states are those of the window as it is, and where all states come back to them but for SCOPE_REPLAY_ROUNDING, the
 * answer is the window's own. One that does not come back answers the same bits as a run of the whole changed window.
 */
typedef struct _ScopeReplay ScopeReplay;

/**
 * ScopeReplayChange: a window with something replaced.
 * @window: which, among those of scope_replay_begin()
 * @lag: the step in question, the window's last one being 1
 * @first_feature, @end_feature: features of that step that are replaced; for a truncation none
 * @is_truncated: all steps before @lag are replaced
 * @answer: (out): what the network answers
 */
typedef struct
{
  gsize window;
  guint lag;
  guint first_feature;
  guint end_feature;
  gboolean is_truncated;
  float *answer;
} ScopeReplayChange;

/**
 * scope_replay_new:
 * @target: whose answers are asked for
 * @n_threads: as scope_network_run()
 *
 * Returns: (nullable): %NULL where @network cannot be taken up in the middle of a window, or windows are so short that it does not pay
 */
ScopeReplay *scope_replay_new (ScopeNetwork *network, ScopeFeed *feed, guint target,
                               guint n_threads) G_GNUC_WARN_UNUSED_RESULT;
void scope_replay_free (ScopeReplay *self);

/* How many windows scope_replay_begin() takes at once. */
gsize scope_replay_get_max_windows (ScopeReplay *self);

/**
 * scope_replay_begin:
 * @windows: (array length=n_windows): windows of the feed
 * @answers: (array length=n_windows): what the network answers to each as it is
 *
 * Goes through the windows as they are and keeps their states.
 */
gboolean scope_replay_begin (ScopeReplay *self, const gsize *windows, gsize n_windows,
                             const float *answers, GCancellable *cancellable, GError **error);

/**
 * scope_replay_run:
 * @changes: (array length=n): in any order
 * @progress: (nullable), @done: counts up by one for each change
 */
gboolean scope_replay_run (ScopeReplay *self, const ScopeReplayChange *changes, gsize n,
                           GCancellable *cancellable, ScopeProgress *progress, guint64 *done,
                           guint64 total, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeReplay, scope_replay_free)

G_END_DECLS
