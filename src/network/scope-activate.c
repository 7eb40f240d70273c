/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-activate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static float
largest (const float *row, gsize width)
{
  float most = row[0];

  for (gsize i = 1; i < width; i++)
    most = MAX (most, row[i]);
  return most;
}

/* e^(x - max) / Σ e^(x - max) */
static void
softmax (float *row, gsize width)
{
  double most = (double) largest (row, width);
  double sum = 0;

  for (gsize i = 0; i < width; i++)
    {
      double power = exp ((double) row[i] - most);

      row[i] = (float) power;
      sum += power;
    }
  for (gsize i = 0; i < width; i++)
    row[i] = (float) ((double) row[i] / sum);
}

/* x - max - log Σ e^(x - max) */
static void
log_softmax (float *row, gsize width)
{
  double most = (double) largest (row, width);
  double sum = 0;

  for (gsize i = 0; i < width; i++)
    sum += exp ((double) row[i] - most);
  for (gsize i = 0; i < width; i++)
    row[i] = (float) ((double) row[i] - most - log (sum));
}

static int
compare_down (const void *a, const void *b)
{
  float x = *(const float *) a;
  float y = *(const float *) b;

  return (x < y) - (x > y);
}

/*
 * max (x - τ, 0) with Keras's τ (K@v3.15 backend/tensorflow/nn.py): with x sorted downwards and s_k the sum of its first k, those k
 * count for which k x_k - s_k > -1, and τ is the sum of their s_k, less 1, divided by their number. The method that it is named
 * after takes the last such s_k alone; a network was trained with what Keras does.
 */
static void
sparsemax (float *row, gsize width)
{
  g_autofree float *sorted = g_memdup2 (row, width * sizeof (float));
  double so_far = 0;
  double sum = 0;
  gsize n = 0;

  qsort (sorted, width, sizeof (float), compare_down);
  for (gsize k = 0; k < width; k++)
    {
      so_far += (double) sorted[k];
      if ((double) sorted[k] - (so_far - 1) / (double) (k + 1) > 0)
        {
          sum += so_far;
          n++;
        }
    }

  /* None counts where one is NaN: then all are. */
  for (gsize i = 0; i < width; i++)
    {
      double rest = (double) row[i] - (sum - 1) / (double) n;

      if (isnan (so_far))
        rest = NAN;
      row[i] = rest < 0 ? 0 : (float) rest;
    }
}

/* The first half times the sigmoid of the second; the row behind is not reached yet when its place is written. */
static void
glu (const float *row, float *to, gsize half)
{
  for (gsize i = 0; i < half; i++)
    to[i] = (float) ((double) row[i] / (1 + exp (-(double) row[half + i])));
}

gint64
scope_activate_get_width (const ScopeActivation *activation, gint64 width)
{
  if (activation->kind != SCOPE_ACTIVATION_GLU)
    return width;
  return width % 2 == 0 ? width / 2 : 0;
}

void
scope_activate (const ScopeKernels *kernels, const ScopeActivation *activation, float *numbers,
                gsize n_rows, gsize width)
{
  if (activation->kind == SCOPE_ACTIVATION_LINEAR || width == 0)
    return;

  if (scope_activation_is_elementwise (activation))
    {
      kernels->activate (activation, numbers, n_rows * width);
      return;
    }

  for (gsize r = 0; r < n_rows; r++)
    {
      float *row = numbers + r * width;

      switch (activation->kind)
        {
        case SCOPE_ACTIVATION_SOFTMAX:
          softmax (row, width);
          break;
        case SCOPE_ACTIVATION_LOG_SOFTMAX:
          log_softmax (row, width);
          break;
        case SCOPE_ACTIVATION_SPARSEMAX:
          sparsemax (row, width);
          break;
        case SCOPE_ACTIVATION_GLU:
          glu (row, numbers + r * (width / 2), width / 2);
          break;
        default:
          g_assert_not_reached ();
        }
    }
}
