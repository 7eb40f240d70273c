/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-panels.h"

#include "scope-buffer.h"

gboolean
scope_panels_pack (ScopePanels *self, guint lanes, gsize depth, gsize n_columns,
                   const float *matrix, const float *bias, GError **error)
{
  gsize width = (gsize) SCOPE_PANEL_VECTORS * lanes;
  gsize n_panels = n_columns / width + (n_columns % width != 0);
  float *numbers;
  float *to;

  self->depth = depth;
  self->n_columns = n_columns;
  self->stride = (1 + depth) * width;
  numbers = scope_buffer_new (n_panels, self->stride, error);
  if (numbers == NULL)
    return FALSE;

  for (gsize column = 0; column < n_columns; column += width)
    {
      gsize n = MIN (n_columns - column, width);
      gsize n_padded = (n + lanes - 1) / lanes * lanes;

      to = numbers + column / width * self->stride;
      for (gsize j = 0; bias != NULL && j < n; j++)
        to[j] = bias[column + j];
      for (gsize k = 0; k < depth; k++)
        for (gsize j = 0; j < n; j++)
          to[(1 + k) * n_padded + j] = matrix[k * n_columns + column + j];
    }

  self->numbers = numbers;
  return TRUE;
}

/* One gate's rows of one matrix into every panel, from row @row on. */
static void
pack_view (float *numbers, gsize stride, gsize row, guint lanes, guint gate, ScopeMatrixView view)
{
  gsize width = (gsize) SCOPE_PANEL_VECTORS * lanes;

  if (view.data == NULL)
    return;

  for (gsize k = 0; k < view.n_rows; k++)
    for (gsize unit = 0; unit < view.n_columns; unit++)
      numbers[unit / lanes * stride + (row + k) * width + gate * lanes + unit % lanes] =
          view.data[k * view.row_stride + unit];
}

gboolean
scope_panels_pack_gates (float **numbers, gsize *n_panels, ScopeGates *gates, guint lanes,
                         GError **error)
{
  gsize n_features = scope_gates_get_n_features (gates);
  gsize n_units = scope_gates_get_n_units (gates);
  gsize stride = (1 + n_features + n_units) * SCOPE_PANEL_VECTORS * lanes;

  g_return_val_if_fail (scope_gates_get_n_gates (gates) <= SCOPE_PANEL_VECTORS, FALSE);

  *n_panels = (n_units + lanes - 1) / lanes;
  *numbers = scope_buffer_new (*n_panels, stride, error);
  if (*numbers == NULL)
    return FALSE;

  for (guint g = 0; g < scope_gates_get_n_gates (gates); g++)
    {
      pack_view (*numbers, stride, 0, lanes, g, scope_gates_get_view (gates, g, SCOPE_MATRIX_B));
      pack_view (*numbers, stride, 1, lanes, g, scope_gates_get_view (gates, g, SCOPE_MATRIX_W));
      pack_view (*numbers, stride, 1 + n_features, lanes, g,
                 scope_gates_get_view (gates, g, SCOPE_MATRIX_U));
    }
  return TRUE;
}
