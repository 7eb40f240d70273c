/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-assignment.h"

#include <math.h>

#define NONE G_MAXUINT

/* Rows are given a column one after another; prices keep every reduced cost cost[i][j] − rows[i] − columns[j] from getting
 * negative, and 0 for the pairs that there are. */
typedef struct
{
  guint n;
  const double *costs;
  double *rows;
  double *columns;
  guint *owners; /* of each column: its row, or NONE */
  guint *
      before; /* of each column: the column before it on the shortest path; NONE: the path's start */
  double *lengths; /* of the shortest path to each column so far */
  gboolean *done;
} Prices;

/* The shortest way from @row, over columns that are taken, to one that is free; that column. */
static guint
find_path (Prices *prices, guint row)
{
  const guint n = prices->n;
  guint last = NONE;
  guint current = row;

  for (guint j = 0; j < n; j++)
    {
      prices->lengths[j] = INFINITY;
      prices->before[j] = NONE;
      prices->done[j] = FALSE;
    }

  for (double length = 0;;)
    {
      const double *costs = prices->costs + (gsize) current * n;
      double shortest = INFINITY;
      guint next = NONE;

      for (guint j = 0; j < n; j++)
        {
          double through;

          if (prices->done[j])
            continue;
          through = length + (costs[j] - prices->rows[current] - prices->columns[j]);
          if (through < prices->lengths[j])
            {
              prices->lengths[j] = through;
              prices->before[j] = last;
            }
          if (prices->lengths[j] < shortest || next == NONE)
            {
              shortest = prices->lengths[j];
              next = j;
            }
        }
      prices->done[next] = TRUE;
      if (prices->owners[next] == NONE)
        return next;
      last = next;
      current = prices->owners[next];
      length = shortest;
    }
}

static void
change_prices (Prices *prices, guint row, guint end)
{
  const double length = prices->lengths[end];

  prices->rows[row] += length;
  for (guint j = 0; j < prices->n; j++)
    if (prices->done[j] && j != end)
      {
        prices->rows[prices->owners[j]] += length - prices->lengths[j];
        prices->columns[j] -= length - prices->lengths[j];
      }
}

gboolean
scope_assignment_find (const double *costs, guint n, guint *columns, GCancellable *cancellable,
                       GError **error)
{
  g_autofree double *row_prices = g_new0 (double, n);
  g_autofree double *column_prices = g_new0 (double, n);
  g_autofree double *lengths = g_new (double, n);
  g_autofree guint *owners = g_new (guint, n);
  g_autofree guint *before = g_new (guint, n);
  g_autofree gboolean *done = g_new (gboolean, n);
  Prices prices = { n, costs, row_prices, column_prices, owners, before, lengths, done };

  g_return_val_if_fail (costs != NULL, FALSE);
  g_return_val_if_fail (columns != NULL, FALSE);

  for (guint j = 0; j < n; j++)
    owners[j] = NONE;
  for (guint row = 0; row < n; row++)
    {
      guint end;

      if (row % 16 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      end = find_path (&prices, row);
      change_prices (&prices, row, end);
      for (guint j = end; j != NONE; j = before[j])
        owners[j] = before[j] == NONE ? row : owners[before[j]];
    }
  for (guint j = 0; j < n; j++)
    columns[owners[j]] = j;
  return TRUE;
}
