/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ScopeScale:
 * @min: smallest value of the domain
 * @max: largest value of the domain, always above @min
 * @start: where @min lies, in pixels
 * @end: where @max lies, in pixels; may be less than @start (y axes)
 *
 * A linear map from values to pixels.
 */
typedef struct
{
  double min;
  double max;
  double start;
  double end;
} ScopeScale;

/* Makes any two numbers a domain that can be drawn: swapped where @min > @max, widened where they
 * are equal, 0 to 1 where either is not finite. */
void scope_scale_make_domain (double *min, double *max);

void scope_scale_init (ScopeScale *scale, double min, double max, double start, double end);
double scope_scale_map (const ScopeScale *scale, double value);
double scope_scale_unmap (const ScopeScale *scale, double pixel);

/* 0 at @min, 1 at @max, not clamped; NaN stays NaN. */
double scope_scale_normalize (const ScopeScale *scale, double value);

G_END_DECLS
