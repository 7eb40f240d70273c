/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reference.h"

#include <math.h>
#include <string.h>

void
reference_activate (const ScopeActivation *activation, double *x, gsize n)
{
  double sum = 0;

  if (scope_activation_is_elementwise (activation))
    {
      for (gsize i = 0; i < n; i++)
        x[i] = scope_activation_apply (activation, x[i]);
      return;
    }

  g_assert_true (activation->kind == SCOPE_ACTIVATION_SOFTMAX
                 || activation->kind == SCOPE_ACTIVATION_LOG_SOFTMAX);
  for (gsize i = 0; i < n; i++)
    sum += exp (x[i]);
  for (gsize i = 0; i < n; i++)
    x[i] = activation->kind == SCOPE_ACTIVATION_SOFTMAX ? exp (x[i]) / sum : x[i] - log (sum);
}

void
reference_lstm (gsize n_steps, gsize n_features, gsize n_units, const float *x, const float *kernel,
                const float *recurrent, const float *bias, const ScopeActivation *gate,
                const ScopeActivation *candidate, gboolean backwards, double *tracks[6])
{
  g_autofree double *h = g_new0 (double, n_units);
  g_autofree double *c = g_new0 (double, n_units);
  g_autofree double *z = g_new0 (double, 4 * n_units);
  g_autofree double *s = g_new0 (double, n_units);

  for (gsize t = 0; t < n_steps; t++)
    {
      const float *row = x + (backwards ? n_steps - 1 - t : t) * n_features;

      for (gsize j = 0; j < 4 * n_units; j++)
        {
          z[j] = bias != NULL ? (double) bias[j] : 0;
          for (gsize k = 0; k < n_features; k++)
            z[j] += (double) row[k] * (double) kernel[k * 4 * n_units + j];
          for (gsize k = 0; k < n_units; k++)
            z[j] += h[k] * (double) recurrent[k * 4 * n_units + j];
        }
      for (guint g = 0; g < 4; g++)
        reference_activate (g == 2 ? candidate : gate, z + g * n_units, n_units);
      for (gsize u = 0; u < n_units; u++)
        s[u] = c[u] = z[n_units + u] * c[u] + z[u] * z[2 * n_units + u];
      reference_activate (candidate, s, n_units);
      for (gsize u = 0; u < n_units; u++)
        h[u] = z[3 * n_units + u] * s[u];

      for (guint g = 0; g < 4; g++)
        memcpy (tracks[g] + t * n_units, z + g * n_units, n_units * sizeof (double));
      memcpy (tracks[4] + t * n_units, c, n_units * sizeof (double));
      memcpy (tracks[5] + t * n_units, h, n_units * sizeof (double));
    }
}
