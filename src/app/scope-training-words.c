/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-training-words.h"

#include "scope-format.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

static double
find_median (const ScopeMatrixView *view)
{
  g_autofree double *values = g_new (double, MAX (view->n_columns, 1));

  for (gsize i = 0; i < view->n_columns; i++)
    values[i] = view->data[i];
  if (view->n_columns == 0)
    return NAN;
  qsort (values, view->n_columns, sizeof *values, compare_doubles);
  return view->n_columns % 2 != 0
             ? values[view->n_columns / 2]
             : (values[view->n_columns / 2 - 1] + values[view->n_columns / 2]) / 2;
}

/* "The forget biases moved from 1 to a median of 1.31." */
static void
tell_forget (ScopeInitial *initial, GString *text)
{
  ScopeGates *gates = scope_initial_get_gates (initial);
  int forget = scope_gates_get_forget (gates);
  const ScopeInitialPart *part =
      forget >= 0 ? scope_initial_get_part (initial, (guint) forget, SCOPE_MATRIX_B) : NULL;
  ScopeMatrixView view;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (part == NULL || part->initialiser.kind != SCOPE_INITIALISER_CONSTANT
      || !isfinite (part->mean))
    return;
  from = scope_format_short (part->initialiser.a, 3);
  if (part->shift == 0 && part->sd == 0)
    {
      g_string_append_printf (text, _ (" The forget biases are all still %s."), from);
      return;
    }
  view = scope_gates_get_view (gates, (guint) forget, SCOPE_MATRIX_B);
  to = scope_format_fixed (find_median (&view), 2);
  /* Translators: the forget biases before and after training */
  g_string_append_printf (text, _ (" The forget biases moved from %s to a median of %s."), from,
                          to);
}

static void
tell_matrices (ScopeInitial *initial, GString *text)
{
  ScopeGates *gates = scope_initial_get_gates (initial);
  const ScopeInitialPart *farthest = NULL;
  guint n_known = 0, n_unknown = 0, n_changed = 0;

  for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
    for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
      {
        const ScopeInitialPart *part = scope_initial_get_part (initial, gate, (ScopeMatrix) matrix);

        if (part == NULL)
          continue;
        if (!isfinite (part->distance))
          {
            n_unknown++;
            continue;
          }
        n_known++;
        n_changed += scope_initial_part_is_changed (part);
        /* A constant is left by any step of training; the others say more. */
        if (part->initialiser.kind != SCOPE_INITIALISER_CONSTANT
            && (farthest == NULL || part->distance > farthest->distance))
          farthest = part;
      }
  if (n_known == 0)
    {
      g_string_append (text,
                       _ (" The file does not name the initialisers, so what training changed "
                          "cannot be told."));
      return;
    }
  if (n_changed == 0)
    g_string_append (text, _ (" No matrix lies further from its initialiser than chance explains: "
                              "the layer looks untrained."));
  else
    g_string_append_printf (
        text,
        ngettext (" %u of %u matrix lies further from its initialiser than chance explains.",
                  " %u of %u matrices lie further from their initialiser than chance explains.",
                  n_known),
        n_changed, n_known);
  if (n_changed > 0 && farthest != NULL && scope_initial_part_is_changed (farthest))
    {
      g_autofree char *gate = scope_words_dup_gate (gates, farthest->gate);
      g_autofree char *distance = scope_format_fixed (farthest->distance, 2);

      /* Translators: a matrix, a gate and a distance: "Farthest is U of forget f (0.31)." */
      g_string_append_printf (text, _ (" Farthest is %s of %s (%s)."),
                              scope_matrix_get_letter (farthest->matrix), gate, distance);
    }
  if (n_unknown > 0)
    g_string_append_printf (text,
                            ngettext (" Of %u matrix the initialiser is not known.",
                                      " Of %u matrices the initialiser is not known.", n_unknown),
                            n_unknown);
}

static void
tell_orthogonal (const double *singular, guint n, double expected, GString *text)
{
  g_autofree char *before = NULL;
  g_autofree char *least = NULL;
  g_autofree char *most = NULL;

  if (singular == NULL || n == 0 || !isfinite (expected))
    return;
  before = scope_format_short (expected, 3);
  least = scope_format_fixed (singular[n - 1], 2);
  most = scope_format_fixed (singular[0], 2);
  /* Translators: singular values of U: what all of them were before training, the smallest and the largest now */
  g_string_append_printf (
      text, _ (" The singular values of U, all %s in an orthogonal start, now run from %s to %s."),
      before, least, most);
}

char *
scope_training_words_dup_verdict (ScopeInitial *initial, const double *singular, guint n,
                                  double expected)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (initial != NULL, NULL);

  text = g_string_new (NULL);
  tell_forget (initial, text);
  tell_matrices (initial, text);
  tell_orthogonal (singular, n, expected, text);
  return g_strstrip (g_string_free (g_steal_pointer (&text), FALSE));
}
