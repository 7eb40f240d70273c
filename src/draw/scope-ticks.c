/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-ticks.h"

#include "scope-format.h"
#include "scope-scale.h"

#include <math.h>

static ScopeTicks *
make_with_step (double min, double max, double step)
{
  ScopeTicks *self = g_new0 (ScopeTicks, 1);
  double first = ceil (min / step - 1e-9);
  double last = floor (max / step + 1e-9);
  guint decimals = (guint) CLAMP (-floor (log10 (step) + 1e-9), 0, 17);
  gboolean extreme = MAX (fabs (min), fabs (max)) >= 1e7 || step < 1e-4;

  self->step = step;
  if (last < first || last - first > 10000)
    return self;
  self->n_ticks = (guint) (last - first) + 1;
  self->ticks = g_new0 (ScopeTick, self->n_ticks);
  for (guint i = 0; i < self->n_ticks; i++)
    {
      double value = (first + i) * step;

      self->ticks[i].value = value;
      self->ticks[i].label =
          extreme ? scope_format_number (value, 3) : scope_format_fixed (value, decimals);
    }
  return self;
}

static ScopeTicks *
make_linear (double min, double max, guint max_ticks, double least_step)
{
  static const double factors[] = { 1, 2, 5, 10 };
  double power;

  scope_scale_make_domain (&min, &max);
  max_ticks = MAX (max_ticks, 2u);
  power = pow (10, floor (log10 ((max - min) / max_ticks)));
  for (;; power *= 10)
    for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
      {
        double step = factors[i] * power;

        if (step < least_step * (1 - 1e-9))
          continue;
        if (floor (max / step + 1e-9) - ceil (min / step - 1e-9) + 1 <= max_ticks)
          return make_with_step (min, max, step);
      }
}

ScopeTicks *
scope_ticks_new_linear (double min, double max, guint max_ticks)
{
  return make_linear (min, max, max_ticks, 0);
}

ScopeTicks *
scope_ticks_new_integer (double min, double max, guint max_ticks)
{
  return make_linear (min, max, max_ticks, 1);
}

void
scope_ticks_free (ScopeTicks *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_ticks; i++)
    {
      g_free (self->ticks[i].label);
      g_free (self->ticks[i].context);
    }
  g_free (self->ticks);
  g_free (self);
}
