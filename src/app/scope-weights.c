/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-weights.h"

#include "scope-format.h"
#include "scope-number.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

char *
scope_weights_dup_words (ScopeGates *gates, const char *const *names, const ScopeWeightPlace *place)
{
  g_autofree char *gate = NULL;
  g_autofree char *weight = NULL;

  g_return_val_if_fail (gates != NULL && names != NULL && place != NULL, NULL);

  gate = scope_words_dup_gate (gates, place->gate);
  weight = scope_format_signed (place->weight, 3);
  switch (place->matrix)
    {
    case SCOPE_MATRIX_W:
      /* Translators: a weight: gate, feature, unit and its value */
      return g_strdup_printf (_ ("W, %s: %s to unit %u: %s"), gate, names[place->row], place->unit,
                              weight);
    case SCOPE_MATRIX_U:
      /* Translators: a weight: gate, unit that it comes from, unit that it leads to, its value */
      return g_strdup_printf (_ ("U, %s: unit %u to unit %u: %s"), gate, place->row, place->unit,
                              weight);
    case SCOPE_MATRIX_V:
      /* Translators: a peephole weight, from a unit's own cell state to its gate: gate, unit, its value */
      return g_strdup_printf (_ ("V, %s: cell of unit %u: %s"), gate, place->unit, weight);
    default:
      /* Translators: a bias: gate, unit, its value */
      return g_strdup_printf (_ ("b, %s: unit %u: %s"), gate, place->unit, weight);
    }
}

/* What a row of a matrix comes from, as a field of a table. */
static char *
dup_from_field (const char *const *names, ScopeMatrix matrix, gsize row)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *escaped = NULL;

  if (matrix == SCOPE_MATRIX_B || matrix == SCOPE_MATRIX_V)
    return g_strdup ("");
  if (matrix == SCOPE_MATRIX_U)
    return g_strdup_printf ("%" G_GSIZE_FORMAT, row);
  parts = g_strsplit (names[row], "\"", -1);
  escaped = g_strjoinv ("\"\"", parts);
  return g_strdup_printf ("\"%s\"", escaped);
}

void
scope_weights_append_csv (ScopeGates *gates, const char *const *names, guint gate,
                          ScopeMatrix matrix, GString *text)
{
  ScopeMatrixView view;
  char buffer[SCOPE_NUMBER_SIZE];

  g_return_if_fail (gates != NULL && names != NULL && text != NULL);

  view = scope_gates_get_view (gates, gate, matrix);
  for (gsize row = 0; view.data != NULL && row < view.n_rows; row++)
    {
      g_autofree char *from = dup_from_field (names, matrix, row);

      for (gsize unit = 0; unit < view.n_columns; unit++)
        g_string_append_printf (
            text, "%s,%s,%s,%" G_GSIZE_FORMAT ",%s\n", scope_matrix_get_letter (matrix),
            scope_gates_get_letter (gates, gate), from, unit,
            scope_number_write (view.data[row * view.row_stride + unit], buffer));
    }
}

ScopeArray *
scope_weights_dup_array (ScopeGates *gates, guint first_gate, guint n_gates, ScopeMatrix matrix)
{
  ScopeMatrixView view = { NULL };
  ScopeArray *array;
  gsize dims[3] = { 0 };
  float *data;

  g_return_val_if_fail (gates != NULL && n_gates > 0, NULL);
  g_return_val_if_fail (first_gate + n_gates <= scope_gates_get_n_gates (gates), NULL);

  /* Of V there are fewer than of gates: the candidate has none. */
  for (guint gate = first_gate; gate < first_gate + n_gates; gate++)
    if (scope_gates_get_view (gates, gate, matrix).data != NULL)
      {
        view = scope_gates_get_view (gates, gate, matrix);
        dims[0]++;
      }
  if (dims[0] == 0)
    return NULL;
  dims[1] = view.n_rows;
  dims[2] = view.n_columns;
  array = scope_array_new (3, dims);
  data = scope_array_get_writable (array);
  for (guint gate = 0; gate < n_gates; gate++)
    {
      view = scope_gates_get_view (gates, first_gate + gate, matrix);
      for (gsize row = 0; row < view.n_rows && view.data != NULL; row++, data += dims[2])
        memcpy (data, view.data + row * view.row_stride, dims[2] * sizeof (float));
    }
  return array;
}

static void
append_number (GString *text, float value)
{
  char buffer[SCOPE_NUMBER_SIZE];

  if (isnan (value))
    g_string_append (text, "np.nan");
  else if (isinf (value))
    g_string_append (text, value < 0 ? "-np.inf" : "np.inf");
  else
    g_string_append (text, scope_number_write_float (value, buffer));
}

static void
append_matrix (GString *text, ScopeMatrixView view, const char *indent)
{
  gboolean is_vector = view.n_rows == 1;

  if (!is_vector)
    g_string_append_c (text, '[');
  for (gsize row = 0; row < view.n_rows; row++)
    {
      if (row > 0)
        g_string_append_printf (text, ",\n%s ", indent);
      g_string_append_c (text, '[');
      for (gsize column = 0; column < view.n_columns; column++)
        {
          if (column > 0)
            g_string_append (text, ", ");
          append_number (text, view.data[row * view.row_stride + column]);
        }
      g_string_append_c (text, ']');
    }
  if (!is_vector)
    g_string_append_c (text, ']');
}

guint64
scope_weights_append_numpy (ScopeGates *gates, guint gate, ScopeMatrix matrix, GString *text)
{
  ScopeMatrixView view;
  g_autofree char *start = NULL;
  g_autofree char *indent = NULL;

  g_return_val_if_fail (gates != NULL && text != NULL, 0);

  view = scope_gates_get_view (gates, gate, matrix);
  if (view.data == NULL)
    return 0;
  start = g_strdup_printf ("%s_%s = np.array(", scope_matrix_get_letter (matrix),
                           scope_gates_get_letter (gates, gate));
  indent = g_strnfill (strlen (start), ' ');
  g_string_append (text, start);
  append_matrix (text, view, indent);
  g_string_append (text, ", dtype=np.float32)\n");
  return (guint64) view.n_rows * view.n_columns;
}

float
scope_weights_get (ScopeGates *gates, guint gate, ScopeMatrix matrix, guint row, guint unit)
{
  ScopeMatrixView view;

  g_return_val_if_fail (gates != NULL && gate < scope_gates_get_n_gates (gates), NAN);

  view = scope_gates_get_view (gates, gate, matrix);
  if (view.data == NULL || row >= view.n_rows || unit >= view.n_columns)
    return NAN;
  return view.data[row * view.row_stride + unit];
}
