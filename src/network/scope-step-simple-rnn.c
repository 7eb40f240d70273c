/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SimpleRNN (K@v2.15.0 simple_rnn.py, SimpleRNNCell.call): h = act (x W + b + h U). */
#include "scope-cell-step.h"

#include "scope-activate.h"
#include "scope-buffer.h"

static const char *const tracks[] = { "hidden" };

typedef struct
{
  ScopeCellStep parent;
  ScopePanels input;     /* (n_features, n_units): W */
  ScopePanels recurrent; /* (n_units, n_units): U */
  ScopeActivation activation;
} Step;

static void
simple_rnn_take (const ScopeCellStep *step, ScopeCellLoop *loop, gsize n)
{
  const Step *self = (const Step *) step;
  const ScopeKernels *kernels = step->parent.kernels;
  gsize n_units = step->how.n_units;
  gsize width = step->how.n_features + n_units;

  /* Two products that are added, as in Keras, whose rounding this then has. */
  kernels->multiply (&self->input, n, loop->rows, width, loop->next, n_units);
  kernels->multiply (&self->recurrent, n, loop->rows + step->how.n_features, width, loop->more,
                     n_units);
  for (gsize i = 0; i < n * n_units; i++)
    loop->next[i] += loop->more[i];
  scope_activate (kernels, &self->activation, loop->next, n, n_units);
}

static gpointer
simple_rnn_state_new (const ScopeStep *step, const ScopeShape *inputs, gsize max_windows,
                      GError **error)
{
  const ScopeCellStep *self = (const ScopeCellStep *) step;
  ScopeCellLoop *loop = scope_cell_loop_new (self, 1, error);

  if (loop != NULL)
    scope_cell_loop_set_track (loop, 0, loop->next, self->how.n_units);
  return loop;
}

static void
simple_rnn_free (ScopeStep *step)
{
  Step *self = (Step *) step;

  scope_buffer_free ((float *) self->input.numbers);
  scope_buffer_free ((float *) self->recurrent.numbers);
}

static const ScopeStepClass simple_rnn_class = {
  .tracks = tracks,
  .n_tracks = G_N_ELEMENTS (tracks),
  .infer = scope_cell_step_infer,
  .state_new = simple_rnn_state_new,
  .state_free = scope_cell_loop_free,
  .forward = scope_cell_step_forward,
  .free = simple_rnn_free,
};

ScopeStep *
scope_step_simple_rnn_new (const ScopePlan *plan, ScopeGates *gates, const ScopeRecurrence *how,
                           const char *path, GError **error)
{
  const ScopeKernels *kernels = scope_kernels_narrow (plan->kernels, how->n_units);
  Step *self = scope_step_new (sizeof (Step), &simple_rnn_class, kernels, path);

  self->parent.how = *how;
  self->parent.take = simple_rnn_take;
  self->activation = *scope_gates_get_activation (gates, 0);
  if (!scope_cell_step_pack (&self->input, kernels->lanes, gates, 0, 1, SCOPE_CELL_INPUT,
                             scope_gates_get_view (gates, 0, SCOPE_MATRIX_B).data, error)
      || !scope_cell_step_pack (&self->recurrent, kernels->lanes, gates, 0, 1, SCOPE_CELL_HIDDEN,
                                NULL, error))
    {
      scope_step_free (&self->parent.parent);
      return NULL;
    }
  return &self->parent.parent;
}
