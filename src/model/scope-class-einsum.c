/* SPDX-License-Identifier: GPL-3.0-or-later */
/* EinsumDense: shapes that follow from an equation such as "abc,cd->abd" or "...x,xy->...y" (KM einsum_dense.py
 * _analyze_split_string). */
#include "scope-layer-private.h"

#include <string.h>

#define ELLIPSIS "..."

typedef struct
{
  char *input; /* letters, without the ellipsis */
  char *kernel;
  char *output;
  gsize n_elided; /* axes in front of the letters that an ellipsis stands for */
  const ScopeShape *shape;
  ScopeShape written; /* output_shape */
} Equation;

static void
equation_clear (Equation *self)
{
  g_free (self->input);
  g_free (self->kernel);
  g_free (self->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Equation, equation_clear)

/* FALSE where it is none, or one whose ellipsis stands behind its letters. */
static gboolean
parse (ScopeLayer *layer, const ScopeShape *shape, Equation *equation)
{
  const char *text = scope_layer_get_string (layer, "equation", "");
  g_auto (GStrv) sides = g_strsplit (text, "->", 2);
  g_auto (GStrv) factors = NULL;
  gboolean elided;

  if (g_strv_length (sides) != 2)
    return FALSE;
  factors = g_strsplit (sides[0], ",", 2);
  if (g_strv_length (factors) != 2)
    return FALSE;

  elided = g_str_has_prefix (factors[0], ELLIPSIS);
  if (elided != g_str_has_prefix (sides[1], ELLIPSIS))
    return FALSE;
  equation->input = g_strdup (factors[0] + (elided ? strlen (ELLIPSIS) : 0));
  equation->kernel = g_strdup (factors[1]);
  equation->output = g_strdup (sides[1] + (elided ? strlen (ELLIPSIS) : 0));
  if (strchr (equation->input, '.') != NULL || strchr (equation->kernel, '.') != NULL
      || strchr (equation->output, '.') != NULL)
    return FALSE;

  equation->shape = shape;
  if (elided && shape->n_dims > strlen (equation->input))
    equation->n_elided = shape->n_dims - strlen (equation->input);
  /* A list, or a number alone. */
  equation->written = scope_layer_get_shape (layer, "output_shape");
  if (equation->written.n_dims == 0)
    scope_shape_append (&equation->written, scope_layer_get_int (layer, "output_shape", 0));
  return strlen (equation->kernel) <= SCOPE_ARRAY_MAX_DIMS;
}

/* Length of the axis called @letter: the input says it, else the configuration; free where neither does. */
static gint64
length_of (const Equation *equation, char letter)
{
  const char *at = strchr (equation->input, letter);
  gsize index;

  if (at != NULL)
    {
      index = equation->n_elided + (gsize) (at - equation->input);
      return index < equation->shape->n_dims ? equation->shape->dims[index] : SCOPE_DIM_FREE;
    }

  at = strchr (equation->output, letter);
  if (at == NULL)
    return SCOPE_DIM_FREE;
  /* The configuration leaves out the batch, which an ellipsis takes in. */
  index = (gsize) (at - equation->output);
  if (equation->n_elided == 0)
    {
      if (index == 0)
        return SCOPE_DIM_FREE;
      index--;
    }
  return index < equation->written.n_dims && equation->written.dims[index] > 0
             ? equation->written.dims[index]
             : SCOPE_DIM_FREE;
}

void
scope_roles_einsum_dense (ScopeLayer *layer, const ScopeShape *input, const GPtrArray *arrays,
                          ScopeRoles *roles)
{
  g_auto (Equation) equation = { 0 };
  const char *axes = scope_layer_get_string (layer, "bias_axes", NULL);
  gint64 dims[SCOPE_ARRAY_MAX_DIMS];
  gboolean known = parse (layer, input, &equation);
  guint n = 0;

  if (!known)
    {
      for (guint i = 0; arrays != NULL && i < arrays->len; i++)
        {
          ScopeArray *array = g_ptr_array_index (arrays, i);

          for (guint k = 0; k < scope_array_get_n_dims (array); k++)
            dims[k] = SCOPE_DIM_FREE;
          if (i < 2)
            scope_roles_add (roles, i == 0 ? "kernel" : "bias", TRUE,
                             scope_array_get_n_dims (array), dims);
        }
      return;
    }

  for (const char *letter = equation.kernel; *letter != '\0'; letter++)
    dims[n++] = length_of (&equation, *letter);
  scope_roles_add (roles, "kernel", TRUE, n, dims);

  if (axes == NULL || *axes == '\0')
    return;
  n = 0;
  for (const char *letter = strpbrk (equation.output, axes);
       letter != NULL && *letter != '\0' && n < SCOPE_ARRAY_MAX_DIMS; letter++)
    dims[n++] = strchr (axes, *letter) != NULL ? length_of (&equation, *letter) : 1;
  scope_roles_add (roles, "bias", TRUE, n, dims);
}

void
scope_shapes_einsum_dense (ScopeLayer *layer, const ScopeShape *inputs, guint n_inputs,
                           GArray *outputs)
{
  g_auto (Equation) equation = { 0 };
  ScopeShape shape = { 0 };

  if (n_inputs == 1 && inputs[0].n_dims > 0 && parse (layer, &inputs[0], &equation))
    {
      for (gsize i = 0; i < equation.n_elided; i++)
        scope_shape_append (&shape, inputs[0].dims[i]);
      for (const char *letter = equation.output; *letter != '\0'; letter++)
        scope_shape_append (&shape, length_of (&equation, *letter));
    }
  g_array_append_val (outputs, shape);
}
