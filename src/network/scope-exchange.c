/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-exchange.h"

#include <string.h>

ScopeArray *
scope_exchange_axes (ScopeNetwork *self, ScopeArray *array)
{
  guint n_dims = scope_array_get_n_dims (array);
  gsize dims[SCOPE_ARRAY_MAX_DIMS];
  gsize size = 1;
  const float *from;
  ScopeArray *made;

  g_return_val_if_fail (self != NULL && array != NULL, NULL);

  if (!scope_model_is_time_major (scope_network_get_model (self)) || n_dims < 3)
    return scope_array_ref (array);

  for (guint i = 0; i < n_dims; i++)
    dims[i] = scope_array_get_dim (array, i < 2 ? 1 - i : i);
  for (guint i = 2; i < n_dims; i++)
    size *= dims[i];
  made = scope_array_new (n_dims, dims);
  if (made == NULL)
    return NULL;

  from = scope_array_get_data (array);
  for (gsize first = 0; first < dims[1]; first++)
    for (gsize second = 0; second < dims[0]; second++)
      memcpy (scope_array_get_writable (made) + (second * dims[1] + first) * size,
              from + (first * dims[0] + second) * size, size * sizeof (float));
  return made;
}
