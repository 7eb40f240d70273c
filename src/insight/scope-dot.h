/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef float ScopeFour __attribute__ ((vector_size (16), aligned (4), may_alias));
typedef double ScopeFourDoubles __attribute__ ((vector_size (32)));
/* The same wherever it lies. */
typedef double ScopeFourNear __attribute__ ((vector_size (32), aligned (8), may_alias));

/* Σ a·b in double precision, always in the same order: the product of a vector with itself and that with an equal one are the
 * same to the last bit, and a negated one gives the negative. */
static inline double
scope_dot (const float *a, const float *b, gsize n)
{
  ScopeFourDoubles first = { 0 }, second = { 0 };
  double sum = 0;
  gsize i = 0;

  for (; i + 8 <= n; i += 8)
    {
      first += __builtin_convertvector(*(const ScopeFour *) (a + i), ScopeFourDoubles)
               * __builtin_convertvector(*(const ScopeFour *) (b + i), ScopeFourDoubles);
      second += __builtin_convertvector(*(const ScopeFour *) (a + i + 4), ScopeFourDoubles)
                * __builtin_convertvector(*(const ScopeFour *) (b + i + 4), ScopeFourDoubles);
    }
  for (; i < n; i++)
    sum += (double) a[i] * b[i];
  first += second;
  return sum + ((first[0] + first[1]) + (first[2] + first[3]));
}

G_END_DECLS
