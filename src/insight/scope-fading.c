/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-fading.h"

#include "scope-error.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Units whose reverse passes go side by side: each weight is loaded once for all of them. */
#define SEEDS 8

typedef double Seeds __attribute__ ((vector_size (SEEDS * sizeof (double))));

struct _ScopeFading
{
  ScopeGates *gates;
  guint n_gates;
  guint n_units;
  guint n_features;
  gboolean is_lstm;
  guint n_lags;
  gsize n_runs;
  double *squares; /* (n_units, 1 + n_lags): sums over all runs */
};

/* One run of the layer: where its numbers lie in a trace. */
typedef struct
{
  const float *input; /* (n_steps, n_features) */
  const float *hidden;
  const float *cell;   /* NULL in a GRU */
  const float *output; /* an LSTM's output gate */
} Run;

/* What a step passes back, by unit; of gates (n_gates, n_units). */
typedef struct
{
  double *sums;    /* before the activations; of a GRU's candidate the whole of it */
  double *inner;   /* a GRU's h·U_h + b', where its reset gate acts on that */
  double *opened;  /* after them */
  double *slopes;  /* their derivatives */
  double *state;   /* LSTM: act (c); */
  double *sloping; /* and its derivative */
} Parts;

ScopeFading *
scope_fading_new (ScopeGates *gates, GError **error)
{
  ScopeFading *self;
  gboolean is_lstm;

  g_return_val_if_fail (gates != NULL, NULL);

  is_lstm = scope_gates_get_forget (gates) >= 0;
  if (!is_lstm && scope_gates_find (gates, "z") < 0)
    {
      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, _ ("gradient of the memory"),
                       _ ("a cell without a gate that keeps its state"),
                       _ ("one with a forget gate (LSTM) or an update gate (GRU)"), NULL);
      return NULL;
    }
  for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
    if (scope_gates_has_peepholes (gates)
        || !scope_activation_is_elementwise (scope_gates_get_activation (gates, gate)))
      {
        scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, _ ("gradient of the memory"),
                         _ ("a cell with peepholes, or with gates that look at all units"),
                         _ ("one whose units have gates of their own"), NULL);
        return NULL;
      }

  self = g_new0 (ScopeFading, 1);
  self->gates = scope_gates_ref (gates);
  self->n_gates = scope_gates_get_n_gates (gates);
  self->n_units = scope_gates_get_n_units (gates);
  self->n_features = scope_gates_get_n_features (gates);
  self->is_lstm = is_lstm;
  return self;
}

void
scope_fading_free (ScopeFading *self)
{
  if (self == NULL)
    return;
  scope_gates_unref (self->gates);
  g_free (self->squares);
  g_free (self);
}

/* Central difference: exact to 1e-9 where the function is smooth, and right on both sides of a kink. */
static double
get_slope (const ScopeActivation *activation, double x)
{
  double h = 1e-5 * MAX (1, fabs (x));

  return (scope_activation_apply (activation, x + h) - scope_activation_apply (activation, x - h))
         / (2 * h);
}

/* to (n_units) += from (rows) · view */
static void
add_product (ScopeMatrixView view, const double *from, double *to)
{
  for (gsize row = 0; view.data != NULL && row < view.n_rows; row++)
    for (gsize unit = 0; unit < view.n_columns; unit++)
      to[unit] += from[row] * (double) view.data[row * view.row_stride + unit];
}

static void
add_row (ScopeMatrixView view, double *to)
{
  for (gsize unit = 0; view.data != NULL && unit < view.n_columns; unit++)
    to[unit] += (double) view.data[unit];
}

static double *
widen (const float *from, gsize n)
{
  double *to = g_new (double, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    to[i] = (double) from[i];
  return to;
}

static void
parts_clear (Parts *parts)
{
  g_clear_pointer (&parts->sums, g_free);
  g_clear_pointer (&parts->inner, g_free);
  g_clear_pointer (&parts->opened, g_free);
  g_clear_pointer (&parts->slopes, g_free);
  g_clear_pointer (&parts->state, g_free);
  g_clear_pointer (&parts->sloping, g_free);
}

/* The cell at one step, anew: the derivatives need the sums before the activations, which no trace keeps. */
static void
fill_parts (const ScopeFading *self, const Run *run, gsize step, Parts *parts)
{
  gsize u = self->n_units;
  g_autofree double *x = widen (run->input + step * self->n_features, self->n_features);
  g_autofree double *h = widen (run->hidden + (step - 1) * u, u);
  gboolean after = scope_gates_get_reset_after (self->gates);

  parts->sums = g_new0 (double, self->n_gates *u);
  parts->inner = g_new0 (double, u);
  parts->opened = g_new0 (double, self->n_gates *u);
  parts->slopes = g_new0 (double, self->n_gates *u);
  parts->state = g_new0 (double, u);
  parts->sloping = g_new0 (double, u);

  for (guint gate = 0; gate < self->n_gates; gate++)
    {
      const ScopeActivation *activation = scope_gates_get_activation (self->gates, gate);
      double *sums = parts->sums + gate * u;
      ScopeMatrixView recurrent = scope_gates_get_view (self->gates, gate, SCOPE_MATRIX_U);

      add_product (scope_gates_get_view (self->gates, gate, SCOPE_MATRIX_W), x, sums);
      add_row (scope_gates_get_view (self->gates, gate, SCOPE_MATRIX_B), sums);
      if (self->is_lstm || gate < 2)
        add_product (recurrent, h, sums);
      else if (after)
        {
          add_product (recurrent, h, parts->inner);
          add_row (scope_gates_get_recurrent_bias (self->gates), parts->inner);
          for (gsize i = 0; i < u; i++)
            sums[i] += parts->opened[u + i] * parts->inner[i];
        }
      else
        {
          for (gsize i = 0; i < u; i++)
            parts->state[i] = parts->opened[u + i] * h[i];
          add_product (recurrent, parts->state, sums);
        }
      for (gsize i = 0; i < u; i++)
        {
          parts->opened[gate * u + i] = scope_activation_apply (activation, sums[i]);
          parts->slopes[gate * u + i] = get_slope (activation, sums[i]);
        }
    }

  for (gsize i = 0; self->is_lstm && i < u; i++)
    {
      const ScopeActivation *activation = scope_gates_get_activation (self->gates, 2);
      double c = (double) run->cell[step * u + i];

      parts->state[i] = scope_activation_apply (activation, c);
      parts->sloping[i] = get_slope (activation, c);
    }
}

/* to (rows) += from (n_units) · viewᵀ */
static void
pass_back (ScopeMatrixView view, const Seeds *from, Seeds *to)
{
  for (gsize row = 0; view.data != NULL && row < view.n_rows; row++)
    {
      const float *weights = view.data + row * view.row_stride;
      Seeds sum = { 0 };

      for (gsize unit = 0; unit < view.n_columns; unit++)
        sum += from[unit] * (double) weights[unit];
      to[row] += sum;
    }
}

/* c = f c' + i c̃, h = o act (c): from what h and c mean to the end to what h' and c' mean. */
static void
step_back_lstm (const ScopeFading *self, const Run *run, gsize step, const Parts *parts,
                Seeds *hidden, Seeds *cell, Seeds *gates)
{
  gsize u = self->n_units;
  const double *i = parts->opened, *f = i + u, *g = f + u, *o = g + u;

  for (gsize k = 0; k < u; k++)
    {
      Seeds c = cell[k] + hidden[k] * (o[k] * parts->sloping[k]);

      gates[k] = c * (g[k] * parts->slopes[k]);
      gates[u + k] = c * ((double) run->cell[(step - 1) * u + k] * parts->slopes[u + k]);
      gates[2 * u + k] = c * (i[k] * parts->slopes[2 * u + k]);
      gates[3 * u + k] = hidden[k] * (parts->state[k] * parts->slopes[3 * u + k]);
      cell[k] = c * f[k];
      hidden[k] = (Seeds){ 0 };
    }
  for (guint gate = 0; gate < self->n_gates; gate++)
    pass_back (scope_gates_get_view (self->gates, gate, SCOPE_MATRIX_U), gates + gate * u, hidden);
}

/* h = z h' + (1 − z) h̃, the reset gate before or after the product with U. */
static void
step_back_gru (const ScopeFading *self, const Run *run, gsize step, const Parts *parts,
               Seeds *hidden, Seeds *before, Seeds *gates)
{
  gsize u = self->n_units;
  gboolean after = scope_gates_get_reset_after (self->gates);
  const double *z = parts->opened, *r = z + u, *candidate = r + u;
  const float *h = run->hidden + (step - 1) * u;
  Seeds *through = gates + 3 * u; /* to r·h, or to h·U */

  for (gsize k = 0; k < u; k++)
    {
      gates[k] = hidden[k] * (((double) h[k] - candidate[k]) * parts->slopes[k]);
      gates[2 * u + k] = hidden[k] * ((1 - z[k]) * parts->slopes[2 * u + k]);
      before[k] = hidden[k] * z[k];
      through[k] = (Seeds){ 0 };
    }
  if (after)
    for (gsize k = 0; k < u; k++)
      {
        gates[u + k] = gates[2 * u + k] * (parts->inner[k] * parts->slopes[u + k]);
        through[k] = gates[2 * u + k] * r[k];
      }
  else
    {
      pass_back (scope_gates_get_view (self->gates, 2, SCOPE_MATRIX_U), gates + 2 * u, through);
      for (gsize k = 0; k < u; k++)
        {
          gates[u + k] = through[k] * ((double) h[k] * parts->slopes[u + k]);
          before[k] += through[k] * r[k];
        }
    }
  if (after)
    pass_back (scope_gates_get_view (self->gates, 2, SCOPE_MATRIX_U), through, before);
  pass_back (scope_gates_get_view (self->gates, 0, SCOPE_MATRIX_U), gates, before);
  pass_back (scope_gates_get_view (self->gates, 1, SCOPE_MATRIX_U), gates + u, before);
  memcpy (hidden, before, u * sizeof (Seeds));
}

/* Whether a step was masked: the layer stood still, and would have moved by its own equations. */
static gboolean
is_masked (const ScopeFading *self, const Run *run, gsize step, const Parts *parts)
{
  gsize u = self->n_units;
  const float *now = (self->is_lstm ? run->cell : run->hidden) + step * u;
  const float *before = now - u;
  const double *keep = parts->opened + (self->is_lstm ? u : 0);
  const double *candidate = parts->opened + 2 * u;

  if (memcmp (now, before, u * sizeof (float)) != 0)
    return FALSE;
  for (gsize i = 0; i < u; i++)
    {
      double write = self->is_lstm ? parts->opened[i] : 1 - keep[i];

      /* A run's own rounding is a hundredth of that. */
      if (fabs (keep[i] * (double) before[i] + write * candidate[i] - (double) now[i])
          > 1e-4 * (1 + fabs ((double) now[i])))
        return TRUE;
    }
  return FALSE;
}

/* J of one unit at a step: what its state means to the end, and in an LSTM what it says at that step does. @parts: of all steps. */
static double
get_effect (const ScopeFading *self, const Run *run, const Parts *parts, gsize step, gsize unit,
            double state, double hidden)
{
  gsize at;

  if (!self->is_lstm)
    return state;
  /* What a masked layer says is what it said before. */
  while (step > 0 && parts[step].sums == NULL)
    step--;
  at = step * self->n_units + unit;
  return state
         + hidden * (double) run->output[at]
               * get_slope (scope_gates_get_activation (self->gates, 2), (double) run->cell[at]);
}

static gboolean
add_run (ScopeFading *self, const Run *run, GCancellable *cancellable)
{
  gsize u = self->n_units;
  gsize n_steps = self->n_lags + 1;
  g_autofree Parts *parts = g_new0 (Parts, n_steps);
  g_autofree double *sums = g_new0 (double, u *n_steps);
  /* Vectors of eight doubles want their alignment. */
  Seeds *hidden = g_aligned_alloc0 (6 * u, sizeof (Seeds), sizeof (Seeds));
  Seeds *other = hidden + u;
  Seeds *gates = other + u;
  gboolean going = TRUE;

  for (gsize step = 1; step < n_steps; step++)
    {
      fill_parts (self, run, step, &parts[step]);
      if (is_masked (self, run, step, &parts[step]))
        parts_clear (&parts[step]);
    }

  for (gsize first = 0; going && first < u; first += SEEDS)
    {
      Seeds *state = self->is_lstm ? other : hidden;
      gsize n = MIN (u - first, SEEDS);

      memset (hidden, 0, 2 * u * sizeof (Seeds));
      for (gsize seed = 0; seed < n; seed++)
        state[first + seed][seed] = 1;
      for (gsize lag = 0; lag < n_steps; lag++)
        {
          gsize step = n_steps - lag;

          if (lag > 0 && parts[step].sums != NULL)
            {
              if (self->is_lstm)
                step_back_lstm (self, run, step, &parts[step], hidden, other, gates);
              else
                step_back_gru (self, run, step, &parts[step], hidden, other, gates);
            }
          for (gsize seed = 0; seed < n; seed++)
            {
              gsize unit = first + seed;
              double effect = get_effect (self, run, parts, step - 1, unit, state[unit][seed],
                                          hidden[unit][seed]);

              sums[unit * n_steps + lag] = effect * effect;
            }
        }
      going = !g_cancellable_is_cancelled (cancellable);
    }

  /* A run that was broken off counts for no unit. */
  for (gsize i = 0; going && i < u * n_steps; i++)
    self->squares[i] += sums[i];
  self->n_runs += going;
  for (gsize step = 0; step < n_steps; step++)
    parts_clear (&parts[step]);
  g_aligned_free (hidden);
  return going;
}

gboolean
scope_fading_add (ScopeFading *self, ScopeTrace *trace, gsize most, GCancellable *cancellable)
{
  ScopeArray *hidden, *cell, *output, *input;
  gsize n_steps, n_runs, n;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (trace != NULL, FALSE);

  hidden = scope_trace_find (trace, "hidden");
  cell = scope_trace_find (trace, "cell");
  output = scope_trace_find (trace, "output");
  input = scope_trace_get_input (trace);
  n_steps = scope_trace_get_run_length (trace);
  if (hidden == NULL || input == NULL || (self->is_lstm && (cell == NULL || output == NULL))
      || n_steps == 0 || scope_trace_get_n_units (trace) != self->n_units
      || scope_array_get_dim (input, 2) != self->n_features
      || (self->squares != NULL && n_steps != self->n_lags + 1))
    return FALSE;

  if (self->squares == NULL)
    {
      self->n_lags = (guint) n_steps - 1;
      self->squares = g_new0 (double, (gsize) self->n_units *n_steps);
    }
  n_runs = scope_trace_get_n_windows (trace) * scope_trace_get_n_steps (trace) / n_steps;
  n = MIN (n_runs, most);
  for (gsize i = 0; i < n; i++)
    {
      gsize row = i * n_runs / n * n_steps;
      const Run run = {
        .input = scope_array_get_data (input) + row * self->n_features,
        .hidden = scope_array_get_data (hidden) + row * self->n_units,
        .cell = self->is_lstm ? scope_array_get_data (cell) + row * self->n_units : NULL,
        .output = self->is_lstm ? scope_array_get_data (output) + row * self->n_units : NULL
      };

      if (!add_run (self, &run, cancellable))
        return FALSE;
    }
  return TRUE;
}

double
scope_fading_get_cost (ScopeFading *self, gsize n_steps)
{
  double u;

  g_return_val_if_fail (self != NULL, 0);

  u = self->n_units;
  return (double) n_steps * self->n_gates * u * u * (ceil (u / SEEDS) * SEEDS);
}

guint
scope_fading_get_n_units (ScopeFading *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_units;
}

guint
scope_fading_get_n_lags (ScopeFading *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_lags;
}

gsize
scope_fading_get_n_runs (ScopeFading *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_runs;
}

double
scope_fading_get (ScopeFading *self, guint unit, guint lag)
{
  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail (unit < self->n_units, NAN);

  if (self->n_runs == 0 || lag > self->n_lags)
    return NAN;
  return sqrt (self->squares[(gsize) unit * (self->n_lags + 1) + lag] / (double) self->n_runs);
}

double
scope_fading_get_steps (ScopeFading *self, guint unit)
{
  double before = 0; /* ln J at the lag before */

  g_return_val_if_fail (self != NULL, NAN);

  if (self->n_runs == 0 || self->n_lags == 0)
    return NAN;
  for (guint lag = 1; lag <= self->n_lags; lag++)
    {
      double here = log (scope_fading_get (self, unit, lag));

      if (isnan (here))
        return NAN;
      if (here == -INFINITY)
        return lag - 1;
      if (here <= -1)
        return lag - 1 + (before + 1) / (before - here);
      before = here;
    }
  return before < 0 ? -(double) self->n_lags / before : INFINITY;
}
