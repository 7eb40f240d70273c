/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gates-cudnn.h"

#include <string.h>

ScopeArray *
scope_gates_cudnn_convert_kernel (ScopeArray *kernel, guint n_gates)
{
  const gsize n = scope_array_get_dim (kernel, 0);
  const gsize columns = scope_array_get_dim (kernel, 1);
  const gsize u = columns / n_gates;
  const float *from = scope_array_get_data (kernel);
  ScopeArray *result = scope_array_new (2, scope_array_get_dims (kernel));
  float *to;

  if (result == NULL)
    return NULL;

  to = scope_array_get_writable (result);
  for (guint gate = 0; gate < n_gates; gate++)
    for (gsize i = 0; i < n; i++)
      for (gsize j = 0; j < u; j++)
        {
          /* Number k of the gate's block, counted row by row. */
          gsize k = j * n + i;

          to[i * columns + gate * u + j] = from[k / u * columns + gate * u + k % u];
        }
  return result;
}

ScopeArray *
scope_gates_cudnn_convert_recurrent (ScopeArray *recurrent, guint n_gates)
{
  const gsize u = scope_array_get_dim (recurrent, 0);
  const gsize columns = scope_array_get_dim (recurrent, 1);
  const float *from = scope_array_get_data (recurrent);
  ScopeArray *result = scope_array_new (2, scope_array_get_dims (recurrent));
  float *to;

  if (result == NULL)
    return NULL;

  to = scope_array_get_writable (result);
  for (guint gate = 0; gate < n_gates; gate++)
    for (gsize i = 0; i < u; i++)
      for (gsize j = 0; j < u; j++)
        to[i * columns + gate * u + j] = from[j * columns + gate * u + i];
  return result;
}

ScopeArray *
scope_gates_cudnn_sum_bias (ScopeArray *bias)
{
  const gsize n = scope_array_get_size (bias) / 2;
  const float *from = scope_array_get_data (bias);
  ScopeArray *result = scope_array_new (1, &n);
  float *to;

  if (result == NULL)
    return NULL;

  to = scope_array_get_writable (result);
  for (gsize i = 0; i < n; i++)
    to[i] = from[i] + from[n + i];
  return result;
}

ScopeArray *
scope_gates_cudnn_split_bias (ScopeArray *bias)
{
  const gsize dims[] = { 2, scope_array_get_size (bias) / 2 };
  ScopeArray *result = scope_array_new (2, dims);

  if (result != NULL)
    memcpy (scope_array_get_writable (result), scope_array_get_data (bias),
            2 * dims[1] * sizeof (float));
  return result;
}
