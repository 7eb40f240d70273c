/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-cells.h"

#include <math.h>

void
scope_cells_init (ScopeCells *cells, const float *data, gsize rows, gsize cols)
{
  g_return_if_fail (cells != NULL);

  *cells = (ScopeCells){ data, rows, cols, cols, 1, NULL, NULL };
}

gsize
scope_cells_extend_range (const ScopeCells *cells, double *min, double *max)
{
  gsize n = 0;

  g_return_val_if_fail (cells != NULL && min != NULL && max != NULL, 0);

  if (cells->data == NULL)
    return 0;
  for (gsize row = 0; row < cells->rows; row++)
    for (gsize col = 0; col < cells->cols; col++)
      {
        float value = scope_cells_get (cells, row, col);

        if (!isfinite (value))
          continue;
        n++;
        *min = MIN (*min, value);
        *max = MAX (*max, value);
      }
  return n;
}

void
scope_cells_count (const ScopeCells *cells, double min, double max, guint *bins, guint n_bins)
{
  g_return_if_fail (cells != NULL && bins != NULL && n_bins > 0);
  g_return_if_fail (max > min);

  if (cells->data == NULL)
    return;
  for (gsize row = 0; row < cells->rows; row++)
    for (gsize col = 0; col < cells->cols; col++)
      {
        float value = scope_cells_get (cells, row, col);
        double place;

        if (!isfinite (value))
          continue;
        place = floor ((value - min) / (max - min) * n_bins);
        bins[(guint) CLAMP (place, 0, n_bins - 1)]++;
      }
}
