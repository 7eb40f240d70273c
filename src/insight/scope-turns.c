/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-turns.h"

#include "scope-head-private.h"

#include <glib/gi18n.h>

/* Longest chain of layers that is followed. */
#define MAX_STEPS 1000

typedef enum
{
  WAY_ENDS, /* weights of its own, or something that is not followed */
  WAY_GOES_ON,
  WAY_IS_NOT_ODD,
} Way;

static Way
look_at (ScopeLayer *layer)
{
  static const char *const passing[] = {
    "Dropout",          "SpatialDropout1D",
    "GaussianDropout",  "GaussianNoise",
    "AlphaDropout",     "ActivityRegularization",
    "Identity",         "RepeatVector",
    "Flatten",          "Reshape",
    "Permute",          "GlobalAveragePooling1D",
    "AveragePooling1D", NULL,
  };
  static const char *const not_odd[] = {
    "LeakyReLU",          "ReLU",    "ELU",          "PReLU", "ThresholdedReLU",
    "GlobalMaxPooling1D", "Softmax", "MaxPooling1D", NULL,
  };
  const char *name = scope_layer_get_class (layer);
  ScopeActivation activation;

  if (g_strv_contains (passing, name))
    return WAY_GOES_ON;
  if (g_strv_contains (not_odd, name))
    return WAY_IS_NOT_ODD;
  if (!g_str_equal (name, "Activation"))
    return WAY_ENDS;
  return scope_layer_get_activation (layer, "activation", &activation)
                 && scope_activation_is_odd (&activation)
             ? WAY_GOES_ON
             : WAY_IS_NOT_ODD;
}

static gboolean
reads (ScopeLayer *layer, guint source)
{
  for (guint call = 0; call < scope_layer_get_n_calls (layer); call++)
    for (guint i = 0; i < scope_layer_get_n_feeds (layer, call); i++)
      if (scope_layer_get_feed (layer, call, i)->layer == source)
        return TRUE;
  return FALSE;
}

/* Every layer is looked at once, so that a circle in the graph ends it. */
static gboolean
goes_through_odd (ScopeModel *model, guint source, guint depth, gboolean *seen)
{
  seen[source] = TRUE;
  for (guint i = 0; depth < MAX_STEPS && i < scope_model_get_n_layers (model); i++)
    {
      ScopeLayer *layer = scope_model_get_layer (model, i);
      Way way;

      if (seen[i] || !reads (layer, source))
        continue;
      way = look_at (layer);
      if (way == WAY_IS_NOT_ODD
          || (way == WAY_GOES_ON && !goes_through_odd (model, i, depth + 1, seen)))
        return FALSE;
    }
  return TRUE;
}

const char *
scope_turns_find_obstacle (ScopeModel *model, const char *path, ScopeGates *gates)
{
  int candidate;
  ScopeHeadSource source;
  g_autofree gboolean *seen = NULL;

  g_return_val_if_fail (model != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (gates != NULL, NULL);

  candidate = scope_gates_find (gates, scope_gates_get_n_gates (gates) == 4 ? "c" : "h");
  if (!scope_activation_is_odd (scope_gates_get_activation (gates, (guint) candidate)))
    return _ ("No unit is turned: the activation of candidate and output is not odd, so that a "
              "unit of the opposite sign is another one.");

  seen = g_new0 (gboolean, scope_model_get_n_layers (model) + 1);
  if (scope_head_find_source (model, path, &source)
      && !goes_through_odd (model, source.layer, 0, seen))
    return _ ("No unit is turned: what the layer answers goes through a function that is not odd, "
              "so that a unit of the opposite sign is another one.");
  return NULL;
}
