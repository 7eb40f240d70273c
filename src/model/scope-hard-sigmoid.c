/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of Keras's two hard_sigmoids a model uses: clip(0.2 x + 0.5, 0, 1) up to Keras 2 and tf.keras, relu6(x + 3)/6 from Keras 3
 * on (K@v2.15.0 backend.py, K@v3.0.0 backend/tensorflow/nn.py). */
#include "scope-model-private.h"

#include <glib/gi18n.h>

/* The rule of the first layer that uses one, or 0. */
static guint
find_rule (ScopeLayer *layer)
{
  static const char *const keys[] = { "activation", "recurrent_activation" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      ScopeActivation activation;

      if (!scope_layer_get_activation (layer, keys[i], &activation))
        continue;
      if (activation.kind == SCOPE_ACTIVATION_HARD_SIGMOID_2)
        return 2;
      if (activation.kind == SCOPE_ACTIVATION_HARD_SIGMOID_3)
        return 3;
    }
  for (guint i = 0; i < layer->children->len; i++)
    {
      guint rule = find_rule (g_ptr_array_index (layer->children, i));

      if (rule > 0)
        return rule;
    }
  return 0;
}

guint
scope_model_get_hard_sigmoid (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, 0);

  /* Of weights alone it is not known which activations there are. */
  return self->class_name != NULL ? find_rule (self->layers) : 0;
}

gboolean
scope_model_has_given_hard_sigmoid (ScopeModel *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->hard_sigmoid > 0;
}

char *
scope_model_dup_hard_sigmoid_text (ScopeModel *self)
{
  guint rule = scope_model_get_hard_sigmoid (self);
  const char *formula;
  g_autofree char *keras = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (rule == 0)
    return NULL;

  formula = rule == 2 ? _ ("clip(0.2 x + 0.5, 0, 1), the rule of Keras 1 and 2")
                      : _ ("relu6(x + 3) / 6, the rule of Keras 3");
  keras = g_strdup_printf ("%s", self->keras_version != NULL ? self->keras_version
                                                             : _ ("of no stated version"));
  if (self->hard_sigmoid > 0)
    /* Translators: a formula with whose rule it is, and a version of Keras */
    return g_strdup_printf (
        _ ("hard_sigmoid is %s, as you chose; the file was written by Keras %s."), formula, keras);
  return g_strdup_printf (_ ("hard_sigmoid is %s, because the file was written by Keras %s."),
                          formula, keras);
}
