/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-feed.h"
#include "scope-network.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_PASS (scope_pass_get_type ())

/**
 * ScopePass:
 *
 * One window's way through the network, opened: what went in, what every recurrent layer's gates and states did, what came
 * out. Refcounted, immutable, any thread.
 */
typedef struct _ScopePass ScopePass;

GType scope_pass_get_type (void);

/**
 * scope_pass_new:
 * @network: compiled model
 * @feed: a table and a recipe
 * @window: number of the window in @feed
 * @layers: (nullable) (array zero-terminated=1): recurrent layers to trace, as scope_model_find_layer() takes them;
 *     %NULL for all
 * @cancellable: (nullable)
 * @error: as scope_forecast_new()
 */
ScopePass *
scope_pass_new (ScopeNetwork *network, ScopeFeed *feed, gsize window, const char *const *layers,
                GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
ScopePass *scope_pass_ref (ScopePass *self);
void scope_pass_unref (ScopePass *self);

gsize scope_pass_get_window (ScopePass *self);
/* (steps, features): as the network was given them, oldest first. */
ScopeArray *scope_pass_get_inputs (ScopePass *self);
/* The same before scaling, in the units of the table: steps × features doubles, row-major. */
const double *scope_pass_get_physical (ScopePass *self);
gsize scope_pass_get_n_steps (ScopePass *self);
guint scope_pass_get_n_features (ScopePass *self);

guint scope_pass_get_n_targets (ScopePass *self);
/* In the target's unit; the observation is NaN where there is none. */
double scope_pass_get_forecast (ScopePass *self, guint target);
double scope_pass_get_observed (ScopePass *self, guint target);
double scope_pass_get_persistence (ScopePass *self, guint target);

guint scope_pass_get_n_traces (ScopePass *self);
/* Traces of one window each. */
ScopeTrace *scope_pass_get_trace (ScopePass *self, guint index);
/* By layer, or NULL. */
ScopeTrace *scope_pass_find_trace (ScopePass *self, const char *layer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopePass, scope_pass_unref)

G_END_DECLS
