/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz-use.h"

#include "scope-gates.h"
#include "scope-image-writer.h"
#include "scope-network.h"

#include <string.h>

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

      if (gates != NULL)
        g_assert (scope_gates_get_storage (gates) != NULL);
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
