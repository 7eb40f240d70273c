/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-fading.h"
#include "scope-gates.h"
#include "scope-trace.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_MEMORY (scope_memory_get_type ())

/**
 * ScopeMemory:
 *
 * How long each unit of a layer remembers, by the gate that keeps its state: an LSTM's forget gate, c = f·c + i·c̃; a GRU's update
 * gate, h = z·h + (1 − z)·h̃, as Keras writes it. Refcounted, immutable, any thread. All in steps: times of the sampling
 * interval they are times. What keeps a state is not all that remembers: units also hear one another.
 */
typedef struct _ScopeMemory ScopeMemory;

/**
 * ScopeMemoryUnit:
 * @bias: of the keeping gate; 0 in a cell without biases
 * @keep: the gate at its bias alone, by the layer's own recurrent activation; NaN where that looks at all units
 * @steps: −1/ln keep: after so many an untouched state has faded to 1/e (keep of 1 or more: infinity; of 0 or less: 0)
 * @half_life: ln 2 · steps: to one half
 * @run_steps: −1/mean (ln gate) over all steps of the runs that were given; 0 where the gate was ever shut to exactly 0, infinity
 *     where it was always 1; NaN without a run. The mean of the logarithms, not of the gates, because what stays
 *     of a state is the product of the gates.
 * @gradient_steps: after how many steps the effect of the unit's state on itself has faded to 1/e, along all paths, in the runs of a
 *     #ScopeFading; NaN without one
 * @disagrees: whether two of steps, run_steps and gradient_steps differ by more than a factor of two
 */
typedef struct
{
  double bias;
  double keep;
  double steps;
  double half_life;
  double run_steps;
  double gradient_steps;
  gboolean disagrees;
} ScopeMemoryUnit;

GType scope_memory_get_type (void);

/* −1/ln @keep; see #ScopeMemoryUnit. */
double scope_memory_get_steps_of (double keep);

/**
 * scope_memory_new:
 * @layer: a recurrent layer (of a Bidirectional one, one of its children)
 * @error: as scope_gates_new(); SCOPE_ERROR_UNSUPPORTED for a cell without a gate that keeps (SimpleRNN)
 */
ScopeMemory *scope_memory_new (ScopeLayer *layer, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_memory_with_trace:
 * @trace: a run of the same layer
 *
 * Returns: (nullable): the same with another run's gates added to those that it has already; NULL where @trace has
 *     another number of units or no such gate
 */
ScopeMemory *
scope_memory_with_trace (ScopeMemory *self, ScopeTrace *trace) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_memory_with_fading:
 * @fading: of the same layer's runs
 *
 * Returns: the same with gradient_steps of @fading
 */
ScopeMemory *
scope_memory_with_fading (ScopeMemory *self, ScopeFading *fading) G_GNUC_WARN_UNUSED_RESULT;
ScopeMemory *scope_memory_ref (ScopeMemory *self);
void scope_memory_unref (ScopeMemory *self);

guint scope_memory_get_n_units (ScopeMemory *self);
/* The gate that keeps: f, or z. */
guint scope_memory_get_gate (ScopeMemory *self);
const ScopeMemoryUnit *scope_memory_get_unit (ScopeMemory *self, guint unit);
/* Whether a run was given, and how many gate values of each unit it had; whether a ScopeFading was. */
gboolean scope_memory_has_run (ScopeMemory *self);
guint64 scope_memory_get_n_run_steps (ScopeMemory *self);
gboolean scope_memory_has_gradient (ScopeMemory *self);

/**
 * scope_memory_get_untrained:
 * @keep, @steps: (out) (optional): the gate and the memory of every unit before training: 0.731 and 3.2 steps for a sigmoid
 *     of 1; Keras 2's hard sigmoid of 1 is 0.7
 *
 * Returns: FALSE where the layer has no unit_forget_bias, which alone makes all units begin alike and remember
 */
gboolean scope_memory_get_untrained (ScopeMemory *self, double *keep, double *steps);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeMemory, scope_memory_unref)

G_END_DECLS
