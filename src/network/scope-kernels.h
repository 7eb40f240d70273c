/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-activation.h"

G_BEGIN_DECLS

/*
 * The hot loops, compiled once for each level of the processor (scope-kernels-level.c) and chosen when a network is compiled.
 *
 * Numbers side by side in a vector are neighbouring units of one window; up to SCOPE_MAX_ROWS windows (or rows) go through the
 * registers together, so that a weight is loaded once for all of them. Weights are packed for it in panels of four vectors: the
 * four gates of neighbouring units, or four vectors of neighbouring columns. Lanes beyond the last unit hold
 * zeros and are never read back.
 *
 * A sum is always taken in the same order, (W·x + bias) + U·h, each product from its first term to its last, with one rounding a
 * term where the level has fused multiply-add: which windows run beside it, in how many threads, and whether W·x was shared
 * makes no difference to a bit.
 */
#define SCOPE_PANEL_VECTORS 4
#define SCOPE_MAX_LANES 16
/* Windows whose sums are taken together, so that they stay in the nearest cache. */
#define SCOPE_MAX_WINDOWS 48

/**
 * ScopePanels: a matrix and its bias, packed.
 * @numbers: (n_panels; 1 + depth; vectors, lanes): bias first, then the rows of the matrix. The last panel has as few vectors as
 *     it needs where @ragged
 * @stride: numbers from one panel to the next
 * @depth: rows of the matrix
 * @n_columns: its columns
 */
typedef struct
{
  const float *numbers;
  gsize stride;
  gsize depth;
  gsize n_columns;
} ScopePanels;

/**
 * ScopeSums: what flows into the four gates of one panel at one step, in windows side by side.
 * @weights: (1 + n_features + n_units, 4, lanes): bias, W, U of this panel
 * @n_windows: at most SCOPE_MAX_WINDOWS
 * @inputs: (n_windows): each window's row: its n_features numbers; where @projected, the (4, lanes) sums of
 *     bias and W·x that scope-panels made of it
 * @offset: added to each of @inputs
 * @hidden: (n_windows, pitch): h of the step before
 * @sums: (out): (n_windows, 4, lanes), window after window @sums_pitch apart
 */
typedef struct
{
  const float *weights;
  gsize n_features;
  gsize n_units;
  gsize n_windows;
  const float *const *inputs;
  gsize offset;
  gboolean projected;
  const float *hidden;
  gsize pitch;
  float *sums;
  gsize sums_pitch;
} ScopeSums;

/**
 * ScopeGating: what an LSTM makes of the sums of one panel.
 * @gate: of i, f and o
 * @candidate: of c̃ and of the cell state
 * @sums: (n_windows, 4, lanes): i, f, c̃, o before their activations; after them where @keep
 * @cell: (n_windows, lanes), @pitch apart: c of the step before; of this one afterwards
 * @hidden: (out): (n_windows, lanes), @pitch apart
 */
typedef struct
{
  const ScopeActivation *gate;
  const ScopeActivation *candidate;
  gsize n_windows;
  float *sums;
  gsize sums_pitch;
  gboolean keep;
  float *cell;
  float *hidden;
  gsize pitch;
} ScopeGating;

typedef struct
{
  const char *name; /* "AVX-512" */
  const char *id;   /* "avx512" */
  guint lanes;

  /* output (n_rows, n_columns) = bias + input (n_rows, depth) · matrix; rows @input_stride and @output_stride apart. */
  void (*multiply) (const ScopePanels *panels, gsize n_rows, const float *input, gsize input_stride,
                    float *output, gsize output_stride);
  /* sums = bias + x·W + h·U */
  void (*sum) (const ScopeSums *job);
  /* c = f·c + i·c̃; h = o·act (c) */
  void (*gate) (const ScopeGating *job);
  /* In place; only for what scope_activation_is_elementwise(). */
  void (*activate) (const ScopeActivation *activation, float *numbers, gsize n);
} ScopeKernels;

/**
 * scope_kernels_choose:
 *
 * The fastest level that this processor has. The environment variable GATESCOPE_LEVEL ("avx512", "avx2",
 * "baseline") asks for another one; what the processor does not have is not given.
 */
const ScopeKernels *scope_kernels_choose (void);

/* By id; %NULL where this processor or this build does not have it. */
const ScopeKernels *scope_kernels_find (const char *id);

/* The kernels that suit @n_units: half of sixteen lanes would do nothing for eight units or fewer. */
const ScopeKernels *scope_kernels_narrow (const ScopeKernels *kernels, gsize n_units);

/* On x86, numbers under 1e-38 count as zero from here on, as they slow everything a hundredfold and
 * matter to nobody; scope_kernels_leave() puts back what was, as other code of the thread may care. */
guint scope_kernels_enter (void);
void scope_kernels_leave (guint state);

/* The one symbol that each level exports. */
extern const ScopeKernels scope_kernels_baseline;
extern const ScopeKernels scope_kernels_avx2;
extern const ScopeKernels scope_kernels_avx512;

G_END_DECLS
