/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

/*
 * Vectors as wide as the level that this file is compiled for (scope-kernels-level.c, the only file that includes
 * it): arithmetic in GCC's vector extensions, and the little that those have no word for.
 *
 * A missing observation is NaN and must come out as NaN at the other end. x86's minimum and maximum answer
 * with their second operand where one is NaN, so the value always goes there.
 */
#if defined(__AVX512F__)
#define LANES 16
#elif defined(__AVX2__)
#define LANES 8
#else
#define LANES 4
#endif

#if defined(__SSE2__)
#include <immintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

typedef float Vector __attribute__ ((vector_size (LANES * 4)));
typedef int32_t Integers __attribute__ ((vector_size (LANES * 4)));
typedef float LooseVector __attribute__ ((vector_size (LANES * 4), aligned (4), may_alias));

#define ALWAYS_INLINE static inline __attribute__ ((always_inline))

ALWAYS_INLINE Vector
load (const float *from)
{
  return *(const LooseVector *) from;
}

ALWAYS_INLINE void
store (float *to, Vector x)
{
  *(LooseVector *) to = x;
}

ALWAYS_INLINE Vector
splat (float x)
{
  return x - (Vector){ 0 };
}

/* a · b + c, rounded once where the level has an instruction for it. Written out: left to themselves, compilers fuse the same
 * expression in one place and not in another. */
ALWAYS_INLINE Vector
multiply_add (Vector a, Vector b, Vector c)
{
#if defined(__AVX512F__)
  return (Vector) _mm512_fmadd_ps ((__m512) a, (__m512) b, (__m512) c);
#elif defined(__AVX2__) && defined(__FMA__)
  return (Vector) _mm256_fmadd_ps ((__m256) a, (__m256) b, (__m256) c);
#elif defined(__ARM_FEATURE_FMA)
  return (Vector) vfmaq_f32 ((float32x4_t) c, (float32x4_t) a, (float32x4_t) b);
#else
  return a * b + c;
#endif
}

/* max (floor, x), NaN where x is. */
ALWAYS_INLINE Vector
at_least (Vector floor, Vector x)
{
#if defined(__AVX512F__)
  return (Vector) _mm512_max_ps ((__m512) floor, (__m512) x);
#elif defined(__AVX2__)
  return (Vector) _mm256_max_ps ((__m256) floor, (__m256) x);
#elif defined(__SSE2__)
  return (Vector) _mm_max_ps ((__m128) floor, (__m128) x);
#elif defined(__ARM_NEON)
  return (Vector) vmaxq_f32 ((float32x4_t) floor, (float32x4_t) x);
#else
  Integers below = x < floor;

  return (Vector) ((below & (Integers) floor) | (~below & (Integers) x));
#endif
}

/* min (ceiling, x), NaN where x is. */
ALWAYS_INLINE Vector
at_most (Vector ceiling, Vector x)
{
#if defined(__AVX512F__)
  return (Vector) _mm512_min_ps ((__m512) ceiling, (__m512) x);
#elif defined(__AVX2__)
  return (Vector) _mm256_min_ps ((__m256) ceiling, (__m256) x);
#elif defined(__SSE2__)
  return (Vector) _mm_min_ps ((__m128) ceiling, (__m128) x);
#elif defined(__ARM_NEON)
  return (Vector) vminq_f32 ((float32x4_t) ceiling, (float32x4_t) x);
#else
  Integers above = x > ceiling;

  return (Vector) ((above & (Integers) ceiling) | (~above & (Integers) x));
#endif
}

/*
 * Exponentials: e^x = 2^n · 2^r with n = round (x / ln 2) and |r| <= 1/2. Adding MAGIC, 1.5 · 2^23 and 127, rounds to a whole number, whose
 * low bits are n + 127; moved up into a float's exponent they are 2^n.
 */
#define MAGIC (12582912.0f + 127.0f)
#define PER_LN2 1.44269504f

ALWAYS_INLINE Vector
power_of_two (Vector shifted)
{
  return (Vector) ((Integers) shifted << 23);
}

/*
 * 1 / (1 + e^-x). 2^r is the polynomial of degree 5 whose largest relative error is least among those that are 1 at 0: 9.1e-8
 * (fitted in double precision, weighted least squares). Within 1.5e-7 everywhere; the relative error of a small
 * value is at most 2e-6 (4e-6 without fused multiply-add) above e^-87, where it stays.
 */
ALWAYS_INLINE Vector
sigmoid (Vector x)
{
  Vector shifted;
  Vector r;
  Vector p;

  x = at_most (splat (87.0f), at_least (splat (-87.0f), x));
  shifted = multiply_add (x, splat (-PER_LN2), splat (MAGIC));
  r = multiply_add (x, splat (-PER_LN2), MAGIC - shifted);
  p = multiply_add (r, splat (0.00132647273f), splat (0.00967151299f));
  p = multiply_add (p, r, splat (0.0555073358f));
  p = multiply_add (p, r, splat (0.240222424f));
  p = multiply_add (p, r, splat (0.693147004f));
  p = multiply_add (p, r, splat (1.0f));
  return 1.0f / multiply_add (p, power_of_two (shifted), splat (1.0f));
}

/*
 * tanh (x) = E / (E + 2) with E = e^2x - 1 = 2^n (2^r - 1) + (2^n - 1), which keeps the digits of small values. 2^r - 1 is r times the
 * polynomial of degree 5 with the least relative error: 1.1e-8 (fitted likewise). Within 2e-7 everywhere, and to a relative 3e-7.
 */
ALWAYS_INLINE Vector
hyperbolic_tangent (Vector x)
{
  Vector shifted;
  Vector power;
  Vector r;
  Vector p;

  x = at_most (splat (12.0f), at_least (splat (-12.0f), x));
  shifted = multiply_add (x, splat (2 * PER_LN2), splat (MAGIC));
  r = multiply_add (x, splat (2 * PER_LN2), MAGIC - shifted);
  power = power_of_two (shifted);
  p = multiply_add (r, splat (0.000154035122f), splat (0.00133907353f));
  p = multiply_add (p, r, splat (0.00961823761f));
  p = multiply_add (p, r, splat (0.0555035733f));
  p = multiply_add (p, r, splat (0.240226492f));
  p = multiply_add (p, r, splat (0.693147182f));
  p = multiply_add (power, p * r, power - 1.0f);
  return p / (p + 2.0f);
}
