/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-scaling.h"

#include <math.h>

static const char *const kinds[] = {
  [SCOPE_SCALING_NONE] = "none",
  [SCOPE_SCALING_MINMAX] = "minmax",
  [SCOPE_SCALING_STANDARD] = "standard",
};

const char *
scope_scaling_kind_to_text (ScopeScalingKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), NULL);

  return kinds[kind];
}

gboolean
scope_scaling_kind_from_text (const char *text, ScopeScalingKind *kind)
{
  g_return_val_if_fail (text != NULL && kind != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (text, kinds[i]))
      {
        *kind = (ScopeScalingKind) i;
        return TRUE;
      }

  return FALSE;
}

/* scikit-learn's _handle_zeros_in_scale(): what never changes is moved, not stretched. */
static double
get_divisor (double divisor)
{
  return divisor == 0 ? 1 : divisor;
}

gboolean
scope_scaling_is_constant (const ScopeScaling *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return (self->kind == SCOPE_SCALING_MINMAX && self->data_min == self->data_max)
         || (self->kind == SCOPE_SCALING_STANDARD && self->scale == 0);
}

double
scope_scaling_apply (const ScopeScaling *self, double x)
{
  g_return_val_if_fail (self != NULL, x);

  switch (self->kind)
    {
    case SCOPE_SCALING_MINMAX:
      return (x - self->data_min) / get_divisor (self->data_max - self->data_min)
                 * (self->range_max - self->range_min)
             + self->range_min;
    case SCOPE_SCALING_STANDARD:
      return (x - self->mean) / get_divisor (self->scale);
    case SCOPE_SCALING_NONE:
    default:
      return x;
    }
}

double
scope_scaling_invert (const ScopeScaling *self, double y)
{
  g_return_val_if_fail (self != NULL, y);

  switch (self->kind)
    {
    case SCOPE_SCALING_MINMAX:
      return scope_scaling_invert_difference (self, y - self->range_min) + self->data_min;
    case SCOPE_SCALING_STANDARD:
      return scope_scaling_invert_difference (self, y) + self->mean;
    case SCOPE_SCALING_NONE:
    default:
      return y;
    }
}

double
scope_scaling_invert_difference (const ScopeScaling *self, double difference)
{
  g_return_val_if_fail (self != NULL, difference);

  switch (self->kind)
    {
    case SCOPE_SCALING_MINMAX:
      return difference / get_divisor (self->range_max - self->range_min)
             * get_divisor (self->data_max - self->data_min);
    case SCOPE_SCALING_STANDARD:
      return difference * get_divisor (self->scale);
    case SCOPE_SCALING_NONE:
    default:
      return difference;
    }
}

gboolean
scope_scaling_fit (ScopeScaling *self, ScopeScalingKind kind, const double *values, gsize n)
{
  double low = INFINITY, high = -INFINITY;
  double sum = 0, squares = 0, mean;
  gsize n_numbers = 0;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (values != NULL || n == 0, FALSE);

  for (gsize i = 0; i < n; i++)
    {
      if (isnan (values[i]))
        continue;
      n_numbers++;
      low = MIN (low, values[i]);
      high = MAX (high, values[i]);
      sum += values[i];
    }

  *self = (ScopeScaling){ .kind = kind, .range_max = 1, .data_max = 1, .scale = 1 };
  if (n_numbers == 0)
    return FALSE;

  /* A mean of equal numbers may miss them by a rounding, and that rounding would become the scale. */
  mean = low == high ? low : sum / (double) n_numbers;
  for (gsize i = 0; i < n; i++)
    if (!isnan (values[i]))
      squares += (values[i] - mean) * (values[i] - mean);

  if (kind == SCOPE_SCALING_MINMAX)
    {
      self->data_min = low;
      self->data_max = high;
    }
  else if (kind == SCOPE_SCALING_STANDARD)
    {
      self->mean = mean;
      self->scale = sqrt (squares / (double) n_numbers);
    }

  return TRUE;
}
