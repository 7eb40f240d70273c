/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keras's configurations, of a file or given as an architecture, for weights of both layouts and for none. */
#include "fuzz.h"

#include "fuzz-use.h"

#include <string.h>

static const char *const seeds_text[] = {
  /* Keras 1, Keras 2, Keras 3, Keras 0. */
  ("[{\"class_name\": \"LSTM\", \"config\": {\"name\": \"lstm\", \"output_dim\": 4, "
   "\"batch_input_shape\": [null, 5, 3], \"inner_activation\": \"hard_sigmoid\", \"consume_less\": "
   "\"gpu\"}}, {\"class_name\": \"Dense\", \"config\": {\"name\": \"dense\", \"output_dim\": 2}}]"),
  ("{\"class_name\": \"Model\", \"config\": {\"name\": \"m\", \"layers\": [{\"name\": \"i\", "
   "\"class_name\": \"InputLayer\", \"config\": {\"name\": \"i\", \"batch_input_shape\": [null, 5, "
   "3]}, \"inbound_nodes\": []}, {\"name\": \"lstm\", \"class_name\": \"LSTM\", \"config\": "
   "{\"name\": \"lstm\", \"units\": 4, \"return_sequences\": false}, \"inbound_nodes\": [[[\"i\", "
   "0, "
   "0, {}]]]}, {\"name\": \"dense\", \"class_name\": \"Dense\", \"config\": {\"name\": \"dense\", "
   "\"units\": 2}, \"inbound_nodes\": [[[\"lstm\", 0, 0, {}]]]}], \"input_layers\": [[\"i\", 0, "
   "0]], "
   "\"output_layers\": [[\"dense\", 0, 0]]}}"),
  ("{\"module\": \"keras\", \"class_name\": \"Functional\", \"config\": {\"name\": \"m\", "
   "\"layers\": "
   "[{\"module\": \"keras.layers\", \"class_name\": \"InputLayer\", \"config\": {\"batch_shape\": "
   "[null, 5, 3], \"name\": \"i\"}, \"name\": \"i\", \"inbound_nodes\": []}, {\"class_name\": "
   "\"LSTM\", \"config\": {\"name\": \"lstm\", \"units\": 4, \"dtype\": {\"class_name\": "
   "\"DTypePolicy\", \"config\": {\"name\": \"float32\"}}}, \"name\": \"lstm\", \"inbound_nodes\": "
   "[{\"args\": [{\"class_name\": \"__keras_tensor__\", \"config\": {\"shape\": [null, 5, 3], "
   "\"keras_history\": [\"i\", 0, 0]}}], \"kwargs\": {\"mask\": null}}]}, {\"class_name\": "
   "\"Dense\", \"config\": {\"name\": \"dense\", \"units\": 2}, \"name\": \"dense\", "
   "\"inbound_nodes\": [{\"args\": [{\"class_name\": \"__keras_tensor__\", \"config\": "
   "{\"keras_history\": [\"lstm\", 0, 0]}}]}]}], \"input_layers\": [\"i\", 0, 0], "
   "\"output_layers\": [[\"dense\", 0, 0]]}}"),
  ("{\"name\": \"Sequential\", \"layers\": [{\"name\": \"LSTM\", \"output_dim\": 4, \"input_dim\": "
   "3}, {\"name\": \"Dense\", \"output_dim\": 2}]}"),
};

GPtrArray *
fuzz_dup_seeds (void)
{
  GPtrArray *seeds = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (seeds_text); i++)
    g_ptr_array_add (seeds, g_bytes_new_static (seeds_text[i], strlen (seeds_text[i])));
  return seeds;
}

static ScopeImage *
get_image (guint index)
{
  static ScopeImage *images[2];

  if (images[index] == NULL)
    {
      g_autoptr (GBytes) block = fuzz_dup_image (index == 1, NULL);

      images[index] = scope_image_new (block, "fuzz", NULL);
      g_assert (images[index] != NULL);
    }
  return images[index];
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t n_bytes)
{
  g_autofree char *text = g_strndup ((const char *) data, n_bytes);

  scope_model_is_architecture ((const char *) data, (gssize) n_bytes);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ScopeModel) model =
          scope_model_new_with_architecture (get_image (i), text, &error);

      g_assert ((model != NULL) != (error != NULL));
      if (model != NULL)
        fuzz_use_model (model);
    }
  return 0;
}
