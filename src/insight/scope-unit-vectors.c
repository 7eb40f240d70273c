/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-unit-vectors.h"

#include "scope-dot.h"

#include <math.h>
#include <stdlib.h>

/* Rows of one model that are compared while they are near. */
#define TILE 8

/* A vector that is being written. */
typedef struct
{
  float *same;
  float *turned;
} Pen;

static void
put (Pen *pen, gboolean turns, float value)
{
  if (turns)
    *pen->turned++ = value;
  else
    *pen->same++ = value;
}

static int
compare_sizes (gconstpointer a, gconstpointer b)
{
  float left = *(const float *) a, right = *(const float *) b;

  return left < right ? -1 : left > right;
}

static void
put_column (Pen *pen, const ScopeMatrixView *view, guint unit, float scale, gboolean turns)
{
  for (gsize row = 0; view->data != NULL && row < view->n_rows; row++)
    put (pen, turns, scale * view->data[row * view->row_stride + unit]);
}

/* What leads from and to other units, whichever they are: itself, and the sizes of the rest in their order. */
static void
put_sizes (Pen *pen, const ScopeMatrixView *view, guint unit, float scale, gboolean candidate)
{
  const gsize n = view->n_columns;

  put (pen, !candidate, scale * view->data[unit * view->row_stride + unit]);
  for (guint way = 0; way < 2; way++)
    {
      float *sizes = pen->same;

      for (gsize other = 0; other < n; other++)
        {
          gsize row = way == 0 ? other : unit, column = way == 0 ? unit : other;

          *pen->same++ =
              other == unit ? 0 : scale * fabsf (view->data[row * view->row_stride + column]);
        }
      qsort (sizes, n, sizeof *sizes, compare_sizes);
    }
}

/* The same when it is known which unit of the other model each is. */
static void
put_links (Pen *pen, const ScopeMatrixView *view, guint unit, float scale, gboolean candidate,
           const guint *others, const int *signs)
{
  for (gsize i = 0; i < view->n_columns; i++)
    {
      float heard = scale * view->data[others[i] * view->row_stride + unit];
      float told = scale * view->data[unit * view->row_stride + others[i]];

      put (pen, candidate, (float) signs[i] * heard);
      put (pen, TRUE, candidate ? (float) signs[i] * told : told);
    }
}

static void
fill_unit (const ScopeUnitWeights *weights, const ScopeUnitScales *scales, guint unit, Pen *pen,
           const guint *others, const int *signs)
{
  ScopeGates *gates = weights->gates;
  guint n_gates = scope_gates_get_n_gates (gates);
  ScopeMatrixView view;

  for (guint gate = 0; gate < n_gates; gate++)
    {
      gboolean candidate =
          g_str_equal (scope_gates_get_letter (gates, gate), n_gates == 4 ? "c" : "h");

      view = scope_gates_get_view (gates, gate, SCOPE_MATRIX_W);
      put_column (pen, &view, unit, scales->matrices[SCOPE_MATRIX_W], candidate);
      view = scope_gates_get_view (gates, gate, SCOPE_MATRIX_B);
      put_column (pen, &view, unit, scales->matrices[SCOPE_MATRIX_B], candidate);
      /* Peepholes look at the cell state, which is turned with the unit. */
      view = scope_gates_get_view (gates, gate, SCOPE_MATRIX_V);
      put_column (pen, &view, unit, scales->matrices[SCOPE_MATRIX_V], TRUE);

      view = scope_gates_get_view (gates, gate, SCOPE_MATRIX_U);
      if (others == NULL)
        put_sizes (pen, &view, unit, scales->matrices[SCOPE_MATRIX_U], candidate);
      else
        put_links (pen, &view, unit, scales->matrices[SCOPE_MATRIX_U], candidate, others, signs);
    }
  view = scope_gates_get_recurrent_bias (gates);
  put_column (pen, &view, unit, scales->matrices[SCOPE_MATRIX_B], TRUE);
  for (gsize i = 0; weights->head != NULL && i < weights->n_head; i++)
    put (pen, TRUE, scales->head * weights->head[unit * weights->n_head + i]);
}

void
scope_unit_vectors_fill (ScopeUnitVectors *self, const ScopeUnitWeights *weights,
                         const ScopeUnitScales *scales, const guint *others, const int *signs)
{
  gsize n_units, most;

  g_return_if_fail (self != NULL);
  g_return_if_fail (weights != NULL && scales != NULL);
  g_return_if_fail ((others == NULL) == (signs == NULL));

  scope_unit_vectors_clear (self);
  n_units = scope_gates_get_n_units (weights->gates);
  /* More than either part can need: W, b and V of a gate, U's column and row with itself, one more bias, the head. */
  most = scope_gates_get_n_gates (weights->gates)
             * (scope_gates_get_n_features (weights->gates) + 3 + 2 * n_units)
         + 1 + weights->n_head;
  self->n_units = (guint) n_units;
  self->same = g_new0 (float, n_units *most);
  self->turned = g_new0 (float, n_units *most);

  for (guint unit = 0; unit < n_units; unit++)
    {
      Pen pen = { self->same + unit * self->n_same, self->turned + unit * self->n_turned };
      const Pen start = pen;

      fill_unit (weights, scales, unit, &pen, others, signs);
      self->n_same = (gsize) (pen.same - start.same);
      self->n_turned = (gsize) (pen.turned - start.turned);
    }
}

void
scope_unit_vectors_clear (ScopeUnitVectors *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->same, g_free);
  g_clear_pointer (&self->turned, g_free);
  self->n_units = 0;
  self->n_same = 0;
  self->n_turned = 0;
}

gboolean
scope_unit_vectors_compare (const ScopeUnitVectors *a, const ScopeUnitVectors *b, gboolean turns,
                            double *costs, gint8 *signs, GCancellable *cancellable, GError **error)
{
  const guint n = a->n_units;
  g_autofree double *squares = g_new (double, 2 * (gsize) n);

  g_return_val_if_fail (b->n_units == n, FALSE);
  g_return_val_if_fail (a->n_same == b->n_same && a->n_turned == b->n_turned, FALSE);

  for (guint i = 0; i < 2 * n; i++)
    {
      const ScopeUnitVectors *from = i < n ? a : b;
      const float *same = from->same + i % n * from->n_same;
      const float *turned = from->turned + i % n * from->n_turned;

      squares[i] = scope_dot (same, same, a->n_same) + scope_dot (turned, turned, a->n_turned);
    }

  for (guint first = 0; first < n; first += TILE)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      for (guint k = 0; k < n; k++)
        for (guint i = first; i < MIN (first + TILE, n); i++)
          {
            double same = scope_dot (a->same + i * a->n_same, b->same + k * b->n_same, a->n_same);
            double turned =
                scope_dot (a->turned + i * a->n_turned, b->turned + k * b->n_turned, a->n_turned);
            gboolean turn = turns && turned < 0;

            /* |a − b|² = |a|² + |b|² − 2 a·b: 0 to the last bit where they are equal, as all sums go the same way. */
            costs[(gsize) i * n + k] =
                squares[i] + squares[n + k] - 2 * (same + (turn ? -turned : turned));
            signs[(gsize) i * n + k] = turn ? -1 : 1;
          }
    }
  return TRUE;
}
