/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Functions of Keras 3 that stand among a model's layers (KM keras/src/ops/numpy.py): what a model is given masks by, and plain
 * arithmetic. A truth is 1 or 0 here. An operand is a tensor, or a number that the configuration has in its place.
 */
#include "scope-layer-step.h"

#include "scope-merge.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

typedef double (*Function) (double a, double b);

typedef struct
{
  const char *class_name;
  guint n_operands;
  Function function;
} Operation;

typedef struct
{
  ScopeStep parent;
  Function function;
  gboolean given[2]; /* whether an operand is a number */
  double numbers[2];
} Step;

typedef struct
{
  ScopeStep parent;
  gboolean all; /* every number, not any */
  gboolean keep;
  gboolean over[SCOPE_ARRAY_MAX_DIMS];
} Reduction;

#define DEFINE(name, expression)                                                                   \
  static double name (double a, double b)                                                          \
  {                                                                                                \
    return (expression);                                                                           \
  }

DEFINE (not_equal, a != b ? 1 : 0)
DEFINE (equal, a == b ? 1 : 0)
DEFINE (greater, a > b ? 1 : 0)
DEFINE (greater_equal, a >= b ? 1 : 0)
DEFINE (less, a < b ? 1 : 0)
DEFINE (less_equal, a <= b ? 1 : 0)
DEFINE (logical_and, a != 0 && b != 0 ? 1 : 0)
DEFINE (logical_or, a != 0 || b != 0 ? 1 : 0)
DEFINE (logical_xor, (a != 0) != (b != 0) ? 1 : 0)
DEFINE (logical_not, a == 0 ? 1 : 0)
DEFINE (zeros_like, 0)
DEFINE (ones_like, 1)
DEFINE (add, a + b)
DEFINE (subtract, a - b)
DEFINE (multiply, a *b)
DEFINE (divide, a / b)
DEFINE (maximum, isnan (a) || a > b ? a : b)
DEFINE (minimum, isnan (a) || a < b ? a : b)
DEFINE (negative, -a)
DEFINE (absolute, fabs (a))
DEFINE (square, a *a)
DEFINE (square_root, sqrt (a))
DEFINE (exponential, exp (a))
DEFINE (logarithm, log (a))
DEFINE (power, pow (a, b))
DEFINE (floor_divide, floor (a / b))
DEFINE (log_one_more, log1p (a))
DEFINE (exp_one_less, expm1 (a))
DEFINE (logarithm_2, log2 (a))
DEFINE (logarithm_10, log10 (a))
DEFINE (reciprocal_root, 1 / sqrt (a))
DEFINE (reciprocal, 1 / a)
DEFINE (sign, a > 0 ? 1 : a < 0 ? -1 : a)
DEFINE (sine, sin (a))
DEFINE (cosine, cos (a))
DEFINE (tangent, tan (a))
DEFINE (arc_tangent, atan (a))
DEFINE (error_function, erf (a))

static const Operation operations[] = {
  { "NotEqual", 2, not_equal },
  { "Equal", 2, equal },
  { "Greater", 2, greater },
  { "GreaterEqual", 2, greater_equal },
  { "Less", 2, less },
  { "LessEqual", 2, less_equal },
  { "LogicalAnd", 2, logical_and },
  { "LogicalOr", 2, logical_or },
  { "LogicalXor", 2, logical_xor },
  { "LogicalNot", 1, logical_not },
  { "ZerosLike", 1, zeros_like },
  { "OnesLike", 1, ones_like },
  { "Add", 2, add },
  { "Subtract", 2, subtract },
  { "Multiply", 2, multiply },
  { "Divide", 2, divide },
  { "TrueDivide", 2, divide },
  { "Maximum", 2, maximum },
  { "Minimum", 2, minimum },
  { "Negative", 1, negative },
  { "Absolute", 1, absolute },
  { "Abs", 1, absolute },
  { "Square", 1, square },
  { "Sqrt", 1, square_root },
  { "Exp", 1, exponential },
  { "Log", 1, logarithm },
  { "Power", 2, power },
  { "FloorDivide", 2, floor_divide },
  { "Log1p", 1, log_one_more },
  { "Expm1", 1, exp_one_less },
  { "Log2", 1, logarithm_2 },
  { "Log10", 1, logarithm_10 },
  { "Rsqrt", 1, reciprocal_root },
  { "Reciprocal", 1, reciprocal },
  { "Sign", 1, sign },
  { "Sin", 1, sine },
  { "Cos", 1, cosine },
  { "Tan", 1, tangent },
  { "Arctan", 1, arc_tangent },
  { "Erf", 1, error_function },
};

static const Operation *
find_operation (const char *class_name)
{
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    if (strcmp (operations[i].class_name, class_name) == 0)
      return &operations[i];
  return NULL;
}

static gboolean
operation_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  /* numpy puts a tensor of fewer dimensions under the last ones, the batch's among them. */
  if (step->n_inputs > 1 && inputs[0].n_dims != inputs[1].n_dims)
    {
      g_autofree char *a = scope_shape_dup_text (&inputs[0]);
      g_autofree char *b = scope_shape_dup_text (&inputs[1]);

      *why = g_strdup_printf (_ ("Its inputs have the shapes %s, %s, which do not fit each other."),
                              a, b);
      return FALSE;
    }
  if (scope_merge_broadcast (inputs, step->n_inputs, &outputs[0]))
    {
      outputs[0].dims[0] = SCOPE_DIM_FREE;
      return TRUE;
    }
  *why = g_strdup (_ ("Its inputs have shapes that do not fit each other."));
  return FALSE;
}

/* Where a place of the output is in an operand that may be 1 where the output is longer. */
static gsize
find_place (const ScopeShape *shape, const ScopeShape *output, gsize place)
{
  gsize found = 0;
  gsize pitch = 1;

  for (guint i = output->n_dims; i-- > 1;)
    {
      gsize length = (gsize) output->dims[i];

      if (shape->dims[i] != 1)
        found += place % length * pitch;
      pitch *= (gsize) shape->dims[i];
      place /= length;
    }
  return found;
}

static gboolean
operation_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
                   const ScopeValue *const *inputs, float *const *outputs)
{
  const Step *self = (const Step *) step;
  ScopeShape shapes[2];
  ScopeShape shape;
  gsize size;

  for (guint i = 0; i < step->n_inputs; i++)
    shapes[i] = inputs[i]->shape;
  scope_merge_broadcast (shapes, step->n_inputs, &shape);
  size = (gsize) scope_shape_product (&shape, 1);

  for (gsize w = 0; w < chunk->n_windows; w++)
    for (gsize i = 0; i < size; i++)
      {
        double operands[2] = { self->numbers[0], self->numbers[1] };
        guint input = 0;

        for (guint k = 0; k < 2 && input < step->n_inputs; k++)
          if (!self->given[k])
            {
              const float *from = scope_value_get_window (inputs[input], w);

              operands[k] = (double) from[find_place (&shapes[input], &shape, i)];
              input++;
            }
        outputs[0][w * size + i] = (float) self->function (operands[0], operands[1]);
      }
  return TRUE;
}

static const ScopeStepClass operation_class = {
  .infer = operation_infer,
  .forward = operation_forward,
};

gboolean
scope_compile_operation (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                         guint n_inputs, GArray *outputs, char **why)
{
  const Operation *operation = find_operation (scope_layer_get_class (layer));
  Step *self = scope_step_new (sizeof (Step), &operation_class, plan->kernels, path);
  guint n_numbers = 0;

  self->function = operation->function;
  for (guint i = 0; i < operation->n_operands; i++)
    {
      self->given[i] = scope_layer_get_call_number (layer, plan->call, i, &self->numbers[i]);
      n_numbers += self->given[i] ? 1 : 0;
    }
  if (n_inputs == 0 || n_inputs + n_numbers != operation->n_operands)
    {
      *why =
          g_strdup_printf (_ ("It is given something else than tensors and numbers, %u of them."),
                           operation->n_operands);
      scope_step_free (&self->parent);
      return FALSE;
    }
  return scope_plan_add (plan, &self->parent, inputs, n_inputs, outputs, why);
}

static gboolean
reduction_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Reduction *self = (const Reduction *) step;

  outputs[0].n_dims = 0;
  for (guint i = 0; i < inputs[0].n_dims; i++)
    if (!self->over[i])
      scope_shape_append (&outputs[0], inputs[0].dims[i]);
    else if (self->keep)
      scope_shape_append (&outputs[0], 1);
  return TRUE;
}

static gboolean
reduction_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
                   const ScopeValue *const *inputs, float *const *outputs)
{
  const Reduction *self = (const Reduction *) step;
  const ScopeShape *shape = &inputs[0]->shape;
  gsize size = 1;

  for (guint i = 1; i < shape->n_dims; i++)
    if (!self->over[i])
      size *= (gsize) shape->dims[i];

  for (gsize i = 0; i < chunk->n_windows * size; i++)
    outputs[0][i] = self->all ? 1 : 0;
  for (gsize w = 0; w < chunk->n_windows; w++)
    for (gsize i = 0; i < inputs[0]->size; i++)
      {
        gsize place = 0;
        gsize pitch = 1;
        gsize rest = i;
        float *to = outputs[0] + w * size;

        for (guint k = shape->n_dims; k-- > 1;)
          {
            gsize length = (gsize) shape->dims[k];

            if (!self->over[k])
              {
                place += rest % length * pitch;
                pitch *= length;
              }
            rest /= length;
          }
        if ((scope_value_get_window (inputs[0], w)[i] != 0) != self->all)
          to[place] = self->all ? 0 : 1;
      }
  return TRUE;
}

static const ScopeStepClass reduction_class = {
  .infer = reduction_infer,
  .forward = reduction_forward,
};

gboolean
scope_compile_reduction (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                         guint n_inputs, GArray *outputs, char **why)
{
  guint axes[SCOPE_ARRAY_MAX_DIMS];
  Reduction *self;
  guint n_axes;
  guint n_dims;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 2, why))
    return FALSE;
  n_dims = scope_plan_get_shape (plan, inputs[0])->n_dims;
  if (scope_layer_is_null (layer, "axis"))
    {
      *why = g_strdup (_ ("It joins all windows to one number."));
      return FALSE;
    }
  n_axes = scope_layer_get_axes (layer, "axis", -1, n_dims, axes, why);
  if (n_axes == 0)
    return FALSE;

  self = scope_step_new (sizeof (Reduction), &reduction_class, plan->kernels, path);
  self->all = strcmp (scope_layer_get_class (layer), "All") == 0;
  self->keep = scope_layer_get_boolean (layer, "keepdims", FALSE);
  for (guint i = 0; i < n_axes; i++)
    self->over[axes[i]] = TRUE;
  return scope_plan_add (plan, &self->parent, inputs, n_inputs, outputs, why);
}

/* The same numbers under another shape. */
typedef struct
{
  ScopeStep parent;
  gboolean squeezes;
  guint n_axes;
  guint axes
      [SCOPE_ARRAY_MAX_DIMS]; /* of the output where it expands, of the input where it squeezes */
} Reshape;

static gboolean
reshape_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs, char **why)
{
  const Reshape *self = (const Reshape *) step;

  outputs[0] = inputs[0];
  if (!self->squeezes)
    outputs[0] = scope_shape_insert (&inputs[0], self->axes[0], 1);
  else
    for (guint i = inputs[0].n_dims; i-- > 1;)
      for (guint k = 0; k < self->n_axes; k++)
        if (self->axes[k] == i && inputs[0].dims[i] == 1)
          outputs[0] = scope_shape_without (&outputs[0], i);
  if (outputs[0].n_dims
      == (self->squeezes ? inputs[0].n_dims - self->n_axes : inputs[0].n_dims + 1))
    return TRUE;
  return scope_layer_step_refuse (&inputs[0], why);
}

static gboolean
reshape_forward (const ScopeStep *step, gpointer state, const ScopeChunk *chunk,
                 const ScopeValue *const *inputs, float *const *outputs)
{
  for (gsize w = 0; w < chunk->n_windows; w++)
    memcpy (outputs[0] + w * inputs[0]->size, scope_value_get_window (inputs[0], w),
            inputs[0]->size * sizeof (float));
  return TRUE;
}

static const ScopeStepClass reshape_class = {
  .infer = reshape_infer,
  .forward = reshape_forward,
};

gboolean
scope_compile_expand (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                      guint n_inputs, GArray *outputs, char **why)
{
  gboolean squeezes = strcmp (scope_layer_get_class (layer), "Squeeze") == 0;
  Reshape *self;
  guint n_dims;

  if (!scope_compile_check_single (plan, inputs, n_inputs, 1, why))
    return FALSE;

  n_dims = scope_plan_get_shape (plan, inputs[0])->n_dims;
  self = scope_step_new (sizeof (Reshape), &reshape_class, plan->kernels, path);
  self->squeezes = squeezes;
  self->n_axes =
      scope_layer_get_axes (layer, "axis", -1, squeezes ? n_dims : n_dims + 1, self->axes, why);
  if (self->n_axes == 0)
    {
      scope_step_free (&self->parent);
      return FALSE;
    }
  return scope_plan_add (plan, &self->parent, inputs, n_inputs, outputs, why);
}
