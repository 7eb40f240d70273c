/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-kernels.h"

#include "scope-vector.h"

#include <string.h>

/*
 * Compiled once for each level; the compiler's flags decide which one this is. Nothing but the table at the
 * end leaves this file, so that no function compiled for one processor is ever linked into another's.
 */
#if LANES == 16
#define LEVEL scope_kernels_avx512
#define LEVEL_NAME "AVX-512"
#define LEVEL_ID "avx512"
#define ROWS 6 /* 24 sums, 6 inputs and a weight in 32 registers */
#elif LANES == 8
#define LEVEL scope_kernels_avx2
#define LEVEL_NAME "AVX2"
#define LEVEL_ID "avx2"
#define ROWS 3 /* 12 sums, 3 inputs and a weight in 16 registers */
#else
#define LEVEL scope_kernels_baseline
#define LEVEL_NAME "baseline"
#define LEVEL_ID "baseline"
#if defined(__aarch64__)
#define ROWS 6 /* 32 registers here as well */
#else
#define ROWS 3
#endif
#endif

/*
 * EACH_ROW (r, n, { … }) and EACH_VECTOR (v, n, { … }): the block for r = 0 … n - 1, written out, so that r is a constant.
 * Loops over registers have to be gone before a compiler decides what stays in one, and compilers differ in when they
 * unroll them.
 */
#define ONE(i, value, n, ...)                                                                      \
  {                                                                                                \
    enum                                                                                           \
    {                                                                                              \
      i = value                                                                                    \
    };                                                                                             \
    if (i < (n))                                                                                   \
      __VA_ARGS__                                                                                  \
  }
#define EACH_VECTOR(v, n, ...)                                                                     \
  ONE (v, 0, n, __VA_ARGS__)                                                                       \
  ONE (v, 1, n, __VA_ARGS__)                                                                       \
  ONE (v, 2, n, __VA_ARGS__)                                                                       \
  ONE (v, 3, n, __VA_ARGS__)
#define FIRST_ROWS(r, n, ...)                                                                      \
  ONE (r, 0, n, __VA_ARGS__)                                                                       \
  ONE (r, 1, n, __VA_ARGS__)                                                                       \
  ONE (r, 2, n, __VA_ARGS__)
#if ROWS == 3
#define EACH_ROW FIRST_ROWS
#else
#define EACH_ROW(r, n, ...)                                                                        \
  FIRST_ROWS (r, n, __VA_ARGS__)                                                                   \
  ONE (r, 3, n, __VA_ARGS__)                                                                       \
  ONE (r, 4, n, __VA_ARGS__)                                                                       \
  ONE (r, 5, n, __VA_ARGS__)
#endif

#define PANEL (SCOPE_PANEL_VECTORS * LANES)

/*
 * Every product is summed as Keras's own (Eigen's) is: term after term from zero, and what it joins, a bias or another product, is
 * added to the whole sum. A network that magnifies rounding then stays near to what Keras answered, nearer than exact sums would:
 * both round alike. A sum is taken in parts of so many terms, each going on from where the last one stopped.
 */
#define PART 32

/* sums (n_rows, n_vectors) += inputs (n_rows, depth) · weights (depth, n_vectors, lanes), from zero where @offset is 0, else from what
 * @parts (n_rows; n_vectors, lanes) has. The first two are constants wherever this is called: all loops but the one over depth
 * vanish, and the sums stay in registers. */
ALWAYS_INLINE void
accumulate (const guint n_rows, const guint n_vectors, gsize depth, const float *weights,
            const float *const *inputs, gsize offset, const float *parts, gsize parts_pitch,
            Vector sums[ROWS][SCOPE_PANEL_VECTORS])
{
  EACH_ROW (r, n_rows, { EACH_VECTOR (v, n_vectors, {
              sums[r][v] = offset == 0 ? splat (0) : load (parts + r * parts_pitch + v * LANES);
            }) })

  for (gsize k = offset; k < offset + depth; k++, weights += n_vectors * LANES)
    {
      Vector x[ROWS];

      EACH_ROW (r, n_rows, { x[r] = splat (inputs[r][k]); })
      EACH_VECTOR (v, n_vectors, {
        Vector w = load (weights + v * LANES);

        EACH_ROW (r, n_rows, { sums[r][v] = multiply_add (x[r], w, sums[r][v]); })
      })
    }
}

/* totals (n_rows, n_vectors, lanes) = what @begin points to for each row, plus inputs · weights. */
ALWAYS_INLINE void
add_product (const guint n_rows, const guint n_vectors, gsize depth, const float *weights,
             const float *const *inputs, const float *const *begin, float *totals,
             gsize totals_pitch)
{
  Vector sums[ROWS][SCOPE_PANEL_VECTORS];

  accumulate (n_rows, n_vectors, depth, weights, inputs, 0, NULL, 0, sums);
  EACH_ROW (r, n_rows, { EACH_VECTOR (v, n_vectors, {
              store (totals + r * totals_pitch + v * LANES,
                     load (begin[r] + v * LANES) + sums[r][v]);
            }) })
}

/* The first @n of a vector. */
ALWAYS_INLINE void
store_some (float *to, const float *from, gsize n)
{
  if (n == LANES)
    store (to, load (from));
  else
    for (gsize i = 0; i < n; i++)
      to[i] = from[i];
}

ALWAYS_INLINE void
multiply_block (const guint n_rows, const guint n_vectors, const float *weights, gsize depth,
                const float *input, gsize input_stride, float *output, gsize output_stride,
                gsize n_last)
{
  float totals[ROWS * PANEL];
  const float *inputs[ROWS];
  const float *begin[ROWS];

  EACH_ROW (r, n_rows, {
    inputs[r] = input + r * input_stride;
    begin[r] = weights;
  })

  add_product (n_rows, n_vectors, depth, weights + n_vectors * LANES, inputs, begin, totals, PANEL);

  EACH_ROW (r, n_rows, {
    float *to = output + r * output_stride;

    EACH_VECTOR (v, n_vectors - 1,
                 { store (to + v * LANES, load (totals + r * PANEL + v * LANES)); })
    store_some (to + (n_vectors - 1) * LANES, totals + r * PANEL + (n_vectors - 1) * LANES, n_last);
  })
}

/* One panel, all rows. */
ALWAYS_INLINE void
multiply_panel (const guint n_vectors, const float *weights, gsize depth, gsize n_rows,
                const float *input, gsize input_stride, float *output, gsize output_stride,
                gsize n_last)
{
  for (; n_rows >= ROWS; n_rows -= ROWS)
    {
      multiply_block (ROWS, n_vectors, weights, depth, input, input_stride, output, output_stride,
                      n_last);
      input += ROWS * input_stride;
      output += ROWS * output_stride;
    }
  for (; n_rows > 0; n_rows--)
    {
      multiply_block (1, n_vectors, weights, depth, input, input_stride, output, output_stride,
                      n_last);
      input += input_stride;
      output += output_stride;
    }
}

static void
multiply (const ScopePanels *panels, gsize n_rows, const float *input, gsize input_stride,
          float *output, gsize output_stride)
{
  const float *weights = panels->numbers;
  gsize depth = panels->depth;

  for (gsize column = 0; column < panels->n_columns; column += PANEL, weights += panels->stride)
    {
      gsize n_vectors = (MIN (panels->n_columns - column, PANEL) + LANES - 1) / LANES;
      gsize n_last = MIN (panels->n_columns - column - (n_vectors - 1) * LANES, LANES);
      float *to = output + column;

      switch (n_vectors)
        {
        case 1:
          multiply_panel (1, weights, depth, n_rows, input, input_stride, to, output_stride,
                          n_last);
          break;
        case 2:
          multiply_panel (2, weights, depth, n_rows, input, input_stride, to, output_stride,
                          n_last);
          break;
        case 3:
          multiply_panel (3, weights, depth, n_rows, input, input_stride, to, output_stride,
                          n_last);
          break;
        default:
          multiply_panel (4, weights, depth, n_rows, input, input_stride, to, output_stride,
                          n_last);
          break;
        }
    }
}

/* What is multiplied, and what the sums begin with: one row for each window, @rows[w] + @offset or @base + w · @pitch. */
typedef struct
{
  const float *const *rows;
  gsize offset;
  const float *base;
  gsize pitch;
} Rows;

ALWAYS_INLINE const float *
get_row (const Rows *self, gsize window)
{
  return self->rows != NULL ? self->rows[window] + self->offset : self->base + window * self->pitch;
}

/* A part of a product: @depth terms from @k on. */
typedef struct
{
  gsize k;
  gsize depth;
  const float *weights;
  const Rows *inputs;
  float *parts;      /* (n_windows, PANEL): the sums so far */
  const Rows *begin; /* what the whole sum joins; NULL before the last part */
  float *to;
  gsize pitch;
} Part;

/* The part's sums of @n_windows windows from @first on. */
ALWAYS_INLINE void
sum_block (const guint n_windows, gsize first, const Part *part)
{
  Vector sums[ROWS][SCOPE_PANEL_VECTORS];
  const float *rows[ROWS];
  float *parts = part->parts + first * PANEL;

  EACH_ROW (r, n_windows, { rows[r] = get_row (part->inputs, first + r); })

  accumulate (n_windows, SCOPE_PANEL_VECTORS, part->depth, part->weights, rows, part->k, parts,
              PANEL, sums);

  if (part->begin == NULL)
    {
      EACH_ROW (r, n_windows, { EACH_VECTOR (v, SCOPE_PANEL_VECTORS, {
                  store (parts + r * PANEL + v * LANES, sums[r][v]);
                }) })
      return;
    }
  EACH_ROW (r, n_windows, {
    const float *from = get_row (part->begin, first + r);

    EACH_VECTOR (v, SCOPE_PANEL_VECTORS, {
      store (part->to + (first + r) * part->pitch + v * LANES,
             load (from + v * LANES) + sums[r][v]);
    })
  })
}

/* sums = begin + inputs · weights. As many rows of the weights as are summed at once stay in the nearest cache while all windows
 * pass. */
static void
sum_products (gsize n_windows, gsize depth, const float *weights, const Rows *inputs,
              const Rows *begin, float *to, gsize pitch)
{
  float parts[SCOPE_MAX_WINDOWS * PANEL];
  Part part = { .weights = weights, .inputs = inputs, .parts = parts, .to = to, .pitch = pitch };

  for (; part.k < depth; part.k += PART, part.weights += PART * PANEL)
    {
      gsize first = 0;

      part.depth = MIN (depth - part.k, PART);
      part.begin = part.k + part.depth == depth ? begin : NULL;
      for (; first + ROWS <= n_windows; first += ROWS)
        sum_block (ROWS, first, &part);

      switch (n_windows - first)
        {
#if ROWS > 3
        case 5:
          sum_block (5, first, &part);
          break;
        case 4:
          sum_block (4, first, &part);
          break;
        case 3:
          sum_block (3, first, &part);
          break;
#endif
        case 2:
          sum_block (2, first, &part);
          break;
        case 1:
          sum_block (1, first, &part);
          break;
        default:
          break;
        }
    }
}

static void
sum (const ScopeSums *job)
{
  const Rows inputs = { .rows = job->inputs, .offset = job->offset };
  const Rows hidden = { .base = job->hidden, .pitch = job->pitch };
  const Rows bias = { .base = job->weights };
  const Rows sums = { .base = job->sums, .pitch = job->sums_pitch };

  if (!job->projected)
    sum_products (job->n_windows, job->n_features, job->weights + PANEL, &inputs, &bias, job->sums,
                  job->sums_pitch);
  sum_products (job->n_windows, job->n_units, job->weights + (1 + job->n_features) * PANEL, &hidden,
                job->projected ? &inputs : &sums, job->sums, job->sums_pitch);
}

static Vector
activate_one_by_one (const ScopeActivation *activation, Vector x)
{
  for (guint i = 0; i < LANES; i++)
    x[i] = (float) scope_activation_apply (activation, (double) x[i]);
  return x;
}

/* What is not written out here is rare enough to go through scope_activation_apply(), in double precision. */
ALWAYS_INLINE Vector
activate_vector (const ScopeActivation *activation, Vector x)
{
  switch (activation->kind)
    {
    case SCOPE_ACTIVATION_LINEAR:
      return x;
    case SCOPE_ACTIVATION_TANH:
      return hyperbolic_tangent (x);
    case SCOPE_ACTIVATION_SIGMOID:
      return sigmoid (x);
    case SCOPE_ACTIVATION_HARD_SIGMOID_2:
      return at_most (splat (1.0f),
                      at_least (splat (0.0f), multiply_add (x, splat (0.2f), splat (0.5f))));
    case SCOPE_ACTIVATION_HARD_SIGMOID_3:
      return at_most (splat (6.0f), at_least (splat (0.0f), x + 3.0f)) / 6.0f;
    case SCOPE_ACTIVATION_RELU:
      if (activation->alpha == 0 && activation->threshold == 0)
        return at_most (splat ((float) activation->max_value), at_least (splat (0.0f), x));
      return activate_one_by_one (activation, x);
    case SCOPE_ACTIVATION_RELU6:
      return at_most (splat (6.0f), at_least (splat (0.0f), x));
    case SCOPE_ACTIVATION_SOFTSIGN:
      return x / (1.0f + at_least (-x, x));
    case SCOPE_ACTIVATION_SILU:
      return x * sigmoid (x);
    default:
      return activate_one_by_one (activation, x);
    }
}

/* In two passes: each has few enough instructions for the processor to work on several windows at
 * once, and this takes four fifths of the time of one pass. */
ALWAYS_INLINE void
gate_panel (const ScopeGating *job, const ScopeActivation *gate, const ScopeActivation *candidate)
{
  for (gsize w = 0; w < job->n_windows; w++)
    {
      float *sums = job->sums + w * job->sums_pitch;
      float *cell = job->cell + w * job->pitch;
      Vector i = activate_vector (gate, load (sums));
      Vector f = activate_vector (gate, load (sums + LANES));
      Vector c = activate_vector (candidate, load (sums + 2 * LANES));

      store (cell, multiply_add (f, load (cell), i * c));
      if (job->keep)
        {
          store (sums, i);
          store (sums + LANES, f);
          store (sums + 2 * LANES, c);
        }
    }

  for (gsize w = 0; w < job->n_windows; w++)
    {
      float *sums = job->sums + w * job->sums_pitch + 3 * LANES;
      Vector o = activate_vector (gate, load (sums));
      Vector c = load (job->cell + w * job->pitch);

      store (job->hidden + w * job->pitch, o * activate_vector (candidate, c));
      if (job->keep)
        store (sums, o);
    }
}

static void
gate (const ScopeGating *job)
{
  static const ScopeActivation tanh_activation = { .kind = SCOPE_ACTIVATION_TANH };
  static const ScopeActivation sigmoid_activation = { .kind = SCOPE_ACTIVATION_SIGMOID };

  /* What nearly all networks have, with the choices made beforehand. */
  if (job->gate->kind == SCOPE_ACTIVATION_SIGMOID && job->candidate->kind == SCOPE_ACTIVATION_TANH)
    gate_panel (job, &sigmoid_activation, &tanh_activation);
  else
    gate_panel (job, job->gate, job->candidate);
}

static void
activate (const ScopeActivation *activation, float *numbers, gsize n)
{
  float last[LANES] = { 0 };

  for (; n >= LANES; n -= LANES, numbers += LANES)
    store (numbers, activate_vector (activation, load (numbers)));

  if (n > 0)
    {
      memcpy (last, numbers, n * sizeof (float));
      store (last, activate_vector (activation, load (last)));
      memcpy (numbers, last, n * sizeof (float));
    }
}

const ScopeKernels LEVEL = {
  .name = LEVEL_NAME,
  .id = LEVEL_ID,
  .lanes = LANES,
  .multiply = multiply,
  .sum = sum,
  .gate = gate,
  .activate = activate,
};
