/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-layer-type.h"

G_BEGIN_DECLS

/**
 * ScopeAttend: what all kinds of attention do with the scores of one window: n_queries rows of n_keys each.
 * @queries, @keys, @values: (nullable): masks: 1 for what counts
 * @causal: whether a query sees no later key
 * @band: how many keys to either side a query sees; 0: all
 * @empty: whether a query that sees nothing sees nothing, and not everything alike
 */
typedef struct
{
  gsize n_queries;
  gsize n_keys;
  const float *queries;
  const float *keys;
  const float *values;
  gboolean causal;
  gsize band;
  gboolean empty;
} ScopeAttend;

/* Scores into weights, in place: softmax over the keys that a query sees. */
void scope_attend_weigh (const ScopeAttend *self, float *scores);

/* output (n_queries, width) = weights (n_queries, n_keys) · values (n_keys, width); rows @value_step and @output_step apart. */
void scope_attend_sum (const ScopeAttend *self, const float *weights, const float *values,
                       gsize value_step, gsize width, float *output, gsize output_step);

/**
 * scope_attend_add:
 * @step: (transfer full): takes @inputs, then the masks that its layer looks at
 * @n_masks: for the first so many of @inputs a mask is taken where there is one
 * @has: (out) (array length=n_masks): for which there was one
 *
 * Adds the step, whose first output has the mask of the first input.
 */
gboolean scope_attend_add (ScopePlan *plan, ScopeStep *step, const guint *inputs, guint n_inputs,
                           guint n_masks, gboolean *has, GArray *outputs, char **why);

G_END_DECLS
