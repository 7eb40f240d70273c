/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-cli.h"

#include "scope-error.h"
#include "scope-npy.h"

#include <glib/gi18n.h>
#include <string.h>

/*
 * The slice as an array. W and U: (rows, gates · units), (rows, units) of one gate, (rows, gates) of one unit, (rows)
 * of both; b and V the same without their only row, and one number of both. The candidate's V is zeros: it has none.
 */
static ScopeArray *
make_slice (ScopeGates *gates, ScopeMatrix matrix, int gate, int unit)
{
  guint first_gate = gate >= 0 ? (guint) gate : 0;
  guint n_gates = gate >= 0 ? 1 : scope_gates_get_n_gates (gates);
  gsize first_unit = unit >= 0 ? (gsize) unit : 0;
  gsize n_units = unit >= 0 ? 1 : scope_gates_get_n_units (gates);
  gsize n_rows = scope_gates_get_view (gates, first_gate, matrix).n_rows;
  gsize n_columns = n_gates * n_units;
  gsize dims[2] = { n_rows, n_columns };
  guint n_dims = 2;
  ScopeArray *slice;
  float *to;

  if (matrix == SCOPE_MATRIX_B || matrix == SCOPE_MATRIX_V)
    {
      dims[0] = n_columns;
      n_dims = 1;
    }
  else if (gate >= 0 && unit >= 0)
    n_dims = 1;

  slice = scope_array_new (n_dims, dims);
  if (slice == NULL)
    return NULL;

  to = scope_array_get_writable (slice);
  memset (to, 0, scope_array_get_size (slice) * sizeof *to);
  for (guint g = 0; g < n_gates; g++)
    {
      ScopeMatrixView view = scope_gates_get_view (gates, first_gate + g, matrix);

      if (view.data == NULL)
        continue;
      for (gsize row = 0; row < view.n_rows; row++)
        memcpy (to + row * n_columns + g * n_units, view.data + row * view.row_stride + first_unit,
                n_units * sizeof *to);
    }
  return slice;
}

/* Rows of comma-separated numbers without a header; a vector has one number a line. */
static char *
slice_to_csv (ScopeArray *slice)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const float *data = scope_array_get_data (slice);
  gsize n_columns =
      scope_array_get_n_dims (slice) == 2 ? scope_array_get_dim (slice, 1) : (gsize) 1;
  char buffer[SCOPE_NUMBER_SIZE];

  for (gsize i = 0; i < scope_array_get_size (slice); i++)
    {
      g_string_append (text, scope_number_write_float (data[i], buffer));
      g_string_append_c (text, (i + 1) % n_columns == 0 ? '\n' : ',');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
save_slice (ScopeArray *slice, const char *output, GError **error)
{
  g_autofree char *text = NULL;

  if (output != NULL && g_str_has_suffix (output, ".npy"))
    return scope_npy_write (output, slice, error);

  if (output != NULL && !g_str_has_suffix (output, ".csv"))
    {
      g_set_error (error, SCOPE_ERROR, SCOPE_ERROR_USAGE,
                   _ ("--output takes a file that ends in .csv or .npy, not “%s”."), output);
      return FALSE;
    }

  text = slice_to_csv (slice);
  return output != NULL ? scope_cli_save_text (output, text, -1, error)
                        : scope_cli_print (text, error);
}

static gboolean
run (int argc, char **argv, GError **error)
{
  g_auto (ScopeCliReading) reading = { 0 };
  g_autofree char *matrix_text = NULL;
  g_autofree char *gate_text = NULL;
  g_autofree char *output = NULL;
  int unit = -1;
  gboolean unit_given = FALSE;
  g_autofree char *unit_text = NULL;
  const GOptionEntry options[] = {
    { "matrix", 0, 0, G_OPTION_ARG_STRING, &matrix_text,
      N_ ("The kernel, the recurrent kernel, the bias or the peepholes (default: W)"), "W|U|b|V" },
    { "gate", 0, 0, G_OPTION_ARG_STRING, &gate_text,
      N_ ("One gate (default: all, in this order; GRU: z, r, h)"), "i|f|c|o" },
    { "unit", 0, 0, G_OPTION_ARG_STRING, &unit_text,
      N_ ("One unit's incoming column, from 0 (default: all)"), "K" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &output,
      N_ ("Where to write (default: CSV on standard output)"), "FILE.csv|npy" },
    SCOPE_CLI_READING (reading),
    { NULL },
  };
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (ScopeGates) gates = NULL;
  g_autoptr (ScopeArray) slice = NULL;
  ScopeMatrix matrix;
  int gate;

  if (!scope_cli_parse (&scope_command_weights, &argc, &argv, options, 2, 2, error))
    return FALSE;

  model = scope_cli_open_model (argv[1], &reading, error);
  if (model == NULL)
    return FALSE;
  gates = scope_cli_find_gates (model, argv[2], error);
  if (gates == NULL)
    return FALSE;

  if (!scope_cli_parse_matrix (gates, matrix_text, argv[2], &matrix, error)
      || !scope_cli_parse_gate (gates, gate_text, &gate, error))
    return FALSE;

  if (unit_text != NULL)
    {
      guint64 number;

      unit_given = g_ascii_string_to_unsigned (unit_text, 10, 0,
                                               scope_gates_get_n_units (gates) - 1, &number, NULL);
      if (!unit_given)
        {
          g_set_error (error, SCOPE_ERROR, SCOPE_ERROR_USAGE,
                       _ ("--unit takes a number from 0 to %u for this layer, not “%s”."),
                       scope_gates_get_n_units (gates) - 1, unit_text);
          return FALSE;
        }
      unit = (int) number;
    }

  if (scope_gates_get_view (gates, gate >= 0 ? (guint) gate : 0, matrix).data == NULL)
    {
      g_autofree char *place =
          g_strdup_printf (_ ("%s, layer “%s”"), scope_model_get_file_name (model), argv[2]);

      scope_error_set (error, SCOPE_ERROR_CONTRADICTION, place,
                       matrix == SCOPE_MATRIX_V ? _ ("no peepholes of the candidate")
                                                : _ ("no bias (use_bias is false)"),
                       matrix == SCOPE_MATRIX_V ? "i, f, o" : "b", NULL);
      return FALSE;
    }

  slice = make_slice (gates, matrix, gate, unit);
  if (slice == NULL)
    {
      g_set_error (error, SCOPE_ERROR, SCOPE_ERROR_UNSUPPORTED,
                   _ ("There is not enough memory for this slice."));
      return FALSE;
    }
  return save_slice (slice, output, error);
}

const ScopeCommand scope_command_weights = {
  .name = "weights",
  .arguments = "MODEL LAYER",
  .summary = N_ ("The weights of a gate, in canonical order"),
  .run = run,
};
