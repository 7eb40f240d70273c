/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-memory.h"

#include "scope-error.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* What the bias, a run's gates and its gradient say may differ by as much before a warning is due. */
#define AGREEMENT 2.0

struct _ScopeMemory
{
  gatomicrefcount ref_count;
  guint n_units;
  guint gate;
  const char *track; /* of a run: that gate's */
  ScopeMemoryUnit *units;
  double *sums; /* Σ ln gate of each unit; NULL without a run */
  guint64 n_run_steps;
  gboolean has_gradient;
  double untrained; /* the gate; NaN where units do not begin alike */
};

G_DEFINE_BOXED_TYPE (ScopeMemory, scope_memory, scope_memory_ref, scope_memory_unref)

double
scope_memory_get_steps_of (double keep)
{
  if (isnan (keep))
    return NAN;
  if (keep >= 1)
    return INFINITY;
  if (keep <= 0)
    return 0;
  return -1 / log (keep);
}

static ScopeMemory *
memory_alloc (guint n_units)
{
  ScopeMemory *self = g_new0 (ScopeMemory, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->n_units = n_units;
  self->units = g_new0 (ScopeMemoryUnit, MAX (n_units, 1));
  return self;
}

ScopeMemory *
scope_memory_new (ScopeLayer *layer, GError **error)
{
  g_autoptr (ScopeGates) gates = NULL;
  const ScopeActivation *activation;
  ScopeMatrixView bias;
  ScopeMemory *self;
  gboolean known;
  int gate;

  g_return_val_if_fail (layer != NULL, NULL);

  gates = scope_gates_new (layer, error);
  if (gates == NULL)
    return NULL;
  gate = scope_gates_get_forget (gates);
  if (gate < 0)
    gate = scope_gates_find (gates, "z");
  if (gate < 0)
    {
      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, scope_layer_get_name (layer),
                       _ ("a cell without a gate that keeps its state"),
                       _ ("one with a forget gate (LSTM) or an update gate (GRU)"), NULL);
      return NULL;
    }

  self = memory_alloc (scope_gates_get_n_units (gates));
  self->gate = (guint) gate;
  self->track = scope_gates_get_forget (gates) >= 0 ? "forget" : "update";
  activation = scope_gates_get_activation (gates, self->gate);
  known = scope_activation_is_elementwise (activation);
  bias = scope_gates_get_view (gates, self->gate, SCOPE_MATRIX_B);
  for (guint i = 0; i < self->n_units; i++)
    {
      ScopeMemoryUnit *unit = &self->units[i];

      unit->bias = bias.data != NULL ? bias.data[i] : 0;
      unit->keep = known ? scope_activation_apply (activation, unit->bias) : NAN;
      unit->steps = scope_memory_get_steps_of (unit->keep);
      unit->half_life = G_LN2 * unit->steps;
      unit->run_steps = NAN;
      unit->gradient_steps = NAN;
    }

  self->untrained = NAN;
  if (scope_gates_get_forget (gates) >= 0 && known && bias.data != NULL
      && !scope_layer_has_key (layer, "forget_bias_init")
      && scope_layer_get_boolean (layer, "unit_forget_bias", TRUE))
    self->untrained = scope_activation_apply (activation, 1);
  if (scope_layer_has_key (layer, "forget_bias_init") && known
      && g_str_equal (scope_layer_get_string (layer, "forget_bias_init", ""), "one"))
    self->untrained = scope_activation_apply (activation, 1);
  return self;
}

/* Whether two memories are within a factor of two of each other; none and endless agree with themselves alone. */
static gboolean
agree (double one, double other)
{
  if (isnan (one) || isnan (other) || one == other)
    return TRUE;
  return MAX (one, other) <= AGREEMENT * MIN (one, other);
}

static void
update_agreement (ScopeMemoryUnit *unit)
{
  unit->disagrees = !agree (unit->steps, unit->run_steps)
                    || !agree (unit->steps, unit->gradient_steps)
                    || !agree (unit->run_steps, unit->gradient_steps);
}

static ScopeMemory *
memory_copy (ScopeMemory *self)
{
  ScopeMemory *copy = memory_alloc (self->n_units);

  copy->gate = self->gate;
  copy->track = self->track;
  copy->untrained = self->untrained;
  copy->n_run_steps = self->n_run_steps;
  copy->has_gradient = self->has_gradient;
  memcpy (copy->units, self->units, sizeof *copy->units * self->n_units);
  if (self->sums != NULL)
    copy->sums = g_memdup2 (self->sums, sizeof (double) * self->n_units);
  return copy;
}

static void
add_track (ScopeMemory *self, const float *gates, gsize n_rows)
{
  for (gsize row = 0; row < n_rows; row++)
    for (guint i = 0; i < self->n_units; i++)
      self->sums[i] += log ((double) gates[row * self->n_units + i]);
  self->n_run_steps += n_rows;

  for (guint i = 0; i < self->n_units; i++)
    {
      ScopeMemoryUnit *unit = &self->units[i];

      /* exp of a mean of logarithms is the gate that, kept constant, would leave as much. */
      unit->run_steps = scope_memory_get_steps_of (exp (self->sums[i] / self->n_run_steps));
      if (self->sums[i] < 0 && isfinite (self->sums[i]))
        unit->run_steps = -(double) self->n_run_steps / self->sums[i];
      update_agreement (unit);
    }
}

ScopeMemory *
scope_memory_with_trace (ScopeMemory *self, ScopeTrace *trace)
{
  ScopeArray *track;
  ScopeMemory *other;
  gsize n_rows;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (trace != NULL, NULL);

  track = scope_trace_find (trace, self->track);
  n_rows = scope_trace_get_n_windows (trace) * scope_trace_get_n_steps (trace);
  if (track == NULL || scope_trace_get_n_units (trace) != self->n_units)
    return NULL;
  if (n_rows == 0)
    return scope_memory_ref (self);

  other = memory_copy (self);
  if (other->sums == NULL)
    other->sums = g_new0 (double, MAX (self->n_units, 1));
  add_track (other, scope_array_get_data (track), n_rows);
  return other;
}

ScopeMemory *
scope_memory_with_fading (ScopeMemory *self, ScopeFading *fading)
{
  ScopeMemory *other;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (fading != NULL && scope_fading_get_n_units (fading) == self->n_units, NULL);

  other = memory_copy (self);
  other->has_gradient = TRUE;
  for (guint i = 0; i < self->n_units; i++)
    {
      other->units[i].gradient_steps = scope_fading_get_steps (fading, i);
      update_agreement (&other->units[i]);
    }
  return other;
}

ScopeMemory *
scope_memory_ref (ScopeMemory *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_memory_unref (ScopeMemory *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->units);
  g_free (self->sums);
  g_free (self);
}

guint
scope_memory_get_n_units (ScopeMemory *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_units;
}

guint
scope_memory_get_gate (ScopeMemory *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->gate;
}

const ScopeMemoryUnit *
scope_memory_get_unit (ScopeMemory *self, guint unit)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (unit < self->n_units, NULL);

  return &self->units[unit];
}

gboolean
scope_memory_has_run (ScopeMemory *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->sums != NULL;
}

guint64
scope_memory_get_n_run_steps (ScopeMemory *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_run_steps;
}

gboolean
scope_memory_has_gradient (ScopeMemory *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->has_gradient;
}

gboolean
scope_memory_get_untrained (ScopeMemory *self, double *keep, double *steps)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (isnan (self->untrained))
    return FALSE;
  if (keep != NULL)
    *keep = self->untrained;
  if (steps != NULL)
    *steps = scope_memory_get_steps_of (self->untrained);
  return TRUE;
}
