/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"

G_BEGIN_DECLS

/**
 * ScopeStat: the columns of a #ScopeGateStats, in the order in which tables show them.
 */
typedef enum
{
  SCOPE_STAT_N,
  SCOPE_STAT_MEAN,
  SCOPE_STAT_SD,
  SCOPE_STAT_MIN,
  SCOPE_STAT_Q25,
  SCOPE_STAT_MEDIAN,
  SCOPE_STAT_Q75,
  SCOPE_STAT_MAX,
  SCOPE_STAT_L1,
  SCOPE_STAT_L2,
  SCOPE_STAT_NEAR_ZERO,
  SCOPE_STAT_KURTOSIS,
  SCOPE_N_STATS
} ScopeStat;

/**
 * ScopeGateStats:
 * @unit: from 0
 * @gate: of the #ScopeGates
 * @matrix: W, U or b
 * @values: by #ScopeStat; NaN where undefined
 *
 * What the weights that lead into one unit through one gate look like: a column of the gate's matrix. No units.
 * Computed in double precision:
 * n; mean; sd = √m2 and kurtosis = m4/m2² − 3 with the moments of the population m_k = Σ(w − mean)^k / n (kurtosis is
 * undefined where all weights are equal); quartiles with linear interpolation between order statistics (at
 * (n − 1)·q, NumPy's default); l1 = Σ|w|; l2 = √Σw²; near_zero: share of the column with |w| under 1 % of the
 * largest |w| of that gate's whole matrix. Everything but n is undefined where n is 0 or a weight is not finite.
 */
typedef struct
{
  guint unit;
  guint gate;
  ScopeMatrix matrix;
  double values[SCOPE_N_STATS];
} ScopeGateStats;

/**
 * scope_gate_stats_compute:
 * @view: a gate's matrix; its data may be %NULL
 * @column: the unit
 * @largest: largest |w| of the whole matrix (scope_matrix_view_get_largest())
 * @values: (out): SCOPE_N_STATS of them
 */
void scope_gate_stats_compute (const ScopeMatrixView *view, gsize column, double largest,
                               double *values);

/* Largest |w| of a view; 0 where it is empty, NaN where a weight is NaN. */
double scope_matrix_view_get_largest (const ScopeMatrixView *view);

/**
 * scope_gate_stats_list:
 * @gates: any recurrent cell
 *
 * Returns: (transfer full) (element-type ScopeGateStats): a row for each unit, gate and matrix that is
 *     there, units outermost, then gates, then W, U, b
 */
GArray *scope_gate_stats_list (ScopeGates *gates) G_GNUC_WARN_UNUSED_RESULT;

/* The word in machine output ("near_zero"). Static, not translated. */
const char *scope_stat_get_name (ScopeStat stat);
/* A column's heading and the sentence for its tooltip. Static, translated. */
const char *scope_stat_get_title (ScopeStat stat);
const char *scope_stat_get_explanation (ScopeStat stat);

G_END_DECLS
