/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-layer-step.h"

#include "scope-activate.h"
#include "scope-class.h"

#include <glib/gi18n.h>
#include <string.h>

gpointer
scope_layer_step_new (gsize size, const ScopeStepClass *class, const ScopePlan *plan,
                      ScopeLayer *layer, const char *path)
{
  ScopeLayerStep *self = scope_step_new (size, class, plan->kernels, path);

  self->layer = scope_layer_ref (layer);
  return self;
}

void
scope_layer_step_free (ScopeStep *step)
{
  scope_layer_unref (((ScopeLayerStep *) step)->layer);
}

gboolean
scope_layer_step_refuse (const ScopeShape *input, char **why)
{
  g_autofree char *text = scope_shape_dup_text (input);

  *why = g_strdup_printf (_ ("Its input has the shape %s, which its configuration does not fit."),
                          text);
  return FALSE;
}

/* A tensor without numbers comes of a window that is shorter than what the layer looks at. */
static gboolean
is_empty (const ScopeShape *shape)
{
  for (guint i = 1; i < shape->n_dims; i++)
    if (shape->dims[i] == 0)
      return TRUE;
  return FALSE;
}

gboolean
scope_layer_step_infer (const ScopeStep *step, const ScopeShape *inputs, ScopeShape *outputs,
                        char **why)
{
  const ScopeLayerStep *self = (const ScopeLayerStep *) step;
  const ScopeClass *class = scope_class_find (scope_layer_get_class (self->layer));
  g_autoptr (GArray) made = g_array_new (FALSE, FALSE, sizeof (ScopeShape));

  class->shape (self->layer, inputs, step->n_inputs, made);
  for (guint i = 0; i < step->n_outputs; i++)
    {
      if (i >= made->len || g_array_index (made, ScopeShape, i).n_dims == 0
          || is_empty (&g_array_index (made, ScopeShape, i)))
        return scope_layer_step_refuse (&inputs[0], why);
      outputs[i] = g_array_index (made, ScopeShape, i);
    }
  return TRUE;
}

gboolean
scope_layer_step_add_with_mask (ScopePlan *plan, ScopeStep *step, const guint *inputs,
                                guint n_inputs, GArray *outputs, char **why)
{
  g_autoptr (GArray) made = g_array_new (FALSE, FALSE, sizeof (guint));

  step->n_outputs = 2;
  if (!scope_plan_add (plan, step, inputs, n_inputs, made, why))
    return FALSE;

  g_array_append_val (outputs, g_array_index (made, guint, 0));
  scope_plan_set_mask (plan, g_array_index (made, guint, 0), g_array_index (made, guint, 1));
  return TRUE;
}

gboolean
scope_layer_step_is (const ScopeLayerStep *self, const char *class_name)
{
  return strcmp (scope_layer_get_class (self->layer), class_name) == 0;
}

gboolean
scope_layer_step_get_activation (ScopeLayer *layer, ScopeActivation *activation, char **why)
{
  if (!scope_layer_get_activation (layer, "activation", activation))
    {
      *why = g_strdup (_ ("Its activation is a function that Keras does not have."));
      return FALSE;
    }
  if (scope_activate_get_width (activation, 2) != 2)
    {
      *why = g_strdup_printf (_ ("Its activation, %s, makes a row shorter."),
                              scope_activation_get_symbol (activation));
      return FALSE;
    }
  return TRUE;
}

gboolean
scope_layer_has_channels_first (ScopeLayer *layer)
{
  return strcmp (scope_layer_get_string (layer, "data_format", ""), "channels_first") == 0;
}

guint
scope_layer_get_axes (ScopeLayer *layer, const char *key, gint64 fallback, guint n_dims,
                      guint *axes, char **why)
{
  gint64 found[SCOPE_ARRAY_MAX_DIMS] = { fallback };
  guint n = MAX (1, scope_layer_get_ints (layer, key, found, G_N_ELEMENTS (found)));

  for (guint i = 0; i < n; i++)
    {
      gint64 axis = found[i] < 0 ? found[i] + n_dims : found[i];

      if (axis < 1 || axis >= n_dims)
        {
          *why = g_strdup_printf (_ ("It works on axis %" G_GINT64_FORMAT
                                     " of a tensor of %u dimensions, batch included."),
                                  found[i], n_dims);
          return 0;
        }
      axes[i] = (guint) axis;
    }
  return n;
}

gboolean
scope_layer_step_check_dim (const ScopeShape *input, guint axis, gsize expected, char **why)
{
  g_autofree char *text = NULL;

  if (axis < input->n_dims
      && (input->dims[axis] == SCOPE_DIM_FREE || (gsize) input->dims[axis] == expected))
    return TRUE;

  text = scope_shape_dup_text (input);
  *why =
      g_strdup_printf (_ ("Its input has the shape %s, its weights take %zu numbers on axis %u."),
                       text, expected, axis);
  return FALSE;
}
