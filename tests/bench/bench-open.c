/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench-open FILE: opens a model that often, from its path to the model whose weights can be read, each time on a line
 * from standard input, and prints the seconds and the sum of the weights on a line. See bench_open.py.
 */
#include "scope-model.h"
#include "scope-reader.h"

#include <stdio.h>
#include <stdlib.h>

static double
add_up (ScopeLayer *layer)
{
  double sum = 0;

  for (guint i = 0; i < scope_layer_get_n_weights (layer); i++)
    {
      ScopeArray *array = scope_layer_get_weight (layer, i)->array;
      const float *values = scope_array_get_data (array);

      for (gsize k = 0; k < scope_array_get_size (array); k++)
        sum += (double) values[k];
    }
  for (guint i = 0; i < scope_layer_get_n_children (layer); i++)
    sum += add_up (scope_layer_get_child (layer, i));
  return sum;
}

int
main (int argc, char **argv)
{
  char line[16];

  if (argc != 2)
    {
      g_printerr ("bench-open FILE\n");
      return 2;
    }
  scope_reader_set_program (g_getenv ("GATESCOPE_READER"), 0);
  scope_reader_prepare ();

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_autoptr (GError) error = NULL;
      gint64 start = g_get_monotonic_time ();
      g_autoptr (ScopeImage) image =
          scope_reader_open (argv[1], SCOPE_READER_WHOLE, NULL, NULL, &error);
      g_autoptr (ScopeModel) model = image != NULL ? scope_model_new (image, &error) : NULL;
      gint64 end = g_get_monotonic_time ();
      double sum = 0;

      if (model == NULL)
        {
          g_printerr ("%s\n", error->message);
          return EXIT_FAILURE;
        }
      for (guint i = 0; i < scope_model_get_n_layers (model); i++)
        sum += add_up (scope_model_get_layer (model, i));
      printf ("%.6f %.9g\n", (double) (end - start) / G_USEC_PER_SEC, sum);
      fflush (stdout);
    }
  return EXIT_SUCCESS;
}
