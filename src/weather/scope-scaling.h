/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SCOPE_SCALING_NONE,
  SCOPE_SCALING_MINMAX,
  SCOPE_SCALING_STANDARD,
} ScopeScalingKind;

/**
 * ScopeScaling: how numbers of the table become numbers of the network, in float64.
 * @data_min, @data_max: minmax: the limits of the rows that it was fitted on
 * @range_min, @range_max: minmax: what they become (0 and 1)
 * @mean, @scale: standard: mean and standard deviation (of the population)
 *
 * minmax: (x − data_min) / (data_max − data_min) · (range_max − range_min) + range_min; standard:
 * (x − mean) / scale. A divisor of zero counts as one, as scikit-learn has it (a column that never
 * changes). Nothing is clipped.
 */
typedef struct
{
  ScopeScalingKind kind;
  double data_min;
  double data_max;
  double range_min;
  double range_max;
  double mean;
  double scale;
} ScopeScaling;

/* "none", "minmax", "standard": as recipes write it. */
const char *scope_scaling_kind_to_text (ScopeScalingKind kind);
gboolean scope_scaling_kind_from_text (const char *text, ScopeScalingKind *kind);

/* TRUE where the scaler found one value only, so that there is nothing to divide by. */
gboolean scope_scaling_is_constant (const ScopeScaling *self);

double scope_scaling_apply (const ScopeScaling *self, double x);
double scope_scaling_invert (const ScopeScaling *self, double y);
/* What a distance in the network's numbers is in the table's. */
double scope_scaling_invert_difference (const ScopeScaling *self, double difference);

/**
 * scope_scaling_fit:
 * @kind: what to fit; minmax gets the range 0 to 1
 * @values: (array length=n): NaN is left out
 *
 * Returns: %FALSE where there is no number at all
 */
gboolean
scope_scaling_fit (ScopeScaling *self, ScopeScalingKind kind, const double *values, gsize n);

G_END_DECLS
