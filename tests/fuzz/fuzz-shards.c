/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of weights in pieces, by which this program opens files itself. */
#include "fuzz.h"

#include "scope-shards.h"

#include <string.h>

GPtrArray *
fuzz_dup_seeds (void)
{
  static const char text[] =
      "{\"metadata\": {\"total_size\": 348.0}, \"weight_map\": {\"/layers/lstm/cell/vars\": "
      "[\"model_00000.weights.h5\", \"model_00001.weights.h5\"], \"/layers/dense/vars\": "
      "\"model_00001.weights.h5\"}}";
  GPtrArray *seeds = g_ptr_array_new ();

  g_ptr_array_add (seeds, g_bytes_new_static (text, strlen (text)));
  return seeds;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t n_bytes)
{
  g_autofree char *copy = g_memdup2 (data, n_bytes);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = NULL;

  if (n_bytes == 0)
    return 0;
  names = scope_shards_parse (copy, n_bytes, "fuzz", &error);
  g_assert ((names != NULL) != (error != NULL));
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      /* Nothing that could lead out of the folder. */
      g_assert (strchr (names[i], '/') == NULL && names[i][0] != '.' && names[i][0] != '\0');
      g_assert (g_str_has_suffix (names[i], ".weights.h5"));
    }
  return 0;
}
