/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"
#include "scope-trace.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ScopeFading:
 *
 * How fast what a unit's state holds fades from that state in runs of its layer, along all paths: J(k) = ∂s_T/∂s_(T−k), the state at
 * a run's end by the same unit's state k steps earlier; s is an LSTM's cell state c, a GRU's h. Its forget gates alone give the
 * direct path, Π f; this has the detours as well, from what the unit says at that step on through other units and gates. The reverse pass of the cell,
 * taken in double precision from the run's states (Werbos 1990, backpropagation through time).
 *
 * Not thread-safe; one owner.
 */
typedef struct _ScopeFading ScopeFading;

/**
 * scope_fading_new:
 * @gates: of an LSTM or a GRU, which stay alive for as long
 * @error: SCOPE_ERROR_UNSUPPORTED where the cell keeps no state through a gate, has peepholes, or an activation that looks at all
 *     units
 */
ScopeFading *scope_fading_new (ScopeGates *gates, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void scope_fading_free (ScopeFading *self);

/**
 * scope_fading_add:
 * @trace: runs of the same layer; all of one length, also with those added before
 * @most: how many of them at most, evenly spread
 * @cancellable: (nullable)
 *
 * Steps that left the layer as it was (masked ones) are passed over. Takes about
 * steps · gates · units³ multiplications a window: scope_fading_get_cost().
 *
 * Returns: FALSE where it was cancelled, or @trace does not fit
 */
gboolean
scope_fading_add (ScopeFading *self, ScopeTrace *trace, gsize most, GCancellable *cancellable);

/* Multiplications that runs of @n_steps steps take, each. */
double scope_fading_get_cost (ScopeFading *self, gsize n_steps);

guint scope_fading_get_n_units (ScopeFading *self);
/* Lags that runs have: their steps less one. 0 before there is one. */
guint scope_fading_get_n_lags (ScopeFading *self);
gsize scope_fading_get_n_runs (ScopeFading *self);
/* Root of the mean of J(@lag)² over all runs; 1 at lag 0. No unit. */
double scope_fading_get (ScopeFading *self, guint unit, guint lag);

/**
 * scope_fading_get_steps:
 *
 * Returns: after how many steps scope_fading_get() has come down to 1/e, between two lags linearly in its logarithm; where the
 *     runs are too short for that, as many as they would take at their mean rate, −K/ln J(K), infinity where nothing fades. A constant
 *     gate f gives −1/ln f. NaN without a run of two steps.
 */
double scope_fading_get_steps (ScopeFading *self, guint unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeFading, scope_fading_free)

G_END_DECLS
