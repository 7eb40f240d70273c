/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ScopeOutputFacts: one of a model's outputs.
 * @steps: length of its time axis; 1: it has none; 0: as many as the window has rows
 * @numbers: numbers in each step, the last axis; 0: not known. Flattened, an output has @steps ×
 *     @numbers numbers.
 */
typedef struct
{
  gsize steps;
  gsize numbers;
} ScopeOutputFacts;

/**
 * ScopeModelFacts: what a recipe must know of a model. This library knows nothing of models.
 * @n_inputs: inputs of the model (a table can feed one)
 * @n_features: numbers in a row of the first input; 0: not known
 * @window: rows of a window; 0: free
 * @has_time_axis: whether the input is (batch, steps, features); else a window is one row
 * @n_outputs: length of @outputs
 * @outputs: its outputs
 * @feature_names: (nullable) (array length=n_features): names that the model's file gives its
 *     features
 */
typedef struct
{
  guint n_inputs;
  guint n_features;
  guint window;
  gboolean has_time_axis;
  guint n_outputs;
  const ScopeOutputFacts *outputs;
  const char *const *feature_names;
} ScopeModelFacts;

G_END_DECLS
