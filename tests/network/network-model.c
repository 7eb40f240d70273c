/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network-model.h"

#include "scope-image-writer.h"

#include <string.h>

ScopeModel *
network_model_new (const NetworkLayer *layers, guint n_layers)
{
  return network_model_new_of (layers, n_layers, "2.15.0", "tensorflow");
}

ScopeModel *
network_model_new_of (const NetworkLayer *layers, guint n_layers, const char *keras,
                      const char *backend)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeImageWriter) writer = scope_image_writer_new ("hdf5");
  g_autoptr (ScopeImage) image = NULL;
  g_autoptr (GBytes) block = NULL;
  g_autoptr (GString) config = g_string_new ("{\"class_name\": \"Sequential\", \"config\": "
                                             "{\"name\": \"network\", \"layers\": [");
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GVariantDict) root = NULL;
  ScopeModel *model;

  for (guint i = 0; i < n_layers; i++)
    {
      g_string_append_printf (config,
                              "%s{\"class_name\": \"%s\", \"config\": {\"name\": \"%s\"%s%s}}",
                              i == 0 ? "" : ", ", layers[i].class_name, layers[i].name,
                              *layers[i].config != '\0' ? ", " : "", layers[i].config);
      g_ptr_array_add (names, (gpointer) layers[i].name);
    }
  g_string_append (config, "]}}");

  root = g_variant_dict_new (NULL);
  g_variant_dict_insert (root, "model_config", "s", config->str);
  g_variant_dict_insert (root, "keras_version", "s", keras);
  if (backend != NULL)
    g_variant_dict_insert (root, "backend", "s", backend);
  g_assert_true (scope_image_writer_add_group (writer, "/", g_variant_dict_end (root)));
  g_assert_true (scope_image_writer_add_group (
      writer, "/model_weights",
      g_variant_new_parsed (
          "{'layer_names': <%@as>, 'keras_version': <%s>}",
          g_variant_new_strv ((const char *const *) names->pdata, (gssize) names->len), keras)));

  for (guint i = 0; i < n_layers; i++)
    {
      const NetworkLayer *layer = &layers[i];
      g_autofree char *group = g_strdup_printf ("/model_weights/%s", layer->name);
      g_autoptr (GPtrArray) weights = g_ptr_array_new_with_free_func (g_free);

      for (guint k = 0; k < G_N_ELEMENTS (layer->weights) && layer->weights[k].name != NULL; k++)
        g_ptr_array_add (weights, g_strdup_printf ("%s/%s", layer->name, layer->weights[k].name));
      g_assert_true (scope_image_writer_add_group (
          writer, group,
          g_variant_new_parsed (
              "{'weight_names': <%@as>}",
              g_variant_new_strv ((const char *const *) weights->pdata, (gssize) weights->len))));
      for (guint k = 0; k < weights->len; k++)
        {
          const NetworkWeight *weight = &layer->weights[k];
          g_autofree char *path = g_strdup_printf ("%s/%s", group, (char *) weights->pdata[k]);

          g_assert_true (scope_image_writer_add_values (writer, path, weight->n_dims, weight->dims,
                                                        weight->values, NULL));
        }
    }

  g_assert_true (scope_image_writer_lay_out (writer, -1, &error));
  block = scope_image_writer_finish (writer);
  image = scope_image_new (block, "network.h5", &error);
  g_assert_no_error (error);
  model = scope_model_new (image, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n_layers; i++)
    g_free (layers[i].config);
  return model;
}

NetworkLayer
network_lstm (const char *name, gsize window, gsize n_features, gsize n_units, const char *members,
              const float *kernel, const float *recurrent, const float *bias)
{
  g_autofree char *steps = window > 0 ? g_strdup_printf ("%zu", window) : g_strdup ("null");
  g_autofree char *input =
      window == G_MAXSIZE
          ? g_strdup ("")
          : g_strdup_printf (", \"batch_input_shape\": [null, %s, %zu]", steps, n_features);

  return (NetworkLayer){
    .class_name = "LSTM",
    .name = name,
    .config = g_strdup_printf ("\"units\": %zu, \"use_bias\": %s%s%s%s", n_units,
                               bias != NULL ? "true" : "false", input, *members != '\0' ? ", " : "",
                               members),
    .weights = { { "lstm_cell/kernel:0", 2, { n_features, 4 * n_units }, kernel },
                 { "lstm_cell/recurrent_kernel:0", 2, { n_units, 4 * n_units }, recurrent },
                 { bias != NULL ? "lstm_cell/bias:0" : NULL, 1, { 4 * n_units }, bias } },
  };
}

NetworkLayer
network_dense (const char *name, gsize n_features, gsize n_units, const char *activation,
               const float *kernel, const float *bias)
{
  return (NetworkLayer){
    .class_name = "Dense",
    .name = name,
    .config = g_strdup_printf ("\"units\": %zu, \"activation\": \"%s\", \"use_bias\": %s", n_units,
                               activation, bias != NULL ? "true" : "false"),
    .weights = { { "kernel:0", 2, { n_features, n_units }, kernel },
                 { bias != NULL ? "bias:0" : NULL, 1, { n_units }, bias } },
  };
}

float *
network_random (guint32 seed, gsize n, double scale)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  float *values = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    values[i] = (float) g_rand_double_range (random, -scale, scale);
  return values;
}

ScopeArray *
network_rows (gsize n_rows, gsize n_features, const float *values)
{
  const gsize dims[] = { n_rows, n_features };
  ScopeArray *rows = scope_array_new (2, dims);

  memcpy (scope_array_get_writable (rows), values, n_rows * n_features * sizeof (float));
  return rows;
}

ScopeNetwork *
network_compile (ScopeModel *model)
{
  g_autoptr (GError) error = NULL;
  ScopeNetwork *network = scope_network_new (model, &error);

  g_assert_no_error (error);
  return network;
}

ScopeArray *
network_run (ScopeNetwork *network, ScopeArray *rows, const gsize *starts, gsize n_windows,
             gsize window, const ScopeRunOptions *options, GPtrArray **traces)
{
  g_autoptr (GError) error = NULL;
  const ScopeBatch batch = { &rows, 1, starts, n_windows, window };
  ScopeArray *output = NULL;

  g_assert_true (scope_network_run (network, &batch, options, &output, traces, &error));
  g_assert_no_error (error);
  return output;
}
