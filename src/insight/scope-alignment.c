/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-alignment.h"

#include "scope-assignment.h"
#include "scope-effect.h"
#include "scope-error.h"
#include "scope-head.h"
#include "scope-turns.h"
#include "scope-unit-vectors.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Most models are settled after three or four; two that have nothing in common may go on for long, to no use. */
#define MAX_ROUNDS 12
/* Rounds that may bring nothing before the search ends. */
#define PATIENCE 2

/* One of the two layers. */
typedef struct
{
  ScopeModel *model;
  ScopeGates *gates;
  ScopeLayer *layer;
  float *head; /* (units, n_head); NULL */
  gsize n_head;
} Side;

struct _ScopeAlignment
{
  gatomicrefcount ref_count;
  Side a;
  Side b;
  guint n_units;
  guint n_gates;
  int candidate;
  const char *no_turns; /* why no unit may be turned; NULL */
  ScopeAlignedUnit *units;
  guint *ranking;
  double distance;
  double norm;
};

G_DEFINE_BOXED_TYPE (ScopeAlignment, scope_alignment, scope_alignment_ref, scope_alignment_unref)

/* A matching: which unit of B each of A's is, and its sign; and how far apart all weights then are. */
typedef struct
{
  guint *others;
  int *signs;
  double cost;
} Matching;

static gboolean
fail (ScopeAlignment *self, GError **error, ScopeError code, const char *found,
      const char *expected)
{
  g_autofree char *place = g_strdup_printf ("%s: %s", scope_model_get_file_name (self->b.model),
                                            scope_layer_get_name (self->b.layer));

  scope_error_set (error, code, place, found, expected,
                   _ ("Compare two layers of the same class and shape."));
  return FALSE;
}

/* What the rows of the next layer are: the effect on the outputs, which both models mean alike; else those of a Dense layer. */
static void
find_head (Side *side, const char *path)
{
  g_autoptr (ScopeEffect) effect = scope_effect_find (side->model, path);
  g_autoptr (ScopeHead) head = effect == NULL ? scope_head_find (side->model, path) : NULL;
  guint n_units = scope_gates_get_n_units (side->gates);

  if (effect != NULL)
    side->n_head = scope_effect_get_n_values (effect);
  else if (head != NULL && !scope_head_is_recurrent (head))
    side->n_head = scope_head_get_n_values (head);
  if (side->n_head == 0)
    return;

  side->head = g_new (float, n_units * side->n_head);
  for (guint unit = 0; unit < n_units; unit++)
    for (guint value = 0; value < side->n_head; value++)
      side->head[unit * side->n_head + value] = effect != NULL
                                                    ? (float) scope_effect_get (effect, unit, value)
                                                    : scope_head_get (head, unit, value);
}

static gboolean
side_init (Side *side, ScopeModel *model, const char *path, GError **error)
{
  ScopeLayer *layer = scope_model_find_layer (model, path);

  if (layer == NULL)
    {
      g_autofree char *what = g_strdup_printf (_ ("no layer “%s”"), path);

      scope_error_set (error, SCOPE_ERROR_USAGE, scope_model_get_file_name (model), what, NULL,
                       _ ("Choose one of the model’s layers."));
      return FALSE;
    }
  /* An RNN around one cell is called by its own name as well. */
  while (scope_layer_get_n_children (layer) == 1 && !scope_layer_is_model (layer))
    layer = scope_layer_get_child (layer, 0);
  side->model = scope_model_ref (model);
  side->layer = scope_layer_ref (layer);
  side->gates = scope_gates_new (layer, error);
  if (side->gates == NULL)
    return FALSE;
  find_head (side, path);
  return TRUE;
}

static void
side_clear (Side *side)
{
  g_clear_pointer (&side->model, scope_model_unref);
  g_clear_pointer (&side->layer, scope_layer_unref);
  g_clear_pointer (&side->gates, scope_gates_unref);
  g_clear_pointer (&side->head, g_free);
}

static gboolean
check_count (ScopeAlignment *self, guint a, guint b, const char *text, GError **error)
{
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;

  if (a == b)
    return TRUE;
  /* Translators: a number and what it counts: "32 units" */
  found = g_strdup_printf ("%u %s", b, text);
  expected = g_strdup_printf (_ ("%u as in “%s” of %s"), a, scope_layer_get_name (self->a.layer),
                              scope_model_get_file_name (self->a.model));
  return fail (self, error, SCOPE_ERROR_CONTRADICTION, found, expected);
}

static gboolean
has (Side *side, ScopeMatrix matrix)
{
  return scope_gates_get_view (side->gates, 0, matrix).data != NULL;
}

static gboolean
check_alike (ScopeAlignment *self, GError **error)
{
  Side *a = &self->a, *b = &self->b;

  if (scope_gates_get_n_gates (a->gates) != scope_gates_get_n_gates (b->gates)
      || scope_gates_get_reset_after (a->gates) != scope_gates_get_reset_after (b->gates))
    {
      gboolean classes = scope_gates_get_n_gates (a->gates) != scope_gates_get_n_gates (b->gates);

      return fail (self, error, SCOPE_ERROR_CONTRADICTION,
                   classes ? scope_layer_get_class (b->layer)
                           : _ ("a GRU whose reset gate acts elsewhere (reset_after)"),
                   classes ? scope_layer_get_class (a->layer) : NULL);
    }
  if (!check_count (self, scope_gates_get_n_units (a->gates), scope_gates_get_n_units (b->gates),
                    _ ("units"), error)
      || !check_count (self, scope_gates_get_n_features (a->gates),
                       scope_gates_get_n_features (b->gates), _ ("features"), error))
    return FALSE;
  if (has (a, SCOPE_MATRIX_B) != has (b, SCOPE_MATRIX_B))
    return fail (self, error, SCOPE_ERROR_CONTRADICTION,
                 has (b, SCOPE_MATRIX_B) ? _ ("biases") : _ ("no biases"),
                 has (a, SCOPE_MATRIX_B) ? _ ("biases") : _ ("no biases"));
  if (scope_gates_has_peepholes (a->gates) != scope_gates_has_peepholes (b->gates))
    return fail (self, error, SCOPE_ERROR_CONTRADICTION,
                 scope_gates_has_peepholes (b->gates) ? _ ("peepholes") : _ ("no peepholes"),
                 scope_gates_has_peepholes (a->gates) ? _ ("peepholes") : _ ("no peepholes"));
  return TRUE;
}

static double
view_square (const ScopeMatrixView *view)
{
  double sum = 0;

  for (gsize row = 0; view->data != NULL && row < view->n_rows; row++)
    for (gsize column = 0; column < view->n_columns; column++)
      {
        double weight = view->data[row * view->row_stride + column];

        sum += weight * weight;
      }
  return sum;
}

static gsize
view_size (const ScopeMatrixView *view)
{
  return view->data != NULL ? view->n_rows * view->n_columns : 0;
}

/* Kept within what a float32 holds, of weights next to nothing as of huge ones. */
static float
scale_of (double square, gsize n)
{
  return square > 0 ? (float) CLAMP (1 / sqrt (square / (double) n), 1e-30, 1e30) : 1;
}

static void
add_view (const ScopeMatrixView *view, double *square, gsize *n)
{
  *square += view_square (view);
  *n += view_size (view);
}

/* FALSE where a weight is not finite. */
static gboolean
find_scales (ScopeAlignment *self, ScopeUnitScales *scales)
{
  const Side *sides[] = { &self->a, &self->b };
  double all = 0, head = 0;
  gsize n_head = 0;

  for (guint matrix = 0; matrix < SCOPE_N_MATRICES_AND_V; matrix++)
    {
      double square = 0;
      gsize n = 0;

      for (guint i = 0; i < 2; i++)
        {
          ScopeMatrixView view = scope_gates_get_recurrent_bias (sides[i]->gates);

          if (matrix == SCOPE_MATRIX_B)
            add_view (&view, &square, &n);
          for (guint gate = 0; gate < self->n_gates; gate++)
            {
              view = scope_gates_get_view (sides[i]->gates, gate, matrix);
              add_view (&view, &square, &n);
            }
        }
      scales->matrices[matrix] = scale_of (square, n);
      all += square;
    }
  for (guint i = 0; i < 2; i++)
    for (gsize k = 0; sides[i]->head != NULL && k < self->n_units * sides[i]->n_head; k++, n_head++)
      head += (double) sides[i]->head[k] * sides[i]->head[k];
  scales->head = scale_of (head, n_head);
  return isfinite (all + head);
}

static Matching *
matching_new (guint n_units)
{
  Matching *matching = g_new (Matching, 1);

  matching->others = g_new (guint, n_units);
  matching->signs = g_new (int, n_units);
  matching->cost = INFINITY;
  for (guint i = 0; i < n_units; i++)
    {
      matching->others[i] = i;
      matching->signs[i] = 1;
    }
  return matching;
}

static void
matching_free (Matching *matching)
{
  g_free (matching->others);
  g_free (matching->signs);
  g_free (matching);
}

static void
matching_copy (Matching *to, const Matching *from, guint n_units)
{
  memcpy (to->others, from->others, sizeof *to->others * n_units);
  memcpy (to->signs, from->signs, sizeof *to->signs * n_units);
  to->cost = from->cost;
}

static gboolean
matching_equal (const Matching *a, const Matching *b, guint n_units)
{
  return memcmp (a->others, b->others, sizeof *a->others * n_units) == 0
         && memcmp (a->signs, b->signs, sizeof *a->signs * n_units) == 0;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Matching, matching_free)

/* What the search keeps between its rounds. */
typedef struct
{
  ScopeAlignment *alignment;
  ScopeUnitScales scales;
  ScopeUnitWeights a;
  ScopeUnitWeights b;
  ScopeUnitVectors a_vectors; /* in A's own order */
  ScopeUnitVectors b_vectors; /* as the last matching has it */
  double *costs;
  gint8 *signs;
  GCancellable *cancellable;
} Search;

/* Σ(A − B)² over all units' vectors, U from both of its ends; exactly 0 where all weights are equal. Leaves B's vectors. */
static void
find_cost (Search *search, Matching *matching)
{
  const ScopeUnitVectors *a = &search->a_vectors, *b = &search->b_vectors;
  double cost = 0;

  scope_unit_vectors_fill (&search->b_vectors, &search->b, &search->scales, matching->others,
                           matching->signs);
  for (gsize unit = 0; unit < a->n_units; unit++)
    {
      const gsize other = matching->others[unit];
      const float sign = (float) matching->signs[unit];

      for (gsize i = 0; i < a->n_same; i++)
        {
          double difference = a->same[unit * a->n_same + i] - b->same[other * b->n_same + i];

          cost += difference * difference;
        }
      for (gsize i = 0; i < a->n_turned; i++)
        {
          double difference =
              a->turned[unit * a->n_turned + i] - sign * b->turned[other * b->n_turned + i];

          cost += difference * difference;
        }
    }
  matching->cost = cost;
}

/* The best matching of two sets of vectors, each unit by itself. */
static gboolean
match (Search *search, const ScopeUnitVectors *a, const ScopeUnitVectors *b, Matching *matching,
       GError **error)
{
  const guint n = a->n_units;

  if (!scope_unit_vectors_compare (a, b, search->alignment->no_turns == NULL, search->costs,
                                   search->signs, search->cancellable, error)
      || !scope_assignment_find (search->costs, n, matching->others, search->cancellable, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    matching->signs[i] = search->signs[(gsize) i * n + matching->others[i]];
  return TRUE;
}

/* Takes a matching, sees what the units then are to each other, and matches again. */
static gboolean
refine (Search *search, Matching *matching, GError **error)
{
  const guint n = search->alignment->n_units;
  g_autoptr (Matching) current = matching_new (n);
  g_autoptr (Matching) next = matching_new (n);
  guint n_idle = 0;

  find_cost (search, matching);
  matching_copy (current, matching, n);
  for (guint round = 0; round < MAX_ROUNDS && matching->cost > 0 && n_idle <= PATIENCE; round++)
    {
      if (!match (search, &search->a_vectors, &search->b_vectors, next, error))
        return FALSE;
      if (matching_equal (next, current, n))
        break;
      find_cost (search, next);
      n_idle = next->cost < matching->cost ? 0 : n_idle + 1;
      if (n_idle == 0)
        matching_copy (matching, next, n);
      matching_copy (current, next, n);
    }
  return TRUE;
}

/* From where the file has them (two epochs of one training), or from what each unit is without the others. */
static gboolean
search_matching (Search *search, Matching *best, GError **error)
{
  const guint n = search->alignment->n_units;
  g_auto (ScopeUnitVectors) a = { 0 };
  g_auto (ScopeUnitVectors) b = { 0 };
  g_autoptr (Matching) matching = matching_new (n);

  scope_unit_vectors_fill (&search->a_vectors, &search->a, &search->scales, best->others,
                           best->signs);
  find_cost (search, best);
  if (best->cost == 0)
    return TRUE;

  scope_unit_vectors_fill (&a, &search->a, &search->scales, NULL, NULL);
  scope_unit_vectors_fill (&b, &search->b, &search->scales, NULL, NULL);
  if (!match (search, &a, &b, matching, error))
    return FALSE;
  scope_unit_vectors_clear (&a);
  scope_unit_vectors_clear (&b);
  find_cost (search, matching);
  /* Each round costs as much as all else: only what is nearer to begin with is followed. */
  if (matching->cost > 0 && best->cost <= matching->cost)
    return refine (search, best, error);
  if (!refine (search, matching, error))
    return FALSE;
  if (matching->cost < best->cost)
    matching_copy (best, matching, n);
  return TRUE;
}

/* Whether a view's numbers of a unit change their sign with it. */
static gboolean
is_turned (ScopeAlignment *self, guint gate, ScopeMatrix matrix)
{
  return (int) gate == self->candidate || matrix == SCOPE_MATRIX_V;
}

static double
get_a (ScopeAlignment *self, guint gate, ScopeMatrix matrix, gsize row, guint unit)
{
  ScopeMatrixView view = scope_gates_get_view (self->a.gates, gate, matrix);

  return view.data[row * view.row_stride + unit];
}

static double
get_b (ScopeAlignment *self, guint gate, ScopeMatrix matrix, gsize row, guint unit)
{
  ScopeMatrixView view = scope_gates_get_view (self->b.gates, gate, matrix);
  const ScopeAlignedUnit *to = &self->units[unit];
  double sign = is_turned (self, gate, matrix) ? to->sign : 1;

  if (matrix == SCOPE_MATRIX_U)
    {
      sign *= self->units[row].sign;
      row = self->units[row].other;
    }
  return sign * view.data[row * view.row_stride + to->other];
}

/* Sums of squares. */
typedef struct
{
  double difference;
  double a;
  double b;
} Squares;

static void
add_square (Squares *squares, double a, double b)
{
  squares->difference += (a - b) * (a - b);
  squares->a += a * a;
  squares->b += b * b;
}

static void
add_unit (ScopeAlignment *self, guint unit, Squares *incoming, Squares *outgoing)
{
  const ScopeAlignedUnit *aligned = &self->units[unit];
  ScopeMatrixView a = scope_gates_get_recurrent_bias (self->a.gates);
  ScopeMatrixView b = scope_gates_get_recurrent_bias (self->b.gates);

  for (guint gate = 0; gate < self->n_gates; gate++)
    {
      for (guint matrix = 0; matrix < SCOPE_N_MATRICES_AND_V; matrix++)
        {
          ScopeMatrixView view = scope_gates_get_view (self->a.gates, gate, matrix);

          for (gsize row = 0; view.data != NULL && row < view.n_rows; row++)
            add_square (incoming, get_a (self, gate, matrix, row, unit),
                        get_b (self, gate, matrix, row, unit));
        }
      for (guint other = 0; other < self->n_units; other++)
        if (other != unit)
          add_square (outgoing, get_a (self, gate, SCOPE_MATRIX_U, unit, other),
                      get_b (self, gate, SCOPE_MATRIX_U, unit, other));
    }
  if (a.data != NULL && b.data != NULL)
    add_square (incoming, a.data[unit], aligned->sign * b.data[aligned->other]);
  for (gsize i = 0; self->a.head != NULL && i < self->a.n_head; i++)
    add_square (outgoing, self->a.head[unit * self->a.n_head + i],
                (double) aligned->sign * self->b.head[aligned->other * self->b.n_head + i]);
}

static int
compare_moves (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const ScopeAlignedUnit *units = user_data;
  const ScopeAlignedUnit *left = &units[*(const guint *) a], *right = &units[*(const guint *) b];

  if (left->relative != right->relative)
    return left->relative > right->relative ? -1 : 1;
  return left->unit < right->unit ? -1 : left->unit > right->unit;
}

static void
fill_units (ScopeAlignment *self, const Matching *matching)
{
  Squares all = { 0 };

  for (guint i = 0; i < self->n_units; i++)
    {
      self->units[i].unit = i;
      self->units[i].other = matching->others[i];
      self->units[i].sign = matching->signs[i];
      self->ranking[i] = i;
    }
  for (guint i = 0; i < self->n_units; i++)
    {
      Squares incoming = { 0 }, outgoing = { 0 };
      double norm;

      add_unit (self, i, &incoming, &outgoing);
      norm = sqrt (MAX (incoming.a + outgoing.a, incoming.b + outgoing.b));
      self->units[i].distance = sqrt (incoming.difference + outgoing.difference);
      self->units[i].relative = norm > 0 ? self->units[i].distance / norm : 0;
      all.difference += incoming.difference;
      all.a += incoming.a;
    }
  self->distance = sqrt (all.difference);
  self->norm = sqrt (all.a);
  g_qsort_with_data (self->ranking, (int) self->n_units, sizeof *self->ranking, compare_moves,
                     self->units);
}

static gboolean
align (ScopeAlignment *self, GCancellable *cancellable, GError **error)
{
  const gsize n = self->n_units;
  g_autofree double *costs = g_try_new (double, n *n);
  g_autofree gint8 *signs = g_try_new (gint8, n * n);
  g_autoptr (Matching) matching = matching_new (self->n_units);
  Search search = { .alignment = self,
                    .a = { self->a.gates, self->a.head, self->a.n_head },
                    .b = { self->b.gates, self->b.head, self->b.n_head },
                    .costs = costs,
                    .signs = signs,
                    .cancellable = cancellable };
  gboolean found;

  if (costs == NULL || signs == NULL)
    return fail (self, error, SCOPE_ERROR_UNSUPPORTED, _ ("more units than there is memory for"),
                 NULL);
  if (!find_scales (self, &search.scales))
    return fail (self, error, SCOPE_ERROR_UNSUPPORTED,
                 _ ("a weight that is not a finite number, in one of the two"), NULL);

  found = search_matching (&search, matching, error);
  scope_unit_vectors_clear (&search.a_vectors);
  scope_unit_vectors_clear (&search.b_vectors);
  if (found)
    fill_units (self, matching);
  return found;
}

ScopeAlignment *
scope_alignment_new (ScopeModel *a, const char *layer_a, ScopeModel *b, const char *layer_b,
                     GCancellable *cancellable, GError **error)
{
  g_autoptr (ScopeAlignment) self = NULL;

  g_return_val_if_fail (a != NULL && b != NULL, NULL);
  g_return_val_if_fail (layer_a != NULL && layer_b != NULL, NULL);

  self = g_new0 (ScopeAlignment, 1);
  g_atomic_ref_count_init (&self->ref_count);
  if (!side_init (&self->a, a, layer_a, error) || !side_init (&self->b, b, layer_b, error)
      || !check_alike (self, error))
    return NULL;

  self->n_units = scope_gates_get_n_units (self->a.gates);
  self->n_gates = scope_gates_get_n_gates (self->a.gates);
  self->candidate = scope_gates_find (self->a.gates, self->n_gates == 4 ? "c" : "h");
  self->no_turns = scope_turns_find_obstacle (a, layer_a, self->a.gates);
  if (self->no_turns == NULL)
    self->no_turns = scope_turns_find_obstacle (b, layer_b, self->b.gates);
  if (self->a.n_head != self->b.n_head)
    {
      g_clear_pointer (&self->a.head, g_free);
      g_clear_pointer (&self->b.head, g_free);
      self->a.n_head = self->b.n_head = 0;
    }
  self->units = g_new0 (ScopeAlignedUnit, MAX (self->n_units, 1));
  self->ranking = g_new0 (guint, MAX (self->n_units, 1));
  if (self->n_units > 0 && !align (self, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

ScopeAlignment *
scope_alignment_ref (ScopeAlignment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_alignment_unref (ScopeAlignment *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  side_clear (&self->a);
  side_clear (&self->b);
  g_free (self->units);
  g_free (self->ranking);
  g_free (self);
}

ScopeGates *
scope_alignment_get_gates_a (ScopeAlignment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->a.gates;
}

ScopeGates *
scope_alignment_get_gates_b (ScopeAlignment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->b.gates;
}

guint
scope_alignment_get_n_units (ScopeAlignment *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_units;
}

const ScopeAlignedUnit *
scope_alignment_get_units (ScopeAlignment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->units;
}

const guint *
scope_alignment_get_ranking (ScopeAlignment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->ranking;
}

double
scope_alignment_get_distance (ScopeAlignment *self)
{
  g_return_val_if_fail (self != NULL, NAN);

  return self->distance;
}

double
scope_alignment_get_norm (ScopeAlignment *self)
{
  g_return_val_if_fail (self != NULL, NAN);

  return self->norm;
}

guint
scope_alignment_get_n_moved (ScopeAlignment *self)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->n_units; i++)
    n += self->units[i].other != i;
  return n;
}

guint
scope_alignment_get_n_turned (ScopeAlignment *self)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->n_units; i++)
    n += self->units[i].sign < 0;
  return n;
}

gboolean
scope_alignment_has_head (ScopeAlignment *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->a.head != NULL;
}

const char *
scope_alignment_get_no_turns (ScopeAlignment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->no_turns;
}

ScopeArray *
scope_alignment_dup_matrix (ScopeAlignment *self, guint gate, ScopeMatrix matrix,
                            ScopeAlignmentPart part)
{
  ScopeMatrixView view;
  ScopeArray *array;
  float *values;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (gate < self->n_gates, NULL);
  g_return_val_if_fail ((guint) matrix < SCOPE_N_MATRICES_AND_V, NULL);

  view = scope_gates_get_view (self->a.gates, gate, matrix);
  if (view.data == NULL || scope_gates_get_view (self->b.gates, gate, matrix).data == NULL)
    return NULL;
  array = scope_array_new (2, (gsize[]){ view.n_rows, view.n_columns });
  if (array == NULL)
    return NULL;
  values = scope_array_get_writable (array);
  for (gsize row = 0; row < view.n_rows; row++)
    for (guint unit = 0; unit < view.n_columns; unit++)
      {
        double a = part != SCOPE_ALIGNMENT_B ? get_a (self, gate, matrix, row, unit) : 0;
        double b = part != SCOPE_ALIGNMENT_A ? get_b (self, gate, matrix, row, unit) : 0;

        *values++ = (float) (part == SCOPE_ALIGNMENT_B ? b : a - b);
      }
  return array;
}
