/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-feed.h"
#include "scope-network.h"

G_BEGIN_DECLS

/**
 * scope_feed_check_network:
 * @feed: a table and a recipe
 * @network: what is to be run on it
 * @error: SCOPE_ERROR_UNSUPPORTED for a network of several inputs; SCOPE_ERROR_RECIPE where the number of features, the window
 *     or a target is not the network's
 *
 * A feed was made for the facts of a model; this holds it against the network that is really run.
 */
gboolean scope_feed_check_network (ScopeFeed *feed, ScopeNetwork *network, GError **error);

/* The network's number for @target, for window @index of the run that gave @outputs. */
float
scope_feed_read_output (ScopeFeed *feed, guint target, ScopeArray *const *outputs, gsize index);
/* The same in the target's unit. */
double
scope_feed_read_target (ScopeFeed *feed, guint target, ScopeArray *const *outputs, gsize index);

G_END_DECLS
