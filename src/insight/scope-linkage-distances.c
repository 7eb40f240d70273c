/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-linkage-distances.h"

#include "scope-dot.h"
#include "scope-error.h"

#include <glib/gi18n.h>
#include <math.h>

/* Vectors that are compared while they are near, and how many numbers of them: 128 KiB on both sides. */
#define TILE 16
#define DEPTH 512

/* Σ(a − b)², in lanes that stand side by side in a register. */
static double
square_distance (const double *a, const double *b, gsize n)
{
  ScopeFourDoubles first = { 0 }, second = { 0 };
  double sum = 0;
  gsize i = 0;

  for (; i + 8 <= n; i += 8)
    {
      ScopeFourDoubles low = *(const ScopeFourNear *) (a + i) - *(const ScopeFourNear *) (b + i);
      ScopeFourDoubles high =
          *(const ScopeFourNear *) (a + i + 4) - *(const ScopeFourNear *) (b + i + 4);

      first += low * low;
      second += high * high;
    }
  for (; i < n; i++)
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  first += second;
  return sum + ((first[0] + first[1]) + (first[2] + first[3]));
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
              g_strdup_printf (_ ("a number in vector %" G_GSIZE_FORMAT " that is not finite"), i);

          scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, _ ("vectors to be clustered"), found,
                           NULL, _ ("Keep them in another order."));
          return NULL;
        }
      for (gsize d = 0; normalised && square > 0 && d < n_dims; d++)
        vector[d] /= sqrt (square);
    }
  return g_steal_pointer (&values);
}

/* Adds up a tile's squares, a part of the numbers after another. */
static void
add_tile (double *squares, const double *values, gsize n, gsize n_dims, gsize low, gsize high)
{
  for (gsize first = 0; first < n_dims; first += DEPTH)
    for (gsize a = low; a < MIN (low + TILE, n); a++)
      for (gsize b = MAX (high, a + 1); b < MIN (high + TILE, n); b++)
        squares[scope_condensed_index (n, a, b)] += square_distance (
            values + a * n_dims + first, values + b * n_dims + first, MIN (DEPTH, n_dims - first));
}

double *
scope_distances_new (const float *points, gsize n, gsize n_dims, gboolean normalised,
                     GCancellable *cancellable, GError **error)
{
  g_autofree double *values = convert_points (points, n, n_dims, normalised, error);
  g_autofree double *distances = NULL;

  if (values == NULL)
    return NULL;
  distances = g_try_new0 (double, MAX (n * (n - 1) / 2, 1));
  if (distances == NULL)
    {
      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, _ ("vectors to be clustered"),
                       _ ("no memory for their distances"), NULL, NULL);
      return NULL;
    }

  for (gsize low = 0; low < n; low += TILE)
    for (gsize high = low; high < n; high += TILE)
      {
        if (g_cancellable_set_error_if_cancelled (cancellable, error))
          return NULL;
        add_tile (distances, values, n, n_dims, low, high);
      }
  for (gsize i = 0; i < n * (n - 1) / 2; i++)
    distances[i] = sqrt (distances[i]);
  return g_steal_pointer (&distances);
}
