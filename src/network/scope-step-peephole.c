/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PeepholeLSTMCell of TensorFlow's Keras and of TensorFlow Addons (rnn/peephole_lstm_cell.py _compute_carry_and_output()): an LSTM whose gates
 * see the cell state of their own unit,
 *   i = ra (z_i + V_i c);  f = ra (z_f + V_f c);  c = f c + i act (z_c);  o = ra (z_o + V_o c);  h = o act (c)
 * i and f that of the step before, o that of this step.
 */
#include "scope-cell-step.h"

#include "scope-activate.h"
#include "scope-buffer.h"

#define N_GATES 4

static const char *const tracks[] = { "input", "forget", "candidate", "output", "cell", "hidden" };

typedef struct
{
  ScopeCellStep parent;
  ScopePanels panels; /* (n_features + n_units, 4 n_units) */
  ScopeActivation gate;
  ScopeActivation candidate;
  float *peepholes; /* (4, n_units) */
} Step;

static void
peephole_take (const ScopeCellStep *step, ScopeCellLoop *loop, gsize n)
{
  const Step *self = (const Step *) step;
  const ScopeKernels *kernels = step->parent.kernels;
  gsize u = step->how.n_units;
  float *sums = loop->more;                                        /* (TILE; 4, n_units) */
  float *gates = loop->more + N_GATES * SCOPE_RECURRENCE_TILE * u; /* (4; TILE, n_units) */
  float *input = gates;
  float *forget = input + SCOPE_RECURRENCE_TILE * u;
  float *candidate = forget + SCOPE_RECURRENCE_TILE * u;
  float *output = candidate + SCOPE_RECURRENCE_TILE * u;

  kernels->multiply (&self->panels, n, loop->rows, self->panels.depth, sums, N_GATES * u);
  for (gsize w = 0; w < n; w++)
    for (guint g = 0; g < N_GATES; g++)
      for (gsize i = 0; i < u; i++)
        gates[(g * SCOPE_RECURRENCE_TILE + w) * u + i] =
            sums[(w * N_GATES + g) * u + i]
            + (g < 2 ? self->peepholes[g * u + i] * loop->cell[w * u + i] : 0);

  scope_activate (kernels, &self->gate, input, n, u);
  scope_activate (kernels, &self->gate, forget, n, u);
  scope_activate (kernels, &self->candidate, candidate, n, u);
  for (gsize w = 0; w < n; w++)
    for (gsize i = 0; i < u; i++)
      {
        gsize k = w * u + i;

        loop->cell[k] = forget[k] * loop->cell[k] + input[k] * candidate[k];
        output[k] += self->peepholes[3 * u + i] * loop->cell[k];
        loop->next[k] = loop->cell[k];
      }
  scope_activate (kernels, &self->gate, output, n, u);
  scope_activate (kernels, &self->candidate, loop->next, n, u);
  for (gsize k = 0; k < n * u; k++)
    loop->next[k] *= output[k];
}

static gpointer
peephole_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows,
                    GError **error)
{
  const ScopeCellStep *self = (const ScopeCellStep *) step;
  gsize u = self->how.n_units;
  ScopeCellLoop *loop = scope_cell_loop_new (self, 2 * N_GATES, error);

  if (loop == NULL)
    return NULL;

  for (guint g = 0; g < N_GATES; g++)
    scope_cell_loop_set_track (loop, g, loop->more + (N_GATES + g) * SCOPE_RECURRENCE_TILE * u, u);
  scope_cell_loop_set_track (loop, N_GATES, loop->cell, u);
  scope_cell_loop_set_track (loop, N_GATES + 1, loop->next, u);
  return loop;
}

static void
peephole_free (ScopeStep *step)
{
  Step *self = (Step *) step;

  scope_buffer_free ((float *) self->panels.numbers);
  g_free (self->peepholes);
}

static const ScopeStepClass peephole_class = {
  .tracks = tracks,
  .n_tracks = G_N_ELEMENTS (tracks),
  .infer = scope_cell_step_infer,
  .state_new = peephole_state_new,
  .state_free = scope_cell_loop_free,
  .forward = scope_cell_step_forward,
  .free = peephole_free,
};

ScopeStep *
scope_step_peephole_new (const ScopePlan *plan, ScopeGates *gates, const ScopeRecurrence *how,
                         const char *path, GError **error)
{
  const ScopeKernels *kernels = scope_kernels_narrow (plan->kernels, how->n_units);
  Step *self = scope_step_new (sizeof (Step), &peephole_class, kernels, path);
  g_autofree float *biases = g_new0 (float, N_GATES * how->n_units);

  self->parent.how = *how;
  self->parent.take = peephole_take;
  self->gate = *scope_gates_get_activation (gates, 0);
  self->candidate = *scope_gates_get_activation (gates, 2);
  self->peepholes = g_new0 (float, N_GATES * how->n_units);
  for (guint g = 0; g < N_GATES; g++)
    for (gsize i = 0; i < how->n_units; i++)
      {
        ScopeMatrixView bias = scope_gates_get_view (gates, g, SCOPE_MATRIX_B);
        ScopeMatrixView peephole = scope_gates_get_view (gates, g, SCOPE_MATRIX_V);

        biases[g * how->n_units + i] = bias.data != NULL ? bias.data[i] : 0;
        self->peepholes[g * how->n_units + i] = peephole.data != NULL ? peephole.data[i] : 0;
      }
  if (!scope_cell_step_pack (&self->panels, kernels->lanes, gates, 0, N_GATES,
                             SCOPE_CELL_INPUT | SCOPE_CELL_HIDDEN, biases, error))
    {
      scope_step_free (&self->parent.parent);
      return NULL;
    }
  return &self->parent.parent;
}
