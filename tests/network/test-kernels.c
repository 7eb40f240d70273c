/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The hot loops of every level that this machine has, against the same in double precision. Tolerances: activations have the errors
 * that scope-vector.h states; sums of n products of numbers up to 1 have n roundings of 6e-8 each of numbers up to √n, taken four
 * times over.
 */
#include "scope-kernels.h"
#include "scope-panels.h"
#include "scope-buffer.h"
#include "scope-test.h"

#include "network-model.h"

#include <math.h>
#include <string.h>

static const char *const ids[] = { "baseline", "avx2", "avx512" };

typedef struct
{
  ScopeActivation activation;
  double tolerance; /* absolute */
  double relative;
} Exactness;

static const Exactness exactness[] = {
  { { .kind = SCOPE_ACTIVATION_LINEAR }, 0, 0 },
  { { .kind = SCOPE_ACTIVATION_TANH }, 2e-7, 3e-7 },
  { { .kind = SCOPE_ACTIVATION_SIGMOID }, 1.5e-7, 5e-6 },
  { { .kind = SCOPE_ACTIVATION_HARD_SIGMOID_2 }, 1e-7, 1 },
  { { .kind = SCOPE_ACTIVATION_HARD_SIGMOID_3 }, 1.5e-7, 1 },
  { { .kind = SCOPE_ACTIVATION_RELU, .max_value = INFINITY }, 0, 0 },
  { { .kind = SCOPE_ACTIVATION_RELU, .max_value = 1.5 }, 0, 0 },
  { { .kind = SCOPE_ACTIVATION_RELU, .max_value = 5, .threshold = 1, .alpha = 0.25 }, 5e-7, 1e-7 },
  { { .kind = SCOPE_ACTIVATION_RELU6 }, 0, 0 },
  { { .kind = SCOPE_ACTIVATION_LEAKY_RELU, .alpha = 0.2 }, 2e-6, 1e-7 },
  { { .kind = SCOPE_ACTIVATION_SOFTSIGN }, 2e-7, 2e-7 },
  { { .kind = SCOPE_ACTIVATION_SILU }, 1e-5, 5e-6 },
  { { .kind = SCOPE_ACTIVATION_SOFTPLUS }, 2e-6, 1e-7 },
};

/* From -90 to 90 in steps of 1/1024, and small numbers of either sign. */
static void
test_activations (gconstpointer data)
{
  const ScopeKernels *kernels = scope_kernels_find (data);
  enum
  {
    N = 180 * 1024
  };
  g_autofree float *x = NULL;

  if (kernels == NULL)
    {
      g_test_skip ("this processor does not have the level");
      return;
    }

  x = g_new (float, N);
  for (guint k = 0; k < G_N_ELEMENTS (exactness); k++)
    {
      const Exactness *row = &exactness[k];
      g_autofree float *y = NULL;

      for (guint i = 0; i < N; i++)
        x[i] = i % 2 == 0 ? ((float) i - N / 2) / 1024
                          : powf (10, -(float) i / N * 20) * (i % 4 == 1 ? 1 : -1);
      y = g_memdup2 (x, N * sizeof (float));
      kernels->activate (&row->activation, y, N);
      for (guint i = 0; i < N; i++)
        {
          double expected = scope_activation_apply (&row->activation, (double) x[i]);

          scope_assert_close (y[i], expected, row->tolerance);
          /* The exponential goes no lower than e^-87; silu multiplies that by x. */
          scope_assert_close (y[i], expected, fabs (expected) * row->relative + 2e-36);
        }
    }
}

/* Missing stays missing whatever its bits are, infinities become limits, saturation is exact. */
static void
test_edges (gconstpointer data)
{
  const ScopeKernels *kernels = scope_kernels_find (data);
  const guint32 payload = 0x7fc001ff;
  float missing;

  if (kernels == NULL)
    {
      g_test_skip ("this processor does not have the level");
      return;
    }

  memcpy (&missing, &payload, sizeof missing);
  for (guint k = 0; k < G_N_ELEMENTS (exactness); k++)
    for (guint n = 1; n <= 33; n += 16)
      {
        float x[33];

        for (guint i = 0; i < n; i++)
          x[i] = i % 3 == 0 ? NAN : i % 3 == 1 ? missing : -missing;
        kernels->activate (&exactness[k].activation, x, n);
        for (guint i = 0; i < n; i++)
          g_assert_true (isnan (x[i]));
      }

  {
    const ScopeActivation tanh_activation = { .kind = SCOPE_ACTIVATION_TANH };
    const ScopeActivation sigmoid_activation = { .kind = SCOPE_ACTIVATION_SIGMOID };
    float x[] = { INFINITY, -INFINITY, 1000, -1000, 60, -60, 0 };
    float y[] = { INFINITY, -INFINITY, 1000, -1000, 60, -60, 0 };

    kernels->activate (&tanh_activation, x, G_N_ELEMENTS (x));
    kernels->activate (&sigmoid_activation, y, G_N_ELEMENTS (y));
    for (guint i = 0; i + 1 < G_N_ELEMENTS (x); i += 2)
      {
        scope_assert_close (x[i], 1, 1e-7);
        scope_assert_close (x[i + 1], -1, 1e-7);
        g_assert_cmpfloat (fabsf (x[i]), <=, 1);
        /* A gate that is open or shut is so to the last bit of what it multiplies. */
        g_assert_cmpfloat (y[i], ==, 1);
        scope_assert_close (y[i + 1], 0, 1e-25);
      }
    g_assert_cmpfloat (x[6], ==, 0);
    g_assert_cmpfloat (y[6], ==, 0.5f);
  }
}

static void
test_multiply (gconstpointer data)
{
  const ScopeKernels *kernels = scope_kernels_find (data);
  static const gsize depths[] = { 1, 3, 14, 130 };
  static const gsize columns[] = { 1, 4, 7, 8, 15, 16, 17, 33, 63, 64, 65, 130 };
  static const gsize row_counts[] = { 1, 2, 3, 5, 6, 7, 13 };

  if (kernels == NULL)
    {
      g_test_skip ("this processor does not have the level");
      return;
    }

  for (guint d = 0; d < G_N_ELEMENTS (depths); d++)
    for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
      for (guint r = 0; r < G_N_ELEMENTS (row_counts); r++)
        {
          gsize depth = depths[d];
          gsize n_columns = columns[c];
          gsize n_rows = row_counts[r];
          g_autofree float *matrix = network_random (1, depth * n_columns, 1);
          g_autofree float *bias = network_random (2, n_columns, 1);
          g_autofree float *input = network_random (3, n_rows * (depth + 2), 1);
          /* Exactly as long as it has to be: a sanitizer sees what is written behind it. */
          g_autofree float *output = g_new (float, n_rows *n_columns);
          g_autoptr (GError) error = NULL;
          ScopePanels panels;

          g_assert_true (
              scope_panels_pack (&panels, kernels->lanes, depth, n_columns, matrix, bias, &error));
          kernels->multiply (&panels, n_rows, input, depth + 2, output, n_columns);
          for (gsize i = 0; i < n_rows; i++)
            for (gsize j = 0; j < n_columns; j++)
              {
                double sum = (double) bias[j];

                for (gsize k = 0; k < depth; k++)
                  sum += (double) input[i * (depth + 2) + k] * (double) matrix[k * n_columns + j];
                scope_assert_close (output[i * n_columns + j], sum,
                                    4 * 6e-8 * (double) (depth + 1) * sqrt ((double) (depth + 1)));
              }
          scope_buffer_free ((float *) panels.numbers);
        }
}

/* A level is what was asked for, and what was asked for wrongly is the best. */
static void
test_choose (void)
{
  g_autofree char *before = g_strdup (g_getenv ("GATESCOPE_LEVEL"));
  const ScopeKernels *best;

  g_unsetenv ("GATESCOPE_LEVEL");
  best = scope_kernels_choose ();
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    if (scope_kernels_find (ids[i]) != NULL)
      {
        g_setenv ("GATESCOPE_LEVEL", ids[i], TRUE);
        g_assert_cmpstr (scope_kernels_choose ()->id, ==, ids[i]);
      }
  g_setenv ("GATESCOPE_LEVEL", "steam", TRUE);
  g_assert_true (scope_kernels_choose () == best);
  g_assert_null (scope_kernels_find ("steam"));

  if (before != NULL)
    g_setenv ("GATESCOPE_LEVEL", before, TRUE);
  else
    g_unsetenv ("GATESCOPE_LEVEL");
}

/* Small numbers count again once a run is over. */
static void
test_small_numbers (void)
{
  volatile float small = 1e-38f;
  guint state = scope_kernels_enter ();

  scope_kernels_leave (state);
  g_assert_cmpfloat (small / 16, >, 0);
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *activations = g_strconcat ("/kernels/activations/", ids[i], NULL);
      g_autofree char *edges = g_strconcat ("/kernels/edges/", ids[i], NULL);
      g_autofree char *multiply = g_strconcat ("/kernels/multiply/", ids[i], NULL);

      g_test_add_data_func (activations, ids[i], test_activations);
      g_test_add_data_func (edges, ids[i], test_edges);
      g_test_add_data_func (multiply, ids[i], test_multiply);
    }
  g_test_add_func ("/kernels/choose", test_choose);
  g_test_add_func ("/kernels/small-numbers", test_small_numbers);
  return g_test_run ();
}
