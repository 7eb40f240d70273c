/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * GRU (K@v2.15.0 gru.py, GRUCell.call):
 *   z = ra (x W_z + h U_z + b_z);  r = ra (x W_r + h U_r + b_r)
 *   h̃ = act (x W_h + b_h + (r h) U_h)                 reset before
 *   h̃ = act (x W_h + b_h + r (h U_h + b'_h))          reset after
 *   h = z h + (1 - z) h̃
 * Which of the two it is decides how the network was trained; CuDNN only has the second.
 */
#include "scope-cell-step.h"

#include "scope-activate.h"
#include "scope-buffer.h"

static const char *const tracks[] = { "update", "reset", "candidate", "hidden" };

typedef struct
{
  ScopeCellStep parent;
  ScopePanels gates;           /* (n_features, 2 n_units): W of z, r */
  ScopePanels gates_recurrent; /* (n_units, 2 n_units): U of z, r */
  ScopePanels input;           /* (n_features, n_units): the candidate's W */
  ScopePanels recurrent;       /* (n_units, n_units): the candidate's U */
  ScopeActivation gate;
  ScopeActivation candidate;
  gboolean reset_after;
} Step;

static void
gru_take (const ScopeCellStep *step, ScopeCellLoop *loop, gsize n)
{
  const Step *self = (const Step *) step;
  const ScopeKernels *kernels = step->parent.kernels;
  gsize u = step->how.n_units;
  gsize width = step->how.n_features + u;
  const float *hidden = loop->rows + step->how.n_features;
  float *gates = loop->more;                                /* (TILE; z, r) */
  float *candidate = gates + 2 * SCOPE_RECURRENCE_TILE * u; /* (TILE, n_units) */
  float *recurrent =
      candidate + SCOPE_RECURRENCE_TILE * u; /* (TILE, n_units); of the gates (TILE, 2 n_units) */
  float *reset = recurrent + SCOPE_RECURRENCE_TILE * u; /* (TILE, n_units) */

  /* Two products that are added, as Keras has it, rather than one of both: the rounding is Keras's as well. */
  kernels->multiply (&self->gates, n, loop->rows, width, gates, 2 * u);
  kernels->multiply (&self->gates_recurrent, n, hidden, width, recurrent, 2 * u);
  for (gsize i = 0; i < 2 * n * u; i++)
    gates[i] += recurrent[i];
  /* A gate's units are a row of their own, which matters to a softmax. */
  scope_activate (kernels, &self->gate, gates, 2 * n, u);
  kernels->multiply (&self->input, n, loop->rows, width, candidate, u);

  if (self->reset_after)
    {
      kernels->multiply (&self->recurrent, n, hidden, width, recurrent, u);
      for (gsize w = 0; w < n; w++)
        for (gsize i = 0; i < u; i++)
          candidate[w * u + i] += gates[(2 * w + 1) * u + i] * recurrent[w * u + i];
    }
  else
    {
      for (gsize w = 0; w < n; w++)
        for (gsize i = 0; i < u; i++)
          reset[w * u + i] = gates[(2 * w + 1) * u + i] * hidden[w * width + i];
      kernels->multiply (&self->recurrent, n, reset, u, recurrent, u);
      for (gsize i = 0; i < n * u; i++)
        candidate[i] += recurrent[i];
    }
  scope_activate (kernels, &self->candidate, candidate, n, u);

  for (gsize w = 0; w < n; w++)
    for (gsize i = 0; i < u; i++)
      {
        float z = gates[2 * w * u + i];

        loop->next[w * u + i] = z * hidden[w * width + i] + (1 - z) * candidate[w * u + i];
      }
}

static gpointer
gru_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows, GError **error)
{
  const ScopeCellStep *self = (const ScopeCellStep *) step;
  gsize u = self->how.n_units;
  ScopeCellLoop *loop = scope_cell_loop_new (self, 5, error);

  if (loop == NULL)
    return NULL;

  scope_cell_loop_set_track (loop, 0, loop->more, 2 * u);
  scope_cell_loop_set_track (loop, 1, loop->more + u, 2 * u);
  scope_cell_loop_set_track (loop, 2, loop->more + 2 * SCOPE_RECURRENCE_TILE * u, u);
  scope_cell_loop_set_track (loop, 3, loop->next, u);
  return loop;
}

static void
gru_free (ScopeStep *step)
{
  Step *self = (Step *) step;

  scope_buffer_free ((float *) self->gates.numbers);
  scope_buffer_free ((float *) self->gates_recurrent.numbers);
  scope_buffer_free ((float *) self->input.numbers);
  scope_buffer_free ((float *) self->recurrent.numbers);
}

static const ScopeStepClass gru_class = {
  .tracks = tracks,
  .n_tracks = G_N_ELEMENTS (tracks),
  .infer = scope_cell_step_infer,
  .state_new = gru_state_new,
  .state_free = scope_cell_loop_free,
  .forward = scope_cell_step_forward,
  .free = gru_free,
};

static gboolean
pack (Step *self, ScopeGates *gates, guint lanes, GError **error)
{
  gsize u = self->parent.how.n_units;
  const float *update = scope_gates_get_view (gates, 0, SCOPE_MATRIX_B).data;
  const float *reset = scope_gates_get_view (gates, 1, SCOPE_MATRIX_B).data;
  g_autofree float *biases = g_new0 (float, 2 * u);

  for (gsize i = 0; update != NULL && reset != NULL && i < u; i++)
    {
      biases[i] = update[i];
      biases[u + i] = reset[i];
    }
  return scope_cell_step_pack (&self->gates, lanes, gates, 0, 2, SCOPE_CELL_INPUT, biases, error)
         && scope_cell_step_pack (&self->gates_recurrent, lanes, gates, 0, 2, SCOPE_CELL_HIDDEN,
                                  NULL, error)
         && scope_cell_step_pack (&self->input, lanes, gates, 2, 1, SCOPE_CELL_INPUT,
                                  scope_gates_get_view (gates, 2, SCOPE_MATRIX_B).data, error)
         && scope_cell_step_pack (&self->recurrent, lanes, gates, 2, 1, SCOPE_CELL_HIDDEN,
                                  scope_gates_get_recurrent_bias (gates).data, error);
}

ScopeStep *
scope_step_gru_new (const ScopePlan *plan, ScopeGates *gates, const ScopeRecurrence *how,
                    const char *path, GError **error)
{
  const ScopeKernels *kernels = scope_kernels_narrow (plan->kernels, how->n_units);
  Step *self = scope_step_new (sizeof (Step), &gru_class, kernels, path);

  self->parent.how = *how;
  self->parent.take = gru_take;
  self->gate = *scope_gates_get_activation (gates, 0);
  self->candidate = *scope_gates_get_activation (gates, 2);
  self->reset_after = scope_gates_get_reset_after (gates);
  if (!pack (self, gates, kernels->lanes, error))
    {
      scope_step_free (&self->parent.parent);
      return NULL;
    }
  return &self->parent.parent;
}
