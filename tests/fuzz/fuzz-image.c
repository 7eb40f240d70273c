/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What gatescope-reader answers, in the program itself: a reader that a file has taken over could answer anything. */
#include "fuzz.h"

#include "fuzz-use.h"

static const char config[] =
    "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": [{\"class_name\": "
    "\"LSTM\", \"config\": {\"name\": \"lstm\", \"units\": 4, \"batch_input_shape\": [null, 5, "
    "3]}}, {\"class_name\": \"Dense\", \"config\": {\"name\": \"dense\", \"units\": 2}}]}}";

GPtrArray *
fuzz_dup_seeds (void)
{
  GPtrArray *seeds = g_ptr_array_new ();

  g_ptr_array_add (seeds, fuzz_dup_image (FALSE, NULL));
  g_ptr_array_add (seeds, fuzz_dup_image (TRUE, NULL));
  g_ptr_array_add (seeds, fuzz_dup_image (TRUE, config));
  return seeds;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t n_bytes)
{
  g_autoptr (GBytes) block = fuzz_copy (data, n_bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeImage) image = scope_image_new (block, "fuzz", &error);
  g_autoptr (ScopeModel) model = NULL;

  g_assert ((image != NULL) != (error != NULL));
  if (image == NULL)
    return 0;

  model = scope_model_new (image, &error);
  g_assert ((model != NULL) != (error != NULL));
  if (model != NULL)
    fuzz_use_model (model);
  return 0;
}
