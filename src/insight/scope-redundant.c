/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-redundant.h"

#include "scope-dot.h"

#include <math.h>

/* Fewer weights than this are alike by chance. */
#define MIN_WEIGHTS 8
/* After as many weights a pair is looked at again. */
#define BLOCK 128

/* The weights that lead into each unit, a row for each: gate by gate W, b, U; the candidate's gate last. */
typedef struct
{
  guint n_units;
  guint n_gates;
  guint order[SCOPE_MAX_GATES]; /* gates as they stand in a row */
  gsize n_values;               /* of a row */
  gsize gate_values;            /* of one gate's part; U's are the last n_units of it */
  gsize n_blocks;
  gboolean turns; /* whether units may be turned */
  float *values;  /* (n_units, n_values) */
  double *rests;  /* (n_units, n_blocks + 1): Σw² of block b and after it */
} Table;

static const float *
row_of (const Table *table, guint unit)
{
  return table->values + unit * table->n_values;
}

/* Weight from unit @from into unit @unit at place @gate of the row. */
static double
recurrent_of (const Table *table, guint gate, guint from, guint unit)
{
  return row_of (table, unit)[(gate + 1) * table->gate_values - table->n_units + from];
}

static void
copy_columns (Table *table, const ScopeMatrixView *view, gsize *offset)
{
  for (gsize row = 0; view->data != NULL && row < view->n_rows; row++, (*offset)++)
    for (guint unit = 0; unit < table->n_units; unit++)
      table->values[unit * table->n_values + *offset] = view->data[row * view->row_stride + unit];
}

static void
fill_rests (Table *table, guint unit)
{
  const float *row = row_of (table, unit);
  double *rests = table->rests + unit * (table->n_blocks + 1);

  for (gsize block = table->n_blocks; block-- > 0;)
    {
      double square = 0;

      for (gsize i = block * BLOCK; i < MIN ((block + 1) * BLOCK, table->n_values); i++)
        square += (double) row[i] * row[i];
      rests[block] = rests[block + 1] + square;
    }
}

static void
table_init (Table *table, ScopeGates *gates)
{
  ScopeMatrixView view = scope_gates_get_view (gates, 0, SCOPE_MATRIX_B);
  int candidate = scope_gates_find (gates, scope_gates_get_n_gates (gates) == 4 ? "c" : "h");
  gsize offset = 0;

  table->n_units = scope_gates_get_n_units (gates);
  for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
    if ((int) gate != candidate)
      table->order[table->n_gates++] = gate;
  table->order[table->n_gates++] = (guint) candidate;
  table->turns = scope_activation_is_odd (scope_gates_get_activation (gates, (guint) candidate));

  table->gate_values =
      scope_gates_get_n_features (gates) + (view.data != NULL) + (gsize) table->n_units;
  table->n_values = table->n_gates * table->gate_values;
  table->n_blocks = (table->n_values + BLOCK - 1) / BLOCK;
  table->values = g_new0 (float, table->n_units * table->n_values);
  table->rests = g_new0 (double, table->n_units *(table->n_blocks + 1));

  for (guint i = 0; i < table->n_gates; i++)
    {
      static const ScopeMatrix matrices[] = { SCOPE_MATRIX_W, SCOPE_MATRIX_B, SCOPE_MATRIX_U };

      for (guint k = 0; k < G_N_ELEMENTS (matrices); k++)
        {
          view = scope_gates_get_view (gates, table->order[i], matrices[k]);
          copy_columns (table, &view, &offset);
        }
    }
  for (guint unit = 0; unit < table->n_units; unit++)
    fill_rests (table, unit);
}

static void
table_clear (Table *table)
{
  g_free (table->values);
  g_free (table->rests);
}

/*
 * What the correlation of units j and k with sign s needs besides the product of their rows. Where k answers s times what j does, what
 * comes from the two is (U[j] + s·U[k]) h_j: one weight, not two. k's candidate is multiplied with s.
 */
typedef struct
{
  double product; /* to be added to that of the rows */
  double needed;  /* the product of the rows that makes r = 0.95 */
  double norm;    /* √(Σw_j² Σw_k²) */
} Pair;

static void
pair_init (Pair *pair, const Table *table, guint j, guint k, int sign)
{
  double square_j = table->rests[j * (table->n_blocks + 1)];
  double square_k = table->rests[k * (table->n_blocks + 1)];

  pair->product = 0;
  for (guint gate = 0; gate < table->n_gates; gate++)
    {
      double turn = gate + 1 == table->n_gates ? sign : 1;
      double jj = recurrent_of (table, gate, j, j), kj = recurrent_of (table, gate, k, j);
      double jk = turn * recurrent_of (table, gate, j, k);
      double kk = turn * recurrent_of (table, gate, k, k);
      double both_j = jj + sign * kj, both_k = jk + sign * kk;

      pair->product += both_j * both_k - jj * jk - kj * kk;
      square_j += both_j * both_j - jj * jj - kj * kj;
      square_k += both_k * both_k - jk * jk - kk * kk;
    }
  pair->norm = sqrt (MAX (square_j, 0) * MAX (square_k, 0));
  pair->needed = SCOPE_REDUNDANT_CORRELATION * pair->norm - pair->product;
}

static void
note (ScopeRedundant *found, guint other, int sign, double correlation)
{
  if (correlation > found->correlation)
    *found = (ScopeRedundant){ other, sign, MIN (correlation, 1) };
}

static void
compare (const Table *table, guint j, guint k, ScopeRedundant *found)
{
  const gsize first = table->n_values - table->gate_values;
  const float *a = row_of (table, j), *b = row_of (table, k);
  const double *rests_j = table->rests + j * (table->n_blocks + 1);
  const double *rests_k = table->rests + k * (table->n_blocks + 1);
  Pair pairs[2];
  double product = 0, candidate = 0;

  pair_init (&pairs[0], table, j, k, 1);
  pair_init (&pairs[1], table, j, k, -1);
  for (gsize block = 0; block < table->n_blocks; block++)
    {
      gsize start = block * BLOCK, end = MIN (start + BLOCK, table->n_values);
      gsize middle = CLAMP (first, start, end);
      double rest;

      product += scope_dot (a + start, b + start, middle - start);
      candidate += scope_dot (a + middle, b + middle, end - middle);
      rest = sqrt (rests_j[block + 1] * rests_k[block + 1]);
      if (product + candidate + rest < pairs[0].needed
          && (!table->turns || product - candidate + rest < pairs[1].needed))
        return;
    }

  for (guint i = 0; i < (table->turns ? 2 : 1); i++)
    {
      int sign = i == 0 ? 1 : -1;
      double r = (product + sign * candidate + pairs[i].product) / pairs[i].norm;

      if (!(pairs[i].norm > 0) || !(r >= SCOPE_REDUNDANT_CORRELATION))
        continue;
      note (&found[j], k, sign, r);
      note (&found[k], j, sign, r);
    }
}

ScopeRedundant *
scope_redundant_find (ScopeGates *gates)
{
  Table table = { 0 };
  ScopeRedundant *found;

  g_return_val_if_fail (gates != NULL, NULL);

  table_init (&table, gates);
  found = g_new0 (ScopeRedundant, MAX (table.n_units, 1));
  for (guint j = 0; j < table.n_units && table.n_values - table.n_gates >= MIN_WEIGHTS; j++)
    for (guint k = j + 1; k < table.n_units; k++)
      if (isfinite (table.rests[j * (table.n_blocks + 1)])
          && isfinite (table.rests[k * (table.n_blocks + 1)]))
        compare (&table, j, k, found);
  table_clear (&table);
  return found;
}
