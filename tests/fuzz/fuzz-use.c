/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz-use.h"

#include "scope-alignment.h"
#include "scope-effect.h"
#include "scope-gates.h"
#include "scope-image-writer.h"
#include "scope-initial.h"
#include "scope-linkage.h"
#include "scope-memory.h"
#include "scope-network.h"
#include "scope-spectrum.h"
#include "scope-unit-stats.h"

#include <string.h>

/* All that the weights of a recurrent layer are asked for. */
static void
use_layer (ScopeModel *model, const char *path, ScopeLayer *layer, ScopeGates *gates)
{
  g_autoptr (ScopeUnitStats) stats = scope_unit_stats_new (model, path, NULL);
  g_autoptr (ScopeInitial) initial = scope_initial_new (layer, NULL);
  g_autoptr (ScopeMemory) memory = scope_memory_new (layer, NULL);
  g_autoptr (ScopeEffect) effect = scope_effect_find (model, path);
  g_autoptr (ScopeSpectrum) spectrum = scope_spectrum_new (gates, 0, NULL, NULL);
  g_autoptr (ScopeLinkage) linkage =
      scope_linkage_new_weights (gates, SCOPE_LINKAGE_COLUMNS, 1 << SCOPE_MATRIX_W, -1, TRUE,
                                 SCOPE_LEAF_ORDER_OPTIMAL, NULL, NULL);
  g_autoptr (ScopeAlignment) alignment = scope_alignment_new (model, path, model, path, NULL, NULL);
  g_autofree double *singular = NULL;
  guint n;

  g_assert (stats != NULL && initial != NULL);
  singular = scope_initial_dup_singular_values (initial, &n, NULL, NULL, NULL);
  for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
    {
      const ScopeInitialPart *part = scope_initial_get_part (initial, gate, SCOPE_MATRIX_W);
      g_autofree char *text = part != NULL ? scope_initialiser_dup_text (&part->initialiser) : NULL;

      g_assert (text == NULL || g_utf8_validate (text, -1, NULL));
      g_assert (part == NULL || !(part->distance < 0 || part->distance > 1));
    }
  g_assert (alignment == NULL || scope_alignment_get_distance (alignment) == 0);
  g_assert (effect == NULL || scope_effect_get_n_units (effect) == scope_gates_get_n_units (gates));
}

void
fuzz_use_model (ScopeModel *model)
{
  g_auto (GStrv) paths = scope_model_dup_recurrent_paths (model);
  g_autofree char *text = scope_model_dup_time_steps_text (model);
  g_autofree char *rule = scope_model_dup_hard_sigmoid_text (model);
  g_autoptr (ScopeNetwork) network = NULL;
  g_autoptr (GPtrArray) obstacles = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; paths[i] != NULL; i++)
    {
      ScopeLayer *layer = scope_model_find_layer (model, paths[i]);
      g_autoptr (ScopeGates) gates = layer != NULL ? scope_gates_new (layer, NULL) : NULL;

      if (gates == NULL)
        continue;
      g_assert (scope_gates_get_storage (gates) != NULL);
      use_layer (model, paths[i], layer, gates);
    }
  g_assert (text == NULL || g_utf8_validate (text, -1, NULL));
  g_assert (rule == NULL || g_utf8_validate (rule, -1, NULL));
  g_assert (scope_model_get_digest (model) != NULL);
  network = scope_network_new (model, &error);
  g_assert ((network != NULL) != (error != NULL));
  obstacles = scope_network_list_obstacles (model);
  g_assert (obstacles != NULL);
}

static void
add (ScopeImageWriter *writer, const char *path, gsize first, gsize second)
{
  const gsize dims[] = { first, second };
  float values[128];

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = (float) i / 64;
  g_assert (first * MAX (second, 1) <= G_N_ELEMENTS (values));
  g_assert (scope_image_writer_add_values (writer, path, second > 0 ? 2 : 1, dims, values, NULL));
}

static GVariant *
make_list (const char *name, const char *const *names)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, name, g_variant_new_strv (names, -1));
  return g_variant_dict_end (&dict);
}

GBytes *
fuzz_dup_image (gboolean v3, const char *config)
{
  static const char *const layers[] = { "lstm", "dense", NULL };
  static const char *const lstm[] = { "kernel:0", "recurrent_kernel:0", "bias:0", NULL };
  static const char *const dense[] = { "kernel:0", "bias:0", NULL };
  g_autoptr (ScopeImageWriter) writer = scope_image_writer_new (config != NULL ? "keras" : "hdf5");

  if (config != NULL)
    scope_image_writer_add_text (writer, "config.json", config);
  if (v3)
    {
      add (writer, "/layers/lstm/cell/vars/0", 3, 16);
      add (writer, "/layers/lstm/cell/vars/1", 4, 16);
      add (writer, "/layers/lstm/cell/vars/2", 16, 0);
      add (writer, "/layers/dense/vars/0", 4, 2);
      add (writer, "/layers/dense/vars/1", 2, 0);
    }
  else
    {
      g_assert (scope_image_writer_add_group (writer, "/", make_list ("layer_names", layers)));
      g_assert (scope_image_writer_add_group (writer, "/lstm", make_list ("weight_names", lstm)));
      add (writer, "/lstm/kernel:0", 3, 16);
      add (writer, "/lstm/recurrent_kernel:0", 4, 16);
      add (writer, "/lstm/bias:0", 16, 0);
      g_assert (scope_image_writer_add_group (writer, "/dense", make_list ("weight_names", dense)));
      add (writer, "/dense/kernel:0", 4, 2);
      add (writer, "/dense/bias:0", 2, 0);
    }
  g_assert (scope_image_writer_lay_out (writer, -1, NULL));
  return scope_image_writer_finish (writer);
}
