/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small-model.h"

#include "scope-facts.h"
#include "scope-image-writer.h"

#define MAX_COLUMNS 8

ScopeModel *
small_model_new (const SmallLayer *layers)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeImageWriter) writer = scope_image_writer_new ("hdf5");
  g_autoptr (ScopeImage) image = NULL;
  g_autoptr (GBytes) block = NULL;
  g_autoptr (GString) config = g_string_new ("{\"class_name\": \"Sequential\", \"config\": "
                                             "{\"name\": \"small\", \"layers\": [");
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  ScopeModel *model;

  for (const SmallLayer *layer = layers; layer->name != NULL; layer++)
    {
      g_string_append_printf (config, "%s%s", layer == layers ? "" : ", ", layer->config);
      g_ptr_array_add (names, (gpointer) layer->name);
    }
  g_string_append (config, "]}}");

  g_assert_true (scope_image_writer_add_group (
      writer, "/",
      g_variant_new_parsed ("{'model_config': <%s>, 'keras_version': <'2.3.1'>, 'backend': "
                            "<'tensorflow'>}",
                            config->str)));
  g_assert_true (scope_image_writer_add_group (
      writer, "/model_weights",
      g_variant_new_parsed (
          "{'layer_names': <%@as>, 'keras_version': <'2.3.1'>, 'backend': "
          "<'tensorflow'>}",
          g_variant_new_strv ((const char *const *) names->pdata, (gssize) names->len))));

  for (const SmallLayer *layer = layers; layer->name != NULL; layer++)
    {
      g_autofree char *group = g_strdup_printf ("/model_weights/%s", layer->name);
      g_autoptr (GPtrArray) weights = g_ptr_array_new_with_free_func (g_free);

      for (guint i = 0; i < G_N_ELEMENTS (layer->weights) && layer->weights[i].name != NULL; i++)
        g_ptr_array_add (weights, g_strdup_printf ("%s/%s", layer->name, layer->weights[i].name));
      g_assert_true (scope_image_writer_add_group (
          writer, group,
          g_variant_new_parsed (
              "{'weight_names': <%@as>}",
              g_variant_new_strv ((const char *const *) weights->pdata, (gssize) weights->len))));
      for (guint i = 0; i < weights->len; i++)
        {
          g_autofree char *path =
              g_strdup_printf ("%s/%s", group, (const char *) weights->pdata[i]);
          const SmallWeight *weight = &layer->weights[i];

          g_assert_true (scope_image_writer_add_values (writer, path, weight->n_dims, weight->dims,
                                                        weight->values, NULL));
        }
    }

  g_assert_true (scope_image_writer_lay_out (writer, -1, &error));
  block = scope_image_writer_finish (writer);
  image = scope_image_new (block, "small.h5", &error);
  g_assert_no_error (error);
  model = scope_model_new (image, &error);
  g_assert_no_error (error);
  return model;
}

ScopeModel *
small_model_new_leaky (guint window, double forget_bias, double scale)
{
  /* Columns i, f, c, o; a bias of 60 is a gate of 1 to the last bit. */
  const float kernel[] = { 0, 0, (float) scale, 0, 0, 0, 0, 0 };
  const float recurrent[4] = { 0 };
  const float bias[] = { 60, (float) forget_bias, 0, 60 };
  const float head[] = { 1 };
  const float zero[] = { 0 };
  g_autofree char *lstm = g_strdup_printf (
      "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"lstm\", \"batch_input_shape\": [null, "
      "%u, "
      "2], \"units\": 1, \"activation\": \"tanh\", \"recurrent_activation\": \"sigmoid\", "
      "\"use_bias\": true, \"return_sequences\": false}}",
      window);
  const SmallLayer layers[] = {
    { "lstm",
      lstm,
      { { "kernel:0", 2, { 2, 4 }, kernel },
        { "recurrent_kernel:0", 2, { 1, 4 }, recurrent },
        { "bias:0", 1, { 4 }, bias } } },
    { "dense",
      "{\"class_name\": \"Dense\", \"config\": {\"name\": \"dense\", \"units\": 1, \"activation\": "
      "\"linear\", \"use_bias\": true}}",
      { { "kernel:0", 2, { 1, 1 }, head }, { "bias:0", 1, { 1 }, zero } } },
    { NULL },
  };

  return small_model_new (layers);
}

ScopeFeed *
small_feed_new (ScopeModel *model, ScopeNetwork *network, const double *const *columns,
                guint n_columns, gsize n_rows, const char *text)
{
  static const char *const names[MAX_COLUMNS] = { "a", "b", "c", "d", "e", "f", "g", "h" };
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeSeries) series = NULL;
  g_autoptr (ScopeRecipe) recipe = NULL;
  g_autoptr (ScopeFacts) facts = scope_facts_new (model, network);
  ScopeFeed *feed;

  g_assert_cmpuint (n_columns, <=, MAX_COLUMNS);
  series = scope_series_new ("small.csv", n_rows, n_columns, names, columns);
  recipe = scope_recipe_parse (text, -1, "small.json", &error);
  g_assert_no_error (error);
  feed = scope_feed_new (series, recipe, scope_facts_get (facts), &error);
  g_assert_no_error (error);
  return feed;
}
