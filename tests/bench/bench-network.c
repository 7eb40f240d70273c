/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Our side of the benchmark: LSTM → Dense with the weights in FOLDER (kernel, recurrent, bias, head, head_bias; .npy, Keras's
 * layout), over all windows of the rows in FOLDER/rows.npy.
 *
 *   bench-network FOLDER STEPS N_THREADS
 *
 * Prints the level of the processor and the number of windows, then for each line that it reads runs all windows once and
 * prints the seconds; "write" instead leaves the answers in FOLDER/ours.npy. bench.py runs it beside its peer.
 */
#include "network-model.h"
#include "scope-npy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static ScopeArray *
read_array (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  ScopeArray *array = scope_npy_read (path, &error);

  if (array == NULL)
    g_error ("%s", error->message);
  return array;
}

int
main (int argc, char **argv)
{
  g_autoptr (ScopeArray) kernel = NULL;
  g_autoptr (ScopeArray) recurrent = NULL;
  g_autoptr (ScopeArray) bias = NULL;
  g_autoptr (ScopeArray) head = NULL;
  g_autoptr (ScopeArray) head_bias = NULL;
  g_autoptr (ScopeArray) rows = NULL;
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (ScopeNetwork) network = NULL;
  g_autofree gsize *starts = NULL;
  ScopeRunOptions options = { 0 };
  NetworkLayer layers[2];
  gsize n_features;
  gsize n_units;
  gsize window;
  gsize n_windows;
  char line[64];

  if (argc != 4)
    {
      fprintf (stderr, "usage: bench-network FOLDER STEPS N_THREADS\n");
      return 2;
    }

  kernel = read_array (argv[1], "kernel.npy");
  recurrent = read_array (argv[1], "recurrent.npy");
  bias = read_array (argv[1], "bias.npy");
  head = read_array (argv[1], "head.npy");
  head_bias = read_array (argv[1], "head_bias.npy");
  rows = read_array (argv[1], "rows.npy");
  window = strtoul (argv[2], NULL, 10);
  options.n_threads = (guint) strtoul (argv[3], NULL, 10);
  n_features = scope_array_get_dim (kernel, 0);
  n_units = scope_array_get_dim (recurrent, 0);

  layers[0] = network_lstm ("lstm", window, n_features, n_units,
                            "\"activation\": \"tanh\", \"recurrent_activation\": \"sigmoid\"",
                            scope_array_get_data (kernel), scope_array_get_data (recurrent),
                            scope_array_get_data (bias));
  layers[1] = network_dense ("dense", n_units, scope_array_get_dim (head, 1), "linear",
                             scope_array_get_data (head), scope_array_get_data (head_bias));
  model = network_model_new (layers, G_N_ELEMENTS (layers));
  network = network_compile (model);

  n_windows = scope_array_get_dim (rows, 0) - window + 1;
  starts = g_new (gsize, n_windows);
  for (gsize w = 0; w < n_windows; w++)
    starts[w] = w;

  printf ("%s %zu\n", scope_network_get_level (), n_windows);
  fflush (stdout);
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      gint64 begun = g_get_monotonic_time ();
      g_autoptr (ScopeArray) answers =
          network_run (network, rows, starts, n_windows, window, &options, NULL);
      double seconds = (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC;

      if (g_str_has_prefix (line, "write"))
        {
          g_autofree char *path = g_build_filename (argv[1], "ours.npy", NULL);
          g_autoptr (GError) error = NULL;

          if (!scope_npy_write (path, answers, &error))
            g_error ("%s", error->message);
        }
      printf ("%.6f\n", seconds);
      fflush (stdout);
    }
  return 0;
}
