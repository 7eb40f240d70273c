/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-linkage-distances.h"

#include "scope-error.h"

#include <glib/gi18n.h>
#include <math.h>

/* Vectors that are compared while they are near: both blocks of up to 64 KiB. */
#define BLOCK_BYTES (64 << 10)
#define N_LANES 8

/* Σ(a − b)², in lanes that the compiler can put side by side. */
static double
square_distance (const double *a, const double *b, gsize n)
{
  double lanes[N_LANES] = { 0 };
  double sum = 0;
  gsize i = 0;

  for (; i + N_LANES <= n; i += N_LANES)
    for (guint lane = 0; lane < N_LANES; lane++)
      {
        double difference = a[i + lane] - b[i + lane];

        lanes[lane] += difference * difference;
      }
  for (; i < n; i++)
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  for (guint lane = 0; lane < N_LANES; lane++)
    sum += lanes[lane];
  return sum;
}

/* The vectors as doubles; NULL where a number is not finite. */
static double *
convert_points (const float *points, gsize n, gsize n_dims, gboolean normalised, GError **error)
{
  g_autofree double *values = g_try_new (double, MAX (n * n_dims, 1));

  if (values == NULL)
    {
      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, _ ("vectors to be clustered"),
                       _ ("no memory for them"), NULL, NULL);
      return NULL;
    }
  for (gsize i = 0; i < n; i++)
    {
      double *vector = values + i * n_dims;
      double square = 0;

      for (gsize d = 0; d < n_dims; d++)
        {
          vector[d] = points[i * n_dims + d];
          square += vector[d] * vector[d];
        }
      if (!isfinite (square))
        {
          g_autofree char *found =
              g_strdup_printf (_ ("vector %" G_GSIZE_FORMAT " has a number that is not finite"), i);

          scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, _ ("vectors to be clustered"), found,
                           NULL, _ ("keep them in another order"));
          return NULL;
        }
      for (gsize d = 0; normalised && square > 0 && d < n_dims; d++)
        vector[d] /= sqrt (square);
    }
  return g_steal_pointer (&values);
}

double *
scope_distances_new (const float *points, gsize n, gsize n_dims, gboolean normalised,
                     GCancellable *cancellable, GError **error)
{
  g_autofree double *values = convert_points (points, n, n_dims, normalised, error);
  g_autofree double *distances = NULL;
  gsize block = CLAMP (BLOCK_BYTES / (sizeof (double) * MAX (n_dims, 1)), 1, 64);

  if (values == NULL)
    return NULL;
  distances = g_try_new (double, MAX (n * (n - 1) / 2, 1));
  if (distances == NULL)
    {
      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, _ ("vectors to be clustered"),
                       _ ("no memory for their distances"), NULL, NULL);
      return NULL;
    }

  for (gsize low = 0; low < n; low += block)
    for (gsize high = low; high < n; high += block)
      {
        if (g_cancellable_set_error_if_cancelled (cancellable, error))
          return NULL;
        for (gsize a = low; a < MIN (low + block, n); a++)
          for (gsize b = MAX (high, a + 1); b < MIN (high + block, n); b++)
            distances[scope_condensed_index (n, a, b)] =
                sqrt (square_distance (values + a * n_dims, values + b * n_dims, n_dims));
      }
  return g_steal_pointer (&distances);
}
