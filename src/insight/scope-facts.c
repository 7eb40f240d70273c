/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-facts.h"

struct _ScopeFacts
{
  gatomicrefcount ref_count;
  ScopeModelFacts facts;
  ScopeOutputFacts *outputs;
};

G_DEFINE_BOXED_TYPE (ScopeFacts, scope_facts, scope_facts_ref, scope_facts_unref)

/* Where the window is free, two lengths tell whether an output grows with it. */
static const gsize trial_windows[] = { 64, 65 };

static gsize
count_steps (const gsize *dims, guint n_dims)
{
  gsize steps = 1;

  for (guint i = 0; i + 1 < n_dims; i++)
    steps *= dims[i];
  return steps;
}

static void
ask_network (ScopeNetwork *network, guint output, guint window, ScopeOutputFacts *facts)
{
  gsize dims[SCOPE_ARRAY_MAX_DIMS], longer[SCOPE_ARRAY_MAX_DIMS];
  guint n_dims;

  n_dims =
      scope_network_get_output_dims (network, output, window > 0 ? window : trial_windows[0], dims);
  facts->steps = count_steps (dims, n_dims);
  facts->numbers = n_dims > 0 ? dims[n_dims - 1] : 0;

  if (window == 0 && n_dims > 1
      && scope_network_get_output_dims (network, output, trial_windows[1], longer) == n_dims
      && count_steps (longer, n_dims) != facts->steps)
    facts->steps = 0;
}

static void
ask_model (ScopeModel *model, guint output, ScopeOutputFacts *facts)
{
  const ScopeTensor *tensor = scope_model_get_output (model, output);
  const gint64 *dims;
  guint n_dims;

  n_dims = scope_layer_get_output_dims (scope_model_get_layer (model, tensor->layer), &dims);
  facts->steps = 1;
  facts->numbers = 0;
  if (n_dims < 2)
    return;

  facts->numbers = dims[n_dims - 1] > 0 ? (gsize) dims[n_dims - 1] : 0;
  for (guint i = 1; i + 1 < n_dims; i++)
    facts->steps *= dims[i] > 0 ? (gsize) dims[i] : 0;
}

ScopeFacts *
scope_facts_new (ScopeModel *model, ScopeNetwork *network)
{
  ScopeFacts *self;

  g_return_val_if_fail (model != NULL, NULL);

  self = g_new0 (ScopeFacts, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->facts.n_inputs = scope_model_get_n_inputs (model);
  self->facts.has_time_axis = scope_model_has_time_axis (model);
  self->facts.n_features = scope_model_get_n_features (model);
  self->facts.window = self->facts.has_time_axis ? scope_model_get_time_steps (model) : 1;
  self->facts.n_outputs = scope_model_get_n_outputs (model);
  self->outputs = g_new0 (ScopeOutputFacts, self->facts.n_outputs);
  self->facts.outputs = self->outputs;

  if (network != NULL)
    {
      gsize row_size = scope_network_get_row_size (network, 0);

      if (row_size > 0 && row_size <= G_MAXUINT)
        self->facts.n_features = (guint) row_size;
      self->facts.window = scope_network_get_window (network);
    }

  for (guint i = 0; i < self->facts.n_outputs; i++)
    if (network != NULL)
      ask_network (network, i, self->facts.window, &self->outputs[i]);
    else
      ask_model (model, i, &self->outputs[i]);
  return self;
}

ScopeFacts *
scope_facts_ref (ScopeFacts *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_facts_unref (ScopeFacts *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->outputs);
  g_free (self);
}

const ScopeModelFacts *
scope_facts_get (ScopeFacts *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->facts;
}
