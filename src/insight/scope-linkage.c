/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-linkage.h"

#include "scope-error.h"
#include "scope-leaf-order.h"
#include "scope-linkage-distances.h"

#include <glib/gi18n.h>
#include <math.h>

struct _ScopeLinkage
{
  gatomicrefcount ref_count;
  guint n;
  ScopeLeafOrder order;
  ScopeMerge *merges; /* n - 1 */
  guint *leaves;      /* n */
  double *places;     /* 2n - 1: the middle of each item and cluster among the leaves */
};

G_DEFINE_BOXED_TYPE (ScopeLinkage, scope_linkage, scope_linkage_ref, scope_linkage_unref)

/* The search for merges: distances of the clusters that there still are, each under the number of one of its items. */
typedef struct
{
  guint n;
  double *distances; /* condensed */
  guint *sizes;      /* 0: part of another cluster by now */
  guint *chain;
  guint length;
} Search;

static double *
distance_of (Search *search, guint a, guint b)
{
  return &search->distances[scope_condensed_index (search->n, a, b)];
}

/* The nearest cluster of @from; among equally near ones the last link of the chain, so that it cannot go round in circles. */
static guint
find_nearest (Search *search, guint from, double *nearest)
{
  guint found = from;

  *nearest = INFINITY;
  if (search->length > 1)
    {
      found = search->chain[search->length - 2];
      *nearest = *distance_of (search, from, found);
    }
  for (guint i = 0; i < search->n; i++)
    if (search->sizes[i] > 0 && i != from)
      {
        double distance = *distance_of (search, from, i);

        if (distance < *nearest || found == from)
          {
            *nearest = distance;
            found = i;
          }
      }
  return found;
}

/* Puts @x into @y: the mean distance of the members (Lance and Williams 1967). */
static void
merge_clusters (Search *search, guint x, guint y)
{
  const double nx = search->sizes[x], ny = search->sizes[y];

  search->sizes[x] = 0;
  for (guint i = 0; i < search->n; i++)
    if (search->sizes[i] > 0 && i != y)
      {
        double *distance = distance_of (search, i, y);

        *distance = (nx * *distance_of (search, i, x) + ny * *distance) / (nx + ny);
      }
  search->sizes[y] = (guint) (nx + ny);
}

/* Follows nearest neighbours until two are each other's, joins them, and goes on from what is left of the chain. @merges
 * come in the order in which they are found, and name one item of each cluster. */
static gboolean
find_merges (Search *search, ScopeMerge *merges, GCancellable *cancellable, GError **error)
{
  for (guint k = 0; k + 1 < search->n; k++)
    {
      guint x, y;
      double height;

      if (k % 64 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      for (guint i = 0; search->length == 0; i++)
        if (search->sizes[i] > 0)
          search->chain[search->length++] = i;

      for (;;)
        {
          x = search->chain[search->length - 1];
          y = find_nearest (search, x, &height);
          if (search->length > 1 && y == search->chain[search->length - 2])
            break;
          search->chain[search->length++] = y;
        }
      search->length -= 2;

      merges[k] =
          (ScopeMerge){ MIN (x, y), MAX (x, y), height, search->sizes[x] + search->sizes[y] };
      merge_clusters (search, MIN (x, y), MAX (x, y));
    }
  return TRUE;
}

typedef struct
{
  ScopeMerge merge;
  guint place;
} Found;

static int
compare_heights (gconstpointer a, gconstpointer b)
{
  const Found *left = a, *right = b;

  if (left->merge.height != right->merge.height)
    return left->merge.height < right->merge.height ? -1 : 1;
  return left->place < right->place ? -1 : left->place > right->place;
}

static guint
find_root (guint *parents, guint node)
{
  guint root = node;

  while (parents[root] != root)
    root = parents[root];
  while (parents[node] != root)
    {
      guint next = parents[node];

      parents[node] = root;
      node = next;
    }
  return root;
}

/* Sorts the merges by height and gives each cluster the number of the merge that made it. */
static void
number_merges (ScopeMerge *merges, guint n)
{
  g_autofree Found *found = g_new (Found, n);
  g_autofree guint *parents = g_new (guint, 2 * (gsize) n);
  g_autofree guint *sizes = g_new (guint, 2 * (gsize) n);

  for (guint k = 0; k + 1 < n; k++)
    found[k] = (Found){ merges[k], k };
  qsort (found, n - 1, sizeof *found, compare_heights);
  for (guint i = 0; i < 2 * n; i++)
    {
      parents[i] = i;
      sizes[i] = 1;
    }

  for (guint k = 0; k + 1 < n; k++)
    {
      guint a = find_root (parents, found[k].merge.a);
      guint b = find_root (parents, found[k].merge.b);

      sizes[n + k] = sizes[a] + sizes[b];
      parents[a] = n + k;
      parents[b] = n + k;
      merges[k] = (ScopeMerge){ MIN (a, b), MAX (a, b), found[k].merge.height, sizes[n + k] };
    }
}

static void
fill_places (ScopeLinkage *self)
{
  for (guint i = 0; i < self->n; i++)
    self->places[self->leaves[i]] = i;
  for (guint k = 0; k + 1 < self->n; k++)
    self->places[self->n + k] =
        (self->places[self->merges[k].a] + self->places[self->merges[k].b]) / 2;
}

static ScopeLinkage *
link_distances (double *distances, gsize n, ScopeLeafOrder order, GCancellable *cancellable,
                GError **error)
{
  g_autoptr (ScopeLinkage) self = g_new0 (ScopeLinkage, 1);
  g_autofree double *work = NULL;
  g_autofree guint *sizes = g_new (guint, n);
  g_autofree guint *chain = g_new (guint, n + 1);
  Search search = { .n = (guint) n, .sizes = sizes, .chain = chain };

  g_atomic_ref_count_init (&self->ref_count);
  self->n = (guint) n;
  self->order = n <= SCOPE_LINKAGE_MAX_OPTIMAL ? order : SCOPE_LEAF_ORDER_PLAIN;
  self->merges = g_new (ScopeMerge, MAX (n - 1, 1));
  self->leaves = g_new (guint, n);
  self->places = g_new (double, 2 * n);

  /* The best order needs the items' own distances, which the search overwrites. */
  search.distances = distances;
  if (self->order == SCOPE_LEAF_ORDER_OPTIMAL)
    {
      work = g_memdup2 (distances, sizeof (double) * MAX (n * (n - 1) / 2, 1));
      search.distances = work;
    }
  for (guint i = 0; i < self->n; i++)
    sizes[i] = 1;

  if (!find_merges (&search, self->merges, cancellable, error))
    return NULL;
  number_merges (self->merges, self->n);
  if (self->order == SCOPE_LEAF_ORDER_PLAIN)
    scope_leaf_order_plain (self->merges, self->n, self->leaves);
  else if (!scope_leaf_order_optimal (self->merges, self->n, distances, self->leaves, cancellable,
                                      error))
    return NULL;
  fill_places (self);
  return g_steal_pointer (&self);
}

ScopeLinkage *
scope_linkage_new (const float *points, gsize n, gsize n_dims, gboolean normalised,
                   ScopeLeafOrder order, GCancellable *cancellable, GError **error)
{
  g_autofree double *distances = NULL;

  g_return_val_if_fail (points != NULL || n_dims == 0, NULL);
  g_return_val_if_fail (n > 0, NULL);

  if (n > SCOPE_LINKAGE_MAX_ITEMS)
    {
      g_autofree char *found = g_strdup_printf ("%" G_GSIZE_FORMAT, n);
      g_autofree char *expected = g_strdup_printf (_ ("at most %d"), SCOPE_LINKAGE_MAX_ITEMS);

      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, _ ("vectors to be clustered"), found,
                       expected, _ ("Keep them in another order."));
      return NULL;
    }
  distances = scope_distances_new (points, n, n_dims, normalised, cancellable, error);
  if (distances == NULL)
    return NULL;
  return link_distances (distances, n, order, cancellable, error);
}

/* One matrix's part of every vector. */
static void
copy_view (const ScopeMatrixView *view, ScopeLinkageSide side, float *points, gsize n_dims)
{
  gboolean columns = side == SCOPE_LINKAGE_COLUMNS;

  for (gsize row = 0; row < view->n_rows; row++)
    for (gsize column = 0; column < view->n_columns; column++)
      points[columns ? column * n_dims + row : row * n_dims + column] =
          view->data[row * view->row_stride + column];
}

ScopeLinkage *
scope_linkage_new_weights (ScopeGates *gates, ScopeLinkageSide side, guint matrices, int gate,
                           gboolean normalised, ScopeLeafOrder order, GCancellable *cancellable,
                           GError **error)
{
  gboolean columns = side == SCOPE_LINKAGE_COLUMNS;
  g_autofree float *points = NULL;
  gsize n, n_dims = 0;

  for (int fill = 0;; fill++)
    {
      gsize offset = 0;

      g_return_val_if_fail (gates != NULL, NULL);
      g_return_val_if_fail (gate >= -1 && gate < (int) scope_gates_get_n_gates (gates), NULL);
      g_return_val_if_fail (
          columns || matrices == 1u << SCOPE_MATRIX_W || matrices == 1u << SCOPE_MATRIX_U, NULL);

      n = columns || matrices == 1u << SCOPE_MATRIX_U ? scope_gates_get_n_units (gates)
                                                      : scope_gates_get_n_features (gates);
      if (n == 0)
        {
          scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, _ ("vectors to be clustered"),
                           _ ("none"), NULL, NULL);
          return NULL;
        }
      for (guint g = 0; g < scope_gates_get_n_gates (gates); g++)
        for (guint matrix = 0; matrix < SCOPE_N_MATRICES_AND_V; matrix++)
          {
            ScopeMatrixView view;

            if (!(matrices & (1u << matrix)) || (gate >= 0 && gate != (int) g))
              continue;
            view = scope_gates_get_view (gates, g, matrix);
            if (view.data == NULL)
              continue;
            if (fill)
              copy_view (&view, side, points + offset, n_dims);
            offset += columns ? view.n_rows : view.n_columns;
          }
      if (fill)
        break;
      n_dims = offset;
      points = g_try_new (float, MAX (n * n_dims, 1));
      if (points == NULL)
        {
          scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, _ ("vectors to be clustered"),
                           _ ("no memory for them"), NULL, NULL);
          return NULL;
        }
    }
  return scope_linkage_new (points, n, n_dims, normalised, order, cancellable, error);
}

ScopeLinkage *
scope_linkage_ref (ScopeLinkage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_linkage_unref (ScopeLinkage *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->merges);
  g_free (self->leaves);
  g_free (self->places);
  g_free (self);
}

guint
scope_linkage_get_n_items (ScopeLinkage *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n;
}

const ScopeMerge *
scope_linkage_get_merges (ScopeLinkage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->merges;
}

const guint *
scope_linkage_get_leaves (ScopeLinkage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->leaves;
}

ScopeLeafOrder
scope_linkage_get_order (ScopeLinkage *self)
{
  g_return_val_if_fail (self != NULL, SCOPE_LEAF_ORDER_PLAIN);

  return self->order;
}

double
scope_linkage_get_height (ScopeLinkage *self)
{
  g_return_val_if_fail (self != NULL, NAN);

  return self->n > 1 ? self->merges[self->n - 2].height : 0;
}

static double
height_of (ScopeLinkage *self, guint node)
{
  return node < self->n ? 0 : self->merges[node - self->n].height;
}

void
scope_linkage_get_span (ScopeLinkage *self, guint merge, double *low, double *high,
                        double *low_height, double *high_height)
{
  guint first, second;

  g_return_if_fail (self != NULL);
  g_return_if_fail (merge + 1 < self->n);
  g_return_if_fail (low != NULL && high != NULL);

  first = self->merges[merge].a;
  second = self->merges[merge].b;
  if (self->places[first] > self->places[second])
    {
      first = self->merges[merge].b;
      second = self->merges[merge].a;
    }
  *low = self->places[first];
  *high = self->places[second];
  if (low_height != NULL)
    *low_height = height_of (self, first);
  if (high_height != NULL)
    *high_height = height_of (self, second);
}
