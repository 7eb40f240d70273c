/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-leaf-order.h"

#include "scope-linkage-distances.h"

#include <math.h>
#include <string.h>

/* The tree, its leaves in plain order, so that every cluster's are neighbours. */
typedef struct
{
  const ScopeMerge *merges;
  guint n;
  guint *leaves; /* the item at each place */
  guint *starts; /* 2n - 1: first place of each cluster */
  double *near;  /* (n, n): distances of the items at two places */
  double *
      best; /* (n, n): shortest way through the smallest cluster that holds both, from one to the other */
} Tree;

static guint
size_of (const ScopeMerge *merges, guint n, guint node)
{
  return node < n ? 1 : merges[node - n].size;
}

/* Where each cluster's leaves begin, from the last merge down: nothing here recurses, a tree may be as deep as it has leaves. */
static void
fill_starts (const ScopeMerge *merges, guint n, guint *starts)
{
  starts[n > 1 ? 2 * n - 2 : 0] = 0;
  for (guint k = n - 1; k-- > 0;)
    {
      starts[merges[k].a] = starts[n + k];
      starts[merges[k].b] = starts[n + k] + size_of (merges, n, merges[k].a);
    }
}

void
scope_leaf_order_plain (const ScopeMerge *merges, guint n, guint *leaves)
{
  g_autofree guint *starts = g_new (guint, 2 * (gsize) n);

  fill_starts (merges, n, starts);
  for (guint i = 0; i < n; i++)
    leaves[starts[i]] = i;
}

static guint
size_at (const Tree *tree, guint node)
{
  return size_of (tree->merges, tree->n, node);
}

/* The places at which a row of cluster @node may end when it begins at @place: all of the other one of its two parts. */
static void
get_far_end (const Tree *tree, guint node, guint place, guint *first, guint *count)
{
  const ScopeMerge *merge;
  guint part;

  if (node < tree->n)
    {
      *first = place;
      *count = 1;
      return;
    }
  merge = &tree->merges[node - tree->n];
  part = place < tree->starts[merge->b] ? merge->b : merge->a;
  *first = tree->starts[part];
  *count = size_at (tree, part);
}

/* Shortest way through cluster @node from @i, whichever place it ends at, and on to @m; that place. */
static double
reach (const Tree *tree, guint node, guint i, guint m, guint *end)
{
  const double *best = tree->best + (gsize) i * tree->n;
  const double *near = tree->near + (gsize) m * tree->n;
  double shortest = INFINITY;
  guint first, count;

  get_far_end (tree, node, i, &first, &count);
  *end = first;
  for (guint k = first; k < first + count; k++)
    if (best[k] + near[k] < shortest)
      {
        shortest = best[k] + near[k];
        *end = k;
      }
  return shortest;
}

/* Fills best[i][j] for every i of merge @k's first part and j of its second. */
static void
join (Tree *tree, guint k, double *reached)
{
  const guint n = tree->n;
  const guint a = tree->merges[k].a, b = tree->merges[k].b;
  const guint a_start = tree->starts[a], b_start = tree->starts[b];
  const guint a_size = size_at (tree, a), b_size = size_at (tree, b);

  for (guint i = a_start; i < a_start + a_size; i++)
    {
      guint end;

      for (guint m = 0; m < b_size; m++)
        reached[m] = reach (tree, a, i, b_start + m, &end);
      for (guint j = b_start; j < b_start + b_size; j++)
        {
          double shortest = INFINITY;
          guint first, count;

          get_far_end (tree, b, j, &first, &count);
          for (guint m = first; m < first + count; m++)
            shortest = MIN (shortest, reached[m - b_start] + tree->best[(gsize) j * n + m]);
          tree->best[(gsize) i * n + j] = shortest;
          tree->best[(gsize) j * n + i] = shortest;
        }
    }
}

/* A cluster that is to be laid out from place @to on, beginning with the leaf at @from and ending with that at @until. */
typedef struct
{
  guint node;
  guint from;
  guint until;
  guint to;
} Piece;

/* The leaves on both sides of the seam, where merge @k's row runs from @i (first part) to @j (second part). */
static void
find_seam (const Tree *tree, guint k, guint i, guint j, guint *left, guint *right)
{
  const guint a = tree->merges[k].a, b = tree->merges[k].b;
  double shortest = INFINITY;
  guint first, count;

  get_far_end (tree, b, j, &first, &count);
  *right = first;
  get_far_end (tree, a, i, left, &(guint){ 0 });
  for (guint m = first; m < first + count; m++)
    {
      guint end;
      double length = reach (tree, a, i, m, &end) + tree->best[(gsize) j * tree->n + m];

      if (length < shortest)
        {
          shortest = length;
          *left = end;
          *right = m;
        }
    }
}

static void
lay_out (const Tree *tree, guint *leaves)
{
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  const guint n = tree->n;
  const ScopeMerge *top = &tree->merges[n - 2];
  Piece piece = { 2 * n - 2, 0, 0, 0 };
  double shortest = INFINITY;

  for (guint i = tree->starts[top->a]; i < tree->starts[top->a] + size_at (tree, top->a); i++)
    for (guint j = tree->starts[top->b]; j < tree->starts[top->b] + size_at (tree, top->b); j++)
      if (tree->best[(gsize) i * n + j] < shortest)
        {
          shortest = tree->best[(gsize) i * n + j];
          piece.from = i;
          piece.until = j;
        }

  g_array_append_val (pieces, piece);
  while (pieces->len > 0)
    {
      guint left, right, first, second, k;
      gboolean turned;

      piece = g_array_index (pieces, Piece, pieces->len - 1);
      g_array_set_size (pieces, pieces->len - 1);
      if (piece.node < n)
        {
          leaves[piece.to] = piece.node;
          continue;
        }
      k = piece.node - n;
      /* The row may begin in either part; the seam is sought from the first. */
      turned = piece.from >= tree->starts[tree->merges[k].b];
      find_seam (tree, k, turned ? piece.until : piece.from, turned ? piece.from : piece.until,
                 turned ? &right : &left, turned ? &left : &right);
      first = turned ? tree->merges[k].b : tree->merges[k].a;
      second = turned ? tree->merges[k].a : tree->merges[k].b;
      g_array_append_vals (pieces, &(Piece){ first, piece.from, left, piece.to }, 1);
      g_array_append_vals (
          pieces, &(Piece){ second, right, piece.until, piece.to + size_at (tree, first) }, 1);
    }
}

gboolean
scope_leaf_order_optimal (const ScopeMerge *merges, guint n, const double *distances, guint *leaves,
                          GCancellable *cancellable, GError **error)
{
  g_autofree guint *plain = g_new (guint, n);
  g_autofree guint *starts = g_new (guint, 2 * (gsize) n);
  g_autofree double *near = g_new0 (double, (gsize) n *n);
  g_autofree double *best = g_new0 (double, (gsize) n *n);
  g_autofree double *reached = g_new (double, n);
  Tree tree = { merges, n, plain, starts, near, best };

  fill_starts (merges, n, starts);
  scope_leaf_order_plain (merges, n, plain);
  if (n < 3)
    {
      memcpy (leaves, plain, sizeof (guint) * n);
      return TRUE;
    }

  for (guint i = 0; i < n; i++)
    for (guint j = i + 1; j < n; j++)
      {
        double distance = distances[scope_condensed_index (n, plain[i], plain[j])];

        near[(gsize) i * n + j] = distance;
        near[(gsize) j * n + i] = distance;
      }
  for (guint k = 0; k + 1 < n; k++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      join (&tree, k, reached);
    }
  lay_out (&tree, leaves);
  return TRUE;
}
