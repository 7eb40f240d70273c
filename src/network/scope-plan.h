/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-model.h"
#include "scope-step.h"

G_BEGIN_DECLS

/* What stands for the mask of a value all of whose steps count. */
#define SCOPE_NO_MASK SCOPE_NO_VALUE

/**
 * ScopePlanState: a state of a recurrent layer that can be taken up in the middle of a window.
 * @step: the step that has it
 * @begin: the value that it begins with, one of the plan's inputs
 * @end: the value that it ends with, one of the plan's outputs
 * @track: static: the name of its trace
 */
typedef struct
{
  const ScopeStep *step;
  guint begin;
  guint end;
  const char *track;
} ScopePlanState;

/**
 * ScopePlan: a model as a list of steps over numbered values.
 * @kernels: of the level that all steps are packed for
 * @steps: (element-type ScopeStep): each after those whose values it takes
 * @shapes: (element-type ScopeShape): of each value, the batch first; time may be free
 * @masks: (element-type guint): of each value, the value that is its mask, or SCOPE_NO_MASK
 * @folds: (element-type guint): of each value, the value whose time steps are its windows, or SCOPE_NO_VALUE
 * @fold: the same for the steps that are being added
 * @masks_given: whether the layer that is being added is given its masks by keyword
 * @call: which call of its layer is being added
 * @known: (element-type gboolean): of each value, whether it can be computed: whether no layer before it cannot be run
 * @inputs: (element-type guint): the model's inputs among the values
 * @outputs: (element-type guint): the model's outputs
 * @states: (nullable) (element-type ScopePlanState): for a plan that can be taken up: behind the model's own inputs and outputs
 */
typedef struct
{
  const ScopeKernels *kernels;
  GPtrArray *steps;
  GArray *shapes;
  GArray *masks;
  GArray *folds;
  guint fold;
  gboolean masks_given;
  guint call;
  GArray *known;
  GArray *inputs;
  GArray *outputs;
  GArray *states;
} ScopePlan;

/**
 * scope_plan_new:
 * @model: any model
 * @obstacles: (element-type ScopeObstacle): gets every layer that cannot be run
 *
 * Returns: a plan of what can be run: with obstacles, of the layers before them
 */
ScopePlan *scope_plan_new (ScopeModel *model, GPtrArray *obstacles) G_GNUC_WARN_UNUSED_RESULT;
/* The same with states of recurrent layers among the inputs and outputs, wherever a layer would begin at zero. */
ScopePlan *
scope_plan_new_resumable (ScopeModel *model, GPtrArray *obstacles) G_GNUC_WARN_UNUSED_RESULT;
void scope_plan_free (ScopePlan *self);

/* One more input of a plan that can be taken up: a state of @n_units. */
guint scope_plan_add_state (ScopePlan *self, gsize n_units);

const ScopeShape *scope_plan_get_shape (const ScopePlan *self, guint value);

/*
 * A mask is a value like any other, so that steps make and take it as such: 1 for what counts and 0 for what does not, with
 * the first dimensions of the value that it belongs to, the features left out: (windows, steps) for (windows, steps, features). A step that
 * makes one has it as a further output; a step that needs one has it as a further input.
 */
guint scope_plan_get_mask (const ScopePlan *self, guint value);
void scope_plan_set_mask (ScopePlan *self, guint value, guint mask);

/**
 * scope_plan_add:
 * @step: (transfer full): a step
 * @inputs: (array length=n_inputs): the values that it takes
 * @outputs: (element-type guint): gets the values that it makes
 * @why: (out): a translated sentence: why it cannot take them
 */
gboolean scope_plan_add (ScopePlan *self, ScopeStep *step, const guint *inputs, guint n_inputs,
                         GArray *outputs, char **why);

/**
 * scope_plan_add_fold:
 * @step: (transfer full): makes windows of the time steps of @value, which is its only input
 * @folded: (out): its output, for steps that are added while @self->fold is @value
 */
gboolean
scope_plan_add_fold (ScopePlan *self, ScopeStep *step, guint value, guint *folded, char **why);

/* As many windows as @value has for each window of the run. */
gsize scope_plan_get_repeats (const ScopePlan *self, const ScopeShape *shapes, guint value);
/* The same for what a step is run on. */
gsize scope_plan_get_step_repeats (const ScopePlan *self, const ScopeShape *shapes,
                                   const ScopeStep *step);

/* A layer inside another one, of any class, at one call. What of it cannot be run is in @why. */
gboolean scope_plan_compile (ScopePlan *self, ScopeLayer *layer, const char *path,
                             const guint *inputs, guint n_inputs, GArray *outputs, char **why);

/**
 * scope_plan_find_traced:
 * @layer: a recurrent layer, as scope_model_find_layer() takes it; an RNN stands for its cell, where it has one, and NAME/K for
 *     the cell K of those that it has
 *
 * Returns: index of the step that runs it and can be traced (at its first call, where it has several); -1 where there is none
 */
int scope_plan_find_traced (const ScopePlan *self, const char *layer);

/* All values' shapes once the inputs' are known (free dimensions of time filled in): an array of as many as @shapes. */
ScopeShape *scope_plan_infer (const ScopePlan *self, const ScopeShape *inputs, char **why);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopePlan, scope_plan_free)

G_END_DECLS
