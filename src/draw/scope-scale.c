/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-scale.h"

#include <math.h>

void
scope_scale_make_domain (double *min, double *max)
{
  g_return_if_fail (min != NULL && max != NULL);

  if (!isfinite (*min) || !isfinite (*max))
    {
      *min = 0;
      *max = 1;
    }
  if (*min > *max)
    {
      double swapped = *min;

      *min = *max;
      *max = swapped;
    }
  /* Closer than what the pixels of a picture can tell apart in doubles counts as equal too. */
  if (*max - *min <= 1e-12 * MAX (fabs (*min), fabs (*max)))
    {
      double half = *min == 0 ? 1 : fabs (*min) * 0.1;

      *min -= half;
      *max += half;
    }
  /* Of two ends that only exist as a number each, but not their difference, half is as good. */
  if (!isfinite (*max - *min))
    {
      *min /= 4;
      *max /= 4;
    }
}

void
scope_scale_init (ScopeScale *scale, double min, double max, double start, double end)
{
  g_return_if_fail (scale != NULL);

  scope_scale_make_domain (&min, &max);
  *scale = (ScopeScale){ min, max, start, end };
}

double
scope_scale_normalize (const ScopeScale *scale, double value)
{
  return (value - scale->min) / (scale->max - scale->min);
}

double
scope_scale_map (const ScopeScale *scale, double value)
{
  return scale->start + scope_scale_normalize (scale, value) * (scale->end - scale->start);
}

double
scope_scale_unmap (const ScopeScale *scale, double pixel)
{
  if (scale->end == scale->start)
    return scale->min;
  return scale->min
         + (pixel - scale->start) / (scale->end - scale->start) * (scale->max - scale->min);
}
