/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where time_steps is in a model: the first question of the people who asked for this program. */
#include "scope-gates.h"
#include "scope-model-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* "6 016": thousands apart by a narrow space that does not break. */
static char *
dup_count (guint64 n)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, n);
  g_autoptr (GString) text = g_string_new (NULL);
  gsize length = strlen (digits);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append (text, "\u202F");
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static ScopeLayer *
find_recurrent (ScopeLayer *parent)
{
  for (guint i = 0; i < parent->children->len; i++)
    {
      ScopeLayer *child = g_ptr_array_index (parent->children, i);
      ScopeLayer *found;

      if (scope_layer_is_recurrent (child) || scope_layer_is_cell (child))
        return child;
      found = find_recurrent (child);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* How many biases each unit of a gate has. */
static guint
count_biases (ScopeLayer *layer, guint64 n_rest, guint n_gates, guint n_units)
{
  return n_units == 0 ? 0 : (guint) (n_rest / ((guint64) n_gates * n_units));
}

/* "6 016 numbers, 4·(14·32 + 32² + 32)"; NULL where the layer's gates are not to be had. */
static char *
dup_formula (ScopeLayer *layer, char **numbers)
{
  g_autoptr (ScopeGates) gates = scope_gates_new (layer, NULL);
  guint64 n_parameters = scope_layer_get_n_parameters (layer);
  guint64 n;
  guint64 u;
  guint g;
  guint n_biases;

  if (gates == NULL)
    return NULL;

  g = scope_gates_get_n_gates (gates);
  n = scope_gates_get_n_features (gates);
  u = scope_gates_get_n_units (gates);
  n_biases = count_biases (layer, n_parameters - g * (n * u + u * u), g, (guint) u);
  *numbers = dup_count (n_parameters);
  if (n_biases == 0)
    return g_strdup_printf (
        "%u·(%" G_GUINT64_FORMAT "·%" G_GUINT64_FORMAT " + %" G_GUINT64_FORMAT "²)", g, n, u, u);
  if (n_biases == 1)
    return g_strdup_printf ("%u·(%" G_GUINT64_FORMAT "·%" G_GUINT64_FORMAT " + %" G_GUINT64_FORMAT
                            "² + %" G_GUINT64_FORMAT ")",
                            g, n, u, u, u);
  return g_strdup_printf ("%u·(%" G_GUINT64_FORMAT "·%" G_GUINT64_FORMAT " + %" G_GUINT64_FORMAT
                          "² + %u·%" G_GUINT64_FORMAT ")",
                          g, n, u, u, n_biases, u);
}

char *
scope_model_dup_time_steps_text (ScopeModel *self)
{
  g_autofree char *formula = NULL;
  g_autofree char *numbers = NULL;
  ScopeLayer *layer;
  guint n_steps;

  g_return_val_if_fail (self != NULL, NULL);

  layer = find_recurrent (self->layers);
  if (layer != NULL)
    formula = dup_formula (layer, &numbers);
  n_steps = scope_model_get_time_steps (self);

  if (!scope_model_has_time_axis (self) && layer == NULL)
    return g_strdup (_ ("This model has no time_steps: its input is one row at a time, and no "
                        "layer of it is recurrent."));
  if (layer == NULL)
    return n_steps > 0
               ? g_strdup_printf (
                   ngettext ("time_steps is %u, from the input’s shape. No layer is recurrent, so "
                             "that the steps may have weights of their own.",
                             "time_steps is %u, from the input’s shape. No layer is recurrent, so "
                             "that the steps may have weights of their own.",
                             n_steps),
                   n_steps)
               : g_strdup (_ ("The input’s shape leaves time_steps free. No layer is recurrent."));
  if (formula == NULL)
    return g_strdup_printf (_ ("time_steps is not in the weights: “%s” (%s) uses the same numbers "
                               "at every step. The window’s length comes from the input’s shape."),
                            layer->name, layer->class_name);

  if (n_steps > 0)
    return g_strdup_printf (
        /* Translators: number of steps; number of weights; how it is worked out; layer; class */
        ngettext (
            "time_steps is not in the weights: the %u step uses the %s numbers, %s, of “%s” (%s). "
            "The window’s length comes from the input’s shape; with another length the model would "
            "have just as many weights.",
            "time_steps is not in the weights: all %u steps share the same %s numbers, %s, of “%s” "
            "(%s). "
            "The window’s length comes from the input’s shape; with another length the model would "
            "have just as many weights.",
            n_steps),
        n_steps, numbers, formula, layer->name, layer->class_name);
  return g_strdup_printf (
      /* Translators: number of weights; how it is worked out; layer; class */
      _ ("time_steps is not in the weights: every step shares the same %s numbers, %s, of “%s” "
         "(%s). "
         "The input’s shape leaves the window’s length free: the model takes windows of any "
         "length."),
      numbers, formula, layer->name, layer->class_name);
}
