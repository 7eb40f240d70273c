/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-attend.h"

#include <math.h>

static gboolean
is_seen (const ScopeAttend *self, gsize query, gsize key)
{
  if ((self->keys != NULL && self->keys[key] == 0)
      || (self->values != NULL && self->values[key] == 0)
      || (self->queries != NULL && self->queries[query] == 0))
    return FALSE;
  if (self->causal && key > query)
    return FALSE;
  return self->band == 0 || (key > query ? key - query : query - key) < self->band;
}

static void
weigh_row (const ScopeAttend *self, gsize query, float *row)
{
  double most = -INFINITY;
  double sum = 0;
  gsize n_seen = 0;

  for (gsize k = 0; k < self->n_keys; k++)
    if (is_seen (self, query, k))
      {
        most = (double) row[k] > most || isnan (row[k]) ? (double) row[k] : most;
        n_seen++;
      }

  /* Keras takes 1e9 off what is not seen; where that is all, nothing of the scores is left in float32. */
  if (n_seen == 0)
    {
      for (gsize k = 0; k < self->n_keys; k++)
        row[k] = self->empty ? 0 : 1 / (float) self->n_keys;
      return;
    }

  for (gsize k = 0; k < self->n_keys; k++)
    {
      double power = is_seen (self, query, k) ? exp ((double) row[k] - most) : 0;

      row[k] = (float) power;
      sum += power;
    }
  for (gsize k = 0; k < self->n_keys; k++)
    row[k] = (float) ((double) row[k] / sum);
}

void
scope_attend_weigh (const ScopeAttend *self, float *scores)
{
  for (gsize q = 0; q < self->n_queries; q++)
    weigh_row (self, q, scores + q * self->n_keys);
}

void
scope_attend_sum (const ScopeAttend *self, const float *weights, const float *values,
                  gsize value_step, gsize width, float *output, gsize output_step)
{
  for (gsize q = 0; q < self->n_queries; q++)
    {
      float *to = output + q * output_step;

      for (gsize i = 0; i < width; i++)
        to[i] = 0;
      for (gsize k = 0; k < self->n_keys; k++)
        {
          float weight = weights[q * self->n_keys + k];
          const float *from = values + k * value_step;

          for (gsize i = 0; i < width; i++)
            to[i] += weight * from[i];
        }
    }
}

gboolean
scope_attend_add (ScopePlan *plan, ScopeStep *step, const guint *inputs, guint n_inputs,
                  guint n_masks, gboolean *has, GArray *outputs, char **why)
{
  guint all[SCOPE_STEP_MAX_INPUTS];
  guint n = 0;

  for (guint i = 0; i < n_inputs; i++)
    all[n++] = inputs[i];
  for (guint i = 0; i < n_masks; i++)
    {
      guint mask = scope_plan_get_mask (plan, inputs[i]);

      has[i] = mask != SCOPE_NO_MASK;
      if (has[i])
        all[n++] = mask;
    }
  if (!scope_plan_add (plan, step, all, n, outputs, why))
    return FALSE;

  scope_plan_set_mask (plan, g_array_index (outputs, guint, 0),
                       scope_plan_get_mask (plan, inputs[0]));
  return TRUE;
}
