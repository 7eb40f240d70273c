/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-unit-data.h"

G_BEGIN_DECLS

/* What sets the ends of the colours, which are always as far from zero on both sides. */
typedef enum
{
  SCOPE_RANGE_PERCENTILE, /* most of the weights; those beyond have the colour of the end */
  SCOPE_RANGE_SHARED,     /* the largest of all */
  SCOPE_RANGE_PER_GATE,   /* the largest of each gate, for itself */
  SCOPE_RANGE_TYPED,
} ScopeRangeKind;

/**
 * ScopeGateRange:
 * @share: of SCOPE_RANGE_PERCENTILE: which part of the weights lies within, above 0 to 1
 * @extent: of SCOPE_RANGE_TYPED: half the width, above 0
 */
typedef struct
{
  ScopeRangeKind kind;
  double share;
  double extent;
} ScopeGateRange;

/* Half the width of the range for a gate (-1: of all that are shown) and matrix (-1: all of them); above 0 also where all weights
 * are 0. */
double scope_gate_range_get_extent (const ScopeGateRange *range, ScopeUnitData *data, int gate,
                                    int matrix);
/* Whether there may be weights beyond it. */
gboolean scope_gate_range_clips (const ScopeGateRange *range);

/**
 * scope_gate_range_parse:
 * @kind: SCOPE_RANGE_PERCENTILE: a share in per cent, with or without its sign; SCOPE_RANGE_TYPED: a number
 * @text: in the user's or in C's notation
 * @range: (out): changed only where the text is good
 *
 * Returns: %NULL, or what is wrong with it, in words
 */
char *scope_gate_range_parse (ScopeRangeKind kind, const char *text,
                              ScopeGateRange *range) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
